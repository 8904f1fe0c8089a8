from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.quality.diff.changes import ChangeKind, compare_article
from pipeline.schema import GROUPS, TABLES, columns, references
from tests.unit.quality.diff.pair import changes, grouped, story_rows, told
from tests.unit.quality.story import span

GLOBAL = {"article_id", "canonical_id", "kb_id", "source_id"}
"""Ids that mean the same in every run."""


def test_equal_rows_have_no_changes():
    assert changes(story_rows()) == []


@pytest.mark.parametrize("table", [table for table in TABLES if table != "articles"])
def test_a_row_that_is_gone_is_lost_and_the_other_way_round_added(table: str):
    rows = story_rows()
    gone = rows[table].pop()
    lost = [change for change in changes(rows) if change.table == table]
    assert [(change.kind, change.new) for change in lost] == [(ChangeKind.LOST, None)]
    assert lost[0].row["text" if "text" in gone else "name"] == gone.get("text", gone.get("name"))
    added = [change for change in changes(story_rows(), rows) if change.table == table]
    assert [(change.kind, change.old) for change in added] == [(ChangeKind.ADDED, None)]


def test_a_value_that_differs_is_named():
    rows = story_rows()
    rows["dates"][0] |= {"value": "2024-W01-1", "type": "TIME"}
    rows["statements"][1]["act"] = "say"
    rows["articles"][0]["title"] = "Bridge"
    (article, date, statement) = changes(rows)
    assert told([article, date, statement]) == [
        ("articles", "changed", ("title",)),
        ("dates", "changed", ("type", "value")),
        ("statements", "changed", ("act",)),
    ]
    assert date.old is not None
    assert date.new is not None
    assert (date.old["value"], date.new["value"]) == ("XXXX-WXX-1", "2024-W01-1")


def test_a_span_that_moved_is_one_row_that_changed():
    rows = story_rows()
    rows["dates"][0] |= {"date_id": "other", **span("on Monday")}
    assert told(changes(rows)) == [("dates", "changed", ("start", "text"))]


def test_rows_that_do_not_overlap_are_two():
    rows = story_rows()
    rows["dates"][0] |= {"date_id": "other", **span("resigned")}
    assert told(changes(rows)) == [("dates", "added", ()), ("dates", "lost", ())]


def test_what_belongs_to_a_moved_row_still_does():
    """The statement has another id, and its speaker refers to it."""
    rows = story_rows()
    start = rows["statements"][1]["start"] + 5
    rows["statements"][1] |= {"statement_id": "other", "start": start, "parts": [{"start": start, "end": start + 6}]}
    rows["statement_speakers"][1]["statement_id"] = "other"
    assert told(changes(rows)) == [("statements", "changed", ("start", "parts"))]


def test_a_new_id_of_an_entity_is_no_change_of_what_refers_to_it():
    rows = story_rows()
    for table in ("entities", "mentions", "statement_speakers"):
        for row in rows[table]:
            if row["entity_id"] == "e0":
                row["entity_id"] = "other"
    assert changes(rows) == []


def test_another_entity_is_a_change():
    rows = story_rows()
    rows["statement_speakers"][0]["entity_id"] = "e1"
    assert told(changes(rows)) == [("statement_speakers", "changed", ("entity_id",))]


def test_a_date_that_is_gone_is_a_change_of_what_referred_to_it():
    old, new = story_rows(), story_rows()
    for rows in (old, new):
        rows["events"][0]["date_id"] = rows["dates"][0]["date_id"]
    new["dates"].pop(0)
    assert told(changes(new, old)) == [("dates", "lost", ()), ("events", "changed", ("date_id",))]


def test_entities_are_matched_by_the_places_that_name_them():
    rows = story_rows()
    rows["entities"][0] |= {"entity_id": "other", "label": "ORG"}
    for row in rows["mentions"][:2]:
        row |= {"entity_id": "other"}
    rows["statement_speakers"][0]["entity_id"] = "other"
    assert told(changes(rows)) == [("entities", "changed", ("label",))]


def test_the_name_of_a_group_means_nothing_but_its_members_do():
    rows = story_rows()
    for row in rows["events"]:
        row["cluster_id"] = f"new-{row['cluster_id']}"
    assert changes(rows) == []
    rows["events"][1]["cluster_id"] = rows["events"][0]["cluster_id"]
    assert told(changes(rows)) == [("events", "changed", ("cluster_id",))]


def test_ignored_columns_may_differ():
    rows = story_rows()
    rows["statements"][0] |= {"confidence": 0.5, "act": "warn"}
    assert told(changes(rows, ignored={"confidence"})) == [("statements", "changed", ("act",))]


def test_an_article_that_only_one_run_has():
    article = grouped(story_rows())
    n_rows = sum(map(len, story_rows().values()))
    lost, added = compare_article(article, None).changes, compare_article(None, article).changes
    assert {change.kind for change in lost} == {ChangeKind.LOST}
    assert {change.kind for change in added} == {ChangeKind.ADDED}
    assert len(lost) == len(added) == n_rows


def test_every_column_that_holds_an_id_is_understood():
    """A new one must be a key, a reference by its name, or a group; else add it to GROUPS, or here."""
    for table, record in TABLES.items():
        known = {*record.key, *references(table), *GLOBAL, GROUPS.get(table)}
        ids = {column.name for column in columns(table) if column.name.endswith("_id") and column.type == pa.string()}
        assert ids - known == set()


def test_every_key_is_made_of_columns():
    for table, record in TABLES.items():
        names = {column.name: column.nullable for column in columns(table)}
        assert [name for name in record.key if names.get(name, True)] == []
