"""What the event scorers know of a word: its form, its place in the parse, what depends on it, and what is around it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extract.ranking import FeatureRows, Rows, Symbols
from pipeline.parse import NOUN_TAGS, VERB_TAGS, Parse, symbol

Indexes = npt.NDArray[np.int64]

LABELS = (
    "nsubj", "nsubjpass", "dobj", "prep", "agent", "ccomp", "xcomp", "aux", "auxpass", "neg", "det", "poss", "compound", "amod",
    "acl", "relcl", "prt", "nummod", "attr", "acomp", "mark", "advmod", "advcl", "pobj", "dative", "appos",
)  # fmt: skip
"""Labels of dependents that features ask about."""

_CONTENT_TAGS = VERB_TAGS | NOUN_TAGS | {"JJ", "JJR", "JJS"}
_NUMBERS = {label: number for number, label in enumerate(LABELS)}


SYMBOL_CACHE = 1 << 16
"""Symbols kept; bounded, so that a run over fresh vocabulary does not grow."""

_symbol = lru_cache(maxsize=SYMBOL_CACHE)(symbol)


def symbols(texts: Iterable[str]) -> Symbols:
    """Numbers for strings, as `ranking.symbols` gives them."""
    return np.fromiter(map(_symbol, texts), dtype=np.uint64)


class WordColumns:
    """Arrays over the tokens of a Parse; each has one more item, at index -1, that stands for "no token".

    Args:
        parse: of the article.

    Attributes:
        lemmas: of verbs, nouns and adjectives; of other words the word itself.
        above: the head of each token, -1 of a root.
    """

    def __init__(self, parse: Parse) -> None:
        self.n = parse.n
        lemma = parse.lemma
        self.lemmas = [
            lower if tag not in _CONTENT_TAGS else lower.removesuffix("s") if tag == "NNPS" else lemma(token)
            for token, (tag, lower) in enumerate(zip(parse.tag, parse.lower, strict=True))
        ]
        self.lower = _padded(symbols(parse.lower))
        self.tag = _padded(symbols(parse.tag))
        self.dep = _padded(symbols(parse.dep))
        self.lemma = _padded(symbols(self.lemmas))
        self._head = np.array([*parse.head, -1], dtype=np.int64)
        self.above = np.where(self._head == np.arange(self.n + 1), -1, self._head)
        self._number = np.array([*(_NUMBERS.get(dep, -1) for dep in parse.dep), -1], dtype=np.int64)

    @cached_property
    def below(self) -> Indexes:
        """The first dependent of each token with each label, or -1; of shape (n_labels, n_tokens + 1)."""
        found = np.full((len(LABELS), self.n + 1), -1, dtype=np.int64)
        tokens = np.flatnonzero(self._number >= 0)[::-1]
        found[self._number[tokens], self._head[tokens]] = tokens
        found[:, -1] = -1
        return found

    def child(self, label: str, tokens: Indexes) -> Indexes:
        """The first dependent of each token with a label, or -1."""
        found: Indexes = self.below[_NUMBERS[label], tokens]
        return found

    def masks(self, tokens: Indexes) -> Symbols:
        """A bit for each of `LABELS` that a token's dependents have."""
        bits = np.left_shift(np.uint64(1), np.arange(len(LABELS), dtype=np.uint64))
        masks: Symbols = ((self.below[:, tokens] >= 0) * bits[:, None]).sum(axis=0, dtype=np.uint64)
        return masks

    def shifted(self, tokens: Indexes, by: int) -> Indexes:
        """The tokens that stand so many places away, or -1."""
        moved = tokens + by
        return np.where((moved >= 0) & (moved < self.n), moved, -1)


class Surroundings(NamedTuple):
    """What the article around each candidate tells, as numbers; each of shape (n,).

    Attributes:
        repeats: how often its lemma comes in the article.
        opening: how often, with whether the first sentence has it.
        place: which sentence it stands in.
        capitals: the kind of its tag in a headline of capitals, else that of none.
        verb: the lemma that it would have as a verb, of a name in such a headline.
        verb_class: what the lexicon says of that lemma.
        ending: its last three letters in such a headline.
    """

    repeats: Symbols
    opening: Symbols
    place: Symbols
    capitals: Symbols
    verb: Symbols
    verb_class: Symbols
    ending: Symbols


def trigger_features(columns: WordColumns, tokens: Indexes, classes: Symbols, names: Symbols, around: Surroundings) -> Rows:
    """Features of whether each token names an event.

    Args:
        columns: of the article.
        tokens: candidates, of shape (n,).
        classes: what the lexicon says of each candidate's lemma, of shape (n,).
        names: the kind of the name that each candidate is part of, or 0, of shape (n,).
        around: what the article around each candidate tells.

    Returns:
        Rows of the scorer's table, of shape (n, n_templates).
    """
    c = columns
    tag, dep, lemma = c.tag[tokens], c.dep[tokens], c.lemma[tokens]
    head = c.above[tokens]
    head_lemma, head_tag, head_dep = c.lemma[head], c.tag[head], c.dep[head]
    before, after = c.shifted(tokens, -1), c.shifted(tokens, 1)
    word_before, word_after = c.lower[before], c.lower[after]
    lemmas = [c.lemmas[token] for token in tokens.tolist()]
    ends = symbols(word[-3:] for word in lemmas), symbols(word[-4:] for word in lemmas)
    mask = c.masks(tokens)
    object_, subject = c.lemma[c.child("dobj", tokens)], c.child("nsubj", tokens)
    preposition, determiner = c.lower[c.child("prep", tokens)], c.lower[c.child("det", tokens)]
    rows = FeatureRows(len(tokens))
    for features in (
        (lemma,), (lemma, tag), (lemma, dep), (c.lower[tokens],), (tag,), (tag, dep), (tag, dep, head_tag), (dep, head_lemma),
        (tag, head_dep, dep), (ends[0], tag), (ends[1], tag), (ends[0], dep), (tag, word_before), (tag, word_after),
        (tag, c.tag[before], c.tag[after]), (tag, mask), (lemma, mask & _DETERMINED), (tag, dep, mask & _VERBAL),
        (tag, mask & _NOMINAL, ends[0]), (tag, preposition), (lemma, preposition), (tag, object_), (lemma, object_),
        (lemma, c.lower[c.child("prt", tokens)]), (tag, determiner, dep), (tag, c.tag[subject], c.lemma[subject]),
        (tag, c.lower[c.child("auxpass", tokens)], c.lower[c.child("aux", tokens)]), (classes,), (classes, tag, dep),
        (classes, mask & _DETERMINED, dep), (classes, head_lemma), (lemma, head_lemma), (tag, c.lemma[c.child("compound", tokens)]),
        (tag, c.lemma[c.above[head]]), (tag, c.lemma[c.child("pobj", head)], head_tag), (names, tag, dep), (names, lemma),
        (names, classes), (names, head_lemma), (classes, word_before), (classes, word_after), (lemma, determiner), (lemma, mask),
        (lemma, head_dep, dep), (tag, c.lemma[c.child("amod", tokens)]), (around.repeats, tag, dep), (around.opening, tag),
        (around.place, tag, dep), (around.capitals, around.verb), (around.capitals, around.verb_class, c.tag[after]),
        (around.capitals, around.ending), (around.capitals, dep),
    ):  # fmt: skip
        rows.add(*features)
    return rows.matrix()


def _padded(column: Symbols) -> Symbols:
    return np.append(column, np.uint64(0))


def _mask(*labels: str) -> np.uint64:
    return np.uint64(sum(1 << _NUMBERS[label] for label in labels))


_DETERMINED = _mask("det", "poss", "nummod", "prep", "acl", "dobj", "nsubj", "nsubjpass", "ccomp", "xcomp")
_VERBAL = _mask("nsubj", "nsubjpass", "dobj", "agent", "ccomp", "xcomp", "aux", "auxpass", "neg", "acomp", "attr", "prt")
_NOMINAL = _mask("det", "poss", "compound", "amod", "nummod", "prep", "acl", "relcl", "appos")
