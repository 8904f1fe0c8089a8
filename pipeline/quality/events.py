"""Scores of events, their participants and their factuality."""

from __future__ import annotations

from pipeline.quality.annotations import Annotation, Event
from pipeline.quality.gold import GOLD_ROLES
from pipeline.quality.matching import match_spans
from pipeline.quality.scores import FaultKind, Page


def score_events(page: Page, gold: Annotation, found: Annotation) -> None:
    """Counts one article.

    Figures:
        events.trigger: F1 of triggers that share a character, one to one.
        events.type, events.factuality, events.polarity: shares over matched triggers.
        events.trigger_and_type: F1 of triggers with the right type.
        events.actor, events.recipient, events.place: F1 of participants over matched triggers, what an extractor of
            participants scores when the trigger is given; one overlapping span of the role is right.
        events.arguments: F1 of the three roles together over all events, those of triggers missed or made up with them.
    """
    wanted = set(range(len(gold.events)))
    pairs = match_spans([event.span for event in gold.events], [event.span for event in found.events])
    right = {pair.found: pair.gold for pair in pairs}
    page.card.sets("events.trigger", wanted, {right.get(index, -1 - index) for index in range(len(found.events))})
    for index in sorted(wanted - set(right.values())):
        page.fault("events.trigger", FaultKind.MISS, gold.events[index].span, str(gold.events[index].type))
    for index, event in enumerate(found.events):
        if index not in right:
            page.fault("events.trigger", FaultKind.EXTRA, event.span, str(event.type))
    typed = {pair.found: pair.gold for pair in pairs if gold.events[pair.gold].type == found.events[pair.found].type}
    page.card.sets("events.trigger_and_type", wanted, {typed.get(index, -1 - index) for index in range(len(found.events))})
    n_right = 0
    for pair in pairs:
        one, other = gold.events[pair.gold], found.events[pair.found]
        page.compare("events.type", one.span, one.type, other.type)
        page.compare("events.factuality", one.span, one.factuality, other.factuality)
        page.compare("events.polarity", one.span, one.polarity, other.polarity)
        n_right += _count_participants(page, one, other)
    n_found, n_gold = (sum(role in event.participants for event in side.events for role in GOLD_ROLES) for side in (found, gold))
    page.card.ratios("events.arguments", n_right, n_found, n_right, n_gold)


def _count_participants(page: Page, gold: Event, found: Event) -> int:
    """Counts the roles of a matched pair; returns the number of those that are right."""
    n_right = 0
    for role in GOLD_ROLES:
        wanted, given = gold.participants.get(role, ()), found.participants.get(role, ())
        agreed = any(one.overlaps(other) for one in wanted for other in given)
        gold_key = {"right"} if wanted else set()
        n_right += agreed
        found_key = {"right" if agreed else "wrong"} if given else set()
        page.card.sets(f"events.{role}", gold_key, found_key)
        if gold_key != found_key:
            kind = FaultKind.WRONG if wanted and given else FaultKind.MISS if wanted else FaultKind.EXTRA
            one, other = (", ".join(page.words(span) for span in spans) or "nobody" for spans in (wanted, given))
            page.fault(f"events.{role}", kind, gold.span, f"gold {one}, found {other}")
    return n_right
