"""Lengths of time, what recurs, and times without a calendar value."""

from __future__ import annotations

from dataclasses import replace

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Scene
from pipeline.extract.date_offsets import stretch, unit_of
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import build, month_of, number, reference
from pipeline.extract.date_tense import FUTURE, PAST
from pipeline.extract.timex import TimexValue
from pipeline.spans import Span
from pipeline.vocabulary import DateStatus, DateType, Granularity


def reference_count(match: Match, scene: Scene) -> list[layers.Date]:
    """The past two decades, the next few days: a length that ends or begins at the anchor."""
    unit, count = unit_of(match, scene), number(match, scene, "count")
    ref = reference(match, scene)
    if "couple" in match.words("count"):
        count = 2.0
    towards = FUTURE if ref in ("next", "after") else PAST
    return [stretch(match, scene, timex.duration(count, unit), unit, count, towards if ref in ("past", "last", "next") else 0)]


def duration(match: Match, scene: Scene) -> list[layers.Date]:
    """A length of time."""
    words = match.words("count")
    count = number(match, scene, "count") if words else 1.0
    if match.has("half") and not words:
        count = 1.5
    if "couple" in words:
        count = 2.0
    return [build(match, scene, timex.duration(count, unit_of(match, scene)), DateStatus.DURATION)]


def long_and_short(match: Match, scene: Scene) -> list[layers.Date]:
    """Six years and four months, two hours 15 minutes: P6Y4M, PT2H15M."""
    long, short = unit_of(match, scene), str(scene.value("UNIT", match.word("rest")) or scene.value("UNITS", match.word("rest")))
    many, few = number(match, scene, "count"), number(match, scene, "few")
    if many is None or few is None:
        return [build(match, scene, timex.duration(None, long), DateStatus.DURATION)]
    first, second = timex.duration(many, long), timex.duration(few, short)
    tail = str(second.value).removeprefix("P")
    joined = f"{first.value}{tail.removeprefix('T') if 'T' in str(first.value) else tail}"
    return [build(match, scene, replace(first, value=joined), DateStatus.DURATION)]


def long_unit(match: Match, scene: Scene) -> list[layers.Date]:
    """A week-long strike, a weekslong strike: without a count, one unit or an unknown number of them."""
    word = match.word("unit")
    count = 1 if scene.value("UNIT", word) or scene.value("LONGUNIT", word) else None
    unit = str(scene.value("LONGUNIT", word) or scene.value("LONGUNITS", word) or unit_of(match, scene))
    return [build(match, scene, timex.duration(count, unit), DateStatus.DURATION)]


def some_day(match: Match, scene: Scene) -> list[layers.Date]:
    """He will one day be president."""
    return [build(match, scene, timex.vague("FUTURE_REF"), DateStatus.VAGUE)]


def weekday_parts(match: Match, scene: Scene) -> list[layers.Date]:
    """Monday and Tuesday nights: both recur."""
    tail, pieces, rows = f"T{scene.value('PARTS', match.word('dpart'))}", match.pieces, []
    for group, last in (("weekday", match.groups["weekday"][1]), ("other", match.last)):
        which = scene.value("WEEKDAY", match.word(group))
        value = TimexValue(DateType.SET, f"XXXX-WXX-{which}{tail}", Granularity.DAY)
        span = Span(pieces.start[match.groups[group][0]], pieces.end[last - 1])
        rows.append(build(match, scene, value, DateStatus.DURATION, span=span))
    return rows


def uncertain_duration(match: Match, scene: Scene) -> list[layers.Date]:
    """Two to three weeks: how many is not said."""
    return [build(match, scene, timex.duration(None, unit_of(match, scene)), DateStatus.DURATION)]


bare_units = uncertain_duration


def vague_period(match: Match, scene: Scene) -> list[layers.Date]:
    """Recent months, the coming weeks."""
    word = match.words("tense")[0]
    value = {"coming": "FUTURE_REF", "future": "FUTURE_REF", "current": "PRESENT_REF"}.get(word, "PAST_REF")
    return [build(match, scene, timex.vague(value), DateStatus.VAGUE)]


def every(match: Match, scene: Scene) -> list[layers.Date]:
    """What recurs: every Thursday, each year, on Sundays, twice a month."""
    part, word = match.word("dpart"), match.word("weekday")
    tail = f"T{scene.value('PART', part) or scene.value('PARTS', part)}" if part else ""
    if word:
        which = scene.value("WEEKDAY", word) or scene.value("WEEKDAYS", word)
        value = TimexValue(DateType.SET, f"XXXX-WXX-{which}{tail}", Granularity.DAY)
    elif match.has("month"):
        value = TimexValue(DateType.SET, f"XXXX-{month_of(match, scene):02d}", Granularity.MONTH)
    elif match.has("season"):
        value = TimexValue(DateType.SET, f"XXXX-{scene.value('SEASON', match.word('season'))}", Granularity.SEASON)
    elif tail:
        value = TimexValue(DateType.SET, f"XXXX-XX-XX{tail}", Granularity.DAYPART)
    else:
        count = number(match, scene, "count") if match.has("count") else 1.0
        value = timex.duration(count, unit_of(match, scene), DateType.SET)
    return [build(match, scene, value, DateStatus.DURATION)]


def frequency(match: Match, scene: Scene) -> list[layers.Date]:
    """Daily, annually."""
    value = TimexValue(DateType.SET, str(scene.value("FREQ", match.word("freq"))))
    return [build(match, scene, value, DateStatus.DURATION)]


def rate(match: Match, scene: Scene) -> list[layers.Date]:
    """What happens so often in each year: 70,000 people die a year."""
    return [build(match, scene, timex.duration(1, unit_of(match, scene), DateType.SET), DateStatus.DURATION)]


def vague(match: Match, scene: Scene) -> list[layers.Date]:
    """Now, recently, soon."""
    word = match.word("vague")
    return [build(match, scene, timex.vague(str(scene.value("NOW", word) or scene.value("NOWADJ", word))), DateStatus.VAGUE)]


def vague_future(match: Match, scene: Scene) -> list[layers.Date]:
    """The future."""
    return [build(match, scene, timex.vague("FUTURE_REF"), DateStatus.VAGUE)]


def vague_past(match: Match, scene: Scene) -> list[layers.Date]:
    """The past."""
    return [build(match, scene, timex.vague("PAST_REF"), DateStatus.VAGUE)]


def vague_phrase(match: Match, scene: Scene) -> list[layers.Date]:
    """These days, as soon as possible, long ago."""
    value = "PRESENT_REF" if match.has("present") else "FUTURE_REF" if match.has("future") else "PAST_REF"
    return [build(match, scene, timex.vague(value), DateStatus.VAGUE)]
