"""Where inputs and outputs are: a path on this machine, or a URL such as s3://bucket/prefix.

A URL becomes a `UPath` of universal-pathlib, which is no `pathlib.Path` but does what one does (`/`, `open`, `glob`, `is_file` and
so on) through fsspec; it is typed as a `Path` throughout. Without a URL none of these packages is imported.

An object store cannot rename, but an object is seen only when all of it was put, and at once (S3 and GCS say so). So what is
written aside and renamed on a disk is written on this machine and put to a URL.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import unquote, urlsplit

from pipeline.errors import InputError, UsageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs"}
"""Scheme of a URL to the extra of our distribution that installs what reads it."""


class Found(NamedTuple):
    """An object below a folder.

    Attributes:
        name: below the folder, with forward slashes.
        info: what the store tells of it: size, and for most an ETag or another checksum.
    """

    name: str
    path: Path
    info: Mapping[str, Any]


def locate(place: str | Path) -> Path:
    """The path for what a user gave: a path on this machine, or a URL that fsspec knows.

    Raises:
        UsageError: the scheme is not known, a package for it is missing, or the store cannot be reached.
    """
    text = str(place)
    scheme, separator, _ = text.partition("://")
    if not separator or isinstance(place, Path):
        return Path(place)
    if scheme == "file":
        return Path(unquote(urlsplit(text).path))
    try:
        from upath import UPath

        # Other processes write to the same place, so that no listing may be remembered.
        found = cast("Path", UPath(text, use_listings_cache=False))
        found.exists()
    except ImportError as error:
        extra = _EXTRAS.get(scheme, "s3")
        raise UsageError(f"{scheme}:// needs packages that are not installed: pip install 'onrecord[{extra}]' ({error})") from error
    except Exception as error:  # each store has exceptions of its own
        raise UsageError(f"cannot reach {text}: {reason(error)}") from error
    return found


def is_remote(path: Path) -> bool:
    """Whether a path is in an object store, or elsewhere behind fsspec."""
    return not isinstance(path, Path)


def reason(error: Exception) -> str:
    """What an error says, in one line."""
    said = getattr(error, "strerror", None) or str(error)
    return " ".join(said.split()) or type(error).__name__


def is_below(path: Path, folder: Path) -> bool:
    """Whether a path is a folder itself or lies in it."""
    if is_remote(path) or is_remote(folder):
        return f"{path}/".startswith(f"{str(folder).rstrip('/')}/")
    return path.resolve().is_relative_to(folder.resolve())


def find_objects(folder: Path) -> Iterator[Found]:
    """The objects below a remote folder, at any depth, by name; hidden ones are left out.

    Raises:
        OSError: it cannot be listed.
    """
    remote = cast("Any", folder)
    start = len(remote.path.rstrip("/")) + 1
    for full, info in sorted(remote.fs.find(remote.path, detail=True).items()):
        name = full[start:]
        if name and not any(part.startswith(".") for part in name.split("/")):
            yield Found(name, folder / name, info)


def info_of(path: Path) -> Mapping[str, Any]:
    """What the store tells of a remote object.

    Raises:
        OSError: there is none.
    """
    remote = cast("Any", path)
    return cast("Mapping[str, Any]", remote.fs.info(remote.path))


class _RemoteFile(io.RawIOBase):
    """An object for reading. What fails is the store, not the file's content, and stops the run: no record is at fault."""

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        with self._told():
            self._file = path.open("rb")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # each store has exceptions of its own
            raise InputError(f"cannot read {self._name}: {reason(error)}") from error

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        with self._told():
            data = self._file.read(len(target))
        target[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with self._told():
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def open_remote(path: Path, buffer_size: int) -> io.BufferedReader:
    """Opens a remote object for reading.

    Args:
        path: of the object.
        buffer_size: bytes that are read ahead.

    Raises:
        InputError: it cannot be read, now or later.
    """
    return io.BufferedReader(_RemoteFile(path), buffer_size)


def put(file: Path, path: Path) -> None:
    """Puts a file of this machine to a remote path; it is seen there when all of it has arrived."""
    remote = cast("Any", path)
    remote.fs.put_file(str(file), remote.path)


def remove(path: Path) -> None:
    """Removes a remote object, or all below a remote folder; what is not there is no error."""
    remote = cast("Any", path)
    if remote.exists():
        remote.fs.rm(remote.path, recursive=True)


def arrow_place(path: Path) -> dict[str, Any]:
    """Arguments that tell pyarrow the file system of a path; none for this machine."""
    return {"filesystem": cast("Any", path).fs} if is_remote(path) else {}


def arrow_name(path: Path) -> str:
    """A path as pyarrow wants it, together with `arrow_place`."""
    return str(cast("Any", path).path) if is_remote(path) else str(path)
