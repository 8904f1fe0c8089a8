"""Attributions between commas: "The plan, said the mayor, is sound".

A parenthetical reports the whole sentence that it interrupts (Quirk et al. 1985, section 15.54, "comment clauses"). Parsers take
the words before it for the subject of its verb, or what follows for its object, so it is read off the commas, where they leave
no doubt: what follows goes on with the verb that what comes before lacks, or with what its "is" lacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.sources import head_of
from pipeline.lexicons import words
from pipeline.parse import FINITE_TAGS, NOUN_TAGS, TENSED_TAGS, Parse

MAX_SOURCE = 12
"""Words of a source between a comma and its verb."""

MAX_REST = 4
"""Words between the verb and the second comma where the source comes first: "the minister told parliament on Monday"."""

_ADDRESSED = frozenset({"tell", "remind", "warn", "assure", "inform", "advise", "ask"})
"""Verbs whose object is who was spoken to."""

_HEAD_TAGS = NOUN_TAGS | {"PRP", "WP", "CD"}


class Parenthetical(NamedTuple):
    """An attribution between commas.

    Attributes:
        cue: token of its verb.
        ranges: token ranges of the sentence before and behind it.
        source: head token of who speaks.
    """

    cue: int
    ranges: tuple[Range, Range]
    source: int


def find_parentheticals(parse: Parse, quotes: QuoteMap) -> Iterator[Parenthetical]:
    """The parenthetical attributions of an article, in order. Sentences with quotation marks are left to the marks."""
    known = words("cues", "speech", "verbs")
    for cue, tag in enumerate(parse.tag):
        if tag not in TENSED_TAGS or parse.lemma(cue) not in known:
            continue
        first, last = parse.sentences[parse.sent[cue]]
        source = _source_behind(parse, cue, last) if parse.lower[cue - 1] == "," else _source_before(parse, cue, first, last)
        if source is None or quotes.touched(first, last) or _has_object(parse, cue, source):
            continue
        opened, closed = min(source[0], cue) - 1, _comma(parse, max(source[1], cue + 1), last)
        while first < opened and (parse.is_space(first) or parse.tag[first] == "CC"):
            first += 1
        if closed is not None and first < opened and _is_interrupted(parse, first, opened, closed + 1, last):
            yield Parenthetical(cue, ((first, opened), (closed + 1, last)), head_of(parse, *source))


def _has_object(parse: Parse, cue: int, source: Range) -> bool:
    """Whether a verb has an object of its own, so that it needs no sentence: ", she wrote a dissent,"."""
    objects = [child for child in parse.children[cue] if child > cue and parse.dep[child] == "dobj"]
    return parse.lemma(cue) not in _ADDRESSED and any(not source[0] <= child < source[1] for child in objects)


def _source_behind(parse: Parse, cue: int, last: int) -> Range | None:
    """The noun phrase between a verb and a comma: ", said the mayor,"."""
    stop = next((token for token in range(cue + 1, min(last, cue + 2 + MAX_SOURCE)) if parse.lower[token] == ","), None)
    return None if stop is None else _noun_phrase(parse, cue + 1, stop)


def _source_before(parse: Parse, cue: int, first: int, last: int) -> Range | None:
    """The noun phrase between a comma and a verb that a comma follows soon: ", the mayor told us,"."""
    comma = next((token for token in range(cue - 1, max(first, cue - 2 - MAX_SOURCE), -1) if parse.lower[token] == ","), None)
    return None if comma is None else _noun_phrase(parse, comma + 1, cue)


def _noun_phrase(parse: Parse, first: int, last: int) -> Range | None:
    tags = parse.tag[first:last]
    is_bare = not any(tag in FINITE_TAGS or parse.is_verb(first + place) for place, tag in enumerate(tags))
    return (first, last) if is_bare and tags and tags[-1] in _HEAD_TAGS and tags[0] not in ("IN", "CC", "RB", "WRB") else None


def _comma(parse: Parse, first: int, last: int) -> int | None:
    """The comma that closes a parenthetical, if only a few words and no verb stand before it."""
    for token in range(first, min(last, first + MAX_REST + 1)):
        if parse.lower[token] == ",":
            return token
        if parse.is_verb(token) or parse.tag[token] == "MD" or parse.lower[token] == "that":
            return None
    return None


def _is_interrupted(parse: Parse, first: int, opened: int, start: int, last: int) -> bool:
    """Whether what stands before and behind a parenthetical is a clause of which each lacks the other."""
    if last - start < 2:
        return False
    lacks_verb = not any(parse.tag[token] in FINITE_TAGS for token in range(first, opened))
    if lacks_verb:
        return any(parse.tag[token] in FINITE_TAGS for token in range(start, last))
    ends_in_be = parse.lemma(opened - 1) == "be" and parse.tag[opened - 1] in FINITE_TAGS
    return ends_in_be and parse.tag[start] not in FINITE_TAGS
