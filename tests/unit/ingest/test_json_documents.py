from __future__ import annotations

import io
import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.json_documents import read_json, split_values
from pipeline.ingest.raw import Item, RawRecord
from pipeline.vocabulary import QuarantineReason

MALFORMED, ENCODING, TOO_LONG = QuarantineReason.MALFORMED, QuarantineReason.ENCODING, QuarantineReason.TOO_LONG


def shape(data: bytes, limit: int = 1_000_000) -> list[tuple[int | None, object]]:
    found: list[tuple[int | None, object]] = []

    def value(item: Item) -> object:
        return item.fields.get("t") if isinstance(item, RawRecord) else item.reason

    try:
        found.extend((item.number, value(item)) for item in read_json(io.BytesIO(data), limit))
    except EOFError:
        found.append((None, "cut"))
    return found


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # arrays
        (b"[]", []),
        (b" [ ] ", []),
        (b'[{"t": 1}]', [(0, 1)]),
        (b'\xef\xbb\xbf\r\n[\r\n{"t": 1},\r\n{"t": 2}\r\n]\r\n', [(0, 1), (1, 2)]),
        (b'[{"t": "],[{}\\"\\\\"}, {"t": {"u": [1, {"v": "}"}]}}]', [(0, '],[{}"\\'), (1, {"u": [1, {"v": "}"}]})]),
        (b'[{"t": 1}, {"t": nope}, {"t": 3}]', [(0, 1), (1, MALFORMED), (2, 3)]),
        (
            b'[{"t": 1}, 5, "a", [1, 2], null, {"t": 6}]',
            [(0, 1), (1, MALFORMED), (2, MALFORMED), (3, MALFORMED), (4, MALFORMED), (5, 6)],
        ),
        (b'[{"t": "\xff"}, {"t": 2}]', [(0, ENCODING), (1, 2)]),
        (b'[{"t": 1},]', [(0, 1)]),
        (b'[{"t": 1}] x', [(0, 1), (1, MALFORMED)]),
        # cut arrays
        (b"[", [(None, "cut")]),
        (b'[{"t": 1},', [(0, 1), (None, "cut")]),
        (b'[{"t": 1}', [(0, 1)]),
        (b'[{"t": 1}, {"t": "ab', [(0, 1), (1, MALFORMED)]),
        (b'[{"t": 1}, {"t": "ab\\', [(0, 1), (1, MALFORMED)]),
        # one record
        (b'{"t": 1}', [(0, 1)]),
        (b'{\n  "t": 1\n}\n', [(0, 1)]),
        (b'{"t": ', [(0, MALFORMED)]),
        (b"{}", [(0, None)]),
        # an object that holds the records
        (b'{"status": "ok", "articles": [{"t": 1}, {"t": 2}]}', [(0, 1), (1, 2)]),
        (b'{\n"status": "ok", "articles": [{"t": 1}, {"t": 2}]}', [(0, 1), (1, 2)]),
        (b'{"t": 1, "articles": ["a"]}', [(0, 1)]),
        (b'{"t": 1, "articles": []}', [(0, 1)]),
        # records one after another
        (b'{"t": 1}\n{"t": 2}\n', [(0, 1), (1, 2)]),
        (b'\n{"t": 1}\n{"t": nope}\n\n{"t": 3}\n', [(0, 1), (1, MALFORMED), (2, 3)]),
        (b'{"t": 1}\n{"t": "cut\n{"t": 3}\n', [(0, 1), (1, MALFORMED), (2, 3)]),
        (b'{\n"t": 1\n}\n{\n"t": 2\n}\n', [(0, 1), (1, 2)]),
        (b'{"t": 1}{"t": 2}', [(0, 1), (1, 2)]),
        (b'{"t": 1},\n{"t": 2}', [(0, 1), (1, 2)]),
        # no JSON
        (b"", []),
        (b" \n ", []),
        (b"Some text.", [(0, MALFORMED)]),
        (b'"text" [1] {2}', [(0, MALFORMED), (1, MALFORMED)]),
        (b"]]}}", [(0, MALFORMED), (1, MALFORMED), (2, MALFORMED), (3, MALFORMED)]),
        (b"[" * 100_000, [(0, MALFORMED)]),
        (b"\0" * 100, [(0, MALFORMED)]),
    ],
)
def test_read_json(data: bytes, expected: list[tuple[int | None, object]]) -> None:
    assert shape(data) == expected


def test_a_record_over_the_limit_costs_itself() -> None:
    data = json.dumps([{"t": 0}, {"t": "x" * 500}, {"t": 2}]).encode()
    assert shape(data, 100) == [(0, 0), (1, TOO_LONG), (2, 2)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab"\\[]{},:\n é😀') | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=6), st.integers(1, 20), st.booleans())
def test_an_array_is_cut_into_its_elements_wherever_the_chunks_end(values: list[object], size: int, is_ascii: bool) -> None:
    data = json.dumps(values, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    found = [json.loads(part.decode("utf-8", "surrogatepass")) for part in split_values(chunks, 10**6) if part is not None]
    assert found == values


@given(
    st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=3), min_size=1, max_size=5),
    st.integers(1, 20),
    st.sampled_from(["", "\n", " "]),
)
def test_objects_one_after_another_are_cut(values: list[object], size: int, between: str) -> None:
    data = between.join(json.dumps(value, indent=1) for value in values).encode()
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert [json.loads(part or b"") for part in split_values(chunks, 10**6)] == values


@given(st.binary(max_size=60) | st.text(alphabet='[]{}",:\\a1 \n').map(str.encode))
def test_any_bytes_are_records_or_faults(data: bytes) -> None:
    numbers = [number for number, _ in shape(data) if number is not None]
    assert numbers == list(range(len(numbers)))


@pytest.mark.parametrize("unit", [b"\\\\", b'\\"', b"[", b'"', b",", b"\\u00e9", b"{}", b'"a",'])
def test_hostile_text_is_split_in_linear_time(unit: bytes) -> None:
    data = b'[{"t": "' + unit * (3_000_000 // len(unit))
    started = process_time()
    shape(data, 10_000_000)
    assert process_time() - started < 15
