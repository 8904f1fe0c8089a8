"""The rows of one article, all tables together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from pipeline.schema import TABLES

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """One article as the tables hold it; the lists are in the order of the tables.

    Attributes:
        article: its row of `articles`.
        tables: the rows of every other table.
    """

    article: Row
    tables: Mapping[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    @property
    def text(self) -> str:
        """The article's text."""
        return str(self.article["text"])

    def by_id(self, table: str) -> dict[str, Row]:
        """The rows of a table by their own id."""
        key = TABLES[table].key[0]
        return {row[key]: row for row in self[table]}

    def grouped(self, table: str, key: str) -> dict[str, list[Row]]:
        """The rows of a table by a foreign key; rows without one are left out."""
        found: dict[str, list[Row]] = {}
        for row in self[table]:
            if row[key] is not None:
                found.setdefault(row[key], []).append(row)
        return found


def group_articles(tables: Mapping[str, pa.Table]) -> Iterator[ArticleRows]:
    """Puts the rows of several articles together by article.

    Args:
        tables: every table, with the rows of the same articles.

    Yields:
        The articles in the order of `articles`.
    """
    grouped: dict[str, dict[str, list[Row]]] = {}
    for table, rows in tables.items():
        if table != "articles":
            for row in rows.to_pylist():
                grouped.setdefault(row["article_id"], {}).setdefault(table, []).append(row)
    for article in tables["articles"].to_pylist():
        yield ArticleRows(article, grouped.get(article["article_id"], {}))
