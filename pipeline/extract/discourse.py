"""What a reader has in mind at a point of the text: the people and things last spoken of, and who speaks in a quotation."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.layers import Entity
from pipeline.parse import Parse

_OPENING = frozenset({"“", "``", "„", "«"})
_MARKS = frozenset({'"', "“", "”", "„", "«", "»", "``", "''"})
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
        is_pronoun: whether the last mention is a pronoun.
    """

    key: Hashable
    entity: Entity | None
    gender: str | None
    token: int
    sent: int
    dep: str
    n: int = 1
    region: int = 0
    is_pronoun: bool = False


class Discourse:
    """The referents of the text so far, the last one first."""

    __slots__ = ("_known", "_order")

    def __init__(self) -> None:
        self._known: dict[Hashable, Referent] = {}
        self._order: dict[Referent, None] = {}

    def mention(self, parse: Parse, key: Hashable, entity: Entity | None, gender: str | None, token: int, region: int) -> None:
        """Notes that something was spoken of."""
        for _ in range(2):
            if parse.dep[token] == "appos":
                token = parse.head[token]
        referent = self._known.get(key)
        if referent is None:
            referent = self._known[key] = Referent(key, entity, gender, token, parse.sent[token], parse.dep[token], 0)
        self._order.pop(referent, None)
        referent.token, referent.sent, referent.dep, referent.region = token, parse.sent[token], parse.dep[token], region
        referent.is_pronoun = parse.tag[token] in ("PRP", "PRP$")
        referent.n += 1
        if entity is not None:
            referent.gender = entity.gender
        self._order[referent] = None
        if len(self._order) > _MEMORY:
            del self._order[next(iter(self._order))]

    def find(self, key: Hashable) -> Referent | None:
        """What is known of a referent, however long ago it was mentioned."""
        return self._known.get(key)

    def since(self, sent: int) -> Iterator[Referent]:
        """Referents last mentioned in a sentence or after it, the latest first."""
        for referent in reversed(self._order):
            if referent.sent < sent:
                return
            yield referent


def quote_regions(parse: Parse) -> list[int]:
    """For each token the number of the quotation between double marks that it stands in; 0 outside.

    A quotation ends with its paragraph; single marks neither open nor close one. The list is empty where the text has no
    marks.
    """
    marks = [token for token, lower in enumerate(parse.lower) if lower in _MARKS]
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
