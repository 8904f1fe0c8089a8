"""The stage `events`: triggers and their types."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import ClassVar

from pipeline.extract.clauses import counted, objects
from pipeline.extract.event_frames import find_type
from pipeline.extract.event_lexicon import EventLexicon, event_lexicon
from pipeline.extract.event_weights import EventWeights, event_weights
from pipeline.extract.triggers import Trigger, choose_triggers, find_candidates, lemma_classes
from pipeline.layers import Event
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import EventType

TRIGGER_FLOOR = -0.375
"""The least score, a logit, of a word that names an event."""


class Events:
    """Finds the words that name events, and the type of each.

    The cue of a statement is an event, too, where it does more than report or think ("threatened", "agreed", "filed").

    Args:
        weights: the trained scorer; the project's own by default.
        lexicon: which words have which type; the project's own by default.
    """

    name: ClassVar[str] = "events"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE, Layer.SECTIONS, Layer.ENTITIES, Layer.DATES, Layer.STATEMENTS})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.EVENTS})

    def __init__(self, weights: EventWeights | None = None, lexicon: EventLexicon | None = None) -> None:
        self._weights = weights or event_weights()
        self._lexicon = lexicon or event_lexicon()
        self._classes = lemma_classes(self._lexicon)

    def __call__(self, analysis: Analysis) -> None:
        """Fills `analysis.events`, in the order of the text."""
        weights, lexicon = self._weights, self._lexicon
        candidates = find_candidates(analysis, self._classes, weights.vectors)
        scores = weights.trigger(candidates.rows, candidates.words)[:, 0]
        chosen = choose_triggers(analysis.parse, candidates, scores, TRIGGER_FLOOR, lexicon)
        analysis.events = build_events(analysis, chosen, lexicon, weights)


def build_events(analysis: Analysis, triggers: Iterable[Trigger], lexicon: EventLexicon, weights: EventWeights) -> list[Event]:
    """Makes events of triggers: with types, and without the cues of statements that only report.

    A verb such as "reiterate" only reports, too, where no statement was found; a type tells another sense: "claimed two lives".

    Args:
        analysis: with mentions and statements.
        triggers: in the order of the text.
        lexicon: word lists and frames.
        weights: the kinds of nouns, and the calibration of the triggers' probabilities.
    """
    parse = analysis.parse
    labels = {mention.head: mention.label for mention in analysis.mentions}
    cues = {statement.cue_token for statement in analysis.statements if statement.cue_token is not None}
    events = []
    for token, lemma, score in triggers:
        if token in cues and lexicon.only_reports(lemma):
            continue
        type_ = find_type(parse, token, lemma, lexicon, labels, weights.nouns)
        if type_ is None and lemma in lexicon.reporting_verbs and parse.is_verb(token):
            continue
        confidence = weights.calibration(1 / (1 + math.exp(-score)))
        events.append(Event(parse.span(token, token + 1), token, lemma, type_, confidence=confidence))
    share_types(parse, events, lexicon)
    return events


def share_types(parse: Parse, events: Sequence[Event], lexicon: EventLexicon) -> None:
    """Gives a verb such as "launch" the type of the event that is its object: "launched an investigation".

    A type that a frame gave stays; LAUNCH is what such a verb has where its object is no event.
    """
    typed = {event.token: event.type for event in events if event.type is not None and parse.tag[event.token] in NOUN_TAGS}
    for event in events:
        if event.lemma in lexicon.transparent_verbs and event.type in (None, EventType.LAUNCH) and parse.is_verb(event.token):
            heads = objects(parse, event.token)
            heads = heads + [noun for head in heads for noun in counted(parse, head)]
            carried = next((typed[noun] for noun in heads if noun in typed), None)
            event.type = carried or event.type
