from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import InputError, UsageError
from pipeline.quality.diff import compare_runs
from pipeline.quality.diff.changes import ChangeKind
from pipeline.quality.diff.runs import count_rows
from pipeline.quality.diff.tally import TableCounts, Tally
from pipeline.schema import TABLES
from tests.unit.quality.diff.pair import copies, story_rows, told, write_parts
from tests.unit.quality.story import TEXT

NAMES = ["a1", "a2", "a3", "a4", "a5"]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    articles = copies(story_rows(), *NAMES)
    return write_parts(tmp_path / "old", articles[:2], articles[2:4], articles[4:])


def ids(found: object) -> list[str]:
    return [article.rows.article["article_id"] for article in found]  # type: ignore[attr-defined]


def test_a_run_is_equal_to_itself(old: Path):
    assert list(compare_runs(old, old)) == []


@pytest.mark.parametrize("sizes", [(5,), (1, 4), (3, 2), (1, 1, 1, 1, 1)])
@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 0, 4, 1, 3]])
def test_parts_and_order_do_not_matter(old: Path, tmp_path: Path, sizes: tuple[int, ...], order: list[int]):
    articles = copies(story_rows(), *NAMES)
    articles[3]["dates"].pop()
    ordered = iter([articles[number] for number in order])
    new = write_parts(tmp_path / "new", *([next(ordered) for _ in range(size)] for size in sizes))
    (found,) = compare_runs(old, new)
    assert ids([found]) == ["a4"]
    assert told(found.changes) == [("dates", "lost", ())]


def test_articles_that_one_run_lacks(old: Path, tmp_path: Path):
    new = write_parts(tmp_path / "new", copies(story_rows(), *NAMES, "a6")[1:])
    lost, added = compare_runs(old, new)
    assert (ids([lost]), {change.kind for change in lost.changes}) == (["a1"], {ChangeKind.LOST})
    assert (ids([added]), {change.kind for change in added.changes}) == (["a6"], {ChangeKind.ADDED})


def test_a_record_whose_text_was_edited_is_one_article(old: Path, tmp_path: Path):
    articles = copies(story_rows(), *NAMES)
    for rows in articles[1].values():
        for row in rows:
            row["article_id"] = "edited"
    articles[1]["articles"][0]["text"] = TEXT + "!"
    new = write_parts(tmp_path / "new", articles)
    (found,) = compare_runs(old, new)
    assert found.old is not None
    assert found.new is not None
    assert (found.old.article["article_id"], found.new.article["article_id"]) == ("a2", "edited")
    assert told(found.changes) == [("articles", "changed", ("text",))]


def test_rows_that_do_not_stand_together_are_put_together(old: Path, tmp_path: Path):
    new = write_parts(tmp_path / "new", copies(story_rows(), *NAMES))
    part = new / "dates" / "part-00000.parquet"
    dates = pq.read_table(part)
    pq.write_table(dates.take([0, 2, 4, 6, 8, 1, 3, 5, 7, 9]), part)
    assert list(compare_runs(old, new)) == []


def test_ignored_columns_are_no_difference(old: Path, tmp_path: Path):
    articles = copies(story_rows(), *NAMES)
    articles[0]["events"][0]["confidence"] = 0.25
    new = write_parts(tmp_path / "new", articles)
    assert len(list(compare_runs(old, new))) == 1
    assert list(compare_runs(old, new, ["confidence"])) == []


@pytest.mark.parametrize("column", ["start", "text", "article_id", "statement_id", "nonsense"])
def test_what_rows_are_matched_by_cannot_be_ignored(old: Path, column: str):
    with pytest.raises(UsageError, match=f"cannot ignore '{column}'"):
        compare_runs(old, old, [column])


@pytest.mark.parametrize("damage", ["missing", "empty", "cut short"])
def test_a_run_that_cannot_be_read_is_told_before_anything_is_compared(old: Path, tmp_path: Path, damage: str):
    new = tmp_path / "new"
    if damage == "empty":
        new.mkdir()
    if damage == "cut short":
        part = write_parts(new, copies(story_rows(), *NAMES)) / "articles" / "part-00000.parquet"
        part.write_bytes(part.read_bytes()[:-9])
    with pytest.raises(InputError, match="new"):
        count_rows(new)
    with pytest.raises(InputError, match="new"):
        compare_runs(old, new)


def test_the_counts_add_up(old: Path, tmp_path: Path):
    articles = copies(story_rows(), *NAMES)
    articles[0]["dates"].pop()
    articles[1]["dates"][0]["value"] = "2024"
    articles[2]["events"].pop(0)
    new = write_parts(tmp_path / "new", articles[:4])
    there, back = Tally(count_rows(old), count_rows(new)), Tally(count_rows(new), count_rows(old))
    for tally, pair in ((there, (old, new)), (back, (new, old))):
        for article in compare_runs(*pair):
            tally.add(article)
    assert there.counts("dates") == TableCounts(old=10, new=7, same=6, changed=1, lost=3, added=0)
    assert there.counts("articles") == TableCounts(old=5, new=4, same=4, changed=0, lost=1, added=0)
    assert there.columns["dates"] == {"value": 1}
    assert there.n_articles == 4
    for table in TABLES:
        counts, other = there.counts(table), back.counts(table)
        assert counts.same + counts.changed + counts.added == counts.new
        assert (counts.lost, counts.added, counts.changed) == (other.added, other.lost, other.changed)
