"""The members of archives, one after another; nothing is written to a disk under a member's name."""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Self, cast

from pipeline.ingest.files import InputFile, Skipped, find_format
from pipeline.ingest.formats import ARCHIVES, Format
from pipeline.ingest.streams import CHUNK, PACKED_ERRORS, ByteStream, Guarded, open_bytes, seekable, unpack

BETWEEN = "!/"
"""Stands between an archive's name and a member's, as in URLs of Java archives."""

MAX_DIRECTORY = 1 << 26
"""Bytes of the list of members of a ZIP archive; Python holds all of it, and ten times as much of it as it has bytes."""

MAX_NAME = 1 << 16
"""Bytes of a member's name, or of its other properties, in a tar archive."""

_ENCRYPTED = 1
_END = struct.Struct("<4s4HIIH")  # of the list of members; signature, disks, counts, bytes, place, bytes of a comment
_END_64 = struct.Struct("<4sQ2H2I4Q")
_PLACE_64 = struct.Struct("<4sIQI")
_BLOCKS = 8 * tarfile.BLOCKSIZE  # read at once, and lost at the end of a tar file that is cut
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_HIDDEN = re.compile(r"(?:^|[/\\])(?:\.(?!\.?[/\\])|__MACOSX[/\\])")


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
        self.last: dict[int, int] = {}  # hash of a repeated name to the last number that was given to it

    def of(self, name: str) -> str:
        """The archive's name and the member's; "(2)" and so on tells members of one name apart."""
        name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace").removeprefix("./").replace("\0", "\ufffd")
        found, number = name, self.last.get(hash(name), 1)
        while hash(found) in self.seen:
            number += 1
            found = f"{name} ({number})"
            self.last[hash(name)] = number
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
    with seekable(open_bytes(archive.path)) as file:
        if _directory_size(file) > MAX_DIRECTORY:
            raise OSError(f"its list of members is longer than {MAX_DIRECTORY} bytes; unpack it, or make several archives of it")
        yield from _read_zip_members(file, names)


def _directory_size(file: ByteStream) -> int:
    """Bytes of the list of members of a ZIP archive; 0 where it has none (APPNOTE.TXT of PKWARE, 4.3.14 to 4.3.16)."""
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(0, size - _END.size - _PLACE_64.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return 0
    n_bytes: int = _END.unpack_from(tail, at)[5]
    if at >= _PLACE_64.size and tail.startswith(b"PK\x06\x07", at - _PLACE_64.size):
        file.seek(min(_PLACE_64.unpack_from(tail, at - _PLACE_64.size)[2], start + at))
        end = file.read(_END_64.size)
        if len(end) == _END_64.size and end.startswith(b"PK\x06\x06"):
            n_bytes = max(n_bytes % 0xFFFFFFFF, _END_64.unpack(end)[8])
    return n_bytes


def _read_zip_members(file: ByteStream, names: _Names) -> Iterator[Member | Skipped]:
    with zipfile.ZipFile(file) as opened:
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


class _TarInfo(tarfile.TarInfo):
    """Says what Python's own passes over: a header that is cut or broken after the first ends the archive there without a word.

    It also refuses a name that is so long that reading it would fill the memory.
    """

    @classmethod
    def fromtarfile(cls, tar: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tar)
        except _END_MARK:
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from error

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _LONG_HEADERS and self.size > MAX_NAME:
            raise tarfile.ReadError(f"a name or property is longer than {MAX_NAME} bytes")
        return cast("tarfile.TarInfo", cast("Any", super())._proc_member(tar))


_END_MARK = cast("Any", tarfile).EOFHeaderError
_LONG_HEADERS = frozenset(
    {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE}
)


def _read_tar(archive: InputFile, names: _Names) -> Iterator[Member | Skipped]:
    with (
        open_bytes(archive.path, archive.compression) as stream,
        tarfile.open(fileobj=stream, mode="r|", bufsize=_BLOCKS, errors="surrogateescape", tarinfo=_TarInfo) as opened,
    ):
        for info in opened:
            cast("Any", opened).members.clear()  # it would keep them all
            path = info.name
            if info.isdir() or _HIDDEN.search(path.removeprefix("./")):
                continue
            is_file = info.isreg() and not info.issparse()  # a sparse one can be a billion times as long as its archive
            fault = _fault(path) or (None if is_file else "the member is no regular file; leave it out")
            name = names.of(path)
            if fault is not None:
                yield Skipped(name, fault)
                continue
            unpacked = opened.extractfile(info)
            assert unpacked is not None
            yield _member(name, unpacked, info.size, path)
        rest = cast("Any", opened).fileobj
        while data := rest.read(CHUNK):  # to the end of the file, where its checksum stands
            if data.count(0) < len(data):
                raise OSError("something follows the mark of its end, and is passed over")
