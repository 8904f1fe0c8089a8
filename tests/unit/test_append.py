"""Which records of a dump that grew are new."""

from __future__ import annotations

from pipeline.append import Base, only_new
from pipeline.article import Quarantined, SourceArticle
from pipeline.shards import Item, duplicate, plan_shards
from pipeline.vocabulary import QuarantineReason, QuarantineStage
from tests.unit.test_shards import article, fault


def base_of(*items: Item) -> Base:
    """The base that a run over items leaves."""
    (shard,) = plan_shards(items, 100)
    base = Base([])
    for item in shard.items:
        if isinstance(item, SourceArticle):
            base.ids.add(int(item.article_id, 16))
        else:
            base.faults.add((item.path, item.record, item.article_id))
            base.ids.update([int(item.article_id, 16)] if item.article_id else [])
    return base


def test_what_is_known_is_left_out() -> None:
    known = [article(0), fault(1), article(2)]
    base = base_of(*known)
    added = [article(3), fault(4)]
    assert list(only_new([*known, *added], base)) == added
    assert base.n_missing == 0


def test_a_known_record_may_stand_anywhere() -> None:
    base = base_of(article(0, source_id="7"), article(1, source_id="8"))
    assert list(only_new([article(0, source_id="new"), article(5, source_id="8"), article(6, source_id="7")], base)) == [
        article(0, source_id="new")
    ]


def test_a_record_that_repeats_a_known_one_is_a_duplicate() -> None:
    first, second, third = (article(number, source_id="7") for number in range(3))
    base = base_of(first, second)
    assert base.faults == {("a.jsonl", 1, first.article_id)}
    assert list(only_new([first, second, third], base)) == [duplicate(third)]


def test_an_article_in_quarantine_is_not_tried_again() -> None:
    killed = article(0)
    row = Quarantined(
        path="a.jsonl",
        record=0,
        article_id=killed.article_id,
        stage=QuarantineStage.EXTRACT,
        reason=QuarantineReason.KILLED,
        message="m",
    )
    assert list(only_new([killed], base_of(row))) == []


def test_what_the_input_no_longer_has_is_counted() -> None:
    base = base_of(article(0), article(1), fault(2), article(3, source_id="7"), article(4, source_id="7"))
    assert list(only_new([article(1)], base)) == []
    assert base.n_missing == 3  # two articles and a record that could not be read; a duplicate is no loss


def test_a_record_that_was_mended_is_new_and_its_fault_is_missing() -> None:
    base = base_of(fault(0))
    assert list(only_new([article(0)], base)) == [article(0)]
    assert base.n_missing == 1
