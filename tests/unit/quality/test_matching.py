from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quality.matching import Pair, Words, b_cubed, last_word, lea, match_spans, match_words, set_iou, span_iou
from pipeline.spans import Span

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: Span(pair[0], sum(pair))), max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 4), (0, 4), 1.0),
        ((0, 4), (2, 6), 2 / 6),
        ((0, 10), (4, 6), 0.2),
        ((0, 4), (4, 8), 0.0),
        ((5, 6), (0, 1), 0.0),
    ],
)
def test_span_iou(one: tuple[int, int], other: tuple[int, int], expected: float):
    assert span_iou(Span(*one), Span(*other)) == span_iou(Span(*other), Span(*one)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"), [({1, 2}, {2, 3}, 1 / 3), (set(), set(), 0.0), ({1}, set(), 0.0), ({1, 2}, {2, 1}, 1.0)]
)
def test_set_iou(one: set[int], other: set[int], expected: float):
    assert set_iou(one, other) == pytest.approx(expected)


def test_words_leave_out_marks_and_white_space():
    text = "“We can’t go,” she said."
    words = Words(text)
    assert words.within([Span(0, 14)]) == words.within([Span(1, 12)]) == {0, 1, 2}
    assert words.within([Span(1, 3), Span(15, 18)]) == {0, 3}
    assert words.within([Span(12, 14)]) == frozenset()


def test_the_best_overlap_wins_and_nothing_is_used_twice():
    gold = [Span(0, 10), Span(8, 20)]
    found = [Span(8, 19), Span(0, 9), Span(30, 31)]
    assert [pair[:2] for pair in match_spans(gold, found)] == [(0, 1), (1, 0)]
    assert [pair[:2] for pair in match_spans([Span(0, 4)], [Span(0, 4), Span(0, 4)])] == [(0, 0)]


def test_match_words():
    assert match_words([{1, 2, 3, 4}], [{9}, {2, 3, 4, 5}]) == [Pair(0, 1, 0.6)]
    assert match_words([set()], [set()]) == []


@given(SPANS, SPANS)
def test_matching_is_one_to_one_and_keeps_equal_spans(gold: list[Span], found: list[Span]):
    pairs = match_spans(gold, found)
    assert len({pair.gold for pair in pairs}) == len({pair.found for pair in pairs}) == len(pairs)
    assert all(gold[pair.gold].overlaps(found[pair.found]) for pair in pairs)
    n_equal = sum(gold[pair.gold] == found[pair.found] for pair in pairs)
    assert n_equal == sum(min(gold.count(each), found.count(each)) for each in set(gold))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tom Reed", "reed"),
        ("Tom Reed, the mayor of Linz", "reed"),
        ("Tom Reed’s", "reed"),
        ("O'Neil", "o'neil"),
        ("", None),
        ("…", None),
    ],
)
def test_last_word(name: str, expected: str | None):
    assert last_word(name) == expected


def test_b_cubed_of_a_known_clustering():
    """Gold {1,2,3} {4,5}, found {1,2} {3,4,5}: precision (2·1 + 1/3 + 2·2/3) / 5, recall (2·2/3 + 1/3 + 2·1) / 5."""
    gold = {1: "a", 2: "a", 3: "a", 4: "b", 5: "b"}
    found = {1: "x", 2: "x", 3: "y", 4: "y", 5: "y"}
    precision, recall, n = b_cubed(gold, found)
    assert (precision, recall, n) == (pytest.approx(11 / 3), pytest.approx(11 / 3), 5)


def test_b_cubed_leaves_out_what_one_side_lacks():
    assert b_cubed({1: "a", 2: "a"}, {2: "x", 3: "x"}) == (1.0, 1.0, 1)
    assert b_cubed({}, {3: "x"}) == (0.0, 0.0, 0)


def test_lea_of_the_example_in_its_paper():
    """Moosavi and Strube (2016), section 4: recall 0.24, precision 0.33."""
    gold = dict(zip("abcdefg", "1112222", strict=True))
    found = dict(zip("abcdfghi", "11223333", strict=True))
    assert lea(gold, found) == (pytest.approx(3 * 1 / 3 + 4 * 1 / 6), 7)
    assert lea(found, gold) == (pytest.approx(2 * 1 + 2 * 0 + 4 * 1 / 6), 8)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({1: "a"}, {1: "x"}, (1.0, 1)),
        ({1: "a"}, {1: "x", 2: "x"}, (0.0, 1)),
        ({1: "a"}, {2: "x"}, (0.0, 1)),
        ({}, {2: "x"}, (0.0, 0)),
    ],
)
def test_lea_of_single_names(one: dict[int, str], other: dict[int, str], expected: tuple[float, int]):
    assert lea(one, other) == expected
