from __future__ import annotations

import pytest

from pipeline.quality.scores import PRF, FaultKind, Mean, Page, Score, Scorecard, Share, f1_score
from pipeline.spans import Span


def test_prf_is_set_arithmetic():
    counts = PRF()
    counts.add({1, 2, 3}, {2, 3, 4, 5})
    counts.add({1}, set())
    score = counts.score()
    assert score.n == 4
    assert (score.p, score.r) == (50.0, 50.0)
    assert score.value == 50.0


def test_prf_without_gold_has_no_value():
    counts = PRF()
    counts.add(set(), {1})
    assert counts.score() == Score(None, 0)


def test_prf_with_nothing_found_is_zero():
    counts = PRF()
    counts.add({1}, set())
    assert counts.score() == Score(0.0, 1, 0.0, 0.0)


def test_share():
    counts = Share()
    assert counts.score() == Score(None, 0)
    for right in (True, True, False, True):
        counts.add(right)
    assert counts.score() == Score(75.0, 4)


def test_mean():
    counts = Mean()
    assert counts.score() == Score(None, 0)
    counts.add(1.0, 2.0, 2)
    assert counts.score() == f1_score(0.5, 1.0, 2)
    assert counts.score().value == pytest.approx(200 / 3)


def test_a_figure_keeps_its_kind():
    card = Scorecard()
    card.share("x", True)
    with pytest.raises(AssertionError):
        card.sets("x", set(), set())


def test_a_page_notes_what_differs():
    page = Page(Scorecard(), "a", "one\n two three")
    page.compare("x.act", Span(0, 8), "say", "say")
    page.compare("x.act", Span(0, 8), "say", None)
    assert page.card.scores() == {"x.act": Score(50.0, 2)}
    (fault,) = page.card.faults
    assert fault == ("a", "x.act", FaultKind.WRONG, 0, 8, "one two", "gold say, found nothing")
    assert page.words(Span(0, 14), limit=6) == "one t…"
