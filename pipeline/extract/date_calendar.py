"""Days, months, years, decades and centuries that a text names by the calendar."""

from __future__ import annotations

import datetime as dt

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Scene, near_day, near_month
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import NOWHERE, build, day_of, last_reference, month_of, ordinal, reference_year, written_year
from pipeline.extract.date_tense import PAST, UNKNOWN, is_modifier
from pipeline.extract.timex import TimexValue
from pipeline.spans import Span
from pipeline.vocabulary import DateStatus, DateType, Granularity


def calendar_day(match: Match, scene: Scene) -> list[layers.Date]:
    """A day of a month, with a year or without."""
    month, day = month_of(match, scene), day_of(match, scene)
    return _calendar_day(match, scene, month, day, None)


def _calendar_day(match: Match, scene: Scene, month: int, day: int, span: Span | None) -> list[layers.Date]:
    year = int(match.word("year")) if match.has("year") else None
    status, anchor = DateStatus.EXPLICIT, NOWHERE
    if year is None:
        anchor, status = scene.anchor, DateStatus.RELATIVE
        year, is_reference = reference_year(match, scene)
        if not is_reference and anchor.date:
            near = near_day(anchor.date, month, day, scene.direction(match))
            year = near.year if near else None
    if year is None:
        possible = timex.valid_day(2000, month, day)
        value = timex.partial(f"XXXX-{month:02d}-{day:02d}", Granularity.DAY)
        return [build(match, scene, value, DateStatus.PARTIAL, span=span)] if possible else []
    date = timex.valid_day(year, month, day)
    return [build(match, scene, timex.day(date), status, anchor, span)] if date else []


def day_range(match: Match, scene: Scene) -> list[layers.Date]:
    """Two days of one month."""
    month, pieces = month_of(match, scene), match.pieces
    first, second = day_of(match, scene), day_of(match, scene, "day2")
    cut = match.groups["join"]
    low = Span(pieces.start[match.first], pieces.end[cut[0] - 1])
    high = Span(pieces.start[match.groups["day2"][0]], pieces.end[match.last - 1])
    return _calendar_day(match, scene, month, first, low) + _calendar_day(match, scene, month, second, high)


def iso(match: Match, scene: Scene) -> list[layers.Date]:
    """2023-11-16, with a time or without."""
    date = timex.valid_day(int(match.word("year")), int(match.word("month")), int(match.word("day")))
    if date is None:
        return []
    if not match.has("time"):
        return [build(match, scene, timex.day(date), DateStatus.EXPLICIT)]
    time = match.word("time")
    time = time if ":" in time else f"{time[:2]}:{time[2:]}"
    zone = "Z" if match.has("tz") else ""
    row = build(match, scene, timex.clock(date, time, zone), DateStatus.EXPLICIT)
    row.utc_offset = "+00:00" if zone else None
    return [row]


def numeric(match: Match, scene: Scene) -> list[layers.Date]:
    """3/4/2021: the order of day and month follows from the numbers, or from how the article writes its other dates."""
    word = match.word("numeric")
    mark = next(char for char in word if not char.isdecimal())
    parts = word.split(mark)
    if mark not in "/." or not all(part.isdecimal() for part in parts):
        return []
    if len(parts[0]) == 4 and 1000 <= int(parts[0]) < 2200:
        date = timex.valid_day(int(parts[0]), int(parts[1]), int(parts[2]))
        return [build(match, scene, timex.day(date), DateStatus.EXPLICIT)] if date else []
    if len(parts[2]) not in (2, 4) or len(parts[0]) > 2 or len(parts[1]) > 2 or (mark == "." and len(parts[2]) == 2):
        return []
    a, b, year = int(parts[0]), int(parts[1]), int(parts[2])
    year += 0 if len(parts[2]) == 4 else 2000 if year < 70 else 1900
    if not 1000 <= year < 2200:
        return []
    day_first, month_first = timex.valid_day(year, b, a), timex.valid_day(year, a, b)
    chosen = _choose_order(scene, day_first, month_first, mark)
    if chosen:
        return [build(match, scene, timex.day(chosen), DateStatus.EXPLICIT)]
    if day_first or month_first:
        return [build(match, scene, timex.partial(f"{year:04d}-XX-XX", Granularity.DAY), DateStatus.PARTIAL)]
    return []


def _choose_order(scene: Scene, day_first: dt.date | None, month_first: dt.date | None, mark: str) -> dt.date | None:
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if mark == ".":
        return day_first
    if scene.day_first is not None:
        return day_first if scene.day_first else month_first
    if scene.anchor.date:
        gaps = [abs((date - scene.anchor.date).days) for date in (day_first, month_first)]
        if min(gaps) <= 7 < max(gaps):
            return day_first if gaps[0] < gaps[1] else month_first
    return None


def september_11(match: Match, scene: Scene) -> list[layers.Date]:
    """The day of the attacks of 2001, which its name alone fixes."""
    return [build(match, scene, timex.day(dt.date(2001, 9, 11)), DateStatus.EXPLICIT)]


def month(match: Match, scene: Scene) -> list[layers.Date]:
    """A month, with a year, a reference or neither."""
    number_ = month_of(match, scene)
    named = written_year(match, scene)
    if named is not None:
        return [build(match, scene, timex.month(named, number_), DateStatus.EXPLICIT)]
    date = scene.anchor.date
    if date is None:
        return [build(match, scene, timex.partial(f"XXXX-{number_:02d}", Granularity.MONTH), DateStatus.PARTIAL)]
    year, is_reference = reference_year(match, scene)
    if not is_reference:
        year = _month_year(match, scene, date, number_)
    assert year is not None
    return [build(match, scene, timex.month(year, number_), DateStatus.RELATIVE, scene.anchor)]


def _month_year(match: Match, scene: Scene, anchor: dt.date, number_: int) -> int:
    ref = last_reference(match, scene)
    if ref in ("last", "past", "before"):
        return anchor.year - (number_ >= anchor.month)
    if ref in ("next", "after"):
        return anchor.year + (number_ <= anchor.month)
    if ref == "this":
        return anchor.year
    towards = scene.direction(match)
    if towards == PAST and (number_ - anchor.month) % 12 <= 2 and is_modifier(scene.parse, scene.head(match)):
        towards = UNKNOWN
    return near_month(anchor, number_, towards)


def year(match: Match, scene: Scene) -> list[layers.Date]:
    """A year in digits."""
    return [build(match, scene, timex.year(int(match.word("year"))), DateStatus.EXPLICIT)]


def spelled_year(match: Match, scene: Scene) -> list[layers.Date]:
    """A year in words."""
    found = written_year(match, scene)
    return [build(match, scene, timex.year(found), DateStatus.EXPLICIT)] if found and found < timex.LAST_YEAR else []


def split_year(match: Match, scene: Scene) -> list[layers.Date]:
    """2014-16 and 2014/15: two years, or one season over two years."""
    pieces = match.pieces
    if match.has("split"):
        low, _, high = match.word("split").partition("/")
        start = int(low)
        if int(high[-2:]) != (start + 1) % 100 or not 1000 <= start < 2200:
            return []
        value = TimexValue(DateType.DATE, f"{start:04d}/{start + 1:04d}", Granularity.YEAR)
        return [build(match, scene, value, DateStatus.EXPLICIT)]
    start, tail = int(match.word("year")), int(match.word("end"))
    end = start // 100 * 100 + tail
    if end <= start or end - start > 60:
        return []
    at = match.groups["end"][0]
    return [
        build(match, scene, timex.year(start), DateStatus.EXPLICIT, span=Span(pieces.start[match.first], pieces.end[at - 2])),
        build(match, scene, timex.year(end), DateStatus.EXPLICIT, span=Span(pieces.start[at], pieces.end[at])),
    ]


def decade(match: Match, scene: Scene) -> list[layers.Date]:
    """The 1990s, the '90s, the nineties; the 1800s are a century."""
    if match.has("decade"):
        found = int(match.word("decade")) // 10
        if found % 10 == 0 and found < 200:
            return [build(match, scene, timex.century(found // 10), DateStatus.EXPLICIT)]
    elif match.has("word"):
        century = scene.value("YEARHEAD", match.word("century")) if match.has("century") else 19
        found = int(str(century)) * 10 + int(str(scene.value("DECADEWORD", match.word("word"))))
    else:
        found = 190 + int(match.word("short")) // 10
        if scene.anchor.date and found + 10 <= scene.anchor.date.year // 10 and found < 193:
            found += 10
    return [build(match, scene, timex.decade(found), DateStatus.EXPLICIT)]


def century(match: Match, scene: Scene) -> list[layers.Date]:
    """The 19th century is 18."""
    which = ordinal(match, scene)
    if not 1 <= which <= 30:
        return []
    is_before = match.has("era")
    value = timex.before_christ(which - 1, Granularity.CENTURY) if is_before else timex.century(which - 1)
    return [build(match, scene, value, DateStatus.EXPLICIT)]


def centuries(match: Match, scene: Scene) -> list[layers.Date]:
    """The 19th and 20th centuries."""
    pieces, cut = match.pieces, match.groups["join"]
    low, high = ordinal(match, scene), ordinal(match, scene, "other")
    if not (1 <= low <= 30 and 1 <= high <= 30):
        return []
    spans = (Span(pieces.start[match.first], pieces.end[cut[0] - 1]), Span(pieces.start[cut[1]], pieces.end[match.last - 1]))
    values = (timex.century(low - 1), timex.century(high - 1))
    return [build(match, scene, value, DateStatus.EXPLICIT, span=span) for value, span in zip(values, spans, strict=True)]


def era_year(match: Match, scene: Scene) -> list[layers.Date]:
    """44 BC, AD 79."""
    number_ = int(match.word("year")) if len(match.word("year")) <= 4 else 0
    if not 1 <= number_ < timex.LAST_YEAR:
        return []
    value = timex.before_christ(number_, Granularity.YEAR) if match.has("era") else timex.year(number_)
    return [build(match, scene, value, DateStatus.EXPLICIT)]
