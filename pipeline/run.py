"""A run: shards of the input, done by workers, with resume, quarantine and manifest."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar

from pipeline.config import Settings
from pipeline.errors import OutputError, UsageError
from pipeline.extract.knowledge import read_knowledge_base
from pipeline.ingest import read_records
from pipeline.manifest import Identity, Summary, hash_inputs, write_manifest
from pipeline.schema import TABLES
from pipeline.shards import MARKERS, Shard, ShardResult, check_no_more, finished, plan_shards, process_shard
from pipeline.store import MANIFEST, QUARANTINE, discard_unfinished, read_manifest, write_lines
from pipeline.workers import Job, Pool

_T = TypeVar("_T")


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
    records = peek(read_records(inputs, settings))  # a missing input is told before anything is written
    identity = Identity.of(settings)
    if settings.kb is not None:
        read_knowledge_base(Path(settings.kb))  # so is a knowledge base that cannot be used
    prepare(out, identity, overwrite=overwrite)
    summary = Summary(out)
    write_manifest(summary, identity, settings, [])
    results: dict[int, ShardResult] = {}

    def todo() -> Iterator[Shard]:
        for shard in plan_shards(records, settings.shard_size):
            old = finished(out, shard)
            if old is None:
                yield shard
            else:
                results[shard.number] = old
                summary.add(old, is_old=True)
                progress.advance(old.n_records)
                progress.quarantine(len(old.quarantine))

    is_stopped = False

    def stopping() -> bool:
        nonlocal is_stopped
        is_stopped = is_stopped or should_stop()
        return is_stopped

    for result in _process(todo(), Job(out, settings, identity.metadata()), progress, stopping, in_process=in_process):
        results[result.number] = result
        summary.add(result, is_old=False)
        progress.quarantine(len(result.quarantine))
    if not is_stopped:
        check_no_more(out, len(results))
        discard_unfinished(out)
    write_lines(out / QUARANTINE, (dataclasses.asdict(fault) for number in sorted(results) for fault in results[number].quarantine))
    summary.elapsed = perf_counter() - started
    summary.is_finished = not is_stopped
    write_manifest(summary, identity, settings, hash_inputs(inputs))
    return summary


def peek(items: Iterable[_T]) -> Iterator[_T]:
    """The same items; the first is taken now, so that an error in the beginning is raised here."""
    iterator = iter(items)
    return chain(list(islice(iterator, 1)), iterator)


def check_apart(inputs: Iterable[Path], out: Path) -> None:
    """Checks that a run will not read what it writes.

    Raises:
        UsageError: the output folder lies in an input folder.
    """
    real = out.resolve()
    for each in inputs:
        if each.is_dir() and real.is_relative_to(each.resolve()):
            raise UsageError(f"the output folder {out} lies inside of the input {each}; choose one outside of it")


def prepare(out: Path, identity: Identity, *, overwrite: bool) -> None:
    """Makes the output folder ready for a run.

    Raises:
        OutputError: it cannot be written, or holds the output of another version, model or configuration.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        if overwrite:
            _discard(out)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}") from error
    if not os.access(out, os.W_OK):
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
    for name in (*TABLES, MARKERS):
        shutil.rmtree(out / name, ignore_errors=True)
    for name in (QUARANTINE, MANIFEST):
        (out / name).unlink(missing_ok=True)


def _process(
    shards: Iterator[Shard], job: Job, progress: Progress, should_stop: Callable[[], bool], *, in_process: bool
) -> Iterator[ShardResult]:
    """Runs shards in workers, or here."""
    if in_process:
        yield from _process_here(shards, job, progress, should_stop)
        return
    size = job.settings.workers or os.cpu_count() or 1
    first = list(islice(shards, size))  # no more workers than shards; none at all where all is done
    if first:
        yield from Pool(job, len(first)).run(chain(first, shards), progress.advance, should_stop)


def _process_here(shards: Iterator[Shard], job: Job, progress: Progress, should_stop: Callable[[], bool]) -> Iterator[ShardResult]:
    from pipeline.extractor import Extractor  # only here is the model loaded into this process

    extractor: Extractor | None = None
    for shard in shards:
        if should_stop():
            return
        extractor = extractor or Extractor(job.settings)
        yield process_shard(shard, job.out, extractor, job.metadata, progress.advance)
