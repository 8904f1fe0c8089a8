"""Whether a date lies before or after its anchor, as the verb that governs it tells."""

from __future__ import annotations

from pipeline.lexicons import words
from pipeline.parse import NOUN_TAGS, Parse

PAST, UNKNOWN, FUTURE = -1, 0, 1

_MODALS = words("dates", "cues", "modals")
_PLANNED = words("dates", "cues", "planned")
_SAYING = words("dates", "cues", "saying")
_TIMETABLED = words("dates", "cues", "timetabled")
_PRESENT_BE = frozenset({"is", "are", "am", "'s", "'re", "'m"})
_PAST_AUX = frozenset({"was", "were", "had", "did", "been", "'d"})
_HAVE = frozenset({"has", "have", "'ve"})
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
    for _ in range(_MAX_CLIMB):
        word = parse.lower[token]
        if word == "since":
            return PAST
        if parse.is_verb(token) or parse.tag[token] == "MD":
            is_infinitive = any(parse.lower[child] == "to" and parse.dep[child] == "aux" for child in parse.children[token])
            return UNKNOWN if belongs_to_noun and is_infinitive else _tense(parse, token)
        head = parse.head[token]
        if word in _PLANNED:
            return PAST if is_past_perfect(parse, head) else FUTURE
        if head == token:
            return UNKNOWN
        token = head
    return UNKNOWN


def _tense(parse: Parse, verb: int) -> int:
    """The direction of a verb form: from its auxiliaries, else its tag."""
    tag = parse.tag[verb]
    auxiliaries = [parse.lower[child] for child in parse.children[verb] if parse.dep[child] in ("aux", "auxpass")]
    if "could" in auxiliaries and any(parse.dep[child] == "neg" for child in parse.children[verb]):
        return PAST
    if any(word in _MODALS for word in auxiliaries):
        return PAST if tag == "VBN" and "have" in auxiliaries and "will" not in auxiliaries else FUTURE
    if tag == "VBD":
        return PAST
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
    return FUTURE if tag in ("VBZ", "VBP") and parse.lower[verb] in _TIMETABLED else UNKNOWN


def _participle(parse: Parse, verb: int, auxiliaries: list[str]) -> int:
    """The direction of a past participle: what is scheduled lies ahead; "is held" tells nothing."""
    if "had" in auxiliaries or "have" in auxiliaries:
        return PAST
    if parse.lower[verb] in _PLANNED or "to" in auxiliaries:
        return FUTURE
    is_past = any(word in _PAST_AUX for word in auxiliaries)
    return UNKNOWN if not is_past and any(word in _PRESENT_BE for word in auxiliaries) else PAST


def is_past_perfect(parse: Parse, verb: int) -> bool:
    """Whether what was planned lies in the past of the past: "had been due"."""
    return any(parse.lower[child] == "had" and parse.dep[child] == "aux" for child in parse.children[verb])


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
            return PAST if parse.tag[other] in ("VBD", "VBN") else FUTURE if parse.tag[verb] == "VB" else UNKNOWN
    return UNKNOWN


def is_said(parse: Parse, token: int) -> bool:
    """Whether a date modifies a verb of saying, directly or through a preposition."""
    for _ in range(4):
        if parse.is_verb(token):
            return parse.lower[token] in _SAYING
        token = parse.head[token]
    return False
