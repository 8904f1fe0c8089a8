"""Names whose acronym stands in brackets behind them."""

from __future__ import annotations

import pytest

from pipeline.extract.defined_names import complete_defined_names
from pipeline.extract.name_spans import NameSpan
from pipeline.vocabulary import Label
from tests.analysis import parsed


@pytest.mark.parametrize(
    ("words", "found", "expected"),
    [
        pytest.param(
            "The Chamber of Commerce , Trade and Ports ( CCTP ) met", [(1, 4), (5, 8)],
            ["Chamber of Commerce, Trade and Ports"], id="cut at a comma",
        ),
        pytest.param("The Harbor Fund ( HFO ) met", [(1, 3)], ["Harbor Fund"], id="another acronym"),
        pytest.param("Orlan Harbor Fund ( HAF ) met", [(1, 3)], ["Harbor Fund"], id="no initials"),
        pytest.param("They told the Harbor Trade Fund ( HTF )", [(3, 6)], ["Harbor Trade Fund"], id="whole already"),
        pytest.param(
            "Corps of Orlan Harbor Guards ( COHG )", [(3, 5)], ["Corps of Orlan Harbor Guards"], id="its start was missed"
        ),
        pytest.param("Corps told of Harbor Guards ( CHG )", [(3, 5)], ["Harbor Guards"], id="a verb between"),
    ],
)  # fmt: skip
def test_defined_names(words: str, found: list[tuple[int, int]], expected: list[str]) -> None:
    tokens = words.split()
    spaces = [token != "(" and after not in "),." for token, after in zip(tokens, [*tokens[1:], "."], strict=True)]
    parse = parsed([f"{token} NN 0 dep" for token in tokens], spaces)
    spans = [NameSpan(first, last, parse.start[first], parse.end[last - 1], Label.ORG) for first, last in found]
    assert [parse.text[span.start : span.end] for span in complete_defined_names(parse, spans)] == expected
