"""Portions of a day, a month or a year that the text names: the morning of 3 March, the first Monday in May."""

from __future__ import annotations

import datetime as dt

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Anchor, Scene
from pipeline.extract.date_calendar import calendar_day, month, year
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import build, ordinal
from pipeline.extract.date_weekdays import weekday
from pipeline.extract.feasts import nth_weekday
from pipeline.extract.timex import TimexValue
from pipeline.vocabulary import DateMod, DateType, Granularity

_DAYS = {"week": 7, "half": 15}
"""Days at the beginning or the end of a month that a unit covers."""

_EARLY_HOURS = "MO"
"""The part of the day that "the small hours" belong to."""


def _named_day(match: Match, scene: Scene) -> layers.Date | None:
    """The day that stands behind "of"."""
    rows = calendar_day(match, scene) if match.has("month") else weekday(match, scene)
    return rows[0] if rows else None


def _shown(match: Match, scene: Scene, value: TimexValue, named: layers.Date) -> list[layers.Date]:
    """The row of a value that follows from a date that the expression holds."""
    return [build(match, scene, value, named.status, Anchor(named.anchor_date, named.anchor))]


def part_of_named_day(match: Match, scene: Scene) -> list[layers.Date]:
    """The morning of 3 March, the night of Tuesday, the early hours of Sunday."""
    named = _named_day(match, scene)
    if named is None:
        return []
    if "T" in (named.value or "").removeprefix("XXXX-WXX"):
        return [named]
    part = str(scene.value("PART", match.word("dpart"))) if match.has("dpart") else _EARLY_HOURS
    day = (named.value or "").partition("T")[0]
    value = TimexValue(DateType.TIME, f"{day}T{part}", Granularity.DAYPART, named.first_date, named.last_date)
    return _shown(match, scene, value, named)


def week_of_day(match: Match, scene: Scene) -> list[layers.Date]:
    """The week of March 6, the weekend of 11 November."""
    named = _named_day(match, scene)
    if named is None:
        return []
    is_week = match.word("unit") == "week"
    if named.first_date is None:
        value = timex.unknown("W" if is_week else "WE")
    else:
        value = timex.week(named.first_date) if is_week else timex.weekend(named.first_date)
    return _shown(match, scene, value, named)


def _whole(match: Match, scene: Scene) -> layers.Date | None:
    """The month or the year behind "of"."""
    rows = month(match, scene) if match.has("month") else year(match, scene)
    return rows[0] if rows else None


def weekday_of_month(match: Match, scene: Scene) -> list[layers.Date]:
    """The first Monday in May, the last Friday of 2021."""
    whole = _whole(match, scene)
    if whole is None:
        return []
    number = int(str(scene.value("WEEKDAY", match.word("weekday"))))
    nth = -1 if match.words("which")[0] in ("last", "final") else ordinal(match, scene)
    if whole.first_date is None or whole.last_date is None:
        return _shown(match, scene, timex.partial(f"XXXX-WXX-{number}", Granularity.DAY), whole)
    date = nth_weekday(whole.first_date, whole.last_date, number, nth)
    return _shown(match, scene, timex.day(date), whole) if date else []


def edge(match: Match, scene: Scene) -> list[layers.Date]:
    """The first day of May, the last week of June, the second half of July: an edge of the month or the year."""
    whole = _whole(match, scene)
    if whole is None:
        return []
    is_first = match.words("which")[0] in ("first", "opening")
    unit, first, last = match.word("unit"), whole.first_date, whole.last_date
    if first and last:
        if unit == "day":
            return _shown(match, scene, timex.day(first if is_first else last), whole)
        first, last = _cut(first, last, unit, is_first)
        if unit == "weekend":
            return _shown(match, scene, timex.weekend(first), whole)
    value = TimexValue(DateType.DATE, whole.value, whole.granularity, first, last)
    (row,) = _shown(match, scene, value, whole)
    row.mod = DateMod.START if is_first else DateMod.END
    return [row]


def _cut(first: dt.date, last: dt.date, unit: str, is_first: bool) -> tuple[dt.date, dt.date]:
    """The first or last days of a month or a year that a unit covers: 7 for a week, all for "the last days"."""
    if unit == "weekend":
        saturday = nth_weekday(first, last, 6, 1 if is_first else -1) or first
        return saturday, saturday
    if unit == "half" and not is_first:
        return first + dt.timedelta(days=15), last
    span = dt.timedelta(days=_DAYS.get(unit, (last - first).days + 1) - 1)
    return (first, first + span) if is_first else (last - span, last)
