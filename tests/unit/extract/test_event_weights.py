from pathlib import Path

import numpy as np

from pipeline.extract.event_weights import TRIGGER, Part, read_event_weights, write_event_weights
from pipeline.extract.noun_kinds import NounKinds
from pipeline.extract.ranking import BITS, Calibration, symbol
from pipeline.extract.word_vectors import WordVectors

RNG = np.random.default_rng(1)
VECTORS = WordVectors(
    np.array(sorted([symbol("strike"), symbol("ban")]), dtype=np.uint64),
    np.array([2, 1], dtype=np.uint16),
    np.concatenate([np.zeros((1, 4)), RNG.normal(size=(2, 4))]).astype(np.float32),
)


def part() -> Part:
    table = np.zeros((1 << BITS, 3), dtype=np.float32)
    table[[5, 70, 900]] = RNG.normal(size=(3, 3))
    maps = tuple(RNG.normal(size=(4, 3)).astype(np.float32) for _ in range(2))
    ones = np.ones(3, dtype=np.float32)
    return Part(table, maps, ones, np.ones((3, 1), dtype=np.float32), np.zeros(1, dtype=np.float32), Calibration(2.0, 0.5))


def test_weights_survive_being_written(tmp_path: Path) -> None:
    given = part()
    nouns = NounKinds(VECTORS, np.ones(5, dtype=np.float32), np.zeros(5, dtype=np.float32), frozenset(), frozenset())
    write_event_weights(tmp_path / "weights.npz", VECTORS, {TRIGGER: given}, nouns)
    read = read_event_weights(tmp_path / "weights.npz")
    rows, words = np.array([[5, 70], [900, 1], [2, 3]]), [np.array([0, 1, 2]), np.array([2, 2, 0])]
    assert np.allclose(read.trigger(rows, words), given.classifier(VECTORS)(rows, words), atol=0.1)
    assert read.calibration == given.calibration
    assert (read.nouns.tangible == nouns.tangible).all()
    assert (read.nouns.personal == nouns.personal).all()


def test_words_are_looked_up_by_symbol() -> None:
    asked = np.array([symbol("strike"), symbol("unheard"), symbol("ban")], dtype=np.uint64)
    strike, ban = (int(VECTORS.places[VECTORS.words == symbol(word)][0]) for word in ("strike", "ban"))
    assert VECTORS.rows(asked).tolist() == [strike, 0, ban]
