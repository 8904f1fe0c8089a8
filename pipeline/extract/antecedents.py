"""Which of the people spoken of "he" or "she" means: a log-linear ranker over the parse.

Each candidate, and "no one of them", gets the sum of the weights of its features; the softmax over them is the
probability of each. The features are those of the tradition (Lappin and Leass 1994; Denis and Baldridge 2008): distance,
grammatical role, frequency, gender. The weights are set by hand: weights fitted to biographies, interviews and speeches did
better there and worse on news, where people are named once and spoken of at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import exp, log2

from pipeline.extract.discourse import Referent
from pipeline.extract.pronouns import find_following_subject
from pipeline.parse import SUBJECTS, Parse

Features = list[tuple[str, float]]

WEIGHTS = {
    "same sentence": 0.0,
    "sentence before": -0.7,
    "two before": -1.7,
    "three before": -2.7,
    "four before": -3.6,
    "often": 0.35,
    "named": 0.3,
    "unnamed": 0.3,
    "subject": 0.7,
    "parallel": 0.3,
    "commands": 1.0,
    "object": 0.35,
    "object here": -0.1,
    "possessor": 0.25,
    "gendered": 0.6,
    "pronoun before": 0.5,
    "across a quotation mark": -0.5,
    "ahead": 2.0,
    "nobody": -1.0,
}
_FLOOR = 0.3
"""The probability that the best candidate must have."""
_MAX_STEPS = 20
_MANY = 15
_DISTANCES = ("same sentence", "sentence before", "two before", "three before", "four before")
_OBJECTS = frozenset({"dobj", "attr", "ROOT"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone whom the pronoun may mean; without referent, no one of the others."""

    referent: Referent | None
    features: Features


def candidates(parse: Parse, pronoun: int, region: int, referents: Sequence[Referent], ahead: Referent | None) -> list[Candidate]:
    """The candidates of a pronoun with their features, "no one" last.

    Args:
        parse: the article.
        pronoun: the token.
        region: the quotation that it stands in; 0 for none.
        referents: people spoken of before, the latest first, that agree with it in gender.
        ahead: who is named by the subject that the pronoun may point ahead to.
    """
    found = [Candidate(one, features(parse, one, pronoun, region)) for one in referents if one is not ahead]
    if ahead is not None:
        found.append(Candidate(ahead, [("ahead", 1.0), ("gendered", float(ahead.gender is not None))]))
    return [*found, Candidate(None, [("nobody", 1.0)])]


def features(parse: Parse, referent: Referent, pronoun: int, region: int) -> Features:
    """What speaks for and against a referent.

    Args:
        parse: the article.
        referent: mentioned before the pronoun, at most four sentences ago.
        pronoun: the token.
        region: the quotation that the pronoun stands in.
    """
    is_same = parse.sent[pronoun] == referent.sent
    found = [
        (_DISTANCES[min(parse.sent[pronoun] - referent.sent, len(_DISTANCES) - 1)], 1.0),
        ("often", log2(1 + min(referent.n, _MANY))),
    ]
    if referent.entity is None:
        found.append(("unnamed", 1.0))
    else:
        found.append(("named", log2(1 + min(len(referent.entity.mentions), _MANY))))
    if referent.dep in SUBJECTS:
        found.append(("subject", 1.0))
        if parse.dep[pronoun] in SUBJECTS:
            found.append(("parallel", 1.0))
        if is_same and parse.head[referent.token] in islice(parse.ancestors(pronoun), _MAX_STEPS):
            found.append(("commands", 1.0))
    elif referent.dep in _OBJECTS:
        found.append(("object here" if is_same else "object", 1.0))
    elif referent.dep == "poss":
        found.append(("possessor", 1.0))
    if referent.is_pronoun:
        found.append(("pronoun before", 1.0))
    if referent.gender is not None:
        found.append(("gendered", 1.0))
    if bool(referent.region) != bool(region):
        found.append(("across a quotation mark", 1.0))
    return found


def choose(found: Sequence[Candidate]) -> tuple[Referent | None, float]:
    """The best candidate and its probability; none where it is below the floor, or where "no one" is best."""
    scores = [sum(WEIGHTS[name] * value for name, value in candidate.features) for candidate in found]
    top = max(scores)
    share = 1.0 / sum(exp(score - top) for score in scores)
    best = found[scores.index(top)].referent
    return (best, share) if best is not None and share >= _FLOOR else (None, share)


def subject_ahead(parse: Parse, pronoun: int) -> int | None:
    """The subject behind a pronoun that it may point ahead to, if the pronoun is no subject of the main clause."""
    is_main = parse.dep[pronoun] in SUBJECTS and parse.dep[parse.head[pronoun]] == "ROOT"
    return None if is_main else find_following_subject(parse, pronoun)
