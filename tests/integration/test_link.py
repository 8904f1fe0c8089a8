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
from tests.synthetic import articles

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


MADE = 320
PEOPLE = [("Amara", "Lindqvist"), ("Tobias", "Wrangell"), ("Ingrid", "Castellanos"), ("Dmitri", "Okonkwo")]
BODIES = [
    ("European Maritime Safety Agency", "EMSA"),
    ("Northern Rivers Conservation Trust", "NRCT"),
    ("International Harbour Workers Union", "IHWU"),
]
NAMESAKES = [("Clara Abernathy", "Felix Abernathy"), ("Hana Vandenberg", "Omar Vandenberg")]
TWO_BODIES = ("Coastal Planning Authority", "Civil Pilots Association", "CPA")


def told_in(number: int) -> str:
    """A sentence about someone whom one article in two names in full, and the others by a surname or an acronym alone."""
    is_full, at = number % 2 == 0, number // 2
    kind = at % 4
    if kind == 0:
        given, surname = PEOPLE[at // 4 % len(PEOPLE)]
        who = f"{given} {surname}" if is_full else f"Minister {surname}"
        return f"{who} told reporters on Monday that the quay was safe. The crews were glad."
    if kind == 1:
        body, acronym = BODIES[at // 4 % len(BODIES)]
        return (
            f"The {body} ({acronym}) warned of ice."
            if is_full
            else f"Two ships will go there on Tuesday, {acronym} said on Sunday."
        )
    if kind == 2:
        one, other = NAMESAKES[at // 4 % len(NAMESAKES)]
        who = (one if at // 8 % 2 else other) if is_full else f"Minister {one.split()[1]}"
        return f"{who} told reporters on Monday that the lock was open. The crews were glad."
    first, second, acronym = TWO_BODIES
    body = first if at // 4 % 2 else second
    return f"The {body} ({acronym}) sent help." if is_full else f"Forty people will be trained in May, {acronym} said on Sunday."


@pytest.fixture(scope="module")
def large(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over several hundred articles, each of which also tells of one of a few people and bodies."""
    folder = tmp_path_factory.mktemp("large")
    source = folder / "articles.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number, record in enumerate(articles(MADE, paragraphs=2)):
            file.write(json.dumps({**record, "title": None, "text": f"{record['text']}\n\n{told_in(number)}"}) + "\n")
    extract_here([source], folder / "out", Settings(shard_size=50))
    return folder / "out"


def test_in_a_large_run_what_is_unambiguous_is_joined_and_nothing_else(large: Path) -> None:
    before = ids_of(large)
    linked = link(large)
    after = ids_of(large)
    numbers: dict[str, set[str]] = {}
    for (_, name), number in after.items():
        numbers.setdefault(name, set()).add(number)
    full_names = [(surname, f"{given} {surname}") for given, surname in PEOPLE] + [(acronym, body) for body, acronym in BODIES]
    for short, full in full_names:
        assert numbers[short] == numbers[full], short
        assert len(numbers[full]) == 1, full
    changed = [(row, name) for (row, name), number in after.items() if before[row, name] != number]
    assert linked.n_joined == len(changed)
    assert {name for _, name in changed} == {short for short, _ in full_names}
    assert len(changed) >= 0.9 * MADE / 4


def test_in_a_large_run_namesakes_stay_apart(large: Path) -> None:
    link(large)
    by_name: dict[str, set[str]] = {}
    for (_, name), number in ids_of(large).items():
        by_name.setdefault(name, set()).add(number)
    for one, other in NAMESAKES:
        assert by_name[one].isdisjoint(by_name[other])
        assert by_name[one.split()[1]].isdisjoint(by_name[one] | by_name[other])
    first, second, acronym = TWO_BODIES
    assert by_name[first].isdisjoint(by_name[second])
    assert by_name[acronym].isdisjoint(by_name[first] | by_name[second])
