import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import OutputError
from pipeline.schema import TABLES, Mention, StatementSpeaker, arrow_schema
from pipeline.store import part_name, read_table, to_arrow, write_json, write_lines, write_part, write_text
from pipeline.vocabulary import Label, MentionForm, SectionKind, SpeakerForm, SpeakerKind


def mention(start: int = 0, **changes: Any) -> Mention:
    values: dict[str, Any] = {
        "mention_id": f"{start:016x}",
        "article_id": "a",
        "entity_id": "e",
        "start": start,
        "end": start + 4,
        "text": "Anna",
        "label": Label.PERSON,
        "form": MentionForm.NAME,
        "section": SectionKind.LEAD,
    }
    return Mention(**{**values, **changes})


def implicit_speaker() -> StatementSpeaker:
    return StatementSpeaker(
        statement_id="s",
        article_id="a",
        position=0,
        start=None,
        end=None,
        text=None,
        form=SpeakerForm.IMPLICIT,
        entity_id=None,
        name="prosecutors",
        kind=SpeakerKind.GROUP,
        role=None,
        affiliation=None,
    )


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(("shard", "expected"), [(0, "part-00000.parquet"), (12, "part-00012.parquet")])
def test_part_name(shard: int, expected: str) -> None:
    assert part_name(shard) == expected


def test_parts_sort_as_shards_do() -> None:
    numbers = [0, 9, 10, 99999]
    assert sorted(map(part_name, numbers)) == list(map(part_name, numbers))


@pytest.mark.parametrize("table", TABLES)
def test_no_records_have_the_schema(table: str) -> None:
    assert to_arrow(table, []).schema == arrow_schema(table)


def test_records_as_arrow() -> None:
    found = to_arrow("mentions", [mention(3), mention(9, section=None)])
    assert found.schema == arrow_schema("mentions")
    assert found.column("start").to_pylist() == [3, 9]
    assert found.column("label").to_pylist() == ["PERSON", "PERSON"]
    assert found.column("section").to_pylist() == ["lead", None]


def test_null_where_nothing_is_known() -> None:
    found = to_arrow("statement_speakers", [implicit_speaker()]).to_pylist()[0]
    assert (found["start"], found["text"], found["name"]) == (None, None, "prosecutors")


def test_a_number_that_does_not_fit_its_column_is_refused() -> None:
    with pytest.raises((pa.ArrowInvalid, OverflowError)):
        to_arrow("mentions", [mention(2**31)])


def test_a_part_round_trips_with_its_metadata(tmp_path: Path) -> None:
    write_part(tmp_path, "mentions", 3, [mention(3), mention(9)], {"model": "x", "schema_version": "1"})
    path = tmp_path / "mentions" / "part-00003.parquet"
    assert left_in(path.parent) == [path.name]
    metadata = pq.read_schema(path).metadata
    assert (metadata[b"onrecord.model"], metadata[b"onrecord.schema_version"]) == (b"x", b"1")
    assert pq.read_metadata(path).row_group(0).column(0).compression == "ZSTD"
    assert read_table(tmp_path, "mentions") == to_arrow("mentions", [mention(3), mention(9)])


def test_parts_are_read_in_order(tmp_path: Path) -> None:
    for shard in (10, 2, 0, 1):
        write_part(tmp_path, "mentions", shard, [mention(shard)], {})
    assert read_table(tmp_path, "mentions", ["start"]).to_pydict() == {"start": [0, 1, 2, 10]}


def test_equal_records_give_equal_bytes(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        write_part(tmp_path / folder, "mentions", 0, [mention(n) for n in range(50)], {"model": "x"})
    assert len({(tmp_path / folder / "mentions" / part_name(0)).read_bytes() for folder in ("one", "other")}) == 1


def test_a_part_is_written_over(tmp_path: Path) -> None:
    write_part(tmp_path, "mentions", 0, [mention(1)], {})
    write_part(tmp_path, "mentions", 0, [], {})
    assert read_table(tmp_path, "mentions").num_rows == 0


@pytest.mark.parametrize(("table", "message"), [("quotes", "no table 'quotes'; the tables are articles"), ("dates", "no parts of")])
def test_a_table_that_is_not_there(tmp_path: Path, table: str, message: str) -> None:
    with pytest.raises(OutputError, match=message):
        read_table(tmp_path, table)


def test_json(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "run.json"
    write_json(path, {"b": "é", "a": dt.date(2024, 3, 4), "n": None})
    assert path.read_bytes() == '{\n  "b": "é",\n  "a": "2024-03-04",\n  "n": null\n}\n'.encode()
    assert left_in(path.parent) == ["run.json"]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    write_lines(path, ({"n": n, "t": "a\nb"} for n in range(2)))
    assert path.read_bytes() == b'{"n": 0, "t": "a\\nb"}\n{"n": 1, "t": "a\\nb"}\n'
    write_lines(path, [])
    assert path.read_bytes() == b""


def test_text_has_one_kind_of_line_end(tmp_path: Path) -> None:
    write_text(tmp_path / "a.md", "one\ntwo\n")
    assert (tmp_path / "a.md").read_bytes() == b"one\ntwo\n"


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.json"
    write_json(path, 1)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot write .*run\.json: No space left on device"):
        write_json(path, 2)
    assert json.loads(path.read_text()) == 1
    assert left_in(tmp_path) == ["run.json"]


def test_rows_that_fail_half_way_leave_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    write_lines(path, [{"n": 1}])
    with pytest.raises(TypeError):
        write_lines(path, [{"n": 2}, {"n": object()}])
    assert path.read_text() == '{"n": 1}\n'
    assert left_in(tmp_path) == ["rows.jsonl"]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "mentions").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_part(tmp_path, "mentions", 0, [], {})
