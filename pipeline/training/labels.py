"""Trains the scorer of names' kinds from a corpus of annotated names.

The corpus is that of the recognizer; see `names.py`. The scorer has to learn how far a recognizer is to be trusted on texts
that it has not seen. So it learns from the pipeline's own recognizer on all articles, and from one trained on every second
article on the others.

All spans of a name in an article are one example: the mean of their features' weights, a softmax over the kinds, Adagrad
(Duchi, Hazan, Singer 2011) on the rows. The weights are the mean of several such fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.article import SourceArticle
from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.label_choice import KINDS, NONE, OTHER
from pipeline.extract.label_features import TEMPLATES, label_rows
from pipeline.extract.mentions import find_candidates
from pipeline.extract.name_lexicon import load_name_words
from pipeline.extract.name_spans import trim_name
from pipeline.extract.ranking import BITS, Calibration, Floats, Rows, Scorer, Weights, write_weights
from pipeline.extract.sections import Sections
from pipeline.nlp import NER, Model
from pipeline.parse import Parse
from pipeline.stages import Analysis
from pipeline.training.names import Report, fit_recognizer, read_examples
from pipeline.training.statements import read_corpus

SEEDS = (7, 8, 9, 10)
"""A fit for each; the scorer is their mean, which hangs less on the order of the examples and on what was dropped."""

EPOCHS = 8
RATE = 0.2
DROPOUT = 0.2
BATCH = 256
SUPPORT = 2
"""Names that must have a feature for it to be learned."""

RECOGNIZER_EPOCHS = 2
PARTIAL = 0.5
"""What a span counts that only overlaps an annotated one."""

_KINDS = {"Person": 0, "Organization": 1, "Location": 2, "Facility": 3, "NORP": 4, "Misc": OTHER, "Product": OTHER}

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Names:
    """Names to learn from.

    Attributes:
        rows: features, of shape (n_spans, n_templates).
        group: the example that each span belongs to, of shape (n_spans,).
        kinds: the annotated kind, of shape (n_spans,).
        weights: of shape (n_spans,).
    """

    rows: Rows
    group: Ints
    kinds: Ints
    weights: Floats


def train_labels(model: Model, nlp: Language, corpus: Path, out: Path, report: Report) -> None:
    """Trains the scorer of kinds and writes its weights.

    Args:
        model: parses the articles; with the pipeline's own recognizer.
        nlp: the pipeline as it is; its recognizer is changed.
        corpus: annotated articles.
        out: weights file.
        report: is told how it goes.

    Raises:
        GoldError: the corpus cannot be read.
    """
    rows = read_corpus(corpus)
    docs = [cast(Doc, doc) for doc in model.parse([row["text"] for row in rows])]
    names = list(read_names(rows, docs, model))
    report(f"{len(names)} articles with the pipeline's own recognizer")
    with nlp.select_pipes(enable=[NER]):
        weights = fit_recognizer(nlp, list(read_examples(nlp, rows[1::2])), RECOGNIZER_EPOCHS, report)
    recognizer = cast(Any, nlp.get_pipe(NER)).from_bytes(weights, exclude=["vocab"])
    unseen = docs[::2]
    for doc in unseen:
        doc.set_ents([], default="missing")
    names += read_names(rows[::2], list(recognizer.pipe(unseen)), model)
    report(f"{len(names)} with the trained one")
    scorer = fit_kinds(join_names(names), report)
    write_weights(out, Weights({"labels": scorer}, Calibration()))


def read_names(rows: Sequence[dict[str, Any]], docs: Sequence[Doc], model: Model) -> Iterator[Names]:
    """The names that the rules find in parsed articles, with their features and annotated kinds."""
    sections, words, gazetteer = Sections(), load_name_words(), load_gazetteer()
    for row, doc in zip(rows, docs, strict=True):
        article = SourceArticle(source_path="corpus", source_record=0, text=row["text"])
        analysis = Analysis(article=article, parse=Parse(doc, row["text"], model.lemmatize))
        sections(analysis)
        spans = find_candidates(analysis, words, gazetteer)
        if not spans:
            continue
        features, keys = label_rows(analysis.parse, spans, words, gazetteer)
        kinds, weights = annotated_kinds(row["text"], [(span.start, span.end) for span in spans], row["entities"])
        number: dict[str, int] = {}
        group = np.array([number.setdefault(key, len(number)) for key in keys], dtype=np.int64)
        yield Names(features, group, kinds, weights)


def annotated_kinds(text: str, spans: Sequence[tuple[int, int]], entities: Sequence[dict[str, Any]]) -> tuple[Ints, Floats]:
    """The kinds of spans by the annotation, and how much each counts.

    Args:
        text: of the article.
        spans: in order and disjoint.
        entities: `span` and `type`, in the words of the corpus.

    Returns:
        For each span, the kind of the annotated span that it equals or else overlaps most, "none" where there is none, and
        a weight: `PARTIAL` where they only overlap.
    """
    gold = sorted((*trim_name(text, *entity["span"]), _KINDS.get(entity["type"], NONE)) for entity in entities)
    kinds, weights = [], []
    at = 0
    for start, end in spans:
        while at < len(gold) and gold[at][1] <= start:
            at += 1
        best = max(
            (
                (min(end, stop) - max(start, begin), (begin, stop) == (start, end), kind)
                for begin, stop, kind in _from(gold, at, end)
            ),
            default=None,
            key=lambda overlap: overlap[:2],
        )
        kinds.append(NONE if best is None else best[2])
        weights.append(1.0 if best is None or best[1] else PARTIAL)
    return np.array(kinds, dtype=np.int64), np.array(weights, dtype=np.float32)


def _from(gold: list[tuple[int, int, int]], at: int, end: int) -> Iterator[tuple[int, int, int]]:
    while at < len(gold) and gold[at][0] < end:
        yield gold[at]
        at += 1


def join_names(names: Sequence[Names]) -> Names:
    """The names of all articles, their groups numbered on."""
    n_groups = np.cumsum([0, *(int(part.group.max()) + 1 for part in names)])
    return Names(
        np.concatenate([part.rows for part in names]),
        np.concatenate([part.group + first for part, first in zip(names, n_groups[:-1], strict=True)]),
        np.concatenate([part.kinds for part in names]),
        np.concatenate([part.weights for part in names]),
    )


class _Fit:
    """Weights under training.

    Args:
        names: with at least one example.
        seed: of the order and of what is dropped.
    """

    def __init__(self, names: Names, seed: int) -> None:
        self.names = names
        self.rng = np.random.default_rng(seed)
        self.table: Floats = np.zeros((1 << BITS, len(KINDS)), dtype=np.float32)
        self._squares: Floats = np.full(self.table.shape, 1e-2, dtype=np.float32)
        self._is_known = _known_rows(names)
        self._order = np.argsort(names.group, kind="stable")
        self._starts = np.searchsorted(names.group[self._order], np.arange(int(names.group.max()) + 2))
        self.n_groups = len(self._starts) - 1

    def step(self, groups: Ints, rate: float) -> float:
        """Steps against the gradient of some examples; gives their loss."""
        sizes = self._starts[groups + 1] - self._starts[groups]
        spans = np.concatenate([self._order[self._starts[group] : self._starts[group + 1]] for group in groups])
        which = np.repeat(np.arange(len(groups)), sizes)
        rows = self.names.rows[spans]
        used = (self.rng.random(rows.shape) >= DROPOUT) & self._is_known[rows]
        logits = (self.table[rows] * used[:, :, None]).sum(axis=1) / np.float32(1 - DROPOUT)
        share = (1 / sizes).astype(np.float32)[which][:, None]
        means = _sum_by(which, logits * share, len(groups))
        chances = np.exp(means - means.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        wanted, counts = self._wanted(spans, which, len(groups))
        slopes = (np.sqrt(counts) * (chances - wanted))[which] * share
        self._update(rows, used, slopes, rate)
        return float(-(np.sqrt(counts) * wanted * np.log(chances + 1e-9)).sum())

    def _wanted(self, spans: Ints, which: Ints, n_groups: int) -> tuple[Floats, Floats]:
        """How the annotation's kinds are shared out in each example, and the weight of each."""
        hits = np.zeros((len(spans), len(KINDS)), dtype=np.float32)
        hits[np.arange(len(spans)), self.names.kinds[spans]] = self.names.weights[spans]
        sums = _sum_by(which, hits, n_groups)
        counts = sums.sum(axis=1, keepdims=True)
        return sums / counts, counts

    def _update(self, rows: Rows, used: npt.NDArray[np.bool_], slopes: Floats, rate: float) -> None:
        owner = np.repeat(np.arange(len(rows)), rows.shape[1])[used.ravel()]
        flat = rows.ravel()[used.ravel()]
        order = np.argsort(flat, kind="stable")
        touched, first = np.unique(flat[order], return_index=True)
        change = np.add.reduceat(slopes[owner[order]], first, axis=0)
        self._squares[touched] += change**2
        self.table[touched] -= np.float32(rate) * change / np.sqrt(self._squares[touched])


def fit_kinds(names: Names, report: Report) -> Scorer:
    """Fits a scorer whose units are the kinds."""
    mean: Floats = np.zeros((1 << BITS, len(KINDS)), dtype=np.float32)
    for seed in SEEDS:
        mean += _fit_table(names, seed, report) / np.float32(len(SEEDS))
    table = np.concatenate([np.zeros((1, len(KINDS)), dtype=np.float32), mean])
    ones = np.ones(len(KINDS), dtype=np.float32)
    return Scorer(table, np.arange(1, (1 << BITS) + 1, dtype=np.int32), 0 * ones, ones, 0.0)


def _fit_table(names: Names, seed: int, report: Report) -> Floats:
    """The weights of one fit, of shape (2 ** BITS, n_kinds)."""
    fit = _Fit(names, seed)
    n_steps = EPOCHS * -(-fit.n_groups // BATCH)
    step = 0
    loss = 0.0
    for _ in range(EPOCHS):
        order = fit.rng.permutation(fit.n_groups)
        loss = 0.0
        for at in range(0, fit.n_groups, BATCH):
            loss += fit.step(order[at : at + BATCH], RATE * (1 - step / n_steps))
            step += 1
    report(f"fit {seed}: loss {loss / fit.n_groups:.4f}")
    return fit.table


def _known_rows(names: Names) -> npt.NDArray[np.bool_]:
    """Rows of the table that at least `SUPPORT` names have."""
    counts = np.zeros(1 << BITS, dtype=np.int32)
    for column in range(len(TEMPLATES)):
        pairs = np.unique(np.stack([names.rows[:, column], names.group]), axis=1)
        np.add.at(counts, pairs[0], 1)
    return counts >= SUPPORT


def _sum_by(which: Ints, values: Floats, n: int) -> Floats:
    sums: Floats = np.zeros((n, values.shape[1]), dtype=np.float32)
    np.add.at(sums, which, values)
    return sums
