"""Names that the acronym in brackets behind them tells the whole of: "Chamber of Commerce, Trade and Ports (CCTP)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.name_spans import NameSpan
from pipeline.extract.names import acronyms, fold, name_words
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_LINKS = frozenset({"of", "for", "and", "the", "&", "in", "on", "de", "du", "des", "del", "la", "y", "e", "et", ",", "-"})
_KINDS = frozenset({Label.ORG, Label.FAC, Label.LAW, Label.EVENT})
_MIN_LETTERS, _MAX_LETTERS = 3, 8


def complete_defined_names(parse: Parse, spans: list[NameSpan]) -> list[NameSpan]:
    """Takes the whole of a name of which the recogniser has the end, where an acronym in brackets spells it.

    The letters of the acronym are the initials of the words before the bracket (Schwartz and Hearst 2003, "A simple algorithm
    for identifying abbreviation definitions in biomedical text", whose method finds more, and more that is wrong).

    Args:
        parse: the article.
        spans: in order and disjoint.

    Returns:
        The spans, in order and disjoint.
    """
    brackets = [token for token in range(1, parse.n - 2) if parse.lower[token] == "(" and parse.lower[token + 2] == ")"]
    for bracket in brackets:
        acronym = parse.word(bracket + 1)
        if not _MIN_LETTERS <= len(acronym) <= _MAX_LETTERS or not acronym.isalpha() or not acronym[0].isupper():
            continue
        touching = next((span for span in spans if span.last == bracket and span.label in _KINDS), None)
        if touching is None or _spells(parse, touching.first, bracket, acronym):
            continue
        first = next((at for at in _starts(parse, touching.first, bracket, acronym) if not _cuts(spans, at)), None)
        if first is None:
            continue
        whole = NameSpan(first, bracket, parse.start[first], touching.end, touching.label, found=touching.found)
        spans = sorted([*(span for span in spans if not first <= span.first < bracket), whole], key=lambda span: span.start)
    return spans


def _starts(parse: Parse, before: int, bracket: int, acronym: str) -> Iterator[int]:
    """Tokens at which a name starts that an acronym spells, the nearest first."""
    sent = parse.sent[bracket]
    for at in range(before - 1, max(-1, bracket - 2 * len(acronym) - 4), -1):
        word = parse.word(at)
        if parse.sent[at] != sent or not (word[0].isupper() or parse.lower[at] in _LINKS):
            return
        if word[0].isupper() and _spells(parse, at, bracket, acronym):
            yield at


def _spells(parse: Parse, first: int, last: int, acronym: str) -> bool:
    return fold(acronym) in acronyms(name_words(parse.span(first, last).text(parse.text)))


def _cuts(spans: Sequence[NameSpan], at: int) -> bool:
    return any(span.first < at < span.last for span in spans)
