"""Names whose kind a word or their form gives away: storms, and what is named by letters and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.name_spans import NameSpan
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_STORMS = frozenset({"storm", "hurricane", "typhoon", "cyclone"})
_BEFORE_STORMS = frozenset({"tropical", "subtropical", "super", "post-tropical", "severe"})
_TAKEN_FOR_STORMS = frozenset({Label.PERSON, Label.GPE, Label.LOC, Label.ORG, Label.PRODUCT, Label.WORK_OF_ART, Label.FAC})
_PLACES = frozenset({Label.GPE, Label.LOC, Label.ORG, Label.FAC})
_CODE = re.compile(r"(?:[A-Za-z]{2,}-\d{1,4}|[A-Z]{1,3}-\d{2,4})[A-Za-z]{0,2}")
_TAKEN_FOR_CODES = frozenset({Label.PERSON, Label.GPE, Label.LOC, Label.NORP})
_WORDS = 2
"""Words of a storm's name with what it is: "Hurricane Ida", but not "Hurricane Relief Fund"."""

_SURE = 3.0
"""Weight of a label that needs no vote."""


def settle_given_kinds(parse: Parse, spans: Sequence[NameSpan]) -> None:
    """Labels storms as events, with the word before them where it is capitalised, and codes such as "Poseidon-81" as products.

    A storm's name alone is the storm, too. A code that was taken for an organization, a facility or an event stays what it is.

    Args:
        parse: the article.
        spans: in order and disjoint; changed.
    """
    storms = set(_storms(parse, spans))
    for span in spans:
        name = parse.text[span.start : span.end]
        is_storm = span.label in _TAKEN_FOR_STORMS and span.title is None and name.lower() in storms
        if is_storm:
            span.label, span.weight = Label.EVENT, _SURE
        elif span.label in _TAKEN_FOR_CODES and _CODE.fullmatch(name):
            span.label, span.weight = Label.PRODUCT, _SURE


def _storms(parse: Parse, spans: Sequence[NameSpan]) -> Iterator[str]:
    """The names of the article's storms, lower case; lengthens the spans by the words before them."""
    end = 0
    for span in spans:
        name = parse.text[span.start : span.end]
        if parse.lower[span.first] in _STORMS and span.last - span.first == _WORDS and span.label not in _PLACES:
            yield name.lower()
            yield parse.text[parse.start[span.first + 1] : span.end].lower()
        elif end < span.first and parse.lower[span.first - 1] in _STORMS and not name.isupper() and span.title is None:
            yield name.lower()
            _lengthen(parse, span, end)
            yield parse.text[span.start : span.end].lower()
        end = span.last


def _lengthen(parse: Parse, span: NameSpan, end: int) -> None:
    """Takes in "Hurricane" or "Tropical Storm" before a name, down to the end of the name before."""
    while span.first > end and parse.word(span.first - 1)[0].isupper() and parse.lower[span.first - 1] in _STORMS | _BEFORE_STORMS:
        span.first -= 1
        span.start = parse.start[span.first]


def storm_key(key: str) -> str:
    """A storm's name without what it is, so that "ida" and "hurricane ida" are one; any other name as it is.

    Args:
        key: folded.
    """
    before, _, name = key.rpartition(" ")
    words = before.split()
    return name if words and words[-1] in _STORMS and _BEFORE_STORMS.issuperset(words[:-1]) else key
