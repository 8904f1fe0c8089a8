"""A dump that grew is extended: what was done stays as it is, and the rows are those of a run over all of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.duplicates import mark_duplicates
from pipeline.errors import OutputError
from pipeline.link import link
from pipeline.schema import TABLES
from pipeline.store import part_name, read_table
from tests.conftest import Extract
from tests.runs import command, files, finish, manifest, quarantine, sorted_rows, start, wait_until
from tests.synthetic import articles

SETTINGS = Settings(shard_size=4)
ARTICLES = list(articles(18, paragraphs=1))
EMPTY: dict[str, Any] = {"id": "empty", "text": ""}


def write(folder: Path, name: str, records: list[dict[str, Any]]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def young(folder: Path) -> Path:
    """Ten records: eight articles, one of them twice, and one without text."""
    write(folder, "dump.jsonl", [*ARTICLES[:5], EMPTY, ARTICLES[2], *ARTICLES[5:8]])
    return folder


def grown(folder: Path) -> Path:
    """The same with more lines, of which one repeats an old article, and with two files more, of which one sorts before it."""
    young(folder)
    with (folder / "dump.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in [*ARTICLES[8:13], ARTICLES[0], EMPTY])
    write(folder, "another.jsonl", ARTICLES[13:15])
    write(folder, "more.jsonl", ARTICLES[15:])
    return folder


@pytest.fixture(scope="module")
def straight(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the whole dump."""
    folder = tmp_path_factory.mktemp("straight")
    extract_here([grown(folder / "in")], folder / "out", SETTINGS)
    return folder / "out"


@pytest.fixture
def base(extract_here: Extract, tmp_path: Path) -> Path:
    """A folder with `in`, which has grown since the run in `out`."""
    extract_here([young(tmp_path / "in")], tmp_path / "out", SETTINGS)
    grown(tmp_path / "in")
    return tmp_path


def faults(out: Path) -> list[str]:
    return sorted(json.dumps(fault) for fault in quarantine(out))


def test_a_dump_that_grew_is_extended(base: Path, straight: Path, extract_here: Extract):
    out = base / "out"
    before = files(out)
    summary = extract_here([base / "in"], out, SETTINGS, append=True)
    assert (summary.is_finished, summary.n_skipped, summary.n_records, summary.n_missing) == (True, 10, 22, 0)
    assert {name: content for name, content in files(out).items() if name in before and name != "quarantine.jsonl"} == {
        name: content for name, content in before.items() if name != "quarantine.jsonl"
    }
    assert sorted_rows(out) == sorted_rows(straight)
    assert faults(out) == faults(straight)
    assert manifest(out)["generations"] == [0, 3]
    assert manifest(out)["rows"] == manifest(straight)["rows"]
    assert [each["path"] for each in manifest(out)["inputs"]] == ["dump.jsonl", "another.jsonl", "more.jsonl"]


def test_without_append_it_is_refused(base: Path, extract_here: Extract):
    before = files(base / "out")
    with pytest.raises(OutputError, match=r"other input \(shard \d differs\); give --append to add what is new"):
        extract_here([base / "in"], base / "out", SETTINGS)
    assert files(base / "out") == before


def test_another_configuration_is_refused(base: Path, extract_here: Extract):
    with pytest.raises(OutputError, match="holds a run with another config_hash"):
        extract_here([base / "in"], base / "out", Settings(shard_size=4, batch_size=3), append=True)


def test_nothing_new_changes_nothing(base: Path, extract_here: Extract):
    out = base / "out"
    extract_here([base / "in"], out, SETTINGS, append=True)
    before = files(out)
    summary = extract_here([base / "in"], out, SETTINGS, append=True)
    assert (summary.n_records, summary.n_skipped) == (22, 22)
    assert files(out) == before
    assert manifest(out)["is_finished"] is True


def test_it_may_grow_again_and_again(tmp_path: Path, straight: Path, extract_here: Extract):
    for n in (3, 8, 13, 18):
        write(tmp_path / "in", f"{n:02d}.jsonl", ARTICLES[:n])
        summary = extract_here([tmp_path / "in" / f"{n:02d}.jsonl"], tmp_path / "out", SETTINGS, append=True)
    assert (summary.n_records, summary.n_missing) == (18, 0)
    assert manifest(tmp_path / "out")["generations"] == [0, 1, 3, 5]
    assert sorted(read_table(tmp_path / "out", "events")["event_id"].to_pylist()) == sorted(
        read_table(straight, "events")["event_id"].to_pylist()
    )


def test_to_an_empty_folder_it_is_a_run_as_any(base: Path, straight: Path, extract_here: Extract):
    extract_here([base / "in"], base / "new", SETTINGS, append=True)
    assert files(base / "new") == files(straight)


def test_what_the_input_lost_stays_and_is_told(base: Path):
    out = base / "out"
    before = sorted_rows(out)
    write(base / "in", "dump.jsonl", [ARTICLES[1]])
    done = command("extract", base / "in", "--out", out, "--shard-size", "4", "--workers", "1", "--append")
    assert done.returncode == 0, done.stderr
    assert "  8 records of earlier runs are no longer in the input; their rows stay" in done.stdout.splitlines()
    assert manifest(out)["n_missing"] == 8
    assert set(before["articles"]) < set(sorted_rows(out)["articles"])
    assert len(quarantine(out)) == 2


@pytest.mark.parametrize("n_done", [0, 1, 2])
def test_an_append_that_was_stopped_goes_on(n_done: int, base: Path, straight: Path, extract_here: Extract):
    out = base / "out"
    asked = iter([False] * n_done + [True])
    summary = extract_here([base / "in"], out, SETTINGS, append=True, should_stop=lambda: next(asked))
    assert not summary.is_finished
    torn = out / "articles" / part_name(3 + n_done)  # as a kill between the parts of a shard leaves it
    shutil.copy(out / "articles" / part_name(0), torn)
    (out / "_shards" / f"{3 + n_done + 1:05d}.json").write_text("{", encoding="utf-8")
    assert extract_here([base / "in"], out, SETTINGS, append=True).is_finished
    assert sorted_rows(out) == sorted_rows(straight)
    assert faults(out) == faults(straight)


def test_an_append_that_was_killed_goes_on(base: Path, straight: Path, extract_here: Extract):
    out = base / "out"
    options = ["--shard-size", "4", "--workers", "2", "--append", "--quiet"]
    process = start("extract", base / "in", "--out", out, *options)
    wait_until(
        lambda: (out / "_shards" / "00003.json").exists() or (out / "_shards" / "00004.json").exists(), "a new shard is done"
    )
    os.killpg(process.pid, signal.SIGKILL)
    finish(process)
    assert extract_here([base / "in"], out, SETTINGS, append=True).is_finished
    assert sorted_rows(out) == sorted_rows(straight)
    assert faults(out) == faults(straight)


def test_passes_over_a_run_work_after_it(base: Path, straight: Path, extract_here: Extract):
    once = shutil.copytree(straight, base / "once")
    out = base / "out"
    mark_duplicates(out)
    link(out)
    extract_here([base / "in"], out, SETTINGS, append=True)
    assert "linked" not in manifest(out)
    for folder in (out, once):
        mark_duplicates(folder, similar=0.2)
        link(folder)
    assert sorted_rows(out) == sorted_rows(once)
    assert {len(list((out / table).glob("*.parquet"))) for table in TABLES} == {6}
