"""The articles of the gold, extracted now, are held to the committed floors."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.quality import evaluate, run_gate
from pipeline.quality.gold import read_gold
from pipeline.quality.summary import text_lines
from pipeline.vocabulary import Role, StatementKind
from tests.conftest import Extract
from tests.runs import SAMPLES

HERE = Path(__file__).parent
GOLD = HERE / "gold.jsonl"
FLOORS = HERE / "floors.json"
ARTICLES = HERE / "articles"
"""Articles of the gold that are no samples."""


@pytest.fixture(scope="module")
def gold_run(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("gold") / "out"
    extract_here([SAMPLES, ARTICLES], out)
    return out


def test_no_figure_falls_below_its_floor(gold_run: Path):
    result = run_gate(GOLD, gold_run, FLOORS)
    assert result.exit_code == 0, "\n".join(text_lines(result))


def test_every_article_of_the_gold_is_extracted(gold_run: Path):
    assert evaluate(gold_run, GOLD).absent == []


def test_the_gold_has_every_layer():
    annotations = [article.annotation for article in read_gold(GOLD).articles]
    kinds = {statement.kind for annotation in annotations for statement in annotation.statements}
    roles = {role for annotation in annotations for event in annotation.events for role in event.participants}
    assert kinds == set(StatementKind)
    assert {Role.ACTOR, Role.RECIPIENT, Role.PLACE} <= roles
    assert all(annotation.entities for annotation in annotations)
    assert any(annotation.dates for annotation in annotations)
