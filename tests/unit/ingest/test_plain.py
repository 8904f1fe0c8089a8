from __future__ import annotations

import io

import pytest

from pipeline.ingest.plain import find_source, read_plain
from pipeline.ingest.raw import RawRecord, Unread
from pipeline.vocabulary import QuarantineReason


def read(data: bytes, max_chars: int = 1000) -> RawRecord | Unread:
    (item,) = read_plain(io.BytesIO(data), max_chars)
    return item


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Head\n\nBody.\n", "Head\n\nBody.\n"),
        (b"Head\r\n\r\nBody.\r\n", "Head\r\n\r\nBody.\r\n"),
        (b"Head\rBody.", "Head\rBody."),
        (b"\xef\xbb\xbfHead", "Head"),
        ("“Ça” 😀\u2028x".encode(), "“Ça” 😀\u2028x"),
        (b"", ""),
        (b"a\0b", "a\0b"),
        (b"Head\n\nsource: nbcnews.com", "Head\n\nsource: nbcnews.com"),
    ],
)
def test_the_text_is_what_was_received(data: bytes, text: str) -> None:
    item = read(data)
    assert isinstance(item, RawRecord)
    assert item.number == 0
    assert item.fields["text"] == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Body.\n\nsource: nbcnews.com", {"outlet": "nbcnews.com"}),
        ("Body.\r\n\r\nSource:  The Daily Planet \r\n\r\n", {"outlet": "The Daily Planet"}),
        ("Body.\rSOURCE:x", {"outlet": "x"}),
        ("Body.\nsource: https://www.nbcnews.com/a", {"url": "https://www.nbcnews.com/a", "outlet": None}),
        ("source: nbcnews.com", {"outlet": "nbcnews.com"}),
        ("Body.\nsource:", {}),
        ("Body.\nThe source: a man", {}),
        ("Body.\nsource: a\nMore body.", {}),
        ("x" * 400 + " source: a", {}),
        ("source: " + "x" * 400, {}),
        ("\n" * 400, {}),
        ("", {}),
    ],
)
def test_find_source(text: str, found: dict[str, object]) -> None:
    assert find_source(text) == found


@pytest.mark.parametrize(
    ("data", "number", "reason", "message"),
    [
        (b"ab\xffcd", None, QuarantineReason.ENCODING, "byte 2 is not UTF-8; convert the file to UTF-8"),
        ("naïve".encode("latin-1"), None, QuarantineReason.ENCODING, "byte 2 is not UTF-8; convert the file to UTF-8"),
        (b"\xed\xa0\x80", None, QuarantineReason.ENCODING, "byte 0 is not UTF-8; convert the file to UTF-8"),
        (b"x" * 4004, 0, QuarantineReason.TOO_LONG, "the text is longer than max_chars (1000); split it or raise max_chars"),
    ],
)
def test_what_cannot_be_read(data: bytes, number: int | None, reason: QuarantineReason, message: str) -> None:
    assert read(data) == Unread(number, reason, message)


def test_no_more_is_read_than_the_limit_allows() -> None:
    class Endless(io.RawIOBase):
        n_read = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size < 10_000
            self.n_read += size
            return b"x" * size

    assert isinstance(next(read_plain(Endless(), 1000)), Unread)  # type: ignore[arg-type]
