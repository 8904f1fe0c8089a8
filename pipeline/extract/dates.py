"""The stage `dates`: finds time expressions and gives them TIMEX3 values, without ever inventing one."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any, ClassVar

from pipeline import layers
from pipeline.extract import (
    date_calendar,
    date_checks,
    date_clock,
    date_durations,
    date_offsets,
    date_portions,
    date_quarters,
    date_seasons,
    date_unit_checks,
    date_weekdays,
    timex,
)
from pipeline.extract.date_anchors import Anchor, Scene, document_anchor, quoted, statement_day
from pipeline.extract.date_intervals import settle_appositions, settle_intervals
from pipeline.extract.date_patterns import Grammar, Match
from pipeline.lexicons import lexicon
from pipeline.spans import Span, SpanIndex
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import DateAnchor, DateStatus, DateType, Granularity

_READINGS = (
    date_calendar,
    date_clock,
    date_durations,
    date_offsets,
    date_portions,
    date_quarters,
    date_seasons,
    date_weekdays,
)
_CHECKS = (date_checks, date_unit_checks)
_DEICTIC = frozenset({"day_word", "tonight", "part_of_day", "overnight", "two_days_off"})
"""Readings that count from the day on which the words are said."""

_SHORTENED = frozenset({"split_year"})
"""Readings after which a shorter candidate is tried where the calendar has no such date; else "Feb. 30" would become February."""

_WITH_DETERMINER = frozenset({"decade", "century"})
_RANGE_WORDS = {"-": "", "–": "", "—": "", "to": "", "through": "", "until": "", "till": "", "and": "between"}
"""What stands between the ends of a range, and the word that must stand before them."""

_LONG_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY_FIRST = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_LONG_MONTH}\b")
_MONTH_FIRST = re.compile(rf"\b{_LONG_MONTH} \d{{1,2}}\b")
_MONTH_DAY = re.compile(r"[\dX]{4}-(\d\d)(?:-(\d\d))?")


def _named(name: str, modules: tuple[ModuleType, ...]) -> Any:
    """The function that the lexicon names."""
    for module in modules:
        if name in vars(module):
            return vars(module)[name]
    raise KeyError(f"the lexicon `dates` names {name!r}, which no module defines")


class Dates:
    """Fills `analysis.dates`, ordered by start."""

    name: ClassVar[str] = "dates"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE, Layer.SECTIONS})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.DATES})

    def __init__(self) -> None:
        self.grammar = Grammar(lexicon("dates"))
        rules = self.grammar.rules
        self._readings = {rule.reading: _named(rule.reading, _READINGS) for rule in rules}
        self._checks = {rule.check: _named(rule.check, _CHECKS) for rule in rules if rule.check}

    def __call__(self, analysis: Analysis) -> None:
        """Reads the article's dates from first to last."""
        if not analysis.parse.n:
            return
        pieces = self.grammar.cut(analysis.text)
        anchor = document_anchor(analysis, self.grammar.values["MONTH"])
        scene = Scene(analysis.parse, pieces, self.grammar, anchor, [], day_first(analysis.text))
        deictic: list[tuple[Match, int]] = []
        stop = 0
        for at in self.grammar.starts(pieces):
            if at < stop:
                continue
            for match in self.grammar.candidates(pieces, at):
                rows = self._read(match, scene)
                if rows is None or (not rows and match.rule.reading in _SHORTENED):
                    continue
                if match.rule.reading in _DEICTIC:
                    deictic.append((match, len(scene.dates)))
                scene.dates.extend(rows)
                stop = match.last
                break
        self._reread(scene, deictic)
        date_clock.settle_clocks(scene)
        settle_appositions(scene)
        settle_intervals(scene)
        link_ranges(scene)
        analysis.dates = scene.dates

    def _read(self, match: Match, scene: Scene) -> list[layers.Date] | None:
        """The rows of a candidate: None where its context says that it is no date, empty where the calendar has none such."""
        check = match.rule.check
        if not date_unit_checks.begins(match, scene) or (check and not self._checks[check](match, scene)):
            return None
        rows: list[layers.Date] = self._readings[match.rule.reading](match, scene)
        if rows:
            trim_determiner(rows[0], match, scene)
        return rows

    def _reread(self, scene: Scene, deictic: list[tuple[Match, int]]) -> None:
        """Reads "tomorrow" inside a quotation against the day on which it was said, where the article tells that day."""
        if not deictic:
            return
        spans = quoted(scene.parse.text)
        index = SpanIndex(spans)
        starts = [date.span.start for date in scene.dates]
        anchor = scene.anchor
        said: dict[int, layers.Date | None] = {}
        for match, place in deictic:
            inside = index.at(match.span.start)
            if inside is None:
                continue
            if inside not in said:
                said[inside] = statement_day(scene.parse, scene.dates, starts, spans[inside])
            day = said[inside]
            if day is not None:
                scene.anchor = Anchor(day.first_date, DateAnchor.CONTEXT)
                rows = self._read(match, scene)
                scene.dates[place] = rows[0] if rows else scene.dates[place]
                scene.anchor = anchor


def trim_determiner(row: layers.Date, match: Match, scene: Scene) -> None:
    """Leaves "the" out where it belongs to a noun that the expression only modifies: the third-quarter loss."""
    pieces = match.pieces.lower[match.first : match.last]
    if pieces[0] != "the" or len(pieces) < 2 or "of" in pieces:
        return
    parse = scene.parse
    token = scene.head(match)
    is_modifier = parse.head[token] >= scene.token(match.last - 1) and parse.dep[token] in ("compound", "amod", "nmod", "nummod")
    if is_modifier and match.rule.reading not in _WITH_DETERMINER:
        row.span = Span(match.pieces.start[match.first + 1], row.span.end)


def day_first(text: str) -> bool | None:
    """Whether the article writes the day before the month; None where it does both or neither."""
    day, month = bool(_DAY_FIRST.search(text)), bool(_MONTH_FIRST.search(text))
    return None if day == month else day


def link_ranges(scene: Scene) -> None:
    """Gives the two ends of a range one key: "from 2012 to 2018", "May 3-5", "between March and May"."""
    text = scene.parse.text
    key = 0
    for first, second in zip(scene.dates, scene.dates[1:], strict=False):
        gap = text[first.span.end : second.span.start].strip().lower()
        needed = _RANGE_WORDS.get(gap)
        if needed is None or first.range_key is not None:
            continue
        before = text[max(0, first.span.start - 20) : first.span.start].lower().split()
        if needed and (not before or before[-1] not in (needed, "the") or needed not in before[-2:]):
            continue
        share_year(first, second)
        if not _are_ends(first, second):
            continue
        first.range_key = second.range_key = key
        key += 1


def share_year(first: layers.Date, second: layers.Date) -> None:
    """Gives the first end of a range the year that only the second has: "from May 3 to May 9, 2022"."""
    same_unit = first.granularity is second.granularity and first.granularity in (Granularity.DAY, Granularity.MONTH)
    if (
        not same_unit
        or first.status is DateStatus.EXPLICIT
        or second.status is not DateStatus.EXPLICIT
        or second.first_date is None
    ):
        return
    found = _MONTH_DAY.fullmatch(first.value or "")
    if found is None:
        return
    month, day = int(found[1]), int(found[2] or 1)
    year = second.first_date.year - ((month, day) > (second.first_date.month, second.first_date.day))
    date = timex.valid_day(year, month, day)
    if date:
        value = timex.day(date) if found[2] else timex.month(year, month)
        first.value, first.first_date, first.last_date = value.value, value.first, value.last
        first.status, first.anchor, first.anchor_date = DateStatus.EXPLICIT, DateAnchor.NONE, None


def _are_ends(first: layers.Date, second: layers.Date) -> bool:
    if first.type in (DateType.DURATION, DateType.SET) or second.type in (DateType.DURATION, DateType.SET):
        return False
    return not (first.first_date and second.first_date and first.first_date > second.first_date)
