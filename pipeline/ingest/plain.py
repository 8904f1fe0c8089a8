"""Plain text: one article a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.raw import Item, RawRecord, Unread
from pipeline.ingest.streams import BOM, ByteStream
from pipeline.vocabulary import QuarantineReason

_SOURCE = re.compile(r"\s*source:\s*(\S.*?)\s*", re.IGNORECASE)
_TAIL = 300
"""Code points at the end that may hold the source line."""


def read_plain(stream: ByteStream, max_chars: int) -> Iterator[Item]:
    """Reads a text file as one record: its text, character for character, without a byte order mark.

    The headline and the source line stay in the text. What a last line "source: nbcnews.com" names is also the outlet, and where it
    names an address, the URL.

    Args:
        stream: the bytes of a file.
        max_chars: longest text; of a longer file no more than four bytes a code point are held.
    """
    longest = 4 * max_chars + len(BOM)
    data = stream.read(longest + 1)
    if len(data) > longest:
        yield Unread(0, QuarantineReason.TOO_LONG, f"the text is longer than max_chars ({max_chars}); split it or raise max_chars")
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Unread(None, QuarantineReason.ENCODING, f"byte {error.start} is not UTF-8; convert the file to UTF-8")
        return
    yield RawRecord(0, {"text": text, **find_source(text)}, is_plain=True)


def find_source(text: str) -> dict[str, object]:
    """The outlet and the URL that a last line "source: …" names."""
    tail = text[-_TAIL:].rstrip()
    start = max(tail.rfind("\n"), tail.rfind("\r")) + 1
    if start == 0 and len(text) > _TAIL:
        return {}
    match = _SOURCE.fullmatch(tail[start:])
    if match is None:
        return {}
    named = match[1]
    return {"url": named, "outlet": None} if "://" in named else {"outlet": named}
