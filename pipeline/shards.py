"""Shards: the unit of work, of output files and of resuming.

A shard is a fixed number of consecutive records of the input, so the same input gives the same shards whatever the
worker count. Its completion marker is written after its last part; a run that was killed redoes only shards without one.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.article import Quarantined, SourceArticle, quarantined
from pipeline.errors import OutputError, RecordFault
from pipeline.rows import Rows
from pipeline.schema import TABLES
from pipeline.storage import is_remote
from pipeline.store import part_name, write_json, write_part
from pipeline.vocabulary import QuarantineReason, QuarantineStage

if TYPE_CHECKING:
    from pipeline.extractor import Extractor

SHARD_CHARS = 16_000_000
"""Characters in one shard at most, so that a shard of very long articles fits in memory."""

MARKERS = "_shards"

Item = SourceArticle | Quarantined


@dataclass(frozen=True, slots=True)
class Shard:
    """Consecutive records of the input.

    Attributes:
        number: from 0.
        items: articles, and the faults of records that gave none, in input order.
        killers: ids of articles on which a worker died or hung, and which of the two; they go to quarantine unread.
    """

    number: int
    items: tuple[Item, ...]
    killers: Mapping[str, QuarantineReason] = field(default_factory=dict)

    def digest(self) -> str:
        """A hash of what the shard holds; tells whether a marker belongs to the same input."""
        hashed = blake2b(digest_size=16)
        for item in self.items:
            hashed.update((item.article_id if isinstance(item, SourceArticle) else repr(item)).encode("utf-8", "replace"))
            hashed.update(b"\n")
        return hashed.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardResult:
    """What a finished shard leaves in its marker.

    Attributes:
        n_records: records read for it, faults included.
        rows: number of rows by table.
        seconds: time by stage.
        quarantine: faults in input order.
    """

    number: int
    digest: str
    n_records: int
    rows: dict[str, int]
    seconds: dict[str, float]
    quarantine: list[Quarantined] = field(default_factory=list)


class Cutter:
    """Decides record by record where shards begin and which records came before; the same for every engine.

    A number an article is kept in memory, about 100 bytes.

    Args:
        size: records in a shard.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._seen: set[int] = set()
        self._n_held = self._n_chars = 0

    def add(self, article: int | None, n_chars: int) -> tuple[bool, bool]:
        """Takes the next record of the input.

        Args:
            article: its `article_id` as a number; None for a fault.
            n_chars: length of its text.

        Returns:
            Whether a new shard begins with it, and whether it repeats an article (source id and text) that came before.
        """
        is_repeated = article is not None and article in self._seen
        if article is not None:
            self._seen.add(article)
        n_chars = 0 if is_repeated else n_chars
        is_first = self._n_held > 0 and (self._n_held == self._size or self._n_chars + n_chars > SHARD_CHARS)
        if is_first:
            self._n_held = self._n_chars = 0
        self._n_held += 1
        self._n_chars += n_chars
        return is_first, is_repeated


def plan_shards(items: Iterable[Item], size: int, first: int = 0) -> Iterator[Shard]:
    """Cuts a stream of records into shards, and turns repeated records into faults.

    Args:
        items: articles and faults, in input order.
        size: records in a shard.
        first: number of the first shard.

    Yields:
        Shards, numbered from `first`. An article that came before is a `duplicate`.
    """
    cutter = Cutter(size)
    numbers = count(first)
    held: list[Item] = []
    for item in items:
        is_first, is_repeated = cutter.add(*measure(item))
        if is_first:
            yield Shard(next(numbers), tuple(held))
            held = []
        held.append(duplicate(item) if is_repeated else item)
    last = next(numbers)
    if held or last == 0:  # even no records give a shard, so that every table exists
        yield Shard(last, tuple(held))


def measure(item: Item) -> tuple[int | None, int]:
    """What `Cutter.add` wants to know of a record."""
    return (int(item.article_id, 16), len(item.text)) if isinstance(item, SourceArticle) else (None, 0)


def duplicate(item: Item) -> Item:
    """The fault that stands in the place of an article that came before."""
    if isinstance(item, Quarantined):
        return item
    message = "the same record (same id, same text) was read before"
    return quarantined(item, RecordFault(QuarantineStage.INGEST, QuarantineReason.DUPLICATE, message))


def process_shard(
    shard: Shard,
    out: Path,
    extractor: Extractor,
    metadata: dict[str, str],
    on_batch: Callable[[int], None] = lambda n: None,
) -> ShardResult:
    """Extracts a shard and commits its parts and its marker.

    Args:
        shard: what to do.
        out: the output folder.
        extractor: model and stages.
        metadata: for the Parquet files.
        on_batch: called with the number of records finished since the last call.

    Returns:
        What the marker holds. When this returns, the shard will never be done again.

    Raises:
        OutputError: the folder cannot be written.
    """
    before = dict(extractor.seconds)
    rows = Rows()
    faults: dict[int, Quarantined] = {}
    todo: list[tuple[int, SourceArticle]] = []
    for index, item in enumerate(shard.items):
        if isinstance(item, Quarantined):
            faults[index] = item
        elif item.article_id in shard.killers:
            faults[index] = quarantined(item, _killer_fault(shard.killers[item.article_id]))
        else:
            todo.append((index, item))
    on_batch(len(faults))
    for (index, _), found in zip(todo, extractor.run([article for _, article in todo], on_batch), strict=True):
        if isinstance(found, Quarantined):
            faults[index] = found
        else:
            rows.extend(found)
    for table in TABLES:
        write_part(out, table, shard.number, rows.tables[table], metadata)
    result = ShardResult(
        number=shard.number,
        digest=shard.digest(),
        n_records=len(shard.items),
        rows=rows.counts(),
        seconds={name: round(spent - before[name], 4) for name, spent in extractor.seconds.items()},
        quarantine=[faults[index] for index in sorted(faults)],
    )
    write_json(_marker(out, shard.number), dataclasses.asdict(result))
    return result


_HAPPENED = {
    QuarantineReason.KILLED: "died on this article, more than once",
    QuarantineReason.TIMEOUT: "took longer on this article than the article timeout",
}


def _killer_fault(reason: QuarantineReason) -> RecordFault:
    return RecordFault(QuarantineStage.EXTRACT, reason, f"the worker process {_HAPPENED[reason]}")


def _marker(out: Path, number: int) -> Path:
    return out / MARKERS / f"{number:05d}.json"


def read_marker(out: Path, number: int) -> ShardResult | None:
    """The result of a shard that was finished before, or None.

    A marker whose parts are not all there, or that cannot be read, counts as none: the shard is done again. In an object store,
    where eight questions a shard take long, the marker is believed: it was put after the last part.
    """
    try:
        marker: dict[str, Any] = json.loads(_marker(out, number).read_text(encoding="utf-8"))
        faults = [Quarantined(**fault) for fault in marker.pop("quarantine")]
        result = ShardResult(**marker, quarantine=faults)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    whole = is_remote(out) or all((out / table / part_name(number)).is_file() for table in TABLES)
    return result if whole else None


def finished(out: Path, shard: Shard) -> ShardResult | None:
    """The result of this shard if an earlier run finished it, or None.

    Raises:
        OutputError: the folder holds a shard of this number that was made from other input.
    """
    result = read_marker(out, shard.number)
    if result is not None and result.digest != shard.digest():
        raise _other_input(out, shard.number)
    return result


def check_no_more(out: Path, n_shards: int) -> None:
    """Checks that a folder holds no shard beyond those of the input.

    Raises:
        OutputError: it does: an earlier run read more than there is now.
    """
    last = max(marked(out), default=-1)
    if last >= n_shards:
        raise _other_input(out, last)


def marked(out: Path) -> list[int]:
    """The numbers of the shards that have a marker, ascending."""
    return sorted(int(path.stem) for path in (out / MARKERS).glob("*.json") if path.stem.isdecimal())


def committed(out: Path) -> Iterator[ShardResult]:
    """The results of all finished shards of a folder, by number."""
    return (result for number in marked(out) if (result := read_marker(out, number)) is not None)


def discard_uncommitted(out: Path, numbers: Container[int]) -> None:
    """Removes the parts of shards that are not among these: a kill left them before their marker was written."""
    for table in TABLES:
        for part in (out / table).glob("part-*.parquet"):
            number = part.stem.rpartition("-")[2]
            if number.isdecimal() and int(number) not in numbers:
                part.unlink(missing_ok=True)


def _other_input(out: Path, number: int) -> OutputError:
    return OutputError(
        f"{out} holds the output of other input (shard {number} differs); "
        "give --append to add what is new in it, choose another folder or give --overwrite"
    )
