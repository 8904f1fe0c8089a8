"""The members of archives, one after another; nothing is written to a disk under a member's name."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from pipeline.ingest.files import InputFile, Skipped, find_format
from pipeline.ingest.formats import ARCHIVES, Format
from pipeline.ingest.streams import CHUNK, PACKED_ERRORS, ByteStream, Guarded, open_bytes, seekable, unpack

BETWEEN = "!/"
"""Stands between an archive's name and a member's, as in URLs of Java archives."""

_ENCRYPTED = 1
_BLOCKS = 8 * tarfile.BLOCKSIZE  # read at once, and lost at the end of a tar file that is cut
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_HIDDEN = re.compile(r"(?:^|/)(?:\.(?!\.?/)|__MACOSX/)")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        name: the archive's name, `BETWEEN`, and the member's.
        stream: its bytes, unpacked; only until the next member is asked for.
    """

    name: str
    format: Format
    stream: ByteStream


def read_members(archive: InputFile) -> Iterator[Member | Skipped]:
    """The members of an archive in its order; hidden ones are left out, as in folders.

    Args:
        archive: a file of one of the formats `ARCHIVES`.

    Returns:
        Members, and what cannot be read: a member, or at the end what is left of the archive.
    """
    names = _Names(archive.name)
    n_read = 0
    try:
        members = _read_zip(archive, names) if archive.format is Format.ZIP else _read_tar(archive, names)
        for member in members:
            n_read += 1
            yield member
    except PACKED_ERRORS as error:
        detail = (str(getattr(error, "strerror", None) or error or "it is cut").splitlines() or [""])[0][:200]
        yield Skipped(archive.name, f"the archive cannot be read from member {n_read} on: {detail}; get a whole copy of it")
        return
    if n_read == 0:
        yield Skipped(archive.name, "the archive holds no file; leave it out")


class _Names:
    """Names for members: storable, and no two alike."""

    def __init__(self, archive: str) -> None:
        self.archive = archive
        self.seen: set[int] = set()  # hashes: an archive may hold millions

    def of(self, name: str) -> str:
        """The archive's name and the member's; "(2)" and so on tells members of one name apart."""
        name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").removeprefix("./").replace("\0", "\ufffd")
        found, number = name, 1
        while hash(found) in self.seen:
            number += 1
            found = f"{name} ({number})"
        self.seen.add(hash(found))
        return f"{self.archive}{BETWEEN}{found}"


def _fault(name: str) -> str | None:
    """Why a member cannot be read, as far as its name tells."""
    if _OUTSIDE.search(name):
        return "the member's name leads out of the archive; pack it again with names below one folder"
    known = find_format(name)
    if known is None:
        return "the format of the member is not known; see: onrecord formats"
    if known[0] in ARCHIVES:
        return "an archive within an archive is not read; unpack the outer one"
    return None


def _member(name: str, unpacked: IO[bytes], size: int, path: str) -> Member | Skipped:
    known = find_format(path)
    assert known is not None
    kind, compression = known
    try:
        stream = unpack(io.BufferedReader(Guarded(unpacked, size), CHUNK), compression, None if compression is None else size)
        return Member(name, kind, seekable(stream) if kind is Format.PARQUET else stream)
    except PACKED_ERRORS as error:
        return Skipped(name, f"the member cannot be read: {error}; pack it again")


def _read_zip(archive: InputFile, names: _Names) -> Iterator[Member | Skipped]:
    with seekable(open_bytes(archive.path)) as file, zipfile.ZipFile(file) as opened:
        for info in opened.infolist():
            if info.is_dir() or _HIDDEN.search(info.filename):
                continue
            name = names.of(info.filename)
            fault = _fault(info.filename)
            if fault is None and info.flag_bits & _ENCRYPTED:
                fault = "the member is encrypted; unpack it with its password"
            if fault is not None:
                yield Skipped(name, fault)
                continue
            try:
                unpacked = opened.open(info)
            except PACKED_ERRORS as error:
                yield Skipped(name, f"the member cannot be read: {error}; pack it again")
                continue
            with unpacked:
                yield _member(name, unpacked, info.compress_size, info.filename)


def _read_tar(archive: InputFile, names: _Names) -> Iterator[Member | Skipped]:
    with (
        open_bytes(archive.path, archive.compression) as stream,
        tarfile.open(fileobj=stream, mode="r|", bufsize=_BLOCKS, errors="surrogateescape") as opened,
    ):
        for info in opened:
            cast("Any", opened).members.clear()  # it would keep them all
            path = info.name
            if info.isdir() or _HIDDEN.search(path.removeprefix("./")):
                continue
            fault = _fault(path) or (None if info.isreg() else "the member is no regular file; leave it out")
            name = names.of(path)
            if fault is not None:
                yield Skipped(name, fault)
                continue
            unpacked = opened.extractfile(info)
            assert unpacked is not None
            yield _member(name, unpacked, info.size, path)
