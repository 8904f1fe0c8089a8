"""Where the tables of a run are: a folder of Parquet files, or memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.errors import InputError, UsageError
from pipeline.schema import TABLES
from pipeline.store import open_parts


class Source(Protocol):
    """The tables of a run."""

    def dataset(self, table: str) -> ds.Dataset:
        """A table, of which nothing is read yet."""
        ...

    def parts(self) -> Sequence[Source]:
        """The same run in pieces that fit in memory, in order; all rows of an article are in one piece."""
        ...


@dataclass(frozen=True)
class Folder:
    """The output folder of a run.

    Args:
        path: the folder.
        names: only these parts; all that are there in every table by default.
    """

    path: Path
    names: tuple[str, ...] | None = None

    @cached_property
    def _names(self) -> tuple[str, ...]:
        if self.names is not None:
            return self.names
        found = [{part.name for part in (self.path / table).glob("part-*.parquet")} for table in TABLES]
        whole = set.intersection(*found)  # a run that is still going has parts that are not there in every table yet
        if not whole:
            raise InputError(f"{self.path} holds no tables of a run; make them with: onrecord extract INPUT --out {self.path}")
        return tuple(sorted(whole))

    def files(self, table: str) -> list[Path]:
        """The files of a table, in order."""
        check_table(table)
        return [self.path / table / name for name in self._names]

    def dataset(self, table: str) -> ds.Dataset:
        """A table, of which nothing is read yet."""
        return open_parts(table, self.files(table))

    def parts(self) -> Sequence[Folder]:
        """One folder a shard."""
        return [Folder(self.path, (name,)) for name in self._names]


@dataclass(frozen=True)
class Memory:
    """Tables in memory."""

    tables: Mapping[str, pa.Table]

    def dataset(self, table: str) -> ds.Dataset:
        """A table."""
        check_table(table)
        return ds.dataset(self.tables[table])

    def parts(self) -> Sequence[Memory]:
        """All in one."""
        return [self]


def check_table(table: str) -> None:
    """Raises UsageError unless there is such a table."""
    if table not in TABLES:
        raise UsageError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
