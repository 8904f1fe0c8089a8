"""Writes a comparison as a folder of pages that need no server, no network and no script."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import OutputError
from pipeline.quality.diff.changes import ArticleChanges
from pipeline.quality.diff.pages import Listed, comparison_page, index_page, listed
from pipeline.quality.diff.tally import Tally
from pipeline.report.page import asset
from pipeline.report.site import clear, write_page

MARKER = "onrecord-diff.txt"
"""Tells a folder that a comparison may overwrite."""

ASSETS = ("report.css", "theme.js")


class SiteWriter:
    """Writes a page for each article that changed, while the changes come in.

    Args:
        out: folder to write to; an earlier comparison there is replaced.
        names: of the old and the new run.
        max_pages: articles that get a page; the counts are of all.

    Raises:
        OutputError: the folder cannot be written, or holds something else.
    """

    def __init__(self, out: Path, names: tuple[str, str], max_pages: int) -> None:
        self._out = out
        self._names = names
        self._max_pages = max_pages
        self._listed: list[Listed] = []
        try:
            clear(out, MARKER, "A comparison")
        except OSError as error:
            raise self._unwritable(error) from error

    def add(self, article: ArticleChanges) -> None:
        """Writes the page of one article."""
        if len(self._listed) < self._max_pages:
            entry = listed(article)
            self._listed.append(entry)
            self._write(entry.path, comparison_page(article, self._names))

    def finish(self, tally: Tally) -> None:
        """Writes the page that leads to the others, and what all of them need."""
        for name in ASSETS:
            self._write(f"assets/{name}", asset(name))
        self._write("index.html", index_page(tally, self._listed, self._names))

    def _write(self, path: str, text: str) -> None:
        try:
            write_page(self._out / path, text)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(f"cannot write {self._out}: {error.strerror or error}")
