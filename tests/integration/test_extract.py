"""A run in this process: every format gives the same tables, which every reader takes as one."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import zstandard

from pipeline.config import Settings
from pipeline.errors import ConfigError, InputError, ModelError, OutputError, UsageError
from pipeline.journal import Progress
from pipeline.manifest import Summary
from pipeline.schema import SCHEMA_VERSION, TABLES, arrow_schema
from pipeline.shards import ShardResult
from tests.conftest import Extract
from tests.runs import SAMPLES, files, manifest, quarantine, read_tables, sorted_rows

WRITTEN = [
    {
        "id": "bridge-toll",
        "title": "Bridge toll to rise",
        "text": 'OSLO, May 3, 2024 — The toll will rise on June 1, Mayor Kari Lund said.\n\n"Nobody likes it," Lund added. 😀',
        "url": "https://www.example.com/toll",
        "published_at": "2024-05-03T09:30:00Z",
    },
    {
        "id": "ferry-strike",
        "title": "Ferry crews strike",
        "text": "Ferry crews went on strike on Monday.\r\n\r\nThe union’s leader, Bo Ray, warned that “worse is to come.”",
        "url": "https://www.example.com/strike",
        "published_at": "2024-05-06",
    },
]


def lines(records: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def as_csv(records: list[dict[str, Any]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(records[0]))
    writer.writeheader()
    writer.writerows(records)
    return buffer.getvalue().encode()


def as_parquet(records: list[dict[str, Any]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), buffer)
    return buffer.getvalue()


DUMPS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "dump.jsonl": lines,
    "dump.jsonl.gz": lambda records: gzip.compress(lines(records)),
    "dump.jsonl.zst": lambda records: zstandard.ZstdCompressor().compress(lines(records)),
    "dump.json": lambda records: json.dumps(records).encode(),
    "dump.csv": as_csv,
    "dump.parquet": as_parquet,
}


@pytest.fixture(scope="module")
def expected(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("expected")
    (folder / "dump.jsonl").write_bytes(lines(WRITTEN))
    extract_here([folder / "dump.jsonl"], folder / "out")
    return sorted_rows(folder / "out")


def without_source(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows without the name of the file that they came from."""
    articles = [{key: value for key, value in json.loads(row).items() if key != "source_path"} for row in rows["articles"]]
    return {**rows, "articles": [json.dumps(article) for article in articles]}


@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
@pytest.mark.parametrize("name", DUMPS)
def test_every_format_gives_the_same_rows(
    name: str, is_folder: bool, extract_here: Extract, expected: dict[str, list[str]], tmp_path: Path
):
    dump = tmp_path / "in" / name
    dump.parent.mkdir()
    dump.write_bytes(DUMPS[name](WRITTEN))
    extract_here([dump.parent if is_folder else dump], tmp_path / "out")
    assert quarantine(tmp_path / "out") == []
    assert without_source(sorted_rows(tmp_path / "out")) == without_source(expected)
    assert {json.loads(row)["source_path"] for row in sorted_rows(tmp_path / "out")["articles"]} == {name}


def test_a_text_file_is_an_article(extract_here: Extract, tmp_path: Path):
    text = str(WRITTEN[1]["text"])
    (tmp_path / "strike.txt").write_bytes(text.encode())
    extract_here([tmp_path / "strike.txt"], tmp_path / "out")
    (article,) = read_tables(tmp_path / "out")["articles"].to_pylist()
    assert (article["text"], article["source_path"], article["source_record"]) == (text, "strike.txt", 0)
    assert article["published_at"] is None


def test_a_mixed_folder_is_read_as_a_whole(extract_here: Extract, tmp_path: Path):
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    for number, (name, write) in enumerate(DUMPS.items()):
        (folder / "below" / name).write_bytes(write([{**record, "id": f"{number}-{record['id']}"} for record in WRITTEN]))
    (folder / "strike.txt").write_text("Ferry crews went on strike on Monday.", encoding="utf-8")
    (folder / "notes.pdf").write_bytes(b"%PDF-1.4")
    (folder / ".hidden.txt").write_text("Nobody reads this.", encoding="utf-8")
    summary = extract_here([folder], tmp_path / "out")
    paths = read_tables(tmp_path / "out")["articles"]["source_path"].to_pylist()
    assert sorted(set(paths)) == [*sorted(f"below/{name}" for name in DUMPS), "strike.txt"]
    assert len(paths) == summary.rows["articles"] == 2 * len(DUMPS) + 1
    assert [(row["path"], row["reason"]) for row in quarantine(tmp_path / "out")] == [("notes.pdf", "unreadable")]


def stored_schema(table: str) -> pa.Schema:
    """The schema of the files: Parquet has no timestamps of whole seconds, and gives them back as milliseconds."""
    stored = {pa.timestamp("s", "UTC"): pa.timestamp("ms", "UTC")}
    return pa.schema([field.with_type(stored.get(field.type, field.type)) for field in arrow_schema(table)])


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_whole_and_typed(table: str, samples_run: Path):
    (part,) = sorted((samples_run / table).iterdir())
    schema = pq.read_schema(part)
    assert schema.remove_metadata().equals(stored_schema(table))
    assert schema.metadata[b"onrecord.schema_version"] == str(SCHEMA_VERSION).encode()
    assert {b"onrecord.model", b"onrecord.model_version", b"onrecord.code_version", b"onrecord.code_hash"} <= set(schema.metadata)
    assert pq.ParquetFile(part).metadata.row_group(0).column(0).compression == "ZSTD"
    rows = ds.dataset(samples_run / table).to_table()
    assert rows.num_rows == manifest(samples_run)["rows"][table] > 0
    assert list(pd.read_parquet(samples_run / table).columns) == arrow_schema(table).names
    rows.validate(full=True)
    nulls = {name for name in rows.column_names if rows[name].null_count}
    assert nulls <= {field.name for field in arrow_schema(table) if field.nullable}


def test_many_parts_are_one_table(extract_here: Extract, samples_run: Path, tmp_path: Path):
    extract_here([SAMPLES], tmp_path / "out", Settings(shard_size=7))
    for table in TABLES:
        assert len(list((tmp_path / "out" / table).iterdir())) == 3
        assert pd.read_parquet(tmp_path / "out" / table).equals(pd.read_parquet(samples_run / table))


def test_no_record_gives_eight_empty_tables(extract_here: Extract, tmp_path: Path):
    (tmp_path / "empty.txt").write_bytes(b"")
    summary = extract_here([tmp_path / "empty.txt"], tmp_path / "out")
    assert (summary.n_records, summary.quarantined) == (1, {"empty": 1})
    assert {table: len(pd.read_parquet(tmp_path / "out" / table)) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_the_manifest_says_what_the_run_was(samples_run: Path):
    run = manifest(samples_run)
    assert run["is_finished"] is True
    assert (run["schema_version"], run["model"], run["model_version"]) == (SCHEMA_VERSION, "en_core_web_md", "3.7.1")
    assert len(run["code_hash"]) == len(run["config_hash"]) == 16
    assert run["config"]["shard_size"] == Settings().shard_size
    assert [entry["path"] for entry in run["inputs"]] == sorted(path.name for path in SAMPLES.iterdir())
    assert all(len(entry["sha256"]) == 64 and entry["bytes"] > 0 for entry in run["inputs"])
    assert (run["n_records"], run["quarantined"]) == (18, {})
    assert list(run["rows"]) == list(TABLES)
    assert {"parse", "statements", "events", "rows"} <= set(run["seconds_per_stage"])
    assert run["seconds_per_stage"]["parse"] > 0
    assert run["elapsed_seconds"] > 0


def test_times_are_utc_and_never_guessed(extract_here: Extract, tmp_path: Path):
    records = [{"id": "1", "text": "It rains.", "published_at": "2024-05-03T23:30:00-05:00"}, {"id": "2", "text": "It snows."}]
    (tmp_path / "dump.jsonl").write_bytes(lines(records))
    extract_here([tmp_path], tmp_path.parent / f"{tmp_path.name}-out")
    rows = pd.read_parquet(tmp_path.parent / f"{tmp_path.name}-out" / "articles").sort_values("source_id")
    assert rows["published_at"].iloc[0].to_pydatetime() == dt.datetime(2024, 5, 4, 4, 30, tzinfo=dt.UTC)
    assert rows["published_at"].isna().tolist() == [False, True]


def test_fields_of_other_names(extract_here: Extract, tmp_path: Path):
    (tmp_path / "dump.jsonl").write_bytes(lines([{"words": {"plain": "It rains."}, "nr": 7}]))
    extract_here([tmp_path / "dump.jsonl"], tmp_path / "out", Settings(fields={"text": "words.plain", "id": "nr"}))
    (article,) = read_tables(tmp_path / "out")["articles"].to_pylist()
    assert (article["text"], article["source_id"]) == ("It rains.", "7")


def test_the_same_command_again_does_nothing(extract_here: Extract, tmp_path: Path):
    first = extract_here([SAMPLES / "wire.jsonl"], tmp_path / "out", Settings(shard_size=4))
    before = files(tmp_path / "out")
    again = extract_here([SAMPLES / "wire.jsonl"], tmp_path / "out", Settings(shard_size=4))
    assert files(tmp_path / "out") == before
    assert (again.n_skipped, again.rows, again.is_finished) == (9, first.rows, True)


def another_model(out: Path) -> None:
    run = manifest(out)
    (out / "run.json").write_text(json.dumps({**run, "model": "en_core_web_lg"}), encoding="utf-8")


def no_manifest(out: Path) -> None:
    (out / "run.json").unlink()


def broken_manifest(out: Path) -> None:
    (out / "run.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "settings", "message"),
    [
        (lambda out: None, Settings(shard_size=3, workers=3), r"another config_hash \(shard_size\); choose"),
        (another_model, Settings(), "another model"),
        (no_manifest, Settings(), "no run.json"),
        (broken_manifest, Settings(), "cannot read"),
    ],
    ids=["settings", "model", "no manifest", "broken manifest"],
)
def test_another_run_is_not_written_over(
    spoil: Callable[[Path], None], settings: Settings, message: str, extract_here: Extract, tmp_path: Path
):
    (tmp_path / "rain.txt").write_text("It rains.", encoding="utf-8")
    out = tmp_path / "out"
    extract_here([tmp_path / "rain.txt"], out)
    before = files(out)
    spoil(out)
    with pytest.raises(OutputError, match=message):
        extract_here([tmp_path / "rain.txt"], out, settings)
    assert files(out) == before
    assert extract_here([tmp_path / "rain.txt"], out, settings, overwrite=True).is_finished


def test_another_number_of_workers_is_the_same_run(extract_here: Extract, tmp_path: Path):
    (tmp_path / "rain.txt").write_text("It rains.", encoding="utf-8")
    extract_here([tmp_path / "rain.txt"], tmp_path / "out", Settings())
    assert extract_here([tmp_path / "rain.txt"], tmp_path / "out", Settings(workers=5, max_quarantine=3)).n_skipped == 1


@pytest.mark.parametrize("kept", [1, 3, 5])
def test_other_input_is_not_mixed_in(kept: int, extract_here: Extract, tmp_path: Path):
    """Neither input that changed nor input that has shrunk leaves rows of two runs in one folder."""
    records = [{"id": str(number), "text": f"It rains on day {number}."} for number in range(4)]
    settings = Settings(shard_size=2)
    dump, out = tmp_path / "dump.jsonl", tmp_path / "out"
    dump.write_bytes(lines(records))
    extract_here([dump], out, settings)
    before = files(out)
    dump.write_bytes(lines([*records, {"id": "4", "text": "It snows."}][:kept] if kept < 5 else [*records[1:], records[0]]))
    with pytest.raises(OutputError, match="other input"):
        extract_here([dump], out, settings)
    assert {name: files(out)[name] for name in before} == before


def test_fewer_shards_are_other_input(extract_here: Extract, tmp_path: Path):
    settings = Settings(shard_size=1)
    dump, out = tmp_path / "dump.jsonl", tmp_path / "out"
    dump.write_bytes(lines(WRITTEN))
    extract_here([dump], out, settings)
    dump.write_bytes(lines(WRITTEN[:1]))
    with pytest.raises(OutputError, match="other input"):
        extract_here([dump], out, settings)


def test_overwriting_removes_only_what_a_run_writes(extract_here: Extract, tmp_path: Path):
    (tmp_path / "rain.txt").write_text("It rains.", encoding="utf-8")
    out = tmp_path / "out"
    extract_here([SAMPLES / "wire.jsonl"], out, Settings(shard_size=2))
    (out / "notes.md").write_text("mine", encoding="utf-8")
    extract_here([tmp_path / "rain.txt"], out, overwrite=True)
    assert (out / "notes.md").read_text(encoding="utf-8") == "mine"
    assert len(read_tables(out)["articles"]) == 1
    assert len(list((out / "articles").iterdir())) == 1


@pytest.mark.parametrize("out", ["out", "deep/er/out", "."])
def test_the_output_is_never_read_as_input(out: str, extract_here: Extract, tmp_path: Path):
    (tmp_path / "rain.txt").write_text("It rains.", encoding="utf-8")
    with pytest.raises(UsageError, match="inside of the input"):
        extract_here([tmp_path], tmp_path / out)
    assert [path.name for path in tmp_path.iterdir()] == ["rain.txt"]


@pytest.mark.parametrize(
    ("inputs", "settings", "error"),
    [
        (["missing.txt"], Settings(), InputError),
        (["rain.txt", "missing.txt"], Settings(), InputError),
        (["rain.txt"], Settings(model="no_such_model"), ModelError),
        (["rain.txt"], Settings(fields={"body": "x"}), ConfigError),
    ],
    ids=["missing", "second is missing", "model", "field"],
)
def test_what_cannot_be_done_leaves_nothing(
    inputs: list[str], settings: Settings, error: type[Exception], extract_here: Extract, tmp_path: Path
):
    (tmp_path / "rain.txt").write_text("It rains.", encoding="utf-8")
    with pytest.raises(error):
        extract_here([tmp_path / name for name in inputs], tmp_path / "out", settings)
    assert not (tmp_path / "out").exists()


def test_progress_counts_every_record(extract_here: Extract, tmp_path: Path):
    class Count(Progress):
        done = faults = 0

        def advance(self, n_records: int) -> None:
            self.done += n_records

        def commit(self, result: ShardResult, *, is_old: bool) -> None:
            self.faults += len(result.quarantine)

    records = [*WRITTEN, WRITTEN[0], {"id": "3"}]
    (tmp_path / "dump.jsonl").write_bytes(lines(records))
    counted = []
    for _ in range(2):  # the second finds everything done
        count = Count()
        summary: Summary = extract_here([tmp_path / "dump.jsonl"], tmp_path / "out", progress=count)
        counted.append((count.done, count.faults, summary.n_records, summary.n_quarantined))
    assert counted == [(4, 2, 4, 2)] * 2
