"""Statements: which words report something, and what they report.

The choices of the trained scorers are mended where marks and grammar leave no doubt, made to agree with each other, and
joined by the quotations that no cue claims but that read as speech.

The task is that of PolNeAR (Newell, Margolin, Ruths 2018, "An attribution relations corpus for political news"); scoring
candidate spans of the parse instead of tagging words keeps a content whole however long it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import ClassVar

from pipeline.extract.choices import rank_contents
from pipeline.extract.content_edges import (
    before_main_verb,
    before_next_act,
    cut_at_next_cues,
    only_quoted,
    with_whole_quotes,
    without_stop,
    without_when,
)
from pipeline.extract.exclusions import is_excluded
from pipeline.extract.grammar import Grammar
from pipeline.extract.leftovers import settle_leftovers
from pipeline.extract.parentheticals import Parenthetical, find_parentheticals
from pipeline.extract.quote_map import QuoteMap
from pipeline.extract.quote_owners import settle_owners
from pipeline.extract.ranking import Weights, read_weights
from pipeline.extract.rivals import Found, choose
from pipeline.extract.sections import NOT_TOLD
from pipeline.extract.sources import SourceRanker
from pipeline.extract.statement_rows import build_statement, link_parents
from pipeline.extract.turns import find_turns
from pipeline.lexicons import models_dir
from pipeline.spans import Span, subtract
from pipeline.stages import Analysis, Layer


@cache
def statement_weights() -> Weights:
    """The trained scorers, and the calibration of the statement's probability."""
    return read_weights(models_dir() / "statements" / "weights.npz")


class Statements:
    """Finds statements: content, cue, kind, parent, and the head of the source.

    Args:
        weights: with the scorers "cue", "content", "end", "choice" and "source"; the trained ones by default.
    """

    name: ClassVar[str] = "statements"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE, Layer.SECTIONS, Layer.QUOTES})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.STATEMENTS})

    def __init__(self, weights: Weights | None = None) -> None:
        self._scorers, self._calibration = statement_weights() if weights is None else weights

    def __call__(self, analysis: Analysis) -> None:
        """Fills the layer."""
        parse = analysis.parse
        if not parse.n:
            return
        quotes = QuoteMap(parse, analysis.paragraphs, analysis.quotes)
        grammar = Grammar(parse, quotes.inside)
        sources = SourceRanker(grammar, quotes, self._scorers["source"])
        found = rank_contents(grammar, quotes, self._scorers, sources)
        skipped = [Span(*parse.tokens_in(*section.span)) for section in analysis.sections if section.kind in NOT_TOLD]
        told = [item for item in (_only_told(item, skipped) for item in found) if item.ranges]
        found = [item for item in told if not is_excluded(grammar, quotes, item)]
        turns = [Found(turn.cue, turn.ranges, None, turn.source) for turn in find_turns(parse, analysis.paragraphs, quotes)]
        turned = sorted(turn.cue for turn in turns)
        found = [item for item in found if not _holds_turn(item, turned)]
        found = [with_whole_quotes(without_when(parse, before_main_verb(parse, item, quotes)), quotes) for item in found]
        found = [before_next_act(parse, only_quoted(parse, item, quotes), quotes) for item in found]
        found = [without_stop(parse, item, quotes) for item in cut_at_next_cues(parse, found)]
        owned = settle_owners(parse, quotes, found)
        owned, told_by = _with_parentheticals(owned, find_parentheticals(parse, quotes))
        chosen = choose([*turns, *owned], parse.n, {item.cue for item in owned if _is_quotation(quotes, item)})
        chosen = settle_leftovers(parse, quotes, chosen)
        statements = [build_statement(parse, quotes, item, self._calibration) for item in chosen]
        statements = [statement for statement in statements if statement.parts]
        statements.sort(key=lambda statement: (statement.span.start, -statement.span.end))
        link_parents(statements)
        cued = [item for item in statements if item.cue_token is not None and item.source_token is None]
        for statement, head in zip(cued, sources.heads(cued, told_by), strict=True):
            statement.source_token = head
        analysis.statements = statements


def _only_told(found: Found, skipped: list[Span]) -> Found:
    """A choice without the dateline, byline, credit or boilerplate that its content runs over.

    Args:
        found: the choice.
        skipped: token ranges of these.
    """
    near = [item for item in skipped if item.start < found.ranges[-1][1] and found.ranges[0][0] < item.end]
    if not near:
        return found
    return replace(found, ranges=tuple((piece.start, piece.end) for item in found.ranges for piece in subtract(item, near)))


def _with_parentheticals(found: list[Found], told: Iterable[Parenthetical]) -> tuple[list[Found], dict[int, int]]:
    """Gives the cues between commas the sentences that they interrupt, where their contents do not stand around them already.

    Returns:
        The choices, with new ones, and by cue between commas the head of its source.
    """
    around = {item.cue for item in found if item.ranges[0][0] < item.cue < item.ranges[-1][0]}
    between = {item.cue: item for item in told if item.cue not in around}
    kept = [replace(item, ranges=between[item.cue].ranges) if item.cue in between else item for item in found]
    known = {item.cue for item in kept}
    new = [Found(item.cue, item.ranges, None) for item in between.values() if item.cue not in known]
    return [*kept, *new], {item.cue: item.source for item in between.values()}


def _is_quotation(quotes: QuoteMap, found: Found) -> bool:
    """Whether a content begins and ends with quoted words that its cue does not stand among."""
    first, last = quotes.inside[found.ranges[0][0]], quotes.inside[found.ranges[-1][1] - 1]
    return 0 not in (first, last) and quotes.inside[found.cue] not in (first, last)


def _holds_turn(found: Found, cues: list[int]) -> bool:
    """Whether a choice has the mark of a turn as its cue or within its content.

    Args:
        found: the choice.
        cues: tokens of the marks, in order.
    """
    ranges = (*found.ranges, (found.cue, found.cue + 1))
    return any(bisect_left(cues, first) < bisect_left(cues, last) for first, last in ranges)
