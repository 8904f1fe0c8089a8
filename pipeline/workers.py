"""Our own pool of worker processes, shard by shard.

`multiprocessing.Pool` and `nlp.pipe(n_process=…)` wait for ever for a worker that was killed; here a death is seen at
once, the worker is replaced, and its shard is tried again. A shard that kills its worker twice is done article by
article in a watched worker, so that the article that kills is known and alone goes to quarantine.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from pipeline.article import SourceArticle
from pipeline.config import Settings
from pipeline.errors import OnrecordError, OutputError
from pipeline.extractor import Extractor
from pipeline.shards import Shard, ShardResult, process_shard

BLAS_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")

MAX_DEATHS = 20
"""Deaths in a row without a finished shard after which the pool gives up: the machine, not an article, is at fault."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a run needs to know."""

    out: Path
    settings: Settings
    metadata: dict[str, str]


@dataclass(slots=True)
class _Task:
    shard: Shard
    deaths: int = 0

    @property
    def is_watched(self) -> bool:
        return self.deaths >= 2


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    task: _Task | None = None
    article: str | None = None
    """The article in hand, where the task is watched."""


@dataclass(slots=True)
class Pool:
    """Worker processes that run shards.

    Args:
        job: what they all share.
        size: number of processes.
    """

    job: Job
    size: int
    _workers: list[_Worker] = field(default_factory=list)
    _is_stopping: bool = False

    def run(
        self, shards: Iterable[Shard], on_batch: Callable[[int], None], should_stop: Callable[[], bool]
    ) -> Iterator[ShardResult]:
        """Runs shards until there are none or `should_stop()`; then finishes those in hand.

        Args:
            shards: taken one at a time, as workers fall idle.
            on_batch: called with numbers of finished records.
            should_stop: asked before a shard is handed out.

        Yields:
            Results, in the order in which shards finish.

        Raises:
            OnrecordError: a worker met an error that would meet every shard (the output cannot be written, the model
                cannot be loaded).
        """
        todo = iter(shards)
        again: deque[_Task] = deque()
        deaths = 0
        for name in BLAS_THREADS:  # a spawned worker inherits them before it imports numpy
            os.environ.setdefault(name, "1")
        try:
            self._workers = [self._start() for _ in range(self.size)]
            while True:
                self._hand_out(todo, again, should_stop)
                busy = [worker for worker in self._workers if worker.task is not None]
                if not busy:
                    return
                for worker in self._ready(busy):
                    message = _receive(worker)
                    if message is None:
                        deaths += 1
                        if deaths > MAX_DEATHS:
                            raise OutputError(f"{deaths} worker processes died in a row; is the machine out of memory?")
                        again.append(_after_death(worker))
                        self._replace(worker)
                    elif isinstance(message, ShardResult):
                        deaths = 0
                        worker.task = None
                        yield message
                    elif isinstance(message, OnrecordError):
                        raise message
                    elif isinstance(message, str):
                        worker.article = message
                    else:
                        worker.article = None
                        on_batch(message)
        finally:
            self._close()

    def _hand_out(self, todo: Iterator[Shard], again: deque[_Task], should_stop: Callable[[], bool]) -> None:
        for worker in self._workers:
            if worker.task is not None:
                continue
            if again:
                task = again.popleft()
            elif self._is_stopping or (shard := next(todo, None)) is None:
                continue
            elif should_stop():  # asked only while there is something to do: a run that is through was not interrupted
                self._is_stopping = True
                continue
            else:
                task = _Task(shard)
            worker.task, worker.article = task, None
            try:
                worker.connection.send((task.shard, task.is_watched))
            except OSError:
                continue  # it died while idle: the closed pipe is seen next, as any other death

    @staticmethod
    def _ready(busy: list[_Worker]) -> list[_Worker]:
        handles = wait([worker.connection for worker in busy], timeout=1.0)
        return [worker for worker in busy if worker.connection in handles]

    def _start(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.job), daemon=True)
        resource_tracker.ensure_running()  # else the first start would run it, and let interrupts through again
        with _no_interrupts():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _replace(self, dead: _Worker) -> None:
        dead.connection.close()
        dead.process.join(timeout=5)
        self._workers[self._workers.index(dead)] = self._start()

    def _close(self) -> None:
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            if worker.task is not None:
                worker.process.kill()
            worker.process.join(timeout=10)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Holds Ctrl-C back. A process started meanwhile never gets it: the parent decides what stops."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _receive(worker: _Worker) -> Any:
    """The next message, or None where the worker died."""
    try:
        return worker.connection.recv()
    except (EOFError, OSError):
        return None


def _after_death(worker: _Worker) -> _Task:
    """The task of a worker that died, as it is to be tried again."""
    assert worker.task is not None
    task = worker.task
    if task.is_watched and worker.article is not None:
        return _Task(replace(task.shard, killers=task.shard.killers | {worker.article}), deaths=1)
    return _Task(task.shard, task.deaths + 1)


def serve(connection: Connection, job: Job) -> None:
    """The main function of a worker process: takes shards until the pipe closes.

    Sends numbers of finished records, in a watched task the id of each article before it is begun, and the result of
    each shard; or the error that would meet every shard.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held back when the process was started
    try:
        extractor = Extractor(job.settings)
        watched: Extractor | None = None
        while True:
            shard, is_watched = connection.recv()
            if is_watched and watched is None:
                watched = _WatchedExtractor(job.settings, extractor, connection.send)
            chosen = watched if is_watched and watched is not None else extractor
            connection.send(process_shard(shard, job.out, chosen, job.metadata, connection.send))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent closed the pipe, or died
    except OnrecordError as error:
        connection.send(error)
    except Exception as error:  # what is no article's fault would meet every shard: the run ends and says what it was
        connection.send(OutputError(f"a worker failed: {type(error).__name__}: {error}"))


class _WatchedExtractor(Extractor):
    """Says which article it begins, and takes them one at a time."""

    def __init__(self, settings: Settings, loaded: Extractor, say: Callable[[str], None]) -> None:
        super().__init__(replace(settings, batch_size=1), loaded.model)
        self._say = say

    def _language(self, article: SourceArticle) -> Any:
        self._say(article.article_id)
        return super()._language(article)
