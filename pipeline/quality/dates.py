"""Scores of time expressions, as TempEval-3 measures them."""

from __future__ import annotations

from pipeline.quality.annotations import Annotation
from pipeline.quality.matching import match_spans
from pipeline.quality.scores import FaultKind, Page


def score_dates(page: Page, gold: Annotation, found: Annotation) -> None:
    """Counts one article.

    Figures:
        dates.strict: F1 of equal spans.
        dates.relaxed: F1 of spans that overlap, one to one.
        dates.value: F1 of spans that overlap and have the same TIMEX3 value.
        dates.type: share of the overlapping pairs that have the same type.
    """
    wanted = set(range(len(gold.dates)))
    pairs = match_spans([date.span for date in gold.dates], [date.span for date in found.dates])
    keys: dict[str, dict[int, int]] = {"strict": {}, "relaxed": {}, "value": {}}
    for pair in pairs:
        one, other = gold.dates[pair.gold], found.dates[pair.found]
        keys["relaxed"][pair.found] = pair.gold
        page.compare("dates.type", one.span, one.type, other.type)
        if one.span == other.span:
            keys["strict"][pair.found] = pair.gold
        else:
            page.fault("dates.strict", FaultKind.WRONG, one.span, f"found {page.words(other.span)}")
        if one.value == other.value:
            keys["value"][pair.found] = pair.gold
        else:
            page.fault("dates.value", FaultKind.WRONG, one.span, f"gold {one.value}, found {other.value}")
    for figure, right in keys.items():
        page.card.sets(f"dates.{figure}", wanted, {right.get(index, -1 - index) for index in range(len(found.dates))})
    for index in sorted(wanted - set(keys["relaxed"].values())):
        page.fault("dates", FaultKind.MISS, gold.dates[index].span, str(gold.dates[index].value))
    for index, date in enumerate(found.dates):
        if index not in keys["relaxed"]:
            page.fault("dates", FaultKind.EXTRA, date.span, str(date.value))
