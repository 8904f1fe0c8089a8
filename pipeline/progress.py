"""Tells how far a run is: a bar on a terminal, plain lines elsewhere, JSON for machines."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress
from rich.text import Text

from pipeline.config import Settings
from pipeline.journal import Death, Progress
from pipeline.manifest import Summary, code_version
from pipeline.shards import ShardResult

LINE_SECONDS = 10.0
"""Seconds between two lines that tell how far a run is."""

STOPPING = "stopping after the shards in hand; interrupt again to stop at once"


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f} articles/s", style="progress.data.speed")


class Bar(Progress):
    """A bar with rate and time left.

    Args:
        console: a terminal.
    """

    def __init__(self, console: Console) -> None:
        self._progress = RichProgress(
            TextColumn("extracting"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[quarantined]} quarantined"),
            console=console,
        )
        self._task = self._progress.add_task("", total=None, quarantined=0)
        self._quarantined = 0

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def expect(self, n_records: int) -> None:
        """Says how many records there are in all."""
        self._progress.update(self._task, total=n_records)

    def advance(self, n_records: int) -> None:
        """So many more records are finished."""
        self._progress.update(self._task, advance=n_records)

    def commit(self, result: ShardResult, *, is_old: bool) -> None:
        """Counts the quarantined."""
        self._quarantined += len(result.quarantine)
        self._progress.update(self._task, quarantined=self._quarantined)

    def replace(self, death: Death) -> None:
        """Prints a line above the bar."""
        self._progress.console.print(death_text(death), highlight=False)

    def stop(self) -> None:
        """Prints a line above the bar."""
        self._progress.console.print(STOPPING, highlight=False)


class _Timed(Progress):
    """Counts, and tells every `LINE_SECONDS`.

    Args:
        clock: gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._started = self._last = clock()
        self._done = self._skipped = self._quarantined = 0
        self._total: int | None = None

    def expect(self, n_records: int) -> None:
        """Says how many records there are in all."""
        self._total = n_records

    def advance(self, n_records: int) -> None:
        """So many more records are finished; tells when it is time."""
        self._done += n_records
        now = self._clock()
        if now - self._last < LINE_SECONDS:
            return
        self._last = now
        rate = (self._done - self._skipped) / (now - self._started)
        left = (self._total - self._done) / rate if self._total is not None and rate else None
        self._tell(rate, left)

    def commit(self, result: ShardResult, *, is_old: bool) -> None:
        """Counts the quarantined, and what an earlier run did, which is no work of this one."""
        self._quarantined += len(result.quarantine)
        self._skipped += result.n_records if is_old else 0

    def _tell(self, rate: float, left: float | None) -> None:
        raise NotImplementedError


class Lines(_Timed):
    """Plain lines, one every `LINE_SECONDS`.

    Args:
        say: prints a line.
        clock: gives seconds.
    """

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = monotonic) -> None:
        super().__init__(clock)
        self._say = say

    def replace(self, death: Death) -> None:
        """Says so at once."""
        self._say(death_text(death))

    def stop(self) -> None:
        """Says so at once."""
        self._say(STOPPING)

    def _tell(self, rate: float, left: float | None) -> None:
        of = "" if self._total is None else f" of {self._total:,}"
        more = "" if left is None else f", {clock_text(left)} left"
        self._say(f"{self._done:,}{of} articles, {rate:.1f}/s{more}, {self._quarantined:,} quarantined")


class JsonLines(_Timed):
    """One JSON object a line: what happened and when, for the systems that watch runs.

    Events: start, progress (every `LINE_SECONDS`), shard, quarantine (one a record), worker, stopping, end, error. What earlier
    runs finished is told by one event, `resumed`, with the next progress, when the first new shard is committed, or at the end.

    Args:
        say: prints a line.
        clock: gives seconds.
    """

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = monotonic) -> None:
        super().__init__(clock)
        self._say = say
        self._old_shards = 0

    def write(self, event: str, **values: Any) -> None:
        """Prints an event, with the time in UTC."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        self._say(json.dumps({"time": now, "event": event, **values}, ensure_ascii=False, default=str))

    def start(self, out: Path, settings: Settings) -> None:
        """The event `start`."""
        self.write("start", out=out, version=code_version(), config=settings.as_dict())

    def commit(self, result: ShardResult, *, is_old: bool) -> None:
        """The events `shard` and `quarantine`."""
        super().commit(result, is_old=is_old)
        if is_old:
            self._old_shards += 1
            return
        self._tell_old()
        self.write(
            "shard", number=result.number, n_records=result.n_records, rows=result.rows, n_quarantined=len(result.quarantine)
        )
        for fault in result.quarantine:
            self.write("quarantine", shard=result.number, **asdict(fault))

    def replace(self, death: Death) -> None:
        """The event `worker`."""
        self.write("worker", what="replaced", **asdict(death))

    def stop(self) -> None:
        """The event `stopping`."""
        self.write("stopping")

    def end(self, summary: Summary) -> None:
        """The event `end`."""
        self._tell_old()
        self.write(
            "end",
            is_finished=summary.is_finished,
            n_records=summary.n_records,
            n_skipped=summary.n_skipped,
            n_missing=summary.n_missing,
            rows=dict(summary.rows),
            quarantined=dict(summary.quarantined),
            elapsed_seconds=round(summary.elapsed, 3),
        )

    def _tell_old(self) -> None:
        if self._old_shards:
            self.write("resumed", n_shards=self._old_shards, n_records=self._skipped)
            self._old_shards = 0

    def _tell(self, rate: float, left: float | None) -> None:
        self._tell_old()
        self.write(
            "progress",
            n_done=self._done,
            n_expected=self._total,
            per_second=round(rate, 2),
            seconds_left=None if left is None else round(left),
            n_quarantined=self._quarantined,
        )


def death_text(death: Death) -> str:
    """The line that tells of a worker's death."""
    how = "was silent for too long and was ended" if death.is_overdue else "died"
    what = "a page" if death.shard is None else f"shard {death.shard}"
    return f"worker {death.pid} {how} on {what}; another takes its place"


def clock_text(seconds: float) -> str:
    """Hours, minutes and seconds."""
    whole = max(0, round(seconds))
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
