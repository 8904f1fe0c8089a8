"""Turns: quotations whose speaker stands before a colon or after a dash, and transcripts.

"JANE DOE: We start tomorrow." in an interview or a debate, "Jane Doe: “We start tomorrow.”", and "“We start tomorrow.” —
Jane Doe" leave nothing to learn: the layout says who speaks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.parse import NAME_TAGS, NOUN_TAGS, Parse
from pipeline.spans import Span

MIN_TURNS = 3
"""Labelled paragraphs that make a transcript."""

LABEL_CHARS = 60
CREDIT_WORDS = 14

_LABEL = re.compile(
    r"[\"“”']?(?P<label>Q|A|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,4}|[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){1,3})"
    r"(?P<colon>:)(?=\s)"
)
_DASH = re.compile(r"[\"”’'][ \u00a0]*(?P<dash>—|–|―|--|-)[ \u00a0]*(?=[A-Z])")


class Turn(NamedTuple):
    """Words with the mark that credits them.

    Attributes:
        cue: token of the colon or dash.
        source: token of the label's or credit's head.
        ranges: token ranges of the words.
    """

    cue: int
    source: int
    ranges: tuple[Range, ...]


def find_turns(parse: Parse, paragraphs: list[Span], quotes: QuoteMap) -> list[Turn]:
    """All turns of an article, in order.

    Args:
        parse: of the article.
        paragraphs: disjoint, in order.
        quotes: its quotations.
    """
    turns = _transcript(parse, paragraphs)
    taken = {turn.cue for turn in turns}
    return sorted([*turns, *(turn for turn in _credits(parse, paragraphs, quotes) if turn.cue not in taken)])


def _transcript(parse: Parse, paragraphs: list[Span]) -> list[Turn]:
    """Turns of a transcript: labelled paragraphs, each with the unlabelled ones that follow."""
    labels = find_labels(parse.text, paragraphs)
    turns = []
    for place, (index, match) in enumerate(labels):
        stop = labels[place + 1][0] if place + 1 < len(labels) else index + 1
        spans = [Span(match.end(), paragraphs[index].end), *paragraphs[index + 1 : stop]]
        turn = _turn(parse, match.span("label"), match.start("colon"), spans)
        if turn is not None:
            turns.append(turn)
    return turns


def find_labels(text: str, paragraphs: list[Span]) -> list[tuple[int, re.Match[str]]]:
    """The labelled paragraphs of a transcript, by their place; none where a text has too few labels or speakers to be one."""
    labels = [(index, match) for index, span in enumerate(paragraphs) if (match := _label(text, span)) is not None]
    names = [match["label"] for _, match in labels]
    is_transcript = len(labels) >= MIN_TURNS and 2 <= len(set(names)) <= len(names) * 0.75
    return labels if is_transcript else []


def _label(text: str, paragraph: Span) -> re.Match[str] | None:
    return _LABEL.match(text, paragraph.start, min(paragraph.end, paragraph.start + LABEL_CHARS))


def _turn(parse: Parse, label: tuple[int, int], mark: int, spans: list[Span]) -> Turn | None:
    first, last = parse.tokens_in(*label)
    cue = parse.token_at(mark)
    ranges = tuple(item for item in (parse.tokens_in(*span) for span in spans) if item[0] < item[1])
    ranges = ((max(ranges[0][0], cue + 1), ranges[0][1]), *ranges[1:]) if ranges else ()
    if not ranges or first >= last or ranges[0][0] >= ranges[0][1]:
        return None
    return Turn(cue, last - 1, ranges)


def _credits(parse: Parse, paragraphs: list[Span], quotes: QuoteMap) -> list[Turn]:
    """Quotations that a label opens ("Jane Doe: “…”") or a dash and a name close ("“…” — Jane Doe")."""
    turns = []
    for quotation, ranges in zip(quotes.outer, quotes.ranges, strict=True):
        paragraph = quotes.paragraph(quotation.span.start)
        if paragraph is None or not ranges:
            continue
        label = _label(parse.text, paragraph)
        is_before = label is not None and label.end() <= quotation.span.start
        if label is not None and is_before and not parse.text[label.end() : quotation.span.start].strip():
            first, last = parse.tokens_in(*label.span("label"))
            if any(parse.tag[token] in NAME_TAGS for token in range(first, last)):
                turns.append(Turn(parse.token_at(label.start("colon")), last - 1, ranges))
                continue
        turns += _dash_credit(parse, quotes, quotation.span, ranges)
    return turns


def _dash_credit(parse: Parse, quotes: QuoteMap, span: Span, ranges: tuple[Range, ...]) -> list[Turn]:
    match = _DASH.match(parse.text, span.end - 1)
    last = quotes.paragraph(span.end - 1)
    if match is None or last is None or match.end() >= last.end:
        return []
    first, stop = parse.tokens_in(match.end(), last.end)
    words = [token for token in range(first, stop) if not parse.is_punct(token)]
    if not words or len(words) > CREDIT_WORDS or any(parse.is_verb(token) and parse.tag[token] != "VBG" for token in words):
        return []
    heads = [token for token in words if parse.tag[token] in NOUN_TAGS]
    if not heads or heads[0] > words[0] + 3:
        return []
    head = heads[0]
    while head + 1 < stop and parse.tag[head + 1] in NAME_TAGS:
        head += 1
    return [Turn(parse.token_at(match.start("dash")), head, ranges)]
