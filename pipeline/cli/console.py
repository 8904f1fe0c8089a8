"""What every command needs of the console: lines on standard error, and the statuses of the exit."""

from __future__ import annotations

import sys
from typing import NoReturn

EXIT_QUARANTINE = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def fail(message: str, status: int = EXIT_USAGE) -> NoReturn:
    """Prints one line and exits."""
    to_stderr(f"onrecord: {' '.join(message.split())}")
    raise SystemExit(status)


def to_stderr(line: str) -> None:
    """Prints a line at once."""
    print(line, file=sys.stderr, flush=True)
