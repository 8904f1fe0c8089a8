"""CSV and TSV: a header line, then one record a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain

from pipeline.ingest.raw import Item, RawRecord, Unread
from pipeline.ingest.streams import ByteStream, read_lines
from pipeline.vocabulary import QuarantineReason

_DELIMITERS = ",;\t|"


def read_delimited(stream: ByteStream, limit: int, delimiter: str | None = None) -> Iterator[Item]:
    """Reads one record a row; a broken row costs itself and the lines that its quotation marks swallow.

    Bytes that are not UTF-8 become lone surrogates, which the check of the text finds; line ends within a field are kept.

    Args:
        stream: the bytes of a file whose first line names the fields.
        limit: bytes of the longest line and of the longest field. A longer line ends the file: where it belongs cannot be told.
        delimiter: between fields; by default the one of comma, semicolon, tab and bar that the header uses most.
    """
    lines = read_lines(stream, limit)
    head = next(lines, b"")
    if delimiter is None:
        delimiter = max(_DELIMITERS, key=(head or b"").decode("utf-8", "replace").count)
    csv.field_size_limit(limit)  # of the whole process; the csv module knows no other way
    rows = _rows(csv.reader(map(_decode, chain([head], lines)), delimiter=delimiter, strict=True))
    header = next(rows, None)
    if isinstance(header, Exception):
        yield _fault(None, header, limit)
        return
    for number, row in enumerate(rows):
        if isinstance(row, Exception):
            yield _fault(number, row, limit)
        elif header is not None and len(row) == len(header):
            yield RawRecord(number, dict(zip(header, row, strict=True)))
        else:
            message = f"the row has {len(row)} fields where the header names {len(header or ())}; quote the row's fields again"
            yield Unread(number, QuarantineReason.MALFORMED, message)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | csv.Error | OverflowError]:
    """The rows that are not blank; what the reader raises takes the place of a row."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error
        except OverflowError as error:
            yield error
            return
        else:
            if row:
                yield row


def _decode(line: bytes | None) -> str:
    if line is None:
        raise OverflowError
    return line.decode("utf-8", "surrogateescape")


def _fault(number: int | None, error: Exception, limit: int) -> Unread:
    if isinstance(error, OverflowError):
        message = f"a line is longer than {limit} bytes and the file is not read on; split it or raise max_chars"
        return Unread(number, QuarantineReason.TOO_LONG, message)
    where = "the header is" if number is None else "the row is"
    return Unread(number, QuarantineReason.MALFORMED, f"{where} not valid CSV: {error}; quote its fields again")
