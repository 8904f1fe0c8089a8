"""Values of time expressions: TIMEX3 strings with the days that they cover.

The notation is that of ISO-TimeML: `2023-11-17`, `2023-11`, `2023-W46`, `2023-Q3`, `2023-SU`, `199` for a decade, `19` for a
century, `2023-11-17TNI` for a part of a day, `P3D` for a duration; X stands for what is not known. A fiscal year is written
`FY2024` and covers no days, because the text does not say when it begins.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from pipeline.vocabulary import DateType, Granularity

FIRST_YEAR, LAST_YEAR = 1, 9998
"""Years that have dates; the last one leaves room for a winter that ends in the next."""

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of the meteorological seasons of the northern half of the earth; a winter is named by the year it begins in."""

_DATE = DateType.DATE


@dataclass(frozen=True, slots=True)
class TimexValue:
    """What a time expression denotes.

    Attributes:
        value: TIMEX3 value; None if none can be said.
        first, last: inclusive interval of days; None where the value fixes none.
    """

    type: DateType
    value: str | None
    granularity: Granularity | None = None
    first: dt.date | None = None
    last: dt.date | None = None


def day(date: dt.date) -> TimexValue:
    """A calendar day."""
    return TimexValue(_DATE, date.isoformat(), Granularity.DAY, date, date)


def week(date: dt.date) -> TimexValue:
    """The ISO week that holds a day."""
    year, number, weekday = date.isocalendar()
    monday = _clamp(date.toordinal() - weekday + 1)
    return TimexValue(_DATE, f"{year:04d}-W{number:02d}", Granularity.WEEK, monday, _clamp(monday.toordinal() + 6))


def weekend(date: dt.date) -> TimexValue:
    """The Saturday and Sunday of the ISO week that holds a day."""
    whole = week(date)
    assert whole.last is not None
    saturday = _clamp(whole.last.toordinal() - 1)
    return TimexValue(_DATE, f"{whole.value}-WE", Granularity.WEEKEND, saturday, whole.last)


def month(year: int, number: int) -> TimexValue:
    """A calendar month; `number` may lie outside 1 to 12 and carries into the year."""
    return _months(year, number, 1, Granularity.MONTH, lambda y, m: f"{y:04d}-{m:02d}")


def quarter(year: int, number: int) -> TimexValue:
    """A calendar quarter; `number` may lie outside 1 to 4 and carries into the year."""
    return _months(year, 3 * number - 2, 3, Granularity.QUARTER, lambda y, m: f"{y:04d}-Q{m // 3 + 1}")


def half(year: int, number: int) -> TimexValue:
    """The first or second half of a year."""
    return _months(year, 6 * number - 5, 6, Granularity.HALF, lambda y, m: f"{y:04d}-H{m // 6 + 1}")


def season(year: int, code: str) -> TimexValue:
    """A season, named by its TIMEX3 code."""
    return _months(year, SEASONS[code], 3, Granularity.SEASON, lambda y, m: f"{y:04d}-{code}")


def year(number: int) -> TimexValue:
    """A calendar year."""
    return _months(number, 1, 12, Granularity.YEAR, lambda y, m: f"{y:04d}")


def fiscal_year(number: int) -> TimexValue:
    """A year of accounts; which days it covers is not known."""
    return TimexValue(_DATE, f"FY{number:04d}", Granularity.YEAR)


def fiscal_quarter(number: int, which: int) -> TimexValue:
    """A quarter of a year of accounts; which days it covers is not known."""
    return TimexValue(_DATE, f"FY{number:04d}-Q{which}", Granularity.QUARTER)


def decade(number: int) -> TimexValue:
    """Ten years, named by the year divided by ten: 199 is the 1990s."""
    return _years(number * 10, number * 10 + 9, f"{number:03d}", Granularity.DECADE)


def century(number: int) -> TimexValue:
    """A hundred years, named by the year divided by a hundred: 19 is the twentieth century."""
    return _years(number * 100, number * 100 + 99, f"{number:02d}", Granularity.CENTURY)


def before_christ(number: int, granularity: Granularity) -> TimexValue:
    """A year or a century before the first, which no `datetime.date` can hold."""
    return TimexValue(_DATE, f"BC{number:04d}" if granularity is Granularity.YEAR else f"BC{number:02d}", granularity)


def part(date: dt.date, code: str) -> TimexValue:
    """A part of a day, such as NI for the night."""
    return TimexValue(DateType.TIME, f"{date.isoformat()}T{code}", Granularity.DAYPART, date, date)


def clock(date: dt.date | None, time: str, zone: str = "") -> TimexValue:
    """A time of day.

    Args:
        date: its day; None where it is not known.
        time: "HH", "HH:MM" or "HH:MM:SS".
        zone: "Z" for UTC, else nothing.
    """
    unit = (Granularity.HOUR, Granularity.MINUTE, Granularity.SECOND)[time.count(":")]
    stamp = date.isoformat() if date else "XXXX-XX-XX"
    return TimexValue(DateType.TIME, f"{stamp}T{time}{zone}", unit, date, date)


def partial(value: str, granularity: Granularity, type_: DateType = DateType.DATE) -> TimexValue:
    """A value that lacks its year, or more."""
    return TimexValue(type_, value, granularity)


def vague(value: str) -> TimexValue:
    """PAST_REF, PRESENT_REF or FUTURE_REF."""
    return TimexValue(_DATE, value)


_DURATION_UNITS = {
    "S": ("PT{}S", 1),
    "MIN": ("PT{}M", 1),
    "H": ("PT{}H", 1),
    "D": ("P{}D", 1),
    "WE": ("P{}WE", 1),
    "FN": ("P{}W", 2),
    "W": ("P{}W", 1),
    "M": ("P{}M", 1),
    "Q": ("P{}M", 3),
    "Y": ("P{}Y", 1),
    "DE": ("P{}Y", 10),
    "CE": ("P{}Y", 100),
    "SP": ("P{}SP", 1),
    "SU": ("P{}SU", 1),
    "FA": ("P{}FA", 1),
    "WI": ("P{}WI", 1),
}
_UNKNOWN_UNITS = {"Q": "PXQ", "DE": "PXDE", "CE": "PXCE", "FN": "PXW"}


def duration(count: float | None, unit: str, type_: DateType = DateType.DURATION) -> TimexValue:
    """A length of time.

    Args:
        count: how many; None where the text does not say.
        unit: a code of the lexicon, such as "D".
        type_: DURATION, or SET for a period that recurs.
    """
    pattern, factor = _DURATION_UNITS[unit]
    if count is None:
        return TimexValue(type_, _UNKNOWN_UNITS.get(unit) or pattern.format("X"), UNIT_GRANULARITY.get(unit))
    if unit == "Q" and type_ is DateType.SET:
        pattern, factor = "P{}Q", 1
    amount = count * factor
    if unit == "Y" and amount % 1 == 0.5:
        return TimexValue(type_, f"P{int(amount)}Y6M" if amount > 1 else "P6M", Granularity.YEAR)
    if unit == "MIN" and amount % 1 == 0.5:
        return TimexValue(type_, f"PT{int(amount)}M30S" if amount > 1 else "PT30S", Granularity.MINUTE)
    if unit == "H" and amount % 1 == 0.5:
        return TimexValue(type_, f"PT{int(amount)}H30M" if amount > 1 else "PT30M", Granularity.HOUR)
    return TimexValue(type_, pattern.format(_number(amount)), UNIT_GRANULARITY.get(unit))


UNIT_GRANULARITY = {
    "S": Granularity.SECOND,
    "MIN": Granularity.MINUTE,
    "H": Granularity.HOUR,
    "D": Granularity.DAY,
    "WE": Granularity.WEEKEND,
    "FN": Granularity.WEEK,
    "W": Granularity.WEEK,
    "M": Granularity.MONTH,
    "Q": Granularity.QUARTER,
    "Y": Granularity.YEAR,
    "DE": Granularity.DECADE,
    "CE": Granularity.CENTURY,
    **dict.fromkeys(("SP", "SU", "FA", "WI"), Granularity.SEASON),
}
_UNKNOWN = {
    "D": "XXXX-XX-XX",
    "WE": "XXXX-WXX-WE",
    "W": "XXXX-WXX",
    "FN": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "DE": "XXX",
    "CE": "XX",
}


def unknown(unit: str) -> TimexValue:
    """A value of which nothing is known but its unit."""
    if unit in SEASONS:
        return partial(f"XXXX-{unit}", Granularity.SEASON)
    if unit in ("H", "MIN", "S"):
        return partial("XXXX-XX-XXTXX", UNIT_GRANULARITY[unit], DateType.TIME)
    return partial(_UNKNOWN[unit], UNIT_GRANULARITY[unit])


def period(date: dt.date, unit: str, steps: int = 0) -> TimexValue:
    """The calendar period of a unit that holds a day, or one some steps from it.

    Args:
        date: the day.
        unit: D, WE, W, FN, M, Q, Y, DE, CE or a season's code.
        steps: 1 for the next one, -1 for the one before.
    """
    if unit == "D":
        return day(_clamp(date.toordinal() + steps))
    if unit in ("W", "FN", "WE"):
        moved = _clamp(date.toordinal() + steps * (14 if unit == "FN" else 7))
        return weekend(moved) if unit == "WE" else week(moved)
    if unit == "M":
        return month(date.year, date.month + steps)
    if unit == "Q":
        return quarter(date.year, (date.month + 2) // 3 + steps)
    if unit == "DE":
        return decade(date.year // 10 + steps)
    if unit == "CE":
        return century(date.year // 100 + steps)
    if unit in SEASONS:
        return season(date.year + steps, unit)
    return year(date.year + steps)


def moved(date: dt.date, unit: str, count: float) -> dt.date:
    """The day that lies so many units before (negative) or after a day; a shorter month ends on its last day."""
    if unit in ("D", "W", "FN", "WE"):
        factor = {"D": 1, "W": 7, "FN": 14, "WE": 7}[unit]
        return _clamp(date.toordinal() + int(count * factor))
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(unit)
    if months is None:
        return date
    at = date.year * 12 + date.month - 1 + int(count * months)
    number, index = divmod(at, 12)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return dt.date.min if number < FIRST_YEAR else dt.date(LAST_YEAR, 12, 31)
    return dt.date(number, index + 1, min(date.day, calendar.monthrange(number, index + 1)[1]))


def years_apart(value: TimexValue, years: int) -> TimexValue | None:
    """The same period so many years on: 2023-Q3 for 2022-Q3; None where the value has no year."""
    text = value.value or ""
    if value.first is None or value.granularity is None:
        fiscal = text.startswith("FY")
        return replace(value, value=f"FY{int(text[2:6]) + years:04d}{text[6:]}") if fiscal else None
    unit = next((code for code, granularity in UNIT_GRANULARITY.items() if granularity is value.granularity), "D")
    if value.granularity is Granularity.SEASON:
        return season(value.first.year + years, text[-2:])
    if value.granularity is Granularity.HALF:
        return half(value.first.year + years, int(text[-1]))
    return period(moved(value.first, "Y", years), unit)


def valid_day(year_: int, month_: int, day_: int) -> dt.date | None:
    """The day, or None where the calendar has none."""
    if not FIRST_YEAR <= year_ <= LAST_YEAR or not 1 <= month_ <= 12:
        return None
    if not 1 <= day_ <= calendar.monthrange(year_, month_)[1]:
        return None
    return dt.date(year_, month_, day_)


def _months(year_: int, first: int, count: int, granularity: Granularity, name: object) -> TimexValue:
    carried, index = divmod(first - 1, 12)
    number = year_ + carried
    value = name(number, index + 1)  # type: ignore[operator]
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return TimexValue(_DATE, value, granularity)
    start = dt.date(number, index + 1, 1)
    end_year, end_index = divmod(number * 12 + index + count - 1, 12)
    end = dt.date(end_year, end_index + 1, calendar.monthrange(end_year, end_index + 1)[1])
    return TimexValue(_DATE, value, granularity, start, end)


def _years(first: int, last: int, value: str, granularity: Granularity) -> TimexValue:
    if last > LAST_YEAR or last < FIRST_YEAR:
        return TimexValue(_DATE, value, granularity)
    return TimexValue(_DATE, value, granularity, dt.date(max(first, FIRST_YEAR), 1, 1), dt.date(last, 12, 31))


def _clamp(ordinal: int) -> dt.date:
    return dt.date.fromordinal(min(max(ordinal, 1), dt.date(LAST_YEAR, 12, 31).toordinal()))


def _number(amount: float) -> str:
    return str(int(amount)) if amount == int(amount) else f"{amount:g}"
