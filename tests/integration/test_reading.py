"""A run as a notebook reads it, and a few articles extracted without one."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from pipeline.errors import InputError, RecordFault, UsageError
from pipeline.extractor import Extractor
from pipeline.reading import Run
from pipeline.schema import TABLES, columns
from tests.conftest import Extract
from tests.runs import ROOT, sorted_rows
from tests.synthetic import articles


@pytest.fixture(scope="module")
def run(samples_run: Path) -> Run:
    return pipeline.load(samples_run)


@pytest.fixture(autouse=True)
def loaded_model(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model that the tests share."""
    monkeypatch.setattr("pipeline.texts._model", lambda name, own_names: extractor.model)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_property_that_is_read_once(run: Run, table: str):
    frame = getattr(run, table)
    assert list(frame.columns) == [column.name for column in columns(table)]
    assert len(frame) == run.manifest["rows"][table]
    assert getattr(run, table) is frame


def test_opening_a_run_is_quick_and_loads_no_model(samples_run: Path):
    code = f"""
        import time, sys
        started = time.perf_counter()
        import pipeline
        run = pipeline.load({str(samples_run)!r})
        print(time.perf_counter() - started, "spacy" in sys.modules, "duckdb" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, has_spacy, has_duckdb = done.stdout.split()
    assert (has_spacy, has_duckdb) == ("False", "False")
    assert float(seconds) < 5  # a second on an idle machine


def test_opening_reads_no_table(tmp_path: Path, samples_run: Path):
    (tmp_path / "run.json").write_bytes((samples_run / "run.json").read_bytes())
    opened = pipeline.load(tmp_path)
    with pytest.raises(InputError, match="holds no tables"):
        _ = opened.events


def test_a_folder_without_a_run_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(InputError, match="onrecord extract INPUT --out"):
        pipeline.load(tmp_path / "none")


def test_a_run_that_goes_on_is_read_as_far_as_it_is(tmp_path: Path, samples_run: Path):
    for path in samples_run.glob("**/*"):
        if path.is_file() and path.parent.name != "_shards":
            target = tmp_path / path.relative_to(samples_run)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(path.read_bytes())
    (tmp_path / "events" / "part-00001.parquet").write_bytes(b"the other tables do not have this part yet")
    assert len(pipeline.load(tmp_path).events) == len(pipeline.load(samples_run).events)


@pytest.mark.parametrize("name", ["Harriet Osei", "harriet  OSEI", "Osei"])
def test_statements_by_any_name(run: Run, name: str):
    found = run.statements_by(name)
    assert set(found["speaker"]) == {"Harriet Osei"}
    assert "Osei" in set(found["speaker_text"])
    assert any("gave this museum 15 years" in content for content in found["content"])
    assert found["canonical_id"].nunique() == 1


def test_statements_by_an_id_or_a_row(run: Run):
    row = run.find("Osei").iloc[0]
    expected = run.statements_by("Osei")
    pd.testing.assert_frame_equal(run.statements_by(row["canonical_id"]), expected)
    pd.testing.assert_frame_equal(run.statements_by(row), expected)
    entity = run.entities.set_index("name").loc["Harriet Osei"]
    pd.testing.assert_frame_equal(run.statements_by(entity["entity_id"]), expected)


@pytest.mark.parametrize("join", ["statements_by", "timeline", "claims_about"])
def test_nobody_gives_no_rows_but_every_column(run: Run, join: str):
    nothing = getattr(run, join)("Nobody At All")
    assert len(nothing) == 0
    assert list(nothing.columns) == list(getattr(run, join)("Geoffrey Lyle").columns)


def test_find_counts_over_articles(run: Run):
    everything = run.find()
    assert everything["n_mentions"].is_monotonic_decreasing
    assert everything["n_articles"].sum() == len(run.entities)
    assert everything["n_mentions"].sum() == run.entities["n_mentions"].sum()
    assert set(run.find("OSEI")["name"]) == {"Harriet Osei"}
    assert set(run.find("o", label="GPE")["label"]) == {"GPE"}


def test_a_timeline_is_in_order_and_says_where_its_days_come_from(run: Run):
    line = run.timeline("Geoffrey Lyle")
    days = line["day"].dropna()
    assert days.is_monotonic_increasing
    assert set(line["what"]) == {"event", "statement"}
    assert (line.loc[line["dated_by"] == "text", "day"] == line.loc[line["dated_by"] == "text", "first_date"]).all()
    assert line.loc[line["day"].isna(), "dated_by"].isna().all()
    appointed = line[line["text"] == "appointed"].iloc[0]
    assert (appointed["day"].year, appointed["dated_by"]) == (2009, "text")


def test_a_timeline_counts_every_participation_once(run: Run):
    ids = run.entities.loc[run.entities["name"] == "Geoffrey Lyle", "entity_id"]
    parts = run.event_participants[run.event_participants["entity_id"].isin(ids)].drop_duplicates(["event_id", "role"])
    line = run.timeline("Geoffrey Lyle")
    assert (line["what"] == "event").sum() == len(parts)
    assert (line["what"] == "statement").sum() == len(run.statements_by("Geoffrey Lyle"))


def test_claims_name_who_makes_them(run: Run):
    claims = run.claims_about("Geoffrey Lyle")
    denied = claims[claims["text"] == "forced"].iloc[0]
    assert (denied["speaker"], denied["cue"], denied["role"]) == ("Geoffrey Lyle", "denied", "recipient")
    assert claims["statement_id"].notna().all()
    inside = claims.merge(run.statements[["statement_id", "start", "end"]], on="statement_id", suffixes=("", "_statement"))
    assert (inside["start"] >= inside["start_statement"]).all()
    assert (inside["end"] <= inside["end_statement"]).all()


def test_attributed_keeps_every_statement(run: Run):
    said = run.attributed()
    assert set(said["statement_id"]) == set(run.statements["statement_id"])
    direct = run.attributed({"kind": "direct"})
    assert set(direct["statement_id"]) == set(run.statements.loc[run.statements["kind"] == "direct", "statement_id"])


@pytest.mark.parametrize("table", ["statements", "events", "dates", "mentions", "entities"])
def test_the_context_of_a_row_holds_the_row(run: Run, table: str):
    for _, row in getattr(run, table).iloc[::17].iterrows():
        context = run.context(row)
        if table != "entities":
            assert context.text == row["text"]
        assert f"[[{context.text}]]" in str(context)
        assert context.before + context.text + context.after in run.article(row["article_id"]).text


def test_what_has_no_place_has_no_context(run: Run):
    with pytest.raises(UsageError, match="article_id, start and end"):
        run.context(run.statement_speakers.iloc[0][["name"]])
    with pytest.raises(UsageError, match="no article 'x'"):
        run.context({"article_id": "x", "start": 0, "end": 1})


@pytest.mark.parametrize("wanted", ["Museum director quits", "museum-director-resigns", "museum-director-resigns.txt"])
def test_an_article_by_a_part_of_its_title_or_path(run: Run, wanted: str):
    found = run.article(wanted)
    assert found.title == "Museum director quits after loan of disputed mask"
    assert run.article(found.rows.article["article_id"][:8]).text == found.text
    assert all(set(frame["article_id"]) <= {found.rows.article["article_id"]} for frame in found.tables.values())
    assert len(found.tables["statements"]) == len(run.table("statements", filters={"article_id": found.rows.article["article_id"]}))


@pytest.mark.parametrize(("wanted", "message"), [("e", "fits 18 articles"), ("zzz", "no article fits"), ("", "no article fits")])
def test_an_article_must_be_one(run: Run, wanted: str, message: str):
    with pytest.raises(UsageError, match=message):
        run.article(wanted)


def test_sql_over_all_tables(run: Run):
    pytest.importorskip("duckdb")
    counts = {table: run.duckdb().sql(f"select count(*) from {table}").fetchall()[0][0] for table in TABLES}
    assert counts == run.manifest["rows"]
    joined = "select count(*) from statements join statement_speakers using (article_id, statement_id) where name = 'Harriet Osei'"
    assert run.duckdb().sql(joined).fetchall()[0][0] == len(run.statements_by("Harriet Osei"))


def test_sql_on_a_folder_whose_name_is_a_pattern(samples_run: Path, tmp_path: Path):
    pytest.importorskip("duckdb")
    odd = tmp_path / "a[b]*'c"
    odd.symlink_to(samples_run, target_is_directory=True)
    assert pipeline.load(odd).duckdb().sql("select count(*) from articles").fetchall()[0][0] == 18


def test_sql_without_duckdb_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match="pip install duckdb"):
        run.duckdb()


def test_a_frame_gives_the_rows_of_a_run(extract_here: Extract, tmp_path: Path):
    records = list(articles(8, seed=5))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "frame").with_suffix(".jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    extract_here([tmp_path / "in"], tmp_path / "out")
    here = pipeline.extract_frame(pd.DataFrame(records))
    expected = sorted_rows(tmp_path / "out")
    for table in TABLES:
        rows = here.arrow(table).to_pylist()
        for row in rows if table == "articles" else ():
            row["source_path"] = "frame.jsonl"
        assert sorted(json.dumps(row, default=str) for row in rows) == expected[table]
        assert here.arrow(table).schema.equals(pipeline.load(tmp_path / "out").arrow(table).schema)


def test_a_text_gives_the_rows_of_its_record():
    (record,) = articles(1, seed=6)
    text = record.pop("text")
    here = pipeline.extract_text(text, **record)
    frame = pipeline.extract_frame([{"text": text, **record}])
    for table in TABLES:
        left, right = getattr(here, table), getattr(frame, table)
        assert left.drop(columns=["source_path"], errors="ignore").equals(right.drop(columns=["source_path"], errors="ignore"))
    assert len(here.statements) > 1
    assert here.article(here.articles["article_id"][0]).text == text


def test_without_a_publication_date_tuesday_is_open():
    text = "The mayor of Leeds resigned on Tuesday."
    assert pipeline.extract_text(text).dates["first_date"].isna().all()
    assert str(pipeline.extract_text(text, published_at="2024-03-14").dates["first_date"][0].date()) == "2024-03-12"


def test_what_cannot_be_extracted_is_said():
    with pytest.raises(RecordFault, match="empty"):
        pipeline.extract_text("  ")
    with pytest.raises(UsageError, match="published_at cannot be read"):
        pipeline.extract_text("Joe ran.", published_at="soon")
    with pytest.raises(UsageError, match=r'fields=\{"text": NAME\}'):
        pipeline.extract_frame([{"words": "Joe ran."}])
    frame = pipeline.extract_frame(
        [{"text": "Joe Smith ran."}, {"text": None}, {"text": "Joe Smith ran."}], fields={"text": "text"}
    )
    assert frame.quarantine["reason"].tolist() == ["missing_text"]
    assert frame.articles["source_record"].tolist() == [0, 2]


def test_hostile_text_is_text_in_a_notebook():
    text = "<script>alert(1)</script> said Joe </div> Smith on Monday.\n\n“<img src=x onerror=alert(1)>,” Ann Lee said."
    run = pipeline.extract_text(text, title="<b onclick=x>", outlet='"><script>')
    shown = run.article(run.articles["article_id"][0])._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b onclick" not in shown
    assert "<mark>" in run.context(run.statements.iloc[0])._repr_html_()
    assert "<img" not in run.context(run.statements.iloc[0])._repr_html_()


def test_the_names_of_the_package_are_what_it_exports():
    assert all(getattr(pipeline, name) for name in pipeline.__all__)
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        _ = pipeline.lode
