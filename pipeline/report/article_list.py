"""The searchable list of a report: a page, and the index that its script searches, in parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.markup.article_rows import ArticleRows
from pipeline.markup.details import clipped, speaker_name
from pipeline.markup.html import Html, element, join, script_data
from pipeline.report.article_page import article_path
from pipeline.report.page import page
from pipeline.report.tally import day_of

PART_SIZE = 2000
"""Articles in one part of the index: about half a megabyte, so that the first results are there at once."""

SHOWN = 100
"""Articles that the page itself lists, for who has no script."""

_SPEAKERS, _NAMES, _LENGTH = 3, 40, 120


class Listed(NamedTuple):
    """One article of the list, in the order in which the script reads it.

    Attributes:
        day: ISO 8601; "" where there is none.
        speakers: the most quoted, for the eye.
        names: everything that the article names, for the search.
    """

    article_id: str
    title: str
    outlet: str
    day: str
    n_statements: int
    n_events: int
    speakers: str
    names: str


def listed(rows: ArticleRows) -> Listed:
    """What the list shows and searches of an article."""
    article = rows.article
    day = day_of(article)
    counts: dict[str, int] = {}
    for row in rows["statement_speakers"]:
        if row["name"]:
            counts[speaker_name(row)] = counts.get(speaker_name(row), 0) + 1
    speakers = sorted(counts, key=lambda name: (-counts[name], name))
    names = [*speakers, *(row["name"] for row in sorted(rows["entities"], key=lambda row: -row["n_mentions"]))]
    return Listed(
        article["article_id"],
        clipped(article["title"] or rows.text, _LENGTH),
        article["outlet"] or "",
        "" if day is None else day.isoformat(),
        len(rows["statements"]),
        len(rows["events"]),
        ", ".join(clipped(name, 40) for name in _distinct(speakers)[:_SPEAKERS]),
        "; ".join(clipped(name, 60) for name in _distinct(names)[:_NAMES]),
    )


def _distinct(names: Sequence[str]) -> list[str]:
    """Each name once, whatever its case."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return list(first.values())


def counted(n: int, thing: str) -> str:
    """A number with what it counts."""
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"


def index_part(articles: Sequence[Listed]) -> str:
    """A part of the index, as a script: a page that is opened from a disk may load scripts, but no data."""
    return f"onrecordIndex({script_data([list(each) for each in articles])});\n"


def list_page(first: Sequence[Listed], n_articles: int, n_parts: int, outlets: Sequence[str], run_name: str) -> str:
    """The page of the list.

    Args:
        first: the articles that the page itself lists.
        n_articles: in the whole index.
        n_parts: parts of the index.
        outlets: to choose from.
        run_name: what the report is of.
    """
    choices = [element("option", name, value=name) for name in outlets]
    orders = (("run", "As in the run"), ("new", "Newest first"), ("old", "Oldest first"), ("statements", "Most statements"))
    form = element(
        "form",
        _field(
            "Search",
            "search",
            element("input", id="search", type="search", placeholder="Title, outlet, speaker, name", autocomplete="off"),
        ),
        _field("Outlet", "outlet", element("select", element("option", "All", value=""), *choices, id="outlet"))
        if outlets
        else None,
        _field("Order", "order", element("select", *(element("option", name, value=key) for key, name in orders), id="order")),
        id="find",
        class_="find",
        role="search",
        hidden=True,
    )
    body = join(
        [
            element("h1", "Articles"),
            form,
            element("p", f"The first {len(first)} of {n_articles:,} articles.", id="found", class_="facts", role="status"),
            element("ol", *(_item(each) for each in first), id="list", class_="list", data_parts=n_parts, data_total=n_articles),
            element("p", element("button", "Show more", type="button", id="more", hidden=True)),
            element("noscript", element("p", "Searching needs JavaScript. Every article links to the next one.")),
        ]
    )
    return page("Articles", body, here="articles.html", scripts=("list.js",), run_name=run_name)


def _field(label: str, target: str, control: Html) -> Html:
    return element("div", element("label", label, for_=target), control)


def _item(each: Listed) -> Html:
    facts = [each.outlet, each.day, counted(each.n_statements, "statement"), counted(each.n_events, "event"), each.speakers]
    return element(
        "li",
        element("a", each.title, href=article_path(each.article_id)),
        element("p", " · ".join(fact for fact in facts if fact), class_="facts"),
    )
