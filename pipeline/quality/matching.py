"""One-to-one matching of gold spans with found spans, best overlap first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple, TypeVar

from pipeline.spans import Span

_Item = TypeVar("_Item", bound=Hashable)
_Gold = TypeVar("_Gold", bound=Hashable)
_Found = TypeVar("_Found", bound=Hashable)

_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Pair(NamedTuple):
    """A gold item and the found item that it is matched with.

    Attributes:
        gold, found: indexes.
        iou: intersection over union, above 0 and at most 1.
    """

    gold: int
    found: int
    iou: float


class Words:
    """The words of a text, so that contents are compared without quotation marks, commas and white space.

    Args:
        text: the article's text.
    """

    def __init__(self, text: str) -> None:
        self._starts = [match.start() for match in _WORD.finditer(text)]

    def within(self, parts: Iterable[Span]) -> frozenset[int]:
        """The numbers of the words that begin within one of the parts."""
        found: set[int] = set()
        for part in parts:
            found.update(range(bisect_left(self._starts, part.start), bisect_left(self._starts, part.end)))
        return frozenset(found)


def last_word(name: str) -> str | None:
    """The last word of a name in lower case, without what follows a comma and without a possessive mark."""
    words = _WORD.findall(name.split(",")[0])
    if not words:
        return None
    last: str = words[-1].lower()
    return last.removesuffix("'s").removesuffix("’s") or None


def set_iou(one: Set[int], other: Set[int]) -> float:
    """Intersection over union of two sets; 0 where both are empty."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def span_iou(one: Span, other: Span) -> float:
    """Intersection over union of two spans, in characters."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0:
        return 0.0
    return shared / (one.end - one.start + other.end - other.start - shared)


def match_words(gold: Sequence[Set[int]], found: Sequence[Set[int]]) -> list[Pair]:
    """Matches sets of word numbers that share a word."""
    return _one_to_one(Pair(i, j, set_iou(one, other)) for i, one in enumerate(gold) for j, other in enumerate(found))


def match_spans(gold: Sequence[Span], found: Sequence[Span]) -> list[Pair]:
    """Matches spans that share a character; equal spans come first."""
    return _one_to_one(Pair(i, j, span_iou(one, other)) for i, one in enumerate(gold) for j, other in enumerate(found))


def _one_to_one(candidates: Iterable[Pair]) -> list[Pair]:
    """Takes pairs from the best on; of equal ones the first in the text wins. In the order of the gold."""
    ordered = sorted((pair for pair in candidates if pair.iou > 0), key=lambda pair: (-pair.iou, pair.gold, pair.found))
    gold: set[int] = set()
    found: set[int] = set()
    chosen = []
    for pair in ordered:
        if pair.gold not in gold and pair.found not in found:
            gold.add(pair.gold)
            found.add(pair.found)
            chosen.append(pair)
    return sorted(chosen)


def b_cubed(gold: Mapping[_Item, _Gold], found: Mapping[_Item, _Found]) -> tuple[float, float, int]:
    """B-cubed precision and recall of a clustering (Bagga and Baldwin 1998), summed over the items that both have.

    Args:
        gold: item to cluster.
        found: item to cluster.

    Returns:
        Sum of the items' precisions, sum of their recalls, number of items. Items that only one side has are left out:
        they are counted where mentions are.
    """
    items = [item for item in gold if item in found]
    gold_sets = _clusters(items, gold)
    found_sets = _clusters(items, found)
    precision = recall = 0.0
    for item in items:
        one, other = gold_sets[gold[item]], found_sets[found[item]]
        shared = len(one & other)
        precision += shared / len(other)
        recall += shared / len(one)
    return precision, recall, len(items)


def lea(one: Mapping[_Item, _Gold], other: Mapping[_Item, _Found]) -> tuple[float, int]:
    """One side of LEA (Moosavi and Strube 2016, "Which coreference evaluation metric do you trust?", ACL, section 4).

    Each cluster of `one` counts by its size, times the share of its links that lie within one cluster of `other`. A cluster of one
    item has a link to itself, which only a cluster of that one item shares.

    Args:
        one: item to cluster: the gold for the recall, the found for the precision.
        other: the other side.

    Returns:
        The sum over the clusters, and what it would be if all were right: the number of items.
    """
    sizes: dict[_Found, int] = {}
    for cluster in other.values():
        sizes[cluster] = sizes.get(cluster, 0) + 1
    total = 0.0
    for items in _clusters(one, one).values():
        shared: dict[_Found, int] = {}
        for item in items:
            if item in other:
                shared[other[item]] = shared.get(other[item], 0) + 1
        if len(items) == 1:
            total += any(sizes[cluster] == 1 for cluster in shared)
        else:
            total += len(items) * sum(n * (n - 1) for n in shared.values()) / (len(items) * (len(items) - 1))
    return total, len(one)


def _clusters(items: Iterable[_Item], cluster_of: Mapping[_Item, _Gold]) -> dict[_Gold, set[_Item]]:
    clusters: dict[_Gold, set[_Item]] = {}
    for item in items:
        clusters.setdefault(cluster_of[item], set()).add(item)
    return clusters
