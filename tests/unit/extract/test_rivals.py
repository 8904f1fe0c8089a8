from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.quote_map import Range
from pipeline.extract.rivals import Found, choose


def chosen(*items: tuple[int, tuple[Range, ...], float], n: int = 40) -> list[int]:
    return [item.cue for item in choose([Found(*item) for item in items], n)]


@pytest.mark.parametrize(
    ("quoted", "inner", "expected"),
    [
        pytest.param({0}, (3, ((4, 10),), 0.9), [3, 0], id="a report within a quotation"),
        pytest.param({3}, (3, ((4, 10),), 0.9), [3], id="a quotation within a report"),
        pytest.param({0}, (3, ((2, 10),), 0.9), [3], id="of the same words"),
        pytest.param({0}, (3, ((4, 12),), 0.9), [3], id="that reaches beyond"),
        pytest.param({0}, (20, ((4, 10),), 0.9), [20], id="by a cue outside"),
    ],
)
def test_a_report_within_a_quotation_is_no_rival(
    quoted: set[int], inner: tuple[int, tuple[Range, ...], float], expected: list[int]
) -> None:
    assert [item.cue for item in choose([Found(0, ((2, 10),), 0.6), Found(*inner)], 40, quoted)] == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(0, ((1, 5),), 0.6), (9, ((10, 15),), 0.9)], [9, 0], id="apart: both, the likelier first"),
        pytest.param([(0, ((2, 10),), 0.6), (1, ((2, 10),), 0.9)], [1], id="the same words"),
        pytest.param([(0, ((2, 10),), 0.9), (1, ((2, 9),), 0.6)], [0], id="nearly the same words"),
        pytest.param([(0, ((2, 20),), 0.6), (5, ((6, 9),), 0.9)], [5, 0], id="one holds the other"),
        pytest.param([(0, ((2, 10),), 0.9), (1, ((8, 20),), 0.6)], [0], id="overlapping"),
        pytest.param([(0, ((2, 5), (8, 12)), 0.9), (6, ((6, 7),), 0.6)], [0, 6], id="in the gap of another"),
        pytest.param([(7, ((2, 5),), 0.9), (3, ((2, 5),), 0.9)], [3], id="equally likely: the first in the text"),
        pytest.param(
            [(0, ((0, 10),), 0.9), (1, ((8, 20),), 0.8), (2, ((15, 30),), 0.7)], [0, 2], id="what is dropped drops nothing"
        ),
    ],
)
def test_choose(items: list[tuple[int, tuple[Range, ...], float]], expected: list[int]) -> None:
    assert chosen(*items) == expected


RANGES = st.tuples(st.integers(0, 25), st.integers(1, 12)).map(lambda pair: ((pair[0], pair[0] + pair[1]),))


FOUND = st.lists(st.tuples(RANGES, st.floats(0.45, 1)), max_size=12).map(
    lambda items: [Found(cue, ranges, probability) for cue, (ranges, probability) in enumerate(items)]
)


@given(FOUND)
def test_choices_do_not_exclude_each_other(found: list[Found]) -> None:
    kept = choose(found, 40)
    sets = [{token for first, last in item.ranges for token in range(first, last)} for item in kept]
    for one, other in combinations(sets, 2):
        shared = len(one & other)
        assert shared in (0, len(one), len(other))
        assert shared <= 0.6 * len(one | other)


@given(FOUND)
def test_what_is_dropped_is_excluded_by_something_at_least_as_likely(found: list[Found]) -> None:
    kept = choose(found, 40)
    for item in found:
        if item not in kept:
            rivals = [other for other in kept if (other.probability or 0) >= (item.probability or 0)]
            assert any(len(choose([item, other], 40)) == 1 for other in rivals)
    assert choose(kept, 40) == kept
