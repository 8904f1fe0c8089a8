"""Articles with their annotation, from a run and to gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.annotation.marking import in_order
from pipeline.errors import AnnotationError
from pipeline.markup.article_rows import group_articles
from pipeline.quality.annotations import Annotation
from pipeline.quality.found import COLUMNS, article_keys, build_annotation
from pipeline.quality.gold import build_gold, read_gold
from pipeline.reading import load
from pipeline.reading.frames import read_arrow
from pipeline.reading.run import Run
from pipeline.reading.source import Source
from pipeline.vocabulary import Precision

_ARTICLE = ["article_id", "source_path", "source_id", "source_record", "published_at", "published_precision", "text"]
_KEYS = ["article_id", "source_path", "source_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with its annotation.

    Attributes:
        id: what gold calls it.
        path, record: where it was read from; None where that is not known.
        published_at: as gold writes it, an ISO 8601 date or time; None where it is not known.
        text: every span of the annotation counts its code points.
    """

    id: str
    path: str | None
    record: int | None
    published_at: str | None
    text: str
    annotation: Annotation

    def gold(self) -> dict[str, Any]:
        """The object that a gold file holds for it."""
        facts = {"id": self.id, "path": self.path, "record": self.record, "published_at": self.published_at}
        return {**facts, **build_gold(self.annotation, self.text)}


def read_documents(folder: Path) -> Iterator[Document]:
    """The articles of a run, with what the run found in them.

    Raises:
        InputError: there is no run.
    """
    run = load(folder)
    names = _names(run)
    for part in run.source.parts():
        for document in _documents(part, names):
            yield replace(document, annotation=in_order(_with_mentions(document.annotation)))


def read_gold_documents(folder: Path, gold: Path) -> tuple[list[Document], list[str]]:
    """The articles of a run that gold has, with what the gold says of them, and the ids of those that the run lacks.

    Raises:
        InputError: there is no run.
        GoldError: the gold cannot be read, or does not fit the text of an article.
        AnnotationError: the run has none of the gold's articles.
    """
    run = load(folder)
    articles = {article.id: article for article in read_gold(gold).articles}
    names = {article_id: articles.keys() & set(mine) for article_id, mine in _names(run).items()}
    here = {article_id: min(fitting) for article_id, fitting in names.items() if fitting}
    if not here:
        raise AnnotationError(f"the run {folder} has none of the articles of {gold}, or several of each name")
    documents = []
    for part in run.source.parts():
        for document in _documents(part, {article_id: [name] for article_id, name in here.items()}):
            article = articles[document.id]
            article.check_text(document.text)
            documents.append(replace(document, annotation=in_order(article.annotation)))
    return documents, sorted(articles.keys() - set(here.values()))


def _names(run: Run) -> dict[str, list[str]]:
    """What gold may call each article, by `article_id`: the first that no other article has is the one to use."""
    keys = {row["article_id"]: article_keys(row) for row in run.arrow("articles", _KEYS).to_pylist()}
    holders = Counter(key for mine in keys.values() for key in mine)
    return {article_id: [key for key in mine if holders[key] == 1] for article_id, mine in keys.items()}


def _documents(part: Source, names: dict[str, list[str]]) -> Iterator[Document]:
    """The articles of a part that have a name here, which is their id."""
    tables = {table: read_arrow(part, table, _ARTICLE if table == "articles" else columns) for table, columns in COLUMNS.items()}
    for rows in group_articles(tables):
        article = rows.article
        if article["article_id"] not in names:
            continue
        yield Document(
            id=names[article["article_id"]][0],
            path=article["source_path"],
            record=article["source_record"],
            published_at=_published(article),
            text=rows.text,
            annotation=build_annotation({table: rows[table] for table in COLUMNS if table != "articles"}),
        )


def _published(article: dict[str, Any]) -> str | None:
    moment = article["published_at"]
    if moment is None:
        return None
    return str(moment.date() if article["published_precision"] == Precision.DAY else moment.isoformat())


def _with_mentions(annotation: Annotation) -> Annotation:
    """Without entities that are nowhere named, which gold cannot hold."""
    return replace(annotation, entities=tuple(entity for entity in annotation.entities if entity.mentions))
