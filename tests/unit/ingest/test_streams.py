from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.streams import READ_ERRORS, Compression, find_compression, is_wide, open_bytes, read_lines

NOISE = random.Random(7)
DATA = b"".join(b"line %d %s\n" % (number, NOISE.randbytes(40).hex().encode()) for number in range(20_000))


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACKED = {Compression.GZIP: gzip.compress, Compression.ZSTD: zstd}


@pytest.mark.parametrize("compression", PACKED)
def test_compressed_files_read_as_one_however_many_frames(compression: Compression, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(PACKED[compression](DATA[:100]) + PACKED[compression](DATA[100:]))
    with open_bytes(path, compression) as stream:
        assert stream.read() == DATA


@pytest.mark.parametrize("compression", PACKED)
def test_a_cut_file_gives_its_beginning_and_then_raises(compression: Compression, tmp_path: Path) -> None:
    whole = PACKED[compression](DATA)
    path = tmp_path / "a"
    path.write_bytes(whole[: len(whole) // 2])
    lines = []
    with open_bytes(path, compression) as stream, pytest.raises(READ_ERRORS):
        lines.extend(read_lines(stream, 1000))
    assert len(lines) > 1000
    assert lines == DATA.splitlines(keepends=True)[: len(lines)]


@pytest.mark.parametrize("compression", PACKED)
def test_what_is_not_compressed_raises(compression: Compression, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"not compressed at all, but long enough to look at")
    with pytest.raises(READ_ERRORS), open_bytes(path, compression) as stream:
        stream.read()


@pytest.mark.parametrize(
    ("data", "limit", "lines"),
    [
        (b"", 9, []),
        (b"a", 9, [b"a"]),
        (b"a\n", 9, [b"a\n"]),
        (b"a\r\nb\rc\n\n", 9, [b"a\r\n", b"b\rc\n", b"\n"]),
        (b"\xef\xbb\xbfa\nb", 9, [b"a\n", b"b"]),
        (b"\xef\xbb\xbf", 9, []),
        (b"\xef\xbb\xbf\na", 9, [b"\n", b"a"]),
        (b"\xef\xbb\xbfabcdef\nb", 9, [b"abcdef\n", b"b"]),
        (b"a\n\xef\xbb\xbfb", 9, [b"a\n", b"\xef\xbb\xbfb"]),
        (b"abc\nabcd\nab\n", 4, [b"abc\n", None, b"ab\n"]),
        (b"x" * 200_000 + b"\nab", 4, [None, b"ab"]),
        (b"x" * 200_000, 4, [None]),
    ],
)
def test_read_lines(data: bytes, limit: int, lines: list[bytes | None]) -> None:
    assert list(read_lines(io.BytesIO(data), limit)) == lines


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r", b"bcd", b"\xef\xbb\xbf"])).map(b"".join), st.integers(5, 9))
def test_lines_within_the_limit_are_all_there(data: bytes, limit: int) -> None:
    expected = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    found = list(read_lines(io.BytesIO(data), limit))
    kept = [line.removesuffix(b"\n") for line in found if line is not None]
    assert [line for line in kept if line] == [line for line in expected if line and line in kept]
    assert all(len(line) >= limit - 3 for line in expected if line and line not in kept)


@pytest.mark.parametrize(
    ("start", "expected"),
    [(b"\x1f\x8b\x08", Compression.GZIP), (b"\x28\xb5\x2f\xfd\x00", Compression.ZSTD), (b"{", None), (b"", None)],
)
def test_find_compression(start: bytes, expected: Compression | None) -> None:
    assert find_compression(start) is expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8", "utf-8-sig"])
def test_is_wide(encoding: str) -> None:
    text = "\ufeffa" if encoding == "utf-16-le" else "a"
    assert is_wide(text.encode(encoding)) is (encoding in ("utf-16", "utf-16-le", "utf-32"))
