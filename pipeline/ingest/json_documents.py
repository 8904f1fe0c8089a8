"""JSON documents: an array of records, one record, an object that holds a list of them, or records one after another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from pipeline.ingest.json_lines import HasText, has_known_text, parse_record, read_json_lines, too_long, unwrap
from pipeline.ingest.raw import Item, RawRecord
from pipeline.ingest.streams import BOM, CHUNK, ByteStream

_STRUCTURE = re.compile(rb'["{}\[\],]')
# Possessive: linear, whatever the string holds. Stops at the closing mark, at the end, or at a backslash that ends the chunk.
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_SPACE = b" \t\r\n"


def read_json(stream: ByteStream, limit: int, has_text: HasText = has_known_text) -> Iterator[Item]:
    """Reads the records of a JSON document, one at a time; a broken record costs that record alone.

    Args:
        stream: the bytes of a file.
        limit: bytes of the longest record.
        has_text: as for `read_json_lines`.

    Raises:
        EOFError: the file ends before its array does, after the last record.
    """
    head = stream.readline(min(limit, CHUNK)).removeprefix(BOM)
    while head and not head.strip():
        head = stream.readline(min(limit, CHUNK))
    number = 0
    if head.lstrip().startswith(b"{") and head.endswith(b"\n"):
        record = parse_record(head, 0)
        if isinstance(record, RawRecord):  # a whole object on the first line: JSON Lines under another name, or one record
            for item in unwrap(record, has_text):
                yield item
                number += 1
            yield from read_json_lines(stream, limit, number, has_text)
            return
    for data in split_values(chain([head], iter(lambda: stream.read1(CHUNK), b"")), limit):
        for item in unwrap(too_long(number, limit) if data is None else parse_record(data, number), has_text):
            yield item
            number += 1


def split_values(chunks: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    """Cuts a JSON text into the elements of its outer array, or into its outer values where there is none.

    Only brackets and strings are followed, so that an element that is not valid JSON does not hide the next one.

    Args:
        chunks: the bytes of a JSON text, in pieces of any length.
        limit: bytes of the longest element that is held.

    Yields:
        The bytes of an element, or None for one that is longer than the limit.

    Raises:
        EOFError: an array is not closed, after the last element.
    """
    splitter = _Splitter(limit)
    for chunk in chunks:
        yield from splitter.feed(chunk)
    yield from splitter.finish()


class _Splitter:
    """Where `split_values` is in a JSON text."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.depth = 0
        self.outer: int | None = None  # depth of an element's brackets: 1 within an outer array, else 0
        self.is_closed = False
        self.is_in_string = False
        self.skip = 0  # bytes of the next chunk that a backslash at the end of this one takes
        self.parts: list[bytes] = []
        self.size = 0

    def feed(self, chunk: bytes) -> Iterator[bytes | None]:
        """The elements that end in a chunk."""
        start, position = 0, self.skip
        self.skip = 0
        if self.outer is None:
            start = position = len(chunk) - len(chunk.lstrip(_SPACE))
            if start == len(chunk):
                return
            self.outer = int(chunk[start : start + 1] == b"[")
            if self.outer:
                self.depth, start, position = 1, start + 1, start + 1
        while position < len(chunk):
            if self.is_in_string:
                position = self._leave_string(chunk, position)
                continue
            match = _STRUCTURE.search(chunk, position)
            if match is None:
                break
            position = match.end()
            end = self._step(match[0], position)
            if end is not None:
                self._keep(chunk[start:end])
                start = position
                yield from self._take()
        self._keep(chunk[start:])

    def finish(self) -> Iterator[bytes | None]:
        """What is left at the end of the text."""
        is_cut = self.outer == 1 and not self.is_closed
        left = list(self._take())
        yield from left
        if is_cut and not left:
            raise EOFError("the file ends before its array does")

    def _leave_string(self, chunk: bytes, position: int) -> int:
        match = _IN_STRING.match(chunk, position)
        end = match.end() if match else position
        if end == len(chunk):
            return end
        if chunk[end : end + 1] == b'"':
            self.is_in_string = False
        else:
            self.skip = 1
        return end + 1

    def _step(self, mark: bytes, position: int) -> int | None:
        """Follows one mark; the end of an element's bytes where it ends one."""
        if mark == b'"':
            self.is_in_string = True
        elif mark in b"{[":
            self.depth += 1
        elif mark in b"}]":
            self.depth -= 1
            if self.outer == 1 and self.depth == 0 and not self.is_closed:
                self.is_closed = True
                return position - 1
            if self.outer == 0 and self.depth <= 0:
                self.depth = 0
                return position
        elif self.outer == 1 and self.depth == 1:
            return position - 1
        return None

    def _keep(self, part: bytes) -> None:
        self.size += len(part)
        if self.size <= self.limit:
            self.parts.append(part)
        else:
            self.parts.clear()

    def _take(self) -> Iterator[bytes | None]:
        """The element that was kept, unless it is blank."""
        is_long, data = self.size > self.limit, b"".join(self.parts).strip(_SPACE + b",")
        self.parts, self.size = [], 0
        if is_long or data:
            yield None if is_long else data
