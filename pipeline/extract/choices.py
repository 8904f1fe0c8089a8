"""Choices: the most likely content of every likely cue, its end settled.

Every token that could be a cue is scored and most are dropped; for each one left, the candidate contents and "none" are
ranked; then the end of the best one is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from pipeline.extract.acceptance import Choice, choice_features, floor_of
from pipeline.extract.content_features import content_features
from pipeline.extract.contents import Candidate, find_candidates
from pipeline.extract.cues import cue_features, possible_cues
from pipeline.extract.ends import End, end_features, find_ends, with_end
from pipeline.extract.grammar import Grammar, Indexes
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.ranking import Floats, Scorer, shares_of
from pipeline.extract.rivals import Found, n_shared
from pipeline.extract.sources import SourceRanker


class Floors(NamedTuple):
    """What is not looked at further.

    Attributes:
        cue: logit below which a token is no cue.
        likely: probability that a token has a content below which its content is not settled.
    """

    cue: float
    likely: float


FLOORS = Floors(-2.0, 0.25)
"""What is below is nearly never accepted: one in fifty of the statements, for half of the work."""

LEARNING_FLOORS = Floors(-3.3, 0.12)
"""The scorers learn from more than they see later: what is below the other floors teaches them what a statement is not."""

MATCH = 0.8
"""Share of the words of two contents that both have from which they are taken for the same."""

MAX_COMPARED = 4
"""Candidates of a cue that are compared with each other."""

_CLEARLY = 0.02

_SURELY = 0.9


def rank_contents(grammar: Grammar, quotes: QuoteMap, scorers: Mapping[str, Scorer], sources: SourceRanker) -> list[Found]:
    """The statements that cues make, each cue with its most likely content.

    Args:
        grammar: of the article.
        quotes: its quotations.
        scorers: "cue" drops what is surely no cue, "content" ranks candidates and "none", "end" says where they stop,
            "choice" whether the cue with its content is a statement.
        sources: of the article.

    Returns:
        At most one a cue, in the order of the text; those under their floor are left out.
    """
    cues = possible_cues(grammar)
    scores = scorers["cue"](cue_features(grammar, cues))
    choices = find_choices(grammar, quotes, cues, scores, scorers, sources)
    if not choices:
        return []
    accepted = scorers["choice"](choice_features(grammar, quotes, choices))
    found = []
    for choice, score in zip(choices, accepted.tolist(), strict=True):
        probability = 1 / (1 + math.exp(-min(max(score, -50.0), 50.0)))
        if probability >= floor_of(grammar.parse, quotes, choice):
            found.append(Found(choice.cue, choice.ranges, probability))
    return found


def find_choices(
    grammar: Grammar,
    quotes: QuoteMap,
    cues: Indexes,
    scores: Floats,
    scorers: Mapping[str, Scorer],
    sources: SourceRanker,
    floors: Floors = FLOORS,
) -> list[Choice]:
    """The most likely content of every likely cue, with its end and its source.

    Args:
        grammar: of the article.
        quotes: its quotations.
        cues: tokens that may be cues, in order.
        scores: their logits.
        scorers: "content" and "end".
        sources: of the article.
        floors: what is left out.
    """
    kept = scores > floors.cue
    column = scores_by_token(grammar.n, cues, scores)
    cues, scores = cues[kept], scores[kept]
    if not len(cues):
        return []
    candidates = [find_candidates(grammar.parse, quotes, cue) for cue in cues.tolist()]
    rows, groups = content_features(grammar, cues, scores, candidates)
    ranked = shares_of(scorers["content"](rows), groups)
    choices = []
    for cue, score, options, (none, *shares) in zip(cues.tolist(), scores.tolist(), candidates, ranked, strict=True):
        likely = 1.0 - none
        if options and likely >= floors.likely:
            candidate, share = _best(options, [share / likely for share in shares])
            choices.append(Choice(cue, candidate, candidate.ranges, score, likely, share, 1.0))
    choices = settle_ends(grammar, quotes, choices, column, scorers["end"])
    contents = [choice.ranges for choice in choices]
    said_by = sources.likeliest([choice.cue for choice in choices], contents)
    return [choice._replace(source=source) for choice, source in zip(choices, said_by, strict=True)]


def _best(options: list[Candidate], shares: list[float]) -> tuple[Candidate, float]:
    """The candidate that most probably matches the content, which is likely one of those that share most words with it.

    Args:
        options: candidates.
        shares: their probabilities.

    Returns:
        The likeliest one of the best group, and the group's probability.
    """
    highest = max(shares)
    if highest > _SURELY:
        return options[shares.index(highest)], highest
    top = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)[:MAX_COMPARED]
    sizes = {place: sum(stop - start for start, stop in options[place].ranges) for place in top}
    best, chance = top[0], 0.0
    for place in top:
        total = 0.0
        for other in top:
            shared = n_shared(options[place].ranges, options[other].ranges)
            if shared >= MATCH * (sizes[place] + sizes[other] - shared):
                total += shares[other]
        if total > chance + _CLEARLY:
            best, chance = place, total
    return options[best], chance


def scores_by_token(n: int, cues: Indexes, scores: Floats) -> Floats:
    """Logits of the cues as a column over the tokens, and one more item; -9 for what cannot be a cue."""
    found = np.full(n + 1, -9.0, dtype=np.float32)
    found[cues] = scores
    return found


def settle_ends(grammar: Grammar, quotes: QuoteMap, choices: list[Choice], cue_scores: Floats, scorer: Scorer) -> list[Choice]:
    """Moves the end of each content to where it most likely is."""
    if not choices:
        return []
    ends = [find_ends(grammar.parse, quotes, choice.cue, choice.ranges) for choice in choices]
    rows, groups = end_features(
        grammar,
        np.array([choice.cue for choice in choices], dtype=np.int64),
        [choice.candidate.kind for choice in choices],
        [choice.ranges for choice in choices],
        ends,
        cue_scores,
    )
    settled = []
    for choice, options, shares in zip(choices, ends, shares_of(scorer(rows), groups), strict=True):
        best, share = _best_end(choice.ranges, options, shares)
        settled.append(choice._replace(ranges=with_end(choice.ranges, options[best]), ends=share))
    return settled


def _best_end(content: tuple[Range, ...], options: list[End], shares: list[float]) -> tuple[int, float]:
    """The likeliest end of the group of nearly the same length that most probably matches, and how probably that does."""
    if len(options) == 1:
        return 0, 1.0
    before = sum(last - first for first, last in content[:-1]) - content[-1][0]
    lengths = [before + end.stop for end in options]
    alike = [
        [place for place, other in enumerate(lengths) if min(length, other) >= MATCH * max(length, other)] for length in lengths
    ]
    chances = [sum([shares[place] for place in group]) for group in alike]
    group = alike[chances.index(max(chances))]
    best = max(group, key=shares.__getitem__)
    return best, chances[best]
