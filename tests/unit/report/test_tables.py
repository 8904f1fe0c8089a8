from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.report.tables import cell, tables_markdown, target_table, type_name, vocabularies, write_tables
from pipeline.schema import SPAN, TABLES, columns


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (pa.string(), "string"),
        (pa.float32(), "float32"),
        (pa.date32(), "date32"),
        (pa.timestamp("s", "UTC"), "timestamp[s, tz=UTC]"),
        (pa.list_(pa.string()), "list<string>"),
        (pa.list_(SPAN), "list<struct<start: int32, end: int32>>"),
    ],
)
def test_type_name(kind: pa.DataType, expected: str):
    assert type_name(kind) == expected


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("statements", "statement_id", None),
        ("statements", "article_id", "articles"),
        ("statements", "parent_statement_id", "statements"),
        ("statement_speakers", "statement_id", "statements"),
        ("statement_speakers", "entity_id", "entities"),
        ("events", "place_entity_id", "entities"),
        ("events", "cluster_id", None),
        ("entities", "canonical_id", None),
        ("dates", "range_id", None),
        ("articles", "source_id", None),
    ],
)
def test_target_table(table: str, column: str, expected: str | None):
    assert target_table(table, column) == expected


def test_cell_keeps_a_table_whole():
    assert cell("a | b\n<c>") == "a \\| b &lt;c>"


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_row(table: str):
    section = tables_markdown().split(f"\n## {table}\n")[1].split("\n## ")[0]
    assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [c.name for c in columns(table)]


@pytest.mark.parametrize("words", list(vocabularies()), ids=lambda words: words.__name__)
def test_every_word_has_a_row(words):
    section = tables_markdown().split(f"\n### {words.__name__}\n")[1].split("\n### ")[0]
    assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(words)


def test_links_lead_somewhere():
    text = tables_markdown()
    targets = {line.lstrip("#").strip().lower() for line in text.splitlines() if line.startswith("#")}
    links = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert links
    assert links <= targets


def test_write_tables(tmp_path: Path):
    write_tables(tmp_path / "docs" / "tables.md")
    assert (tmp_path / "docs" / "tables.md").read_text(encoding="utf-8") == tables_markdown()
