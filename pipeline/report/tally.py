"""What the overview of a report counts, article by article."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from pipeline.markup.article_rows import ArticleRows, Row
from pipeline.markup.details import speaker_name


@dataclass(slots=True)
class Named:
    """Something with a name, over all articles.

    Attributes:
        names: how often it has which name.
        kind: its label, or the kind of speaker.
        n_articles: articles that have it.
        n: mentions, or statements.
    """

    kind: str
    names: Counter[str] = field(default_factory=Counter)
    n_articles: int = 0
    n: int = 0

    @property
    def name(self) -> str:
        """The most frequent name; of equals, the first in the alphabet."""
        return min(self.names, key=lambda name: (-self.names[name], name))


@dataclass(slots=True)
class Tally:
    """Counts over the articles of a run.

    Attributes:
        rows: by table.
        words: how often each word of a closed vocabulary occurs, by "table.column".
        speakers, entities: by canonical id; a speaker without an entity by its name.
        days: articles and statements by day of publication, or of the dateline.
        n_undated: articles without either.
    """

    rows: Counter[str] = field(default_factory=Counter)
    words: dict[str, Counter[str]] = field(default_factory=dict)
    speakers: dict[str, Named] = field(default_factory=dict)
    entities: dict[str, Named] = field(default_factory=dict)
    outlets: Counter[str] = field(default_factory=Counter)
    days: dict[dt.date, tuple[int, int]] = field(default_factory=dict)
    n_undated: int = 0

    def add(self, rows: ArticleRows) -> None:
        """Counts an article in."""
        self.rows["articles"] += 1
        for table, found in rows.tables.items():
            self.rows[table] += len(found)
        for table, column in (("statements", "kind"), ("statements", "act"), ("events", "type"), ("events", "factuality")):
            self.words.setdefault(f"{table}.{column}", Counter()).update(row[column] for row in rows[table] if row[column])
        if rows.article["outlet"]:
            self.outlets[rows.article["outlet"]] += 1
        self._add_day(rows)
        self._add_entities(rows)
        self._add_speakers(rows)

    def _add_day(self, rows: ArticleRows) -> None:
        day = day_of(rows.article)
        if day is None:
            self.n_undated += 1
            return
        n_articles, n_statements = self.days.get(day, (0, 0))
        self.days[day] = (n_articles + 1, n_statements + len(rows["statements"]))

    def _add_entities(self, rows: ArticleRows) -> None:
        for row in rows["entities"]:
            named = self.entities.setdefault(row["canonical_id"], Named(row["label"]))
            named.names[row["name"]] += 1
            named.n_articles += 1
            named.n += row["n_mentions"]

    def _add_speakers(self, rows: ArticleRows) -> None:
        canonical = {row["entity_id"]: row["canonical_id"] for row in rows["entities"]}
        seen: set[str] = set()
        for row in rows["statement_speakers"]:
            if row["name"] is None:
                continue
            key = canonical.get(row["entity_id"]) or f"{row['kind']} {row['name'].casefold()}"
            named = self.speakers.setdefault(key, Named(row["kind"]))
            named.names[speaker_name(row)] += 1
            named.n += 1
            named.n_articles += key not in seen
            seen.add(key)


def day_of(article: Row) -> dt.date | None:
    """The day of publication, or that of the dateline."""
    day: dt.date | None = article["published_at"].date() if article["published_at"] else article["dateline_date"]
    return day


def most(named: dict[str, Named], n: int, kind: str | None = None) -> list[Named]:
    """The n most frequent, of one kind where one is given; ties in the order of their names."""
    found = (each for each in named.values() if kind is None or each.kind == kind)
    return sorted(found, key=lambda each: (-each.n, each.name))[:n]


def bins(days: dict[dt.date, tuple[int, int]]) -> tuple[str, list[tuple[str, int, int]]]:
    """Days put together so that a chart can show them.

    Args:
        days: articles and statements by day.

    Returns:
        The unit (day, month or year), and label, articles and statements of every unit from the first to the last, empty ones too.
    """
    if not days:
        return "day", []
    first, last = min(days), max(days)
    n_days = (last - first).days + 1
    unit = "day" if n_days <= 92 else "month" if n_days <= 366 * 10 else "year"
    length = {"day": 10, "month": 7, "year": 4}[unit]
    counts: dict[str, tuple[int, int]] = {}
    if unit == "day":
        labels = [(first + dt.timedelta(days=n)).isoformat() for n in range(n_days)]
    elif unit == "month":
        labels = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
    else:
        labels = [f"{year:04}" for year in range(first.year, last.year + 1)]
    for day, (n_articles, n_statements) in days.items():
        label = day.isoformat()[:length]
        before = counts.get(label, (0, 0))
        counts[label] = (before[0] + n_articles, before[1] + n_statements)
    return unit, [(label, *counts.get(label, (0, 0))) for label in labels]
