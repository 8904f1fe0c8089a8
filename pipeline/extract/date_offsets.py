"""What counts from an anchor: last week, the following year, three years ago, two days later."""

from __future__ import annotations

import datetime as dt

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Anchor, Scene
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_quarters import NEARBY_PARAGRAPHS, year_before
from pipeline.extract.date_rows import STEPS, build, number, reference, relative
from pipeline.extract.date_tense import FUTURE, PAST
from pipeline.extract.timex import TimexValue
from pipeline.lexicons import words
from pipeline.spans import Span
from pipeline.vocabulary import DateAnchor, DateMod, DateStatus, DateType, Granularity

_COMPARING = words("dates", "cues", "comparing")
_DAY = frozenset({Granularity.DAY, Granularity.DAYPART})
_FINER = {
    "D": _DAY,
    "W": _DAY | {Granularity.WEEK, Granularity.WEEKEND},
    "M": _DAY | {Granularity.MONTH},
    "Q": frozenset({Granularity.QUARTER}),
    "Y": _DAY | {Granularity.MONTH, Granularity.QUARTER, Granularity.SEASON, Granularity.YEAR},
}
"""Which dates of the text can stand for a period of a unit: "that year" may follow a month."""
_CLOCK_SECONDS = {"S": 1, "MIN": 60, "H": 3600}


def unit_of(match: Match, scene: Scene) -> str:
    """The code of the match's unit."""
    word = match.word("unit")
    return str(scene.value("UNIT", word) or scene.value("UNITS", word) or scene.value("SHORTUNIT", word) or "S")


def reference_unit(match: Match, scene: Scene) -> list[layers.Date]:
    """Last week, this year, the end of next month."""
    unit, ref = unit_of(match, scene), reference(match, scene)
    if ref in ("that", "before", "after"):
        found = neighbour(match, scene, unit, STEPS.get(ref, 0))
        if found:
            return found
        if ref == "that":
            return relative(match, scene, None, unit)
    is_stretch = ref == "past" and "this" not in match.words("ref") and unit in ("Y", "DE", "CE")
    if is_stretch or (ref == "last" and unit == "DE"):
        return [stretch(match, scene, timex.duration(1, unit), unit, 1, PAST)]
    if unit in ("H", "MIN"):
        return [build(match, scene, timex.duration(1, unit), DateStatus.DURATION)]
    if scene.anchor.date is None:
        return relative(match, scene, None, unit)
    steps = STEPS.get(ref, 0)
    if unit == "WE" and ref == "last" and scene.anchor.date.isoweekday() >= 6:
        steps = -1
    value = timex.period(scene.anchor.date, unit, steps)
    rows = relative(match, scene, value, unit)
    _narrow(rows[0], match, scene.anchor.date)
    return rows


def _narrow(row: layers.Date, match: Match, anchor: dt.date) -> None:
    """Lets "earlier this year" end with the anchor and "later this year" begin with it."""
    words = match.words("mod")
    if row.first_date and row.last_date and row.first_date <= anchor <= row.last_date:
        if "earlier" in words:
            row.last_date = anchor
        if "later" in words:
            row.first_date = anchor


def neighbour(match: Match, scene: Scene, unit: str, steps: int) -> list[layers.Date]:
    """The period beside, or at, a date that the text named just before; nothing where there is none."""
    found = scene.recent(_FINER.get(unit, frozenset()), match.span.start)
    if found is None or found.first_date is None:
        return []
    anchor = Anchor(found.first_date, DateAnchor.CONTEXT)
    return [build(match, scene, timex.period(found.first_date, unit, steps), DateStatus.RELATIVE, anchor)]


def neighbour_unit(match: Match, scene: Scene) -> list[layers.Date]:
    """The following year, the next day, that same month."""
    unit, ref = unit_of(match, scene), reference(match, scene)
    steps = STEPS.get(ref, 0)
    found = neighbour(match, scene, unit, steps)
    return found or relative(match, scene, None, unit)


def the_unit(match: Match, scene: Scene) -> list[layers.Date]:
    """The period that holds the anchor: the week, the end of the year."""
    unit = unit_of(match, scene)
    date = scene.anchor.date
    if unit == "Y" and scene.after(match) in ("ended", "ending") and not match.has("mod"):
        return [build(match, scene, timex.duration(1, "Y"), DateStatus.DURATION)]
    if date is None:
        return relative(match, scene, None, unit)
    steps = 0
    if unit == "WE":
        steps = 0 if date.isoweekday() >= 6 or scene.direction(match) == FUTURE else -1
    rows = relative(match, scene, timex.period(date, unit, steps), unit)
    _narrow(rows[0], match, date)
    return rows


def year_end(match: Match, scene: Scene) -> list[layers.Date]:
    """The end of the anchor's year, or of the one before where the words point back: "since year-end"."""
    steps = -1 if scene.direction(match) == PAST else 0
    rows = relative(match, scene, timex.period(scene.anchor.date, "Y", steps) if scene.anchor.date else None, "Y")
    rows[0].mod = DateMod.END
    return rows


def ago(match: Match, scene: Scene) -> list[layers.Date]:
    """So many units before the anchor, as exact as the unit."""
    unit = unit_of(match, scene)
    count = number(match, scene, "count")
    if count == 1 and unit == "Y" and match.first and _compares(match, scene):
        return year_before(match, scene)
    if count is None:
        return [build(match, scene, timex.vague("PAST_REF"), DateStatus.VAGUE)]
    row = _offset(match, scene, unit, -count)
    if row.mod in (DateMod.MORE_THAN, DateMod.EQUAL_OR_MORE):
        row.mod = DateMod.BEFORE if row.mod is DateMod.MORE_THAN else DateMod.ON_OR_BEFORE
    elif row.mod in (DateMod.LESS_THAN, DateMod.EQUAL_OR_LESS):
        row.mod = DateMod.AFTER if row.mod is DateMod.LESS_THAN else DateMod.ON_OR_AFTER
    return [row]


def _compares(match: Match, scene: Scene) -> bool:
    """Whether a figure or a comparison stands before "a year ago"."""
    before = scene.pieces.lower[max(match.first - 14, 0) : match.first]
    if not any(word in _COMPARING for word in before):
        return False
    return scene.recent(_FINER["Q"], match.span.start, paragraphs=NEARBY_PARAGRAPHS) is not None


def from_now(match: Match, scene: Scene) -> list[layers.Date]:
    """So many units after the anchor."""
    count = number(match, scene, "count")
    if count is None:
        return [build(match, scene, timex.vague("FUTURE_REF"), DateStatus.VAGUE)]
    return [_offset(match, scene, unit_of(match, scene), count)]


def _offset(match: Match, scene: Scene, unit: str, count: float, anchor: Anchor | None = None) -> layers.Date:
    """The period of the unit that lies so many units from the anchor; of hours it is known only to the day."""
    anchor = anchor or scene.anchor
    if anchor.date is None:
        return build(match, scene, timex.unknown(unit), DateStatus.PARTIAL)
    if unit in _CLOCK_SECONDS:
        days = count * _CLOCK_SECONDS[unit] / 86400
        if abs(days) < 0.5:
            value = TimexValue(DateType.TIME, f"{anchor.date.isoformat()}TXX", timex.UNIT_GRANULARITY[unit])
            return build(match, scene, value, DateStatus.RELATIVE, anchor)
        unit, count = "D", round(days)
    date = timex.moved(anchor.date, unit, count)
    if date == dt.date.min:  # before the calendar: "6,200 years ago"
        return build(match, scene, timex.vague("PAST_REF"), DateStatus.VAGUE)
    shown = {"DE": "Y", "CE": "Y", "FN": "W"}.get(unit, unit)
    return build(match, scene, timex.period(date, shown), DateStatus.RELATIVE, anchor)


def earlier_later(match: Match, scene: Scene) -> list[layers.Date]:
    """So many units before or after a date that the text named; a duration where it named none."""
    unit, count = unit_of(match, scene), number(match, scene, "count")
    back = match.word("sense") in ("earlier", "before")
    if back and count == 1 and unit == "Y":
        return year_before(match, scene)
    found = scene.recent(_FINER.get(unit, frozenset()), match.span.start, paragraphs=1)
    if found and found.first_date and count is not None:
        anchor = Anchor(found.first_date, DateAnchor.CONTEXT)
        return [_offset(match, scene, unit, -count if back else count, anchor)]
    pieces = match.pieces
    span = Span(pieces.start[match.first], pieces.end[match.groups["unit"][1] - 1])
    return [build(match, scene, timex.duration(count, unit), DateStatus.DURATION, span=span)]


def stretch(match: Match, scene: Scene, value: TimexValue, unit: str, count: float | None, towards: int) -> layers.Date:
    """The row of a length of time that ends at the anchor (PAST), begins there (FUTURE), or is tied to nothing."""
    row = build(match, scene, value, DateStatus.DURATION)
    date = scene.anchor.date
    if date and count is not None and towards and unit not in _CLOCK_SECONDS:
        other = timex.moved(date, unit, count * towards)
        row.first_date, row.last_date = min(date, other), max(date, other)
        row.anchor, row.anchor_date = scene.anchor.kind, date
    return row
