"""Every table, once: the record dataclasses from which Arrow schemas, docs and diff keys follow.

A field's annotation is `Annotated[python_type, Col(arrow_type, description)]`; a column may be null exactly where the
Python type says `| None`. `key` names the columns that tell a row of a table from all others. `SCHEMA_VERSION` rises when
a column changes; a test compares `fingerprint()` with a committed one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Annotated, Any, ClassVar, NamedTuple, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

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
    Precision,
    Role,
    SectionKind,
    SpeakerForm,
    SpeakerKind,
    StatementKind,
    StatementStatus,
)

SCHEMA_VERSION = 2

SPAN = pa.struct([pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), nullable=False)])
SECTION = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
    ]
)


class Col(NamedTuple):
    """What Arrow and the docs need to know of a column."""

    type: pa.DataType
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, with the text that every other row points into."""

    table: ClassVar[str] = "articles"
    key: ClassVar[tuple[str, ...]] = ("article_id",)

    article_id: Annotated[str, Col(pa.string(), "Hash of the source's id or URL (or path and record) and the text.")]
    source_path: Annotated[str, Col(pa.string(), "File below the input folder.")]
    source_record: Annotated[int, Col(pa.int64(), "Record in the file, from 0.")]
    source_id: Annotated[str | None, Col(pa.string(), "Id that the record gives.")]
    url: Annotated[str | None, Col(pa.string(), "URL that the record gives.")]
    outlet: Annotated[str | None, Col(pa.string(), "Domain or name of the publisher.")]
    title: Annotated[str | None, Col(pa.string(), "Title as given, or the headline found in the text.")]
    authors: Annotated[list[str], Col(pa.list_(pa.string()), "Names from the record or the byline.")]
    published_at: Annotated[
        dt.datetime | None, Col(pa.timestamp("s", "UTC"), "Publication time as given; null where the record has none.")
    ]
    published_precision: Annotated[Precision | None, Col(pa.string(), "How precisely `published_at` was given.")]
    dateline_place: Annotated[str | None, Col(pa.string(), "Place of the dateline, as written.")]
    dateline_date: Annotated[dt.date | None, Col(pa.date32(), "Date of the dateline.")]
    language: Annotated[str, Col(pa.string(), "ISO 639-1 code; a text too short to tell counts as English.")]
    text: Annotated[str, Col(pa.string(), "The text received, character for character.")]
    sections: Annotated[list[dict[str, Any]], Col(pa.list_(SECTION), "Parts of the text, in order, disjoint.")]
    n_tokens: Annotated[int, Col(pa.int32(), "Tokens, white space left out.")]
    n_sentences: Annotated[int, Col(pa.int32(), "Sentences.")]
    duplicate_of: Annotated[
        str | None,
        Col(pa.string(), "Earliest article with nearly the same text; null where there is none, and before `onrecord duplicates`."),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing that an article names, with all its names in that article."""

    table: ClassVar[str] = "entities"
    key: ClassVar[tuple[str, ...]] = ("entity_id",)

    entity_id: Annotated[str, Col(pa.string(), "Hash of article, kind, first mention and label.")]
    article_id: Annotated[str, Col(pa.string(), "The article.")]
    name: Annotated[str, Col(pa.string(), "Fullest name that the article uses.")]
    label: Annotated[Label, Col(pa.string(), "What kind of thing it is.")]
    canonical_id: Annotated[
        str, Col(pa.string(), "Equal across articles for what is judged the same: hash of label and normalized name or code.")
    ]
    aliases: Annotated[list[str], Col(pa.list_(pa.string()), "Other names in the article, most frequent first.")]
    roles: Annotated[list[str], Col(pa.list_(pa.string()), "Titles and roles, as the article words them.")]
    country: Annotated[str | None, Col(pa.string(), "ISO 3166-1 alpha-2, for places, nationalities and governments.")]
    kb_id: Annotated[str | None, Col(pa.string(), "Id in the knowledge base given with --kb; null where no name of it matches.")]
    n_mentions: Annotated[int, Col(pa.int32(), "Mentions of every form.")]
    start: Annotated[int, Col(pa.int32(), "First code point of the first mention.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where an article refers to an entity."""

    table: ClassVar[str] = "mentions"
    key: ClassVar[tuple[str, ...]] = ("mention_id",)

    mention_id: Annotated[str, Col(pa.string(), "Hash of article, kind, span and label.")]
    article_id: Annotated[str, Col(pa.string(), "The article.")]
    entity_id: Annotated[str, Col(pa.string(), "The entity.")]
    start: Annotated[int, Col(pa.int32(), "First code point in articles.text.")]
    end: Annotated[int, Col(pa.int32(), "One past the last code point.")]
    text: Annotated[str, Col(pa.string(), "articles.text[start:end].")]
    label: Annotated[Label, Col(pa.string(), "The entity's label.")]
    form: Annotated[MentionForm, Col(pa.string(), "How the mention refers.")]
    section: Annotated[SectionKind | None, Col(pa.string(), "Section that holds it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """One time expression, as TIMEX3 defines them."""

    table: ClassVar[str] = "dates"
    key: ClassVar[tuple[str, ...]] = ("date_id",)

    date_id: Annotated[str, Col(pa.string(), "Hash of article, kind and span.")]
    article_id: Annotated[str, Col(pa.string(), "The article.")]
    start: Annotated[int, Col(pa.int32(), "First code point in articles.text.")]
    end: Annotated[int, Col(pa.int32(), "One past the last code point.")]
    text: Annotated[str, Col(pa.string(), "articles.text[start:end].")]
    section: Annotated[SectionKind | None, Col(pa.string(), "Section that holds it.")]
    type: Annotated[DateType, Col(pa.string(), "TIMEX3 type.")]
    value: Annotated[str | None, Col(pa.string(), "TIMEX3 value; null only if none can be said.")]
    mod: Annotated[DateMod | None, Col(pa.string(), "TIMEX3 modifier.")]
    first_date: Annotated[dt.date | None, Col(pa.date32(), "First day of the interval; null where not anchored.")]
    last_date: Annotated[dt.date | None, Col(pa.date32(), "Last day of the interval, inclusive.")]
    granularity: Annotated[Granularity | None, Col(pa.string(), "Unit of the value.")]
    range_id: Annotated[str | None, Col(pa.string(), "Shared by the two ends of one range.")]
    utc_offset: Annotated[str | None, Col(pa.string(), "Offset from UTC of a clock time, as +HH:MM or -HH:MM.")]
    status: Annotated[DateStatus, Col(pa.string(), "How the expression could be read.")]
    anchor: Annotated[DateAnchor, Col(pa.string(), "What a relative date was resolved against.")]
    anchor_date: Annotated[dt.date | None, Col(pa.date32(), "The day of the anchor.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that an article says someone said, wrote, thought or knew."""

    table: ClassVar[str] = "statements"
    key: ClassVar[tuple[str, ...]] = ("statement_id",)

    statement_id: Annotated[str, Col(pa.string(), "Hash of article, kind and span.")]
    article_id: Annotated[str, Col(pa.string(), "The article.")]
    start: Annotated[int, Col(pa.int32(), "First code point of the first part.")]
    end: Annotated[int, Col(pa.int32(), "One past the last code point of the last part.")]
    text: Annotated[str, Col(pa.string(), "articles.text[start:end], from the first to the last part.")]
    parts: Annotated[list[dict[str, int]], Col(pa.list_(SPAN), "The content without the cue between, in order.")]
    content: Annotated[str, Col(pa.string(), "The parts joined by a space.")]
    kind: Annotated[StatementKind, Col(pa.string(), "How the content is reported.")]
    cue: Annotated[str | None, Col(pa.string(), "The words that report; null where the article gives none.")]
    cue_lemma: Annotated[str | None, Col(pa.string(), "Lemma of the cue's head; null where there is no cue.")]
    cue_start: Annotated[int | None, Col(pa.int32(), "First code point of the cue.")]
    cue_end: Annotated[int | None, Col(pa.int32(), "One past the last code point of the cue.")]
    act: Annotated[Act, Col(pa.string(), "What kind of saying it is.")]
    negated: Annotated[bool, Col(pa.bool_(), "Whether the reporting itself is negated: did not say.")]
    parent_statement_id: Annotated[str | None, Col(pa.string(), "The statement whose content holds this one.")]
    date_id: Annotated[str | None, Col(pa.string(), "When it was said.")]
    medium: Annotated[str | None, Col(pa.string(), "Where it was said: joint statement, court filing, Twitter.")]
    status: Annotated[StatementStatus, Col(pa.string(), "Whether a speaker is known.")]
    section: Annotated[SectionKind | None, Col(pa.string(), "Section that holds its start.")]
    confidence: Annotated[float | None, Col(pa.float32(), "Calibrated probability; null where a rule gives none.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSpeaker:
    """One source of a statement; joint speakers have a row each."""

    table: ClassVar[str] = "statement_speakers"
    key: ClassVar[tuple[str, ...]] = ("statement_id", "position")

    statement_id: Annotated[str, Col(pa.string(), "The statement.")]
    article_id: Annotated[str, Col(pa.string(), "The article.")]
    position: Annotated[int, Col(pa.int32(), "0, 1, … in the order of the text.")]
    start: Annotated[int | None, Col(pa.int32(), "First code point; null where carried over from a neighbour.")]
    end: Annotated[int | None, Col(pa.int32(), "One past the last code point.")]
    text: Annotated[str | None, Col(pa.string(), "articles.text[start:end].")]
    form: Annotated[SpeakerForm, Col(pa.string(), "How the speaker is referred to.")]
    entity_id: Annotated[str | None, Col(pa.string(), "The entity, where there is one.")]
    name: Annotated[str | None, Col(pa.string(), "Canonical name, or the description; null where a pronoun has no antecedent.")]
    kind: Annotated[SpeakerKind, Col(pa.string(), "What the speaker is.")]
    role: Annotated[str | None, Col(pa.string(), "Title or role as written.")]
    affiliation: Annotated[str | None, Col(pa.string(), "Organization or place that the speaker speaks for.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that an article says happened, may happen, or did not happen."""

    table: ClassVar[str] = "events"
    key: ClassVar[tuple[str, ...]] = ("event_id",)

    event_id: Annotated[str, Col(pa.string(), "Hash of article, kind and span.")]
    article_id: Annotated[str, Col(pa.string(), "The article.")]
    start: Annotated[int, Col(pa.int32(), "First code point of the trigger.")]
    end: Annotated[int, Col(pa.int32(), "One past the last code point of the trigger.")]
    text: Annotated[str, Col(pa.string(), "articles.text[start:end], the trigger.")]
    lemma: Annotated[str, Col(pa.string(), "Lemma of the trigger.")]
    type: Annotated[EventType | None, Col(pa.string(), "What happens; null where no type fits.")]
    statement_id: Annotated[
        str | None, Col(pa.string(), "Innermost statement whose content holds it; null where the article asserts it.")
    ]
    date_id: Annotated[str | None, Col(pa.string(), "When it happens.")]
    place_entity_id: Annotated[str | None, Col(pa.string(), "Where it happens.")]
    polarity: Annotated[Polarity, Col(pa.string(), "Affirmed or negated.")]
    factuality: Annotated[Factuality, Col(pa.string(), "How the article presents it.")]
    cue_start: Annotated[int | None, Col(pa.int32(), "First code point of the words that decided the factuality.")]
    cue_end: Annotated[int | None, Col(pa.int32(), "One past the last code point of those words.")]
    cluster_id: Annotated[str, Col(pa.string(), "Shared by the mentions of one event in the article.")]
    is_main: Annotated[bool, Col(pa.bool_(), "Whether it is a mention of the story's event, as the headline or the lead tells it.")]
    section: Annotated[SectionKind | None, Col(pa.string(), "Section that holds it.")]
    confidence: Annotated[float | None, Col(pa.float32(), "Calibrated probability; null where a rule gives none.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventParticipant:
    """Who or what takes part in an event, where, or with what."""

    table: ClassVar[str] = "event_participants"
    key: ClassVar[tuple[str, ...]] = ("event_id", "role", "position")

    event_id: Annotated[str, Col(pa.string(), "The event.")]
    article_id: Annotated[str, Col(pa.string(), "The article.")]
    role: Annotated[Role, Col(pa.string(), "What it does in the event.")]
    position: Annotated[int, Col(pa.int32(), "0, 1, … within the role, in the order of the text.")]
    start: Annotated[int, Col(pa.int32(), "First code point in articles.text.")]
    end: Annotated[int, Col(pa.int32(), "One past the last code point.")]
    text: Annotated[str, Col(pa.string(), "articles.text[start:end].")]
    mention_id: Annotated[str | None, Col(pa.string(), "The mention of an entity that it holds.")]
    entity_id: Annotated[str | None, Col(pa.string(), "The entity of that mention.")]


Record = Article | Entity | Mention | Date | Statement | StatementSpeaker | Event | EventParticipant

TABLES: dict[str, type[Record]] = {
    record.table: record for record in (Article, Entity, Mention, Date, Statement, StatementSpeaker, Event, EventParticipant)
}


GROUPS = {"dates": "range_id", "events": "cluster_id"}
"""Columns whose value only says which rows of the article belong together."""


def references(table: str) -> dict[str, str]:
    """The columns of a table that hold the key of a row, such as `place_entity_id`, with the table of that row."""
    owners = {record.key[0]: name for name, record in TABLES.items() if len(record.key) == 1}
    found = {}
    for column in columns(table):
        for key, owner in owners.items():
            if (column.name == key and owner != table) or column.name.endswith(f"_{key}"):
                found[column.name] = owner
    return found


class Column(NamedTuple):
    """A column of a table as the docs and the writer see it."""

    name: str
    type: pa.DataType
    nullable: bool
    doc: str
    vocabulary: type[StrEnum] | None


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    record = TABLES[table]
    hints = get_type_hints(record, include_extras=True)
    found = []
    for field in dataclasses.fields(record):
        inner, col = get_args(hints[field.name])
        union = get_args(inner) if get_origin(inner) in (types.UnionType, Union) else (inner,)
        words = [kind for kind in union if isinstance(kind, type) and issubclass(kind, StrEnum)]
        found.append(Column(field.name, col.type, type(None) in union, col.doc, words[0] if words else None))
    return tuple(found)


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, without metadata."""
    return pa.schema([pa.field(c.name, c.type, nullable=c.nullable) for c in columns(table)])


def fingerprint() -> str:
    """A hash of every table's columns, types, nullability and closed vocabularies."""
    lines = []
    for name in TABLES:
        for c in columns(name):
            words = ",".join(c.vocabulary) if c.vocabulary else ""
            lines.append(f"{name}.{c.name}:{c.type}:{c.nullable}:{words}")
    return sha256("\n".join(lines).encode()).hexdigest()[:16]
