"""The recipe for Spark in docs/scaling.md runs. Skipped where PySpark or Java is not installed."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.article import SourceArticle
from pipeline.schema import TABLES
from pipeline.store import read_table
from tests.runs import ROOT


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "4").config("spark.log.level", "ERROR").getOrCreate()
    yield session
    session.stop()


def recipe() -> str:
    text = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    (found,) = [block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "mapInArrow" in block]
    return found


def test_the_recipe_is_short():
    assert len([line for line in recipe().splitlines() if line]) <= 20


def test_it_gives_the_rows_of_a_run(spark: Any, samples: list[SourceArticle], samples_run: Path):
    named = [each for each in samples if each.source_id or each.url][:6]
    assert len(named) == 6
    columns = [(each.source_id, each.url, each.outlet, each.title, list(each.authors), each.text) for each in named]
    times = [each.published_at and each.published_at.isoformat() for each in named]
    rows = [(*given, time) for given, time in zip(columns, times, strict=True)]
    schema = "id string, url string, outlet string, title string, authors array<string>, text string, published_at string"
    names: dict[str, Any] = {"articles": spark.createDataFrame(rows, schema)}
    exec(compile(recipe(), "docs/scaling.md", "exec"), names)
    wanted = {each.article_id for each in named}
    for table in ("statements", "events", "entities", "dates"):
        key = next(name for name in read_table(samples_run, table).column_names if name.endswith("_id"))
        expected = {row[key] for row in read_table(samples_run, table).to_pylist() if row["article_id"] in wanted}
        assert expected
        assert {row[key] for row in names["tables"][table].collect()} == expected
    assert {row["article_id"] for row in names["tables"]["articles"].collect()} == wanted
    assert set(names["tables"]) == set(TABLES)
