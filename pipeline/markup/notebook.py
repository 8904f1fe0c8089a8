"""An article as the output of a notebook's cell: styles inline, no script, details as tooltips of the statements below."""

from __future__ import annotations

from pipeline.markup.article_rows import ArticleRows
from pipeline.markup.body import article_body
from pipeline.markup.details import headline, statement_line
from pipeline.markup.html import Html, element

_STYLE = Html(
    "<style>"
    ".onrecord{max-width:44rem;line-height:1.6;font-family:Georgia,'Times New Roman',serif;font-size:1rem}"
    ".onrecord p{white-space:pre-line;margin:.6em 0}.onrecord h3{margin:.2em 0}"
    ".onrecord .st{background:rgba(230,170,30,.22)}.onrecord .st.indirect{background:rgba(230,170,30,.12)}"
    ".onrecord .sp{border-bottom:2px solid #4b6bc8}.onrecord .cu{font-style:italic;border-bottom:2px dotted #b9770e}"
    ".onrecord .da{text-decoration:underline dotted #2b8a57 2px}.onrecord .ev{color:#c0483f}"
    ".onrecord .in-byline,.onrecord .in-credit,.onrecord .in-caption,.onrecord .in-boilerplate{opacity:.7}"
    ".onrecord .in-headline{font-size:1.25em;font-weight:bold}"
    ".onrecord .legend,.onrecord ol{font-family:sans-serif;font-size:.85em}"
    "</style>"
)
"""Colours are see-through or of middle lightness, since a notebook may be light or dark."""

_LEGEND = (("st", "statement"), ("sp", "speaker"), ("cu", "cue"), ("da", "date"), ("ev", "event"))


def article_cell(rows: ArticleRows) -> Html:
    """The article, highlighted, and its statements with who made them."""
    legend = [child for name, meaning in _LEGEND for child in (element("span", meaning, class_=name), " ")]
    speakers = rows.grouped("statement_speakers", "statement_id")
    lines = [element("li", statement_line(row, speakers.get(row["statement_id"], []))) for row in rows["statements"]]
    return element(
        "div",
        _STYLE,
        headline(rows),
        element("p", *legend, class_="legend"),
        article_body(rows, is_linked=False),
        element("ol", *lines),
        class_="onrecord",
    )
