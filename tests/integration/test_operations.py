"""What an operator meets: a run that goes on, one that died, two at once, a full disk."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.lock import LOCK
from tests.conftest import Extract
from tests.runs import command, files, finish, manifest, start, wait_until, worker_ids
from tests.synthetic import articles

SHARD_SIZE = 20
N_ARTICLES = 400


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles for many shards, and one record without text in the first."""
    path = tmp_path_factory.mktemp("dump") / "dump.jsonl"
    records = [{"id": "none", "text": ""}, *articles(N_ARTICLES - 1, paragraphs=1)]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def arguments(dump: Path, out: Path, *more: str) -> list[str | Path]:
    return ["extract", dump, "--out", out, "--workers", "1", "--shard-size", str(SHARD_SIZE), "--quiet", *more]


@pytest.fixture
def going(dump: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run into `tmp_path/out` that has finished its first shard."""
    process = start(*arguments(dump, tmp_path / "out"))
    wait_until(lambda: any((tmp_path / "out" / "_shards").glob("*.json")), "the first shard is finished")
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    finish(process)


def status(out: Path) -> dict[str, object]:
    done = command("status", out, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_status_of_a_run_that_goes_on_dies_and_ends(
    going: subprocess.Popen[str], dump: Path, tmp_path: Path, extract_here: Extract
):
    out = tmp_path / "out"
    alive = status(out)
    assert alive["state"] == "running"
    assert isinstance(alive["holder"], dict)
    assert alive["holder"]["pid"] == going.pid
    assert SHARD_SIZE <= int(str(alive["n_done"])) < N_ARTICLES
    assert alive["quarantined"] == {"empty": 1}
    assert isinstance(alive["seconds_per_stage"], dict)
    assert alive["seconds_per_stage"]["parse"] > 0
    second = command(*arguments(dump, out))
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.startswith(f"onrecord: {out} is in use by process {going.pid} on ")
    assert len(second.stderr.splitlines()) == 1
    os.killpg(going.pid, signal.SIGKILL)
    finish(going)
    assert (out / LOCK).exists()
    dead = status(out)
    n_shards = len(list((out / "_shards").glob("*.json")))
    assert (dead["state"], dead["holder"], dead["seconds_left"]) == ("stopped", None, None)
    assert (dead["n_shards"], dead["n_done"]) == (n_shards, SHARD_SIZE * n_shards)
    assert "run the same onrecord extract again" in command("status", out).stdout
    assert extract_here([dump], out, Settings(shard_size=SHARD_SIZE)).is_finished
    assert not (out / LOCK).exists()
    ended = status(out)
    assert (ended["state"], ended["n_done"], ended["n_expected"]) == ("finished", N_ARTICLES, N_ARTICLES)
    first, records, *_ = command("status", out).stdout.splitlines()
    assert first == f"{out}: finished"
    assert records.split(" done")[0] == f"  records      {N_ARTICLES} of {N_ARTICLES}"


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system cannot limit another process")
def test_a_full_disk_is_told_in_one_line_and_costs_no_shard(
    going: subprocess.Popen[str], dump: Path, tmp_path: Path, extract_here: Extract
):
    """A limit on the size of files stands in for the full disk."""
    out = tmp_path / "out"
    for worker in worker_ids(going.pid):
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (1000, 1000))
    full = finish(going)
    assert (full.returncode, full.stdout, len(full.stderr.splitlines())) == (2, "", 1), full.stderr
    assert full.stderr.startswith(f"onrecord: cannot write {out}/")
    assert "File too large" in full.stderr
    assert not list(out.rglob(".*"))
    assert manifest(out)["is_finished"] is False
    n_shards = len(list((out / "_shards").glob("*.json")))
    assert 1 <= n_shards < N_ARTICLES // SHARD_SIZE
    settings = Settings(shard_size=SHARD_SIZE)
    assert extract_here([dump], out, settings).n_skipped == n_shards * SHARD_SIZE
    extract_here([dump], tmp_path / "straight", settings)
    assert files(out) == files(tmp_path / "straight")


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="there is no folder that even root may not write")
@pytest.mark.parametrize("out", ["/sys/onrecord", "/sys/kernel"])
def test_a_folder_that_nobody_may_write_is_told(dump: Path, out: str):
    done = command(*arguments(dump, Path(out)))
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith(f"onrecord: cannot write {out}: ")
    assert done.stderr.endswith(("ermission denied\n", "Operation not permitted\n", "ead-only file system\n"))


def test_ctrl_c_stops_after_the_shards_in_hand(going: subprocess.Popen[str], dump: Path, tmp_path: Path):
    out = tmp_path / "out"
    os.killpg(going.pid, signal.SIGINT)
    stopped = finish(going)
    assert (stopped.returncode, stopped.stdout) == (130, "")
    assert stopped.stderr == "onrecord: interrupted; finished shards are kept, run the same command to go on\n"
    found = status(out)
    n_shards = len(list((out / "_shards").glob("*.json")))
    assert (found["state"], found["n_done"]) == ("stopped", SHARD_SIZE * n_shards)
    assert 1 <= n_shards < N_ARTICLES // SHARD_SIZE
    assert {len(list(folder.iterdir())) for folder in out.iterdir() if folder.is_dir() and folder.name != "_shards"} == {n_shards}
