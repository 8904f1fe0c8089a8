"""WARC: the web pages that a crawler wrote one after another, such as those of CC-NEWS.

A reader of our own, since a record that is cut or broken must be told and must cost itself alone: the readers that we tried
take a cut record for a whole one, and end at the first broken one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.ingest.pages import MAX_PAGE, too_long
from pipeline.ingest.raw import Item, RawPage, RawRecord, Unread
from pipeline.ingest.streams import CHUNK, ByteStream
from pipeline.vocabulary import QuarantineReason

MAX_HEADER = 1 << 16
"""Bytes of the headers of a record, and of a response."""

_VERSION = re.compile(rb"WARC/\d+\.\d+\s*$")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")
_RECORDS = frozenset({"response", "resource", "conversion"})


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of a WARC file.

    Attributes:
        block: what follows its headers, or None where it is longer than a page may be.
        is_whole: whether as many bytes followed as its headers say.
    """

    headers: Mapping[str, str]
    block: bytes | None
    is_whole: bool


def read_warc(stream: ByteStream) -> Iterator[Item]:
    """Reads the pages of a WARC file. Numbers count all records of the file, also those that are no pages.

    Args:
        stream: the bytes of a file, decompressed; of a record no more than `MAX_PAGE` is held.
    """
    for number, record in enumerate(_records(stream)):
        if isinstance(record, str):
            yield Unread(number, QuarantineReason.MALFORMED, record)
            continue
        if record.headers.get("warc-type") not in _RECORDS:
            continue
        if not record.is_whole:
            yield Unread(number, QuarantineReason.UNREADABLE, "the WARC record is cut; get a whole copy of the file")
        elif record.block is None:
            yield too_long(number)
        elif (item := _item(number, record.headers, record.block)) is not None:
            yield item


def _records(stream: ByteStream) -> Iterator[_Record | str]:
    """The records of a file; a message where something else stands between two."""
    while line := stream.readline(MAX_HEADER):
        if line.isspace():
            continue
        if not _VERSION.match(line):
            _skip_to_record(stream)
            yield "what stands here is no WARC record and is passed over; write the file again"
            continue
        headers = _read_headers(stream)
        length = headers.get("content-length", "") if headers is not None else ""
        if headers is None or not (length.isascii() and length.isdigit() and len(length) < 16):
            _skip_to_record(stream)
            yield "the WARC record has no valid headers; write the file again"
            continue
        block, is_whole = _read_block(stream, int(length))
        yield _Record(headers, block, is_whole)


def _skip_to_record(stream: ByteStream) -> None:
    """Goes on to the next line that begins a record."""
    while True:
        start = stream.peek(5)[:5]
        if not start or start == b"WARC/":
            return
        stream.readline(CHUNK)


def _read_headers(stream: ByteStream) -> dict[str, str] | None:
    """Headers by lower-case name up to a blank line; None where they are too long."""
    headers: dict[str, str] = {}
    left = MAX_HEADER
    while left > 0:
        line = stream.readline(left)
        left -= len(line)
        if not line or line in (b"\r\n", b"\n"):
            return headers
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return None


def _read_block(stream: ByteStream, length: int) -> tuple[bytes | None, bool]:
    """A record's block, or None where it is too long, and whether all of it was there."""
    if length <= MAX_PAGE + MAX_HEADER:
        block = stream.read(length)
        return block, len(block) == length
    while length > 0:
        data = stream.read1(min(length, CHUNK))
        if not data:
            break
        length -= len(data)
    return None, length == 0


def _item(number: int, headers: Mapping[str, str], block: bytes) -> Item | None:
    """The page in a record, or None where it holds none."""
    url = headers.get("warc-target-uri", "").strip("<>") or None
    kind = headers.get("content-type", "").lower()
    match headers["warc-type"]:
        case "conversion":
            if not kind.startswith("text/plain"):
                return None
            try:
                return RawRecord(number, {"text": block.decode("utf-8"), "url": url}, is_plain=True)
            except UnicodeDecodeError as error:
                message = f"byte {error.start} of the record is not UTF-8; write the file again"
                return Unread(number, QuarantineReason.ENCODING, message)
        case "response" if kind.startswith("application/http") or block.startswith(b"HTTP/"):
            return _response(number, url, block)
    return RawPage(number, block, url, _charset(kind)) if kind.startswith(_PAGES) else None


def _charset(content_type: str) -> str | None:
    match = _CHARSET.search(content_type)
    return match[1] if match else None


def _response(number: int, url: str | None, block: bytes) -> Item | None:
    head, gap, body = _split_head(block)
    status = _STATUS.match(head)
    if status is None or status[1] != b"200" or not gap:
        return None
    lines = head.decode("iso-8859-1").splitlines()[1:]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    kind = headers.get("content-type", "").lower()
    if not kind.startswith(_PAGES):
        return None
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _join_chunks(body)
    unpacked = _inflate(body, headers.get("content-encoding", "").lower())
    if unpacked is None:
        message = "the page is compressed in a way that is not known, or its bytes are corrupt; write the file with decoded pages"
        return Unread(number, QuarantineReason.UNREADABLE, message)
    return too_long(number) if len(unpacked) > MAX_PAGE else RawPage(number, unpacked, url, _charset(kind))


def _split_head(block: bytes) -> tuple[bytes, bytes, bytes]:
    start = block[:MAX_HEADER]
    for gap in (b"\r\n\r\n", b"\n\n"):
        at = start.find(gap)
        if at >= 0:
            return block[:at], gap, block[at + len(gap) :]
    return block, b"", b""


def _join_chunks(body: bytes) -> bytes:
    """A body without its chunk sizes; one that has none is left as it is, since crawlers often join them and keep the header."""
    parts: list[bytes] = []
    at = 0
    while (match := _CHUNK_SIZE.match(body, at)) is not None:
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1
    return b"".join(parts) if parts else body


def _inflate(body: bytes, encoding: str) -> bytes | None:
    """A body without its compression; one that is not compressed is left as it is; None where that cannot be undone."""
    if encoding in ("", "identity") or body.lstrip()[:1] == b"<":
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return None
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(window).decompress(body, MAX_PAGE + 1)
        except zlib.error:
            continue
    return None
