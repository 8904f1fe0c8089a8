"""When a record says that it was published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from typing import NamedTuple

from pipeline.datewords import parse_absolute
from pipeline.lexicons import lexicon
from pipeline.vocabulary import Precision

FIRST_YEAR, LAST_YEAR = 1500, 2200
"""Years outside are faults of the record."""

_EPOCH_UNITS = {9: 1, 10: 1, 12: 10**3, 13: 10**3, 15: 10**6, 16: 10**6, 18: 10**9, 19: 10**9}
"""Digits of a number to its parts of a second since 1970: seconds, milliseconds, microseconds, nanoseconds."""

_NUMBER = re.compile(r"([0-9]{9,19})(?:\.[0-9]+)?", re.ASCII)
_COMPACT = re.compile(r"[0-9]{14}", re.ASCII)
_ISO = re.compile(r"[0-9]{4}-?[0-9W]", re.ASCII)
_RFC_2822 = re.compile(
    r"(?:[A-Z][a-z]{2}, ?)?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}(:[0-9]{2})? (?:[+-][0-9]{4}|GMT|UT)"
)
_LONGEST = 100


class Published(NamedTuple):
    """An instant in UTC, whole seconds, and how precisely it was given."""

    at: dt.datetime
    precision: Precision


def read_published(value: object) -> Published | None:
    """Reads a publication time in any form that dumps use.

    ISO 8601, RFC 2822, seconds to nanoseconds since 1970 as a number or in digits, a date or a datetime of Parquet, an English date
    in words. A time without an offset counts as UTC, and a midnight without an offset as a day, since data frames write days so.
    Figures such as 03/04/2024 are month first where that gives a date.

    Args:
        value: what the record holds; a list of one and MongoDB's {"$date": …} stand for what they hold.

    Returns:
        None where it cannot be read, lacks a year, a month or a day, or lies outside the years 1500 to 2200. Never a guess: nothing
        is taken from today, and relative words are not read.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    for key in ("$date", "$numberLong"):
        if isinstance(value, Mapping):
            value = value.get(key)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        value = format(value, "f") if isinstance(value, float) else str(value) if abs(value) < 10**20 else ""
    if isinstance(value, str):
        return _read_text(value.strip())
    if isinstance(value, dt.datetime):
        return _from_datetime(value, has_seconds=True)
    return _from_day(value) if isinstance(value, dt.date) else None


def _read_text(text: str) -> Published | None:
    if not 6 <= len(text) <= _LONGEST:
        return None
    number = _NUMBER.fullmatch(text)
    if number and len(number[1]) in _EPOCH_UNITS:
        seconds = int(number[1]) // _EPOCH_UNITS[len(number[1])]
        return _publish(dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds), Precision.SECOND)
    if _COMPACT.fullmatch(text):
        text = f"{text[:8]}T{text[8:]}"
    return _from_iso(text) or _from_rfc_2822(text) or _from_words(text)


def _from_iso(text: str) -> Published | None:
    if not _ISO.match(text):
        return None
    try:
        if len(text) <= 10:
            return _from_day(dt.date.fromisoformat(text))
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    clock = re.split(r"[+Z-]", text[10 if text[4] == "-" else 8 :], maxsplit=1)[0]
    return _from_datetime(moment, has_seconds=sum(char.isdigit() for char in clock) >= 6)


def _from_rfc_2822(text: str) -> Published | None:
    match = _RFC_2822.match(text)
    if match is None:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return _from_datetime(moment.replace(tzinfo=moment.tzinfo or dt.UTC), has_seconds=match[1] is not None)


def _from_words(text: str) -> Published | None:
    parsed = parse_absolute(_prefixes().sub("", text, count=1))
    if parsed is None or parsed.date is None:
        return None
    if parsed.hour is None:
        return _from_day(parsed.date)
    clock = dt.time(parsed.hour, parsed.minute or 0, parsed.second or 0)
    zone = None if parsed.offset is None else dt.timezone(parsed.offset)
    return _from_datetime(dt.datetime.combine(parsed.date, clock, zone), has_seconds=parsed.second is not None)


def _from_datetime(moment: dt.datetime, *, has_seconds: bool) -> Published | None:
    if moment.tzinfo is None and moment.time().replace(microsecond=0) == dt.time():
        return _from_day(moment.date())
    precision = Precision.SECOND if has_seconds else Precision.MINUTE
    try:
        aware = moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    # built anew: pandas' Timestamp is a datetime that Arrow and JSON treat otherwise
    return _publish(dt.datetime(*aware.timetuple()[:6], tzinfo=dt.UTC), precision)


def _from_day(day: dt.date) -> Published | None:
    return _publish(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC), Precision.DAY)


def _publish(moment: dt.datetime, precision: Precision) -> Published | None:
    return Published(moment, precision) if FIRST_YEAR <= moment.year <= LAST_YEAR else None


@cache
def _prefixes() -> re.Pattern[str]:
    words = sorted(lexicon("fields")["published"]["prefixes"], key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\s*:?\s+", re.IGNORECASE)
