"""Names of several people that were taken for one."""

from __future__ import annotations

import pytest

from pipeline.extract.joined_people import part_people
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
