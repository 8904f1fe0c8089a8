"""Which words name an event: verbs, nouns, the nouns of light verbs, and adjectives, by a trained decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extract.event_features import Indexes, WordColumns, trigger_features
from pipeline.extract.event_lexicon import EventLexicon
from pipeline.extract.event_surroundings import find_surroundings
from pipeline.extract.ranking import Rows, Symbols
from pipeline.extract.sections import NOT_TOLD
from pipeline.extract.word_vectors import WordVectors
from pipeline.layers import Mention
from pipeline.parse import NOUN_TAGS, OBJECTS, VERB_TAGS, Parse, symbol
from pipeline.stages import Analysis
from pipeline.vocabulary import Label, MentionForm

MAX_IN_SENTENCE = 100
"""Events that one sentence may tell; what holds more is no prose, and its words hang on one head in thousands."""

LemmaClasses = Mapping[str, tuple[int, int, int]]
"""What the lexicon says of a lemma as a verb, as a noun and as another word: the bits of the lists that it stands in."""

_UNKNOWN = (0, 0, 0)
_AUXILIARY = frozenset(
    {"aux", "auxpass", "neg", "mark", "prep", "cc", "punct", "intj", "det", "compound", "nmod", "case", "predet"}
)
_CLITICS = frozenset(
    {"s", "'s", "’s", "m", "'m", "’m", "re", "'re", "’re", "ve", "'ve", "’ve", "d", "'d", "’d", "ll", "'ll", "’ll"}
)
"""Shortened forms of "be" and "have", some of them cut off by a space: "the company’ s plan"."""
_CANDIDATE_TAGS = VERB_TAGS | NOUN_TAGS | {"JJ"}
_LABEL_SYMBOLS = {label: np.uint64(2 * symbol(label)) for label in Label}


class Trigger(NamedTuple):
    """A word that names an event.

    Attributes:
        score: a logit.
    """

    token: int
    lemma: str
    score: float


class Candidates(NamedTuple):
    """The words of an article that may name an event.

    Attributes:
        columns: of the article.
        tokens: of shape (n,).
        rows: features, of shape (n, n_templates).
        words: the vector rows of the word, of what it depends on and of its object, each of shape (n,).
    """

    columns: WordColumns
    tokens: Indexes
    rows: Rows
    words: list[Indexes]


def lemma_classes(lexicon: EventLexicon) -> LemmaClasses:
    """The lists of the lexicon that each lemma stands in."""
    verb_lists = (
        lexicon.stative_verbs, lexicon.light_verbs, lexicon.modifier_only, lexicon.attitude_verbs, lexicon.reporting_with_clause,
        lexicon.function_participles, lexicon.verbs,
    )  # fmt: skip
    noun_lists = lexicon.event_nouns, lexicon.weak_nouns, lexicon.things_in_plural, lexicon.fields, lexicon.ing_things
    lemmas = {lemma for entries in (*verb_lists, *noun_lists, lexicon.adjectives) for lemma in entries}
    return {
        lemma: (
            sum((lemma in entries) << bit for bit, entries in enumerate(verb_lists)),
            sum((lemma in entries) << bit for bit, entries in enumerate(noun_lists)),
            int(lemma in lexicon.adjectives),
        )
        for lemma in lemmas
    }


def find_candidates(analysis: Analysis, classes: LemmaClasses, vectors: WordVectors) -> Candidates:
    """The words that may name an event, with their features.

    Dates, auxiliaries, and what stands in bylines, credits and other sections that tell nothing are left out.
    """
    parse = analysis.parse
    columns = WordColumns(parse)
    told = np.ones(parse.n, dtype=np.bool_)
    for span in (*(date.span for date in analysis.dates), *(s.span for s in analysis.sections if s.kind in NOT_TOLD)):
        told[slice(*parse.tokens_in(*span))] = False
    possible = [
        token
        for token, (tag, dep) in enumerate(zip(parse.tag, parse.dep, strict=True))
        if tag in _CANDIDATE_TAGS and not (dep in _AUXILIARY and tag in VERB_TAGS) and parse.lower[token] not in _CLITICS
    ]
    tokens = np.array(possible, dtype=np.int64)
    tokens = tokens[told[tokens]]
    around = find_surroundings(parse, columns, tokens, lambda lemma: classes.get(lemma, _UNKNOWN)[0])
    names = _names(parse.n, analysis.mentions)[tokens]
    rows = trigger_features(columns, tokens, _classes(parse, columns, tokens, classes), names, around)
    places = vectors.rows(columns.lemma)
    words = [places[tokens], places[columns.above[tokens]], places[columns.child("dobj", tokens)]]
    return Candidates(columns, tokens, rows, words)


def _classes(parse: Parse, columns: WordColumns, tokens: Indexes, classes: LemmaClasses) -> Symbols:
    found = []
    for token in tokens.tolist():
        tag = parse.tag[token]
        kind = 0 if tag in VERB_TAGS else 1 if tag in NOUN_TAGS else 2
        found.append(classes.get(columns.lemmas[token], _UNKNOWN)[kind] * 4 + kind + 1)
    return np.array(found, dtype=np.uint64)


def _names(n: int, mentions: Iterable[Mention]) -> Symbols:
    """For each token, a number for the kind of the name that it is part of, with another for its head; 0 outside of names."""
    found = np.zeros(n, dtype=np.uint64)
    for mention in mentions:
        if mention.form is MentionForm.NAME:
            found[mention.first : mention.last] = _LABEL_SYMBOLS[mention.label]
            found[mention.head] += np.uint64(1)
    return found


def choose_triggers(
    parse: Parse, candidates: Candidates, scores: npt.NDArray[np.float32], floor: float, lexicon: EventLexicon
) -> list[Trigger]:
    """Picks the candidates that name events.

    Of a light verb with an event as its object, the object is the event.

    Args:
        parse: of the article.
        candidates: its words.
        scores: of the candidates, logits.
        floor: the least score of an event.
        lexicon: word lists.

    Returns:
        Triggers, in the order of the text; at most `MAX_IN_SENTENCE` a sentence.
    """
    kept = np.flatnonzero(scores > floor)
    lemmas = candidates.columns.lemmas
    scored = dict(zip(candidates.tokens[kept].tolist(), scores[kept].tolist(), strict=True))
    found: list[Trigger] = []
    in_sentence: dict[int, int] = {}
    for token, score in scored.items():
        lemma = lemmas[token]
        if lemma in lexicon.light_verbs and parse.is_verb(token) and carries_event(parse, token, scored):
            continue
        number = in_sentence[parse.sent[token]] = in_sentence.get(parse.sent[token], 0) + 1
        if number <= MAX_IN_SENTENCE:
            found.append(Trigger(token, lemma, score))
    return found


def carries_event(parse: Parse, verb: int, events: Mapping[int, float]) -> bool:
    """Whether the object of a light verb, or the subject of its passive, is an event: "imposed sanctions"."""
    noun = parse.child(verb, *OBJECTS, "nsubjpass")
    return noun is not None and noun in events and parse.tag[noun] in NOUN_TAGS
