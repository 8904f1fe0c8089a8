"""JSON Lines: one record a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from pipeline.ingest.formats import Format, folded, places
from pipeline.ingest.raw import Item, RawRecord, Unread
from pipeline.ingest.streams import ByteStream, read_lines
from pipeline.lexicons import words
from pipeline.vocabulary import QuarantineReason

HasText = Callable[[Mapping[str, object]], bool]
"""Whether a record has a text of its own."""

_KINDS = {dict: "an object", list: "a list", str: "a string", int: "a number", float: "a number", bool: "true or false"}


def has_known_text(record: Mapping[str, object]) -> bool:
    """Whether a record holds a string under a name that is known to hold the text."""
    names = {folded(name) for name in places(Format.JSON)["text"]}
    return any(isinstance(value, str) and folded(name) in names for name, value in record.items())


def read_json_lines(stream: ByteStream, limit: int, first: int = 0, has_text: HasText = has_known_text) -> Iterator[Item]:
    """Reads one record a line; a line that cannot be read costs that line alone.

    Args:
        stream: the bytes of a file.
        limit: bytes of the longest line.
        first: number of the first record. Blank lines are skipped and not counted; a line that holds a list of records, as clusters
            of articles do, counts for as many.
        has_text: tells such a line from a record that has a list of others beside its text.
    """
    number = first
    for line in read_lines(stream, limit):
        if line is None:
            yield too_long(number, limit)
            number += 1
        elif not line.isspace():
            for item in unwrap(parse_record(line, number), has_text):
                yield item
                number += 1


def unwrap(item: RawRecord | Unread, has_text: HasText) -> Iterator[RawRecord | Unread]:
    """The records that an object without a text holds under a name such as "articles", numbered on; else the item itself."""
    if isinstance(item, RawRecord):
        for name in sorted(words("fields", "containers", "names") & item.fields.keys()):
            held = item.fields[name]
            if isinstance(held, list) and held and all(isinstance(each, dict) for each in held) and not has_text(item.fields):
                yield from (RawRecord(number, each) for number, each in enumerate(held, item.number))
                return
    yield item


def too_long(number: int, limit: int) -> Unread:
    """A record that is longer than the limit in bytes."""
    return Unread(number, QuarantineReason.TOO_LONG, f"the record is longer than {limit} bytes; split it or raise max_chars")


def parse_record(data: bytes, number: int) -> RawRecord | Unread:
    """One JSON object as a record.

    Args:
        data: the bytes of one JSON value.
        number: the record's number.
    """
    try:
        value = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Unread(number, QuarantineReason.ENCODING, f"byte {error.start} of the record is not UTF-8; convert it to UTF-8")
    except json.JSONDecodeError as error:
        message = (
            f"not valid JSON: {error.msg.removesuffix(' at')} at character {error.pos} of {len(error.doc)}; write the record again"
        )
        return Unread(number, QuarantineReason.MALFORMED, message)
    except RecursionError:
        return Unread(number, QuarantineReason.MALFORMED, "the JSON is nested too deeply; flatten the record")
    except ValueError:  # a number of more digits than Python turns into an int
        return Unread(number, QuarantineReason.MALFORMED, "the JSON holds a number with too many digits; write it as a string")
    if not isinstance(value, dict):
        message = f"the record is {kind_of(value)}; it must be a JSON object"
        return Unread(number, QuarantineReason.MALFORMED, message)
    return RawRecord(number, value)


def kind_of(value: object) -> str:
    """What a value is, in JSON's words."""
    return "null" if value is None else _KINDS.get(type(value), f"a {type(value).__name__}")
