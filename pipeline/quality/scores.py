"""What scores are made of: counts by set arithmetic, and the rows that cost points."""

from __future__ import annotations

from collections.abc import Hashable, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

from pipeline.spans import Span


class Score(NamedTuple):
    """One figure, in per cent.

    Attributes:
        value: F1, or the share that is right; None where there is nothing to measure.
        n: gold items that it rests on.
        p, r: precision and recall; None for a share.
    """

    value: float | None
    n: int
    p: float | None = None
    r: float | None = None


@dataclass(slots=True)
class PRF:
    """Counts for precision, recall and their harmonic mean."""

    both: int = 0
    gold: int = 0
    found: int = 0

    def add(self, gold: Set[Hashable], found: Set[Hashable]) -> None:
        """Counts the items of one article."""
        self.both += len(gold & found)
        self.gold += len(gold)
        self.found += len(found)

    def score(self) -> Score:
        """The figures; null where the gold has no item."""
        if not self.gold:
            return Score(None, 0)
        return f1_score(self.both / self.found if self.found else 0.0, self.both / self.gold, self.gold)


@dataclass(slots=True)
class Share:
    """Counts for the share that is right."""

    right: int = 0
    n: int = 0

    def add(self, right: bool) -> None:
        """Counts one item."""
        self.right += right
        self.n += 1

    def score(self) -> Score:
        """The figure; null where there is no item."""
        return Score(100 * self.right / self.n if self.n else None, self.n)


@dataclass(slots=True)
class Mean:
    """Sums for a precision and a recall that are means over items, as in B-cubed."""

    precision: float = 0.0
    recall: float = 0.0
    n: int = 0

    def add(self, precision: float, recall: float, n: int) -> None:
        """Adds the sums of one article and its number of items."""
        self.precision += precision
        self.recall += recall
        self.n += n

    def score(self) -> Score:
        """The figures; null where there is no item."""
        return f1_score(self.precision / self.n, self.recall / self.n, self.n) if self.n else Score(None, 0)


def f1_score(precision: float, recall: float, n: int) -> Score:
    """The score of a precision and a recall between 0 and 1: their harmonic mean."""
    total = precision + recall
    return Score(100 * 2 * precision * recall / total if total else 0.0, n, 100 * precision, 100 * recall)


_Count = TypeVar("_Count", PRF, Share, Mean)


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
    """

    article: str
    metric: str
    kind: FaultKind
    start: int
    end: int
    text: str
    detail: str


@dataclass(slots=True)
class Scorecard:
    """Collects the counts and the faults of all articles; each layer's module fills its own figures."""

    counts: dict[str, PRF | Share | Mean] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def sets(self, metric: str, gold: Set[Hashable], found: Set[Hashable]) -> None:
        """Counts the items of one article towards an F1; equal items are right."""
        self._count(metric, PRF).add(gold, found)

    def share(self, metric: str, right: bool) -> None:
        """Counts one item towards a share."""
        self._count(metric, Share).add(right)

    def mean(self, metric: str, precision: float, recall: float, n: int) -> None:
        """Adds the sums of one article towards a mean."""
        self._count(metric, Mean).add(precision, recall, n)

    def _count(self, metric: str, kind: type[_Count]) -> _Count:
        count = self.counts.setdefault(metric, kind())
        assert isinstance(count, kind)
        return count

    def scores(self) -> dict[str, Score]:
        """The figures by name, in the order of the names."""
        return {metric: self.counts[metric].score() for metric in sorted(self.counts)}


@dataclass(slots=True)
class Page:
    """One article while it is scored: names the faults' article and shortens their words."""

    card: Scorecard
    article: str
    text: str

    def fault(self, metric: str, kind: FaultKind, span: Span, detail: str = "") -> None:
        """Notes a row that costs points."""
        self.card.faults.append(Fault(self.article, metric, kind, span.start, span.end, self.words(span), detail))

    def compare(self, metric: str, span: Span, gold: object, found: object) -> None:
        """Counts a value of a matched pair towards a share, and notes it where the two differ."""
        self.card.share(metric, gold == found)
        if gold != found:
            self.fault(metric, FaultKind.WRONG, span, f"gold {_named(gold)}, found {_named(found)}")

    def words(self, span: Span, limit: int = 80) -> str:
        """The words of a span on one line, cut after `limit` characters."""
        line = " ".join(span.text(self.text).split())
        return line if len(line) <= limit else line[: limit - 1] + "…"


def _named(value: object) -> str:
    return "nothing" if value is None else str(value)
