"""Our own pool of worker processes, task by task: a task is a shard, or some pages whose articles are to be found.

`multiprocessing.Pool` and `nlp.pipe(n_process=…)` wait for ever for a worker that was killed; here a death is seen at
once, the worker is replaced, and its task is tried again. A task that kills its worker twice, or on which a worker
hangs, is done article by article in a watched worker, so that the article at fault is known and alone goes to quarantine.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar, cast

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


class Task(Protocol):
    """What is handed to a worker; a dataclass."""

    @property
    def number(self) -> int:
        """Tells tasks apart."""

    @property
    def killers(self) -> Mapping[str, QuarantineReason]:
        """Ids of articles on which a worker died or hung, and which of the two; they are to be left out."""


_T = TypeVar("_T", bound=Task)
_R = TypeVar("_R")


@dataclass(slots=True)
class _Try(Generic[_T]):
    """A task, and how it went so far.

    Attributes:
        deaths: of workers, on this task.
        is_watched: whether it is done article by article.
        n_told: records told as finished since the task was handed out.
    """

    task: _T
    deaths: int = 0
    is_watched: bool = False
    n_told: int = 0


@dataclass(slots=True)
class _Worker(Generic[_T]):
    """A process, and what it does.

    Attributes:
        article: the one in hand, where it tells that: on pages, and where the task is watched.
        heard: when it last said something.
        is_overdue: whether it was ended because it said nothing for too long.
    """

    process: SpawnProcess
    connection: Connection
    hand: _Try[_T] | None = None
    article: str | None = None
    heard: float = field(default_factory=monotonic)
    is_overdue: bool = False

    @property
    def has_culprit(self) -> bool:
        """Whether a death is surely its article's doing: it hung there, or died there when all else was ruled out."""
        return self.hand is not None and self.article is not None and (self.hand.is_watched or self.is_overdue)


@dataclass(slots=True)
class Pool(Generic[_T, _R]):
    """Worker processes that do tasks.

    Args:
        job: what they all share.
        size: number of processes.
        serve: their main function; see `serve_tasks`. By default the one that does shards.
    """

    job: Job
    size: int
    serve: Callable[[Connection, Job], None] = field(default_factory=lambda: serve)
    _workers: list[_Worker[_T]] = field(default_factory=list)
    _is_stopping: bool = False

    def run(
        self,
        tasks: Iterable[_T],
        on_batch: Callable[[int], None],
        should_stop: Callable[[], bool],
        on_death: Callable[[Death], None] = lambda death: None,
    ) -> Iterator[_R]:
        """Does tasks until there are none or `should_stop()`; then finishes those in hand.

        Args:
            tasks: taken one at a time, as workers fall idle.
            on_batch: called with numbers of finished records.
            should_stop: asked before a task is handed out.
            on_death: called when a worker died, before it is replaced.

        Yields:
            Results, in the order in which tasks finish.

        Raises:
            OnrecordError: a worker met an error that would meet every task (the output cannot be written, the model
                cannot be loaded).
        """
        todo = iter(tasks)
        again: deque[_Try[_T]] = deque()
        deaths = 0
        for name in BLAS_THREADS:  # a spawned worker inherits them before it imports numpy
            os.environ.setdefault(name, "1")
        try:
            self._workers = [self._start() for _ in range(self.size)]
            while True:
                self._hand_out(todo, again, should_stop)
                busy = [worker for worker in self._workers if worker.hand is not None]
                if not busy:
                    return
                for worker in self._ready(busy):
                    message = _receive(worker)
                    worker.heard = monotonic()
                    if message is None:
                        deaths = 0 if worker.has_culprit else deaths + 1
                        if deaths > MAX_DEATHS:
                            raise OutputError(f"{deaths} worker processes died in a row; is the machine out of memory?")
                        on_death(_death(worker))
                        again.append(self._take_back(worker, on_batch))
                        self._replace(worker)
                    elif isinstance(message, OnrecordError):
                        raise message
                    elif isinstance(message, str):
                        worker.article = message
                    elif isinstance(message, int):
                        worker.article = None
                        if worker.hand is not None:
                            worker.hand.n_told += message
                        on_batch(message)
                    else:
                        deaths = 0
                        worker.hand = worker.article = None
                        yield message
                self._end_overdue()
        finally:
            self._close()

    def _hand_out(self, todo: Iterator[_T], again: deque[_Try[_T]], should_stop: Callable[[], bool]) -> None:
        for worker in self._workers:
            if worker.hand is not None:
                continue
            if again:
                hand = again.popleft()
            elif self._is_stopping or (task := next(todo, None)) is None:
                continue
            elif should_stop():  # asked only while there is something to do: a run that is through was not interrupted
                self._is_stopping = True
                continue
            else:
                hand = _Try(task)
            worker.hand, worker.article, worker.heard = hand, None, monotonic()
            try:
                worker.connection.send((hand.task, hand.is_watched))
            except OSError:
                continue  # it died while idle: the closed pipe is seen next, as any other death

    @staticmethod
    def _ready(busy: list[_Worker[_T]]) -> list[_Worker[_T]]:
        handles = wait([worker.connection for worker in busy], timeout=1.0)
        return [worker for worker in busy if worker.connection in handles]

    def _end_overdue(self) -> None:
        """Ends workers that said nothing for longer than they may; each is then seen as any other death."""
        now = monotonic()
        limit = float(self.job.settings.article_timeout)
        for worker in self._workers:
            allowed = limit if worker.article is not None else limit + BATCH_SECONDS
            if worker.hand is not None and now - worker.heard > allowed:
                worker.is_overdue = True
                worker.process.kill()

    @staticmethod
    def _take_back(worker: _Worker[_T], on_batch: Callable[[int], None]) -> _Try[_T]:
        """The task of a worker that died, as it is to be tried again; what it had told is untold."""
        assert worker.hand is not None
        task, deaths = worker.hand.task, worker.hand.deaths
        on_batch(-worker.hand.n_told)
        if worker.has_culprit:
            reason = QuarantineReason.TIMEOUT if worker.is_overdue else QuarantineReason.KILLED
            killers = {**task.killers, str(worker.article): reason}
            return _Try(cast(_T, replace(cast(Any, task), killers=killers)), deaths, is_watched=worker.hand.is_watched)
        return _Try(task, deaths + 1, is_watched=worker.is_overdue or deaths + 1 >= 2)

    def _start(self) -> _Worker[_T]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=self.serve, args=(theirs, self.job), daemon=True)
        resource_tracker.ensure_running()  # else the first start would run it, and let interrupts through again
        with _no_interrupts():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _replace(self, dead: _Worker[_T]) -> None:
        dead.connection.close()
        dead.process.join(timeout=5)
        self._workers[self._workers.index(dead)] = self._start()

    def _close(self) -> None:
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            if worker.hand is not None:
                worker.process.kill()
            worker.process.join(timeout=10)


def _death(worker: _Worker[_T]) -> Death:
    assert worker.hand is not None
    return Death(worker.process.pid, worker.hand.task.number, worker.article, worker.is_overdue)


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


def _receive(worker: _Worker[_T]) -> Any:
    """The next message, or None where the worker died."""
    try:
        return worker.connection.recv()
    except (EOFError, OSError):
        return None


def serve(connection: Connection, job: Job) -> None:
    """The main function of a process that does shards."""
    serve_tasks(connection, lambda: _extracting(connection, job))


def _extracting(connection: Connection, job: Job) -> Callable[[Shard, bool], ShardResult]:
    from pipeline.extractor import Extractor  # here, so that the process that starts workers never loads spaCy

    extractor = Extractor(job.settings)
    gc.freeze()  # the model lives as long as the process: no collection need look at it
    gc.set_threshold(*GC_THRESHOLD)
    watched: list[Extractor] = []

    def do(shard: Shard, is_watched: bool) -> ShardResult:
        if is_watched and not watched:
            watched.append(Extractor(replace(job.settings, batch_size=1), extractor.model, on_article=connection.send))
        return process_shard(shard, job.out, watched[0] if is_watched else extractor, job.metadata, connection.send)

    return do


def serve_tasks(connection: Connection, prepare: Callable[[], Callable[[Any, bool], object]]) -> None:
    """Does tasks until the pipe closes.

    Sends the result of each task, or the error that would meet every one. The function that does it may send numbers of finished
    records, and the id of each article before it is begun; where it is watched it must.

    Args:
        connection: to the parent.
        prepare: loads what is needed, and gives the function that does a task and is told whether it is watched.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be held back when the process was started
    try:
        do = prepare()
        while True:
            task, is_watched = connection.recv()
            connection.send(do(task, is_watched))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent closed the pipe, or died
    except OnrecordError as error:
        connection.send(error)
    except Exception as error:  # what is no article's fault would meet every task: the run ends and says what it was
        connection.send(OutputError(f"a worker failed: {type(error).__name__}: {error}"))
