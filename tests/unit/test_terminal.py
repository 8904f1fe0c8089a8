from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from pipeline.markup.article_rows import ArticleRows
from pipeline.terminal import article_view

TEXT = "\x1b[31mFire\n\n“Run,” Kim \x07said on Monday."


def article(**tables: Any) -> ArticleRows:
    row = {
        "article_id": "0123456789abcdef",
        "title": "A \x1b]0;title",
        "outlet": None,
        "published_at": None,
        "published_precision": None,
        "source_path": "a.txt",
        "source_record": 0,
        "text": TEXT,
        "sections": [],
    }
    return ArticleRows(row, tables)


def at(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


STATEMENT = {
    "statement_id": "1",
    "parts": [at("“Run,”")],
    "content": "“Run,”",
    "kind": "direct",
    "act": "say",
    "cue": "said",
    "cue_start": at("said")["start"],
    "cue_end": at("said")["end"],
}
ROWS = article(
    statements=[STATEMENT],
    statement_speakers=[{"statement_id": "1", "name": "Ann Kim", "text": "Kim", "form": "name", **at("Kim")}],
    events=[{"event_id": "2", "factuality": "actual", **at("Fire")}],
    dates=[{"status": "partial", **at("Monday")}],
)


def shown(rows: ArticleRows, *, has_colour: bool) -> str:
    out = StringIO()
    console = Console(file=out, width=80, force_terminal=has_colour, color_system="truecolor" if has_colour else None)
    console.print(article_view(rows, has_colour=has_colour))
    return out.getvalue()


def test_brackets_mark_what_colours_would():
    text = shown(ROWS, has_colour=False)
    assert "*Fire*" in text
    assert "[1: “Run,”] {Kim} \ufffd_said_ on ~Monday~." in text
    assert "1 Ann Kim (Kim) said  direct, say" in text
    assert "[statement] {speaker} _cue_ *event* ~date~" in text


def test_colours_need_no_brackets():
    text = shown(ROWS, has_colour=True)
    assert "[1:" not in text
    assert "~Monday~" not in text
    assert "\x1b[" in text
    assert "Monday" in text


@pytest.mark.parametrize("has_colour", [True, False])
def test_an_article_cannot_steer_the_terminal(has_colour: bool):
    text = shown(ROWS, has_colour=has_colour)
    assert "\x1b[31m" not in text
    assert "\x1b]" not in text
    assert "\x07" not in text


def test_an_article_without_rows_is_its_text():
    assert "No statements found." in shown(article(), has_colour=False)
