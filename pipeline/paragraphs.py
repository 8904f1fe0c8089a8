"""Paragraphs: where the lines of a text end one, and where they only wrap."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.spans import Span, trim

SENTENCE_END = (".", "!", "?", '."', '!"', '?"', ".”", "!”", "?”", ".’", "…", ":", ";")
"""How a line ends that ends a sentence."""

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BLANK = re.compile(r"\n[ \t\r\f\v\u00a0]*\n")


def find_paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, trimmed, in order.

    A blank line always ends a paragraph. A single line break does too, unless the text is hard-wrapped: unless most single
    breaks stand where no sentence ends, and where the next line's first word would not have fitted.
    """
    lines = [span for span in (trim(text, *match.span()) for match in _LINE.finditer(text)) if span.start < span.end]
    if len(lines) < 2:
        return lines
    joined = [not _BLANK.search(text, first.end, second.start) for first, second in pairwise(lines)]
    if not _is_hard_wrapped(text, [(lines[index], lines[index + 1]) for index, is_joined in enumerate(joined) if is_joined]):
        return lines
    paragraphs = [lines[0]]
    for line, is_joined in zip(lines[1:], joined, strict=True):
        if is_joined:
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
    return paragraphs


def _is_hard_wrapped(text: str, breaks: list[tuple[Span, Span]]) -> bool:
    """Whether single line breaks, given by the lines before and after them, come from a fixed line width."""
    ended = sum(_ends_sentence(text, line) for line, _ in breaks)
    if len(breaks) < 3 or ended * 2 >= len(breaks):
        return False
    lengths = sorted(line.end - line.start for line, _ in breaks)
    width = lengths[len(lengths) * 9 // 10]  # a long headline or address among the lines does not count
    forced = sum(line.end - line.start + 1 + _first_word(text, following) > width for line, following in breaks)
    return forced * 2 >= len(breaks)


def _first_word(text: str, span: Span) -> int:
    space = text.find(" ", span.start, span.end)
    return (span.end if space < 0 else space) - span.start


def _ends_sentence(text: str, span: Span) -> bool:
    return text[max(span.start, span.end - 2) : span.end].endswith(SENTENCE_END)
