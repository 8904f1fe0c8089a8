"""Opens files as bytes, decompressed on the way, and cuts them into lines of bounded length."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import cast

import pyarrow as pa

CHUNK = 1 << 16
"""Bytes read at once."""

BOM = b"\xef\xbb\xbf"

ByteStream = io.BufferedReader | gzip.GzipFile
"""The bytes of a file, decompressed; what readers of formats take."""

READ_ERRORS = (OSError, EOFError, zlib.error, pa.ArrowException)
"""What opening, reading or decompressing raises when a file is missing, cut or corrupt."""

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


class Compression(StrEnum):
    """How a file is compressed; the value is its ending."""

    GZIP = ".gz"
    ZSTD = ".zst"


_MAGIC = {b"\x1f\x8b": Compression.GZIP, b"\x28\xb5\x2f\xfd": Compression.ZSTD}


def open_bytes(path: Path, compression: Compression | None = None) -> ByteStream:
    """Opens a file for reading.

    Args:
        path: a file.
        compression: how it is compressed; members and frames that follow each other read as one.

    Returns:
        A buffered stream of the decompressed bytes. Reading it raises one of `READ_ERRORS` where the file is cut or corrupt.
    """
    if compression is None:
        return path.open("rb")
    if compression is Compression.GZIP:
        return gzip.GzipFile(path, "rb")
    # pyarrow tells a cut stream, which zstandard's stream_reader reads as if it were whole
    return io.BufferedReader(cast("io.RawIOBase", pa.CompressedInputStream(pa.OSFile(str(path), "rb"), "zstd")), CHUNK)


def find_compression(start: bytes) -> Compression | None:
    """The compression that the first bytes of a file show."""
    return next((compression for magic, compression in _MAGIC.items() if start.startswith(magic)), None)


def is_wide(start: bytes) -> bool:
    """Whether the first bytes are the byte order mark of UTF-16 or UTF-32."""
    return start.startswith(_WIDE_BOMS)


def read_lines(stream: ByteStream, limit: int) -> Iterator[bytes | None]:
    """Iterates the lines of a stream, ends kept, without the byte order mark.

    Args:
        stream: at its beginning.
        limit: bytes of the longest line.

    Yields:
        A line, or None for one that is longer than the limit, which is skipped without being held.
    """
    line = stream.readline(limit)
    if line.startswith(BOM):
        line = line[len(BOM) :] + (b"" if line.endswith(b"\n") else stream.readline(len(BOM)))
    while line:
        if line.endswith(b"\n") or len(line) < limit:
            yield line
        else:
            _skip_line(stream)
            yield None
        line = stream.readline(limit)


def _skip_line(stream: ByteStream) -> None:
    while True:
        rest = stream.readline(CHUNK)
        if not rest or rest.endswith(b"\n"):
            return
