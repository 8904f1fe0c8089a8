from pathlib import Path

import numpy as np

from pipeline.extract.classifier import Classifier, read_classifier, write_classifier
from pipeline.extract.ranking import FeatureRows
from pipeline.training.classes import ClassPlan, train_classes

NAMES = ("red", "green", "blue")
COLOURS = np.arange(90) % 3
PLAN = ClassPlan(epochs=20, rate=0.2, dropout=0.0, batch=16, support=1)


def rows() -> np.ndarray:
    features = FeatureRows(len(COLOURS))
    features.add(COLOURS.astype(np.uint64))
    features.add(np.arange(len(COLOURS)).astype(np.uint64) % np.uint64(7))
    return features.matrix()


def fitted(plan: ClassPlan = PLAN, weights: np.ndarray | None = None) -> Classifier:
    ones = np.ones(len(COLOURS), dtype=np.float32) if weights is None else weights
    return train_classes(rows(), COLOURS, ones, np.arange(len(COLOURS)), NAMES, plan)


def test_it_learns_which_class_a_feature_tells() -> None:
    shares = fitted()(rows())
    assert (shares.argmax(axis=1) == COLOURS).all()
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)


def test_the_same_examples_give_the_same_weights() -> None:
    assert (fitted().table == fitted().table).all()


def test_an_example_without_weight_teaches_nothing() -> None:
    weights = (COLOURS != 2).astype(np.float32)
    assert not (fitted(weights=weights)(rows()).argmax(axis=1) == 2).any()


def test_a_rare_feature_is_not_learned() -> None:
    shares = fitted(ClassPlan(epochs=5, support=1000))(rows())
    assert np.allclose(shares, shares[0])


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    classifier = fitted()
    write_classifier(tmp_path / "weights.npz", classifier)
    again = read_classifier(tmp_path / "weights.npz")
    assert again.classes == NAMES
    assert np.allclose(again(rows()), classifier(rows()), atol=0.02)
