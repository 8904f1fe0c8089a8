import numpy as np
import pytest

from pipeline.extract.ranking import BITS, Calibration, FeatureRows, Scorer
from pipeline.training.network import Plan, average, fit_platt, prune, softmax, train_binary, train_ranking

PLAN = Plan(width=8, epochs=30, rate=0.2, dropout=0.0, batch=8, support=1)
HIDDEN = 1 << BITS


def rows_of(*columns: list[int]) -> np.ndarray:
    """One template a column, and a constant one."""
    rows = FeatureRows(len(columns[0]))
    rows.add(np.zeros(len(columns[0]), dtype=np.uint64))
    for column in columns:
        rows.add(np.array(column, dtype=np.uint64))
    return rows.matrix()


LEFT = [0, 0, 1, 1] * 30
RIGHT = [0, 1, 0, 1] * 30
BOTH = np.array([bool(one and other) for one, other in zip(LEFT, RIGHT, strict=True)])
EITHER_OR = np.array([one != other for one, other in zip(LEFT, RIGHT, strict=True)])


def both(plan: Plan = PLAN) -> Scorer:
    return train_binary(rows_of(LEFT, RIGHT), BOTH, plan)


def test_two_features_together() -> None:
    scores = both()(rows_of(LEFT, RIGHT))
    assert ((scores > 0) == BOTH).all()


def test_units_that_start_apart_learn_exclusive_or() -> None:
    plan = Plan(width=16, epochs=200, rate=0.2, dropout=0.0, batch=8, support=1, spread=0.3)
    scores = train_binary(rows_of(LEFT, RIGHT), EITHER_OR, plan)(rows_of(LEFT, RIGHT))
    assert ((scores > 0) == EITHER_OR).all()


@pytest.mark.parametrize(("spread", "are_apart"), [(0.0, False), (0.3, True)])
def test_spread_is_that_of_the_first_weights(spread: float, are_apart: bool) -> None:
    plan = Plan(width=4, epochs=0, dropout=0.0, batch=8, support=1, spread=spread)
    scorer = train_binary(rows_of(LEFT, RIGHT), BOTH, plan)
    assert scorer.table[scorer.index[rows_of(LEFT, RIGHT)]].any() == are_apart


def test_the_same_examples_give_the_same_weights() -> None:
    one, other = both(), both()
    assert (one.table == other.table).all()
    assert (one.output == other.output).all()
    assert one.offset == other.offset


def test_another_seed_gives_other_weights() -> None:
    assert (both().output != both(Plan(width=8, epochs=2, batch=8, support=1, seed=8)).output).any()


def test_the_loss_falls() -> None:
    told: list[str] = []
    train_binary(rows_of(LEFT, RIGHT), BOTH, PLAN, told.append)
    losses = [float(line.rpartition(" ")[2]) for line in told]
    assert len(losses) == PLAN.epochs
    assert losses[-1] < 0.2 < losses[0]


def test_what_was_never_seen_has_no_weight() -> None:
    scorer = both()
    seen = np.unique(rows_of(LEFT, RIGHT))
    untouched = np.setdiff1d(np.arange(1000), seen)
    assert not scorer.table[scorer.index[untouched]].any()
    assert scorer.table[scorer.index[seen]].any()


def ranking() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Groups of three; in each the example whose number is the group's colour is right."""
    n = 60
    colour = np.repeat(np.arange(n) % 3, 3)
    place = np.tile(np.arange(3), n)
    rows = FeatureRows(3 * n)
    rows.add(colour.astype(np.uint64), place.astype(np.uint64))
    return rows.matrix(), np.arange(0, 3 * n + 1, 3), (colour == place).astype(np.float32)


def test_ranking_learns_which_one() -> None:
    rows, groups, gains = ranking()
    scores = train_ranking(rows, groups, gains, PLAN)(rows)
    assert (scores.reshape(-1, 3).argmax(axis=1) == gains.reshape(-1, 3).argmax(axis=1)).all()


def test_gains_are_shares() -> None:
    rows = np.tile(rows_of([1, 2]), (40, 1))
    gains = np.tile(np.array([3.0, 1.0], dtype=np.float32), 40)
    scorer = train_ranking(rows, np.arange(0, 81, 2), gains, Plan(width=8, epochs=60, dropout=0.0, batch=8, support=1))
    share = softmax(scorer(rows[:2]), np.array([0]), np.array([2]))
    assert share == pytest.approx([0.75, 0.25], abs=0.05)


def test_a_group_without_gain_teaches_nothing() -> None:
    rows, groups, gains = ranking()
    more = np.concatenate([rows, rows[:3]])  # no new feature: the first weights are drawn for all that an example has
    with_empty = train_ranking(more, np.append(groups, groups[-1] + 3), np.append(gains, np.zeros(3, dtype=np.float32)), PLAN)
    assert (with_empty.table == train_ranking(rows, groups, gains, PLAN).table).all()


def test_groups_of_different_sizes() -> None:
    rows = rows_of([1, 2, 1, 2, 3, 3])
    gains = np.array([1, 0, 1, 0, 0, 1], dtype=np.float32)
    scores = train_ranking(rows, np.array([0, 2, 5, 6]), gains, PLAN)(rows)
    assert scores[0] > scores[1]
    assert scores[2] > max(scores[3], scores[4])


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        pytest.param(0, [[1, 2], [1, 3], [4, 3]], id="all"),
        pytest.param(2, [[1, HIDDEN], [1, 3], [HIDDEN, 3]], id="those of two owners"),
        pytest.param(3, [[HIDDEN, HIDDEN]] * 3, id="none"),
    ],
)
def test_prune(support: int, expected: list[list[int]]) -> None:
    assert prune(np.array([[1, 2], [1, 3], [4, 3]]), np.array([0, 1, 2]), support).tolist() == expected


def test_prune_counts_an_owner_once() -> None:
    assert prune(np.array([[5], [5], [5]]), np.array([0, 0, 0]), 2).tolist() == [[HIDDEN]] * 3


def test_softmax_of_groups() -> None:
    scores = np.array([0, 0, 1000, 1000, -1000], dtype=np.float32)
    found = softmax(scores, np.array([0, 2]), np.array([2, 3]))
    assert found == pytest.approx([0.5, 0.5, 0.5, 0.5, 0.0])


def said(*pairs: tuple[float, int, int]) -> Calibration:
    """Fits what came true `n_true` times of `n`, for each (probability, n_true, n)."""
    probabilities = [probability for probability, _, n in pairs for _ in range(n)]
    outcomes = [place < n_true for _, n_true, n in pairs for place in range(n)]
    return fit_platt(np.array(probabilities, dtype=np.float64), np.array(outcomes, dtype=bool))


@pytest.mark.parametrize(
    ("pairs", "slope", "shift"),
    [
        pytest.param([(0.25, 25, 100), (0.75, 75, 100)], 1, 0, id="already right"),
        pytest.param([(0.25, 10, 100), (0.75, 90, 100)], 2, 0, id="too timid"),
        pytest.param([(0.1, 25, 100), (0.9, 75, 100)], 0.5, 0, id="too bold"),
        pytest.param([(0.25, 50, 100), (0.5, 75, 100), (0.75, 90, 100)], 1, 1.0986, id="too low"),
        pytest.param([(0.2, 50, 100), (0.8, 50, 100)], 0, 0, id="says nothing"),
        pytest.param([(0.1, 90, 100), (0.9, 10, 100)], -1, 0, id="the wrong way round"),
    ],
)
def test_fit_platt(pairs: list[tuple[float, int, int]], slope: float, shift: float) -> None:
    assert said(*pairs) == pytest.approx((slope, shift), abs=1e-3)


def test_calibrated_probabilities_come_true_as_often_as_they_say() -> None:
    pairs = [(0.2, 3, 40), (0.5, 12, 30), (0.7, 33, 50), (0.95, 52, 60)]
    calibration = said(*pairs)
    assert sum(calibration(probability) * n for probability, _, n in pairs) == pytest.approx(sum(true for _, true, _ in pairs))


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param([], id="nothing"),
        pytest.param([(0.7, 5, 5), (0.9, 5, 5)], id="all true"),
        pytest.param([(0.7, 0, 5), (0.9, 0, 5)], id="none true"),
        pytest.param([(0.6, 4, 8)], id="one probability"),
        pytest.param([(0.0, 0, 3), (1.0, 3, 3)], id="certain"),
    ],
)
def test_platt_of_what_has_no_fit_is_finite(pairs: list[tuple[float, int, int]]) -> None:
    assert np.isfinite(said(*pairs)).all()


def test_platt_of_nothing_leaves_probabilities_as_they_are() -> None:
    assert said() == Calibration()


def test_the_mean_of_scorers() -> None:
    rows = np.array([[1, 2], [2, 3], [1, 3], [4, 5]])
    labels = np.array([True, False, True, False])
    scorers = [train_binary(np.repeat(rows, 8, axis=0), np.repeat(labels, 8), Plan(width=4, seed=seed)) for seed in (1, 2, 3)]
    mean = np.mean([scorer(rows) for scorer in scorers], axis=0)
    assert np.allclose(average(scorers)(rows), mean, atol=1e-5)
    assert not np.allclose(scorers[0](rows), mean, atol=1e-3)
