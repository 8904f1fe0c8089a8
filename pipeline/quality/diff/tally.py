"""How much changed between two runs: counts by table and by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.quality.diff.changes import ArticleChanges, ChangeKind
from pipeline.schema import TABLES


class TableCounts(NamedTuple):
    """Rows of a table."""

    old: int
    new: int
    same: int
    changed: int
    lost: int
    added: int


@dataclass(slots=True)
class Tally:
    """Counts changes; `old` and `new` are the rows of every table in the two runs."""

    old: Mapping[str, int]
    new: Mapping[str, int]
    kinds: dict[str, Counter[ChangeKind]] = field(default_factory=lambda: {table: Counter() for table in TABLES})
    columns: dict[str, Counter[str]] = field(default_factory=lambda: {table: Counter() for table in TABLES})
    n_articles: int = 0

    def add(self, article: ArticleChanges) -> None:
        """Counts the changes of one article."""
        self.n_articles += 1
        for change in article.changes:
            self.kinds[change.table][change.kind] += 1
            self.columns[change.table].update(change.columns)

    @property
    def is_equal(self) -> bool:
        """Whether nothing changed."""
        return self.n_articles == 0

    def counts(self, table: str) -> TableCounts:
        """The rows of a table by what became of them."""
        lost, changed, added = (self.kinds[table][kind] for kind in (ChangeKind.LOST, ChangeKind.CHANGED, ChangeKind.ADDED))
        return TableCounts(self.old[table], self.new[table], self.old[table] - lost - changed, changed, lost, added)
