"""Names that are known to look like others."""

from __future__ import annotations

import pytest

from pipeline.extract.known_names import settle_known_names
from pipeline.extract.name_spans import NameSpan
from pipeline.vocabulary import Label
from tests.analysis import worded

ORG, GPE, PERSON = Label.ORG, Label.GPE, Label.PERSON


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        pytest.param("Lockheed Martin rose_", [(0, 1, ORG), (1, 2, PERSON)], [("Lockheed Martin", ORG)], id="cut in two"),
        pytest.param("Morgan Stanley rose_", [(0, 2, PERSON)], [("Morgan Stanley", ORG)], id="taken for a person"),
        pytest.param("at Elephant and Castle", [(1, 2, GPE), (3, 4, GPE)], [("Elephant and Castle", GPE)], id="one place"),
        pytest.param(
            "Lockheed Martin Space Systems", [(0, 4, ORG)], [("Lockheed Martin Space Systems", ORG)], id="a longer name stays"
        ),
        pytest.param(
            "Morgan met_ Stanley", [(0, 1, PERSON), (2, 3, PERSON)], [("Morgan", PERSON), ("Stanley", PERSON)], id="apart"
        ),
        pytest.param("Calvin Kleinberg sang_", [(0, 2, PERSON)], [("Calvin Kleinberg", PERSON)], id="only whole words"),
    ],
)
def test_known_names(text: str, found: list[tuple[int, int, Label]], expected: list[tuple[str, Label]]) -> None:
    parse = worded(text)
    spans = [NameSpan(first, last, parse.start[first], parse.end[last - 1], label) for first, last, label in found]
    assert [(parse.text[span.start : span.end], span.label) for span in settle_known_names(parse, spans)] == expected
