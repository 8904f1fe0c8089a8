from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import DEP, LOWER, TAG
from spacy.tokens import Doc

from pipeline.extract.ranking import (
    BITS,
    LEVELS,
    Calibration,
    FeatureRows,
    Scorer,
    Weights,
    read_weights,
    symbol,
    symbols,
    write_weights,
)
from tests.analysis import VOCAB


def columns(*numbers: int) -> list[np.ndarray]:
    return [np.array([number], dtype=np.uint64) for number in numbers]


def row(*templates: tuple[int, ...]) -> list[int]:
    rows = FeatureRows(1)
    for template in templates:
        rows.add(*columns(*template))
    return rows.matrix()[0].tolist()


def scorer(width: int = 3, n_rows: int = 50, seed: int = 1) -> Scorer:
    rng = np.random.default_rng(seed)
    table = np.zeros((n_rows + 1, width), dtype=np.float32)
    table[1:] = rng.normal(0, 1, (n_rows, width))
    index = np.zeros(1 << BITS, dtype=np.int32)
    index[np.sort(rng.choice(1 << BITS, n_rows, replace=False))] = np.arange(1, n_rows + 1)
    return Scorer(table, index, rng.normal(0, 1, width).astype(np.float32), rng.normal(0, 1, width).astype(np.float32), 0.25)


def features(one: Scorer) -> np.ndarray:
    """The weights of every hashed feature, of shape (2 ** BITS, width)."""
    return one.table[one.index]


def test_symbols_are_the_same_on_every_machine() -> None:
    assert symbol("said") == 17573686707662795042
    assert symbol("nsubj") == 429
    assert symbol("") == 0


def test_symbols_are_those_of_a_doc() -> None:
    doc = Doc(VOCAB, words=["naïve", "said"], tags=["JJ", "VBD"], deps=["amod", "ROOT"], heads=[1, 1])
    columns = doc.to_array([LOWER, TAG, DEP]).T
    assert columns.tolist() == [symbols(words).tolist() for words in (["naïve", "said"], ["JJ", "VBD"], ["amod", "ROOT"])]


@given(st.lists(st.text()))
def test_symbols_agree_with_symbol(texts: list[str]) -> None:
    found = symbols(texts)
    assert found.dtype == np.uint64
    assert found.tolist() == [symbol(text) for text in texts]


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ([()], [703420]),
        ([(0,)], [718590]),
        ([(1, 2), (2, 1)], [631764, 463247]),
        ([(2**64 - 1,), (symbol("said"), symbol("VBD"))], [733821, 636619]),
    ],
)
def test_hashes_are_the_same_on_every_machine(templates: list[tuple[int, ...]], expected: list[int]) -> None:
    assert row(*templates) == expected


def test_the_place_of_a_template_and_the_order_of_symbols_count() -> None:
    assert len({*row((7,), (7,), (7,)), *row((1, 2)), *row((2, 1)), *row((1,), (2,))}) == 7


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20))
def test_rows_lie_in_the_table_and_do_not_depend_on_neighbours(numbers: list[int]) -> None:
    rows = FeatureRows(len(numbers))
    rows.add(np.array(numbers, dtype=np.uint64), np.arange(len(numbers), dtype=np.uint64))
    found = rows.matrix()
    assert found.shape == (len(numbers), 1)
    assert ((found >= 0) & (found < 1 << BITS)).all()
    assert found[:, 0].tolist() == [row((number, place))[0] for place, number in enumerate(numbers)]


def test_hashes_spread_over_the_table() -> None:
    rows = FeatureRows(10_000)
    rows.add(np.arange(10_000, dtype=np.uint64))
    assert len(np.unique(rows.matrix())) > 9_900


@pytest.mark.parametrize("n_examples", [0, 3])
def test_no_templates_give_no_columns(n_examples: int) -> None:
    assert FeatureRows(n_examples).matrix().shape == (n_examples, 0)


def test_a_scorer_adds_rectifies_and_weighs() -> None:
    one = scorer()
    rows = np.random.default_rng(2).integers(0, 1 << BITS, (20, 5))
    rows[:, :2] = np.flatnonzero(one.index)[:40].reshape(20, 2)
    expected = []
    for features in rows:
        hidden = one.bias.astype(float)
        for feature in features:
            hidden = hidden + one.table[one.index[feature]]
        expected.append(sum(max(0.0, value) * weight for value, weight in zip(hidden, one.output, strict=True)) + one.offset)
    assert one(rows) == pytest.approx(expected, abs=1e-5)
    assert len(set(expected)) > 15


def test_a_scorer_of_no_examples() -> None:
    assert scorer()(np.zeros((0, 5), dtype=np.int64)).shape == (0,)


def write(path: Path, scorers: dict[str, Scorer], calibration: Calibration | None = None, **options: float) -> Weights:
    """Writes weights and reads them again."""
    write_weights(path, Weights(scorers, calibration or Calibration()), **options)
    return read_weights(path)


def test_weights_round_trip_within_a_step(tmp_path: Path) -> None:
    given_scorers = {"cue": scorer(3), "content": scorer(5, seed=4)}
    found = write(tmp_path / "new" / "weights.npz", given_scorers, Calibration(1.5, -0.25), floor=0.0)
    assert list(found.scorers) == ["content", "cue"]
    assert found.calibration == (1.5, -0.25)
    for name, one in given_scorers.items():
        step = np.abs(features(one)).max(axis=1, keepdims=True) / LEVELS
        assert (np.abs(features(found.scorers[name]) - features(one)) <= 0.6 * step + 1e-6).all()
        assert found.scorers[name].bias == pytest.approx(one.bias)
        assert found.scorers[name].output == pytest.approx(one.output)
        assert found.scorers[name].offset == pytest.approx(one.offset)


@pytest.mark.parametrize(
    ("largest", "floor", "kept"),
    [
        pytest.param(0.02, None, False, id="below the floor"),
        pytest.param(0.08, None, True, id="above the floor"),
        pytest.param(0.05, 0.1, False, id="below another floor"),
        pytest.param(0.02, 0.0, True, id="no floor"),
        pytest.param(0.0, 0.0, False, id="a row of zeros is never kept"),
    ],
)
def test_rows_without_weight_are_left_out(tmp_path: Path, largest: float, floor: float | None, kept: bool) -> None:
    one = scorer(2, n_rows=4)
    one.table[1:] = [[1, -1], [largest, -largest], [2, 3], [0.5, 0.75]]
    rows = np.flatnonzero(one.index)
    found = write(tmp_path / "w.npz", {"x": one}, **({} if floor is None else {"floor": floor})).scorers["x"]
    assert np.flatnonzero(found.index).tolist() == [row for place, row in enumerate(rows) if kept or place != 1]
    assert features(found)[rows[1]].any() == kept


def test_rows_are_stored_in_few_levels(tmp_path: Path) -> None:
    write(tmp_path / "w.npz", {"x": scorer()})
    with np.load(tmp_path / "w.npz") as file:
        assert (file["x.values"].dtype, file["x.scales"].dtype) == (np.int8, np.float16)
        assert np.abs(file["x.values"]).max(axis=1).tolist() == [LEVELS] * len(file["x.rows"])


def test_a_scorer_without_weights_round_trips(tmp_path: Path) -> None:
    found = write(tmp_path / "w.npz", {"x": scorer(2, n_rows=0)}).scorers["x"]
    assert not found.table.any()
    assert found(np.array([[1, 2]])).shape == (1,)


def test_weights_without_scorers_round_trip(tmp_path: Path) -> None:
    assert write(tmp_path / "w.npz", {}, Calibration(2.0, 0.5)) == Weights({}, Calibration(2.0, 0.5))


def test_what_was_written_gives_equal_scores_when_read_twice(tmp_path: Path) -> None:
    write(tmp_path / "w.npz", {"x": scorer()})
    rows = np.random.default_rng(3).integers(0, 1 << BITS, (50, 4))
    one, other = (read_weights(tmp_path / "w.npz").scorers["x"](rows) for _ in range(2))
    assert (one == other).all()


@pytest.mark.parametrize(
    ("calibration", "probability", "expected"),
    [
        pytest.param(Calibration(), 0.3, 0.3, id="none by default"),
        pytest.param(Calibration(1, 1), 0.5, 0.731059, id="shift"),
        pytest.param(Calibration(2, 0), 0.75, 0.9, id="slope: odds of 3 become odds of 9"),
        pytest.param(Calibration(0, 0), 0.99, 0.5, id="flat"),
        pytest.param(Calibration(), 0.0, 1e-6, id="never certain that not"),
        pytest.param(Calibration(), 1.0, 1 - 1e-6, id="never certain"),
    ],
)
def test_calibration(calibration: Calibration, probability: float, expected: float) -> None:
    assert calibration(probability) == pytest.approx(expected, rel=1e-5)


@given(st.floats(0.1, 5), st.floats(-5, 5), st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_calibration_keeps_the_order_and_gives_probabilities(slope: float, shift: float, said: list[float]) -> None:
    low, high = (Calibration(slope, shift)(probability) for probability in sorted(said))
    assert 0 <= low <= high <= 1


def test_a_steep_calibration_does_not_raise() -> None:
    assert Calibration(100.0, 0.0)(0.0) == pytest.approx(0.0)
