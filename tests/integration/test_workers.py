"""The pool: a worker that dies is replaced, and an article that kills is found and left out."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ClassVar

import pytest

from pipeline import extractor, workers
from pipeline.article import SourceArticle
from pipeline.config import Settings
from pipeline.errors import ModelError, OnrecordError, OutputError
from pipeline.journal import Death, Progress
from pipeline.manifest import Identity
from pipeline.shards import Shard, ShardResult, plan_shards
from pipeline.stages import Analysis, Layer
from pipeline.workers import Job, Pool
from tests.conftest import Extract
from tests.runs import files, quarantine, read_tables

Serve = Callable[[Connection, Job], None]


class Kills:
    """A stage that ends its process on every article that holds a word."""

    name: ClassVar[str] = "kills"
    requires: ClassVar[frozenset[Layer]] = frozenset()
    provides: ClassVar[frozenset[Layer]] = frozenset()

    def __call__(self, analysis: Analysis) -> None:
        if "volcano" in analysis.text:
            os.kill(os.getpid(), signal.SIGKILL)


class Hangs:
    """A stage that never ends on an article that holds a word."""

    name: ClassVar[str] = "hangs"
    requires: ClassVar[frozenset[Layer]] = frozenset()
    provides: ClassVar[frozenset[Layer]] = frozenset()

    def __call__(self, analysis: Analysis) -> None:
        while "glacier" in analysis.text:
            time.sleep(60)


def serve_with_killer(connection: Connection, job: Job) -> None:
    """`serve` in a process that has the stages `Kills` and `Hangs`, too."""
    stages = extractor.default_stages()
    extractor.default_stages = lambda: (*stages, Kills(), Hangs())
    workers.serve(connection, job)


def test_an_article_that_kills_goes_alone_to_quarantine(monkeypatch: pytest.MonkeyPatch, extract_here: Extract, tmp_path: Path):
    texts = ["It rains.", "A volcano!", "It snows.", "It hails.", "It thaws."]
    (tmp_path / "in").mkdir()
    for number, text in enumerate(texts):
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(workers, "serve", serve_with_killer)
        summary = extract_here([tmp_path / "in"], tmp_path / "out", Settings(workers=2, shard_size=3), in_process=False)
    assert summary.is_finished
    (fault,) = quarantine(tmp_path / "out")
    assert (fault["path"], fault["record"], fault["stage"], fault["reason"]) == ("1.txt", 0, "extract", "killed")
    assert len(fault["article_id"]) == 16
    assert read_tables(tmp_path / "out")["articles"]["text"].to_pylist() == [text for text in texts if "volcano" not in text]
    (tmp_path / "in" / "1.txt").write_bytes(b"")
    extract_here([tmp_path / "in"], tmp_path / "without", Settings(shard_size=3))
    assert {**files(tmp_path / "out"), "quarantine.jsonl": b""} == {**files(tmp_path / "without"), "quarantine.jsonl": b""}


def test_an_article_that_hangs_goes_alone_to_quarantine(
    monkeypatch: pytest.MonkeyPatch, extract_here: Extract, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number, text in enumerate(["It rains.", "The glacier moves.", "It snows.", "A volcano!"]):
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(workers, "serve", serve_with_killer)
        patch.setattr(workers, "BATCH_SECONDS", 20.0)
        told: list[int] = []
        settings = Settings(workers=1, article_timeout=3)
        summary = extract_here([tmp_path / "in"], tmp_path / "out", settings, in_process=False, progress=Counting(told))
    assert summary.is_finished
    assert [(fault["path"], fault["reason"]) for fault in quarantine(tmp_path / "out")] == [
        ("1.txt", "timeout"),
        ("3.txt", "killed"),
    ]
    assert read_tables(tmp_path / "out")["articles"]["text"].to_pylist() == ["It rains.", "It snows."]
    assert sum(told) == 4


class Counting(Progress):
    """Progress that keeps what it is told."""

    def __init__(self, told: list[int]) -> None:
        self._told = told

    def advance(self, n_records: int) -> None:
        self._told.append(n_records)


def article(number: int, text: str) -> SourceArticle:
    return SourceArticle(source_path="in", source_record=number, text=text)


def done(shard: Shard) -> ShardResult:
    return ShardResult(number=shard.number, digest=",".join(sorted(shard.killers)), n_records=len(shard.items), rows={}, seconds={})


def serve_dying_once(connection: Connection, job: Job) -> None:
    """Dies on its first shard, unless a process before it did."""
    while True:
        shard, _ = connection.recv()
        flag = job.out / f"died-{shard.number}"
        if not flag.exists():
            flag.touch()
            os._exit(3)
        connection.send(1)
        connection.send(done(shard))


def serve_dying_on_two(connection: Connection, job: Job) -> None:
    """Dies on two articles of a shard, and tells which it began only where it is watched."""
    while True:
        shard, is_watched = connection.recv()
        for item in shard.items:
            if item.article_id in shard.killers:
                continue
            if is_watched:
                connection.send(item.article_id)
            if "volcano" in item.text:
                os._exit(3)
        connection.send(done(shard))


def serve_dying_always(connection: Connection, job: Job) -> None:
    os._exit(3)


def serve_error(connection: Connection, job: Job) -> None:
    connection.recv()
    connection.send(ModelError("no such model"))


def serve_well(connection: Connection, job: Job) -> None:
    (job.out / f"worker-{os.getpid()}").touch()
    try:
        while True:
            shard, _ = connection.recv()
            connection.send(len(shard.items))
            connection.send(done(shard))
    except EOFError:
        return


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Serve, int], Pool]:
    def make(serve: Serve, size: int = 2) -> Pool:
        monkeypatch.setattr(workers, "serve", serve)
        return Pool(Job(tmp_path, Settings(), Identity.of(Settings()).metadata()), size)

    return make


SHARDS = list(plan_shards([article(number, f"Day {number}.") for number in range(10)], 2))


def test_every_shard_is_done_once(pool: Callable[[Serve, int], Pool], tmp_path: Path):
    counted: list[int] = []
    results = list(pool(serve_well, 2).run(SHARDS, counted.append, lambda: False))
    assert sorted(result.number for result in results) == [0, 1, 2, 3, 4]
    assert sum(counted) == 10
    assert len(list(tmp_path.glob("worker-*"))) == 2


def test_a_dead_worker_is_replaced(pool: Callable[[Serve, int], Pool]):
    results = list(pool(serve_dying_once, 2).run(SHARDS[:3], lambda n: None, lambda: False))
    assert sorted((result.number, result.digest) for result in results) == [(number, "") for number in range(3)]


def test_a_death_is_told(pool: Callable[[Serve, int], Pool]):
    deaths: list[Death] = []
    list(pool(serve_dying_once, 1).run(SHARDS[:2], lambda n: None, lambda: False, deaths.append))
    assert [(death.shard, death.article, death.is_overdue) for death in deaths] == [(0, None, False), (1, None, False)]
    assert len({death.pid for death in deaths}) == 2


def test_every_article_that_kills_is_found(pool: Callable[[Serve, int], Pool]):
    items = [article(number, text) for number, text in enumerate(["Rain.", "A volcano.", "Snow.", "One more volcano."])]
    (result,) = pool(serve_dying_on_two, 1).run([Shard(0, tuple(items))], lambda n: None, lambda: False)
    assert result.digest == ",".join(sorted([items[1].article_id, items[3].article_id]))


def test_workers_that_always_die_end_the_run(pool: Callable[[Serve, int], Pool], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers, "MAX_DEATHS", 1)
    with pytest.raises(OutputError, match="2 worker processes died in a row"):
        list(pool(serve_dying_always, 1).run(SHARDS, lambda n: None, lambda: False))


def test_an_error_that_meets_every_shard_is_raised_here(pool: Callable[[Serve, int], Pool]):
    with pytest.raises(OnrecordError, match="no such model"):
        list(pool(serve_error, 1).run(SHARDS, lambda n: None, lambda: False))


def test_shards_in_hand_are_finished(pool: Callable[[Serve, int], Pool]):
    asked = iter([False, False, True])
    results = list(pool(serve_well, 2).run(SHARDS, lambda n: None, lambda: next(asked)))
    assert sorted(result.number for result in results) == [0, 1]
