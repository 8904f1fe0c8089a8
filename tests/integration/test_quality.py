"""`onrecord evaluate` and `onrecord diff` as a user or CI calls them: what they print, and every exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.quality import run_gate
from pipeline.quality.gate import FAULTS_FILE
from pipeline.store import rewrite_parts
from tests.runs import ROOT, SAMPLES, command

QUALITY = ROOT / "tests" / "quality"


@pytest.fixture
def worse(samples_run: Path, tmp_path: Path) -> Path:
    """The samples' run without the first twenty dates."""
    out = tmp_path / "worse"
    shutil.copytree(samples_run, out)
    assert rewrite_parts(out, "dates", lambda dates: dates.slice(20)) == 1
    return out


@pytest.fixture
def floors(samples_run: Path, tmp_path: Path) -> Path:
    """Floors that this run sets."""
    file = tmp_path / "quality" / "floors.json"
    file.parent.mkdir()
    assert run_gate(QUALITY / "gold.jsonl", samples_run, file, update=True).exit_code == 0
    return file


def evaluate(run: Path, *options: str | Path, gold: Path = QUALITY / "gold.jsonl"):
    return command("evaluate", gold, "--run", run, *options)


def test_evaluate_passes_and_says_so(samples_run: Path, floors: Path):
    done = evaluate(samples_run, "--floors", floors, "--format", "markdown")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("### Quality: no figure fell below its floor\n")


@pytest.mark.parametrize(
    ("form", "told"),
    [("text", "DROPPED dates.value is "), ("json", '"metric": "dates.value"'), ("markdown", "figures fell below their floors")],
)
def test_a_drop_is_1_with_the_rows_that_were_lost(worse: Path, floors: Path, form: str, told: str):
    done = evaluate(worse, "--floors", floors, "--format", form)
    assert done.returncode == 1
    assert told in done.stdout
    assert "has offered him a new two-year deal" in " ".join(done.stdout.translate({ord(mark): None for mark in "[]\\\\"}).split())


def test_unreadable_gold_is_2_in_every_form(samples_run: Path, floors: Path, tmp_path: Path):
    broken = tmp_path / "gold.jsonl"
    broken.write_text('{"id": "x"}\n')
    for form in ("text", "json", "markdown"):
        done = evaluate(samples_run, "--floors", floors, "--format", form, gold=broken)
        assert done.returncode == 2
        assert "'statements' is missing" in done.stdout


def test_update_keeps_floors_and_allow_lower_lowers_them(worse: Path, floors: Path):
    before = floors.read_text()
    assert evaluate(worse, "--floors", floors, "--update").returncode == 1
    assert json.loads(floors.read_text())["floors"] == json.loads(before)["floors"]
    assert evaluate(worse, "--floors", floors, "--update", "--allow-lower").returncode == 0
    assert json.loads(floors.read_text())["floors"]["dates.value"] < json.loads(before)["floors"]["dates.value"]
    assert evaluate(worse, "--floors", floors).returncode == 0
    assert "dates\tmiss" in floors.with_name(FAULTS_FILE).read_text()


def test_json_is_a_document(samples_run: Path):
    value = json.loads(evaluate(samples_run, "--format", "json").stdout)
    figure = value["figures"]["statements.content"]
    assert figure["low"] < figure["value"] < figure["high"]
    assert figure["floor"] is None
    assert {"outlet", "length", "section", "statement kind", "event type", "factuality"} == set(value["slices"])


def test_without_a_run_the_articles_are_extracted_now(tmp_path: Path):
    """The gold names the files of its articles; they are found from its folder, whatever the working folder is."""
    name = "museum-director-resigns"
    lines = (QUALITY / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if json.loads(line)["id"] == name]
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "gold.jsonl").write_text(line + "\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    arguments = ("evaluate", tmp_path / "tests" / "gold.jsonl", "--slices")
    lost = command(*arguments, cwd=elsewhere)
    assert lost.returncode == 2
    assert f"data/raw/samples/{name}.txt" in lost.stderr
    shutil.copytree(SAMPLES, tmp_path / "data" / "raw" / "samples")
    done = command(*arguments, cwd=elsewhere)
    assert (done.returncode, done.stderr) == (0, "")
    assert "statements.content.direct" in done.stdout
    assert "by statement kind" in done.stdout
    assert list(elsewhere.iterdir()) == []


def test_equal_runs_are_0(samples_run: Path):
    done = command("diff", samples_run, samples_run)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 9


def test_runs_that_differ_are_1(samples_run: Path, worse: Path, tmp_path: Path):
    done = command("diff", samples_run, worse, "--limit", "2", "--html", tmp_path / "pages")
    assert done.returncode == 1
    assert "… and 18 more" in done.stdout
    assert len(list((tmp_path / "pages" / "articles").rglob("*.html"))) >= 2
    found = json.loads(command("diff", samples_run, worse, "--format", "json").stdout)
    assert found["tables"]["dates"]["lost"] == 20
    assert len([change for change in found["changes"] if change["table"] == "dates"]) == 20


def test_a_run_that_cannot_be_read_is_2(samples_run: Path, worse: Path, tmp_path: Path):
    assert command("diff", samples_run, tmp_path / "nowhere").returncode == 2
    part = worse / "events" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:100])
    for runs in ((samples_run, worse), (worse, samples_run)):
        done = command("diff", *runs)
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1


def test_a_column_may_be_ignored(samples_run: Path, tmp_path: Path):
    out = tmp_path / "out"
    shutil.copytree(samples_run, out)

    def doubt(statements: pa.Table) -> pa.Table:
        at = statements.schema.get_field_index("confidence")
        return statements.set_column(at, statements.schema.field(at), pa.array([0.5] * len(statements), pa.float32()))

    rewrite_parts(out, "statements", doubt)
    assert command("diff", samples_run, out).returncode == 1
    assert command("diff", samples_run, out, "--ignore", "confidence").returncode == 0
    assert command("diff", samples_run, out, "--ignore", "nonsense").returncode == 2


def test_the_gate_sees_offsets_that_are_shifted_by_one(samples_run: Path, floors: Path, tmp_path: Path):
    out = tmp_path / "shifted"
    shutil.copytree(samples_run, out)

    def shift(rows: pa.Table) -> pa.Table:
        for name in ("start", "end"):
            at = rows.schema.get_field_index(name)
            moved = pa.array([value + 1 for value in rows[name].to_pylist()], pa.int32())
            rows = rows.set_column(at, rows.schema.field(at), moved)
        return rows

    for table, figure in (("dates", "dates.strict"), ("mentions", "entities.mentions")):
        rewrite_parts(out, table, shift)
        done = evaluate(out, "--floors", floors)
        assert done.returncode == 1
        assert f"DROPPED {figure} is 0.00" in done.stdout
