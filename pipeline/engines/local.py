"""The engine of one machine: this process reads, worker processes extract."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from pipeline.config import Settings
from pipeline.engines.engine import Done
from pipeline.extractor import Extractor
from pipeline.ingest import read_records
from pipeline.shards import Shard, ShardResult, finished, plan_shards, process_shard
from pipeline.workers import Job, Pool

_T = TypeVar("_T")


class Local:
    """Does shards in worker processes.

    Args:
        inputs: files and folders.
        settings: of the run.
        in_process: does the shards in this process, one after the other. An article that kills or hangs then takes the run with
            it; for tests and debuggers.

    Raises:
        UsageError: an input is missing, or settings cannot be used.
    """

    def __init__(self, inputs: Sequence[Path], settings: Settings, *, in_process: bool = False) -> None:
        self._records = peek(read_records(inputs, settings))
        self._in_process = in_process

    def run(self, job: Job, on_records: Callable[[int], None], should_stop: Callable[[], bool]) -> Iterator[Done]:
        """Does every shard that the output does not hold yet; see `Engine.run`."""
        old: deque[Done] = deque()

        def todo() -> Iterator[Shard]:
            for shard in plan_shards(self._records, job.settings.shard_size):
                result = finished(job.out, shard)
                if result is None:
                    yield shard
                else:
                    old.append(Done(result, is_old=True))
                    on_records(result.n_records)

        process = _process_here if self._in_process else _process
        for result in process(todo(), job, on_records, should_stop):
            yield from _drain(old)
            yield Done(result, is_old=False)
        yield from _drain(old)


def _drain(old: deque[Done]) -> Iterator[Done]:
    while old:
        yield old.popleft()


def peek(items: Iterable[_T]) -> Iterator[_T]:
    """The same items; the first is taken now, so that an error in the beginning is raised here."""
    iterator = iter(items)
    return chain(list(islice(iterator, 1)), iterator)


def _process(
    shards: Iterator[Shard], job: Job, on_records: Callable[[int], None], should_stop: Callable[[], bool]
) -> Iterator[ShardResult]:
    size = job.settings.workers or os.cpu_count() or 1
    first = list(islice(shards, size))  # no more workers than shards; none at all where all is done
    if first:
        yield from Pool(job, len(first)).run(chain(first, shards), on_records, should_stop)


def _process_here(
    shards: Iterator[Shard], job: Job, on_records: Callable[[int], None], should_stop: Callable[[], bool]
) -> Iterator[ShardResult]:
    extractor: Extractor | None = None
    for shard in shards:
        if should_stop():
            return
        extractor = extractor or Extractor(job.settings)
        yield process_shard(shard, job.out, extractor, job.metadata, on_records)
