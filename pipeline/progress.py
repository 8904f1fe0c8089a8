"""Tells a person how far a run is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

LINE_SECONDS = 10.0
"""Seconds between two plain lines."""


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f} articles/s", style="progress.data.speed")


class Bar:
    """A bar with rate and time left.

    Args:
        console: a terminal.
    """

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
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

    def quarantine(self, n_records: int) -> None:
        """So many more records went to quarantine."""
        self._quarantined += n_records
        self._progress.update(self._task, quarantined=self._quarantined)


class Lines:
    """Plain lines, one every `LINE_SECONDS`.

    Args:
        say: prints a line.
        clock: gives seconds.
    """

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = monotonic) -> None:
        self._say = say
        self._clock = clock
        self._started = self._last = clock()
        self._done = self._quarantined = 0
        self._total: int | None = None

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def expect(self, n_records: int) -> None:
        """Says how many records there are in all."""
        self._total = n_records

    def advance(self, n_records: int) -> None:
        """So many more records are finished; prints a line when it is time."""
        self._done += n_records
        now = self._clock()
        if now - self._last < LINE_SECONDS:
            return
        self._last = now
        rate = self._done / (now - self._started)
        of, left = "", ""
        if self._total is not None:
            of = f" of {self._total:,}"
            left = f", {_clock_text((self._total - self._done) / rate)} left" if rate else ""
        self._say(f"{self._done:,}{of} articles, {rate:.1f}/s{left}, {self._quarantined:,} quarantined")

    def quarantine(self, n_records: int) -> None:
        """So many more records went to quarantine."""
        self._quarantined += n_records


def _clock_text(seconds: float) -> str:
    whole = max(0, round(seconds))
    return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
