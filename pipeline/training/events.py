"""Trains the scorers of events from annotated corpora.

A corpus is JSON Lines, one article a line: `text`, perhaps `dct` (the publication date), and `events`, each with `trigger`
([start, end], half-open code points) and `type`; triggers of the type REPORTING are left aside, as they are statements here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.article import SourceArticle
from pipeline.errors import GoldError
from pipeline.extract.dates import Dates
from pipeline.extract.entities import Entities
from pipeline.extract.event_lexicon import EventLexicon, event_lexicon
from pipeline.extract.event_weights import TRIGGER, Part, write_event_weights
from pipeline.extract.mentions import Mentions
from pipeline.extract.sections import Sections
from pipeline.extract.triggers import Candidates, find_candidates, lemma_classes
from pipeline.extract.word_vectors import WordVectors
from pipeline.nlp import Model
from pipeline.parse import OBJECTS, Parse
from pipeline.stages import Analysis, assemble
from pipeline.training.classifier import ClassifierPlan, Examples, probabilities, train_classifier
from pipeline.training.network import fit_platt
from pipeline.training.noun_kinds import fit_noun_kinds
from pipeline.training.statements import read_corpus
from pipeline.training.word_vectors import reduce_vectors
from pipeline.vocabulary import Precision

Report = Callable[[str], None]
Labels = npt.NDArray[np.int64]

REPORTING = "REPORTING"
"""Gold type that is no event here."""

EVENT, NONE, ASIDE = 1, 0, -1
"""Labels of a candidate; `ASIDE` is neither right nor wrong."""

PLAN = ClassifierPlan()


def read_analyses(rows: Sequence[dict[str, Any]], model: Model) -> Iterator[Analysis]:
    """Parses the articles of a corpus and runs the stages that the features read.

    Raises:
        GoldError: an article cannot be parsed.
    """
    stages = assemble((Sections(), Mentions(), Entities(), Dates()))
    for row, doc in zip(rows, model.parse([row["text"] for row in rows]), strict=True):
        if isinstance(doc, Exception):
            raise GoldError(f"cannot parse {row.get('id')}: {doc}")
        analysis = Analysis(article=_article(row), parse=Parse(doc, row["text"], model.lemmatize))
        for stage in stages:
            stage(analysis)
        yield analysis


def _article(row: dict[str, Any]) -> SourceArticle:
    date = row.get("dct")
    at = dt.datetime.fromisoformat(date[:10]).replace(tzinfo=dt.UTC) if date else None
    precision = None if at is None else Precision.DAY
    return SourceArticle(source_path="", source_record=0, text=row["text"], published_at=at, published_precision=precision)


def label_candidates(
    parse: Parse, tokens: Iterable[int], events: Iterable[dict[str, Any]], lexicon: EventLexicon
) -> dict[int, int]:
    """What the gold says of each candidate: `EVENT`, `NONE` or `ASIDE`.

    Of a trigger of several words the syntactic head counts, or its object where it is a light verb; the others are left aside.
    """
    labels = dict.fromkeys(tokens, NONE)
    for event in events:
        first, last = parse.tokens_in(*event["trigger"])
        inside = [token for token in range(first, last) if token in labels]
        if not inside:
            continue
        head = _trigger_head(parse, first, last, inside, lexicon)
        for token in inside:
            if event["type"] == REPORTING:
                continue
            if token == head:
                labels[token] = EVENT
            elif labels[token] != EVENT:
                labels[token] = ASIDE
    return labels


def _trigger_head(parse: Parse, first: int, last: int, inside: Sequence[int], lexicon: EventLexicon) -> int:
    head = next((t for t in range(first, last) if parse.head[t] == t or not first <= parse.head[t] < last), first)
    if parse.is_verb(head) and parse.lemma(head) in lexicon.light_verbs:
        head = next((token for token in inside if parse.dep[token] in OBJECTS and parse.head[token] == head), head)
    return head if head in inside else inside[-1]


def read_examples(rows: Sequence[dict[str, Any]], model: Model, vectors: WordVectors) -> Iterator[tuple[Candidates, Labels]]:
    """The candidates of each article of a corpus, with their labels."""
    lexicon = event_lexicon()
    classes = lemma_classes(lexicon)
    for row, analysis in zip(rows, read_analyses(rows, model), strict=True):
        candidates = find_candidates(analysis, classes, vectors)
        labels = label_candidates(analysis.parse, candidates.tokens.tolist(), row["events"], lexicon)
        yield candidates, np.array([labels[token] for token in candidates.tokens.tolist()], dtype=np.int64)


def build_examples(read: Sequence[tuple[Candidates, Labels]], weight: float) -> Examples:
    """Joins the labelled candidates of a corpus; what is left aside is left out."""
    labels = np.concatenate([labels for _, labels in read])
    kept = labels != ASIDE
    words = [np.concatenate(places)[kept] for places in zip(*(candidates.words for candidates, _ in read), strict=True)]
    return Examples(
        np.concatenate([candidates.rows for candidates, _ in read])[kept],
        words,
        labels[kept, None].astype(np.float32),
        np.full(int(kept.sum()), weight, dtype=np.float32),
    )


def join_examples(parts: Sequence[Examples]) -> Examples:
    """All examples of several corpora."""
    return Examples(
        np.concatenate([part.rows for part in parts]),
        [np.concatenate(places) for places in zip(*(part.words for part in parts), strict=True)],
        np.concatenate([part.targets for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def calibrate(part: Part, vectors: WordVectors, read: Sequence[tuple[Candidates, Labels]]) -> Part:
    """Fits Platt's scaling on articles that the classifier has not seen."""
    classifier = part.classifier(vectors)
    scores = np.concatenate([classifier(candidates.rows, candidates.words) for candidates, _ in read])
    labels = np.concatenate([labels for _, labels in read])
    said = probabilities(scores)[labels != ASIDE, 0].astype(np.float64)
    return part._replace(calibration=fit_platt(said, labels[labels != ASIDE] == EVENT))


def train_events(corpora: Sequence[Path], held_out: Sequence[Path], out: Path, model: Model, report: Report) -> None:
    """Trains from corpora and writes the weights.

    Each corpus counts by the square root of its number of candidates, so that the largest does not decide alone.

    Args:
        corpora: JSON Lines to learn from.
        held_out: JSON Lines to calibrate the confidence on.
        out: an .npz file.
        model: a spaCy pipeline with word vectors.
        report: is told how it goes.
    """
    vectors = reduce_vectors(model.nlp)
    read = [list(read_examples(read_corpus(path), model, vectors)) for path in corpora]
    largest = max(sum(len(labels) for _, labels in corpus) for corpus in read)
    parts = []
    for path, corpus in zip(corpora, read, strict=True):
        size = sum(len(labels) for _, labels in corpus)
        parts.append(build_examples(corpus, (largest / max(1, size)) ** 0.5))
        report(f"{path.name}: {size} candidates, {int(parts[-1].targets.sum())} events")
    part = train_classifier(join_examples(parts), vectors.table, PLAN, report)
    unseen = [example for path in held_out for example in read_examples(read_corpus(path), model, vectors)]
    write_event_weights(out, vectors, {TRIGGER: calibrate(part, vectors, unseen)}, fit_noun_kinds(vectors, event_lexicon()))
