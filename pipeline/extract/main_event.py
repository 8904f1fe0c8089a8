"""The stage `main_event`: what a reader would call the story's event."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import ClassVar

from pipeline.extract.clauses import MAX_CLIMB
from pipeline.layers import Event, Section
from pipeline.parse import Parse
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Factuality, SectionKind

_STEM = 4
"""Letters that words of one family share: "resign", "resignation"."""

_UNTYPED = 2
"""Steps down the tree that an event without a type counts as deeper."""

_HYPOTHETICAL = frozenset({Factuality.CONDITIONAL, Factuality.DENIED})


class MainEvent:
    """Flags the mentions of the event that the headline tells, or the lead where there is no headline."""

    name: ClassVar[str] = "main_event"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.SECTIONS, Layer.EVENTS, Layer.PARTICIPANTS, Layer.FACTUALITY})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.MAIN_EVENT})

    def __call__(self, analysis: Analysis) -> None:
        """Sets `is_main` of the events."""
        told = {kind: events_in(analysis.events, analysis.sections, kind) for kind in (SectionKind.HEADLINE, SectionKind.LEAD)}
        chosen = find_main(analysis.parse, told[SectionKind.HEADLINE]) or find_main(analysis.parse, told[SectionKind.LEAD])
        if chosen is None:
            return
        again = next((event for event in told[SectionKind.LEAD] if event is not chosen and is_retold(chosen, event)), None)
        clusters = {id(event.cluster or event) for event in (chosen, again) if event is not None}
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
    return min(inside, key=lambda event: _depth(parse, event), default=None)


def _depth(parse: Parse, event: Event) -> tuple[bool, int, int]:
    steps = sum(1 for _ in islice(parse.ancestors(event.token), MAX_CLIMB))
    return event.factuality in _HYPOTHETICAL, steps + (_UNTYPED if event.type is None else 0), event.token


def is_retold(first: Event, second: Event) -> bool:
    """Whether the lead tells the event of the headline again: the same type, or a word of one family."""
    if first.type is not None and first.type is second.type:
        return True
    return first.lemma[:_STEM] == second.lemma[:_STEM]
