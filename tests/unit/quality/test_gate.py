from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import GoldError
from pipeline.quality import check_floors, run_gate, update_floors
from pipeline.quality.evaluation import Evaluation
from pipeline.quality.gate import FAULTS_FILE, Drop, Floors, GateResult, faults_of, read_floors, write_floors
from pipeline.quality.scores import Fault, FaultKind, Score
from pipeline.quality.summary import drop_lines, table_lines, text_lines
from pipeline.schema import SCHEMA_VERSION
from tests.unit.quality.story import Tables, gold_article, perfect_rows, span, write_gold, write_run


class Bench:
    """A gold file, runs and floors in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.floors = folder / "floors.json"
        self.gold = write_gold(folder / "gold.jsonl", gold_article())
        self.n_runs = 0

    def gate(self, rows: Tables, **options: Any) -> GateResult:
        self.n_runs += 1
        run = write_run(self.folder / f"run{self.n_runs}", rows)
        return run_gate(self.gold, run, self.floors, **options)

    def floor(self, metric: str) -> float:
        return read_floors(self.floors).floors[metric]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    assert bench.gate(perfect_rows(), update=True).exit_code == 0
    return bench


def worse_rows() -> Tables:
    rows = perfect_rows()
    rows["dates"].pop()
    return rows


def test_passes_on_the_run_that_set_the_floors(bench: Bench):
    result = bench.gate(perfect_rows())
    assert result.exit_code == 0
    assert not [line for line in text_lines(result) if "DROPPED" in line]


def test_fails_on_a_drop_and_names_the_rows_that_were_lost(bench: Bench):
    result = bench.gate(worse_rows())
    assert result.exit_code == 1
    text = "\n".join(text_lines(result))
    assert "DROPPED dates.value is 66.67, its floor is 100.00 less a margin of 0.5" in text
    may = span("May")
    assert f"miss  bridge {may['start']}-{may['end']} 'May' (XXXX-05)" in text
    assert "DROPPED events" not in text
    assert "DROPPED statements" not in text


def test_known_faults_are_not_shown_as_lost(tmp_path: Path):
    bench = Bench(tmp_path)
    bench.gate(worse_rows(), update=True)
    assert "XXXX-05" in (tmp_path / FAULTS_FILE).read_text(encoding="utf-8")
    worst = worse_rows()
    worst["dates"].clear()
    result = bench.gate(worst)
    assert result.exit_code == 1
    lost = [line for line in text_lines(result) if line.startswith("  miss")]
    assert any("'Monday'" in line for line in lost)
    assert not any("'May'" in line for line in lost)


@pytest.mark.parametrize(("value", "drops"), [(80.0, False), (79.5, False), (79.49, True), (100.0, False), (None, True)])
def test_the_margin(value: float | None, drops: bool):
    floors = Floors(gold_sha256="x", margin=0.5, floors={"dates.value": 80.0})
    expected = [Drop("dates.value", 80.0, value)] if drops else []
    assert check_floors({"dates.value": Score(value, 10)}, floors) == expected


def test_a_figure_that_is_gone_has_dropped():
    assert check_floors({}, Floors(gold_sha256="x", floors={"a": 1.0})) == [Drop("a", 1.0, None)]


def test_a_figure_without_a_floor_passes():
    assert check_floors({"new": Score(3.0, 1)}, Floors(gold_sha256="x", floors={})) == []


def test_refuses_changed_gold(bench: Bench):
    changed = gold_article()
    changed["dates"].pop()
    write_gold(bench.gold, changed)
    result = bench.gate(perfect_rows())
    assert result.exit_code == 2
    assert "the gold is not the one" in text_lines(result)[0]
    assert f"onrecord evaluate GOLD --run DIR --floors {bench.floors} --update" in text_lines(result)[0]


def test_refuses_floors_of_another_schema(bench: Bench):
    value = json.loads(bench.floors.read_text())
    bench.floors.write_text(json.dumps(value | {"schema_version": SCHEMA_VERSION + 1}))
    result = bench.gate(perfect_rows())
    assert result.exit_code == 2
    assert "--update" in text_lines(result)[0]


@pytest.mark.parametrize("raw", ["", "{}", "[]", "null", '{"gold_sha256": "x", "schema_version": 1}', "{"])
@pytest.mark.parametrize("update", [False, True])
def test_broken_floors_are_neither_passed_nor_overwritten(bench: Bench, raw: str, update: bool):
    bench.floors.write_text(raw)
    assert bench.gate(perfect_rows(), update=update).exit_code == 2
    assert bench.floors.read_text() == raw


@pytest.mark.parametrize("floor", ["NaN", "true", '"90"', "null", "[]"])
def test_a_floor_must_be_a_number(bench: Bench, floor: str):
    margin = '{"value": 0.5, "reason": "noise"}'
    bench.floors.write_text(f'{{"gold_sha256": "x", "schema_version": 1, "margin": {margin}, "floors": {{"a": {floor}}}}}')
    with pytest.raises(GoldError, match="cannot read the floors"):
        read_floors(bench.floors)


def test_no_floors_is_no_pass(bench: Bench):
    sha = read_floors(bench.floors).gold_sha256
    write_floors(bench.floors, Floors(gold_sha256=sha))
    result = bench.gate(perfect_rows())
    assert result.exit_code == 2
    assert "nothing would be checked" in text_lines(result)[0]
    assert bench.gate(perfect_rows(), update=True).exit_code == 0
    assert bench.gate(perfect_rows()).exit_code == 0


def test_missing_floors_are_no_pass(bench: Bench):
    bench.floors.unlink()
    assert bench.gate(perfect_rows()).exit_code == 2


@pytest.mark.parametrize("raw", [None, b"", b"not json\n", b"\xff", b"{}\n"])
@pytest.mark.parametrize("options", [{}, {"update": True}, {"update": True, "allow_lower": True}])
def test_unreadable_gold_is_never_a_pass(bench: Bench, raw: bytes | None, options: dict[str, bool]):
    before = bench.floors.read_bytes()
    bench.gold.unlink()
    if raw is not None:
        bench.gold.write_bytes(raw)
    result = bench.gate(perfect_rows(), **options)
    assert result.exit_code == 2
    assert text_lines(result)
    assert bench.floors.read_bytes() == before


def test_unreadable_gold_is_no_pass_without_floors(bench: Bench):
    run = write_run(bench.folder / "run", perfect_rows())
    assert run_gate(bench.gold, run, None).exit_code == 0
    bench.gold.write_text("[]\n")
    assert run_gate(bench.gold, run, None).exit_code == 2


def test_a_missing_run_is_no_pass(bench: Bench):
    assert run_gate(bench.gold, bench.folder / "nowhere", bench.floors).exit_code == 2


def test_update_never_lowers_without_the_flag(bench: Bench):
    faults = (bench.folder / FAULTS_FILE).read_text()
    result = bench.gate(worse_rows(), update=True)
    assert result.exit_code == 1
    assert any("dates.value: the floor 100.0 was kept" in line for line in text_lines(result))
    assert bench.floor("dates.value") == 100.0
    assert (bench.folder / FAULTS_FILE).read_text() == faults
    assert bench.gate(worse_rows()).exit_code == 1


def test_update_lowers_with_the_flag(bench: Bench):
    result = bench.gate(worse_rows(), update=True, allow_lower=True)
    assert result.exit_code == 0
    assert any("dates.value: the floor 100.0 was lowered" in line for line in text_lines(result))
    assert bench.floor("dates.value") == 66.66
    assert bench.gate(worse_rows()).exit_code == 0


def test_update_raises(bench: Bench):
    bench.gate(worse_rows(), update=True, allow_lower=True)
    assert bench.gate(perfect_rows(), update=True).exit_code == 0
    assert bench.floor("dates.value") == 100.0


def test_update_after_a_change_of_gold_still_does_not_lower(bench: Bench):
    changed = gold_article()
    changed["dates"][0]["value"] = "2024-W01-1"
    write_gold(bench.gold, changed)
    assert bench.gate(perfect_rows(), update=True).exit_code == 1
    assert bench.floor("dates.value") == 100.0
    assert bench.gate(perfect_rows(), update=True, allow_lower=True).exit_code == 0
    assert bench.gate(perfect_rows()).exit_code == 0


def test_update_keeps_the_floor_of_a_figure_that_is_gone():
    evaluation = Evaluation({"a": Score(50.0, 2), "none": Score(None, 0)}, [], [], "y")
    floors = Floors(gold_sha256="x", floors={"a": 40.0, "gone": 10.0})
    new, below = update_floors(floors, evaluation)
    assert new.floors == {"a": 50.0, "gone": 10.0}
    assert below == [Drop("gone", 10.0, None)]
    assert new.gold_sha256 == "y"
    assert update_floors(floors, evaluation, allow_lower=True)[0].floors == {"a": 50.0}


def test_update_keeps_the_margin_and_its_reason():
    floors = Floors(gold_sha256="x", margin=2.0, margin_reason="small gold", floors={"a": 40.0})
    new, _ = update_floors(floors, Evaluation({"a": Score(41.239, 2)}, [], [], "y"))
    assert (new.margin, new.margin_reason) == (2.0, "small gold")
    assert new.floors == {"a": 41.23}


def test_floors_survive_a_round_trip(tmp_path: Path):
    floors = Floors(gold_sha256="x", margin=0.25, margin_reason="why", floors={"b": 2.5, "a": 1.0})
    write_floors(tmp_path / "floors.json", floors)
    assert read_floors(tmp_path / "floors.json") == floors
    assert list(json.loads((tmp_path / "floors.json").read_text())["floors"]) == ["a", "b"]


def test_many_lost_rows_are_cut():
    faults = [Fault("a", "dates", FaultKind.MISS, at, at + 1, "x", "") for at in range(100)]
    lines = drop_lines(Drop("dates.value", 80.0, 10.0), faults, 0.5)
    assert len(lines) == 42
    assert lines[-1] == "  … and 60 more"


def test_a_lost_row_is_shown_in_its_text(bench: Bench):
    assert "        …bridge had been unsafe. Moss will leave Linz in [May]." in text_lines(bench.gate(worse_rows()))


def test_rows_lost_and_won_are_counted(bench: Bench):
    assert (bench.gate(perfect_rows()).lost, bench.gate(perfect_rows()).n_won) == ([], 0)
    bench.gate(worse_rows(), update=True, allow_lower=True)
    assert bench.gate(perfect_rows()).n_won == 1
    (bench.folder / FAULTS_FILE).unlink()
    result = bench.gate(worse_rows())
    assert (len(result.lost), result.n_won) == (1, None)


@pytest.mark.parametrize("damage", ["cut short", "not Parquet", "other column types"])
def test_a_run_that_cannot_be_read_is_no_pass(bench: Bench, damage: str):
    run = write_run(bench.folder / "damaged", perfect_rows())
    part = run / "dates" / "part-00000.parquet"
    if damage == "cut short":
        part.write_bytes(part.read_bytes()[:-40])
    elif damage == "not Parquet":
        part.write_bytes(b"start,end")
    else:
        pq.write_table(pa.table({"article_id": [["a"]], "start": ["here"]}), part)
    result = run_gate(bench.gold, run, bench.floors)
    assert result.exit_code == 2
    assert "cannot read dates" in str(result.error)
    assert len(text_lines(result)) == 1


@pytest.mark.parametrize(
    ("metric", "dropped", "shown"),
    [
        ("dates", "dates.value", True),
        ("dates.value", "dates.value", True),
        ("dates.value", "dates.strict", False),
        ("statements.content.direct", "statements.content", True),
        ("statements.content.direct", "statements.content_and_speakers", True),
        ("statements.speaker", "statements.content_and_speakers", True),
        ("statements.act", "statements.content_and_speakers", False),
        ("statements.content.mixed", "statements.content.direct", False),
        ("statements.speaker", "speakers", True),
        ("entities.mentions.ORG", "entities.lea", True),
        ("events.actor", "events.arguments", True),
        ("events.trigger", "events.trigger_and_type", True),
        ("events.factuality", "events.arguments", False),
    ],
)
def test_rows_are_shown_where_they_matter(metric: str, dropped: str, shown: bool):
    fault = Fault("a", metric, FaultKind.WRONG, 0, 1, "x", "")
    assert faults_of(Drop(dropped, 80.0, 10.0), [fault]) == ([fault] if shown else [])


def test_the_table_lines_up():
    scores = {"a.b": Score(50.0, 3, 40.0, 66.66, 12.34, 100.0), "c": Score(None, 0)}
    lines = table_lines(scores, {"a.b": 49.0})
    assert len({len(line) for line in lines}) == 1
    assert lines[1].split() == "a.b 3 40.0 66.7 50.0 12.3 to 100.0 49.0".split()
    assert lines[2].split() == "c 0 - - - - -".split()
