"""The input formats, their endings, and where each finds the fields of an article; all of it stands in `formats.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from pipeline.lexicons import lexicon

ARTICLE_FIELDS = ("text", "title", "id", "url", "published_at", "authors", "outlet")
"""What a record may give of an article."""


class Format(StrEnum):
    """How the records of a file are written."""

    TEXT = "text"
    JSON_LINES = "json lines"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    HTML = "html"
    WARC = "warc"
    NITF = "nitf"
    NEWSML = "newsml-g2"
    ZIP = "zip"
    TAR = "tar"


ARCHIVES = frozenset({Format.ZIP, Format.TAR})
"""Formats whose records are files."""

UNPACKED = frozenset({Format.PARQUET, Format.ZIP})
"""Formats that are read from their end and compress themselves: no compression may follow their ending."""


@dataclass(frozen=True, slots=True)
class Description:
    """What `onrecord formats` says of a format.

    Attributes:
        places: field of an article to where it stands, first come first served; empty for archives.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    about: str
    places: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dump:
    """A known dump, and which of its fields hold which of an article.

    Attributes:
        places: field of an article to fields of the dump, first come first served.
    """

    name: str
    format: Format
    places: Mapping[str, tuple[str, ...]]


@cache
def endings() -> Mapping[str, Format]:
    """Ending of a file's name to its format. Of two formats with one ending the first counts; the reader tells them apart."""
    found: dict[str, Format] = {}
    for kind in Format:
        for ending in lexicon("formats")[kind]["endings"]:
            found.setdefault(ending, kind)
    return found


@cache
def places(kind: Format) -> Mapping[str, tuple[str, ...]]:
    """For each field of an article the places in a record of a format, first come first served."""
    fields = lexicon("formats")[kind]["fields"]
    if fields == "members":
        return {}
    table: Mapping[str, Sequence[str]] = lexicon("fields")["names"] if fields == "names" else fields
    return {name: tuple(table[name]) for name in ARTICLE_FIELDS if name in table}


def describe_formats() -> Iterator[Description]:
    """Every format, in the order of `Format`."""
    for kind in Format:
        entry = lexicon("formats")[kind]
        yield Description(kind.value, entry["title"], tuple(entry["endings"]), entry["about"], places(kind))


def describe_dumps() -> Iterator[Dump]:
    """Every known dump, with the fields that the names of `fields.toml` find in it."""
    for name, entry in lexicon("formats")["dumps"].items():
        given = {folded(each): each for each in entry["names"]}
        found = {
            field: tuple(given[folded(each)] for each in names if folded(each) in given)
            for field, names in places(Format.JSON).items()
        }
        yield Dump(name, Format(entry["format"]), {field: names for field, names in found.items() if names})


@lru_cache(4096)
def folded(name: str) -> str:
    """A field's name without case, spaces, "_" and "-"."""
    return name.strip().casefold().replace("_", "").replace("-", "").replace(" ", "")
