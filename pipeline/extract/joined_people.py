"""People who were taken for one ("Hillary Clinton Slams Donald Trump" in a headline), and one who was taken for two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.name_lexicon import HYPHENS
from pipeline.extract.name_spans import NameSpan
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_LONG = 4
"""Words from which a person's name may hold another name and a verb."""

Name = tuple[str, ...]


def part_people(parse: Parse, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Parts spans that hold the names of several people whom the article names elsewhere.

    Args:
        parse: the article.
        spans: in order and disjoint.

    Returns:
        The spans, some in their place parted, in order.
    """
    people = [span for span in spans if span.label is Label.PERSON]
    if not any(span.last - span.first > 2 for span in people):
        return list(spans)
    full = {name for name in (_words(parse, span) for span in people) if 1 < len(name) < _LONG and HYPHENS.isdisjoint(name)}
    single = {name[-1] for name in full} | {_words(parse, span)[0] for span in people if span.last - span.first == 1}
    parted: list[NameSpan] = []
    for span in spans:
        parts: list[tuple[int, int]] = []
        if span.label is Label.PERSON and span.last - span.first == 3 and parse.lower[span.first + 1] in HYPHENS:
            parts = _around_hyphen(parse, span, single)
        elif span.label is Label.PERSON and span.last - span.first >= _LONG:
            parts = list(_full_names(parse, span, full))
        parted.extend([_part(parse, span, *part) for part in parts] if len(parts) > 1 else [span])
    return parted


def join_cut_people(parse: Parse, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Makes one name of a person's name and a single word of another one right behind or before it: "Ana Maria", "Lind".

    Nothing but a comma or a verb parts people who are named after each other, so two names with a space between are one that
    was cut, be it by the end that the parser saw in the middle; but not where the one repeats the other ("out-Lind Ana Lind").

    Args:
        parse: the article.
        spans: in order and disjoint, with their last labels.
    """
    joined: list[NameSpan] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before is not None and _is_cut(parse, before, span):
            joined[-1] = replace(before, last=span.last, end=span.end)
        else:
            joined.append(span)
    return joined


def _is_cut(parse: Parse, left: NameSpan, right: NameSpan) -> bool:
    if not left.label is right.label is Label.PERSON or left.last != right.first or right.title is not None:
        return False
    sizes = {left.last - left.first, right.last - right.first}
    if parse.text[left.end : right.start] != " " or min(sizes) != 1 or max(sizes) == 1:
        return False
    return set(_words(parse, left)).isdisjoint(_words(parse, right))


def _words(parse: Parse, span: NameSpan) -> Name:
    return tuple(parse.lower[span.first : span.last])


def _around_hyphen(parse: Parse, span: NameSpan, single: set[str]) -> list[tuple[int, int]]:
    """The two people of "Obama-Xi"; none where one of the words is no one's name."""
    ends = (span.first, span.last - 1)
    return [(token, token + 1) for token in ends] if all(parse.lower[token] in single for token in ends) else []


def _full_names(parse: Parse, span: NameSpan, full: set[Name]) -> Iterator[tuple[int, int]]:
    at = span.first
    while at < span.last:
        size = next((size for size in (3, 2) if at + size <= span.last and tuple(parse.lower[at : at + size]) in full), 0)
        if size:
            yield at, at + size
        at += size or 1


def _part(parse: Parse, span: NameSpan, first: int, last: int) -> NameSpan:
    title = span.title if first == span.first else None
    return replace(span, first=first, last=last, start=parse.start[first], end=parse.end[last - 1], title=title)
