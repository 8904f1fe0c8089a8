"""Builds the Analysis of a hand-parsed sentence, so that a rule is tested without a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import spacy
from spacy.tokens import Doc

from pipeline.article import SourceArticle
from pipeline.parse import Parse
from pipeline.stages import Analysis
from pipeline.vocabulary import Precision

VOCAB = spacy.blank("en").vocab


def parsed(rows: Sequence[str], spaces: Sequence[bool] | None = None) -> Parse:
    """Parses "word tag head dep [lemma]" rows; heads are indexes from 0.

    Args:
        rows: one string a token, its fields separated by spaces; "_" stands for a space inside a word.
        spaces: whether a space follows each token; by default one follows all but what stands before punctuation.
    """
    fields = [row.split() for row in rows]
    words = [field[0].replace("_", " ") for field in fields]
    if spaces is None:
        closers = set('.,;:?!)”’"') | {"'s", "’s", "n't"}
        spaces = [after not in closers for after in [*words[1:], "."]]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=list(spaces),
        tags=[field[1] for field in fields],
        heads=[int(field[2]) for field in fields],
        deps=[field[3] for field in fields],
        lemmas=[field[4] if len(field) > 4 else field[0].lower() for field in fields],
    )
    return Parse(doc)


def analysis_of(parse: Parse, published: str | None = None) -> Analysis:
    """An Analysis with no layers but the parse."""
    at = dt.datetime.fromisoformat(published).replace(tzinfo=dt.UTC) if published else None
    article = SourceArticle(
        source_path="test.txt",
        source_record=0,
        text=parse.text,
        published_at=at,
        published_precision=Precision.DAY if at else None,
    )
    return Analysis(article=article, parse=parse)
