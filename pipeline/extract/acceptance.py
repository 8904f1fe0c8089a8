"""Acceptance: whether a cue with its most likely content is a statement, seen beside the other cues of the text.

The content scorer looks at one cue at a time. Whether another cue reports the same words, whether the content holds a
report of its own, and how sure its end is, tell much about whether it is right.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from pipeline.extract.contents import Candidate
from pipeline.extract.grammar import Grammar
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.ranking import FeatureRows, Rows, symbols, symbols_of_lengths
from pipeline.extract.sources import RankedSource, Source
from pipeline.parse import NOUN_TAGS, Parse

WINDOW = 6
"""Neighbouring choices, on either side, that one is compared with."""

CONTENT_FLOOR = 0.5
"""Probability that a token is a cue with this content below which there is no statement."""

QUOTED_FLOOR = 0.45
"""The floor for what stands between marks from end to end."""

SURE = 0.97
"""Probability that a cue has a content from which only its extent is in doubt."""

SURE_FLOOR = 0.35
"""The floor for the content of such a cue."""

NOMINAL_FLOOR = 0.65
"""The same for a content that is a noun phrase: an attitude rather than words, and seldom one outside political news."""

_NOMINAL_TAGS = NOUN_TAGS | {"PRP", "DT", "CD", "WP", "WDT"}

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
    g = grammar
    table = [
        (choice.cue, choice.candidate.head, choice.ranges[0][0], choice.ranges[-1][1] - 1, _length(choice), len(choice.ranges))
        for choice in choices
    ]
    cue, head, first, last, length, n_ranges = np.array(table, dtype=np.int64).reshape(-1, 6).T
    parts = n_ranges.astype(np.uint64)
    kind = symbols([choice.candidate.kind for choice in choices])
    likely = np.array([_steps(choice.likely) for choice in choices], dtype=np.uint64)
    fits = np.array([_steps(choice.fits) for choice in choices], dtype=np.uint64)
    ends = np.array([_steps(choice.ends) for choice in choices], dtype=np.uint64)
    score = np.array([round(min(max(choice.cue_score, -4), 6)) + 8 for choice in choices], dtype=np.uint64)
    context = np.array(_contexts(choices), dtype=np.uint64).reshape(-1, 4).T
    rival, outer, inner, n_near = context
    marks = np.array([_marks(quotes, choice) for choice in choices], dtype=np.uint64)
    is_moved = np.array([choice.ranges != choice.candidate.ranges for choice in choices], dtype=np.uint64)
    side = ((first > cue) * 2 + (last < cue)).astype(np.uint64)
    size = symbols_of_lengths(length)
    lemma, tag, dep = g.lemma[cue], g.tag[cue], g.dep[cue]
    subject = g.child["nsubj"][cue]
    rows = FeatureRows(len(choices))
    rows.add(likely)
    rows.add(fits)
    rows.add(ends)
    rows.add(likely, fits)
    rows.add(likely, ends)
    rows.add(fits, ends)
    rows.add(is_moved, ends)
    rows.add(is_moved, likely)
    rows.add(likely, score)
    rows.add(likely, marks)
    rows.add(fits, marks)
    rows.add(ends, marks)
    rows.add(likely, rival)
    rows.add(likely, outer)
    rows.add(likely, inner)
    rows.add(rival, marks)
    rows.add(inner, marks, side)
    rows.add(outer, marks)
    rows.add(likely, n_near)
    rows.add(kind)
    rows.add(kind, likely)
    rows.add(kind, fits)
    rows.add(lemma)
    rows.add(lemma, tag, dep)
    rows.add(lemma, likely)
    rows.add(lemma, g.tag[head])
    rows.add(tag, dep, likely)
    rows.add(g.tag[head], g.dep[head], likely)
    rows.add(g.tag[head], g.lower[first])
    rows.add(size, likely)
    rows.add(size, marks, parts)
    rows.add(size, ends)
    rows.add(g.entity[subject] ^ g.tag[subject], tag, likely)
    rows.add(g.lemma[subject], tag)
    rows.add(g.lower[subject], lemma)
    rows.add(g.lower[first], g.lower[g.shifted(first, -1)])
    rows.add(g.lower[g.shifted(last, 1)], g.tag[last])
    rows.add((g.quoted[cue] > 0).astype(np.uint64), likely, marks)
    rows.add((g.child["neg"][cue] >= 0).astype(np.uint64), lemma)
    rows.add(g.lower[g.child["aux"][cue]], likely)
    rows.add(side, marks, parts, likely)
    who = np.array([choice.source.source.head for choice in choices], dtype=np.int64)
    found = symbols([choice.source.source.kind for choice in choices])
    sure = np.array([_steps(choice.source.share) for choice in choices], dtype=np.uint64)
    act = g.act[cue]
    rows.add(found, tag)
    rows.add(found, likely)
    rows.add(sure, likely)
    rows.add(g.lemma[who], g.tag[who])
    rows.add(g.entity[who] ^ g.tag[who], likely)
    rows.add(g.entity[who] ^ g.tag[who], lemma)
    rows.add(g.lemma[who], lemma)
    rows.add(act, likely)
    rows.add(act, g.tag[head], marks)
    rows.add(act, g.entity[who] ^ g.tag[who], g.tag[head])
    return rows.matrix()


def _length(choice: Choice) -> int:
    return sum(stop - start for start, stop in choice.ranges)


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

    More where the content is a mere noun phrase without quoted words ("supports the bill"); less where it is a quotation, or
    where the cue surely reports something, so that only the extent of what it reports is in doubt.
    """
    first, last = choice.ranges[0][0], choice.ranges[-1][1]
    held = quotes.touched(first, last)
    if held and {quotes.inside[first], quotes.inside[last - 1]}.isdisjoint({0, quotes.inside[choice.cue]}):
        return QUOTED_FLOOR
    if parse.tag[choice.candidate.head] in _NOMINAL_TAGS and not held:
        return NOMINAL_FLOOR
    return SURE_FLOOR if choice.likely >= SURE else CONTENT_FLOOR
