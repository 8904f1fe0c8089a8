"""What the article around a word tells of whether it is an event: how often it comes, where, and in a headline of capitals.

An article comes back to the events that it is about. In a headline that begins every word with a capital, a tagger takes
verbs for names: "Rovers Fire Coach"; there, the scorer of triggers reads the word as a verb, too.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from pipeline.extract.event_features import Indexes, Surroundings, WordColumns, symbols
from pipeline.parse import NAME_TAGS, Parse

MAX_COUNT = 4
"""From here on, one more occurrence tells no more."""

MAX_PLACE = 2
"""Sentences from the third on are alike."""

CAPITALS = 0.7
"""Share of its longer words that begin with a capital in a headline of capitals."""

_LONGER = 3
_FEWEST = 3


def find_surroundings(parse: Parse, columns: WordColumns, tokens: Indexes, class_of: Callable[[str], int]) -> Surroundings:
    """The surroundings of candidates.

    Args:
        parse: of the article.
        columns: of the article.
        tokens: candidates, of shape (n,).
        class_of: what the lexicon says of a lemma as a verb.
    """
    sent = np.array(parse.sent, dtype=np.int64)
    lemma = columns.lemma[:-1]
    known, inverse, counts = np.unique(lemma, return_inverse=True, return_counts=True)
    opens = np.isin(known, lemma[sent == 0])[inverse]
    repeats = np.minimum(counts, MAX_COUNT)[inverse][tokens].astype(np.uint64)
    capitals, verbs, endings = ([""] * len(tokens) for _ in range(3))
    classes = np.zeros(len(tokens), dtype=np.uint64)
    for number in np.flatnonzero(in_capitals(parse)[sent[tokens]]).tolist():
        token = int(tokens[number])
        tag = parse.tag[token]
        capitals[number], endings[number] = tag[:2], parse.lower[token][-3:]
        if tag in NAME_TAGS:
            capitals[number], verbs[number] = "name", parse.lemma(token, "VB")
            classes[number] = class_of(verbs[number]) + 1
    place = np.minimum(sent[tokens], MAX_PLACE).astype(np.uint64)
    opening = repeats * np.uint64(2) + opens[tokens].astype(np.uint64)
    return Surroundings(repeats, opening, place, symbols(capitals), symbols(verbs), classes, symbols(endings))


def in_capitals(parse: Parse) -> npt.NDArray[np.bool_]:
    """Whether most longer words of each sentence begin with a capital; of shape (n_sentences,)."""
    sent = np.array(parse.sent, dtype=np.int64)
    longer = np.array([len(word) > _LONGER and word.isalpha() for word in parse.lower], dtype=np.bool_)
    upper = np.array([parse.text[start : start + 1].isupper() for start in parse.start], dtype=np.bool_)
    n = len(parse.sentences)
    words = np.bincount(sent[longer], minlength=n)
    found: npt.NDArray[np.bool_] = (words >= _FEWEST) & (np.bincount(sent[longer & upper], minlength=n) >= CAPITALS * words)
    return found
