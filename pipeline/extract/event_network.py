"""Scores classes by hashed features and word vectors: the small network behind the decisions on events.

A hidden layer adds the rows of an example's features and linear maps of its words' vectors, rectifies, and gives a score for
each class. The maps are applied to the whole vector table when the weights are read, so that a word costs one row more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import Floats, Rows


class Classifier:
    """A hidden layer over hashed features and word vectors.

    Args:
        table: of shape (n_rows, width); the first row is that of unknown features.
        index: row of the table for each hashed feature, of shape (2 ** BITS,).
        words: for each place in which a word stands, the vector table mapped to the hidden layer, of shape (n_vectors, width).
        bias: of shape (width,).
        output: of shape (width, n_classes).
        offsets: of shape (n_classes,).
    """

    def __init__(
        self,
        table: Floats,
        index: npt.NDArray[np.int32],
        words: Sequence[Floats],
        bias: Floats,
        output: Floats,
        offsets: Floats,
    ) -> None:
        self.table = table
        self.index = index
        self.words = words
        self.bias = bias
        self.output = output
        self.offsets = offsets

    def __call__(self, rows: Rows, words: Sequence[npt.NDArray[np.int64]]) -> Floats:
        """Scores of examples.

        Args:
            rows: of shape (n_examples, n_templates).
            words: for each place, the vector row of the word there, of shape (n_examples,).

        Returns:
            Logits, of shape (n_examples, n_classes).
        """
        hidden = self.table[self.index[rows]].sum(axis=1)
        hidden += self.bias
        for table, places in zip(self.words, words, strict=True):
            hidden += table[places]
        np.maximum(hidden, 0.0, out=hidden)
        scores: Floats = hidden @ self.output + self.offsets
        return scores
