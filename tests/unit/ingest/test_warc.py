from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from pipeline.ingest import warc
from pipeline.ingest.pages import MAX_PAGE
from pipeline.ingest.raw import Item, RawPage, RawRecord, Unread
from pipeline.ingest.warc import MAX_HEADER, read_warc
from pipeline.vocabulary import QuarantineReason
from tests.news import page, response, warc_record

PAGE = page().encode()
PAGES = [warc_record(response(PAGE), url=f"https://www.example.com/{number}") for number in range(3)]


def read(data: bytes, buffer_size: int = 1 << 16) -> list[Item]:
    return list(read_warc(io.BufferedReader(io.BytesIO(data), buffer_size)))  # type: ignore[arg-type]


def shown(items: list[Item]) -> list[tuple[int | None, str]]:
    """Number of each item, and the kind of what it is or the reason why it is none."""
    return [(item.number, item.reason.value if isinstance(item, Unread) else type(item).__name__) for item in items]


def body(data: bytes) -> bytes | str:
    """The bytes of the page of a file with one record; the reason where there is none."""
    (item,) = read(data)
    return item.data if isinstance(item, RawPage) else item.reason.value if isinstance(item, Unread) else "text"


def with_header(record: bytes, line: str) -> bytes:
    return record.replace(b"WARC/1.0\r\n", b"WARC/1.0\r\n" + line.encode() + b"\r\n", 1)


@pytest.mark.parametrize("buffer_size", [1, 7, 64, 4096])
def test_garbage_costs_no_page_wherever_a_buffer_ends(buffer_size: int) -> None:
    data = b"garbage\r\n" + PAGES[0] + b"more WARC/1.0\r\nand more" * 3 + b"\r\n" + PAGES[1] + b"WARC\r\n" + PAGES[2]
    found = read(data, buffer_size)
    assert shown(found) == [
        (0, "malformed"), (1, "RawPage"), (2, "malformed"), (3, "RawPage"), (4, "malformed"), (5, "RawPage")
    ]  # fmt: skip
    assert [item.url for item in found if isinstance(item, RawPage)] == [f"https://www.example.com/{number}" for number in range(3)]


@pytest.mark.parametrize("n_lost", [1, 5, 100, len(PAGE), len(PAGES[1]) - 30, len(PAGES[1]) - 7])
def test_a_file_that_is_cut_says_so(n_lost: int) -> None:
    n_lost += 4  # the blank lines after a record are no part of it
    found = read(PAGES[0] + PAGES[1][:-n_lost])
    assert shown(found)[0] == (0, "RawPage")
    assert len(found) == 2
    assert isinstance(found[1], Unread)
    assert found[1].number == 1


@pytest.mark.parametrize("kind", ["request", "warcinfo", "metadata"])
def test_so_does_one_that_is_cut_within_a_record_that_is_no_page(kind: str) -> None:
    data = PAGES[0] + warc_record(b"x" * 500, kind, content="text/plain")[:-300]
    assert shown(read(data)) == [(0, "RawPage"), (1, "unreadable")]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(warc_record(response(b"\x89PNG", Content_Type="image/png")), [], id="image"),
        pytest.param(warc_record(response(PAGE, "404 Not Found")), [], id="not found"),
        pytest.param(warc_record(response(PAGE, "301 Moved Permanently")), [], id="moved"),
        pytest.param(warc_record(b"GET / HTTP/1.1\r\n\r\n", "request", content="application/http"), [], id="request"),
        pytest.param(warc_record(response(PAGE), "revisit"), [], id="revisit"),
        pytest.param(warc_record(b"x", "conversion", content="application/json"), [], id="other conversion"),
        pytest.param(warc_record(b"93.184.216.34", "response", "dns:example.com", content="text/dns"), [], id="dns"),
        pytest.param(warc_record(response(PAGE), "RESPONSE"), ["RawPage"], id="capitals"),
        pytest.param(warc_record(response(PAGE), content="text/html"), ["RawPage"], id="content type of the page"),
        pytest.param(warc_record(PAGE, "resource"), ["RawPage"], id="resource"),
        pytest.param(warc_record(b"It rains.", "conversion"), ["RawRecord"], id="text"),
        pytest.param(warc_record(b"caf\xe9", "conversion"), ["encoding"], id="text of no UTF-8"),
        pytest.param(warc_record(b"no response\r\n\r\n"), ["malformed"], id="no response"),
        pytest.param(warc_record(b""), ["malformed"], id="empty response"),
        pytest.param(warc_record(response(PAGE).replace(b"\r\n\r\n", b"\r\n", 1)), ["malformed"], id="headers without end"),
        pytest.param(warc_record(response(PAGE, X="a" * MAX_HEADER)), ["malformed"], id="headers too long"),
        pytest.param(warc_record(response(PAGE, "200 OK", Content_Type="application/xhtml+xml")), ["RawPage"], id="xhtml"),
        pytest.param(with_header(PAGES[0], "WARC-Truncated: length"), ["unreadable"], id="truncated by the crawler"),
        pytest.param(with_header(warc_record(b"It", "conversion"), "WARC-Truncated: time"), ["unreadable"], id="truncated text"),
        pytest.param(
            with_header(warc_record(response(b"x", Content_Type="image/png")), "WARC-Truncated: length"), [], id="truncated image"
        ),
    ],
)
def test_what_is_a_page(record: bytes, expected: list[str]) -> None:
    assert [kind for _, kind in shown(read(record))] == expected
    assert shown(read(record + PAGES[0]))[-1] == (1, "RawPage")


def test_the_crawler_s_reason_is_told_if_it_is_a_word() -> None:
    (item,) = read(with_header(PAGES[0], "WARC-Truncated: disconnect"))
    (other,) = read(with_header(PAGES[0], "WARC-Truncated: <script>"))
    assert isinstance(item, Unread)
    assert isinstance(other, Unread)
    assert item.message == "the crawler kept a part of the page only (disconnect); fetch it again"
    assert "script" not in other.message


LONG = MAX_PAGE + MAX_HEADER + 1


@pytest.mark.parametrize(
    ("block", "kind", "expected"),
    [
        pytest.param(response(b" " * LONG), "response", ["too_long"], id="page"),
        pytest.param(response(b" " * LONG, Transfer_Encoding="chunked"), "response", ["too_long"], id="page in chunks"),
        pytest.param(response(b" " * LONG, Content_Type="video/mp4"), "response", [], id="film"),
        pytest.param(response(b" " * LONG, "404 Not Found"), "response", [], id="not found"),
        pytest.param("é".encode() * (LONG // 2 + 1), "conversion", ["too_long"], id="text"),
        pytest.param(b" " * LONG, "resource", ["too_long"], id="resource"),
        pytest.param(b" " * LONG, "metadata", [], id="metadata"),
    ],
)
def test_of_what_is_too_long_pages_alone_are_told(block: bytes, kind: str, expected: list[str]) -> None:
    data = warc_record(block, kind) + PAGES[0]
    tracemalloc.start()
    found = shown(read(data))
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [*((0, each) for each in expected), (1, "RawPage")]
    assert used < 2_000_000


@pytest.mark.parametrize("gap", [b"\n\n", b"\r\n\r\n", b"\n\r\n"])
def test_headers_end_at_the_first_blank_line(gap: bytes) -> None:
    text = b"<p>One.</p>\r\n\r\n<p>Two.</p>\n\n<p>Three.</p>"
    assert body(warc_record(b"HTTP/1.1 200 OK\nContent-Type: text/html" + gap + text)) == text


def test_what_the_server_says() -> None:
    (item,) = read(
        warc_record(response(PAGE, "200 OK", content_type='text/html; Charset="windows-1252"', X_Odd="a\x85b"), url="<urn:x>")
    )
    assert item == RawPage(0, PAGE, "urn:x", "windows-1252")
    (item,) = read(warc_record(b"\xef\xbb\xbfIt rains.", "conversion", url=""))
    assert item == RawRecord(0, {"text": "It rains.", "url": None}, is_plain=True)


def chunked(data: bytes, size: int = 100) -> bytes:
    return b"".join(b"%X\r\n%s\r\n" % (len(part), part) for part in (data[at : at + size] for at in range(0, len(data), size)))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(chunked(PAGE) + b"0\r\n\r\n", PAGE, id="whole"),
        pytest.param(chunked(PAGE) + b"0;a=b\r\nTrailer: x\r\n\r\n", PAGE, id="trailer"),
        pytest.param(chunked(PAGE).replace(b"\r\n", b"\n") + b"0\n\n", PAGE, id="line feeds"),
        pytest.param(PAGE, PAGE, id="joined by the crawler"),
        pytest.param(b"0\r\n\r\n", b"", id="none"),
        pytest.param(chunked(PAGE), "unreadable", id="without end"),
        pytest.param(chunked(PAGE)[:-50], "unreadable", id="cut"),
        pytest.param(chunked(PAGE) + b"zz\r\n" + chunked(PAGE), "unreadable", id="broken"),
    ],
)
def test_chunks_are_joined_or_told(data: bytes, expected: bytes | str) -> None:
    assert body(warc_record(response(data, Transfer_Encoding="chunked"))) == expected


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("gzip", lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:])),
        ("gzip", lambda data: gzip.compress(data) + b"\0\0\0"),
        ("gzip", lambda data: data),
        ("gzip", lambda data: b"\xef\xbb\xbf\r\n" + data),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("identity", lambda data: data),
        ("br", lambda data: data),
    ],
)
def test_compression_is_undone(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    found = body(warc_record(response(pack(PAGE), Content_Encoding=encoding)))
    assert isinstance(found, bytes)
    assert found.removeprefix(b"\xef\xbb\xbf\r\n") == PAGE


@pytest.mark.parametrize(
    ("encoding", "data", "reason"),
    [
        ("gzip", gzip.compress(PAGE)[:-20], "unreadable"),
        ("gzip", gzip.compress(PAGE)[:-4], "unreadable"),
        ("gzip", gzip.compress(PAGE[:50]) + gzip.compress(PAGE)[:-20], "unreadable"),
        ("deflate", zlib.compress(PAGE)[:-20], "unreadable"),
        ("deflate", raw_deflate(PAGE)[:-20], "unreadable"),
        ("gzip", b"\x1f\x8bbroken", "unreadable"),
        ("br", b"\x8b\x02\x80", "unreadable"),
        ("gzip", gzip.compress(b" " * 50_000_000), "too_long"),
        ("gzip", gzip.compress(b" " * 6_000_000) * 3, "too_long"),
    ],
)
def test_what_cannot_be_unpacked_is_told(encoding: str, data: bytes, reason: str) -> None:
    assert body(warc_record(response(data, Content_Encoding=encoding))) == reason


def test_an_empty_body_is_an_empty_page() -> None:
    assert body(warc_record(response(b"", Content_Encoding="gzip"))) == b""


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", warc_record(b"x", "warcinfo")])
def test_nothing_is_nothing(data: bytes) -> None:
    assert read(data) == []


def test_every_message_is_a_line_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_PAGE", 100)
    data = b"".join(
        [b"x\r\n", PAGES[0], with_header(PAGES[0], "WARC-Truncated: a\tb"), warc_record(b""), warc_record(b"\xff", "conversion")]
    )
    data += warc_record(response(b"x", Content_Encoding="br")) + b"WARC/1.0\r\n\r\n" + PAGES[0][:-50]
    for item in read(data):
        assert isinstance(item, Unread)
        assert item.reason in QuarantineReason
        assert "; " in item.message
        assert item.message.isprintable()
