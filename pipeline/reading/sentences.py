"""Sentences of a text without a parser: good enough to show a row in its surroundings."""

from __future__ import annotations

import re

from pipeline.paragraphs import find_paragraphs
from pipeline.spans import Span, SpanIndex

_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?=\s+[\"'“‘(\[]*[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Col|Maj|Capt|Lt|Sgt|Rev|Hon|Jr|Sr|No|vs|etc|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z])$"
)
_LONGEST = 24
"""Characters before a stop that can tell an abbreviation."""


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence, or the sentences, that hold a span; never more than the paragraphs that it touches.

    Args:
        text: the article's text.
        start: first code point of the span.
        end: one past its last.
    """
    paragraphs = find_paragraphs(text)
    index = SpanIndex(paragraphs)
    first, last = index.at(start), index.at(max(start, end - 1))
    left = paragraphs[first].start if first is not None else start
    right = paragraphs[last].end if last is not None else end
    for stop in _END.finditer(text, left, right):
        if _is_abbreviation(text, stop):
            continue
        if stop.end() <= start:
            left = stop.end()
        elif stop.end() >= end:
            right = stop.end()
            break
    while left < start and text[left].isspace():
        left += 1
    return Span(left, right)


def _is_abbreviation(text: str, stop: re.Match[str]) -> bool:
    return stop[0] == "." and _ABBREVIATION.search(text[max(0, stop.start() - _LONGEST) : stop.start()]) is not None
