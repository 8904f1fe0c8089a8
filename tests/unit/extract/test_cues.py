import numpy as np
import pytest

from pipeline.extract.cues import cue_features, possible_cues
from pipeline.extract.grammar import Grammar
from tests.analysis import parsed


def grammar_of(*rows: str) -> Grammar:
    parse = parsed(rows)
    return Grammar(parse, [0] * (parse.n + 1))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("said VBD 0 ROOT", True),
        ("claim NN 0 ROOT", True),
        ("confident JJ 0 ROOT", True),
        ("according IN 0 ROOT", True),
        ("of IN 0 ROOT", True),
        ("under IN 0 ROOT", False),
        ("— : 0 ROOT", True),
        ("; : 0 ROOT", False),
        (", , 0 ROOT", False),
        ("he PRP 0 ROOT", False),
        ("would MD 0 ROOT", False),
        ("to TO 0 ROOT", True),
    ],
)
def test_possible_cues(row: str, expected: bool) -> None:
    assert possible_cues(grammar_of(row)).tolist() == ([0] if expected else [])


def test_cues_are_in_order() -> None:
    found = possible_cues(grammar_of("She PRP 1 nsubj", "said VBD 1 ROOT", "it PRP 3 nsubj", "rained VBD 1 ccomp"))
    assert found.tolist() == [1, 3]
    assert found.dtype == np.int64


def test_features_have_one_row_a_cue() -> None:
    grammar = grammar_of("She PRP 1 nsubj", "said VBD 1 ROOT say", "it PRP 3 nsubj", "rained VBD 1 ccomp rain")
    both = cue_features(grammar, np.array([1, 3]))
    assert both.shape[0] == 2
    assert (both[1:] == cue_features(grammar, np.array([3]))).all()
    assert cue_features(grammar, np.zeros(0, dtype=np.int64)).shape == (0, both.shape[1])


@pytest.mark.parametrize(
    ("changed", "rows"),
    [
        ("lemma", ["She PRP 1 nsubj", "sang VBD 1 ROOT sing", "it PRP 3 nsubj", "rained VBD 1 ccomp rain"]),
        ("subject", ["She PRP 1 dep", "said VBD 1 ROOT say", "it PRP 3 nsubj", "rained VBD 1 ccomp rain"]),
        ("complement", ["She PRP 1 nsubj", "said VBD 1 ROOT say", "it PRP 3 nsubj", "rained VBD 1 advcl rain"]),
    ],
)
def test_features_see_the_word_and_its_dependents(changed: str, rows: list[str]) -> None:
    given = grammar_of("She PRP 1 nsubj", "said VBD 1 ROOT say", "it PRP 3 nsubj", "rained VBD 1 ccomp rain")
    cue = np.array([1])
    assert (cue_features(given, cue) != cue_features(grammar_of(*rows), cue)).any(), changed


def test_a_single_token() -> None:
    assert len(cue_features(grammar_of("said VBD 0 ROOT"), np.array([0]))) == 1
