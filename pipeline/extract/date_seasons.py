"""Seasons and feasts."""

from __future__ import annotations

import datetime as dt

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Scene, near_weekday
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import build, last_reference, reference_year, written_year
from pipeline.extract.date_tense import FUTURE, PAST, UNKNOWN
from pipeline.lexicons import words
from pipeline.vocabulary import DateStatus, Granularity

_DIFFERING = words("dates", "cues", "differing_feasts")
"""Feasts whose lexicon entry holds for the United States alone, as an article has to say."""

_OURS = frozenset({"american", "since", "last", "this", "next", "until", "before", "after", "from", "with"})
"""Words before a feast that do not make it another country's, even at the head of a sentence."""


def season(match: Match, scene: Scene) -> list[layers.Date]:
    """A season, with a year, a reference or neither."""
    code = str(scene.value("SEASON", match.word("season")))
    named = written_year(match, scene)
    if named is not None:
        return [build(match, scene, timex.season(named, code), DateStatus.EXPLICIT)]
    anchor = scene.anchor.date
    if anchor is None:
        return [build(match, scene, timex.partial(f"XXXX-{code}", Granularity.SEASON), DateStatus.PARTIAL)]
    found, is_reference = reference_year(match, scene)
    if not is_reference:
        found = _season_year(match, scene, anchor, timex.SEASONS[code])
    assert found is not None
    return [build(match, scene, timex.season(found, code), DateStatus.RELATIVE, scene.anchor)]


def _season_year(match: Match, scene: Scene, anchor: dt.date, start: int) -> int:
    ref = last_reference(match, scene)
    running = anchor.month >= start and anchor.month < start + 3
    if start == 12 and anchor.month <= 2:
        return anchor.year - 1 if ref in (None, "this") else anchor.year - (2 if ref in ("last", "before") else 0)
    if ref == "past" or ref in ("last", "before"):
        return anchor.year - (anchor.month <= start + 2 if ref != "past" else anchor.month < start)
    if ref in ("next", "after"):
        return anchor.year + (anchor.month >= start)
    if ref == "this" or running:
        return anchor.year
    towards = scene.direction(match)
    if towards == UNKNOWN:
        towards = FUTURE if 0 < start - anchor.month <= 3 else PAST
    if towards == FUTURE:
        return anchor.year + (start + 2 < anchor.month)
    return anchor.year - (start > anchor.month)


def holiday(match: Match, scene: Scene) -> list[layers.Date]:
    """A feast, fixed or movable."""
    name = match.word("holiday")
    known = scene.value("HOLIDAY", name)
    if known is None:  # a form of the name that the pattern joins and the list does not have
        return []
    rule = str(known)
    if name in _DIFFERING and (not scene.is_american or _is_foreign(match, scene)):
        return [build(match, scene, timex.unknown("D"), DateStatus.PARTIAL)]
    if match.has("year"):
        date = feast(rule, int(match.word("year")))
        return [build(match, scene, timex.day(date), DateStatus.EXPLICIT)] if date else []
    anchor = scene.anchor.date
    if anchor is None:
        fixed = f"XXXX-{rule}" if "#" not in rule and not rule.startswith("easter") else "XXXX-XX-XX"
        return [build(match, scene, timex.partial(fixed, Granularity.DAY), DateStatus.PARTIAL)]
    found, is_reference = reference_year(match, scene)
    if is_reference and found is not None:
        date = feast(rule, found)
    else:
        options = [date for year_ in (anchor.year - 1, anchor.year, anchor.year + 1) if (date := feast(rule, year_))]
        refs = match.words("ref")
        towards = -1 if "last" in refs else 1 if "next" in refs else scene.direction(match)
        sided = [date for date in options if (date - anchor).days * towards >= 0] or options
        date = min(sided, key=lambda date: abs((date - anchor).days))
    return [build(match, scene, timex.day(date), DateStatus.RELATIVE, scene.anchor)] if date else []


def _is_foreign(match: Match, scene: Scene) -> bool:
    """Whether an adjective or a name before a feast says whose it is: "Mexican Independence Day", "India's Independence Day"."""
    first = match.groups["holiday"][0] - 1
    first -= first > 0 and scene.pieces.lower[first] == "s"
    first -= first > 0 and scene.pieces.lower[first] in ("'", "’")
    return first >= 0 and scene.is_capital(first) and scene.pieces.lower[first] not in _OURS and len(scene.pieces.lower[first]) > 3


def feast(rule: str, year_: int) -> dt.date | None:
    """The day of a feast in a year.

    Args:
        rule: "12-25", "11-4#4" (fourth Thursday of November; -1 is the last), "11-1#1+1" (the day after the first Monday) or
            "easter-2".
        year_: from 1 to 9998.
    """
    if rule.startswith("easter"):
        easter = easter_sunday(year_)
        return dt.date.fromordinal(easter.toordinal() + int(rule[6:])) if easter else None
    month_, _, rest = rule.partition("-")
    if "#" not in rest:
        return timex.valid_day(year_, int(month_), int(rest))
    weekday_, _, nth = rest.partition("#")
    nth, _, later = nth.partition("+")
    whole = timex.month(year_, int(month_))
    date = nth_weekday(whole.first, whole.last, int(weekday_), int(nth)) if whole.first and whole.last else None
    return date + dt.timedelta(days=int(later or 0)) if date else None


def nth_weekday(first: dt.date, last: dt.date, weekday: int, nth: int) -> dt.date | None:
    """The n-th such weekday (1 is Monday) of an interval, -1 the last; None where it has fewer."""
    if nth < 0:
        return near_weekday(last, weekday, PAST)
    if not nth:
        return None
    date = near_weekday(first, weekday, FUTURE) + dt.timedelta(days=7 * (nth - 1))
    return date if date <= last else None


def easter_sunday(year_: int) -> dt.date | None:
    """Easter of the Gregorian calendar, by the anonymous algorithm that Nature printed in 1876."""
    a, b, c = year_ % 19, year_ // 100, year_ % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return timex.valid_day(year_, f // 31, f % 31 + 1)
