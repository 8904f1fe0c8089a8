"""Fits the linear functions that tell what kind of thing a noun names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.extract.event_lexicon import EventLexicon
from pipeline.extract.noun_kinds import NounKinds
from pipeline.extract.ranking import Floats
from pipeline.extract.word_vectors import WordVectors
from pipeline.parse import symbol

PENALTY = 20.0
"""Weight of the squared norm, against a few hundred words; chosen by leaving out one word at a time."""


def fit_noun_kinds(vectors: WordVectors, lexicon: EventLexicon) -> NounKinds:
    """Fits both functions to the lexicon's lists of people, things and what cannot be touched."""
    people, things, abstract = sorted(lexicon.people), sorted(lexicon.things), sorted(lexicon.abstract_nouns)
    tangible, personal = fit_line(vectors, [*people, *things], abstract), fit_line(vectors, people, [*things, *abstract])
    return NounKinds(vectors, tangible, personal, lexicon.people, lexicon.things)


def fit_line(vectors: WordVectors, inside: Sequence[str], outside: Sequence[str]) -> Floats:
    """Ridge regression (Hoerl, Kennard 1970) to one inside and minus one outside; both sides weigh the same.

    Returns:
        Weights and an offset, of shape (width + 1,).
    """
    rows = [vectors.rows(np.array([symbol(word) for word in words], dtype=np.uint64)) for words in (inside, outside)]
    rows = [found[found > 0] for found in rows]
    inputs = np.concatenate([vectors.table[found] for found in rows]).astype(np.float64)
    inputs = np.concatenate([inputs, np.ones((len(inputs), 1))], axis=1)
    wanted = np.concatenate([np.ones(len(rows[0])), -np.ones(len(rows[1]))])
    weights = np.concatenate([np.full(len(found), len(inputs) / 2 / max(1, len(found))) for found in rows])
    penalty = np.full(inputs.shape[1], PENALTY)
    penalty[-1] = 0.0
    weighted = inputs * weights[:, None]
    solution: Floats = np.linalg.solve(weighted.T @ inputs + np.diag(penalty), weighted.T @ wanted).astype(np.float32)
    return solution
