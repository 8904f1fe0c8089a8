"""The words and frames of events, read once from `models/lexicons/events.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pipeline.errors import ConfigError
from pipeline.lexicons import lexicon
from pipeline.vocabulary import EventType

ANY = "*"

_NOT_NOUNS = frozenset({"he", "him", "she", "her", "who", "whom", "himself", "herself", "head", "general", "partner"})
"""Words for persons that are no nouns, or mostly mean something else."""


class Frame(NamedTuple):
    """What must stand around a trigger for a type to apply.

    Attributes:
        slots: pairs of a slot's name and the words that fill it; a word that starts with "@" is a class of words.
        type: the type that applies; None where the word has none of its types.
    """

    slots: tuple[tuple[str, frozenset[str]], ...]
    type: EventType | None


class Example(NamedTuple):
    """A sentence that shows a type.

    Attributes:
        trigger: the word in question.
        type: the type that the trigger has or, where `holds` is False, that it must not have.
    """

    text: str
    trigger: str
    type: EventType
    holds: bool


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """Which words are events, and of which type.

    Attributes:
        verbs, nouns, typed_adjectives: type by lemma, where no frame applies.
        verb_frames, noun_frames: by lemma, the frames with most slots first.
        event_nouns: nouns that are events wherever they stand.
        weak_nouns: nouns that are events only where the sentence treats them as one.
        modifier_only: verbs whose participle is no event when it modifies a noun.
        classes: words of a class, such as "@money".
        people, things, abstract_nouns: nouns of three kinds, from which those of others are learned.
        bodily_types, personal_types: types that are done to what can be touched, and to people.
        aims: prepositions before what an event noun is done to.
    """

    verbs: Mapping[str, EventType]
    nouns: Mapping[str, EventType]
    typed_adjectives: Mapping[str, EventType]
    verb_frames: Mapping[str, tuple[Frame, ...]]
    noun_frames: Mapping[str, tuple[Frame, ...]]
    event_nouns: frozenset[str]
    weak_nouns: frozenset[str]
    stative_verbs: frozenset[str]
    reporting_verbs: frozenset[str]
    reporting_with_clause: frozenset[str]
    attitude_verbs: frozenset[str]
    things_in_plural: frozenset[str]
    fields: frozenset[str]
    modifier_only: frozenset[str]
    function_participles: frozenset[str]
    light_verbs: frozenset[str]
    transparent_verbs: frozenset[str]
    adjectives: frozenset[str]
    ing_things: frozenset[str]
    classes: Mapping[str, frozenset[str]]
    people: frozenset[str]
    things: frozenset[str]
    abstract_nouns: frozenset[str]
    bodily_types: frozenset[str]
    personal_types: frozenset[str]
    aims: frozenset[str]
    examples: tuple[Example, ...]

    def only_reports(self, lemma: str) -> bool:
        """Whether the cue of a statement with this lemma does no more than report."""
        return lemma in self.reporting_verbs or lemma in self.reporting_with_clause


@cache
def event_lexicon() -> EventLexicon:
    """The lexicon of events.

    Raises:
        ConfigError: a lemma stands alone in two types, or a frame or a type is malformed.
    """
    data = lexicon("events")
    types = {_type(name): section for name, section in data["types"].items()}
    trigger, kinds = data["trigger"], data["kinds"]
    verbs = _plain((type_, section.get("verbs", ())) for type_, section in types.items())
    nouns = _plain((type_, section.get("nouns", ())) for type_, section in types.items())
    framed: list[tuple[EventType | None, Mapping[str, Any]]] = [*types.items(), (None, data["untyped"])]
    sets = {name: frozenset(entries) for name, entries in trigger.items() if name != "nouns"}
    return EventLexicon(
        verbs=verbs,
        nouns=nouns,
        typed_adjectives=_plain((type_, section.get("adjectives", ())) for type_, section in types.items()),
        verb_frames=_frames((type_, section.get("frames", ())) for type_, section in framed),
        noun_frames=_frames((type_, section.get("noun_frames", ())) for type_, section in framed),
        event_nouns=(frozenset(trigger["nouns"]) | frozenset(nouns)) - frozenset(trigger["weak_nouns"]),
        classes={f"@{name}": frozenset(entries) for name, entries in data["classes"].items()},
        people=(frozenset(kinds["people"]) | frozenset(data["classes"]["person"])) - _NOT_NOUNS,
        things=frozenset(kinds["things"]),
        abstract_nouns=frozenset(kinds["abstract"]),
        bodily_types=frozenset(kinds["bodily_types"]),
        personal_types=frozenset(kinds["personal_types"]),
        aims=frozenset(kinds["aims"]),
        examples=tuple(_examples(types)),
        **sets,
    )


def _type(name: str) -> EventType:
    try:
        return EventType(name)
    except ValueError as error:
        raise ConfigError(f"events.toml names a type {name!r} that the vocabulary does not have") from error


def _plain(sections: Iterable[tuple[EventType, Iterable[str]]]) -> dict[str, EventType]:
    found: dict[str, EventType] = {}
    for type_, lemmas in sections:
        for lemma in lemmas:
            if found.setdefault(lemma, type_) != type_:
                raise ConfigError(f"events.toml lists {lemma!r} under both {found[lemma]} and {type_}; use a frame for one of them")
    return found


def _frames(sections: Iterable[tuple[EventType | None, Iterable[str]]]) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, list[Frame]] = {}
    for type_, lines in sections:
        for line in lines:
            lemma, *slots = line.split()
            found.setdefault(lemma, []).append(Frame(tuple(_slot(slot, line) for slot in slots), type_))
    return {lemma: tuple(sorted(frames, key=_generality)) for lemma, frames in found.items()}


def _generality(frame: Frame) -> tuple[int, int]:
    """Orders frames: most slots first, and among equals those that name their fillers."""
    return -len(frame.slots), sum(ANY in words for _, words in frame.slots)


def _slot(slot: str, line: str) -> tuple[str, frozenset[str]]:
    name, colon, words = slot.partition(":")
    if not (name and colon and words):
        raise ConfigError(f"events.toml: {slot!r} in the frame {line!r} is not slot:words")
    return name, frozenset(words.split("|"))


def _examples(types: Mapping[EventType, Mapping[str, Any]]) -> Iterator[Example]:
    for type_, section in types.items():
        for key, holds in (("positive", True), ("negative", False)):
            for example in section[key]:
                yield Example(example["text"], example["trigger"], type_, holds)
