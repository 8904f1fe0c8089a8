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
from pipeline.parse import NAME_TAGS, Parse
from pipeline.spans import Span, SpanIndex

MAX_RUN = 5
"""Dependents that a run of neighbouring ones may join."""

MAX_QUOTES = 3
"""Quotations on one side of a cue that a candidate may join."""

NICKNAME_WORDS = 3
"""Words of a name between marks within a name."""

MAX_GAP = 40
"""Words between a quotation and a cue of the same sentence that may still report it."""

_SKIPPED = frozenset(
    {"nsubj", "csubj", "aux", "auxpass", "neg", "punct", "mark", "cc", "expl", "predet", "det", "poss", "case", "prt"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_COMPLEMENTS = frozenset({"xcomp", "acomp", "oprd", "attr", "prep", "dobj"})
"""What a raising or passive verb says of its subject: "the talks seem to fail", "he was described as calm"."""

_OF_NOUNS = frozenset({"acl", "relcl", "amod", "compound", "nmod", "poss"})
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


_NONE = Candidate("none", -1, ())
_NOWHERE = ((-1, -1),)
_STRONG = 0.5
"""Logit from which a token counts as a likely cue."""


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
        self._flat = [(first, last, index) for index, parts in enumerate(self.ranges, 1) for first, last in parts]
        self._stops = [last for _, last, _ in self._flat]
        inside = [0] * (parse.n + 1)
        for index, parts in enumerate(self.ranges, 1):
            for first, last in parts:
                inside[first:last] = [index] * (last - first)
        self.inside = inside
        self.nicknames = frozenset(index for index, parts in enumerate(self.ranges) if _is_nickname(parse, parts))

    def paragraph(self, position: int) -> Span | None:
        """The paragraph at a character."""
        index = self._paragraphs.at(position)
        return None if index is None else self._bounds[index]

    def after_paragraph(self, paragraph: Span) -> Span | None:
        """The next paragraph."""
        index = self._paragraphs.at(paragraph.start)
        return self._bounds[index + 1] if index is not None and index + 1 < len(self._bounds) else None

    def before_paragraph(self, paragraph: Span) -> Span | None:
        """The paragraph before."""
        index = self._paragraphs.at(paragraph.start)
        return self._bounds[index - 1] if index else None

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
        near = [index for index in range(max(0, middle - MAX_QUOTES), middle) if index not in self.nicknames]
        before = [index for index in near if self._ends[index] > paragraph.start]
        near = [index for index in range(middle, min(len(self.outer), middle + MAX_QUOTES + 1)) if index not in self.nicknames]
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

    def touched(self, first: int, last: int) -> list[int]:
        """Numbers, from 1, of the quotations that share a token with a range."""
        found = []
        for place in range(bisect_right(self._stops, first), len(self._flat)):
            start, _, number = self._flat[place]
            if start >= last:
                break
            found.append(number)
        return found

    def n_words(self, first: int, last: int) -> int:
        """Words among the tokens of a range; none where it is empty."""
        return self._words[last] - self._words[first] if first < last else 0


def _is_nickname(parse: Parse, parts: tuple[Range, ...]) -> bool:
    """Whether a quotation is a name within a name: "Marcia “Cia” Price"."""
    first, last = parts[0][0] + 1, parts[-1][1] - 1
    if not 0 < last - first <= NICKNAME_WORDS or first < 2 or last + 1 >= parse.n:
        return False
    beside = (first - 2, last + 1)
    return all(parse.word(token)[:1].isupper() for token in range(first, last)) and all(
        parse.tag[token] in NAME_TAGS for token in beside
    )


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
                if dep[child] not in _COMPLEMENTS:
                    continue
                offer(f"both:{dep[subject]}:{dep[child]}", child, (left[subject], right[subject]), (left[child], right[child]))


def _offer_context(parse: Parse, cue: int, offer: Offer) -> None:
    left, right = parse.edges
    head = parse.head[cue]
    first, last = parse.sentences[parse.sent[cue]]
    own_first, own_last = left[cue], right[cue]
    if head != cue:
        relation = parse.dep[cue]
        offer(f"around:{relation}", head, (left[head], own_first), (own_last, right[head]))
        if relation in _OF_NOUNS:
            offer(f"noun:{relation}", head, (left[head], min(own_first, head + 1) if own_first > head else head + 1))
            offer(f"headword:{relation}", head, (head, head + 1))
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
        listed = [item for options in candidates for item in (_NONE, *options)]
        self.kind = symbols([candidate.kind for candidate in listed])
        self.head = head = np.array([candidate.head for candidate in listed], dtype=np.int64)
        self.cue = cue = np.repeat(cues, sizes)
        rounded = np.clip(np.rint(cue_scores), -6, 6).astype(np.int64)
        self.score = np.repeat(rounded.astype(np.uint64), sizes)
        parts = _Parts([candidate.ranges for candidate in listed])
        self.first, self.last = first, last = parts.first, parts.last
        self.size, self.n_ranges = symbols_of_lengths(parts.length), parts.n
        self.before_cue, self.after_cue = parts.distances(cue)
        self.others_inside, self.others_between = parts.counts(cue, cues[cue_scores > _STRONG], g.n)
        self.before, self.after = g.shifted(first, -1), g.shifted(last, 1)
        starts, ends = g.shape[first] == QUOTE_SHAPE, g.shape[last] == QUOTE_SHAPE
        self.marks = _flags(starts, ends, g.quoted[first] > 0, g.quoted[last] > 0)
        self.around = _flags(g.shape[self.before] == QUOTE_SHAPE, g.shape[self.after] == QUOTE_SHAPE)
        self.cue_quoted = _flags(g.quoted[cue] > 0)
        self.side = _flags(head > cue, head == -1)
        self.crosses = _flags(g.sent[first] != g.sent[last])
        self.gap = np.clip(np.where(first > cue, first - cue, cue - last), -5, 12).astype(np.uint64)
        self.joint = g.tag[parts.joint - 2] ^ g.shape[parts.next_part + 1]
        child = g.child
        self.subject = child["nsubj"][cue]
        self.subjects = _flags(self.subject >= 0, child["nsubjpass"][cue] >= 0)
        self.objects = _flags(child["dobj"][cue] >= 0, child["ccomp"][cue] >= 0, child["xcomp"][cue] >= 0)


class _Parts:
    """The token ranges of candidates as arrays.

    Args:
        ranges: of each candidate, in order; one without a range gets an empty one before the article's start.

    Attributes:
        first, last: first and last token of each candidate, -1 where it has none.
        n: ranges of each.
        length: tokens of each.
        joint, next_part: one past the end of the first range, and the start of the last; 1 and -2 where there is only one.
    """

    def __init__(self, ranges: list[tuple[Range, ...]]) -> None:
        filled = [each or _NOWHERE for each in ranges]
        self._starts, self._stops = np.array([item for each in filled for item in each], dtype=np.int64).reshape(-1, 2).T
        counts = np.array([len(each) for each in filled], dtype=np.int64)
        self._at = np.cumsum(counts) - counts
        self._counts = counts
        ends = self._at + counts - 1
        self.first, self.last = self._starts[self._at], self._stops[ends] - 1
        is_empty = self.first < 0
        self.last[is_empty] = -1
        self.n = np.where(is_empty, 0, counts).astype(np.uint64)
        self.length = np.add.reduceat(self._stops - self._starts, self._at)
        self.joint = np.where(counts > 1, self._stops[self._at], 1)
        self.next_part = np.where(counts > 1, self._starts[ends], -2)

    def distances(self, cue: Indexes) -> tuple[Symbols, Symbols]:
        """Tokens between each candidate and its cue, before and after it, up to 15; 16 where there is no part on that side."""
        cues = np.repeat(cue, self._counts)
        is_real = self._starts >= 0
        before = np.where(is_real & (self._stops <= cues), np.minimum(cues - self._stops, 15), 16)
        after = np.where(is_real & (self._starts > cues), np.minimum(self._starts - cues - 1, 15), 16)
        nearest = np.minimum.reduceat(before, self._at), np.minimum.reduceat(after, self._at)
        return nearest[0].astype(np.uint64), nearest[1].astype(np.uint64)

    def counts(self, cue: Indexes, others: Indexes, n: int) -> tuple[Symbols, Symbols]:
        """Likely other cues within each candidate, and between its parts or between it and its cue; both up to 2."""
        column = np.zeros(n + 2, dtype=np.int64)
        column[others + 1] = 1
        total = np.cumsum(column)
        start, stop = np.maximum(self._starts, 0), np.maximum(self._stops, 0)
        inside = np.add.reduceat(total[stop] - total[start], self._at)
        left, right = np.minimum(np.maximum(self.first, 0), cue), np.maximum(self.last, cue) + 1
        between = total[right] - total[left] - inside - column[cue + 1]
        is_empty = self.first < 0
        inside, between = (np.where(is_empty, 3, np.clip(found, 0, 2)) for found in (inside, between))
        return inside.astype(np.uint64), between.astype(np.uint64)


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
    rows.add(kind, e.others_inside, e.others_between)
    rows.add(kind, e.others_between, lemma)
    rows.add(e.others_inside, e.score, tag)
    rows.add(kind, e.joint, e.others_between)
    rows.add(kind, e.joint, g.tag[e.after])


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
