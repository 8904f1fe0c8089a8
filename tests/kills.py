"""Kills runs at random moments, goes on with them, and compares the end with a run that nobody disturbed.

    python -m tests.kills --articles 100000 --kills 5 --workers 2

Moments, victims (the parent, a worker, or all at once) and articles follow from the seed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.runs import ROOT, left_files, start, wait_until, worker_ids
from tests.synthetic import articles

VICTIMS = ("parent", "worker", "all")

POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Kill:
    """A kill that is planned.

    Attributes:
        after: share of the shards that are committed when it comes, from 0 to 1.
        delay: seconds that it comes later.
    """

    victim: str
    after: float
    delay: float


def plan_kills(n: int, seed: int) -> list[Kill]:
    """Kills at moments that are spread over a run; each kind of victim comes once in three."""
    random = Random(seed)
    moments = sorted(random.uniform(0.0, 0.7) for _ in range(n))
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(n)]
    random.shuffle(victims)
    return [Kill(victim, after, random.uniform(0.0, 0.5)) for victim, after in zip(victims, moments, strict=True)]


def write_dump(path: Path, n: int, paragraphs: int, seed: int) -> None:
    """Writes articles, with a record that is no article and one that comes twice in each thousand."""
    with path.open("w", encoding="utf-8") as file:
        for number, record in enumerate(articles(n, seed, paragraphs)):
            line = json.dumps(record) + "\n"
            file.write(line)
            if number % 1000 == 500:
                file.write(json.dumps({"id": f"empty-{number}", "text": ""}) + "\n" + line)


def digests(out: Path) -> dict[str, str]:
    """A hash of every file that a run leaves for its reader."""
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in left_files(out).items()}


def run_with_kills(command: Sequence[str | Path], out: Path, kills: Sequence[Kill], n_shards: int) -> Iterator[str]:
    """Runs a command again and again until it ends, and kills on the way; tells each kill in a line.

    Raises:
        AssertionError: a run that was left alone, or that lost a worker only, did not succeed.
    """
    waiting = list(kills)
    while True:
        process = start(*command)
        is_dead = False
        while waiting and not is_dead and _comes(waiting[0], process, out, n_shards):
            kill = waiting.pop(0)
            is_dead = _strike(kill, process)
            yield f"{kill.victim} killed with {_n_committed(out)} of {n_shards} shards committed"
        if is_dead:
            process.wait()  # and not for its workers: who starts a run again does not, either
            continue
        errors = process.communicate()[1]
        assert process.returncode == 0, errors
        assert not waiting, f"the run ended before it could be killed: {waiting}"
        return


def _comes(kill: Kill, process: subprocess.Popen[str], out: Path, n_shards: int) -> bool:
    """Waits for the moment of a kill; False where the run ends before."""
    while _n_committed(out) < kill.after * n_shards:
        if process.poll() is not None:
            return False
        time.sleep(POLL_SECONDS)
    time.sleep(kill.delay)
    return process.poll() is None


def _strike(kill: Kill, process: subprocess.Popen[str]) -> bool:
    """Kills, and tells whether the run is dead of it."""
    if kill.victim == "worker":
        wait_until(lambda: bool(worker_ids(process.pid)), "there is a worker")
        os.kill(worker_ids(process.pid)[0], signal.SIGKILL)
        return False
    if kill.victim == "parent":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    return True


def _n_committed(out: Path) -> int:
    return len(list((out / "_shards").glob("*.json")))


def compare(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """Makes articles, runs them with and without kills, and compares; tells what happens.

    Raises:
        AssertionError: the runs differ.
    """
    dump = folder / "dump.jsonl"
    write_dump(dump, options.articles, options.paragraphs, options.seed)
    settings = ["--workers", str(options.workers), "--shard-size", str(options.shard_size), "--quiet"]
    extract: list[str | Path] = ["extract", dump, *settings]
    started = time.monotonic()
    straight = start(*extract, "--out", folder / "straight")
    errors = straight.communicate()[1]
    assert straight.returncode == 0, errors
    n_shards = _n_committed(folder / "straight")
    yield f"straight run: {options.articles:,} articles in {n_shards} shards, {time.monotonic() - started:.0f} s"
    started = time.monotonic()
    kills = plan_kills(options.kills, options.seed)
    yield from run_with_kills([*extract, "--out", folder / "killed"], folder / "killed", kills, n_shards)
    yield f"killed run: {time.monotonic() - started:.0f} s"
    expected, found = digests(folder / "straight"), digests(folder / "killed")
    differing = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    assert not differing, f"files differ: {', '.join(differing[:10])}"
    manifests = [json.loads((folder / name / "run.json").read_text(encoding="utf-8")) for name in ("straight", "killed")]
    for key in ("is_finished", "rows", "quarantined", "n_records"):
        assert manifests[0][key] == manifests[1][key], key
    yield f"equal: {len(expected)} files, {manifests[0]['n_records']:,} records, {sum(manifests[0]['rows'].values()):,} rows"


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--paragraphs", type=int, default=6, help="in each article, about 35 words each")
    parser.add_argument("--shard-size", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="to work in; a temporary one by default")
    return parser.parse_args(arguments)


def main() -> None:
    """Runs the comparison and prints what happens."""
    options = parse_options()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for line in compare(Path(folder), options):
            print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
