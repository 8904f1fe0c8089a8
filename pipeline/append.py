"""A dump that grew: which of its records are new to a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.article import SourceArticle
from pipeline.shards import Item, ShardResult, committed, duplicate, measure
from pipeline.store import open_part, part_name

Place = tuple[str, int | None, str | None]
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
    faults: set[Place] = field(default_factory=set)
    met: set[int] = field(default_factory=set)
    met_faults: set[Place] = field(default_factory=set)

    @property
    def next_number(self) -> int:
        """The number of the first shard after them."""
        return self.results[-1].number + 1 if self.results else 0

    def take(self, article: int | None, place: Place) -> tuple[bool, bool]:
        """Takes the next record of the input.

        Args:
            article: its `article_id` as a number; None for a fault.
            place: where it stands.

        Returns:
            Whether the finished shards do not hold it, and whether it repeats an article that they hold.
        """
        is_repeated = article is not None and article in self.ids
        if article is not None and is_repeated and article not in self.met:
            self.met.add(article)
            return False, False
        if (article is None or is_repeated) and place in self.faults:
            self.met_faults.add(place)
            return False, False
        return True, is_repeated

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
        base.faults.update(map(place_of, result.quarantine))
        base.ids.update(int(fault.article_id, 16) for fault in result.quarantine if fault.article_id)
    return base


def only_new(items: Iterable[Item], base: Base) -> Iterator[Item]:
    """The records that finished shards do not hold; a record that repeats one of them is a fault.

    Args:
        items: all records of the input.
        base: what the finished shards hold; what the input still has of it is noted there.
    """
    for item in items:
        article, _ = measure(item)
        is_new, is_repeated = base.take(article, place_of(item))
        if is_new:
            yield duplicate(item) if is_repeated else item


def place_of(item: Item) -> Place:
    """Where a record stands, as the quarantine tells it."""
    if isinstance(item, SourceArticle):
        return item.source_path, item.source_record, item.article_id
    return item.path, item.record, item.article_id
