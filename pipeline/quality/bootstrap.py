"""Intervals of figures, by drawing articles with replacement.

The percentile bootstrap (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13), with the article as the
unit, since the rows of one article are not independent; Koehn (2004, "Statistical significance tests for machine translation
evaluation", EMNLP) draws whole documents for the same reason. It says what other articles of the same kind would give, not
what another kind would. With some dozens of articles the intervals are a little too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np

from pipeline.quality.scores import Counts, Measure, Score, add_counts

DRAWS = 1000
"""Times that the articles are drawn: the ends of the interval then rest on 25 draws each."""

SEED = 8
"""Of the draws; any other would do, but it must stay for figures to stay."""

LEVEL = 95.0
"""Per cent of the draws that lie within the interval."""


def scores_with_intervals(articles: Sequence[Counts]) -> dict[str, Score]:
    """The figures of some articles, each with its interval.

    Args:
        articles: the counts of each.

    Returns:
        The figures by name, in the order of the names. One that rests on fewer than two articles has no interval.
    """
    return {metric: _with_interval(count.score(), metric, articles) for metric, count in add_counts(articles).items()}


def _with_interval(score: Score, metric: str, articles: Sequence[Counts]) -> Score:
    having = [counts[metric] for counts in articles if metric in counts]
    if score.value is None or sum(1 for count in having if count.gold) < 2:
        return score
    sums = np.array([count.sums for count in having])
    values = _values(_draws(len(having)) @ sums, having[0].measure)
    low, high = np.nanpercentile(values, [(100 - LEVEL) / 2, (100 + LEVEL) / 2])
    return score._replace(low=float(low), high=float(high))


@lru_cache(maxsize=64)
def _draws(n: int) -> Any:
    """How often each of n articles is in each draw, as an array of DRAWS rows.

    Python's own generator, whose sequence for a seed is promised to stay; numpy's is not.
    """
    random = Random(SEED)
    drawn = np.array([int(random.random() * n) for _ in range(DRAWS * n)]).reshape(DRAWS, n)
    return np.stack([np.bincount(row, minlength=n) for row in drawn]).astype(float)


def _values(sums: Any, measure: Measure) -> Any:
    """The figure of each draw, in per cent; not a number where the draw has no item of the gold."""
    right_found, found, right_gold, gold = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        recall = right_gold / gold
        if measure is Measure.SHARE:
            return 100 * recall
        precision = np.where(found > 0, right_found / found, 0.0)
        total = precision + recall
        return 100 * np.where(total == 0, 0.0, 2 * precision * recall / total)
