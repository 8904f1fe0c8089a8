from __future__ import annotations

import io
import tracemalloc

import pytest

from pipeline.ingest.news_xml import MAX_DEPTH, read_news_xml
from pipeline.ingest.raw import Item, RawRecord, Unread
from tests.news import NAR, news_item, nitf


def read(data: bytes | str, limit: int = 100_000) -> list[Item]:
    return list(read_news_xml(io.BufferedReader(io.BytesIO(data.encode() if isinstance(data, str) else data)), limit))  # type: ignore[arg-type]


def texts(items: list[Item]) -> list[object]:
    """The text of each record; number, reason and the first words of the message where there is none."""
    return [
        item.fields.get("text") if isinstance(item, RawRecord) else (item.number, item.reason.value)
        for item in items
        if isinstance(item, RawRecord | Unread)
    ]


def message(*items: str) -> str:
    return f'<newsMessage xmlns="{NAR}"><itemSet>{"".join(items)}</itemSet></newsMessage>'


def plain(text: str, guid: str = "urn:1") -> str:
    return news_item(f"<inlineData>{text}</inlineData>", guid)


BOMBS = {
    "laughs": '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    "square": f'<!DOCTYPE nitf [<!ENTITY a "{"ha" * 50_000}">]>',
    "file": '<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE nitf [<!ENTITY % a SYSTEM "http://127.0.0.1:1/x.dtd"> %a;]>',
    "unparsed": '<!DOCTYPE nitf [<!NOTATION n SYSTEM "n"><!ENTITY a SYSTEM "x" NDATA n>]>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_entities_are_not_expanded_and_nothing_is_fetched(name: str) -> None:
    tracemalloc.start()
    (item,) = read(BOMBS[name] + nitf("<p>" + "&a;" * 1000 + "</p>"))
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(item, Unread)
    assert item.message == "the XML declares entities, which are not expanded; write the file without a DTD"
    assert used < 2_000_000


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>A&amp;B &lt;C&gt; &#8220;D&#x201D;</p>", "A&B <C> “D”"),
        ("<p>A&mdash;B&nbsp;C&eacute;</p>", "A—B\xa0Cé"),
        ("<p>A&nosuch;B</p>", "A&nosuch;B"),
        ("<p><![CDATA[A <b> & C]]></p>", "A <b> & C"),
        ("<p>A<!-- not this -->B<?not this?></p>", "AB"),
        ("<p>A\r\n\tB  C</p><p> </p><p>D</p>", "A B C\n\nD"),
        ("<p>A<br/>B</p>", "A B"),
        ("<p>A <em>B</em> C<person>D</person></p>", "A B CD"),
        ("A<p>B</p>C", "A\n\nB\n\nC"),
        ("<ul><li>A</li><li>B</li></ul>", "A\n\nB"),
        ("<p>A</p><table><tr><td>no</td></tr></table><media><media-caption>no</media-caption></media><note>no</note>", "A"),
        ("<p>A</p><script>no</script>B", "A\n\nB"),
        ("<p>caf\x93\x94</p>", "caf\x93\x94"),
    ],
)
def test_the_text_of_a_body(inner: str, text: str) -> None:
    assert texts(read(f'<!DOCTYPE nitf SYSTEM "nitf.dtd">{nitf(inner)}')) == [text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "cp1251"])
def test_the_declared_encoding_counts(encoding: str) -> None:
    text = "Мэр" if encoding == "cp1251" else "Café"
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{nitf(f"<p>{text}</p>")}'
    assert texts(read(declared.encode(encoding))) == [text]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", [(None, "malformed")], id="empty"),
        pytest.param(b"  \n", [(None, "malformed")], id="blank"),
        pytest.param(b"It rains.", [(None, "malformed")], id="text"),
        pytest.param(b"<rss><channel/></rss>", [(None, "malformed")], id="other"),
        pytest.param(b"<a>" * 5000, [(None, "malformed")], id="deep without news"),
        pytest.param(nitf()[:60].encode(), [(0, "malformed")], id="cut"),
        pytest.param((nitf() + nitf()).encode(), ["The ferry was kept in port.", (1, "malformed")], id="two documents"),
        pytest.param((nitf() + "<!-- end -->\n").encode(), ["The ferry was kept in port."], id="comment after"),
        pytest.param(nitf("<p>a\0b</p>").encode(), [(0, "malformed")], id="NUL"),
        pytest.param(nitf("<p>a\x01b</p>").encode(), [(0, "malformed")], id="control"),
        pytest.param(nitf("<p>Café</p>").encode("latin-1"), [(0, "malformed")], id="not UTF-8"),
        pytest.param(b'<?xml version="1.0" encoding="utf-16"?>' + nitf().encode(), [(None, "malformed")], id="not UTF-16"),
        pytest.param(b'<?xml version="1.0" encoding="nonsense"?>' + nitf().encode(), [(None, "malformed")], id="no encoding"),
        pytest.param(b'<?xml version="1.0" encoding="punycode"?>' + nitf().encode(), [(None, "malformed")], id="no charset"),
        pytest.param(nitf("").encode(), [None], id="no text"),
        pytest.param(
            message(plain("One."), "<newsItem><contentSet>", plain("Two.")).encode(), ["One.", (1, "malformed")], id="broken item"
        ),
        pytest.param(message(plain("One."), plain("Two.")).encode()[:-10], ["One.", "Two.", (2, "malformed")], id="cut at the end"),
    ],
)
def test_what_is_broken_is_told(data: bytes, expected: list[object]) -> None:
    found = read(data)
    assert texts(found) == expected
    for item in found:
        if isinstance(item, Unread):
            assert item.message.isprintable()
            assert "; " in item.message


def test_a_record_that_is_too_long_costs_itself_alone() -> None:
    long = plain("word " * 30_000, "urn:2")
    many = news_item(f"<inlineXML>{'<a/>' * 2000}</inlineXML>", "urn:3")
    wide = news_item(f'<inlineXML><a b="{"word " * 30_000}"/></inlineXML>', "urn:4")
    found = read(message(plain("One."), long, many, wide, plain("Two.", "urn:5")))
    assert texts(found) == ["One.", (1, "too_long"), (2, "too_long"), (3, "too_long"), "Two."]
    assert [item.number for item in found] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(lambda n: plain("word " * n), id="text"),
        pytest.param(lambda n: news_item(f'<x y="{"word " * n}"/>'), id="attribute"),
        pytest.param(lambda n: f"<!--{'word ' * n}-->", id="comment"),
        pytest.param(lambda n: f"<?x {'word ' * n}?>", id="instruction"),
        pytest.param(lambda n: f"<{'x' * 5 * n}/>", id="name"),
    ],
)
def test_memory_does_not_grow_with_what_is_too_long(record: object) -> None:
    class Stream(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.data, self.at = data, 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            view = memoryview(buffer)  # type: ignore[arg-type]
            part = self.data[self.at : self.at + len(view)]
            view[: len(part)] = part
            self.at += len(part)
            return len(part)

    data = message(plain("One."), record(4_000_000)).encode()  # type: ignore[operator]
    tracemalloc.start()
    found = texts(list(read_news_xml(io.BufferedReader(Stream(data)), 100_000)))
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[0] == "One."
    assert found[1:] in ([], [(1, "too_long")], [(1, "malformed")])
    assert used < 5_000_000


@pytest.mark.parametrize(("depth", "is_read"), [(MAX_DEPTH - 10, True), (MAX_DEPTH + 1, False)])
def test_depth_is_bounded(depth: int, is_read: bool) -> None:
    (found,) = texts(read(nitf("<em>" * depth + "x" + "</em>" * depth)))
    assert found == ("x" if is_read else (0, "malformed"))


def test_an_item_in_an_item_is_no_item_of_its_own() -> None:
    inner = news_item(f"<inlineXML>{nitf('<p>Inner.</p>', title='Inner title')}</inlineXML>", "urn:outer")
    (item,) = read(message(inner))
    assert isinstance(item, RawRecord)
    assert (item.fields["text"], item.fields["title"], item.fields["id"]) == ("Inner.", "Inner title", "urn:outer")


def test_prefixes_do_not_count() -> None:
    content = "<n:contentSet><n:inlineData>One.</n:inlineData></n:contentSet>"
    data = f'<n:newsMessage xmlns:n="{NAR}"><n:newsItem guid="g">{content}</n:newsItem></n:newsMessage>'
    (item,) = read(data)
    assert isinstance(item, RawRecord)
    assert (item.fields["text"], item.fields["id"]) == ("One.", "g")
