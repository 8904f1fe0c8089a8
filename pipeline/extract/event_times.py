"""When an event happens: ties the dates of a clause to its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.layers import Date, Event
from pipeline.parse import SUBJECTS, Parse
from pipeline.vocabulary import DateType

_STEPS = 6
_SHARING = frozenset({"dobj", "nsubjpass", "nsubj"})


def assign_dates(parse: Parse, events: Sequence[Event], dates: Iterable[Date]) -> None:
    """Sets `event.date` to the date that depends on the trigger, or on the verb that the trigger is an argument of.

    A date is climbed from its head to the first verb or noun that is a trigger; the events that share that verb's
    arguments get it too, where they have none.
    """
    by_token = {event.token: event for event in events}
    for date in dates:
        if date.type in (DateType.DURATION, DateType.SET):
            continue
        first, last = parse.tokens_in(*date.span)
        if first >= last:
            continue
        event = _event_of(parse, _head(parse, first, last), by_token)
        if event is not None and event.date is None:
            event.date = date
    for event in events:
        if event.date is None:
            event.date = _inherited(parse, event, by_token)


def _head(parse: Parse, first: int, last: int) -> int:
    """The token of the range whose head lies outside of it."""
    for token in range(first, last):
        if not first <= parse.head[token] < last or parse.head[token] == token:
            return token
    return last - 1


def _event_of(parse: Parse, token: int, by_token: Mapping[int, Event]) -> Event | None:
    at = token
    for _ in range(_STEPS):
        above = parse.head[at]
        if above == at:
            return None
        at = above
        if at in by_token:
            return by_token[at]
        if parse.is_verb(at):
            return _argument_event(parse, at, by_token)
    return None


def _argument_event(parse: Parse, verb: int, by_token: Mapping[int, Event]) -> Event | None:
    """The event noun that a verb without an event of its own carries: "the blast was on Monday", "made a call on Monday"."""
    for child in parse.children[verb]:
        if child in by_token and parse.dep[child] in ("dobj", "nsubjpass", "nsubj", "attr", "xcomp", "acomp"):
            return by_token[child]
    return None


def _inherited(parse: Parse, event: Event, by_token: Mapping[int, Event]) -> Date | None:
    """The date of the verb that an event shares its time with.

    That is the verb that an event noun is the object of, the main verb of a participle ("arrived Monday seeking help"),
    and the verb below one of beginning or trying ("began searching Monday").
    """
    token = event.token
    dep = parse.dep[token]
    above = by_token.get(parse.head[token])
    if above is not None and above is not event:
        if dep in _SHARING:
            return above.date
        if dep == "advcl" and parse.tag[token] == "VBG" and parse.child(token, "mark", *SUBJECTS) is None:
            return above.date
    if parse.is_verb(token):
        below = parse.child(token, "xcomp")
        if below is not None and below in by_token:
            return by_token[below].date
    return None
