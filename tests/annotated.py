"""Annotated articles that tests make up, and a round trip through a tool's files."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from pipeline.annotation.documents import Document
from pipeline.annotation.marking import in_order
from pipeline.annotation.tools import Tool
from pipeline.annotation.transfer import SUFFIXES, WRITERS, read_file
from pipeline.quality.annotations import Annotation, Date, Entity, Event, Mention, Speaker, Statement
from pipeline.spans import Span
from pipeline.vocabulary import Act, DateType, EventType, Factuality, Label, Polarity, Role, SpeakerForm, StatementKind

HARD_TEXT = (
    "🚨 Mayor\u00a0Ann Cole 👩‍🚒 said\r\nshe “will” go — “and,”\tshe added, 𝒏ot\u2028“come back.”\n\n"
    "\\n <b>&amp; “He said she\x07 left\x0b the\x85 city\ufffe,” Tom Reed\ufeff wrote on Monday. 🏳️‍🌈\r"
)


def span(words: str, text: str = HARD_TEXT) -> Span:
    """Where words stand for the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


def hard_document(article_id: str = "a") -> Document:
    """Everything that is hard, in one article."""
    ann = Speaker(span=span("Mayor\u00a0Ann Cole"), form="name", name="Ann Cole")
    she = Speaker(span=span("she"), form="pronoun", name=None)
    absent = [Speaker(span=None, form=form, name=name) for form, name in (("implicit", None), ("name", "A; B\\: c\nd"))]
    quoted = (span("“and,”"), span("“come back.”"))
    he_said, she_left = span("“He said she\x07 left\x0b the\x85 city\ufffe,”"), span("she\x07 left\x0b the\x85 city\ufffe")
    broken = (span("said\r\nshe"), Span(len(HARD_TEXT) - 1, len(HARD_TEXT)))
    annotation = Annotation(
        statements=(
            _statement((span("“will”"),), "mixed", cue=span("said"), speakers=(ann,)),
            _statement(quoted, "direct", cue=span("added"), act="deny", negated=True, speakers=(she, *absent)),
            _statement((he_said,), "direct"),
            _statement((she_left,), "indirect", cue=span("said"), speakers=(ann,)),
            _statement(broken, "indirect", act="ask"),
        ),
        dates=(Date(span=span("Monday"), type="DATE", value="XXXX-WXX-1"), Date(span=span("on"), type="TIME", value=None)),
        entities=(
            Entity(
                name="Ann\u00a0Cole 🚨",
                label="PERSON",
                mentions=(span("Ann Cole"),),
                others=(Mention(span=span("she"), form="pronoun"),),
            ),
            Entity(name="Reed", label="PERSON", mentions=(span("Tom Reed"), span("Reed"))),
        ),
        events=(
            Event(span=span("go"), type=None, factuality="future", polarity="negative", participants={Role.ACTOR: (span("she"),)}),
            Event(
                span=span("left"),
                type="START_POSITION",
                is_main=True,
                factuality="actual",
                polarity="positive",
                participants={
                    Role.ACTOR: (span("Ann"), span("she")),
                    Role.INSTRUMENT: (span("🚨"),),
                    Role.PLACE: (span("the\x85 city"),),
                },
            ),
        ),
    )
    return document(HARD_TEXT, annotation, article_id)


def _statement(parts: tuple[Span, ...], kind: str, **facts: Any) -> Statement:
    return Statement(parts=parts, kind=kind, **{"cue": None, "act": "say", "negated": False, "speakers": (), **facts})


def document(text: str, annotation: Annotation, article_id: str = "a") -> Document:
    """An article with all facts."""
    facts = {"path": "in/wire.jsonl", "record": 3, "published_at": "2024-03-05"}
    return Document(id=article_id, text=text, annotation=in_order(annotation), **facts)


def write(tool: Tool, documents: list[Document], folder: Path) -> list[Path]:
    """Exports documents; gives the files to import."""
    WRITERS[tool](documents, folder)
    return sorted(file for file in folder.glob(f"*{SUFFIXES[tool]}") if file.name != "articles.jsonl")


def read(tool: Tool, files: list[Path]) -> list[Document | None]:
    """Imports files, also what nobody has reviewed."""
    return [found for file in files for found in read_file(file, tool, None, True)]


def round_trip(tool: Tool, documents: list[Document]) -> list[Document | None]:
    """Out and in again."""
    with tempfile.TemporaryDirectory() as folder:
        return read(tool, write(tool, documents, Path(folder) / "out"))


_BREAKS = ["\r\n", "\u2028", "\x85", "\x0b"]
_ODD = ["\u00a0", "\x07", "\x00", "\ufffe", "\ufeff", "🚨", "👩‍🚒", "𝒏"]
_PIECES = [*"ab “”,.\n\r\t\\;:<&\"'", *_BREAKS, *_ODD]

texts = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
words = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any annotation of any text."""
    text = draw(texts)
    if not text:
        return document(text, Annotation())
    ends = st.integers(0, len(text))
    spans = st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Span(min(pair), max(pair)))
    several = st.lists(spans, max_size=3).map(tuple)
    parts = (
        st.lists(ends, min_size=2, max_size=8, unique=True)
        .map(sorted)
        .map(lambda cuts: tuple(Span(one, other) for one, other in zip(cuts[::2], cuts[1::2], strict=False)))
    )
    touching = (
        st.lists(ends, min_size=2, max_size=5, unique=True)
        .map(sorted)
        .map(lambda cuts: tuple(Span(one, other) for one, other in pairwise(cuts)))
    )
    names = st.none() | words

    def some(values: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
        return st.lists(values, max_size=3).map(tuple)

    speakers = st.builds(Speaker, span=st.none() | spans, form=_one(SpeakerForm), name=names)
    annotation = Annotation(
        statements=draw(
            some(
                st.builds(
                    Statement,
                    parts=parts | touching,
                    kind=_one(StatementKind),
                    cue=st.none() | spans,
                    act=_one(Act),
                    negated=st.booleans(),
                    speakers=some(speakers),
                )
            )
        ),
        dates=draw(some(st.builds(Date, span=spans, type=_one(DateType), value=names))),
        entities=draw(
            some(
                st.builds(
                    Entity,
                    name=words,
                    label=_one(Label),
                    mentions=st.lists(spans, min_size=1, max_size=3).map(tuple),
                    others=some(st.builds(Mention, span=spans, form=st.sampled_from(["nominal", "pronoun"]))),
                )
            )
        ),
        events=draw(
            some(
                st.builds(
                    Event,
                    span=spans,
                    type=st.none() | _one(EventType),
                    factuality=_one(Factuality),
                    polarity=_one(Polarity),
                    is_main=st.booleans(),
                    participants=st.dictionaries(st.sampled_from(Role), several.filter(bool), max_size=2),
                )
            )
        ),
    )
    return document(text, annotation)


def _one(vocabulary: type) -> st.SearchStrategy[str]:
    return st.sampled_from([str(word) for word in vocabulary])  # type: ignore[attr-defined]
