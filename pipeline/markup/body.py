"""The text of an article as HTML: paragraphs of segments that carry their marks as classes and keys."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from pipeline.markup.article_rows import ArticleRows
from pipeline.markup.html import Html, element, escape, join
from pipeline.markup.marks import Layer, Mark, Segment, cut, find_marks
from pipeline.paragraphs import find_paragraphs
from pipeline.spans import Span, SpanIndex

CLASSES = {
    Layer.STATEMENT: "st",
    Layer.CUE: "cu",
    Layer.SPEAKER: "sp",
    Layer.EVENT: "ev",
    Layer.DATE: "da",
    Layer.NAME: "na",
    Layer.DATELINE: "dl",
}
"""The class of a segment in each layer. Participants have none: they show only while their event does."""

_VARIANTS = frozenset({Layer.STATEMENT, Layer.EVENT})


def article_body(rows: ArticleRows, *, is_linked: bool = True) -> Html:
    """The paragraphs of an article with every mark.

    Args:
        rows: the article.
        is_linked: whether segments carry ids and keys, and statements a number that leads to their entry.

    Returns:
        One element a paragraph, with the kind of its section as its class. A segment's `data-k` names the rows that it belongs to,
        `data-p` the events that it takes part in. The text is that of the article, blank lines between paragraphs left out.
    """
    seen: set[str] | None = set() if is_linked else None
    return join(marked_paragraphs(rows, find_marks(rows), lambda segment: _segment(rows.text, segment, seen)))


def marked_paragraphs(rows: ArticleRows, marks: Sequence[Mark], shown: Callable[[Segment], Html]) -> list[Html]:
    """The paragraphs of an article, cut at the borders of marks.

    Args:
        rows: the article.
        marks: ordered by start.
        shown: what becomes of a segment; called in the order of the text.
    """
    paragraphs = find_paragraphs(rows.text)
    borders = [border for paragraph in paragraphs for border in paragraph]
    segments = cut(Span(0, len(rows.text)), marks, borders)
    starts = [segment.span.start for segment in segments]
    kinds = rows.article["sections"]
    sections = SpanIndex([(part["start"], part["end"]) for part in kinds])
    pieces = []
    for paragraph in paragraphs:
        found = segments[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
        inner = join(shown(segment) for segment in found)
        section = sections.at(paragraph.start)
        pieces.append(element("p", inner, class_=None if section is None else f"in-{kinds[section]['kind']}"))
    return pieces


def _segment(text: str, segment: Segment, seen: set[str] | None) -> Html:
    """One segment; `seen` holds the keys whose first segment has been written, or is None where nothing is linked."""
    shown = escape(segment.span.text(text))
    if not segment.marks:
        return shown
    anchors = [] if seen is None else _first_keys(segment.marks, seen)
    numbers = [_number(key) for key in anchors if key.startswith("s")]
    ids = [f"t-{key}" for key in anchors if not key.startswith("s")]
    span = element(
        "span",
        shown,
        id=ids[0] if ids else None,
        class_=_classes(segment.marks) or None,
        data_k=_keys(segment.marks, seen, is_participant=False),
        data_p=_keys(segment.marks, seen, is_participant=True),
    )
    return join([*(element("span", id=each) for each in ids[1:]), *numbers, span])


def _first_keys(marks: tuple[Mark, ...], seen: set[str]) -> list[str]:
    """The rows whose own words begin here: a statement at its content, not at its speaker."""
    found = []
    for mark in marks:
        if mark.layer in (Layer.STATEMENT, Layer.EVENT, Layer.DATE, Layer.NAME) and mark.key not in seen:
            seen.add(mark.key)
            found.append(mark.key)
    return found


def _number(key: str) -> Html:
    number = str(int(key[1:]) + 1)
    return element("a", number, id=f"t-{key}", class_="ref", href=f"#{key}", data_k=key, aria_label=f"Statement {number}")


def _classes(marks: tuple[Mark, ...]) -> str:
    """Each layer once; the innermost mark of a layer, which comes last, gives its variant."""
    innermost = {mark.layer: mark for mark in marks if mark.layer in CLASSES}
    words = []
    for layer, mark in innermost.items():
        words.append(CLASSES[layer])
        if layer in _VARIANTS:
            words.append(mark.variant)
    return " ".join(words)


def _keys(marks: tuple[Mark, ...], seen: set[str] | None, *, is_participant: bool) -> str | None:
    if seen is None:
        return None
    keys = [mark.key for mark in marks if mark.key and (mark.layer is Layer.PARTICIPANT) is is_participant]
    return " ".join(dict.fromkeys(keys)) or None
