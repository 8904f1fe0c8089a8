"""Whose a body is that every country has."""

from __future__ import annotations

import pytest

from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.public_bodies import body_words, dominant_country, is_generic, load_public_body_words, settle_public_bodies
from pipeline.layers import Entity, Mention
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.vocabulary import Label
from tests.analysis import parsed

ROWS = [
    "Peru NNP 3 poss",
    "'s POS 0 case",
    "Health NNP 3 compound",
    "Ministry NNP 4 nsubj",
    "warned VBD 4 ROOT",
    "Chile NNP 4 dobj",
]


def place(code: str, first: int, n_mentions: int = 1) -> Entity:
    mention = Mention(Span(first, first + 1), first, first + 1, first, Label.GPE)
    return Entity(code, Label.GPE, f"country:{code}", [mention] * n_mentions, country=code)


def body(name: str, first: int = 2, country: str | None = None) -> Entity:
    mention = Mention(Span(first, first + 2), first, first + 2, first + 1, Label.ORG)
    return Entity(name, Label.ORG, name.lower(), [mention], country=country)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Ministry of Health", True, id="ministry"),
        pytest.param("Mexican Navy", True, id="with its country"),
        pytest.param("Ministry of Health of Kenya", True, id="with its country behind"),
        pytest.param("Police Department", True, id="any town's"),
        pytest.param("Harbour Commission", False, id="a name of its own"),
        pytest.param("Norlin Court", False, id="a court of one place"),
        pytest.param("Nordwerk AG", False, id="company"),
    ],
)
def test_is_generic(name: str, expected: bool) -> None:
    assert is_generic(body(name), load_public_body_words(), load_gazetteer()) is expected


@pytest.mark.parametrize(
    "name", ["Ministry of Health", "Health Ministry", "Peruvian Health Ministry", "Ministry of Health of Peru"]
)
def test_one_body_in_other_words(name: str) -> None:
    assert body_words(name, load_gazetteer()) == {"ministry", "health"}


def settled(name: str, entities: list[Entity], parse: Parse | None = None, country: str | None = None) -> tuple[str, str | None]:
    entity = body(name, country=country)
    settle_public_bodies(
        parse or parsed(["He PRP 1 nsubj", "left VBD 1 ROOT"]), [*entities, entity], load_public_body_words(), "0f"
    )
    return entity.key, entity.country


def test_the_country_beside_it() -> None:
    assert settled("Health Ministry", [place("PE", 0), place("CL", 5, 9)], parsed(ROWS)) == ("PE: health ministry", "PE")


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        pytest.param([place("PE", 9, 4)], ("PE: health ministry", "PE"), id="the only country"),
        pytest.param([place("PE", 9, 4), place("CL", 12, 2)], ("PE: health ministry", "PE"), id="named most by far"),
        pytest.param([place("PE", 9, 3), place("CL", 12, 2)], ("0f: health ministry", None), id="named a little more"),
        pytest.param([], ("0f: health ministry", None), id="no country"),
    ],
)
def test_the_country_of_the_article(entities: list[Entity], expected: tuple[str, str | None]) -> None:
    assert settled("Ministry of Health", entities) == expected


def test_a_local_body_is_of_no_country() -> None:
    assert settled("Police Department", [place("PE", 9, 4)]) == ("0f: department police", None)


def test_a_known_country_stays() -> None:
    assert settled("Justice Department", [place("PE", 9, 4)], country="US") == ("US: department justice", "US")


def test_other_organizations_stay() -> None:
    assert settled("Nordwerk AG", [place("PE", 9, 4)]) == ("nordwerk ag", None)


def test_no_dominant_country_of_two() -> None:
    assert dominant_country([place("PE", 0, 3), place("CL", 5, 3)]) is None
