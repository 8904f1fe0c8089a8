"""Names whose kind a word beside them or their form gives away: storms, flights, codes, towns before their state, acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.name_lexicon import NameWords
from pipeline.extract.name_spans import SURE, NameSpan
from pipeline.extract.names import acronyms, is_acronym_form, name_words, without_determiner
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_STORMS = frozenset({"storm", "hurricane", "typhoon", "cyclone"})
_BEFORE_STORMS = frozenset({"tropical", "subtropical", "super", "post-tropical", "severe"})
_TAKEN_FOR_STORMS = frozenset({Label.PERSON, Label.GPE, Label.LOC, Label.ORG, Label.PRODUCT, Label.WORK_OF_ART, Label.FAC})
_PLACES = frozenset({Label.GPE, Label.LOC, Label.ORG, Label.FAC})
_CODE = re.compile(r"(?:[A-Za-z]{2,}-\d{1,4}|[A-Z]{1,3}-\d{2,4})[A-Za-z]{0,2}")
_TAKEN_FOR_CODES = frozenset({Label.PERSON, Label.GPE, Label.LOC, Label.NORP})
_FLIGHT = "flight"
_WORDS = 2
"""Words of a storm's name with what it is: "Hurricane Ida", but not "Hurricane Relief Fund"."""

_MIN_ACRONYM = 3


def settle_given_kinds(parse: Parse, spans: Sequence[NameSpan], words: NameWords) -> None:
    """Gives names that tell their kind its label.

    Storms are events, with the word before them where it is capitalised, and a storm's name alone is the storm, too. Codes such
    as "Poseidon-81" and flights are products, unless a code was taken for an organization or a facility. "Terminal 3" is a
    facility, and so is the "Victor Hugo" of "Victor Hugo street"; "Hempstead" in "Hempstead, N.Y." is a town; the acronym of a
    law is the law.

    Args:
        parse: the article.
        spans: in order and disjoint; changed.
        words: word lists.
    """
    storms = set(_storms(parse, spans))
    for span in spans:
        label = Label.EVENT if _is_storm(parse, span, storms) else _label_by_form(parse, span, words)
        if label is not None:
            span.label, span.weight = label, SURE
    _settle_acronyms(parse, spans)


def _is_storm(parse: Parse, span: NameSpan, storms: set[str]) -> bool:
    is_open = span.label in _TAKEN_FOR_STORMS and span.title is None
    return is_open and parse.text[span.start : span.end].lower() in storms


def _label_by_form(parse: Parse, span: NameSpan, words: NameWords) -> Label | None:
    """What figures in a name tell, or a US state or a noun such as "street" behind it; None where they tell nothing."""
    name = parse.text[span.start : span.end]
    if _extend_over_flight(parse, span):
        return Label.PRODUCT
    if span.label is Label.PERSON and span.title is None and span.last < parse.n and parse.head[span.last - 1] == span.last:
        noun = parse.lower[span.last]
        built = words.heads.get(noun) if noun in words.strong_heads and parse.word(span.last).islower() else None
        return built if built in (Label.FAC, Label.LOC) else None
    if span.label in _TAKEN_FOR_CODES and (_CODE.fullmatch(name) or (span.label is Label.NORP and any(map(str.isdigit, name)))):
        return Label.PRODUCT
    if span.last - span.first > 1 and parse.lower[span.last - 1].isdigit():
        return Label.FAC if words.heads.get(parse.lower[span.last - 2]) is Label.FAC else None
    is_one = span.last - span.first == 1 and span.title is None and span.label is not Label.GPE
    if is_one and parse.text.startswith(", ", span.end) and span.last + 1 < parse.n:
        state = parse.word(span.last + 1)
        return Label.GPE if state.endswith(".") and state in load_gazetteer().abbreviations else None
    return None


def _extend_over_flight(parse: Parse, span: NameSpan) -> bool:
    """Whether a name is that of a flight, "Adam Air Flight 574"; takes its number in."""
    flight = next((token for token in range(span.first, span.last) if parse.lower[token] == _FLIGHT), None)
    number = -1 if flight is None else flight + 1
    if not 0 <= number < parse.n or not any(map(str.isdigit, parse.lower[number])):
        return False
    if number >= span.last:
        span.last, span.end = number + 1, parse.end[number]
    return True


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


def _settle_acronyms(parse: Parse, spans: Sequence[NameSpan]) -> None:
    """Makes laws of the acronyms of laws that the article names in full, and of nothing else: "ACA", the Affordable Care Act."""
    labels: dict[str, set[Label]] = {}
    for span in spans:
        if span.last - span.first > 1:
            for initials in acronyms(without_determiner(name_words(parse.text[span.start : span.end]))):
                labels.setdefault(initials, set()).add(span.label)
    for span in spans:
        name = parse.text[span.start : span.end]
        if len(name) >= _MIN_ACRONYM and is_acronym_form(name) and labels.get(name.lower()) == {Label.LAW}:
            span.label, span.weight = Label.LAW, SURE


def storm_key(key: str) -> str:
    """A storm's name without what it is, so that "ida" and "hurricane ida" are one; any other name as it is.

    Args:
        key: folded.
    """
    before, _, name = key.rpartition(" ")
    words = before.split()
    return name if words and words[-1] in _STORMS and _BEFORE_STORMS.issuperset(words[:-1]) else key
