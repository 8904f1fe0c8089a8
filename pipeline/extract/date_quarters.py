"""Quarters, halves and years of accounts, and what figures are compared with: "the year-ago quarter"."""

from __future__ import annotations

import datetime as dt

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Anchor, Scene
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import NOWHERE, STEPS, build, ordinal, reference, reference_year, relative
from pipeline.extract.date_tense import FUTURE, PAST
from pipeline.extract.timex import TimexValue
from pipeline.vocabulary import DateAnchor, DateStatus, DateType, Granularity

NEARBY_PARAGRAPHS = 8
"""How many blank lines back a report may name the quarter that it goes on about."""

_SENTENCE_CHARS = 1000
_CUMULATED = frozenset({"P6M", "P9M"})
"""Lengths of what a report adds up: "a year earlier" is then no quarter."""

_QUARTER = frozenset({Granularity.QUARTER})
_REPORTED = frozenset({Granularity.QUARTER, Granularity.MONTH, Granularity.YEAR, Granularity.HALF})


def quarter(match: Match, scene: Scene) -> list[layers.Date]:
    """A numbered quarter, calendar or fiscal, with a year or without."""
    which = ordinal(match, scene)
    if not 1 <= which <= 4:
        return []
    is_fiscal = match.has("fiscal")
    year = int(match.word("year")) if match.has("year") else 2000 + int(match.word("short")) if match.has("short") else None
    if year is not None:
        value = timex.fiscal_quarter(year, which) if is_fiscal else timex.quarter(year, which)
        return [build(match, scene, value, DateStatus.EXPLICIT)]
    date = scene.anchor.date
    if date is None:
        prefix = "FYXXXX" if is_fiscal else "XXXX"
        return [build(match, scene, timex.partial(f"{prefix}-Q{which}", Granularity.QUARTER), DateStatus.PARTIAL)]
    found, is_reference = reference_year(match, scene)
    if not is_reference:
        found = quarter_year(date, which, scene.direction(match))
    assert found is not None
    value = timex.fiscal_quarter(found, which) if is_fiscal else timex.quarter(found, which)
    return [build(match, scene, value, DateStatus.RELATIVE, scene.anchor)]


def quarter_year(anchor: dt.date, which: int, towards: int) -> int:
    """The year of an unqualified quarter: one that has begun, and ended if it can, unless the verb looks ahead."""
    current = (anchor.month + 2) // 3
    if towards == FUTURE:
        # figures of a quarter that has just ended are still to come
        return anchor.year + (which < current - 1) - (which == 4 and current == 1)
    return anchor.year - (which > current)


def year_period(match: Match, scene: Scene) -> list[layers.Date]:
    """The 1988 quarter: the quarter under discussion, of that year; the year alone where none is."""
    year = int(match.word("year"))
    found = scene.recent(_QUARTER, match.span.start, paragraphs=NEARBY_PARAGRAPHS)
    scene.comparisons.add(len(scene.dates))
    if found and found.first_date:
        return [build(match, scene, timex.quarter(year, (found.first_date.month + 2) // 3), DateStatus.EXPLICIT)]
    value = timex.year(year) if match.word("unit") == "period" else timex.partial(f"{year:04d}-QX", Granularity.QUARTER)
    return [build(match, scene, value, DateStatus.EXPLICIT)]


def reference_quarter(match: Match, scene: Scene) -> list[layers.Date]:
    """This quarter, the latest quarter."""
    ref = reference(match, scene)
    if ref in ("latest", "that", "same"):
        found = _quarter_in_text(match, scene)
        if found:
            return found
    date = scene.anchor.date
    if date is None or match.has("fiscal") or match.word("unit") == "period":
        return [build(match, scene, timex.unknown("Q"), DateStatus.PARTIAL)]
    steps = -1 if ref == "latest" else STEPS.get(ref, 0)
    return relative(match, scene, timex.period(date, "Q", steps), "Q")


def the_quarter(match: Match, scene: Scene) -> list[layers.Date]:
    """The quarter under discussion, else the last one that ended, or the one that runs where the verb looks ahead."""
    found = _quarter_in_text(match, scene)
    if found:
        return found
    date = scene.anchor.date
    if date is None or match.has("fiscal"):
        return [build(match, scene, timex.unknown("Q"), DateStatus.PARTIAL)]
    ahead = scene.direction(match) == FUTURE or match.has("mod")
    return relative(match, scene, timex.period(date, "Q", 0 if ahead else -1), "Q")


def _quarter_in_text(match: Match, scene: Scene) -> list[layers.Date]:
    found = scene.recent(_QUARTER, match.span.start, paragraphs=NEARBY_PARAGRAPHS)
    if found is None:
        return []
    value = TimexValue(DateType.DATE, found.value, Granularity.QUARTER, found.first_date, found.last_date)
    return [build(match, scene, value, DateStatus.RELATIVE, Anchor(found.first_date, DateAnchor.CONTEXT))]


def half(match: Match, scene: Scene) -> list[layers.Date]:
    """Half of a year."""
    which = 1 if match.words("which")[0] in ("first", "front") else 2
    year, _ = reference_year(match, scene)
    status, anchor = DateStatus.RELATIVE, scene.anchor
    if match.has("year"):
        year, status, anchor = int(match.word("year")), DateStatus.EXPLICIT, NOWHERE
    if year is None:
        return [build(match, scene, timex.partial(f"XXXX-H{which}", Granularity.HALF), DateStatus.PARTIAL)]
    return [build(match, scene, timex.half(year, which), status, anchor)]


def fiscal_year(match: Match, scene: Scene) -> list[layers.Date]:
    """A year of accounts: the text does not say when it begins, so it has no days."""
    if match.has("year") or match.has("short"):
        year = int(match.word("year")) if match.has("year") else 2000 + int(match.word("short"))
        return [build(match, scene, timex.fiscal_year(year), DateStatus.EXPLICIT)]
    if scene.after(match) in ("ended", "ending") and not match.has("mod"):
        return [build(match, scene, timex.duration(1, "Y"), DateStatus.DURATION)]
    if scene.anchor.date is None:
        return [build(match, scene, timex.partial("FYXXXX", Granularity.YEAR), DateStatus.PARTIAL)]
    steps = STEPS.get(reference(match, scene), 0) - (1 if reference(match, scene) == "latest" else 0)
    return relative(match, scene, timex.fiscal_year(scene.anchor.date.year + steps), "Y")


def year_ago(match: Match, scene: Scene) -> list[layers.Date]:
    """The year-ago quarter: a year before the period under discussion."""
    if match.has("which") and scene.anchor.date:
        which = ordinal(match, scene)
        year = quarter_year(scene.anchor.date, which, PAST) - 1
        scene.comparisons.add(len(scene.dates))
        return [build(match, scene, timex.quarter(year, which), DateStatus.RELATIVE, scene.anchor)] if 1 <= which <= 4 else []
    return year_before(match, scene)


def year_before(match: Match, scene: Scene) -> list[layers.Date]:
    """A year before the quarter or month that the sentence or the text reports on; else before the anchor's year."""
    found = under_discussion(match, scene)
    scene.comparisons.add(len(scene.dates))
    if found:
        base = TimexValue(DateType.DATE, found.value, found.granularity, found.first_date, found.last_date)
        value = timex.years_apart(base, -1)
        if value:
            return [build(match, scene, value, DateStatus.RELATIVE, Anchor(found.first_date, DateAnchor.CONTEXT))]
    if scene.anchor.date is None:
        return relative(match, scene, None, "Y")
    return relative(match, scene, timex.period(scene.anchor.date, "Y", -1), "Y")


def under_discussion(match: Match, scene: Scene) -> layers.Date | None:
    """The reported period that a comparison starts from: in the same sentence, else the last quarter of the article."""
    start = match.span.start
    sentence = scene.parse.sentences[scene.parse.sent[scene.token(match.first)]]
    opens = scene.parse.start[sentence[0]]
    for index in range(len(scene.dates) - 1, -1, -1):
        date = scene.dates[index]
        if date.span.start < max(opens, start - _SENTENCE_CHARS):
            break
        if index in scene.comparisons:
            continue
        if date.value in _CUMULATED:
            return None
        is_period = date.granularity in _REPORTED or (date.granularity is Granularity.DAY and date.status is DateStatus.EXPLICIT)
        if is_period and date.first_date and date.type is DateType.DATE and not _is_to_come(date, scene):
            return date
    found = scene.recent(_QUARTER, start, paragraphs=NEARBY_PARAGRAPHS)
    return None if found and _is_to_come(found, scene) else found


def _is_to_come(date: layers.Date, scene: Scene) -> bool:
    """Whether a period begins after the article appeared, so that nobody reports on it yet."""
    return scene.anchor.date is not None and date.first_date is not None and date.first_date > scene.anchor.date


def same_period(match: Match, scene: Scene) -> list[layers.Date]:
    """The same period last year: a year before the period under discussion."""
    words = match.words("yref")
    if not words or "last" in words or "previous" in words:
        found = under_discussion(match, scene)
        if found or not words:
            return year_before(match, scene)
    year, _ = reference_year(match, scene)
    if year is None:
        return relative(match, scene, None, "Y")
    return relative(match, scene, timex.year(year), "Y")
