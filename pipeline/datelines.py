"""Datelines: "NAIROBI, March 4 (Coast Press) —" before an article's first sentence.

They are no part of the sentence, and no parser was taught so: it makes the place a subject, or the whole an argument of the
first verb. So they are found in the text, before it is parsed, and end a sentence there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipeline.lexicons import lexicon, models_dir
from pipeline.spans import Span, trim

FIRST_PARAGRAPHS = 6
"""Paragraphs among which the one with the dateline is: headlines, bylines and captions may come before."""


class WrittenDateline(NamedTuple):
    """A dateline as written.

    Attributes:
        span: from the paragraph's start to where the first sentence starts, white space aside.
        place: such as "WASHINGTON, D.C.".
        date: such as "Nov. 17"; None where there is none.
        agency: what stands in brackets; None where nothing does.
    """

    span: Span
    place: str
    date: str | None
    agency: str | None


def find_dateline(text: str, paragraph: Span) -> WrittenDateline | None:
    """The dateline at the start of a paragraph, if text follows it.

    Where nothing but a colon parts a place in capitals from the text, it has to be a place that the gazetteer knows: a word in
    capitals before a colon may be anything, such as the speaker in a transcript. One who is named like a place speaks more than
    once.
    """
    for pattern in _patterns("patterns"):
        match = pattern.match(text, paragraph.start, paragraph.end)
        if match is not None and match.end() < paragraph.end:
            return _written(match)
    for pattern in _patterns("known_places"):
        match = pattern.match(text, paragraph.start, paragraph.end)
        is_known = match is not None and match.end() < paragraph.end and match["place"].casefold() in _places()
        if match is not None and is_known and text.count(match[0]) == 1:
            return _written(match)
    return None


def find_sentence_starts(text: str, paragraphs: Sequence[Span]) -> set[int]:
    """Offsets at which a sentence surely starts: of each paragraph, and behind each dateline among the first ones."""
    starts = {paragraph.start for paragraph in paragraphs}
    for paragraph in paragraphs[:FIRST_PARAGRAPHS]:
        dateline = find_dateline(text, paragraph)
        if dateline is not None:
            starts.add(trim(text, dateline.span.end, paragraph.end).start)
    return starts


def _written(match: re.Match[str]) -> WrittenDateline:
    groups = match.groupdict()
    return WrittenDateline(Span(*match.span()), match["place"].strip(" ,-"), groups.get("date"), groups.get("agency"))


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in lexicon("sections")["dateline"][kind])


@cache
def _places() -> frozenset[str]:
    """Countries and cities, in lower case."""
    lines = (models_dir() / "gazetteer" / "cities.tsv").read_text(encoding="utf-8").splitlines()
    cities = (line.partition("\t")[0] for line in lines if not line.startswith("#"))
    return frozenset([*cities, *(name.casefold() for row in lexicon("countries").values() for name in row["names"])])
