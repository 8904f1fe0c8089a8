from __future__ import annotations

import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.ingest.formats import Format
from pipeline.ingest.sniffing import HEAD, sniff_format
from tests.news import news_item, nitf, page, response, tarred, warc_record, zipped


def parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": ["x"]}), buffer)
    return buffer.getvalue()


DOCTYPE = '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.6//EN" "nitf-3-6.dtd">'

STARTS: list[tuple[bytes | str, Format]] = [
    (parquet(), Format.PARQUET),
    (zipped({"a.txt": b"x"}), Format.ZIP),
    (zipped({}), Format.ZIP),
    (tarred(("a.txt", b"x")), Format.TAR),
    (warc_record(response(b"x")), Format.WARC),
    # JSON
    ('{"text": "It rains."}\n', Format.JSON),
    ('\ufeff \n{ "text": "It rains."}', Format.JSON),
    ('[\n  {"text": "It rains."}]', Format.JSON),
    ("[]", Format.JSON),
    ("{}", Format.JSON),
    ("{\n" + " " * HEAD, Format.JSON),
    ("[" + " " * HEAD, Format.JSON),
    ("[[{", Format.JSON),
    ('["It rains."]', Format.JSON),
    ("[Reuters] - It rains.", Format.TEXT),
    ("[1, 2]", Format.JSON),
    ("{Editor's note} It rains.", Format.TEXT),
    # elements
    (page(), Format.HTML),
    ("<!DOCTYPE HTML>\n<p>It rains.", Format.HTML),
    ('\ufeff<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="x">', Format.HTML),
    ("<HTML><p>It rains.", Format.HTML),
    ("<!-- made by x --><html>", Format.HTML),
    (nitf(), Format.NITF),
    (f'<?xml version="1.0"?>{nitf()}', Format.NITF),
    (f'<?xml version="1.0"?>\n{DOCTYPE}\n<!-- <html> -->{nitf()}', Format.NITF),
    (f'<!DOCTYPE nitf [<!ENTITY a "ha">]>{nitf()}', Format.NITF),
    (news_item("x"), Format.NITF),
    ('<n:newsMessage xmlns:n="x">', Format.NITF),
    (f"<newsMessage><itemSet>{news_item(f'<inlineXML><html><body>{nitf()}</body></html></inlineXML>')}", Format.NITF),
    ('<?xml version="1.0"?><rss/>', Format.NITF),
    ("<3 is a heart", Format.TEXT),
    ("<nitfy>", Format.TEXT),
    # tables
    ("id,text\n1,x", Format.CSV),
    ("Title;Content;Date\n", Format.CSV),
    ('"url"|"article"|"author"\r\n', Format.CSV),
    ("id\ttext\n", Format.TSV),
    ("id\ttext, body\n", Format.CSV),
    ("text\nx", Format.TEXT),
    ("id,name\n1,x", Format.TEXT),
    ("Text, content and body of an article", Format.TEXT),
    ("text,url," + "x" * 70, Format.TEXT),
    # text
    ("", Format.TEXT),
    ("\ufeff", Format.TEXT),
    (" \r\n", Format.TEXT),
    ("It rains.", Format.TEXT),
    (b"\xff\xfeI\0t\0", Format.TEXT),
    (b"\0" * HEAD, Format.TEXT),
    (bytes(range(256)), Format.TEXT),
    (gzip.compress(b"x", mtime=0), Format.TEXT),
    ("WARC is a format", Format.TEXT),
]


@pytest.mark.parametrize(("start", "expected"), STARTS)
def test_sniff_format(start: bytes | str, expected: Format) -> None:
    data = start.encode() if isinstance(start, str) else start
    assert sniff_format(data[:HEAD]) is expected


@pytest.mark.parametrize("size", [0, 1, 2, 3, 5, 8, 40, 263])
def test_a_start_that_is_cut_anywhere_is_looked_at(size: int) -> None:
    for start, _ in STARTS:
        assert sniff_format((start.encode() if isinstance(start, str) else start)[:size]) in Format
