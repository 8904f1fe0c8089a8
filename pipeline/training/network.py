"""Fits a `Scorer`: Adagrad on hashed features, with a softmax over groups or a logistic loss.

Adagrad (Duchi, Hazan, Singer 2011) suits features of very different frequency; one accumulator a row keeps it small.
Everything is seeded: the same examples give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import BITS, Calibration, Floats, Rows, Scorer, softmax

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train.

    Attributes:
        width: hidden units.
        epochs: passes over the examples.
        rate: Adagrad's step.
        dropout: share of features hidden from each example.
        decay: pulls touched rows towards zero, per step.
        batch: groups (or examples) in a step.
        support: groups that must have a feature for it to be learned.
        spread: standard deviation of the first weights of the table. At zero the units learn almost alike and the scorer
            is nearly a monotone function of one sum; on a few hundred thousand examples that generalizes best.
        seed: of shuffling, dropout and the first weights.
    """

    width: int = 24
    epochs: int = 6
    rate: float = 0.15
    dropout: float = 0.15
    decay: float = 1e-4
    batch: int = 256
    support: int = 2
    spread: float = 0.0
    seed: int = 7


class _Network:
    """Weights under training.

    Args:
        plan: how to train.
        used: rows of the table that an example has.
    """

    def __init__(self, plan: Plan, used: Ints) -> None:
        rng = np.random.default_rng(plan.seed)
        self.plan = plan
        self.rng = rng
        self.table: Floats = np.zeros(((1 << BITS) + 1, plan.width), dtype=np.float32)  # the last row stands for a hidden feature
        self.table[used] = rng.normal(0.0, plan.spread, (len(used), plan.width))
        self.table[1 << BITS] = 0
        self.bias: Floats = rng.normal(0.1, 0.1, plan.width).astype(np.float32)
        self.output: Floats = rng.normal(0.0, 0.5, plan.width).astype(np.float32)
        self.offset = 0.0
        self._row_sum = np.full((1 << BITS) + 1, 1e-2, dtype=np.float32)
        self._bias_sum = np.full(plan.width, 1e-2, dtype=np.float32)
        self._output_sum = np.full(plan.width, 1e-2, dtype=np.float32)
        self._offset_sum = 1e-2
        self.pace = 1.0

    def forward(self, rows: Rows) -> tuple[Floats, Floats]:
        hidden = self.table[rows].sum(axis=1) + self.bias
        active = np.maximum(hidden, 0)
        return active, active @ self.output + np.float32(self.offset)

    def hide(self, rows: Rows) -> Rows:
        if not self.plan.dropout:
            return rows
        return np.where(self.rng.random(rows.shape) < self.plan.dropout, 1 << BITS, rows)

    def backward(self, rows: Rows, active: Floats, slope: Floats) -> None:
        """Steps against the gradient; `slope` is the loss's slope by score."""
        d_output = active.T @ slope
        d_hidden = np.outer(slope, self.output).astype(np.float32)
        d_hidden[active <= 0] = 0
        d_bias = d_hidden.sum(axis=0)
        touched, d_rows = gather(rows, d_hidden)
        rate = self.plan.rate * self.pace
        d_rows += self.plan.decay * self.table[touched]
        self._row_sum[touched] += (d_rows**2).mean(axis=1)
        self.table[touched] -= rate * d_rows / np.sqrt(self._row_sum[touched])[:, None]
        self.table[1 << BITS] = 0
        self._bias_sum += d_bias**2
        self.bias -= rate * d_bias / np.sqrt(self._bias_sum)
        self._output_sum += d_output**2
        self.output -= rate * d_output / np.sqrt(self._output_sum)
        d_offset = float(slope.sum())
        self._offset_sum += d_offset**2
        self.offset -= rate * d_offset / self._offset_sum**0.5

    def scorer(self) -> Scorer:
        table = np.concatenate([np.zeros((1, self.plan.width), dtype=np.float32), self.table[:-1]])
        return Scorer(table, np.arange(1, (1 << BITS) + 1, dtype=np.int32), self.bias.copy(), self.output.copy(), self.offset)


def train_binary(
    rows: Rows, labels: npt.NDArray[np.bool_], plan: Plan, report: Callable[[str], None] = lambda line: None
) -> Scorer:
    """Fits a scorer to yes-or-no examples.

    Args:
        rows: of shape (n_examples, n_templates).
        labels: of shape (n_examples,).
        plan: how.
        report: is told the loss of each epoch.
    """
    size = plan.batch * 16
    rows = prune(rows, np.arange(len(rows)), plan.support)
    network = _Network(plan, np.unique(rows))
    steps = -(-len(rows) // size) * plan.epochs
    step = 0
    for epoch in range(plan.epochs):
        loss = 0.0
        for chosen in _shuffled(len(rows), size, network.rng):
            network.pace = 1 - step / steps
            step += 1
            batch = network.hide(rows[chosen])
            active, scores = network.forward(batch)
            probability = 1 / (1 + np.exp(-scores))
            target = labels[chosen].astype(np.float32)
            loss -= float(np.log(np.where(target > 0, probability, 1 - probability) + 1e-9).sum())
            network.backward(batch, active, ((probability - target) / len(chosen)).astype(np.float32) * 16)
        report(f"epoch {epoch + 1}: loss {loss / len(rows):.4f}")
    return network.scorer()


def train_ranking(rows: Rows, groups: Ints, gains: Floats, plan: Plan, report: Callable[[str], None] = lambda line: None) -> Scorer:
    """Fits a scorer so that within each group the softmax of the scores matches the gains.

    Args:
        rows: of shape (n_examples, n_templates), the examples of a group one after the other.
        groups: first example of each group, and the number of examples at the end: of shape (n_groups + 1,).
        gains: of shape (n_examples,), not negative; normalized within each group. A group without gain is left out.
        plan: how.
        report: is told the loss of each epoch.
    """
    sums = np.add.reduceat(gains, groups[:-1])
    usable = np.flatnonzero(sums > 0)
    rows = prune(rows, np.repeat(np.arange(len(sums)), np.diff(groups)), plan.support)
    network = _Network(plan, np.unique(rows))
    steps = -(-len(usable) // plan.batch) * plan.epochs
    step = 0
    for epoch in range(plan.epochs):
        loss = 0.0
        for chosen in _shuffled(len(usable), plan.batch, network.rng):
            network.pace = 1 - step / steps
            step += 1
            members = usable[chosen]
            sizes = groups[members + 1] - groups[members]
            index = np.concatenate([np.arange(groups[g], groups[g + 1]) for g in members])
            starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
            batch = network.hide(rows[index])
            active, scores = network.forward(batch)
            share = softmax(scores, starts, sizes)
            target = gains[index] / np.repeat(sums[members], sizes)
            loss -= float((target * np.log(share + 1e-9)).sum())
            network.backward(batch, active, ((share - target) / len(members)).astype(np.float32) * 16)
        report(f"epoch {epoch + 1}: loss {loss / max(1, len(usable)):.4f}")
    return network.scorer()


def average(scorers: Sequence[Scorer]) -> Scorer:
    """One scorer that gives the mean of the scores of several, which differ in their seeds; it is less a matter of chance.

    Args:
        scorers: with an index that spans the whole table.
    """
    table = np.concatenate([scorer.table for scorer in scorers], axis=1)
    bias = np.concatenate([scorer.bias for scorer in scorers])
    output = np.concatenate([scorer.output for scorer in scorers]) / len(scorers)
    offset = sum(scorer.offset for scorer in scorers) / len(scorers)
    return Scorer(table, scorers[0].index, bias, output.astype(np.float32), offset)


def fit_platt(probabilities: npt.NDArray[np.float64], outcomes: npt.NDArray[np.bool_]) -> Calibration:
    """Fits Platt's scaling by Newton's method.

    Args:
        probabilities: what was said, of shape (n,).
        outcomes: what came true, of shape (n,).
    """
    if not len(probabilities):
        return Calibration()
    clipped = np.clip(probabilities, 1e-6, 1 - 1e-6)
    design = np.stack([np.log(clipped / (1 - clipped)), np.ones(len(clipped))], axis=1)
    weights = np.zeros(2)
    for _ in range(25):
        said = 1 / (1 + np.exp(-(design @ weights)))
        curvature = design.T @ (design * (said * (1 - said))[:, None]) + 1e-6 * np.eye(2)
        weights = weights - np.linalg.solve(curvature, design.T @ (said - outcomes))
    return Calibration(float(weights[0]), float(weights[1]))


def prune(rows: Rows, owners: Ints, support: int) -> Rows:
    """Replaces features that fewer than `support` owners have by the hidden one.

    Args:
        rows: of shape (n_examples, n_templates).
        owners: the group of each example, ascending, of shape (n_examples,).
        support: groups that must have a feature.
    """
    if support < 2:
        return rows
    count = np.zeros((1 << BITS) + 1, dtype=np.int64)
    for column in rows.T:
        pairs = np.unique(owners * (1 << 21) + column)
        count += np.bincount(pairs & ((1 << 21) - 1), minlength=len(count))
    return np.where(count[rows] < support, 1 << BITS, rows)


def gather(rows: Rows, slopes: Floats) -> tuple[Ints, Floats]:
    """The rows of a table that a batch touches, ascending, and the slope by each.

    Args:
        rows: of shape (n_examples, n_templates).
        slopes: by the sum of an example's rows, of shape (n_examples, width).
    """
    flat = rows.ravel()
    order = np.argsort(flat, kind="stable")
    touched, first = np.unique(flat[order], return_index=True)
    owner = np.repeat(np.arange(rows.shape[0]), rows.shape[1])[order]
    gathered: Floats = np.add.reduceat(slopes[owner], first, axis=0)
    return touched, gathered


def _shuffled(n: int, size: int, rng: np.random.Generator) -> Iterator[Ints]:
    order = rng.permutation(n)
    for at in range(0, n, size):
        yield order[at : at + size]
