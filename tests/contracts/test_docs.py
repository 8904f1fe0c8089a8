"""The generated documents are fresh, and say something of every column and every word."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pytest

from pipeline.quality.scores import FaultKind
from pipeline.report.formats import formats_markdown
from pipeline.report.tables import tables_markdown, vocabularies
from pipeline.schema import TABLES, columns
from pipeline.vocabulary import definitions

TABLES_FILE = Path(__file__).parents[2] / "docs" / "tables.md"
VOCABULARIES = [*vocabularies(), FaultKind]


def test_tables_are_fresh():
    written = TABLES_FILE.read_text(encoding="utf-8")
    assert written == tables_markdown(), "docs/tables.md is stale; run: python -m pipeline.report.tables docs/tables.md"


def test_formats_are_fresh():
    written = TABLES_FILE.with_name("formats.md").read_text(encoding="utf-8")
    assert written == formats_markdown(), "docs/formats.md is stale; run: onrecord docs docs"


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda words: words.__name__)
def test_every_word_is_defined(vocabulary: type[StrEnum]):
    meaning = definitions(vocabulary)
    assert [word for word in vocabulary if not meaning.get(word, "").strip().endswith(".")] == []


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda words: words.__name__)
def test_no_two_words_are_defined_alike(vocabulary: type[StrEnum]):
    meaning = list(definitions(vocabulary).values())
    assert len(set(meaning)) == len(meaning)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_described(table: str):
    assert [column.name for column in columns(table) if not column.doc.strip().endswith(".")] == []


def test_every_vocabulary_of_a_column_is_in_the_document():
    used = {column.vocabulary for table in TABLES for column in columns(table) if column.vocabulary}
    assert used <= set(vocabularies())
