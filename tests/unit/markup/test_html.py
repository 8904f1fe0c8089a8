"""Nothing that is not HTML by type gets into a page as HTML."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.markup.html import Html, element, escape, join, script_data, web_address

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onload='x", "</p>&amp;", "a\0b\x1b[31m\ud800"]


class Reader(HTMLParser):
    """What a browser reads: tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_stays_text(hostile: str):
    read = Reader(element("p", hostile, title=hostile))
    assert (read.tags, [name for name, _ in read.attributes]) == (["p"], ["title"])
    assert read.text == read.attributes[0][1]
    assert len(read.text) == len(hostile)


@given(st.text())
def test_any_text_comes_back(text: str):
    shown = text.translate(dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65534, 65535), "�"))
    read = Reader(element("p", text))
    assert read.tags == ["p"]
    assert read.text == shown
    escape(text).encode("utf-8")


def test_only_html_goes_through_as_it_is():
    assert join([Html("<b>"), "<b>", None]) == "<b>&lt;b&gt;"
    assert element("p", element("b", "&")) == "<p><b>&amp;</b></p>"


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ({"class_": "a b"}, '<i class="a b"></i>'),
        ({"data_k": "s0", "aria_label": "x"}, '<i data-k="s0" aria-label="x"></i>'),
        ({"hidden": True, "id": None, "lang": False}, "<i hidden></i>"),
        ({"tabindex": 0}, '<i tabindex="0"></i>'),
    ],
)
def test_attributes(attributes: dict[str, str | int | bool | None], written: str):
    assert element("i", **attributes) == written


@pytest.mark.parametrize(
    ("url", "is_linked"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str | None, is_linked: bool):
    assert web_address(url) == (url if is_linked else None)


@given(st.recursive(st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_script_data_is_json_and_harmless(value: object):
    written = script_data([value])
    assert written.isascii()
    assert not set(written) & set("<>&")
    assert json.loads(written) == [value]
