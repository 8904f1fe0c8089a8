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
    while stop - 1 > first and (parse.dep[stop - 1] in _LOOSE or parse.is_punct(stop - 1) or parse.is_space(stop - 1)):
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
    g = grammar
    groups = np.cumsum([0, *(len(options) for options in ends)])
    sizes = np.diff(groups)
    left, _ = g.parse.edges
    table = []
    for content, options in zip(contents, ends, strict=True):
        begin, finish = content[-1]
        for place, end in enumerate(options):
            start_of = left[end.token] if end.token >= 0 else -1
            table.append((end.token, end.stop, start_of, place, end.stop - begin, abs(finish - end.stop), begin, finish))
    token, stop, start, rank, kept, changed, first, last = np.array(table, dtype=np.int64).reshape(-1, 8).T
    cue = np.repeat(cues, sizes)
    kind = symbols([end.kind for options in ends for end in options])
    base = np.repeat(symbols(kinds), sizes)
    rows = FeatureRows(len(cue))
    lemma, tag = g.lemma[cue], g.tag[cue]
    after = g.shifted(stop - 1, 1)
    last_word, next_word = g.lower[stop - 1], g.lower[after]
    opening = g.lower[start]
    comma = np.where(token < 0, np.uint64(0), g.lower[g.shifted(start, -1)])
    head = np.where(token < 0, -1, g.head[token])
    child = g.child
    subject = child["nsubj"][token]
    has_subject = (subject >= 0).astype(np.uint64)
    is_cue = _bucket(cue_scores[token])
    inner = _bucket(_largest(cue_scores, np.where(token < 0, -1, np.minimum(stop, last)), np.maximum(stop, last)))
    size, rest = symbols_of_lengths(kept), symbols_of_lengths(changed)
    side = (first > cue).astype(np.uint64)
    quoted = (g.quoted[stop - 1] > 0) * np.uint64(2) + (g.quoted[after] > 0)
    mark = g.lower[child["mark"][token]]
    ranks = np.minimum(rank, 6).astype(np.uint64)
    entity = g.entity[token]
    rows.add(kind)
    rows.add(kind, lemma)
    rows.add(kind, base)
    rows.add(kind, tag, side)
    rows.add(kind, opening)
    rows.add(kind, opening, next_word)
    rows.add(kind, next_word, size)
    rows.add(kind, next_word, lemma)
    rows.add(kind, mark, comma)
    rows.add(kind, comma)
    rows.add(kind, comma, rest)
    rows.add(kind, comma, size)
    rows.add(kind, rest, size)
    rows.add(kind, ranks)
    rows.add(kind, g.tag[token])
    rows.add(kind, g.lemma[token])
    rows.add(kind, g.tag[token], g.tag[head], has_subject)
    rows.add(kind, g.tag[head], g.dep[head], comma)
    rows.add(kind, g.lemma[head])
    rows.add(kind, entity, opening)
    rows.add(kind, entity, lemma)
    rows.add(kind, is_cue, has_subject)
    rows.add(kind, is_cue, inner)
    rows.add(kind, inner, comma)
    rows.add(kind, inner, rest)
    rows.add(kind, quoted)
    rows.add(kind, quoted, comma, rest)
    rows.add(kind, last_word)
    rows.add(kind, g.tag[stop - 1], g.tag[after])
    rows.add(kind, g.lemma[subject], has_subject)
    rows.add(lemma, opening, g.lemma[token])
    rows.add(base, opening, comma)
    rows.add(kind, g.tag[head], g.tag[g.head[cue]], g.dep[head])
    rows.add(kind, (head == cue).astype(np.uint64), base, comma)
    rows.add(kind, g.lower[child["aux"][token]], g.tag[token])
    rows.add(kind, g.tag[token], tag, has_subject, comma)
    rows.add(kind, g.act[cue], opening)
    rows.add(kind, g.act[token], g.tag[token], tag)
    return rows.matrix(), groups


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
