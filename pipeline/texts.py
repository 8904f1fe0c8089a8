"""Extracts a few articles here and now, in a notebook: the same stages and the same columns as a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import pandas as pd

from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.errors import RecordFault, UsageError
from pipeline.extractor import Extractor
from pipeline.ingest.fields import FieldMap, build_article
from pipeline.ingest.raw import RawRecord
from pipeline.ingest.times import read_published
from pipeline.nlp import Model, load_model
from pipeline.reading.run import Run
from pipeline.reading.source import Memory
from pipeline.rows import Rows
from pipeline.schema import TABLES
from pipeline.shards import plan_shards
from pipeline.store import to_arrow

TEXT, FRAME = "text", "frame"
"""What stands in `source_path`."""


@lru_cache(maxsize=1)
def _model(name: str, own_names: bool) -> Model:
    """Kept, since loading it takes longer than an article."""
    return load_model(name, own_names=own_names)


def extract_text(
    text: str,
    *,
    published_at: dt.datetime | dt.date | str | None = None,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    authors: Sequence[str] = (),
    id: str | None = None,  # noqa: A002  the name of the field in a record
    settings: Settings | None = None,
) -> Run:
    """Extracts one article.

    Args:
        text: of the article, with blank lines between paragraphs.
        published_at: what "Tuesday" counts from; any form that a record may have. None leaves such dates open.
        title: as published.
        url: where it was published.
        outlet: who published it.
        authors: their names.
        id: yours; with the text it makes the `article_id`.
        settings: model and limits; defaults where None.

    Returns:
        A run in memory, with the tables and the joins of one that `load` opens.

    Raises:
        RecordFault: the text cannot be processed; the message says why.
        UsageError: `published_at` cannot be read.
        ModelError: the model is not installed.
    """
    if published_at is not None and read_published(published_at) is None:
        raise UsageError(f"published_at cannot be read: {published_at!r}; give a date, or a string such as 2024-03-12")
    given = {"id": id, "url": url, "outlet": outlet, "title": title, "authors": list(authors), "published_at": published_at}
    run = _extract([{"text": text, **given}], TEXT, settings)
    if run.faults:
        fault = run.faults[0]
        raise RecordFault(fault["stage"], fault["reason"], fault["message"])
    return run


def extract_frame(
    frame: pd.DataFrame | Iterable[Mapping[str, Any]], *, fields: Mapping[str, str] | None = None, settings: Settings | None = None
) -> Run:
    """Extracts the articles of a data frame, in this process; for more than some thousands, use `onrecord extract`.

    Args:
        frame: one row an article, with the columns that a record of a file may have: text, and id, title, url, published_at,
            authors, outlet, or the names that common dumps use for them. A list of dicts will do, too.
        fields: field of an article to column, where the names are others: {"text": "maintext"}.
        settings: model and limits; defaults where None.

    Returns:
        A run in memory. Rows that could not be processed are in its `quarantine`.

    Raises:
        UsageError: no row has a text.
        ModelError: the model is not installed.
    """
    records = frame.to_dict("records") if isinstance(frame, pd.DataFrame) else [dict(row) for row in frame]
    run = _extract([{str(key): _plain(value) for key, value in row.items()} for row in records], FRAME, settings, fields)
    if (
        records
        and not len(run.arrow("articles", ["article_id"]))
        and all(fault["reason"] == "missing_text" for fault in run.faults)
    ):
        raise UsageError(_as_argument(run.faults[0]["message"]))
    return run


def _as_argument(message: str) -> str:
    return message.replace("--field text=NAME", 'fields={"text": NAME}')


def _plain(value: Any) -> Any:
    """A cell as a record of a file would hold it: pandas has several words for nothing, and arrays for lists."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return None if value is pd.NaT or value is pd.NA else value


def _extract(records: list[dict[str, Any]], path: str, settings: Settings | None, fields: Mapping[str, str] | None = None) -> Run:
    settings = settings or Settings()
    extractor = Extractor(settings, _model(settings.model, settings.own_names))
    rows, faults = Rows(), []
    items = _articles(records, path, FieldMap({**settings.fields, **(fields or {})}), settings)
    for shard in plan_shards(items, settings.shard_size):
        articles = [item for item in shard.items if isinstance(item, SourceArticle)]
        done = extractor.run(articles)
        for item in shard.items:
            result = item if isinstance(item, Quarantined) else next(done)
            if isinstance(result, Quarantined):
                faults.append(asdict(result))
            else:
                rows.extend(result)
    tables = {table: to_arrow(table, rows.tables[table]) for table in TABLES}
    manifest = {
        "model": extractor.model.name,
        "model_version": extractor.model.version,
        "is_finished": True,
        "n_records": len(records),
        "rows": rows.counts(),
        "seconds_per_stage": {name: round(spent, 3) for name, spent in extractor.seconds.items()},
    }
    return Run(Memory(tables), manifest, faults)


def _articles(
    records: list[dict[str, Any]], path: str, fields: FieldMap, settings: Settings
) -> Iterator[SourceArticle | Quarantined]:
    for number, record in enumerate(records):
        try:
            yield build_article(RawRecord(number, record), path, fields, settings)
        except RecordFault as fault:
            yield Quarantined(
                path=path, record=number, article_id=None, stage=fault.stage, reason=fault.reason, message=fault.message
            )
