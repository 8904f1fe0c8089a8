"""Killed at any moment, a run goes on with the same command and ends as if nothing had happened."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import store
from pipeline.config import Settings
from pipeline.errors import OutputError
from pipeline.journal import Progress
from pipeline.schema import TABLES
from pipeline.shards import ShardResult
from pipeline.store import part_name
from tests.conftest import Extract
from tests.runs import SAMPLES, command, files, finish, is_running, manifest, quarantine, start, wait_until, worker_ids

SHARD_SIZE = 4
N_SHARDS = 5


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and two records for the quarantine: 20 records."""
    folder = tmp_path_factory.mktemp("resume") / "in"
    shutil.copytree(SAMPLES, folder)
    (folder / "a-nul.txt").write_bytes(b"\0")
    (folder / "n-twice.jsonl").write_bytes((SAMPLES / "wire.jsonl").read_bytes().splitlines(keepends=True)[0])
    return folder


@pytest.fixture(scope="module")
def straight(inputs: Path, extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nobody disturbed."""
    out = tmp_path_factory.mktemp("straight") / "out"
    extract_here([inputs], out, Settings(shard_size=SHARD_SIZE))
    assert len(quarantine(out)) == 2
    return out


def arguments(inputs: Path, out: Path) -> list[str]:
    return ["extract", str(inputs), "--out", str(out), "--workers", "2", "--shard-size", str(SHARD_SIZE), "--quiet"]


def markers(out: Path) -> list[Path]:
    return sorted((out / "_shards").glob("*.json"))


def test_the_parent_is_killed(inputs: Path, straight: Path, tmp_path: Path):
    out = tmp_path / "out"
    process = start(*arguments(inputs, out))
    wait_until(lambda: len(markers(out)) >= 1, "the first shard is finished")
    workers = worker_ids(process.pid)
    process.kill()
    assert finish(process).returncode == -signal.SIGKILL
    assert manifest(out)["is_finished"] is False
    wait_until(lambda: not any(map(is_running, workers)), "the workers have seen that their parent is gone")
    done = {path.name: path.stat().st_mtime_ns for path in markers(out)}
    again = command(*arguments(inputs, out))
    assert (again.returncode, again.stderr) == (0, "")
    assert {name: (out / "_shards" / name).stat().st_mtime_ns for name in done} == done
    assert files(out) == files(straight)
    assert manifest(out)["rows"] == manifest(straight)["rows"]


def test_all_are_killed_at_once(inputs: Path, straight: Path, extract_here: Extract, tmp_path: Path):
    out = tmp_path / "out"
    process = start(*arguments(inputs, out))
    wait_until(lambda: len(list((out / "articles").glob("*.parquet"))) >= 1, "the first part is written")
    os.killpg(process.pid, signal.SIGKILL)
    finish(process)
    assert extract_here([inputs], out, Settings(shard_size=SHARD_SIZE)).is_finished
    assert files(out) == files(straight)


def test_a_worker_is_killed(inputs: Path, straight: Path, tmp_path: Path):
    out = tmp_path / "out"
    process = start(*arguments(inputs, out))
    wait_until(lambda: len(markers(out)) >= 1, "the first shard is finished")
    os.kill(worker_ids(process.pid)[0], signal.SIGKILL)
    done = finish(process)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(out) == files(straight)


@pytest.fixture
def copy(straight: Path, tmp_path: Path) -> Path:
    return shutil.copytree(straight, tmp_path / "out")


def torn_between_parts(out: Path) -> None:
    """As a kill between the parts of the last shard leaves it."""
    (out / "_shards" / f"{N_SHARDS - 1:05d}.json").unlink()
    for table in list(TABLES)[4:]:
        (out / table / part_name(N_SHARDS - 1)).unlink()


def torn_in_a_part(out: Path) -> None:
    """As a kill in the middle of a part leaves it."""
    torn_between_parts(out)
    (out / "statements" / f".{part_name(N_SHARDS - 1)}.4711.tmp").write_bytes(b"PAR1")


def lost_part(out: Path) -> None:
    (out / "events" / part_name(2)).unlink()


def broken_marker(out: Path) -> None:
    (out / "_shards" / "00001.json").write_text('{"number": 1,', encoding="utf-8")


def marker_of_another_version(out: Path) -> None:
    (out / "_shards" / "00001.json").write_text("[]", encoding="utf-8")


def lost_end(out: Path) -> None:
    """As a kill before the quarantine and the manifest are written leaves it."""
    (out / "quarantine.jsonl").unlink()


def nothing_but_the_manifest(out: Path) -> None:
    for name in (*TABLES, "_shards"):
        shutil.rmtree(out / name)


@pytest.mark.parametrize(
    "spoil",
    [torn_between_parts, torn_in_a_part, lost_part, broken_marker, marker_of_another_version, lost_end, nothing_but_the_manifest],
)
def test_what_a_kill_leaves_is_mended(
    spoil: Callable[[Path], None], inputs: Path, straight: Path, copy: Path, extract_here: Extract
):
    spoil(copy)
    summary = extract_here([inputs], copy, Settings(shard_size=SHARD_SIZE))
    assert summary.is_finished
    assert files(copy) == files(straight)
    assert (manifest(copy)["rows"], manifest(copy)["quarantined"]) == (
        manifest(straight)["rows"],
        manifest(straight)["quarantined"],
    )


def test_a_disk_that_fills_keeps_finished_shards(
    inputs: Path, straight: Path, extract_here: Extract, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    written = []
    write = store.pq.write_table

    def fill(table: object, path: Path, **options: object) -> None:
        if len(written) == 2 * len(TABLES) + 3:
            path.write_bytes(b"PAR1")
            raise OSError(28, "No space left on device")
        written.append(path)
        write(table, path, **options)

    settings = Settings(shard_size=SHARD_SIZE)
    with monkeypatch.context() as patch:
        patch.setattr(store.pq, "write_table", fill)
        with pytest.raises(OutputError, match="No space left on device"):
            extract_here([inputs], tmp_path / "out", settings)
    assert len(markers(tmp_path / "out")) == 2
    assert not list((tmp_path / "out").glob("**/.*"))
    assert extract_here([inputs], tmp_path / "out", settings).n_skipped == 2 * SHARD_SIZE
    assert files(tmp_path / "out") == files(straight)


class Told(Progress):
    """Records what is told."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def advance(self, n_records: int) -> None:
        self.events.append("advance")

    def commit(self, result: ShardResult, *, is_old: bool) -> None:
        self.events.append("old" if is_old else "new")


def test_what_was_done_is_told_before_anything_is_done(inputs: Path, extract_here: Extract, tmp_path: Path):
    settings = Settings(shard_size=SHARD_SIZE)
    asked = iter([False, False, False, True])
    extract_here([inputs], tmp_path / "out", settings, should_stop=lambda: next(asked))
    told = Told()
    extract_here([inputs], tmp_path / "out", settings, progress=told)
    assert [event for event in told.events if event != "advance"] == ["old"] * 3 + ["new"] * 2
    assert told.events[:6] == ["advance", "old"] * 3
    assert "advance" in told.events[6 : told.events.index("new")]


def test_it_can_be_stopped_between_any_two_shards(inputs: Path, straight: Path, extract_here: Extract, tmp_path: Path):
    settings = Settings(shard_size=SHARD_SIZE)
    for n_done in range(1, N_SHARDS):
        asked = iter([False, True])
        summary = extract_here([inputs], tmp_path / "out", settings, should_stop=lambda asked=asked: next(asked))
        assert not summary.is_finished
        assert len(markers(tmp_path / "out")) == n_done
    assert extract_here([inputs], tmp_path / "out", settings).is_finished
    assert files(tmp_path / "out") == files(straight)
