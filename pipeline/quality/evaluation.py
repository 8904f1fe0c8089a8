"""Scores a run against gold, all layers at once, whole and in slices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from pipeline.errors import GoldError
from pipeline.quality.annotations import Annotation
from pipeline.quality.bootstrap import scores_with_intervals
from pipeline.quality.dates import score_dates
from pipeline.quality.entities import score_entities
from pipeline.quality.events import score_events
from pipeline.quality.found import FoundArticle, build_found, read_run
from pipeline.quality.gold import Gold, GoldArticle, read_gold
from pipeline.quality.scores import Counts, Fault, Page, Score, Scorecard
from pipeline.quality.slices import DIMENSIONS, Sides, Slice, article_slices, item_slices
from pipeline.quality.statements import score_statements


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a run does on gold.

    Attributes:
        scores: figures by name, in the order of the names.
        faults: the rows that cost points, by article in the order of the gold.
        absent: articles of the gold that the run does not hold; all their rows count as missed.
        gold_sha256: hash of the gold file.
        slices: figures of each slice, by dimension in the order of `DIMENSIONS`, then by name.
        n_articles: in the gold.
    """

    scores: dict[str, Score]
    faults: list[Fault]
    absent: list[str]
    gold_sha256: str
    slices: dict[Slice, dict[str, Score]] = field(default_factory=dict)
    n_articles: int = 0


def evaluate(run_folder: Path, gold_file: Path) -> Evaluation:
    """Scores the tables of a run against a gold file.

    Args:
        run_folder: the output folder of a run.
        gold_file: JSON Lines as `gold.py` describes them.

    Raises:
        GoldError: the gold cannot be read, or does not belong to the run's articles.
        OutputError: the folder holds no run, or one that cannot be read.
    """
    gold = read_gold(gold_file)
    return evaluate_tables(gold, read_run(run_folder))


def evaluate_tables(gold: Gold, tables: Mapping[str, pa.Table]) -> Evaluation:
    """Scores tables that are in memory; see `evaluate`."""
    found = build_found(tables)
    counts: list[Counts] = []
    sliced: dict[Slice, list[Counts]] = defaultdict(list)
    faults: list[Fault] = []
    absent = []
    for article in gold.articles:
        mine = _find_article(article, found)
        if mine is None:
            absent.append(article.id)
            mine = FoundArticle(article.sketch(), Annotation())
        sides = Sides(article.annotation, mine.annotation)
        card = _score(article.id, mine.text, sides)
        counts.append(card.counts)
        faults += card.faults
        if article.id not in absent:
            for part in article_slices(mine.outlet, mine.text):
                sliced[part].append(_only_figures(part, card))
            for part, its_sides in item_slices(mine.text, mine.sections, sides):
                sliced[part].append(_only_figures(part, _score(article.id, mine.text, its_sides)))
    if len(absent) == len(gold.articles):
        raise GoldError("the run holds none of the gold's articles")
    return Evaluation(
        scores_with_intervals(counts), faults, absent, gold.sha256, _slice_scores(sliced), n_articles=len(gold.articles)
    )


def _find_article(gold: GoldArticle, found: Mapping[str, list[FoundArticle]]) -> FoundArticle | None:
    candidates = found.get(gold.id, [])
    if len(candidates) > 1:
        raise GoldError(f"the run holds {len(candidates)} articles with the id {gold.id!r}; give each its own")
    if not candidates:
        return None
    gold.check_text(candidates[0].text)
    return candidates[0]


def _score(article: str, text: str, sides: Sides) -> Scorecard:
    card = Scorecard()
    page = Page(card, article, text)
    for score in (score_statements, score_dates, score_entities, score_events):
        score(page, *sides)
    return card


def _only_figures(part: Slice, card: Scorecard) -> Counts:
    return {metric: card.counts[metric] for metric in DIMENSIONS[part.dimension] if metric in card.counts}


def _slice_scores(sliced: Mapping[Slice, list[Counts]]) -> dict[Slice, dict[str, Score]]:
    """The figures of each slice that have something to measure; a slice without any is left out."""
    order = list(DIMENSIONS)
    scores = {}
    for part in sorted(sliced, key=lambda each: (order.index(each.dimension), each.name)):
        measured = {metric: score for metric, score in scores_with_intervals(sliced[part]).items() if score.value is not None}
        if measured:
            scores[part] = measured
    return scores
