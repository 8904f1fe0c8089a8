"""From a run to a tool, and from a tool into gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.annotation.documents import read_documents
from pipeline.annotation.marking import in_order
from pipeline.annotation.tools import Tool
from pipeline.annotation.transfer import Imported, export_run, import_files
from pipeline.errors import AnnotationError, GoldError, InputError, OutputError
from pipeline.quality.annotations import Annotation
from pipeline.quality.evaluation import evaluate
from pipeline.quality.gold import read_gold
from pipeline.store import read_table
from tests.annotated import hard_document, write
from tests.runs import ROOT

GOLD = ROOT / "tests" / "quality" / "gold.jsonl"


@pytest.fixture(params=list(Tool))
def tool(request: pytest.FixtureRequest) -> Tool:
    if request.param == Tool.INCEPTION:
        pytest.importorskip("cassis")
    return Tool(request.param)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]


def test_a_run_scores_100_against_its_own_export(tool: Tool, samples_run: Path, tmp_path: Path):
    n_articles = export_run(samples_run, tool, tmp_path / "out").n_articles
    done = import_files([tmp_path / "out"], tool, tmp_path / "gold.jsonl", unreviewed=True)
    assert done == Imported(n_new=n_articles, n_replaced=0, n_kept=0, n_skipped=0)
    evaluation = evaluate(samples_run, tmp_path / "gold.jsonl")
    assert evaluation.faults == []
    assert {score.value for score in evaluation.scores.values()} == {100.0}
    counts = {figure: evaluation.scores[figure].n for figure in ("statements.content", "dates.strict", "events.trigger")}
    rows = {"statements.content": "statements", "dates.strict": "dates", "events.trigger": "events"}
    assert counts == {figure: read_table(samples_run, table).num_rows for figure, table in rows.items()}


def test_gold_goes_out_and_comes_back(tool: Tool, samples_run: Path, tmp_path: Path):
    done = export_run(samples_run, tool, tmp_path / "out", GOLD)
    import_files([tmp_path / "out"], tool, tmp_path / "gold.jsonl", unreviewed=True)
    wanted, found = (
        {article.id: article.annotation for article in read_gold(file).articles} for file in (GOLD, tmp_path / "gold.jsonl")
    )
    assert found == {article_id: in_order(wanted[article_id]) for article_id in wanted if article_id not in done.absent}
    assert (len(found), len(found) + len(done.absent)) == (done.n_articles, len(wanted))
    assert any(entity.others for annotation in found.values() for entity in annotation.entities)
    assert any(event.is_main for annotation in found.values() for event in annotation.events)


def test_a_blank_export_shows_nothing_that_was_found(tool: Tool, samples_run: Path, tmp_path: Path):
    done = export_run(samples_run, tool, tmp_path / "out", GOLD, blank=True)
    import_files([tmp_path / "out"], tool, tmp_path / "gold.jsonl", unreviewed=True)
    found = read_gold(tmp_path / "gold.jsonl").articles
    assert len(found) == done.n_articles
    assert {article.annotation for article in found} == {Annotation()}


def test_every_row_of_a_run_is_exported(samples_run: Path):
    articles = list(read_documents(samples_run))
    n_mentions = sum(len(entity.mentions) + len(entity.others) for article in articles for entity in article.annotation.entities)
    n_participants = sum(len(spans) for a in articles for event in a.annotation.events for spans in event.participants.values())
    n_speakers = sum(len(statement.speakers) for article in articles for statement in article.annotation.statements)
    tables = {"mentions": n_mentions, "event_participants": n_participants, "statement_speakers": n_speakers}
    assert tables == {table: read_table(samples_run, table).num_rows for table in tables}
    published = {article.id: article.published_at and article.published_at[:10] for article in articles}
    assert published == {article["id"]: article["published_at"] for article in lines(GOLD) if article["id"] in published}


def test_gold_grows_and_keeps_what_it_has(tmp_path: Path):
    gold = tmp_path / "gold.jsonl"
    known, other = hard_document("known"), hard_document("other")
    old = [{**known.gold(), "path": "mine.txt", "note": "by hand", "events": []}, other.gold()]
    gold.write_text("".join(json.dumps(article) + "\n" for article in old), encoding="utf-8")
    files = write(Tool.BRAT, [hard_document("new"), known], tmp_path / "out")
    assert import_files(files, Tool.BRAT, gold) == Imported(n_new=1, n_replaced=1, n_kept=1, n_skipped=0)
    assert lines(gold) == [{**known.gold(), "path": "mine.txt", "note": "by hand"}, other.gold(), hard_document("new").gold()]


def test_a_folder_of_results_elsewhere_finds_its_articles(tool: Tool, tmp_path: Path):
    """As INCEpTION exports them, in a folder each and under the name of the annotator."""
    (file,) = write(tool, [hard_document("storm")], tmp_path / "out")
    moved = tmp_path / "back" / "storm.xmi" / f"ann{file.suffix}"
    moved.parent.mkdir(parents=True)
    moved.write_bytes(file.read_bytes())
    if tool == Tool.BRAT:
        moved.with_suffix(".txt").write_bytes(file.with_suffix(".txt").read_bytes())
    import_files([tmp_path / "back"], tool, tmp_path / "gold.jsonl", tmp_path / "out" / "articles.jsonl", unreviewed=True)
    assert lines(tmp_path / "gold.jsonl") == [hard_document("storm").gold()]


def test_what_nobody_has_reviewed_is_left_out(tmp_path: Path):
    articles = [hard_document(name) for name in ("yes", "no", "open")]
    (file,) = write(Tool.PRODIGY, articles, tmp_path / "out")
    answers = ({"answer": "accept"}, {"answer": "reject"}, {})
    tasks = [{**task, **answer} for task, answer in zip(lines(file), answers, strict=True)]
    file.write_text("".join(json.dumps(task) + "\n" for task in tasks), encoding="utf-8")
    gold = tmp_path / "gold.jsonl"
    assert import_files([file], Tool.PRODIGY, gold) == Imported(n_new=1, n_replaced=0, n_kept=0, n_skipped=2)
    assert import_files([file], Tool.PRODIGY, gold, unreviewed=True) == Imported(n_new=1, n_replaced=1, n_kept=0, n_skipped=1)
    assert [article["id"] for article in lines(gold)] == ["yes", "open"]


def test_the_annotation_of_label_studio_counts_and_not_the_prediction(tmp_path: Path):
    (file,) = write(Tool.LABEL_STUDIO, [hard_document(name) for name in ("done", "skipped", "open", "starred")], tmp_path / "out")
    done, skipped, open_, starred = tasks = json.loads(file.read_text("utf-8"))
    done["annotations"] = [{"result": []}]
    skipped["annotations"] = [{"result": [], "was_cancelled": True}]
    starred["annotations"] = [{"result": []}, {"result": starred["predictions"][0]["result"], "ground_truth": True}]
    open_["annotations"] = []
    file.write_text(json.dumps(tasks), encoding="utf-8")
    gold = tmp_path / "gold.jsonl"
    assert import_files([file], Tool.LABEL_STUDIO, gold) == Imported(n_new=2, n_replaced=0, n_kept=0, n_skipped=2)
    assert [(article["id"], len(article["events"])) for article in lines(gold)] == [("done", 0), ("starred", 2)]


def test_a_folder_with_somebodys_work_is_not_written_to(tool: Tool, samples_run: Path, tmp_path: Path):
    (tmp_path / "work.ann").write_text("T1\n", encoding="utf-8")
    with pytest.raises(OutputError, match="is not an empty folder; export into a new one"):
        export_run(samples_run, tool, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["work.ann"]


def test_a_wrong_file_changes_nothing(tmp_path: Path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(hard_document("old").gold()) + "\n", encoding="utf-8")
    before = gold.read_bytes()
    files = write(Tool.BRAT, [hard_document("a"), hard_document("b")], tmp_path / "out")
    files[1].write_text("rubbish\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"b\.ann:1"):
        import_files(files, Tool.BRAT, gold)
    with pytest.raises(AnnotationError, match=r"the article 'a' is there twice"):
        import_files([files[0], files[0]], Tool.BRAT, gold)
    assert gold.read_bytes() == before


@pytest.mark.parametrize("name", ["missing.ann", "empty"])
def test_files_that_are_not_there(name: str, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"there is no .*missing|holds no \.ann file"):
        import_files([tmp_path / name], Tool.BRAT, tmp_path / "gold.jsonl")


def test_gold_that_is_none_is_not_overwritten(tmp_path: Path):
    (tmp_path / "gold.jsonl").write_text("my thesis", encoding="utf-8")
    files = write(Tool.BRAT, [hard_document()], tmp_path / "out")
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: not JSON"):
        import_files(files, Tool.BRAT, tmp_path / "gold.jsonl")


def test_gold_of_which_the_run_has_nothing(samples_run: Path, tmp_path: Path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(hard_document("elsewhere").gold()) + "\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"has none of the articles of .*gold"):
        export_run(samples_run, Tool.BRAT, tmp_path / "out", gold)
