"""How far two annotations of the same articles agree, by the figures that a run is scored with.

F1 does not change when the two change places, and needs no list of what neither marked; so it stands in for kappa where
spans are marked freely (Hripcsak and Rothschild 2005). Labels of what both marked have Cohen's kappa beside their share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import GoldError
from pipeline.quality.dates import score_dates
from pipeline.quality.entities import score_entities
from pipeline.quality.events import score_events
from pipeline.quality.gold import Gold, GoldArticle, read_gold
from pipeline.quality.scores import Fault, FaultKind, Page, Score, Scorecard
from pipeline.quality.statements import score_statements
from pipeline.spans import Span

_SAYS = {FaultKind.MISS: "only first", FaultKind.EXTRA: "only second", FaultKind.WRONG: "differ"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two annotations agree.

    Attributes:
        articles: ids that both hold, in the order of the first; what only one holds is not compared.
        scores: figures by name; the first annotation stands for the gold, so that `n` counts its items.
        kappas: Cohen's kappa of the figures that are shares of labels; None where both always give one same label.
        differences: what differs; a miss is only in the first, an extra only in the second.
    """

    articles: list[str]
    scores: dict[str, Score]
    kappas: dict[str, float | None]
    differences: list[Fault]


@dataclass(slots=True)
class _LabelPage(Page):
    """Keeps the pairs of labels that are compared."""

    labels: dict[str, list[tuple[object, object]]] = field(default_factory=dict)

    def compare(self, metric: str, span: Span, gold: object, found: object) -> None:
        self.labels.setdefault(metric, []).append((gold, found))
        Page.compare(self, metric, span, gold, found)


def measure_agreement(first_file: Path, second_file: Path) -> Agreement:
    """Compares two gold files on the articles that both hold.

    Raises:
        GoldError: one cannot be read, they share no article, or they quote different words at one place.
    """
    first, second = read_gold(first_file), read_gold(second_file)
    card = Scorecard()
    labels: dict[str, list[tuple[object, object]]] = defaultdict(list)
    articles = []
    for one, other in _shared(first, second):
        page = _LabelPage(card, one.id, _joint_sketch(one, other))
        for score in (score_statements, score_dates, score_entities, score_events):
            score(page, one.annotation, other.annotation)
        for metric, pairs in page.labels.items():
            labels[metric] += pairs
        articles.append(one.id)
    if not articles:
        raise GoldError(f"{first_file} and {second_file} share no article")
    scores = {metric: card.counts[metric].score() for metric in sorted(card.counts)}
    return Agreement(articles, scores, {metric: kappa(labels[metric]) for metric in sorted(labels)}, card.faults)


def _shared(first: Gold, second: Gold) -> Iterator[tuple[GoldArticle, GoldArticle]]:
    others = {article.id: article for article in second.articles}
    for article in first.articles:
        if article.id in others:
            yield article, others[article.id]


def _joint_sketch(one: GoldArticle, other: GoldArticle) -> str:
    """The text as far as either quotes it: enough to count words by."""
    texts = [article.sketch() for article in (one, other)]
    length = max(map(len, texts))
    letters = list(texts[0].ljust(length))
    for at, letter in enumerate(texts[1].ljust(length)):
        if letter.isspace() or letters[at] == letter:
            continue
        if not letters[at].isspace():
            raise GoldError(f"the two annotations of {one.id!r} quote different words at {at}: is it the same text?")
        letters[at] = letter
    return "".join(letters)


def kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Cohen's kappa (1960): the share of equal labels, corrected for chance, at most 1.

    Args:
        pairs: what the first and the second annotator said of each item.

    Returns:
        None where chance alone would agree always, as with no pair or one label.
    """
    n = len(pairs)
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    by_chance = sum(count * second[label] for label, count in first.items())
    if by_chance == n * n:
        return None
    return (sum(one == other for one, other in pairs) * n - by_chance) / (n * n - by_chance)


def agreement_lines(agreement: Agreement, with_rows: bool = False) -> list[str]:
    """The figures as a table: name, items of the first, agreement in per cent, kappa; then what differs, if wanted."""
    width = max(map(len, ["figure", *agreement.scores]))
    lines = [f"articles in both: {len(agreement.articles)}", f"{'figure':{width}}  {'n':>5}  {'agreed':>6}  {'kappa':>6}"]
    for metric, score in agreement.scores.items():
        cells = [_cell(score.value, 1), _cell(agreement.kappas.get(metric), 2)]
        lines.append(f"{metric:{width}}  {score.n:>5}  {cells[0]:>6}  {cells[1]:>6}")
    if with_rows:
        lines += [_row_line(each) for each in agreement.differences]
    return lines


def _cell(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _row_line(fault: Fault) -> str:
    detail = fault.detail.replace("gold ", "first ").replace("found ", "second ")
    where = f"{fault.article} {fault.start}-{fault.end}"
    return f"{_SAYS[fault.kind]:11}  {fault.metric}  {where}  {fault.text!r}{f' ({detail})' if detail else ''}"
