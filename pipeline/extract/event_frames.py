"""Which type a trigger has, by the frames of the lexicon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.clauses import QUANTITIES, counted, governor, objects, prepositional_objects, subjects
from pipeline.extract.event_lexicon import ANY, EventLexicon, Frame
from pipeline.extract.noun_kinds import NounKinds
from pipeline.parse import Parse
from pipeline.vocabulary import EventType, Label

Labels = Mapping[int, Label]
"""Label of the mention by its head token."""

_PARTICLES = frozenset({"prt", "advmod", "acomp", "oprd", "ccomp", "xcomp"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "nummod"})
_PLACES = frozenset({Label.GPE, Label.LOC, Label.FAC})
_ACTORS = frozenset({Label.PERSON, Label.ORG, Label.GPE, Label.NORP})
_NAMED = {
    "@person": frozenset({Label.PERSON}),
    "@place": _PLACES,
    "@attacker": _ACTORS,
    "@named": _ACTORS,
    "@group": frozenset({Label.ORG, Label.GPE, Label.NORP}),
    "@contest": frozenset({Label.EVENT}),
}
"""Classes of words of which a name with one of the labels is, too."""

_INTENDED = frozenset({EventType.ASSAULT})
"""Types of which the subject acts, as may what follows "of": "the war of independence"."""


def find_type(parse: Parse, token: int, lemma: str, lexicon: EventLexicon, labels: Labels, kinds: NounKinds) -> EventType | None:
    """The type of a trigger.

    Args:
        parse: the parsed text.
        token: the trigger.
        lemma: its lemma.
        lexicon: the frames.
        labels: label of each mention by its head token.
        kinds: what kind of thing a noun names.

    Returns:
        The type of the first frame that holds, else that of the lemma alone, else None; None, too, where a type that is
        done to people or things has only nouns of another kind to be done to.
    """
    if parse.is_verb(token):
        frames, plain = lexicon.verb_frames.get(lemma, ()), lexicon.verbs.get(lemma)
    elif parse.tag[token] == "JJ":
        frames, plain = lexicon.noun_frames.get(lemma, ()), lexicon.typed_adjectives.get(lemma)
    else:
        frames, plain = lexicon.noun_frames.get(lemma, ()), lexicon.nouns.get(lemma)
    frame = first_frame(parse, token, frames, lexicon, labels)
    type_ = plain if frame is None else frame.type
    if type_ is None or (frame is not None and _names_object(frame)):
        return type_
    return None if _is_figure(parse, token, type_, lexicon, labels, kinds) else type_


def _names_object(frame: Frame) -> bool:
    return any(name == "obj" and ANY not in words for name, words in frame.slots)


def _is_figure(parse: Parse, token: int, type_: EventType, lexicon: EventLexicon, labels: Labels, kinds: NounKinds) -> bool:
    """Whether all that an event is done to is of a kind that its type is not done to."""
    if type_ in lexicon.bodily_types:
        is_other, lived = kinds.is_abstract, frozenset(Label)
    elif type_ in lexicon.personal_types:
        is_other, lived = kinds.is_impersonal, _ACTORS
    else:
        return False
    targets = _targets(parse, token, type_, lexicon)
    for target in [*targets, *(noun for head in targets for noun in counted(parse, head))]:
        label = labels.get(target)
        if label is None and parse.lower[target] in QUANTITIES and not counted(parse, target):
            # "scores died"
            return False
        if label is None:
            if parse.tag[target] not in ("NN", "NNS") or not is_other(parse.lemma(target)):
                return False
        elif label in lived:
            return False
    return bool(targets)


def _targets(parse: Parse, token: int, type_: EventType, lexicon: EventLexicon) -> Sequence[int]:
    """What an event is done to: the objects of a verb, or its subjects where it has none; what follows a noun's prepositions."""
    if parse.is_verb(token):
        found = objects(parse, token)
        if found or type_ not in lexicon.bodily_types or type_ in _INTENDED:
            return found
        return subjects(parse, token)
    if type_ is EventType.CHARGE:
        return []
    return [
        noun
        for child in parse.children[token]
        if parse.dep[child] == "prep"
        and parse.lower[child] in lexicon.aims
        and (parse.lower[child] != "of" or type_ not in _INTENDED)
        for noun in prepositional_objects(parse, child)
    ]


def first_frame(parse: Parse, token: int, frames: Sequence[Frame], lexicon: EventLexicon, labels: Labels) -> Frame | None:
    """The first frame that holds around a trigger; None where none does."""
    slots: dict[str, Sequence[int]] = {}
    for frame in frames:
        if _holds(parse, token, frame, slots, lexicon, labels):
            return frame
    return None


def _holds(parse: Parse, token: int, frame: Frame, slots: dict[str, Sequence[int]], lexicon: EventLexicon, labels: Labels) -> bool:
    for name, words in frame.slots:
        if name not in slots:
            slots[name] = _fillers(parse, token, name)
        if not any(_is_one_of(parse, filler, words, lexicon, labels) for filler in slots[name]):
            return False
    return True


def _fillers(parse: Parse, token: int, slot: str) -> Sequence[int]:
    """The tokens that fill a slot of the notation in the lexicon's header."""
    children = parse.children[token]
    if slot in ("subj", "obj"):
        heads = _deep_subjects(parse, token) if slot == "subj" else objects(parse, token)
        return heads + [noun for head in heads for noun in counted(parse, head)]
    if slot == "prt":
        return [child for child in children if parse.dep[child] in _PARTICLES or _is_stranded(parse, child)]
    if slot == "mod":
        return [child for child in children if parse.dep[child] in _MODIFIERS]
    if slot in ("verb", "under"):
        return [governor(parse, token)[0]]
    if slot == "comp":
        return [child for child in children if parse.dep[child] in ("xcomp", "ccomp", "acl", "oprd")]
    found: list[int] = []
    for child in children:
        if parse.lower[child] == slot and parse.dep[child] in ("prep", "agent", "dative", "prt", "advmod"):
            # "committed to opening the border": what follows may be a verb
            clause = parse.child(child, "pcomp")
            found.extend(prepositional_objects(parse, child) if clause is None else [clause])
        elif parse.dep[child] in _CLAUSES and parse.has(child, (slot,), "mark") is not None:
            # "called for the managers to be retried"
            found.append(child)
    return found


def _is_stranded(parse: Parse, token: int) -> bool:
    """Whether a preposition stands without an object, as a particle that the parser took for a preposition does."""
    return parse.dep[token] == "prep" and parse.child(token, "pobj", "pcomp", "prep") is None


def _deep_subjects(parse: Parse, verb: int) -> list[int]:
    own = subjects(parse, verb)
    if own and own != objects(parse, verb):
        return own
    by = next(
        (child for child in parse.children[verb] if parse.lower[child] == "by" and parse.dep[child] in ("agent", "prep")), None
    )
    return [] if by is None else prepositional_objects(parse, by)


def _is_one_of(parse: Parse, token: int, words: frozenset[str], lexicon: EventLexicon, labels: Labels) -> bool:
    lemma = parse.lemma(token)
    if ANY in words or lemma in words or parse.lower[token] in words:
        return True
    label = labels.get(token)
    for word in words:
        if word[0] != "@":
            continue
        if lemma in lexicon.classes[word] or parse.lower[token] in lexicon.classes[word]:
            return True
        if label in _NAMED.get(word, ()):
            return True
        if word == "@act" and parse.is_verb(token):
            return True
        if word == "@number" and parse.tag[token] in ("CD", "$"):
            return True
    return False
