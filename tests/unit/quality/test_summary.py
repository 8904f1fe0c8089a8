from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.quality import GateResult, run_gate
from pipeline.quality.markdown import HEADLINES, markdown
from pipeline.quality.summary import as_json, text_lines
from tests.unit.quality.story import gold_article, perfect_rows, write_gold, write_run


@pytest.fixture
def dropped(tmp_path: Path) -> GateResult:
    """A run that lost a date and a speaker; the text of the article is hostile to Markdown. No sections, so no slices by them."""
    gold = write_gold(tmp_path / "gold.jsonl", gold_article())
    assert run_gate(gold, write_run(tmp_path / "good", perfect_rows()), tmp_path / "floors.json", update=True).exit_code == 0
    rows = perfect_rows()
    rows["dates"].pop()
    rows["statement_speakers"][1] |= {"name": "</details> | `x` **Bo**", "start": None, "end": None, "text": None}
    return run_gate(gold, write_run(tmp_path / "bad", rows), tmp_path / "floors.json")


@pytest.fixture
def unreadable(tmp_path: Path) -> GateResult:
    return run_gate(tmp_path / "none.jsonl", tmp_path / "run", None)


def test_json_holds_what_a_program_needs(dropped: GateResult):
    value = json.loads(json.dumps(as_json(dropped)))
    assert value["exit_code"] == 1
    figure = value["figures"]["dates.value"]
    assert figure == {"value": 66.6667, "n": 2, "p": 100.0, "r": 50.0, "low": None, "high": None, "floor": 100.0}
    assert {drop["metric"] for drop in value["drops"]} >= {"dates.value", "statements.speaker"}
    assert {(fault["metric"], fault["context"]) for fault in value["lost"]} >= {
        ("dates", "…bridge had been unsafe. Moss will leave Linz in [May].")
    }
    assert value["slices"]["statement kind"]["indirect"]["speakers"]["value"] == 0.0
    assert (value["n_won"], value["n_articles"], value["absent"], value["margin"]) == (0, 1, [], 0.5)


def test_json_of_an_error(unreadable: GateResult):
    value = as_json(unreadable)
    assert value["exit_code"] == 2
    assert set(value) == {"exit_code", "error"}
    assert "none.jsonl" in value["error"]


def test_markdown_says_what_fell_and_which_rows(dropped: GateResult):
    text = markdown(dropped)
    assert text.startswith("### Quality: ")
    assert "figures fell below their floors" in text.splitlines()[0]
    assert "| **`dates.value`** ❌ | 2 | 100.0 | 50.0 | 66.7 | - | 100.0 | -33.3 |" in text
    assert "- miss `dates` bridge" in text
    assert "will leave Linz in \\[May\\]." in text
    assert "| `events.trigger` | 2 | 100.0 | 100.0 | 100.0 | - | 100.0 | +0.0 |" in text


def test_markdown_folds_the_rest(dropped: GateResult):
    text = markdown(dropped)
    assert text.count("<details>") == text.count("</details>") == 2 + 5  # other figures, lost rows, five ways to slice
    head = text[: text.index("<details>")]
    assert [metric for metric in HEADLINES if f"`{metric}`" not in head] == []
    assert "By statement kind" in text[len(head) :]


def test_words_of_an_article_cannot_break_the_markdown(dropped: GateResult):
    text = markdown(dropped)
    assert "\\</details\\> \\| \\`x\\` \\*\\*Bo\\*\\*" in text


def test_every_table_of_the_markdown_is_whole(dropped: GateResult):
    for block in re.split(r"\n\n", markdown(dropped)):
        lines = block.splitlines()
        if lines and lines[0].startswith("|"):
            cells = [len(re.findall(r"(?<!\\)\|", line)) for line in lines]
            assert len(set(cells)) == 1
            assert len(lines) > 2


def test_markdown_of_an_error(unreadable: GateResult):
    assert markdown(unreadable).startswith("### Quality: could not be measured\n\n")
    assert "none.jsonl" in markdown(unreadable).replace("\\", "")


def test_markdown_without_floors(tmp_path: Path):
    gold = write_gold(tmp_path / "gold.jsonl", gold_article(), gold_article() | {"id": "lost"})
    text = markdown(run_gate(gold, write_run(tmp_path / "run", perfect_rows()), None))
    assert text.startswith("### Quality: scored, held to no floors\n")
    assert "Not in the run: lost." in text
    assert "lost</summary>" not in text


def test_slices_are_text_only_when_asked_for(dropped: GateResult):
    assert not [line for line in text_lines(dropped) if line.startswith("by ")]
    lines = text_lines(dropped, with_slices=True)
    assert [line for line in lines if line.startswith("by ")] == [
        "by outlet",
        "by length",
        "by statement kind",
        "by event type",
        "by factuality",
    ]
