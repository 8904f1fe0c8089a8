"""No entry of the lexicon of events is dead: each can decide something, and each list is read."""

import dataclasses
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.extract.event_lexicon import ANY, EventLexicon, Frame, event_lexicon
from pipeline.lexicons import models_dir

LEXICON = event_lexicon()
SOURCES = [
    path.read_text(encoding="utf-8")
    for path in sorted(Path(pipeline.__file__).parent.rglob("*.py"))
    if path.name != "event_lexicon.py"
]
READ_INSIDE = {"reporting_verbs": "only_reports"}
"""Lists that a method of the lexicon reads."""


def covers(general: Frame, special: Frame) -> bool:
    """Whether one frame holds wherever the other does."""
    return all(
        any(name == other and (ANY in words or inside <= words) for other, inside in special.slots) for name, words in general.slots
    )


def lists() -> Iterator[tuple[str, list[Any]]]:
    data = tomllib.loads((models_dir() / "lexicons" / "events.toml").read_text(encoding="utf-8"))
    tables = {
        **{f"types.{name}": table for name, table in data["types"].items()},
        "trigger": data["trigger"],
        "kinds": data["kinds"],
    }
    for table, entries in {**tables, "untyped": data["untyped"], "classes": data["classes"]}.items():
        for key, values in entries.items():
            if key not in ("positive", "negative"):
                yield f"{table}.{key}", values


@pytest.mark.parametrize("frames", [LEXICON.verb_frames, LEXICON.noun_frames], ids=["verbs", "nouns"])
def test_no_frame_stands_behind_one_that_always_wins(frames):
    hidden = [
        (lemma, frame)
        for lemma, ordered in frames.items()
        for place, frame in enumerate(ordered)
        if any(covers(earlier, frame) for earlier in ordered[:place])
    ]
    assert hidden == []


@pytest.mark.parametrize(("name", "entries"), list(lists()), ids=[name for name, _ in lists()])
def test_no_entry_stands_twice_in_a_list(name, entries):
    assert [entry for entry, count in Counter(entries).items() if count > 1] == []


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(EventLexicon) if field.name != "examples"])
def test_each_list_is_read(field):
    assert any(f".{READ_INSIDE.get(field, field)}" in source for source in SOURCES)
