"""Whose subject a verb has where the tree misleads: relative clauses on the nearest noun, aims told by "be"."""

from __future__ import annotations

from pipeline.extract.clauses import MAX_CLIMB, QUANTITIES, REST, possessors, subjects
from pipeline.extract.participant_scene import PLACES, Scene
from pipeline.parse import NOUN_TAGS, SUBJECTS
from pipeline.vocabulary import EventType

_THINGS = frozenset({"that", "which"})


def doers(scene: Scene, type_: EventType | None, verb: int) -> list[int]:
    """Heads of who does what a verb tells.

    Args:
        scene: the article.
        type_: of the event that the verb tells.
        verb: the trigger, or the light verb of which it is the object.
    """
    aim = _aim(scene, verb)
    if aim is not None:
        return possessors(scene.parse, aim)
    found = subjects(scene.parse, verb)
    return (_related(scene, type_, verb, found[-1]) or found) if found else []


def _aim(scene: Scene, verb: int) -> int | None:
    """The noun of an aim or a way, which "be" joins with an infinitive: "their purpose was to brief the chief".

    No purpose briefs anyone; whose purpose it is does. "The mine is to close" has a noun for what can be touched.
    """
    parse, at = scene.parse, verb
    for _ in range(MAX_CLIMB):
        if parse.dep[at] != "conj" or parse.tag[at] != "VB":
            break
        at = parse.head[at]
    above = parse.head[at]
    if parse.dep[at] not in ("xcomp", "ccomp") or parse.lemma(above) != "be" or parse.has(at, ("to",), "aux") is None:
        return None
    own = parse.child(above, *SUBJECTS)
    if own is None or own in scene.mentions or parse.tag[own] not in ("NN", "NNS"):
        return None
    return own if scene.kinds.is_abstract(parse.lemma(own)) else None


def _related(scene: Scene, type_: EventType | None, verb: int, head: int) -> list[int]:
    """What a relative clause is about, which parsers hang on the nearest noun.

    "Who" stands for no thing: "supporters around the world who sent money". A place kills nobody: "the blast at a market in Oslo
    that killed two".
    """
    parse, at = scene.parse, verb
    for _ in range(MAX_CLIMB):
        if parse.head[at] in (at, head):
            break
        at = parse.head[at]
    if parse.head[at] != head or parse.dep[at] != "relcl":
        return []
    own = parse.child(at, *SUBJECTS)
    word = "" if own is None else parse.lower[own]
    mention = scene.mentions.get(head)
    is_place = parse.lemma(head) in scene.lexicon.places if mention is None else mention.label in PLACES
    if word == "who" and (is_place or (mention is None and scene.kinds.is_impersonal(parse.lemma(head)))):
        return _above(scene, head, is_person=True)
    if word in _THINGS and is_place and type_ in scene.lexicon.harming_types:
        return _above(scene, head, is_person=False)
    return []


def _above(scene: Scene, noun: int, is_person: bool) -> list[int]:
    """The first noun above a phrase that is a person, or else an event; what a verb above has for a subject is among them."""
    parse, at = scene.parse, noun
    for _ in range(MAX_CLIMB):
        above = parse.head[at]
        if above == at or parse.dep[at] not in ("pobj", "prep", "conj", "appos"):
            return []
        at = above
        if parse.is_verb(at):
            found = [child for child in parse.children[at] if child < noun and parse.dep[child] in ("attr", "nsubj")]
            return [child for child in found if _is_event(scene, child)][-1:] if not is_person else []
        if parse.tag[at] in NOUN_TAGS:
            if is_person and (parse.lower[at] in QUANTITIES or parse.lower[at] in REST or _is_human(scene, at)):
                return [at]
            if not is_person and _is_event(scene, at):
                return [at]
    return []


def _is_event(scene: Scene, noun: int) -> bool:
    return noun in scene.triggers or scene.parse.lemma(noun) in scene.events.event_nouns


def _is_human(scene: Scene, noun: int) -> bool:
    mention = scene.mentions.get(noun)
    return scene.is_actor(noun) and (mention is None or mention.label not in PLACES)
