"""What changed in one article: its rows matched by key, then by overlap, and compared column by column."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.markup.article_rows import ArticleRows, Row
from pipeline.quality.matching import match_spans, match_words
from pipeline.schema import GROUPS, TABLES, columns, references
from pipeline.spans import Span


class ChangeKind(StrEnum):
    """What became of a row."""

    LOST = "lost"
    """Only the old run has it."""
    ADDED = "added"
    """Only the new run has it."""
    CHANGED = "changed"
    """Both have it, and differ."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is not the same.

    Attributes:
        old: None where it was added.
        new: None where it was lost.
        columns: those that differ, in the order of the schema; empty unless it changed.
    """

    table: str
    kind: ChangeKind
    old: Row | None
    new: Row | None
    columns: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The new row, or the old one where it was lost."""
        row = self.old if self.new is None else self.new
        assert row is not None
        return row


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """One article whose rows are not all the same; `changes` is by table, in the order of the schema, then of the rows."""

    old: ArticleRows | None
    new: ArticleRows | None
    changes: list[Change]

    @property
    def rows(self) -> ArticleRows:
        """The new article, or the old one where it was lost."""
        rows = self.old if self.new is None else self.new
        assert rows is not None
        return rows


Pairs = dict[int, int]
"""Old row to new row of a table, by their places in the two articles."""


def compare_article(old: ArticleRows | None, new: ArticleRows | None, ignored: Collection[str] = ()) -> ArticleChanges:
    """Compares the rows of one article in two runs.

    Rows with the same key are one row. What is left is matched by overlap: dates, mentions, statements and events by their spans,
    entities by the places that name them. A row of another table that refers to a matched row still refers to the same, so that
    one new id is not a hundred changes; the key itself is never called a change.

    Args:
        old: None where the old run lacks the article.
        new: None where the new run lacks it.
        ignored: columns that may differ.
    """
    before, after = _tables(old), _tables(new)
    pairs: dict[str, Pairs] = {}
    same_ids: dict[str, dict[str, str]] = {}
    for table, record in TABLES.items():
        pairs[table] = _pair(table, before, after, same_ids)
        if len(record.key) == 1:
            key = record.key[0]
            same_ids[table] = {before[table][i][key]: after[table][j][key] for i, j in pairs[table].items()}
    changes = [
        change for table in TABLES for change in _changes(table, before[table], after[table], pairs[table], same_ids, ignored)
    ]
    return ArticleChanges(old, new, changes)


def _tables(rows: ArticleRows | None) -> dict[str, list[Row]]:
    if rows is None:
        return {table: [] for table in TABLES}
    return {table: [rows.article] if table == "articles" else rows[table] for table in TABLES}


def _pair(
    table: str, before: Mapping[str, list[Row]], after: Mapping[str, list[Row]], same_ids: Mapping[str, Mapping[str, str]]
) -> Pairs:
    old, new = before[table], after[table]
    if table == "articles":  # whoever calls has matched them
        return {0: 0} if old and new else {}
    key = TABLES[table].key
    owners = references(table)

    def key_of(row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in key)

    def expected(row: Row) -> tuple[Any, ...]:
        """The key that an old row has if it is still there: its own, or that of the row that it belongs to now."""
        return tuple(same_ids[owners[name]].get(row[name]) if name in owners else row[name] for name in key)

    places = {key_of(row): j for j, row in enumerate(new)}
    pairs = {i: places[expected(row)] for i, row in enumerate(old) if expected(row) in places}
    if len(key) > 1:
        return pairs
    old_left = [i for i in range(len(old)) if i not in pairs]
    taken = set(pairs.values())
    new_left = [j for j in range(len(new)) if j not in taken]
    if table == "entities":
        found = match_words(_named_places(before, old_left), _named_places(after, new_left))
    else:
        found = match_spans([_span(old[i]) for i in old_left], [_span(new[j]) for j in new_left])
    return pairs | {old_left[pair.gold]: new_left[pair.found] for pair in found}


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"])


def _named_places(tables: Mapping[str, list[Row]], left: Sequence[int]) -> list[set[int]]:
    """The code points at which the mentions of some entities begin."""
    entities = [tables["entities"][i]["entity_id"] for i in left]
    return [{row["start"] for row in tables["mentions"] if row["entity_id"] == entity} for entity in entities]


def _changes(
    table: str,
    old: Sequence[Row],
    new: Sequence[Row],
    pairs: Pairs,
    same_ids: Mapping[str, Mapping[str, str]],
    ignored: Collection[str],
) -> list[Change]:
    """The changes of one table, in the order of the rows."""
    compared = _Compared(table, old, new, same_ids, ignored)
    changes: list[tuple[int, int, Change]] = []
    for i, row in enumerate(old):
        if i not in pairs:
            changes.append((row.get("start") or 0, 0, Change(table, ChangeKind.LOST, row, None)))
        elif names := compared.differing(row, new[pairs[i]]):
            changes.append((row.get("start") or 0, 1, Change(table, ChangeKind.CHANGED, row, new[pairs[i]], names)))
    taken = set(pairs.values())
    for j, row in enumerate(new):
        if j not in taken:
            changes.append((row.get("start") or 0, 2, Change(table, ChangeKind.ADDED, None, row)))
    return [change for _, _, change in sorted(changes, key=lambda each: each[:2])]


class _Compared:
    """Tells which columns of two rows of a table differ."""

    def __init__(
        self,
        table: str,
        old: Sequence[Row],
        new: Sequence[Row],
        same_ids: Mapping[str, Mapping[str, str]],
        ignored: Collection[str],
    ) -> None:
        key = TABLES[table].key
        self.names = [column.name for column in columns(table) if column.name not in {*key, "article_id", *ignored}]
        self.owners = references(table)
        self.same_ids = same_ids
        self.group = GROUPS.get(table)
        if self.group is not None:
            mine = same_ids[table]
            self.old_heads = {group: mine.get(head) for group, head in _heads(old, self.group, key[0]).items()}
            self.new_heads = _heads(new, self.group, key[0])

    def differing(self, old: Row, new: Row) -> tuple[str, ...]:
        return tuple(name for name in self.names if not self._is_same(name, old[name], new[name]))

    def _is_same(self, name: str, old: Any, new: Any) -> bool:
        if old is None or new is None:
            return old is new
        if name == self.group:
            return bool(self.old_heads[old] == self.new_heads[new])
        if name in self.owners:
            return bool(self.same_ids[self.owners[name]].get(old) == new)
        return bool(old == new)


def _heads(rows: Sequence[Row], group: str, key: str) -> dict[str, str]:
    """The first row of each group, which stands for it."""
    heads: dict[str, str] = {}
    for row in rows:
        if row[group] is not None:
            heads.setdefault(row[group], row[key])
    return heads
