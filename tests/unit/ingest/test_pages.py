from __future__ import annotations

import io
import json

import pytest

from pipeline.errors import RecordFault
from pipeline.ingest.encodings import decode_page
from pipeline.ingest.pages import MAX_PAGE, MAX_TAG, MAX_TAGS, build_record, read_page
from pipeline.ingest.raw import RawPage, RawRecord, Unread
from pipeline.vocabulary import QuarantineStage
from tests.news import PARAGRAPHS, page

TEXT = "\n\n".join(PARAGRAPHS)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def build(data: bytes | str, url: str | None = None, charset: str | None = None) -> RawRecord:
    return build_record(RawPage(3, data.encode() if isinstance(data, str) else data, url, charset))


def reason(data: bytes | str) -> str:
    """Why a page gives no record."""
    with pytest.raises(RecordFault) as raised:
        build(data)
    assert raised.value.stage is QuarantineStage.INGEST
    assert raised.value.message.isprintable()
    assert "; " in raised.value.message
    return raised.value.reason.value


def ld(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


def test_a_file_is_one_page_of_which_no_more_is_held_than_a_page_may_have() -> None:
    assert list(read_page(io.BytesIO(b"<p>x"))) == [RawPage(0, b"<p>x")]  # type: ignore[arg-type]
    assert list(read_page(io.BytesIO(b""))) == [RawPage(0, b"")]  # type: ignore[arg-type]

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= MAX_PAGE + 1
            return b"x" * size

    (item,) = read_page(Endless())  # type: ignore[arg-type]
    assert isinstance(item, Unread)
    assert (item.number, item.reason.value) == (0, "too_long")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b" \r\n\t", "empty", id="white space"),
        pytest.param(b"\xef\xbb\xbf", "missing_text", id="a byte order mark"),
        pytest.param("<html><body></body></html>", "missing_text", id="an empty body"),
        pytest.param(
            "<html><head><title>Ferry</title></head><body><img src=a.jpg></body></html>", "missing_text", id="an image only"
        ),
        pytest.param("<!-- only a comment -->", "missing_text", id="a comment"),
        pytest.param(
            "<html><body><script>var a = 'The ferry was kept in port.'</script></body></html>", "missing_text", id="a script"
        ),
        pytest.param(f"<html><body><form>{'<input name=a>' * 50}</form></body></html>", "missing_text", id="a form"),
        pytest.param("<frameset><frame src=a.html></frameset>", "missing_text", id="frames"),
        pytest.param("\0" * 500, "missing_text", id="NULs"),
        pytest.param(bytes(range(256)) * 50, "encoding", id="bytes"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "encoding", id="an image"),
        pytest.param("<b>" * (MAX_TAGS + 1), "too_long", id="tags"),
        pytest.param("<div>" * MAX_TAGS, "missing_text", id="depth"),
        pytest.param("<p " + "a=1 " * MAX_TAG + ">x</p>", "too_long", id="attributes"),
        pytest.param("<p " + "a\t" * (MAX_TAG + 1), "too_long", id="attributes without end"),
    ],
)
def test_a_page_without_an_article_says_why(data: bytes | str, expected: str) -> None:
    assert reason(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(page(), id="whole"),
        pytest.param(page().replace("</p>", ""), id="no ends"),
        pytest.param(page()[: -len("</article><footer>All rights reserved</footer></body></html>")], id="cut after the article"),
        pytest.param(page().replace("<head>", "<head><head>").replace("</body>", ""), id="two heads"),
        pytest.param(page().upper().replace(BODY.upper(), BODY), id="capitals"),
        pytest.param("\ufeff" + page(), id="a byte order mark"),
        pytest.param("\n\n \t" + page(), id="space before"),
        pytest.param(page("<style>p { color: red }</style><script>if (a < b) { c('</p>') }</script>"), id="styles and scripts"),
        pytest.param(page("", BODY.replace("<p>", "<p class='a' onclick=\"x('&gt;')\">")), id="attributes"),
        pytest.param(page("", BODY.replace(" ", "&#32;")), id="references"),
        pytest.param(page("", BODY.replace("“", "&#147;").replace("”", "&#148;")), id="references to C1"),
        pytest.param(page("", BODY.replace("<p>", "<p><!-- <p>no</p> -->")), id="comments"),
        pytest.param(page("", BODY.replace(" ", " \0")), id="NULs"),
        pytest.param('<?xml version="1.0" encoding="utf-8"?>' + page(), id="XHTML"),
    ],
)
def test_the_article_of_a_page_that_is_badly_made(data: str) -> None:
    record = build(data)
    assert (record.number, record.is_plain) == (3, True)
    assert str(record.fields["text"]).removeprefix("Ferry kept in port\n\n").removeprefix("FERRY KEPT IN PORT\n\n") == TEXT


@pytest.mark.parametrize(
    ("head", "charset", "encoding"),
    [
        ('<meta charset="windows-1252">', None, "cp1252"),
        ('<META http-equiv="Content-Type" CONTENT="text/html; charset=iso-8859-1">', None, "cp1252"),
        ('<meta charset="utf-8">', None, "cp1252"),
        ("", "windows-1252", "cp1252"),
        ('<meta charset="koi8-r">', "windows-1252", "cp1252"),
        ('<meta charset="macintosh">', None, "mac_roman"),
        ('<meta charset="utf-16">', None, "utf-8"),
        ('<meta charset="utf-16">', None, "cp1252"),
        ('<meta charset="windows-1252">', None, "utf-8"),
        ('<meta charset="windows-1252">', "iso-8859-1", "utf-16"),
        ("", "utf-16-le", "utf-16-le"),
        ('<meta charset="punycode">', None, "cp1252"),
        ('<meta charset="">', "", "cp1252"),
    ],
)
def test_the_bytes_of_a_page_count_more_than_what_it_declares(head: str, charset: str | None, encoding: str) -> None:
    record = build(page(head).encode(encoding), charset=charset)
    assert str(record.fields["text"]).endswith(TEXT)


def test_text_that_was_decoded_wrongly_before_is_mended() -> None:
    wrong = TEXT.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in wrong.split("\n\n"))
    record = build(
        page(
            "<title>CafÃ© shut</title><meta name=author content='ZoÃ« Lee'><meta property=og:site_name content='Le JournÃ©e'>", body
        )
    )
    assert str(record.fields["text"]).endswith(TEXT)
    assert record.fields["authors"] == "Zoë Lee"
    assert record.fields["outlet"] == "Le Journée"


def test_bytes_of_windows_in_a_page_of_latin_1_are_marks() -> None:
    data = page('<meta charset="iso-8859-1">').replace("“", "\x93").replace("”", "\x94").encode("latin-1")
    assert str(build(data).fields["text"]).endswith(TEXT)
    assert decode_page(b"\x93No\x94", "iso-8859-1") == "“No”"


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        (ld({"@type": "NewsArticle", "datePublished": "2024-03-05"}), "published_at", "2024-03-05"),
        (ld([{"@graph": [{"a": {"b": [{"datePublished": "2024-03-05"}]}}]}]), "published_at", "2024-03-05"),
        (ld({"comment": [{"datePublished": "2024-03-09"}], "datePublished": "2024-03-05"}), "published_at", "2024-03-05"),
        (ld("{broken") + ld({"datePublished": "2024-03-05"}), "published_at", "2024-03-05"),
        (ld("[" * 3000) + ld({"datePublished": "2024-03-05"}), "published_at", "2024-03-05"),
        (ld("[" * 100_000), "published_at", None),
        (ld({"datePublished": 20240305}), "published_at", None),
        (ld({"datePublished": ""}) + "<meta name=date content=2024-03-05>", "published_at", "2024-03-05"),
        (ld({"datePublished": "soon"}) + "<meta name=date content=2024-03-05>", "published_at", "2024-03-05"),
        (ld('{"a": "\n", "datePublished": "2024-03-05"}'), "published_at", "2024-03-05"),
        (ld([{"a": n} for n in range(3000)] + [{"datePublished": "2024-03-05"}]), "published_at", None),
        ("<meta property='article:published_time' content=' 2024-03-05T10:00Z '>", "published_at", "2024-03-05T10:00Z"),
        ("<meta name=DATE content=2024-03-05>", "published_at", "2024-03-05"),
        ("<meta name=date><meta name=date content=2024-03-05>", "published_at", "2024-03-05"),
        ("<meta name=description content='On 5 March 2024'>", "published_at", None),
        ("<link rel=canonical href='https://example.com/a'>", "url", "https://example.com/a"),
        ("<link rel=canonical href='/a'>", "url", "https://given.example/"),
        ("<link rel=canonical><meta property=og:url content='https://example.com/b'>", "url", "https://example.com/b"),
        ("", "url", "https://given.example/"),
        ("<meta property=og:site_name content=' The Example '>", "outlet", "The Example"),
        ("<meta property=og:site_name content=' '>", "outlet", None),
    ],
)
def test_what_a_page_says_of_itself(head: str, field: str, expected: str | None) -> None:
    found = build(page(head), "https://given.example/").fields[field]
    if (field, expected) == ("outlet", None):
        assert found != " "
    else:
        assert found == expected


def test_the_same_page_gives_the_same_record_again_and_after_others() -> None:
    first = build(page())
    for other in (page("", BODY * 3), "<html><body></body></html>"):
        try:
            build(other)
        except RecordFault:
            continue
    assert build(page()) == first
