"""Changes as text, as JSON and as pages."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.quality.diff.changes import ArticleChanges, compare_article
from pipeline.quality.diff.lines import JsonWriter, TextLines, value
from pipeline.quality.diff.pages import comparison_page
from pipeline.quality.diff.site import SiteWriter
from pipeline.quality.diff.tally import Tally
from pipeline.schema import TABLES
from tests.unit.quality.diff.pair import grouped, story_rows
from tests.unit.quality.story import TEXT, Tables, span

NAMES = ("before", "after")


def spoilt() -> Tables:
    rows = story_rows()
    rows["dates"].pop(0)
    rows["dates"].append({"date_id": "new", "type": "DATE", "value": "PRESENT_REF", **span("resigned")})
    rows["statements"][1]["act"] = "say"
    rows["statement_speakers"][0]["entity_id"] = "e1"
    return rows


@pytest.fixture
def article() -> ArticleChanges:
    return compare_article(grouped(story_rows()), grouped(spoilt()))


def tally_of(*articles: ArticleChanges) -> Tally:
    counts = {table: len(rows) for table, rows in story_rows().items()}
    tally = Tally(counts, counts)
    for each in articles:
        tally.add(each)
    return tally


def text_of(*articles: ArticleChanges, limit: int = 10) -> list[str]:
    lines = TextLines(limit)
    for each in articles:
        lines.add(each)
    return lines.lines(tally_of(*articles))


def test_text_shows_counts_columns_and_rows_in_their_text(article: ArticleChanges):
    lines = text_of(article)
    assert lines[0].split() == "table old new same changed lost added".split()
    assert ["dates", "2", "2", "1", "0", "1", "1"] in [line.split() for line in lines]
    assert "columns of statements: act 1" in lines
    text = "\n".join(lines)
    assert "  - in/bridge.txt #0 21-27 Ada Moss resigned on [Monday]. “We failed,” she said, “and we know it.” Tom…" in text
    assert "  + in/bridge.txt #0 9-17 Ada Moss [resigned] on Monday." in text
    assert "      act: deny → say" in text
    assert "      entity_id: “Ada Moss” (e0) → “Tom Reed” (e1)" in text


def test_text_is_cut(article: ArticleChanges):
    lines = text_of(article, limit=1)
    assert "  … and 1 more" in lines
    assert sum(line.startswith(("  - ", "  + ")) for line in lines) == 1
    assert len(text_of(article, limit=0)) < len(lines)


def test_text_of_equal_runs_is_the_counts_alone():
    assert len(text_of()) == 1 + len(TABLES)


@pytest.mark.parametrize(
    ("raw", "expected"), [(None, "null"), (True, "True"), (1.5, "1.5"), ("a\n b", "a b"), ([], "[]"), ("x" * 200, "x" * 119 + "…")]
)
def test_values(raw: object, expected: str):
    assert value(raw) == expected


def json_of(*articles: ArticleChanges) -> dict[str, object]:
    out = io.StringIO()
    writer = JsonWriter(out)
    for each in articles:
        writer.add(each)
    writer.finish(tally_of(*articles))
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_json(article: ArticleChanges):
    found = json_of(article)
    assert found["is_equal"] is False
    assert found["n_articles"] == 1
    assert found["tables"]["dates"] == {"old": 2, "new": 2, "same": 1, "changed": 0, "lost": 1, "added": 1, "columns": {}}  # type: ignore[index]
    changes: list[dict[str, object]] = found["changes"]  # type: ignore[assignment]
    assert Counter((each["table"], each["kind"]) for each in changes) == {
        ("dates", "lost"): 1,
        ("dates", "added"): 1,
        ("statements", "changed"): 1,
        ("statement_speakers", "changed"): 1,
    }
    (statement,) = [each for each in changes if each["table"] == "statements"]
    assert (statement["old"], statement["new"]) == ({"act": "deny"}, {"act": "say"})
    assert statement["source_path"] == "in/bridge.txt"


def test_json_of_equal_runs():
    assert (json_of()["changes"], json_of()["is_equal"]) == ([], True)


def test_json_of_an_article_is_without_its_text(article: ArticleChanges):
    lost = json_of(compare_article(article.old, None))
    (row,) = [each["row"] for each in lost["changes"] if each["table"] == "articles"]  # type: ignore[attr-defined]
    assert "text" not in row
    assert row["source_path"] == "in/bridge.txt"


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_page_has_both_texts_side_by_side(article: ArticleChanges):
    html = comparison_page(article, NAMES)
    shown = re.search(r'<div class="pair text">(.*?)<h2>', html, re.DOTALL)
    assert shown is not None
    words = "Tom Reed denied that the bridge had been unsafe."
    assert plain(shown[1]).count(words) == 0  # numbers of changes stand between
    assert re.sub(r"\d", "", plain(shown[1])).count(words) == 2
    assert '<span class="was-lost">Monday</span>' in html
    assert '<span class="was-added">resigned</span>' in html
    assert '<span class="was-changed">she</span>' in html


def ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


def test_every_link_of_a_page_leads_somewhere(article: ArticleChanges):
    html = comparison_page(article, NAMES)
    assert [name for name, n in Counter(ids(html)).items() if n > 1] == []
    assert [target for target in re.findall(r'href="#([^"]+)"', html) if target not in ids(html)] == []
    assert len(re.findall(r'<li id="c\d+">', html)) == len(article.changes)


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_page_of_an_article_that_one_run_lacks(article: ArticleChanges, side: str):
    rows = getattr(article, side)
    html = comparison_page(compare_article(*((rows, None) if side == "old" else (None, rows))), NAMES)
    assert html.count("This run does not have the article.") == 1


ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_hostile_text_is_only_text():
    old, new = story_rows(), spoilt()
    for rows in (old, new):
        rows["articles"][0] |= {"text": TEXT.replace("Ada Moss", "<b>&\"'/>"), "title": ATTACK, "source_path": ATTACK}
        rows["entities"][0]["name"] = rows["entities"][1]["name"] = ATTACK
    new["statements"][0]["medium"] = ATTACK
    hostile = compare_article(grouped(old), grouped(new))
    html = comparison_page(hostile, (ATTACK, ATTACK))
    assert "<img" not in html
    assert re.findall(r"<script[^>]*>", html) == ['<script src="../../assets/theme.js">']
    assert "<b>&" not in html


def written(out: Path, articles: Iterable[ArticleChanges], max_pages: int = 9) -> SiteWriter:
    site = SiteWriter(out, NAMES, max_pages)
    every = list(articles)
    for each in every:
        site.add(each)
    site.finish(tally_of(*every))
    return site


def test_the_folder_holds_all_that_its_pages_need(article: ArticleChanges, tmp_path: Path):
    written(tmp_path / "diff", [article])
    pages = sorted((tmp_path / "diff").rglob("*.html"))
    assert len(pages) == 2
    for path in pages:
        for target in re.findall(r'(?:href|src)="([^"#]+)"', path.read_text(encoding="utf-8")):
            assert (path.parent / target).resolve().is_file(), target


def test_articles_beyond_the_limit_are_counted_but_have_no_page(article: ArticleChanges, tmp_path: Path):
    written(tmp_path / "diff", [article, article], max_pages=1)
    index = (tmp_path / "diff" / "index.html").read_text(encoding="utf-8")
    assert "2 articles changed" in index
    assert "The first 1 of 2." in index


def test_nothing_changed_is_said(tmp_path: Path):
    written(tmp_path / "diff", [])
    assert "Nothing changed" in (tmp_path / "diff" / "index.html").read_text(encoding="utf-8")


def test_only_a_comparison_is_overwritten(article: ArticleChanges, tmp_path: Path):
    written(tmp_path / "diff", [article])
    written(tmp_path / "diff", [])
    assert not list((tmp_path / "diff").glob("articles/*/*"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(OutputError, match="holds no comparison"):
        SiteWriter(tmp_path / "mine", NAMES, 9)
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        SiteWriter(tmp_path / "file" / "below", NAMES, 9)
