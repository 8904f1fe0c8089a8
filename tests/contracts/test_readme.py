"""What the README shows is true: its commands run, its links lead somewhere, its table is real output."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cli.extracting import summary_lines
from pipeline.manifest import Summary
from pipeline.schema import TABLES
from tests.conftest import Extract
from tests.contracts.test_commands import QUALITY, targets
from tests.runs import ROOT, SAMPLES, command

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHELL = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line and not line.startswith("#")]
ELSEWHERE = ("git clone", "cd ")
"""Beginnings of commands that a test cannot run."""


@pytest.fixture(scope="module")
def folder(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """A copy of the project's data after `make extract`, and what the run did."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(SAMPLES, folder / "data" / "raw" / "samples")
    summary = extract_here([folder / "data" / "raw"], folder / "data" / "out")
    shutil.copytree(folder / "data" / "out", folder / "data" / "before")  # what the README extracts to compare with
    shutil.copytree(QUALITY, folder / "tests" / "quality")
    return folder, summary


def test_every_block_says_its_language():
    assert {kind for kind, _ in BLOCKS} <= {"sh", "python", "text"}
    assert {"sh", "python", "text"} <= {kind for kind, _ in BLOCKS}


@pytest.mark.parametrize("line", [line for line in SHELL if line.startswith("make")])
def test_a_target_exists(line: str):
    words = [word for word in shlex.split(line, comments=True)[1:] if "=" not in word]
    assert [word for word in words if word not in targets()] == []


@pytest.mark.parametrize("block", [block for kind, block in BLOCKS if kind == "sh" and "\nonrecord" in f"\n{block}"])
def test_the_commands_of_a_block_run_in_turn(block: str, folder: tuple[Path, Summary], tmp_path: Path):
    shutil.copytree(folder[0], tmp_path, dirs_exist_ok=True)
    for line in block.splitlines():
        if line.startswith("onrecord"):
            done = command(*shlex.split(line, comments=True)[1:], cwd=tmp_path)
            assert done.returncode == 0, done.stderr


def test_no_command_is_left_out():
    assert [line for line in SHELL if not line.startswith(("make", "onrecord", *ELSEWHERE))] == []


def test_the_cells_run(folder: tuple[Path, Summary], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(folder[0])
    names: dict[str, object] = {}
    for cell in [block for kind, block in BLOCKS if kind == "python"]:
        exec(compile(cell, "README.md", "exec"), names)
    assert len(capsys.readouterr().out.splitlines()) > 5


def test_the_summary_is_that_of_a_run(folder: tuple[Path, Summary]):
    """Numbers aside: they change with every model."""
    summary = folder[1]
    summary.out = Path("data/out")
    shown = next(block for kind, block in BLOCKS if kind == "text" and "records in" in block)
    assert numberless(shown) == numberless("\n".join(summary_lines(summary)))


def numberless(text: str) -> list[str]:
    return [re.sub(r"[\d,.]*\d", "N", " ".join(line.split())) for line in text.strip().splitlines()]


def test_the_statements_shown_are_real_output(folder: tuple[Path, Summary]):
    statements = pd.read_parquet(folder[0] / "data" / "out" / "statements")
    speakers = pd.read_parquet(folder[0] / "data" / "out" / "statement_speakers", columns=["statement_id", "name", "text"])
    joined = statements.merge(speakers, on="statement_id", suffixes=("", "_speaker"))
    real = set(joined[["name", "text_speaker", "cue", "kind", "content"]].itertuples(index=False, name=None))
    shown = rows_below("| speaker | as written | cue | kind | content |")
    assert len(shown) >= 5
    assert [row for row in shown if row not in real] == [], "the README's table is not what a run gives; correct it by hand"


def rows_below(header: str) -> list[tuple[str, ...]]:
    """The rows of the README's table with this header."""
    rows = README.split(header)[1].split("\n\n")[0].strip().splitlines()[1:]
    return [tuple(cell.strip() for cell in row.strip("| ").split(" | ")) for row in rows]


def test_every_table_is_named():
    assert [table for table in TABLES if f"`{table}`" not in README] == []


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_link_leads_to_a_file(link: str):
    assert (ROOT / link).exists()
