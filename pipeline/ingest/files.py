"""Which files an input holds, in a stable order, and in which format each is."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pipeline.errors import InputError
from pipeline.ingest.formats import UNPACKED, Format, endings
from pipeline.ingest.sniffing import HEAD, sniff_format
from pipeline.ingest.streams import READ_ERRORS, STDIN, ByteStream, Compression, find_compression, open_bytes, stdin, unpack
from pipeline.storage import find_objects, is_remote

_ALONE = " and ".join(f".{kind}" for kind in sorted(UNPACKED))
KNOWN = f"{', '.join(endings())}, also {' or '.join(Compression)} after all but {_ALONE}"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read.

    Attributes:
        path: of the file; `STDIN` for standard input.
        name: below the input folder, with forward slashes, storable as UTF-8.
    """

    path: Path
    name: str
    format: Format
    compression: Compression | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in an input folder that cannot be read, and why."""

    name: str
    message: str


def check_input(path: Path) -> None:
    """Checks that an input is a folder, or a file that can be opened.

    Raises:
        InputError: it is not.
    """
    if path == STDIN:
        return
    try:
        if path.is_dir():
            return
        if path.exists() and not path.is_file():
            raise InputError(f"cannot read {path}: it is no regular file; save it to one first")
        path.open("rb").close()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise InputError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error


def find_format(name: str) -> tuple[Format, Compression | None] | None:
    """Format and compression by the ending of a file's name; None where it is not known."""
    path = Path(name.lower())
    compression = next((each for each in Compression if each == path.suffix), None)
    found = endings().get(path.with_suffix("").suffix if compression else path.suffix)
    if path.suffix == ".tgz":
        return Format.TAR, Compression.GZIP
    return None if found is None or (compression and found in UNPACKED) else (found, compression)


def find_files(inputs: Sequence[Path]) -> Iterator[InputFile | Skipped]:
    """The files of the inputs: in the order of the inputs, and within a folder by the name below it.

    Hidden files and folders are left out. Links are followed, but no folder is read twice, and no file where inputs overlap.

    Args:
        inputs: files and folders. A file that is named itself is read whatever its ending: its first bytes tell the format.

    Raises:
        InputError: a named file cannot be opened; raised when its turn comes.
    """
    folders: set[str] = set()
    files: set[str] | None = set() if len(inputs) > 1 else None  # one folder may hold millions
    for each in inputs:
        if each == STDIN:
            if _is_new(each, files):
                yield InputFile(STDIN, "-", *_sniff(stdin()))
        elif each.is_dir():
            yield from _walk_remote(each, files) if is_remote(each) else _walk(each, folders, files)
        elif _is_new(each, files):
            yield _named_file(each)


def _is_new(path: Path, seen: set[str] | None) -> bool:
    if seen is None:
        return True
    real = str(path) if is_remote(path) else os.path.realpath(path)
    if real in seen:
        return False
    seen.add(real)
    return True


def _named_file(path: Path) -> InputFile:
    known = find_format(path.name)
    if known is None:
        try:
            with open_bytes(path) as stream:
                known = _sniff(stream)
        except OSError as error:
            raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    return InputFile(path, storable(path.name), *known)


def _sniff(stream: ByteStream) -> tuple[Format, Compression | None]:
    """The format that the first bytes of a file show; what shows none is text. Nothing is taken from the stream."""
    start = stream.peek(HEAD)[:HEAD]
    compression = find_compression(start)
    if compression is None:
        return sniff_format(start), None
    try:
        start = unpack(cast("ByteStream", io.BytesIO(start)), compression).peek(HEAD)[:HEAD]
    except READ_ERRORS:
        return Format.TEXT, compression
    found = sniff_format(start)
    return (Format.TEXT if found in UNPACKED else found), compression


def _walk(root: Path, folders: set[str], files: set[str] | None) -> Iterator[InputFile | Skipped]:
    """What a folder holds, in the order of the whole names below it.

    Args:
        root: the folder.
        folders: real paths of the folders that were read; those of this one are added.
        files: the same of files; None where they need not be remembered.
    """
    waiting = [""]  # names below the root, the next one last; a folder's ends with a slash
    while waiting:
        name = waiting.pop()
        path = root / name
        if name and not name.endswith("/"):
            if _is_new(path, files):
                yield _file(path, storable(name))
        elif _is_new(path, folders):
            try:
                waiting += reversed(_list(path, name))
            except OSError as error:
                message = f"the folder cannot be read: {error.strerror or 'error'}; check its permissions"
                yield Skipped(storable(name or root.name), message)


def _walk_remote(root: Path, files: set[str] | None) -> Iterator[InputFile | Skipped]:
    """What is below a folder of an object store, in the order of the names, as `_walk` gives it."""
    for found in find_objects(root):
        if not _is_new(found.path, files):
            continue
        known, name = find_format(found.path.name), storable(found.name)
        yield InputFile(found.path, name, *known) if known else _unknown(name)


def _list(folder: Path, below: str) -> list[str]:
    """What is in a folder, as names below the root. With the slash of a folder they sort as the whole names do."""
    with os.scandir(folder) as entries:
        return sorted(f"{below}{each.name}{'/' if _is_folder(each) else ''}" for each in entries if not each.name.startswith("."))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _file(path: Path, name: str) -> InputFile | Skipped:
    known = find_format(path.name)
    if known is None:
        return _unknown(name)
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return Skipped(name, f"the file cannot be read: {error.strerror or 'error'}; check the link or its permissions")
    if not is_file:
        return Skipped(name, "this is no regular file; leave it out")
    return InputFile(path, name, *known)


def _unknown(name: str) -> Skipped:
    return Skipped(name, f"the format is not known; known are {KNOWN}")


def storable(name: str) -> str:
    """A file's name as Unicode: bytes that are not UTF-8 are replaced."""
    return os.fsencode(name).decode("utf-8", "replace").replace(os.sep, "/")
