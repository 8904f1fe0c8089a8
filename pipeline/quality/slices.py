"""Parts of the gold that are scored on their own: articles of an outlet or a length, items of a kind or a section."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pipeline.quality.annotations import Annotation, Entity, Event
from pipeline.quality.matching import Pair, Words, match_spans, match_words
from pipeline.quality.statements import MATCHED
from pipeline.spans import Span, SpanIndex

_ALL = ("statements.content", "statements.content_and_speakers", "dates.value", "entities.mentions", "entities.lea")
_EVENTS = ("events.trigger", "events.type", "events.factuality", "events.arguments")

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "outlet": (*_ALL, *_EVENTS),
    "length": (*_ALL, *_EVENTS),
    "section": ("statements.content", "speakers", "dates.value", "entities.mentions", *_EVENTS),
    "statement kind": ("statements.content", "statements.exact", "statements.content_and_speakers", "speakers", "statements.act"),
    "event type": _EVENTS,
    "factuality": _EVENTS,
}
"""The ways to slice, each with the figures that make sense in its slices."""

NO_OUTLET = "no outlet"
NO_TYPE = "no type"
LENGTHS = ((300, "under 300 words"), (600, "300 to 599 words"))
LONGEST = "600 words and more"


_EVENT_VALUES: dict[str, Callable[[Event], str]] = {
    "event type": lambda event: event.type or NO_TYPE,
    "factuality": lambda event: event.factuality,
}


class Slice(NamedTuple):
    """One part, such as the articles of an outlet."""

    dimension: str
    name: str


class Sides(NamedTuple):
    """The same part of the gold and of what was found."""

    gold: Annotation
    found: Annotation


def article_slices(outlet: str | None, text: str) -> list[Slice]:
    """The slices that an article belongs to as a whole."""
    n_words = len(text.split())
    length = next((name for limit, name in LENGTHS if n_words < limit), LONGEST)
    return [Slice("outlet", outlet or NO_OUTLET), Slice("length", length)]


def item_slices(text: str, sections: Sequence[Mapping[str, Any]], sides: Sides) -> Iterator[tuple[Slice, Sides]]:
    """The slices of an article's items, each with what belongs to it.

    A found item that is matched with one of the gold goes where that goes, so that a wrong kind is no miss and no extra; what is
    matched with none goes by its own kind.

    Args:
        text: the article's.
        sections: the rows of `articles.sections`; none leaves out the slices by section.
        sides: everything in the article.
    """
    words = Words(text)
    contents = [[words.within(statement.parts) for statement in side.statements] for side in sides]
    pairs = [pair for pair in match_words(*contents) if pair.iou >= MATCHED]
    kinds = _values([each.kind for each in sides.gold.statements], [each.kind for each in sides.found.statements], pairs)
    for name in sorted({*kinds[0], *kinds[1]}):
        yield Slice("statement kind", name), Sides(*(_statements(*side, name) for side in zip(sides, kinds, strict=True)))
    pairs = match_spans(*([event.span for event in side.events] for side in sides))
    for dimension, value_of in _EVENT_VALUES.items():
        values = _values([value_of(each) for each in sides.gold.events], [value_of(each) for each in sides.found.events], pairs)
        for name in sorted({*values[0], *values[1]}):
            yield Slice(dimension, name), Sides(*(_events(*side, name) for side in zip(sides, values, strict=True)))
    yield from _by_section(sections, sides)


def _values(gold: list[str], found: list[str], pairs: Iterable[Pair]) -> tuple[list[str], list[str]]:
    """The value that each item counts for: what is matched takes that of the gold."""
    for pair in pairs:
        found[pair.found] = gold[pair.gold]
    return gold, found


def _statements(side: Annotation, values: Sequence[str], name: str) -> Annotation:
    return Annotation(statements=tuple(each for each, value in zip(side.statements, values, strict=True) if value == name))


def _events(side: Annotation, values: Sequence[str], name: str) -> Annotation:
    return Annotation(events=tuple(each for each, value in zip(side.events, values, strict=True) if value == name))


def _by_section(sections: Sequence[Mapping[str, Any]], sides: Sides) -> Iterator[tuple[Slice, Sides]]:
    index = SpanIndex([(section["start"], section["end"]) for section in sections])
    for kind in sorted({section["kind"] for section in sections}):

        def begins_here(span: Span, kind: str = kind) -> bool:
            at = index.at(span.start)
            return at is not None and sections[at]["kind"] == kind

        yield Slice("section", kind), Sides(*(_where(side, begins_here) for side in sides))


def _where(side: Annotation, begins_here: Callable[[Span], bool]) -> Annotation:
    entities: list[Entity] = []
    for entity in side.entities:
        mentions = tuple(span for span in entity.mentions if begins_here(span))
        if mentions:
            entities.append(replace(entity, mentions=mentions))
    return Annotation(
        statements=tuple(each for each in side.statements if begins_here(each.span)),
        dates=tuple(each for each in side.dates if begins_here(each.span)),
        entities=tuple(entities),
        events=tuple(each for each in side.events if begins_here(each.span)),
    )
