import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.parse import Parse
from tests.analysis import VOCAB, parsed

#            0    1     2   3     4     5   6     7   8
SENTENCE = [
    "Anna NNP 3 nsubj",
    "and CC 0 cc",
    "Tom NNP 0 conj",
    "said VBD 3 ROOT say",
    "that IN 6 mark",
    "it PRP 6 nsubj",
    "rained VBD 3 ccomp rain",
    "hard RB 6 advmod",
    ". . 3 punct",
]


@pytest.fixture
def parse() -> Parse:
    return parsed(SENTENCE)


def test_columns(parse: Parse) -> None:
    assert parse.text == "Anna and Tom said that it rained hard."
    assert len(parse) == parse.n == 9
    assert [parse.word(token) for token in range(parse.n)] == "Anna and Tom said that it rained hard .".split()
    assert parse.lower[0] == "anna"
    assert parse.tag[3] == "VBD"
    assert parse.dep[6] == "ccomp"
    assert parse.head == [3, 0, 0, 3, 6, 6, 3, 6, 3]
    assert parse.sentences == [(0, 9)]
    assert parse.sent == [0] * 9


@pytest.mark.parametrize(
    ("token", "expected"),
    [(0, (0, 3)), (1, (1, 2)), (3, (0, 9)), (6, (4, 8)), (8, (8, 9))],
)
def test_subtree(parse: Parse, token: int, expected: tuple[int, int]) -> None:
    assert parse.subtree(token) == expected


def test_relatives(parse: Parse) -> None:
    assert parse.children[3] == [0, 6, 8]
    assert parse.child(3, "nsubjpass", "nsubj") == 0
    assert parse.child(3, "dobj") is None
    assert parse.conjuncts(0) == [0, 2]
    assert parse.conjuncts(3) == [3]
    assert list(parse.ancestors(7)) == [6, 3]
    assert list(parse.ancestors(3)) == []


def test_conjuncts_of_conjuncts() -> None:
    parse = parsed(["Anna NNP 0 ROOT", ", , 0 punct", "Tom NNP 0 conj", "and CC 2 cc", "Jo NNP 2 conj"])
    assert parse.conjuncts(0) == [0, 2, 4]


def test_has(parse: Parse) -> None:
    assert parse.has(6, frozenset(["that", "hard"])) == 4
    assert parse.has(6, ["that", "hard"], "advmod") == 7
    assert parse.has(6, ["never"]) is None


@pytest.mark.parametrize(
    ("position", "expected"),
    [(0, 0), (3, 0), (4, 1), (5, 1), (37, 8), (38, 9), (99, 9)],
)
def test_token_at(parse: Parse, position: int, expected: int) -> None:
    assert parse.token_at(position) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param((0, 4), (0, 1), id="a word"),
        pytest.param((0, 5), (0, 1), id="and the space after it"),
        pytest.param((2, 7), (0, 2), id="parts of two words"),
        pytest.param((4, 5), (1, 1), id="only a space"),
        pytest.param((0, 38), (0, 9), id="all"),
        pytest.param((38, 50), (9, 9), id="past the end"),
    ],
)
def test_tokens_in(parse: Parse, span: tuple[int, int], expected: tuple[int, int]) -> None:
    assert parse.tokens_in(*span) == expected


def test_span(parse: Parse) -> None:
    assert parse.span(4, 8).text(parse.text) == "that it rained hard"


def test_lemmas_of_the_doc_or_of_a_function(parse: Parse) -> None:
    assert parse.lemma(6) == "rain"
    asked = Parse(parse.doc, lemmatize=lambda lower, tag: f"{lower}/{tag}")
    assert asked.lemma(0) == "anna/NNP"


def test_a_doc_without_lemmas_gives_the_word() -> None:
    doc = Doc(VOCAB, words=["Rain", "fell"])
    assert Parse(doc).lemma(0) == "rain"


@pytest.mark.parametrize(
    ("tag", "is_verb", "is_punct", "is_space"),
    [("VBD", True, False, False), ("MD", False, False, False), ("-LRB-", False, True, False), ("_SP", False, False, True)],
)
def test_kinds_of_tokens(tag: str, is_verb: bool, is_punct: bool, is_space: bool) -> None:
    parse = parsed([f"x {tag} 0 ROOT"])
    assert (parse.is_verb(0), parse.is_punct(0), parse.is_space(0)) == (is_verb, is_punct, is_space)


def test_white_space_without_a_tag_is_space() -> None:
    parse = Parse(Doc(VOCAB, words=["a", "\n\n", "b"], spaces=[False, False, False]))
    assert [parse.is_space(token) for token in range(3)] == [False, True, False]


def test_offsets_are_of_the_text_that_was_given() -> None:
    parse = Parse(Doc(VOCAB, words=["a", "b"]), "a\x00")
    assert parse.word(0) == "a"
    assert parse.text == "a\x00"


def test_an_empty_doc() -> None:
    parse = Parse(spacy.blank("en")(""))
    assert parse.n == 0
    assert parse.sentences == parse.sent == parse.head == parse.children == []
    assert parse.edges == ([], [])
    assert parse.token_at(0) == 0
    assert parse.tokens_in(0, 10) == (0, 0)


def test_sentences_start_where_the_doc_says() -> None:
    doc = Doc(VOCAB, words=["It", "rained", "We", "left"], heads=[1, 1, 3, 3], deps=["nsubj", "ROOT"] * 2)
    parse = Parse(doc)
    assert parse.sentences == [(0, 2), (2, 4)]
    assert parse.sent == [0, 0, 1, 1]


def test_crossing_arcs_have_the_widest_subtree() -> None:
    parse = parsed(["a X 2 dep", "b X 3 dep", "c X 2 ROOT", "d X 2 dep"])
    assert parse.subtree(3) == (1, 4)
    assert parse.subtree(2) == (0, 4)


@st.composite
def trees(draw: st.DrawFn) -> list[str]:
    n = draw(st.integers(1, 12))
    order = draw(st.permutations(range(n)))
    heads = {order[0]: order[0]}
    for place in range(1, n):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    return [f"w{token} NN {heads[token]} {'ROOT' if heads[token] == token else 'dep'}" for token in range(n)]


@given(trees())
def test_a_subtree_runs_from_the_first_to_the_last_descendant(rows: list[str]) -> None:
    parse = parsed(rows)
    for token in range(parse.n):
        below = [other for other in range(parse.n) if other == token or token in parse.ancestors(other)]
        assert parse.subtree(token) == (min(below), max(below) + 1)


def test_a_very_deep_tree_is_no_recursion() -> None:
    n = 20_000
    parse = parsed([f"w NN {max(0, token - 1)} {'dep' if token else 'ROOT'}" for token in range(n)])
    assert parse.subtree(0) == (0, n)
    assert parse.subtree(n - 1) == (n - 1, n)
