"""The page of one article: its text with every mark, and an entry for each row that a mark leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.markup.article_rows import ArticleRows, Row
from pipeline.markup.body import article_body
from pipeline.markup.details import as_written, clipped, joined_names, published
from pipeline.markup.html import Html, element, join, web_address
from pipeline.report.page import page

UP = "../../"

LAYERS = (
    ("st", "Statements", True),
    ("sp", "Speakers", True),
    ("cu", "Cues", True),
    ("ev", "Events", True),
    ("da", "Dates", True),
    ("na", "Names", False),
)
"""Class of the segments, name, and whether it shows at first."""

_LIST_SIZE = 12
"""Entries up to which a list of events, dates or names is open at first."""


def article_path(article_id: str) -> str:
    """Where the page of an article is, below the folder of the report: in 256 folders, as one would be too full."""
    return f"articles/{article_id[:2]}/{article_id}.html"


def article_page(rows: ArticleRows, before: str | None, after: str | None, run_name: str) -> str:
    """The page.

    Args:
        rows: the article.
        before: id of the article before it, None for the first.
        after: id of the one after it.
        run_name: what the report is of.
    """
    article = rows.article
    title = article["title"] or clipped(rows.text, 80)
    has_headline = any(part["kind"] == "headline" for part in article["sections"])
    reading = element(
        "article",
        element("h1", title, class_="unseen" if has_headline else None),
        _facts_of_article(article),
        _toolbar(rows),
        element("div", article_body(rows), id="text", class_="text"),
        _neighbours(before, after),
        class_="reading",
    )
    panel = element("aside", *_lists(rows), class_="panel", aria_label="What was found", id="panel")
    card = element("div", id="card", class_="card", hidden=True, role="status", aria_label="Details")
    body = element("div", reading, panel, class_="two")
    return page(title, join([body, card]), here="", up=UP, scripts=("report.js",), run_name=run_name)


def _facts_of_article(article: Row) -> Html:
    url = web_address(article["url"])
    record = f"{article['source_path']} #{article['source_record']}"
    facts: list[str | None] = [
        article["outlet"],
        published(article),
        ", ".join(article["authors"]) or None,
        f"{article['n_tokens']:,} tokens",
        element("a", "original", href=url, rel="noreferrer noopener") if url else None,
        element("span", record, title=f"article_id {article['article_id']}"),
    ]
    return element("p", _dotted(facts), class_="facts")


def _toolbar(rows: ArticleRows) -> Html:
    counts = {
        "st": len(rows["statements"]),
        "sp": len(rows["statement_speakers"]),
        "cu": sum(row["cue"] is not None for row in rows["statements"]),
        "ev": len(rows["events"]),
        "da": len(rows["dates"]),
        "na": len(rows["entities"]),
    }
    buttons = [
        element(
            "button",
            element("span", name, class_=f"sample {layer}"),
            " ",
            element("span", str(counts[layer]), class_="count"),
            type="button",
            data_layer=layer,
            aria_pressed="true" if is_on else "false",
            title=f"Show or hide {name.lower()} ({number})",
        )
        for number, (layer, name, is_on) in enumerate(LAYERS, 1)
    ]
    return element("div", *buttons, _keys(), class_="toolbar", role="group", aria_label="Layers", hidden=True)


@cache
def _keys() -> Html:
    """The same on every page."""
    keys = element("button", "Keys", type="button", id="keys", class_="plain", aria_expanded="false", aria_controls="keys-help")
    listed = [
        element("div", element("dt", *_keyed(key)), element("dd", meaning))
        for key, meaning in (
            ("j k", "next, previous statement"),
            ("e d", "next event, next date"),
            ("1 … 6", "show or hide a layer"),
            ("n p", "next, previous article"),
            ("Esc", "let go"),
        )
    ]
    return join([keys, element("dl", *listed, id="keys-help", class_="keys", hidden=True)])


def _keyed(keys: str) -> Iterable[str]:
    for key in keys.split():
        yield key if key == "…" else element("kbd", key)
        yield " "


def _neighbours(before: str | None, after: str | None) -> Html:
    links = [
        element("a", label, href=UP + article_path(other), rel=rel)
        for other, label, rel in ((before, "← Previous article", "prev"), (after, "Next article →", "next"))
        if other
    ]
    return element("nav", *links, class_="neighbours", aria_label="Neighbouring articles")


def _lists(rows: ArticleRows) -> list[Html]:
    numbers = {row["statement_id"]: number for number, row in enumerate(rows["statements"], 1)}
    dates = rows.by_id("dates")
    speakers = rows.grouped("statement_speakers", "statement_id")
    participants = rows.grouped("event_participants", "event_id")
    entities = rows.by_id("entities")
    statements = [
        _statement(number, row, speakers.get(row["statement_id"], []), dates.get(row["date_id"]), numbers)
        for number, row in enumerate(rows["statements"])
    ]
    events = [
        _event(number, row, participants.get(row["event_id"], []), dates, entities, numbers)
        for number, row in enumerate(rows["events"])
    ]
    return [
        _list("Statements", statements, is_open=True),
        _list("Events", events, is_open=len(events) <= _LIST_SIZE),
        _list("Dates", [_date(number, row) for number, row in enumerate(rows["dates"])]),
        _list("Names", [_name(number, row) for number, row in enumerate(rows["entities"])]),
    ]


def _list(title: str, entries: Sequence[Html], *, is_open: bool = False) -> Html:
    heading = element("summary", element("h2", title, " ", element("span", str(len(entries)), class_="count")))
    shown = element("ol", *entries) if entries else element("p", "None found.", class_="facts")
    return element("details", heading, shown, open=is_open or None)


def _entry(key: str, label: str, first: Sequence[str | None], *rest: Html | None) -> Html:
    """An entry: a link back to the text, a first line, and what else there is to say."""
    back = element("a", label, href=f"#t-{key}", class_="back")
    return element("li", element("p", back, " ", *first), *rest, id=key, data_k=key)


def _dotted(facts: Sequence[str | None]) -> Html:
    """Facts with dots between them."""
    known = [fact for fact in facts if fact]
    return join(piece for number, fact in enumerate(known) for piece in ((" · " if number else None), fact))


def _statement(number: int, row: Row, speakers: Sequence[Row], date: Row | None, numbers: dict[str, int]) -> Html:
    written = as_written(speakers)
    parent = numbers.get(row["parent_statement_id"])
    facts = [
        row["kind"],
        row["act"],
        "negated" if row["negated"] else None,
        f"written “{written}”" if written else None,
        *(_position(each) for each in speakers),
        ", ".join(dict.fromkeys(each["kind"] for each in speakers)) or None,
        _when(date),
        f"in {row['medium']}" if row["medium"] else None,
        f"within statement {parent}" if parent else None,
        f"confidence {row['confidence']:.2f}" if row["confidence"] is not None else None,
    ]
    who = element("b", joined_names(speakers), class_=None if speakers else "none")
    cue = element("span", row["cue"], class_="cue") if row["cue"] else None
    return _entry(
        f"s{number}",
        str(number + 1),
        [who, " " if cue else None, cue],
        element("blockquote", element("p", clipped(row["content"], 400))),
        element("p", _dotted(facts), class_="facts"),
    )


def _position(speaker: Row) -> str | None:
    """Role and affiliation; the role often names the affiliation already."""
    role: str | None = speaker["role"]
    affiliation: str | None = speaker["affiliation"]
    if role and affiliation and affiliation.casefold() not in role.casefold():
        return f"{role}, {affiliation}"
    return role or affiliation


def _when(date: Row | None) -> str | None:
    if date is None:
        return None
    return f"{date['text']} ({date['value']})" if date["value"] else str(date["text"])


def _event(
    number: int,
    row: Row,
    participants: Sequence[Row],
    dates: dict[str, Row],
    entities: dict[str, Row],
    numbers: dict[str, int],
) -> Html:
    statement = numbers.get(row["statement_id"])
    place = entities.get(row["place_entity_id"])
    facts = [
        *(f"{part['role']}: {clipped(part['text'], 60)}" for part in participants),
        f"at {place['name']}" if place else None,
        _when(dates.get(row["date_id"])),
        row["factuality"],
        "negative" if row["polarity"] == "negative" else None,
        f"in statement {statement}" if statement else None,
    ]
    kind = element("span", row["type"] or "no type", class_="type" if row["type"] else "type none")
    return _entry(f"e{number}", row["text"], [kind], element("p", _dotted(facts), class_="facts"))


def _date(number: int, row: Row) -> Html:
    days = [day.isoformat() for day in dict.fromkeys((row["first_date"], row["last_date"])) if day]
    facts = [
        row["status"],
        row["mod"],
        row["granularity"],
        " to ".join(days) or None,
        f"from the {row['anchor']}" if row["anchor"] != "none" else None,
        row["utc_offset"],
    ]
    value = element("span", row["value"] or "no value", class_="type" if row["value"] else "type none")
    return _entry(f"d{number}", row["text"], [value], element("p", _dotted(facts), class_="facts"))


def _name(number: int, row: Row) -> Html:
    facts = [
        f"{row['n_mentions']} mentions" if row["n_mentions"] != 1 else "1 mention",
        f"also {', '.join(row['aliases'])}" if row["aliases"] else None,
        ", ".join(row["roles"]) or None,
        row["country"],
    ]
    return _entry(
        f"n{number}", row["name"], [element("span", row["label"], class_="type")], element("p", _dotted(facts), class_="facts")
    )
