"""`onrecord annotate` as a user meets it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.runs import command


def test_out_corrected_and_back(samples_run: Path, tmp_path: Path):
    """An annotator of brat turns a date into another; the run then misses that one alone."""
    done = command("annotate", "export", samples_run, "--format", "brat", "--out", tmp_path / "brat")
    assert (done.returncode, done.stdout) == (0, f"18 articles for brat in {tmp_path / 'brat'}\n"), done.stderr
    file = tmp_path / "brat" / "court-harbour-bribery.ann"
    changed, n_changed = re.subn(r"(AnnotatorNotes T\d+\t)XXXX-WXX-2", r"\g<1>2020-01-07", file.read_text("utf-8"), count=1)
    assert n_changed == 1
    file.write_text(changed, encoding="utf-8", newline="")
    gold = tmp_path / "gold.jsonl"
    done = command("annotate", "import", tmp_path / "brat", "--format", "brat", "--out", gold)
    assert (done.returncode, done.stdout) == (0, f"{gold}: 18 articles new, 0 replaced, 0 kept\n"), done.stderr
    scores = command("evaluate", gold, "--run", samples_run).stdout.splitlines()[1:]
    assert [line.split()[0] for line in scores if line.split()[4] != "100.0"] == ["dates.value"]


@pytest.mark.parametrize(
    ("name", "content", "tool", "error"),
    [
        ("a.ann", "T1 Cue\n", "brat", r"onrecord: .*a\.ann:1: not a line of a mark"),
        ("a.json", "[\n{", "label-studio", r"onrecord: .*a\.json:2: not JSON"),
        ("a.jsonl", "\n[]\n", "prodigy", r"onrecord: .*a\.jsonl:2: expected a JSON object"),
        ("b.ann", "", "brat", r"onrecord: cannot read .*b\.txt"),
    ],
)
def test_a_wrong_file_is_one_line(name: str, content: str, tool: str, error: str, tmp_path: Path):
    (tmp_path / "a.txt").write_text("She said so.", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = command("annotate", "import", tmp_path / name, "--format", tool, "--out", tmp_path / "gold.jsonl")
    assert done.returncode == 2
    assert re.fullmatch(error + ".*\n", done.stderr), done.stderr
    assert not (tmp_path / "gold.jsonl").exists()


def test_inception_without_its_library_says_what_to_install(samples_run: Path, tmp_path: Path):
    (tmp_path / "cassis.py").write_text("raise ImportError\n", encoding="utf-8")
    done = command("annotate", "export", samples_run, "--format", "inception", "--out", tmp_path / "out", path=[tmp_path])
    assert (done.returncode, done.stderr) == (
        2,
        "onrecord: INCEpTION needs dkpro-cassis; install it with: pip install dkpro-cassis\n",
    )
