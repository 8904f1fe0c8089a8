"""What a notebook shows of a text: a row in its sentence, and a whole article highlighted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import pyarrow as pa

from pipeline.markup.article_rows import ArticleRows
from pipeline.markup.html import element, join
from pipeline.markup.notebook import article_cell
from pipeline.reading.frames import to_frame
from pipeline.schema import TABLES, arrow_schema
from pipeline.spans import Span


@dataclass(frozen=True, slots=True)
class Context:
    """A row of the tables in its sentence.

    Attributes:
        article: the article's text.
        sentence: the sentence, or several where the row runs over them.
        start, end: the row.
    """

    article: str
    sentence: Span
    start: int
    end: int

    @property
    def before(self) -> str:
        """The sentence up to the row."""
        return self.article[self.sentence.start : self.start]

    @property
    def text(self) -> str:
        """The row's characters."""
        return self.article[self.start : self.end]

    @property
    def after(self) -> str:
        """The sentence from the row on."""
        return self.article[self.end : self.sentence.end]

    def __str__(self) -> str:
        return f"{self.before}[[{self.text}]]{self.after}"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return element("p", self.before, element("mark", self.text), self.after)


@dataclass(frozen=True)
class ArticleView:
    """One article with its rows.

    Attributes:
        rows: as Python objects.
    """

    rows: ArticleRows

    @property
    def text(self) -> str:
        """The article's text."""
        return self.rows.text

    @property
    def title(self) -> str | None:
        """As given, or the headline."""
        title: str | None = self.rows.article["title"]
        return title

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The rows of every table of this article alone."""
        rows = {"articles": [self.rows.article], **{name: self.rows[name] for name in TABLES if name != "articles"}}
        return {name: to_frame(name, pa.Table.from_pylist(rows[name], schema=arrow_schema(name))) for name in TABLES}

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.rows[name])} {name}" for name in TABLES if name != "articles")
        return f"<Article {self.rows.article['article_id']} {self.title!r}: {counts}>"

    def _repr_html_(self) -> str:
        return join([article_cell(self.rows)])
