"""Which events of an article are told more than once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layers import Entity, Event
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.vocabulary import EventType, Role

_REMEMBERED = 8
"""Events of one kind that a later one is compared with, so that a text of one word stays linear."""

_STEM = 4
"""Letters that words of one family share: "resign", "resignation"."""

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def link_repeated(parse: Parse, events: Sequence[Event]) -> None:
    """Sets `event.cluster` to the first event that it repeats.

    Two events are the same where type and word family are equal, neither their dates nor the entities of one role
    contradict each other, and either an entity takes part in both or the later one is a definite noun ("the blast").
    Events without a type need the same word and the same entities in both roles.
    """
    known: dict[tuple[EventType | None, str], list[Event]] = {}
    for event in events:
        word = event.lemma if event.type is None else event.lemma[:_STEM]
        earlier = known.setdefault((event.type, word), [])
        definite = event.type is not None and _is_definite(parse, event.token)
        same = next((other for other in reversed(earlier) if _are_same(other, event, definite)), None)
        event.cluster = None if same is None else same.cluster or same
        earlier.append(event)
        if len(earlier) > _REMEMBERED:
            del earlier[1]


def _are_same(first: Event, second: Event, definite: bool) -> bool:
    if first.date is not None and second.date is not None and first.date.value != second.date.value:
        return False
    shared = 0
    for role in (Role.ACTOR, Role.RECIPIENT):
        one, other = _entities(first, role), _entities(second, role)
        if one and other:
            if not any(entity is candidate for entity in one for candidate in other):
                return False
            shared += 1
    return definite or shared >= (1 if first.type is not None else 2)


def _entities(event: Event, role: Role) -> list[Entity]:
    return [
        p.mention.entity for p in event.participants if p.role is role and p.mention is not None and p.mention.entity is not None
    ]


def _is_definite(parse: Parse, token: int) -> bool:
    return parse.tag[token] in NOUN_TAGS and any(
        parse.dep[child] == "det" and parse.lower[child] in _DEFINITE for child in parse.children[token]
    )
