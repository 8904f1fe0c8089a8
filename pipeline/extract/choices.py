"""Choices: the most likely content of every likely cue, its end settled.

Every token that could be a cue is scored and most are dropped; for each one left, the candidate contents and "none" are
ranked; then the end of the best one is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from pipeline.extract.acceptance import Choice, choice_features, floor_of
from pipeline.extract.content_features import content_features
from pipeline.extract.contents import Candidate, find_candidates
from pipeline.extract.cues import cue_features, possible_cues
from pipeline.extract.ends import End, end_features, find_ends, with_end
from pipeline.extract.grammar import Grammar, Indexes
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.ranking import Floats, Scorer
from pipeline.extract.rivals import Found, n_shared
from pipeline.extract.sources import likeliest_sources

CUE_FLOOR = -3.3
"""Logit below which a token is not looked at as a cue."""

CHOICE_FLOOR = 0.12
"""Probability that a token is a cue at all below which its content is not looked at further."""

MATCH = 0.8
"""Share of the words of two contents that both have from which they are taken for the same."""

MAX_COMPARED = 4
"""Candidates of a cue that are compared with each other."""

_CLEARLY = 0.02

_SURELY = 0.9


def rank_contents(grammar: Grammar, quotes: QuoteMap, scorers: Mapping[str, Scorer]) -> list[Found]:
    """The statements that cues make, each cue with its most likely content.

    Args:
        grammar: of the article.
        quotes: its quotations.
        scorers: "cue" drops what is surely no cue, "content" ranks candidates and "none", "end" says where they stop,
            "choice" whether the cue with its content is a statement.

    Returns:
        At most one a cue, in the order of the text; those under their floor are left out.
    """
    cues = possible_cues(grammar)
    scores = scorers["cue"](cue_features(grammar, cues))
    choices = find_choices(grammar, quotes, cues, scores, scorers)
    if not choices:
        return []
    accepted = scorers["choice"](choice_features(grammar, quotes, choices))
    found = []
    for choice, score in zip(choices, accepted.tolist(), strict=True):
        probability = 1 / (1 + math.exp(-min(max(score, -50.0), 50.0)))
        if probability >= floor_of(grammar.parse, quotes, choice):
            found.append(Found(choice.cue, choice.ranges, probability))
    return found


def find_choices(grammar: Grammar, quotes: QuoteMap, cues: Indexes, scores: Floats, scorers: Mapping[str, Scorer]) -> list[Choice]:
    """The most likely content of every likely cue, with its end and its source.

    Args:
        grammar: of the article.
        quotes: its quotations.
        cues: tokens that may be cues, in order.
        scores: their logits.
        scorers: "content", "end" and "source".
    """
    kept = scores > CUE_FLOOR
    column = scores_by_token(grammar.n, cues, scores)
    cues, scores = cues[kept], scores[kept]
    if not len(cues):
        return []
    candidates = [find_candidates(grammar.parse, quotes, cue) for cue in cues.tolist()]
    rows, groups = content_features(grammar, cues, scores, candidates)
    ranked = scorers["content"](rows)
    choices = []
    bounds = zip(groups[:-1].tolist(), groups[1:].tolist(), strict=True)
    for cue, score, options, (first, last) in zip(cues.tolist(), scores.tolist(), candidates, bounds, strict=True):
        if not options:
            continue
        shares = np.exp(ranked[first:last] - ranked[first:last].max())
        shares /= shares.sum()
        likely = 1.0 - float(shares[0])
        if likely >= CHOICE_FLOOR:
            candidate, share = _best(options, shares[1:] / likely)
            choices.append(Choice(cue, candidate, candidate.ranges, score, likely, share, 1.0))
    choices = settle_ends(grammar, quotes, choices, column, scorers["end"])
    contents = [choice.ranges for choice in choices]
    sources = likeliest_sources(grammar, quotes, [choice.cue for choice in choices], contents, scorers["source"])
    return [choice._replace(source=source) for choice, source in zip(choices, sources, strict=True)]


def _best(options: list[Candidate], shares: Floats) -> tuple[Candidate, float]:
    """The candidate that most probably matches the content, which is likely one of those that share most words with it.

    Args:
        options: candidates.
        shares: their probabilities, of shape (len(options),).

    Returns:
        The likeliest one of the best group, and the group's probability.
    """
    top = np.argsort(-shares, kind="stable")[:MAX_COMPARED].tolist()
    if shares[top[0]] > _SURELY:
        return options[top[0]], float(shares[top[0]])
    sizes = {place: sum(stop - start for start, stop in options[place].ranges) for place in top}
    best, chance = top[0], 0.0
    for place in top:
        total = 0.0
        for other in top:
            shared = n_shared(options[place].ranges, options[other].ranges)
            if shared >= MATCH * (sizes[place] + sizes[other] - shared):
                total += float(shares[other])
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
    scores = scorer(rows)
    settled = []
    for choice, options, first, last in zip(choices, ends, groups[:-1].tolist(), groups[1:].tolist(), strict=True):
        shares = np.exp(scores[first:last] - scores[first:last].max())
        best, share = _best_end(choice.ranges, options, shares / shares.sum())
        settled.append(choice._replace(ranges=with_end(choice.ranges, options[best]), ends=share))
    return settled


def _best_end(content: tuple[Range, ...], options: list[End], shares: Floats) -> tuple[int, float]:
    """The likeliest end of the group of nearly the same length that most probably matches, and how probably that does."""
    if len(options) == 1:
        return 0, 1.0
    before = sum(last - first for first, last in content[:-1]) - content[-1][0]
    length = np.array([before + end.stop for end in options], dtype=np.float32)
    match = np.minimum(length[:, None], length[None, :]) >= MATCH * np.maximum(length[:, None], length[None, :])
    chances = match @ shares
    group = np.flatnonzero(match[int(np.argmax(chances))])
    best = int(group[np.argmax(shares[group])])
    return best, float(chances[best])
