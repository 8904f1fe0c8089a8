from __future__ import annotations

import io
import json

import pytest

from pipeline.ingest.json_lines import read_json_lines
from pipeline.ingest.raw import Item, RawRecord, Unread
from pipeline.vocabulary import QuarantineReason

MALFORMED, ENCODING, TOO_LONG = QuarantineReason.MALFORMED, QuarantineReason.ENCODING, QuarantineReason.TOO_LONG


def read(data: bytes, limit: int = 1_000_000) -> list[Item]:
    return list(read_json_lines(io.BytesIO(data), limit))


def shape(items: list[Item]) -> list[tuple[int | None, object]]:
    return [(item.number, item.fields.get("t") if isinstance(item, RawRecord) else item.reason) for item in items]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n \n\r\n", []),
        (b'{"t": 1}', [(0, 1)]),
        (b'{"t": 1}\n{"t": 2}\n', [(0, 1), (1, 2)]),
        (b'\xef\xbb\xbf{"t": 1}\r\n\r\n{"t": 2}\r\n', [(0, 1), (1, 2)]),
        (b'{"t": 1}\n{"t": \n{"t": 3}', [(0, 1), (1, MALFORMED), (2, 3)]),
        (b'{"t": 1}\n{"t": "cut', [(0, 1), (1, MALFORMED)]),
        (b'{"t": 1} {"t": 2}\n{"t": 3}', [(0, MALFORMED), (1, 3)]),
        (b'{"t": "\xff"}\n{"t": 2}', [(0, ENCODING), (1, 2)]),
        (b'{"t": "a\nb"}\n{"t": 3}', [(0, MALFORMED), (1, MALFORMED), (2, 3)]),
        (
            b'[1]\n"a"\n5\nnull\ntrue\n{"t": 6}',
            [(0, MALFORMED), (1, MALFORMED), (2, MALFORMED), (3, MALFORMED), (4, MALFORMED), (5, 6)],
        ),
        (b'{"t": 1, "t": 2}', [(0, 2)]),
        (b'{"t": Infinity}', [(0, float("inf"))]),
        (b'{"t": 1e999}', [(0, float("inf"))]),
        (b'{"t": ' + b"9" * 4000 + b"}", [(0, int("9" * 4000))]),
        (b'{"t": ' + b"9" * 5000 + b'}\n{"t": 2}', [(0, MALFORMED), (1, 2)]),
        (b'{"t": ' + b"[" * 100_000 + b'\n{"t": 2}', [(0, MALFORMED), (1, 2)]),
        (b'{"t": ' + b"[" * 100_000 + b"]" * 100_000 + b'}\n{"t": 2}', [(0, MALFORMED), (1, 2)]),
        (b'{"t":' * 100_000 + b"1" + b"}" * 100_000 + b'\n{"t": 2}', [(0, MALFORMED), (1, 2)]),
        (b'{"t": "\\ud800"}', [(0, "\ud800")]),
        (b'{"t": "a\\u0000b"}', [(0, "a\0b")]),
        (b'{"t": "a\0b"}', [(0, MALFORMED)]),
        ('{"t": "é"}'.encode("utf-16"), [(0, ENCODING)]),
        (b"\0" * 50, [(0, MALFORMED)]),
    ],
)
def test_one_record_a_line(data: bytes, expected: list[tuple[int | None, object]]) -> None:
    assert shape(read(data)) == expected


def test_a_line_over_the_limit_costs_itself() -> None:
    lines = [json.dumps({"t": 0}), json.dumps({"t": "x" * 500}), json.dumps({"t": 2})]
    assert shape(read("\n".join(lines).encode(), 100)) == [(0, 0), (1, TOO_LONG), (2, 2)]


@pytest.mark.parametrize("data", [b'{"secret": "zebra', b'{"secret": zebra}', b'"zebra"', b'["zebra"]', b'{"a": "zebra\xff"}'])
def test_a_message_is_one_line_without_the_text(data: bytes) -> None:
    (item,) = read(data)
    assert isinstance(item, Unread)
    assert "zebra" not in item.message
    assert "\n" not in item.message
    assert ";" in item.message, "say what to do"
