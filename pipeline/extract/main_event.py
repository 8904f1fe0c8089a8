"""The stage `main_event`: what a reader would call the story's event."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import ClassVar

from pipeline.extract.clauses import MAX_CLIMB, subjects
from pipeline.extract.participant_lexicon import participant_lexicon
from pipeline.layers import Event, Section
from pipeline.parse import Parse
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import EventType, Factuality, SectionKind

_STEM = 4
"""Letters that words of one family share: "resign", "resignation"."""

_UNTYPED = 2
"""Steps down the tree that an event without a type counts as deeper."""

_HYPOTHETICAL = frozenset({Factuality.CONDITIONAL, Factuality.DENIED})

_HARM = frozenset({EventType.DIE, EventType.INJURE})
_HAPPENINGS = frozenset({EventType.ACCIDENT, EventType.DISASTER, EventType.ASSAULT})


class MainEvent:
    """Flags the mentions of the event that the headline tells, or the lead where there is no headline."""

    name: ClassVar[str] = "main_event"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.SECTIONS, Layer.EVENTS, Layer.PARTICIPANTS, Layer.FACTUALITY})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.MAIN_EVENT})

    def __call__(self, analysis: Analysis) -> None:
        """Sets `is_main` of the events."""
        told = {kind: events_in(analysis.events, analysis.sections, kind) for kind in (SectionKind.HEADLINE, SectionKind.LEAD)}
        parse, lead = analysis.parse, told[SectionKind.LEAD]
        chosen = find_main(parse, told[SectionKind.HEADLINE])
        again = None if chosen is None else find_retold(parse, chosen, lead)
        chosen = chosen or find_main(parse, lead)
        if chosen is None:
            return
        told_as = [event for event in (chosen, again) if event is not None]
        told_as += [cause for event in told_as for cause in causes(parse, event, analysis.events)]
        clusters = {id(event.cluster or event) for event in told_as}
        for event in analysis.events:
            event.is_main = id(event.cluster or event) in clusters


def events_in(events: Sequence[Event], sections: Sequence[Section], kind: SectionKind) -> list[Event]:
    """The events of the first section of a kind, in order."""
    section = next((section for section in sections if section.kind is kind), None)
    return [] if section is None else [event for event in events if section.span.overlaps(event.span)]


def find_main(parse: Parse, events: Sequence[Event]) -> Event | None:
    """The event that stands highest in the first sentence that tells one.

    What is only supposed or denied comes last, and an event without a type counts as deeper than it stands.
    """
    first = next((parse.sent[event.token] for event in events), None)
    inside = [event for event in events if parse.sent[event.token] == first]
    highest = min(inside, key=lambda event: _depth(parse, event), default=None)
    return None if highest is None else _begun(parse, highest, inside)


def _begun(parse: Parse, event: Event, others: Sequence[Event]) -> Event:
    """What a verb of beginning, ending or trying is about: "will begin giving a vaccine"."""
    if event.lemma not in participant_lexicon().aspect_verbs:
        return event
    below = parse.child(event.token, "xcomp")
    return next((other for other in others if other.token == below), event)


def causes(parse: Parse, event: Event, events: Sequence[Event]) -> list[Event]:
    """The happening that does harm as the subject of an event: "Crash kills 46"."""
    if event.type not in _HARM:
        return []
    heads = set(subjects(parse, event.token)) if parse.is_verb(event.token) else set()
    return [other for other in events if other.token in heads and other.type in _HAPPENINGS]


def _depth(parse: Parse, event: Event) -> tuple[bool, int, int]:
    steps = sum(1 for _ in islice(parse.ancestors(event.token), MAX_CLIMB))
    return event.factuality in _HYPOTHETICAL, steps + (_UNTYPED if event.type is None else 0), event.token


def find_retold(parse: Parse, first: Event, lead: Sequence[Event]) -> Event | None:
    """The event of the lead that tells the headline's event again.

    A word of the same family wins over another word of the same type. Where the lead has neither, it is the lead's own highest
    event, which is how news is written, unless its type says otherwise.
    """
    family = [event for event in lead if event.lemma[:_STEM] == first.lemma[:_STEM]]
    typed = [event for event in lead if first.type is not None and event.type is first.type]
    found = min(family or typed, key=lambda event: _depth(parse, event), default=None)
    if found is not None:
        return found
    highest = find_main(parse, lead)
    return highest if highest is not None and (first.type is None or highest.type is None) else None
