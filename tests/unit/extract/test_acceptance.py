import numpy as np
import pytest

from pipeline.extract.acceptance import CONTENT_FLOOR, NOMINAL_FLOOR, QUOTED_FLOOR, WINDOW, Choice, choice_features, floor_of
from pipeline.extract.contents import Candidate
from pipeline.extract.grammar import Grammar
from pipeline.extract.quote_map import Range
from tests.analysis import parsed, quote_map

ROWS = ["Anna NNP 1 nsubj", "said VBD 1 ROOT", "Tom NNP 3 nsubj", "thought VBD 1 ccomp", "it PRP 5 nsubj", "rained VBD 3 ccomp"]


def choice(cue: int, *ranges: Range, likely: float = 0.9, fits: float = 0.8, ends: float = 0.7, score: float = 1.0) -> Choice:
    return Choice(cue, Candidate("child:ccomp:R", ranges[-1][1] - 1, ranges), ranges, score, likely, fits, ends)


def features(choices: list[Choice], rows: list[str] = ROWS) -> np.ndarray:
    parse = parsed(rows)
    quotes = quote_map(parse)
    return choice_features(Grammar(parse, quotes.inside), quotes, choices)


def test_each_choice_has_a_row() -> None:
    assert features([choice(1, (2, 6)), choice(3, (4, 6))]).shape[0] == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"likely": 0.2}, id="how likely a content is"),
        pytest.param({"fits": 0.2}, id="how likely this one is"),
        pytest.param({"ends": 0.2}, id="how likely its end is"),
        pytest.param({"score": -2.0}, id="the cue"),
    ],
)
def test_features_see_the_probabilities(other: dict[str, float]) -> None:
    assert (features([choice(1, (2, 6))]) != features([choice(1, (2, 6), **other)])).any()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(choice(3, (2, 6)), id="a rival with the same words"),
        pytest.param(choice(3, (1, 4)), id="a rival that overlaps"),
        pytest.param(choice(3, (4, 6)), id="one within"),
        pytest.param(choice(0, (1, 6)), id="one around"),
    ],
)
def test_features_see_the_other_choices(other: Choice) -> None:
    own = choice(1, (2, 6))
    beside = sorted([own, other], key=lambda item: item.cue)
    assert (features([own])[0] != features(beside)[beside.index(own)]).any()


def test_what_is_far_away_does_not_count() -> None:
    rows = [*ROWS, *["x NN 0 dep"] * 40]
    own = choice(1, (2, 6))
    assert (features([own], rows)[0] == features([own, choice(40, (41, 44))], rows)[0]).all()


def test_only_neighbours_are_compared() -> None:
    rows = [*ROWS, *["x NN 0 dep"] * 100]
    own = choice(1, (2, 6))
    fillers = [choice(40 + 4 * index, (41 + 4 * index, 43 + 4 * index)) for index in range(WINDOW)]
    assert (features([own, *fillers], rows)[0] == features([own, *fillers, choice(90, (2, 6))], rows)[0]).all()


def test_features_see_the_marks() -> None:
    quoted = ["Anna NNP 1 nsubj", "said VBD 1 ROOT", "“ `` 3 punct", "rain NN 1 dobj", "” '' 3 punct", "fell VBD 1 ccomp"]
    plain = [*quoted[:2], "a DT 3 det", quoted[3], "or CC 3 cc", quoted[5]]
    for content in ((2, 5), (2, 6), (1, 6)):
        assert (features([choice(0, content)], quoted) != features([choice(0, content)], plain)).any()


SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


@pytest.mark.parametrize(
    ("rows", "content", "expected"),
    [
        pytest.param(SAID, (2, 5), CONTENT_FLOOR, id="a clause"),
        pytest.param(["She PRP 1 nsubj", "backs VBZ 1 ROOT", "the DT 3 det", "bill NN 1 dobj"], (2, 4), NOMINAL_FLOOR, id="a noun"),
        pytest.param(["She PRP 1 nsubj", "backs VBZ 1 ROOT", "it PRP 1 dobj"], (2, 3), NOMINAL_FLOOR, id="a pronoun"),
        pytest.param(["She PRP 1 nsubj", "wants VBZ 1 ROOT", "two CD 1 dobj"], (2, 3), NOMINAL_FLOOR, id="a number"),
        pytest.param(
            ["She PRP 1 nsubj", "saw VBD 1 ROOT", "“ `` 3 punct", "chaos NN 1 dobj", "” '' 3 punct"],
            (2, 5),
            QUOTED_FLOOR,
            id="a noun in marks",
        ),
        pytest.param(
            ["She PRP 1 nsubj", "saw VBD 1 ROOT", "a DT 4 det", "“ `` 4 punct", "mess NN 1 dobj", "” '' 4 punct"],
            (2, 6),
            QUOTED_FLOOR,
            id="a noun with marked words",
        ),
        pytest.param(
            ["“ `` 2 punct", "She PRP 2 nsubj", "saw VBD 2 ROOT", "it PRP 2 dobj", "” '' 2 punct"],
            (3, 4),
            NOMINAL_FLOOR,
            id="the marks are around the cue, too",
        ),
    ],
)
def test_floor(rows: list[str], content: Range, expected: float) -> None:
    parse = parsed(rows)
    head = next(token for token in range(*content) if not content[0] <= parse.head[token] < content[1])
    cue = next(token for token in range(parse.n) if parse.dep[token] == "ROOT")
    found = Choice(cue, Candidate("child", head, (content,)), (content,), 1.0, 0.9, 0.9, 0.9)
    assert floor_of(parse, quote_map(parse), found) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([SAID[0], SAID[1], "it PRP 3 nsubj", "rained VBD 1 ccomp"], CONTENT_FLOOR, id="a clause"),
        pytest.param([SAID[0], "backs VBZ 1 ROOT", "the DT 3 det", "bill NN 1 dobj"], NOMINAL_FLOOR, id="a noun"),
        pytest.param(
            ["all DT 0 ROOT", "that WDT 2 nsubj", "rained VBD 0 relcl", "it PRP 2 dobj"], NOMINAL_FLOOR, id="a clause within"
        ),
    ],
)
def test_what_follows_a_cue_is_no_noun_for_its_first_word(rows: list[str], expected: float) -> None:
    parse = parsed(rows)
    content = (0, 4) if rows[0].startswith("all") else (2, 4)
    found = Choice(1, Candidate("after", content[0], (content,)), (content,), 1.0, 0.9, 0.9, 0.9)
    assert floor_of(parse, quote_map(parse), found) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(["the DT 3 det", "plan NN 1 dobj", "a DT 5 det", "disgrace NN 1 oprd"], CONTENT_FLOOR, id="two nouns"),
        pytest.param(["Tom NNP 1 dobj", "of IN 1 prep", "hiding VBG 3 pcomp", "it PRP 4 dobj"], CONTENT_FLOOR, id="an act"),
        pytest.param(["Tom NNP 1 dobj", "of IN 1 prep", "theft NN 3 pobj", "now RB 1 advmod"], NOMINAL_FLOOR, id="a noun"),
        pytest.param(["Tom NNP 1 poss", "of IN 1 prep", "hiding VBG 3 pcomp", "it PRP 4 dobj"], NOMINAL_FLOOR, id="no object"),
    ],
)
def test_a_noun_of_which_something_is_said_is_no_mere_noun(rows: list[str], expected: float) -> None:
    parse = parsed(["Ada NNP 1 nsubj", "blamed VBD 1 ROOT", *rows])
    found = Choice(1, Candidate("run", 2, ((2, 6),)), ((2, 6),), 1.0, 0.9, 0.9, 0.9)
    assert floor_of(parse, quote_map(parse), found) == expected
