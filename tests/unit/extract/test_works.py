"""Titles of works between quotation marks."""

from __future__ import annotations

import pytest

from pipeline.extract.name_spans import NameSpan
from pipeline.extract.works import complete_titles, is_title
from pipeline.vocabulary import Label
from tests.analysis import parsed

WORK, PERSON = Label.WORK_OF_ART, Label.PERSON


def titles(words: str, *found: tuple[int, int, Label]) -> list[tuple[str, Label]]:
    tokens = words.split()
    spaces = [token not in "“" and after not in "”,." for token, after in zip(tokens, [*tokens[1:], "."], strict=True)]
    parse = parsed([f"{token} NN 0 dep" for token in tokens], spaces)
    spans = [NameSpan(first, last, parse.start[first], parse.end[last - 1], label) for first, last, label in found]
    return [(parse.text[span.start : span.end], span.label) for span in complete_titles(parse, spans)]


@pytest.mark.parametrize(
    ("words", "found", "expected"),
    [
        pytest.param(
            "He made “ The Sound of Lambs ” there", [(4, 7, WORK)], [("The Sound of Lambs", WORK)], id="its article belongs to it"
        ),
        pytest.param(
            "the film “ A Man Called Orlo , ” he said", [(6, 7, PERSON)], [("A Man Called Orlo", WORK)], id="a name inside a title"
        ),
        pytest.param("the film “ One Long Winter ”", [], [("One Long Winter", WORK)], id="missed"),
        pytest.param("he said “ No More Orlo ”", [(5, 6, PERSON)], [("Orlo", PERSON)], id="nothing says that it is a work"),
        pytest.param(
            "the film “ Orlo made a fine speech ”", [(3, 4, PERSON)], [("Orlo", PERSON)], id="a sentence is no title"
        ),
        pytest.param(
            "the film “ Ana Lind ” , and “ Orlo Sings ”", [(3, 4, PERSON), (9, 11, WORK)],
            [("Ana Lind", WORK), ("Orlo Sings", WORK)], id="two",
        ),
    ],
)  # fmt: skip
def test_titles(words: str, found: list[tuple[int, int, Label]], expected: list[tuple[str, Label]]) -> None:
    assert titles(words, *found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Sound of Lambs", True),
        ("Orlo", False),
        ("We Are Going to the Harbor", True),
        ("We are going to the Harbor", False),
        ("Good for", False),
        ("1984 and After", True),
    ],
)
def test_title_case(text: str, expected: bool) -> None:
    assert is_title(text) is expected
