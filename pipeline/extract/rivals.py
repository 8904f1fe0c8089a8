"""Rivals: choices of an article that cannot all be right, since they report the same words."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from pipeline.extract.quote_map import Range

_SAME_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """A choice: a cue and what it reports.

    Attributes:
        cue: token; -1 where a quotation stands alone.
        ranges: token ranges of the content, in order.
        probability: that the cue reports this content; None where a rule says so.
        source: head token of the source where the layout says who speaks.
    """

    cue: int
    ranges: tuple[Range, ...]
    probability: float | None
    source: int | None = None


def choose(found: list[Found], n_tokens: int, quoted: Container[int] = ()) -> list[Found]:
    """Keeps the likeliest of choices that exclude each other.

    Two contents exclude each other where they are nearly the same words, or overlap without one holding the other. Such a
    one reaches over an end of the other's parts or over its middle, so that only these few tokens are looked at. A report
    within a quotation is no rival: "“I think it rained,” she said".

    Args:
        found: choices of an article.
        n_tokens: its length.
        quoted: cues whose content is a quotation.
    """
    covering: list[tuple[int, ...]] = [()] * n_tokens
    kept: list[Found] = []
    sizes: list[int] = []
    for item in sorted(found, key=lambda item: (-(1.0 if item.probability is None else item.probability), item.cue)):
        size = sum(last - first for first, last in item.ranges)
        near = {index for token in _landmarks(item.ranges, size) for index in covering[token]}
        if any(_exclude(item, kept[index], size, sizes[index], quoted) for index in near):
            continue
        first, last = item.ranges[0][0], item.ranges[-1][1]
        covering[first:last] = [(*others, len(kept)) for others in covering[first:last]]
        kept.append(item)
        sizes.append(size)
    return kept


def _landmarks(ranges: tuple[Range, ...], size: int) -> list[int]:
    """First and last token of every part, and the middle one of all."""
    found = [token for first, last in ranges for token in (first, last - 1)]
    left = size // 2
    for first, last in ranges:
        if left < last - first:
            found.append(first + left)
            break
        left -= last - first
    return found


def n_shared(ranges: tuple[Range, ...], others: tuple[Range, ...]) -> int:
    """Tokens that lie in both of two contents."""
    if len(ranges) == len(others) == 1:
        return max(0, min(ranges[0][1], others[0][1]) - max(ranges[0][0], others[0][0]))
    shared = index = 0
    for first, last in ranges:
        while index < len(others) and others[index][1] <= first:
            index += 1
        for start, stop in others[index:]:
            if start >= last:
                break
            shared += min(last, stop) - max(first, start)
    return shared


def _exclude(one: Found, other: Found, size: int, other_size: int, quoted: Container[int]) -> bool:
    shared = n_shared(one.ranges, other.ranges)
    if not shared:
        return False
    inner, outer = (one, other) if size < other_size else (other, one)
    if shared == min(size, other_size) != max(size, other_size) and outer.cue in quoted and _holds(outer, inner.cue):
        return False
    if shared / (size + other_size - shared) > _SAME_SHARE:
        return True
    return shared < min(size, other_size)


def _holds(found: Found, token: int) -> bool:
    return any(first <= token < last for first, last in found.ranges)
