"""Parquet and JSON, out and in. What is visible is whole: files are written aside, synced, then renamed; or put to a store."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from platform import node
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import OutputError
from pipeline.schema import TABLES, Record, arrow_schema
from pipeline.storage import arrow_name, arrow_place, is_remote, put, reason

if TYPE_CHECKING:
    import pyarrow.dataset as ds

MANIFEST = "run.json"
"""What a run was made of, and what came out."""

QUARANTINE = "quarantine.jsonl"
"""The records that could not be processed."""


def part_name(shard: int) -> str:
    """File name of a shard's part, the same in every table's folder."""
    return f"part-{shard:05d}.parquet"


def to_arrow(table: str, records: Sequence[Record]) -> pa.Table:
    """The records of a table as an Arrow table.

    Args:
        table: its name in the contract.
        records: all of that table's record class.
    """
    schema = arrow_schema(table)
    return pa.table(
        [pa.array([getattr(record, name) for record in records], type=schema.field(name).type) for name in schema.names],
        schema=schema,
    )


def write_part(out: Path, table: str, shard: int, records: Sequence[Record], metadata: Mapping[str, str]) -> None:
    """Writes one part of a table, atomically.

    Args:
        out: the output folder.
        table: its name.
        shard: number of the shard.
        records: rows in order; none gives a part with no rows, so that every table can be read.
        metadata: versions and the like, for the file's schema.

    Raises:
        OutputError: the folder cannot be written.
    """
    arrow = to_arrow(table, records).replace_schema_metadata({f"onrecord.{key}": value for key, value in metadata.items()})

    def save(path: Path) -> None:
        pq.write_table(arrow, path, compression="zstd")

    _write_whole(out / table / part_name(shard), save)


def write_json(path: Path, value: Any) -> None:
    """Writes a JSON document, atomically.

    Raises:
        OutputError: the folder cannot be written.
    """
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False, default=str) + "\n")


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes JSON Lines, atomically.

    Raises:
        OutputError: the folder cannot be written.
    """

    def save(aside: Path) -> None:
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    _write_whole(path, save)


def write_text(path: Path, text: str) -> None:
    """Writes a text file, atomically.

    Raises:
        OutputError: the folder cannot be written.
    """
    _write_whole(path, lambda aside: _save_text(aside, text))


def _save_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_whole(path: Path, save: Callable[[Path], None]) -> None:
    if is_remote(path):
        _put_whole(path, save)
        return
    aside = _aside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(aside)
        _sync(aside)
        aside.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:  # what failed half-way leaves nothing behind, whatever the error was
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _put_whole(path: Path, save: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "object"
        try:
            save(file)
            put(file, path)
        except Exception as error:  # each store has exceptions of its own
            raise OutputError(f"cannot write {path}: {reason(error)}") from error


def read_manifest(out: Path) -> dict[str, Any] | None:
    """The manifest of a folder, or None where there is none.

    Raises:
        OutputError: there is one that cannot be read.
    """
    try:
        value: dict[str, Any] = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return value
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot read {out / MANIFEST}: {error}") from error


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{node()}.{os.getpid()}.tmp")  # two machines may share a disk and a number


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def table_parts(out: Path, table: str) -> list[Path]:
    """The parts of a table of a run, in order.

    Raises:
        OutputError: there are none.
    """
    parts = sorted((out / table).glob("part-*.parquet"))
    if not parts:
        raise OutputError(f"no parts of {table} in {out}")
    return parts


def open_part(part: Path) -> pq.ParquetFile:
    """Opens a part of a table, wherever it is."""
    return pq.ParquetFile(arrow_name(part), **arrow_place(part))


def rewrite_parts(out: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> int:
    """Changes a table of a finished run; each part is the old one or the new one at any time, never a torn one.

    On a disk all parts that change are written aside before the first takes its place, so that a full disk changes nothing. A kill
    while they take their places, or are put to a store, can leave some old and some new: `change` must give the same when it is
    run again.

    Args:
        out: the output folder.
        table: its name.
        change: gives a part's rows anew, with the same schema; its metadata is kept.

    Returns:
        The number of parts that changed.

    Raises:
        OutputError: there are no parts, or the folder cannot be written.
    """
    aside: list[tuple[Path, Path]] = []
    n_changed = 0
    try:
        for part in table_parts(out, table):
            old = open_part(part).read()
            new = change(old).replace_schema_metadata(old.schema.metadata)
            if new.equals(old):
                continue
            n_changed += 1
            if is_remote(part):
                _put_whole(part, lambda file, rows=new: pq.write_table(rows, file, compression="zstd"))  # type: ignore[misc]
            else:
                aside.append((_aside(part), part))
                pq.write_table(new, aside[-1][0], compression="zstd")
                _sync(aside[-1][0])
        for file, part in aside:
            file.replace(part)
    except OSError as error:
        raise OutputError(f"cannot write {out / table}: {error.strerror or error}") from error
    finally:
        for file, _ in aside:
            with suppress(OSError):
                file.unlink(missing_ok=True)
    return n_changed


def read_run(out: Path) -> dict[str, Any]:
    """The manifest of a run that must be there.

    Raises:
        OutputError: there is none, or it cannot be read.
    """
    manifest = read_manifest(out)
    if manifest is None:
        raise OutputError(f"{out} holds no run; extract articles into it first")
    return manifest


def discard_unfinished(out: Path) -> None:
    """Removes what killed processes left aside in the folder of a run and in those of its tables; a store holds nothing aside."""
    if is_remote(out):
        return
    for path in sorted(out.glob("**/.*.tmp")):
        path.unlink(missing_ok=True)


def read_table(out: Path, table: str, columns: list[str] | None = None) -> pa.Table:
    """Reads a table of a run as one Arrow table, parts in order.

    Args:
        out: the output folder.
        table: its name.
        columns: only these.

    Raises:
        OutputError: there is no such table, or it cannot be read.
    """
    if table not in TABLES:
        raise OutputError(f"no table {table!r}; the tables are {', '.join(TABLES)}")
    parts = table_parts(out, table)
    try:
        return open_parts(table, parts).to_table(columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise OutputError(f"cannot read {table} of {out}: {str(error).splitlines()[0]}") from error


def open_parts(table: str, parts: Sequence[Path]) -> ds.Dataset:
    """Parts of a table as one Arrow dataset, of which nothing is read yet."""
    import pyarrow.dataset as ds  # imports pandas, which a run does not need

    return ds.dataset([arrow_name(part) for part in parts], schema=arrow_schema(table), format="parquet", **arrow_place(parts[0]))
