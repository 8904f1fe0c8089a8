"""From Arrow to pandas with the types that an analysis wants, and filters that reach down into the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.reading.source import Source
from pipeline.schema import Column, arrow_schema, columns

Filters: TypeAlias = "Mapping[str, Any] | Sequence[Any] | pc.Expression"
"""What `read_arrow` takes as filters."""

_NULLABLE = {"int32": pd.Int32Dtype(), "int64": pd.Int64Dtype(), "bool": pd.BooleanDtype()}


def read_arrow(source: Source, table: str, names: Sequence[str] | None = None, filters: Filters | None = None) -> pa.Table:
    """Reads rows of a table as Arrow.

    Args:
        source: the run.
        table: its name.
        names: only these columns, in this order.
        filters: rows to keep, as a mapping of column to value or list of values (None for null), as the tuples that
            `pandas.read_parquet` takes, or as an Arrow expression. Files and row groups that cannot match are not read.

    Raises:
        UsageError: there is no such table or column, or the filters make no sense.
    """
    dataset = source.dataset(table)
    check_columns(table, names or ())
    try:
        return dataset.to_table(columns=None if names is None else list(names), filter=_expression(table, filters))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError, pa.ArrowKeyError) as error:
        raise UsageError(f"the filters do not fit {table}: {str(error).splitlines()[0]}") from error


def check_columns(table: str, names: Iterable[str]) -> None:
    """Raises UsageError unless the table has all these columns."""
    known = [column.name for column in columns(table)]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise UsageError(f"{table} has no column {name!r}{hint} It has {', '.join(known)}")


def _expression(table: str, filters: Filters | None) -> pc.Expression | None:
    if filters is None or isinstance(filters, pc.Expression):
        return filters
    if not isinstance(filters, Mapping):
        try:
            return pq.filters_to_expression(list(filters)) if filters else None
        except (ValueError, TypeError) as error:
            raise UsageError(f"filters are tuples such as ('type', '==', 'DIE'), or a mapping: {error}") from error
    check_columns(table, filters)
    joined = None
    for name, wanted in filters.items():
        each = _equals(ds.field(name), wanted, arrow_schema(table).field(name).type)
        joined = each if joined is None else joined & each
    return joined


def _equals(field: pc.Expression, wanted: Any, kind: pa.DataType) -> pc.Expression:
    if wanted is None:
        return field.is_null()
    if isinstance(wanted, str) or not isinstance(wanted, Iterable):
        return field == wanted
    values = list(wanted)
    found = field.isin(pa.array([value for value in values if value is not None], kind))
    return found | field.is_null() if None in values else found


def read_frame(source: Source, table: str, names: Sequence[str] | None = None, filters: Filters | None = None) -> pd.DataFrame:
    """Reads rows of a table as pandas; arguments and errors are those of `read_arrow`."""
    return to_frame(table, read_arrow(source, table, names, filters))


def to_frame(table: str, arrow: pa.Table) -> pd.DataFrame:
    """A table of a run as pandas has it.

    Closed vocabularies are categoricals with all their words, in the order of the vocabulary; days are `datetime64[s]`, instants
    `datetime64[s, UTC]`; integers and booleans that may be null are pandas' nullable ones; strings are `str`; lists are Python
    lists.

    Args:
        table: its name in the contract.
        arrow: some of its columns.
    """
    known = {column.name: column for column in columns(table)}
    return pd.DataFrame({name: _series(known[name], arrow.column(name)) for name in arrow.column_names})


def _series(column: Column, values: pa.ChunkedArray) -> Any:
    if column.vocabulary is not None:
        return _categorical(list(column.vocabulary), values)
    kind = str(column.type)
    if pa.types.is_list(column.type):
        return pd.Series(values.to_pylist(), dtype=object)
    if pa.types.is_date32(column.type):
        return values.cast(pa.timestamp("s")).to_pandas()
    if kind in _NULLABLE and (column.nullable or values.null_count):
        return values.to_pandas(types_mapper={column.type: _NULLABLE[kind]}.get)
    if pa.types.is_string(column.type):
        return pd.Series(values.to_pandas(), dtype="str")
    return values.to_pandas()


def _categorical(words: list[Any], values: pa.ChunkedArray) -> Any:
    known = [str(word) for word in words]
    other = sorted(set(pc.unique(values).to_pylist()) - {None, *known})  # a run of another version may know more words
    codes = pc.index_in(values, value_set=pa.array([*known, *other], pa.string()))
    return pd.Categorical.from_codes(pc.fill_null(codes, -1).to_numpy(), dtype=pd.CategoricalDtype([*known, *other]))
