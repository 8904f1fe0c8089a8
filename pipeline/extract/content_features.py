"""What tells a cue's content from its other candidates, as features."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.extract.contents import Candidate
from pipeline.extract.grammar import QUOTE_SHAPE, Grammar, Indexes
from pipeline.extract.quote_map import Range
from pipeline.extract.ranking import FeatureRows, Floats, Rows, Symbols, symbols, symbols_of_lengths

_NONE = Candidate("none", -1, ())

_NOWHERE = ((-1, -1),)

_NEAR = 5
"""Tokens beside a candidate that are looked at for another cue."""

_STRONG = 0.5
"""Logit from which a token counts as a likely cue."""


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
        self.beyond = _scores_beyond(g.n, cues, cue_scores, cue, first, last)
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


def _scores_beyond(n: int, cues: Indexes, scores: Floats, own: Indexes, first: Indexes, last: Indexes) -> Symbols:
    """How likely the likeliest other cue is just before and just behind each candidate: it may report the edge of it."""
    column = np.full(n + 2 * _NEAR + 1, -9.0, dtype=np.float32)
    column[cues + _NEAR] = scores
    found = []
    for edge, step in ((first, -1), (last, 1)):
        near = np.full(len(own), -9.0, dtype=np.float32)
        for distance in range(1, _NEAR + 1):
            token = np.where(edge < 0, n, edge + step * distance)
            near = np.maximum(near, np.where(token == own, -9.0, column[token + _NEAR]))
        found.append(np.clip(np.rint(near), -3, 3).astype(np.int64) + 3)
    out: Symbols = (found[0] * 8 + found[1]).astype(np.uint64)
    return out


def _flags(*columns: npt.NDArray[np.bool_]) -> Symbols:
    """One number from several yes-or-no columns."""
    out: Symbols = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        out = (out << np.uint64(1)) | column.astype(np.uint64)
    return out


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
    act = g.act[cue]
    rows.add(kind, act, tag)
    rows.add(kind, act, e.marks)
    rows.add(e.beyond, e.marks, e.side)
    rows.add(kind, e.beyond)


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
