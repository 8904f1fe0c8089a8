"""Whether a date lies before or after its anchor, as the verb that governs it tells."""

from __future__ import annotations

from pipeline.lexicons import words
from pipeline.parse import NOUN_TAGS, SUBJECTS, Parse

PAST, UNKNOWN, FUTURE = -1, 0, 1

_MODALS = words("dates", "cues", "modals")
_PLANNED = words("dates", "cues", "planned")
_SAYING = words("dates", "cues", "saying")
_TIMETABLED = words("dates", "cues", "timetabled")
_PRESENT_BE = frozenset({"is", "are", "am", "'s", "'re", "'m"})
_PAST_AUX = frozenset({"was", "were", "had", "did", "been", "'d"})
_HAVE = frozenset({"has", "have", "'ve"})
_DENIED = frozenset({"no", "none", "neither", "nobody", "nor"})
_FORETELLING = words("dates", "cues", "foretelling")
_ARRANGED = words("dates", "cues", "arranged")
_SET = frozenset({"set", "called", "moved", "postponed", "rescheduled"})
"""Words of arranging after which only "for" names the time."""

_AS = frozenset({"as"})
_TIMED = frozenset({"on", "for"})
_ONCE = frozenset({"when", "once", "until", "till", "soon"})
_BACKSHIFTED = frozenset({"would", "could", "might", "should"})
_MAX_CLIMB = 12


def is_modifier(parse: Parse, token: int) -> bool:
    """Whether a date only modifies a noun, so that the verb tells little about it: "a June agreement", "the fire in June"."""
    if parse.dep[token] in ("compound", "nmod", "amod"):
        return True
    head = parse.head[token]
    return parse.dep[token] == "pobj" and parse.tag[parse.head[head]] in NOUN_TAGS


def direction(parse: Parse, token: int) -> int:
    """The direction in time that the syntax around a date implies.

    Args:
        parse: the article's parse.
        token: the date's head.

    Returns:
        PAST, UNKNOWN or FUTURE.
    """
    belongs_to_noun = parse.dep[token] in ("poss", "compound", "nmod")
    date = below = token
    for _ in range(_MAX_CLIMB):
        word = parse.lower[token]
        if word == "since":
            return PAST
        if parse.is_verb(token) or parse.tag[token] == "MD":
            if word in _ARRANGED and is_arranged(parse, token, below):
                return FUTURE
            if word in _FORETELLING and parse.lower[below] == "of" and below != token:
                return FUTURE
            if word in _PRESENT_BE and is_due(parse, token, below, is_bare=below == date):
                return FUTURE
            is_infinitive = any(parse.lower[child] == "to" and parse.dep[child] == "aux" for child in parse.children[token])
            return UNKNOWN if belongs_to_noun and is_infinitive else _tense(parse, token)
        head = parse.head[token]
        if word in _PLANNED:
            return PAST if is_past_perfect(parse, head) else FUTURE
        if head == token:
            return UNKNOWN
        below, token = token, head
    return UNKNOWN


def is_arranged(parse: Parse, verb: int, below: int) -> bool:
    """Whether a date is the time that someone has set: "planned a march on Saturday", "put off the vote to Monday".

    Args:
        parse: the article's parse.
        verb: one of planning.
        below: the dependent of the verb that leads to the date.
    """
    if is_past_perfect(parse, verb):
        return False
    if parse.dep[below] == "dobj":  # the parser hangs the time on the object: "planned [a march on Saturday]"
        return parse.has(below, _TIMED, "prep") is not None
    if parse.dep[below] != "prep" or below < verb or parse.child(verb, "dobj") is None:
        return False
    return parse.lower[below] == "for" or (parse.lower[below] == "on" and parse.lower[verb] not in _SET)


def is_due(parse: Parse, verb: int, below: int, *, is_bare: bool) -> bool:
    """Whether a form of "be" in the present tells of what is to come: "ministers are to meet", "the vote is on Tuesday".

    Args:
        parse: the article's parse.
        verb: the form of "be".
        below: its dependent that leads to the date.
        is_bare: whether that is the date itself: "the final is Saturday".
    """
    if below > verb and ((parse.lower[below] == "on" and parse.dep[below] == "prep") or (is_bare and parse.dep[below] == "attr")):
        return True
    infinitive = parse.child(verb, "xcomp")
    return infinitive is not None and any(parse.lower[child] == "to" for child in parse.children[infinitive])


def _tense(parse: Parse, verb: int) -> int:
    """The direction of a verb form: from its auxiliaries, else its tag."""
    tag = parse.tag[verb]
    auxiliaries = [parse.lower[child] for child in parse.children[verb] if parse.dep[child] in ("aux", "auxpass")]
    if "could" in auxiliaries and is_denied(parse, verb):
        return PAST
    if any(word in _MODALS for word in auxiliaries):
        return PAST if tag == "VBN" and "have" in auxiliaries and "will" not in auxiliaries else FUTURE
    if tag == "VBD":
        return FUTURE if is_awaited(parse, verb) else PAST
    if tag == "VBN":
        return _participle(parse, verb, auxiliaries)
    if any(word in _PAST_AUX or word in _HAVE for word in auxiliaries):
        return PAST
    if tag == "VBG" and any(word in _PRESENT_BE for word in auxiliaries):
        return FUTURE
    if tag in ("VB", "VBG"):
        return _governed(parse, verb)
    if parse.lower[verb] in _SAYING:
        return PAST
    if tag not in ("VBZ", "VBP"):
        return UNKNOWN
    is_plan = parse.lower[verb] in _PLANNED and parse.child(verb, "xcomp") is not None
    return FUTURE if is_plan or parse.lower[verb] in _TIMETABLED else UNKNOWN


def _participle(parse: Parse, verb: int, auxiliaries: list[str]) -> int:
    """The direction of a past participle: what is scheduled lies ahead; "is held" tells nothing."""
    if "had" in auxiliaries or "have" in auxiliaries:
        return PAST
    if parse.lower[verb] in _PLANNED and parse.has(verb, _AS, "mark") is not None and parse.head[verb] != verb:
        return _tense(parse, parse.head[verb]) if parse.is_verb(parse.head[verb]) else UNKNOWN
    is_plan = parse.lower[verb] in _PLANNED and (parse.lower[verb] != "set" or _is_set(parse, verb))
    if is_plan or "to" in auxiliaries:
        return FUTURE
    is_past = any(word in _PAST_AUX for word in auxiliaries)
    return UNKNOWN if not is_past and any(word in _PRESENT_BE for word in auxiliaries) else PAST


def is_past_perfect(parse: Parse, verb: int) -> bool:
    """Whether what was planned lies in the past of the past: "had been due"."""
    return any(parse.lower[child] == "had" and parse.dep[child] == "aux" for child in parse.children[verb])


def _is_set(parse: Parse, verb: int) -> bool:
    """Whether "set" is said of a plan, "set for Monday", "set to close", not of a record."""
    return any(parse.lower[child] == "for" or parse.dep[child] == "xcomp" for child in parse.children[verb])


def is_denied(parse: Parse, verb: int) -> bool:
    """Whether a clause is negated, by "not" or in its subject: "neither could be found"."""
    for child in parse.children[verb]:
        if parse.dep[child] == "neg":
            return True
        if parse.dep[child] in SUBJECTS and (
            parse.lower[child] in _DENIED or any(parse.lower[other] in _DENIED for other in parse.children[child])
        ):
            return True
    return any(parse.dep[child] == "preconj" and parse.lower[child] in _DENIED for child in parse.children[verb])


def is_awaited(parse: Parse, verb: int) -> bool:
    """Whether a past tense is only that of a report: "they would buy when trading opened on Monday"."""
    head = parse.head[verb]
    is_once = any(parse.lower[child] in _ONCE and parse.dep[child] in ("mark", "advmod") for child in parse.children[verb])
    if parse.lower[head] == "soon":
        head, is_once = parse.head[head], True
    if parse.dep[verb] != "advcl" or not is_once or not parse.is_verb(head):
        return False
    if any(parse.lower[child] in _BACKSHIFTED and parse.dep[child] == "aux" for child in parse.children[head]):
        return True
    return parse.tag[head] == "VB" and parse.lower[parse.head[head]] in _PLANNED


def _governed(parse: Parse, verb: int) -> int:
    """The direction of an infinitive or a participle: from what governs it."""
    head = parse.head[verb]
    if head == verb:
        return UNKNOWN
    if parse.lower[head] in _PLANNED and (is_past_perfect(parse, head) or is_past_perfect(parse, parse.head[head])):
        return PAST
    if parse.lower[head] in _PLANNED:
        return FUTURE
    for other in (head, *parse.ancestors(head)):
        if parse.is_verb(other):
            word = parse.lower[other]
            if parse.tag[verb] == "VB" and word in _PLANNED:
                return FUTURE
            if parse.tag[verb] == "VBG" and any(parse.tag[child] == "MD" for child in parse.children[other]):
                return _tense(parse, other)
            return PAST if parse.tag[other] in ("VBD", "VBN") else FUTURE if parse.tag[verb] == "VB" else UNKNOWN
    return UNKNOWN


def is_said(parse: Parse, token: int) -> bool:
    """Whether a date modifies a verb of saying, directly or through a preposition."""
    for _ in range(4):
        if parse.is_verb(token):
            return parse.lower[token] in _SAYING
        token = parse.head[token]
    return False
