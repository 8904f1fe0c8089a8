"""When an event happens: ties the dates of a clause to its events, by syntax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.layers import Date, Event
from pipeline.lexicons import words
from pipeline.parse import NOUN_TAGS, SUBJECTS, Parse
from pipeline.vocabulary import DateType, EventType, Role

_STEPS = 6
"""Heads between a date and the event that it belongs to."""

_NOUN_COST = 10
"""What a noun between a date and an event costs, in steps: another date that needs none is the better one."""

_CARRIED = frozenset({"dobj", "nsubjpass", "nsubj", "attr", "xcomp", "acomp"})
"""Dependents whose event a verb without one of its own tells: "the blast was on Monday", "made a call on Monday"."""

_SHARING = frozenset({"dobj", "nsubjpass", "nsubj"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_MODIFIERS = frozenset({"compound", "nmod", "amod", "nummod", "poss"})
_SIMULTANEOUS = frozenset({"as", "while", "when"})
_OCCASIONS = frozenset({"at", "in", "during"})
"""Prepositions before the event that another one is a part of: "said at a hearing"."""

_LASTING = frozenset({"for", "in", "within", "over", "during", "through", "throughout"})
"""Prepositions before how long an event takes, unlike those of "sentenced to five years", "a ban of two years"."""

_SPENDING = frozenset(
    {"spend", "spends", "spent", "spending", "take", "takes", "took", "taken", "last", "lasts", "lasted", "wait", "waited"}
)
"""Verbs whose object is how long they take, unlike "faces 20 years"."""

_BESIDE = frozenset({"before", "after", "earlier", "later", "old"})
"""Words after a length that make it the distance from something else."""

_APART = frozenset({"before", "after", "since", "until", "till"})
"""Prepositions whose date is one on which the event does not happen, but only begins or ends."""

_BOUNDS = frozenset({"by"})
"""Prepositions that only bound the time of what directly governs them."""

_COMPARED = frozenset({"from", "than", "against", "versus"})
"""Prepositions before the figure that a new one is compared with."""

_COMPLEMENTS = frozenset({"pobj", "pcomp"})
_EARLIER = frozenset({"ago", "earlier", "year-ago", "year-earlier", "previous", "prior", "corresponding", "comparable", "last"})
"""Words in the date of such a figure: "up from 40 last year"."""

_PROSPECTIVE = words("clauses", "prospective")
_REACTIVE = words("clauses", "reactive")
_ATTENDING = words("clauses", "attending")
_HARMING = frozenset({EventType.ASSAULT, EventType.DIE, EventType.INJURE})
"""Types of what an event does when it happens: "the bombings on Monday killed ten"."""

_TERMS = frozenset({EventType.SENTENCE, EventType.REQUEST, EventType.AGREE})
"""Events with which a length is that of what was imposed, asked for or promised."""

_OPENING_TAGS = frozenset({"RB", "IN", "CC", "JJR", "DT", "_SP", "``"})
"""Tags of words before a date that still opens its sentence."""

_VAGUE = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})

Times = Mapping[int, Event]
"""Events by the token of their trigger."""


def assign_dates(parse: Parse, events: Sequence[Event], dates: Iterable[Date]) -> None:
    """Sets `event.date` to the date that modifies the trigger, or that of an event which happens at the same time.

    Each date climbs from its head to the first verb or noun that is a trigger. Of several, an event has the one that says most,
    then the nearest by the number of heads between. What is left inherits: an object from its verb, a coordinated verb from one
    that a date in front governs both, a clause with "as" or "when" from the main clause, and the like.

    Args:
        parse: the article's parse.
        events: in the order of the text; those without a date keep none.
        dates: in the order of the text.
    """
    by_token = {event.token: event for event in events}
    best: dict[int, tuple[tuple[int, int], Date]] = {}
    covering: dict[int, Date] = {}
    starting: dict[int, Date] = {}
    for date in dates:
        first, last = parse.tokens_in(*date.span)
        if first >= last:
            continue
        head = _head(parse, first, last)
        covering.update(dict.fromkeys(range(first, last), date))
        found = None
        if _tells_when(parse, date, head, last) and not _is_compared(parse, first, last, head):
            starting[first - (parse.head[head] == first - 1 and parse.dep[head] == "pobj")] = date
            found = _event_of(parse, head, by_token) or _fronted(parse, first, last, by_token)
        if found is not None and not _is_elsewhere(parse, date, head, found):
            event, cost = found
            key = (_vagueness(date), cost)
            if event.token not in best or key < best[event.token][0]:
                best[event.token] = (key, date)
    for token, (_, date) in best.items():
        by_token[token].date = date
    for event in events:
        if event.date is None:
            event.date = _told_of(parse, event, covering) or _right_behind(parse, event, starting)
    for rule in (_from_above, _from_below, _from_actor):
        for event in events:
            if event.date is None:
                event.date = rule(parse, event, by_token)


def _told_of(parse: Parse, event: Event, covering: Mapping[int, Date]) -> Date | None:
    """The date that an event fills, or that a clause with "when" is about: "days of protests", "last October, when he fell"."""
    token, above = event.token, parse.head[event.token]
    if parse.dep[token] == "relcl":
        return covering.get(above) if parse.has(token, ("when",), "advmod") is not None else None
    return covering.get(parse.head[above]) if parse.dep[token] == "pobj" and parse.lower[above] == "of" else None


def _right_behind(parse: Parse, event: Event, starting: Mapping[int, Date]) -> Date | None:
    """The date right behind an event noun and its complements, wherever the parser hangs it: "left the talks in Oslo on Monday".

    Only behind a preposition: of an object ("cleared the sale yesterday") the verb's date is not the time.
    """
    if parse.dep[event.token] != "pobj" or event.type in _TERMS:
        return None
    return starting.get(parse.subtree(event.token)[1])


def _vagueness(date: Date) -> int:
    """How little a date says of when something happens."""
    if date.type is DateType.SET:
        return 3
    if date.first_date is None and date.type is DateType.DURATION:
        return 2
    return 1 if date.value in _VAGUE else 0


def _tells_when(parse: Parse, date: Date, head: int, last: int) -> bool:
    """Whether a date, up to a token, stands where it can be the time, or the length, of what governs it."""
    preposition = parse.lower[parse.head[head]] if parse.dep[head] == "pobj" else ""
    if date.type is not DateType.DURATION:
        return preposition not in _APART
    if last < parse.n and parse.lower[last] in _BESIDE:
        return preposition in _OCCASIONS  # "in the weeks before the blast"
    if preposition:
        return preposition in _LASTING
    if parse.dep[head] == "dobj":
        return parse.lower[parse.head[head]] in _SPENDING
    return parse.dep[head] not in SUBJECTS


def _is_compared(parse: Parse, first: int, last: int, head: int) -> bool:
    """Whether a date is that of an earlier figure, not of the change from it: "rose to 50 from 40 a year ago".

    So it is where it hangs on the preposition before the figure, or on its noun; a date that ends in "ago" or the like also
    where the parser hangs it on the verb.
    """
    if not _EARLIER.intersection(parse.lower[first:last]):
        return False
    at = head
    for _ in range(_STEPS):
        above = parse.head[at]
        if parse.lower[above] in _COMPARED:
            return (at == head and parse.dep[at] in _COMPLEMENTS) or _has_figure(parse, above)
        if above == at or parse.is_verb(above):
            break
        at = above
    return parse.lower[last - 1] in _EARLIER and any(
        parse.lower[child] in _COMPARED and above < child < first and _has_figure(parse, child) for child in parse.children[above]
    )


def _has_figure(parse: Parse, preposition: int) -> bool:
    """Whether the object of a preposition is a number or is counted by one."""
    noun = parse.child(preposition, "pobj")
    return noun is not None and "CD" in (parse.tag[noun], *(parse.tag[child] for child in parse.children[noun]))


def _fronted(parse: Parse, first: int, last: int, by_token: Times) -> tuple[Event, int] | None:
    """The event of the main clause where a date opens the sentence: "Also Friday, the mayor flew to Rome"."""
    start, _ = parse.sentences[parse.sent[first]]
    root = parse.roots[parse.sent[first]]
    opens = all(parse.tag[token] in _OPENING_TAGS for token in range(start, first))
    if opens and last < parse.n and parse.lower[last] == "," and root > last and parse.is_verb(root) and root in by_token:
        return by_token[root], _NOUN_COST
    return None


def _is_elsewhere(parse: Parse, date: Date, head: int, found: tuple[Event, int]) -> bool:
    """Whether what a climb found is not what the date is about: the term of a sentence, a bound that hangs on another noun."""
    event, cost = found
    if date.type is DateType.DURATION and date.first_date is None and event.type in _TERMS:
        return True
    return cost > _NOUN_COST and parse.dep[head] == "pobj" and parse.lower[parse.head[head]] in _BOUNDS


def _head(parse: Parse, first: int, last: int) -> int:
    """The token of the range whose head lies outside of it."""
    for token in range(first, last):
        if not first <= parse.head[token] < last or parse.head[token] == token:
            return token
    return last - 1


def _event_of(parse: Parse, token: int, by_token: Times) -> tuple[Event, int] | None:
    """The event that a date belongs to, and how far it lies from it."""
    at, cost = token, 0
    for step in range(_STEPS):
        above = parse.head[at]
        if above == at or (step == 0 and _names_a_thing(parse, at, above, by_token)):
            return None
        if parse.tag[above] == "JJ" and above not in by_token and parse.dep[above] != "acomp":
            return None  # "bonds due 1993"
        if step and parse.tag[at] in NOUN_TAGS:
            cost += _NOUN_COST
        at, cost = above, cost + 1
        if at in by_token:
            return by_token[at], cost
        if parse.is_verb(at):
            carried = _carried(parse, at, token, by_token)
            return None if carried is None else (carried, cost + 1)
    return None


def _names_a_thing(parse: Parse, date: int, noun: int, by_token: Times) -> bool:
    """Whether a date only tells which thing is meant: "last year's results", "a 1987 model".

    That of a subject says when, too, and so does that of what happens in a period: "in the 1988 quarter".
    """
    if parse.dep[date] not in _MODIFIERS or noun in by_token or parse.dep[noun] in SUBJECTS:
        return False
    return parse.dep[noun] != "pobj" or parse.lower[parse.head[noun]] not in _LASTING


def _carried(parse: Parse, verb: int, date: int, by_token: Times) -> Event | None:
    """The event that a verb without an event of its own carries, or else the occasion before a date: "said in a call Monday"."""
    for child in parse.children[verb]:
        if child in by_token and parse.dep[child] in _CARRIED:
            return by_token[child]
    for child in parse.children[verb]:
        if parse.dep[child] == "prep" and parse.lower[child] in _OCCASIONS and child < date:
            occasion = by_token.get(parse.child(child, "pobj") or -1)
            if occasion is not None:
                return occasion
    return None


def _from_above(parse: Parse, event: Event, by_token: Times) -> Date | None:
    """The date of the event that governs this one, where both happen at one time."""
    token = event.token
    above = by_token.get(parse.head[token])
    if above is not None and above is not event and above.date is not None and _shares(parse, token, above):
        return above.date
    if parse.dep[token] == "pobj" and parse.lower[parse.head[token]] in _OCCASIONS:
        verb = by_token.get(parse.head[parse.head[token]])
        if verb is not None and parse.is_verb(verb.token):
            return verb.date
    if parse.is_verb(token):
        below = parse.child(token, "xcomp")  # "began searching on Monday"
        if below is not None and below in by_token and event.lemma not in _PROSPECTIVE:
            return by_token[below].date
    return None


def _shares(parse: Parse, token: int, above: Event) -> bool:
    """Whether an event happens when the one that governs it does.

    So do an object or subject ("the blast killed"), a participle ("arrived on Monday seeking help"), a clause with "as" or
    "when", what is coordinated behind a date ("on Monday it rained and stormed"), and what a participle or a relative clause in
    the past tells of a dated noun ("the 2019 accord signed in Oslo").
    """
    dep, tag = parse.dep[token], parse.tag[token]
    if dep == "dobj":
        return _object_shares(parse, token, above)
    if dep in _SHARING:
        return True
    if dep == "xcomp" and tag == "VBG":
        return above.lemma not in _PROSPECTIVE  # "on Monday they began shipping"
    if dep == "advcl":
        if tag == "VBG" and parse.child(token, "mark", *SUBJECTS) is None:
            return True
        return parse.has(token, _SIMULTANEOUS, "mark", "advmod") is not None
    if dep == "conj":
        assert above.date is not None
        return parse.token_at(above.date.span.start) < above.token
    return _tells_of(parse, token) and parse.tag[above.token] in NOUN_TAGS


def _object_shares(parse: Parse, token: int, above: Event) -> bool:
    """Whether an object happens when its verb does; what is hoped for, when the words behind it say: "expects growth in 2024"."""
    assert above.date is not None
    if above.lemma in _REACTIVE:
        return above.lemma in _PROSPECTIVE and above.date.span.start > parse.start[token]
    return parse.has(token, _DEFINITE, "det") is None


def _tells_of(parse: Parse, token: int) -> bool:
    """Whether a verb is the participle, or the relative clause in the past, that tells of a noun's event."""
    dep, tag = parse.dep[token], parse.tag[token]
    return (dep == "acl" and tag == "VBN") or (dep == "relcl" and tag == "VBD")


def _from_below(parse: Parse, event: Event, by_token: Times) -> Date | None:
    """The date of what an event consists in: "spoke at a rally on Monday", "led Monday's march", "the accord signed on Monday"."""
    token = event.token
    for child in parse.children[token]:
        below = by_token.get(child)
        if not parse.is_verb(token):
            if below is not None and below.date is not None and _tells_of(parse, child):
                return below.date
        elif below is not None and below.date is not None and _is_at_once(parse, event, child):
            return below.date
        elif parse.dep[child] == "prep" and parse.lower[child] in _OCCASIONS:
            occasion = by_token.get(parse.child(child, "pobj") or -1)
            if occasion is not None and occasion.date is not None:
                return occasion.date
    return None


def _is_at_once(parse: Parse, event: Event, below: int) -> bool:
    """Whether a verb happens when its object does, or the clause below it: "attended the rally", "died when the boat sank"."""
    if parse.dep[below] == "dobj":
        return event.lemma in _ATTENDING
    return parse.dep[below] == "advcl" and below > event.token and parse.has(below, _SIMULTANEOUS, "mark", "advmod") is not None


def _from_actor(parse: Parse, event: Event, by_token: Times) -> Date | None:
    """The date of the event that kills or wounds: "the 2019 bombing of a clinic, which killed a guard"."""
    if event.type not in _HARMING or not parse.is_verb(event.token):
        return None
    actors = (by_token.get(participant.head) for participant in event.participants if participant.role is Role.ACTOR)
    return next((actor.date for actor in actors if actor is not None and actor.date is not None), None)
