from pathlib import Path

import pytest

from pipeline.report.event_types import events_markdown, write_events
from pipeline.vocabulary import EventType, Factuality, definitions

EVENTS_FILE = Path(__file__).parents[3] / "docs" / "events.md"


def test_the_document_is_fresh() -> None:
    written = EVENTS_FILE.read_text(encoding="utf-8")
    assert written == events_markdown(), "docs/events.md is stale; run: python -m pipeline.report.event_types docs/events.md"


@pytest.mark.parametrize("type_", EventType)
def test_each_type_has_its_definition_and_both_examples(type_: EventType) -> None:
    row = next(line for line in events_markdown().splitlines() if line.startswith(f"| `{type_}` |"))
    cells = row.strip("| ").split(" | ")
    assert cells[1] == definitions(EventType)[type_]
    assert all("**" in shown for shown in cells[2:4])


@pytest.mark.parametrize("value", Factuality)
def test_each_factuality_has_an_example(value: Factuality) -> None:
    assert f"| `{value}` |" in events_markdown()


def test_writing_gives_the_document(tmp_path: Path) -> None:
    write_events(tmp_path / "events.md")
    assert (tmp_path / "events.md").read_text(encoding="utf-8") == events_markdown()
