"""What a reader has in mind at a point of the text: the people and things last spoken of, and who speaks in a quotation."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.layers import Entity
from pipeline.parse import Parse

_OPENING = frozenset({"“", "``", "„", "«"})
_MARKS = frozenset({'"', "“", "”", "„", "«", "»", "``", "''"})
_TYPED = ('"', "''")
"""Marks that both open and close."""

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
    breaks = [token for token in range(parse.n) if _is_break(parse, token)]
    typed = _TYPED if "``" not in parse.text else _TYPED[:1]
    events = sorted([*((token, True) for token in marks), *((token, False) for token in breaks)])
    for token, is_mark in [*events, (parse.n, False)]:
        mark = parse.lower[token] if is_mark else ""
        opens = mark in _OPENING or (mark in typed and opened < 0)
        if opened >= 0 and (not is_mark or not opens):
            number += 1
            regions[opened:token] = [number] * (token - opened)
            opened = -1
        elif is_mark and opens and opened < 0:
            opened = token
    return regions


def _is_break(parse: Parse, token: int) -> bool:
    return parse.tag[token] == "_SP" and parse.lower[token].count("\n") > 1


class Quoted(NamedTuple):
    """A quotation by its number and its tokens, the closing mark not included."""

    region: int
    first: int
    last: int


def find_quote_subjects(parse: Parse, regions: Sequence[int], speech_verbs: frozenset[str]) -> dict[int, int]:
    """For each quotation the head of the subject of the speech verb beside it, or beside the one that it carries on.

    A quotation carries on the one before in its paragraph. So it does over the end of a paragraph where that one is not closed
    there, or where it is the whole next paragraph.
    """
    quoted = _list_quoted(regions)
    found: dict[int, int] = {}
    for place, (region, first, last) in enumerate(quoted):
        subject = _subject_beside(parse, range(last, min(last + 10, parse.n)), regions, speech_verbs)
        if subject is None:
            subject = _subject_beside(parse, range(first - 1, max(first - 12, -1), -1), regions, speech_verbs)
        if subject is None and place and _carries_on(parse, quoted[place - 1], quoted[place]):
            subject = found.get(quoted[place - 1].region)
        if subject is not None:
            found[region] = subject
    for after, before in pairwise(reversed(quoted)):
        if before.region not in found and after.region in found and _is_open_over(parse, before, after):
            found[before.region] = found[after.region]
    return found


def _list_quoted(regions: Sequence[int]) -> list[Quoted]:
    quoted = []
    token = 0
    for region, tokens in groupby(regions):
        n_tokens = sum(1 for _ in tokens)
        if region:
            quoted.append(Quoted(region, token, token + n_tokens))
        token += n_tokens
    return quoted


def _carries_on(parse: Parse, before: Quoted, after: Quoted) -> bool:
    """Whether a quotation has the speaker of the one before."""
    breaks = [token for token in range(before.last, after.first) if _is_break(parse, token)]
    if len(breaks) != 1 or breaks[0] != after.first - 1:
        return not breaks
    behind = after.last + 1
    is_whole = behind >= parse.n or _is_break(parse, behind) or _is_break(parse, after.last)
    return is_whole or _is_open_over(parse, before, after)


def _is_open_over(parse: Parse, before: Quoted, after: Quoted) -> bool:
    """Whether a quotation is not closed at the end of its paragraph and opened again at the start of the next."""
    return before.last == after.first - 1 and _is_break(parse, before.last)


def _subject_beside(parse: Parse, tokens: range, regions: Sequence[int], speech_verbs: frozenset[str]) -> int | None:
    for token in tokens:
        if regions[token]:
            return None
        if "\n\n" in parse.lower[token]:
            if tokens.step > 0 or token == 0 or parse.lower[token - 1] != ":":
                return None
            continue
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
