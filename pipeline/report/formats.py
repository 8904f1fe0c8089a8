"""Writes down the input formats: `docs/formats.md`, and what `onrecord formats` prints. Both follow from what the readers use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.ingest.formats import Description, Dump, describe_dumps, describe_formats
from pipeline.report.tables import cell

_HEAD = """\
<!-- Generated from models/lexicons/formats.toml and fields.toml. Write it anew with: onrecord docs docs -->

# Input formats

`onrecord extract` reads files and folders of these formats, and `-`, standard input. The ending of a name tells the
format; where it tells none, and on standard input, the first bytes do. All but Parquet and ZIP may also be compressed
(`.gz`, `.zst`).

| format | endings | one record |
| --- | --- | --- |
"""

_FIELDS = """\
## Where the fields stand

For each format the places that are looked at, first come first served. The names of JSON, CSV and Parquet are compared
without case, spaces, `_` and `-`; a dot parts the levels of nested records. `--field text=maintext` names another one.
A field that is found in none of them is null, and a record without a text goes to quarantine.
"""

_DUMPS = """\
## Known dumps

These need no `--field`.

| dump | format | fields |
| --- | --- | --- |
"""

_TAIL = """\
## Paths, numbers and ids

`source_path` is the name below the input folder, `-` for standard input, and for a member of an archive the archive's
name, `!/` and the member's, as in `dump.zip!/2024/page.html`; a second member of one name is `page.html (2)`.
`source_record` counts the records of that file or member from 0: a file of text, a page and a member have the record 0,
an article of a cluster counts as a record, and in a WARC file all its records count, also those that are no pages.

`article_id` is a hash of the text together with the source's own id, or else its URL, or else path and record.

## Text

`articles.text` is the text received, character for character; of a page it is the article found in it, and of NITF and
NewsML-G2 the paragraphs, with a blank line between paragraphs. Whatever is mended is mended before: offsets count the
text that the table holds.

- Bytes that are not UTF-8 put a record into quarantine. `--encoding cp1252` names another encoding, `--encoding auto`
  guesses it line by line where a line is not UTF-8. Of a page the byte order mark counts, then UTF-8 where it fits,
  then what the page or its server declares, then a guess.
- Text that was once decoded wrongly ("itâ€™s") is mended in pages, and elsewhere with `--fix-mojibake`.

## What costs itself alone

A record, page or member that is broken becomes a line of `quarantine.jsonl` with its path and number: a JSON line or a
CSV row that does not parse, a compressed file from where it is cut or corrupt, a cut WARC record and what stands
between two, XML from where it is not well-formed, members that are encrypted, named so that they lead out of the
archive, or archives themselves. XML that declares entities is refused, none is expanded, and nothing is fetched. What
unpacks to more than 200 times its size is not read on once it has given 256 MB. Nothing of an archive is written under
a member's name.

Memory does not depend on the size of a file, with two exceptions: the list of a ZIP archive's members is held (about
500 bytes each; an archive whose list is longer than 64 MB is refused), and Parquet or ZIP that comes from standard input
or out of an archive is copied to a temporary file first. Names in a tar archive may be 64 KB long.
"""


def formats_markdown() -> str:
    """The whole of `docs/formats.md`."""
    lines = [_HEAD.rstrip("\n")]
    lines += [f"| {each.title} | {_code(each.endings)} | {cell(each.about)} |" for each in describe_formats()]
    lines += ["", _FIELDS]
    for titles, places in _tables():
        lines += [f"### {', '.join(titles)}", "", "| field | places |", "| --- | --- |"]
        lines += [f"| `{field}` | {cell(_code(found))} |" for field, found in places.items()]
        lines.append("")
    lines.append(_DUMPS.rstrip("\n"))
    lines += [f"| {each.name} | {each.format} | {cell(_dump(each))} |" for each in describe_dumps()]
    lines += ["", _TAIL.rstrip("\n")]
    return "\n".join(lines) + "\n"


def formats_text() -> list[str]:
    """What `onrecord formats` prints, line by line."""
    lines: list[str] = []
    for each in describe_formats():
        lines += [f"{each.title} ({' '.join(each.endings)})", f"  {each.about}"]
        width = max(map(len, each.places), default=0)
        lines += [f"  {field:<{width}}  {', '.join(found)}" for field, found in each.places.items()]
        lines.append("")
    lines.append("Known dumps")
    lines += [f"  {each.name} ({each.format}): {_dump(each, mark='')}" for each in describe_dumps()]
    return lines


def _tables() -> Iterator[tuple[list[str], Mapping[str, tuple[str, ...]]]]:
    """The formats with fields, those of the same places together."""
    described = [each for each in describe_formats() if each.places]
    done: set[str] = set()
    for each in described:
        if each.name not in done:
            alike: list[Description] = [other for other in described if other.places == each.places]
            done.update(other.name for other in alike)
            yield [other.title for other in alike], each.places


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _dump(dump: Dump, mark: str = "`") -> str:
    return "; ".join(f"{field} from {', '.join(f'{mark}{name}{mark}' for name in names)}" for field, names in dump.places.items())
