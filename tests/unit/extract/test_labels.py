"""The features of a name's kind, and the vote of all its spans."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.label_choice import (
    KINDS,
    MARGIN,
    NONE,
    agree_with_long_names,
    bar_places_with_heads,
    choose_kinds,
    choose_label,
    choose_labels,
    count_votes,
    label_weights,
)
from pipeline.extract.label_features import TEMPLATES, find_shape, is_age, label_rows
from pipeline.extract.name_lexicon import load_name_words
from pipeline.extract.name_spans import NameSpan
from pipeline.extract.ranking import BITS, Scorer
from pipeline.parse import Parse
from pipeline.vocabulary import Label
from tests.analysis import parsed

ROWS = ["Norlin NNP 1 nsubj", "sued VBD 1 ROOT", "Obi NNP 1 dobj", "and CC 2 cc", "Norlin NNP 5 nsubj", "won VBD 1 conj"]


def span_of(parse: Parse, first: int, last: int, label: Label) -> NameSpan:
    return NameSpan(first, last, parse.start[first], parse.end[last - 1], label, found=label)


def scorer_of(table: np.ndarray, index: np.ndarray) -> Scorer:
    width = len(KINDS)
    return Scorer(table.astype(np.float32), index, np.zeros(width, np.float32), np.ones(width, np.float32), 0.0)


@pytest.mark.parametrize(
    ("name", "shape"),
    [("Harbor Fund", "Xx Xund"), ("UN", "XX"), ("Coast of Korva", "Xx of Xx"), ("COP27", "XX0"), ("Kim Min-jun", "Xim Xin-jun")],
)
def test_shape(name: str, shape: str) -> None:
    assert find_shape(name) == shape


def test_a_row_for_each_span_and_a_column_for_each_template() -> None:
    parse = parsed(ROWS)
    spans = [span_of(parse, 0, 1, Label.ORG), span_of(parse, 2, 3, Label.PERSON), span_of(parse, 4, 5, Label.ORG)]
    rows, keys = label_rows(parse, spans, load_name_words(), load_gazetteer())
    assert rows.shape == (3, len(TEMPLATES))
    assert keys == ["norlin", "obi", "norlin"]
    assert (rows[0] != rows[1]).any()


def test_all_spans_of_a_name_have_the_same_votes() -> None:
    index = np.zeros(1 << BITS, dtype=np.int32)
    index[[5, 6]] = [1, 2]
    table = np.zeros((3, len(KINDS)))
    table[1, 0], table[2, 1] = 2.0, 4.0
    votes = count_votes(
        np.array([[5], [9], [6]]), ["norlin", "obi", "norlin"], scorer_of(table, index), np.zeros((3, len(KINDS)), np.float32)
    )
    assert votes[0].tolist() == votes[2].tolist() == [1.0, 2.0, 0, 0, 0, 0, 0]
    assert not votes[1].any()


@pytest.mark.parametrize(
    ("label", "kind", "expected"),
    [
        pytest.param(Label.ORG, "PERSON", Label.PERSON, id="another kind"),
        pytest.param(Label.LOC, "GPE", Label.LOC, id="a river stays a river"),
        pytest.param(Label.FAC, "GPE", Label.FAC, id="a street stays a street"),
        pytest.param(Label.PERSON, "none", None, id="no name"),
        pytest.param(Label.EVENT, "none", Label.EVENT, id="an event that the recogniser found stays"),
        pytest.param(Label.ORG, "other", None, id="neither person, organization nor place"),
    ],
)
def test_choice(label: Label, kind: str, expected: Label | None) -> None:
    parse = parsed(ROWS)
    assert choose_label(parse, span_of(parse, 0, 1, label), KINDS.index(kind), load_name_words()) is expected


def test_a_strong_last_word_decides_alone() -> None:
    parse = parsed(["Teal NNP 1 compound", "River NNP 2 nsubj", "rose VBD 2 ROOT"])
    assert choose_label(parse, span_of(parse, 0, 2, Label.LOC), KINDS.index("PERSON"), load_name_words()) is Label.LOC


def test_no_name_has_to_win_by_a_margin() -> None:
    votes = np.zeros((2, len(KINDS)), dtype=np.float32)
    votes[:, 0], votes[:, NONE] = 1.0, (1.0 + MARGIN / 2, 1.0 + MARGIN * 2)
    assert choose_kinds(votes) == [0, NONE]


def test_one_label_for_one_name() -> None:
    parse = parsed(ROWS)
    spans = [span_of(parse, 0, 1, Label.ORG), span_of(parse, 2, 3, Label.PERSON), span_of(parse, 4, 5, Label.PERSON)]
    kept = choose_labels(parse, spans, label_weights(), load_name_words(), load_gazetteer())
    assert len({span.label for span in kept if parse.word(span.first) == "Norlin"}) == 1


def test_no_names() -> None:
    assert choose_labels(parsed(ROWS), [], label_weights(), load_name_words(), load_gazetteer()) == []


def test_age() -> None:
    parse = parsed(["Voss NNP 4 nsubj", ", , 0 punct", "58 CD 0 appos", ", , 0 punct", "left VBD 4 ROOT"])
    assert is_age(parse, 2)
    assert not is_age(parse, 4)


@pytest.mark.parametrize(
    ("long", "label", "word", "before", "expected"),
    [
        pytest.param("Norlin Obi", Label.PERSON, "Norlin", "ORG", "PERSON", id="a given name"),
        pytest.param("Norlin Obi", Label.PERSON, "Obi", "ORG", "PERSON", id="a surname"),
        pytest.param("Norlin Works", Label.ORG, "Norlin", "PERSON", "ORG", id="a company"),
        pytest.param("Norlin Government", Label.ORG, "Norlin", "PERSON", "PERSON", id="a government"),
        pytest.param("Chile Obi", Label.PERSON, "Chile", "GPE", "GPE", id="a country"),
    ],
)
def test_a_word_agrees_with_the_longer_name(long: str, label: Label, word: str, before: str, expected: str) -> None:
    parse = parsed([f"{long.split()[0]} NNP 1 compound", f"{long.split()[1]} NNP 3 nsubj", ", , 3 punct", f"{word} NNP 3 ROOT"])
    spans = [span_of(parse, 0, 2, label), span_of(parse, 3, 4, Label[before])]
    votes = np.zeros((2, len(KINDS)), dtype=np.float32)
    votes[0, KINDS.index(str(label))] = votes[1, KINDS.index(before)] = 2.0
    votes[1, KINDS.index("ORG")] += 1.0
    agree_with_long_names(spans, [long.lower(), word.lower()], votes, load_name_words(), load_gazetteer())
    assert KINDS[int(np.argmax(votes[1]))] == expected


@pytest.mark.parametrize(
    ("name", "second", "expected"),
    [
        pytest.param("Norlin Air Force", "ORG", "ORG", id="an organization"),
        pytest.param("Norlin Tower", "NORP", "FAC", id="a building"),
        pytest.param("Norlin Medical Center", "ORG", "ORG", id="one of the two"),
        pytest.param("Norlin Valley", "ORG", "GPE", id="a place"),
        pytest.param("West Bank", "ORG", "GPE", id="a known place"),
        pytest.param("Soviet Union", "ORG", "GPE", id="a state"),
        pytest.param("Center", "ORG", "GPE", id="one word"),
    ],
)
def test_a_name_that_says_what_it_is_is_no_town(name: str, second: str, expected: str) -> None:
    votes = np.zeros((1, len(KINDS)), dtype=np.float32)
    votes[0, KINDS.index("GPE")], votes[0, KINDS.index(second)] = 2.0, 1.0
    bar_places_with_heads([name.lower()], votes, load_name_words(), load_gazetteer())
    assert KINDS[int(np.argmax(votes[0]))] == expected
