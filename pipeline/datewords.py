"""Isolated absolute dates in English words and figures; the only module that imports dateparser.

dateparser fills what a text does not say from today, or from the base that it is given. Here each text is read twice, with two
bases that agree in nothing, and only what both readings share is kept: the result cannot depend on the calendar. A text with any
word that no absolute date has ("ago", "hours", "three") is not read at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.lexicons import lexicon

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LONGEST = 80
"""Code points of the longest text that is read; dateparser's time grows with the length."""

# Leap years, so that "February 29" is read. They and the preferences share no year, month, day or time.
_BASES = ((dt.datetime(2000, 4, 10, 1, 1, 1), "first"), (dt.datetime(1988, 11, 18, 2, 2, 2), "last"))

_WORD = re.compile(r"[^\W\d_]+")
_MERIDIEM = re.compile(r"(?<![a-z])([ap])\.?\s?m\b\.?")
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b")
_YEAR = re.compile(r"(?<![0-9:])[0-9]{4}(?![0-9:])")
_SHORT_YEAR = re.compile(r"'([0-9]{2})\b|[0-9]{1,2}([/.-])(?:[0-9]{1,2}|[a-z]{3,9})\2([0-9]{2})\b(?![/.-]|:)")
_FIGURES = re.compile(
    r"(?<![0-9/.-])(?:[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})|[0-9]{4}([/.-])[0-9]{1,2}(?:\2[0-9]{1,2})?"
    r"|[0-9]{1,2}/[0-9]{1,2}|[0-9]{1,2}[/-][0-9]{4})(?![0-9/.-])"
)
_YEAR_FIRST = re.compile(r"(?<![0-9])[0-9]{4}[/.-]([0-9]{1,2})(?![0-9])")
_DAY_FIRST = re.compile(r"(?<![0-9/.-])[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})(?![0-9/.-])")
_CLOCK = re.compile(r"(?<![0-9:./-])([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2}))?)?(?:\s?(am|pm)\b)?(?![0-9:])")
_NAMED_CLOCK = re.compile(r"(?:\b12(?::00)? )?\b(noon|midnight)\b")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_FRACTION = re.compile(r"(?<=:[0-9]{2})[.,][0-9]+")
_LEFT_OFFSET = re.compile(r"(?:^|\s)[+-][0-9]|\+")
_OFFSET = re.compile(r"(:[0-9]{2}(?:\.[0-9]+)?\s?(?:[AaPp]\.?[Mm]\.?)?)\s?(?:UTC|GMT)?\s?([+-])([0-9]{2}):?([0-9]{2})\b(?!-)")
_REMARK = re.compile(r"\s*\([A-Za-z ]+\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """What a text says of a date; None for each part that it does not say.

    Attributes:
        year: as written; two digits are read by the rule of `parse_absolute`.
        weekday: 0 for Monday, where the text names one; it is not checked against the date.
        minute: None for "2 p.m.".
        offset: east of UTC, where the text names a zone or an offset.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    offset: dt.timedelta | None = None

    @property
    def date(self) -> dt.date | None:
        """The calendar day; None where year, month or day is not said."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)


@lru_cache(4096)
def parse_absolute(text: str, base: dt.date | None = None) -> ParsedDate | None:
    """Reads an isolated date, clock time or both: "March 5, 2024", "5 March", "03/05/2024 2:30 p.m. ET".

    Figures with slashes or dashes are month first, as in the United States, where that gives a date; with dots day first.
    Relative words, durations, decades, bare numbers and bare weekdays are not absolute.

    Args:
        text: the expression and nothing else.
        base: settles the century of a two-digit year: from 80 years before it to 19 after. Without it 69 to 99 are 19xx. Nothing
            else is taken from it.

    Returns:
        What the text says, or None where it is no absolute date or no date of the calendar.
    """
    text = text.strip()
    if not 3 <= len(text) <= LONGEST:
        return None
    text, zone, offset = _cut_zone(text)
    text = _plain(_REMARK.sub("", text))
    if not _is_absolute(text):
        return None
    weekday, text = _cut_weekday(text)
    clock, text = _cut_clock(text)
    found: dict[str, Any] = dict(_read_day(text)) if text else {}
    if clock is None or (text and not found):
        return None
    if "year" in found and not _YEAR.search(text):
        if not _SHORT_YEAR.search(text):
            return None  # a number that dateparser took for a year
        found["year"] = _century(found["year"], base)
    if not found and not clock:
        return None
    parsed = ParsedDate(**(found | clock), weekday=weekday)
    try:
        day = parsed.date
    except ValueError:  # February 29, moved into a century where that year has none
        return None
    if parsed.hour is None:
        return parsed
    return replace(parsed, offset=offset if zone is None else zone_offset(zone, day))


def zone_offset(name: str, day: dt.date | None) -> dt.timedelta | None:
    """The offset of a zone's abbreviation, east of UTC.

    Args:
        name: such as "GMT", "EST" or "ET".
        day: settles daylight saving for "ET", "CT", "MT" and "PT"; those are None without it.
    """
    zones, states = lexicon("datewords")["zones"], lexicon("datewords")["united_states"]
    if name in zones:
        return dt.timedelta(minutes=zones[name])
    if name in states and day is not None:
        return dt.timedelta(minutes=states[name] + (60 if _is_daylight_saving(day) else 0))
    return None


def _is_daylight_saving(day: dt.date) -> bool:
    """Whether United States clocks are an hour ahead: the Energy Policy Act of 2005 and the rules before it, back to 1967."""
    year = day.year
    if year >= 2007:
        return _sunday(year, 3, 8) <= day < _sunday(year, 11, 1)
    if year >= 1987:
        return _sunday(year, 4, 1) <= day < _sunday(year, 10, 25)
    return year >= 1967 and _sunday(year, 4, 24) <= day < _sunday(year, 10, 25)


def _sunday(year: int, month: int, day: int) -> dt.date:
    """The first Sunday on or after a day."""
    start = dt.date(year, month, day)
    return start + dt.timedelta(days=6 - start.weekday())


def _cut_zone(text: str) -> tuple[str, str | None, dt.timedelta | None]:
    """The text without its zone, the zone's abbreviation and the offset in figures."""
    match = _OFFSET.search(text)
    if match:
        minutes = int(match[3]) * 60 + int(match[4])
        offset = dt.timedelta(minutes=-minutes if match[2] == "-" else minutes)
        rest = text[: match.end(1)] + text[match.end() :]
        if abs(offset) < dt.timedelta(days=1):
            return _zones().sub(" ", rest, count=1), None, offset
    match = _zones().search(text)
    if match:
        return f"{text[: match.start()]} {text[match.end() :]}", match[1], None
    return text, None, None


@cache
def _zones() -> re.Pattern[str]:
    words = lexicon("datewords")
    names = sorted({*words["zones"], *words["united_states"]}, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![A-Za-z])\(?({'|'.join(names)})\)?(?![A-Za-z])")


def _plain(text: str) -> str:
    """The text in lower case, with straight apostrophes, "am" and "pm", and without ordinals."""
    text = text.replace("’", "'").replace("‘", "'").lower()
    text = _FRACTION.sub("", _ORDINAL.sub("", _MERIDIEM.sub(r" \1m ", text)))
    return " ".join(text.split())


@cache
def _vocabulary(name: str) -> frozenset[str]:
    words = lexicon("datewords")
    if name == "all":
        return frozenset(word for group in ("months", "weekdays", "joiners", "clock") for word in words[group])
    return frozenset(words[name])


def _is_absolute(text: str) -> bool:
    """Whether every word is one of a date's, and there is a month's name, a date in figures or a clock time."""
    words = _WORD.findall(text)
    if not all(word in _vocabulary("all") for word in words):
        return False
    if sum(word in _vocabulary("months") for word in words) > 1 or sum(word in _vocabulary("weekdays") for word in words) > 1:
        return False
    if len(_YEAR.findall(text)) > 1 or _LEFT_OFFSET.search(text):
        return False
    year_first = _YEAR_FIRST.search(text)
    if year_first and not 1 <= int(year_first[1]) <= 12:
        return False  # dateparser would take the day for the month
    if any(word in _vocabulary("months") or word in _vocabulary("clock") for word in words):
        return True
    return bool(_FIGURES.search(text)) or ":" in text


def _cut_weekday(text: str) -> tuple[int | None, str]:
    """The weekday that the text names, 0 for Monday, and the text without it: dateparser would count from its base."""
    for match in _WORD.finditer(text):
        if match[0] in _vocabulary("weekdays"):
            rest = f"{text[: match.start()]} {text[match.end() :].lstrip('.,')}"
            return ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(match[0][:3]), rest.strip(" ,")
    return None, text


def _cut_clock(text: str) -> tuple[dict[str, int] | None, str]:
    """Hour, minute and second that the text names, and the text without them and without joining words.

    The parts are empty where there is no clock time, and None where there are two or it is none of the day.
    """
    named = _NAMED_CLOCK.search(text)
    figures = [match for match in _CLOCK.finditer(text) if match[2] or match[4]]
    if named:
        clock: dict[str, int] | None = {"hour": 12 if named[1] == "noon" else 0}
        match = named
    elif figures:
        match = figures[0]
        clock = _clock(*match.groups())
    else:
        return {}, _bare(text)
    if len(figures) > 1 or (named and any(each.end() < named.start() or each.start() > named.end() for each in figures)):
        clock = None
    return clock, _bare(f"{text[: match.start()]} {text[match.end() :]}")


def _clock(hour: str, minute: str | None, second: str | None, half: str | None) -> dict[str, int] | None:
    given = {"hour": int(hour)} | ({"minute": int(minute)} if minute else {}) | ({"second": int(second)} if second else {})
    if half and 1 <= given["hour"] <= 12:
        given["hour"] = given["hour"] % 12 + (12 if half == "pm" else 0)
    is_valid = given["hour"] <= 23 and given.get("minute", 0) <= 59 and given.get("second", 0) <= 59
    return given if is_valid else None


def _bare(text: str) -> str:
    """The text without joining words and without what stood around the parts that were cut out."""
    return " ".join(_joiners().sub(" ", text).split()).strip(" ,")


@cache
def _joiners() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(lexicon('datewords')['joiners'])})(?![a-z])")


@cache
def _parser(which: int, order: str) -> DateDataParser:
    from dateparser.date import DateDataParser  # with the first date in words: most records write theirs in figures

    base, preferred = _BASES[which]
    settings: dict[str, Any] = {
        "RELATIVE_BASE": base,
        "PREFER_DAY_OF_MONTH": preferred,
        "PREFER_MONTH_OF_YEAR": preferred,
        "PREFER_DATES_FROM": "current_period",
        "DATE_ORDER": order,
        "PREFER_LOCALE_DATE_ORDER": False,
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PARSERS": ["absolute-time"],
    }
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(4096)
def _read_day(text: str) -> Mapping[str, int]:
    """Year, month and day as dateparser reads them alike with both bases; empty where it reads no date."""
    first = _read(text, 0)
    if "month" in first and _YEAR.search(text) and _is_said(text, first.get("day")):
        return first  # nothing is left that could come from the base
    second = _read(text, 1)
    return {part: value for part, value in first.items() if second.get(part) == value}


def _is_said(text: str, day: int | None) -> bool:
    """Whether the day stands in the text as a number; also where there is none."""
    return day is None or day in {int(number) for number in _NUMBER.findall(text)}


def _read(text: str, which: int) -> dict[str, int]:
    """The parts of a date without a time as dateparser reads them with one base; empty where it reads no date."""
    order = "DMY" if _DAY_FIRST.search(text) else "MDY"
    try:
        data = _parser(which, order).get_date_data(text)
    except (ValueError, OverflowError):  # what it has been seen to raise on figures out of range
        return {}
    if data.date_obj is None or "time" in data.parts:
        return {}
    return {part: getattr(data.date_obj, part) for part in ("year", "month", "day") if part in data.parts}


def _century(year: int, base: dt.date | None) -> int:
    """A year that was written with two digits, in the century that the base settles."""
    if base is None:
        return year
    return base.year - 80 + (year - base.year + 80) % 100
