"""Equal input gives equal rows: whenever, in however many processes and shards, in whatever order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.config import Settings
from tests.conftest import Extract
from tests.runs import SAMPLES, command, files, manifest, read_tables, sorted_rows

ANOTHER_DAY = '''
"""Moves the clock of this process to 2031, and its time zone far to the east."""

import datetime
import os
import time

import pandas  # compiled code wants the real classes when it is loaded
import pyarrow.dataset
import spacy

os.environ["TZ"] = "Pacific/Kiritimati"
time.tzset()
real_time, start = time.time, time.time()
MOVED = 1_925_000_000.0


def moved_time():
    return MOVED + real_time() - start


class MovedDate(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(moved_time())


class MovedDatetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(moved_time(), tz)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(moved_time())

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(moved_time())


time.time = moved_time
datetime.date, datetime.datetime = MovedDate, MovedDatetime
'''

UNDATED = """Strike ends

The strike ended on Tuesday, two days after talks resumed, the union said. It began last month, in October, and cost $3 million.

“We will be back by next spring,” Bo Ray said at 3 p.m. on May 3. Tickets for 2 March cost 72 crowns; the 1990s were cheaper.
"""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs") / "in"
    shutil.copytree(SAMPLES, folder)
    (folder / "undated.txt").write_text(UNDATED, encoding="utf-8")
    return folder


def test_the_day_of_the_run_changes_nothing(inputs: Path, extract_here: Extract, tmp_path: Path):
    extract_here([inputs], tmp_path / "today")
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(ANOTHER_DAY, encoding="utf-8")
    arguments = ["extract", inputs, "--out", tmp_path / "then", "--workers", "1", "--quiet"]
    moved = command(*arguments, path=[clock])
    assert (moved.returncode, moved.stderr) == (0, "")
    assert sorted_rows(tmp_path / "then") == sorted_rows(tmp_path / "today")
    assert files(tmp_path / "then") == files(tmp_path / "today")


def test_the_clock_is_moved(tmp_path: Path):
    """Without this, the test above could pass for want of a moved clock."""
    (tmp_path / "sitecustomize.py").write_text(
        f"{ANOTHER_DAY}\nprint(datetime.date.today(), datetime.datetime.now().year)", "utf-8"
    )
    assert command("--version", path=[tmp_path]).stdout.startswith("2031-01-01 2031\n")


def test_an_undated_article_has_no_guessed_day(extract_here: Extract, tmp_path: Path):
    (tmp_path / "undated.txt").write_text(UNDATED, encoding="utf-8")
    extract_here([tmp_path / "undated.txt"], tmp_path / "out")
    tables = read_tables(tmp_path / "out")
    (article,) = tables["articles"].to_pylist()
    assert (article["published_at"], article["dateline_date"]) == (None, None)
    dates = {date["text"]: date for date in tables["dates"].to_pylist()}
    assert (dates["Tuesday"]["value"], dates["Tuesday"]["status"], dates["Tuesday"]["first_date"]) == (
        "XXXX-WXX-2",
        "partial",
        None,
    )
    anchored = {text: date["first_date"].year for text, date in dates.items() if date["first_date"]}
    assert anchored == {"the 1990s": 1990}


def test_the_same_run_twice_is_the_same_byte_for_byte(inputs: Path, extract_here: Extract, tmp_path: Path):
    for name in ("first", "second"):
        extract_here([inputs], tmp_path / name, Settings(shard_size=6))
    assert files(tmp_path / "first") == files(tmp_path / "second")
    unequal = {"elapsed_seconds", "seconds_per_stage"}
    first, second = ({**manifest(tmp_path / name), **dict.fromkeys(unequal)} for name in ("first", "second"))
    assert first == second


@pytest.mark.parametrize(("shard_size", "batch_size"), [(1, 256), (5, 2), (1000, 1)])
def test_shards_and_batches_change_no_row(
    shard_size: int, batch_size: int, extract_here: Extract, samples_run: Path, tmp_path: Path
):
    extract_here([SAMPLES], tmp_path / "out", Settings(shard_size=shard_size, batch_size=batch_size))
    assert read_tables(tmp_path / "out") == read_tables(samples_run)


def test_the_order_of_the_inputs_changes_no_row(extract_here: Extract, samples_run: Path, tmp_path: Path):
    extract_here(sorted(SAMPLES.iterdir(), reverse=True), tmp_path / "out")
    assert sorted_rows(tmp_path / "out") == sorted_rows(samples_run)


def test_other_articles_change_no_row(extract_here: Extract, samples_run: Path, tmp_path: Path):
    extract_here([SAMPLES / "painter-obituary.txt"], tmp_path / "out")
    alone, together = sorted_rows(tmp_path / "out"), sorted_rows(samples_run)
    assert all(set(alone[table]) <= set(together[table]) for table in alone)
    assert len(alone["articles"]) == 1
