"""The rows of a run as annotations, one an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa

from pipeline.quality.annotations import Annotation, Date, Entity, Event, Mention, Speaker, Statement
from pipeline.spans import Span
from pipeline.store import read_table
from pipeline.vocabulary import MentionForm, Role

COLUMNS: dict[str, list[str]] = {
    "articles": ["article_id", "source_path", "source_id", "outlet", "text", "sections"],
    "entities": ["entity_id", "article_id", "name", "label"],
    "mentions": ["article_id", "entity_id", "start", "end", "form"],
    "dates": ["article_id", "start", "end", "type", "value"],
    "statements": ["statement_id", "article_id", "parts", "kind", "cue_start", "cue_end", "act", "negated"],
    "statement_speakers": ["statement_id", "article_id", "start", "end", "form", "name"],
    "events": ["event_id", "article_id", "start", "end", "type", "polarity", "factuality", "is_main"],
    "event_participants": ["event_id", "article_id", "role", "start", "end"],
}
"""What the scores need of each table."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """What a run found in one article; `sections` are those of the table."""

    text: str
    annotation: Annotation
    outlet: str | None = None
    sections: tuple[Row, ...] = ()


def read_run(run: Path) -> dict[str, pa.Table]:
    """Reads the columns that the scores need of every table.

    Raises:
        OutputError: the folder holds no run, or one that cannot be read.
    """
    return {table: read_table(run, table, columns) for table, columns in COLUMNS.items()}


def build_found(tables: Mapping[str, pa.Table]) -> dict[str, list[FoundArticle]]:
    """Puts the rows of each article together.

    Args:
        tables: as `read_run` gives them.

    Returns:
        The articles by each of their keys, see `article_keys`. A key that several articles share has them all.
    """
    rows = {table: _rows_by_article(tables[table]) for table in COLUMNS if table != "articles"}
    found: dict[str, list[FoundArticle]] = defaultdict(list)
    for article in tables["articles"].to_pylist():
        mine = {table: by_article.get(article["article_id"], []) for table, by_article in rows.items()}
        annotation = build_annotation(mine)
        for key in article_keys(article):
            found[key].append(FoundArticle(article["text"], annotation, article["outlet"], tuple(article["sections"])))
    return dict(found)


def build_annotation(rows: Mapping[str, list[Row]]) -> Annotation:
    """The annotation of one article from its rows.

    Args:
        rows: the article's rows in every table of `COLUMNS` but `articles`, with those columns.
    """
    return Annotation(
        statements=_statements(rows["statements"], rows["statement_speakers"]),
        dates=tuple(Date(span=Span(r["start"], r["end"]), type=r["type"], value=r["value"]) for r in rows["dates"]),
        entities=_entities(rows["entities"], rows["mentions"]),
        events=_events(rows["events"], rows["event_participants"]),
    )


def article_keys(article: Row) -> list[str]:
    """What gold may call an article: the source's own id, the stem of the path of a text file, its `article_id`."""
    path = PurePosixPath(article["source_path"])
    keys = [article["source_id"], path.stem if path.suffix == ".txt" else None, article["article_id"]]
    return [key for key in dict.fromkeys(keys) if key is not None]


def _rows_by_article(table: pa.Table) -> dict[str, list[Row]]:
    return _group(table.to_pylist(), "article_id")


def _group(rows: list[Row], column: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def _span(row: Row, start: str = "start", end: str = "end") -> Span | None:
    return None if row[start] is None else Span(row[start], row[end])


def _statements(rows: list[Row], speakers: list[Row]) -> tuple[Statement, ...]:
    by_statement = _group(speakers, "statement_id")
    return tuple(
        Statement(
            parts=tuple(Span(part["start"], part["end"]) for part in row["parts"]),
            kind=row["kind"],
            cue=_span(row, "cue_start", "cue_end"),
            act=row["act"],
            negated=row["negated"],
            speakers=tuple(
                Speaker(span=_span(speaker), form=speaker["form"], name=speaker["name"])
                for speaker in by_statement.get(row["statement_id"], [])
            ),
        )
        for row in rows
    )


def _entities(rows: list[Row], mentions: list[Row]) -> tuple[Entity, ...]:
    by_entity = _group(mentions, "entity_id")
    entities = []
    for row in rows:
        mine = [(Span(mention["start"], mention["end"]), mention["form"]) for mention in by_entity.get(row["entity_id"], [])]
        entities.append(
            Entity(
                name=row["name"],
                label=row["label"],
                mentions=tuple(span for span, form in mine if form == MentionForm.NAME),
                others=tuple(Mention(span=span, form=form) for span, form in mine if form != MentionForm.NAME),
            )
        )
    return tuple(entities)


def _events(rows: list[Row], participants: list[Row]) -> tuple[Event, ...]:
    by_event = _group(participants, "event_id")
    events = []
    for row in rows:
        roles: dict[Role, tuple[Span, ...]] = {}
        for other in by_event.get(row["event_id"], []):
            role = Role(other["role"])
            roles[role] = (*roles.get(role, ()), Span(other["start"], other["end"]))
        events.append(
            Event(
                span=Span(row["start"], row["end"]),
                type=row["type"],
                factuality=row["factuality"],
                polarity=row["polarity"],
                participants=roles,
                is_main=row["is_main"],
            )
        )
    return tuple(events)
