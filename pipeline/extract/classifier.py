"""Hashed features and a linear model that shares out probability among classes.

Multinomial logistic regression over the hashed features of `ranking.py`: an example's rows are added to one score a class.
Without a hidden layer it learns from a few thousand examples what a network would not, and costs a few additions an example.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import BITS, Floats, Rows


class Classifier:
    """Scores classes by features.

    Args:
        classes: names of the classes, in the order of the columns.
        table: of shape (n_rows, n_classes); the first row is that of unknown features.
        index: row of the table for each hashed feature, of shape (2 ** BITS,).
        bias: of shape (n_classes,).
    """

    def __init__(self, classes: tuple[str, ...], table: Floats, index: npt.NDArray[np.int32], bias: Floats) -> None:
        self.classes = classes
        self.table = table
        self.index = index
        self.bias = bias

    def __call__(self, rows: Rows) -> Floats:
        """Probabilities of the classes.

        Args:
            rows: of shape (n_examples, n_templates).

        Returns:
            Of shape (n_examples, n_classes); each example's sum to one.
        """
        scores: Floats = self.table[self.index[rows]].sum(axis=1)
        scores += self.bias
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores


def read_classifier(path: Path) -> Classifier:
    """Reads a weights file."""
    with np.load(path) as file:
        values = file["values"].astype(np.float32) * file["scales"].astype(np.float32)[:, None]
        index = np.zeros(1 << BITS, dtype=np.int32)
        index[file["rows"]] = np.arange(1, len(values) + 1, dtype=np.int32)
        table = np.concatenate([np.zeros((1, values.shape[1]), dtype=np.float32), values])
        return Classifier(tuple(file["classes"].tolist()), table, index, file["bias"])


def write_classifier(path: Path, classifier: Classifier, floor: float = 0.01) -> None:
    """Writes a weights file: the rows that matter, in eight bits with a scale a row.

    Args:
        path: an .npz file.
        classifier: what to write.
        floor: a row whose largest weight is below is left out.
    """
    table = classifier.table[classifier.index]
    largest = np.abs(table).max(axis=1)
    rows = np.flatnonzero(largest > floor)
    scales = (largest[rows] / 127).astype(np.float16)
    values = np.rint(table[rows] / np.maximum(scales.astype(np.float32), 1e-8)[:, None])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        classes=np.array(classifier.classes),
        rows=rows.astype(np.int32),
        scales=scales,
        values=np.clip(values, -127, 127).astype(np.int8),
        bias=classifier.bias.astype(np.float32),
    )
