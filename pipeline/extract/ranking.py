"""Hashed features and the small network that scores them.

A feature is a template and one or more symbols, hashed to a row of a table (Weinberger et al. 2009, "Feature hashing for
large scale multitask learning"). An example's rows are added, passed through a rectifier, and weighted into one score;
the same model as fastText's with a hidden layer's non-linearity. All of it is vectorized over the examples of an
article, so that scoring costs microseconds a token.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.parse import symbol

Symbols = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

BITS = 20
"""The table has two to this power rows before those that training never touched are left out."""

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SEED = 0x1F123BB5
_SHIFT = np.uint64(29)
_TOP = np.uint64(64 - BITS)


def symbols(texts: Sequence[str]) -> Symbols:
    """Numbers for strings."""
    known = {text: symbol(text) for text in set(texts)}
    return np.array([known[text] for text in texts], dtype=np.uint64)


def symbols_of_lengths(length: npt.NDArray[np.int64]) -> Symbols:
    """Buckets of token counts, on a scale of powers of the square root of two."""
    out: Symbols = np.rint(2 * np.log2(np.maximum(length, 1))).astype(np.uint64)
    return out


class FeatureRows:
    """Collects one table row an example for each template.

    Args:
        n_examples: how many examples there are.
    """

    def __init__(self, n_examples: int) -> None:
        self.n_examples = n_examples
        self._templates: list[tuple[Symbols, ...]] = []

    def add(self, *columns: Symbols) -> None:
        """Adds a template: its number is its place in the order of calls.

        Args:
            columns: symbols, each of shape (n_examples,); together they make the feature. They must not change afterwards.
        """
        self._templates.append(columns)

    def matrix(self) -> Rows:
        """Rows of the table, of shape (n_examples, n_templates).

        Templates of as many columns are hashed together: articles are short, and a call costs more than what it works on.
        """
        rows: Rows = np.empty((self.n_examples, len(self._templates)), dtype=np.int64)
        for size in sorted({len(columns) for columns in self._templates}):
            places = [place for place, columns in enumerate(self._templates) if len(columns) == size]
            seeds = np.array([(place + 1) * _SEED for place in places], dtype=np.uint64)[:, None]
            hashed = np.repeat(seeds, self.n_examples, axis=1)
            for which in range(size):
                hashed ^= np.stack([self._templates[place][which] for place in places])
                hashed *= _PRIME
                hashed ^= hashed >> _SHIFT
            hashed *= _PRIME
            rows[:, places] = (hashed >> _TOP).T
        return rows


class Scorer:
    """Scores examples by their features.

    Args:
        table: of shape (n_rows, width); the first row is that of unknown features.
        index: row of the table for each hashed feature, of shape (2 ** BITS,).
        bias: of shape (width,).
        output: of shape (width,).
        offset: added to every score.
    """

    def __init__(self, table: Floats, index: npt.NDArray[np.int32], bias: Floats, output: Floats, offset: float) -> None:
        self.table = table
        self.index = index
        self.bias = bias
        self.output = output
        self.offset = offset

    def __call__(self, rows: Rows) -> Floats:
        """Scores of examples.

        Args:
            rows: of shape (n_examples, n_templates).

        Returns:
            Logits, of shape (n_examples,).
        """
        hidden = np.tile(self.bias, (len(rows), 1))
        values = np.empty_like(hidden)
        for column in self.index.take(rows.T):
            self.table.take(column, axis=0, out=values, mode="clip")  # any other mode copies
            hidden += values
        np.maximum(hidden, 0.0, out=hidden)
        scores: Floats = hidden @ self.output + np.float32(self.offset)
        return scores


def softmax(scores: Floats, starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> Floats:
    """The softmax of scores within consecutive groups, none of which is empty.

    Args:
        scores: of shape (n_examples,).
        starts: the first example of each group.
        sizes: examples of each.
    """
    peaks = np.maximum.reduceat(scores, starts)
    shares = np.exp(scores - np.repeat(peaks, sizes))
    out: Floats = shares / np.repeat(np.add.reduceat(shares, starts), sizes)
    return out


def shares_of(scores: Floats, groups: npt.NDArray[np.int64]) -> list[list[float]]:
    """The probability of each example within its group.

    Args:
        scores: of shape (n_examples,).
        groups: the first example of each group with the total at the end; no group is empty.
    """
    shares = softmax(scores, groups[:-1], np.diff(groups)).tolist()
    return [shares[first:last] for first, last in pairwise(groups.tolist())]


class Calibration(NamedTuple):
    """Platt scaling (Platt 1999): turns a probability into one that comes true as often as it says.

    Attributes:
        slope, shift: of the logit.
    """

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: float) -> float:
        """The calibrated probability."""
        clipped = min(max(probability, 1e-6), 1 - 1e-6)
        logit = self.slope * math.log(clipped / (1 - clipped)) + self.shift
        return 1 / (1 + math.exp(min(max(-logit, -700.0), 700.0)))


class Weights(NamedTuple):
    """What a weights file holds."""

    scorers: dict[str, Scorer]
    calibration: Calibration


def read_weights(path: Path) -> Weights:
    """Reads a weights file."""
    with np.load(path) as file:
        names = sorted({key.partition(".")[0] for key in file.files if "." in key})
        slope, shift = file["calibration"].tolist()
        return Weights({name: _read_scorer(file, name) for name in names}, Calibration(slope, shift))


def _read_scorer(file: np.lib.npyio.NpzFile, name: str) -> Scorer:
    values = file[f"{name}.values"].astype(np.float32) * file[f"{name}.scales"].astype(np.float32)[:, None]
    index = np.zeros(1 << BITS, dtype=np.int32)
    index[file[f"{name}.rows"]] = np.arange(1, len(values) + 1, dtype=np.int32)
    table = np.concatenate([np.zeros((1, values.shape[1]), dtype=np.float32), values])
    return Scorer(table, index, file[f"{name}.bias"], file[f"{name}.output"], float(file[f"{name}.offset"]))


LEVELS = 127
"""Steps of a stored weight at each side of nought: what a byte holds."""


def write_weights(path: Path, weights: Weights, floor: float = 0.05) -> None:
    """Writes a weights file: the rows that matter, in a few levels with a scale a row.

    Args:
        path: an .npz file.
        weights: what to write.
        floor: a row whose largest weight is below is left out.
    """
    arrays: dict[str, npt.NDArray[np.generic]] = {"calibration": np.array(weights.calibration, dtype=np.float32)}
    for name, scorer in weights.scorers.items():
        table = scorer.table[scorer.index]
        largest = np.abs(table).max(axis=1)
        rows = np.flatnonzero(largest > floor)
        scales = (largest[rows] / LEVELS).astype(np.float16)
        values = np.rint(table[rows] / np.maximum(scales.astype(np.float32), 1e-8)[:, None])
        arrays[f"{name}.rows"] = rows.astype(np.int32)
        arrays[f"{name}.scales"] = scales
        arrays[f"{name}.values"] = np.clip(values, -LEVELS, LEVELS).astype(np.int8)
        arrays[f"{name}.bias"] = scorer.bias.astype(np.float32)
        arrays[f"{name}.output"] = scorer.output.astype(np.float32)
        arrays[f"{name}.offset"] = np.array(scorer.offset, dtype=np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
