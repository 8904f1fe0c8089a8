import numpy as np
import pytest

from pipeline.extract.event_features import WordColumns
from pipeline.extract.event_surroundings import find_surroundings, in_capitals
from tests.analysis import parsed

# Rovers Fire Head Coach. The coach may appeal, and the coach will.
ROWS = [
    "Rovers NNPS 3 compound rovers",
    "Fire NNP 3 compound fire",
    "Head NNP 3 compound head",
    "Coach NNP 3 ROOT coach",
    ". . 3 punct",
    "The DT 6 det",
    "coach NN 8 nsubj",
    "may MD 8 aux",
    "appeal VB 8 ROOT",
    ", , 8 punct",
    "and CC 8 cc",
    "the DT 12 det",
    "coach NN 13 nsubj",
    "will MD 8 conj",
    ". . 8 punct",
]
FIRE, COACH, APPEAL = 1, 6, 8


def surroundings(*tokens: int):
    parse = parsed(ROWS)
    return find_surroundings(parse, WordColumns(parse), np.array(tokens, dtype=np.int64), lambda lemma: 6 if lemma == "fire" else 0)


def test_a_headline_of_capitals_is_told_from_prose():
    assert in_capitals(parsed(ROWS)).tolist() == [True, False]


@pytest.mark.parametrize(("token", "repeats", "opening"), [(APPEAL, 1, 2), (COACH, 3, 7)])
def test_a_lemma_is_counted_and_looked_for_in_the_first_sentence(token, repeats, opening):
    found = surroundings(token)
    assert (found.repeats.tolist(), found.opening.tolist()) == ([repeats], [opening])


def test_a_name_in_such_a_headline_is_read_as_a_verb():
    found = surroundings(FIRE, COACH)
    assert found.verb_class.tolist() == [7, 0]
    assert found.verb[0] != found.verb[1]
    assert found.capitals[0] != found.capitals[1]


def test_an_article_without_candidates_has_none():
    assert all(len(column) == 0 for column in surroundings())
