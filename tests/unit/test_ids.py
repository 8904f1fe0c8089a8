import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import article_id, row_id, stable_id


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(stable_id(), "e4a6a0577479b2b4", id="nothing"),
        pytest.param(stable_id("a", "bc"), "a88a4c477c93af5a", id="two parts"),
        pytest.param(stable_id("entity", 3, 14), "96d2141bce11b805", id="numbers"),
        pytest.param(article_id("https://coast.example/1", "The river rose."), "ccc6f9679b564768", id="article"),
        pytest.param(row_id("0123456789abcdef", "statement", 10, 25, "12"), "ce52bab5dbc9e30b", id="row"),
    ],
)
def test_ids_are_the_same_on_every_machine(found: str, expected: str) -> None:
    assert found == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "bc"), ("ab", "c")),
        (("a", ""), ("a",)),
        (("1", "2"), ("12",)),
        (("naïve",), ("nai\u0308ve",)),
    ],
)
def test_different_parts_give_different_ids(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert stable_id(*one) != stable_id(*other)


def test_a_number_and_its_digits_are_one_part() -> None:
    assert stable_id("row", 7) == stable_id("row", "7")


def test_the_same_text_under_another_id_is_another_article() -> None:
    assert article_id("1", "The river rose.") != article_id("2", "The river rose.")
    assert article_id("1", "The river rose.") != article_id("1", "The river fell.")


@pytest.mark.parametrize(
    "other",
    [
        row_id("a", "mention", 0, 4, "ORG"),
        row_id("a", "entity", 0, 4, "PERSON"),
        row_id("b", "mention", 0, 4, "PERSON"),
        row_id("a", "mention", 0, 5, "PERSON"),
        row_id("a", "mention", 0, 4),
    ],
)
def test_every_part_of_a_row_counts(other: str) -> None:
    assert row_id("a", "mention", 0, 4, "PERSON") != other


@given(st.lists(st.text() | st.integers()))
def test_an_id_is_sixteen_hex_digits(parts: list[str | int]) -> None:
    found = stable_id(*parts)
    assert len(found) == 16
    assert set(found) <= set("0123456789abcdef")


def test_a_lone_surrogate_is_hashed() -> None:
    assert stable_id("\ud800") != stable_id("\ud801")
