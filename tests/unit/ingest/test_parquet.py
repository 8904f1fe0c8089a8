from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.ingest.fields import FieldMap
from pipeline.ingest.parquet import BATCH, read_parquet
from pipeline.ingest.raw import RawRecord
from pipeline.ingest.streams import READ_ERRORS


def written(table: pa.Table, **options: Any) -> io.BytesIO:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, **options)
    buffer.seek(0)
    return buffer


def read(stream: io.BufferedIOBase, custom: dict[str, str] | None = None) -> list[RawRecord]:
    return list(read_parquet(stream, FieldMap(custom).is_wanted))  # type: ignore[arg-type]


def test_rows_are_records_over_row_groups_and_batches() -> None:
    n_rows = 3 * BATCH + 5
    table = pa.table({"text": [f"t{row}" for row in range(n_rows)], "id": list(range(n_rows))})
    items = read(written(table, row_group_size=BATCH + 7))
    assert [item.number for item in items] == list(range(n_rows))
    assert [item.fields for item in items] == table.to_pylist()


def test_nulls_lists_dates_and_nested_columns() -> None:
    day = dt.date(2024, 3, 5)
    moment = dt.datetime(2024, 3, 5, 14, 30, tzinfo=dt.UTC)
    rows = [
        {"text": None, "authors": ["A", None], "date": day, "published": moment, "article": {"body": "x"}},
        {"text": "b", "authors": None, "date": None, "published": None, "article": None},
    ]
    assert [item.fields for item in read(written(pa.Table.from_pylist(rows)))] == rows


def test_columns_that_no_field_needs_are_not_read() -> None:
    table = pa.table({"text": ["t"], "html": ["<p>"], "meta": [{"body": "x", "n": 1}]})
    assert read(written(table))[0].fields == {"text": "t", "html": None, "meta": None}
    assert read(written(table), {"text": "meta.body"})[0].fields["meta"] == {"body": "x", "n": 1}


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())])
def test_strings_of_every_kind(kind: pa.DataType) -> None:
    table = pa.table({"text": pa.array(["é", "b"]).cast(kind)})
    assert [item.fields["text"] for item in read(written(table))] in (["é", "b"], ["é".encode(), b"b"])


def test_a_cell_that_is_not_utf_8_costs_itself() -> None:
    text = pa.array([b"good", b"bad\xff", b"also good"]).view(pa.string())
    items = read(written(pa.table({"text": text, "id": [1, 2, 3]})))
    assert [item.fields.get("text") for item in items] == ["good", None, "also good"]
    assert [item.damaged for item in items] == [frozenset(), frozenset({"text"}), frozenset()]


def test_a_date_outside_the_calendar_is_null() -> None:
    date = pa.array([2**62, 0], pa.timestamp("ms"))
    items = read(written(pa.table({"text": ["a", "b"], "date": date})))
    assert [item.fields for item in items] == [{"text": "a", "date": None}, {"text": "b", "date": dt.datetime(1970, 1, 1)}]


def test_an_empty_table_has_no_record() -> None:
    assert read(written(pa.table({"text": pa.array([], pa.string())}))) == []


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"x" * 100 + b"PAR1", b"x" * 100])
def test_what_is_not_parquet_raises(data: bytes) -> None:
    with pytest.raises(READ_ERRORS):
        read(io.BytesIO(data))


def test_what_is_corrupt_in_the_middle_gives_its_beginning(tmp_path: Path) -> None:
    table = pa.table({"text": [f"{row} " * 50 for row in range(1000)]})
    data = bytearray(written(table, row_group_size=200, compression="snappy").getvalue())
    middle = data.index(b"500 ")
    data[middle - 60 : middle + 4000] = b"\xff" * 4060
    items: list[RawRecord] = []
    with pytest.raises(READ_ERRORS):
        items.extend(read_parquet(io.BytesIO(data), FieldMap().is_wanted))
    assert 0 < len(items) <= 600
    assert [item.fields["text"] for item in items] == table["text"].to_pylist()[: len(items)]
