"""The stages in somebody's own spaCy pipeline."""

from __future__ import annotations

import importlib
import tomllib
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components import WANTED
from pipeline.errors import ModelError
from pipeline.extractor import Extractor
from pipeline.nlp import load_plain
from pipeline.rows import build_rows
from pipeline.schema import TABLES, columns
from tests.runs import ROOT
from tests.synthetic import articles

(RECORD,) = articles(1, seed=11, paragraphs=9)
ENTRY_POINTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]["spacy_factories"]

IDS = {"article_id", "source_path", "source_record", "source_id"}


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The pipeline as its makers give it, with a lemmatizer of its own."""
    return load_plain("en_core_web_md")


@pytest.fixture
def run_with(nlp: Language) -> Any:
    """Adds components for one test, and takes them away."""
    added: list[str] = []

    def run(*names: str) -> Doc:
        for name in names:
            nlp.add_pipe(name)
            added.append(name)
        doc = nlp.make_doc(RECORD["text"])
        doc._.onrecord_published_at = RECORD["published_at"]
        doc._.onrecord_id = RECORD["id"]
        return nlp(doc)

    yield run
    for name in added:
        nlp.remove_pipe(name)


@pytest.mark.parametrize("name", sorted(ENTRY_POINTS))
def test_an_entry_point_leads_to_the_factory_of_its_name(name: str):
    module, _, attribute = ENTRY_POINTS[name].partition(":")
    assert callable(getattr(importlib.import_module(module), attribute))
    assert Language.has_factory(name)


def test_every_component_has_an_entry_point():
    assert set(ENTRY_POINTS) == {*WANTED, "onrecord_paragraphs"}


def test_the_rows_are_those_of_a_run_on_the_same_parse(extractor: Extractor):
    """The model of a run, with our component added, gives what a run gives."""
    from pipeline.article import SourceArticle
    from pipeline.ingest.times import read_published

    model = extractor.model
    published = read_published(RECORD["published_at"])
    assert published
    article = SourceArticle(
        source_path="doc",
        source_record=0,
        source_id=RECORD["id"],
        text=RECORD["text"],
        published_at=published.at,
        published_precision=published.precision,
    )
    expected = build_rows(extractor.analyse(article))
    doc = next(iter(model.parse([RECORD["text"]])))
    assert isinstance(doc, Doc)
    doc._.onrecord_published_at = RECORD["published_at"]
    doc._.onrecord_id = RECORD["id"]
    from pipeline.components import Component

    component = Component(model.nlp, "onrecord", WANTED["onrecord"])
    component.__dict__["_lemmatize"] = model.lemmatize  # a run drops the lemmatizer once it has its tables
    component(doc)
    for table in TABLES:
        rows = [{column.name: getattr(record, column.name) for column in columns(table)} for record in expected.tables[table]]
        assert getattr(doc._, f"onrecord_{table}") == rows
    assert len(doc._.onrecord_statements) > 2
    assert any(row["first_date"] for row in doc._.onrecord_dates)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("onrecord_entities", {"articles", "entities", "mentions"}),
        ("onrecord_dates", {"articles", "dates"}),
        ("onrecord_statements", {"articles", "entities", "mentions", "dates", "statements", "statement_speakers"}),
        ("onrecord_events", set(TABLES)),
    ],
)
def test_a_component_gives_its_part_of_the_whole(run_with: Any, name: str, given: set[str]):
    whole = run_with("onrecord")
    part = run_with(name)
    for table in TABLES:
        rows = getattr(part._, f"onrecord_{table}")
        assert rows == getattr(whole._, f"onrecord_{table}")
    assert given == {table for table in TABLES if table in _alone(part.vocab, name, whole)}


def _alone(vocab: Any, name: str, parsed: Doc) -> dict[str, Any]:
    """What one component alone leaves on a parsed Doc."""
    from pipeline.components import Component

    doc = parsed.copy()
    doc._.onrecord_rows = None
    Component(spacy.blank("en"), name, WANTED[name])(doc)
    found: dict[str, Any] = doc._.onrecord_rows
    return found


def test_a_doc_can_be_saved_and_come_back(run_with: Any, nlp: Language):
    doc = run_with("onrecord")
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back._.onrecord_dates == doc._.onrecord_dates
    assert back._.onrecord_statements == doc._.onrecord_statements


def test_without_a_date_tuesday_is_open(nlp: Language, run_with: Any):
    run_with("onrecord_dates")
    (row,) = nlp("The mayor of Leeds resigned on Tuesday.")._.onrecord_dates
    assert (row["value"], row["first_date"]) == ("XXXX-WXX-2", None)


def test_what_has_not_run_gives_nothing():
    assert spacy.blank("en")("It rained.")._.onrecord_statements is None


def test_a_pipeline_without_a_parser_is_told():
    blank = spacy.blank("en")
    blank.add_pipe("onrecord")
    with pytest.raises(ModelError, match="needs tagger and parser and ner before it"):
        blank("It rained.")


def test_an_empty_text_gives_no_rows(nlp: Language, run_with: Any):
    run_with("onrecord")
    doc = nlp("")
    assert doc._.onrecord_statements == []
