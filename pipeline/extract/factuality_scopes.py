"""Which negations, modals and governing words an event stands under."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.clauses import MAX_CLIMB
from pipeline.extract.factuality_lexicon import FactualityLexicon, Kinds, ScopeKind
from pipeline.parse import NOUN_TAGS, OBJECTS, SUBJECTS, TENSED_TAGS, VERB_TAGS, Parse

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ADDING = frozenset({"only", "just", "merely", "simply"})
"""After "not" these do not negate but add: "not only fined but also jailed"."""
_BACKSHIFTED = frozenset({"would", "'d", "’d"})
_OPEN_CLAUSES = frozenset({"xcomp", "oprd", "acomp"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp"})
_PAST_HELPERS = frozenset({"has", "have", "had", "'ve", "’ve", "'d", "was", "were"})


class Scope(NamedTuple):
    """A word above or beside an event that bears on whether it happens.

    Attributes:
        kind: what it does to the event.
        cue: the word.
        depth: steps up from the event to the clause that the word stands in.
        governs: whether the event is an argument or a complement of the word ("plans to attack"), not a word of its own
            clause ("will attack").
    """

    kind: ScopeKind
    cue: int
    depth: int = 0
    governs: bool = False


class _Step(NamedTuple):
    """One step up from an event.

    Attributes:
        above: where it leads.
        kind: what the word there does to the event; None where it does nothing.
        negation, modality: whether the event shares these with the word there.
    """

    above: int
    kind: ScopeKind | None
    negation: bool
    modality: bool


def find_scopes(parse: Parse, token: int, lexicon: FactualityLexicon) -> list[Scope]:
    """The scopes over an event, from the innermost outwards.

    Args:
        parse: the parsed text.
        token: the trigger.
        lexicon: which words open a scope.

    Returns:
        Scopes with their cues. A negated negation ("did not fail to") is left out.
    """
    found: list[Scope] = []
    at, negation, modality = token, True, True
    for depth in range(MAX_CLIMB):
        local = list(_local_scopes(parse, at, lexicon))
        found.extend(scope._replace(depth=depth) for scope in local if (negation if scope.kind is ScopeKind.NEGATIVE else modality))
        step = _step(parse, at, lexicon)
        if step is None:
            break
        if step.kind is not None:
            if step.kind in (ScopeKind.NEGATIVE, ScopeKind.DENIED) and is_negated(parse, step.above, lexicon):
                break
            found.append(Scope(step.kind, step.above, depth, governs=True))
        # "plans to attack": who plans need not be real, but what is planned shares the modality of the planning
        governed = step.kind is not None
        negation = negation and (step.negation or governed)
        modality = modality and (step.modality or governed)
        if not (negation or modality):
            break
        at = step.above
    return found


def is_negated(parse: Parse, token: int, lexicon: FactualityLexicon) -> bool:
    """Whether a word's own clause negates it."""
    return any(scope.kind is ScopeKind.NEGATIVE for scope in _local_scopes(parse, token, lexicon))


def _word(parse: Parse, token: int) -> str:
    return parse.lower[token] if parse.tag[token] in ("IN", "TO", "RB", "JJ") else parse.lemma(token)


def _local_scopes(parse: Parse, token: int, lexicon: FactualityLexicon) -> Iterator[Scope]:
    """Scopes that words of the same clause or noun phrase open."""
    modal = False
    condition: int | None = None
    for child in parse.children[token]:
        dep, lower = parse.dep[child], parse.lower[child]
        kind: ScopeKind | None = None
        if dep in ("aux", "auxpass"):
            kind = lexicon.auxiliaries.get(lower)
            if kind is ScopeKind.POSSIBLE and lower in _BACKSHIFTED and is_backshifted(parse, token):
                kind = ScopeKind.FUTURE
            modal = modal or kind is not None
        elif dep in ("neg", "advmod", "preconj", "cc"):
            kind = None if child + 1 < parse.n and parse.lower[child + 1] in _ADDING else lexicon.adverbs.get(lower)
        elif dep in ("amod", "compound"):
            kind = lexicon.adjectives.get(lower)
        elif dep == "det":
            kind = lexicon.determiners.get(lower)
        elif dep == "mark":
            kind = lexicon.marks.get(lower)
        elif dep in SUBJECTS or dep in OBJECTS:
            kind = lexicon.subjects.get(lower)
            if kind is None:
                child = _determiner(parse, child, lexicon) if parse.tag[token] in VERB_TAGS else child
                kind = lexicon.determiners.get(parse.lower[child])
        elif dep == "advcl" and condition is None:
            mark = parse.child(child, "mark")
            if mark is not None and lexicon.marks.get(parse.lower[mark]) is ScopeKind.CONDITIONAL and parse.lower[mark] != "until":
                condition = mark
        if kind is not None:
            yield Scope(kind, child)
    if modal and condition is not None:
        yield Scope(ScopeKind.CONDITIONAL, condition)


def is_backshifted(parse: Parse, verb: int) -> bool:
    """Whether the "would" of a verb is the "will" of who is reported: "said it would close", not "would have closed if"."""
    for child in parse.children[verb]:
        if parse.lower[child] == "have" and parse.dep[child] == "aux":
            return False
        if parse.dep[child] == "advcl" and parse.has(child, ("if", "unless"), "mark") is not None:
            return False
    at = verb
    for _ in range(MAX_CLIMB):
        above, dep = parse.head[at], parse.dep[at]
        if above == at:
            return False
        if dep == "ccomp":
            return parse.tag[above] in ("VBD", "VBN") and at > above
        if dep != "conj":
            return False
        at = above
    return False


def _determiner(parse: Parse, noun: int, lexicon: FactualityLexicon) -> int:
    """The determiner of a subject or an object that negates the clause ("no one", "no shots"); the noun itself without one."""
    for child in parse.children[noun]:
        if parse.dep[child] in ("det", "neg") and parse.lower[child] in lexicon.determiners:
            return child
    return noun


def _step(parse: Parse, token: int, lexicon: FactualityLexicon) -> _Step | None:
    """The step from an event, or from a word that it hangs on, to the word above; None where the climb ends."""
    above, dep = parse.head[token], parse.dep[token]
    if above == token:
        return None
    if parse.tag[token] in VERB_TAGS or parse.tag[token] in ("JJ", "RB", "MD"):
        return _verb_step(parse, token, above, dep, lexicon)
    if parse.tag[token] in NOUN_TAGS:
        return _noun_step(parse, token, above, dep, lexicon)
    return None


def _verb_step(parse: Parse, token: int, above: int, dep: str, lexicon: FactualityLexicon) -> _Step | None:
    if dep in _COMPLEMENTS and _has_come_about(parse, above, lexicon):
        return _Step(above, None, negation=True, modality=True)
    kinds = lexicon.nouns if parse.tag[above] in NOUN_TAGS else lexicon.governors
    kind = _kind(parse, above, kinds)
    if dep in _OPEN_CLAUSES or dep == "attr":
        return _Step(above, kind, negation=True, modality=True)
    if dep == "ccomp":
        # "expects that it opened": only a verb without a tense of its own lies in the future of the governing one
        bare = parse.tag[token] == "VB" or (parse.tag[token] == "VBP" and parse.lemma(above) in lexicon.mandative_verbs)
        directs = kind is ScopeKind.FUTURE or parse.lemma(above) in lexicon.mandative_verbs
        told = directs and not (bare and _is_untensed(parse, token))
        return _Step(above, None if told else kind, negation=False, modality=False)
    if dep == "acl":
        clausal = parse.tag[token] in ("VB", "VBG") or parse.child(token, "mark") is not None
        return _Step(above, kind if clausal and not _is_purpose(parse, above) else None, negation=False, modality=False)
    if dep == "advcl":
        bare = parse.child(token, "mark", *SUBJECTS) is None and parse.tag[token] in ("VB", "VBG", "VBN")
        return _Step(above, None, negation=False, modality=bare)
    if dep == "conj":
        own = parse.child(token, "aux", *SUBJECTS) is not None or parse.tag[token] in TENSED_TAGS
        return _Step(above, None, negation=not own, modality=not own)
    if dep == "pcomp":
        return _prepositional_step(parse, above, lexicon)
    return None


def _has_come_about(parse: Parse, verb: int, lexicon: FactualityLexicon) -> bool:
    """Whether an implicative verb is told as past: "allowed", "were permitted", not "will allow"."""
    if parse.lemma(verb) not in lexicon.implicative_verbs or parse.tag[verb] not in ("VBD", "VBN"):
        return False
    helpers = [parse.lower[child] for child in parse.children[verb] if parse.dep[child] in ("aux", "auxpass")]
    return not any(word in lexicon.auxiliaries or word == "to" for word in helpers) and (
        parse.tag[verb] == "VBD" or any(word in _PAST_HELPERS for word in helpers)
    )


def _is_purpose(parse: Parse, noun: int) -> bool:
    """Whether a noun is that of "in order to", which orders nothing."""
    above = parse.head[noun]
    return parse.lower[noun] == "order" and parse.lower[above] == "in" and above == noun - 1


def _kind(parse: Parse, word: int, kinds: Kinds) -> ScopeKind | None:
    """What a governing word does; a particle verb is looked up with its particle first ("ruled out")."""
    particle = parse.child(word, "prt")
    phrase = None if particle is None else kinds.get(f"{parse.lemma(word)} {parse.lower[particle]}")
    return phrase or kinds.get(_word(parse, word))


def _is_untensed(parse: Parse, verb: int) -> bool:
    """Whether a base form stands alone or after "to", without a modal."""
    return all(parse.lower[child] == "to" for child in parse.children[verb] if parse.dep[child] == "aux")


def _noun_step(parse: Parse, token: int, above: int, dep: str, lexicon: FactualityLexicon) -> _Step | None:
    if dep in OBJECTS or dep in SUBJECTS or dep in ("attr", "oprd"):
        if parse.tag[above] not in VERB_TAGS:
            return None
        # what "may resume" may happen; what "will cause damage" or "was not enough" has happened
        supporting = lexicon.occurrence_verbs if dep in ("nsubj", "csubj") else lexicon.supporting_verbs
        carries = parse.lemma(above) in supporting
        kind = None if dep in ("nsubj", "csubj") else _kind(parse, above, lexicon.objects)
        if kind in (ScopeKind.DENIED, ScopeKind.NEGATIVE) and parse.lemma(token) in lexicon.told_nouns:
            kind = None
        return _Step(above, kind, negation=carries or (dep in OBJECTS and not _is_definite(parse, token)), modality=carries)
    if dep == "pobj":
        return _prepositional_step(parse, above, lexicon)
    if dep == "conj":
        return _Step(above, None, negation=True, modality=True)
    if dep == "compound":
        return _Step(above, lexicon.nouns.get(parse.lemma(above)), negation=False, modality=False)
    return None


def _prepositional_step(parse: Parse, preposition: int, lexicon: FactualityLexicon) -> _Step | None:
    """The step over a preposition: to the preposition itself where it opens a scope, else to what it hangs on."""
    word = parse.lower[preposition]
    above = parse.head[preposition]
    for opener in (preposition, above):
        kind = lexicon.prepositions.get(parse.lower[opener])
        if kind is not None and parse.dep[opener] in ("prep", "cc", "advmod"):
            return _Step(opener, kind, negation=False, modality=False)
    if above == preposition:
        return None
    kind = lexicon.phrases.get(f"{_word(parse, above)} {word}")
    return None if kind is None else _Step(above, kind, negation=False, modality=False)


def _is_definite(parse: Parse, noun: int) -> bool:
    return any(
        parse.dep[child] == "poss" or (parse.dep[child] == "det" and parse.lower[child] in _DEFINITE)
        for child in parse.children[noun]
    )
