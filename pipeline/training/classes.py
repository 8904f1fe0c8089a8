"""Fits a `Classifier`: multinomial logistic regression on hashed features, by Adagrad."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.extract.classifier import Classifier
from pipeline.extract.ranking import Floats, Rows
from pipeline.training.classifier import HIDDEN, probabilities
from pipeline.training.network import Ints, gather, prune


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPlan:
    """How to train.

    Attributes:
        epochs: passes over the examples.
        rate: Adagrad's step.
        decay: pulls touched rows towards zero, per step.
        dropout: share of features hidden from each example.
        batch: examples in a step.
        support: owners that must have a feature for it to be learned.
        seed: of shuffling and dropout.
    """

    epochs: int = 12
    rate: float = 0.1
    decay: float = 1e-3
    dropout: float = 0.2
    batch: int = 256
    support: int = 2
    seed: int = 7


def train_classes(
    rows: Rows,
    labels: Ints,
    weights: Floats,
    owners: Ints,
    classes: tuple[str, ...],
    plan: ClassPlan,
    report: Callable[[str], None] = lambda line: None,
) -> Classifier:
    """Fits a classifier.

    Args:
        rows: of shape (n_examples, n_templates).
        labels: number of each example's class, of shape (n_examples,).
        weights: how much each example counts, of shape (n_examples,).
        owners: what the examples belong to, ascending, of shape (n_examples,): support is counted in owners.
        classes: their names.
        plan: how.
        report: is told the loss of each epoch.
    """
    rng = np.random.default_rng(plan.seed)
    rows = prune(rows, owners, plan.support)
    table: Floats = np.zeros((HIDDEN + 1, len(classes)), dtype=np.float32)
    sums = np.full(HIDDEN + 1, 1e-2, dtype=np.float32)
    bias: Floats = np.zeros(len(classes), dtype=np.float32)
    bias_sum = np.full(len(classes), 1e-2, dtype=np.float32)
    targets = np.eye(len(classes), dtype=np.float32)[labels]
    steps = -(-len(rows) // plan.batch) * plan.epochs
    step = 0
    for epoch in range(plan.epochs):
        loss = 0.0
        order = rng.permutation(len(rows))
        for at in range(0, len(rows), plan.batch):
            chosen = order[at : at + plan.batch]
            rate = plan.rate * (1 - step / steps)
            step += 1
            batch = rows[chosen]
            if plan.dropout:
                batch = np.where(rng.random(batch.shape) < plan.dropout, HIDDEN, batch)
            shares = probabilities(table[batch].sum(axis=1) + bias)
            loss -= float((weights[chosen] * np.log((shares * targets[chosen]).sum(axis=1) + 1e-9)).sum())
            slope = (shares - targets[chosen]) * weights[chosen, None]
            touched, gradient = gather(batch, slope)
            gradient += plan.decay * table[touched]
            sums[touched] += (gradient**2).mean(axis=1)
            table[touched] -= rate * gradient / np.sqrt(sums[touched])[:, None]
            table[HIDDEN] = 0
            d_bias = slope.sum(axis=0)
            bias_sum += d_bias**2
            bias -= rate * d_bias / np.sqrt(bias_sum)
        report(f"epoch {epoch + 1}: loss {loss / len(rows):.4f}")
    full = np.concatenate([np.zeros((1, len(classes)), dtype=np.float32), table[:-1]])
    return Classifier(classes, full, np.arange(1, HIDDEN + 1, dtype=np.int32), bias)
