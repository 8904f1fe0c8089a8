"""Breaks the code on purpose, and tells what notices: `python tests/breaks.py`.

Each break is made in a copy of the project. The gate runs there on the samples, and then the tests that are named for it. A
break that nothing notices is a test that is missing, and the exit status is 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COPIED = ("pipeline", "models", "tests", "data", "docs", "notebooks", "pyproject.toml", "Makefile", "README.md", "CONTRIBUTING.md")


class Break(NamedTuple):
    """One thing to break.

    Attributes:
        file: of the project.
        old: text that stands there once.
        new: what to write instead.
        tests: files of tests, or single ones, that should notice.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


BREAKS = (
    Break(
        "a speaker is not the name in apposition",
        "pipeline/extract/speakers.py",
        'if parse.dep[child] == "appos" or (parse.dep[child]',
        "if (parse.dep[child]",
        ("tests/unit/extract/test_speakers.py", "tests/golden/test_golden.py"),
    ),
    Break(
        "a role is not read from an apposition",
        "pipeline/extract/roles.py",
        '    found = [child for child in parse.children[mention.head] if parse.dep[child] == "appos"]\n',
        "    found: list[int] = []\n",
        ("tests/unit/extract/test_entities.py", "tests/golden/test_golden.py"),
    ),
    Break(
        "dates begin one code point late",
        "pipeline/rows.py",
        "                    start=date.span.start,\n",
        "                    start=date.span.start + 1,\n",
        ("tests/unit/test_rows.py", "tests/integration/test_properties.py", "tests/golden/test_golden.py"),
    ),
    Break(
        "an undated article is of today",
        "pipeline/extract/date_anchors.py",
        "    return Anchor(None, DateAnchor.NONE)\n",
        "    return Anchor(dt.date.today(), DateAnchor.PUBLICATION)\n",
        ("tests/integration/test_determinism.py", "tests/golden/test_golden.py"),
    ),
)


def run_break(each: Break, folder: Path) -> list[str]:
    """Makes a break in a copy of the project; a line for each check, which says whether it noticed."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "out"))
        else:
            shutil.copy(source, folder / name)
    broken = folder / each.file
    broken.write_text(broken.read_text(encoding="utf-8").replace(each.old, each.new), encoding="utf-8")
    gate = ("-m", "pipeline", "evaluate", "tests/quality/gold.jsonl", "--floors", "tests/quality/floors.json")
    checks = {"the gate": gate, **{test: ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test) for test in each.tests}}
    return [f"{'red  ' if _status(command, folder) == 1 else 'GREEN'}  {name}" for name, command in checks.items()]


def _status(command: tuple[str, ...], folder: Path) -> int:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run([sys.executable, *command], cwd=folder, env=environment, capture_output=True).returncode


def main() -> int:
    """Makes every break; 1 where one went unnoticed."""
    unnoticed = 0
    for each in BREAKS:
        with tempfile.TemporaryDirectory(prefix="onrecord-break-") as folder:
            lines = run_break(each, Path(folder))
        unnoticed += not any(line.startswith("red") for line in lines)
        sys.stdout.write("\n".join([each.name, *(f"  {line}" for line in lines)]) + "\n")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    raise SystemExit(main())
