"""Names that are known to be no person, or one place and not two: "Lockheed Martin", "Elephant and Castle"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.extract.name_spans import SURE, NameSpan, trim_name
from pipeline.lexicons import lexicon
from pipeline.parse import Parse
from pipeline.vocabulary import Label


@cache
def load_known_names() -> Mapping[str, Sequence[tuple[str, Label]]]:
    """Reads the lexicon `known_names`: names with their label by their first word, lower case."""
    table = lexicon("known_names")
    names: dict[str, list[tuple[str, Label]]] = {}
    for kind, label in (("organizations", Label.ORG), ("places", Label.GPE)):
        for name in table[kind]:
            names.setdefault(name.split()[0].split("-")[0].lower(), []).append((name, label))
    return names


def settle_known_names(parse: Parse, spans: list[NameSpan]) -> list[NameSpan]:
    """Makes one name of the pieces of a known one, and gives it its label.

    A longer name that holds it stays as it is: "Lockheed Martin Space Systems".

    Args:
        parse: the article.
        spans: in order and disjoint.

    Returns:
        The spans, in order and disjoint.
    """
    known = load_known_names()
    for token in [token for token, lower in enumerate(parse.lower) if lower in known]:
        start = parse.start[token]
        name, label = next((one for one in known[parse.lower[token]] if parse.text.startswith(one[0], start)), ("", Label.ORG))
        end = start + len(name)
        if not name or parse.text[end : end + 1].isalnum():
            continue
        touched = [span for span in spans if span.start < end and start < span.end]
        if any(trim_name(parse.text, span.start, span.end).end > end or span.start < start for span in touched):
            continue
        found = touched[0].found if touched else None
        last = parse.tokens_in(start, end)[1]
        one = NameSpan(token, last, start, end, label, weight=SURE, found=found)
        spans = sorted([*(span for span in spans if span not in touched), one], key=lambda span: span.start)
    return spans
