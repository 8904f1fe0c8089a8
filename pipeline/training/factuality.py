"""Trains the classifier of factuality from a corpus of annotated events.

The corpus is JSON Lines, one article a line: `text`, `published` (ISO date, may be missing), and `events`, each with `trigger`
([start, end]), `type` and `factuality`: one of the classes of `factuality_features`, or another value, which is left out.
Offsets are half-open code points of the text. Events of the type REPORTING are left out: they are statements here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pipeline.article import SourceArticle
from pipeline.errors import GoldError
from pipeline.extract import default_stages
from pipeline.extract.classifier import write_classifier
from pipeline.extract.factuality import innermost_statements
from pipeline.extract.factuality_features import CLASSES, factuality_features
from pipeline.extract.factuality_lexicon import factuality_lexicon
from pipeline.extract.factuality_scopes import find_scopes
from pipeline.extract.ranking import Rows
from pipeline.layers import Event
from pipeline.nlp import Model
from pipeline.parse import Parse
from pipeline.stages import Analysis, Layer, Stage
from pipeline.training.classes import ClassPlan, train_classes
from pipeline.training.network import Ints
from pipeline.training.statements import read_corpus

Report = Callable[[str], None]

PLAN = ClassPlan(epochs=12, dropout=0.4)
FOLDS = 5
_REPORTING = "REPORTING"


class Examples(NamedTuple):
    """Events with what the gold says of them.

    Attributes:
        rows: features, of shape (n_events, n_templates).
        labels: number of each event's class, of shape (n_events,).
        owners: number of each event's article, ascending, of shape (n_events,).
    """

    rows: Rows
    labels: Ints
    owners: Ints


def earlier_stages() -> tuple[Stage, ...]:
    """The stages that run before factuality is decided; those of participants add nothing to it."""
    before = takewhile(lambda stage: Layer.FACTUALITY not in stage.provides, default_stages())
    return tuple(stage for stage in before if Layer.PARTICIPANTS not in stage.provides)


def read_examples(rows: Sequence[dict[str, Any]], model: Model) -> Examples:
    """Parses the corpus, finds the events, and joins them with the gold.

    Raises:
        GoldError: an article cannot be parsed, or no event of the gold was found.
    """
    stages = earlier_stages()
    found: list[Rows] = []
    labels: list[int] = []
    owners: list[int] = []
    for number, (row, doc) in enumerate(zip(rows, model.parse([row["text"] for row in rows]), strict=True)):
        if isinstance(doc, Exception):
            raise GoldError(f"cannot parse {row.get('id')}: {doc}")
        analysis = Analysis(article=_article(row), parse=Parse(doc, row["text"], model.lemmatize))
        features, classes = build_examples(analysis, row["events"], stages)
        found.append(features)
        labels.extend(classes)
        owners.extend([number] * len(classes))
    if not labels:
        raise GoldError("the corpus has no event that the pipeline finds")
    return Examples(np.concatenate(found), np.array(labels, dtype=np.int64), np.array(owners, dtype=np.int64))


def build_examples(analysis: Analysis, gold: Iterable[dict[str, Any]], stages: Iterable[Stage]) -> tuple[Rows, list[int]]:
    """Features and classes of those events of one article that overlap an event of the gold, one to one."""
    for stage in stages:
        stage(analysis)
    pairs = list(match_events(analysis.events, gold))
    events = [event for event, _ in pairs]
    for event, statement in zip(analysis.events, innermost_statements(analysis.events, analysis.statements), strict=True):
        event.statement = statement
    scopes = [find_scopes(analysis.parse, event.token, factuality_lexicon()) for event in events]
    return factuality_features(analysis.parse, events, scopes), [number for _, number in pairs]


def match_events(events: Sequence[Event], gold: Iterable[dict[str, Any]]) -> Iterator[tuple[Event, int]]:
    """Joins events with the gold's by the trigger's span; gives each event and the number of its class."""
    wanted = [(item["trigger"], item) for item in gold]
    for event in events:
        for (start, end), item in wanted:
            if start < event.span.end and event.span.start < end:
                if item.get("type") != _REPORTING and item.get("factuality") in CLASSES:
                    yield event, CLASSES.index(item["factuality"])
                break


def _article(row: dict[str, Any]) -> SourceArticle:
    published = row.get("published") or row.get("dct")
    at = dt.datetime.fromisoformat(published[:10]).replace(tzinfo=dt.UTC) if published else None
    return SourceArticle(source_path="", source_record=0, text=row["text"], published_at=at)


def cross_validate(examples: Examples, report: Report) -> tuple[float, float]:
    """Scores classifiers on articles that they have not seen, in five folds.

    Returns:
        Accuracy and macro-F1 over all events.
    """
    said = np.zeros(len(examples.labels), dtype=np.int64)
    for fold in range(FOLDS):
        inside = examples.owners % FOLDS == fold
        if inside.all() or not inside.any():
            continue
        rest = ~inside
        ones = np.ones(int(rest.sum()), dtype=np.float32)
        fitted = train_classes(examples.rows[rest], examples.labels[rest], ones, examples.owners[rest], CLASSES, PLAN)
        said[inside] = fitted(examples.rows[inside]).argmax(axis=1)
    scores = []
    for number, name in enumerate(CLASSES):
        wanted, given = examples.labels == number, said == number
        if wanted.any():
            scores.append(2 * int((wanted & given).sum()) / int(wanted.sum() + given.sum()))
            report(f"{name}: {int(wanted.sum())} events, F1 {scores[-1]:.3f}")
    accuracy = float((said == examples.labels).mean())
    majority = float(np.bincount(examples.labels).max() / len(said))
    macro = sum(scores) / len(scores)
    report(f"cross-validated: accuracy {accuracy:.3f} (largest class {majority:.3f}), macro-F1 {macro:.3f}")
    return accuracy, macro


def train_factuality(corpus: Path, out: Path, model: Model, report: Report) -> None:
    """Trains from a corpus file and writes the weights.

    Args:
        corpus: JSON Lines to learn from.
        out: an .npz file.
        model: the spaCy pipeline that inference will use.
        report: is told how it goes.
    """
    examples = read_examples(read_corpus(corpus), model)
    cross_validate(examples, report)
    ones = np.ones(len(examples.labels), dtype=np.float32)
    write_classifier(out, train_classes(examples.rows, examples.labels, ones, examples.owners, CLASSES, PLAN, report))
