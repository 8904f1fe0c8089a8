from functools import cache
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.encoder import CHUNK, is_known, quicken

EMBED = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": 16,
    "attrs": ["NORM", "PREFIX", "SHAPE", "SPACY"],
    "rows": [50, 20, 20, 10],
    "include_static_vectors": True,
}
ENCODE = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 16, "window_size": 1, "maxout_pieces": 3, "depth": 2}
WORDS = ["rain", "Oslo", "fell", "on", "the", "hills", ",", ".", "n't", "2020", "Ærø", "\n\n"]


def blank(embed: dict[str, Any] | None = None, encode: dict[str, Any] | None = None) -> Language:
    """A pipeline with random weights: an encoder, a tagger that listens to it, and an entity recognizer with its own."""
    nlp = spacy.blank("en")
    rng = np.random.default_rng(7)
    for word in WORDS[:9]:
        nlp.vocab.set_vector(word, rng.normal(size=12).astype(np.float32))
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2", "embed": {**EMBED, **(embed or {})}, "encode": {**ENCODE, **(encode or {})}}
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    recognizer = nlp.add_pipe("ner", config={"model": {**NER, "tok2vec": tok2vec}})
    recognizer.add_label("GPE")  # type: ignore[attr-defined]
    nlp.initialize()
    for name in ("tok2vec", "ner"):
        for node in nlp.get_pipe(name).model.walk():  # type: ignore[attr-defined]
            for param in node.param_names:
                node.set_param(param, rng.normal(scale=0.3, size=node.get_param(param).shape).astype(np.float32))
    return nlp


NER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 8,
    "maxout_pieces": 2,
    "use_upper": True,
}


@cache
def pair() -> tuple[Language, Language]:
    """The same pipeline twice, the second quickened."""
    slow, quick = blank(), blank()
    quicken(quick)
    return slow, quick


def docs(nlp: Language, texts: list[list[str]]) -> list[Doc]:
    return [Doc(nlp.vocab, words=words) for words in texts]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), max_size=6))
def test_vectors_are_those_of_the_original(texts: list[list[str]]) -> None:
    slow, quick = pair()
    expected, found = (list(nlp.get_pipe("tok2vec").predict(docs(nlp, texts))) for nlp in (slow, quick))  # type: ignore[attr-defined]
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("length", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 3])
def test_chunks_leave_no_seam(length: int) -> None:
    slow, quick = pair()
    words = [WORDS[(7 * index + index // 5) % len(WORDS)] for index in range(length)]
    expected, found = (nlp.get_pipe("tok2vec").predict(docs(nlp, [words, words[:3]])) for nlp in (slow, quick))  # type: ignore[attr-defined]
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_the_recognizer_finds_what_it_found() -> None:
    slow, quick = pair()
    texts = [[WORDS[(3 * index + shift) % len(WORDS)] for index in range(40)] for shift in range(8)]
    expected, found = ([[(e.start, e.end) for e in doc.ents] for doc in nlp.pipe(docs(nlp, texts))] for nlp in (slow, quick))
    assert found == expected
    assert any(expected)


def test_no_docs_and_empty_docs() -> None:
    _, quick = pair()
    predict = quick.get_pipe("tok2vec").predict  # type: ignore[attr-defined]
    assert list(predict([])) == []
    assert [vectors.shape for vectors in predict(docs(quick, [[], []]))] == [(0, 16), (0, 16)]
    assert [vectors.shape for vectors in predict(docs(quick, [[], ["rain"], []]))] == [(0, 16), (1, 16), (0, 16)]


def test_training_runs_the_original_layers() -> None:
    nlp = blank()
    quicken(nlp)
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    vectors, backprop = model(docs(nlp, [["rain", "fell"]]), is_train=True)
    backprop(vectors)
    assert any(node.has_grad(name) for node in model.walk() for name in node.param_names)


@pytest.mark.parametrize(
    ("embed", "encode", "expected"),
    [
        pytest.param({}, {}, True, id="as in the md pipeline"),
        pytest.param({"include_static_vectors": False}, {}, True, id="as in the sm pipeline"),
        pytest.param({}, {"depth": 4, "maxout_pieces": 2}, True, id="other sizes"),
        pytest.param({}, {"window_size": 2}, False, id="a wider window"),
        pytest.param({}, {"@architectures": "spacy.MishWindowEncoder.v2", "maxout_pieces": None}, False, id="another activation"),
    ],
)
def test_only_a_known_form_is_replaced(embed: dict[str, Any], encode: dict[str, Any], expected: bool) -> None:
    encode = {key: value for key, value in {**ENCODE, **encode}.items() if value is not None}
    nlp = blank_encoder({**EMBED, **embed}, encode)
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    assert is_known(model, nlp.vocab) is expected
    before = nlp.get_pipe("tok2vec").predict(docs(nlp, [WORDS]))  # type: ignore[attr-defined]
    quicken(nlp)
    assert (nlp.get_pipe("tok2vec").model.name == "quick_tok2vec") is expected  # type: ignore[attr-defined]
    after = nlp.get_pipe("tok2vec").predict(docs(nlp, [WORDS]))  # type: ignore[attr-defined]
    np.testing.assert_allclose(after[0], before[0], rtol=1e-4, atol=1e-5)


def blank_encoder(embed: dict[str, Any], encode: dict[str, Any]) -> Language:
    nlp = spacy.blank("en")
    nlp.vocab.set_vector("rain", np.ones(12, dtype=np.float32))
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}})
    nlp.initialize()
    return nlp
