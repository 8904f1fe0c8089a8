"""Bytes that are not UTF-8, and text that was decoded wrongly before: read as what they are, before any offset exists.

Only pages go through here unasked, since they name their encoding and often name it wrongly. For other formats the user asks.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.ingest.streams import CHUNK, ByteStream

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

UTF_8, AUTO = "utf-8", "auto"
"""Encodings that a user may ask for beside those that Python knows: the default, and a guess where the bytes are not UTF-8."""

LIKELY = (
    "cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
"""Encodings that are guessed among: those of the web, by its own statistics."""

SAMPLE = 1 << 15
"""Bytes that a guess reads at most."""

LONGEST_LINE = 1 << 26
"""Bytes of a line that is guessed at as one; more than a record with the longest text has."""

_MARKS = {  # that of UTF-32 begins as that of UTF-16 does
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WIDE = ("utf-16", "utf-32")
_NOT_OF_THE_WEB = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_HIGH = re.compile(rb"[\x80-\xff]")


def check_encoding(name: str) -> str:
    """The name of an encoding as Python writes it.

    Raises:
        ConfigError: it is none that Python can decode text with.
    """
    if name == AUTO:
        return name
    try:
        found = codecs.lookup(name)
        found.incrementaldecoder(errors="strict").decode(b"")
        "a".encode(name).decode(name)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ConfigError(f"the encoding {name!r} is not known; give {UTF_8}, {AUTO} or one such as cp1252") from error
    return found.name


def find_mark(start: bytes) -> str | None:
    """The encoding that a byte order mark tells."""
    return next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)


def guess_encoding(data: bytes) -> str | None:
    """The likeliest encoding of bytes that are not UTF-8, by charset-normalizer; None where none fits.

    Where Windows-1252 reads as well as the best guess, it is Windows-1252: on the English web nothing else is near as frequent.
    """
    from charset_normalizer import from_bytes

    first = _HIGH.search(data)
    start = max(0, first.start() - SAMPLE // 2) if first else 0
    matches = from_bytes(data[start : start + SAMPLE], cp_isolation=list(LIKELY))
    best = matches.best()
    if best is None:
        return None
    if any(match.chaos <= best.chaos and "cp1252" in match.could_be_from_charset for match in matches):
        return "cp1252"
    return best.encoding


def decode_page(data: bytes, declared: str | None = None) -> str | None:
    """The text of a page's bytes; None where no encoding fits.

    A byte order mark decides, then UTF-8 where it fits, then what the page declares, then a guess: a page that says ISO-8859-1
    and is UTF-8 is more frequent than one that fits UTF-8 by chance. But English in UTF-16 fits UTF-8, full of NULs; and what has
    no NUL is not UTF-16, whatever it declares.

    Args:
        data: the bytes of a page.
        declared: the encoding that the page or its server names.
    """
    name = _web_name(declared)
    is_wide = name is not None and name.startswith(_WIDE)
    order = (name, UTF_8) if is_wide and b"\0" in data else (UTF_8, None if is_wide else name)
    for name in (find_mark(data), *order):
        if name and (text := _try(data, name)) is not None:
            return text
    guess = guess_encoding(data)
    return _try(data, guess) if guess else None


def _web_name(declared: str | None) -> str | None:
    """What a declared name means on the web: Latin-1 and ASCII are Windows-1252 there (WHATWG's Encoding Standard).

    Names that Python knows beside, for what is no encoding of a page, mean nothing.
    """
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_OF_THE_WEB else "cp1252" if name in ("iso8859-1", "ascii") else name


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, TypeError, AssertionError, ValueError):
        return None


def fix_mojibake(text: str) -> str:
    """Text whose UTF-8 was once read as something else, mended by ftfy; other text is left as it is."""
    if text.isascii():
        return text
    from ftfy import fix_encoding

    return fix_encoding(text)


def to_utf_8(stream: ByteStream, encoding: str) -> ByteStream:
    """The bytes of a text file as UTF-8.

    Args:
        stream: the bytes of a file.
        encoding: what they are in; `AUTO` guesses where they are not UTF-8.

    Returns:
        The stream itself where it is UTF-8 by name. Reading raises OSError at bytes that the encoding does not know.
    """
    mark = find_mark(stream.peek(4)[:4])
    if encoding == AUTO:
        return _buffered(_Decoded(stream, mark)) if mark in _WIDE else _buffered(_Guessed(stream))
    return stream if encoding == UTF_8 else _buffered(_Decoded(stream, encoding))


def _buffered(raw: io.RawIOBase) -> ByteStream:
    return io.BufferedReader(raw, CHUNK)


class _Recoded(io.RawIOBase):
    """UTF-8 made of other bytes."""

    def __init__(self, stream: ByteStream) -> None:
        self.stream = stream
        self.waiting = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        size = memoryview(buffer).nbytes
        while not self.waiting and not self.is_done():
            self.waiting = memoryview(self.more())
        data, self.waiting = self.waiting[:size], self.waiting[size:]
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def is_done(self) -> bool:
        return not self.stream.peek(1)

    def more(self) -> bytes:
        raise NotImplementedError


class _Decoded(_Recoded):
    """From one encoding."""

    def __init__(self, stream: ByteStream, encoding: str) -> None:
        super().__init__(stream)
        self.encoding = encoding
        self.decoder = codecs.getincrementaldecoder(encoding)("strict")

    def more(self) -> bytes:
        data = self.stream.read1(CHUNK)
        try:
            return self.decoder.decode(data, final=self.is_done()).encode("utf-8", "surrogatepass")
        except UnicodeError as error:
            raise OSError(f"the bytes are not {self.encoding}") from error


class _Guessed(_Recoded):
    """Line by line: UTF-8 where it fits, else the encoding that the first lines that do not fit show."""

    def __init__(self, stream: ByteStream) -> None:
        super().__init__(stream)
        self.guess: str | None = None

    def more(self) -> bytes:
        block = self.stream.read1(CHUNK)
        if not block.endswith(b"\n"):
            block += self.stream.readline(LONGEST_LINE)
        if _try(block, "utf-8") is not None:
            return block
        lines = block.splitlines(keepends=True)
        if self.guess is None:
            self.guess = guess_encoding(b"".join(line for line in lines if _try(line, "utf-8") is None))
        return b"".join(map(self.recode, lines))

    def recode(self, line: bytes) -> bytes:
        if _try(line, "utf-8") is not None:
            return line
        text = _try(line, self.guess) if self.guess else None
        return line if text is None else text.encode("utf-8", "surrogatepass")
