"""The engine of many machines: actors on a Ray cluster read and extract shards, on storage that all of them see.

What is Ray's: where actors run, restarting one that was lost, trying its task again, and starting machines. What is ours: an
actor is only given work once it is up, and none is asked for beyond the processors that there are, since one that waits for a
processor waits for ever and says nothing. Resuming rests on the markers of finished shards alone: whatever is lost, an actor, a
machine or this process, costs the shards in hand.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from platform import node
from time import monotonic
from typing import Any

from pipeline.append import Base
from pipeline.config import Settings
from pipeline.engines.descriptors import (
    Descriptor,
    Outline,
    ShardReader,
    Stretch,
    find_stretches,
    plan_descriptors,
    read_outline,
)
from pipeline.engines.engine import Done
from pipeline.errors import OnrecordError, OutputError, UsageError
from pipeline.journal import Progress
from pipeline.manifest import Identity
from pipeline.shards import Shard, ShardResult, finished
from pipeline.storage import reason
from pipeline.workers import Job, Pool

RETRIES = 3
"""Times that Ray tries a task again whose actor was lost, before the run ends."""

START_SECONDS = 300.0
"""In which the first actor has to be up; the cluster may be starting a machine."""

POLL_SECONDS = 1.0
"""After which it is looked anew for an interrupt and for machines that joined."""


class ShardActor:
    """Reads shards and has them extracted by a worker process of its own.

    An article that kills or hangs is thus found and quarantined as on one machine.

    Args:
        job: what every worker of the run needs to know.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._reader = ShardReader(job.settings)
        self._todo: deque[Shard] = deque()
        pool: Pool[Shard, ShardResult] = Pool(job, 1)
        self._results = pool.run(iter(self._todo.popleft, None), lambda _: None, lambda: False)

    def start(self) -> None:
        """Returns when the actor is up.

        Raises:
            UsageError: this machine has another version of onrecord, of the model or of the knowledge base.
        """
        here = Identity.of(self._job.settings).metadata()
        other = sorted(name for name, value in self._job.metadata.items() if here.get(name) != value)
        if other:
            raise UsageError(f"the machine {node()} has another {' and '.join(other)}; install the same on all")

    def outline(self, stretch: Stretch) -> Outline:
        """Reads a stretch to see what is in it."""
        return read_outline(stretch, self._job.settings)

    def outline_with_places(self, stretch: Stretch) -> Outline:
        """The same, and where each record stands."""
        return read_outline(stretch, self._job.settings, has_places=True)

    def process(self, descriptor: Descriptor) -> Done:
        """Does a shard, unless the output holds it already."""
        shard = self._reader.read(descriptor)
        old = finished(self._job.out, shard)
        if old is not None:
            return Done(old, is_old=True)
        self._todo.append(shard)
        return Done(next(self._results), is_old=False)


class RayCluster:
    """Does shards on the cluster that `ray.init()` finds: that of RAY_ADDRESS, one that runs here, or a new one on this machine.

    Args:
        inputs: files and folders, at the same path or URL on every machine.
        settings: of the run; `workers` is the number of actors, 0 for one a processor of the cluster, also of those that join.

    Raises:
        UsageError: Ray is not installed, the cluster has not as many processors, or an input is missing.
    """

    def __init__(self, inputs: Sequence[Path], settings: Settings) -> None:
        self._stretches = list(find_stretches(inputs, settings))
        self._ray, self._is_ours = connect()
        n_cpus = self._n_cpus()
        if n_cpus < max(1, settings.workers):
            self._leave()
            raise UsageError(
                f"--workers {settings.workers} asks for more than the {n_cpus} processors of the Ray cluster; ask for fewer, "
                "or add machines first"
            )

    def run(self, job: Job, progress: Progress, should_stop: Callable[[], bool], base: Base | None = None) -> Iterator[Done]:
        """Does every shard that the output does not hold yet; see `Engine.run`."""
        crew = Crew(self._ray, job, self._n_cpus)
        try:
            yield from (Done(result, is_old=True) for result in (base.results if base is not None else ()))
            method = "outline" if base is None else "outline_with_places"
            outlines = dict(crew.run(method, enumerate(self._stretches), should_stop))
            if len(outlines) < len(self._stretches):
                return  # it was stopped
            progress.expect(sum(len(outline.articles) for outline in outlines.values()))
            measured = ((stretch, outlines[place]) for place, stretch in enumerate(self._stretches))
            descriptors = plan_descriptors(measured, job.settings.shard_size, base)
            for _, done in crew.run("process", ((each.number, each) for each in descriptors), should_stop):
                if not done.is_old:
                    progress.advance(done.result.n_records)
                yield done
        finally:
            crew.close()
            self._leave()

    def _n_cpus(self) -> int:
        return int(self._ray.cluster_resources().get("CPU", 0))

    def _leave(self) -> None:
        if self._is_ours:
            self._ray.shutdown()


def connect() -> tuple[Any, bool]:
    """Connects to a Ray cluster, unless the process is connected.

    Returns:
        The module, and whether the connection was made now.

    Raises:
        UsageError: Ray is not installed, or the cluster cannot be reached.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a cluster that we start reports to nobody
    try:
        import ray
    except ImportError as error:
        raise UsageError("--engine ray needs Ray; install it with: pip install 'onrecord[ray]'") from error
    if ray.is_initialized():
        return ray, False
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"the Ray cluster cannot be reached: {' '.join(str(error).split())}") from error
    return ray, True


class Crew:
    """The actors of a run.

    Args:
        ray: the module.
        job: of the run.
        n_cpus: tells how many processors the cluster has now.
    """

    def __init__(self, ray: Any, job: Job, n_cpus: Callable[[], int]) -> None:
        self._ray, self._job, self._n_cpus = ray, job, n_cpus
        self._actor = ray.remote(ShardActor).options(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)
        self._starting: dict[Any, Any] = {}  # reference to what an actor does, to the actor
        self._idle: list[Any] = []
        self._busy: dict[Any, tuple[Any, int]] = {}  # and to the key of its task

    def run(self, method: str, tasks: Iterable[tuple[int, Any]], should_stop: Callable[[], bool]) -> Iterator[tuple[int, Any]]:
        """Gives tasks to actors, one at a time each, until there are none or `should_stop()`.

        Args:
            method: of the actor.
            tasks: each a key and the argument of the method.
            should_stop: asked before a task is given.

        Yields:
            The key of a task and what the method returned, as tasks are done.

        Raises:
            OnrecordError: what an actor raised; or the actors of a task were lost too often, or none came up.
        """
        todo = iter(tasks)
        is_through = False
        heard = monotonic()
        while True:
            self._fit()
            while self._idle and not is_through:
                task = next(todo, None)
                if task is None or should_stop():
                    is_through = True
                else:
                    self._give(method, task)
            if is_through and not self._busy:
                return
            if self._busy:
                heard = monotonic()
            elif monotonic() - heard > START_SECONDS:
                raise OutputError(f"no actor came up in {START_SECONDS:.0f} s; are the processors of the cluster taken?")
            yield from self._collect()

    def _give(self, method: str, task: tuple[int, Any]) -> None:
        actor = self._idle.pop()
        self._busy[getattr(actor, method).remote(task[1])] = actor, task[0]

    def _fit(self) -> None:
        """Starts actors where there are processors without one, and ends idle ones where a machine was lost.

        Else those of the lost machine, which Ray starts again, would wait for ever for a processor.
        """
        n_cpus = self._n_cpus()
        n_actors = len(self._starting) + len(self._idle) + len(self._busy)
        for _ in range(min(self._job.settings.workers or n_cpus, n_cpus) - n_actors):
            actor = self._actor.remote(self._job)
            self._starting[actor.start.remote()] = actor
        for _ in range(min(n_actors - n_cpus, len(self._idle))):
            self._ray.kill(self._idle.pop())

    def _collect(self) -> Iterator[tuple[int, Any]]:
        """Waits for something to end; gives what is done."""
        ended, _ = self._ray.wait([*self._starting, *self._busy], timeout=POLL_SECONDS)
        for reference in ended:
            value = self._get(reference)
            if reference in self._starting:
                self._idle.append(self._starting.pop(reference))
            else:
                actor, key = self._busy.pop(reference)
                self._idle.append(actor)
                yield key, value

    def _get(self, reference: Any) -> Any:
        try:
            return self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, OnrecordError):
                raise error.cause from error
            raise OutputError(f"an actor failed: {type(error.cause).__name__}: {error.cause}") from error
        except self._ray.exceptions.RayError as error:
            raise OutputError(f"an actor was lost {RETRIES + 1} times; is a machine out of memory? ({reason(error)})") from error

    def close(self) -> None:
        """Ends the actors, and what they do."""
        for actor in (*self._starting.values(), *self._idle, *(actor for actor, _ in self._busy.values())):
            self._ray.kill(actor)
