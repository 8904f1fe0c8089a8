"""A run: shards of the input, done by workers, with resume, quarantine and manifest."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Thread

from pipeline.append import Base, read_base
from pipeline.config import Settings
from pipeline.engines import Engine, choose_engine
from pipeline.errors import OnrecordError, OutputError, UsageError
from pipeline.extract.knowledge import read_knowledge_base
from pipeline.ingest import count_records
from pipeline.journal import Journal, Progress
from pipeline.lock import hold
from pipeline.manifest import Identity, Summary, hash_inputs
from pipeline.schema import TABLES
from pipeline.shards import MARKERS, ShardResult, check_no_more, discard_uncommitted
from pipeline.storage import is_below, is_remote, remove
from pipeline.store import MANIFEST, QUARANTINE, discard_unfinished, read_manifest, write_lines
from pipeline.workers import Job


def extract(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings | None = None,
    *,
    overwrite: bool = False,
    append: bool = False,
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
        append: keeps what earlier runs finished and adds the records that they did not have, in shards of their own.
        progress: is told how far it is.
        should_stop: asked before each shard; once true, the shards in hand are finished and the run ends unfinished.
        in_process: does the shards in this process, one after the other. An article that kills or hangs then takes the
            run with it; for tests and debuggers.

    Raises:
        UsageError: inputs, model or settings cannot be used.
        OutputError: the folder cannot be written, is in use, or holds another run.
    """
    settings = Settings() if settings is None else settings
    if overwrite and append:
        raise UsageError("a run cannot both overwrite and append; choose one")
    check_apart(inputs, out)
    engine = choose_engine(inputs, settings, in_process=in_process)  # a missing input is told before anything is written
    identity = Identity.of(settings)
    if settings.kb is not None:
        read_knowledge_base(Path(settings.kb))  # so is a knowledge base that cannot be used
    make_folder(out)
    with hold(out):
        prepare(out, identity, settings, overwrite=overwrite)
        base = read_base(out) if append else None
        summary = Summary(out)
        journal = Journal(summary, identity, settings, progress or Progress(), _appended(out, summary, base))
        journal.start(out, settings)
        if not in_process and settings.engine == "local":
            Thread(target=_count, args=(inputs, settings, journal), daemon=True).start()
        job = Job(out, settings, identity.metadata())
        is_through = _work(engine, job, base, journal, should_stop)
        if is_through and base is not None:
            summary.n_missing = base.n_missing
        journal.finish(hash_inputs(inputs), is_finished=is_through)
    return summary


def _appended(out: Path, summary: Summary, base: Base | None) -> list[dict[str, object]]:
    """Writes down that a run appends to earlier ones, and gives the inputs of those."""
    manifest = read_manifest(out) if base is not None else None
    if base is None or manifest is None:
        return []
    summary.generations = [*(number for number in manifest.get("generations", [0]) if number < base.next_number), base.next_number]
    inputs: list[dict[str, object]] = manifest.get("inputs", [])
    return inputs


def _count(inputs: Sequence[Path], settings: Settings, journal: Journal) -> None:
    """Counts the records beside the run, so that the time left can be told; reading costs a hundredth of parsing."""
    try:
        n_records = count_records(inputs, settings)
    except OnrecordError:
        return  # the run itself meets the same error and says so
    if n_records is not None:
        journal.expect(n_records)


def _work(engine: Engine, job: Job, base: Base | None, journal: Journal, should_stop: Callable[[], bool]) -> bool:
    """Does what there is to do, and leaves the quarantine and no part of a shard that is not finished.

    Returns:
        Whether all is done; False where it was stopped.
    """
    results: dict[int, ShardResult] = {}
    is_stopped = False

    def stopping() -> bool:
        nonlocal is_stopped
        is_stopped = is_stopped or should_stop()
        return is_stopped

    for result, is_old in engine.run(job, journal, stopping, base):
        results[result.number] = result
        journal.commit(result, is_old=is_old)
    if not is_stopped:
        if base is None:
            check_no_more(job.out, len(results))
        discard_uncommitted(job.out, results)
        discard_unfinished(job.out)
    write_lines(
        job.out / QUARANTINE, (dataclasses.asdict(fault) for number in sorted(results) for fault in results[number].quarantine)
    )
    return not is_stopped


def check_apart(inputs: Iterable[Path], out: Path) -> None:
    """Checks that a run will not read what it writes.

    Raises:
        UsageError: the output folder lies in an input folder.
    """
    for each in inputs:
        if each.is_dir() and is_below(out, each):
            raise UsageError(f"the output folder {out} lies inside of the input {each}; choose one outside of it")


def make_folder(out: Path) -> None:
    """Makes the output folder where it is missing; an object store needs none.

    Raises:
        OutputError: it cannot be made or written.
    """
    if is_remote(out):
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}") from error
    if not os.access(out, os.W_OK):
        is_read_only = bool(os.statvfs(out).f_flag & os.ST_RDONLY)
        raise OutputError(f"cannot write {out}: {'read-only file system' if is_read_only else 'permission denied'}")


def prepare(out: Path, identity: Identity, settings: Settings, *, overwrite: bool) -> None:
    """Makes the output folder ready for a run.

    Args:
        out: the output folder.
        identity: of the run.
        settings: of the run, to tell which of them the run that the folder holds had not.
        overwrite: whether what the folder holds is discarded.

    Raises:
        OutputError: it cannot be written, or holds the output of another version, model or configuration.
    """
    try:
        if overwrite:
            _discard(out)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}") from error
    manifest = read_manifest(out)
    if manifest is None:
        if any((out / table).exists() for table in TABLES):
            raise OutputError(f"{out} holds tables but no {MANIFEST}; choose another folder or give --overwrite")
        return
    changed = [name for name, value in identity.as_dict().items() if manifest.get(name) != value]
    if changed:
        differing = settings.differing(manifest.get("config")) if "config_hash" in changed else []
        which = f" ({', '.join(differing)})" if differing else ""
        raise OutputError(
            f"{out} holds a run with another {' and '.join(changed)}{which}; choose another folder or give --overwrite"
        )


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
