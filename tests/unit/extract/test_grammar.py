import numpy as np
import pytest
import spacy
from spacy.tokens import Span as DocSpan

from pipeline.extract.grammar import CHILD_LABELS, Grammar
from pipeline.parse import Parse, symbol
from tests.analysis import parsed

ROWS = ["Anna NNP 2 nsubj", "Ruiz NNP 0 dep", "said VBD 2 ROOT say", "it PRP 4 nsubj", "rained VBD 2 ccomp rain", ". . 2 punct"]


@pytest.fixture
def grammar() -> Grammar:
    parse = parsed(ROWS)
    parse.doc.ents = [DocSpan(parse.doc, 0, 2, "PERSON")]
    return Grammar(parse, [0, 0, 0, 1, 1, 0, 0])


def test_columns_have_one_more_item_that_stands_for_no_token(grammar: Grammar) -> None:
    for name in ("lower", "tag", "dep", "lemma", "entity", "shape", "head", "sent", "quoted"):
        assert len(getattr(grammar, name)) == grammar.n + 1
    for name in ("lower", "tag", "dep", "lemma", "entity", "shape"):
        assert getattr(grammar, name)[-1] == 0
    assert (grammar.head[-1], grammar.sent[-1], grammar.quoted[-1]) == (-1, -1, 0)


def test_symbols(grammar: Grammar) -> None:
    assert grammar.lemma[2] == symbol("say")
    assert grammar.lower[0] == symbol("anna")
    assert grammar.entity[:3].tolist() == [symbol("PERSON"), symbol("PERSON"), symbol("")]
    assert grammar.quoted.tolist() == [0, 0, 0, 1, 1, 0, 0]


def test_children(grammar: Grammar) -> None:
    assert set(grammar.child) == set(CHILD_LABELS)
    assert grammar.child["nsubj"].tolist() == [-1, -1, 0, -1, 3, -1, -1]
    assert grammar.child["ccomp"][2] == 4
    assert grammar.child["dobj"].tolist() == [-1] * 7


def test_the_last_child_of_a_label_counts() -> None:
    parse = parsed(["say VB 0 ROOT", "in IN 0 prep", "on IN 0 prep", "at IN 1 prep"])
    assert Grammar(parse, [0] * 5).child["prep"].tolist() == [2, 3, -1, -1, -1]


@pytest.mark.parametrize(
    ("tokens", "by", "expected"),
    [([0, 2, 5], 1, [1, 3, -1]), ([0, 2, 5], -1, [-1, 1, 4]), ([-1], 1, [-1]), ([], 1, [])],
)
def test_shifted(grammar: Grammar, tokens: list[int], by: int, expected: list[int]) -> None:
    assert grammar.shifted(np.array(tokens, dtype=np.int64), by).tolist() == expected


@pytest.mark.parametrize(
    ("word", "shape"),
    [("said", "x"), ("Anna", "Xx"), ("NATO", "XX"), ("I", "Xx"), ("2024", "0"), ("“", '"'), ("``", '"'), (",", "."), ("été", "x")],
)
def test_shapes(word: str, shape: str) -> None:
    assert Grammar(parsed([f"{word} NN 0 ROOT"]), [0, 0]).shape[0] == symbol(shape)


def test_an_empty_article() -> None:
    grammar = Grammar(Parse(spacy.blank("en")("")), [0])
    assert grammar.lower.tolist() == [0]
    assert grammar.child["nsubj"].tolist() == [-1]
