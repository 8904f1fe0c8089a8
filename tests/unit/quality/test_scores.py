from __future__ import annotations

import pytest

from pipeline.quality.scores import Count, FaultKind, Measure, Page, Score, Scorecard, add_counts
from pipeline.spans import Span


def test_sets_are_set_arithmetic():
    card = Scorecard()
    card.sets("x", {1, 2, 3}, {2, 3, 4, 5})
    card.sets("x", {1}, set())
    assert card.counts["x"].score() == Score(50.0, 4, 50.0, 50.0)


def test_without_gold_there_is_no_value():
    card = Scorecard()
    card.sets("x", set(), {1})
    assert card.counts["x"].score() == Score(None, 0)


def test_nothing_found_is_zero():
    card = Scorecard()
    card.sets("x", {1}, set())
    assert card.counts["x"].score() == Score(0.0, 1, 0.0, 0.0)


def test_share():
    card = Scorecard()
    for right in (True, True, False, True):
        card.share("x", right)
    assert card.counts["x"].score() == Score(75.0, 4)
    assert Count(Measure.SHARE).score() == Score(None, 0)


def test_ratios():
    card = Scorecard()
    card.ratios("x", 1.0, 2, 3.0, 3)
    score = card.counts["x"].score()
    assert (score.p, score.r, score.n) == (50.0, 100.0, 3)
    assert score.value == pytest.approx(200 / 3)


def test_counts_of_articles_add_up():
    one, other = Scorecard(), Scorecard()
    one.sets("b", {1}, {1})
    other.sets("b", {1}, {2})
    other.share("a", True)
    total = add_counts([one.counts, other.counts])
    assert {metric: count.score() for metric, count in total.items()} == {"a": Score(100.0, 1), "b": Score(50.0, 2, 50.0, 50.0)}
    assert list(total) == ["a", "b"]
    assert one.counts["b"].score().value == 100.0  # the parts stay as they are


def test_a_figure_keeps_its_kind():
    card = Scorecard()
    card.share("x", True)
    with pytest.raises(AssertionError):
        card.sets("x", set(), set())


def test_a_page_notes_what_differs():
    page = Page(Scorecard(), "a", "one\n two three")
    page.compare("x.act", Span(0, 8), "say", "say")
    page.compare("x.act", Span(0, 8), "say", None)
    assert page.card.counts["x.act"].score() == Score(50.0, 2)
    (fault,) = page.card.faults
    assert fault == ("a", "x.act", FaultKind.WRONG, 0, 8, "one two", "gold say, found nothing", "[one two] three")
    assert page.words(Span(0, 14), limit=6) == "one t…"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("He said so.", "said", "He [said] so."),
        ("said", "said", "[said]"),
        ("(said)", "said", "([said])"),
        ("One two three four five", "three", "…two [three] four…"),
        ("A\nb \xa0 c", "b", "A [b] c"),
    ],
)
def test_the_context_keeps_whole_words_on_one_line(text: str, words: str, expected: str):
    start = text.index(words)
    assert Page(Scorecard(), "a", text).context(Span(start, start + len(words)), around=6) == expected
