"""Whose a quotation is: where two cues claim it, or it has an attribution of its own, one statement holds it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.leftovers import speech_verb
from pipeline.extract.quote_map import QuoteMap
from pipeline.extract.rivals import Found
from pipeline.parse import Parse

_STOPS = frozenset((".", "!", "?"))


def settle_owners(parse: Parse, quotes: QuoteMap, found: list[Found]) -> list[Found]:
    """Takes quotations from the choices that hold them beside another's: in "“A,” she said. “B,” he promised." she said A.

    A choice loses a quotation that is one whole part of it to a choice whose cue is nearer, and where an attribution of its
    own follows the quotation. With it go the parts that lie beyond it. One content may still hold another with its cue.

    Args:
        parse: of the article.
        quotes: its quotations.
        found: choices, each with a cue.
    """
    holders: dict[int, list[Found]] = {}
    for item in found:
        for number in _held(quotes, item):
            holders.setdefault(number, []).append(item)
    return [kept for item in found if (kept := _kept(parse, quotes, item, holders)).ranges]


def _held(quotes: QuoteMap, item: Found) -> list[int]:
    """Numbers of the quotations that a choice holds whole, from outside."""
    numbers = dict.fromkeys(number for first, last in item.ranges for number in quotes.touched(first, last))
    return [
        number
        for number in numbers
        if item.cue < 0 or quotes.inside[item.cue] != number
        if all(any(first <= start and stop <= last for first, last in item.ranges) for start, stop in quotes.ranges[number - 1])
    ]


def _kept(parse: Parse, quotes: QuoteMap, item: Found, holders: dict[int, list[Found]]) -> Found:
    """A choice without the parts that are another's."""
    if item.cue < 0:
        return item
    for number in sorted(_held(quotes, item), key=lambda number: abs(quotes.ranges[number - 1][0][0] - item.cue)):
        own = quotes.ranges[number - 1]
        if not set(own) <= set(item.ranges):
            continue
        distance = _distance(parse, quotes, item.cue, number)
        rivals = [other for other in holders[number] if other.cue >= 0 and other.cue != item.cue and not _nested(item, other)]
        is_lost = any(_distance(parse, quotes, other.cue, number) < distance for other in rivals)
        if not is_lost and distance[0] and len(item.ranges) > len(own):
            is_lost = speech_verb(parse, quotes, number - 1, {item.cue}, before=False) is not None
        if is_lost:
            start, stop = own[0][0], own[-1][1]
            is_before = stop <= item.cue
            parts = [part for part in item.ranges if (part[0] >= stop if is_before else part[1] <= start)]
            return replace(item, ranges=tuple(parts))
    return item


def _nested(one: Found, other: Found) -> bool:
    """Whether one of two contents holds the other's cue."""
    return any(first <= other.cue < last for first, last in one.ranges) or any(
        first <= one.cue < last for first, last in other.ranges
    )


def _distance(parse: Parse, quotes: QuoteMap, cue: int, number: int) -> tuple[bool, int]:
    """Whether a sentence ends between a cue and a quotation, and the tokens between them."""
    own = quotes.ranges[number - 1]
    between = range(own[-1][1], cue) if cue >= own[-1][1] else range(cue + 1, own[0][0])
    return any(parse.lower[token] in _STOPS and not quotes.inside[token] for token in between), len(between)
