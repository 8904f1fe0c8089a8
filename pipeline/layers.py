"""What the stages write: working objects that refer to each other, before they become rows with ids.

A layer's object holds character spans of the article and token indexes of its `Parse`; a link is a reference, so a
foreign key of the tables resolves by construction. `rows.py` turns layers into records.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.spans import Span
from pipeline.vocabulary import (
    Act,
    DateAnchor,
    DateMod,
    DateStatus,
    DateType,
    EventType,
    Factuality,
    Granularity,
    Label,
    MentionForm,
    Polarity,
    Role,
    SectionKind,
    SpeakerForm,
    SpeakerKind,
    StatementKind,
)


@dataclass(slots=True, eq=False)
class Section:
    """A part of the text."""

    kind: SectionKind
    span: Span


@dataclass(slots=True, eq=False)
class Dateline:
    """What the dateline says.

    Attributes:
        place: as written, such as "WASHINGTON"; None where there is only a date.
        date: resolved with the publication year where the dateline has none; None where it cannot be.
    """

    place: str | None
    date: dt.date | None


@dataclass(slots=True, eq=False)
class Mention:
    """A place where the article refers to an entity.

    Attributes:
        span: without determiners, titles, possessive marks.
        first, last: half-open token range.
        head: the token that carries the name's syntax.
        title: span of the title before a person's name, "Attorney General".
    """

    span: Span
    first: int
    last: int
    head: int
    label: Label
    form: MentionForm = MentionForm.NAME
    entity: Entity | None = None
    title: Span | None = None


@dataclass(slots=True, eq=False)
class Entity:
    """One thing that the article names.

    Attributes:
        name: the fullest name used.
        key: normalized name, or the code behind it; with the label it makes the canonical id.
        gender: "m", "f", "n" (not a person) or None.
        kb_id: id in the user's knowledge base; None where there is none.
    """

    name: str
    label: Label
    key: str
    mentions: list[Mention] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    country: str | None = None
    gender: str | None = None
    kb_id: str | None = None


@dataclass(slots=True, eq=False)
class Date:
    """A time expression; fields as in `schema.Date`.

    Attributes:
        range_key: equal for the two ends of one range within the article.
    """

    span: Span
    type: DateType
    value: str | None
    status: DateStatus
    mod: DateMod | None = None
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    granularity: Granularity | None = None
    range_key: int | None = None
    utc_offset: str | None = None
    anchor: DateAnchor = DateAnchor.NONE
    anchor_date: dt.date | None = None


@dataclass(slots=True, eq=False)
class Quotation:
    """What stands between quotation marks, over all paragraphs that the mark reopens in.

    Attributes:
        parts: one span a paragraph, marks included.
        mark: the opening mark.
        closed: False where no closing mark was found and the paragraph's end ended it.
        depth: 0 for an outer quotation, 1 for one inside it.
    """

    parts: list[Span]
    mark: str
    closed: bool = True
    depth: int = 0

    @property
    def span(self) -> Span:
        """From the first mark to the last."""
        return Span(self.parts[0].start, self.parts[-1].end)


@dataclass(slots=True, eq=False)
class Speaker:
    """A source of a statement.

    Attributes:
        span: the words; None where the speaker is carried over.
        head: the head token of the words; None where there are none.
        name: canonical name or description; None where a pronoun has no antecedent.
    """

    form: SpeakerForm
    span: Span | None = None
    head: int | None = None
    entity: Entity | None = None
    name: str | None = None
    kind: SpeakerKind = SpeakerKind.UNKNOWN
    role: str | None = None
    affiliation: str | None = None


@dataclass(slots=True, eq=False)
class Statement:
    """One attribution.

    Attributes:
        parts: the content without the cue between, in order, disjoint, trimmed.
        cue: the words that report.
        cue_token: the head of the cue; None where there is no word.
        source_token: the head of the source; None where the text gives none.
        is_turn: whether the layout says who speaks: a transcript, or a credit behind a dash.
        quotations: the quotations that the content holds or is.
    """

    parts: list[Span]
    kind: StatementKind
    cue: Span | None = None
    cue_token: int | None = None
    cue_lemma: str | None = None
    source_token: int | None = None
    is_turn: bool = False
    quotations: list[Quotation] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    act: Act = Act.SAY
    negated: bool = False
    parent: Statement | None = None
    date: Date | None = None
    medium: str | None = None
    confidence: float | None = None

    @property
    def span(self) -> Span:
        """From the first to the last part."""
        return Span(self.parts[0].start, self.parts[-1].end)

    def covers(self, span: tuple[int, int]) -> bool:
        """Whether one of the parts holds the span."""
        return any(part.start <= span[0] and span[1] <= part.end for part in self.parts)


@dataclass(slots=True, eq=False)
class Participant:
    """Who or what takes part in an event."""

    role: Role
    span: Span
    head: int
    mention: Mention | None = None


@dataclass(slots=True, eq=False)
class Event:
    """One event trigger with what belongs to it.

    Attributes:
        token: the trigger's head token.
        cue: the words that decided the factuality.
        cluster: the first event of the article that this one repeats; None where it is itself the first.
        is_main: whether it is a mention of the story's event.
    """

    span: Span
    token: int
    lemma: str
    type: EventType | None = None
    statement: Statement | None = None
    date: Date | None = None
    place: Entity | None = None
    polarity: Polarity = Polarity.POSITIVE
    factuality: Factuality = Factuality.ACTUAL
    cue: Span | None = None
    cluster: Event | None = None
    is_main: bool = False
    participants: list[Participant] = field(default_factory=list)
    confidence: float | None = None
