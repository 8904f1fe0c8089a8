"""Ends of a content: where it stops, given where it starts.

The parser hangs a clause such as "…, although the bank disputes this" on the reported clause as often as on the reporting
verb, and reads "on Tuesday" as part of what was said. So the last part of a content may be cut before any modifier or
conjunct that reaches its end, and may grow to the end of a phrase that it is part of. Which end is right is learned.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.extract.grammar import Grammar, Indexes
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.ranking import FeatureRows, Floats, Rows, Symbols, symbols, symbols_of_lengths
from pipeline.parse import Parse

MAX_ENDS = 16
"""Ends that are looked at for one content."""

MAX_CLIMB = 12
"""Heads above the last word that are asked for an end."""

MAX_LOOK = 40
"""Tokens of what is left out or taken in that are looked through for another cue."""

_NEEDED = frozenset("pobj pcomp dobj acomp attr aux auxpass neg det poss case prt nummod quantmod nsubj nsubjpass csubj".split())
"""Dependents that what governs them can hardly do without: no content ends before one."""

_LOOSE = frozenset({"cc", "punct"})


class End(NamedTuple):
    """A place where a content may stop.

    Attributes:
        kind: "whole", or how it is found: "cut:advcl", "grow:ccomp".
        token: head of the phrase that is left out or taken in; -1 for "whole".
        stop: one past the last token.
    """

    kind: str
    token: int
    stop: int


def find_ends(parse: Parse, quotes: QuoteMap, cue: int, content: tuple[Range, ...]) -> list[End]:
    """All ends of a content; the first leaves it as it is.

    Args:
        parse: of the article.
        quotes: its quotations; none of them is cut in two.
        cue: the cue's token, which no end takes in.
        content: token ranges of the content.
    """
    first, last = content[-1]
    found = {last: End("whole", -1, last)}
    if content[0][1] <= cue < first and parse.tag[first - 1] == ",":
        return list(found.values())  # an attribution within: "the bridge, officials said, will open"
    marked = {quotes.inside[first], quotes.inside[last - 1]} - {quotes.inside[cue] if cue >= 0 else 0, 0}
    if marked and quotes.inside[first] == quotes.inside[last - 1]:
        return list(found.values())  # a quotation is taken whole
    queue = [last]
    for stop in queue:
        for end in _ends_before(parse, quotes, cue, first, stop, grows=stop == last):
            if end.stop not in found and len(found) < MAX_ENDS:
                found[end.stop] = end
                if end.stop < last:
                    queue.append(end.stop)
    return list(found.values())


def _ends_before(parse: Parse, quotes: QuoteMap, cue: int, first: int, stop: int, *, grows: bool) -> list[End]:
    """Ends that the phrases offer which reach up to `stop`, nearest first."""
    left, right = parse.edges
    token = _bare(parse, first, stop) - 1
    limit = parse.sentences[parse.sent[token]][1]
    found = []
    for _ in range(MAX_CLIMB):
        head, start = parse.head[token], left[token]
        if first < start and head < start and parse.dep[token] not in _NEEDED:
            cut = _bare(parse, first, start)
            if cut > first and not (quotes.inside[cut - 1] and quotes.inside[cut - 1] == quotes.inside[start]):
                found.append(End(f"cut:{parse.dep[token]}", token, cut))
        if grows and stop < right[token] <= limit and not first <= cue < right[token]:
            found.append(End(f"grow:{parse.dep[token]}", token, _bare(parse, stop - 1, right[token])))
        if head == token:
            break
        token = head
    return [end for end in found if end.stop != stop]


def _bare(parse: Parse, first: int, stop: int) -> int:
    """The stop of a range without the marks, spaces and conjunctions at its end."""
    dep, marks, spaces = parse.dep, parse.marks, parse.spaces
    while stop - 1 > first and (dep[stop - 1] in _LOOSE or marks[stop - 1] or spaces[stop - 1]):
        stop -= 1
    return stop


def with_end(content: tuple[Range, ...], end: End) -> tuple[Range, ...]:
    """A content that stops there."""
    return (*content[:-1], (content[-1][0], end.stop))


def end_features(
    grammar: Grammar,
    cues: Indexes,
    kinds: list[str],
    contents: list[tuple[Range, ...]],
    ends: list[list[End]],
    cue_scores: Floats,
) -> tuple[Rows, Indexes]:
    """Features of ends.

    Args:
        grammar: of the article.
        cues: token indexes, of shape (n_contents,).
        kinds: how each content was found.
        contents: token ranges.
        ends: of each content, "whole" first.
        cue_scores: logit of every token of the article as a cue, and one more.

    Returns:
        Rows of shape (n_examples, n_templates), and the first example of each group with the total at the end.
    """
    examples = _Examples(grammar, cues, kinds, contents, ends, cue_scores)
    rows = FeatureRows(len(examples.kind))
    _add_phrase(rows, grammar, examples)
    _add_surroundings(rows, grammar, examples)
    return rows.matrix(), examples.groups


class _Examples:
    """Columns of the ends of an article's contents, one item an example."""

    def __init__(
        self,
        g: Grammar,
        cues: Indexes,
        kinds: list[str],
        contents: list[tuple[Range, ...]],
        ends: list[list[End]],
        cue_scores: Floats,
    ) -> None:
        self.groups = np.cumsum([0, *(len(options) for options in ends)])
        sizes = np.diff(self.groups)
        self.token, self.stop, start, rank, kept, changed, first, last = _table(g, contents, ends)
        self.cue = cue = np.repeat(cues, sizes)
        self.kind = symbols([end.kind for options in ends for end in options])
        self.base = np.repeat(symbols(kinds), sizes)
        self.lemma, self.tag = g.lemma[cue], g.tag[cue]
        token, stop = self.token, self.stop
        self.after = g.shifted(stop - 1, 1)
        self.last_word, self.next_word = g.lower[stop - 1], g.lower[self.after]
        self.opening = g.lower[start]
        self.comma = np.where(token < 0, np.uint64(0), g.lower[g.shifted(start, -1)])
        self.head = np.where(token < 0, -1, g.head[token])
        self.subject = g.child["nsubj"][token]
        self.has_subject = (self.subject >= 0).astype(np.uint64)
        self.is_cue = _bucket(cue_scores[token])
        changed_from = np.where(token < 0, -1, np.minimum(stop, last))
        self.inner = _bucket(_largest(cue_scores, changed_from, np.maximum(stop, last)))
        self.size, self.rest = symbols_of_lengths(kept), symbols_of_lengths(changed)
        self.side = (first > cue).astype(np.uint64)
        self.quoted = (g.quoted[stop - 1] > 0) * np.uint64(2) + (g.quoted[self.after] > 0)
        self.mark = g.lower[g.child["mark"][token]]
        self.ranks = np.minimum(rank, 6).astype(np.uint64)
        self.entity = g.entity[token]


def _table(g: Grammar, contents: list[tuple[Range, ...]], ends: list[list[End]]) -> Indexes:
    """Phrase head, stop, start of the phrase, rank, tokens kept and changed, and the last part's bounds: of shape (8, n)."""
    left, _ = g.parse.edges
    table = []
    for content, options in zip(contents, ends, strict=True):
        begin, finish = content[-1]
        for place, end in enumerate(options):
            start_of = left[end.token] if end.token >= 0 else -1
            table.append((end.token, end.stop, start_of, place, end.stop - begin, abs(finish - end.stop), begin, finish))
    return np.array(table, dtype=np.int64).reshape(-1, 8).T


def _add_phrase(rows: FeatureRows, g: Grammar, e: _Examples) -> None:
    """The phrase that is left out or taken in, and its length."""
    rows.add(e.kind)
    rows.add(e.kind, e.lemma)
    rows.add(e.kind, e.base)
    rows.add(e.kind, e.tag, e.side)
    rows.add(e.kind, e.opening)
    rows.add(e.kind, e.opening, e.next_word)
    rows.add(e.kind, e.next_word, e.size)
    rows.add(e.kind, e.next_word, e.lemma)
    rows.add(e.kind, e.mark, e.comma)
    rows.add(e.kind, e.comma)
    rows.add(e.kind, e.comma, e.rest)
    rows.add(e.kind, e.comma, e.size)
    rows.add(e.kind, e.rest, e.size)
    rows.add(e.kind, e.ranks)
    rows.add(e.kind, g.tag[e.token])
    rows.add(e.kind, g.lemma[e.token])
    rows.add(e.kind, g.tag[e.token], g.tag[e.head], e.has_subject)
    rows.add(e.kind, g.tag[e.head], g.dep[e.head], e.comma)
    rows.add(e.kind, g.lemma[e.head])
    rows.add(e.kind, e.entity, e.opening)
    rows.add(e.kind, e.entity, e.lemma)


def _add_surroundings(rows: FeatureRows, g: Grammar, e: _Examples) -> None:
    """Other cues in it, marks, the words at the end, and how it stands to the cue."""
    rows.add(e.kind, e.is_cue, e.has_subject)
    rows.add(e.kind, e.is_cue, e.inner)
    rows.add(e.kind, e.inner, e.comma)
    rows.add(e.kind, e.inner, e.rest)
    rows.add(e.kind, e.quoted)
    rows.add(e.kind, e.quoted, e.comma, e.rest)
    rows.add(e.kind, e.last_word)
    rows.add(e.kind, g.tag[e.stop - 1], g.tag[e.after])
    rows.add(e.kind, g.lemma[e.subject], e.has_subject)
    rows.add(e.lemma, e.opening, g.lemma[e.token])
    rows.add(e.base, e.opening, e.comma)
    rows.add(e.kind, g.tag[e.head], g.tag[g.head[e.cue]], g.dep[e.head])
    rows.add(e.kind, (e.head == e.cue).astype(np.uint64), e.base, e.comma)
    rows.add(e.kind, g.lower[g.child["aux"][e.token]], g.tag[e.token])
    rows.add(e.kind, g.tag[e.token], e.tag, e.has_subject, e.comma)
    rows.add(e.kind, g.act[e.cue], e.opening)
    rows.add(e.kind, g.act[e.token], g.tag[e.token], e.tag)


def _bucket(scores: Floats) -> Symbols:
    out: Symbols = (np.clip(np.rint(scores), -4, 6) + 8).astype(np.uint64)
    return out


def _largest(scores: Floats, first: Indexes, stop: Indexes) -> Floats:
    """The largest score among the first tokens of each range; the least of all where it is empty."""
    found = np.full(len(first), -9.0, dtype=np.float32)
    for step in range(MAX_LOOK):
        token = first + step
        inside = (first >= 0) & (token < stop)
        if not inside.any():
            break
        found[inside] = np.maximum(found[inside], scores[token[inside]])
    return found
