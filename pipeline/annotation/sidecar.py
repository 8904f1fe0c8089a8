"""What brat and INCEpTION do not keep of an article: one line an article in `articles.jsonl`, beside what is exported.

    {"file", "id", "path", "record", "published_at", "text"}

An annotated file is tied to its article by its text, whatever the tool has called it meanwhile, and by `file`, its name
without suffix, where two articles have the same text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.annotation.documents import Document
from pipeline.annotation.files import get_int_or_none, get_string, get_string_or_none, read_json_lines
from pipeline.annotation.graph import excerpts
from pipeline.errors import AnnotationError
from pipeline.quality.annotations import Annotation
from pipeline.store import write_lines

SIDECAR = "articles.jsonl"


def sidecar_row(file: str, document: Document) -> dict[str, Any]:
    """The line of a document; `file` is its name without suffix."""
    return {
        "file": file,
        "id": document.id,
        "path": document.path,
        "record": document.record,
        "published_at": document.published_at,
        "text": document.text,
    }


def write_sidecar(folder: Path, rows: list[dict[str, Any]]) -> None:
    """Writes `articles.jsonl`."""
    write_lines(folder / SIDECAR, rows)


class Sidecar:
    """The articles that were exported, without annotation.

    Args:
        documents: by the names of their files.
        shown: how the tool shows a text.
    """

    def __init__(self, documents: dict[str, Document], shown: Callable[[str], str] = str) -> None:
        self._by_file = documents
        self._shown = shown
        self._by_text: dict[str, list[str]] = {}
        for file, document in documents.items():
            self._by_text.setdefault(shown(document.text), []).append(file)

    def find(self, file: Path, text: str) -> Document:
        """The article of an annotated file, without annotation.

        Args:
            file: what was annotated.
            text: as the tool shows it.

        Raises:
            AnnotationError: the article of that name has another text, or several have this one.
        """
        same = self._by_text.get(text, [])
        if len(same) == 1 or file.stem in same:
            return self._by_file[same[0] if len(same) == 1 else file.stem]
        if same:
            raise AnnotationError(f"{file}: {', '.join(same)} all have this text; give the file one of their names")
        if file.stem in self._by_file:
            one, other = excerpts(text, self._shown(self._by_file[file.stem].text))
            raise AnnotationError(f"{file}: the text is not the one that was exported: it has {one!r}, which was {other!r}")
        return Document(id=file.stem, path=None, record=None, published_at=None, text=text, annotation=Annotation())


def read_sidecar(file: Path, articles: Path | None, shown: Callable[[str], str] = str) -> Sidecar:
    """The articles that were exported.

    Args:
        file: an annotated file; `articles.jsonl` is looked for beside it.
        articles: where it is instead; None to look.
        shown: how the tool shows a text.

    Raises:
        AnnotationError: it cannot be read.
    """
    beside = articles or file.parent / SIDECAR
    if articles is None and not beside.exists():
        return Sidecar({}, shown)
    documents: dict[str, Document] = {}
    for where, row in read_json_lines(beside):
        name = get_string(row, "file", where)
        if name in documents:
            raise AnnotationError(f"{where}: {name!r} is there twice")
        documents[name] = read_facts(row, where, get_string(row, "text", where))
    return Sidecar(documents, shown)


def read_facts(row: dict[str, Any], where: str, text: str) -> Document:
    """An article without annotation, from id, path, record and published_at."""
    return Document(
        id=get_string(row, "id", where),
        path=get_string_or_none(row, "path", where),
        record=get_int_or_none(row, "record", where),
        published_at=get_string_or_none(row, "published_at", where),
        text=text,
        annotation=Annotation(),
    )
