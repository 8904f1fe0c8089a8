import numpy as np
import pytest

from pipeline.extract.ends import MAX_ENDS, MAX_LOOK, end_features, find_ends, with_end
from pipeline.extract.grammar import Grammar
from pipeline.extract.quote_map import Range
from tests.analysis import parsed, quote_map


def ends_of(rows: list[str], content: tuple[Range, ...], cue: int = 1) -> dict[str, str]:
    """By kind, the content with that end."""
    parse = parsed(rows)
    found = find_ends(parse, quote_map(parse), cue, content)
    assert found[0].kind == "whole"
    assert len({end.stop for end in found}) == len(found)
    return {end.kind: parse.span(*with_end(content, end)[-1]).text(parse.text) for end in found}


#       0                  1                  2                3                      4                5                 6
SAID = [
    "Anna NNP 1 nsubj",
    "said VBD 1 ROOT",
    "it PRP 3 nsubj",
    "rained VBD 1 ccomp",
    ", , 3 punct",
    "as IN 7 mark",
    "we PRP 7 nsubj",
]
SAID += ["left VBD 3 advcl", "on IN 7 prep", "Monday NNP 8 pobj", ". . 1 punct"]


def test_the_modifiers_at_the_end_can_be_left_out() -> None:
    assert ends_of(SAID, ((2, 10),)) == {
        "whole": "it rained, as we left on Monday",
        "cut:prep": "it rained, as we left",
        "cut:advcl": "it rained",
    }


def test_what_is_cut_first_is_looked_behind() -> None:
    rows = ["Anna NNP 1 nsubj", "slammed VBD 1 ROOT", "him PRP 1 dobj", "Monday NNP 1 npadvmod", "on IN 1 prep", "air NN 4 pobj"]
    assert list(ends_of(rows, ((2, 6),)).values()) == ["him Monday on air", "him Monday", "him"]


def test_a_conjunct_goes_with_its_conjunction() -> None:
    rows = [*SAID[:4], "and CC 3 cc", "we PRP 6 nsubj", "left VBD 3 conj"]
    assert ends_of(rows, ((2, 7),)) == {"whole": "it rained and we left", "cut:conj": "it rained"}


def test_a_content_can_grow_to_the_end_of_its_phrase() -> None:
    assert ends_of(SAID, ((2, 4),)) == {"whole": "it rained", "grow:ccomp": "it rained, as we left on Monday"}


def test_it_does_not_grow_over_its_cue() -> None:
    rows = ["It PRP 1 nsubj", "rained VBD 3 ccomp", ", , 3 punct", "said VBD 3 ROOT", "Anna NNP 3 nsubj"]
    assert ends_of(rows, ((0, 2),), cue=3) == {"whole": "It rained"}


HE_SAID = ["He PRP 1 nsubj", "said VBD 1 ROOT"]
ON_MONDAY = ["on IN 5 prep", "Monday NNP 6 pobj"]


@pytest.mark.parametrize(
    ("rows", "content", "expected"),
    [
        pytest.param(
            [*HE_SAID, "“ `` 4 punct", "it PRP 4 nsubj", "rained VBD 1 ccomp", "on IN 4 prep", "Monday NNP 5 pobj", "” '' 4 punct"],
            (2, 8),
            ["whole"],
            id="a quotation is taken whole",
        ),
        pytest.param(
            [*HE_SAID, "it PRP 3 nsubj", "lay VBD 1 ccomp", "“ `` 5 punct", "ill RB 3 advmod", *ON_MONDAY, "” '' 5 punct"],
            (2, 9),
            ["whole", "cut:advmod"],
            id="no end lies within one",
        ),
    ],
)
def test_quotations_are_not_cut_in_two(rows: list[str], content: Range, expected: list[str]) -> None:
    assert list(ends_of(rows, (content,))) == expected


def test_only_the_last_part_ends_otherwise() -> None:
    parse = parsed(SAID)
    (_, end, *_) = find_ends(parse, quote_map(parse), 1, ((0, 1), (2, 10)))
    assert with_end(((0, 1), (2, 10)), end)[0] == (0, 1)


def test_a_long_chain_has_few_ends() -> None:
    n = 500
    rows = [f"said VBD {max(0, token - 1)} {'ccomp' if token else 'ROOT'}" for token in range(n)]
    parse = parsed(rows)
    assert len(find_ends(parse, quote_map(parse), 0, ((1, n),))) == MAX_ENDS


def features(rows: list[str], contents: list[Range], scores: dict[int, float] | None = None) -> tuple[np.ndarray, np.ndarray]:
    parse = parsed(rows)
    quotes = quote_map(parse)
    column = np.full(parse.n + 1, -9.0, dtype=np.float32)
    for token, score in (scores or {}).items():
        column[token] = score
    ends = [find_ends(parse, quotes, 1, (content,)) for content in contents]
    cues = np.ones(len(contents), dtype=np.int64)
    return end_features(
        Grammar(parse, quotes.inside), cues, ["child"] * len(contents), [(content,) for content in contents], ends, column
    )


def test_features_have_a_row_for_each_end() -> None:
    rows, groups = features(SAID, [(2, 10), (2, 4)])
    assert groups.tolist() == [0, 3, 5]
    assert len(rows) == 5
    alone, _ = features(SAID, [(2, 4)])
    assert (alone == rows[3:]).all()


def test_features_see_a_cue_in_what_is_left_out() -> None:
    without, _ = features(SAID, [(2, 10)])
    with_cue, _ = features(SAID, [(2, 10)], {7: 3.0})
    changed = (without != with_cue).any(axis=1).tolist()
    assert changed == [False, False, True]


def test_features_do_not_look_through_what_is_long() -> None:
    rows = [*SAID[:4], "as IN 5 mark", "left VBD 3 advcl", *["x NN 5 dep"] * (2 * MAX_LOOK)]
    content = (2, len(rows))
    far, _ = features(rows, [content], {len(rows) - 1: 3.0})
    without, _ = features(rows, [content])
    near, _ = features(rows, [content], {8: 3.0})
    cut = [end.kind for end in find_ends(parsed(rows), quote_map(parsed(rows)), 1, (content,))].index("cut:advcl")
    assert (far[cut] == without[cut]).all()
    assert (near[cut] != without[cut]).any()
