"""The days of feasts: fixed, by weekday, by Easter, by the Jewish calendar, by the new moon."""

from __future__ import annotations

import datetime as dt

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from pipeline.extract import timex
from pipeline.extract.date_anchors import near_weekday
from pipeline.extract.date_tense import FUTURE, PAST
from pipeline.lexicons import lexicon

UNKNOWN_DAY = "unknown"
"""The rule of a feast whose day a sighting of the moon or a national calendar decides."""

_EASTERS = {"easter": EASTER_WESTERN, "orthodox": EASTER_ORTHODOX}
_JEWISH = {"passover": -163, "rosh": 0, "kippur": 9}
"""Days from the Jewish new year to the feasts of the same Gregorian year; each begins on the evening before."""

_JEWISH_YEARS = 3761
_JEWISH_EPOCH = -1373427
"""The ordinal of the first day of the Jewish calendar."""

_NEW_MOONS: dict[int, str] = dict(
    enumerate(lexicon("dates")["lunar_new_year"]["days"], lexicon("dates")["lunar_new_year"]["first"])
)


def feast(rule: str, year: int) -> dt.date | None:
    """The day of a feast in a year; None where the calendar has none or the rule does not reach that year.

    Args:
        rule: "12-25", "11-4#4" (fourth Thursday of November; -1 is the last), "11-1#1+1" (the day after the first Monday),
            "easter-2", "orthodox+0", "passover", "rosh", "kippur", "hanukkah", "lunar" or "unknown".
        year: from 1 to 9998.
    """
    if rule == UNKNOWN_DAY:
        return None
    if rule == "lunar":
        return _month_day(_NEW_MOONS[year], year) if year in _NEW_MOONS else None
    if rule == "hanukkah":
        return hanukkah(year)
    if rule in _JEWISH:
        new_year = rosh_hashanah(year)
        return new_year + dt.timedelta(days=_JEWISH[rule]) if new_year else None
    kind = rule.rstrip("+-0123456789")
    if kind in _EASTERS:
        sunday = easter_sunday(year, _EASTERS[kind])
        return sunday + dt.timedelta(days=int(rule[len(kind) :])) if sunday else None
    return _month_day(rule, year)


def _month_day(rule: str, year: int) -> dt.date | None:
    month, _, rest = rule.partition("-")
    if "#" not in rest:
        return timex.valid_day(year, int(month), int(rest))
    weekday, _, nth = rest.partition("#")
    nth, _, later = nth.partition("+")
    whole = timex.month(year, int(month))
    date = nth_weekday(whole.first, whole.last, int(weekday), int(nth)) if whole.first and whole.last else None
    return date + dt.timedelta(days=int(later or 0)) if date else None


def nth_weekday(first: dt.date, last: dt.date, weekday: int, nth: int) -> dt.date | None:
    """The n-th such weekday (1 is Monday) of an interval, -1 the last; None where it has fewer."""
    if nth < 0:
        return near_weekday(last, weekday, PAST)
    if not nth:
        return None
    date = near_weekday(first, weekday, FUTURE) + dt.timedelta(days=7 * (nth - 1))
    return date if date <= last else None


def easter_sunday(year: int, method: int = EASTER_WESTERN) -> dt.date | None:
    """Easter of the Western or the Orthodox churches; None before 1583 and after 4099, where dateutil has none."""
    return easter(year, method) if 1583 <= year <= 4099 else None


def rosh_hashanah(year: int) -> dt.date | None:
    """The Jewish new year that begins in a Gregorian year; None before 1583 and after 9000.

    By the mean new moon and the four postponements: N. Dershowitz and E. M. Reingold, Calendrical Calculations, chapter 8.
    """
    if not 1583 <= year <= 9000:
        return None
    jewish = year + _JEWISH_YEARS
    before, this, after = (_elapsed_days(jewish + step) for step in (-1, 0, 1))
    delay = 2 if after - this == 356 else this - before == 382
    return dt.date.fromordinal(_JEWISH_EPOCH + this + delay)


def _elapsed_days(jewish: int) -> int:
    """Days from the epoch to the mean new year of a Jewish year, moved off Sunday, Wednesday and Friday."""
    months = (235 * jewish - 234) // 19
    parts = 12084 + 13753 * months
    days = 29 * months + parts // 25920
    return days + (3 * (days + 1) % 7 < 3)


def hanukkah(year: int) -> dt.date | None:
    """The first day of Hanukkah, 25 Kislev, which the length of the month before it moves."""
    first, following = rosh_hashanah(year), rosh_hashanah(year + 1)
    if first is None or following is None:
        return None
    has_long_autumn = (following - first).days in (355, 385)
    return first + dt.timedelta(days=83 + has_long_autumn)
