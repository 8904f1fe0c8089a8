"""Which characters of an article carry which rows, and the text cut into segments at every border.

Rows overlap as they like: an event lies in a statement, a speaker beside a date. Cutting the text at every border gives
segments that need no nesting, each with all its marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from pipeline.markup.article_rows import ArticleRows
from pipeline.spans import Span


class Layer(StrEnum):
    """What a mark shows."""

    STATEMENT = "statement"
    CUE = "cue"
    SPEAKER = "speaker"
    EVENT = "event"
    PARTICIPANT = "participant"
    DATE = "date"
    NAME = "name"
    DATELINE = "dateline"


class Mark(NamedTuple):
    """Characters that belong to a row.

    Attributes:
        key: the row: "s0" for the first statement, "e", "d" and "n" for events, dates and entities. The marks of a statement, its
            cue and its speakers share the key, as those of an event and its participants, and all mentions of an entity.
        variant: what tells it apart within the layer: the statement's kind, the event's factuality, the entity's label.
    """

    span: Span
    layer: Layer
    key: str
    variant: str = ""


class Segment(NamedTuple):
    """Characters with the same marks."""

    span: Span
    marks: tuple[Mark, ...]


def find_marks(rows: ArticleRows) -> list[Mark]:
    """Every mark of an article, ordered by start, longest first."""
    marks = [*_statements(rows), *_events(rows), *_dates(rows), *_names(rows)]
    marks += [
        Mark(Span(part["start"], part["end"]), Layer.DATELINE, "")
        for part in rows.article["sections"]
        if part["kind"] == Layer.DATELINE
    ]
    return sorted((mark for mark in marks if mark.span.start < mark.span.end), key=_order)


def _order(mark: Mark) -> tuple[int, int, str, str]:
    return mark.span.start, -mark.span.end, mark.layer, mark.key


def _statements(rows: ArticleRows) -> Iterator[Mark]:
    speakers = rows.grouped("statement_speakers", "statement_id")
    for number, row in enumerate(rows["statements"]):
        key = f"s{number}"
        for part in row["parts"]:
            yield Mark(Span(part["start"], part["end"]), Layer.STATEMENT, key, row["kind"])
        if row["cue_start"] is not None:
            yield Mark(Span(row["cue_start"], row["cue_end"]), Layer.CUE, key)
        for speaker in speakers.get(row["statement_id"], ()):
            if speaker["start"] is not None:
                yield Mark(Span(speaker["start"], speaker["end"]), Layer.SPEAKER, key, speaker["form"])


def _events(rows: ArticleRows) -> Iterator[Mark]:
    participants = rows.grouped("event_participants", "event_id")
    for number, row in enumerate(rows["events"]):
        key = f"e{number}"
        yield Mark(Span(row["start"], row["end"]), Layer.EVENT, key, row["factuality"])
        for participant in participants.get(row["event_id"], ()):
            yield Mark(Span(participant["start"], participant["end"]), Layer.PARTICIPANT, key, participant["role"])


def _dates(rows: ArticleRows) -> Iterator[Mark]:
    for number, row in enumerate(rows["dates"]):
        yield Mark(Span(row["start"], row["end"]), Layer.DATE, f"d{number}", row["status"])


def _names(rows: ArticleRows) -> Iterator[Mark]:
    numbers = {row["entity_id"]: number for number, row in enumerate(rows["entities"])}
    for row in rows["mentions"]:
        yield Mark(Span(row["start"], row["end"]), Layer.NAME, f"n{numbers[row['entity_id']]}", row["label"])


def cut(span: Span, marks: Iterable[Mark], borders: Sequence[int] = ()) -> list[Segment]:
    """Cuts a span of the text at every border of a mark.

    Args:
        span: what to cut.
        marks: ordered by start; those that do not overlap the span are left out.
        borders: further positions to cut at.

    Returns:
        Segments that cover the span, in order, each with its marks in the order given.
    """
    inside = [mark for mark in marks if mark.span.overlaps(span)]
    ends = {span.start, span.end, *(border for border in borders if span.start < border < span.end)}
    for mark in inside:
        ends.update((max(mark.span.start, span.start), min(mark.span.end, span.end)))
    segments = []
    open_marks: list[Mark] = []
    waiting = iter(inside)
    upcoming = next(waiting, None)
    ordered = sorted(ends)
    for start, end in pairwise(ordered):
        open_marks = [mark for mark in open_marks if mark.span.end > start]
        while upcoming is not None and upcoming.span.start <= start:
            if upcoming.span.end > start:
                open_marks.append(upcoming)
            upcoming = next(waiting, None)
        segments.append(Segment(Span(start, end), tuple(open_marks)))
    return segments
