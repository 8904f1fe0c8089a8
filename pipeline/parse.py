"""A spaCy Doc as plain columns.

Reading an attribute of a spaCy `Token` costs a tenth of a microsecond and an object; the stages read millions of them.
`Parse` asks the Doc once for everything and keeps Python lists, which is what lets the stages cost a fraction of the
parse itself.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, LENGTH, LOWER, ORTH, SENT_START, TAG
from spacy.strings import get_string_id
from spacy.tokens import Doc

from pipeline.spans import Span

Lemmatize = Callable[[str, str], str]
"""Takes a lower-case word and its Penn tag, gives the lemma."""

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "BES", "HVS"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
NAME_TAGS = frozenset({"NNP", "NNPS"})
PUNCT_TAGS = frozenset({".", ",", ":", "``", "''", '""', "-LRB-", "-RRB-", "HYPH", "NFP"})
TENSED_TAGS = frozenset({"VBD", "VBZ", "VBP"})
FINITE_TAGS = TENSED_TAGS | {"MD"}
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that"})

SYMBOL_CACHE = 1 << 16
"""Strings whose numbers are kept at most: those of the language, not of the dump, so that memory stays flat."""

_SIGNED = np.int64


@lru_cache(maxsize=SYMBOL_CACHE)
def symbol(text: str) -> int:
    """The number that a Doc stores for a string: the same on every machine, 0 for none."""
    return int(get_string_id(text))


class Parse:
    """Columns of one parsed text. Every list has one item a token; white-space tokens are included.

    Args:
        doc: a Doc with tags, heads, labels and sentence starts.
        lemmatize: gives lemmas; without one the Doc's own lemmas are used, or the word itself.

    Attributes:
        text: the text that offsets count. `doc.text` differs from it only one for one, where characters were replaced.
        start, end: character offsets.
        lower, tag, dep: strings.
        head: index of the governing token, its own index for a root.
        sent: index of the sentence.
        sentences: half-open token ranges.
    """

    __slots__ = ("__dict__", "_lemmatize", "dep", "doc", "end", "head", "lower", "n", "sent", "sentences", "start", "tag", "text")

    def __init__(self, doc: Doc, text: str | None = None, lemmatize: Lemmatize | None = None) -> None:
        self.doc = doc
        self.text = doc.text if text is None else text
        self.n = len(doc)
        self._lemmatize = lemmatize
        table = doc.to_array([IDX, LENGTH, LOWER, TAG, DEP, HEAD, SENT_START]).reshape(self.n, 7)
        starts = table[:, 0].astype(_SIGNED)
        self.start: list[int] = starts.tolist()
        self.end: list[int] = (starts + table[:, 1].astype(_SIGNED)).tolist()
        strings = doc.vocab.strings
        known: dict[int, str] = {0: ""}
        for column in (2, 3, 4):
            for key in table[:, column].tolist():
                if key not in known:
                    known[key] = strings[key]
        self.lower: list[str] = [known[key] for key in table[:, 2].tolist()]
        self.tag: list[str] = [known[key] for key in table[:, 3].tolist()]
        self.dep: list[str] = [known[key] for key in table[:, 4].tolist()]
        self.head: list[int] = (np.arange(self.n) + table[:, 5].astype(_SIGNED)).tolist()
        opens = table[:, 6].astype(_SIGNED) == 1
        if self.n:
            opens[0] = True
        self.sent: list[int] = (np.cumsum(opens) - 1).tolist()
        bounds = [*np.flatnonzero(opens).tolist(), self.n]
        self.sentences: list[tuple[int, int]] = list(pairwise(bounds))

    def __len__(self) -> int:
        return self.n

    def word(self, token: int) -> str:
        """The token's characters."""
        return self.text[self.start[token] : self.end[token]]

    def lemma(self, token: int, tag: str | None = None) -> str:
        """The token's lemma, lower case; with a tag, the lemma that it would have under that tag."""
        if self._lemmatize is not None:
            return self._lemmatize(self.lower[token], tag or self.tag[token])
        return self.lower[token] if tag else self.doc[token].lemma_.lower() or self.lower[token]

    def symbols(self) -> npt.NDArray[np.uint64]:
        """The numbers of lower-case word, tag, label, entity label and word as written, of shape (5, n)."""
        table = self.doc.to_array([LOWER, TAG, DEP, ENT_TYPE, ORTH])
        found: npt.NDArray[np.uint64] = table.astype(np.uint64).reshape(self.n, 5).T
        return found

    @cached_property
    def children(self) -> list[list[int]]:
        """Dependents of each token, in the order of the text."""
        found: list[list[int]] = [[] for _ in range(self.n)]
        for token, head in enumerate(self.head):
            if head != token:
                found[head].append(token)
        return found

    @cached_property
    def edges(self) -> tuple[list[int], list[int]]:
        """First token, and one past the last token, of each token's subtree."""
        left = list(range(self.n))
        right = [token + 1 for token in left]
        for token in self._bottom_up():
            head = self.head[token]
            if head != token:
                left[head] = min(left[head], left[token])
                right[head] = max(right[head], right[token])
        return left, right

    @cached_property
    def roots(self) -> list[int]:
        """The first root of each sentence; its last token where it has none."""
        found = [last - 1 for _, last in self.sentences]
        for token in range(self.n - 1, -1, -1):
            if self.head[token] == token:
                found[self.sent[token]] = token
        return found

    def _bottom_up(self) -> list[int]:
        """Tokens ordered so that each comes before its head."""
        children = self.children
        order = [token for token, head in enumerate(self.head) if head == token]
        for token in order:
            order.extend(children[token])
        order.reverse()
        return order

    def subtree(self, token: int) -> tuple[int, int]:
        """Half-open token range from the first to the last word below a token, itself included."""
        left, right = self.edges
        return left[token], right[token]

    def child(self, token: int, *labels: str) -> int | None:
        """The first dependent with one of the labels."""
        for other in self.children[token]:
            if self.dep[other] in labels:
                return other
        return None

    def conjuncts(self, token: int) -> list[int]:
        """The token and what is coordinated with it, in order."""
        found = [token]
        for item in found:
            found.extend(other for other in self.children[item] if self.dep[other] == "conj")
        return found

    def ancestors(self, token: int) -> Iterator[int]:
        """The token's head, its head, and so on to the root."""
        while self.head[token] != token:
            token = self.head[token]
            yield token

    def span(self, first: int, last: int) -> Span:
        """The characters from a token to one before another."""
        return Span(self.start[first], self.end[last - 1])

    def token_at(self, position: int) -> int:
        """The token that covers a character, or the next one; `n` past the last."""
        token = bisect_right(self.start, position) - 1
        if token >= 0 and position < self.end[token]:
            return token
        return token + 1

    def tokens_in(self, start: int, end: int) -> tuple[int, int]:
        """Half-open range of the tokens that lie at least partly within a character span."""
        return bisect_right(self.end, start), bisect_left(self.start, end)

    @cached_property
    def spaces(self) -> list[bool]:
        """Whether each token is white space."""
        return [tag == "_SP" or not lower.strip() for tag, lower in zip(self.tag, self.lower, strict=True)]

    @cached_property
    def marks(self) -> list[bool]:
        """Whether the tag of each token is that of a punctuation mark."""
        return [tag in PUNCT_TAGS for tag in self.tag]

    def is_space(self, token: int) -> bool:
        """Whether the token is white space."""
        return self.spaces[token]

    def is_verb(self, token: int) -> bool:
        """Whether the tag is that of a verb."""
        return self.tag[token] in VERB_TAGS

    def is_punct(self, token: int) -> bool:
        """Whether the tag is that of a punctuation mark."""
        return self.marks[token]

    def has(self, token: int, words: Sequence[str] | frozenset[str], *labels: str) -> int | None:
        """The first dependent that is one of the words, with one of the labels where any is given."""
        for other in self.children[token]:
            if self.lower[other] in words and (not labels or self.dep[other] in labels):
                return other
        return None
