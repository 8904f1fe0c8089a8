"""The engine of one machine: this process reads, worker processes extract."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from pipeline.append import Base, only_new
from pipeline.config import Settings
from pipeline.engines.engine import Done
from pipeline.ingest.fields import FieldMap
from pipeline.ingest.records import finish, read_items
from pipeline.journal import Progress
from pipeline.page_workers import find_articles
from pipeline.shards import Item, Shard, ShardResult, finished, plan_shards, process_shard
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
        self._items = peek(read_items(inputs, settings))
        self._in_process = in_process

    def run(self, job: Job, progress: Progress, should_stop: Callable[[], bool], base: Base | None = None) -> Iterator[Done]:
        """Does every shard that the output does not hold yet; see `Engine.run`."""
        old: deque[Done] = deque()
        process = _process_here if self._in_process else _process
        n_ahead = 1 if self._in_process else job.settings.n_workers
        with closing(self._articles(job, progress)) as records:
            if base is None:
                shards = _unfinished(records, job, old)
            else:
                old.extend(Done(result, is_old=True) for result in base.results)
                shards = plan_shards(only_new(records, base), job.settings.shard_size, base.next_number)
            first = list(islice(shards, n_ahead))
            yield from _drain(old)  # before work begins, so that it is told at once how much is left
            if first:  # else all is done, and no model is loaded
                for result in process(first, shards, job, progress, should_stop):
                    yield from _drain(old)
                    yield Done(result, is_old=False)
                yield from _drain(old)

    def _articles(self, job: Job, progress: Progress) -> Generator[Item]:
        """The articles and faults of the input; those of pages are found in processes of their own, unless all is done here."""
        if self._in_process:
            fields = FieldMap(job.settings.fields)
            yield from (finish(name, item, fields, job.settings) for name, item in self._items)
        else:
            yield from find_articles(self._items, job, progress.replace)


def _unfinished(records: Iterable[Item], job: Job, old: deque[Done]) -> Iterator[Shard]:
    """The shards of the input that no earlier run finished; the others are put with `old`."""
    for shard in plan_shards(records, job.settings.shard_size):
        result = finished(job.out, shard)
        if result is None:
            yield shard
        else:
            old.append(Done(result, is_old=True))


def _drain(old: deque[Done]) -> Iterator[Done]:
    while old:
        yield old.popleft()


def peek(items: Iterable[_T]) -> Iterator[_T]:
    """The same items; the first is taken now, so that an error in the beginning is raised here."""
    iterator = iter(items)
    return chain(list(islice(iterator, 1)), iterator)


def _process(
    first: Sequence[Shard], more: Iterator[Shard], job: Job, progress: Progress, should_stop: Callable[[], bool]
) -> Iterator[ShardResult]:
    pool: Pool[Shard, ShardResult] = Pool(job, len(first))  # no more workers than shards
    yield from pool.run(chain(first, more), progress.advance, should_stop, progress.replace)


def _process_here(
    first: Sequence[Shard], more: Iterator[Shard], job: Job, progress: Progress, should_stop: Callable[[], bool]
) -> Iterator[ShardResult]:
    from pipeline.extractor import Extractor  # only here is the model loaded into this process

    extractor: Extractor | None = None
    for shard in chain(first, more):
        if should_stop():
            return
        extractor = extractor or Extractor(job.settings)
        yield process_shard(shard, job.out, extractor, job.metadata, progress.advance)
