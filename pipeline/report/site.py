"""Writes the report on a run: a folder of pages that need no server, no network and no build."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.markup.article_rows import ArticleRows, group_articles
from pipeline.reading.frames import read_arrow
from pipeline.reading.run import Run
from pipeline.report.article_list import PART_SIZE, SHOWN, Listed, index_part, list_page, listed
from pipeline.report.article_page import article_page, article_path
from pipeline.report.overview import overview_page
from pipeline.report.page import ASSETS, asset
from pipeline.report.tally import Tally
from pipeline.schema import TABLES

MARKER = "onrecord-report.txt"
"""Tells a folder that a report may overwrite."""

_OUTLETS = 200


@dataclass(frozen=True, slots=True)
class Written:
    """What a report holds.

    Attributes:
        index: the page to open.
        n_articles: articles counted.
        n_pages: articles that have a page.
    """

    index: Path
    n_articles: int
    n_pages: int


def write_report(run: Run, out: Path, max_pages: int = 20_000, progress: Callable[[int], None] = lambda n: None) -> Written:
    """Writes the report on a run.

    Args:
        run: a run that `load` opened. One part of it at a time is in memory, and what the list shows of each article.
        out: folder to write to; an earlier report there is replaced.
        max_pages: articles that get a page and a place in the list; the figures are of all.
        progress: is told the number of articles done since the last call.

    Raises:
        OutputError: the folder cannot be written, or holds something else.
    """
    name = str(run.path) if run.path else ""
    tally = Tally()
    entries: list[Listed] = []
    try:
        clear(out, MARKER, "A report")
        for before, rows, after in _with_neighbours(_articles(run)):
            tally.add(rows)
            if len(entries) < max_pages:
                entries.append(listed(rows))
                is_last = len(entries) == max_pages
                write_page(out / article_path(entries[-1].article_id), article_page(rows, before, None if is_last else after, name))
            progress(1)
        _write_list(out, entries, tally, name)
        write_page(out / "index.html", overview_page(tally, run.manifest, run.faults, len(entries), name))
        for file in ASSETS:
            write_page(out / "assets" / file, asset(file))
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}") from error
    return Written(out / "index.html", tally.rows["articles"], len(entries))


def _articles(run: Run) -> Iterator[ArticleRows]:
    for part in run.source.parts():
        yield from group_articles({table: read_arrow(part, table) for table in TABLES})


def _with_neighbours(articles: Iterator[ArticleRows]) -> Iterator[tuple[str | None, ArticleRows, str | None]]:
    """Each article with the ids of the one before and the one after."""
    before: str | None = None
    current = next(articles, None)
    while current is not None:
        after = next(articles, None)
        yield before, current, None if after is None else after.article["article_id"]
        before, current = current.article["article_id"], after


def _write_list(out: Path, entries: list[Listed], tally: Tally, name: str) -> None:
    pieces = iter(entries)
    n_parts = 0
    while piece := list(islice(pieces, PART_SIZE)):
        write_page(out / "data" / f"articles-{n_parts:04}.js", index_part(piece))
        n_parts += 1
    outlets = sorted(outlet for outlet, _ in tally.outlets.most_common(_OUTLETS))
    write_page(out / "articles.html", list_page(entries[:SHOWN], len(entries), n_parts, outlets, name))


def clear(out: Path, marker: str, what: str) -> None:
    """Makes an empty folder of `out`, which must be one of our own or hold nothing.

    Args:
        out: the folder.
        marker: name of the file that tells a folder of our own.
        what: it holds, such as "A report".

    Raises:
        OutputError: the folder holds something else, or cannot be written.
    """
    if out.exists() and any(out.iterdir()):
        if not (out / marker).is_file():
            raise OutputError(f"{out} is not empty and holds no {what.split()[-1]}; choose another folder")
        for name in ("articles", "assets", "data"):
            shutil.rmtree(out / name, ignore_errors=True)
    write_page(out / marker, f"{what} by onrecord; open index.html. Written anew, it replaces what is here.\n")


def write_page(path: Path, text: str) -> None:
    """Writes one file, and the folders above it.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
