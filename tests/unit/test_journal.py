"""The manifest follows a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.journal import WRITE_SECONDS, Journal, Progress
from pipeline.manifest import Identity, Summary
from pipeline.store import read_manifest
from tests.unit.test_progress import Clock, shard


class Recorder(Progress):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    def start(self, out: Path, settings: Settings) -> None:
        self.told.append(("start", out))

    def expect(self, n_records: int) -> None:
        self.told.append(("expect", n_records))

    def advance(self, n_records: int) -> None:
        self.told.append(("advance", n_records))

    def end(self, summary: Summary) -> None:
        self.told.append(("end", summary.is_finished))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Journal:
    monkeypatch.setattr("pipeline.manifest.identify_model", lambda name: (name, "1.0"))
    settings = Settings(model="tiny")
    made = Journal(
        Summary(tmp_path), Identity.of(settings), settings, recorder, [{"path": "old"}, {"path": "both", "bytes": 1}], clock
    )
    made.start(tmp_path, settings)
    return made


def written(out: Path) -> dict[str, Any]:
    found = read_manifest(out)
    assert found is not None
    return found


def test_it_begins_with_nothing(journal: Journal, tmp_path: Path) -> None:
    found = written(tmp_path)
    assert (found["is_finished"], found["n_done"], found["n_expected"], found["n_shards"]) == (False, 0, None, 0)


def test_it_is_written_every_few_seconds(journal: Journal, tmp_path: Path, clock: Clock) -> None:
    journal.expect(40)
    journal.advance(3)
    assert written(tmp_path)["n_done"] == 0
    clock.now += WRITE_SECONDS
    journal.advance(4)
    found = written(tmp_path)
    assert (found["n_done"], found["n_expected"], found["elapsed_seconds"]) == (7, 40, WRITE_SECONDS)
    clock.now += WRITE_SECONDS
    journal.commit(shard(1), is_old=False)
    found = written(tmp_path)
    assert (found["n_shards"], found["quarantined"], found["seconds_per_stage"]) == (1, {"empty": 1}, {"parse": 1.0})


def test_shards_of_earlier_runs_are_done_and_skipped(journal: Journal, tmp_path: Path, recorder: Recorder) -> None:
    journal.commit(shard(0, n_records=5), is_old=True)
    journal.finish([{"path": "both", "bytes": 2}, {"path": "new"}], is_finished=True)
    found = written(tmp_path)
    assert (found["n_done"], found["n_skipped"], found["n_records"], found["n_expected"]) == (5, 5, 5, 5)
    assert found["inputs"] == [{"path": "old"}, {"path": "both", "bytes": 2}, {"path": "new"}]
    assert recorder.told == [("start", tmp_path), ("advance", 5), ("end", True)]


def test_an_interrupted_run_is_not_finished(journal: Journal, tmp_path: Path) -> None:
    journal.advance(9)
    journal.finish([], is_finished=False)
    found = written(tmp_path)
    assert (found["is_finished"], found["n_done"], found["n_expected"]) == (False, 0, None)
