"""What can be marked and linked, once for all tools.

A mark's label is its layer, or layer and value, such as `Cue`, `Content-direct`, `Name-PERSON`, `Event-COERCE`; an event
without a type is `Event`. Letters, digits, hyphens and underscores are what all tools allow in a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from pipeline.vocabulary import Act, DateType, EventType, Factuality, Label, MentionForm, Polarity, Role, SpeakerForm, StatementKind

NO, YES = "no", "yes"


@dataclass(frozen=True, slots=True)
class Layer:
    """A kind of mark.

    Attributes:
        values: what may follow the layer in a label; none where there is nothing to tell apart.
        is_value_needed: whether a label without a value is wrong.
        choices: closed questions by name; the first answer is meant where there is none, and is not written down.
        note: what the free text at a mark says; None where it says nothing.
    """

    values: tuple[str, ...] = ()
    is_value_needed: bool = True
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    note: str | None = None


CONTENT, CUE, SOURCE, DATE, NAME, EVENT, PARTICIPANT = "Content", "Cue", "Source", "Date", "Name", "Event", "Participant"

PART = "Part"
"""A further part of a content, for tools in which a mark cannot have gaps."""


def _words(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    return tuple(word.value for word in vocabulary)


LAYERS: dict[str, Layer] = {
    CONTENT: Layer(
        _words(StatementKind),
        choices={"act": _words(Act), "negated": (NO, YES)},
        note="sources that are not in the text, as in “implicit: Ann Cole; implicit: Tom Reed”",
    ),
    CUE: Layer(),
    SOURCE: Layer(_words(SpeakerForm), note="canonical name of the source, or its description"),
    DATE: Layer(_words(DateType), note="TIMEX3 value"),
    NAME: Layer(_words(Label), choices={"form": _words(MentionForm)}, note="fullest name of the entity, at its first mention"),
    EVENT: Layer(
        _words(EventType),
        is_value_needed=False,
        choices={"factuality": _words(Factuality), "polarity": _words(Polarity), "main": (NO, YES)},
    ),
    PARTICIPANT: Layer(),
}

PART_LAYER = Layer()

CUE_LINK, SOURCE_LINK, SAME_LINK, PART_LINK = "cue", "source", "same", "part"

LINKS: dict[str, tuple[str, str]] = {
    CUE_LINK: (CONTENT, CUE),
    SOURCE_LINK: (CONTENT, SOURCE),
    SAME_LINK: (NAME, NAME),
    **{role.value: (EVENT, PARTICIPANT) for role in Role},
}
"""Each link's layers, from and to."""

WITH_PARTS = {**LAYERS, PART: PART_LAYER}
LINKS_WITH_PARTS = {**LINKS, PART_LINK: (CONTENT, PART)}


def make_label(layer: str, value: str | None) -> str:
    """The label of a mark."""
    return layer if value is None else f"{layer}-{value}"


def layer_labels(layer: str) -> list[str]:
    """Every label of a layer."""
    known = WITH_PARTS[layer]
    bare = [] if known.values and known.is_value_needed else [layer]
    return bare + [make_label(layer, value) for value in known.values]


def all_labels(layers: Iterable[str]) -> list[str]:
    """Every label of some layers, in their order."""
    return [label for layer in layers for label in layer_labels(layer)]


def read_label(label: str) -> tuple[str, str | None]:
    """Layer and value of a label.

    Raises:
        ValueError: there is no such label.
    """
    layer, hyphen, value = label.partition("-")
    if layer not in WITH_PARTS or label not in layer_labels(layer):
        raise ValueError(f"there is no label {label!r}")
    return layer, value if hyphen else None


def read_choice(layer: str, name: str, answer: str) -> str:
    """The answer to a closed question.

    Raises:
        ValueError: the layer has no such question, or the question no such answer.
    """
    answers = WITH_PARTS[layer].choices.get(name)
    if answers is None:
        raise ValueError(f"{layer} has no {name!r}")
    if answer not in answers:
        raise ValueError(f"{name} is one of {', '.join(answers)}, not {answer!r}")
    return answer
