"""Symbols of every token, as arrays: what features are made of."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import Symbols, symbols
from pipeline.lexicons import lexicon
from pipeline.parse import SYMBOL_CACHE, Parse, symbol

Indexes = npt.NDArray[np.int64]

_PRIME = np.uint64(0x9E3779B97F4A7C15)

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
        table = parse.symbols()
        self.lower, self.tag, self.dep, self.entity = (_padded(column) for column in table[:4])
        acts = act_classes()
        kinds, inverse = _kinds(table[0] * _PRIME ^ table[1])
        lemmas = [parse.lemma(token) for token in kinds]
        self.lemma = _padded(symbols(lemmas)[inverse])
        self.act = _padded(np.array([acts.get(lemma, 0) for lemma in lemmas], dtype=np.uint64)[inverse])
        self.head = np.array([*parse.head, -1], dtype=np.int64)
        self.sent = np.array([*parse.sent, -1], dtype=np.int64)
        self.quoted = np.array(inside, dtype=np.int64)
        kinds, inverse = _kinds(table[4])
        self.shape = _padded(np.array([_shape(parse.word(token)) for token in kinds], dtype=np.uint64)[inverse])

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


@cache
def act_classes() -> dict[str, int]:
    """The symbol of the kind of saying that a lemma is a word of, so that what is learned of "vow" serves for "pledge"."""
    return {lemma: symbol(act) for act, lemmas in lexicon("cues")["acts"].items() for lemma in lemmas}


def _padded(column: Symbols) -> Symbols:
    return np.append(column, np.uint64(0))


def _kinds(keys: Symbols) -> tuple[list[int], Indexes]:
    """The first token of every key, and for each token the place of its key among these: what a key decides is asked once."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return first.tolist(), inverse


@lru_cache(maxsize=SYMBOL_CACHE)
def _shape(word: str) -> int:
    """The symbol of a word's shape."""
    if not word[:1].isalnum():
        return symbol("." if word[:1] not in "\"“”„«»'‘’`" else '"')
    if word[0].isdigit():
        return symbol("0")
    if word[0].islower():
        return symbol("x")
    return symbol("XX" if len(word) > 1 and word.isupper() else "Xx")
