"""What an engine is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from pipeline.append import Base
from pipeline.journal import Progress
from pipeline.shards import ShardResult
from pipeline.workers import Job


class Done(NamedTuple):
    """A finished shard.

    Attributes:
        is_old: whether an earlier run had finished it.
    """

    result: ShardResult
    is_old: bool


class Engine(Protocol):
    """Does the shards of a run with `process_shard`. It is made for inputs and settings, and raises UsageError where they fail."""

    def run(self, job: Job, progress: Progress, should_stop: Callable[[], bool], base: Base | None = None) -> Iterator[Done]:
        """Does every shard that the output does not hold yet.

        Args:
            job: output, settings, and versions.
            progress: is told how far it is, but not of finished shards: those are what this gives.
            should_stop: asked before a shard is begun; once true, those in hand are finished.
            base: what the output holds, where records that it does not have are to be added; None for a run of its own.

        Yields:
            Every shard of the input, in the order in which they finish.

        Raises:
            OnrecordError: an error that would meet every shard (the output cannot be written, the model cannot be loaded).
        """
        ...
