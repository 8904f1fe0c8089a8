from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.link import Linked, choose_meant, counts_of, full_keys, link, short_key
from pipeline.schema import Entity
from pipeline.store import MANIFEST, read_manifest, read_table, write_json, write_part
from pipeline.vocabulary import Label

PEOPLE = [("Ann Voss", "A"), ("Ann Voss", "A"), ("Voss", "v"), ("Ed Lind", "L"), ("Eva Lind", "M"), ("Lind", "l"), ("Roe", "r")]
DEA = "Drug Enforcement Administration"


def entity(name: str, number: str, label: Label = Label.PERSON, aliases: tuple[str, ...] = ()) -> Entity:
    return Entity(
        entity_id=f"{name}{number}",
        article_id="a",
        name=name,
        label=label,
        canonical_id=number,
        aliases=list(aliases),
        roles=[],
        country=None,
        kb_id=None,
        n_mentions=1,
        start=0,
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_part(tmp_path, "entities", 0, [entity(*person) for person in PEOPLE], {"x": "y"})
    others = [entity(DEA, "D", Label.ORG, ("DEA",)), entity(DEA, "D", Label.ORG, ("DEA",)), entity("DEA", "d", Label.ORG)]
    write_part(tmp_path, "entities", 1, others, {"x": "y"})
    write_json(tmp_path / MANIFEST, {"is_finished": True})
    return tmp_path


def ids(out: Path) -> list[str]:
    found: list[str] = read_table(out, "entities").column("canonical_id").to_pylist()
    return found


def test_link(out):
    assert link(out) == Linked(4, 2)
    assert ids(out) == ["A", "A", "A", "L", "M", "l", "r", "D", "D", "D"]
    manifest = read_manifest(out)
    assert manifest is not None
    assert manifest["linked"] == {"n_short": 4, "n_joined": 2}


def test_a_second_pass_changes_nothing(out):
    link(out)
    before = [path.read_bytes() for path in sorted((out / "entities").iterdir())]
    assert link(out) == Linked(4, 2)
    assert [path.read_bytes() for path in sorted((out / "entities").iterdir())] == before


def test_what_is_meant_is_the_same_after_half_a_pass(out):
    parts = sorted((out / "entities").iterdir())
    before = choose_meant(counts_of(parts))
    link(out)
    assert choose_meant(counts_of(parts)) == before


def test_a_run_that_is_not_finished(tmp_path):
    with pytest.raises(OutputError, match="no finished run"):
        link(tmp_path)


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("Voss", "PERSON", ("PERSON", "voss")),
        ("Ann Voss", "PERSON", None),
        ("D.E.A.", "ORG", ("ORG", "dea")),
        ("Acme", "ORG", None),
        ("US", "GPE", None),
    ],
)
def test_short_key(name, label, expected):
    assert short_key(name, label) == expected


def test_full_keys():
    assert list(full_keys("Ann Voss", "PERSON", ["Voss"])) == [("PERSON", "voss")]
    assert list(full_keys(DEA, "ORG", ["DEA", "Administration"])) == [("ORG", "dea")]
    assert list(full_keys("Voss", "PERSON", [])) == []
