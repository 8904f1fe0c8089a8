"""Vectors of words, so that a decision learned from one word carries over to its neighbours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import Floats, Symbols

Words = npt.NDArray[np.uint32]


class WordVectors:
    """Vectors by the symbol of a lower-case word.

    Args:
        words: symbols of the known words, ascending, of shape (n_words,).
        places: row of `table` for each word, of shape (n_words,).
        table: of shape (n_rows, width); the first row is that of unknown words, zeros.
    """

    def __init__(self, words: Words, places: npt.NDArray[np.uint16], table: Floats) -> None:
        self.words = words
        self.places = places
        self.table = table

    def rows(self, symbols: Symbols) -> npt.NDArray[np.int64]:
        """The row of each word in `table`, 0 for an unknown one; of the shape of `symbols`."""
        at = np.searchsorted(self.words, symbols)
        at[at == len(self.words)] = 0
        return np.where(self.words[at] == symbols, self.places[at], 0).astype(np.int64)
