"""A run: shards of the input, done by workers, with resume, quarantine and manifest."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Protocol

from pipeline.config import Settings
from pipeline.engines import choose_engine
from pipeline.errors import OutputError, UsageError
from pipeline.extract.knowledge import read_knowledge_base
from pipeline.manifest import Identity, Summary, hash_inputs, write_manifest
from pipeline.schema import TABLES
from pipeline.shards import MARKERS, ShardResult, check_no_more
from pipeline.storage import is_below, is_remote, remove
from pipeline.store import MANIFEST, QUARANTINE, discard_unfinished, read_manifest, write_lines
from pipeline.workers import Job


class Progress(Protocol):
    """Is told how far a run is. Every method may be called often and must be cheap."""

    def advance(self, n_records: int) -> None:
        """So many more records are finished."""

    def quarantine(self, n_records: int) -> None:
        """So many more records went to quarantine."""


class Silent:
    """A Progress that says nothing."""

    def advance(self, n_records: int) -> None:
        """Says nothing."""

    def quarantine(self, n_records: int) -> None:
        """Says nothing."""


def extract(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings | None = None,
    *,
    overwrite: bool = False,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    in_process: bool = False,
) -> Summary:
    """Extracts every article of the inputs into the tables of a folder.

    Running it again after a kill goes on where it was; the result is the same.

    Args:
        inputs: files and folders.
        out: the output folder; made where it is missing.
        settings: defaults where None.
        overwrite: discards what an earlier run left in `out`.
        progress: is told how far it is.
        should_stop: asked before each shard; once true, the shards in hand are finished and the run ends unfinished.
        in_process: does the shards in this process, one after the other. An article that kills or hangs then takes the
            run with it; for tests and debuggers.

    Raises:
        UsageError: inputs, model or settings cannot be used.
        OutputError: the folder cannot be written, or holds another run.
    """
    settings = Settings() if settings is None else settings
    progress = Silent() if progress is None else progress
    started = perf_counter()
    check_apart(inputs, out)
    engine = choose_engine(inputs, settings, in_process=in_process)  # a missing input is told before anything is written
    identity = Identity.of(settings)
    if settings.kb is not None:
        read_knowledge_base(Path(settings.kb))  # so is a knowledge base that cannot be used
    prepare(out, identity, overwrite=overwrite)
    summary = Summary(out)
    write_manifest(summary, identity, settings, [])
    results: dict[int, ShardResult] = {}
    is_stopped = False

    def stopping() -> bool:
        nonlocal is_stopped
        is_stopped = is_stopped or should_stop()
        return is_stopped

    for result, is_old in engine.run(Job(out, settings, identity.metadata()), progress.advance, stopping):
        results[result.number] = result
        summary.add(result, is_old=is_old)
        progress.quarantine(len(result.quarantine))
    if not is_stopped:
        check_no_more(out, len(results))
        discard_unfinished(out)
    write_lines(out / QUARANTINE, (dataclasses.asdict(fault) for number in sorted(results) for fault in results[number].quarantine))
    summary.elapsed = perf_counter() - started
    summary.is_finished = not is_stopped
    write_manifest(summary, identity, settings, hash_inputs(inputs))
    return summary


def check_apart(inputs: Iterable[Path], out: Path) -> None:
    """Checks that a run will not read what it writes.

    Raises:
        UsageError: the output folder lies in an input folder.
    """
    for each in inputs:
        if each.is_dir() and is_below(out, each):
            raise UsageError(f"the output folder {out} lies inside of the input {each}; choose one outside of it")


def prepare(out: Path, identity: Identity, *, overwrite: bool) -> None:
    """Makes the output folder ready for a run.

    Raises:
        OutputError: it cannot be written, or holds the output of another version, model or configuration.
    """
    try:
        if not is_remote(out):
            out.mkdir(parents=True, exist_ok=True)
        if overwrite:
            _discard(out)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}") from error
    if not is_remote(out) and not os.access(out, os.W_OK):
        raise OutputError(f"cannot write {out}: permission denied")
    manifest = read_manifest(out)
    if manifest is None:
        if any((out / table).exists() for table in TABLES):
            raise OutputError(f"{out} holds tables but no {MANIFEST}; choose another folder or give --overwrite")
        return
    changed = [name for name, value in identity.as_dict().items() if manifest.get(name) != value]
    if changed:
        raise OutputError(f"{out} holds a run with another {' and '.join(changed)}; choose another folder or give --overwrite")


def _discard(out: Path) -> None:
    """Removes what a run writes, and nothing else."""
    if is_remote(out):
        for name in (MARKERS, *TABLES, QUARANTINE, MANIFEST):
            remove(out / name)
        return
    for name in (*TABLES, MARKERS):
        shutil.rmtree(out / name, ignore_errors=True)
    for name in (QUARANTINE, MANIFEST):
        (out / name).unlink(missing_ok=True)
