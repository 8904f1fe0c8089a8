"""Days of a period that the text bounds: the quarter ended Sept. 30, the three months to June, the week beginning May 3."""

from __future__ import annotations

import datetime as dt
import re

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Scene
from pipeline.vocabulary import DateAnchor, DateStatus, DateType, Granularity

_BOUND = re.compile(
    r",? (?:(?:that |which )?(?P<last>ended|ending|ends)|(?P<to>to|through)|(?P<first>beginning|starting|begun))(?: on)? "
)
_EDGE = re.compile(r"(?:the )?(first|last|final|opening) ", re.IGNORECASE)
_LENGTH = re.compile(r"P(\d{1,3})([DWMY])")
_LENGTHS = {
    Granularity.WEEK: ("W", 1),
    Granularity.MONTH: ("M", 1),
    Granularity.QUARTER: ("M", 3),
    Granularity.HALF: ("M", 6),
    Granularity.YEAR: ("Y", 1),
}
_BOUNDS = frozenset({Granularity.DAY, Granularity.MONTH})
_NEAR_DAYS = 7
"""How far from the end of a calendar quarter a quarter of accounts may end and still be called by it."""


def settle_intervals(scene: Scene) -> None:
    """Gives a period the days that follow from its first or last one, where the text names it next."""
    text = scene.parse.text
    for period, bound in zip(scene.dates, scene.dates[1:], strict=False):
        if bound.span.start - period.span.end > 24 or bound.type is not DateType.DATE:
            continue
        if bound.granularity is Granularity.YEAR and text[period.span.end : bound.span.start] == " of ":
            _settle_edge(period, bound, text)
        if bound.granularity not in _BOUNDS:
            continue
        gap = _BOUND.fullmatch(text, period.span.end, bound.span.start)
        length = _length(period)
        if gap is None or length is None or bound.first_date is None or bound.last_date is None:
            continue
        if gap["to"] and period.type is not DateType.DURATION:
            continue
        interval = _from(bound.first_date, *length) if gap["first"] else _until(bound.last_date, *length)
        period.first_date, period.last_date = interval
        period.anchor, period.anchor_date = DateAnchor.CONTEXT, bound.last_date
        if period.type is DateType.DATE:
            _rename(period, text)


def settle_appositions(scene: Scene) -> None:
    """Gives "today" in "today (July 26, 2022)" the date that stands beside it in parentheses."""
    text = scene.parse.text
    for named, beside in zip(scene.dates, scene.dates[1:], strict=False):
        gap = text[named.span.end : beside.span.start][:4].strip()
        if gap != "(" or text[beside.span.end : beside.span.end + 2].strip()[:1] != ")":
            continue
        is_day = named.granularity is Granularity.DAY and beside.granularity is Granularity.DAY and named.type is DateType.DATE
        if not is_day or named.status is DateStatus.EXPLICIT or beside.status is not DateStatus.EXPLICIT:
            continue
        named.value, named.first_date, named.last_date = beside.value, beside.first_date, beside.last_date
        named.status, named.anchor, named.anchor_date = DateStatus.RELATIVE, DateAnchor.CONTEXT, beside.first_date


def _settle_edge(period: layers.Date, year: layers.Date, text: str) -> None:
    """Gives "the first nine months of 2021" its days."""
    edge, length = _EDGE.match(period.span.text(text)), _length(period)
    if edge is None or length is None or period.type is not DateType.DURATION or not (year.first_date and year.last_date):
        return
    is_last = edge[1].lower() in ("last", "final")
    period.first_date, period.last_date = _until(year.last_date, *length) if is_last else _from(year.first_date, *length)
    period.anchor, period.anchor_date = DateAnchor.CONTEXT, year.first_date


def _length(period: layers.Date) -> tuple[str, int] | None:
    """Unit and number of the length of a period that a bound can fix; None where it has none or its days are named."""
    found = _LENGTH.fullmatch(period.value or "")
    if period.type is DateType.DURATION:
        return (found[2], int(found[1])) if found else None
    if period.type is not DateType.DATE or period.granularity is None or period.mod is not None:
        return None
    return _LENGTHS.get(period.granularity)


def _until(last: dt.date, unit: str, count: int) -> tuple[dt.date, dt.date]:
    """The interval of so many units that ends on a day."""
    after = timex.moved(last, "D", 1)
    return min(timex.moved(after, unit, -count), last), last


def _from(first: dt.date, unit: str, count: int) -> tuple[dt.date, dt.date]:
    """The interval of so many units that begins on a day."""
    return first, max(timex.moved(timex.moved(first, unit, count), "D", -1), first)


def _rename(period: layers.Date, text: str) -> None:
    """Names an unnumbered week or quarter by its days: "the quarter ended Sept. 29" is the third."""
    words = period.span.text(text).lower()
    if period.first_date is None or period.last_date is None:
        return
    if words in ("the week", "week"):
        period.value = timex.week(period.first_date).value
    elif words in ("the quarter", "quarter"):
        near = timex.quarter(period.last_date.year, (timex.moved(period.last_date, "D", -_NEAR_DAYS).month + 2) // 3)
        if near.last and abs((near.last - period.last_date).days) <= _NEAR_DAYS:
            period.value = near.value
