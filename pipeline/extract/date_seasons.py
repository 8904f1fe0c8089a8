"""Seasons and feasts."""

from __future__ import annotations

import datetime as dt
import re

from pipeline import layers
from pipeline.extract import timex
from pipeline.extract.date_anchors import Scene
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_rows import build, last_reference, reference_year, written_year
from pipeline.extract.date_tense import FUTURE, PAST, UNKNOWN
from pipeline.extract.feasts import UNKNOWN_DAY, feast
from pipeline.lexicons import words
from pipeline.vocabulary import DateStatus, Granularity

_MONTH_DAY = re.compile(r"\d\d-\d\d")
_AT_HAND_DAYS = 10
"""How near a feast is at hand, whatever the tense."""

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
        if date is None and rule == UNKNOWN_DAY:
            return [build(match, scene, timex.partial(f"{match.word('year')}-XX-XX", Granularity.DAY), DateStatus.PARTIAL)]
        return [build(match, scene, timex.day(date), DateStatus.EXPLICIT)] if date else []
    anchor = scene.anchor.date
    if anchor is None or rule == UNKNOWN_DAY:
        fixed = f"XXXX-{rule}" if _MONTH_DAY.fullmatch(rule) else "XXXX-XX-XX"
        return [build(match, scene, timex.partial(fixed, Granularity.DAY), DateStatus.PARTIAL)]
    found, is_reference = reference_year(match, scene)
    date = feast(rule, found) if is_reference and found is not None else _nearest(rule, anchor, match, scene)
    return [build(match, scene, timex.day(date), DateStatus.RELATIVE, scene.anchor)] if date else []


def _nearest(rule: str, anchor: dt.date, match: Match, scene: Scene) -> dt.date | None:
    """The feast on the side that the words or the verb tell; one that is at hand needs no telling: "as Easter week began"."""
    options = [date for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (date := feast(rule, year))]
    nearest = min(options, key=lambda date: abs((date - anchor).days), default=None)
    refs = match.words("ref")
    towards = PAST if "last" in refs else FUTURE if "next" in refs else UNKNOWN
    if nearest is None or (towards == UNKNOWN and abs((nearest - anchor).days) <= _AT_HAND_DAYS):
        return nearest
    towards = towards or scene.direction(match)
    sided = [date for date in options if (date - anchor).days * towards >= 0]
    return min(sided, key=lambda date: abs((date - anchor).days), default=nearest)


def _is_foreign(match: Match, scene: Scene) -> bool:
    """Whether an adjective or a name before a feast says whose it is: "Mexican Independence Day", "India's Independence Day"."""
    first = match.groups["holiday"][0] - 1
    first -= first > 0 and scene.pieces.lower[first] == "s"
    first -= first > 0 and scene.pieces.lower[first] in ("'", "’")
    return first >= 0 and scene.is_capital(first) and scene.pieces.lower[first] not in _OURS and len(scene.pieces.lower[first]) > 3
