"""What there is to say of a row in words, for tooltips, panels and lists."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.markup.article_rows import ArticleRows, Row
from pipeline.markup.html import Html, element, join

UNKNOWN_SPEAKER = "no speaker found"
_LONGEST = 160


def speaker_name(row: Row) -> str:
    """The name of a speaker, or the words where there is no name."""
    return row["name"] or row["text"] or UNKNOWN_SPEAKER


def joined_names(speakers: Sequence[Row]) -> str:
    """All speakers of a statement."""
    return " and ".join(speaker_name(row) for row in speakers) or UNKNOWN_SPEAKER


def as_written(speakers: Sequence[Row]) -> str | None:
    """The speakers' words in the article, where they are not their names."""
    words = [row["text"] for row in speakers if row["text"] and row["text"] != row["name"]]
    return ", ".join(words) or None


def clipped(text: str, length: int = _LONGEST) -> str:
    """A text on one line, cut at a word where it is long."""
    line = " ".join(text[: 4 * length].split())
    if len(line) <= length and len(text) <= 4 * length:
        return line
    return line[:length].rsplit(" ", 1)[0] + " …"


def published(row: Row) -> str | None:
    """The day of publication as ISO 8601 writes it, with the time where the record gives one."""
    at = row["published_at"]
    if at is None:
        return None
    return f"{at:%Y-%m-%d}" if row["published_precision"] == "day" else f"{at:%Y-%m-%d %H:%M} UTC"


def headline(rows: ArticleRows) -> Html:
    """Title, outlet and day of an article, for a cell."""
    article = rows.article
    known = [article["outlet"], published(article), article["article_id"]]
    is_in_text = any(part["kind"] == "headline" for part in article["sections"])
    return join(
        [
            None if is_in_text else element("h3", article["title"] or clipped(rows.text, 80)),
            element("p", " · ".join(value for value in known if value), class_="legend"),
        ]
    )


def statement_line(row: Row, speakers: Sequence[Row]) -> Html:
    """Who said what, on one line."""
    cue = f" {row['cue']}: " if row["cue"] else ": "
    return join([element("b", joined_names(speakers)), cue, clipped(row["content"]), element("i", f" ({row['kind']})")])
