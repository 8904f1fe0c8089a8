import numpy as np
import pytest

from pipeline.extract.acceptance import CONTENT_FLOOR
from pipeline.extract.choices import rank_contents
from pipeline.extract.grammar import Grammar
from pipeline.extract.quote_map import Range
from pipeline.extract.rivals import Found
from pipeline.extract.sources import SourceRanker
from tests.analysis import Score, constant, only, parsed, prefer, quote_map, scorers

SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


def ranked(cue: Score, content: Score, rows: list[str] = SAID, *, end: int = 0, choice: float = 3.0) -> list[Found]:
    parse = parsed(rows)
    quotes = quote_map(parse)
    grammar, given = Grammar(parse, quotes.inside), scorers(cue, content, end=end, choice=choice)
    return rank_contents(grammar, quotes, given, SourceRanker(grammar, quotes, given["source"]))


def test_nothing_is_ranked_below_the_cue_s_floor() -> None:
    assert ranked(constant(-9), constant(0)) == []


def test_the_likeliest_content_is_taken() -> None:
    (found,) = ranked(only(1), prefer(1))
    assert found.cue == 1
    assert found.ranges == ((2, 5),)
    assert found.probability is not None
    assert found.probability > CONTENT_FLOOR


def test_no_content_is_a_choice() -> None:
    assert ranked(only(1), prefer(0)) == []


BACKS = ["Anna NNP 1 nsubj", "backs VBZ 1 ROOT back", "the DT 3 det", "bill NN 1 dobj"]


@pytest.mark.parametrize(
    ("rows", "content", "choice", "expected"),
    [
        pytest.param(SAID, 6.0, 0.6, [((2, 5),)], id="a clause, accepted"),
        pytest.param(SAID, 6.0, -2.0, [], id="a clause, refused"),
        pytest.param(SAID, -6.0, 3.0, [], id="surely no cue"),
        pytest.param(BACKS, 6.0, 0.5, [], id="a noun, just accepted"),
        pytest.param(BACKS, 6.0, 1.5, [((2, 4),)], id="a noun, surely accepted"),
    ],
)
def test_a_choice_must_be_accepted(rows: list[str], content: float, choice: float, expected: list[tuple[Range, ...]]) -> None:
    def first_or_none(examples: np.ndarray) -> np.ndarray:
        place = np.arange(len(examples))
        return np.where(place == 0, 0.0, np.where(place == 1, content, -50.0)).astype(np.float32)

    assert [found.ranges for found in ranked(only(1), first_or_none, rows, choice=choice)] == expected


def test_the_likeliest_end_is_taken() -> None:
    rows = [*SAID[:5], "when WRB 6 advmod", "clouds NNS 4 advcl"]
    assert [found.ranges for found in ranked(only(1), prefer(1), rows)] == [((2, 7),)]
    assert [found.ranges for found in ranked(only(1), prefer(1), rows, end=1)] == [((2, 5),)]
