"""Export and import: what `onrecord annotate` does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.annotation.brat import read_brat, write_brat
from pipeline.annotation.documents import Document, read_documents, read_gold_documents
from pipeline.annotation.inception import read_inception, write_inception
from pipeline.annotation.label_studio import read_label_studio, write_label_studio
from pipeline.annotation.prodigy import read_prodigy, write_prodigy
from pipeline.annotation.sidecar import SIDECAR
from pipeline.annotation.tools import Tool
from pipeline.errors import AnnotationError, GoldError, InputError, OutputError
from pipeline.quality.annotations import Annotation
from pipeline.quality.gold import read_gold
from pipeline.store import write_lines

SUFFIXES = {Tool.BRAT: ".ann", Tool.INCEPTION: ".xmi", Tool.LABEL_STUDIO: ".json", Tool.PRODIGY: ".jsonl"}

WRITERS: dict[Tool, Callable[[Iterable[Document], Path], int]] = {
    Tool.BRAT: write_brat,
    Tool.INCEPTION: write_inception,
    Tool.LABEL_STUDIO: write_label_studio,
    Tool.PRODIGY: write_prodigy,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes:
        n_articles: written.
        absent: ids of the gold's articles that the run lacks, or of which it has several.
    """

    n_articles: int
    absent: list[str]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in articles.

    Attributes:
        n_new, n_replaced: written.
        n_kept: which the gold file had and no imported file has.
        n_skipped: tasks that nobody has annotated or accepted.
    """

    n_new: int
    n_replaced: int
    n_kept: int
    n_skipped: int


def export_run(run: Path, tool: Tool, out: Path, gold: Path | None = None, blank: bool = False) -> Exported:
    """Writes a run's articles for a tool.

    Args:
        run: output folder of a run.
        tool: which.
        out: folder to write to, which must be new or empty.
        gold: only the articles of this gold file, with its annotation instead of the run's rows.
        blank: leaves out all annotation, for a pass that owes nothing to what was found before.

    Raises:
        OutputError: `out` holds something, which may be somebody's work.
        InputError: there is no run.
        GoldError: the gold cannot be read or does not fit.
        AnnotationError: the tool cannot hold an article, or the run has none of the gold's.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out} is not an empty folder; export into a new one, so that nobody's annotation is lost")
    documents: Iterable[Document]
    documents, absent = (read_documents(run), []) if gold is None else read_gold_documents(run, gold)
    if blank:
        documents = (replace(document, annotation=Annotation()) for document in documents)
    return Exported(WRITERS[tool](documents, out), absent)


def import_files(files: Iterable[Path], tool: Tool, out: Path, articles: Path | None = None, unreviewed: bool = False) -> Imported:
    """Reads what a tool exported into a gold file.

    Args:
        files: files of the tool, and folders that hold some.
        tool: which.
        out: gold file. Articles that it holds already are replaced, in their places; all others are kept.
        articles: `articles.jsonl` of the export, for brat and INCEpTION; looked for beside each file where None.
        unreviewed: takes what Label Studio and Prodigy say nobody has looked at, too.

    Raises:
        InputError: there is no such file.
        AnnotationError: a file cannot be read, or two have the same article; nothing is written.
        GoldError: the gold file cannot be read; nothing is written.
        OutputError: it cannot be written.
    """
    found: dict[str, Document] = {}
    n_skipped = 0
    for file in _find_files(files, SUFFIXES[tool]):
        for document in read_file(file, tool, articles, unreviewed):
            if document is None:
                n_skipped += 1
            elif document.id in found:
                raise AnnotationError(f"{file}: the article {document.id!r} is there twice")
            else:
                found[document.id] = document
    old = _read_old(out)
    renewed = {article_id: _renewed(article, found.get(article_id)) for article_id, article in old.items()}
    renewed |= {article_id: document.gold() for article_id, document in found.items() if article_id not in old}
    if found:
        write_lines(out, renewed.values())
    n_replaced = len(found.keys() & old.keys())
    return Imported(len(found) - n_replaced, n_replaced, len(old) - n_replaced, n_skipped)


def _find_files(paths: Iterable[Path], suffix: str) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            # INCEpTION gives a document's folder the document's whole name
            inside = sorted(file for file in path.rglob(f"*{suffix}") if file.is_file() and file.name != SIDECAR)
            if not inside:
                raise InputError(f"{path} holds no {suffix} file")
            yield from inside
        elif path.exists():
            yield path
        else:
            raise InputError(f"there is no {path}")


def read_file(file: Path, tool: Tool, articles: Path | None, unreviewed: bool) -> Iterable[Document | None]:
    """The articles of one file; None for a task that nobody has decided on."""
    if tool == Tool.LABEL_STUDIO:
        return read_label_studio(file, unreviewed)
    if tool == Tool.PRODIGY:
        return read_prodigy(file, unreviewed)
    return [read_brat(file, articles) if tool == Tool.BRAT else read_inception(file, articles)]


def _read_old(out: Path) -> dict[str, dict[str, Any]]:
    """The articles of a gold file by id, as they are; none where there is no file."""
    if not out.exists():
        return {}
    read_gold(out)
    try:
        lines = out.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise GoldError(f"cannot read the gold {out}: {error}") from error
    return {article["id"]: article for article in map(json.loads, filter(str.strip, lines))}


def _renewed(old: dict[str, Any], new: Document | None) -> dict[str, Any]:
    """An article of the gold with new layers; what else it says of the article stays."""
    if new is None:
        return old
    layers = {key: value for key, value in new.gold().items() if isinstance(value, list)}
    return {**old, **layers}
