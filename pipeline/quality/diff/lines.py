"""Changes as text for a terminal, and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from pipeline.markup.article_rows import ArticleRows, Row
from pipeline.quality.diff.changes import ArticleChanges, Change, ChangeKind
from pipeline.quality.diff.tally import Tally
from pipeline.quality.scores import Page, Scorecard
from pipeline.schema import TABLES, references
from pipeline.spans import Span

SIGNS = {ChangeKind.LOST: "-", ChangeKind.ADDED: "+", ChangeKind.CHANGED: "~"}


class TextLines:
    """Collects the first changes of each table.

    Args:
        limit: changes of one table that are shown.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._shown: dict[str, list[str]] = {table: [] for table in TABLES}
        self._counts = dict.fromkeys(TABLES, 0)

    def add(self, article: ArticleChanges) -> None:
        """Takes the changes of one article."""
        for change in article.changes:
            self._counts[change.table] += 1
            if self._counts[change.table] <= self._limit:
                self._shown[change.table] += change_lines(article, change)

    def lines(self, tally: Tally) -> list[str]:
        """Counts, then columns, then the changes."""
        width = max(map(len, TABLES))
        lines = [f"{'table':{width}}  {'old':>9}  {'new':>9}  {'same':>9}  {'changed':>9}  {'lost':>9}  {'added':>9}"]
        lines += [f"{table:{width}}  {'  '.join(f'{n:>9,}' for n in tally.counts(table))}" for table in TABLES]
        for table, columns in tally.columns.items():
            if columns:
                lines.append(f"columns of {table}: {', '.join(f'{name} {n:,}' for name, n in columns.most_common())}")
        for table, shown in self._shown.items():
            if shown:
                lines += ["", table, *shown]
                if self._counts[table] > self._limit:
                    lines.append(f"  … and {self._counts[table] - self._limit:,} more")
        return lines


def change_lines(article: ArticleChanges, change: Change) -> list[str]:
    """A line with the sign, the place and the words of a row, and one for each column that changed."""
    rows = article.old if change.new is None else article.new
    assert rows is not None
    lines = [f"  {SIGNS[change.kind]} {where(article)} {words_of(rows, change)}"]
    return lines + [f"      {name}: {old} → {new}" for name, old, new in shown_values(article, change)]


def shown_values(article: ArticleChanges, change: Change, limit: int = 120) -> Iterator[tuple[str, str, str]]:
    """Name, old and new value of each column that changed, for a person: an id of another row is that row's words.

    Args:
        article: that it belongs to.
        change: of a row.
        limit: characters of a value.
    """
    owners = references(change.table)
    for name, *cells in changed_values(change):
        sides = (article.old, article.new)
        if name in owners:
            cells = [_referred(rows, owners[name], cell) for rows, cell in zip(sides, cells, strict=True)]
        old, new = (value(cell, limit) for cell in cells)
        yield name, old, new


def _referred(rows: ArticleRows | None, table: str, key: str | None) -> str | None:
    row = {} if rows is None or key is None else rows.by_id(table).get(key, {})
    words = row.get("name") or row.get("text")
    return key if words is None else f"“{words}” ({key})"


def changed_values(change: Change) -> Iterator[tuple[str, Any, Any]]:
    """Name, old and new value of each column that changed."""
    if change.old is not None and change.new is not None:
        for name in change.columns:
            yield name, change.old[name], change.new[name]


def where(article: ArticleChanges) -> str:
    """File and record of an article."""
    row = article.rows.article
    return f"{row['source_path']} #{row['source_record']}"


def words_of(rows: ArticleRows, change: Change) -> str:
    """A row in a line: its span within the words around, or what else names it."""
    row = change.row
    if change.table == "articles":
        return str(row["article_id"])
    start, end = row.get("start"), row.get("end")
    if start is None or end is None:
        return f"{row.get('name') or row.get('form')}"
    context = Page(Scorecard(), "", rows.text).context(Span(start, end))
    return f"{start}-{end} {context}"


def value(raw: Any, limit: int = 120) -> str:
    """A value of a cell on one line, cut where it is long."""
    shown = "null" if raw is None else " ".join(str(raw).split())
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


class JsonWriter:
    """Writes a JSON document while the changes come in.

    {"changes": [{"table", "kind", "article_id", "source_path", "source_record", "row"} or, where it changed, with "old" and "new"
    for the columns that differ], "tables": {table: {"old", "new", "same", "changed", "lost", "added", "columns": {name: n}}},
    "n_articles", "is_equal"}. `row` is the new row, or the old one where it was lost; that of an article is without its text.

    Args:
        out: to write to.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._glue = '{"changes": [\n'

    def add(self, article: ArticleChanges) -> None:
        """Writes the changes of one article."""
        for change in article.changes:
            self._out.write(self._glue + json.dumps(_as_json(article, change), ensure_ascii=False, default=str))
            self._glue = ",\n"

    def finish(self, tally: Tally) -> None:
        """Writes the counts, and closes the document."""
        tables = {table: {**tally.counts(table)._asdict(), "columns": dict(tally.columns[table].most_common())} for table in TABLES}
        opening = self._glue if tally.is_equal else "\n"
        rest = {"tables": tables, "n_articles": tally.n_articles, "is_equal": tally.is_equal}
        self._out.write(f"{opening}], {json.dumps(rest, indent=1)[1:]}\n")


def _as_json(article: ArticleChanges, change: Change) -> dict[str, Any]:
    row = article.rows.article
    known = {
        "table": change.table,
        "kind": change.kind,
        **{key: row[key] for key in ("article_id", "source_path", "source_record")},
    }
    shown: Row = {name: cell for name, cell in change.row.items() if change.table != "articles" or name != "text"}
    values = list(changed_values(change))
    sides = {"old": {name: old for name, old, _ in values}, "new": {name: new for name, _, new in values}} if values else {}
    return {**known, "row": shown, **sides}
