"""The joins that everyone needs: who said it, when it happened, who claims it."""

from __future__ import annotations

import pandas as pd

from pipeline.reading.frames import Filters, read_frame
from pipeline.reading.source import Source

_ARTICLE = ["article_id", "published_at", "outlet", "title"]
_DATED_BY = pd.CategoricalDtype(["text", "publication", "dateline"])
_SPEAKER = {
    "name": "speaker",
    "text": "speaker_text",
    "form": "speaker_form",
    "kind": "speaker_kind",
    "start": "speaker_start",
    "end": "speaker_end",
    "entity_id": "speaker_entity_id",
}


def attributed(source: Source, filters: Filters | None = None) -> pd.DataFrame:
    """Statements with their speakers and articles: one row a speaker, one with nulls for a statement without.

    Args:
        source: the run.
        filters: on `statements`, as in `read_arrow`.

    Returns:
        The columns of `statements`; of the speaker position, role, affiliation, and the others with "speaker" in front; of the
        article published_at, outlet, title. Ordered by publication, article, start.
    """
    statements = read_frame(source, "statements", None, filters)
    speakers = _speakers(source, {"statement_id": statements["statement_id"].tolist()} if filters is not None else None)
    joined = statements.merge(speakers, on=["article_id", "statement_id"], how="left")
    return _with_articles(source, joined, ["start", "position"])


def _speakers(source: Source, filters: Filters | None) -> pd.DataFrame:
    return read_frame(source, "statement_speakers", None, filters).rename(columns=_SPEAKER)


def statements_by(source: Source, entities: pd.DataFrame) -> pd.DataFrame:
    """What the entities are said to have said; the columns of `attributed` and `canonical_id`.

    Args:
        source: the run.
        entities: as `resolve_entities` gives them.
    """
    speakers = _speakers(source, {"entity_id": entities["entity_id"].tolist()})
    statements = read_frame(source, "statements", None, {"statement_id": speakers["statement_id"].tolist()})
    known = entities[["entity_id", "canonical_id"]].rename(columns={"entity_id": "speaker_entity_id"})
    joined = statements.merge(speakers, on=["article_id", "statement_id"]).merge(known, on="speaker_entity_id")
    return _with_articles(source, joined, ["start", "position"])


def timeline(source: Source, entities: pd.DataFrame) -> pd.DataFrame:
    """What the entities said and took part in, in the order of time.

    Returns:
        `day`: the first day that the text gives for it, else the day of publication, else that of the dateline, else null;
        `dated_by` says which ("text", "publication", "dateline"). `what`: "statement" or "event"; `text`: the trigger or the
        content; `type`: the event's type or the statement's act; `role`: in the event, or "speaker"; `factuality` and `polarity`
        of events; `row_id`, `date_id`, span and article.
    """
    acts = _participations(source, entities)
    acts = acts.rename(columns={"event_id": "row_id"}).assign(what="event")
    said = statements_by(source, entities).rename(columns={"statement_id": "row_id", "act": "type"})
    said = said.assign(what="statement", role="speaker", text=said["content"])
    kept = ["row_id", "article_id", "what", "role", "type", "text", "start", "end", "date_id", "factuality", "polarity"]
    parts = [part.reindex(columns=kept).astype({"type": "str", "role": "str"}) for part in (acts, said) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else acts.reindex(columns=kept)
    dates = read_frame(
        source, "dates", ["date_id", "first_date", "last_date"], {"date_id": rows["date_id"].dropna().unique().tolist()}
    )
    joined = _with_articles(source, rows.merge(dates, on="date_id", how="left"), ["start"], [*_ARTICLE, "dateline_date"])
    published = joined["published_at"].dt.tz_localize(None).dt.normalize()
    known = {"text": joined["first_date"], "publication": published, "dateline": joined["dateline_date"]}
    day, dated_by = joined["first_date"], pd.Series(None, index=joined.index, dtype="str")
    for name, days in known.items():
        day = day.fillna(days)
        dated_by = dated_by.mask(dated_by.isna() & days.notna(), name)
    joined.insert(0, "day", day)
    joined.insert(1, "dated_by", dated_by.astype(_DATED_BY))
    return joined.sort_values(["day", "article_id", "start"], kind="stable", ignore_index=True)


def _participations(source: Source, entities: pd.DataFrame) -> pd.DataFrame:
    """Events in which the entities take part, one row a participation."""
    names = ["event_id", "article_id", "role", "entity_id"]
    parts = read_frame(source, "event_participants", names, {"entity_id": entities["entity_id"].tolist()})
    parts = parts.drop_duplicates(["event_id", "role"])
    events = read_frame(source, "events", None, {"event_id": parts["event_id"].unique().tolist()})
    return events.merge(parts, on=["article_id", "event_id"])


def claims_about(source: Source, entities: pd.DataFrame) -> pd.DataFrame:
    """Events in which the entities take part and which the article leaves to a source, with who says so.

    Returns:
        The columns of `events`, `role` of the entity in the event, and of the statement: speaker, speaker_text, speaker_kind,
        speaker_entity_id, cue, act, kind, content, statement_negated. One row a speaker.
    """
    events = _participations(source, entities)
    events = events[events["statement_id"].notna()]
    wanted = ["statement_id", "article_id", "cue", "act", "kind", "content", "negated"]
    ids = events["statement_id"].unique().tolist()
    statements = read_frame(source, "statements", wanted, {"statement_id": ids}).rename(columns={"negated": "statement_negated"})
    speakers = _speakers(source, {"statement_id": ids})
    speakers = speakers[["statement_id", "article_id", "speaker", "speaker_text", "speaker_kind", "speaker_entity_id"]]
    joined = events.merge(statements, on=["article_id", "statement_id"]).merge(
        speakers, on=["article_id", "statement_id"], how="left"
    )
    return _with_articles(source, joined, ["start"])


def _with_articles(source: Source, rows: pd.DataFrame, order: list[str], columns: list[str] = _ARTICLE) -> pd.DataFrame:
    articles = read_frame(source, "articles", columns, {"article_id": rows["article_id"].unique().tolist()})
    joined = rows.merge(articles, on="article_id", how="left")
    return joined.sort_values(["published_at", "article_id", *order], kind="stable", ignore_index=True)
