"""What a relative date is resolved against.

The anchor is the dateline's date, else the publication date, else nothing; an expression that points back into the text ("a year
earlier", "that day") takes a date nearby.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline import layers
from pipeline.extract.date_patterns import Grammar, Match, Pieces
from pipeline.extract.date_tense import FUTURE, PAST, UNKNOWN, direction, is_past_perfect, is_said
from pipeline.extract.timex import valid_day
from pipeline.lexicons import words
from pipeline.parse import Parse
from pipeline.stages import Analysis
from pipeline.vocabulary import DateAnchor, Granularity

_AMERICAN = re.compile(rf"\b(?:{'|'.join(sorted(re.escape(word) for word in words('dates', 'cues', 'american')))})(?!\w)")
_AHEAD = words("dates", "cues", "ahead")
_BEHIND = words("dates", "cues", "behind")
_DATELINE_DAYS = 45
"""A dateline further than this from the publication date is taken for misread."""

_NEARBY_CHARS, _NEARBY_DATES = 4000, 60
"""How far back an expression can point into the text; the second keeps a list of dates from taking quadratic time."""

_SAID_CHARS = 200
"""How far from a quotation the day on which it was said can stand."""

_UNPROMPTED_DAYS = 150
"""How far ahead a day can lie that no word places in the future."""

_PLAUSIBLE = range(1000, 2200)
"""Years that a publication date can have; another is the default of some field, and its neighbours may not exist."""

_HEAD_CHARS = 400
"""How far down a date on a line of its own is the article's."""

_LINE_DATE = re.compile(
    r"^[ \t]*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    r"(?:(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2,8})|(?P<month2>[A-Z][a-z]{2,8}) (?P<day2>\d{1,2})),? (?P<year>\d{4})[ \t]*$",
    re.MULTILINE,
)
_HEAD_DATE = re.compile(
    r"\s*[A-Z][^\d\n:]{0,60}[\s(,-](?:[A-Z][a-z]{2,5}day,? )?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Z][a-z]{2,8})|(?P<month2>[A-Z][a-z]{2,8}) (?P<day2>\d{1,2}))"
    r",? (?P<year>\d{4})\)? ?(?::|—|–|-{1,2})\s"
)
"""A place and a full date before a colon or a dash, at the beginning of the text."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day that relative dates count from."""

    date: dt.date | None
    kind: DateAnchor


def date_line(text: str, months: Mapping[str, int]) -> dt.date | None:
    """The day that stands alone on one of the first lines, as many papers print it, or with a place before the first words."""
    found = _HEAD_DATE.match(text[:_HEAD_CHARS]) or _LINE_DATE.search(text[:_HEAD_CHARS])
    if found is None:
        return None
    month = months.get((found["month"] or found["month2"]).lower())
    return valid_day(int(found["year"]), month, int(found["day"] or found["day2"])) if month else None


def document_anchor(analysis: Analysis, months: Mapping[str, int]) -> Anchor:
    """The day on which the article was written: the dateline's, else the publication's; never today's.

    Args:
        analysis: the article.
        months: month names, lower case, to their numbers.
    """
    published = analysis.article.published_at.date() if analysis.article.published_at else None
    if published and published.year not in _PLAUSIBLE:
        published = None
    written = analysis.dateline.date if analysis.dateline else None
    if written and (published is None or abs((written - published).days) <= _DATELINE_DAYS):
        return Anchor(written, DateAnchor.DATELINE)
    if published:
        return Anchor(published, DateAnchor.PUBLICATION)
    line = date_line(analysis.text, months)
    if line:
        return Anchor(line, DateAnchor.DATELINE)
    return Anchor(None, DateAnchor.NONE)


@dataclass
class Scene:
    """The article while its dates are read, from the first to the last.

    Attributes:
        anchor: what relative dates count from.
        dates: what has been read so far, in order.
        day_first: whether 3/4/2021 is the third of April; None where the article does not tell.
        undated: which of `dates` are times of day that name no day themselves.
        comparisons: which of `dates` are only what a figure is compared with: "the year-ago quarter".
    """

    parse: Parse
    pieces: Pieces
    grammar: Grammar
    anchor: Anchor
    dates: list[layers.Date]
    day_first: bool | None = None
    comparisons: set[int] = field(default_factory=set)
    undated: list[int] = field(default_factory=list)

    @cached_property
    def is_american(self) -> bool:
        """Whether the article speaks of the United States, so that its feasts may be theirs."""
        return _AMERICAN.search(self.parse.text) is not None

    def token(self, piece: int) -> int:
        """The token that holds a piece; the last one where the text ends."""
        return min(self.parse.token_at(self.pieces.start[piece]), self.parse.n - 1)

    def head(self, match: Match) -> int:
        """The token of the match whose governor lies outside it."""
        first, last = self.token(match.first), self.token(match.last - 1)
        for token in range(last, first - 1, -1):
            if not first <= self.parse.head[token] <= last or self.parse.head[token] == token:
                return token
        return last

    def value(self, list_name: str, word: str) -> object:
        """The value that the lexicon gives a word of a class."""
        return self.grammar.values[list_name].get(word)

    def before(self, match: Match, back: int = 1) -> str:
        """The piece so many before a match; "" before the text."""
        at = match.first - back
        return self.pieces.lower[at] if at >= 0 else ""

    def after(self, match: Match, ahead: int = 0) -> str:
        """The piece so many after the one that follows a match; "" after the text."""
        at = match.last + ahead
        return self.pieces.lower[at] if at < len(self.pieces.lower) else ""

    def touches_before(self, match: Match) -> bool:
        """Whether nothing stands between a match and the piece before it."""
        return match.first > 0 and self.pieces.end[match.first - 1] == self.pieces.start[match.first]

    def touches_after(self, match: Match) -> bool:
        """Whether nothing stands between a match and the piece after it."""
        return match.last < len(self.pieces.lower) and self.pieces.start[match.last] == self.pieces.end[match.last - 1]

    def is_capital(self, piece: int) -> bool:
        """Whether a piece begins with a capital."""
        return piece < len(self.pieces.start) and self.parse.text[self.pieces.start[piece]].isupper()

    def next_tag(self, match: Match) -> str:
        """The tag of the token after a match; "" after the text."""
        return self.parse.tag[self.token(match.last)] if match.last < len(self.pieces.lower) else ""

    def direction(self, match: Match) -> int:
        """PAST, FUTURE or UNKNOWN, as the verb that governs the match tells."""
        before = self.before(match)
        if before in _AHEAD:
            head = self.head(match)
            return PAST if is_past_perfect(self.parse, next(self.parse.ancestors(self.parse.head[head]), head)) else FUTURE
        return PAST if before in _BEHIND else direction(self.parse, self.head(match))

    def recent(self, granularities: frozenset[Granularity], start: int, paragraphs: int = 1) -> layers.Date | None:
        """The last date of one of the granularities that was read, at most so many blank lines back."""
        text = self.parse.text
        for index in range(len(self.dates) - 1, max(len(self.dates) - _NEARBY_DATES, 0) - 1, -1):
            date = self.dates[index]
            if start - date.span.end > _NEARBY_CHARS:
                return None
            if index in self.comparisons:
                continue
            if date.granularity in granularities and (date.first_date or (date.value or "").startswith("FY")):
                return date if text.count("\n\n", date.span.end, start) <= paragraphs else None
        return None


def near_weekday(anchor: dt.date, weekday: int, towards: int) -> dt.date:
    """The nearest day with a weekday (1 is Monday) on one side of the anchor, which itself counts; the past where unknown."""
    ahead = (weekday - anchor.isoweekday()) % 7
    return anchor + dt.timedelta(days=ahead if towards > 0 else ahead - 7 if ahead else 0)


def near_month(anchor: dt.date, month: int, towards: int) -> int:
    """The year of the nearest such month on one side of the anchor, whose own month counts; the nearer one where unknown."""
    ahead = (month - anchor.month) % 12
    if towards > 0 or (towards == 0 and ahead <= 4):
        return anchor.year + (anchor.month + ahead > 12)
    return anchor.year - ((anchor.month - (12 - ahead) < 1) if ahead else 0)


def near_day(anchor: dt.date, month: int, day: int, towards: int) -> dt.date | None:
    """The nearest such day of the year; the direction decides where the day lies more than a season away."""
    options = [date for year in (anchor.year - 1, anchor.year, anchor.year + 1) if (date := valid_day(year, month, day))]
    if not options:
        # 29 February: only a leap year has one
        options = [date for year in range(anchor.year - 4, anchor.year + 5) if (date := valid_day(year, month, day))]
    if not options:
        return None
    nearest = min(options, key=lambda date: (abs((date - anchor).days), date))
    towards = towards or (PAST if (nearest - anchor).days > _UNPROMPTED_DAYS else UNKNOWN)
    if towards and (nearest - anchor).days * towards < 0 and abs((nearest - anchor).days) > 90:
        sided = [date for date in options if (date - anchor).days * towards >= 0]
        return min(sided, key=lambda date: abs((date - anchor).days), default=nearest)
    return nearest


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans between double quotation marks; a paragraph's end closes what is open."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    at = 0
    for at, char in enumerate(text):
        if char == "“" or (char == '"' and opened is None):
            opened = at if opened is None else opened
        elif char in '”"' and opened is not None:
            spans.append((opened, at + 1))
            opened = None
        elif char == "\n" and opened is not None and text[at + 1 : at + 2] == "\n":
            spans.append((opened, at))
            opened = None
    if opened is not None:
        spans.append((opened, at + 1))
    return spans


def statement_day(parse: Parse, dates: Sequence[layers.Date], starts: Sequence[int], inside: tuple[int, int]) -> layers.Date | None:
    """The day on which a quotation was said: a date outside it that modifies a verb of saying in the same paragraph.

    Args:
        parse: the article's parse.
        dates: all dates of the article.
        starts: where each of them starts.
        inside: the quotation's span.
    """
    text = parse.text
    best: layers.Date | None = None
    near = range(bisect_left(starts, inside[0] - _SAID_CHARS), bisect_left(starts, inside[0]))
    after = range(bisect_left(starts, inside[1]), bisect_left(starts, inside[1] + _SAID_CHARS))
    for index in (*near, *after):
        date = dates[index]
        if date.granularity is not Granularity.DAY or date.first_date is None or date.first_date != date.last_date:
            continue
        gap = text[date.span.end : inside[0]] if index in near else text[inside[1] : date.span.start]
        token = parse.token_at(date.span.end - 1)
        if "\n\n" not in gap and token < parse.n and is_said(parse, token):
            best = date
    return best
