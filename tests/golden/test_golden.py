"""The golden articles give the rows that are committed, and between them every word of every vocabulary."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import pytest

from pipeline.schema import TABLES, columns
from pipeline.store import read_table
from tests.conftest import Extract
from tests.golden.regenerate import RARE, SAMPLES, difference, golden_texts, read_golden

SHOWN = 60
"""Lines of a difference that a failure shows."""

MISSING: dict[StrEnum, str] = {}
"""Words that no golden article gives, each with the reason. Nothing else may be missing."""


@pytest.fixture(scope="module")
def run(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("golden") / "out"
    extract_here([SAMPLES, RARE], out)
    return out


def test_the_articles_give_the_golden_rows(run: Path):
    lines = difference(read_golden(), golden_texts(run))
    more = [f"… and {len(lines) - SHOWN} more lines"] if len(lines) > SHOWN else []
    message = [
        "The rows of the golden articles are not those of tests/golden/rows/.",
        "If that is wanted, write them again with: make golden",
    ]
    assert not lines, "\n".join([*message, *lines[:SHOWN], *more])


@pytest.mark.parametrize("name", sorted(read_golden()))
def test_a_golden_file_is_json_with_every_layer(name: str):
    layers = json.loads(read_golden()[name])
    assert [layer for layer in ("article", "sections", "entities", "dates", "statements", "events") if not layers[layer]] == []


VOCABULARIES = sorted({column.vocabulary for table in TABLES for column in columns(table) if column.vocabulary}, key=str)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_every_word_occurs_in_a_golden_article(vocabulary: type[StrEnum], run: Path):
    holding = [(table, column.name) for table in TABLES for column in columns(table) if column.vocabulary is vocabulary]
    found = {word for table, column in holding for word in read_table(run, table, [column])[column].to_pylist()}
    assert set(vocabulary) - found == {word for word in MISSING if isinstance(word, vocabulary)}
