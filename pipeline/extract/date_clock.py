"""Times of day: 8 p.m. EST Saturday, 0735 GMT, noon Thursday."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from pipeline import layers
from pipeline.datewords import zone_offset
from pipeline.extract import timex
from pipeline.extract.date_anchors import Anchor, Scene
from pipeline.extract.date_calendar import calendar_day
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import NOWHERE, build
from pipeline.extract.date_weekdays import day_word, part_of_day, weekday
from pipeline.spans import Span
from pipeline.vocabulary import DateAnchor, DateMod, DateStatus, Granularity

_FIRST_NIGHT_HOUR = 6
"""Hours from here on "at night" lie before midnight."""

_NEARBY_SENTENCES = 2
"""How many sentences back a day counts for a time of day."""

_PERIODS = frozenset({Granularity.MONTH, Granularity.YEAR})

_FOLLOWS = re.compile(r"[\s,]*\)?[\s,]*(?:\(|on\b)?\s*")
_GIVEN = re.compile(r"([+-]) ?(\d{1,2})(?::?(\d\d))?")


def clock(match: Match, scene: Scene) -> list[layers.Date]:
    """A time of day with what the expression says of its day and its zone."""
    time = _time(match, scene)
    if time is None:
        return []
    day = _day(match, scene)
    anchor = Anchor(day.anchor_date, day.anchor) if day else _same_paragraph(match, scene) or _told_day(match, scene)
    date = day.first_date if day else anchor.date
    offset = utc_offset(match, scene, date)
    if day is None:
        scene.undated.append(len(scene.dates))
    value = timex.clock(date, time, "Z" if offset == "+00:00" else "")
    row = build(match, scene, value, _status(day, date), anchor if date else NOWHERE)
    if date is None and day is not None and day.value:
        row.value = f"{day.value.split('T')[0]}T{time}"
    row.utc_offset = offset
    if match.has("approx"):
        row.mod = DateMod.APPROX
    return [row]


def clock_range(match: Match, scene: Scene) -> list[layers.Date]:
    """9 to 11 p.m., 11-1 p.m.: a first hour that the half of the day would put after the second lies in the other half."""
    half = str(scene.value("AMPM", match.word("ampm")))
    low, high = _hours(match.word("time"), half, scene), _hours(match.word("other"), half, scene)
    if low is None or high is None:
        return []
    if low > high:
        low = _hours(match.word("time"), "AM" if half == "PM" else "PM", scene) or low
    rows, pieces, cut = clock(match, scene), match.pieces, match.groups["join"]
    if not rows:
        return []
    second = rows[0]
    first = replace(second, span=Span(pieces.start[match.first], pieces.end[cut[0] - 1]), value=_at(second, low))
    second.span, second.value = Span(pieces.start[cut[1]], pieces.end[match.last - 1]), _at(second, high)
    if scene.undated and scene.undated[-1] == len(scene.dates):
        scene.undated.append(len(scene.dates) + 1)
    return [first, second]


def _at(row: layers.Date, time: str) -> str:
    """The value of a row with another time of day."""
    stamp, _, written = (row.value or "").partition("T")
    return f"{stamp}T{time}{'Z' if written.endswith('Z') else ''}"


def _status(day: layers.Date | None, date: dt.date | None) -> DateStatus:
    if day is not None:
        return day.status
    return DateStatus.RELATIVE if date else DateStatus.PARTIAL


def _day(match: Match, scene: Scene) -> layers.Date | None:
    """The day that the expression itself names."""
    if match.has("month"):
        rows = calendar_day(match, scene)
    elif match.has("weekday"):
        rows = weekday(match, scene)
    elif match.has("dayword"):
        rows = day_word(match, scene)
    elif match.has("dpart"):
        rows = part_of_day(match, scene)
    else:
        rows = []
    return rows[0] if rows else None


def _same_paragraph(match: Match, scene: Scene) -> Anchor | None:
    """A day named shortly before in the same paragraph."""
    found = scene.recent(frozenset({Granularity.DAY, Granularity.DAYPART}), match.span.start, paragraphs=0)
    if found is None or found.first_date is None:
        return None
    is_near = _sentences_apart(match, scene, found) <= _NEARBY_SENTENCES
    return Anchor(found.first_date, DateAnchor.CONTEXT) if is_near else None


def _told_day(match: Match, scene: Scene) -> Anchor:
    """The day of the article; none where the sentence before tells of an earlier year: "In 1998 … At half past three …"."""
    found = scene.recent(_PERIODS, match.span.start, paragraphs=0)
    if found is None or found.last_date is None or scene.anchor.date is None or found.last_date.year >= scene.anchor.date.year:
        return scene.anchor
    return NOWHERE if _sentences_apart(match, scene, found) <= 1 else scene.anchor


def _sentences_apart(match: Match, scene: Scene, date: layers.Date) -> int:
    parse = scene.parse
    return parse.sent[scene.token(match.first)] - parse.sent[parse.token_at(date.span.start)]


def _time(match: Match, scene: Scene) -> str | None:
    """The time as HH, HH:MM or HH:MM:SS; None where it is none."""
    if match.has("noon"):
        return "24:00" if match.word("noon") == "midnight" else "12:00"
    word = _spoken(match, scene) if match.has("minutes") else match.word("time")
    named = scene.value("NUMBER", word)
    word = str(named) if named is not None else word.replace(".", ":")
    if ":" not in word and len(word) == 4:
        word = f"{word[:2]}:{word[2:]}"
    hour, colon, rest = word.partition(":")
    if not hour.isdecimal() or int(hour) > 24:
        return None
    number = int(hour)
    half = scene.value("AMPM", match.word("ampm")) if match.has("ampm") else None
    part = scene.value("PART", match.word("dpart")) if match.has("dpart") else None
    if half is None and number < 12 and (part in ("AF", "EV") or (part == "NI" and number >= _FIRST_NIGHT_HOUR)):
        half = "PM"
    return _in_half(number, rest if colon else "00", half)


def _spoken(match: Match, scene: Scene) -> str:
    """H:MM of "half past six", "a quarter to nine", "ten past four"; the hour alone where there is no such time."""
    told = match.words("minutes")
    minutes = 30 if "half" in told else 15 if "quarter" in told else int(str(scene.value("NUMBER", told[0]) or told[0]))
    hour = int(str(scene.value("NUMBER", match.word("time")) or match.word("time")))
    if not (0 < minutes < 60 and 1 <= hour <= 12):
        return ""
    if match.word("sense") == "to":
        hour, minutes = hour - 1 or 12, 60 - minutes
    return f"{hour}:{minutes:02d}"


def _hours(word: str, half: str, scene: Scene) -> str | None:
    """A time of day as HH:MM, from an hour or a clock time and the half of the day."""
    hour, _, rest = str(scene.value("NUMBER", word) or word).replace(".", ":").partition(":")
    return _in_half(int(hour), rest or "00", half) if hour.isdecimal() else None


def _in_half(hour: int, rest: str, half: object) -> str | None:
    """HH:MM of an hour in a half of the day; None where the clock has none such."""
    if half and not 1 <= hour <= 12:
        return None
    if half == "PM" and hour < 12:
        hour += 12
    elif half == "AM" and hour == 12:
        hour = 0
    return f"{hour:02d}:{rest}"


def utc_offset(match: Match, scene: Scene, date: dt.date | None) -> str | None:
    """The zone's offset as +HH:MM; None where none is named or it is not known.

    Args:
        match: its group `tz` holds the zone.
        scene: the article.
        date: settles daylight saving for "ET" and the like.
    """
    names = match.words("tz")
    if not names:
        return None
    given = _GIVEN.search("".join(names[1:]))
    if given:
        return f"{given[1]}{int(given[2]):02d}:{given[3] or '00'}"
    offset = zone_offset(names[0].upper(), date)
    if offset is None:
        return None
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def settle_clocks(scene: Scene) -> None:
    """Gives a time of day the day that follows it, and two times of one instant their days: "8 p.m. EST (0100 GMT) on Saturday"."""
    text = scene.parse.text
    undated = frozenset(scene.undated)
    for index in sorted(undated):
        if index not in scene.undated:
            continue
        row, after = scene.dates[index], scene.dates[index + 1] if index + 1 < len(scene.dates) else None
        if after is None or not _FOLLOWS.fullmatch(text[row.span.end : after.span.start][:20]):
            continue
        if after.granularity is Granularity.DAY and after.first_date:
            _move(row, after.first_date, Anchor(after.anchor_date, after.anchor))
        elif after.granularity is Granularity.DAY and row.first_date is None and after.value:
            row.value = f"{after.value}T{(row.value or '').partition('T')[2]}"
        elif index + 1 in undated and after.utc_offset and row.span.end < after.span.start:
            _settle_pair(scene, index)


def _settle_pair(scene: Scene, index: int) -> None:
    row, other = scene.dates[index], scene.dates[index + 1]
    named = scene.dates[index + 2] if index + 2 < len(scene.dates) else None
    gap = scene.parse.text[other.span.end : named.span.start][:20] if named else ""
    is_named = named is not None and _FOLLOWS.fullmatch(gap) and named.granularity is Granularity.DAY
    day, anchor = row.first_date, Anchor(row.anchor_date, row.anchor)
    if is_named and named is not None and named.first_date:
        day, anchor = named.first_date, Anchor(named.anchor_date, named.anchor)
        _move(row, day, anchor)
    if row.utc_offset is None:
        row.utc_offset = _local_offset(_minutes(row) - _minutes(other) + _offset_minutes(other))
    apart = _minutes(row) - _offset_minutes(row) - _minutes(other) + _offset_minutes(other)
    if day is None or row.utc_offset is None or apart % 1440:
        return
    _move(other, day + dt.timedelta(days=apart // 1440), anchor)
    scene.undated.remove(index + 1)


def _minutes(row: layers.Date) -> int:
    """Minutes of the clock time since midnight."""
    hours, minutes = (row.value or "").partition("T")[2][:5].split(":")
    return int(hours) * 60 + int(minutes)


def _offset_minutes(row: layers.Date) -> int:
    """Minutes east of UTC; 0 where no zone is known."""
    offset = row.utc_offset or "+00:00"
    shift = int(offset[1:3]) * 60 + int(offset[4:6])
    return -shift if offset[0] == "-" else shift


def _local_offset(apart: int) -> str | None:
    """The offset of a local time that stands so many minutes from the same instant in UTC; None where no zone has it."""
    east = (apart + 719) % 1440 - 719
    if east % 15:
        return None
    return f"{'-' if east < 0 else '+'}{abs(east) // 60:02d}:{abs(east) % 60:02d}"


def _move(row: layers.Date, date: dt.date, anchor: Anchor) -> None:
    time = (row.value or "").partition("T")[2]
    row.value, row.first_date, row.last_date = f"{date.isoformat()}T{time}", date, date
    row.anchor, row.anchor_date, row.status = anchor.kind, anchor.date, DateStatus.RELATIVE if anchor.date else DateStatus.EXPLICIT
