"""Generates `docs/tables.md` from the schema and the vocabularies.

Written anew with: python -m pipeline.report.tables docs/tables.md
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pyarrow as pa

from pipeline import vocabulary
from pipeline.schema import SCHEMA_VERSION, TABLES, Column, columns
from pipeline.store import write_text
from pipeline.vocabulary import definitions

_HEAD = """\
<!-- Generated from pipeline/schema.py and pipeline/vocabulary.py. Write it anew with:
     python -m pipeline.report.tables docs/tables.md -->

# Tables

Version {version} of the schema. A run writes one folder a table, each with one part a shard:

```
data/out/
  run.json                     versions, configuration, inputs with their hashes, rows per table, seconds per stage
  quarantine.jsonl             one line for each record that could not be processed
{folders}
```

A part is visible only when it is whole, so pandas, polars, duckdb and pyarrow read each folder as one table. The
versions of schema, code and model stand in the metadata of every part. Rows are ordered by article, then by start.

## Spans

`start` and `end` are half-open and count Unicode code points of `articles.text`: in Python, `text[start:end]` of the
article is the row's `text`, always. `articles.text` is the text received, character for character. Nothing is cleaned
away; what is not running text is marked in `sections`.

## Ids

An id is 16 hex digits, a hash of the article's id, the kind of row and its span, and so the same on every run and
machine. The `article_id` is a hash of the source's own id or URL (or else path and record number) together with the
text: the same record twice is one article and one line in the quarantine, the same text under another id is another
article. `entities.canonical_id` does not depend on the article and joins what is judged the same thing across articles.

A foreign key always resolves, and within the same article.

## Null

A type with a question mark may be null. What is not known is null, never a word such as "Unknown", and a column beside
it says why: `dates.status` and `dates.anchor` where a date has no calendar days, `statements.status` where a statement
has no speaker, `statement_speakers.form` where a speaker has no words of its own or a pronoun has no name. No date is
ever guessed from today's: without a publication date or a dateline, "Tuesday" has the value `XXXX-WXX-2`, the status
`partial` and no calendar days.

`confidence` runs from 0 to 1. It is a calibrated probability where a model gives one, and null where a rule decided.
"""

_FOLDER_WIDTH = 29

_QUARANTINE = """\
## quarantine.jsonl

One JSON object a line for each record or article that could not be processed: `path`, `record` (null where the whole
file failed), `article_id` (null where no article could be made of it), `stage` ([QuarantineStage](#quarantinestage)),
`reason` ([QuarantineReason](#quarantinereason)) and `message`, one line for a person.
"""


def tables_markdown() -> str:
    """The whole of `docs/tables.md`."""
    folders = "\n".join(f"  {f'{table}/':<{_FOLDER_WIDTH}}part-00000.parquet, part-00001.parquet, …" for table in TABLES)
    sections = [_HEAD.format(version=SCHEMA_VERSION, folders=folders)]
    sections += [_table_section(table) for table in TABLES]
    sections.append(_QUARANTINE)
    sections.append("## Vocabularies\n\nThe words that a column may hold where it names one of these.\n")
    sections += [_vocabulary_section(words) for words in vocabularies()]
    return "\n".join(sections)


def write_tables(file: Path) -> None:
    """Writes the document.

    Raises:
        OutputError: the file cannot be written.
    """
    write_text(file, tables_markdown())


def vocabularies() -> Iterator[type[StrEnum]]:
    """The closed vocabularies, in the order of their module."""
    for value in vars(vocabulary).values():
        if inspect.isclass(value) and issubclass(value, StrEnum) and value is not StrEnum:
            yield value


def _table_section(table: str) -> str:
    lines = [f"## {table}", "", _summary(TABLES[table]), "", "| column | type | meaning |", "| --- | --- | --- |"]
    lines += [_column_row(table, column) for column in columns(table)]
    return "\n".join(lines) + "\n"


def _column_row(table: str, column: Column) -> str:
    kind = type_name(column.type) + ("?" if column.nullable else "")
    meaning = [column.doc]
    target = target_table(table, column.name)
    if target:
        meaning.append(f"→ [{target}](#{target})")
    if column.vocabulary:
        meaning.append(f"[{column.vocabulary.__name__}](#{column.vocabulary.__name__.lower()})")
    return f"| `{column.name}` | {cell(kind)} | {cell(' '.join(meaning))} |"


def _vocabulary_section(words: type[StrEnum]) -> str:
    meaning = definitions(words)
    lines = [f"### {words.__name__}", "", _summary(words), "", "| value | meaning |", "| --- | --- |"]
    lines += [f"| `{word}` | {cell(meaning.get(word, ''))} |" for word in words]
    return "\n".join(lines) + "\n"


def type_name(kind: pa.DataType) -> str:
    """A type as the document writes it, such as `list<struct<start: int32, end: int32>>`."""
    if pa.types.is_list(kind):
        return f"list<{type_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        fields = ", ".join(f"{field.name}: {type_name(field.type)}" for field in kind)
        return f"struct<{fields}>"
    if pa.types.is_date32(kind):
        return "date32"
    return {"float": "float32"}.get(str(kind), str(kind))


def target_table(table: str, column: str) -> str | None:
    """The table that a foreign key points into; None for a column that is none.

    A key is named as the id column of its table, or with a word in front, as `parent_statement_id`.
    """
    for target, record in TABLES.items():
        key = f"{record.__name__.lower()}_id"
        if (target != table and column == key) or column.endswith(f"_{key}"):
            return target
    return None


def cell(text: str) -> str:
    """Text as a Markdown table cell holds it."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _summary(documented: type) -> str:
    return (inspect.getdoc(documented) or "").split("\n\n")[0]


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]))
