"""Reads the dates of hand-parsed sentences."""

from __future__ import annotations

from pipeline import layers
from pipeline.extract.dates import Dates
from pipeline.parse import Parse
from tests.analysis import analysis_of, parsed

STAGE = Dates()


def parse(sentence: str) -> Parse:
    """Parses "word|tag|head|dep" items; a plain word is a root of its own with a tag that means nothing."""
    rows = []
    for index, item in enumerate(sentence.split()):
        word, tag, head, dep = (item.split("|") + ["XX", str(index), "ROOT"][len(item.split("|")) - 1 :])[:4]
        rows.append(f"{word} {tag} {head} {dep}")
    return parsed(rows) if rows else parsed([], [])


def read(sentence: str, published: str | None = "2023-11-17") -> list[layers.Date]:
    """The dates of a sentence, published on a Friday."""
    analysis = analysis_of(parse(sentence), published)
    STAGE(analysis)
    return analysis.dates


def shown(sentence: str, published: str | None = "2023-11-17") -> list[tuple[str, str, str | None]]:
    """Words, type and value of each date of a sentence."""
    text = parse(sentence).text
    return [(date.span.text(text), str(date.type), date.value) for date in read(sentence, published)]
