"""What scores are made of: counts by set arithmetic, and the rows that cost points."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pipeline.spans import Span


class Score(NamedTuple):
    """One figure, in per cent.

    Attributes:
        value: F1, or the share that is right; None where there is nothing to measure.
        n: gold items that it rests on.
        p, r: precision and recall; None for a share.
        low, high: 95 % interval of the value; None where it was not drawn, or cannot be.
    """

    value: float | None
    n: int
    p: float | None = None
    r: float | None = None
    low: float | None = None
    high: float | None = None


class Measure(StrEnum):
    """What a count is turned into."""

    F1 = "f1"
    """Harmonic mean of precision and recall."""
    SHARE = "share"
    """Share that is right: precision and recall are the same, and not shown."""


@dataclass(slots=True)
class Count:
    """Four sums from which precision, recall and their harmonic mean follow; the sums of two articles add up.

    Attributes:
        right_found, found: numerator and denominator of the precision.
        right_gold, gold: those of the recall. They are numbers of items, or in B-cubed and LEA sums of parts of items.
    """

    measure: Measure = Measure.F1
    right_found: float = 0
    found: float = 0
    right_gold: float = 0
    gold: float = 0

    def add(self, right_found: float, found: float, right_gold: float, gold: float) -> None:
        """Adds sums of the same article or of another."""
        self.right_found += right_found
        self.found += found
        self.right_gold += right_gold
        self.gold += gold

    @property
    def sums(self) -> tuple[float, float, float, float]:
        """The four sums, in the order of `add`."""
        return self.right_found, self.found, self.right_gold, self.gold

    def score(self) -> Score:
        """The figure; null where the gold has no item."""
        if not self.gold:
            return Score(None, 0)
        precision = self.right_found / self.found if self.found else 0.0
        recall = self.right_gold / self.gold
        n = round(self.gold)
        if self.measure is Measure.SHARE:
            return Score(100 * recall, n)
        return Score(100 * harmonic_mean(precision, recall), n, 100 * precision, 100 * recall)


def harmonic_mean(precision: float, recall: float) -> float:
    """F1 of a precision and a recall between 0 and 1."""
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


Counts = dict[str, Count]
"""The counts of an article or of several, by figure."""


def add_counts(parts: Iterable[Mapping[str, Count]]) -> Counts:
    """The sums of several articles, in the order of the figures' names."""
    total: Counts = {}
    for counts in parts:
        for metric, count in counts.items():
            total.setdefault(metric, Count(count.measure)).add(*count.sums)
    return {metric: total[metric] for metric in sorted(total)}


class FaultKind(StrEnum):
    """What is wrong with a row."""

    MISS = "miss"
    """The gold has it, the run has not."""
    EXTRA = "extra"
    """The run has it, the gold has not."""
    WRONG = "wrong"
    """Both have it, and differ."""


class Fault(NamedTuple):
    """One row that costs points.

    Attributes:
        article: the article's key in the gold.
        metric: the figure that it lowers; whatever is finer or coarser by a dotted part moves with it.
        text: the words of the span, shortened.
        detail: for a person, such as "gold say, found deny".
        context: the words around, on one line, with the span between brackets; says nothing that the rest does not.
    """

    article: str
    metric: str
    kind: FaultKind
    start: int
    end: int
    text: str
    detail: str
    context: str = ""


@dataclass(slots=True)
class Scorecard:
    """Collects the counts and the faults of an article; each layer's module fills its own figures."""

    counts: Counts = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def sets(self, metric: str, gold: Set[Hashable], found: Set[Hashable]) -> None:
        """Counts items towards an F1; equal items are right."""
        right = len(gold & found)
        self.ratios(metric, right, len(found), right, len(gold))

    def share(self, metric: str, right: bool) -> None:
        """Counts one item towards a share."""
        self._count(metric, Measure.SHARE).add(right, 1, right, 1)

    def ratios(self, metric: str, right_found: float, found: float, right_gold: float, gold: float) -> None:
        """Adds the sums of a precision and a recall towards an F1."""
        self._count(metric, Measure.F1).add(right_found, found, right_gold, gold)

    def _count(self, metric: str, measure: Measure) -> Count:
        count = self.counts.setdefault(metric, Count(measure))
        assert count.measure is measure
        return count


@dataclass(slots=True)
class Page:
    """One article while it is scored: names the faults' article and shortens their words."""

    card: Scorecard
    article: str
    text: str

    def fault(self, metric: str, kind: FaultKind, span: Span, detail: str = "") -> None:
        """Notes a row that costs points."""
        words, context = self.words(span), self.context(span)
        self.card.faults.append(Fault(self.article, metric, kind, span.start, span.end, words, detail, context))

    def compare(self, metric: str, span: Span, gold: object, found: object) -> None:
        """Counts a value of a matched pair towards a share, and notes it where the two differ."""
        self.card.share(metric, gold == found)
        if gold != found:
            self.fault(metric, FaultKind.WRONG, span, f"gold {_named(gold)}, found {_named(found)}")

    def words(self, span: Span, limit: int = 80) -> str:
        """The words of a span on one line, cut after `limit` characters."""
        line = _one_line(span.text(self.text))
        return line if len(line) <= limit else line[: limit - 1] + "…"

    def context(self, span: Span, around: int = 50) -> str:
        """A span between brackets with at most `around` characters to each side, whole words, on one line."""
        start, end = max(span.start - around, 0), min(span.end + around, len(self.text))
        while start and start < span.start and not self.text[start - 1].isspace():  # to where a word begins
            start += 1
        while end < len(self.text) and end > span.end and not self.text[end].isspace():  # to where one ends
            end -= 1
        before, after = self.text[start : span.start], self.text[span.end : end]
        inner = f"{before}[{self.words(span)}]{after}"
        return f"{'…' if start else ''}{_one_line(inner)}{'…' if end < len(self.text) else ''}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _named(value: object) -> str:
    return "nothing" if value is None else str(value)
