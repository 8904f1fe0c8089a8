"""The annotation of one article, in one form for gold and for the rows of a run, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.spans import Span
from pipeline.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A source of a statement.

    Attributes:
        span: the words; None where the speaker is carried over from a neighbour.
        name: canonical name or description; None where it is not known.
    """

    span: Span | None
    form: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attribution; `parts` is the content without the cue between, in order."""

    parts: tuple[Span, ...]
    kind: str
    cue: Span | None
    act: str
    negated: bool
    speakers: tuple[Speaker, ...]

    @property
    def span(self) -> Span:
        """From the first to the last part."""
        return Span(self.parts[0].start, self.parts[-1].end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """One time expression with its TIMEX3 type and value."""

    span: Span
    type: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that refers to an entity without naming it; `form` is nominal or pronoun."""

    span: Span
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One named thing with the places where it is named, and `others` that refer to it, which no score counts."""

    name: str
    label: str
    mentions: tuple[Span, ...]
    others: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event trigger; `participants` holds the spans of each role, in the order of the text. No score counts `is_main`."""

    span: Span
    type: str | None
    factuality: str
    polarity: str
    participants: Mapping[Role, tuple[Span, ...]] = field(default_factory=dict)
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Everything that is annotated in one article."""

    statements: tuple[Statement, ...] = ()
    dates: tuple[Date, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
