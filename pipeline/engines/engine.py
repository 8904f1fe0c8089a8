"""What an engine is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

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

    def run(self, job: Job, on_records: Callable[[int], None], should_stop: Callable[[], bool]) -> Iterator[Done]:
        """Does every shard that the output does not hold yet.

        Args:
            job: output, settings, and versions.
            on_records: called with numbers of finished records.
            should_stop: asked before a shard is begun; once true, those in hand are finished.

        Yields:
            Every shard of the input, in the order in which they finish.

        Raises:
            OnrecordError: an error that would meet every shard (the output cannot be written, the model cannot be loaded).
        """
        ...
