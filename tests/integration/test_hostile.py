"""Hostile texts through the whole command: no crash, no hang, every record accounted for, and every offset right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.schema import TABLES
from tests.hostile import TEXTS
from tests.runs import command, quarantine, read_tables

DEADLINE = 30
"""Seconds that one text may take; the slowest takes three on a machine that does nothing else."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run over all texts."""
    folder = tmp_path_factory.mktemp("hostile")
    records = [{"id": name, "text": text} for name, text in TEXTS.items()]
    (folder / "in.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    done = command(
        "extract", folder / "in.jsonl", "--out", folder / "out", "--workers", "2", "--article-timeout", str(DEADLINE), "--quiet"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder / "out"


def test_every_record_is_an_article_or_a_fault(run: Path) -> None:
    n_articles = len(read_tables(run)["articles"])
    assert len(TEXTS) >= 60
    assert n_articles + len(quarantine(run)) == len(TEXTS)


def test_only_stated_limits_refuse_a_text(run: Path) -> None:
    assert {row["reason"] for row in quarantine(run)} <= {"language", "long_word"}


def test_the_text_is_the_text_received(run: Path) -> None:
    for row in read_tables(run)["articles"].to_pylist():
        assert row["text"] == TEXTS[row["source_id"]]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_span_lies_in_its_text(table: str, run: Path) -> None:
    tables = read_tables(run)
    texts = {row["article_id"]: row["text"] for row in tables["articles"].to_pylist()}
    rows = tables[table].to_pylist()
    for row in rows:
        if row.get("start") is None or "end" not in row:
            continue
        assert 0 <= row["start"] < row["end"] <= len(texts[row["article_id"]])
        if row.get("text") is not None:
            assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
