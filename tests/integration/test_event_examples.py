"""The examples of the lexicon of events, parsed by the default model: each type says what its examples say."""

from __future__ import annotations

import pytest

from pipeline.extract.event_lexicon import Example, event_lexicon
from pipeline.extract.events import Events
from pipeline.extractor import Extractor
from pipeline.layers import Mention
from pipeline.nlp import Model
from pipeline.parse import Parse
from pipeline.vocabulary import Label
from tests.analysis import analysis_of

EXAMPLES = event_lexicon().examples


@pytest.fixture(scope="module")
def model(extractor: Extractor) -> Model:
    return extractor.model


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e.type}-{'is' if e.holds else 'not'}-{e.trigger}" for e in EXAMPLES])
def test_example(model: Model, example: Example) -> None:
    doc = next(iter(model.parse([example.text])))
    parse = Parse(doc, example.text, model.lemmatize)
    analysis = analysis_of(parse)
    analysis.mentions = [
        Mention(parse.span(name.start, name.end), name.start, name.end, name.root.i, Label(name.label_))
        for name in doc.ents
        if name.label_ in set(Label)
    ]
    Events()(analysis)
    types = [event.type for event in analysis.events if event.span.text(example.text) == example.trigger]
    assert (types == [example.type]) if example.holds else (example.type not in types)
