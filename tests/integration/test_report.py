"""The report on a run as files: what is there, that it is whole, and that nothing in it can harm."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import pipeline
from pipeline.errors import OutputError
from pipeline.markup.html import VOID
from pipeline.reading import Run
from pipeline.report.article_list import index_part
from pipeline.report.article_page import article_path
from pipeline.report.page import ASSETS
from pipeline.report.site import write_report
from pipeline.report.tally import bins
from tests.reports import PAYLOAD, harmed, hostile_run

ID = re.compile(r"[0-9a-f]{16}")


class Page(HTMLParser):
    """Elements with attributes and text; fails where tags do not nest."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [str(attributes[attribute]) for _, attributes in self.elements if attribute in attributes]


@pytest.fixture(scope="module")
def run(samples_run: Path) -> Run:
    return pipeline.load(samples_run)


@pytest.fixture(scope="module")
def report(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    assert write_report(run, out).n_pages == 18
    return out


@pytest.fixture(scope="module")
def hostile(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile")
    write_report(hostile_run(run), out)
    return out


def pages(folder: Path) -> list[Page]:
    return [Page(path) for path in sorted(folder.rglob("*.html"))]


def test_every_article_has_a_page_and_a_place_in_the_list(report: Path, run: Run):
    ids = run.articles["article_id"].tolist()
    assert all((report / article_path(each)).is_file() for each in ids)
    (part,) = sorted((report / "data").iterdir())
    found = json.loads(part.read_text(encoding="utf-8").removeprefix("onrecordIndex(").removesuffix(");\n"))
    assert [row[0] for row in found] == ids
    assert {row[1] for row in found} == set(run.articles["title"])


def test_every_link_leads_to_something_in_the_report(report: Path):
    for page in pages(report):
        ids = page.all("id")
        assert len(ids) == len(set(ids)), page.path
        for link in [*page.all("href"), *page.all("src")]:
            if link.startswith("https://"):
                assert page.path.parent.name != report.name, "only an article's own address leads out"
                continue
            path, _, target = link.partition("#")
            assert not path or (page.path.parent / path).is_file(), (page.path, link)
            assert path or target in ids, (page.path, link)


def test_nothing_comes_from_the_network(report: Path):
    for page in pages(report):
        for tag, attributes in page.elements:
            if tag != "a":
                assert ":" not in f"{attributes.get('src')}{attributes.get('href')}"
            elif str(attributes["href"]).startswith("https:"):
                assert attributes["rel"] == "noreferrer noopener"
    for path in (report / "assets").iterdir():
        assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(", path.read_text(encoding="utf-8"))


def test_every_statement_ties_content_cue_and_speaker_together(report: Path, run: Run):
    for article_id, found in run.statements.groupby("article_id"):
        page = Page(report / article_path(article_id))
        for number, row in enumerate(found.to_dict("records")):
            key = f"s{number}"
            classes = {
                name
                for _, attributes in page.elements
                if key in str(attributes.get("data-k", "")).split()
                for name in str(attributes.get("class", "")).split()
            }
            assert {"st", "ref"} <= classes
            assert ("cu" in classes) == (row["cue"] == row["cue"])
            assert f"t-{key}" in page.all("id")
            assert key in page.all("id")
        speakers = run.statement_speakers[run.statement_speakers["article_id"] == article_id]
        assert page.text.count("no speaker found") == (~found["statement_id"].isin(speakers["statement_id"])).sum()


def test_the_text_of_an_article_is_there_character_for_character(report: Path, run: Run):
    for row in run.articles.to_dict("records"):
        html = (report / article_path(row["article_id"])).read_text(encoding="utf-8")
        body = html.partition('<div id="text" class="text">')[2].partition('</div><nav class="neighbours"')[0]
        body = re.sub(r'<a id="t-s\d+".*?</a>', "", body)
        reader = HTMLParser(convert_charrefs=True)
        words: list[str] = []
        reader.handle_data = words.append  # type: ignore[method-assign]
        reader.feed(body)
        reader.close()
        assert "".join("".join(words).split()) == "".join(row["text"].split())


def test_the_overview_counts_what_the_run_holds(report: Path, run: Run):
    text = " ".join(Page(report / "index.html").text.split())
    assert "18 articles on record" in text
    for kind, count in run.statements["kind"].value_counts().items():
        assert re.search(rf"{kind} .*?{count}", text)
    assert f"{len(run.statements)}" in text
    top = run.statement_speakers["name"].value_counts()
    assert str(top.index[0]) in text


def test_hostile_strings_are_text(hostile: Path):
    for page in pages(hostile):
        scripts = [attributes for tag, attributes in page.elements if tag == "script"]
        assert {str(each["src"]).rpartition("/")[2] for each in scripts} <= set(ASSETS)
        assert not [tag for tag, _ in page.elements if tag in ("img", "iframe", "object", "base", "style", "i")]
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert not [link for link in page.all("href") if ":" in link.partition("#")[0]]
        assert "\x1b" not in page.text
    for part in (hostile / "data").iterdir():
        assert not set(part.read_text(encoding="utf-8").removeprefix("onrecordIndex(")) & set("<>&\u2028")


def test_hostile_strings_are_shown(hostile: Path, run: Run):
    shown = PAYLOAD.replace("\x1b", "\ufffd").split("\u2028")[0]
    assert shown in Page(hostile / "index.html").text
    for row in run.articles.to_dict("records"):
        page = Page(hostile / article_path(row["article_id"]))
        assert shown in page.text
        assert page.text.count("<b> ") >= harmed(row["text"]).count("<b> ") > 0


def test_only_a_report_is_replaced(run: Run, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(OutputError, match="is not empty and holds no report"):
        write_report(run, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep"
    write_report(run, tmp_path / "new")
    before = {path: path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file()}
    (tmp_path / "new" / "articles" / "zz").mkdir()
    (tmp_path / "new" / "articles" / "zz" / "stale.html").write_text("stale")
    write_report(run, tmp_path / "new")
    assert {path: path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file()} == before


def test_a_folder_that_cannot_be_written_is_said(run: Run, tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_report(run, tmp_path / "file" / "report")


def test_pages_can_be_limited(run: Run, tmp_path: Path):
    written = write_report(run, tmp_path / "out", max_pages=5)
    assert (written.n_pages, written.n_articles) == (5, 18)
    assert len(list((tmp_path / "out" / "articles").rglob("*.html"))) == 5
    assert "Only the first 5 articles have a page" in Page(written.index).text
    for page in pages(tmp_path / "out"):
        assert all((page.path.parent / link.partition("#")[0]).is_file() for link in page.all("href") if link.partition("#")[0])


def test_a_run_without_articles_has_a_report(run: Run, tmp_path: Path):
    nothing = Run(type(run.source)(run.path), run.manifest)  # type: ignore[call-arg]
    empty = pipeline.extract_frame([])
    assert write_report(empty, tmp_path / "empty").n_articles == 0
    assert nothing.path is None
    assert "0 articles on record" in Page(tmp_path / "empty" / "index.html").text


def test_an_index_of_many_articles_is_split(monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path):
    monkeypatch.setattr("pipeline.report.site.PART_SIZE", 7)
    write_report(run, tmp_path / "out")
    assert len(list((tmp_path / "out" / "data").iterdir())) == 3
    assert 'data-parts="3"' in (tmp_path / "out" / "articles.html").read_text(encoding="utf-8")
    assert index_part([]) == "onrecordIndex([]);\n"


@pytest.mark.parametrize(
    ("days", "unit", "n", "first", "last"),
    [
        ([], "day", 0, None, None),
        ([dt.date(2024, 2, 28), dt.date(2024, 3, 1)], "day", 3, ("2024-02-28", 1, 2), ("2024-03-01", 1, 2)),
        ([dt.date(2023, 11, 30), dt.date(2024, 3, 1)], "month", 5, ("2023-11", 1, 2), ("2024-03", 1, 2)),
        ([dt.date(1999, 1, 1), dt.date(2024, 3, 1)], "year", 26, ("1999", 1, 2), ("2024", 1, 2)),
    ],
)
def test_a_timeline_has_no_gaps(days: list[dt.date], unit: str, n: int, first: object, last: object):
    found_unit, counted = bins(dict.fromkeys(days, (1, 2)))
    assert (found_unit, len(counted)) == (unit, n)
    assert [counted[0], counted[-1]] == [first, last] if counted else first is None
