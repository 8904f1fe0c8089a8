"""An article as a source gives it, before anything is extracted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.errors import RecordFault
from pipeline.ids import article_id
from pipeline.vocabulary import Precision, QuarantineReason, QuarantineStage


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceArticle:
    """One article as received.

    Attributes:
        source_path: file below the input folder, with forward slashes.
        source_record: record in the file, from 0.
        text: the text, character for character; offsets of every row count its code points.
        title: as the record gives it; None where it gives none.
        published_at: aware, in UTC; None where the record gives none.
        published_precision: None exactly where `published_at` is.
    """

    source_path: str
    source_record: int
    text: str
    source_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: dt.datetime | None = None
    published_precision: Precision | None = None
    article_id: str = field(init=False)

    def __post_init__(self) -> None:
        key = self.source_id or self.url or f"{self.source_path}#{self.source_record}"
        object.__setattr__(self, "article_id", article_id(key, self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One line of `quarantine.jsonl`: a record that could not be processed, and why.

    Attributes:
        path: file below the input folder.
        record: record in the file, from 0; None where the whole file failed.
        article_id: None where no article could be made of the record.
        message: one line for a person; holds no text of the article.
    """

    path: str
    record: int | None
    article_id: str | None
    stage: QuarantineStage
    reason: QuarantineReason
    message: str


def quarantined(article: SourceArticle, fault: RecordFault) -> Quarantined:
    """The quarantine row of an article that could not be processed."""
    return Quarantined(
        path=article.source_path,
        record=article.source_record,
        article_id=article.article_id,
        stage=fault.stage,
        reason=fault.reason,
        message=fault.message,
    )
