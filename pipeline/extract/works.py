"""Titles of works between quotation marks: the whole of what the marks enclose."""

from __future__ import annotations

import re

from pipeline.extract.name_spans import SURE, NameSpan
from pipeline.lexicons import words as word_set
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_QUOTED = re.compile(r"(?<![^\s(\[—–-])[\"“‘'](?P<title>[^\W_a-zà-ÿ][^\"“”\n]{2,78}?[\w!?.)])(?P<comma>[,.]?)[\"”’'](?![\w'’])")
"""What a pair of marks encloses, if it starts with a capital or a figure. Whether a straight mark opens or closes is seen by
the white space at its side."""

_WORD = re.compile(r"[^\s—–-]+")
_MOST_WORDS = 12
_NEAR = 3
"""Tokens before the mark among which the noun for the work is looked for: "her 2019 film “…”"."""


def complete_titles(parse: Parse, spans: list[NameSpan]) -> list[NameSpan]:
    """Takes the whole of a quoted title as the work, where the recogniser saw a part of it or a noun says what it is.

    "The Silence of the Lambs" loses no article, and there is no Otto in "A Man Called Otto". What the marks enclose is a
    title if its words are capitalised as in one.

    Args:
        parse: the article.
        spans: in order and disjoint.

    Returns:
        The spans, in order and disjoint.
    """
    for match in _QUOTED.finditer(parse.text):
        start, end = match.span("title")
        if not is_title(match["title"]):
            continue
        inside = [span for span in spans if span.start < end and start < span.end]
        if any(span.start < start or span.end > end for span in inside):
            continue
        first, last = parse.tokens_in(start, end)
        is_found = any(span.label is Label.WORK_OF_ART for span in inside)
        if first >= last or not (is_found or _is_announced(parse, first)):
            continue
        whole = NameSpan(first, last, start, end, Label.WORK_OF_ART, weight=SURE, found=Label.WORK_OF_ART)
        spans = sorted([*(span for span in spans if span not in inside), whole], key=lambda span: span.start)
    return spans


def is_title(text: str) -> bool:
    """Whether a text of at least two words is written as a title: only articles, prepositions and conjunctions are small.

    The first and the last word have a capital; a sentence that is quoted has small nouns and verbs. See the Chicago Manual of
    Style, 8.159.
    """
    words = _WORD.findall(text)
    if not 2 <= len(words) <= _MOST_WORDS or not (_is_capitalised(words[0]) and _is_capitalised(words[-1])):
        return False
    small = word_set("works", "small")
    return all(_is_capitalised(word) or word.lower() in small for word in words)


def _is_capitalised(word: str) -> bool:
    first = next((char for char in word if char.isalnum()), "a")
    return first.isupper() or first.isdigit()


def _is_announced(parse: Parse, first: int) -> bool:
    """Whether a noun for a work stands just before the mark that opens before a token: "the film “…”", "a novel, “…”"."""
    before = range(max(0, first - 1 - _NEAR), first - 1)
    return any(parse.lower[token] in word_set("works", "nouns") for token in before)
