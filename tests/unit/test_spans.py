import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spans import Span, SpanIndex, check_span, merge, subtract, trim

POSITIONS = st.integers(0, 40)
PAIRS = st.tuples(POSITIONS, POSITIONS)
SPANS = PAIRS.map(lambda pair: Span(*sorted(pair)))


def covered(spans: list[Span]) -> set[int]:
    return {position for start, end in spans for position in range(start, end)}


@pytest.mark.parametrize(
    ("span", "other", "holds", "meets"),
    [
        pytest.param((2, 6), (2, 6), True, True, id="itself"),
        pytest.param((2, 6), (3, 5), True, True, id="inside"),
        pytest.param((2, 6), (0, 3), False, True, id="over the start"),
        pytest.param((2, 6), (5, 9), False, True, id="over the end"),
        pytest.param((2, 6), (6, 9), False, False, id="touching"),
        pytest.param((2, 6), (0, 9), False, True, id="around"),
    ],
)
def test_containment_and_overlap(span: tuple[int, int], other: tuple[int, int], holds: bool, meets: bool) -> None:
    assert (Span(*other) in Span(*span)) is holds
    assert Span(*span).overlaps(other) is meets
    assert Span(*other).overlaps(span) is meets


@pytest.mark.parametrize("other", [3, "ab", None, (1, 2, 3)])
def test_only_a_pair_can_lie_in_a_span(other: object) -> None:
    assert other not in Span(0, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ab  ", (2, 4)),
        ("ab", (0, 2)),
        ("\u00a0\ufeffab\u2028\u200b", (2, 4)),
        ("   ", (0, 0)),
        ("", (0, 0)),
        (" a b ", (1, 4)),
    ],
)
def test_trim(text: str, expected: tuple[int, int]) -> None:
    assert trim(text, 0, len(text)) == expected


def test_trim_of_nothing_stays_at_its_start() -> None:
    assert trim("ab   cd", 2, 5) == (2, 2)


def test_trim_takes_other_characters() -> None:
    assert trim("--ab.--", 0, 7, "-.") == (2, 4)


@given(st.text(alphabet="a \n\t\u00a0"), PAIRS)
def test_trim_only_shrinks(text: str, pair: tuple[int, int]) -> None:
    start, end = sorted(min(position, len(text)) for position in pair)
    found = trim(text, start, end)
    assert start <= found.start <= found.end <= end
    assert found.text(text) == text[start:end].strip()
    assert trim(text, *found) == found


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(3, 3)], []),
        ([(4, 6), (0, 2)], [(0, 2), (4, 6)]),
        ([(0, 2), (2, 4)], [(0, 4)]),
        ([(0, 9), (2, 4)], [(0, 9)]),
        ([(0, 5), (3, 8), (10, 12)], [(0, 8), (10, 12)]),
    ],
)
def test_merge(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert merge(spans) == expected


@given(st.lists(SPANS))
def test_merged_spans_are_disjoint_and_cover_the_same(spans: list[Span]) -> None:
    found = merge(spans)
    assert covered(found) == covered(spans)
    assert all(first.end < second.start for first, second in itertools.pairwise(found))
    assert all(span.start < span.end for span in found)
    assert merge(found) == found


@pytest.mark.parametrize(
    ("span", "holes", "expected"),
    [
        ((0, 10), [], [(0, 10)]),
        ((0, 10), [(3, 5)], [(0, 3), (5, 10)]),
        ((0, 10), [(0, 3), (8, 12)], [(3, 8)]),
        ((0, 10), [(6, 8), (2, 7)], [(0, 2), (8, 10)]),
        ((2, 4), [(0, 9)], []),
        ((2, 4), [(4, 9), (0, 2)], [(2, 4)]),
        ((5, 5), [(0, 2)], []),
    ],
)
def test_subtract(span: tuple[int, int], holes: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert subtract(span, holes) == expected


@given(SPANS, st.lists(SPANS))
def test_what_is_left_and_the_holes_make_the_span(span: Span, holes: list[Span]) -> None:
    left = subtract(span, holes)
    assert covered(left) == covered([span]) - covered(holes)
    assert left == merge(left)


def test_span_index_finds_the_span_that_covers() -> None:
    index = SpanIndex([(0, 3), (3, 5), (8, 9)])
    assert [index.at(position) for position in range(-1, 11)] == [None, 0, 0, 0, 1, 1, None, None, None, 2, None, None]


def test_an_empty_span_index_finds_nothing() -> None:
    assert SpanIndex([]).at(0) is None


@given(st.lists(SPANS), st.integers(-2, 45))
def test_span_index_agrees_with_a_scan(spans: list[Span], position: int) -> None:
    ordered = merge(spans)
    expected = next((number for number, (start, end) in enumerate(ordered) if start <= position < end), None)
    assert SpanIndex(ordered).at(position) == expected


def test_check_span_accepts_the_row_s_text() -> None:
    check_span("The river rose.", 4, 9, "river")
    check_span("abc", 3, 3, "")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(3, 8, "river", id="shifted"),
        pytest.param(-5, 9, "rose", id="negative"),
        pytest.param(10, 99, "rose.", id="past the end"),
        pytest.param(9, 4, "", id="turned round"),
    ],
)
def test_check_span_refuses_what_does_not_fit(start: int, end: int, expected: str) -> None:
    with pytest.raises(ValueError, match="does not give"):
        check_span("The river rose.", start, end, expected)
