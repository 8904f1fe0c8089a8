"""A finished run as a data scientist has it: frames, joins, and the text behind every row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.errors import InputError, UsageError
from pipeline.markup.article_rows import ArticleRows, group_articles
from pipeline.reading import joins
from pipeline.reading.frames import Filters, read_arrow, read_frame
from pipeline.reading.names import resolve_entities, search_entities
from pipeline.reading.sentences import sentence_around
from pipeline.reading.source import Folder, Source
from pipeline.reading.views import ArticleView, Context
from pipeline.schema import TABLES
from pipeline.storage import is_remote, locate
from pipeline.store import MANIFEST, QUARANTINE, read_manifest

_FAULT = ["path", "record", "article_id", "stage", "reason", "message"]
_FAULT_TYPES = {"path": "str", "record": "Int64", "article_id": "str", "stage": "category", "reason": "category", "message": "str"}
_SHOWN = 5
_PREFIX = 6
"""Hex digits from which on the beginning of an id stands for the id."""


class Run:
    """The tables of a run. Nothing is read before it is asked for; a whole table, once read, is kept.

    Args:
        source: where the tables are.
        manifest: what `run.json` holds.
        faults: what `quarantine.jsonl` holds; read from the folder where None.
        path: the folder; None for a run in memory.
    """

    def __init__(
        self, source: Source, manifest: Mapping[str, Any], faults: list[dict[str, Any]] | None = None, path: Path | None = None
    ) -> None:
        self.source = source
        self.manifest = manifest
        self.path = path
        self._faults = faults

    @cached_property
    def articles(self) -> pd.DataFrame:
        """One row an article, with its text."""
        return self.table("articles")

    @cached_property
    def entities(self) -> pd.DataFrame:
        """One row a thing that an article names."""
        return self.table("entities")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a place in a text that refers to an entity."""
        return self.table("mentions")

    @cached_property
    def dates(self) -> pd.DataFrame:
        """One row a time expression."""
        return self.table("dates")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row a thing that someone is said to have said."""
        return self.table("statements")

    @cached_property
    def statement_speakers(self) -> pd.DataFrame:
        """One row a source of a statement."""
        return self.table("statement_speakers")

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row a thing that happens, may happen or does not."""
        return self.table("events")

    @cached_property
    def event_participants(self) -> pd.DataFrame:
        """One row a participant of an event."""
        return self.table("event_participants")

    @cached_property
    def quarantine(self) -> pd.DataFrame:
        """One row a record that could not be processed: path, record, article_id, stage, reason, message."""
        return pd.DataFrame(self.faults, columns=_FAULT).astype(_FAULT_TYPES)

    @cached_property
    def faults(self) -> list[dict[str, Any]]:
        """The rows of `quarantine.jsonl`.

        Raises:
            InputError: it cannot be read.
        """
        if self._faults is not None or self.path is None:
            return self._faults or []
        file = self.path / QUARANTINE
        try:
            return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise InputError(f"cannot read {file}: {error}") from error

    def table(self, name: str, columns: Sequence[str] | None = None, filters: Filters | None = None) -> pd.DataFrame:
        """Reads a table, or some of its columns and rows, as pandas.

        Args:
            name: of the table.
            columns: only these, in this order.
            filters: rows to keep: a mapping such as {"type": ["DIE", "INJURE"], "date_id": None}, the tuples of
                `pandas.read_parquet`, or an Arrow expression.

        Raises:
            UsageError: there is no such table or column, or the filters make no sense.
        """
        return read_frame(self.source, name, columns, filters)

    def arrow(self, name: str, columns: Sequence[str] | None = None, filters: Filters | None = None) -> pa.Table:
        """Reads a table as Arrow; arguments and errors are those of `table`."""
        return read_arrow(self.source, name, columns, filters)

    def duckdb(self) -> Any:
        """A DuckDB connection in memory with a view a table; a query reads only the columns and rows that it needs.

        Raises:
            UsageError: DuckDB is not installed.
        """
        try:
            import duckdb
        except ImportError as error:
            raise UsageError("SQL needs DuckDB; install it with: pip install duckdb") from error
        connection = duckdb.connect()
        for table in TABLES:
            folder = self.source if isinstance(self.source, Folder) and not is_remote(self.source.path) else None
            files = [str(file) for file in folder.files(table)] if folder else []
            if files and not any(set(file) & set("*?[]{}") for file in files):  # DuckDB would take these for patterns
                connection.read_parquet(files).create_view(table)
            else:
                connection.register(table, self.source.dataset(table))
        return connection

    def find(self, words: str = "", label: str | None = None) -> pd.DataFrame:
        """Lists entities whose name or alias holds the words, over all articles, most mentioned first.

        Args:
            words: part of a name, in any case; "" for everything.
            label: only of this label, such as "PERSON".
        """
        return search_entities(self.source, words, label)

    def attributed(self, filters: Filters | None = None) -> pd.DataFrame:
        """Statements with speaker and article in one frame; see `pipeline.reading.joins.attributed`."""
        return joins.attributed(self.source, filters)

    def statements_by(self, entity: object) -> pd.DataFrame:
        """What someone is said to have said, in all articles, with speaker and article.

        Args:
            entity: any name or alias, a `canonical_id`, an `entity_id`, or a row that has one. Where an alias stands for several
                things, all are given and `canonical_id` tells them apart.
        """
        return joins.statements_by(self.source, resolve_entities(self.source, entity))

    def timeline(self, entity: object) -> pd.DataFrame:
        """What someone said and took part in, by day; see `pipeline.reading.joins.timeline`."""
        return joins.timeline(self.source, resolve_entities(self.source, entity))

    def claims_about(self, entity: object) -> pd.DataFrame:
        """Events with the entity that rest on somebody's word, with whose; see `pipeline.reading.joins.claims_about`."""
        return joins.claims_about(self.source, resolve_entities(self.source, entity))

    def context(self, row: Any) -> Context:
        """The sentence around a row, with the row marked.

        Args:
            row: of any table or join: what has `article_id`, `start` and `end`; an entity stands for its first mention.

        Raises:
            UsageError: the row lacks one of these, or its article is not in the run.
        """
        try:
            article, start = str(row["article_id"]), row["start"]
            end = row["end"] if "end" in row else start + len(row["name"])
            first, last = int(start), int(end)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise UsageError("context takes one row with article_id, start and end, such as run.statements.iloc[0]") from error
        found = self.arrow("articles", ["text", "title"], {"article_id": article}).to_pylist()
        if not found:
            raise UsageError(f"there is no article {article!r} in this run")
        text = found[0]["text"]
        return Context(text, sentence_around(text, first, last), first, last)

    def article(self, wanted: str) -> ArticleView:
        """One article with all its rows; Jupyter shows it highlighted.

        Args:
            wanted: its `article_id` or the beginning of one, `source_id`, `url`, `source_path`, or a part of its title or path.

        Raises:
            UsageError: none or several articles fit.
        """
        for part in self.source.parts():
            if rows := _rows_of(part, {"article_id": wanted}):
                return ArticleView(rows)
        known = self.arrow("articles", ["article_id", "source_id", "url", "source_path", "title"]).to_pylist()
        return self.article(_one_of(wanted, known))

    def __repr__(self) -> str:
        counts = ", ".join(f"{n_rows:,} {table}" for table, n_rows in self.manifest.get("rows", {}).items())
        return f"<Run {self.path or 'in memory'}: {counts}>"


def _rows_of(source: Source, filters: Mapping[str, Any]) -> ArticleRows | None:
    if not read_arrow(source, "articles", ["article_id"], filters).num_rows:  # the one column alone: a run has many parts
        return None
    return next(group_articles({name: read_arrow(source, name, None, filters) for name in TABLES}))


def _one_of(wanted: str, known: list[dict[str, Any]]) -> str:
    """The id of the one article that fits best.

    Raises:
        UsageError: none or several do.
    """
    key = wanted.casefold()

    def exact(row: dict[str, Any]) -> bool:
        return wanted in (row["article_id"], row["source_id"], row["url"], row["source_path"])

    def begins(row: dict[str, Any]) -> bool:
        return len(wanted) >= _PREFIX and str(row["article_id"]).startswith(wanted)

    def holds(row: dict[str, Any]) -> bool:
        return any(key in (row[name] or "").casefold() for name in ("title", "source_path", "source_id"))

    for fits in (exact, begins, holds) if wanted else ():
        found = [row for row in known if fits(row)]
        if len(found) == 1:
            return str(found[0]["article_id"])
        if found:
            shown = "; ".join(f"{row['article_id']} {row['title'] or row['source_path']}" for row in found[:_SHOWN])
            more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise UsageError(f"{wanted!r} fits {len(found)} articles: {shown}{more}")
    raise UsageError(f"no article fits {wanted!r}; give an id, or a part of a title or path")


def load(path: str | Path = "data/out") -> Run:
    """Opens the output folder of a run. Reads no table yet, so it takes no time however large the run is.

    Args:
        path: what `onrecord extract --out` wrote: a folder, or a URL such as s3://bucket/prefix.

    Raises:
        InputError: there is no run.
        UsageError: the URL cannot be reached.
    """
    folder = locate(path)
    manifest = read_manifest(folder)
    if manifest is None:
        raise InputError(
            f"there is no run in {folder} ({MANIFEST} is missing); make one with: onrecord extract INPUT --out {folder}"
        )
    return Run(Folder(folder), manifest, path=folder)
