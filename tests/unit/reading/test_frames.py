from __future__ import annotations

import datetime as dt

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from pipeline.errors import UsageError
from pipeline.reading.frames import read_frame, to_frame
from pipeline.reading.source import Memory
from pipeline.schema import TABLES, arrow_schema, columns
from pipeline.vocabulary import EventType

EVENTS = Memory(
    {
        "events": pa.table(
            {
                "event_id": ["a", "b", "c", "d"],
                "type": ["DIE", "INJURE", None, "DIE"],
                "start": pa.array([1, 5, 9, 12], pa.int32()),
                "cue_start": pa.array([None, 4, None, 11], pa.int32()),
                "factuality": ["actual", "reported", "actual", "denied"],
            }
        )
    }
)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (None, "abcd"),
        ({}, "abcd"),
        ({"type": "DIE"}, "ad"),
        ({"type": ["DIE", "INJURE"]}, "abd"),
        ({"type": ["DIE", None]}, "acd"),
        ({"type": None}, "c"),
        ({"type": []}, ""),
        ({"type": "DIE", "factuality": "denied"}, "d"),
        ({"start": 5}, "b"),
        ([("start", ">", 5)], "cd"),
        ([[("start", "<", 2)], [("type", "==", "INJURE")]], "ab"),
        (ds.field("cue_start") > 4, "d"),
    ],
)
def test_filters(filters: object, expected: str):
    assert "".join(read_frame(EVENTS, "events", ["event_id"], filters)["event_id"]) == expected


@pytest.mark.parametrize(
    ("table", "names", "filters", "message"),
    [
        ("event", None, None, "the tables are articles"),
        ("events", ["txt"], None, "did you mean 'text'?"),
        ("events", None, {"kind": "x"}, "events has no column 'kind'"),
        ("events", None, {"start": "x"}, "the filters do not fit events"),
        ("events", None, {"start": ["x"]}, "the filters do not fit events"),
        ("events", None, [("type", "DIE")], "filters are tuples such as"),
        ("events", None, [("kind", "==", "DIE")], "the filters do not fit events"),
    ],
)
def test_what_makes_no_sense_is_said(table: str, names: list[str] | None, filters: object, message: str):
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        read_frame(EVENTS, table, names, filters)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("n_rows", [0, 1])
def test_every_column_has_the_type_that_its_schema_asks_for(table: str, n_rows: int):
    samples = {"string": "x", "int32": 1, "int64": 1, "bool": True, "float": 0.5, "date32[day]": dt.date(2024, 2, 29)}
    row = {
        column.name: next(iter(column.vocabulary)) if column.vocabulary else samples.get(str(column.type))
        for column in columns(table)
    }
    frame = to_frame(
        table, pa.Table.from_pylist([row] * n_rows, schema=pa.schema([f.with_nullable(True) for f in arrow_schema(table)]))
    )
    assert frame.shape == (n_rows, len(columns(table)))
    for column in columns(table):
        kind, found = str(column.type), frame[column.name].dtype
        if column.vocabulary:
            assert list(found.categories) == list(column.vocabulary)
        elif kind in ("int32", "int64"):
            assert str(found) == (kind.capitalize() if column.nullable else kind)
        else:
            wanted = {"string": "str", "bool": "bool", "float": "float32", "date32[day]": "datetime64[s]"}
            wanted["timestamp[s, tz=UTC]"] = "datetime64[s, UTC]"
            assert str(found) == wanted.get(kind, "object")


def test_null_is_null_and_a_word_of_another_version_is_kept():
    frame = to_frame("events", pa.table({"type": ["DIE", None, "NEWER"], "cue_start": pa.array([1, None, 2], pa.int32())}))
    assert frame["type"].tolist()[0] == "DIE"
    assert frame["type"].isna().tolist() == frame["cue_start"].isna().tolist() == [False, True, False]
    assert list(frame["type"].cat.categories) == [*EventType, "NEWER"]


def test_lists_are_python_lists():
    frame = to_frame("entities", pa.table({"aliases": [["a", "b"], []]}))
    assert frame["aliases"].tolist() == [["a", "b"], []]
    assert isinstance(frame["aliases"].iloc[0], list)
    assert isinstance(frame, pd.DataFrame)
