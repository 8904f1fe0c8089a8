"""Pages become articles in processes of their own: the same articles in the same order, whatever happens to a process."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from pipeline import page_workers, workers
from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.ingest import read_records
from pipeline.ingest.raw import RawPage
from pipeline.ingest.records import read_items
from pipeline.journal import Death
from pipeline.page_workers import CHUNK, find_articles, serve_pages
from pipeline.workers import Job
from tests.conftest import Extract
from tests.news import page, response, warc_record
from tests.runs import files, quarantine
from tests.synthetic import articles

N_PAGES = 3 * CHUNK


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records before, between and after pages; pages in files and in a WARC; one twice, one empty, one that is no article."""
    folder = tmp_path_factory.mktemp("pages") / "in"
    folder.mkdir()
    made = list(articles(N_PAGES + 20, paragraphs=2))
    (folder / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in made[:6]), encoding="utf-8")
    for number, record in enumerate(made[6:N_PAGES]):
        head = f"<title>{record['title']}</title>"
        (folder / f"b{number:02d}.html").write_text(page(head, as_paragraphs(record)), encoding="utf-8")
    (folder / "b05.html").write_text("", encoding="utf-8")
    (folder / "b06.html").write_text("<html><body></body></html>", encoding="utf-8")
    pages = [page("", as_paragraphs(record)).encode() for record in made[N_PAGES : N_PAGES + 10]]
    records = [warc_record(response(each), url=f"https://www.example.com/{n}") for n, each in enumerate([*pages, pages[0]])]
    records[-1] = records[0]
    (folder / "c.warc").write_bytes(b"".join(records))
    (folder / "d.txt").write_text("It rains.", encoding="utf-8")
    return folder


def as_paragraphs(record: dict[str, Any]) -> str:
    return "".join(f"<p>{each}</p>" for each in record["text"].split("\n\n"))


def job(out: Path, **settings: Any) -> Job:
    return Job(out, Settings(**{"workers": 2, **settings}), {})


def test_they_are_those_of_one_process(inputs: Path, tmp_path: Path):
    deaths: list[Death] = []
    found = list(find_articles(read_items([inputs], Settings()), job(tmp_path), deaths.append))
    assert found == list(read_records([inputs], Settings()))
    assert sum(isinstance(item, SourceArticle) for item in found) == N_PAGES - 2 + 11 + 1
    assert deaths == []
    assert active_children() == []


def test_a_run_over_pages_is_the_same_with_workers(inputs: Path, tmp_path: Path, extract_here: Extract):
    settings = Settings(workers=2, shard_size=30)
    extract_here([inputs], tmp_path / "workers", settings, in_process=False)
    extract_here([inputs], tmp_path / "here", settings)
    assert files(tmp_path / "workers") == files(tmp_path / "here")
    assert sorted(fault["reason"] for fault in quarantine(tmp_path / "here")) == ["duplicate", "empty", "missing_text"]


def test_no_process_is_started_where_there_is_no_page(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_workers, "Pool", lambda *_: pytest.fail("a process is started"))
    settings = Settings()
    assert (
        len(list(find_articles(read_items([inputs / "a.jsonl", inputs / "d.txt"], settings), job(tmp_path), lambda _: None))) == 7
    )


def test_processes_end_with_who_reads(inputs: Path, tmp_path: Path):
    found = find_articles(read_items([inputs], Settings()), job(tmp_path), lambda _: None)
    for _ in range(10):
        next(found)
    assert len(active_children()) == 2
    found.close()  # type: ignore[attr-defined]
    assert active_children() == []


def dying(when: Callable[[bytes, Job], bool]) -> Callable[[Connection, Job], None]:
    """`serve_pages`, where finding the article of some pages ends the process."""

    def serve(connection: Connection, of: Job) -> None:
        finish = page_workers.finish

        def find(name: str, item: Any, *rest: Any) -> Any:
            if isinstance(item, RawPage) and when(item.data, of):
                os.kill(os.getpid(), signal.SIGKILL)
            return finish(name, item, *rest)

        page_workers.finish = find
        serve_pages(connection, of)

    return serve


def serve_dying_once(connection: Connection, of: Job) -> None:
    """Dies on one of the pages, unless a process before it did."""

    def is_first(data: bytes, _: Job) -> bool:
        flag = of.out / "died"
        if b"example.com/ferry" not in data or flag.exists():
            return False
        flag.touch()
        return True

    dying(is_first)(connection, of)


def serve_dying_always(connection: Connection, of: Job) -> None:
    dying(lambda data, _: b"example.com/ferry" in data)(connection, of)


def serve_hanging(connection: Connection, of: Job) -> None:
    def hang(data: bytes, _: Job) -> bool:
        while b"example.com/ferry" in data:
            time.sleep(60)
        return False

    dying(hang)(connection, of)


@pytest.fixture
def one_bad(tmp_path: Path) -> Path:
    """Twenty pages, of which one (the eighth) names the ferry."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, record in enumerate(articles(20, paragraphs=2)):
        head = '<link rel="canonical" href="https://www.example.com/ferry">' if number == 7 else ""
        (folder / f"{number:02d}.html").write_text(page(head, as_paragraphs(record)), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("serve", "reason", "n_deaths"),
    [
        pytest.param(serve_dying_once, None, 1, id="killed by chance"),
        pytest.param(serve_dying_always, "killed", 3, id="a page that kills"),
        pytest.param(serve_hanging, "timeout", 1, id="a page that hangs"),
    ],
)
def test_a_page_costs_itself_alone(
    serve: Callable[[Connection, Job], None],
    reason: str | None,
    n_deaths: int,
    one_bad: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    deaths: list[Death] = []
    monkeypatch.setattr(page_workers, "serve_pages", serve)
    monkeypatch.setattr(workers, "BATCH_SECONDS", 60.0)
    found = list(find_articles(read_items([one_bad], Settings()), job(tmp_path, article_timeout=8), deaths.append))
    expected = list(read_records([one_bad], Settings()))
    assert [death.shard for death in deaths] == [None] * n_deaths
    if reason is None:
        assert found == expected
        return
    fault = found[7]
    assert isinstance(fault, Quarantined)
    assert (fault.path, fault.record, fault.stage, fault.reason) == ("07.html", 0, "ingest", reason)
    assert [*found[:7], *found[8:]] == [*expected[:7], *expected[8:]]
