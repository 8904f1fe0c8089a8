"""Symbols of every token, as arrays: what features are made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import Symbols, symbols
from pipeline.lexicons import lexicon
from pipeline.parse import Parse, symbol

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
        lemma, act = _by_kind(table[0] * _PRIME ^ table[1], parse.lemma, lambda lemma: act_classes().get(lemma, ""))
        self.lemma, self.act = _padded(lemma), _padded(act)
        self.head = np.array([*parse.head, -1], dtype=np.int64)
        self.sent = np.array([*parse.sent, -1], dtype=np.int64)
        self.quoted = np.array(inside, dtype=np.int64)
        self.shape = _padded(_by_kind(table[4], parse.word, _shape)[1])

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
def act_classes() -> dict[str, str]:
    """The kind of saying that a lemma is a word of, so that what is learned of "vow" serves for "pledge"."""
    return {lemma: act for act, lemmas in lexicon("cues")["acts"].items() for lemma in lemmas}


def _padded(column: Symbols) -> Symbols:
    return np.append(column, np.uint64(0))


def _by_kind(keys: Symbols, text: Callable[[int], str], name: Callable[[str], str]) -> tuple[Symbols, Symbols]:
    """Symbols of what depends on a token's key alone, asked once a key.

    Args:
        keys: of the tokens.
        text: of a token.
        name: of a text.

    Returns:
        The symbols of the texts, and of their names.
    """
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    texts = [text(token) for token in first.tolist()]
    return symbols(texts)[inverse], symbols([name(word) for word in texts])[inverse]


def _shape(word: str) -> str:
    if not word[:1].isalnum():
        return "." if word[:1] not in "\"“”„«»'‘’`" else '"'
    if word[0].isdigit():
        return "0"
    if word[0].islower():
        return "x"
    return "XX" if len(word) > 1 and word.isupper() else "Xx"
