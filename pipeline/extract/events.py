"""The stage `events`: triggers and their types."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import ClassVar

from pipeline.extract.clauses import objects
from pipeline.extract.event_frames import find_type
from pipeline.extract.event_lexicon import EventLexicon, event_lexicon
from pipeline.extract.sections import NOT_TOLD
from pipeline.extract.triggers import find_triggers
from pipeline.layers import Event, Mention
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.spans import SpanIndex
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import EventType, Label, MentionForm


class Events:
    """Finds the words that name events, and the type of each.

    The cue of a statement is an event, too, where it does more than report or think ("threatened", "agreed", "filed").

    Args:
        lexicon: which words are events; the project's own by default.
    """

    name: ClassVar[str] = "events"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE, Layer.SECTIONS, Layer.ENTITIES, Layer.DATES, Layer.STATEMENTS})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.EVENTS})

    def __init__(self, lexicon: EventLexicon | None = None) -> None:
        self._lexicon = lexicon or event_lexicon()

    def __call__(self, analysis: Analysis) -> None:
        """Fills `analysis.events`, in the order of the text."""
        parse = analysis.parse
        labels = {mention.head: mention.label for mention in analysis.mentions}
        skipped = SpanIndex([section.span for section in analysis.sections if section.kind in NOT_TOLD])
        cues = {statement.cue_token for statement in analysis.statements if statement.cue_token is not None}
        events = []
        for token, lemma in find_triggers(parse, self._lexicon, date_tokens(analysis), name_tokens(analysis.mentions)):
            span = parse.span(token, token + 1)
            if skipped.at(span.start) is not None or (token in cues and self._lexicon.only_reports(lemma)):
                continue
            events.append(Event(span, token, lemma, find_type(parse, token, lemma, self._lexicon, labels)))
        share_types(parse, events, self._lexicon)
        analysis.events = events


def share_types(parse: Parse, events: Sequence[Event], lexicon: EventLexicon) -> None:
    """Gives a verb such as "launch" the type of the event that is its object: "launched an investigation".

    A type that a frame gave stays; LAUNCH is what such a verb has where its object is no event.
    """
    typed = {event.token: event.type for event in events if event.type is not None and parse.tag[event.token] in NOUN_TAGS}
    for event in events:
        if event.lemma in lexicon.transparent_verbs and event.type in (None, EventType.LAUNCH) and parse.is_verb(event.token):
            carried = next((typed[noun] for noun in objects(parse, event.token) if noun in typed), None)
            event.type = carried or event.type


def date_tokens(analysis: Analysis) -> Set[int]:
    """The tokens of dates."""
    return {token for date in analysis.dates for token in range(*analysis.parse.tokens_in(*date.span))}


def name_tokens(mentions: list[Mention]) -> frozenset[int]:
    """Tokens of the names of people, groups, places and things; what an event or a law is called may name an event."""
    return frozenset(
        token
        for mention in mentions
        if mention.form is MentionForm.NAME and mention.label not in (Label.EVENT, Label.LAW)
        for token in range(mention.first, mention.last)
    )
