"""One process at a time writes into a folder, and a dead one never keeps it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import lock
from pipeline.errors import OutputError
from pipeline.lock import LOCK, Holder, find_holder, hold
from tests.runs import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from pipeline.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock of `tmp_path`."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_it_is_ours_and_then_nobodys(tmp_path: Path) -> None:
    assert find_holder(tmp_path) is None
    with hold(tmp_path):
        assert find_holder(tmp_path) == Holder(os.getpid(), socket.gethostname())
    assert find_holder(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_another_process_is_refused_until_it_is_dead(tmp_path: Path, other: subprocess.Popen[str]) -> None:
    assert find_holder(tmp_path) == Holder(other.pid, socket.gethostname())
    with (
        pytest.raises(OutputError, match=f"is in use by process {other.pid} on {socket.gethostname()}; wait for it to end"),
        hold(tmp_path),
    ):
        pass
    assert find_holder(tmp_path) == Holder(other.pid, socket.gethostname())
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert (tmp_path / LOCK).exists()
    assert find_holder(tmp_path) is None
    with hold(tmp_path):
        assert find_holder(tmp_path) == Holder(os.getpid(), socket.gethostname())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x", "host": "y"}', '{"pid": 1, "host": "elsewhere"}'])
def test_whatever_a_dead_process_left_is_taken_over(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK).write_text(text)
    with hold(tmp_path):
        assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert find_holder(tmp_path / "none") is None
    with pytest.raises(OutputError, match="cannot write"), hold(tmp_path / "none"):
        pass


class NoLocks:
    """Stands in for `fcntl` on a file system that has no locks."""

    LOCK_SH, LOCK_EX, LOCK_NB = 1, 2, 4

    @staticmethod
    def flock(descriptor: int, how: int) -> None:
        raise OSError(37, "No locks available")


@pytest.mark.parametrize("fcntl", [None, NoLocks])
def test_without_locks_the_process_number_counts(
    tmp_path: Path, other: subprocess.Popen[str], fcntl: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "fcntl", fcntl)
    with pytest.raises(OutputError, match=f"is in use by process {other.pid}"), hold(tmp_path):
        pass
    (tmp_path / LOCK).write_text(json.dumps({"pid": other.pid, "host": "another-machine"}))
    with pytest.raises(OutputError, match="on another-machine"), hold(tmp_path):
        pass
    other.kill()
    other.wait()
    (tmp_path / LOCK).write_text(json.dumps({"pid": other.pid, "host": socket.gethostname()}))
    assert find_holder(tmp_path) is None
    with hold(tmp_path):
        pass
