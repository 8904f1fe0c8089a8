"""Every command of the command line and of make is documented, and its example runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from pipeline.annotation.tools import Tool
from pipeline.annotation.transfer import export_run
from pipeline.cli import app
from pipeline.store import read_table
from tests.runs import ROOT, SAMPLES, command

QUALITY = ROOT / "tests" / "quality"
EXAMPLE = re.compile(r"^Example: onrecord (.+)$", re.MULTILINE)
TARGETS = ["extract", "test", "check", "quality", "bench", "docs", "golden"]
"""Targets of make that the documents and the tests name."""


def commands(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its whole name. Typer has a click of its own, so that no class is asked for."""
    if not hasattr(group, "commands"):
        yield name, group
        return
    for each, below in group.commands.items():
        yield from commands(below, f"{name} {each}".strip())


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_and_an_example(name: str):
    text = COMMANDS[name].help or ""
    assert text.splitlines()[0].endswith(".")
    assert [example.split()[: len(name.split())] for example in EXAMPLE.findall(text)] == [name.split()]
    assert [each.name for each in COMMANDS[name].params if each.name != "help" and not each.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_shows_the_example(name: str):
    done = CliRunner().invoke(app, [*name.split(), "--help"])
    assert done.exit_code == 0
    assert " ".join(EXAMPLE.findall(COMMANDS[name].help or "")[0].split()) in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_runs(name: str, samples_run: Path, tmp_path: Path):
    shutil.copytree(SAMPLES, tmp_path / "data" / "raw" / "samples")
    shutil.copytree(QUALITY, tmp_path / "tests" / "quality")
    (tmp_path / "docs").mkdir()
    if name != "extract":
        shutil.copytree(samples_run, tmp_path / "data" / "out")
    if name == "diff":
        shutil.copytree(samples_run, tmp_path / "data" / "before")
    if name == "annotate import":
        export_run(samples_run, Tool.BRAT, tmp_path / "data" / "brat")
    if name.startswith("train"):
        for corpus in ("train.jsonl", "dev.jsonl"):
            write_corpus(samples_run, tmp_path / corpus)
    (example,) = EXAMPLE.findall(COMMANDS[name].help or "")
    before = set(tmp_path.rglob("*"))
    done = command(*shlex.split(example), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or set(tmp_path.rglob("*")) > before


def write_corpus(run: Path, path: Path) -> None:
    """Writes the statements of a run as a corpus to train on: what they are worth does not matter here."""
    articles = {row["article_id"]: {"id": row["article_id"], "text": row["text"], "quotes": []} for row in rows(run, "articles")}
    speakers = {row["statement_id"]: [row["start"], row["end"]] for row in rows(run, "statement_speakers") if row["text"]}
    for row in rows(run, "statements"):
        quote = {
            "cue": None if row["cue"] is None else [row["cue_start"], row["cue_end"]],
            "parts": [[part["start"], part["end"]] for part in row["parts"]],
            "speaker": speakers.get(row["statement_id"]),
        }
        articles[row["article_id"]]["quotes"].append(quote)
    path.write_text("".join(json.dumps(article) + "\n" for article in articles.values()), encoding="utf-8")


def rows(run: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_table(run, table).to_pylist()
    return found


def test_the_help_lists_every_command():
    listed = CliRunner().invoke(app, ["--help"]).output
    assert [name for name in COMMANDS if name.split()[0] not in listed] == []


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_alone_prints_the_targets():
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # the tests may run under make
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    printed = [line.split()[0] for line in done.stdout.splitlines()]
    assert printed == targets()
    assert [target for target in TARGETS if target not in printed] == []
    assert all(len(line.split()) > 1 for line in done.stdout.splitlines())


def targets() -> list[str]:
    """The targets that the Makefile declares."""
    (declared,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    return str(declared).split()
