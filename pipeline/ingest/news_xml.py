"""NITF and NewsML-G2, the two news formats of the IPTC, in XML.

Read with expat, which loads nothing from elsewhere; a document that declares entities is refused, so that none expands. Only the
record in hand is held.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pipeline.ingest.formats import ARTICLE_FIELDS, Format, places
from pipeline.ingest.raw import Item, RawRecord, Unread
from pipeline.ingest.streams import CHUNK, ByteStream
from pipeline.vocabulary import QuarantineReason

MAX_DEPTH = 200
"""Elements within each other."""

_RECORDS = {"nitf": Format.NITF, "newsItem": Format.NEWSML}
_BLOCKS = frozenset(
    "p hl1 hl2 block body body.content body.head body.end li ol ul dl dt dd tr table h1 h2 h3 h4 h5 h6 div blockquote bq pre media "
    "media-caption section article header footer figure figcaption note fn abstract hr".split()
)
_LEFT_OUT = frozenset("media media-caption media-reference media-producer table script style head fn note figure".split())
_SPACE = re.compile(r"[ \t\r\n]+")


class _Refused(Exception):
    """The document is well-formed, and yet not read on."""


def read_news_xml(stream: ByteStream, limit: int) -> Iterator[Item]:
    """Reads the news items of an XML document.

    Args:
        stream: the bytes of a file.
        limit: characters of the longest record.

    Returns:
        A record for each nitf or newsItem element that lies in no other, numbered from 0. Where the document is not well-formed or
        declares entities, it is not read on, and the last item says so.
    """
    reader = _Reader(limit)
    number = 0
    fault: str | None = None
    while fault is None:
        data = stream.read1(CHUNK)
        fault = reader.feed(data)
        for root in reader.take():
            yield too_long(number, limit) if root is None else RawRecord(number, read_item(root), is_plain=True)
            number += 1
        if not data:
            break
    if fault is not None:
        yield Unread(number if number or reader.is_within else None, QuarantineReason.MALFORMED, fault)
    elif number == 0:
        message = (
            f"the XML holds no news: its outer element is {reader.outer or 'missing'}; known are nitf, newsItem and newsMessage"
        )
        yield Unread(None, QuarantineReason.MALFORMED, message)


def too_long(number: int, limit: int) -> Unread:
    """A record that is longer than the limit in characters."""
    return Unread(number, QuarantineReason.TOO_LONG, f"the record is longer than {limit} characters; split it or raise max_chars")


class _Reader:
    """Builds a tree of each record; what stands outside of records is passed over, and of one that is too long nothing is held."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.parser = expat.ParserCreate(namespace_separator="\n")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.UseForeignDTD(True)  # so that an entity that is not declared is skipped, and not an error
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.EntityDeclHandler = self.refuse_entity
        self.parser.ExternalEntityRefHandler = lambda *_: 1
        self.parser.SkippedEntityHandler = self.skipped
        self.builder: TreeBuilder | None = None
        self.path: list[str] = []
        self.within = 0  # depth of the record in hand, 0 for none
        self.size = 0
        self.n_bytes = 0
        self.outer: str | None = None
        self.found: list[Element | None] = []

    @property
    def is_within(self) -> bool:
        return self.within > 0

    def feed(self, data: bytes) -> str | None:
        """Takes the next bytes, none at the end; why no more can be read, or None."""
        try:
            self.parser.Parse(data, not data)
            self.n_bytes += len(data)
            if self.n_bytes - self.parser.CurrentByteIndex > 4 * self.limit + CHUNK:  # expat holds a tag until it ends
                return f"a tag or a comment is longer than {4 * self.limit} bytes; leave it out"
        except expat.ExpatError as error:
            return f"not valid XML: {expat.ErrorString(error.code)} in line {error.lineno}; write the file again"
        except _Refused as error:
            return str(error)
        except (ValueError, LookupError):  # an encoding that Python cannot map
            return "the encoding that the XML declares is not known; convert the file to UTF-8"
        return None

    def take(self) -> list[Element | None]:
        """The records that ended since, None for one that is too long."""
        found, self.found = self.found, []
        return found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition("\n")[2]
        self.outer = self.outer or "".join(char if char.isprintable() else "?" for char in name[:40])
        self.path.append(name)
        if len(self.path) > MAX_DEPTH:
            raise _Refused(f"more than {MAX_DEPTH} elements lie within each other; leave the file out")
        if not self.within and name in _RECORDS:
            self.builder, self.within, self.size = TreeBuilder(), len(self.path), 0
        self.add(len(name) + 100 + sum(map(len, attributes.values())))
        if self.builder is not None:
            self.builder.start(name, {key.rpartition("\n")[2]: value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        name = self.path.pop()
        if self.builder is not None:
            self.builder.end(name)
        if len(self.path) < self.within:
            self.found.append(None if self.builder is None else self.builder.close())
            self.builder, self.within = None, 0

    def data(self, text: str) -> None:
        self.add(len(text))
        if self.builder is not None:
            self.builder.data(text)

    def add(self, size: int) -> None:
        self.size += size
        if self.size > self.limit:
            self.builder = None

    def refuse_entity(self, *_: object) -> None:
        raise _Refused("the XML declares entities, which are not expanded; write the file without a DTD")

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.data(html.unescape(f"&{name};"))


def read_item(root: Element) -> dict[str, object]:
    """The fields of an article that a nitf or newsItem element holds, with our names."""
    kind = _RECORDS[root.tag]
    fields: dict[str, object] = {}
    if kind is Format.NEWSML:
        inner = next(root.iter("nitf"), None)
        fields = read_item(inner) if inner is not None else {}
    for name in ARTICLE_FIELDS:
        values = [value for place in places(kind)[name] if (value := _at(root, place, name))]
        if values and (name != "text" or name not in fields):
            fields[name] = values[0]
    return fields


def _at(root: Element, place: str, field: str) -> object:
    path, _, attribute = place.rpartition("@") if place.rpartition("/")[2].startswith("@") else (place, "", "")
    found = [root] if attribute and not path else root.findall(path.rstrip("/"))
    if attribute:
        return next((element.get(attribute) for element in found if element.get(attribute)), None)
    if field == "text":
        return "\n\n".join(paragraph for element in found for paragraph in find_paragraphs(element)) or None
    texts = [text for element in found if (text := _SPACE.sub(" ", "".join(element.itertext())).strip())]
    return texts if field == "authors" else next(iter(texts), None)


def find_paragraphs(root: Element) -> Iterator[str]:
    """The paragraphs of an element, white space within each made single; captions, tables and notes are left out.

    Text that has no elements within, such as NewsML's inlineData, keeps its line ends.
    """
    if len(root) == 0:
        text = (root.text or "").strip()
        if text:
            yield text
        return
    held: list[str] = []
    for piece in _pieces(root):
        if piece is None:
            if text := _SPACE.sub(" ", "".join(held)).strip():
                yield text
            held = []
        else:
            held.append(piece)


def _pieces(root: Element) -> Iterator[str | None]:
    """The text of an element, None where a block begins or ends; the last piece is None. Depth is bounded by `MAX_DEPTH`."""
    is_block = root.tag in _BLOCKS
    if is_block:
        yield None
    yield root.text or ""
    for child in root:
        if child.tag == "br":
            yield " "
        elif child.tag not in _LEFT_OUT:
            yield from _pieces(child)
        else:
            yield None
        yield child.tail or ""
    yield None if is_block or root.tag in ("inlineXML", "inlineData") else ""
