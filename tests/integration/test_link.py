"""Joining short names across the shards of a real run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.link import link
from pipeline.schema import Entity
from pipeline.store import read_table, table_parts
from tests.conftest import Extract

FULL = [
    'Harbour Minister Amara Lindqvist told reporters in Oslo on Monday that the quay was safe. "It will hold," Lindqvist said.',
    "Amara Lindqvist, the harbour minister, opened the new quay in Bergen on Friday. Lindqvist thanked the crews.",
    "The European Maritime Safety Agency (EMSA) warned of ice. EMSA sent two ships to the strait on Tuesday.",
    "The European Maritime Safety Agency (EMSA) trained forty sailors in Lisbon. EMSA will train more in May.",
]
SHORT = [
    "Ms. Lindqvist said on Thursday that the ferry would sail again. The crew of the ferry was glad.",
    "A tanker lost oil off the coast, EMSA said on Sunday. The tanker was on its way to Lisbon.",
]


def run_of(folder: Path, extract_here: Extract, shard_size: int) -> Path:
    source = folder / "articles.jsonl"
    records = ({"id": str(number), "text": text} for number, text in enumerate([*SHORT, *FULL]))
    source.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    extract_here([source], folder / "out", Settings(shard_size=shard_size))
    return folder / "out"


def ids_of(out: Path) -> dict[tuple[str, str], str]:
    """The canonical id of each entity, by its own id and its name."""
    return {(row["entity_id"], row["name"]): row["canonical_id"] for row in read_table(out, Entity.table).to_pylist()}


@pytest.fixture(scope="module")
def sharded(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = run_of(tmp_path_factory.mktemp("sharded"), extract_here, 1)
    assert len(table_parts(out, Entity.table)) == len(FULL) + len(SHORT)
    return out


def test_short_names_are_joined_across_shards(sharded: Path) -> None:
    before = ids_of(sharded)
    linked = link(sharded)
    after = ids_of(sharded)
    assert linked.n_joined == len(SHORT)
    assert before.keys() == after.keys()
    changed = {name for (row, name), number in after.items() if before[row, name] != number}
    assert changed == {"Lindqvist", "EMSA"}
    for short, full in (("Lindqvist", "Amara Lindqvist"), ("EMSA", "European Maritime Safety Agency")):
        assert len({number for (_, name), number in after.items() if name in (short, full)}) == 1


def test_again_and_with_other_shards_the_ids_are_the_same(sharded: Path, extract_here: Extract, tmp_path: Path) -> None:
    link(sharded)
    once = ids_of(sharded)
    link(sharded)
    assert ids_of(sharded) == once
    whole = run_of(tmp_path, extract_here, 100)
    link(whole)
    assert ids_of(whole) == once
