"""Opens files as bytes, decompressed on the way, and cuts them into lines of bounded length."""

from __future__ import annotations

import gzip
import io
import lzma
import shutil
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyarrow as pa

from pipeline.storage import is_remote, open_remote

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 16
"""Bytes read at once."""

BOM = b"\xef\xbb\xbf"

MAX_RATIO = 200
"""Times its size that a compressed file or member may unpack to, once it has unpacked to more than `SMALL`."""

SMALL = 1 << 28
"""Bytes that anything may unpack to."""

STDIN = Path("-")
"""Stands for standard input."""

ByteStream = io.BufferedReader
"""The bytes of a file, decompressed; what readers of formats take."""

READ_ERRORS = (OSError, EOFError, zlib.error, pa.ArrowException)
"""What opening, reading or decompressing raises when a file is missing, cut or corrupt."""

PACKED_ERRORS = (*READ_ERRORS, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError)
"""What the modules for archives raise beside, when one is cut, corrupt, encrypted or of an unknown kind."""

_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


class Compression(StrEnum):
    """How a file is compressed; the value is its ending."""

    GZIP = ".gz"
    ZSTD = ".zst"


_MAGIC = {b"\x1f\x8b": Compression.GZIP, b"\x28\xb5\x2f\xfd": Compression.ZSTD}


def open_bytes(path: Path, compression: Compression | None = None) -> ByteStream:
    """Opens a file, or standard input, for reading.

    Args:
        path: a file, or `STDIN`.
        compression: how it is compressed; members and frames that follow each other read as one.

    Returns:
        A buffered stream of the decompressed bytes. Reading it raises one of `READ_ERRORS` where the file is cut or corrupt, or
        unpacks to more than `MAX_RATIO` times its size; and InputError where an object store fails.
    """
    if path == STDIN:
        return unpack(stdin(), compression)
    opened = open_remote(path, CHUNK) if is_remote(path) else path.open("rb")
    return unpack(opened, compression, None if compression is None else path.stat().st_size)


def stdin() -> ByteStream:
    """The bytes of standard input; what has been looked at with `peek` is still there."""
    return cast("ByteStream", sys.stdin.buffer)


def unpack(stream: ByteStream, compression: Compression | None, size: int | None = None) -> ByteStream:
    """A stream of the decompressed bytes of another one, as `open_bytes` gives it.

    Args:
        stream: compressed bytes.
        compression: how they are compressed; None for not at all.
        size: their number, where it is known.
    """
    if compression is None:
        return stream
    unpacked: Any
    if compression is Compression.GZIP:
        unpacked = gzip.GzipFile(fileobj=stream, mode="rb")
    else:  # pyarrow tells a cut stream, which zstandard's stream_reader reads as if it were whole
        unpacked = pa.CompressedInputStream(pa.PythonFile(stream, "r"), "zstd")
    return io.BufferedReader(Guarded(unpacked, size, below=stream), CHUNK)


class Guarded(io.RawIOBase):
    """Bytes that something unpacks: no more than `MAX_RATIO` times as many as went in, and no error but `READ_ERRORS`.

    Args:
        unpacked: has `read1` or `read`.
        size: bytes that go in; None where it is not known, which sets no bound.
        below: a stream that is closed with this one.
    """

    def __init__(self, unpacked: IO[bytes], size: int | None, below: io.IOBase | None = None) -> None:
        self.unpacked, self.below = unpacked, below
        self.left = None if size is None else max(SMALL, MAX_RATIO * size)
        self.read_some = getattr(unpacked, "read1", unpacked.read)

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Reads some bytes; 0 at the end."""
        try:
            data: bytes = self.read_some(memoryview(buffer).nbytes)
        except READ_ERRORS:
            raise
        except PACKED_ERRORS as error:
            raise OSError(str(error) or type(error).__name__) from error
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise OSError(f"it unpacks to more than {MAX_RATIO} times its size")
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Closes what is below, too."""
        if not self.closed:
            self.unpacked.close()
            if self.below is not None:
                self.below.close()
        super().close()


def seekable(stream: ByteStream) -> ByteStream:
    """The bytes of a stream as a file that can be sought in: the stream itself where it can, else a temporary file."""
    if stream.seekable():
        return stream
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the stream
    shutil.copyfileobj(stream, copy, CHUNK)
    copy.seek(0)
    return cast("ByteStream", copy)


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
