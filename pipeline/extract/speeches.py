"""Who "I" is outside quotation marks: the speaker of a turn in a transcript, and who gives a speech that is printed whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.turns import find_labels
from pipeline.layers import Entity, Mention
from pipeline.spans import Span, SpanIndex
from pipeline.vocabulary import Label

_SPEECH = re.compile(
    r"(?:(?:opening|closing|prepared|full|transcript of|text of|read) )*(?:remarks|speech|statement|address|testimony)"
    r"(?: as (?:prepared|delivered)(?: for delivery)?)? (?:by|of|from) ",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:(?:[A-Z][\w.'’-]*|of|the|and) +)*")
_INTRODUCTION = 4
"""Paragraphs at the start of a text that can introduce what someone says in the rest of it."""

_SPOKEN = re.compile(r"\b(?:remarks|speech|statement|address|testimony)\b", re.IGNORECASE)
_GIVES = re.compile(r"[^.:\n]{0,60}?\b(?:delivered|issued|released|made|gave|published)\b")
_LINK = re.compile(r"\s*(?:,|and|&|,\s*and)\s*(?:[A-Z][a-z.]+ ){0,3}")


class Speeches:
    """The parts of a text in which someone speaks in the first person.

    Args:
        text: the article's text.
        paragraphs: in order.
        mentions: names, in order, with their entities.
    """

    __slots__ = ("_parts", "_speakers", "_starts")

    def __init__(self, text: str, paragraphs: Sequence[Span], mentions: Sequence[Mention]) -> None:
        people = [mention for mention in mentions if mention.label is Label.PERSON and mention.entity is not None]
        found = find_turns_of_people(text, list(paragraphs), people)
        found = found or find_speech(text, paragraphs, people) or find_release(text, paragraphs, people)
        self._parts = SpanIndex([span for span, _ in found])
        self._speakers = [entity for _, entity in found]
        self._starts = [span.start for span, _ in found]

    def speaker_at(self, offset: int) -> tuple[Entity, int] | None:
        """Who speaks at a character of the text, and where they start; None where nobody does, or the text does not say who."""
        part = self._parts.at(offset)
        return None if part is None else (self._speakers[part], self._starts[part])


def find_turns_of_people(text: str, paragraphs: list[Span], people: Sequence[Mention]) -> list[tuple[Span, Entity]]:
    """The turns of a transcript whose label names a person, in order."""
    labels = find_labels(text, paragraphs)
    named = {mention.span.end: mention.entity for mention in people}
    found = []
    for place, (index, match) in enumerate(labels):
        stop = labels[place + 1][0] - 1 if place + 1 < len(labels) else index
        entity = named.get(match.end("label"))
        if entity is not None:
            found.append((Span(match.end(), paragraphs[stop].end), entity))
    return found


def find_speech(text: str, paragraphs: Sequence[Span], people: Sequence[Mention]) -> list[tuple[Span, Entity]]:
    """What follows a first line such as "Remarks by President Voss at the opening", where it names one speaker."""
    if len(paragraphs) < 2:
        return []
    title = paragraphs[0]
    match = _SPEECH.match(text, title.start, title.end)
    if match is None:
        return []
    inside = [mention for mention in people if match.end() <= mention.span.start < title.end]
    if not inside or _TITLE.fullmatch(text, match.end(), inside[0].span.start) is None:
        return []
    is_joint = len(inside) > 1 and _LINK.fullmatch(text, inside[0].span.end, inside[1].span.start) is not None
    entity = inside[0].entity
    return [] if is_joint or entity is None else [(Span(paragraphs[1].start, paragraphs[-1].end), entity)]


def find_release(text: str, paragraphs: Sequence[Span], people: Sequence[Mention]) -> list[tuple[Span, Entity]]:
    """What follows an introduction such as "Senator Voss issued the following statement:", to the end of the text."""
    for place, span in enumerate(paragraphs[:_INTRODUCTION]):
        if text[span.end - 1] != ":" or _SPOKEN.search(text, span.start, span.end) is None or place + 1 == len(paragraphs):
            continue
        for mention in people:
            if span.start <= mention.span.start < span.end and _GIVES.match(text, mention.span.end, span.end):
                return [(Span(paragraphs[place + 1].start, paragraphs[-1].end), mention.entity)] if mention.entity else []
    return []
