"""Names of several people that were taken for one."""

from __future__ import annotations

import pytest

from pipeline.extract.joined_people import join_cut_people, part_people
from pipeline.extract.name_spans import NameSpan
from pipeline.vocabulary import Label
from tests.analysis import worded


def parted(text: str, *names: tuple[int, int]) -> list[str]:
    parse = worded(text)
    spans = [NameSpan(first, last, parse.start[first], parse.end[last - 1], Label.PERSON) for first, last in names]
    return [parse.text[span.start : span.end] for span in part_people(parse, spans)]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param(
            "Ana Lind Slams Bo Voss, Ana Lind and Bo Voss",
            [(0, 5), (6, 8), (9, 11)],
            ["Ana Lind", "Bo Voss", "Ana Lind", "Bo Voss"],
            id="a headline",
        ),
        pytest.param(
            "Ana Maria Lind Costa, Ana Maria",
            [(0, 4), (5, 7)],
            ["Ana Maria Lind Costa", "Ana Maria"],
            id="one person",
        ),
        pytest.param("Ana Lind and Bo Voss", [(0, 2), (3, 5)], ["Ana Lind", "Bo Voss"], id="nothing to part"),
    ],
)
def test_parts(text: str, names: list[tuple[int, int]], expected: list[str]) -> None:
    assert parted(text, *names) == expected


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        pytest.param([(3, 5), (6, 8)], ["Lind", "Voss"], id="two people"),
        pytest.param([(3, 5)], ["Lind - Voss"], id="a double name"),
    ],
)
def test_hyphens(others: list[tuple[int, int]], expected: list[str]) -> None:
    assert parted("Lind - Voss Ana Lind and Bo Voss", (0, 3), *others)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "names", "labels", "expected"),
    [
        pytest.param("Ana Maria Lind sang", [(0, 2), (2, 3)], "pp", ["Ana Maria Lind"], id="cut before the last word"),
        pytest.param("Ana Maria Lind sang", [(0, 1), (1, 3)], "pp", ["Ana Maria Lind"], id="cut behind the first"),
        pytest.param("Ana Lind Bo Voss sang", [(0, 2), (2, 4)], "pp", ["Ana Lind", "Bo Voss"], id="two full names"),
        pytest.param("Lind Voss talks", [(0, 1), (1, 2)], "pp", ["Lind", "Voss"], id="two single names"),
        pytest.param("Lind Ana Lind sang", [(0, 1), (1, 3)], "pp", ["Lind", "Ana Lind"], id="one repeats the other"),
        pytest.param("Ana Lind , Voss sang", [(0, 2), (3, 4)], "pp", ["Ana Lind", "Voss"], id="a comma between"),
        pytest.param("Ana Lind Airlines", [(0, 2), (2, 3)], "po", ["Ana Lind", "Airlines"], id="an organization"),
    ],
)
def test_join_cut_people(text: str, names: list[tuple[int, int]], labels: str, expected: list[str]) -> None:
    parse = worded(text)
    kinds = {"p": Label.PERSON, "o": Label.ORG}
    spans = [
        NameSpan(first, last, parse.start[first], parse.end[last - 1], kinds[kind])
        for (first, last), kind in zip(names, labels, strict=True)
    ]
    assert [parse.text[span.start : span.end] for span in join_cut_people(parse, spans)] == expected
