"""Parquet: one record a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.ingest.raw import Item, RawRecord
from pipeline.ingest.streams import CHUNK, ByteStream

BATCH = 64
"""Rows held at once."""

_CELL_ERRORS = (ValueError, OverflowError, pa.ArrowException)
"""What turning one cell into a Python object raises: bytes that are not UTF-8, a date outside the calendar, an unknown zone."""


def read_parquet(stream: ByteStream, is_wanted: Callable[[str], bool]) -> Iterator[Item]:
    """Reads one record a row; of a row group only the pages in hand are held.

    Args:
        stream: a file that can be sought in.
        is_wanted: whether a column can be a field of an article; others are not read, and are None in the record.

    Raises:
        pyarrow.ArrowException: not Parquet, or corrupt from here on. OSError too.
    """
    file = pq.ParquetFile(stream, buffer_size=CHUNK)
    names = file.schema_arrow.names
    unread = dict.fromkeys(name for name in names if not is_wanted(name))
    number = 0
    for batch in file.iter_batches(BATCH, columns=[name for name in names if is_wanted(name)], use_threads=False):
        for fields, damaged in _rows(batch):
            yield RawRecord(number, {**fields, **unread}, damaged)
            number += 1


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[dict[str, object], frozenset[str]]]:
    try:
        rows = batch.to_pylist()
    except _CELL_ERRORS:
        rows = None
    if rows is not None:
        yield from ((row, frozenset()) for row in rows)
        return
    for index in range(batch.num_rows):
        fields: dict[str, object] = {}
        damaged: set[str] = set()
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            try:
                fields[name] = column[index].as_py()
            except UnicodeDecodeError:
                damaged.add(name)
            except _CELL_ERRORS:
                fields[name] = None
        yield fields, frozenset(damaged)
