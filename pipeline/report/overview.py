"""The first page of a report: what a run was, what came out, who speaks, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from pipeline.markup.html import Html, element, join
from pipeline.report.page import page
from pipeline.report.tally import Named, Tally, bins, most
from pipeline.vocabulary import Act, EventType, Factuality, Label, QuarantineReason, StatementKind, definitions

TOP = 15
_HEIGHT = 120


def overview_page(
    tally: Tally, manifest: Mapping[str, Any], faults: Sequence[Mapping[str, Any]], n_pages: int, run_name: str
) -> str:
    """The page.

    Args:
        tally: of all articles.
        manifest: `run.json`.
        faults: rows of the quarantine.
        n_pages: articles that have a page.
        run_name: what the report is of.
    """
    sections = [*_speakers(tally), *_statements(tally), *_entities(tally), *_events(tally), *_quarantine(faults), *_speed(manifest)]
    body = join(
        [
            element("h1", f"{tally.rows['articles']:,} articles on record"),
            _lead(manifest),
            _notes(tally, manifest, n_pages),
            _tiles(tally, len(faults)),
            _timeline(tally),
            element("div", *sections, class_="grid"),
        ]
    )
    return page("Overview", body, here="index.html", run_name=run_name)


def _lead(manifest: Mapping[str, Any]) -> Html:
    elapsed, n_records = manifest.get("elapsed_seconds"), manifest.get("n_records")
    facts = [
        f"onrecord {manifest['code_version']}" if "code_version" in manifest else None,
        f"model {manifest.get('model')} {manifest.get('model_version')}",
        f"{n_records:,} records in {elapsed:,.1f} s ({n_records / elapsed:,.1f}/s)" if elapsed and n_records else None,
        f"schema {manifest['schema_version']}" if "schema_version" in manifest else None,
    ]
    return element("p", " · ".join(fact for fact in facts if fact), class_="facts")


def _notes(tally: Tally, manifest: Mapping[str, Any], n_pages: int) -> Html | None:
    notes = []
    if not manifest.get("is_finished", True):
        notes.append("This run is not finished: run the same command again to go on. The report shows what is there.")
    if n_pages < tally.rows["articles"]:
        notes.append(f"Only the first {n_pages:,} articles have a page; the figures are of all.")
    return element("div", *(element("p", note) for note in notes), class_="note") if notes else None


def _tiles(tally: Tally, n_faults: int) -> Html:
    tiles = (
        ("articles", tally.rows["articles"]),
        ("statements", tally.rows["statements"]),
        ("speakers", len(tally.speakers)),
        ("events", tally.rows["events"]),
        ("names", len(tally.entities)),
        ("dates", tally.rows["dates"]),
        ("in quarantine", n_faults),
    )
    return element("dl", *(element("div", element("dt", name), element("dd", f"{n:,}")) for name, n in tiles), class_="tiles")


def _timeline(tally: Tally) -> Html:
    unit, counted = bins(tally.days)
    if not counted:
        return element("section", element("h2", "Over time"), element("p", "No article has a date.", class_="facts"), class_="wide")
    highest = max(n_statements for _, _, n_statements in counted) or 1
    width = 100 / len(counted)
    bars = [
        element(
            "rect",
            element("title", f"{label}: {n_articles:,} articles, {n_statements:,} statements"),
            x=f"{number * width:.3f}%",
            width=f"{max(width * 0.82, 0.1):.3f}%",
            y=f"{_HEIGHT - _HEIGHT * n_statements / highest:.1f}",
            height=f"{_HEIGHT * n_statements / highest:.1f}",
        )
        for number, (label, n_articles, n_statements) in enumerate(counted)
        if n_statements
    ]
    peak = max(counted, key=lambda each: each[2])
    summary = f"Statements by {unit} of publication, {counted[0][0]} to {counted[-1][0]}; most in {peak[0]}: {peak[2]:,}."
    undated = f" {tally.n_undated:,} articles have no date." if tally.n_undated else ""
    chart = element("svg", *bars, class_="timeline", height=_HEIGHT, width="100%", role="img", aria_label=summary)
    middle = counted[len(counted) // 2][0] if len(counted) > 2 else None
    axis = [element("span", label) for label in dict.fromkeys((counted[0][0], middle, counted[-1][0])) if label]
    return element(
        "section",
        element("h2", "Over time"),
        element("p", summary + undated, class_="facts"),
        chart,
        element("p", *axis, class_="axis"),
        class_="wide",
    )


class _Bar(NamedTuple):
    """A row of a table with bars.

    Attributes:
        n: what the bar's length shows.
        target: where the label leads to.
        hint: an explanation below the label.
        tip: one that shows on hovering.
        shown: the number as written; by default `n` itself.
    """

    label: str
    n: float
    target: str | None = None
    hint: str | None = None
    tip: str | None = None
    shown: str | None = None


def _bars(title: str, rows: Sequence[_Bar], unit: str, note: str | None = None) -> Html:
    """A table with a bar a row; `unit` is what the numbers count, `note` a line below the title."""
    highest = max((row.n for row in rows), default=0) or 1
    lines = [_bar_row(row, highest) for row in rows]
    caption = element("caption", f"{title}: {unit}", class_="unseen")
    table = element("table", caption, element("tbody", *lines), class_="bars") if lines else element("p", "None.", class_="facts")
    return element("section", element("h2", title), element("p", note, class_="facts") if note else None, table)


def _bar_row(row: _Bar, highest: float) -> Html:
    name = element("a", row.label, href=row.target) if row.target else row.label
    hint = element("small", row.hint) if row.hint else None
    bar = element("svg", element("rect", width=f"{100 * row.n / highest:.2f}%", height="100%"), class_="bar", aria_hidden="true")
    shown = row.shown if row.shown is not None else f"{row.n:,}"
    return element(
        "tr", element("th", name, " " if hint else None, hint, scope="row", title=row.tip), element("td", shown), element("td", bar)
    )


def _search(words: str) -> str:
    return f"articles.html#q={quote(words, safe='')}"


def _named(found: Sequence[Named], *, has_kind: bool) -> list[_Bar]:
    return [_Bar(each.name, each.n, _search(each.name), each.kind.lower() if has_kind else None) for each in found]


def _words(counted: Mapping[str, int] | None, vocabulary: Any = None, *, is_tip: bool = False) -> list[_Bar]:
    meaning = definitions(vocabulary) if vocabulary else {}
    ordered = sorted((counted or {}).items(), key=lambda item: (-item[1], item[0]))
    return [
        _Bar(word, n, hint=None if is_tip else meaning.get(word), tip=meaning.get(word) if is_tip else None) for word, n in ordered
    ]


def _speakers(tally: Tally) -> list[Html]:
    return [_bars("Who is quoted most", _named(most(tally.speakers, TOP), has_kind=True), "statements")]


def _entities(tally: Tally) -> list[Html]:
    groups = (("People", Label.PERSON), ("Organizations", Label.ORG), ("Places", Label.GPE))
    return [
        _bars(f"{title} named most", _named(most(tally.entities, TOP, label), has_kind=False), "mentions")
        for title, label in groups
    ]


def _statements(tally: Tally) -> list[Html]:
    return [
        _bars("Statements by kind", _words(tally.words.get("statements.kind"), StatementKind), "statements"),
        _bars("Statements by act", _words(tally.words.get("statements.act"), Act, is_tip=True), "statements"),
    ]


def _events(tally: Tally) -> list[Html]:
    counted = tally.words.get("events.type") or Counter()
    n_untyped = tally.rows["events"] - sum(counted.values())
    note = f"{n_untyped:,} events have no type." if n_untyped else None
    return [
        _bars("Events by factuality", _words(tally.words.get("events.factuality"), Factuality), "events"),
        _bars("Events by type", _words(counted, EventType, is_tip=True), "events", note),
    ]


def _quarantine(faults: Sequence[Mapping[str, Any]]) -> list[Html]:
    if not faults:
        return [element("section", element("h2", "Quarantine"), element("p", "Every record was processed.", class_="facts"))]
    reasons = _words(Counter(str(fault["reason"]) for fault in faults), QuarantineReason)
    more = f"The first {TOP} of {len(faults):,}; the others are in quarantine.jsonl." if len(faults) > TOP else None
    return [
        _bars("Quarantine by reason", reasons, "records"),
        element(
            "section",
            element("h2", "Quarantined records"),
            element("p", more, class_="facts") if more else None,
            element("ul", *map(_fault, faults[:TOP]), class_="plain-list"),
        ),
    ]


def _fault(fault: Mapping[str, Any]) -> Html:
    record = "" if fault["record"] is None else f" #{fault['record']}"
    return element("li", element("b", f"{fault['path']}{record}"), f": {fault['message']}")


def _speed(manifest: Mapping[str, Any]) -> list[Html]:
    seconds = manifest.get("seconds_per_stage") or {}
    total = sum(seconds.values())
    if not total:
        return []
    ordered = sorted(seconds.items(), key=lambda item: (-item[1], item[0]))
    share = f"spaCy took {seconds.get('parse', 0) / total:.0%} of {total:,.1f} s, added over workers."
    return [_bars("Seconds by stage", [_Bar(name, spent, shown=f"{spent:,.1f}") for name, spent in ordered], "seconds", share)]
