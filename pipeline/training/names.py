"""Trains the entity recognizer: goes on from the spaCy pipeline's own, on annotated newswire, and rehearses what it knew.

The corpus is JSON Lines, one article a line: `text`, and `entities`, each with `span` ([start, end]) and `type` (Person,
Organization, Location, Facility, NORP, Product, Misc; others are left to the pipeline). The output keeps the labels of
OntoNotes: what the corpus does not tell apart (cities from rivers, dates, amounts, laws) is taken from the pipeline's own
answer for the same text; a name of another kind (a treaty, a film) is at least no person and no organization. Other texts
are rehearsed with the pipeline's answers alone, so that nothing is forgotten
(rehearsal: Robins 1995, "Catastrophic forgetting, rehearsal and pseudorehearsal").
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import fix_random_seed

from pipeline.extract.name_lexicon import load_name_words
from pipeline.extract.names import fold
from pipeline.nlp import NER, split_text
from pipeline.training.statements import read_corpus
from pipeline.vocabulary import Label

SEED = 7
EPOCHS = 4
DROPOUT = 0.2
RATE = 0.001
BATCH_TOKENS = 1000
CHUNK_CHARS = 2500
"""Articles are cut into chunks of about this length: one update is then made of several articles."""

_LABELS = {"Person": "PERSON", "Organization": "ORG", "NORP": "NORP", "Facility": "FAC", "Product": "PRODUCT"}
_KINDS = frozenset({*_LABELS, "Location", "Misc"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NAMES = frozenset({"PERSON", "ORG", "NORP", "FAC", "PRODUCT", "GPE", "LOC"})
_OTHERS = frozenset({"EVENT", "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE"})
_QUOTES = frozenset("\"'“‘")
_OUTSIDE = ""

Report = Callable[[str], None]


def train_names(nlp: Language, corpus: Path, rehearsal: Sequence[Path], out: Path, report: Report) -> None:
    """Goes on training the pipeline's entity recognizer and writes its weights.

    Args:
        nlp: the pipeline; its recognizer is changed.
        corpus: annotated articles.
        rehearsal: files of articles whose own annotation is not looked at.
        out: weights file.
        report: is told how it goes.

    Raises:
        GoldError: a file cannot be read.
    """
    texts = [row["text"] for path in rehearsal for row in read_corpus(path)]
    with nlp.select_pipes(enable=[NER]):
        examples = [*read_examples(nlp, read_corpus(corpus)), *_rehearsed(nlp, texts)]
        weights = fit_recognizer(nlp, examples, EPOCHS, report)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(weights)


def fit_recognizer(nlp: Language, examples: list[Example], epochs: int, report: Report) -> bytes:
    """Goes on training the pipeline's recognizer.

    Args:
        nlp: the pipeline, with all but its recognizer disabled; the recognizer is changed.
        examples: is shuffled.
        epochs: passes over the examples.
        report: is told how it goes.

    Returns:
        The weights, averaged over the steps.
    """
    fix_random_seed(SEED)
    report(f"{len(examples)} chunks")
    optimizer = nlp.resume_training()
    order = random.Random(SEED)
    n_batches = sum(1 for _ in _batches(examples)) * epochs
    step = 0
    for epoch in range(epochs):
        order.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in _batches(examples):
            optimizer.learn_rate = RATE * (1 - step / n_batches)
            step += 1
            nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
        report(f"epoch {epoch + 1}: loss {losses.get(NER, 0.0):.0f}")
    recognizer = cast(TrainablePipe, nlp.get_pipe(NER))
    with recognizer.model.use_params(optimizer.averages or {}):
        return bytes(recognizer.to_bytes(exclude=["vocab"]))


def read_examples(nlp: Language, rows: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """Cuts annotated articles into chunks and joins the annotation with what the pipeline says of them."""
    for row in rows:
        at = 0
        for chunk in split_text(row["text"], CHUNK_CHARS):
            gold = [
                (entity["span"][0] - at, entity["span"][1] - at, entity["type"])
                for entity in row["entities"]
                if at <= entity["span"][0] and entity["span"][1] <= at + len(chunk)
            ]
            yield build_example(nlp, chunk, gold)
            at += len(chunk)


def _rehearsed(nlp: Language, texts: Sequence[str]) -> Iterator[Example]:
    for text in texts:
        for chunk in split_text(text, CHUNK_CHARS):
            known = nlp(chunk)
            yield Example(nlp.make_doc(chunk), known)


def build_example(nlp: Language, text: str, gold: Sequence[tuple[int, int, str]]) -> Example:
    """Joins the corpus's annotation of a text with what the pipeline says of it.

    Args:
        nlp: with its recognizer as it was.
        text: of the chunk.
        gold: start, end, and type in the words of the corpus.
    """
    known = nlp(text)
    reference = nlp.make_doc(text)
    names: list[Span] = []
    unsure: list[Span] = []
    others: list[Span] = []
    for start, end, kind in gold:
        span = reference.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        before = next((entity for entity in known.ents if entity.start < span.end and span.start < entity.end), None)
        if before is not None and before.label_ not in _NAMES and (kind not in _KINDS or before.label_ == "LANGUAGE"):
            continue  # dates, amounts and languages are as the pipeline marks them
        label = _label(kind, span, before)
        if label is None:
            unsure.append(reference[span.start : span.end])
        elif label == _OUTSIDE:
            others.append(span)
        else:
            names.append(Span(reference, _with_determiner(span, before), span.end, label=label))
    kept = [
        Span(reference, entity.start, entity.end, label=entity.label_)
        for entity in known.ents
        if entity.label_ not in _NAMES and not any(_overlap(entity, span) for span in (*names, *unsure, *others))
    ]
    entities = filter_spans([*names, *kept])
    missing = filter_spans([span for span in unsure if not any(_overlap(span, entity) for entity in entities)])
    reference.set_ents(entities, missing=missing, default="outside")
    return Example(nlp.make_doc(text), reference)


def _label(kind: str, span: Span, before: Span | None) -> str | None:
    """The OntoNotes label of a corpus type; None where it cannot be told, `_OUTSIDE` where it is none that we know of."""
    head = load_name_words().heads.get(fold(span[-1].text)) if len(span) > 1 else None
    if kind in _LABELS:
        return _LABELS[kind]
    if kind == "Location":
        if before is not None and before.label_ in _PLACES:
            return before.label_
        return "LOC" if head is Label.LOC else "GPE"
    if kind == "Misc":
        return _label_of_other(span, before, head)
    return None


def _label_of_other(span: Span, before: Span | None, head: Label | None) -> str:
    """The label of a name that is neither of a person, an organization nor a place.

    The pipeline's own if it is such a label; else what the last word or quotation marks tell; else none, so that the
    recognizer learns at least that it is no person or organization.
    """
    if before is not None and before.label_ in _OTHERS:
        return before.label_
    if head in (Label.EVENT, Label.LAW, Label.PRODUCT):
        return str(head)
    is_quoted = span.start > 0 and span.doc[span.start - 1].text in _QUOTES
    return "WORK_OF_ART" if is_quoted else _OUTSIDE


def _with_determiner(span: Span, before: Span | None) -> int:
    """The span's first token, or the determiner before it where the pipeline takes that into the name."""
    is_same = before is not None and before.start == span.start - 1 and before.end == span.end
    return span.start - 1 if is_same and span.doc[span.start - 1].lower_ == "the" else span.start


def _overlap(one: Span, other: Span) -> bool:
    return bool(one.start < other.end and other.start < one.end)


def _batches(examples: Sequence[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    size = 0
    for example in examples:
        batch.append(example)
        size += len(example.reference)
        if size >= BATCH_TOKENS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
