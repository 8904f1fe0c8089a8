"""The pages of a comparison: what changed in all, and each article of two runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from pipeline.markup.article_rows import ArticleRows, Row
from pipeline.markup.body import marked_paragraphs
from pipeline.markup.details import clipped
from pipeline.markup.html import Html, element, join
from pipeline.markup.marks import Layer, Mark, Segment
from pipeline.quality.diff.changes import ArticleChanges, Change, ChangeKind
from pipeline.quality.diff.lines import shown_values, where
from pipeline.quality.diff.tally import TableCounts, Tally
from pipeline.report.article_page import UP, article_path
from pipeline.report.page import page
from pipeline.schema import TABLES
from pipeline.spans import Span

PAGES = (("index.html", "What changed"),)
SIDES = ("old", "new")

_LAYERS = {
    "mentions": Layer.NAME,
    "dates": Layer.DATE,
    "statements": Layer.STATEMENT,
    "statement_speakers": Layer.SPEAKER,
    "events": Layer.EVENT,
    "event_participants": Layer.PARTICIPANT,
}
"""Tables whose rows have a span to mark."""


class Listed(NamedTuple):
    """An article in the list."""

    path: str
    title: str
    place: str
    kinds: dict[ChangeKind, int]


def listed(article: ArticleChanges) -> Listed:
    """What the list shows of an article."""
    rows = article.rows
    kinds = {kind: sum(change.kind is kind for change in article.changes) for kind in ChangeKind}
    return Listed(article_path(rows.article["article_id"]), _title(rows), where(article), kinds)


def _title(rows: ArticleRows) -> str:
    return clipped(rows.article["title"] or rows.text, 120)


def index_page(tally: Tally, articles: Sequence[Listed], names: tuple[str, str]) -> str:
    """The counts of every table and column, and the articles that changed.

    Args:
        tally: of all.
        articles: those that have a page.
        names: of the old and the new run.
    """
    verdict = "Nothing changed" if tally.is_equal else f"{tally.n_articles:,} articles changed"
    body = join(
        [
            element("h1", verdict),
            element("p", f"From {names[0]} to {names[1]}.", class_="facts"),
            element("div", _table(tally), class_="wide"),
            *(_columns(table, tally) for table in TABLES if tally.columns[table]),
            element("h2", "Articles") if articles else None,
            element("p", f"The first {len(articles):,} of {tally.n_articles:,}.", class_="facts")
            if len(articles) < tally.n_articles
            else None,
            element("ol", *(_item(each) for each in articles), class_="list"),
        ]
    )
    return page("What changed", body, here="index.html", run_name=names[1], pages=PAGES)


def _table(tally: Tally) -> Html:
    head = element("tr", element("th", "table", scope="col"), *(element("th", name, scope="col") for name in TableCounts._fields))
    rows = [
        element("tr", element("th", table, scope="row"), *(element("td", f"{n:,}") for n in tally.counts(table)))
        for table in TABLES
    ]
    return element("table", element("thead", head), element("tbody", *rows), class_="counts")


def _columns(table: str, tally: Tally) -> Html:
    counts = ", ".join(f"{name} {n:,}" for name, n in tally.columns[table].most_common())
    return element("p", element("b", f"Columns of {table}: "), counts, class_="facts")


def _item(each: Listed) -> Html:
    return element("li", element("a", each.title, href=each.path), element("p", each.place, " · ", _kinds(each), class_="facts"))


def _kinds(each: Listed) -> str:
    return ", ".join(f"{n:,} {kind}" for kind, n in each.kinds.items() if n)


def comparison_page(article: ArticleChanges, names: tuple[str, str]) -> str:
    """One article of two runs: its text twice, with the rows that changed marked, and what changed in each.

    Args:
        article: its changes.
        names: of the old and the new run.
    """
    numbered = list(enumerate(article.changes, 1))
    body = join(
        [
            element("h1", _title(article.rows)),
            element("p", where(article), class_="facts"),
            element("p", *_legend(), class_="facts"),
            _side_by_side(article, numbered, names),
            element("h2", "What changed"),
            element("ol", *(_entry(article, number, change) for number, change in numbered), class_="changes"),
        ]
    )
    return page(_title(article.rows), body, here="", up=UP, run_name=names[1], pages=PAGES)


def _legend() -> list[Html | str]:
    return [piece for kind in ChangeKind for piece in (element("span", kind, class_=f"was-{kind}"), " ")]


def _side_by_side(article: ArticleChanges, numbered: Sequence[tuple[int, Change]], names: tuple[str, str]) -> Html:
    """Two columns, paragraph beside paragraph; on a narrow screen one below the other."""
    old = _paragraphs(article.old, [(number, change, change.old) for number, change in numbered], "old")
    new = _paragraphs(article.new, [(number, change, change.new) for number, change in numbered], "new")
    heads = [element("p", element("b", side), " ", name, class_="facts") for side, name in zip(SIDES, names, strict=True)]
    cells = [cell for left, right in zip_longest(old, new) for cell in _cells(left, right)]
    return element("div", *(element("div", head) for head in heads), *cells, class_="pair text")


def _cells(left: Html | None, right: Html | None) -> tuple[Html, Html]:
    """A paragraph of each run; the second is marked where it is no different, since a narrow screen leaves it out."""
    return element("div", left), element("div", right, class_="same" if left == right else None)


def _paragraphs(rows: ArticleRows | None, changed: Sequence[tuple[int, Change, Row | None]], side: str) -> list[Html]:
    if rows is None:
        return [element("p", "This run does not have the article.", class_="none")]
    marks = [mark for number, change, row in changed if row for mark in _marks(number, change, row)]
    seen: set[str] = set()
    ordered = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end, int(mark.key)))
    text = rows.text
    return marked_paragraphs(rows, ordered, lambda segment: _segment(text, segment, seen, side))


def _marks(number: int, change: Change, row: Row) -> list[Mark]:
    layer = _LAYERS.get(change.table)
    if layer is None or row["start"] is None:
        return []
    spans = row["parts"] if change.table == "statements" else [row]
    return [Mark(Span(each["start"], each["end"]), layer, str(number), change.kind) for each in spans]


def _segment(text: str, segment: Segment, seen: set[str], side: str) -> Html:
    words = segment.span.text(text)
    if not segment.marks:
        return join([words])
    first = [mark.key for mark in segment.marks if mark.key not in seen]
    seen.update(first)
    classes = dict.fromkeys(f"was-{mark.variant}" for mark in segment.marks)
    links = [
        element("a", key, id=f"{side}-{key}", class_="ref", href=f"#c{key}", aria_label=f"Change {key}")
        for key in dict.fromkeys(first)
    ]
    return join([*links, element("span", words, class_=" ".join(classes))])


def _entry(article: ArticleChanges, number: int, change: Change) -> Html:
    row = change.row
    words = row["article_id"] if change.table == "articles" else row.get("text") or row.get("name") or row.get("form")
    has_place = change.table in _LAYERS
    links = [
        piece
        for side, each in (("old", change.old), ("new", change.new))
        if has_place and each is not None and each["start"] is not None
        for piece in (" ", element("a", side, href=f"#{side}-{number}", class_="back"))
    ]
    lines = [
        element("div", element("dt", name), element("dd", old), element("dd", "→ ", new))
        for name, old, new in shown_values(article, change, 300)
    ]
    return element(
        "li",
        element("p", element("span", change.kind, class_=f"was-{change.kind}"), f" {change.table}: ", clipped(words or ""), *links),
        element("dl", *lines) if lines else None,
        id=f"c{number}",
    )
