"""The commands for people who look: show and report."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.runs import command


def test_show_marks_an_article(samples_run: Path):
    done = command("show", "museum-director", "--run", samples_run, environment={"NO_COLOR": "1"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "{Osei} _said_." in done.stdout
    assert re.search(r"\[\d+: that he had been \*forced\* out\]", done.stdout)
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_show_has_colours_where_they_are_wanted(samples_run: Path):
    done = command("show", "museum-director", "--run", samples_run, environment={"FORCE_COLOR": "1", "TERM": "xterm-256color"})
    assert "\x1b[" in done.stdout
    assert "{Osei}" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["zzz"], "no article fits 'zzz'"), (["e"], "fits 18 articles"), (["x", "--run", "nowhere"], "there is no run in nowhere")],
)
def test_show_says_what_is_wrong(arguments: list[str], message: str, samples_run: Path):
    run = [] if "--run" in arguments else ["--run", samples_run]
    done = command("show", *arguments, *run)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_report_writes_into_the_run_by_default(samples_run: Path, tmp_path: Path):
    out = tmp_path / "out"
    shutil.copytree(samples_run, out)
    done = command("report", out)
    assert done.returncode == 0
    assert done.stdout == f"18 of 18 articles have a page; open {out / 'report' / 'index.html'}\n"
    assert (out / "report" / "index.html").is_file()
    assert command("report", out, "--out", tmp_path / "elsewhere", "--quiet").stdout == ""
    assert (tmp_path / "elsewhere" / "index.html").read_bytes() == (out / "report" / "index.html").read_bytes()


def test_report_keeps_what_is_not_its_own(samples_run: Path, tmp_path: Path):
    (tmp_path / "file.txt").write_text("")
    done = command("report", samples_run, "--out", tmp_path)
    assert done.returncode == 2
    assert "holds no report" in done.stderr
