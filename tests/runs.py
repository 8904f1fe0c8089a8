"""Starts runs as a user does, and reads what they leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.schema import TABLES
from pipeline.store import read_table

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "raw" / "samples"

PATIENCE = 120.0
"""Seconds after which a command counts as hung."""


def start(
    *arguments: str | Path, cwd: Path = ROOT, environment: Mapping[str, str] | None = None, path: Sequence[Path] = ()
) -> subprocess.Popen[str]:
    """Starts `python -m pipeline` in a process group of its own; `path` goes in front of Python's."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [*path, ROOT])), **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Waits for a command, and holds that it never shows a traceback."""
    try:
        output, errors = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert "Traceback" not in errors, errors
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def command(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs `python -m pipeline` to its end."""
    return finish(start(*arguments, **options))


def wait_until(is_true: Callable[[], bool], what: str) -> None:
    """Polls until something is true."""
    until = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.02)


def worker_ids(pid: int) -> list[int]:
    """Process ids of the workers of a run."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "ppid=,pid=,args="], capture_output=True, text=True, check=True).stdout
    found = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [int(row[1]) for row in found if row[0] == str(pid) and "spawn_main" in row[-1]]


def is_running(pid: int) -> bool:
    """Whether a process is there, and no zombie."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def read_tables(out: Path) -> dict[str, pa.Table]:
    """Every table of a run."""
    return {table: read_table(out, table) for table in TABLES}


def sorted_rows(out: Path) -> dict[str, list[str]]:
    """The rows of every table as text, in an order that does not depend on parts."""
    return {table: sorted(json.dumps(row, default=str) for row in rows.to_pylist()) for table, rows in read_tables(out).items()}


def left_files(out: Path) -> dict[str, Path]:
    """What a run leaves for its reader: every part and the quarantine by name, and nothing else that it left."""
    return {
        path.relative_to(out).as_posix(): path
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json" and path.parent.name != "_shards"
    }


def files(out: Path) -> dict[str, bytes]:
    """The contents of what a run leaves for its reader."""
    return {name: path.read_bytes() for name, path in left_files(out).items()}


def quarantine(out: Path) -> list[dict[str, Any]]:
    """The rows of `quarantine.jsonl`."""
    return [json.loads(line) for line in (out / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()]


def manifest(out: Path) -> dict[str, Any]:
    """`run.json`."""
    value: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return value
