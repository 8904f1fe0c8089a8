"""Candidate contents of a cue: the spans that the parse and the quotation marks offer.

A statement's content is nearly always a clause or phrase that hangs on the cue, the clause that the cue stands in, or
a run of quotations beside it. The candidates are all of these; which one it is, if any, is learned.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extract.grammar import QUOTE_SHAPE, Grammar, Indexes
from pipeline.extract.ranking import FeatureRows, Floats, Rows, Symbols, symbols
from pipeline.layers import Quotation
from pipeline.parse import Parse
from pipeline.spans import Span, SpanIndex

MAX_RUN = 5
"""Dependents that a run of neighbouring ones may join."""

MAX_QUOTES = 3
"""Quotations on one side of a cue that a candidate may join."""

MAX_GAP = 40
"""Words between a quotation and a cue of the same sentence that may still report it."""

_SKIPPED = frozenset(
    {"nsubj", "csubj", "aux", "auxpass", "neg", "punct", "mark", "cc", "expl", "predet", "det", "poss", "case", "prt"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_INNER = frozenset({"pobj", "pcomp", "ccomp", "xcomp", "acl", "relcl", "advcl"})

DASHES = frozenset(["—", "―", "–", "--", "-", ":"])

Range = tuple[int, int]
Offer = Callable[..., None]


class Candidate(NamedTuple):
    """A span that may be the content of a cue.

    Attributes:
        kind: how it is found, such as "child:ccomp".
        head: the token that stands for it: the head of the clause, the first word of a quotation.
        ranges: half-open token ranges of its parts, in order.
    """

    kind: str
    head: int
    ranges: tuple[Range, ...]


class QuoteMap:
    """The outer quotations of an article as token ranges, by paragraph.

    Args:
        parse: of the article.
        paragraphs: disjoint, in order.
        quotes: in order.
    """

    def __init__(self, parse: Parse, paragraphs: list[Span], quotes: list[Quotation]) -> None:
        self.outer = [quote for quote in quotes if quote.depth == 0]
        self._spans = [quote.span for quote in self.outer]
        self._ends = [span.end for span in self._spans]
        self.ranges = [tuple(parse.tokens_in(*part) for part in quote.parts) for quote in self.outer]
        self._paragraphs = SpanIndex(paragraphs)
        self._bounds = paragraphs
        self._words = [0, *accumulate(not (parse.is_punct(token) or parse.is_space(token)) for token in range(parse.n))]
        inside = [0] * (parse.n + 1)
        for index, parts in enumerate(self.ranges, 1):
            for first, last in parts:
                inside[first:last] = [index] * (last - first)
        self.inside = inside

    def paragraph(self, position: int) -> Span | None:
        """The paragraph at a character."""
        index = self._paragraphs.at(position)
        return None if index is None else self._bounds[index]

    def after_paragraph(self, paragraph: Span) -> Span | None:
        """The next paragraph."""
        index = self._paragraphs.at(paragraph.start)
        return self._bounds[index + 1] if index is not None and index + 1 < len(self._bounds) else None

    def beside(self, parse: Parse, cue: int) -> tuple[list[int], list[int]]:
        """Quotations before and after a cue in its paragraph, nearest last and nearest first.

        A quotation of the paragraph before counts if it runs up to this one; one of the next, if this one ends with the
        cue and a colon.
        """
        paragraph = self.paragraph(parse.start[cue])
        if paragraph is None:
            return [], []
        start, end = parse.start[cue], parse.end[cue]
        middle = bisect_right(self._ends, start + 1)  # the first quotation that does not end before the cue
        before = [index for index in range(max(0, middle - MAX_QUOTES), middle) if self._ends[index] > paragraph.start]
        near = range(middle, min(len(self.outer), middle + MAX_QUOTES + 1))
        after = [index for index in near if end - 1 <= self._spans[index].start < paragraph.end]
        if not after and parse.text[paragraph.end - 1 : paragraph.end] == ":":
            following = self.after_paragraph(paragraph)
            index = bisect_left(self._ends, paragraph.end)
            if following and index < len(self.outer) and self._spans[index].start == following.start:
                after.append(index)
        return self._linked(parse, cue, before, after)

    def _linked(self, parse: Parse, cue: int, before: list[int], after: list[int]) -> tuple[list[int], list[int]]:
        """Of the quotations beside a cue, those that nothing but the cue's own words part from it and from each other."""
        first, last = parse.sentences[parse.sent[cue]]
        linked_before: list[int] = []
        edge = first
        for index in reversed(before):
            start, stop = self.ranges[index][0][0], self.ranges[index][-1][1]
            is_near = stop > first and not linked_before
            if self.n_words(stop, cue if is_near else edge) > (MAX_GAP if is_near else 0):
                break
            linked_before.append(index)
            edge = start
        linked_after: list[int] = []
        edge = last
        for index in after[:MAX_QUOTES]:
            start, stop = self.ranges[index][0][0], self.ranges[index][-1][1]
            is_near = start < last and not linked_after
            if self.n_words(cue + 1 if is_near else edge, start) > (MAX_GAP if is_near else 0):
                break
            linked_after.append(index)
            edge = stop
        return linked_before[::-1], linked_after

    def n_words(self, first: int, last: int) -> int:
        """Words among the tokens of a range; none where it is empty."""
        return self._words[last] - self._words[first] if first < last else 0


def find_candidates(parse: Parse, quotes: QuoteMap, cue: int) -> list[Candidate]:
    """All candidate contents of a cue.

    Args:
        parse: of the article.
        quotes: its quotations.
        cue: token that may be a cue.

    Returns:
        Candidates with distinct ranges, in a fixed order; at most about forty.
    """
    found: dict[tuple[Range, ...], Candidate] = {}

    def offer(kind: str, head: int, *ranges: Range) -> None:
        kept = tuple([item for item in ranges if item[0] < item[1]])
        if kept and kept not in found:
            found[kept] = Candidate(kind, head, kept)

    if parse.lower[cue] not in DASHES:
        _offer_dependents(parse, cue, offer)
        _offer_context(parse, cue, offer)
    else:
        _offer_after_colon(parse, quotes, cue, offer)
    _offer_quotes(parse, quotes, cue, offer)
    return list(found.values())


def _offer_dependents(parse: Parse, cue: int, offer: Offer) -> None:
    left, right = parse.edges
    dep, children = parse.dep, parse.children
    eligible = [child for child in children[cue] if dep[child] not in _SKIPPED]
    for child in eligible:
        side = "R" if child > cue else "L"
        offer(f"child:{dep[child]}:{side}", child, (left[child], right[child]))
    after = [child for child in eligible if child > cue]
    for first in range(len(after)):
        for last in range(first + 1, min(len(after), first + MAX_RUN)):
            offer(f"run:{dep[after[first]]}:{dep[after[last]]}", after[first], (left[after[first]], right[after[last]]))
    for child in eligible:
        for inner in children[child]:
            if dep[inner] in _INNER:
                offer(f"inner:{dep[child]}:{dep[inner]}", inner, (left[inner], right[inner]))
    for subject in children[cue]:
        if dep[subject] in _SUBJECTS:
            offer(f"subject:{dep[subject]}", subject, (left[subject], right[subject]))
            for child in after:
                offer(f"both:{dep[subject]}:{dep[child]}", child, (left[subject], right[subject]), (left[child], right[child]))


def _offer_context(parse: Parse, cue: int, offer: Offer) -> None:
    left, right = parse.edges
    head = parse.head[cue]
    first, last = parse.sentences[parse.sent[cue]]
    own_first, own_last = left[cue], right[cue]
    if head != cue:
        relation = parse.dep[cue]
        offer(f"around:{relation}", head, (left[head], own_first), (own_last, right[head]))
        offer(f"noun:{relation}", head, (left[head], min(own_first, head + 1) if own_first > head else head + 1))
        offer(f"headword:{relation}", head, (head, head + 1))
        grand = parse.head[head]
        if grand != head:
            offer(f"above:{relation}:{parse.dep[head]}", grand, (left[grand], left[head]), (right[head], right[grand]))
    subject = next((child for child in parse.children[cue] if parse.dep[child] in _SUBJECTS and child < cue), None)
    root = parse.roots[parse.sent[cue]]
    offer("rest", root, (first, own_first), (own_last, last))
    offer("before", root, (first, left[subject] if subject is not None else cue))
    offer("after", min(cue + 1, last - 1), (cue + 1, last))


def _offer_after_colon(parse: Parse, quotes: QuoteMap, cue: int, offer: Offer) -> None:
    paragraph = quotes.paragraph(parse.start[cue])
    if paragraph is None:
        return
    last = parse.tokens_in(*paragraph)[1]
    offer("colon:paragraph", min(cue + 1, parse.n - 1), (cue + 1, last))
    end = parse.sentences[parse.sent[cue]][1]
    offer("colon:sentence", min(cue + 1, parse.n - 1), (cue + 1, min(end, last)))
    if cue + 1 >= last:
        following = quotes.after_paragraph(paragraph)
        if following is not None:
            first, stop = parse.tokens_in(*following)
            offer("colon:next", min(first, parse.n - 1), (first, stop))


def _offer_quotes(parse: Parse, quotes: QuoteMap, cue: int, offer: Offer) -> None:
    before, after = quotes.beside(parse, cue)
    ranges = quotes.ranges
    for n_before in range(len(before) + 1):
        for n_after in range(len(after) + 1):
            if n_before + n_after == 0:
                continue
            chosen = before[len(before) - n_before :] + after[:n_after]
            offer(f"quote:{n_before}:{n_after}", ranges[chosen[0]][0][0], *(part for index in chosen for part in ranges[index]))
    index = quotes.inside[cue]
    if index:
        parts = ranges[index - 1]
        offer("quote:around", parts[0][0], *parts)


class _Examples:
    """Columns of the candidates of an article, one item an example; a cue's first example stands for "no content"."""

    def __init__(self, grammar: Grammar, cues: Indexes, cue_scores: Floats, candidates: list[list[Candidate]]) -> None:
        g = grammar
        self.groups = np.cumsum([0, *(len(options) + 1 for options in candidates)])
        sizes = np.diff(self.groups)
        kinds: list[str] = []
        table: list[tuple[int, int, int, int, int]] = []
        for options in candidates:
            kinds.append("none")
            table.append((-1, -1, -1, 0, 0))
            for candidate in options:
                ranges = candidate.ranges
                kinds.append(candidate.kind)
                n_words = sum(stop - start for start, stop in ranges)
                table.append((candidate.head, ranges[0][0], ranges[-1][1] - 1, len(ranges), n_words))
        self.head, self.first, self.last, n_ranges, length = np.array(table, dtype=np.int64).reshape(-1, 5).T
        self.cue = cue = np.repeat(cues, sizes)
        self.kind = symbols(kinds)
        self.size = symbols_of_lengths(length)
        self.n_ranges = n_ranges.astype(np.uint64)
        rounded = np.clip(np.rint(cue_scores), -6, 6).astype(np.int64)
        self.score = np.repeat(rounded.astype(np.uint64), sizes)
        first, last, head = self.first, self.last, self.head
        self.before, self.after = g.shifted(first, -1), g.shifted(last, 1)
        starts, ends = g.shape[first] == QUOTE_SHAPE, g.shape[last] == QUOTE_SHAPE
        self.marks = _flags(starts, ends, g.quoted[first] > 0, g.quoted[last] > 0)
        self.around = _flags(g.shape[self.before] == QUOTE_SHAPE, g.shape[self.after] == QUOTE_SHAPE)
        self.cue_quoted = _flags(g.quoted[cue] > 0)
        self.side = _flags(head > cue, head == -1)
        self.crosses = _flags(g.sent[first] != g.sent[last])
        self.before_cue, self.after_cue = _nearest(candidates, cues)
        self.gap = np.clip(np.where(first > cue, first - cue, cue - last), -5, 12).astype(np.uint64)
        child = g.child
        self.subject = child["nsubj"][cue]
        self.subjects = _flags(self.subject >= 0, child["nsubjpass"][cue] >= 0)
        self.objects = _flags(child["dobj"][cue] >= 0, child["ccomp"][cue] >= 0, child["xcomp"][cue] >= 0)


def _nearest(candidates: list[list[Candidate]], cues: Indexes) -> tuple[Symbols, Symbols]:
    """Tokens between each candidate and its cue, before and after it, up to 15; 16 where there is no part on that side."""
    before: list[int] = []
    after: list[int] = []
    for cue, options in zip(cues.tolist(), candidates, strict=True):
        before.append(16)
        after.append(16)
        for candidate in options:
            ends = [cue - stop for _, stop in candidate.ranges if stop <= cue]
            starts = [start - cue - 1 for start, _ in candidate.ranges if start > cue]
            before.append(min(ends[-1], 15) if ends else 16)
            after.append(min(starts[0], 15) if starts else 16)
    return np.array(before, dtype=np.uint64), np.array(after, dtype=np.uint64)


def _flags(*columns: npt.NDArray[np.bool_]) -> Symbols:
    """One number from several yes-or-no columns."""
    out: Symbols = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        out = (out << np.uint64(1)) | column.astype(np.uint64)
    return out


def content_features(
    grammar: Grammar, cues: Indexes, cue_scores: Floats, candidates: list[list[Candidate]]
) -> tuple[Rows, Indexes]:
    """Features of candidate contents; in each cue's group the first example stands for "no content".

    Args:
        grammar: of the article.
        cues: token indexes, of shape (n_cues,).
        cue_scores: logits of the cue scorer, of shape (n_cues,).
        candidates: for each cue.

    Returns:
        Rows of shape (n_examples, n_templates), and the first example of each group with the total at the end, of shape
        (n_cues + 1,).
    """
    examples = _Examples(grammar, cues, cue_scores, candidates)
    rows = FeatureRows(len(examples.kind))
    _add_cue_features(rows, grammar, examples)
    _add_span_features(rows, grammar, examples)
    return rows.matrix(), examples.groups


def _add_cue_features(rows: FeatureRows, g: Grammar, e: _Examples) -> None:
    """What kind of candidate it is, seen from the cue."""
    kind, cue = e.kind, e.cue
    lemma, tag, dep = g.lemma[cue], g.tag[cue], g.dep[cue]
    above = np.where(g.head[cue] == cue, -1, g.head[cue])
    preposition = g.lower[g.child["prep"][cue]]
    rows.add(kind)
    rows.add(kind, lemma)
    rows.add(kind, lemma, dep)
    rows.add(kind, tag, dep)
    rows.add(kind, tag, e.subjects, e.objects)
    rows.add(kind, lemma, e.objects)
    rows.add(kind, e.score)
    rows.add(kind, e.score, tag)
    rows.add(kind, preposition)
    rows.add(lemma, preposition, e.side)
    rows.add(kind, g.entity[e.subject] ^ g.tag[e.subject])
    rows.add(kind, g.lower[g.shifted(cue, 1)])
    rows.add(kind, g.lower[g.shifted(cue, -1)], tag)
    rows.add(kind, g.lemma[above], dep)
    rows.add(kind, e.crosses, e.n_ranges, e.cue_quoted)
    rows.add(kind, e.cue_quoted, e.marks)
    rows.add(kind, e.marks, lemma)


def _add_span_features(rows: FeatureRows, g: Grammar, e: _Examples) -> None:
    """What the candidate looks like: its head, its edges, its length, its marks."""
    kind, head, first, last, side = e.kind, e.head, e.first, e.last, e.side
    lemma, tag = g.lemma[e.cue], g.tag[e.cue]
    mark = g.lower[g.child["mark"][head]]
    before = g.lower[e.before]
    rows.add(kind, e.size)
    rows.add(kind, e.marks, e.around)
    rows.add(kind, g.tag[head])
    rows.add(kind, g.dep[head], g.tag[head], tag)
    rows.add(kind, mark, tag)
    rows.add(lemma, mark, g.tag[head], side)
    rows.add(lemma, g.lower[first])
    rows.add(kind, g.lower[first])
    rows.add(kind, g.tag[first], g.tag[e.before])
    rows.add(kind, g.lower[e.after])
    rows.add(kind, before)
    rows.add(before, g.lower[first], side)
    rows.add(g.tag[last], g.lower[e.after], side)
    rows.add(kind, e.gap)
    rows.add(e.gap, side, before, e.marks)
    rows.add(kind, e.before_cue, e.after_cue)
    rows.add(e.before_cue, e.after_cue, e.marks)
    rows.add(kind, e.after_cue, lemma)
    rows.add(lemma, g.lemma[head])
    rows.add(kind, g.lemma[head])
    rows.add(kind, g.dep[head], g.lower[g.child["aux"][head]])
    rows.add(e.size, e.marks, side, e.crosses)
    rows.add(kind, g.entity[head], side)


def symbols_of_lengths(length: Indexes) -> Symbols:
    """Buckets of token counts, on a scale of powers of the square root of two."""
    out: Symbols = np.rint(2 * np.log2(np.maximum(length, 1))).astype(np.uint64)
    return out
