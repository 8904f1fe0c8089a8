"""The lock on an output folder: one process at a time writes there.

The operating system holds it (flock), and lets go of it when the process ends, however it ends; so a lock never has to be removed
by hand. Where a file system knows no such locks, a lock counts as long as a process with its number runs on this machine.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import NamedTuple

from pipeline.errors import OutputError
from pipeline.storage import is_remote

try:
    import fcntl
except ImportError:  # there is none on Windows
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"

_TRIES, _PAUSE = 5, 0.05
"""Attempts to take a lock, and seconds between them: `find_holder` has it for an instant, too."""


class Holder(NamedTuple):
    """The process that holds a lock, and its machine."""

    pid: int
    host: str


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Holds the lock of a folder, also one that a process left which is gone.

    Args:
        out: the folder; it must be there.

    Raises:
        OutputError: another process holds it, or the folder cannot be written.
    """
    if is_remote(out):  # an object store has no locks; two runs of one kind write the same objects there
        yield
        return
    path = out / LOCK
    try:
        descriptor = _take(path)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}") from error
    if descriptor is None:
        holder = _read(path)
        who = f"process {holder.pid} on {holder.host}" if holder else "another process"
        raise OutputError(f"{out} is in use by {who}; wait for it to end, or stop it first")
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def find_holder(out: Path) -> Holder | None:
    """The live process that holds the lock of a folder, or None."""
    if is_remote(out):
        return None
    try:
        descriptor = os.open(out / LOCK, os.O_RDONLY)
    except OSError:
        return None
    try:
        return None if _is_free(descriptor, out / LOCK, is_shared=True) else _read(out / LOCK)
    finally:
        os.close(descriptor)


def _take(path: Path) -> int | None:
    """The descriptor of a lock that is now ours; None where it is another's."""
    for _ in range(_TRIES):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if _is_free(descriptor, path) and _is_at(descriptor, path):  # else its last holder removed it under our hands
            os.ftruncate(descriptor, 0)
            os.write(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
            return descriptor
        os.close(descriptor)
        sleep(_PAUSE)
    return None


def _is_free(descriptor: int, path: Path, *, is_shared: bool = False) -> bool:
    """Whether nobody else holds a lock; where the system has locks, it is then held by the descriptor."""
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        except OSError:
            pass  # this file system has no locks
    holder = _read(path)
    return holder is None or holder.pid == os.getpid() or (holder.host == socket.gethostname() and not _is_alive(holder.pid))


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is another user's
    return True


def _read(path: Path) -> Holder | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return Holder(int(value["pid"]), str(value["host"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None
