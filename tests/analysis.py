"""Builds the Analysis of a hand-parsed sentence, so that a rule is tested without a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc

from pipeline.article import SourceArticle
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.quotes import find_quotations
from pipeline.paragraphs import find_paragraphs
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


def worded(text: str) -> Parse:
    """Parses a text of words and marks flat, with spaces as they are: every word is a noun, and a verb where "_" follows it.

    Args:
        text: such as "“It rained_,” she said_."; the underscores are left out.
    """
    rows: list[str] = []
    spaces: list[bool] = []
    for word in text.split(" "):
        pieces: list[str] = []
        while word and word[0] in "“‘":
            pieces.append(word[0])
            word = word[1:]
        tail: list[str] = []
        while word[-1:] and word[-1] in ".,:!?—”’":
            tail.insert(0, word[-1])
            word = word[:-1]
        pieces += ([word] if word else []) + tail
        for piece in pieces:
            tag = "``" if piece in "“‘" else "''" if piece in "”’" else "." if piece in ".!?" else piece if piece in ",:" else "NN"
            tag = "VBD" if piece.endswith("_") else ":" if piece == "—" else tag
            rows.append(f"{piece.removesuffix('_')} {tag} 0 {'dep' if rows else 'ROOT'}")
            spaces.append(False)
        spaces[-1] = True
    return parsed(rows, [*spaces[:-1], False])


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


def quote_map(parse: Parse) -> QuoteMap:
    """The quotations of a text."""
    paragraphs = find_paragraphs(parse.text)
    return QuoteMap(parse, paragraphs, find_quotations(parse.text, paragraphs))


def ranges_of(parse: Parse, *parts: str) -> tuple[Range, ...]:
    """Token ranges of words, each looked for behind the one before."""
    found = []
    at = 0
    for part in parts:
        start = parse.text.index(part, at)
        at = start + len(part)
        found.append(parse.tokens_in(start, at))
    return tuple(found)


def token_of(parse: Parse, word: str | None) -> int:
    """The first token that starts as a word; -1 for none."""
    return -1 if word is None else parse.token_at(parse.text.index(word))


Score = Callable[[np.ndarray], np.ndarray]
"""A scorer: from rows of features to a score each."""


def constant(score: float) -> Score:
    """Scores all examples alike."""
    return lambda rows: np.full(len(rows), score, dtype=np.float32)


def prefer(place: int, score: float = 6.0) -> Score:
    """Scores one example of the article above all others."""
    return lambda rows: np.where(np.arange(len(rows)) == place, score, 0.0).astype(np.float32)


def only(place: int) -> Score:
    """Lets one possible cue through: of Anna, said and rained."""
    return lambda rows: np.where(np.arange(len(rows)) == min(place, len(rows) - 1), 9.0, -9.0).astype(np.float32)


def scorers(cue: Score, content: Score, *, end: int = 0, choice: float = 3.0, source: int = 0) -> dict[str, Any]:
    """Scorers of a stage: the end is the first, which is that of the candidate, unless another is asked for; no source is found."""
    return {"cue": cue, "content": content, "end": prefer(end), "choice": constant(choice), "source": prefer(source)}
