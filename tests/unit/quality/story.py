"""One small story, its gold and its rows, so that a score is tested without a run."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schema import TABLES, arrow_schema

TEXT = (
    "Ada Moss resigned on Monday.\n\n"
    "“We failed,” she said, “and we know it.”\n\n"
    "Tom Reed denied that the bridge had been unsafe. Moss will leave Linz in May."
)

_DEFAULTS: dict[str, Any] = {"string": "x", "int32": 0, "int64": 0, "bool": False}

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def span(words: str, nth: int = 0) -> Row:
    """Start, end and text of the nth place where the words stand in the story."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def gold_article() -> Row:
    """The whole gold of the story, as a JSON object."""
    speaker = {"form": "pronoun", "name": "Ada Moss", **span("she")}
    return copy.deepcopy(
        {
            "id": "bridge",
            "path": "bridge.txt",
            "record": 0,
            "published_at": None,
            "statements": [
                {
                    "parts": [span("We failed"), span("and we know it")],
                    "kind": "direct",
                    "cue": span("said"),
                    "act": "say",
                    "negated": False,
                    "speakers": [speaker],
                },
                {
                    "parts": [span("that the bridge had been unsafe")],
                    "kind": "indirect",
                    "cue": span("denied"),
                    "act": "deny",
                    "negated": False,
                    "speakers": [{"form": "name", "name": "Tom Reed", **span("Tom Reed")}],
                },
            ],
            "dates": [
                {"type": "DATE", "value": "XXXX-WXX-1", **span("Monday")},
                {"type": "DATE", "value": "XXXX-05", **span("May")},
            ],
            "entities": [
                {"name": "Ada Moss", "label": "PERSON", "mentions": [span("Ada Moss"), span("Moss", 1)]},
                {"name": "Tom Reed", "label": "PERSON", "mentions": [span("Tom Reed")]},
                {"name": "Linz", "label": "GPE", "mentions": [span("Linz")]},
            ],
            "events": [
                {
                    "type": "END_POSITION",
                    "actor": span("Ada Moss"),
                    "recipient": None,
                    "place": None,
                    "factuality": "actual",
                    "polarity": "positive",
                    **span("resigned"),
                },
                {
                    "type": None,
                    "actor": span("Moss", 1),
                    "recipient": None,
                    "place": span("Linz"),
                    "factuality": "future",
                    "polarity": "positive",
                    **span("leave"),
                },
            ],
        }
    )


def perfect_rows() -> Tables:
    """Rows that agree with the gold in everything; a test spoils what it is about."""
    gold = gold_article()
    rows: Tables = {table: [] for table in TABLES}
    rows["articles"] = [{"source_path": "in/bridge.txt", "text": TEXT}]
    rows["dates"] = gold["dates"]
    for number, entity in enumerate(gold["entities"]):
        rows["entities"].append({"entity_id": f"e{number}", "name": entity["name"], "label": entity["label"]})
        rows["mentions"] += [{"entity_id": f"e{number}", "form": "name", **mention} for mention in entity["mentions"]]
    for number, statement in enumerate(gold["statements"]):
        parts = [{"start": part["start"], "end": part["end"]} for part in statement["parts"]]
        cue = {"cue_start": statement["cue"]["start"], "cue_end": statement["cue"]["end"]}
        same = {key: statement[key] for key in ("kind", "act", "negated")}
        rows["statements"].append({"statement_id": f"s{number}", "parts": parts, **cue, **same})
        rows["statement_speakers"] += [{"statement_id": f"s{number}", **speaker} for speaker in statement["speakers"]]
    for number, event in enumerate(gold["events"]):
        rows["events"].append({"event_id": f"v{number}", **event})
        for role in ("actor", "recipient", "place"):
            if event[role]:
                rows["event_participants"].append({"event_id": f"v{number}", "role": role, **event[role]})
    return rows


def arrow_tables(rows: Mapping[str, list[Row]]) -> dict[str, pa.Table]:
    """The rows as whole tables of the schema; a column that may not be null and is not given has some value."""
    tables = {}
    for table, records in rows.items():
        schema = arrow_schema(table)
        filled = {field.name: None if field.nullable else _DEFAULTS.get(str(field.type), []) for field in schema}
        known = [{key: value for key, value in record.items() if key in schema.names} for record in records]
        tables[table] = pa.Table.from_pylist([{**filled, "article_id": "a", **record} for record in known], schema=schema)
    return tables


def write_run(folder: Path, rows: Mapping[str, list[Row]]) -> Path:
    """Writes the rows as a run's output folder."""
    for table, arrow in arrow_tables(rows).items():
        (folder / table).mkdir(parents=True, exist_ok=True)
        pq.write_table(arrow, folder / table / "part-00000.parquet")
    return folder


def write_gold(file: Path, *articles: Row) -> Path:
    """Writes gold articles as JSON Lines."""
    file.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf-8")
    return file
