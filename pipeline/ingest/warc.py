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
_GAP = re.compile(rb"\r?\n\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")
_RECORDS = frozenset({"response", "resource", "conversion"})
_UNPACKED_STARTS = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of a WARC file.

    Attributes:
        headers: by lower-case name.
        block: what follows them; of one that is longer than a page may be, the beginning.
        is_long: whether it is.
        is_whole: whether as many bytes followed as its headers say.
    """

    headers: Mapping[str, str]
    block: bytes
    is_long: bool
    is_whole: bool


def read_warc(stream: ByteStream) -> Iterator[Item]:
    """Reads the pages of a WARC file. Numbers count all records of the file, also those that are no pages.

    Args:
        stream: the bytes of a file, decompressed; of a record no more than `MAX_PAGE` is held.
    """
    for number, record in enumerate(_records(stream)):
        if isinstance(record, str):
            yield Unread(number, QuarantineReason.MALFORMED, record)
        elif not record.is_whole:
            yield Unread(number, QuarantineReason.UNREADABLE, "the WARC record is cut; get a whole copy of the file")
        elif record.headers.get("warc-type", "").lower() in _RECORDS and (item := _item(number, record)) is not None:
            yield _told(item, record)


def _told(item: Item, record: _Record) -> Item:
    """The item, or why it is none: its record is too long, or the crawler kept a part of it only."""
    why = record.headers.get("warc-truncated", "")
    if isinstance(item, Unread) or not (record.is_long or why):
        return item
    if record.is_long:
        return too_long(item.number)
    why = why if why.isascii() and why.isalpha() else "it does not say why"
    return Unread(item.number, QuarantineReason.UNREADABLE, f"the crawler kept a part of the page only ({why}); fetch it again")


def _records(stream: ByteStream) -> Iterator[_Record | str]:
    """The records of a file; a message where something else stands between two."""
    line = stream.readline(MAX_HEADER)
    while line:
        if line.isspace():
            line = stream.readline(MAX_HEADER)
            continue
        if not _VERSION.match(line):
            yield "what stands here is no WARC record and is passed over; write the file again"
            line = _skip_to_record(stream, line)
            continue
        headers = _read_headers(stream)
        length = headers.get("content-length", "") if headers is not None else ""
        if headers is None or not (length.isascii() and length.isdigit() and len(length) < 16):
            yield "the WARC record has no valid headers; write the file again"
            line = _skip_to_record(stream, b"" if headers is None else b"\n")
            continue
        yield _read_block(stream, headers, int(length))
        line = stream.readline(MAX_HEADER)


def _skip_to_record(stream: ByteStream, line: bytes) -> bytes:
    """Goes on to the next line that begins a record, and gives it; empty at the end.

    Args:
        stream: the bytes of a file.
        line: what was read last; where it has no end, the rest of its line is passed over.
    """
    while True:
        is_start = line.endswith(b"\n")
        line = stream.readline(MAX_HEADER)
        if not line or (is_start and line.startswith(b"WARC/")):
            return line


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


def _read_block(stream: ByteStream, headers: Mapping[str, str], length: int) -> _Record:
    """A record whose headers were read. Of a block that is too long its beginning is held, which tells whether it is a page."""
    is_long = length > MAX_PAGE + MAX_HEADER
    block = stream.read(MAX_HEADER if is_long else length)
    left = length - len(block)
    while left > 0 and (data := stream.read1(min(left, CHUNK))):
        left -= len(data)
    return _Record(headers, block, is_long, is_whole=left == 0)


def _item(number: int, record: _Record) -> Item | None:
    """The page in a record, or None where it holds none."""
    headers, block = record.headers, record.block
    url = headers.get("warc-target-uri", "").strip("<>") or None
    kind = headers.get("content-type", "").lower()
    match headers["warc-type"].lower():
        case "conversion":
            return _plain(number, url, record) if kind.startswith("text/plain") else None
        case "response" if kind.startswith("application/http") or block.startswith(b"HTTP/"):
            return _response(number, url, record)
    return RawPage(number, block, url, _charset(kind)) if kind.startswith(_PAGES) else None


def _plain(number: int, url: str | None, record: _Record) -> Item:
    try:
        text = record.block.decode("utf-8-sig", "replace" if record.is_long else "strict")  # of a long one, nothing is kept
    except UnicodeDecodeError as error:
        message = f"byte {error.start} of the record is not UTF-8; write the file again"
        return Unread(number, QuarantineReason.ENCODING, message)
    return RawRecord(number, {"text": text, "url": url}, is_plain=True)


def _charset(content_type: str) -> str | None:
    match = _CHARSET.search(content_type)
    return match[1] if match else None


def _response(number: int, url: str | None, record: _Record) -> Item | None:
    gap = _GAP.search(record.block, 0, MAX_HEADER)
    head = record.block[: gap.start()] if gap else record.block[:MAX_HEADER]
    status = _STATUS.match(head)
    if status is None or gap is None:
        message = "the record holds no response of a web server, or its headers do not end; write the file again"
        return Unread(number, QuarantineReason.MALFORMED, message)
    lines = head.decode("iso-8859-1").split("\n")[1:]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    kind = headers.get("content-type", "").lower()
    if status[1] != b"200" or not kind.startswith(_PAGES):
        return None
    body = record.block[gap.end() :]
    if record.is_long:
        return too_long(number)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        joined = _join_chunks(body)
        if joined is None:
            return Unread(number, QuarantineReason.UNREADABLE, "a chunk of the page is cut or broken; fetch the page again")
        body = joined
    unpacked = _inflate(body, headers.get("content-encoding", "").lower())
    if unpacked is None:
        message = "the page is compressed in a way that is not known, or its bytes are cut; write the file with decoded pages"
        return Unread(number, QuarantineReason.UNREADABLE, message)
    return too_long(number) if len(unpacked) > MAX_PAGE else RawPage(number, unpacked, url, _charset(kind))


def _join_chunks(body: bytes) -> bytes | None:
    """A body without its chunk sizes; one that has none is left as it is, since crawlers often join them and keep the header.

    Returns:
        None where a chunk is cut, or something else stands after one.
    """
    parts: list[bytes] = []
    at = 0
    while (match := _CHUNK_SIZE.match(body, at)) is not None:
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1
    return None if parts else body


def _inflate(body: bytes, encoding: str) -> bytes | None:
    """A body without its compression; one that is not compressed is left as it is; None where that cannot be undone.

    Of one that is longer than a page may be, a byte more than that is given.
    """
    if encoding in ("", "identity") or not body or body[:64].lstrip(_UNPACKED_STARTS)[:1] == b"<":
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return None
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        unpacked = b""
        left = body
        try:
            while left and len(unpacked) <= MAX_PAGE:  # gzip members may follow each other
                decompressor = zlib.decompressobj(window)
                unpacked += decompressor.decompress(left, MAX_PAGE + 1 - len(unpacked))
                if not decompressor.eof and len(unpacked) <= MAX_PAGE:
                    return None
                left = decompressor.unused_data if decompressor.unused_data.startswith(b"\x1f\x8b") else b""
        except zlib.error:
            continue
        return unpacked
    return None
