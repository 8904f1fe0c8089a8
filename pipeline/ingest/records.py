"""From inputs to a stream of articles and of what could not become one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from os import R_OK, access
from pathlib import Path

from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.errors import InputError, RecordFault
from pipeline.ingest.archives import read_members
from pipeline.ingest.delimited import read_delimited
from pipeline.ingest.encodings import UTF_8, check_encoding, to_utf_8
from pipeline.ingest.fields import FieldMap, build_article
from pipeline.ingest.files import KNOWN, InputFile, Skipped, check_input, find_files
from pipeline.ingest.formats import ARCHIVES, Format
from pipeline.ingest.json_documents import read_json
from pipeline.ingest.json_lines import read_json_lines
from pipeline.ingest.news_xml import read_news_xml
from pipeline.ingest.pages import build_record, read_page
from pipeline.ingest.parquet import read_parquet
from pipeline.ingest.plain import read_plain
from pipeline.ingest.raw import Item, RawPage, Unread
from pipeline.ingest.streams import READ_ERRORS, STDIN, ByteStream, is_wide, open_bytes, seekable
from pipeline.ingest.warc import read_warc
from pipeline.storage import is_remote
from pipeline.vocabulary import QuarantineReason, QuarantineStage

_LONGEST_ESCAPE = 12
"""Bytes of one code point in JSON at most: two escaped surrogates."""

_OTHER_FIELDS = 1 << 24
"""Bytes that a record may have beside its text."""

_PLAIN_FIELDS = FieldMap()
"""Of records with our names, which no option renames."""


def read_records(inputs: Sequence[Path], settings: Settings) -> Iterator[SourceArticle | Quarantined]:
    """Reads the articles of files and folders.

    Files come in a stable order: by their names below the folder; members of an archive in the order of the archive, named
    "dump.zip!/a/b.html". Memory does not depend on the size of a file. `source_record` counts the records of a file or member from
    0, with those that cannot be read; blank lines of JSON Lines and CSV are not counted, nor the header of a CSV. Duplicates and
    languages are not looked at.

    Args:
        inputs: files, and folders that are searched with all that is below; "-" is standard input.
        settings: limits of the text, the field names, the encoding.

    Returns:
        Articles, and a row for the quarantine for each record, file or folder that cannot be read.

    Raises:
        InputError: an input is missing or cannot be opened, or no input holds a readable file of a known format.
        ConfigError: `settings.fields` names a field that articles do not have, or the encoding is not known.
    """
    return RecordReader(find_inputs(inputs, settings), settings)


def read_items(inputs: Sequence[Path], settings: Settings) -> Iterator[tuple[str, Item]]:
    """Reads the records of files and folders as `read_records` does, and leaves to `finish` what is made of them.

    Returns:
        For each record the name of its file or member, and what stands there.

    Raises:
        UsageError: as `read_records`.
    """
    return _read_all(find_inputs(inputs, settings), FieldMap(settings.fields), settings)


def count_records(inputs: Sequence[Path], settings: Settings) -> int | None:
    """How many records `read_records` gives, told without looking into pages.

    Returns:
        None where standard input is read, since that comes once.

    Raises:
        UsageError: as `read_records`.
    """
    if STDIN in inputs:
        return None
    return sum(1 for _ in read_items(inputs, settings))


def find_inputs(inputs: Sequence[Path], settings: Settings) -> Iterator[InputFile | Skipped]:
    """The files that `read_records` reads.

    Raises:
        InputError: an input is missing or cannot be opened, or no input holds a readable file of a known format.
        ConfigError: the encoding is not known.
    """
    check_encoding(settings.encoding)
    for each in inputs:
        check_input(each)
    files = find_files(inputs)
    first: list[InputFile | Skipped] = []
    for found in files:
        first.append(found)
        if isinstance(found, InputFile) and (found.path == STDIN or is_remote(found.path) or access(found.path, R_OK)):
            break
    else:
        raise InputError(f"no file to read in {', '.join(map(str, inputs)) or 'no input'}; known formats are {KNOWN}")
    return chain(first, files)


def _read_all(files: Iterable[InputFile | Skipped], fields: FieldMap, settings: Settings) -> Iterator[tuple[str, Item]]:
    """The records of files, each with the name of its file or member."""
    for file in files:
        if isinstance(file, Skipped):
            yield file.name, _skipped(file)
        elif file.format in ARCHIVES:
            for member in read_members(file):
                if isinstance(member, Skipped):
                    yield member.name, _skipped(member)
                else:
                    items = _guarded(lambda m=member: m.stream, member.format, fields, settings)  # type: ignore[misc]
                    yield from ((member.name, item) for item in items)
        else:
            yield from ((file.name, item) for item in read_file(file, fields, settings))


class RecordReader:
    """The articles and faults of files, in order; an iterator that can pass over some for the price of reading them.

    Args:
        files: what to read.
        settings: limits of the text, the field names, the encoding.

    Raises:
        ConfigError: `settings.fields` names a field that articles do not have.
    """

    def __init__(self, files: Iterable[InputFile | Skipped], settings: Settings) -> None:
        self._settings = settings
        self._fields = FieldMap(settings.fields)
        self._raw = _read_all(files, self._fields, settings)

    def __iter__(self) -> RecordReader:
        return self

    def __next__(self) -> SourceArticle | Quarantined:
        return finish(*next(self._raw), self._fields, self._settings)

    def skip(self, n_records: int) -> None:
        """Passes over so many records without looking into them: of a page, nobody searches the article."""
        for _ in islice(self._raw, n_records):
            pass


def _skipped(file: Skipped) -> Unread:
    return Unread(None, QuarantineReason.UNREADABLE, file.message)


def finish(name: str, item: Item, fields: FieldMap, settings: Settings) -> SourceArticle | Quarantined:
    """Makes an article of a record; of a page by finding it there, which is nearly all of the work.

    Args:
        name: of its file or member.
        item: what stands there.
        fields: which field is which.
        settings: limits of the text.
    """
    if isinstance(item, Unread):
        return Quarantined(
            path=name, record=item.number, article_id=None, stage=QuarantineStage.READ, reason=item.reason, message=item.message
        )
    try:
        if isinstance(item, RawPage):
            item = build_record(item)
        return build_article(item, name, _PLAIN_FIELDS if item.is_plain else fields, settings)
    except RecordFault as fault:
        return Quarantined(
            path=name, record=item.number, article_id=None, stage=fault.stage, reason=fault.reason, message=fault.message
        )


def read_file(file: InputFile, fields: FieldMap, settings: Settings) -> Iterator[Item]:
    """Reads the records of one file; where it is cut or corrupt, the last item says so.

    Args:
        file: the file; no archive.
        fields: which columns of a Parquet file are wanted.
        settings: the limits.
    """
    return _guarded(lambda: open_bytes(file.path, file.compression), file.format, fields, settings)


def _guarded(open_stream: Callable[[], ByteStream], kind: Format, fields: FieldMap, settings: Settings) -> Iterator[Item]:
    n_read, number = 0, None
    try:
        with open_stream() as stream:
            for item in _reader(kind, stream, fields, settings):
                n_read, number = n_read + 1, item.number
                yield item
    except READ_ERRORS as error:
        detail = (str(getattr(error, "strerror", None) or error or "it is cut").splitlines() or ["it is cut"])[0][:200]
        number = None if number is None else number + 1
        message = f"the file cannot be read from record {number or 0} on: {detail}; get a whole copy of it"
        yield Unread(number, QuarantineReason.UNREADABLE, message)
        return
    if n_read == 0:
        yield Unread(None, QuarantineReason.EMPTY, "the file holds no record; leave it out")


def _reader(kind: Format, stream: ByteStream, fields: FieldMap, settings: Settings) -> Iterator[Item]:
    limit = _LONGEST_ESCAPE * settings.max_chars + _OTHER_FIELDS
    match kind:
        case Format.PARQUET:
            return read_parquet(seekable(stream), fields.is_wanted)
        case Format.HTML:
            return read_page(stream)
        case Format.WARC:
            return read_warc(stream)
        case Format.NITF | Format.NEWSML:
            return read_news_xml(stream, limit)
    if settings.encoding == UTF_8 and is_wide(stream.peek(2)[:2]):
        return iter([Unread(None, QuarantineReason.ENCODING, "the file is UTF-16; convert it to UTF-8, or give --encoding auto")])
    stream = to_utf_8(stream, settings.encoding)
    match kind:
        case Format.JSON_LINES:
            return read_json_lines(stream, limit, has_text=fields.has_text)
        case Format.JSON:
            return read_json(stream, limit, fields.has_text)
        case Format.CSV:
            return read_delimited(stream, limit)
        case Format.TSV:
            return read_delimited(stream, limit, "\t")
        case _:
            return read_plain(stream, settings.max_chars)
