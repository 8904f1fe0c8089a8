"""Loads spaCy pipelines and parses texts with them. No other module loads a model."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.catalog import known_models, not_installed
from pipeline.datelines import find_sentence_starts
from pipeline.encoder import quicken
from pipeline.errors import ModelError, RecordFault
from pipeline.lexicons import models_dir
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import NOUN_TAGS, VERB_TAGS, Lemmatize
from pipeline.vocabulary import QuarantineReason, QuarantineStage

NER = "ner"
"""Name of the entity recognizer in a pipeline."""

PIECE_CHARS = 20_000
"""Longest text that the model reads at once; longer ones are split at paragraph ends. Bounds the memory of a batch."""

WORD_CHARS = 200
"""Longest run without white space that the tokenizer sees as it is; its time grows with the square of the run."""

SIGN_CHARS = 32
"""Longest run of signs that the tokenizer sees as it is: it cuts them off one by one, and looks at all that is left each time."""

LONG_BATCH = 4
"""Pieces that the model reads at once where a text has more of them. Halves the memory that a book takes."""

LEMMA_CACHE = 1 << 16
"""Lemmas kept; bounded, so that a run over fresh vocabulary does not grow."""

_EXCLUDED = ("attribute_ruler", "lemmatizer", "senter")
_UNREAD = ("attribute_ruler", "senter", "strings")
"""Parts of a pipeline that are not even read. "strings" is the list of all words that have ever been seen in training, 776,000 of
`en_core_web_md`: a second's work and 120 MB. A word of a text adds itself to it."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b\ufeff]")
_LONG_RUN = re.compile(rf"\S{{{WORD_CHARS + 1},}}")
_SIGN_RUN = re.compile(rf"[^\w\s]{{{SIGN_CHARS + 1},}}")
_PARAGRAPH_END = re.compile(r"\n[ \t\r\f\v]*\n\s*")

_POS = {
    **dict.fromkeys(VERB_TAGS | {"MD"}, "verb"),
    **dict.fromkeys(NOUN_TAGS - {"NNP", "NNPS"}, "noun"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "adj"),
    **dict.fromkeys(("RB", "RBR", "RBS"), "adv"),
}


@Language.component("onrecord_paragraphs")
def start_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Tells the parser and the recognizer that no sentence and no name runs over the end of a paragraph or of a dateline."""
    starts = find_sentence_starts(doc.text, find_paragraphs(doc.text))
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return doc


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded spaCy pipeline, ready to parse articles.

    Attributes:
        name: as the pipeline names itself, such as "en_core_web_md".
        version: the pipeline's version.
        nlp: without attribute ruler and lemmatizer, which take a third of the time; `lemmatize` stands in for the second.
    """

    name: str
    version: str
    nlp: Language
    lemmatize: Lemmatize

    def parse(self, texts: Sequence[str], batch_size: int = 256) -> Iterator[Doc | RecordFault]:
        """Parses texts in batches; where a batch fails, each of its texts is tried alone.

        Args:
            texts: the articles' texts.
            batch_size: texts that spaCy sees at once.

        Yields:
            For each text, in order, its Doc, or the fault of a text that could not be parsed. Offsets in the Doc are those
            of the text.
        """
        pieces = [split_text(readable(text)) for text in texts]
        flat = [piece for parts in pieces for piece in parts]
        if max(map(len, pieces), default=0) > LONG_BATCH:
            batch_size = min(batch_size, LONG_BATCH)
        try:
            docs = iter(list(self.nlp.pipe(flat, batch_size=batch_size)))
        except Exception:  # any component may raise anything; the cause is found text by text
            yield from (self._parse_alone(parts) for parts in pieces)
            return
        for parts in pieces:
            yield _join([next(docs) for _ in parts])

    def _parse_alone(self, parts: list[str]) -> Doc | RecordFault:
        try:
            return _join([self.nlp(part) for part in parts])
        except Exception as error:  # see parse()
            message = f"{type(error).__name__}: {_first_line(error)}"
            return RecordFault(QuarantineStage.PARSE, QuarantineReason.ERROR, message)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else ""


def _join(docs: list[Doc]) -> Doc:
    return docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)


def readable(text: str) -> str:
    """The text as the model reads it: of the same length, with what harms the tokenizer replaced one for one.

    Control characters and lone surrogates become spaces, a run of more than `WORD_CHARS` characters without white space
    becomes a run of "x", one of more than `SIGN_CHARS` signs, such as a dividing line, a run of full stops, which is one token.
    """
    text = _CONTROL.sub(" ", text)
    text = _SIGN_RUN.sub(lambda run: "." * len(run[0]), text)
    return _LONG_RUN.sub(lambda run: "x" * len(run[0]), text)


def split_text(text: str, limit: int = PIECE_CHARS) -> list[str]:
    """Cuts a text into pieces of at most `limit` characters that join to the text.

    Cuts after a blank line where there is one in the second half of the piece, else after white space, else anywhere.
    """
    pieces = []
    at = 0
    while len(text) - at > limit:
        stop = at + limit
        middle = at + limit // 2
        cut = max((m.end() for m in _PARAGRAPH_END.finditer(text, middle, stop)), default=0)
        if not cut:
            cut = max(text.rfind(" ", middle, stop), text.rfind("\n", middle, stop)) + 1
        cut = cut or stop
        pieces.append(text[at:cut])
        at = cut
    pieces.append(text[at:])
    return pieces


def load_model(name: str, *, own_names: bool = True, with_words: bool = False) -> Model:
    """Loads an installed spaCy pipeline.

    Args:
        name: a name of `models.toml`, an installed package, or a folder.
        own_names: whether our entity recognizer takes the place of the pipeline's, where `models.toml` names one for it.
        with_words: whether the pipeline can name the words that it has vectors of. Only training asks.

    Raises:
        ModelError: it is not installed, or has no parser or entity recognizer. The message says what to install.
    """
    nlp = _load(name, exclude=[part for part in _UNREAD if not (with_words and part == "strings")])
    missing = [kind for kind in ("parser", "ner") if kind not in nlp.pipe_names]
    if missing:
        raise ModelError(f"the pipeline {name!r} has no {' and no '.join(missing)}; onrecord needs both")
    if "tagger" not in nlp.pipe_names:
        raise ModelError(f"the pipeline {name!r} has no tagger; onrecord needs one")
    weights = known_models().get(name, {}).get("ner")
    if own_names and weights is not None:
        cast(Any, nlp.get_pipe(NER)).from_bytes((models_dir() / weights).read_bytes(), exclude=["vocab"])
    nlp.add_pipe("onrecord_paragraphs", before="parser")
    lemmatize = build_lemmatizer(lemma_tables(nlp))
    for pipe in _EXCLUDED:
        if pipe in nlp.component_names:
            nlp.remove_pipe(pipe)
    quicken(nlp)
    nlp.max_length = max(nlp.max_length, 2 * PIECE_CHARS)
    for label in (label for labels in nlp.pipe_labels.values() for label in labels):
        nlp.vocab.strings.add(label)
    meta = nlp.meta
    return Model(f"{meta['lang']}_{meta['name']}", str(meta["version"]), nlp, lemmatize)


def load_plain(name: str) -> Language:
    """Loads a spaCy pipeline as it is, with all its components: what a run is timed against.

    Raises:
        ModelError: it is not installed.
    """
    return _load(name)


def _load(name: str, exclude: Sequence[str] = ()) -> Language:
    known = known_models().get(name)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            if known:
                package = importlib.import_module(known["package"])
                return package.load(exclude=exclude)  # type: ignore[no-any-return]
            return spacy.load(Path(name) if Path(name).is_dir() else name, exclude=exclude)
        except (ImportError, OSError, ValueError) as error:
            raise not_installed(name) from error


def lemma_tables(nlp: Language) -> dict[str, Any]:
    """The tables of a pipeline's lemmatizer that `build_lemmatizer` takes; empty where it has none."""
    if "lemmatizer" not in nlp.component_names:
        return {}
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    if lookups is None:
        return {}
    parts_of_speech = sorted(set(_POS.values()))
    return {name: {pos: lookups.get_table(name).get(pos, {}) for pos in parts_of_speech} for name in lookups.tables}


def build_lemmatizer(tables: dict[str, Any]) -> Lemmatize:
    """Makes a lemmatizer from the pipeline's own tables of exceptions, rules and known forms.

    The method is WordNet's Morphy: an irregular form is looked up, else the first suffix rule that gives a known form
    wins, else the first that applies. Called only for the words that a stage asks for.

    Args:
        tables: `lemma_exc`, `lemma_rules`, `lemma_index`, each by part of speech; any may be missing.
    """
    exceptions: dict[str, Any] = tables.get("lemma_exc", {})
    rules: dict[str, Any] = tables.get("lemma_rules", {})
    index: dict[str, frozenset[str]] = {pos: frozenset(forms) for pos, forms in tables.get("lemma_index", {}).items()}

    @lru_cache(maxsize=LEMMA_CACHE)
    def lemmatize(lower: str, tag: str) -> str:
        pos = _POS.get(tag)
        if pos is None or tag in ("VB", "NN", "JJ", "RB"):
            return lower
        irregular = exceptions.get(pos, {}).get(lower)
        if irregular:
            return str(irregular[0])
        known = index.get(pos, frozenset())
        guesses = [lower[: len(lower) - len(old)] + new for old, new in rules.get(pos, ()) if lower.endswith(old)]
        guesses = [guess for guess in guesses if guess]
        return next((guess for guess in guesses if guess in known), guesses[0] if guesses else lower)

    return lemmatize
