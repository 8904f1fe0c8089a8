"""Symbols of every token, as arrays: what features are made of."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import Symbols, symbol, symbols
from pipeline.parse import Parse

Indexes = npt.NDArray[np.int64]

QUOTE_SHAPE = symbol('"')
"""The shape of a token that opens or closes a quotation."""

CHILD_LABELS = (
    "nsubj",
    "nsubjpass",
    "dobj",
    "ccomp",
    "xcomp",
    "prep",
    "agent",
    "acl",
    "advcl",
    "mark",
    "neg",
    "aux",
    "dative",
    "prt",
    "poss",
    "parataxis",
    "relcl",
    "acomp",
)


class Grammar:
    """Arrays over the tokens of a Parse; each has one more item, at index -1, that stands for "no token".

    Args:
        parse: of the article.
        inside: for each token, and one more, the number of the outer quotation that holds it, or 0.
    """

    def __init__(self, parse: Parse, inside: list[int]) -> None:
        self.parse = parse
        self.n = parse.n
        self.lower = _padded(symbols(parse.lower))
        self.tag = _padded(symbols(parse.tag))
        self.dep = _padded(symbols(parse.dep))
        self.lemma = _padded(symbols([parse.lemma(token) for token in range(parse.n)]))
        self.entity = _padded(symbols(_entity_labels(parse)))
        self.head = np.array([*parse.head, -1], dtype=np.int64)
        self.sent = np.array([*parse.sent, -1], dtype=np.int64)
        self.quoted = np.array(inside, dtype=np.int64)
        self.shape = _padded(symbols([_shape(parse.word(token)) for token in range(parse.n)]))

    @cached_property
    def child(self) -> dict[str, Indexes]:
        """For each label, the last dependent with it of each token, or -1."""
        found = {}
        labels = self.dep[:-1]
        heads = self.head[:-1]
        for label in CHILD_LABELS:
            index = np.full(self.n + 1, -1, dtype=np.int64)
            tokens = np.flatnonzero(labels == symbol(label))
            index[heads[tokens]] = tokens
            index[-1] = -1
            found[label] = index
        return found

    def shifted(self, tokens: Indexes, by: int) -> Indexes:
        """The tokens that stand so many places away, or -1."""
        moved = tokens + by
        return np.where((moved >= 0) & (moved < self.n) & (tokens >= 0), moved, -1)


def _padded(column: Symbols) -> Symbols:
    return np.append(column, np.uint64(0))


def _entity_labels(parse: Parse) -> list[str]:
    labels = [""] * parse.n
    for entity in parse.doc.ents:
        labels[entity.start : entity.end] = [entity.label_] * (entity.end - entity.start)
    return labels


def _shape(word: str) -> str:
    if not word[:1].isalnum():
        return "." if word[:1] not in "\"“”„«»'‘’`" else '"'
    if word[0].isdigit():
        return "0"
    if word[0].islower():
        return "x"
    return "XX" if len(word) > 1 and word.isupper() else "Xx"
