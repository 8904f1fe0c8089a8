"""What is told of a run while it goes on: to whoever watches, and to the manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from pipeline.config import Settings
from pipeline.manifest import Identity, Summary, write_manifest
from pipeline.shards import ShardResult

WRITE_SECONDS = 5.0
"""Seconds between two writings of the manifest of a run that goes on."""


@dataclass(frozen=True, slots=True)
class Death:
    """A worker process that ended before its time and was replaced.

    Attributes:
        shard: that it had in hand; None where it looked for the articles of pages.
        article: id of the article that it had in hand, where that is known.
        is_overdue: whether it was ended because it said nothing for too long.
    """

    pid: int | None
    shard: int | None
    article: str | None
    is_overdue: bool


class Progress:
    """Is told how a run goes, and says nothing. Every method may be called often and must be cheap."""

    def start(self, out: Path, settings: Settings) -> None:
        """The run begins."""

    def expect(self, n_records: int) -> None:
        """So many records there are in all. Called from a thread of its own."""

    def advance(self, n_records: int) -> None:
        """So many more records are finished; fewer than none where a worker died with its shard."""

    def commit(self, result: ShardResult, *, is_old: bool) -> None:
        """A shard is committed, or was by an earlier run."""

    def replace(self, death: Death) -> None:
        """A worker was replaced."""

    def stop(self) -> None:
        """An interrupt came: the run ends after the shards in hand."""

    def end(self, summary: Summary) -> None:
        """The run has ended, finished or interrupted."""


class Journal(Progress):
    """Counts what is told, keeps `run.json` up to date, and passes on.

    Args:
        summary: is changed.
        identity: of the run.
        settings: of the run.
        watcher: is told everything, too.
        inputs: of earlier runs, as the manifest holds them.
        clock: gives seconds.
    """

    def __init__(
        self,
        summary: Summary,
        identity: Identity,
        settings: Settings,
        watcher: Progress,
        inputs: Sequence[dict[str, Any]] = (),
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._summary = summary
        self._identity = identity
        self._settings = settings
        self._watcher = watcher
        self._inputs = list(inputs)
        self._clock = clock
        self._started = self._written = clock()

    def start(self, out: Path, settings: Settings) -> None:
        """Writes the manifest of a run that has done nothing."""
        self._write()
        self._watcher.start(out, settings)

    def expect(self, n_records: int) -> None:
        """Keeps the number for the next writing."""
        self._summary.n_expected = n_records
        self._watcher.expect(n_records)

    def advance(self, n_records: int) -> None:
        """Counts, and writes where it is time."""
        self._summary.n_done += n_records
        self._watcher.advance(n_records)
        self._write_in_time()

    def commit(self, result: ShardResult, *, is_old: bool) -> None:
        """Counts a shard in, and writes where it is time."""
        if is_old:
            self.advance(result.n_records)
        self._summary.add(result, is_old=is_old)
        self._watcher.commit(result, is_old=is_old)
        self._write_in_time()

    def replace(self, death: Death) -> None:
        """Passes it on."""
        self._watcher.replace(death)

    def finish(self, inputs: Sequence[dict[str, Any]], *, is_finished: bool) -> None:
        """Writes the manifest of a run that has ended.

        Args:
            inputs: of this run; those of earlier ones that are not among them stay.
            is_finished: whether every record of the input is done.
        """
        self._inputs = list({each["path"]: each for each in (*self._inputs, *inputs)}.values())
        self._summary.is_finished = is_finished
        self._summary.n_done = self._summary.n_records
        if is_finished:
            self._summary.n_expected = self._summary.n_records
        self._write()
        self._watcher.end(self._summary)

    def _write_in_time(self) -> None:
        if self._clock() - self._written >= WRITE_SECONDS:
            self._write()

    def _write(self) -> None:
        self._written = self._clock()
        self._summary.elapsed = self._written - self._started
        write_manifest(self._summary, self._identity, self._settings, self._inputs)
