"""Scores a run against gold, all layers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipeline.errors import GoldError
from pipeline.quality.annotations import Annotation
from pipeline.quality.dates import score_dates
from pipeline.quality.entities import score_entities
from pipeline.quality.events import score_events
from pipeline.quality.found import FoundArticle, build_found, read_run
from pipeline.quality.gold import Gold, GoldArticle, read_gold
from pipeline.quality.scores import Fault, Page, Score, Scorecard
from pipeline.quality.statements import score_statements


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a run does on gold.

    Attributes:
        scores: figures by name, in the order of the names.
        faults: the rows that cost points, by article in the order of the gold.
        absent: articles of the gold that the run does not hold; all their rows count as missed.
        gold_sha256: hash of the gold file.
    """

    scores: dict[str, Score]
    faults: list[Fault]
    absent: list[str]
    gold_sha256: str


def evaluate(run_folder: Path, gold_file: Path) -> Evaluation:
    """Scores the tables of a run against a gold file.

    Args:
        run_folder: the output folder of a run.
        gold_file: JSON Lines as `gold.py` describes them.

    Raises:
        GoldError: the gold cannot be read, or does not belong to the run's articles.
        OutputError: the folder holds no run.
    """
    gold = read_gold(gold_file)
    return evaluate_tables(gold, read_run(run_folder))


def evaluate_tables(gold: Gold, tables: Mapping[str, pa.Table]) -> Evaluation:
    """Scores tables that are in memory; see `evaluate`."""
    found = build_found(tables)
    card = Scorecard()
    absent = []
    for article in gold.articles:
        mine = _find_article(article, found)
        if mine is None:
            absent.append(article.id)
        _score_article(card, article, mine)
    if len(absent) == len(gold.articles):
        raise GoldError("the run holds none of the gold's articles")
    return Evaluation(card.scores(), card.faults, absent, gold.sha256)


def _find_article(gold: GoldArticle, found: Mapping[str, list[FoundArticle]]) -> FoundArticle | None:
    candidates = found.get(gold.id, [])
    if len(candidates) > 1:
        raise GoldError(f"the run holds {len(candidates)} articles with the id {gold.id!r}; give each its own")
    if not candidates:
        return None
    gold.check_text(candidates[0].text)
    return candidates[0]


def _score_article(card: Scorecard, gold: GoldArticle, found: FoundArticle | None) -> None:
    text = gold.sketch() if found is None else found.text
    annotation = Annotation() if found is None else found.annotation
    page = Page(card, gold.id, text)
    for score in (score_statements, score_dates, score_entities, score_events):
        score(page, gold.annotation, annotation)
