"""Acceptance: whether a cue with its most likely content is a statement, seen beside the other cues of the text.

The content scorer looks at one cue at a time. Whether another cue reports the same words, whether the content holds a
report of its own, and how sure its end is, tell much about whether it is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from pipeline.extract.contents import Candidate
from pipeline.extract.grammar import Grammar
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.ranking import FeatureRows, Rows, Symbols, symbols, symbols_of_lengths
from pipeline.extract.sources import RankedSource, Source
from pipeline.parse import NOUN_TAGS, Parse

WINDOW = 6
"""Neighbouring choices, on either side, that one is compared with."""

CONTENT_FLOOR = 0.57
"""Probability that a token is a cue with this content below which there is no statement."""

QUOTED_FLOOR = 0.45
"""The floor for what holds words between marks."""

SURE = 0.95
"""Probability that a cue has a content from which only its extent is in doubt."""

SURE_FLOOR = 0.2
"""The floor for the content of such a cue."""

NOMINAL_FLOOR = 0.7
"""The same for a content that is a noun phrase: an attitude rather than words, and seldom one outside political news."""

_NOMINAL_TAGS = NOUN_TAGS | {"PRP", "DT", "CD", "WP", "WDT"}

_OBJECTS = frozenset({"dobj", "nsubj", "nsubjpass"})

_RIVAL = 0.6

UNKNOWN = RankedSource(Source("none", -1), 1.0)


class Choice(NamedTuple):
    """A cue and the content that it most likely has.

    Attributes:
        cue: token.
        candidate: the content as it was found.
        ranges: the content with its end settled.
        cue_score: logit of the token as a cue.
        likely: probability that the cue has a content at all.
        fits: probability of this content among those that it may have.
        ends: probability of this end among those that it may have.
        source: the likeliest source of it.
    """

    cue: int
    candidate: Candidate
    ranges: tuple[Range, ...]
    cue_score: float
    likely: float
    fits: float
    ends: float
    source: RankedSource = UNKNOWN


def choice_features(grammar: Grammar, quotes: QuoteMap, choices: list[Choice]) -> Rows:
    """Features of choices.

    Args:
        grammar: of the article.
        quotes: its quotations.
        choices: in the order of their cues.

    Returns:
        Of shape (len(choices), n_templates).
    """
    columns = _Columns(grammar, quotes, choices)
    rows = FeatureRows(len(choices))
    _add_certainty(rows, columns)
    _add_words(rows, grammar, columns)
    _add_source(rows, grammar, columns)
    return rows.matrix()


class _Columns:
    """Columns of the choices of an article."""

    def __init__(self, grammar: Grammar, quotes: QuoteMap, choices: list[Choice]) -> None:
        table = [
            (item.cue, item.candidate.head, item.ranges[0][0], item.ranges[-1][1] - 1, _length(item), len(item.ranges))
            for item in choices
        ]
        self.cue, self.head, self.first, self.last, length, n_ranges = np.array(table, dtype=np.int64).reshape(-1, 6).T
        self.parts, self.size = n_ranges.astype(np.uint64), symbols_of_lengths(length)
        self.kind = symbols([item.candidate.kind for item in choices])
        self.likely, self.fits = _scaled(item.likely for item in choices), _scaled(item.fits for item in choices)
        self.ends, self.sure = _scaled(item.ends for item in choices), _scaled(item.source.share for item in choices)
        self.score = np.array([round(min(max(item.cue_score, -4), 6)) + 8 for item in choices], dtype=np.uint64)
        self.rival, self.outer, self.inner, self.n_near = np.array(_contexts(choices), dtype=np.uint64).reshape(-1, 4).T
        self.marks = np.array([_marks(quotes, item) for item in choices], dtype=np.uint64)
        self.is_moved = np.array([item.ranges != item.candidate.ranges for item in choices], dtype=np.uint64)
        self.side = ((self.first > self.cue) * 2 + (self.last < self.cue)).astype(np.uint64)
        self.found = symbols([item.source.source.kind for item in choices])
        self.who = np.array([item.source.source.head for item in choices], dtype=np.int64)
        self.lemma, self.tag, self.dep, self.act = (
            column[self.cue] for column in (grammar.lemma, grammar.tag, grammar.dep, grammar.act)
        )


def _add_certainty(rows: FeatureRows, c: _Columns) -> None:
    """How sure the other scorers are, and what other choices say of the same words."""
    rows.add(c.likely)
    rows.add(c.fits)
    rows.add(c.ends)
    rows.add(c.likely, c.fits)
    rows.add(c.likely, c.ends)
    rows.add(c.fits, c.ends)
    rows.add(c.is_moved, c.ends)
    rows.add(c.is_moved, c.likely)
    rows.add(c.likely, c.score)
    rows.add(c.likely, c.marks)
    rows.add(c.fits, c.marks)
    rows.add(c.ends, c.marks)
    rows.add(c.likely, c.rival)
    rows.add(c.likely, c.outer)
    rows.add(c.likely, c.inner)
    rows.add(c.rival, c.marks)
    rows.add(c.inner, c.marks, c.side)
    rows.add(c.outer, c.marks)
    rows.add(c.likely, c.n_near)


def _add_words(rows: FeatureRows, g: Grammar, c: _Columns) -> None:
    """What the cue and the content look like."""
    subject = g.child["nsubj"][c.cue]
    rows.add(c.kind)
    rows.add(c.kind, c.likely)
    rows.add(c.kind, c.fits)
    rows.add(c.lemma)
    rows.add(c.lemma, c.tag, c.dep)
    rows.add(c.lemma, c.likely)
    rows.add(c.lemma, g.tag[c.head])
    rows.add(c.tag, c.dep, c.likely)
    rows.add(g.tag[c.head], g.dep[c.head], c.likely)
    rows.add(g.tag[c.head], g.lower[c.first])
    rows.add(c.size, c.likely)
    rows.add(c.size, c.marks, c.parts)
    rows.add(c.size, c.ends)
    rows.add(g.entity[subject] ^ g.tag[subject], c.tag, c.likely)
    rows.add(g.lemma[subject], c.tag)
    rows.add(g.lower[subject], c.lemma)
    rows.add(g.lower[c.first], g.lower[g.shifted(c.first, -1)])
    rows.add(g.lower[g.shifted(c.last, 1)], g.tag[c.last])
    rows.add((g.quoted[c.cue] > 0).astype(np.uint64), c.likely, c.marks)
    rows.add((g.child["neg"][c.cue] >= 0).astype(np.uint64), c.lemma)
    rows.add(g.lower[g.child["aux"][c.cue]], c.likely)
    rows.add(c.side, c.marks, c.parts, c.likely)


def _add_source(rows: FeatureRows, g: Grammar, c: _Columns) -> None:
    """Who would have said it."""
    kind = g.entity[c.who] ^ g.tag[c.who]
    rows.add(c.found, c.tag)
    rows.add(c.found, c.likely)
    rows.add(c.sure, c.likely)
    rows.add(g.lemma[c.who], g.tag[c.who])
    rows.add(kind, c.likely)
    rows.add(kind, c.lemma)
    rows.add(g.lemma[c.who], c.lemma)
    rows.add(c.act, c.likely)
    rows.add(c.act, g.tag[c.head], c.marks)
    rows.add(c.act, kind, g.tag[c.head])


def _length(choice: Choice) -> int:
    return sum(stop - start for start, stop in choice.ranges)


def _scaled(probabilities: Iterable[float]) -> Symbols:
    return np.array([_steps(probability) for probability in probabilities], dtype=np.uint64)


def _steps(probability: float) -> int:
    """The logit of a probability in half steps, from 0 to 24."""
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return round(2 * min(max(math.log(clipped / (1 - clipped)), -5.0), 7.0)) + 10


def _marks(quotes: QuoteMap, choice: Choice) -> int:
    """Whether the content is quoted from end to end (3), at one end (1, 2), within (4) or not at all (0)."""
    own = quotes.inside[choice.cue]
    first, last = choice.ranges[0][0], choice.ranges[-1][1] - 1
    edges = 2 * (quotes.inside[first] not in (0, own)) + (quotes.inside[last] not in (0, own))
    if edges:
        return edges
    return 4 if any(number != own for start, stop in choice.ranges for number in quotes.touched(start, stop)) else 0


def _contexts(choices: list[Choice]) -> list[tuple[int, int, int, int]]:
    """For each choice, how likely its likeliest rival is, the one that holds it, the one that it holds; and how many are near.

    A rival shares most words, or overlaps without holding or being held.
    """
    found = []
    for index, choice in enumerate(choices):
        rival = outer = inner = 0.0
        near = [*choices[max(0, index - WINDOW) : index], *choices[index + 1 : index + 1 + WINDOW]]
        first, last = choice.ranges[0][0], choice.ranges[-1][1]
        size = _length(choice)
        n_near = 0
        for other in near:
            n_near += first - 12 <= other.cue < last + 12
            if other.ranges[-1][1] <= first or other.ranges[0][0] >= last:
                continue
            shared = sum(max(0, min(stop, end) - max(start, begin)) for start, stop in choice.ranges for begin, end in other.ranges)
            length = _length(other)
            if shared > _RIVAL * (size + length - shared) or 0 < shared < min(size, length):
                rival = max(rival, other.likely)
            elif shared == size:
                outer = max(outer, other.likely)
            elif shared == length:
                inner = max(inner, other.likely)
        found.append((round(5 * rival), round(5 * outer), round(5 * inner), min(n_near, 4)))
    return found


def floor_of(parse: Parse, quotes: QuoteMap, choice: Choice) -> float:
    """The probability that a choice needs.

    Less where it holds a quotation that its cue stands outside of, since marks are evidence of their own, and where the cue
    surely reports something, so that only the extent is in doubt; more where the content is a mere noun phrase ("supports the
    bill").
    """
    own = quotes.inside[choice.cue]
    if any(number != own for start, stop in choice.ranges for number in quotes.touched(start, stop)):
        return QUOTED_FLOOR
    if _is_noun_phrase(parse, choice):
        return NOMINAL_FLOOR
    return SURE_FLOOR if choice.likely >= SURE else CONTENT_FLOOR


def _is_noun_phrase(parse: Parse, choice: Choice) -> bool:
    """Whether a content is a noun phrase.

    What follows its cue up to the sentence's end may begin with a noun and be a clause; and a noun of which the rest says
    something is no mere noun: "called the plan a disgrace", "accused the firm of hiding it".
    """
    if parse.tag[choice.candidate.head] not in _NOMINAL_TAGS:
        return False
    first, last = choice.ranges[0][0], choice.ranges[-1][1]
    tops = [token for start, stop in choice.ranges for token in range(start, stop) if not first <= parse.head[token] < last]
    has_object = any(parse.dep[token] in _OBJECTS and parse.head[token] == choice.cue for token in tops)
    return not any(parse.is_verb(token) or (has_object and _says(parse, token)) for token in tops)


def _says(parse: Parse, token: int) -> bool:
    """Whether a dependent of a cue says something of its object."""
    return parse.dep[token] in ("oprd", "acomp") or (parse.dep[token] == "prep" and parse.child(token, "pcomp") is not None)
