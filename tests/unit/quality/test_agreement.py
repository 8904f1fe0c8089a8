from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import GoldError
from pipeline.quality.agreement import Agreement, agreement_lines, kappa, measure_agreement
from tests.unit.quality.story import Row, gold_article, span, write_gold


@pytest.fixture
def compare(tmp_path: Path) -> Callable[..., Agreement]:
    def run(second: Row, first: Row | None = None) -> Agreement:
        one = write_gold(tmp_path / "one.jsonl", first or gold_article())
        return measure_agreement(one, write_gold(tmp_path / "two.jsonl", second))

    return run


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15, 0.4),
        ([(None, None), ("b", None)], 0.0),
        ([("a", "a"), ("a", "a")], None),
        ([], None),
    ],
)
def test_kappa(pairs: list[tuple[object, object]], expected: float | None):
    assert kappa(pairs) == (None if expected is None else pytest.approx(expected))


def test_one_annotation_agrees_with_itself(compare):
    agreement = compare(gold_article())
    assert agreement.articles == ["bridge"]
    assert agreement.differences == []
    assert {score.value for score in agreement.scores.values()} == {100.0, None}
    assert agreement.kappas["events.factuality"] == 1.0
    assert agreement.kappas["events.polarity"] is None


def test_what_only_one_has_is_told(compare):
    second = gold_article()
    second["dates"].pop()
    second["events"][0]["type"] = None
    agreement = compare(second)
    assert agreement.scores["dates.strict"].value == pytest.approx(100 * 2 / 3)
    assert agreement.scores["events.type"].value == 50.0
    lines = agreement_lines(agreement, with_rows=True)
    assert lines[0] == "articles in both: 1"
    assert "only first   dates  bridge 145-148  'May' (XXXX-05)" in lines
    assert "differ       events.type  bridge 9-17  'resigned' (first END_POSITION, second nothing)" in lines
    assert len(agreement_lines(agreement)) == len(lines) - 2


def test_sides_may_change_places(compare):
    other = gold_article()
    other["entities"].pop()
    other["statements"].pop(0)
    there, back = compare(other), compare(gold_article(), first=other)
    for metric in ("entities.mentions", "statements.content", "events.trigger"):
        assert there.scores[metric].value == back.scores[metric].value


def test_words_that_only_the_second_quotes_count(compare):
    second = gold_article()
    second["statements"][1]["parts"] = [span("Tom Reed denied that the bridge had been unsafe. Moss will leave Linz in May")]
    agreement = compare(second)
    assert agreement.scores["statements.exact"].value == 50.0


def test_only_shared_articles_are_compared(tmp_path: Path):
    another = {**gold_article(), "id": "tower"}
    one = write_gold(tmp_path / "one.jsonl", gold_article(), another)
    two = write_gold(tmp_path / "two.jsonl", another)
    assert measure_agreement(one, two).articles == ["tower"]


def test_no_shared_article_is_an_error(tmp_path: Path):
    one = write_gold(tmp_path / "one.jsonl", gold_article())
    two = write_gold(tmp_path / "two.jsonl", {**gold_article(), "id": "tower"})
    with pytest.raises(GoldError, match="share no article"):
        measure_agreement(one, two)


def test_another_text_is_an_error(compare):
    second = gold_article()
    second["dates"][0]["text"] = "Sunday"
    with pytest.raises(GoldError, match="quote different words at 21: is it the same text"):
        compare(second)
