from dataclasses import replace

import numpy as np
import pytest

from pipeline.extract.event_network import Classifier
from pipeline.extract.event_weights import Part
from pipeline.extract.ranking import FeatureRows
from pipeline.extract.word_vectors import WordVectors
from pipeline.training.classifier import ClassifierPlan, Examples, log_loss, probabilities, train_classifier

PLAN = ClassifierPlan(width=6, members=2, epochs=30, dropout=0.0, word_dropout=0.0, batch=16, support=1)
TABLE = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.float32)
VECTORS = WordVectors(np.array([3, 5, 9], dtype=np.uint32), np.array([1, 2, 3], dtype=np.uint16), TABLE)
COLOUR = [0, 1, 2] * 40
WORD = np.array([1, 1, 2, 2, 3, 0] * 20)


def examples(targets: np.ndarray) -> Examples:
    rows = FeatureRows(len(COLOUR))
    rows.add(np.array(COLOUR, dtype=np.uint64))
    return Examples(rows.matrix(), [WORD], targets.astype(np.float32), np.ones(len(COLOUR), dtype=np.float32))


def scores(part: Part, of: Examples) -> np.ndarray:
    classifier: Classifier = part.classifier(VECTORS)
    return classifier(of.rows, of.words)


def test_a_class_is_learned_from_a_feature() -> None:
    given = examples(np.eye(3)[COLOUR])
    assert (scores(train_classifier(given, TABLE, PLAN), given).argmax(axis=1) == COLOUR).all()


def test_a_decision_is_learned_from_a_word() -> None:
    given = examples((WORD >= 2)[:, None])
    assert ((scores(train_classifier(given, TABLE, PLAN), given)[:, 0] > 0) == (WORD >= 2)).all()


def test_the_same_examples_give_the_same_weights() -> None:
    one, other = (train_classifier(examples(np.eye(3)[COLOUR]), TABLE, PLAN) for _ in range(2))
    assert (one.table == other.table).all()
    assert (one.output == other.output).all()


def test_members_are_averaged() -> None:
    given = examples(np.eye(3)[COLOUR])
    both = scores(train_classifier(given, TABLE, PLAN), given)
    alone = [
        scores(train_classifier(given, TABLE, replace(PLAN, members=1, seed=seed)), given) for seed in (PLAN.seed, PLAN.seed + 1)
    ]
    assert np.allclose(both, (alone[0] + alone[1]) / 2, atol=1e-4)


@pytest.mark.parametrize(("given", "expected"), [([[0.0]], [[0.5]]), ([[2.0, 2.0]], [[0.5, 0.5]]), ([[50.0, 0.0]], [[1.0, 0.0]])])
def test_probabilities(given: list[list[float]], expected: list[list[float]]) -> None:
    assert np.allclose(probabilities(np.array(given, dtype=np.float32)), expected)


@pytest.mark.parametrize(
    ("share", "target", "expected"),
    [([[0.5]], [[1.0]], 0.693), ([[0.5]], [[0.0]], 0.693), ([[0.25, 0.75]], [[1.0, 0.0]], 1.386)],
)
def test_log_loss(share: list[list[float]], target: list[list[float]], expected: float) -> None:
    assert log_loss(np.array(share), np.array(target))[0, 0] == pytest.approx(expected, abs=1e-3)
