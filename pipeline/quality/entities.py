"""Scores of names and of how they are put together into entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.quality.annotations import Annotation, Entity
from pipeline.quality.matching import b_cubed, lea
from pipeline.quality.scores import FaultKind, Page
from pipeline.spans import Span


def score_entities(page: Page, gold: Annotation, found: Annotation) -> None:
    """Counts one article; only names, no pronouns and no descriptions.

    Figures:
        entities.mentions: F1 of names with equal span and label; `.PERSON` and so on for each label.
        entities.clusters: B-cubed F1 (Bagga and Baldwin 1998) over the names whose span both have, whatever their label:
            names of one thing are one entity.
        entities.lea: F1 of LEA (Moosavi and Strube 2016) over all names, so that a name missed or made up costs, too.
    """
    wanted = {(span, entity.label) for entity in gold.entities for span in entity.mentions}
    given = {(span, entity.label) for entity in found.entities for span in entity.mentions}
    page.card.sets("entities.mentions", wanted, given)
    for label in sorted({label for _, label in wanted | given}):
        one, other = ({item for item in items if item[1] == label} for items in (wanted, given))
        page.card.sets(f"entities.mentions.{label}", one, other)
    found_labels = dict(sorted(given))
    for span, label in sorted(wanted - given):
        kind = FaultKind.WRONG if span in found_labels else FaultKind.MISS
        detail = f"gold {label}, found {found_labels[span]}" if span in found_labels else label
        page.fault(f"entities.mentions.{label}", kind, span, detail)
    spans = {span for span, _ in wanted}
    for span, label in sorted(given - wanted):
        if span not in spans:
            page.fault(f"entities.mentions.{label}", FaultKind.EXTRA, span, label)
    _count_clusters(page, gold.entities, found.entities)


def _count_clusters(page: Page, gold: Sequence[Entity], found: Sequence[Entity]) -> None:
    gold_of = {span: index for index, entity in enumerate(gold) for span in entity.mentions}
    found_of = {span: index for index, entity in enumerate(found) for span in entity.mentions}
    precision, recall, n = b_cubed(gold_of, found_of)
    page.card.ratios("entities.clusters", precision, n, recall, n)
    page.card.ratios("entities.lea", *lea(found_of, gold_of), *lea(gold_of, found_of))
    for index, parts in _spread(gold_of, found_of).items():
        names = ", ".join(found[part].name for part in parts)
        page.fault("entities.clusters", FaultKind.WRONG, gold[index].mentions[0], f"gold {gold[index].name}, split into {names}")
    for index, parts in _spread(found_of, gold_of).items():
        names = ", ".join(gold[part].name for part in parts)
        page.fault("entities.clusters", FaultKind.WRONG, found[index].mentions[0], f"found {found[index].name}, merges {names}")


def _spread(one: Mapping[Span, int], other: Mapping[Span, int]) -> dict[int, list[int]]:
    """The clusters of one side whose names are in several clusters of the other."""
    parts: dict[int, set[int]] = defaultdict(set)
    for span, cluster in one.items():
        if span in other:
            parts[cluster].add(other[span])
    return {cluster: sorted(parts[cluster]) for cluster in sorted(parts) if len(parts[cluster]) > 1}
