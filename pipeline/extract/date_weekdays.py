"""Weekdays, today and its neighbours, and parts of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Anchor, Scene, near_weekday
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import STEPS, build, last_reference, relative
from pipeline.extract.date_tense import FUTURE, PAST
from pipeline.extract.timex import TimexValue
from pipeline.vocabulary import DateAnchor, DateStatus, DateType, Granularity


def weekday(match: Match, scene: Scene) -> list[layers.Date]:
    """A day of the week: the direction follows from "last" and "next", else from the verb."""
    number_ = int(str(scene.value("WEEKDAY", match.word("weekday"))))
    part = str(scene.value("PART", match.word("dpart"))) if match.has("dpart") else ""
    anchor, date = scene.anchor, None
    if anchor.date:
        ref = last_reference(match, scene)
        if ref in ("before", "after", "that"):
            anchor = context_day(match, scene) or anchor
        assert anchor.date is not None
        date = _weekday_date(anchor.date, number_, ref, scene.direction(match))
        if match.word("mod") in ("earlier", "later") and date > anchor.date:
            date = near_weekday(anchor.date, number_, PAST)
    if date is None:
        value = f"XXXX-WXX-{number_}" + (f"T{part}" if part else "")
        unit = Granularity.DAYPART if part else Granularity.DAY
        return [build(match, scene, timex.partial(value, unit, DateType.TIME if part else DateType.DATE), DateStatus.PARTIAL)]
    return [build(match, scene, _with_part(date, part), DateStatus.RELATIVE, anchor)]


def _with_part(date: dt.date, part: str) -> TimexValue:
    value = timex.part(date, part) if part else timex.day(date)
    return replace(value, value=f"{date.isoformat()}T{part}") if part else value


def _weekday_date(anchor: dt.date, weekday_: int, ref: object, towards: int) -> dt.date:
    if ref in ("last", "past", "before"):
        return near_weekday(anchor - dt.timedelta(days=1), weekday_, PAST)
    if ref in ("next", "after"):
        return near_weekday(anchor + dt.timedelta(days=1), weekday_, FUTURE)
    if ref == "this":
        return near_weekday(anchor, weekday_, towards or FUTURE)
    return near_weekday(anchor, weekday_, towards)


def context_day(match: Match, scene: Scene) -> Anchor | None:
    """The last day that the text named, for what points back into the text."""
    found = scene.recent(frozenset({Granularity.DAY, Granularity.DAYPART}), match.span.start)
    return Anchor(found.first_date, DateAnchor.CONTEXT) if found and found.first_date else None


def weekday_of_week(match: Match, scene: Scene) -> list[layers.Date]:
    """Tuesday of last week."""
    number_ = int(str(scene.value("WEEKDAY", match.word("weekday"))))
    if scene.anchor.date is None:
        return [build(match, scene, timex.partial(f"XXXX-WXX-{number_}", Granularity.DAY), DateStatus.PARTIAL)]
    steps = STEPS.get(str(scene.value("REF", match.word("ref"))), 0)
    monday = timex.period(scene.anchor.date, "W", steps).first
    return relative(match, scene, timex.day(monday + dt.timedelta(days=number_ - 1)) if monday else None, "D")


def day_word(match: Match, scene: Scene) -> list[layers.Date]:
    """Today, yesterday, tomorrow, with a part of the day or without."""
    steps = int(str(scene.value("DAYWORD", match.word("dayword"))))
    return _day_or_part(match, scene, steps)


def _day_or_part(match: Match, scene: Scene, steps: int) -> list[layers.Date]:
    part = str(scene.value("PART", match.word("dpart"))) if match.has("dpart") else ""
    date = timex.moved(scene.anchor.date, "D", steps) if scene.anchor.date else None
    if date is None and part:
        return [build(match, scene, timex.partial(f"XXXX-XX-XXT{part}", Granularity.DAYPART, DateType.TIME), DateStatus.PARTIAL)]
    return relative(match, scene, _with_part(date, part) if date else None, "D")


def tonight(match: Match, scene: Scene) -> list[layers.Date]:
    """The night of the anchor's day."""
    if scene.anchor.date is None:
        return [build(match, scene, timex.partial("XXXX-XX-XXTNI", Granularity.DAYPART, DateType.TIME), DateStatus.PARTIAL)]
    return relative(match, scene, timex.part(scene.anchor.date, "NI"), "D")


def overnight(match: Match, scene: Scene) -> list[layers.Date]:
    """The night that ended on the anchor's day, or the one that begins where the verb looks ahead."""
    if scene.anchor.date is None:
        return tonight(match, scene)
    steps = 0 if scene.direction(match) == FUTURE else -1
    return relative(match, scene, timex.part(timex.moved(scene.anchor.date, "D", steps), "NI"), "D")


def two_days_off(match: Match, scene: Scene) -> list[layers.Date]:
    """The day before yesterday, the day after tomorrow."""
    return _day_or_part(match, scene, -2 if match.words("off")[0] == "before" else 2)


def part_of_day(match: Match, scene: Scene) -> list[layers.Date]:
    """This morning, last night, that evening, the afternoon."""
    ref = scene.value("REF", match.word("ref")) if match.has("ref") else "the"
    if ref in ("that", "before", "after", "the"):
        anchor = context_day(match, scene)
        if anchor and anchor.date:
            steps = STEPS.get(str(ref), 0)
            part = str(scene.value("PART", match.word("dpart")))
            return [build(match, scene, _with_part(timex.moved(anchor.date, "D", steps), part), DateStatus.RELATIVE, anchor)]
    return _day_or_part(match, scene, STEPS.get(str(ref), 0))
