"""Annotation as marks in a text and links between them, which is what every tool has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.annotation.scheme import PART, PART_LINK, make_label, read_label
from pipeline.errors import AnnotationError
from pipeline.spans import Span

SHOWN = 60
"""Characters of a text that an error shows."""

BEFORE = 15
"""Of these, the ones before the first difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A marked place.

    Attributes:
        id: unique in its graph.
        layer, value: see `scheme`.
        spans: disjoint, in order; more than one only for a content.
        choices: answers that are not the default, by question.
        note: free text; None where there is none.
        where: file and line that it was read from, for errors.
    """

    id: str
    layer: str
    value: str | None
    spans: tuple[Span, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None
    where: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """Layer and value in one word."""
        return make_label(self.layer, self.value)

    @property
    def span(self) -> Span:
        """From the first to the last character."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def fault(self, what: str) -> AnnotationError:
        """An error that says where the mark stands."""
        return AnnotationError(f"{self.where}: {self.label} at {self.span.start}-{self.span.end} {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link between two marks, by their ids."""

    label: str
    source: str
    target: str
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Graph:
    """The annotation of one article."""

    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()

    def by_id(self) -> dict[str, Mark]:
        """The marks by their ids."""
        return {mark.id: mark for mark in self.marks}


def make_mark(where: str, mark_id: str, label: str, spans: Iterable[tuple[int, int]], text: str) -> Mark:
    """A mark as it was read from a file.

    Args:
        where: file and line.
        mark_id: unique in its graph.
        label: see `scheme`.
        spans: in any order.
        text: the article's.

    Raises:
        AnnotationError: there is no such label, or a span is empty, outside of the text, or overlaps another.
    """
    try:
        layer, value = read_label(label)
    except ValueError as error:
        raise AnnotationError(f"{where}: {error}") from error
    ordered = sorted(Span(*span) for span in spans)
    for span in ordered:
        if not 0 <= span.start < span.end <= len(text):
            raise AnnotationError(f"{where}: {span.start}-{span.end} is no span of a text of {len(text)} characters")
    if not ordered or overlap(ordered):
        raise AnnotationError(f"{where}: the parts of a mark overlap")
    return Mark(id=mark_id, layer=layer, value=value, spans=tuple(ordered), where=where)


def overlap(spans: Sequence[Span]) -> bool:
    """Whether two of the spans, which are in order, share a character."""
    return any(one.overlaps(other) for one, other in pairwise(spans))


def check_words(where: str, marked: str, actual: str) -> None:
    """Raises AnnotationError, with both texts, unless what a file says is marked is what stands there."""
    if marked != actual:
        one, other = excerpts(marked, actual)
        raise AnnotationError(f"{where}: the file says that {one!r} is marked, but the text there is {other!r}")


def excerpts(one: str, other: str) -> tuple[str, str]:
    """Two texts, shortened to where they begin to differ."""
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    first = max(same - BEFORE, 0) if max(len(one), len(other)) > SHOWN else 0

    def cut(text: str) -> str:
        return ("…" if first else "") + text[first : first + SHOWN] + ("…" if first + SHOWN < len(text) else "")

    return cut(one), cut(other)


def split_parts(graph: Graph) -> Graph:
    """The same graph without gaps in a mark: its first span stays, a mark of its own for each other is linked to it."""
    marks, links = [], list(graph.links)
    for mark in graph.marks:
        first, *rest = mark.spans
        marks.append(replace(mark, spans=(first,)))
        for number, span in enumerate(rest, start=2):
            part = f"{mark.id}.{number}"
            marks.append(Mark(id=part, layer=PART, value=None, spans=(span,)))
            links.append(Link(label=PART_LINK, source=mark.id, target=part))
    return Graph(tuple(marks), tuple(links))


def join_parts(graph: Graph) -> Graph:
    """The opposite of `split_parts`.

    Raises:
        AnnotationError: a part belongs to nothing, or overlaps another part.
    """
    marks = graph.by_id()
    joined: set[str] = set()
    rest = []
    for link in graph.links:
        if link.label != PART_LINK:
            rest.append(link)
            continue
        whole, part = marks.get(link.source), marks.get(link.target)
        if whole is None or part is None or part.layer != PART or whole.layer == PART:
            raise AnnotationError(f"{link.where}: {PART_LINK} must link a mark to a {PART}")
        spans = tuple(sorted((*whole.spans, *part.spans)))
        if overlap(spans):
            raise part.fault("overlaps another part")
        marks[whole.id] = replace(whole, spans=spans)
        joined.add(part.id)
    for mark in marks.values():
        if mark.layer == PART and mark.id not in joined:
            raise mark.fault(f"belongs to nothing; link it with {PART_LINK}")
    return Graph(tuple(mark for mark in marks.values() if mark.layer != PART), tuple(rest))
