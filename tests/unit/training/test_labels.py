"""Aligning a corpus's names with those that the rules find, and fitting."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract.label_choice import KINDS, NONE, OTHER
from pipeline.extract.label_features import TEMPLATES
from pipeline.training.labels import PARTIAL, Names, annotated_kinds, fit_kinds, join_names

TEXT = "Ana Ruiz left Korva Harbour for Lima."
GOLD = [{"span": [0, 8], "type": "Person"}, {"span": [14, 27], "type": "Misc"}, {"span": [32, 36], "type": "Location"}]


@pytest.mark.parametrize(
    ("span", "kind", "weight"),
    [
        pytest.param((0, 8), 0, 1.0, id="the same span"),
        pytest.param((4, 8), 0, PARTIAL, id="a part of it"),
        pytest.param((14, 27), OTHER, 1.0, id="of another kind"),
        pytest.param((9, 13), NONE, 1.0, id="not annotated"),
        pytest.param((32, 36), 2, 1.0, id="a place"),
    ],
)
def test_annotated_kinds(span: tuple[int, int], kind: int, weight: float) -> None:
    kinds, weights = annotated_kinds(TEXT, [span], GOLD)
    assert (kinds.tolist(), weights.tolist()) == ([kind], [weight])


def names(n: int) -> Names:
    """Names whose first feature tells whether they are of people or organizations."""
    kinds = np.arange(n) % 2
    rows = np.zeros((n, len(TEMPLATES)), dtype=np.int64)
    rows[:, 0] = 100 + kinds
    return Names(rows, np.arange(n), kinds, np.ones(n, dtype=np.float32))


def test_what_is_learned() -> None:
    part = names(300)
    scorer = fit_kinds(join_names([part, part]), lambda line: None)
    logits = scorer.table[scorer.index[part.rows]].sum(axis=1)
    assert (logits.argmax(axis=1) == part.kinds).all()
    assert logits.shape == (300, len(KINDS))
