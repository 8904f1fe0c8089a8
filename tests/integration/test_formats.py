"""Every format gives its articles with their fields, and broken files cost what is broken in them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.errors import ConfigError
from pipeline.ingest import count_records, read_records, streams
from pipeline.ingest.pages import MAX_TAG, MAX_TAGS
from tests.news import PARAGRAPHS, encrypted, news_item, nitf, page, response, tarred, warc_record, zipped
from tests.runs import command, quarantine, read_tables

TEXT = "\n\n".join(PARAGRAPHS)
PAGE = page().encode()
LINE = b'{"text": "It rains."}\n'


def read(*inputs: Path, **settings: Any) -> list[SourceArticle | Quarantined]:
    return list(read_records(inputs, Settings(**settings)))


def articles(items: list[SourceArticle | Quarantined]) -> list[SourceArticle]:
    return [item for item in items if isinstance(item, SourceArticle)]


def faults(items: list[SourceArticle | Quarantined]) -> list[tuple[str, int | None, str]]:
    return [(item.path, item.record, item.reason.value) for item in items if isinstance(item, Quarantined)]


def put(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def parquet(records: list[dict[str, Any]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), buffer)
    return buffer.getvalue()


def test_a_page(tmp_path: Path) -> None:
    head = (
        '<title>Ferry kept in port | The Example</title><meta property="og:site_name" content="The Example">'
        '<meta property="og:url" content="https://m.example.com/ferry"><link rel="canonical" href="https://www.example.com/ferry">'
        '<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2024-03-05T16:30:00+02:00">'
    )
    (item,) = articles(read(put(tmp_path / "a.html", page(head))))
    assert item.text in (TEXT, f"Ferry kept in port\n\n{TEXT}")
    assert (item.source_path, item.source_record, item.source_id) == ("a.html", 0, None)
    assert (item.title, item.url, item.outlet, item.authors) == (
        "Ferry kept in port",
        "https://www.example.com/ferry",
        "The Example",
        ("Ann Lee",),
    )
    assert item.published_at is not None
    assert item.published_at.isoformat() == "2024-03-05T14:30:00+00:00"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-03-05"}]}</script>',
            "2024-03-05",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "soon"}</script><meta name="date" content="2024-03-05">',
            "2024-03-05",
        ),
        ('<script type="application/ld+json">{broken</script><meta name="pubdate" content="5 March 2024">', "2024-03-05"),
        ('<script type="application/ld+json">' + "[" * 3000 + '</script><meta name="dc.date" content="20240305">', "2024-03-05"),
        ('<time itemprop="datePublished" datetime="2024-03-05T10:00">today</time>', "2024-03-05"),
        ('<meta name="description" content="On 5 March 2024">', None),
        ("", None),
    ],
)
def test_the_date_of_a_page_is_the_one_it_states(head: str, expected: str | None, tmp_path: Path) -> None:
    (item,) = articles(read(put(tmp_path / "a.html", page(head))))
    assert (item.published_at.date().isoformat() if item.published_at else None) == expected


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("", "cp1252"),
        ("nonsense", "cp1252"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("macintosh", "mac_roman"),
    ],
)
def test_a_page_is_read_in_its_encoding(declared: str, encoding: str, tmp_path: Path) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    (item,) = articles(read(put(tmp_path / "a.html", page(head).encode(encoding))))
    assert item.text.endswith(TEXT)


def test_mojibake_is_mended_in_pages_and_where_it_is_asked_for(tmp_path: Path) -> None:
    broken = "The mayor said it was â€œa long dayâ€\x9d for the cafÃ© on the square and for all who work there every day."
    mended = "The mayor said it was “a long day” for the café on the square and for all who work there every day."
    put(tmp_path / "a.html", page("<meta charset=utf-8>", f"<p>{broken}</p>" + f"<p>{PARAGRAPHS[0]}</p>"))
    put(tmp_path / "b.txt", broken)
    put(tmp_path / "c.jsonl", json.dumps({"text": broken, "title": "CafÃ©", "authors": ["ZoÃ« Lee"]}))
    page_item, text, record = articles(read(tmp_path))
    assert mended[: mended.index("day”")] in page_item.text
    assert (text.text, record.text, record.title) == (broken, broken, "CafÃ©")
    _, text, record = articles(read(tmp_path, fix_mojibake=True))
    assert (text.text, record.text, record.title, record.authors) == (mended, mended, "Café", ("Zoë Lee",))


LEGACY = "The café’s owner, Zoë, said it was naïve. “No,” she wrote – twice – in a résumé of the façade’s history."


@pytest.mark.parametrize("kind", ["a.txt", "a.jsonl", "a.json", "a.csv"])
@pytest.mark.parametrize(
    ("encoding", "asked"), [("cp1252", "auto"), ("cp1252", "cp1252"), ("utf-16", "auto"), ("utf-16", "utf-16"), ("utf-8", "auto")]
)
def test_an_encoding_can_be_asked_for(kind: str, encoding: str, asked: str, tmp_path: Path) -> None:
    record = json.dumps({"text": LEGACY}, ensure_ascii=False)
    data = {"a.txt": LEGACY, "a.jsonl": record + "\n", "a.json": f"[{record}]", "a.csv": f'id,text\n1,"{LEGACY}"\n'}[kind]
    path = put(tmp_path / kind, data.encode(encoding))
    assert [item.text for item in articles(read(path, encoding=asked))] == [LEGACY]
    if encoding != "utf-8":
        assert [reason for _, _, reason in faults(read(path))] == ["encoding"]


def test_a_file_of_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{LEGACY} {n}"}, ensure_ascii=False).encode("cp1252" if n % 3 else "utf-8") for n in range(3000)]
    items = articles(read(put(tmp_path / "a.jsonl", b"\n".join(lines)), encoding="auto"))
    assert [item.text for item in items] == [f"{LEGACY} {n}" for n in range(3000)]


def test_bytes_that_the_asked_encoding_does_not_know_are_told(tmp_path: Path) -> None:
    (item,) = read(put(tmp_path / "a.jsonl", LINE + b'{"text": "caf\x9d"}\n'), encoding="ascii")
    assert isinstance(item, Quarantined)
    assert "the bytes are not ascii" in item.message
    with pytest.raises(ConfigError, match="encoding 'utf-9' is not known"):
        read(tmp_path, encoding="utf-9")


def test_nitf(tmp_path: Path) -> None:
    head = (
        '<title>T</title><docdata><doc-id id-string="17"/></docdata>'
        '<pubdata name="The Example" date.publication="20240305T143000Z" ex-ref="https://example.com/17"/>'
    )
    body = (
        '<block class="lead_paragraph"><p>First.</p></block><block class="full_text"><p>First.</p>\n  <p>A ship\n of <em>the</em> '
        "line &amp; more&mdash;much.</p><media><media-caption>A ship.</media-caption></media><p>Last.</p></block>"
    )
    data = f'<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://www.example.com/nitf.dtd">{nitf(body, head)}'
    (item,) = articles(read(put(tmp_path / "a.xml", data)))
    assert item.text == "First.\n\nA ship of the line & more—much.\n\nLast."
    assert (item.source_id, item.url, item.title, item.outlet) == ("17", "https://example.com/17", "Ferry kept", "The Example")
    assert item.published_at is not None
    assert item.published_at.isoformat() == "2024-03-05T14:30:00+00:00"


def test_newsml_g2(tmp_path: Path) -> None:
    meta = (
        "<itemMeta><provider><name>Example Wire</name></provider><versionCreated>2024-03-06T00:00:00Z</versionCreated></itemMeta>"
        "<contentMeta><contentCreated>2024-03-05T14:30:00Z</contentCreated><creator><name>Ann Lee</name></creator>"
        "<creator><name>Bo Ray</name></creator><headline>Ferry kept</headline></contentMeta>"
    )
    xhtml = '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>One.</p><p>Two<br/>lines.</p></body></html></inlineXML>'
    items = [
        news_item(xhtml, "urn:1", meta),
        news_item("<inlineData>Plain one.\n\nPlain two.</inlineData>", "urn:2"),
        news_item(f"<inlineXML>{nitf()}</inlineXML>", "urn:3"),
        news_item('<remoteContent href="ship.jpg"/>', "urn:4"),
    ]
    found = read(put(tmp_path / "a.xml", f"<newsMessage><itemSet>{''.join(items)}</itemSet></newsMessage>"))
    first, plain, inner = articles(found)
    assert (first.text, first.title, first.authors, first.outlet) == (
        "One.\n\nTwo lines.",
        "Ferry kept",
        ("Ann Lee", "Bo Ray"),
        "Example Wire",
    )
    assert first.published_at is not None
    assert first.published_at.isoformat() == "2024-03-05T14:30:00+00:00"
    assert (plain.text, plain.source_id, plain.source_record) == ("Plain one.\n\nPlain two.", "urn:2", 1)
    assert (inner.text, inner.source_id, inner.title) == ("The ferry was kept in port.", "urn:3", "Ferry kept")
    assert faults(found) == [("a.xml", 3, "missing_text")]


def test_warc(tmp_path: Path) -> None:
    records = [
        warc_record(b"software: x", "warcinfo", content="application/warc-fields"),
        warc_record(response(PAGE), url="https://www.example.com/1"),
        warc_record(b"GET / HTTP/1.1", "request", content="application/http"),
        warc_record(
            response(page("").encode("cp1252"), Content_Type="text/html; charset=windows-1252"), url="https://www.example.com/3"
        ),
        warc_record(response(b"\xff\xd8", Content_Type="image/jpeg")),
        warc_record(response(PAGE, "404 Not Found")),
        warc_record(response(gzip.compress(page("").encode()), Content_Encoding="gzip"), url="https://www.example.com/6"),
        warc_record(response(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), Transfer_Encoding="chunked")),
        warc_record(response(PAGE, Transfer_Encoding="chunked", Content_Encoding="gzip")),
        warc_record("It rains in café.".encode(), "conversion", "https://www.example.com/9"),
        warc_record(PAGE, "resource", "file:///a.html"),
    ]
    put(tmp_path / "a.warc", b"".join(records))
    put(tmp_path / "b.warc.gz", b"".join(map(gzip.compress, records)))
    found = read(tmp_path)
    assert faults(found) == []
    for name in ("a.warc", "b.warc.gz"):
        mine = [item for item in articles(found) if item.source_path == name]
        assert [item.source_record for item in mine] == [1, 3, 6, 7, 8, 9, 10]
        assert [item.text.endswith(TEXT) for item in mine] == [True] * 5 + [False, True]
        assert (mine[0].url, mine[1].url, mine[5].url) == tuple(f"https://www.example.com/{n}" for n in ("ferry", 3, 9))


DUMPS: dict[str, tuple[str, dict[str, Any]]] = {
    "news-please.json": (
        "news-please",
        {
            "maintext": "It rains.",
            "title": "Rain",
            "url": "https://a.com/1",
            "date_publish": "2024-03-05 00:00:00",
            "date_download": "2024-05-01 00:00:00",
            "authors": ["Ann Lee"],
            "source_domain": "www.a.com",
            "title_page": None,
            "language": "en",
        },
    ),
    "realnews.jsonl": (
        "RealNews",
        {
            "text": "It rains.",
            "title": "Rain",
            "url": "https://a.com/1",
            "publish_date": "03-05-2024",
            "authors": ["Ann Lee"],
            "domain": "a.com",
            "warc_date": "20240501",
            "status": "success",
        },
    ),
    "fundus.json": (
        "Fundus",
        {
            "body": {"summary": [], "sections": [{"headline": [], "paragraphs": ["It rains."]}]},
            "title": "Rain",
            "html": {
                "requested_url": "https://a.com/x",
                "responded_url": "https://a.com/1",
                "content": "<p>no</p>",
                "crawl_date": "2024-05-01",
            },
            "publishing_date": "2024-03-05 00:00:00+00:00",
            "authors": ["Ann Lee"],
            "publisher": "a.com",
            "topics": ["weather"],
        },
    ),
    "allthenews.csv": (
        "All the News",
        {
            "": "0",
            "id": "17283",
            "title": "Rain",
            "publication": "a.com",
            "author": "Ann Lee",
            "date": "2024-03-05",
            "year": "2024.0",
            "month": "3.0",
            "url": "https://a.com/1",
            "content": "It rains.",
        },
    ),
    "wcep.jsonl": (
        "WCEP",
        {
            "text": "It rains.",
            "title": "Rain",
            "url": "https://a.com/1",
            "time": "2024-03-05T00:00:00",
            "collection": "train",
            "state": "successful",
        },
    ),
    "cc_news.parquet": (
        "CC-News (Hugging Face)",
        {
            "text": "It rains.",
            "title": "Rain",
            "url": "https://a.com/1",
            "date": "2024-03-05 00:00:00",
            "domain": "a.com",
            "description": "no",
            "image_url": None,
        },
    ),
}


@pytest.mark.parametrize("name", DUMPS)
def test_the_names_of_a_known_dump(name: str, tmp_path: Path) -> None:
    record = DUMPS[name][1]
    if name.endswith(".csv"):
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, list(record))
        writer.writeheader()
        writer.writerow(record)
        data = buffer.getvalue().encode()
    else:
        data = parquet([record]) if name.endswith(".parquet") else json.dumps(record).encode()
    (item,) = articles(read(put(tmp_path / name, data)))
    assert (item.text, item.title, item.url, item.outlet) == ("It rains.", "Rain", "https://a.com/1", "a.com")
    assert item.authors == (("Ann Lee",) if "author" in "".join(record) else ())
    assert item.published_at is not None
    assert item.published_at.date().isoformat() == "2024-03-05"


def test_clusters_give_their_articles(tmp_path: Path) -> None:
    clusters = [
        {
            "id": "c1",
            "date": "2024-01-01",
            "summary": "S.",
            "articles": [{"id": "x1", "text": "One."}, {"id": "x2", "text": "Two."}],
        },
        {"text": "Three.", "articles": [{"text": "Not this."}]},
        {"id": "c2", "articles": [{"id": "x3", "text": "Four."}]},
    ]
    put(
        tmp_path / "a.jsonl",
        b"\n".join(json.dumps(each).encode() for each in clusters[:1]) + b"\n{\n" + json.dumps(clusters[1]).encode(),
    )
    put(tmp_path / "b.json", json.dumps(clusters))
    found = read(tmp_path)
    assert [(item.source_path, item.source_record, item.text) for item in articles(found)] == [
        *(("a.jsonl", number, text) for number, text in [(0, "One."), (1, "Two."), (3, "Three.")]),
        *(("b.json", number, text) for number, text in enumerate(["One.", "Two.", "Three.", "Four."])),
    ]
    assert faults(found) == [("a.jsonl", 2, "malformed")]


MEMBERS = {
    "a/page.html": PAGE,
    "b.txt": b"It rains.",
    "c.jsonl": LINE * 2,
    "d.csv.gz": gzip.compress(b"id,text\n1,It snows.\n"),
    "e.parquet": parquet([{"text": "It hails."}]),
    "f.xml": nitf().encode(),
    "g.warc.gz": gzip.compress(warc_record(response(PAGE))),
    ".hidden.txt": b"no",
    "__MACOSX/b.txt": b"no",
}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "dump"])
def test_an_archive_gives_what_its_members_give(name: str, tmp_path: Path) -> None:
    tar = tarred(*MEMBERS.items())
    data = {"a.zip": zipped(MEMBERS), "a.tar": tar, "dump": zipped(MEMBERS)}.get(name, gzip.compress(tar))
    found = read(put(tmp_path / name, data))
    assert faults(found) == []
    assert [(item.source_path, item.source_record) for item in articles(found)] == [
        (f"{name}!/{member}", record) for member, record in [("a/page.html", 0), ("b.txt", 0), ("c.jsonl", 0), ("c.jsonl", 1)]
    ] + [(f"{name}!/{member}", 0) for member in ("d.csv.gz", "e.parquet", "f.xml", "g.warc.gz")]
    assert [item.text for item in articles(found)][1:6] == ["It rains."] * 3 + ["It snows.", "It hails."]
    assert len({item.article_id for item in articles(found)[2:]}) == len(articles(found)) - 2


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found = read(
        put(tmp_path / "a.tar", tarred(("b.txt", b"One."), ("./b.txt", b"Two."), ("b.txt (2)", b"x"), ("b.txt", b"Three.")))
    )
    assert [item.source_path for item in articles(found)] == ["a.tar!/b.txt", "a.tar!/b.txt (2)", "a.tar!/b.txt (3)"]
    assert faults(found) == [("a.tar!/b.txt (2) (2)", None, "unreadable")]


def corrupt(archive: bytes) -> bytes:
    """A ZIP archive whose first member has another checksum than its headers say."""
    at = archive.index(b"PK\x01\x02") + 16
    return archive[:14] + b"\0\0\0\0" + archive[18:at] + b"\0\0\0\0" + archive[at + 4 :]


BROKEN: dict[str, tuple[bytes, int, list[tuple[str, int | None, str]]]] = {
    # name: (bytes, articles, faults below the name)
    "encrypted.zip": (encrypted(zipped({"a.txt": b"x"})), 0, [("!/a.txt", None, "unreadable")]),
    "outside.zip": (
        zipped({"../a.txt": b"x", "/b.txt": b"x", "c/../../d.txt": b"x", "C:\\e.txt": b"x", "f.txt": b"x"}),
        1,
        [(f"!/{n}", None, "unreadable") for n in ("../a.txt", "/b.txt", "c/../../d.txt", "C:\\e.txt")],
    ),
    "nested.zip": (zipped({"a.zip": zipped({"a.txt": b"x"}), "b.txt": b"x"}), 1, [("!/a.zip", None, "unreadable")]),
    "unknown.zip": (zipped({"a.pdf": b"x", "b.txt": b"x"}), 1, [("!/a.pdf", None, "unreadable")]),
    "cut.zip": (zipped({"a.txt": b"x" * 100})[:-30], 0, [("", None, "unreadable")]),
    "text.zip": (b"no archive", 0, [("", None, "unreadable")]),
    "empty.zip": (zipped({}), 0, [("", None, "unreadable")]),
    "crc.zip": (corrupt(zipped({"a.txt": b"It rains.", "b.txt": b"x"})), 1, [("!/a.txt", None, "unreadable")]),
    "cut.tar": (
        tarred(("a.txt", b"x"), ("b.txt", b"y" * 5000))[:3000],
        1,
        [("!/b.txt", None, "unreadable"), ("", None, "unreadable")],
    ),
    "cut.tar.gz": (gzip.compress(tarred(*((f"{n}.txt", bytes(f"It rains {n}.", "ascii")) for n in range(3))))[:-60], -1, []),
    "links.tar": (
        tarred(("a.txt", b"x"), links={"b.txt": "/etc/passwd", "c.txt": "a.txt"}),
        1,
        [("!/b.txt", None, "unreadable"), ("!/c.txt", None, "unreadable")],
    ),
    "text.tar": (b"no archive" * 100, 0, [("", None, "unreadable")]),
    "cut.warc": (warc_record(response(PAGE)) + warc_record(response(PAGE))[:-100], 1, [("", 1, "unreadable")]),
    "cut.warc.gz": (
        gzip.compress(warc_record(response(PAGE))) + gzip.compress(warc_record(response(PAGE)))[:-40],
        1,
        [("", 1, "unreadable")],
    ),
    "garbage.warc": (
        b"garbage\r\n" + warc_record(response(PAGE)) + b"more\r\nand more\r\n" + warc_record(response(PAGE)),
        2,
        [("", 0, "malformed"), ("", 2, "malformed")],
    ),
    "long.warc": (warc_record(response(PAGE), length=10**14) + warc_record(response(PAGE)), 0, [("", 0, "unreadable")]),
    "negative.warc": (warc_record(response(PAGE), length=-5) + warc_record(response(PAGE)), 1, [("", 0, "malformed")]),
    "words.warc": (warc_record(response(PAGE), length="many") + warc_record(response(PAGE)), 1, [("", 0, "malformed")]),
    "header.warc": (b"WARC/1.0\r\nX: " + b"a" * 200_000 + b"\r\n\r\n" + warc_record(response(PAGE)), 1, [("", 0, "malformed")]),
    "brotli.warc": (
        warc_record(response(b"\x8b\x02\x80", Content_Encoding="br")) + warc_record(response(PAGE)),
        1,
        [("", 0, "unreadable")],
    ),
    "gzip.warc": (
        warc_record(response(b"\x1f\x8bbroken", Content_Encoding="gzip")) + warc_record(response(PAGE)),
        1,
        [("", 0, "unreadable")],
    ),
    "inflates.warc": (warc_record(response(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")), 0, [("", 0, "too_long")]),
    "latin.warc": (warc_record("caf\xe9".encode("latin-1"), "conversion"), 0, [("", 0, "encoding")]),
    "images.warc": (warc_record(response(b"x", Content_Type="image/png")), 0, [("", None, "empty")]),
    "nothing.warc": (b"", 0, [("", None, "empty")]),
    "laughs.xml": (
        b'<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + nitf("<p>&b;</p>").encode(),
        0,
        [("", None, "malformed")],
    ),
    "external.xml": (
        b'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + nitf("<p>&a;</p>").encode(),
        0,
        [("", None, "malformed")],
    ),
    "parameter.xml": (
        b'<!DOCTYPE nitf [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x.dtd"> %a;]>' + nitf().encode(),
        0,
        [("", None, "malformed")],
    ),
    "deep.xml": (nitf("<p>" * 5000 + "x" + "</p>" * 5000).encode(), 0, [("", 0, "malformed")]),
    "open.xml": (
        b"<newsMessage>" + news_item("<inlineData>It rains.</inlineData>").encode() + b"<newsItem><x>",
        1,
        [("", 1, "malformed")],
    ),
    "other.xml": (b"<rss><channel/></rss>", 0, [("", None, "malformed")]),
    "text.xml": (b"It rains.", 0, [("", None, "malformed")]),
    "empty.xml": (b"", 0, [("", None, "malformed")]),
    "latin.xml": (('<?xml version="1.0" encoding="iso-8859-1"?>' + nitf("<p>Café.</p>")).encode("latin-1"), 1, []),
    "wide.xml": (('<?xml version="1.0" encoding="utf-16"?>' + nitf("<p>Café.</p>")).encode("utf-16"), 1, []),
    "wrong.xml": (('<?xml version="1.0" encoding="utf-8"?>' + nitf("<p>Café.</p>")).encode("latin-1"), 0, [("", 0, "malformed")]),
    "nonsense.xml": (('<?xml version="1.0" encoding="nonsense"?>' + nitf()).encode(), 0, [("", None, "malformed")]),
    "long.xml": (nitf("<p>" + "word " * 300_000 + "</p>").encode(), 0, [("", 0, "too_long")]),
    "captions.xml": (nitf("<media><media-caption>A ship.</media-caption></media>").encode(), 0, [("", 0, "missing_text")]),
    "empty.html": (b"", 0, [("", 0, "empty")]),
    "no article.html": (b"<html><body></body></html>", 0, [("", 0, "missing_text")]),
    "tags.html": (b"<b>" * (MAX_TAGS + 1), 0, [("", 0, "too_long")]),
    "deep.html": (b"<div>" * MAX_TAGS, 0, [("", 0, "missing_text")]),
    "attributes.html": (b"<p " + b"a=1 " * MAX_TAG + b">x</p>", 0, [("", 0, "too_long")]),
    "huge.html": (b"<p>" + b"word " * 3_000_000, 0, [("", 0, "too_long")]),
    "binary.html": (bytes(range(256)) * 50, 0, [("", 0, "encoding")]),
    "nul.html": (page("", "".join(f"<p>{text}\0</p>" for text in PARAGRAPHS)).encode(), 1, []),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_costs_itself_alone(name: str, tmp_path: Path) -> None:
    data, n_articles, expected = BROKEN[name]
    put(tmp_path / name, data)
    put(tmp_path / "zz.txt", "After.")
    found = read(tmp_path, max_chars=100_000)
    assert articles(found)[-1].text == "After."
    if n_articles < 0:  # cut somewhere: what came before is kept, and the end is told
        assert faults(found)[-1][1:] == (None, "unreadable")
        assert faults(found)[-1][0] == name
        return
    assert faults(found) == [(f"{name}{below}", record, reason) for below, record, reason in expected]
    assert len(articles(found)) == n_articles + 1
    for item in found:
        if isinstance(item, Quarantined):
            assert "\n" not in item.message
            assert 10 < len(item.message) < 400


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.zip", "a.tar.gz"])
def test_what_unpacks_to_too_much_is_not_read_on(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SMALL", 1 << 20)
    bomb = LINE + b"\n" * 20_000_000
    data = {
        "a.jsonl.gz": gzip.compress(bomb),
        "a.zip": zipped({"b.jsonl": bomb}),
        "a.tar.gz": gzip.compress(tarred(("b.jsonl", bomb))),
    }[name]
    put(tmp_path / name, data)
    found = read(tmp_path)
    assert [item.text for item in articles(found)] == ["It rains."]
    assert {reason for _, _, reason in faults(found)} == {"unreadable"}
    assert "unpacks to more than 200 times its size" in found[1].message  # type: ignore[union-attr]


WRITERS: dict[str, Callable[[list[str]], bytes]] = {
    "a.warc.gz": lambda texts: b"".join(gzip.compress(warc_record(text.encode(), "conversion")) for text in texts),
    "a.xml": lambda texts: (
        "<newsMessage>"
        + "".join(news_item(f"<inlineData>{text}</inlineData>", f"u{n}") for n, text in enumerate(texts))
        + "</newsMessage>"
    ).encode(),
    "a.zip": lambda texts: zipped({"a.jsonl": b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)}),
    "a.tar.gz": lambda texts: gzip.compress(tarred(*((f"{n}.txt", text.encode()) for n, text in enumerate(texts)))),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_memory_does_not_depend_on_the_size_of_the_file(kind: str, tmp_path: Path) -> None:
    def peak(n_records: int) -> int:
        put(tmp_path / kind, WRITERS[kind]([f"{n} " + "word " * 400 for n in range(n_records)]))
        items: Iterator[object] = read_records([tmp_path / kind], Settings(max_chars=100_000))
        next(items)
        tracemalloc.start()
        n_read = 1 + sum(1 for _ in items)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert n_read == n_records
        return used

    assert peak(4000) < peak(400) + 1_500_000


def test_records_are_counted_without_looking_into_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.zip", zipped(MEMBERS))
    put(tmp_path / "b.html", PAGE)
    put(tmp_path / "c.jsonl", LINE + b"{\n")
    n_records = len(read(tmp_path))
    monkeypatch.setattr("pipeline.ingest.records.build_record", lambda _: pytest.fail("a page is read"))
    assert count_records([tmp_path], Settings()) == n_records
    assert count_records([tmp_path, Path("-")], Settings()) is None


STDIN: dict[str, tuple[bytes, int]] = {
    "text": (b"It rains.", 1),
    "json lines": (LINE * 3, 3),
    "json": (b'[{"text": "a"}, {"text": "b"}]', 2),
    "csv": (b"id,text\n1,It rains.\n2,It snows.\n", 2),
    "tsv": (b"id\ttext\n1\tIt rains.\n", 1),
    "gzip": (gzip.compress(LINE * 3), 3),
    "parquet": (parquet([{"text": "a"}, {"text": "b"}]), 2),
    "page": (PAGE, 1),
    "nitf": (nitf().encode(), 1),
    "warc": (warc_record(response(PAGE)), 1),
    "zip": (zipped({"a.txt": b"x", "b.txt": b"y"}), 2),
    "tar": (tarred(("a.txt", b"x"), ("b.txt", b"y")), 2),
    "tar.gz": (gzip.compress(tarred(("a.txt", b"x"))), 1),
    "list": (b"Text, content and body\nof an article", 1),
    "markup": (b"<3 is a heart", 1),
}


@pytest.mark.parametrize("kind", STDIN)
def test_standard_input_is_read_as_what_it_shows(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, n_articles = STDIN[kind]

    class Stdin:
        buffer = io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]

    monkeypatch.setattr("sys.stdin", Stdin)
    found = read(Path("-"))
    assert faults(found) == []
    assert len(articles(found)) == n_articles
    assert all(item.source_path.split("!/")[0] == "-" for item in articles(found))


def test_the_command_reads_archives_and_standard_input(tmp_path: Path) -> None:
    put(tmp_path / "a.zip", zipped({"a.html": PAGE, "b.html": b"", "../c.txt": b"x"}))
    done = command("extract", tmp_path / "a.zip", "--out", tmp_path / "out", "--workers", "1", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert read_tables(tmp_path / "out")["articles"]["source_path"].to_pylist() == ["a.zip!/a.html"]
    assert [(row["path"], row["reason"]) for row in quarantine(tmp_path / "out")] == [
        ("a.zip!/b.html", "empty"),
        ("a.zip!/../c.txt", "unreadable"),
    ]
