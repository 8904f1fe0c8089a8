"""What a reader has in mind at a point of the text: the people and things last spoken of, and who speaks in a quotation."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log2

from pipeline.layers import Entity
from pipeline.parse import SUBJECTS, Parse

_OPENING = frozenset({"“", "``", "„", "«"})
_WEIGHTS = {
    "often": 0.35,
    "named": 0.3,
    "unnamed": 0.3,
    "subject": 0.7,
    "parallel": 0.3,
    "commands": 0.8,
    "object": 0.35,
    "possessor": 0.25,
    "oblique": 0.0,
    "gendered": 0.6,
    "quoted": -0.5,
}
_MAX_STEPS = 20
_MEMORY = 24
"""How many referents are kept; bounds the time of one look back."""


@dataclass(slots=True, eq=False)
class Referent:
    """Someone or something spoken of.

    Attributes:
        entity: None for one without a name ("a witness").
        gender: "m", "f", "n" or None.
        token: head of the last mention; of what it is an apposition to ("his running mate, X").
        sent: its sentence.
        n: mentions so far.
        region: the quotation that the last mention stands in; 0 for none.
    """

    key: Hashable
    entity: Entity | None
    gender: str | None
    token: int
    sent: int
    dep: str
    n: int = 1
    region: int = 0


class Discourse:
    """The referents of the text so far, the last one first."""

    __slots__ = ("_known", "_order")

    def __init__(self) -> None:
        self._known: dict[Hashable, Referent] = {}
        self._order: list[Referent] = []

    def mention(self, parse: Parse, key: Hashable, entity: Entity | None, gender: str | None, token: int, region: int) -> None:
        """Notes that something was spoken of."""
        for _ in range(2):
            if parse.dep[token] == "appos":
                token = parse.head[token]
        referent = self._known.get(key)
        if referent is None:
            referent = self._known[key] = Referent(key, entity, gender, token, parse.sent[token], parse.dep[token], 0)
        elif referent in self._order:
            self._order.remove(referent)
        referent.token, referent.sent, referent.dep, referent.region = token, parse.sent[token], parse.dep[token], region
        referent.n += 1
        if entity is not None:
            referent.gender = entity.gender
        self._order.append(referent)
        if len(self._order) > _MEMORY:
            self._order.pop(0)

    def since(self, sent: int) -> Iterator[Referent]:
        """Referents last mentioned in a sentence or after it, the latest first."""
        for referent in reversed(self._order):
            if referent.sent < sent:
                return
            yield referent


_SENTENCES = (0.0, -0.7, -1.7, -2.7, -3.6)


def salience(parse: Parse, referent: Referent, pronoun: int) -> float:
    """How easily a pronoun brings a referent to mind: near, subject, often mentioned.

    Args:
        parse: the article.
        referent: mentioned before the pronoun, at most four sentences ago.
        pronoun: the token.
    """
    score = _SENTENCES[min(parse.sent[pronoun] - referent.sent, len(_SENTENCES) - 1)]
    return score + sum(_WEIGHTS[feature] * value for feature, value in features(parse, referent, pronoun))


def features(parse: Parse, referent: Referent, pronoun: int) -> list[tuple[str, float]]:
    """What speaks for and against a referent, by name of the weight."""
    found = [("often", log2(1 + min(referent.n, 15)))]
    if referent.entity is None:
        found.append(("unnamed", 1.0))
    else:
        found.append(("named", log2(1 + min(len(referent.entity.mentions), 15))))
    if referent.dep in SUBJECTS:
        found.append(("subject", 1.0))
        if parse.dep[pronoun] in SUBJECTS:
            found.append(("parallel", 1.0))
        if parse.sent[pronoun] == referent.sent and parse.head[referent.token] in islice(parse.ancestors(pronoun), _MAX_STEPS):
            found.append(("commands", 1.0))
    elif referent.dep in ("dobj", "attr", "ROOT"):
        found.append(("object", 1.0))
    elif referent.dep == "poss":
        found.append(("possessor", 1.0))
    elif referent.dep in ("pobj", "conj", "appos"):
        found.append(("oblique", 1.0))
    if referent.gender is not None:
        found.append(("gendered", 1.0))
    if referent.region:
        found.append(("quoted", 1.0))
    return found


def quote_regions(parse: Parse) -> list[int]:
    """For each token the number of the quotation between double marks that it stands in; 0 outside.

    A quotation ends with its paragraph. The list is empty where the text has no marks.
    """
    marks = [
        token for token, tag in enumerate(parse.tag) if tag in ("``", "''") or parse.lower[token] in ('"', "“", "”", "„", "«", "»")
    ]
    if not marks:
        return []
    regions = [0] * parse.n
    number, opened = 0, -1
    breaks = [token for token in range(parse.n) if parse.tag[token] == "_SP" and parse.lower[token].count("\n") > 1]
    events = sorted([*((token, True) for token in marks), *((token, False) for token in breaks)])
    for token, is_mark in [*events, (parse.n, False)]:
        mark = parse.lower[token] if is_mark else ""
        opens = mark in _OPENING or (mark == '"' and opened < 0)
        if opened >= 0 and (not is_mark or not opens):
            number += 1
            regions[opened:token] = [number] * (token - opened)
            opened = -1
        elif is_mark and opens and opened < 0:
            opened = token
    return regions


def find_quote_subjects(parse: Parse, regions: Sequence[int], speech_verbs: frozenset[str]) -> dict[int, int]:
    """For each quotation the head of the subject of the speech verb beside it, or beside the one before in its paragraph."""
    found: dict[int, int] = {}
    token, previous = 0, 0
    while token < parse.n:
        region = regions[token]
        first = token
        while token < parse.n and regions[token] == region:
            token += 1
        if not region:
            if any("\n\n" in parse.lower[between] for between in range(first, token)):
                previous = 0
            continue
        subject = _subject_beside(parse, range(token, min(token + 10, parse.n)), regions, speech_verbs)
        if subject is None:
            subject = _subject_beside(parse, range(first - 1, max(first - 12, -1), -1), regions, speech_verbs)
        if subject is None and previous:
            subject = found.get(previous)
        if subject is not None:
            found[region] = subject
        previous = region
    return found


def _subject_beside(parse: Parse, tokens: range, regions: Sequence[int], speech_verbs: frozenset[str]) -> int | None:
    for token in tokens:
        if regions[token] or "\n\n" in parse.lower[token]:
            return None
        lower = parse.lower[token]
        if lower in (".", "!", "?") and tokens.step < 0:
            return None
        if parse.is_verb(token) and parse.lemma(token) in speech_verbs:
            subject = parse.child(token, "nsubj")
            if subject is not None and not regions[subject]:
                return subject
        if lower in (".", "!", "?"):
            return None
    return None
