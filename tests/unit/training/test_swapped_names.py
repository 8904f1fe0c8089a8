"""Copies of annotated texts with other names in them."""

from __future__ import annotations

import random

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

from pipeline.training.swapped_names import NamePool, collect_names, swap_names

NLP = spacy.blank("en")
WORDS = "Ana Lind left Korva . Lind praised the Harbour Board on Monday".split()
ENTS = [(0, 2, "PERSON"), (3, 4, "GPE"), (5, 6, "PERSON"), (8, 10, "ORG"), (11, 12, "DATE")]
POOL = NamePool({"PERSON": [("Bo", "Voss")], "GPE": [("Teal", "City"), ("Norlin",)], "ORG": [("Dock", "Workers", "Union")]})


def example() -> Example:
    reference = Doc(NLP.vocab, words=WORDS)
    spans = [Span(reference, first, last, label=label) for first, last, label in ENTS]
    reference.set_ents(spans, missing=[reference[6:7]], default="outside")
    return Example(Doc(NLP.vocab, words=WORDS), reference)


@pytest.fixture
def swapped(monkeypatch: pytest.MonkeyPatch) -> Example:
    monkeypatch.setattr("pipeline.training.swapped_names.SHARE", 1.0)
    return swap_names(example(), POOL, random.Random(1))


def test_all_places_of_a_name_change_alike(swapped: Example) -> None:
    expected = ["Bo Voss", "Norlin", "Voss", "Dock Workers Union", "Monday"]
    assert [entity.text for entity in swapped.reference.ents] == expected
    assert swapped.reference.text == "Bo Voss left Norlin . Voss praised the Dock Workers Union on Monday "


def test_the_labels_stay_and_so_does_what_is_not_known(swapped: Example) -> None:
    assert [entity.label_ for entity in swapped.reference.ents] == [label for _, _, label in ENTS]
    assert [token.text for token in swapped.reference if token.ent_iob_ == ""] == ["praised"]
    assert swapped.predicted.text == swapped.reference.text
    assert not swapped.predicted.ents


def test_nothing_to_draw_from_changes_nothing() -> None:
    assert swap_names(example(), NamePool({"PERSON": [], "GPE": [], "ORG": []}), random.Random(1)).reference.text.split() == WORDS


def test_one_seed_gives_one_copy() -> None:
    texts = {swap_names(example(), POOL, random.Random(3)).reference.text for _ in range(3)}
    assert len(texts) == 1


def test_the_names_of_a_corpus() -> None:
    pool = collect_names([example()], [("Teal", "City")])
    assert pool.names["PERSON"] == (("Ana", "Lind"), ("Lind",))
    assert pool.names["GPE"] == (("Korva",), ("Teal", "City"))
