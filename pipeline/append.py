"""A dump that grew: which of its records are new to a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.article import Quarantined, SourceArticle
from pipeline.shards import Item, ShardResult, committed, duplicate
from pipeline.store import open_part, part_name

_Place = tuple[str, int | None, str | None]
"""Path, record and article id of a fault."""


@dataclass(slots=True)
class Base:
    """What the finished shards of a folder hold.

    Attributes:
        results: of the shards, by number.
        ids: numbers of the articles, also of those in quarantine; about 100 bytes each.
        faults: where the faults are.
        met: of the ids, those that the input still has.
        met_faults: of the faults, the same.
    """

    results: list[ShardResult]
    ids: set[int] = field(default_factory=set)
    faults: set[_Place] = field(default_factory=set)
    met: set[int] = field(default_factory=set)
    met_faults: set[_Place] = field(default_factory=set)

    @property
    def next_number(self) -> int:
        """The number of the first shard after them."""
        return self.results[-1].number + 1 if self.results else 0

    @property
    def n_missing(self) -> int:
        """Records that the input no longer has. To be asked when all of it was read."""
        return len(self.ids - self.met) + sum(place[2] is None for place in self.faults - self.met_faults)


def read_base(out: Path) -> Base:
    """Reads what the finished shards of a folder hold."""
    base = Base(list(committed(out)))
    for result in base.results:
        part = open_part(out / "articles" / part_name(result.number)).read(columns=["article_id"])
        base.ids.update(int(each, 16) for each in part.column("article_id").to_pylist())
        base.faults.update(map(_place, result.quarantine))
        base.ids.update(int(fault.article_id, 16) for fault in result.quarantine if fault.article_id)
    return base


def only_new(items: Iterable[Item], base: Base) -> Iterator[Item]:
    """The records that finished shards do not hold; a record that repeats one of them is a fault.

    Args:
        items: all records of the input.
        base: what the finished shards hold; what the input still has of it is noted there.
    """
    for item in items:
        if isinstance(item, SourceArticle):
            key = int(item.article_id, 16)
            if key in base.ids:
                if key not in base.met:
                    base.met.add(key)
                    continue
                item = duplicate(item)
        if isinstance(item, Quarantined) and _place(item) in base.faults:
            base.met_faults.add(_place(item))
            continue
        yield item


def _place(fault: Quarantined) -> _Place:
    return fault.path, fault.record, fault.article_id
