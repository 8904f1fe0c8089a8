"""The quotations of an article by token and paragraph, and which of them stand beside a cue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from pipeline.layers import Quotation
from pipeline.parse import NAME_TAGS, Parse
from pipeline.spans import Span, SpanIndex

MAX_QUOTES = 3
"""Quotations on one side of a cue that a candidate may join."""

NICKNAME_WORDS = 3
"""Words of a name between marks within a name."""

MAX_GAP = 40
"""Words between a quotation and a cue of the same sentence that may still report it."""

Range = tuple[int, int]


class QuoteMap:
    """The outer quotations of an article as token ranges, by paragraph.

    Args:
        parse: of the article.
        paragraphs: disjoint, in order.
        quotes: in order.
    """

    def __init__(self, parse: Parse, paragraphs: list[Span], quotes: list[Quotation]) -> None:
        self.outer = [quote for quote in quotes if quote.depth == 0]
        self._spans = [quote.span for quote in self.outer]
        self._ends = [span.end for span in self._spans]
        self.ranges = [tuple(parse.tokens_in(*part) for part in quote.parts) for quote in self.outer]
        self._paragraphs = SpanIndex(paragraphs)
        self._bounds = paragraphs
        self._words = [0, *accumulate([not (mark or space) for mark, space in zip(parse.marks, parse.spaces, strict=True)])]
        self._flat = [(first, last, index) for index, parts in enumerate(self.ranges, 1) for first, last in parts]
        self._stops = [last for _, last, _ in self._flat]
        inside = [0] * (parse.n + 1)
        for index, parts in enumerate(self.ranges, 1):
            for first, last in parts:
                inside[first:last] = [index] * (last - first)
        self.inside = inside
        self.nicknames = frozenset(index for index, parts in enumerate(self.ranges) if _is_nickname(parse, parts))

    def paragraph(self, position: int) -> Span | None:
        """The paragraph at a character."""
        index = self._paragraphs.at(position)
        return None if index is None else self._bounds[index]

    def after_paragraph(self, paragraph: Span) -> Span | None:
        """The next paragraph."""
        index = self._paragraphs.at(paragraph.start)
        return self._bounds[index + 1] if index is not None and index + 1 < len(self._bounds) else None

    def before_paragraph(self, paragraph: Span) -> Span | None:
        """The paragraph before."""
        index = self._paragraphs.at(paragraph.start)
        return self._bounds[index - 1] if index else None

    def beside(self, parse: Parse, cue: int) -> tuple[list[int], list[int]]:
        """Quotations before and after a cue in its paragraph, nearest last and nearest first.

        A quotation of the paragraph before counts if it runs up to this one; one of the next, if this one ends with the
        cue and a colon.
        """
        paragraph = self.paragraph(parse.start[cue])
        if paragraph is None:
            return [], []
        start, end = parse.start[cue], parse.end[cue]
        middle = bisect_right(self._ends, start + 1)  # the first quotation that does not end before the cue
        near = [index for index in range(max(0, middle - MAX_QUOTES), middle) if index not in self.nicknames]
        before = [index for index in near if self._ends[index] > paragraph.start]
        near = [index for index in range(middle, min(len(self.outer), middle + MAX_QUOTES + 1)) if index not in self.nicknames]
        after = [index for index in near if end - 1 <= self._spans[index].start < paragraph.end]
        if not after and parse.text[paragraph.end - 1 : paragraph.end] == ":":
            following = self.after_paragraph(paragraph)
            index = bisect_left(self._ends, paragraph.end)
            if following and index < len(self.outer) and self._spans[index].start == following.start:
                after.append(index)
        return self._linked(parse, cue, before, after)

    def _linked(self, parse: Parse, cue: int, before: list[int], after: list[int]) -> tuple[list[int], list[int]]:
        """Of the quotations beside a cue, those that nothing but the cue's own words part from it and from each other."""
        first, last = parse.sentences[parse.sent[cue]]
        linked_before: list[int] = []
        edge = first
        for index in reversed(before):
            start, stop = self.ranges[index][0][0], self.ranges[index][-1][1]
            is_near = stop > first and not linked_before
            if self.n_words(stop, cue if is_near else edge) > (MAX_GAP if is_near else 0):
                break
            linked_before.append(index)
            edge = start
        linked_after: list[int] = []
        edge = last
        for index in after[:MAX_QUOTES]:
            start, stop = self.ranges[index][0][0], self.ranges[index][-1][1]
            is_near = start < last and not linked_after
            if self.n_words(cue + 1 if is_near else edge, start) > (MAX_GAP if is_near else 0):
                break
            linked_after.append(index)
            edge = stop
        return linked_before[::-1], linked_after

    def touched(self, first: int, last: int) -> list[int]:
        """Numbers, from 1, of the quotations that share a token with a range."""
        found = []
        for place in range(bisect_right(self._stops, first), len(self._flat)):
            start, _, number = self._flat[place]
            if start >= last:
                break
            found.append(number)
        return found

    def n_words(self, first: int, last: int) -> int:
        """Words among the tokens of a range; none where it is empty."""
        return self._words[last] - self._words[first] if first < last else 0

    def n_words_of(self, ranges: Iterable[Range]) -> int:
        """Words among the tokens of several ranges."""
        return sum([self.n_words(first, last) for first, last in ranges])


def _is_nickname(parse: Parse, parts: tuple[Range, ...]) -> bool:
    """Whether a quotation is a name within a name: "Marcia “Cia” Price"."""
    first, last = parts[0][0] + 1, parts[-1][1] - 1
    if not 0 < last - first <= NICKNAME_WORDS or first < 2 or last + 1 >= parse.n:
        return False
    beside = (first - 2, last + 1)
    return all(parse.word(token)[:1].isupper() for token in range(first, last)) and all(
        parse.tag[token] in NAME_TAGS for token in beside
    )
