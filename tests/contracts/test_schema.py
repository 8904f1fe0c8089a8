"""A table may only change together with the version of the schema."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.schema import SCHEMA_VERSION, TABLES, arrow_schema, columns, fingerprint

FINGERPRINTS = {
    1: "2a198fcceb700715",
    2: "569f9eff723e28be",
}
"""The fingerprint of every version so far. A released version's line is never edited."""


def test_fingerprint_is_that_of_the_version():
    assert FINGERPRINTS.get(SCHEMA_VERSION) == fingerprint(), (
        "The tables have changed. Raise SCHEMA_VERSION in pipeline/schema.py, add the line "
        f'"{max(FINGERPRINTS) + 1}: {fingerprint()!r}" to FINGERPRINTS in this file, and write the docs anew with: '
        "python -m pipeline.report.tables docs/tables.md"
    )


def test_versions_have_no_gap_and_no_twin():
    assert sorted(FINGERPRINTS) == list(range(1, SCHEMA_VERSION + 1))
    assert len(set(FINGERPRINTS.values())) == len(FINGERPRINTS)


@pytest.mark.parametrize("table", TABLES)
def test_closed_vocabularies_are_strings(table: str):
    assert all(column.type == pa.string() for column in columns(table) if column.vocabulary)


@pytest.mark.parametrize("table", TABLES)
def test_offsets_are_32_bit(table: str):
    offsets = [field for field in arrow_schema(table) if field.name.rpartition("_")[2] in ("start", "end")]
    assert all(field.type == pa.int32() for field in offsets)


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_its_article(table: str):
    assert arrow_schema(table).field("article_id").nullable is False


def test_spans_come_in_pairs():
    alone = [
        (table, column.name)
        for table in TABLES
        for column in columns(table)
        if column.name.endswith("end") and column.name.removesuffix("end") + "start" not in arrow_schema(table).names
    ]
    assert alone == []
