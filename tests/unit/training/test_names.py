"""Joining a corpus's names with what the pipeline says of the same text."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from pipeline.training.names import build_example

TEXT = "The Harbour Board met Ana Ruiz in Korva on Monday near Lake Teal."


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A pipeline that knows some names of the text, as the recognizer to be trained would."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "ORG", "pattern": "The Harbour Board"},
            {"label": "DATE", "pattern": "Monday"},
            {"label": "LOC", "pattern": "Lake Teal"},
            {"label": "PERSON", "pattern": "Korva"},
            {"label": "EVENT", "pattern": "met"},
        ]
    )
    return nlp


def found(nlp: Language, *gold: tuple[str, str]) -> list[tuple[str, str]]:
    spans = [(TEXT.index(name), TEXT.index(name) + len(name), kind) for name, kind in gold]
    return [(entity.text, entity.label_) for entity in build_example(nlp, TEXT, spans).reference.ents]


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        pytest.param(("Ana Ruiz", "Person"), ("Ana Ruiz", "PERSON"), id="a new name"),
        pytest.param(("Harbour Board", "Organization"), ("The Harbour Board", "ORG"), id="the determiner that the pipeline keeps"),
        pytest.param(("Lake Teal", "Location"), ("Lake Teal", "LOC"), id="the pipeline's kind of place"),
        pytest.param(("Korva", "Location"), ("Korva", "GPE"), id="a place that the pipeline took for a person"),
        pytest.param(("met", "Misc"), ("met", "EVENT"), id="what the corpus does not tell apart"),
    ],
)
def test_the_label_of_a_name(nlp: Language, gold: tuple[str, str], expected: tuple[str, str]) -> None:
    assert expected in found(nlp, gold)


def test_what_the_corpus_does_not_annotate_is_kept(nlp: Language) -> None:
    assert ("Monday", "DATE") in found(nlp, ("Ana Ruiz", "Person"))


def test_a_name_that_the_corpus_does_not_have_is_dropped(nlp: Language) -> None:
    assert ("Korva", "PERSON") not in found(nlp, ("Ana Ruiz", "Person"))


def test_what_cannot_be_told_is_missing_and_not_outside(nlp: Language) -> None:
    start = TEXT.index("Ana Ruiz")
    reference = build_example(nlp, TEXT, [(start, start + 8, "Date")]).reference
    token = next(token for token in reference if token.text == "Ana")
    assert token.ent_iob_ == ""


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("They won the Teal Cup again.", "Teal Cup", [("Teal Cup", "EVENT")], id="its last word tells it"),
        pytest.param("He saw “Blue Harbour” twice.", "Blue Harbour", [("Blue Harbour", "WORK_OF_ART")], id="in quotation marks"),
        pytest.param("They danced Korva there.", "Korva", [], id="at least no person"),
    ],
)
def test_names_of_other_kinds(nlp: Language, text: str, name: str, expected: list[tuple[str, str]]) -> None:
    start = text.index(name)
    reference = build_example(nlp, text, [(start, start + len(name), "Misc")]).reference
    assert [(entity.text, entity.label_) for entity in reference.ents] == expected
    assert all(token.ent_iob_ != "" for token in reference)


def test_a_river_that_the_pipeline_missed_is_no_town(nlp: Language) -> None:
    text = "It flows into Korva River there."
    reference = build_example(nlp, text, [(14, 25, "Location")]).reference
    assert [(entity.text, entity.label_) for entity in reference.ents] == [("Korva River", "LOC")]
