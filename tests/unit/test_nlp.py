from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.catalog import identify_model, known_models
from pipeline.errors import ModelError, RecordFault
from pipeline.nlp import (
    PIECE_CHARS,
    SIGN_CHARS,
    WORD_CHARS,
    Model,
    build_lemmatizer,
    load_model,
    load_plain,
    readable,
    split_text,
)
from pipeline.vocabulary import QuarantineReason, QuarantineStage

TEXTS = st.text(alphabet=st.sampled_from("ab \n\t.\r"), max_size=120)


@Language.component("test_refuses")
def refuse(doc: Doc) -> Doc:
    if "boom" in doc.text:
        raise RuntimeError("it blew up\nand this line is not told")
    return doc


@Language.component("test_names")
def name_capitals(doc: Doc) -> Doc:
    doc.ents = tuple(Span(doc, token.i, token.i + 1, "PERSON") for token in doc if token.is_title)
    return doc


def model(*components: str) -> Model:
    nlp = spacy.blank("en")
    for component in components:
        nlp.add_pipe(component)
    return Model("blank", "0", nlp, build_lemmatizer({}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text\n\twith breaks\r\n", "plain text\n\twith breaks\r\n"),
        ("a\x00b\x1bc\x7fd", "a b c d"),
        ("a\ud800b\uffffc\ufeffd\u200be", "a b c d e"),
        ("x" * WORD_CHARS, "x" * WORD_CHARS),
        ("a" + "," * 300 + " b", "x" * 301 + " b"),
        ("a " + "-" * SIGN_CHARS + " b", "a " + "-" * SIGN_CHARS + " b"),
        ("a " + "-" * (SIGN_CHARS + 1) + " b", "a " + "." * (SIGN_CHARS + 1) + " b"),
        ("said" + "😀" * 40 + "so", "said" + "." * 40 + "so"),
        ("_" * 100 + " é" + "é" * 100, "_" * 100 + " é" + "é" * 100),
        ("naïve “quotes” — 漢字", "naïve “quotes” — 漢字"),
    ],
)
def test_readable(text: str, expected: str) -> None:
    assert readable(text) == expected


@given(st.text(alphabet=st.characters()))
def test_readable_keeps_the_length(text: str) -> None:
    found = readable(text)
    assert len(found) == len(text)
    assert readable(found) == found
    found.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("", 10, [""], id="nothing"),
        pytest.param("abc", 10, ["abc"], id="short"),
        pytest.param("aaaaaa\n\nbb cc", 10, ["aaaaaa\n\n", "bb cc"], id="at a blank line"),
        pytest.param("aaaaaa\n \t\nbb ccc", 12, ["aaaaaa\n \t\n", "bb ccc"], id="at a blank line with spaces"),
        pytest.param("a\n\nbbbbbb ccc", 10, ["a\n\nbbbbbb ", "ccc"], id="not in the first half"),
        pytest.param("aaaa bb cccc", 10, ["aaaa bb ", "cccc"], id="at a space"),
        pytest.param("aaaaaa\nbbbbbb", 10, ["aaaaaa\n", "bbbbbb"], id="at a line break"),
        pytest.param("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5], id="anywhere"),
    ],
)
def test_split_text(text: str, limit: int, expected: list[str]) -> None:
    assert split_text(text, limit) == expected


@given(TEXTS, st.integers(1, 30))
def test_pieces_join_to_the_text(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)
    assert all(pieces) or pieces == [""]


def test_a_parse_has_the_text_s_offsets() -> None:
    text = "Anna left.\x00 \n\n" + "z" * 500 + " end"
    (doc,) = model().parse([text])
    assert isinstance(doc, Doc)
    assert len(doc.text) == len(text)
    assert doc[0].text == "Anna"
    assert (doc[-1].idx, doc[-1].text) == (len(text) - 3, "end")


def test_a_long_text_is_read_in_pieces_and_joined() -> None:
    paragraph = "Anna met Tom in a small town by the river.\n\n"
    text = paragraph * (2 * PIECE_CHARS // len(paragraph))
    (doc,) = model("test_names").parse([text])
    assert isinstance(doc, Doc)
    assert doc.text == text
    assert len(doc.ents) == 2 * text.count("Anna")
    assert {text[entity.start_char : entity.end_char] for entity in doc.ents} == {"Anna", "Tom"}


def test_a_text_that_fails_costs_that_text_alone() -> None:
    docs = list(model("test_refuses").parse(["one", "boom", "three", ""]))
    assert [doc.text for doc in docs if isinstance(doc, Doc)] == ["one", "three", ""]
    fault = docs[1]
    assert isinstance(fault, RecordFault)
    assert (fault.stage, fault.reason) == (QuarantineStage.PARSE, QuarantineReason.ERROR)
    assert fault.message == "RuntimeError: it blew up"


def test_a_fault_in_one_piece_is_the_whole_text_s() -> None:
    text = "word " * (PIECE_CHARS // 4) + "boom"
    found = list(model("test_refuses").parse([text, "after"]))
    assert [type(item) for item in found] == [RecordFault, Doc]


def test_no_texts_give_no_docs() -> None:
    assert list(model().parse([])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here\n\ntwo there", ["two"]),
        ("One here\ntwo there", ["two"]),
        ("Rain falls\non Oslo\nand on\nthe hills\naround it.", []),
        ("One here\n \ntwo there", ["two"]),
        ("One here\r\n\r\ntwo there", ["two"]),
        ("\n\nOne here", ["One"]),
        ("OSLO (CP) — One here", ["One"]),
        ("One\n\n", []),
        ("", []),
    ],
)
def test_a_sentence_starts_at_each_paragraph(text: str, expected: list[str]) -> None:
    (doc,) = model("onrecord_paragraphs").parse([text])
    assert isinstance(doc, Doc)
    assert [token.text for token in doc[1:] if token.is_sent_start] == expected


EXCEPTIONS = {"verb": {"said": ["say"], "went": ["go"]}, "noun": {"men": ["man"]}}
RULES = {
    "verb": [["ies", "y"], ["es", "e"], ["es", ""], ["s", ""], ["ed", "e"], ["ed", ""], ["ing", "e"], ["ing", ""]],
    "noun": [["ies", "y"], ["s", ""]],
    "adj": [["er", ""]],
}
INDEX = {"verb": {"claim", "hope", "deny", "tell"}, "noun": {"claim"}, "adj": set()}


@pytest.mark.parametrize(
    ("lower", "tag", "expected"),
    [
        pytest.param("said", "VBD", "say", id="exception"),
        pytest.param("said", "NN", "said", id="base form of another part of speech"),
        pytest.param("claimed", "VBD", "claim", id="known form by the second rule"),
        pytest.param("hoped", "VBN", "hope", id="known form by the first rule"),
        pytest.param("denies", "VBZ", "deny", id="longer suffix"),
        pytest.param("blorbed", "VBD", "blorbe", id="unknown: the first rule that applies"),
        pytest.param("claims", "NNS", "claim", id="noun"),
        pytest.param("men", "NNS", "man", id="irregular noun"),
        pytest.param("claims", "NNP", "claims", id="names are left"),
        pytest.param("faster", "JJR", "fast", id="adjective"),
        pytest.param("say", "VB", "say", id="base form"),
        pytest.param("of", "IN", "of", id="other words"),
        pytest.param("s", "VBZ", "s", id="a suffix alone"),
    ],
)
def test_lemmatizer(lower: str, tag: str, expected: str) -> None:
    lemmatize = build_lemmatizer({"lemma_exc": EXCEPTIONS, "lemma_rules": RULES, "lemma_index": INDEX})
    assert lemmatize(lower, tag) == expected


def test_a_lemmatizer_without_tables_gives_the_word() -> None:
    assert build_lemmatizer({})("said", "VBD") == "said"


def test_a_model_that_is_known_but_missing_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"en_test": {"package": "no_such_package_here", "requirement": "no-such-package==1.0"}}
    for module in ("catalog", "nlp"):
        monkeypatch.setattr(f"pipeline.{module}.known_models", lambda: known)
    for call in (identify_model, load_model, load_plain):
        with pytest.raises(ModelError, match=r"pip install no-such-package==1\.0"):
            call("en_test")


@pytest.mark.parametrize("name", ["no_such_package_here", "no such/folder", "../x", ""])
def test_a_model_that_is_not_known(name: str) -> None:
    with pytest.raises(ModelError, match="neither an installed spaCy pipeline nor a folder"):
        identify_model(name)


def test_known_models_say_what_to_install() -> None:
    assert "en_core_web_md" in known_models()
    assert all({"package", "requirement"} <= set(known) for known in known_models().values())


@pytest.mark.parametrize(
    ("components", "message"),
    [
        (["sentencizer"], "no parser and no ner"),
        (["parser"], "no ner"),
        (["parser", "ner"], "no tagger"),
    ],
)
def test_a_pipeline_in_a_folder_that_lacks_a_component(tmp_path: Path, components: list[str], message: str) -> None:
    nlp = spacy.blank("en")
    for component in components:
        nlp.add_pipe(component)
    nlp.initialize()
    nlp.to_disk(tmp_path / "pipeline")
    with pytest.raises(ModelError, match=message):
        load_model(str(tmp_path / "pipeline"))


def test_a_folder_is_identified_by_its_description(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "tiny", "1.2.3"
    nlp.to_disk(tmp_path / "pipeline")
    assert identify_model(str(tmp_path / "pipeline")) == ("en_tiny", "1.2.3")


@pytest.mark.parametrize("meta", [None, "no json", "{}"])
def test_a_folder_without_a_description_is_no_model(tmp_path: Path, meta: str | None) -> None:
    if meta is not None:
        (tmp_path / "meta.json").write_text(meta)
    with pytest.raises(ModelError):
        identify_model(str(tmp_path))


def test_a_loaded_model_knows_its_labels_and_not_all_words() -> None:
    loaded = load_model("en_core_web_md")
    strings = loaded.nlp.vocab.strings
    assert len(strings) < 100_000
    assert all(label in strings for labels in loaded.nlp.pipe_labels.values() for label in labels)
    assert len(load_model("en_core_web_md", with_words=True).nlp.vocab.strings) > 500_000


def test_words_that_are_not_listed_do_not_change_a_parse() -> None:
    text = "The mayor of Leeds, Ann Cole, told Reuters in 2019 that she wouldn't resign; prices rose 3.5% afterwards."
    (doc,), (other,) = (list(load_model("en_core_web_md", with_words=wanted).parse([text])) for wanted in (False, True))
    assert isinstance(doc, Doc)
    assert isinstance(other, Doc)
    assert [(t.text, t.tag_, t.dep_, t.head.i, t.ent_type_, t.lower_) for t in doc] == [
        (t.text, t.tag_, t.dep_, t.head.i, t.ent_type_, t.lower_) for t in other
    ]
