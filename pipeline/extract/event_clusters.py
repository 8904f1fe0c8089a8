"""Which events of an article are told more than once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.participant_lexicon import participant_lexicon
from pipeline.layers import Entity, Event, Participant
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.vocabulary import EventType, Role

_REMEMBERED = 8
"""Events of one kind that a later one is compared with, so that a text of one word stays linear."""

_STEM = 4
"""Letters that words of one family share: "resign", "resignation"."""

_ONCE = frozenset({EventType.DIE, EventType.END_POSITION})
"""Types that befall somebody once in a story, whatever the word."""

_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def link_repeated(parse: Parse, events: Sequence[Event]) -> None:
    """Sets `event.cluster` to the first event that it repeats.

    Two events are the same where type and word family are equal, neither their dates nor the participants of one role
    contradict each other, and either an entity takes part in both or the later one is a definite noun ("the blast").
    What happens to somebody once ("died", "his death") may have another word. Events without a type need the same word and the
    same entities in both roles.
    """
    known: dict[tuple[EventType | None, str], list[Event]] = {}
    for event in events:
        earlier = known.setdefault((event.type, _family(event)), [])
        definite = event.type is not None and _is_definite(parse, event.token)
        same = next((other for other in reversed(earlier) if _are_same(parse, other, event, definite)), None)
        event.cluster = None if same is None else same.cluster or same
        earlier.append(event)
        if len(earlier) > _REMEMBERED:
            del earlier[1]


def _family(event: Event) -> str:
    if event.type in _ONCE:
        return ""
    return event.lemma if event.type is None else event.lemma[:_STEM]


def _are_same(parse: Parse, first: Event, second: Event, definite: bool) -> bool:
    if first.date is not None and second.date is not None and first.date.value != second.date.value:
        return False
    shared = 0
    for role in (Role.ACTOR, Role.RECIPIENT):
        one, other = _participants(first, role), _participants(second, role)
        if not one or not other:
            continue
        same = any(_is_one(mine, theirs) for mine in one for theirs in other)
        if not same and not any(_may_be_one(parse, mine, theirs) for mine in one for theirs in other):
            return False
        shared += same
    if shared >= (1 if first.type is not None else 2):
        return True
    return definite and first.lemma[:_STEM] == second.lemma[:_STEM] and not _differs(parse, first.token, second.token)


def _participants(event: Event, role: Role) -> list[Participant]:
    return [participant for participant in event.participants if participant.role is role]


def _entity(participant: Participant) -> Entity | None:
    return None if participant.mention is None else participant.mention.entity


def _is_one(first: Participant, second: Participant) -> bool:
    entity = _entity(first)
    return entity is not None and entity is _entity(second)


def _may_be_one(parse: Parse, first: Participant, second: Participant) -> bool:
    """Whether two participants can be the same, as long as nothing says so: no two names, no two different nouns."""
    one, other = _entity(first), _entity(second)
    if one is not None and other is not None:
        return False
    if "PRP" in (parse.tag[first.head][:3], parse.tag[second.head][:3]) or one is not None or other is not None:
        return True
    return parse.lemma(first.head) == parse.lemma(second.head)


def _is_definite(parse: Parse, token: int) -> bool:
    return parse.tag[token] in NOUN_TAGS and any(
        parse.dep[child] == "det" and parse.lower[child] in _DEFINITE for child in parse.children[token]
    )


def _differs(parse: Parse, first: int, second: int) -> bool:
    """Whether a noun is told apart from an earlier one: "the last strike", "the presidential election"."""
    others = participant_lexicon().other_adjectives
    before = {parse.lemma(child) for child in parse.children[first]}
    return any(
        parse.lower[child] in others or (parse.dep[child] in _MODIFIERS and parse.lemma(child) not in before)
        for child in parse.children[second]
        if parse.dep[child] != "det"
    )
