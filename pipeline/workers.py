"""Our own pool of worker processes, shard by shard.

`multiprocessing.Pool` and `nlp.pipe(n_process=…)` wait for ever for a worker that was killed; here a death is seen at
once, the worker is replaced, and its shard is tried again. A shard that kills its worker twice, or on which a worker
hangs, is done article by article in a watched worker, so that the article at fault is known and alone goes to quarantine.
"""

from __future__ import annotations

import gc
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
from time import monotonic
from typing import Any

from pipeline.config import Settings
from pipeline.errors import OnrecordError, OutputError
from pipeline.journal import Death
from pipeline.shards import Shard, ShardResult, process_shard
from pipeline.vocabulary import QuarantineReason

BLAS_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")

MAX_DEATHS = 20
"""Deaths in a row without a finished shard after which the pool gives up: the machine, not an article, is at fault."""

GC_THRESHOLD = (50_000, 20, 20)
"""Python's garbage collector looks for cycles this seldom: an article makes many objects and hardly a cycle."""

BATCH_SECONDS = 120.0
"""What a batch, the start of a worker or the writing of a shard may take beyond the timeout of one article."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a run needs to know."""

    out: Path
    settings: Settings
    metadata: dict[str, str]


@dataclass(slots=True)
class _Task:
    """A shard, and how it went so far.

    Attributes:
        deaths: of workers, on this shard.
        is_watched: whether it is done article by article.
        n_told: records told as finished since the shard was handed out.
    """

    shard: Shard
    deaths: int = 0
    is_watched: bool = False
    n_told: int = 0


@dataclass(slots=True)
class _Worker:
    """A process, and what it does.

    Attributes:
        article: the one in hand, where the task is watched.
        heard: when it last said something.
        is_overdue: whether it was ended because it said nothing for too long.
    """

    process: SpawnProcess
    connection: Connection
    task: _Task | None = None
    article: str | None = None
    heard: float = field(default_factory=monotonic)
    is_overdue: bool = False


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
        self,
        shards: Iterable[Shard],
        on_batch: Callable[[int], None],
        should_stop: Callable[[], bool],
        on_death: Callable[[Death], None] = lambda death: None,
    ) -> Iterator[ShardResult]:
        """Runs shards until there are none or `should_stop()`; then finishes those in hand.

        Args:
            shards: taken one at a time, as workers fall idle.
            on_batch: called with numbers of finished records.
            should_stop: asked before a shard is handed out.
            on_death: called when a worker died, before it is replaced.

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
                    worker.heard = monotonic()
                    if message is None:
                        deaths += 1
                        if deaths > MAX_DEATHS:
                            raise OutputError(f"{deaths} worker processes died in a row; is the machine out of memory?")
                        if worker.task is not None and worker.task.is_watched and worker.article is not None:
                            deaths = 0  # an article is at fault, not the machine
                        on_death(_death(worker))
                        again.append(self._take_back(worker, on_batch))
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
                        if worker.task is not None:
                            worker.task.n_told += message
                        on_batch(message)
                self._end_overdue()
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
            worker.task, worker.article, worker.heard = task, None, monotonic()
            try:
                worker.connection.send((task.shard, task.is_watched))
            except OSError:
                continue  # it died while idle: the closed pipe is seen next, as any other death

    @staticmethod
    def _ready(busy: list[_Worker]) -> list[_Worker]:
        handles = wait([worker.connection for worker in busy], timeout=1.0)
        return [worker for worker in busy if worker.connection in handles]

    def _end_overdue(self) -> None:
        """Ends workers that said nothing for longer than they may; each is then seen as any other death."""
        now = monotonic()
        limit = float(self.job.settings.article_timeout)
        for worker in self._workers:
            allowed = limit if worker.article is not None else limit + BATCH_SECONDS
            if worker.task is not None and now - worker.heard > allowed:
                worker.is_overdue = True
                worker.process.kill()

    @staticmethod
    def _take_back(worker: _Worker, on_batch: Callable[[int], None]) -> _Task:
        """The task of a worker that died, as it is to be tried again; what it had told is untold."""
        assert worker.task is not None
        task, article = worker.task, worker.article
        on_batch(-task.n_told)
        if task.is_watched and article is not None:
            reason = QuarantineReason.TIMEOUT if worker.is_overdue else QuarantineReason.KILLED
            return _Task(replace(task.shard, killers={**task.shard.killers, article: reason}), task.deaths, is_watched=True)
        deaths = task.deaths + 1
        return _Task(task.shard, deaths, is_watched=worker.is_overdue or deaths >= 2)

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


def _death(worker: _Worker) -> Death:
    assert worker.task is not None
    return Death(worker.process.pid, worker.task.shard.number, worker.article, worker.is_overdue)


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


def serve(connection: Connection, job: Job) -> None:
    """The main function of a worker process: takes shards until the pipe closes.

    Sends numbers of finished records, in a watched task the id of each article before it is begun, and the result of
    each shard; or the error that would meet every shard.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held back when the process was started
    try:
        from pipeline.extractor import Extractor  # here, so that the process that starts workers never loads spaCy

        extractor = Extractor(job.settings)
        gc.freeze()  # the model lives as long as the process: no collection need look at it
        gc.set_threshold(*GC_THRESHOLD)
        watched: Extractor | None = None
        while True:
            shard, is_watched = connection.recv()
            if is_watched and watched is None:
                watched = Extractor(replace(job.settings, batch_size=1), extractor.model, on_article=connection.send)
            chosen = watched if is_watched and watched is not None else extractor
            connection.send(process_shard(shard, job.out, chosen, job.metadata, connection.send))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent closed the pipe, or died
    except OnrecordError as error:
        connection.send(error)
    except Exception as error:  # what is no article's fault would meet every shard: the run ends and says what it was
        connection.send(OutputError(f"a worker failed: {type(error).__name__}: {error}"))
