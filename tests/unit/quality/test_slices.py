from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.quality.evaluation import Evaluation, evaluate_tables
from pipeline.quality.gold import read_gold
from pipeline.quality.slices import DIMENSIONS, LONGEST, NO_OUTLET, NO_TYPE, Slice, article_slices
from tests.unit.quality.story import TEXT, Row, Tables, arrow_tables, gold_article, perfect_rows, span, write_gold


def evaluated(folder: Path, rows: Tables, *articles: Row) -> Evaluation:
    gold = read_gold(write_gold(folder / "gold.jsonl", *(articles or (gold_article(),))))
    return evaluate_tables(gold, arrow_tables(rows))


@pytest.fixture
def rows() -> Tables:
    rows = perfect_rows()
    edge = TEXT.index("\n\n")
    sections = [{"kind": "lead", "start": 0, "end": edge}, {"kind": "body", "start": edge + 2, "end": len(TEXT)}]
    rows["articles"][0] |= {"outlet": "Linz Post", "sections": sections}
    return rows


def named(evaluation: Evaluation, dimension: str) -> list[str]:
    return [part.name for part in evaluation.slices if part.dimension == dimension]


def test_perfect_rows_are_right_in_every_slice(rows: Tables, tmp_path: Path):
    evaluation = evaluated(tmp_path, rows)
    assert {score.value for scores in evaluation.slices.values() for score in scores.values()} == {100.0}
    assert {dimension: named(evaluation, dimension) for dimension in DIMENSIONS} == {
        "outlet": ["Linz Post"],
        "length": ["under 300 words"],
        "section": ["body", "lead"],
        "statement kind": ["direct", "indirect"],
        "event type": ["END_POSITION", NO_TYPE],
        "factuality": ["actual", "future"],
    }


def test_the_slices_of_a_dimension_hold_every_item_once(rows: Tables, tmp_path: Path):
    evaluation = evaluated(tmp_path, rows)
    for dimension, metric in (("section", "dates.value"), ("section", "entities.mentions"), ("statement kind", "speakers")):
        parts = [evaluation.slices[Slice(dimension, name)] for name in named(evaluation, dimension)]
        assert sum(scores[metric].n for scores in parts if metric in scores) == evaluation.scores[metric].n > 0


def test_a_wrong_value_counts_where_the_gold_has_it(rows: Tables, tmp_path: Path):
    rows["statements"][1]["kind"] = "mixed"
    rows["events"][0]["factuality"] = "alleged"
    evaluation = evaluated(tmp_path, rows)
    assert named(evaluation, "statement kind") == ["direct", "indirect"]
    assert evaluation.slices[Slice("statement kind", "indirect")]["statements.content"].value == 100.0
    assert named(evaluation, "factuality") == ["actual", "future"]
    assert evaluation.slices[Slice("factuality", "actual")]["events.factuality"].value == 0.0


def test_what_matches_nothing_counts_by_its_own_value(rows: Tables, tmp_path: Path):
    rows["events"].append(
        {"event_id": "v9", "type": "END_POSITION", "factuality": "actual", "polarity": "positive", **span("know")}
    )
    evaluation = evaluated(tmp_path, rows)
    assert evaluation.slices[Slice("event type", "END_POSITION")]["events.trigger"][2:4] == (50.0, 100.0)
    assert evaluation.slices[Slice("event type", NO_TYPE)]["events.trigger"].value == 100.0


def test_a_row_is_of_the_section_where_it_begins(rows: Tables, tmp_path: Path):
    rows["dates"][0]["value"] = "2024-W01-1"  # Monday, in the lead
    evaluation = evaluated(tmp_path, rows)
    assert evaluation.slices[Slice("section", "lead")]["dates.value"].value == 0.0
    assert evaluation.slices[Slice("section", "body")]["dates.value"].value == 100.0


def test_an_article_that_the_run_lacks_is_in_no_slice(rows: Tables, tmp_path: Path):
    evaluation = evaluated(tmp_path, rows, gold_article(), gold_article() | {"id": "lost"})
    assert evaluation.absent == ["lost"]
    assert evaluation.slices[Slice("outlet", "Linz Post")]["dates.value"].n == 2
    assert evaluation.scores["dates.value"].n == 4


def test_slices_have_intervals_from_two_articles_on(rows: Tables, tmp_path: Path):
    first = rows["articles"][0]
    for other in ("b", "c"):
        for table in rows:
            rows[table] += [{**row, "article_id": other} for row in rows[table] if "article_id" not in row]
        rows["articles"][-1] |= {"source_path": f"in/{other}.txt", "outlet": "Graz Post"}
    assert first["outlet"] == "Linz Post"
    evaluation = evaluated(tmp_path, rows, *(gold_article() | {"id": each} for each in ("bridge", "b", "c")))
    assert evaluation.n_articles == 3
    assert evaluation.slices[Slice("outlet", "Linz Post")]["dates.value"].low is None
    assert evaluation.slices[Slice("outlet", "Graz Post")]["dates.value"].low == 100.0


@pytest.mark.parametrize(
    ("n_words", "expected"), [(299, "under 300 words"), (300, "300 to 599 words"), (599, "300 to 599 words"), (600, LONGEST)]
)
def test_lengths(n_words: int, expected: str):
    assert article_slices(None, "word\n" * n_words) == [Slice("outlet", NO_OUTLET), Slice("length", expected)]
