"""What we do around Ray, with a stand-in for it: machines that join and go, actors that fail, processors that are taken."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.config import Settings
from pipeline.engines import ray_cluster
from pipeline.engines.ray_cluster import Crew, RayCluster
from pipeline.errors import InputError, OutputError, UsageError
from pipeline.workers import Job


class TaskError(Exception):
    def __init__(self, cause: Exception) -> None:
        self.cause = cause


class LostError(Exception):
    pass


class FakeRay:
    """Runs actors' tasks when they are waited for, on as many processors as there are; the latest first.

    Args:
        n_cpus: processors.
        work: does a task.
    """

    def __init__(self, n_cpus: int, work: Callable[[Any], Any] = lambda task: task) -> None:
        self.n_cpus, self.work = n_cpus, work
        self.up: list[object] = []
        self.killed: list[object] = []
        self.most = 0
        self.exceptions = SimpleNamespace(RayTaskError=TaskError, RayError=(TaskError, LostError))

    def remote(self, _: type) -> FakeRay:
        def make(job: Job) -> SimpleNamespace:
            actor = SimpleNamespace()
            for name in ("start", "process"):
                actor.__dict__[name] = SimpleNamespace(remote=lambda *given, name=name: (name, actor_id, given))
            actor_id = len(self.up)
            self.up.append(actor)
            self.most = max(self.most, len(self.up) - len(self.killed))
            return actor

        return SimpleNamespace(options=lambda **_: SimpleNamespace(remote=make))  # type: ignore[return-value]

    def wait(self, references: list[Any], timeout: float) -> tuple[list[Any], list[Any]]:
        able = [each for each in references if self.n_cpus]
        return able[-1:], []

    def get(self, reference: Any) -> Any:
        name, _, given = reference
        return None if name == "start" else self.work(*given)

    def kill(self, actor: object) -> None:
        self.killed.append(actor)


def run(fake: FakeRay, n_tasks: int = 6, workers: int = 0, should_stop: Callable[[], bool] = lambda: False) -> list[Any]:
    crew = Crew(fake, Job(Path("out"), Settings(workers=workers), {}), lambda: fake.n_cpus)
    try:
        return list(crew.run("process", enumerate(range(10, 10 + n_tasks)), should_stop))
    finally:
        crew.close()
        assert len(fake.killed) == len(fake.up)


def test_every_task_is_done_once_and_told_with_its_key():
    fake = FakeRay(2)
    assert sorted(run(fake)) == [(key, key + 10) for key in range(6)]
    assert fake.most == 2


@pytest.mark.parametrize(("n_cpus", "workers", "expected"), [(4, 0, 4), (4, 2, 2), (1, 0, 1)])
def test_there_are_never_more_actors_than_processors(n_cpus: int, workers: int, expected: int):
    fake = FakeRay(n_cpus)
    assert len(run(fake, workers=workers)) == 6
    assert fake.most == expected


def test_machines_that_join_get_actors():
    fake = FakeRay(1)

    def work(task: int) -> int:
        fake.n_cpus = 3
        return task

    fake.work = work
    assert len(run(fake)) == 6
    assert fake.most == 3


def test_where_a_machine_is_lost_idle_actors_make_room():
    fake = FakeRay(3)

    def work(task: int) -> int:
        fake.n_cpus = 1
        return task

    fake.work = work
    crew = Crew(fake, Job(Path("out"), Settings(), {}), lambda: fake.n_cpus)
    assert len(list(crew.run("process", enumerate(range(6)), lambda: False))) == 6
    assert len(fake.killed) == 2


def test_a_stop_finishes_what_is_in_hand():
    asked = iter([False, False, True])
    assert len(run(FakeRay(2), should_stop=lambda: next(asked, True))) == 2


def test_nobody_comes_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ray_cluster, "START_SECONDS", -1.0)
    with pytest.raises(OutputError, match="no actor came up"):
        run(FakeRay(0))


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        pytest.param(TaskError(InputError("it changed")), InputError, "^it changed$", id="ours"),
        pytest.param(TaskError(KeyError("x")), OutputError, "an actor failed: KeyError: 'x'", id="no one's"),
        pytest.param(LostError("gone"), OutputError, "an actor was lost 4 times", id="lost"),
    ],
)
def test_what_fails_ends_the_run_in_one_line(error: Exception, kind: type[Exception], message: str):
    def work(task: int) -> None:
        raise error

    with pytest.raises(kind, match=message):
        run(FakeRay(2, work))


def test_without_ray_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "a.txt").write_text("It rains.")
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[ray\]'"):
        RayCluster([tmp_path], Settings(engine="ray"))
