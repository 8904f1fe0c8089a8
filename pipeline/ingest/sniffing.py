"""Which format the first bytes of a file show, where its name does not."""

from __future__ import annotations

import re

from pipeline.ingest.formats import ARTICLE_FIELDS, Format, folded, places
from pipeline.ingest.streams import BOM

HEAD = 4096
"""Bytes that are looked at."""

_TAR_AT, _TAR = 257, b"ustar"
_JSON = re.compile(rb'\{\s*(?:["}]|$)|\[\s*(?:[\["{\]\d]|$)')  # and no "[Reuters] - It rained."
_PAGE = re.compile(rb"<!doctype\s+html|<html|<head\b|<body\b", re.IGNORECASE)
_BESIDE = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_NEWS = re.compile(rb"(?:\s|<\?[^>]*>|<![^>]*>)*<(?:!DOCTYPE\s+|[\w.-]+:)?(?:nitf|newsItem|newsMessage)\b")
_NAMES = re.compile(r"[,;\t|]")
_LONGEST_NAME = 60


def sniff_format(start: bytes) -> Format:
    """The format that the first bytes of an unpacked file show; what shows none is text.

    Args:
        start: up to `HEAD` bytes.
    """
    if start.startswith(b"PAR1"):
        return Format.PARQUET
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.ZIP
    if start[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return Format.TAR
    if start.startswith(b"WARC/"):
        return Format.WARC
    body = start.removeprefix(BOM).lstrip()
    if _JSON.match(body):
        return Format.JSON
    if body.startswith(b"<"):
        shown = _BESIDE.sub(b"", body)
        if _NEWS.match(shown):  # looked at first: NITF has a head and a body, too
            return Format.NITF
        if _PAGE.search(shown):
            return Format.HTML
        return Format.NITF if body.startswith(b"<?xml") else Format.TEXT
    return _delimited(body.splitlines()[0] if body else b"") or Format.TEXT


def _delimited(line: bytes) -> Format | None:
    """CSV or TSV where a line looks like a header: names between delimiters, of which one can hold a text and one more is known."""
    names = [folded(name.strip('" ')) for name in _NAMES.split(line.decode("utf-8", "replace"))]
    if len(names) < 2 or max(map(len, names)) > _LONGEST_NAME:
        return None
    known = {field: any(folded(each) in names for each in places(Format.CSV)[field]) for field in ARTICLE_FIELDS}
    if not known["text"] or sum(known.values()) < 2:
        return None
    return Format.TSV if b"\t" in line and b"," not in line else Format.CSV
