"""From marks and links that somebody may have changed to an article's annotation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pipeline.annotation.graph import Graph, Link, Mark
from pipeline.annotation.marking import in_order, read_absent
from pipeline.annotation.scheme import (
    CONTENT,
    CUE,
    CUE_LINK,
    DATE,
    EVENT,
    LAYERS,
    LINKS,
    NAME,
    PARTICIPANT,
    SAME_LINK,
    SOURCE,
    SOURCE_LINK,
    YES,
)
from pipeline.errors import AnnotationError
from pipeline.quality.annotations import Annotation, Date, Entity, Event, Mention, Speaker, Statement
from pipeline.vocabulary import MentionForm, Role, SpeakerForm

_NEVER_ALONE = {CUE: CONTENT, SOURCE: CONTENT, PARTICIPANT: EVENT}
"""Marks that say nothing unless a mark of this layer is linked to them."""


def read_graph(graph: Graph, text: str) -> Annotation:
    """The annotation that marks and links make, in the order of the text.

    Args:
        graph: as a tool's module read it; contents may have several spans.
        text: the article's.

    Raises:
        AnnotationError: a link joins what it cannot, a mark that needs a link has none, or the names of one entity disagree.
    """
    marks = graph.by_id()
    targets = _targets(graph, marks)
    linked = {mark.id for by_label in targets.values() for found in by_label.values() for mark in found}
    for mark in graph.marks:
        if mark.layer not in LAYERS:
            raise mark.fault("is no label for this tool")
        if mark.layer in _NEVER_ALONE and mark.id not in linked:
            raise mark.fault(f"is linked to no {_NEVER_ALONE[mark.layer]}")
        if len(mark.spans) > 1 and mark.layer != CONTENT:
            raise mark.fault(f"has gaps; only {CONTENT} may")
    layers: dict[str, list[Mark]] = defaultdict(list)
    for mark in graph.marks:
        layers[mark.layer].append(mark)
    return in_order(
        Annotation(
            statements=tuple(_statement(mark, targets[mark.id]) for mark in layers[CONTENT]),
            dates=tuple(Date(span=mark.span, type=str(mark.value), value=mark.note) for mark in layers[DATE]),
            entities=tuple(_entity(cluster, text) for cluster in _clusters(layers[NAME], graph.links)),
            events=tuple(_event(mark, targets[mark.id]) for mark in layers[EVENT]),
        )
    )


Targets = Mapping[str, list[Mark]]


def _targets(graph: Graph, marks: Mapping[str, Mark]) -> dict[str, dict[str, list[Mark]]]:
    """What each mark is linked to, by label of the link."""
    targets: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for link in graph.links:
        if link.label not in LINKS:
            raise AnnotationError(f"{link.where}: there is no link {link.label!r}; there are {', '.join(LINKS)}")
        ends = [marks.get(mark_id) for mark_id in (link.source, link.target)]
        if None in ends:
            missing = link.source if ends[0] is None else link.target
            raise AnnotationError(f"{link.where}: the {link.label} link leads to {missing!r}, which is not there")
        source, target = (mark for mark in ends if mark is not None)
        if (source.layer, target.layer) != LINKS[link.label]:
            wanted = " to ".join(LINKS[link.label])
            raise AnnotationError(f"{link.where}: {link.label} links {wanted}, not {source.layer} to {target.layer}")
        targets[source.id][link.label].append(target)
    return targets


def _choice(mark: Mark, name: str) -> str:
    return mark.choices.get(name, LAYERS[mark.layer].choices[name][0])


def _statement(mark: Mark, targets: Targets) -> Statement:
    cues = targets[CUE_LINK]
    if len(cues) > 1:
        raise mark.fault(f"has {len(cues)} cues")
    absent = read_absent(mark.note) if mark.note else []
    for speaker in absent:
        if speaker.form not in list(SpeakerForm):
            raise mark.fault(f"has a note {mark.note!r}, which should name sources, as in 'implicit: Ann Cole'")
    marked = [Speaker(span=source.span, form=str(source.value), name=source.note) for source in targets[SOURCE_LINK]]
    return Statement(
        parts=mark.spans,
        kind=str(mark.value),
        cue=cues[0].span if cues else None,
        act=_choice(mark, "act"),
        negated=_choice(mark, "negated") == YES,
        speakers=(*marked, *absent),
    )


def _event(mark: Mark, targets: Targets) -> Event:
    return Event(
        span=mark.span,
        type=mark.value,
        factuality=_choice(mark, "factuality"),
        polarity=_choice(mark, "polarity"),
        is_main=_choice(mark, "main") == YES,
        participants={role: tuple(target.span for target in targets[role.value]) for role in Role if targets[role.value]},
    )


def _clusters(names: list[Mark], links: tuple[Link, ...]) -> list[list[Mark]]:
    """Marks that are linked as the same thing, however the links run; each cluster in the order of the text."""
    leader = {mark.id: mark.id for mark in names}

    def find(mark_id: str) -> str:
        while leader[mark_id] != mark_id:
            leader[mark_id] = mark_id = leader[leader[mark_id]]
        return mark_id

    for link in links:
        if link.label == SAME_LINK:
            leader[find(link.source)] = find(link.target)
    clusters: dict[str, list[Mark]] = defaultdict(list)
    for mark in sorted(names, key=lambda mark: (mark.span, _choice(mark, "form") != MentionForm.NAME, mark.id)):
        clusters[find(mark.id)].append(mark)
    return list(clusters.values())


def _entity(cluster: list[Mark], text: str) -> Entity:
    first = cluster[0]
    for mark in cluster:
        if mark.value != first.value:
            raise mark.fault(f"is linked to {first.label} at {first.span.start}-{first.span.end}; one thing has one label")
    forms = [(mark, _choice(mark, "form")) for mark in cluster]
    named = [mark for mark, form in forms if form == MentionForm.NAME]
    if not named:
        raise first.fault("is a noun or a pronoun that is linked to no name")
    longest = max(named, key=lambda mark: mark.span.end - mark.span.start)
    noted = next((mark.note for mark in cluster if mark.note), None)
    return Entity(
        name=noted or " ".join(longest.span.text(text).split()) or longest.span.text(text),
        label=str(first.value),
        mentions=tuple(mark.span for mark in named),
        others=tuple(Mention(span=mark.span, form=form) for mark, form in forms if form != MentionForm.NAME),
    )
