"""The stages as spaCy components, for who has a pipeline already.

    nlp = spacy.load("en_core_web_sm")
    nlp.add_pipe("onrecord_paragraphs", before="parser")  # no sentence runs over a paragraph's end, as in a run
    nlp.add_pipe("onrecord")
    doc = nlp(text)
    doc._.onrecord_statements

`onrecord` runs every stage; `onrecord_entities`, `onrecord_dates`, `onrecord_statements` and `onrecord_events` only those that
they need. Each needs the tags, the dependencies and the entities of components before it. What "Tuesday" counts from is set before
the pipeline runs:

    doc = nlp.make_doc(text)
    doc._.onrecord_published_at = "2024-03-14"
    doc = nlp(doc)

Results are lists of dicts with the columns of the tables, under `doc._.onrecord_<table>`. They are stored as plain values, so that
a Doc can be saved and can come from another process.
"""

# no "from __future__ import annotations": spaCy reads the annotations of factories as they are
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cached_property, partial
from typing import Any

import pyarrow as pa
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.article import SourceArticle
from pipeline.errors import ModelError
from pipeline.extract import default_stages
from pipeline.nlp import build_lemmatizer, lemma_tables
from pipeline.parse import Lemmatize, Parse
from pipeline.rows import build_rows
from pipeline.schema import TABLES, Record, columns
from pipeline.stages import Analysis, Layer, Stage

PREFIX = "onrecord"
SOURCE = "doc"
"""What stands in `source_path`."""

_NEEDS = ["token.tag", "token.dep", "doc.ents"]
_ANNOTATIONS = {"TAG": "tagger", "DEP": "parser", "ENT_IOB": "ner"}

WANTED: dict[str, frozenset[Layer]] = {
    "onrecord": frozenset(Layer) - {Layer.PARSE},
    "onrecord_entities": frozenset({Layer.MENTIONS, Layer.ENTITIES, Layer.COREFERENCE}),
    "onrecord_dates": frozenset({Layer.DATES}),
    "onrecord_statements": frozenset({Layer.STATEMENTS, Layer.SPEAKERS, Layer.STANCE}),
    "onrecord_events": frozenset({Layer.EVENTS, Layer.PARTICIPANTS, Layer.FACTUALITY, Layer.MAIN_EVENT}),
}
"""The layers for which each component is there."""

_LAYER_OF = {
    "articles": Layer.SECTIONS,
    "entities": Layer.COREFERENCE,
    "mentions": Layer.COREFERENCE,
    "dates": Layer.DATES,
    "statements": Layer.STANCE,
    "statement_speakers": Layer.STANCE,
    "events": Layer.MAIN_EVENT,
    "event_participants": Layer.MAIN_EVENT,
}
"""The layer after which a table is whole."""


def needed_stages(stages: Sequence[Stage], wanted: Iterable[Layer]) -> tuple[Stage, ...]:
    """The stages that give the layers, and those that give what these require, in order."""
    needed = set(wanted)
    chosen = []
    for stage in reversed(stages):
        if needed & stage.provides:
            needed |= stage.requires
            chosen.append(stage)
    return tuple(reversed(chosen))


class Component:
    """Runs stages on a Doc and leaves their rows on it.

    Args:
        nlp: the pipeline, for its lemmatizer.
        name: of the component.
        wanted: the layers that it is there for.
    """

    def __init__(self, nlp: Language, name: str, wanted: frozenset[Layer]) -> None:
        self.name = name
        self._nlp = nlp
        self._stages = needed_stages(default_stages(), wanted)
        given = frozenset[Layer]().union(*(stage.provides for stage in self._stages))
        self._tables = [table for table in TABLES if _LAYER_OF[table] in given]

    def __call__(self, doc: Doc) -> Doc:
        """Fills `doc._.onrecord_<table>`.

        Raises:
            ModelError: a component that it needs has not run.
        """
        missing = [pipe for name, pipe in _ANNOTATIONS.items() if len(doc) and not doc.has_annotation(name)]
        if missing:
            raise ModelError(f"the component {self.name!r} needs {' and '.join(missing)} before it in the pipeline")
        from pipeline.ingest.times import read_published  # late: spaCy imports this module for every pipeline that it loads

        published = read_published(doc._.onrecord_published_at)
        article = SourceArticle(
            source_path=SOURCE,
            source_record=0,
            source_id=doc._.onrecord_id,
            text=doc.text,
            published_at=published.at if published else None,
            published_precision=published.precision if published else None,
        )
        analysis = Analysis(article=article, parse=Parse(doc, doc.text, self._lemmatize))
        for stage in self._stages:
            stage(analysis)
        rows = build_rows(analysis)
        kept = doc._.onrecord_rows or {}
        doc._.onrecord_rows = {**kept, **{table: [_plain(record) for record in rows.tables[table]] for table in self._tables}}
        return doc

    @cached_property
    def _lemmatize(self) -> Lemmatize | None:
        """That of a run, where the pipeline has the tables; None leaves it to the Doc's own lemmas."""
        tables = lemma_tables(self._nlp)
        return build_lemmatizer(tables) if tables else None


def _plain(record: Record) -> dict[str, Any]:
    """A record as values that spaCy can store: strings, numbers, lists; days and instants in ISO 8601."""
    return {field.name: _plain_value(getattr(record, field.name)) for field in fields(record)}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)  # a word of a vocabulary, too
    if isinstance(value, list):
        return [_plain_value(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain_value(each) for key, each in value.items()}
    return value


def _rows_of(doc: Doc, table: str) -> list[dict[str, Any]] | None:
    """The rows of a table, with days and instants; None where no component gave it."""
    stored = (doc._.onrecord_rows or {}).get(table)
    if stored is None:
        return None
    days = [column.name for column in columns(table) if pa.types.is_date32(column.type)]
    instants = [column.name for column in columns(table) if pa.types.is_timestamp(column.type)]
    rows = [dict(row) for row in stored]
    for row in rows:
        row |= {name: dt.date.fromisoformat(row[name]) for name in days if row[name]}
        row |= {name: dt.datetime.fromisoformat(row[name]) for name in instants if row[name]}
    return rows


def _register() -> None:
    """Declares extensions and factories; spaCy keeps both for the process, and asks for each once."""
    for name in ("id", "published_at", "rows"):
        if not Doc.has_extension(f"{PREFIX}_{name}"):
            Doc.set_extension(f"{PREFIX}_{name}", default=None)
    for table in TABLES:
        if not Doc.has_extension(f"{PREFIX}_{table}"):
            Doc.set_extension(f"{PREFIX}_{table}", getter=partial(_rows_of, table=table))


_register()


@Language.factory("onrecord", requires=_NEEDS)
def create_all(nlp: Language, name: str) -> Component:
    """Every stage."""
    return Component(nlp, name, WANTED["onrecord"])


@Language.factory("onrecord_entities", requires=_NEEDS)
def create_entities(nlp: Language, name: str) -> Component:
    """Mentions, entities, coreference."""
    return Component(nlp, name, WANTED["onrecord_entities"])


@Language.factory("onrecord_dates", requires=_NEEDS)
def create_dates(nlp: Language, name: str) -> Component:
    """Time expressions."""
    return Component(nlp, name, WANTED["onrecord_dates"])


@Language.factory("onrecord_statements", requires=_NEEDS)
def create_statements(nlp: Language, name: str) -> Component:
    """Statements with their speakers, and what these need: entities and dates."""
    return Component(nlp, name, WANTED["onrecord_statements"])


@Language.factory("onrecord_events", requires=_NEEDS)
def create_events(nlp: Language, name: str) -> Component:
    """Events with their participants, and what these need: all the rest."""
    return Component(nlp, name, WANTED["onrecord_events"])
