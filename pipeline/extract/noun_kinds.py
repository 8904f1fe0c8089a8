"""What kind of thing a noun names, by its word vector: people, things that can be touched, or what is neither.

A type such as ASSAULT is a figure of speech where it is done to what cannot be touched: "slash costs", "fight corruption".
Two linear functions of the vector tell, fitted to the word lists of `models/lexicons/events.toml`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.extract.ranking import Floats
from pipeline.extract.word_vectors import WordVectors
from pipeline.parse import symbol

MARGIN = 0.25
"""A noun whose score lies nearer to nought than this is of no clear kind."""


class NounKinds(NamedTuple):
    """Scores nouns.

    Attributes:
        vectors: of words.
        tangible: weights of the vector and an offset; above nought for people and things, of shape (width + 1,).
        personal: the same, above nought for people alone.
        people, things: nouns that are known to name them.
    """

    vectors: WordVectors
    tangible: Floats
    personal: Floats
    people: frozenset[str]
    things: frozenset[str]

    def is_abstract(self, lemma: str) -> bool:
        """Whether a noun surely names nothing that can be touched; False for a word without a vector."""
        return lemma not in self.people and lemma not in self.things and self._score(lemma, self.tangible) < -MARGIN

    def is_impersonal(self, lemma: str) -> bool:
        """Whether a noun surely names no people; False for a word without a vector."""
        return lemma not in self.people and self._score(lemma, self.personal) < -MARGIN

    def is_personal(self, lemma: str) -> bool:
        """Whether a noun surely names people; False for a word without a vector."""
        return lemma in self.people or (lemma not in self.things and self._score(lemma, self.personal) > MARGIN)

    def _score(self, lemma: str, weights: Floats) -> float:
        row = int(self.vectors.rows(np.array([symbol(lemma)], dtype=np.uint64))[0])
        return 0.0 if row == 0 else float(self.vectors.table[row] @ weights[:-1] + weights[-1])
