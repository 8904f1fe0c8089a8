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
from pipeline.quality.gold import GoldArticle, build_gold, read_gold
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


def read_documents(folder: Path, gold: Path | None = None) -> Iterator[Document]:
    """The articles of a run, with what the run found in them or with what gold says.

    Args:
        folder: of the run.
        gold: only its articles, with its annotation.

    Raises:
        InputError: there is no run.
        GoldError: the gold cannot be read, or does not fit the text of an article.
        AnnotationError: the run lacks an article of the gold.
    """
    run = load(folder)
    names = _names(run)
    wanted = None if gold is None else _find_gold(read_gold(gold).articles, names, folder)
    for part in run.source.parts():
        for document in _documents(part, names):
            if wanted is None:
                yield replace(document, annotation=in_order(_with_mentions(document.annotation)))
            elif (article := wanted.get(document.id)) is not None:
                article.check_text(document.text)
                yield replace(document, id=article.id, annotation=in_order(article.annotation))


def _names(run: Run) -> dict[str, list[str]]:
    """What gold may call each article, by `article_id`: the first that no other article has is the one to use."""
    keys = {row["article_id"]: article_keys(row) for row in run.arrow("articles", _KEYS).to_pylist()}
    holders = Counter(key for mine in keys.values() for key in mine)
    return {article_id: [key for key in mine if holders[key] == 1] for article_id, mine in keys.items()}


def _find_gold(articles: tuple[GoldArticle, ...], names: dict[str, list[str]], folder: Path) -> dict[str, GoldArticle]:
    """The articles of the gold by the id that the run's documents get."""
    first = {name: mine[0] for mine in names.values() for name in mine}
    absent = [article.id for article in articles if article.id not in first]
    if absent:
        raise AnnotationError(f"the run {folder} lacks articles of the gold, or has several of one name: {', '.join(absent)}")
    return {first[article.id]: article for article in articles}


def _documents(part: Source, names: dict[str, list[str]]) -> Iterator[Document]:
    tables = {table: read_arrow(part, table, _ARTICLE if table == "articles" else columns) for table, columns in COLUMNS.items()}
    for rows in group_articles(tables):
        article = rows.article
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
