import numpy as np
import pytest

from pipeline.extract.grammar import Grammar
from pipeline.extract.sources import find_sources, head_of, names_after, names_before, phrase, source_features
from tests.analysis import parsed, quote_map

SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


def sources(
    rows: list[str], cue: int, content: tuple[int, int] = (0, 0), names: list[tuple[int, int]] | None = None
) -> dict[str, str]:
    """The word of each candidate, by kind; "" for none of them."""
    parse = parsed(rows)
    found = find_sources(parse, quote_map(parse), names or [], cue, (content,))
    return {source.kind: "" if source.head < 0 else parse.word(source.head) for source in found}


@pytest.mark.parametrize(
    ("rows", "cue", "kind", "expected"),
    [
        pytest.param(SAID, 1, "subject:0:nsubj", "Anna", id="subject"),
        pytest.param(
            ["It PRP 2 nsubjpass", "was VBD 2 auxpass", "claimed VBN 2 ROOT", "by IN 2 agent", "Tom NNP 3 pobj"],
            2,
            "agent",
            "Tom",
            id="agent",
        ),
        pytest.param(["Anna NNP 2 poss", "'s POS 0 case", "claim NN 2 ROOT"], 2, "own:poss", "Anna", id="possessor"),
        pytest.param(["claim NN 0 ROOT", "by IN 0 prep", "Tom NNP 1 pobj"], 0, "own:prep:by", "Tom", id="by-phrase of a noun"),
        pytest.param(
            ["According VBG 4 prep", "to IN 0 prep", "Anna NNP 1 pobj", "it PRP 4 nsubj", "rained VBD 4 ROOT"],
            0,
            "own:prep:to",
            "Anna",
            id="according to",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "tried VBD 1 ROOT", "to TO 3 aux", "say VB 1 xcomp", "no UH 3 intj"],
            3,
            "subject:1:xcomp:nsubj",
            "Anna",
            id="subject of the verb above",
        ),
        pytest.param(
            ["Anna NNP 4 nsubj", ", , 0 punct", "who WP 3 nsubj", "said VBD 0 relcl", "left VBD 4 ROOT"],
            3,
            "head:1:relcl",
            "Anna",
            id="what a relative clause hangs on",
        ),
        pytest.param(["Anna NNP 1 dep", "— : 1 ROOT", "no UH 1 intj"], 1, "own:dep", None, id="a dependent that is no argument"),
        pytest.param(["Anna NNP 0 ROOT", ": : 0 punct", "no UH 0 intj"], 1, "mark:before", "Anna", id="before a colon"),
        pytest.param(["No UH 0 ROOT", "— : 0 punct", "Anna NNP 0 appos"], 1, "mark:after", "Anna", id="after a dash"),
    ],
)
def test_candidates(rows: list[str], cue: int, kind: str, expected: str | None) -> None:
    assert sources(rows, cue).get(kind) == expected


def test_the_subject_of_the_sentence_of_a_cue_that_hangs_deep() -> None:
    first = ["Tom NNP 1 nsubj", "left VBD 1 ROOT", ". . 1 punct"]
    deep = ["Anna NNP 4 nsubj", "came VBD 4 ROOT", *(f"w{n} RB {n - 1} advmod" for n in range(5, 12)), "saying VBG 11 dep"]
    found = sources([*first, *deep], 12)
    assert found["sentence:subject"] == "Anna"
    assert "Tom" not in found.values()


def test_none_comes_first() -> None:
    assert next(iter(sources(SAID, 1).items())) == ("none", "")
    assert sources(["said VBD 0 ROOT"], 0) == {"none": ""}


def test_what_lies_in_the_content_is_no_candidate() -> None:
    assert "it" in sources(SAID, 1).values()
    assert "it" not in sources(SAID, 1, (2, 5)).values()


def test_a_token_is_offered_once() -> None:
    found = sources(SAID, 1, names=[(0, 1)])
    assert list(found.values()).count("Anna") == 1


def test_names_around() -> None:
    rows = ["Anna NNP 1 nsubj", "left VBD 1 ROOT", ". . 1 punct", "No UH 4 intj", "said VBD 4 ROOT", "Tom NNP 4 npadvmod"]
    found = sources(rows, 4, (3, 4), [(0, 1), (5, 6)])
    assert found["name:before:0:earlier"] == "Anna"
    assert found["name:after"] == "Tom"


NAMES = [(0, 2), (5, 6), (8, 9)]


@pytest.mark.parametrize(
    ("token", "before", "after"),
    [(0, [], [(5, 6), (8, 9)]), (4, [(0, 2)], [(5, 6), (8, 9)]), (5, [(0, 2)], [(8, 9)]), (20, [(8, 9), (5, 6)], [])],
)
def test_names_before_and_after(token: int, before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    assert names_before(NAMES, token, 2) == before
    assert names_after(NAMES, token, 2) == after


@pytest.mark.parametrize(
    ("rows", "head", "cue", "expected"),
    [
        pytest.param(["the DT 1 det", "mayor NN 2 nsubj", "said VBD 2 ROOT"], 1, 2, "the mayor", id="determiner"),
        pytest.param(
            ["the DT 1 det", "mayor NN 4 nsubj", "of IN 1 prep", "Oslo NNP 2 pobj", "said VBD 4 ROOT"],
            1,
            4,
            "the mayor of Oslo",
            id="of",
        ),
        pytest.param(
            ["Mayor NNP 2 compound", "Anna NNP 2 compound", "Ruiz NNP 3 nsubj", "said VBD 3 ROOT"],
            2,
            3,
            "Mayor Anna Ruiz",
            id="title",
        ),
        pytest.param(
            ["Anna NNP 5 nsubj", ", , 0 punct", "the DT 3 det", "mayor NN 0 appos", ", , 0 punct", "said VBD 5 ROOT"],
            0,
            5,
            "Anna",
            id="without apposition",
        ),
        pytest.param(
            ["Anna NNP 3 nsubj", "and CC 0 cc", "Tom NNP 0 conj", "said VBD 3 ROOT"], 0, 3, "Anna", id="without what is coordinated"
        ),
        pytest.param(
            ["a DT 1 det", "man NN 1 ROOT", "who WP 3 nsubj", "said VBD 1 relcl"],
            1,
            3,
            "a man",
            id="without the clause that holds the cue",
        ),
        pytest.param(["Anna NNP 2 poss", "'s POS 0 case", "claim NN 2 ROOT"], 0, 2, "Anna", id="without the possessive mark"),
        pytest.param(["claim NN 0 ROOT", "of IN 0 prep", "Tom NNP 1 pobj"], 2, 0, "Tom", id="one word"),
    ],
)
def test_phrase(rows: list[str], head: int, cue: int, expected: str) -> None:
    parse = parsed(rows)
    assert parse.span(*phrase(parse, head, cue)).text(parse.text) == expected


def test_head_of_a_range() -> None:
    parse = parsed(["Anna NNP 1 compound", "Ruiz NNP 2 nsubj", "said VBD 2 ROOT"])
    assert head_of(parse, 0, 2) == 1
    assert head_of(parse, 0, 3) == 2
    assert head_of(parse, 0, 1) == 0


def test_features_do_not_depend_on_other_statements() -> None:
    parse = parsed(SAID)
    quotes = quote_map(parse)
    grammar = Grammar(parse, quotes.inside)
    options = [find_sources(parse, quotes, [], cue, ((2, 5),)) for cue in (1, 4)]
    rows, groups = source_features(grammar, np.array([1, 4]), [((2, 5),), ((2, 5),)], options)
    assert groups.tolist() == [0, len(options[0]), len(options[0]) + len(options[1])]
    alone, _ = source_features(grammar, np.array([4]), [((2, 5),)], options[1:])
    assert (alone == rows[groups[1] :]).all()


def test_a_long_chain_of_heads_is_climbed_a_few_steps() -> None:
    n = 200
    rows = [f"w{token} NN {max(0, token - 1)} {'dep' if token else 'ROOT'}" for token in range(n)]
    assert len(sources(rows, n - 1)) < 12
