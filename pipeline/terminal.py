"""An article in the terminal: the text with its marks, in colour or in brackets, and who said what below."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from pipeline.markup.article_rows import ArticleRows
from pipeline.markup.details import as_written, clipped, joined_names, published
from pipeline.markup.marks import Layer, Mark, Segment, cut, find_marks
from pipeline.paragraphs import find_paragraphs
from pipeline.spans import Span

STYLES = {
    Layer.STATEMENT: Style(bgcolor="grey23", color="wheat1"),
    Layer.SPEAKER: Style(color="deep_sky_blue1", bold=True, underline=True),
    Layer.CUE: Style(color="orange1", italic=True),
    Layer.EVENT: Style(color="light_coral"),
    Layer.DATE: Style(color="spring_green3", underline=True),
}
"""Later ones win where marks overlap."""

BRACKETS = {
    Layer.STATEMENT: ("[", "]"),
    Layer.SPEAKER: ("{", "}"),
    Layer.CUE: ("_", "_"),
    Layer.EVENT: ("*", "*"),
    Layer.DATE: ("~", "~"),
}

_CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(55296, 57344)), "�")
"""What could move the cursor or change colours is shown, not obeyed."""

_LONGEST = 300


def article_view(rows: ArticleRows, *, has_colour: bool) -> RenderableType:
    """An article for `rich` to print.

    Args:
        rows: the article.
        has_colour: whether marks are colours; else they are brackets, and every statement has its number in front of it.
    """
    article = rows.article
    known = [article["outlet"], published(article), article["article_id"], f"{article['source_path']} #{article['source_record']}"]
    marks = [mark for mark in find_marks(rows) if mark.layer in STYLES]
    paragraphs = find_paragraphs(rows.text)
    segments = cut(Span(0, len(rows.text)), marks, [border for paragraph in paragraphs for border in paragraph])
    starts = [segment.span.start for segment in segments]
    body = []
    for paragraph in paragraphs:
        inside = segments[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
        body += [_paragraph(rows.text, paragraph, inside, has_colour), Text("")]
    return Group(
        Text(_safe(article["title"] or clipped(rows.text, 80)), style="bold"),
        Text(_safe(" · ".join(value for value in known if value)), style="dim"),
        _legend(has_colour),
        Rule(style="dim"),
        *body,
        Rule(style="dim"),
        *_statements(rows),
    )


def _safe(text: str) -> str:
    return text.translate(_CONTROL)


def _legend(has_colour: bool) -> Text:
    words = []
    for layer, style in STYLES.items():
        opening, closing = ("", "") if has_colour else BRACKETS[layer]
        words.append(Text(f"{opening}{layer}{closing}", style=style if has_colour else ""))
    return Text(" ").join(words)


def _paragraph(text: str, paragraph: Span, segments: Sequence[Segment], has_colour: bool) -> Text:
    shown = Text()
    for segment in segments:
        start, end = segment.span
        layers = {mark.layer for mark in segment.marks}
        style = sum((STYLES[layer] for layer in STYLES if layer in layers and has_colour), Style.null())
        opened = [mark for mark in segment.marks if max(mark.span.start, paragraph.start) == start]
        closed = [mark for mark in reversed(segment.marks) if min(mark.span.end, paragraph.end) == end]
        shown.append("".join(_opening(mark, has_colour) for mark in opened), style="dim" if has_colour else "")
        shown.append(_safe(segment.span.text(text)), style=style)
        shown.append("".join("" if has_colour else BRACKETS[mark.layer][1] for mark in closed))
    return shown


def _opening(mark: Mark, has_colour: bool) -> str:
    number = str(int(mark.key[1:]) + 1) if mark.layer is Layer.STATEMENT else ""
    if has_colour:
        return f"{number} " if number else ""
    return BRACKETS[mark.layer][0] + (f"{number}: " if number else "")


def _statements(rows: ArticleRows) -> list[RenderableType]:
    speakers = rows.grouped("statement_speakers", "statement_id")
    width = len(str(len(rows["statements"])))
    lines: list[RenderableType] = []
    for number, row in enumerate(rows["statements"], 1):
        known = speakers.get(row["statement_id"], [])
        written = as_written(known)
        who = Text.assemble(
            (f"{number:>{width}} ", "dim"),
            (_safe(joined_names(known)), "bold"),
            _safe(f" ({written})") if written else "",
            (_safe(f" {row['cue']}") if row["cue"] else "", "italic"),
            (f"  {row['kind']}, {row['act']}", "dim"),
        )
        lines += [who, Padding(Text(_safe(clipped(row["content"], _LONGEST))), (0, 0, 0, width + 1))]
    return lines or [Text("No statements found.", style="dim")]
