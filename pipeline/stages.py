"""The Analysis of one article, the Stage protocol, and assemble()."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from pipeline import layers
from pipeline.article import SourceArticle
from pipeline.errors import ConfigError
from pipeline.spans import Span

if TYPE_CHECKING:  # spaCy stands behind it, which a run's parent process never needs
    from pipeline.parse import Parse


class Layer(StrEnum):
    """A part of an Analysis that a stage may need or give."""

    PARSE = "parse"
    SECTIONS = "sections"
    MENTIONS = "mentions"
    ENTITIES = "entities"
    COREFERENCE = "coreference"
    DATES = "dates"
    QUOTES = "quotes"
    STATEMENTS = "statements"
    SPEAKERS = "speakers"
    STANCE = "stance"
    EVENTS = "events"
    PARTICIPANTS = "participants"
    FACTUALITY = "factuality"
    MAIN_EVENT = "main_event"


@dataclass(slots=True)
class Analysis:
    """Everything known about one article while the stages run.

    Attributes:
        paragraphs: spans of the text between blank lines, trimmed, in order.
        sections: disjoint, in order.
        mentions: in the order of the text; the stage `coreference` adds pronouns and nominals.
        quotes: outer and nested quotations, in the order of their opening marks.
    """

    article: SourceArticle
    parse: Parse
    language: str = "en"
    title: str | None = None
    authors: tuple[str, ...] = ()
    dateline: layers.Dateline | None = None
    paragraphs: list[Span] = field(default_factory=list)
    sections: list[layers.Section] = field(default_factory=list)
    mentions: list[layers.Mention] = field(default_factory=list)
    entities: list[layers.Entity] = field(default_factory=list)
    dates: list[layers.Date] = field(default_factory=list)
    quotes: list[layers.Quotation] = field(default_factory=list)
    statements: list[layers.Statement] = field(default_factory=list)
    events: list[layers.Event] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The article's text, which every offset counts."""
        return self.article.text


class Stage(Protocol):
    """Reads some layers of an Analysis and fills others. Keeps no per-article state."""

    name: ClassVar[str]
    requires: ClassVar[frozenset[Layer]]
    provides: ClassVar[frozenset[Layer]]

    def __call__(self, analysis: Analysis) -> None:
        """Fills the layers that it provides."""
        ...


def assemble(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Checks that every layer that a stage requires is provided by an earlier one.

    Args:
        stages: in the order in which they run. The parse is always there.

    Raises:
        ConfigError: a layer has no earlier provider, or two stages have the same name.
    """
    given = {Layer.PARSE}
    names: set[str] = set()
    for stage in stages:
        missing = stage.requires - given
        if missing:
            raise ConfigError(f"stage {stage.name!r} needs {', '.join(sorted(missing))}, which no earlier stage gives")
        if stage.name in names:
            raise ConfigError(f"two stages are named {stage.name!r}")
        names.add(stage.name)
        given |= stage.provides
    return tuple(stages)
