"""Two runs side by side, a part of each in memory at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from pipeline.errors import InputError, UsageError
from pipeline.markup.article_rows import ArticleRows
from pipeline.quality.diff.changes import ArticleChanges, compare_article
from pipeline.reading.source import Folder
from pipeline.schema import TABLES, columns

PARTS_KEPT = 2
"""Parts of the new run that stay in memory: shards of another size straddle two."""


class Place(NamedTuple):
    """Where an article is in a run."""

    part: int
    article_id: str
    source: tuple[str, int]


def compare_runs(old: Path, new: Path, ignored: Collection[str] = ()) -> Iterator[ArticleChanges]:
    """The articles of two runs that are not the same.

    Articles are matched by id, then by file and record: a record whose text was edited is one article that changed. Offsets are
    compared as they are, also where the text differs.

    Args:
        old: output folder of a run.
        new: that of another.
        ignored: columns that may differ.

    Yields:
        The articles in the order of the old run's parts, then those that only the new run has.

    Raises:
        InputError: a folder holds no run, or one that cannot be read.
        UsageError: no column of this name can be ignored.
    """
    _check_ignored(ignored)
    before, after = Opened(old, ignored), Opened(new, ignored)
    return _compare(before, after, frozenset(ignored))


def count_rows(run: Path) -> dict[str, int]:
    """The rows of every table of a run.

    Raises:
        InputError: the folder holds no run, or one that cannot be read.
    """
    try:
        return {table: Folder(run).dataset(table).count_rows() for table in TABLES}
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(run, error) from error


def _check_ignored(ignored: Collection[str]) -> None:
    known = {column.name for table in TABLES for column in columns(table)}
    matched_by = {"article_id", "start", "end", "text", *(name for record in TABLES.values() for name in record.key)}
    for name in ignored:
        if name not in known - matched_by:
            raise UsageError(f"cannot ignore {name!r}; it is no column of a table, or rows are matched by it")


def _compare(before: Opened, after: Opened, ignored: frozenset[str]) -> Iterator[ArticleChanges]:
    partners = _match_articles(before.places, after.places)
    for number, places in groupby(before.places, key=lambda place: place.part):
        part = before.part(number)
        wanted = [(partners.get(place), place) for place in places]
        for partner, place in sorted(wanted, key=lambda each: -1 if each[0] is None else each[0].part):
            if partner is None:
                yield compare_article(part.rows(place.article_id), None, ignored)
                continue
            other = after.part(partner.part)
            if not part.is_same(other, place.article_id, partner.article_id):
                found = compare_article(part.rows(place.article_id), other.rows(partner.article_id), ignored)
                if found.changes:
                    yield found
    taken = set(partners.values())
    for place in after.places:
        if place not in taken:
            yield compare_article(None, after.part(place.part).rows(place.article_id), ignored)


def _match_articles(old: Sequence[Place], new: Sequence[Place]) -> dict[Place, Place]:
    by_id = {place.article_id: place for place in new}
    partners = {place: by_id[place.article_id] for place in old if place.article_id in by_id}
    taken = set(partners.values())
    by_source = {place.source: place for place in new if place not in taken}
    for place in old:
        if place not in partners and place.source in by_source:
            partners[place] = by_source.pop(place.source)
    return partners


class Opened:
    """A run that is open.

    Attributes:
        places: of its articles, in the order of the parts.
    """

    def __init__(self, path: Path, ignored: Collection[str] = ()) -> None:
        self._path = path
        self._ignored = [*ignored]
        self._parts = Folder(path).parts()
        self.part = lru_cache(PARTS_KEPT)(self._read_part)
        self.places = [
            Place(number, row["article_id"], (row["source_path"], row["source_record"]))
            for number in range(len(self._parts))
            for row in self._read(number, "articles", ["article_id", "source_path", "source_record"]).to_pylist()
        ]

    def _read(self, number: int, table: str, names: list[str] | None = None) -> pa.Table:
        try:
            return self._parts[number].dataset(table).to_table(columns=names)
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(self._path, error) from error

    def _read_part(self, number: int) -> Part:
        return Part({table: self._read(number, table) for table in TABLES}, self._ignored)


def _unreadable(run: Path, error: Exception) -> InputError:
    return InputError(f"cannot read the tables of {run}: {(str(error).splitlines() or [''])[0]}")


class Part:
    """One part of a run, whose articles can be told apart without making Python objects of their rows."""

    def __init__(self, tables: dict[str, pa.Table], ignored: Sequence[str] = ()) -> None:
        self._tables = {table: _by_article(rows) for table, rows in tables.items()}
        self._borders = {table: _borders(rows) for table, rows in self._tables.items()}
        self._compared = {
            table: rows.drop_columns([name for name in ignored if name in rows.column_names])
            for table, rows in self._tables.items()
        }

    def is_same(self, other: Part, article_id: str, other_id: str) -> bool:
        """Whether all rows of an article are equal to those that another part has of it, in the same order."""
        return article_id == other_id and all(
            self._slice(self._compared[table], table, article_id).equals(other._slice(other._compared[table], table, other_id))
            for table in TABLES
        )

    def rows(self, article_id: str) -> ArticleRows:
        """The rows of an article, as Python has them."""
        found = {table: self._slice(rows, table, article_id).to_pylist() for table, rows in self._tables.items()}
        return ArticleRows(found.pop("articles")[0], found)

    def _slice(self, rows: pa.Table, table: str, article_id: str) -> pa.Table:
        start, end = self._borders[table].get(article_id, (0, 0))
        return rows.slice(start, end - start)


def _by_article(rows: pa.Table) -> pa.Table:
    """The rows with those of an article together. They are so already, unless somebody else wrote the table."""
    ids = rows.column("article_id").combine_chunks().dictionary_encode()
    codes = np.asarray(ids.indices)
    is_ordered = len(codes) == 0 or 1 + np.count_nonzero(np.diff(codes)) == len(ids.dictionary)
    return (rows if is_ordered else rows.take(np.argsort(codes, kind="stable"))).combine_chunks()


def _borders(rows: pa.Table) -> dict[str, tuple[int, int]]:
    """Where the rows of each article begin and end."""
    borders: dict[str, tuple[int, int]] = {}
    start = 0
    for article_id, group in groupby(rows.column("article_id").to_pylist()):
        end = start + sum(1 for _ in group)
        borders[article_id] = (start, end)
        start = end
    return borders
