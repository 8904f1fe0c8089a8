"""Arithmetic on half-open character spans, and the invariant that ties a row to its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open interval of Unicode code points of `articles.text`."""

    start: int
    end: int

    def __contains__(self, other: object) -> bool:
        """Whether another span lies within this one."""
        if not isinstance(other, tuple) or len(other) != 2:
            return False
        return bool(self.start <= other[0] and other[1] <= self.end)

    def overlaps(self, other: tuple[int, int]) -> bool:
        """Whether the spans share a code point."""
        return self.start < other[1] and other[0] < self.end

    def text(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]


def trim(text: str, start: int, end: int, outer: str = " \t\r\n\f\v\u00a0\u2028\u2029\u200b\ufeff") -> Span:
    """Shrinks a span until it neither starts nor ends with one of the outer characters.

    Args:
        text: the article's text.
        start: first code point.
        end: one past the last code point.
        outer: the characters to leave out.

    Returns:
        The shrunk span; empty, at `start`, where nothing is left.
    """
    first, last = start, end
    while last > first and text[last - 1] in outer:
        last -= 1
    while first < last and text[first] in outer:
        first += 1
    return Span(first, last) if first < last else Span(start, start)


def merge(spans: Iterable[tuple[int, int]]) -> list[Span]:
    """Joins spans that touch or overlap.

    Args:
        spans: in any order.

    Returns:
        Disjoint spans in order; empty ones are dropped.
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Span(start, end))
    return joined


def subtract(span: tuple[int, int], holes: Iterable[tuple[int, int]]) -> list[Span]:
    """What is left of a span when the holes are cut out, in order."""
    left: list[Span] = []
    at, stop = span
    for start, end in merge(holes):
        if end <= at or start >= stop:
            continue
        if start > at:
            left.append(Span(at, start))
        at = max(at, end)
    if at < stop:
        left.append(Span(at, stop))
    return left


class SpanIndex:
    """Finds the span that covers a position, among disjoint spans in order.

    Args:
        spans: disjoint and ordered by start.
    """

    __slots__ = ("_spans", "_starts")

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in spans]

    def at(self, position: int) -> int | None:
        """The index of the span that covers the position, or None. O(log n)."""
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position < self._spans[index][1]:
            return index
        return None


def check_span(text: str, start: int, end: int, expected: str) -> None:
    """Raises ValueError unless `text[start:end]` is the row's text and the offsets are in range."""
    if not 0 <= start <= end <= len(text) or text[start:end] != expected:
        raise ValueError(f"span {start}:{end} does not give {expected[:40]!r}")
