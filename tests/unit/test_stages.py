from dataclasses import dataclass

import pytest

from pipeline.errors import ConfigError
from pipeline.stages import Analysis, Layer, Stage, assemble
from tests.analysis import analysis_of, parsed


@dataclass
class Fake:
    name: str
    requires: frozenset[Layer] = frozenset()
    provides: frozenset[Layer] = frozenset()

    def __call__(self, analysis: Analysis) -> None:
        """Does nothing."""


def fake(name: str, requires: str = "", provides: str = "") -> Stage:
    layers = [frozenset(Layer(word) for word in words.split()) for words in (requires, provides)]
    return Fake(name, *layers)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "stages",
    [
        pytest.param([], id="none"),
        pytest.param([fake("a", "parse")], id="the parse is always there"),
        pytest.param([fake("a", "parse", "quotes"), fake("b", "parse quotes", "statements")], id="an earlier provider"),
        pytest.param([fake("a", "", "mentions"), fake("b", "mentions", "mentions")], id="a layer that two stages fill"),
    ],
)
def test_stages_that_fit_stay_in_order(stages: list[Stage]) -> None:
    assert assemble(stages) == tuple(stages)


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ([fake("b", "quotes dates")], "stage 'b' needs dates, quotes, which no earlier stage gives"),
        ([fake("b", "quotes"), fake("a", "", "quotes")], "stage 'b' needs quotes"),
        ([fake("a", "quotes", "quotes")], "stage 'a' needs quotes"),
        ([fake("a"), fake("a")], "two stages are named 'a'"),
    ],
)
def test_stages_that_do_not_fit(stages: list[Stage], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        assemble(stages)


def test_an_analysis_shares_nothing_with_another() -> None:
    one, other = (analysis_of(parsed(["Rain NN 0 ROOT"])) for _ in range(2))
    for layer in ("paragraphs", "sections", "mentions", "entities", "dates", "quotes", "statements", "events"):
        assert getattr(one, layer) is not getattr(other, layer)
    assert one.text == "Rain"
