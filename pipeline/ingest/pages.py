"""Web pages: the article, its title, date, authors and outlet, as the page gives them.

The text is what trafilatura finds. It is loaded with the first page, so that runs without pages start as fast as before.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.errors import RecordFault
from pipeline.ingest.encodings import decode_page, fix_mojibake
from pipeline.ingest.formats import Format, places
from pipeline.ingest.raw import Item, RawPage, RawRecord, Unread
from pipeline.ingest.streams import ByteStream
from pipeline.ingest.times import read_published
from pipeline.vocabulary import QuarantineReason, QuarantineStage

if TYPE_CHECKING:
    from configparser import ConfigParser

    from lxml.html import HtmlElement

MAX_PAGE = 10_000_000
"""Bytes of the longest page; trafilatura's own limit is twice that."""

SHORTEST = 100
"""Characters from which an article counts as found."""

MAX_TAGS = 30_000
"""Tags of the largest page; trafilatura's time grows faster than their number. News pages have some thousands."""

MAX_TAG = 5_000
"""Spaces and equals signs within one tag; the parser's time grows with the square of the attributes."""

_NAME = rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})"
_DECLARED = re.compile(rb"<meta[^>]{1,200}?" + _NAME + rb"|<\?xml[^>]{1,100}encoding=[\"']([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d,}" % MAX_TAG)
_DECLARED_WITHIN = 4096
_CONTROLS = re.compile("[\x80-\x9f]")
_MAX_LD = 1 << 18
_MAX_LD_NODES = 2000


def read_page(stream: ByteStream) -> Iterator[Item]:
    """Reads a file as one page.

    Args:
        stream: the bytes of a file; of one longer than `MAX_PAGE` no more is held.
    """
    data = stream.read(MAX_PAGE + 1)
    yield too_long(0) if len(data) > MAX_PAGE else RawPage(0, data)


def too_long(number: int) -> Unread:
    """A page that is longer than `MAX_PAGE`."""
    return Unread(number, QuarantineReason.TOO_LONG, f"the page is longer than {MAX_PAGE} bytes; leave it out")


def build_record(page: RawPage) -> RawRecord:
    """Finds the article of a page.

    Args:
        page: its bytes, and what is known of it from elsewhere.

    Returns:
        A record with the fields of an article; the text is that of the article, with a blank line between paragraphs.

    Raises:
        RecordFault: its bytes are in no known encoding, it is too large, or no article is found in it.
    """
    if not page.data or page.data.isspace():
        raise _fault(QuarantineReason.EMPTY, "the page is empty; leave it out")
    if page.data.count(b"<") > MAX_TAGS:
        raise _fault(QuarantineReason.TOO_LONG, f"the page has more than {MAX_TAGS} tags; leave it out")
    if any(sum(map(tag[0].count, (b" ", b"=", b"\t", b"\n"))) > MAX_TAG for tag in _LONG_TAG.finditer(page.data)):
        raise _fault(QuarantineReason.TOO_LONG, f"a tag of the page has more than {MAX_TAG} attributes; leave it out")
    source = decode_page(page.data, page.charset or _declared(page.data))
    if source is None:
        raise _fault(QuarantineReason.ENCODING, "the encoding of the page is not known; convert it to UTF-8")
    if _CONTROLS.search(source):  # letters of mojibake, which trafilatura drops; what it leaves could not be mended
        source = fix_mojibake(source)
    return RawRecord(page.number, _read(source, page.url), is_plain=True)


def _fault(reason: QuarantineReason, message: str) -> RecordFault:
    return RecordFault(QuarantineStage.INGEST, reason, message)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    return (match[1] or match[2]).decode("ascii") if match else None


def _read(source: str, url: str | None) -> dict[str, object]:
    try:
        tree = _trafilatura().load_html(source)
        read = {} if tree is None else {name: _places_of(tree, name) for name in ("url", "published_at", "outlet")}
        found: Any = None if tree is None else _find_article(tree, url)
    except Exception as error:  # libraries for pages raise anything on pages that are broken enough
        raise _fault(QuarantineReason.MALFORMED, f"the page cannot be read: {type(error).__name__}; leave it out") from error
    paragraphs = [line.strip() for line in (found.text or "").splitlines() if line and not line.isspace()] if found else []
    if not paragraphs:
        raise _fault(QuarantineReason.MISSING_TEXT, "no article is found in the page; leave it out")
    return {
        "text": fix_mojibake("\n\n".join(paragraphs)),
        "title": _mended(found.title),
        "url": next(iter(read["url"]), None) or url,
        "published_at": next((value for value in read["published_at"] if read_published(value)), None),
        "authors": _mended(found.author),
        "outlet": _mended(next(iter(read["outlet"]), None) or found.sitename),
    }


def _find_article(tree: HtmlElement, url: str | None) -> Any:
    return _trafilatura().bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        config=_configuration(),
        date_extraction_params=_NO_DATES,
    )


_NO_DATES = {"extensive_search": False, "original_date": True, "max_date": "2200-01-01"}
"""For trafilatura's own date, which is not used: it reads the clock and knows days only."""


def _mended(text: object) -> str | None:
    return fix_mojibake(text) if isinstance(text, str) else None


@cache
def _trafilatura() -> Any:
    import trafilatura

    for name in ("trafilatura", "htmldate"):  # what they say of broken pages stands in the quarantine
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura


@cache
def _configuration() -> ConfigParser:
    """Trafilatura's own, but for the length from which an article counts as found.

    Below it, trafilatura gives all text of the page as one paragraph.
    """
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(SHORTEST))
    return config


def _places_of(tree: HtmlElement, field: str) -> Sequence[str]:
    """What a page gives for a field, best place first."""
    found = []
    for place in places(Format.HTML)[field]:
        kind, _, name = place.partition(" ")
        value = _LOOK[kind](tree, name) if kind in _LOOK else None
        if value and value.strip():
            found.append(value.strip())
    return found


def _meta(tree: HtmlElement, name: str) -> str | None:
    for element in tree.iter("meta"):
        given = element.get("property") or element.get("name") or ""
        if given.strip().lower() == name.lower() and element.get("content"):
            return str(element.get("content"))
    return None


def _link(tree: HtmlElement, name: str) -> str | None:
    for element in tree.iter("link"):
        target = element.get("href")
        if element.get("rel") == name and target and "://" in target:
            return str(target)
    return None


def _itemprop(tree: HtmlElement, name: str) -> str | None:
    for element in tree.iter("meta", "time", "span"):
        if element.get("itemprop") == name:
            given = (element.get("content"), element.get("datetime"), element.text)
            return next((str(value) for value in given if value), None)
    return None


def _json_ld(tree: HtmlElement, name: str) -> str | None:
    for element in tree.iter("script"):
        if element.get("type") != "application/ld+json" or not element.text or len(element.text) > _MAX_LD:
            continue
        try:
            value = json.loads(element.text, strict=False)
        except (ValueError, RecursionError):
            continue
        found = next(_values(value, name), None)
        if found:
            return found
    return None


def _values(value: object, name: str) -> Iterator[str]:
    """The strings that stand under a name anywhere in a JSON document, outermost first."""
    waiting, n_seen = [value], 0
    while waiting and n_seen < _MAX_LD_NODES:
        node = waiting.pop(0)
        n_seen += 1
        if isinstance(node, dict):
            if isinstance(node.get(name), str):
                yield node[name]
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


_LOOK = {"meta": _meta, "link": _link, "itemprop": _itemprop, "json-ld": _json_ld}
