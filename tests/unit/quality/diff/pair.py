"""Two runs on the small story, the second of which a test spoils."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.ids import row_id
from pipeline.markup.article_rows import ArticleRows, group_articles
from pipeline.quality.diff.changes import Change, compare_article
from pipeline.schema import TABLES
from tests.unit.quality.story import Row, Tables, arrow_tables, perfect_rows

KEYS = {"dates": "date_id", "mentions": "mention_id", "events": "event_id", "statements": "statement_id"}


def story_rows() -> Tables:
    """The rows of the story with ids that follow from their spans, and links between them, as a run has them."""
    rows = perfect_rows()
    for statement in rows["statements"]:
        statement |= {"start": statement["parts"][0]["start"], "end": statement["parts"][-1]["end"], "text": "x"}
    places = {row["entity_id"]: row["start"] for row in reversed(rows["mentions"])}
    for entity in rows["entities"]:
        entity |= {"start": places[entity["entity_id"]], "canonical_id": entity["name"]}
    for number, speaker in enumerate(rows["statement_speakers"]):
        speaker |= {"position": 0, "entity_id": f"e{number}"}
    renamed = {}
    for table, key in KEYS.items():
        for row in rows[table]:
            new = row_id("a", table, row["start"], row["end"])
            renamed[row.get(key)] = row[key] = new
            if table == "events":
                row |= {"lemma": row["text"], "cluster_id": f"c-{new}", "is_main": False}
    for row in [*rows["statement_speakers"], *rows["event_participants"]]:
        for key in ("statement_id", "event_id"):
            if key in row:
                row[key] = renamed[row[key]]
    return rows


def grouped(rows: Tables) -> ArticleRows:
    """The one article of some rows."""
    (article,) = group_articles(arrow_tables(rows))
    return article


def changes(new: Tables, old: Tables | None = None, **options: Any) -> list[Change]:
    """What became of the story."""
    return compare_article(grouped(old or story_rows()), grouped(new), **options).changes


def told(found: list[Change]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Changes as a test compares them."""
    return [(change.table, str(change.kind), change.columns) for change in found]


def copies(rows: Tables, *names: str) -> list[Tables]:
    """The same article under several ids, each of another record."""
    made = []
    for number, name in enumerate(names):
        article = copy.deepcopy(rows)
        for table in TABLES:
            for row in article[table]:
                row["article_id"] = name
        article["articles"][0] |= {"source_record": number, "source_path": "wire.jsonl"}
        made.append(article)
    return made


def write_parts(folder: Path, *parts: list[Tables]) -> Path:
    """Writes a run whose parts hold these articles."""
    for number, articles in enumerate(parts):
        together: dict[str, list[Row]] = {table: [row for rows in articles for row in rows[table]] for table in TABLES}
        for table, arrow in arrow_tables(together).items():
            (folder / table).mkdir(parents=True, exist_ok=True)
            pq.write_table(arrow, folder / table / f"part-{number:05d}.parquet")
    return folder
