"""The engine on a Ray cluster of this machine. Skipped where Ray is not installed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.engines.descriptors import find_stretches, plan_descriptors, read_outline
from pipeline.engines.ray_cluster import ShardActor
from pipeline.errors import UsageError
from pipeline.manifest import Identity
from pipeline.workers import Job
from tests.conftest import Extract
from tests.runs import SAMPLES, command, files, finish, is_running, manifest, quarantine, start, wait_until
from tests.synthetic import articles

SHARD_SIZE = 4
SETTINGS = Settings(shard_size=SHARD_SIZE)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and two records for the quarantine."""
    folder = tmp_path_factory.mktemp("ray") / "in"
    shutil.copytree(SAMPLES, folder)
    (folder / "a-nul.txt").write_bytes(b"\0")
    (folder / "n-twice.jsonl").write_bytes((SAMPLES / "wire.jsonl").read_bytes().splitlines(keepends=True)[0])
    return folder


@pytest.fixture(scope="module")
def straight(inputs: Path, extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one machine gives."""
    out = tmp_path_factory.mktemp("straight") / "out"
    extract_here([inputs], out, SETTINGS)
    assert len(quarantine(out)) == 2
    return out


@pytest.fixture
def ray_is_here() -> None:
    pytest.importorskip("ray")


def arguments(inputs: Path, out: Path, *more: str) -> list[str]:
    return ["extract", str(inputs), "--out", str(out), "--engine", "ray", "--shard-size", str(SHARD_SIZE), *more]


def markers(out: Path) -> list[Path]:
    return sorted((out / "_shards").glob("*.json"))


def below(pid: int) -> Iterator[tuple[int, str]]:
    """Process id and command of what a process started, and of what that started."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "ppid=,pid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()]
    found = {pid}
    for _ in range(5):
        found |= {int(row[1]) for row in rows if int(row[0]) in found}
    return ((int(row[1]), row[-1]) for row in rows if int(row[1]) in found - {pid})


def actors(pid: int) -> list[int]:
    return [each for each, name in below(pid) if name.startswith("ray::ShardActor")]


def test_an_actor_does_a_shard_and_sees_one_that_is_done(inputs: Path, straight: Path, tmp_path: Path):
    job = Job(tmp_path, SETTINGS, Identity.of(SETTINGS).metadata())
    actor = ShardActor(job)
    actor.start()
    outlines = [(each, read_outline(each, SETTINGS)) for each in find_stretches([inputs], SETTINGS)]
    descriptors = list(plan_descriptors(outlines, SHARD_SIZE))
    done = [actor.process(each) for each in descriptors[:2]]
    again = ShardActor(job).process(descriptors[1])
    assert [each.is_old for each in (*done, again)] == [False, False, True]
    assert again.result == done[1].result
    found = files(tmp_path)
    assert len(found) == 16
    assert found.items() <= files(straight).items()


def test_a_machine_with_another_version_is_refused(tmp_path: Path):
    metadata = {**Identity.of(SETTINGS).metadata(), "code_hash": "0"}
    with pytest.raises(UsageError, match="has another code_hash; install the same on all"):
        ShardActor(Job(tmp_path, replace(SETTINGS), metadata)).start()


@pytest.mark.usefixtures("ray_is_here")
def test_it_gives_what_one_machine_gives(inputs: Path, straight: Path, tmp_path: Path):
    done = command(*arguments(inputs, tmp_path / "out", "--quiet"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert files(tmp_path / "out") == files(straight)
    for name in ("rows", "quarantined", "config_hash", "inputs", "n_records", "is_finished"):
        assert manifest(tmp_path / "out")[name] == manifest(straight)[name]


@pytest.mark.usefixtures("ray_is_here")
def test_an_actor_that_is_killed_costs_its_shard_alone(inputs: Path, straight: Path, tmp_path: Path):
    out = tmp_path / "out"
    process = start(*arguments(inputs, out, "--workers", "2", "--quiet"))
    wait_until(lambda: len(markers(out)) >= 1, "the first shard is finished")
    done = {path.name: path.stat().st_mtime_ns for path in markers(out)}
    os.kill(actors(process.pid)[0], signal.SIGKILL)
    ended = finish(process)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {name: (out / "_shards" / name).stat().st_mtime_ns for name in done} == done
    assert files(out) == files(straight)


@pytest.mark.usefixtures("ray_is_here")
@pytest.mark.parametrize("engine", ["ray", "local"])
def test_a_driver_that_is_killed_costs_the_shards_in_hand(engine: str, inputs: Path, straight: Path, tmp_path: Path):
    out = tmp_path / "out"
    process = start(*arguments(inputs, out, "--quiet"))
    wait_until(lambda: len(markers(out)) >= 1, "the first shard is finished")
    started = [pid for pid, _ in below(process.pid)]
    process.kill()
    assert finish(process).returncode == -signal.SIGKILL
    assert manifest(out)["is_finished"] is False
    wait_until(lambda: not any(map(is_running, started)), "what it started has ended")
    done = {path.name: path.stat().st_mtime_ns for path in markers(out)}
    again = command(*arguments(inputs, out, "--quiet", "--engine", engine))
    assert (again.returncode, again.stderr) == (0, "")
    assert {name: (out / "_shards" / name).stat().st_mtime_ns for name in done} == done
    assert files(out) == files(straight)
    assert manifest(out)["rows"] == manifest(straight)["rows"]


@pytest.mark.usefixtures("ray_is_here")
def test_an_interrupt_keeps_finished_shards(inputs: Path, straight: Path, tmp_path: Path):
    out = tmp_path / "out"
    process = start(*arguments(inputs, out, "--workers", "1"))
    wait_until(lambda: len(markers(out)) >= 1, "the first shard is finished")
    os.killpg(process.pid, signal.SIGINT)
    ended = finish(process)
    assert ended.returncode == 130, ended.stderr
    assert 1 <= len(markers(out)) < 5
    assert command(*arguments(inputs, out, "--quiet")).returncode == 0
    assert files(out) == files(straight)


@pytest.mark.usefixtures("ray_is_here")
def test_more_than_there_is_is_refused_at_once(inputs: Path, tmp_path: Path):
    done = command(*arguments(inputs, tmp_path / "out", "--workers", "1000"))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "--workers 1000 asks for more than the" in line
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("ray_is_here")
def test_a_dump_that_grew_is_extended_as_on_one_machine(inputs: Path, extract_here: Extract, tmp_path: Path):
    grown = shutil.copytree(inputs, tmp_path / "in")
    with (grown / "wire.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in [*articles(5, paragraphs=1), {"id": "empty", "text": ""}])
    for name in ("ray", "local"):
        extract_here([inputs], tmp_path / name, SETTINGS)
    expected = extract_here([grown], tmp_path / "local", SETTINGS, append=True)
    done = command(*arguments(grown, tmp_path / "ray", "--append", "--quiet"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert files(tmp_path / "ray") == files(tmp_path / "local")
    assert expected.n_records == manifest(tmp_path / "ray")["n_records"] == 26
    for name in ("rows", "quarantined", "generations", "n_missing", "inputs", "n_skipped"):
        assert manifest(tmp_path / "ray")[name] == manifest(tmp_path / "local")[name]
