from __future__ import annotations

import pytest

from pipeline.quality.bootstrap import _draws, scores_with_intervals
from pipeline.quality.scores import Count, Counts, Measure, Score


def shares(*rights: int, n: int = 10) -> list[Counts]:
    return [{"x": Count(Measure.SHARE, right, n, right, n)} for right in rights]


def test_the_value_lies_within_its_interval():
    score = scores_with_intervals(shares(3, 5, 7, 9, 4, 6))["x"]
    assert score.value == pytest.approx(100 * 34 / 60)
    assert score.low is not None
    assert score.high is not None
    assert 30 <= score.low < score.value < score.high <= 90


def test_equal_articles_leave_no_doubt():
    assert scores_with_intervals(shares(5, 5, 5))["x"] == Score(50.0, 30, None, None, 50.0, 50.0)


def test_more_articles_of_the_same_kind_narrow_it():
    few, many = (scores_with_intervals(shares(2, 8, 4, 6) * times)["x"] for times in (1, 10))
    assert many.high - many.low < (few.high - few.low) / 2  # type: ignore[operator]


def test_it_is_about_as_wide_as_theory_says():
    """40 articles of ten items, half of them all right and half all wrong: 1.96 × 50 / √40 to each side."""
    score = scores_with_intervals(shares(*[0, 10] * 20))["x"]
    assert (score.low, score.high) == (pytest.approx(50 - 15.5, abs=2), pytest.approx(50 + 15.5, abs=2))


@pytest.mark.parametrize("articles", [shares(5), [*shares(5), {}], [*shares(5), {"x": Count(Measure.SHARE)}]])
def test_one_article_has_no_interval(articles: list[Counts]):
    assert scores_with_intervals(articles)["x"] == Score(50.0, 10)


def test_draws_without_gold_do_not_count():
    articles = [{"x": Count(Measure.F1, 0, 3, 0, 0)}, *({"x": Count(Measure.F1, 1, 1, 1, 1)} for _ in range(2))]
    score = scores_with_intervals(articles)["x"]
    assert score.value == pytest.approx(100 * 2 * 0.4 / 1.4)
    assert score.high == 100.0
    assert score.low is not None
    assert score.low > 0


def test_the_draws_are_the_same_on_every_machine():
    drawn = _draws(5)
    assert drawn.shape == (1000, 5)
    assert set(drawn.sum(axis=1)) == {5.0}
    assert drawn[:3].astype(int).tolist() == [[2, 1, 0, 1, 1], [0, 2, 1, 1, 1], [2, 0, 2, 0, 1]]
