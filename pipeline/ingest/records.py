"""From inputs to a stream of articles and of what could not become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from os import R_OK, access
from pathlib import Path

from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.errors import InputError, RecordFault
from pipeline.ingest.delimited import read_delimited
from pipeline.ingest.fields import FieldMap, build_article
from pipeline.ingest.files import KNOWN, Format, InputFile, Skipped, check_input, find_files
from pipeline.ingest.json_documents import read_json
from pipeline.ingest.json_lines import read_json_lines
from pipeline.ingest.parquet import read_parquet
from pipeline.ingest.plain import read_plain
from pipeline.ingest.raw import Item, RawRecord, Unread
from pipeline.ingest.streams import READ_ERRORS, ByteStream, is_wide, open_bytes
from pipeline.vocabulary import QuarantineReason, QuarantineStage

_LONGEST_ESCAPE = 12
"""Bytes of one code point in JSON at most: two escaped surrogates."""

_OTHER_FIELDS = 1 << 24
"""Bytes that a record may have beside its text."""


def read_records(inputs: Sequence[Path], settings: Settings) -> Iterator[SourceArticle | Quarantined]:
    """Reads the articles of files and folders.

    Files come in a stable order: by their names below the folder. Memory does not depend on the size of a file. `source_record`
    counts the records of a file from 0, with those that cannot be read; blank lines of JSON Lines and CSV are not counted, nor the
    header of a CSV. Duplicates and languages are not looked at.

    Args:
        inputs: files, and folders that are searched with all that is below.
        settings: limits of the text, and the field names.

    Returns:
        Articles, and a row for the quarantine for each record, file or folder that cannot be read.

    Raises:
        InputError: an input is missing or cannot be opened, or no input holds a readable file of a known format.
        ConfigError: `settings.fields` names a field that articles do not have.
    """
    fields = FieldMap(settings.fields)
    for each in inputs:
        check_input(each)
    files = find_files(inputs)
    first: list[InputFile | Skipped] = []
    for found in files:
        first.append(found)
        if isinstance(found, InputFile) and access(found.path, R_OK):
            break
    else:
        raise InputError(f"no file to read in {', '.join(map(str, inputs)) or 'no input'}; known formats are {KNOWN}")
    return _read_all(chain(first, files), fields, settings)


def _read_all(files: Iterable[InputFile | Skipped], fields: FieldMap, settings: Settings) -> Iterator[SourceArticle | Quarantined]:
    for file in files:
        if isinstance(file, Skipped):
            yield _unread(file.name, Unread(None, QuarantineReason.UNREADABLE, file.message))
            continue
        # a text file has no field names that an option could rename
        names = FieldMap() if file.format is Format.TEXT else fields
        for item in read_file(file, names, settings):
            yield _unread(file.name, item) if isinstance(item, Unread) else _article(file.name, item, names, settings)


def _unread(name: str, item: Unread) -> Quarantined:
    return Quarantined(
        path=name, record=item.number, article_id=None, stage=QuarantineStage.READ, reason=item.reason, message=item.message
    )


def _article(name: str, raw: RawRecord, fields: FieldMap, settings: Settings) -> SourceArticle | Quarantined:
    try:
        return build_article(raw, name, fields, settings)
    except RecordFault as fault:
        return Quarantined(
            path=name, record=raw.number, article_id=None, stage=fault.stage, reason=fault.reason, message=fault.message
        )


def read_file(file: InputFile, fields: FieldMap, settings: Settings) -> Iterator[Item]:
    """Reads the records of one file; where it is cut or corrupt, the last item says so.

    Args:
        file: the file.
        fields: which columns of a Parquet file are wanted.
        settings: the limits.
    """
    n_read = 0
    try:
        with open_bytes(file.path, file.compression) as stream:
            for item in _reader(file.format, stream, fields, settings):
                n_read += 1
                yield item
    except READ_ERRORS as error:
        detail = str(getattr(error, "strerror", None) or error or "it is cut").splitlines()[0][:200]
        message = f"the file cannot be read from record {n_read} on: {detail}; get a whole copy of it"
        yield Unread(n_read or None, QuarantineReason.UNREADABLE, message)
        return
    if n_read == 0:
        yield Unread(None, QuarantineReason.EMPTY, "the file holds no record; leave it out")


def _reader(kind: Format, stream: ByteStream, fields: FieldMap, settings: Settings) -> Iterator[Item]:
    limit = _LONGEST_ESCAPE * settings.max_chars + _OTHER_FIELDS
    if kind is Format.PARQUET:
        return read_parquet(stream, fields.is_wanted)
    if is_wide(stream.peek(2)[:2]):
        return iter([Unread(None, QuarantineReason.ENCODING, "the file is UTF-16; convert it to UTF-8")])
    match kind:
        case Format.JSON_LINES:
            return read_json_lines(stream, limit)
        case Format.JSON:
            return read_json(stream, limit)
        case Format.CSV:
            return read_delimited(stream, limit)
        case Format.TSV:
            return read_delimited(stream, limit, "\t")
        case _:
            return read_plain(stream, settings.max_chars)
