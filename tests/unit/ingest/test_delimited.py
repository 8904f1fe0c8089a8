from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.delimited import read_delimited
from pipeline.ingest.raw import Item, RawRecord, Unread
from pipeline.vocabulary import QuarantineReason

MALFORMED, TOO_LONG = QuarantineReason.MALFORMED, QuarantineReason.TOO_LONG


def read(data: bytes, limit: int = 100_000, delimiter: str | None = None) -> list[Item]:
    return list(read_delimited(io.BytesIO(data), limit, delimiter))


def shape(items: list[Item]) -> list[tuple[int | None, object]]:
    return [(item.number, item.fields.get("t") if isinstance(item, RawRecord) else item.reason) for item in items]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"id,t\n", []),
        (b"id,t\n1,a\n2,b\n", [(0, "a"), (1, "b")]),
        (b"\xef\xbb\xbft,id\r\na,1\r\n", [(0, "a")]),
        (b'\xef\xbb\xbf"t",id\r\na,1', [(0, "a")]),
        (b"id;t\n1;a,b\n", [(0, "a,b")]),
        (b"id\tt\n1\ta,b\n", [(0, "a,b")]),
        (b"id|t\n1|a,b\n", [(0, "a,b")]),
        (b"t\nonly, one\n", [(0, MALFORMED)]),
        (b"t\nonly one\n", [(0, "only one")]),
        (b'id,t\n1,"a\nb\r\n\r\nc ""d"", e"\n2,f\n', [(0, 'a\nb\r\n\r\nc "d", e'), (1, "f")]),
        (b"id,t\n\n1,a\n\n\n2,b\n\n", [(0, "a"), (1, "b")]),
        (b"id,t\n1,a\0b\n", [(0, "a\0b")]),
        (b"id,t\n1,a\xffb\n2,c\n", [(0, "a\udcffb"), (1, "c")]),
        ("id,t\n1,é—😀\n".encode(), [(0, "é—😀")]),
        (b"id,t\n1\n2,b\n", [(0, MALFORMED), (1, "b")]),
        (b"id,t\n1,a,x\n2,b\n", [(0, MALFORMED), (1, "b")]),
        (b'id,t\n1,"a"x\n2,b\n', [(0, MALFORMED), (1, "b")]),
        (b'id,t\n1,a "b" c\n2,b\n', [(0, 'a "b" c'), (1, "b")]),
        (b'id,t\n1,a\n2,"never closed\n3,c\n', [(0, "a"), (1, MALFORMED)]),
        (b'id,t\n1,a\n2,"never closed\n3,"c"\n4,d\n', [(0, "a"), (1, MALFORMED), (2, "d")]),
        (b'id,"t\n1,a\n', [(None, MALFORMED)]),
        (b"t,t\na,b\n", [(0, "b")]),
        (b"id,t\n1,\n", [(0, "")]),
    ],
)
def test_one_record_a_row(data: bytes, expected: list[tuple[int | None, object]]) -> None:
    assert shape(read(data)) == expected


def test_a_given_delimiter_is_taken() -> None:
    assert shape(read(b"id,x\tt\n1\ta\n", delimiter="\t")) == [(0, "a")]


def test_a_field_over_the_limit_costs_its_row() -> None:
    field = b'"' + b"x\n" * 800 + b'"'
    assert shape(read(b"id,t\n1,a\n2," + field + b"\n3,c\n", 1000))[0] == (0, "a")
    reasons = {reason for _, reason in shape(read(b"id,t\n1,a\n2," + field + b"\n3,c\n", 1000))[1:]}
    assert MALFORMED in reasons


@pytest.mark.parametrize(("data", "number"), [(b"id,t\n1,a\n" + b"x" * 5000 + b"\n3,c\n", 1), (b"x" * 5000 + b"\n1,a\n", None)])
def test_a_line_over_the_limit_ends_the_file(data: bytes, number: int) -> None:
    last = read(data, 1000)[-1]
    assert isinstance(last, Unread)
    assert (last.number, last.reason) == (number, TOO_LONG)


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_what_the_csv_module_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([("t", "u"), *rows])
    items = read(buffer.getvalue().encode("utf-8"))
    assert [tuple(item.fields.values()) for item in items if isinstance(item, RawRecord)] == rows
    assert len(items) == len(rows)


@given(st.text(alphabet='a,"\n\r;\0').map(lambda text: ("t,u\n" + text).encode()))
def test_any_bytes_are_rows_or_faults(data: bytes) -> None:
    assert [item.number for item in read(data)] == list(range(len(read(data))))


def test_a_message_is_one_line_without_the_text() -> None:
    for item in read(b'id,t\n1,"zebra"x\n2,zebra,zebra\n3,"zebra\n'):
        assert isinstance(item, Unread)
        assert "zebra" not in item.message
        assert "\n" not in item.message
