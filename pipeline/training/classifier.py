"""Fits a classifier by Adagrad, with a logistic loss for one class and a softmax for several.

Adagrad: Duchi, Hazan, Singer 2011. Everything is seeded: the same examples give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.extract.event_weights import Part
from pipeline.extract.ranking import BITS, Floats, Rows
from pipeline.training.network import gather, prune

Ints = npt.NDArray[np.int64]
HIDDEN = 1 << BITS
"""The row that stands for a feature that an example may not use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifierPlan:
    """How to train.

    Attributes:
        width: hidden units of a member.
        members: networks that are averaged.
        epochs: passes over the examples.
        rate: Adagrad's step.
        batch: examples in a step.
        dropout: share of the features hidden from each example.
        word_dropout: share of examples that a word's vector is hidden from.
        decay: pulls touched weights towards zero, per step.
        support: examples that must have a feature for it to be learned.
        spread: standard deviation of the first weights of the table.
        seed: of shuffling, dropout and the first weights; the members count on from it.
    """

    width: int = 12
    members: int = 4
    epochs: int = 5
    rate: float = 0.1
    batch: int = 256
    dropout: float = 0.4
    word_dropout: float = 0.1
    decay: float = 1e-4
    support: int = 2
    spread: float = 0.1
    seed: int = 7


@dataclass(slots=True)
class Examples:
    """What to learn from.

    Attributes:
        rows: features, of shape (n, n_templates).
        words: for each place, the vector row of the word there, of shape (n,).
        targets: the share of each class, of shape (n, n_classes); for one class, of shape (n, 1).
        weights: how much each example counts, of shape (n,).
    """

    rows: Rows
    words: list[Ints]
    targets: Floats
    weights: Floats


class _Network:
    def __init__(self, plan: ClassifierPlan, seed: int, used: Ints, vectors: Floats, n_places: int, n_classes: int) -> None:
        rng = np.random.default_rng(seed)
        self.plan, self.rng, self.vectors = plan, rng, vectors
        self.table: Floats = np.zeros((HIDDEN + 1, plan.width), dtype=np.float32)
        self.table[used] = rng.normal(0.0, plan.spread, (len(used), plan.width))
        self.table[HIDDEN] = 0
        scale = 0.5 / vectors.shape[1] ** 0.5
        self.maps: list[Floats] = [
            rng.normal(0.0, scale, (vectors.shape[1], plan.width)).astype(np.float32) for _ in range(n_places)
        ]
        self.bias: Floats = np.full(plan.width, 0.1, dtype=np.float32)
        self.output: Floats = rng.normal(0.0, plan.width**-0.5, (plan.width, n_classes)).astype(np.float32)
        self.offsets: Floats = np.zeros(n_classes, dtype=np.float32)
        self._sums: dict[str, Floats] = {}
        self._row_sum = np.full(HIDDEN + 1, 1e-2, dtype=np.float32)

    def step(self, examples: Examples, chosen: Ints, pace: float) -> float:
        """One step of gradient descent; returns the summed loss."""
        rows = examples.rows[chosen]
        rows = np.where(self.rng.random(rows.shape) < self.plan.dropout, HIDDEN, rows)
        seen = [
            self.vectors[places[chosen]] * (self.rng.random((len(chosen), 1)) >= self.plan.word_dropout).astype(np.float32)
            for places in examples.words
        ]
        hidden = self.table[rows].sum(axis=1) + self.bias
        for vector, weights in zip(seen, self.maps, strict=True):
            hidden += vector @ weights
        active = np.maximum(hidden, 0)
        share = probabilities(active @ self.output + self.offsets)
        target = examples.targets[chosen]
        weight = examples.weights[chosen][:, None]
        slope = ((share - target) * weight / len(chosen) * 16).astype(np.float32)
        loss = float((weight * log_loss(share, target)).sum())
        self._backward(rows, seen, active, slope, self.plan.rate * pace)
        return loss

    def _backward(self, rows: Rows, seen: Sequence[Floats], active: Floats, slope: Floats, rate: float) -> None:
        d_hidden = slope @ self.output.T
        d_hidden[active <= 0] = 0
        self._update("output", self.output, active.T @ slope, rate)
        self._update("offsets", self.offsets, slope.sum(axis=0), rate)
        self._update("bias", self.bias, d_hidden.sum(axis=0), rate)
        for place, vector in enumerate(seen):
            self._update(f"map{place}", self.maps[place], vector.T @ d_hidden, rate)
        touched, d_rows = gather(rows, d_hidden)
        d_rows += self.plan.decay * self.table[touched]
        self._row_sum[touched] += (d_rows**2).mean(axis=1)
        self.table[touched] -= rate * d_rows / np.sqrt(self._row_sum[touched])[:, None]
        self.table[HIDDEN] = 0

    def _update(self, name: str, values: Floats, gradient: Floats, rate: float) -> None:
        gradient = gradient + self.plan.decay * values
        total = self._sums.setdefault(name, np.full(values.shape, 1e-2, dtype=np.float32))
        total += gradient**2
        values -= rate * gradient / np.sqrt(total)

    def part(self) -> Part:
        """The weights as they are now."""
        return Part(self.table[:-1], tuple(self.maps), self.bias, self.output, self.offsets)


def probabilities(scores: Floats) -> Floats:
    """The softmax of each row of scores; the logistic function where there is one class."""
    if scores.shape[1] == 1:
        single: Floats = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)
        return single
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    many: Floats = shares / shares.sum(axis=1, keepdims=True)
    return many


def log_loss(share: Floats, target: Floats) -> Floats:
    """Cross-entropy of each example, of shape (n, 1)."""
    of_targets = target * np.log(share + 1e-9)
    of_others = (1 - target) * np.log(1 - share + 1e-9) if share.shape[1] == 1 else 0.0
    total: Floats = -(of_targets + of_others).sum(axis=1, keepdims=True).astype(np.float32)
    return total


def train_classifier(
    examples: Examples, vectors: Floats, plan: ClassifierPlan, report: Callable[[str], None] = lambda line: None
) -> Part:
    """Fits a classifier: several networks, told apart by their seeds, that are one network with all their hidden units.

    Their scores are averaged, which errs less than one network of that size.

    Args:
        examples: what to learn from.
        vectors: of words; the first row is that of unknown words.
        plan: how.
        report: is told the loss of each epoch.
    """
    examples.rows = prune(examples.rows, np.arange(len(examples.rows)), plan.support)
    used = np.unique(examples.rows)
    members = [_train_member(examples, used, vectors, plan, plan.seed + number, report) for number in range(plan.members)]
    output: Floats = np.concatenate([part.output for part in members])
    output /= plan.members
    return Part(
        np.concatenate([part.table for part in members], axis=1),
        tuple(np.concatenate(maps, axis=1) for maps in zip(*(part.maps for part in members), strict=True)),
        np.concatenate([part.bias for part in members]),
        output,
        np.stack([part.offsets for part in members]).mean(axis=0, dtype=np.float32),
    )


def _train_member(
    examples: Examples, used: Ints, vectors: Floats, plan: ClassifierPlan, seed: int, report: Callable[[str], None]
) -> Part:
    n = len(examples.rows)
    network = _Network(plan, seed, used, vectors, len(examples.words), examples.targets.shape[1])
    steps = -(-n // plan.batch) * plan.epochs
    step = 0
    for epoch in range(plan.epochs):
        loss = 0.0
        order = network.rng.permutation(n)
        for at in range(0, n, plan.batch):
            loss += network.step(examples, order[at : at + plan.batch], 1 - step / steps)
            step += 1
        report(f"member {seed}, epoch {epoch + 1}: loss {loss / max(1, n):.4f}")
    return network.part()
