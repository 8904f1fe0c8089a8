"""Sections: paragraphs, and what each of them is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import ClassVar

from pipeline import layers
from pipeline.datelines import find_dateline
from pipeline.lexicons import lexicon
from pipeline.paragraphs import SENTENCE_END, find_paragraphs
from pipeline.spans import Span, trim
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import SectionKind

NOT_TOLD = frozenset({SectionKind.BYLINE, SectionKind.DATELINE, SectionKind.CREDIT, SectionKind.BOILERPLATE})
"""Sections that tell nothing of what happened or was said."""

HEADLINE_CHARS = 200
BYLINE_CHARS = 120
NOTE_CHARS = 300
"""Longest caption, credit or boilerplate; a longer paragraph is running text."""

_MONTHS = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_NAME_SPLIT = re.compile(r",| and | & |\|")


class Sections:
    """Fills paragraphs, sections, dateline, and the title and authors that only the text gives."""

    name: ClassVar[str] = "sections"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.SECTIONS})

    def __call__(self, analysis: Analysis) -> None:
        """Fills the layer."""
        text = analysis.text
        paragraphs = find_paragraphs(text)
        analysis.paragraphs = paragraphs
        title = analysis.article.title
        sections: list[layers.Section] = []
        has_lead = False
        for index, span in enumerate(paragraphs):
            kind = classify(text, span, index, len(paragraphs), title, has_lead=has_lead)
            if kind is SectionKind.BODY and not has_lead:
                has_lead = True
                dateline = find_dateline(text, span)
                if dateline is not None:
                    analysis.dateline = read_dateline(dateline.place, dateline.date, analysis.article.published_at)
                    sections.append(layers.Section(SectionKind.DATELINE, trim(text, *dateline.span)))
                    span = trim(text, dateline.span.end, span.end)
                kind = SectionKind.LEAD
            elif kind is SectionKind.HEADLINE and analysis.title is None:
                analysis.title = span.text(text)
            elif kind is SectionKind.BYLINE and not has_lead:
                analysis.authors = analysis.authors or find_authors(span.text(text))
            credit = find_run_in_credit(text, span) if kind is SectionKind.CAPTION or kind is SectionKind.BODY else None
            if credit is not None:
                sections.append(layers.Section(SectionKind.CAPTION, trim(text, span.start, credit.start)))
                kind, span = SectionKind.CREDIT, credit
            if span.start < span.end:
                sections.append(layers.Section(kind, span))
        analysis.sections = sections


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(entry["pattern"]) for entry in lexicon("sections")[kind])


@cache
def _run_in_credit() -> re.Pattern[str]:
    return re.compile(lexicon("sections")["run_in_credit"]["pattern"])


def _matches(kind: str, paragraph: str) -> bool:
    return any(pattern.match(paragraph) for pattern in _patterns(kind))


def classify(text: str, span: Span, index: int, n_paragraphs: int, title: str | None, *, has_lead: bool) -> SectionKind:
    """What a paragraph is; running text is BODY, the first of it too.

    Args:
        text: of the article.
        span: of the paragraph.
        index: its place among the paragraphs.
        n_paragraphs: how many there are.
        title: as the record gives it.
        has_lead: whether running text came before.
    """
    length = span.end - span.start
    if index == 0 and n_paragraphs > 1 and is_headline(span.text(text), title):
        return SectionKind.HEADLINE
    if length > NOTE_CHARS:
        return SectionKind.BODY
    paragraph = span.text(text)
    if length <= BYLINE_CHARS and index < 4 and _matches("byline", paragraph):
        return SectionKind.BYLINE
    if index == 1 and not has_lead and title and is_same_title(paragraph, title):
        return SectionKind.HEADLINE
    for kind in (SectionKind.CREDIT, SectionKind.CAPTION, SectionKind.BOILERPLATE):
        if _matches(kind.value, paragraph):
            return kind
    return SectionKind.BODY


def is_headline(paragraph: str, title: str | None) -> bool:
    """Whether the first paragraph is a headline: the record's title, or a short line that ends no sentence."""
    if len(paragraph) > HEADLINE_CHARS:
        return False
    if title is not None and is_same_title(paragraph, title):
        return True
    if find_dateline(paragraph, Span(0, len(paragraph))) is not None:
        return False
    if not paragraph.endswith(SENTENCE_END):
        return len(paragraph.split()) >= 2
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", paragraph) if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def is_same_title(paragraph: str, title: str) -> bool:
    """Whether a paragraph repeats the title, but for case and punctuation."""
    return _letters(paragraph) == _letters(title) != ""


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def read_dateline(place: str, date: str | None, published_at: dt.datetime | None) -> layers.Dateline:
    """Resolves the date of a dateline.

    Args:
        place: as written.
        date: as written, such as "Nov. 17" or "4 March 2024".
        published_at: gives the year where the dateline has none: the latest one that puts it at most a day after.
    """
    if date is None:
        return layers.Dateline(place, None)
    month = next((_MONTHS[word[:3].lower()] for word in re.findall(r"[A-Za-z]+", date) if word[:3].lower() in _MONTHS), None)
    numbers = [int(number) for number in re.findall(r"\d+", date)]
    day = next((number for number in numbers if number < 32), None)
    year = next((number for number in numbers if number > 999), None)
    if month is None or day is None:
        return layers.Dateline(place, None)
    if year is not None:
        return layers.Dateline(place, _calendar_date(year, month, day))
    if published_at is None:
        return layers.Dateline(place, None)
    latest = published_at.date() + dt.timedelta(days=1)
    candidates = [_calendar_date(latest.year - back, month, day) for back in range(5)]
    return layers.Dateline(place, next((found for found in candidates if found is not None and found <= latest), None))


def _calendar_date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def find_authors(byline: str) -> tuple[str, ...]:
    """The names of a byline, in order."""
    for pattern in _patterns("byline"):
        match = pattern.match(byline)
        if match:
            names: Sequence[str] = [name.strip(" ,.") for name in _NAME_SPLIT.split(match["names"])]
            return tuple(name for name in names if " " in name)
    return ()


def find_run_in_credit(text: str, paragraph: Span) -> Span | None:
    """The credit that a caption runs into, "… the flood.Ana Ruiz / Coast Press file"; only in a short paragraph."""
    if paragraph.end - paragraph.start > NOTE_CHARS or "/" not in text[max(paragraph.start, paragraph.end - 60) : paragraph.end]:
        return None
    match = _run_in_credit().search(text, max(paragraph.start, paragraph.end - 120), paragraph.end)
    return None if match is None else trim(text, match.start("credit"), match.end("credit"))
