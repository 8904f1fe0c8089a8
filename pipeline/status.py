"""How far a run is: told from what it has written, whether it goes on, has ended or was killed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.lock import Holder, find_holder
from pipeline.progress import clock_text
from pipeline.shards import committed
from pipeline.store import MANIFEST, read_run


class State(StrEnum):
    """Whether a run goes on."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How far a run is.

    Attributes:
        state: `stopped` where no process holds the run and it is not finished: it was killed or interrupted.
        holder: the process that runs it; None where there is none.
        n_done: records that are finished; of a run that goes on also those of shards in hand.
        n_expected: records of the input; None where it was not counted.
        per_second: records a second that this run did itself; None where that is not known.
        seconds_left: at that rate; None where there is no rate or no end.
        seconds_since: since the run last wrote down how far it is.
        n_shards: committed.
        rows: in committed shards, by table.
        quarantined: in committed shards, by reason.
        seconds_per_stage: in committed shards, added over workers.
    """

    out: str
    state: State
    holder: Holder | None
    n_done: int
    n_expected: int | None
    per_second: float | None
    seconds_left: float | None
    seconds_since: float
    n_shards: int
    rows: dict[str, int]
    quarantined: dict[str, int]
    seconds_per_stage: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """The status as JSON holds it."""
        return {**asdict(self), "holder": self.holder and self.holder._asdict()}

    def lines(self) -> Iterator[str]:
        """The status as text."""
        who = f", process {self.holder.pid} on {self.holder.host}" if self.holder else ""
        yield f"{self.out}: {self.state}{who}"
        of = f" of {self.n_expected:,}" if self.n_expected is not None else ""
        rate = f", {self.per_second:.1f}/s" if self.per_second is not None else ""
        left = f", {clock_text(self.seconds_left)} left" if self.seconds_left is not None else ""
        yield f"  records      {self.n_done:,}{of} done{rate}{left}"
        yield f"  shards       {self.n_shards:,} committed"
        yield f"  rows         {', '.join(f'{n:,} {table}' for table, n in self.rows.items()) or 'none'}"
        yield f"  quarantined  {', '.join(f'{n:,} {reason}' for reason, n in self.quarantined.items()) or 'none'}"
        stages = sorted(self.seconds_per_stage.items(), key=lambda item: -item[1])
        yield f"  seconds      {', '.join(f'{name} {spent:.1f}' for name, spent in stages) or 'none'}"
        if self.state == State.RUNNING:
            yield f"  last word    {self.seconds_since:.0f} s ago"
        if self.state == State.STOPPED:
            yield "  run the same onrecord extract again, and it goes on from there"


def read_status(out: Path) -> Status:
    """Reads how far the run in a folder is.

    Args:
        out: the output folder.

    Raises:
        OutputError: it holds no run.
    """
    holder = find_holder(out)  # before the manifest is read, which a run that ends writes first
    manifest = read_run(out)
    is_finished = manifest.get("is_finished") is True
    state = State.RUNNING if holder else State.FINISHED if is_finished else State.STOPPED
    rows: Counter[str] = Counter()
    quarantined: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    n_records = n_shards = 0
    for result in committed(out):
        n_shards += 1
        n_records += result.n_records
        rows.update(result.rows)
        quarantined.update(fault.reason for fault in result.quarantine)
        seconds.update(result.seconds)
    n_done = max(n_records, manifest.get("n_done", 0)) if state == State.RUNNING else n_records
    n_expected = manifest.get("n_expected")
    elapsed, n_new = manifest.get("elapsed_seconds", 0.0), manifest.get("n_done", 0) - manifest.get("n_skipped", 0)
    rate = n_new / elapsed if elapsed and n_new > 0 else None
    left = (n_expected - n_done) / rate if rate and n_expected is not None and state == State.RUNNING else None
    return Status(
        out=str(out),
        state=state,
        holder=holder,
        n_done=n_done,
        n_expected=n_expected,
        per_second=rate,
        seconds_left=left,
        seconds_since=max(0.0, time.time() - (out / MANIFEST).stat().st_mtime),
        n_shards=n_shards,
        rows=dict(rows),
        quarantined=dict(sorted(quarantined.items())),
        seconds_per_stage={name: round(spent, 3) for name, spent in seconds.items()},
    )
