from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.ranking import BITS, FeatureRows, Scorer, read_scorers, symbol, symbols, write_scorers


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


def weights(one: Scorer) -> np.ndarray:
    """The weights of every hashed feature, of shape (2 ** BITS, width)."""
    return one.table[one.index]


def test_symbols_are_the_same_on_every_machine() -> None:
    assert symbol("said") == 4013622486
    assert symbol("naïve") == crc32("naïve".encode())
    assert symbol("") == 0


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
        ([(2**64 - 1,), (symbol("said"), symbol("VBD"))], [733821, 1280]),
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


def test_scorers_round_trip_within_a_step(tmp_path: Path) -> None:
    given_scorers = {"cue": scorer(3), "content": scorer(5, seed=4)}
    path = tmp_path / "new" / "weights.npz"
    write_scorers(path, given_scorers)
    found = read_scorers(path)
    assert list(found) == ["content", "cue"]
    for name, one in given_scorers.items():
        step = np.abs(weights(one)).max(axis=1, keepdims=True) / 127
        assert (np.abs(weights(found[name]) - weights(one)) <= 0.6 * step + 1e-6).all()
        assert found[name].bias == pytest.approx(one.bias)
        assert found[name].output == pytest.approx(one.output)
        assert found[name].offset == pytest.approx(one.offset)


def test_rows_without_weight_are_left_out(tmp_path: Path) -> None:
    one = scorer(2, n_rows=4)
    kept = np.flatnonzero(one.index)
    one.table[one.index[kept[0]]] = [5e-4, -5e-4]
    write_scorers(tmp_path / "w.npz", {"x": one})
    with np.load(tmp_path / "w.npz") as file:
        assert file["x.rows"].tolist() == kept[1:].tolist()
        assert file["x.values"].dtype == np.int8
    assert not weights(read_scorers(tmp_path / "w.npz")["x"])[kept[0]].any()


def test_a_scorer_without_weights_round_trips(tmp_path: Path) -> None:
    write_scorers(tmp_path / "w.npz", {"x": scorer(2, n_rows=0)})
    found = read_scorers(tmp_path / "w.npz")["x"]
    assert not found.table.any()
    assert found(np.array([[1, 2]])).shape == (1,)


def test_what_was_written_gives_equal_scores_when_read_twice(tmp_path: Path) -> None:
    write_scorers(tmp_path / "w.npz", {"x": scorer()})
    rows = np.random.default_rng(3).integers(0, 1 << BITS, (50, 4))
    one, other = (read_scorers(tmp_path / "w.npz")["x"](rows) for _ in range(2))
    assert (one == other).all()
