"""Makes the rows of the layer `dates`, and reads the parts that several kinds of expression share."""

from __future__ import annotations

from collections.abc import Callable

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Anchor, Scene
from pipeline.extract.date_numbers import read_number, read_year
from pipeline.extract.date_patterns import Match
from pipeline.extract.timex import TimexValue
from pipeline.spans import Span
from pipeline.vocabulary import DateAnchor, DateMod, DateStatus

Reading = Callable[[Match, Scene], list[layers.Date]]
"""Takes a match and the scene and gives its rows: usually one, two for a range in one expression, none where the calendar has no
such date. Readings live in the modules `date_*` and are named in the lexicon."""

NOWHERE = Anchor(None, DateAnchor.NONE)

STEPS = {"this": 0, "latest": 0, "last": -1, "past": -1, "before": -1, "next": 1, "after": 1}
"""How far from the anchor's period the words of the class REF point, by the value that the lexicon gives them."""

_PARTS = {"START": DateMod.START, "MID": DateMod.MID, "END": DateMod.END}
_COMPARISONS = {
    "more": DateMod.MORE_THAN,
    "over": DateMod.MORE_THAN,
    "less": DateMod.LESS_THAN,
    "fewer": DateMod.LESS_THAN,
    "under": DateMod.LESS_THAN,
    "nearly": DateMod.LESS_THAN,
    "almost": DateMod.LESS_THAN,
    "least": DateMod.EQUAL_OR_MORE,
    "most": DateMod.EQUAL_OR_LESS,
    "up": DateMod.EQUAL_OR_LESS,
}


def build(
    match: Match, scene: Scene, value: TimexValue, status: DateStatus, anchor: Anchor = NOWHERE, span: Span | None = None
) -> layers.Date:
    """Makes the row of a match.

    Args:
        match: gives span and modifier.
        scene: gives the lexicon.
        value: what it denotes.
        status: how it could be read.
        anchor: what it was resolved against.
        span: where it is only a part of the match.
    """
    if span is None:
        first, last = match.groups.get("span", (match.first, match.last))
        words = match.pieces.lower
        if words[last - 1] == "(" or (words[last - 1] == ")" and "(" not in words[first:last]):
            last -= 1
        span = Span(match.pieces.start[first], match.pieces.end[last - 1])
    return layers.Date(
        span=span,
        type=value.type,
        value=value.value,
        status=status,
        mod=modifier(match, scene),
        first_date=value.first,
        last_date=value.last,
        granularity=value.granularity,
        anchor=anchor.kind,
        anchor_date=anchor.date,
    )


def modifier(match: Match, scene: Scene) -> DateMod | None:
    """The TIMEX3 modifier that the words of a match express."""
    for group in ("mod", "mod2"):
        for word in match.words(group):
            found = _PARTS.get(str(scene.value("MODWORD", word) or scene.value("PARTOF", word)))
            if found:
                return found
    tail = match.words("tail")
    if "more" in tail or "longer" in tail:
        return DateMod.EQUAL_OR_MORE
    if "less" in tail:
        return DateMod.EQUAL_OR_LESS
    words = match.words("approx") or tail
    if not words:
        return None
    negative = words[0] == "no"
    for word in words:
        if word in _COMPARISONS:
            if negative:
                return DateMod.EQUAL_OR_LESS if word in ("more", "over") else DateMod.EQUAL_OR_MORE
            return _COMPARISONS[word]
    return DateMod.APPROX


def relative(match: Match, scene: Scene, value: TimexValue | None, unit: str, anchor: Anchor | None = None) -> list[layers.Date]:
    """The row of a relative date: resolved, or partial where there is no anchor."""
    anchor = anchor or scene.anchor
    if value is None or anchor.date is None:
        return [build(match, scene, timex.unknown(unit), DateStatus.PARTIAL)]
    return [build(match, scene, value, DateStatus.RELATIVE, anchor)]


def number(match: Match, scene: Scene, group: str) -> float | None:
    """The number that a group denotes."""
    values = scene.grammar.values
    return read_number(match.words(group), values["NUMBER"], values["SCALE"])


def day_of(match: Match, scene: Scene, group: str = "day") -> int:
    """The day of the month in a group, in digits or as an ordinal."""
    return sum(_rank(word, scene) for word in match.words(group))


def reference(match: Match, scene: Scene) -> str:
    """What the last word of the group `ref` points to, as the lexicon says; "this" where there is none."""
    return str(scene.value("REF", match.words("ref")[-1])) if match.has("ref") else "this"


def last_reference(match: Match, scene: Scene) -> str | None:
    """What the group `ref` points to, where "this past" counts as "past"; None where it took no part."""
    found = [str(scene.value("REF", word)) for word in match.words("ref")]
    return next((word for word in reversed(found) if word != "this"), found[-1] if found else None)


def ordinal(match: Match, scene: Scene, group: str = "which") -> int:
    """The number that a group ranks; the last quarter is the fourth, the last half the second."""
    words = match.words(group)
    return 4 if words in (["last"], ["final"]) else sum(_rank(word, scene) for word in words)


def _rank(word: str, scene: Scene) -> int:
    if word.isdecimal():
        return int(word) if len(word) < 6 else 0
    return int(str(scene.value("ORDINAL", word) or scene.value("NUMBER", word) or 0))


def month_of(match: Match, scene: Scene) -> int:
    """The number of the match's month."""
    word = match.words("month")[0]
    return int(str(scene.value("MONTH", word) or scene.value("SHORTMONTH", word)))


def written_year(match: Match, scene: Scene) -> int | None:
    """The year that the match names in digits or in words."""
    if match.has("year"):
        return int(match.word("year"))
    return read_year(match.words("spelled"), scene.grammar.values["NUMBER"]) if match.has("spelled") else None


def reference_year(match: Match, scene: Scene) -> tuple[int | None, bool]:
    """The year that "last year" and the like name, and whether the group took part."""
    words = match.words("yref")
    if not words:
        return None, False
    date = scene.anchor.date
    if date is None:
        return None, True
    return date.year + sum(STEPS.get(str(scene.value("REF", word)), 0) for word in words), True
