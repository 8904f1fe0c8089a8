"""Turns the layers of an Analysis into records of the tables, and mints their ids.

Every `text` is sliced from the article here, and every foreign key comes from an object of the same Analysis, so that
the span invariant and the joins hold by construction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline import layers, schema
from pipeline.ids import row_id, stable_id
from pipeline.spans import Span, SpanIndex
from pipeline.stages import Analysis
from pipeline.vocabulary import SectionKind, StatementStatus


@dataclass(slots=True)
class Rows:
    """The records of one article, or of many, by table."""

    tables: dict[str, list[schema.Record]] = field(default_factory=lambda: {name: [] for name in schema.TABLES})

    def extend(self, other: Rows) -> None:
        """Appends the records of another article."""
        for name, records in other.tables.items():
            self.tables[name].extend(records)

    def counts(self) -> dict[str, int]:
        """Number of records by table."""
        return {name: len(records) for name, records in self.tables.items()}


class _Builder:
    """Builds the records of one article; keeps the ids of its layers' objects."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.article = analysis.article.article_id
        self._sections = SpanIndex([section.span for section in analysis.sections])
        self.entity_ids: dict[int, str] = {}
        self.mention_ids: dict[int, str] = {}
        self.date_ids: dict[int, str] = {}
        self.statement_ids: dict[int, str] = {}
        self.event_ids: dict[int, str] = {}

    def section(self, position: int) -> SectionKind | None:
        index = self._sections.at(position)
        return None if index is None else self.analysis.sections[index].kind

    def number(self, kind: str, span: Span, *extra: str) -> str:
        return row_id(self.article, kind, span.start, span.end, *extra)

    def article_record(self) -> schema.Article:
        analysis, source = self.analysis, self.analysis.article
        parse = analysis.parse
        return schema.Article(
            article_id=self.article,
            source_path=source.source_path,
            source_record=source.source_record,
            source_id=source.source_id,
            url=source.url,
            outlet=source.outlet,
            title=source.title or analysis.title,
            authors=list(source.authors or analysis.authors),
            published_at=source.published_at,
            published_precision=source.published_precision,
            dateline_place=analysis.dateline.place if analysis.dateline else None,
            dateline_date=analysis.dateline.date if analysis.dateline else None,
            language=analysis.language,
            text=self.text,
            sections=[{"kind": s.kind, "start": s.span.start, "end": s.span.end} for s in analysis.sections],
            n_tokens=sum(not parse.is_space(token) for token in range(parse.n)),
            n_sentences=len(parse.sentences),
        )

    def entity_records(self) -> list[schema.Entity]:
        records = []
        for entity in self.analysis.entities:
            if not entity.mentions:
                continue
            first = min((mention.span for mention in entity.mentions), default=Span(0, 0))
            self.entity_ids[id(entity)] = entity_id = self.number("entity", first, entity.label)
            records.append(
                schema.Entity(
                    entity_id=entity_id,
                    article_id=self.article,
                    name=entity.name,
                    label=entity.label,
                    canonical_id=stable_id("canonical", entity.label, entity.key),
                    aliases=entity.aliases,
                    roles=entity.roles,
                    country=entity.country,
                    kb_id=entity.kb_id,
                    n_mentions=len(entity.mentions),
                    start=first.start,
                )
            )
        return sorted(records, key=lambda record: (record.start, record.entity_id))

    def mention_records(self) -> list[schema.Mention]:
        records = []
        for mention in sorted(self.analysis.mentions, key=lambda m: m.span):
            entity = self.entity_of(mention.entity)
            if entity is None:
                continue
            self.mention_ids[id(mention)] = mention_id = self.number("mention", mention.span, mention.label)
            records.append(
                schema.Mention(
                    mention_id=mention_id,
                    article_id=self.article,
                    entity_id=entity,
                    start=mention.span.start,
                    end=mention.span.end,
                    text=mention.span.text(self.text),
                    label=mention.label,
                    form=mention.form,
                    section=self.section(mention.span.start),
                )
            )
        return records

    def entity_of(self, entity: layers.Entity | None) -> str | None:
        return None if entity is None else self.entity_ids.get(id(entity))

    def date_records(self) -> list[schema.Date]:
        records = []
        for date in sorted(self.analysis.dates, key=lambda d: d.span):
            self.date_ids[id(date)] = date_id = self.number("date", date.span)
            range_id = None if date.range_key is None else stable_id(self.article, "range", date.range_key)
            records.append(
                schema.Date(
                    date_id=date_id,
                    article_id=self.article,
                    start=date.span.start,
                    end=date.span.end,
                    text=date.span.text(self.text),
                    section=self.section(date.span.start),
                    type=date.type,
                    value=date.value,
                    mod=date.mod,
                    first_date=date.first_date,
                    last_date=date.last_date,
                    granularity=date.granularity,
                    range_id=range_id,
                    utc_offset=date.utc_offset,
                    status=date.status,
                    anchor=date.anchor,
                    anchor_date=date.anchor_date,
                )
            )
        return records

    def date_of(self, date: layers.Date | None) -> str | None:
        return None if date is None else self.date_ids.get(id(date))

    def statement_records(self) -> list[schema.Statement]:
        ordered = sorted(self.analysis.statements, key=_statement_order)
        for statement in ordered:
            cue = "" if statement.cue is None else str(statement.cue.start)
            self.statement_ids[id(statement)] = self.number("statement", statement.span, cue)
        return [self._statement_record(statement) for statement in ordered]

    def _statement_record(self, statement: layers.Statement) -> schema.Statement:
        span, cue = statement.span, statement.cue
        return schema.Statement(
            statement_id=self.statement_ids[id(statement)],
            article_id=self.article,
            start=span.start,
            end=span.end,
            text=span.text(self.text),
            parts=[{"start": part.start, "end": part.end} for part in statement.parts],
            content=" ".join(part.text(self.text) for part in statement.parts),
            kind=statement.kind,
            cue=None if cue is None else cue.text(self.text),
            cue_lemma=statement.cue_lemma,
            cue_start=None if cue is None else cue.start,
            cue_end=None if cue is None else cue.end,
            act=statement.act,
            negated=statement.negated,
            parent_statement_id=self.statement_of(statement.parent),
            date_id=self.date_of(statement.date),
            medium=statement.medium,
            status=StatementStatus.ATTRIBUTED if statement.speakers else StatementStatus.UNATTRIBUTED,
            section=self.section(span.start),
            confidence=statement.confidence,
        )

    def statement_of(self, statement: layers.Statement | None) -> str | None:
        return None if statement is None else self.statement_ids.get(id(statement))

    def speaker_records(self) -> list[schema.StatementSpeaker]:
        return [
            schema.StatementSpeaker(
                statement_id=self.statement_ids[id(statement)],
                article_id=self.article,
                position=position,
                start=None if speaker.span is None else speaker.span.start,
                end=None if speaker.span is None else speaker.span.end,
                text=None if speaker.span is None else speaker.span.text(self.text),
                form=speaker.form,
                entity_id=self.entity_of(speaker.entity),
                name=speaker.name,
                kind=speaker.kind,
                role=speaker.role,
                affiliation=speaker.affiliation,
            )
            for statement in sorted(self.analysis.statements, key=_statement_order)
            for position, speaker in enumerate(statement.speakers)
        ]

    def event_records(self) -> list[schema.Event]:
        ordered = sorted(self.analysis.events, key=lambda event: event.span)
        for event in ordered:
            self.event_ids[id(event)] = self.number("event", event.span)
        return [self._event_record(event) for event in ordered]

    def _event_record(self, event: layers.Event) -> schema.Event:
        first = event if event.cluster is None else event.cluster
        return schema.Event(
            event_id=self.event_ids[id(event)],
            article_id=self.article,
            start=event.span.start,
            end=event.span.end,
            text=event.span.text(self.text),
            lemma=event.lemma,
            type=event.type,
            statement_id=self.statement_of(event.statement),
            date_id=self.date_of(event.date),
            place_entity_id=self.entity_of(event.place),
            polarity=event.polarity,
            factuality=event.factuality,
            cue_start=None if event.cue is None else event.cue.start,
            cue_end=None if event.cue is None else event.cue.end,
            cluster_id=stable_id(self.event_ids[id(first)], "cluster"),
            is_main=event.is_main,
            section=self.section(event.span.start),
            confidence=event.confidence,
        )

    def participant_records(self) -> list[schema.EventParticipant]:
        records = []
        for event in sorted(self.analysis.events, key=lambda event: event.span):
            seen: dict[str, int] = {}
            for participant in event.participants:
                position = seen.get(participant.role, 0)
                seen[participant.role] = position + 1
                mention = participant.mention
                records.append(
                    schema.EventParticipant(
                        event_id=self.event_ids[id(event)],
                        article_id=self.article,
                        role=participant.role,
                        position=position,
                        start=participant.span.start,
                        end=participant.span.end,
                        text=participant.span.text(self.text),
                        mention_id=None if mention is None else self.mention_ids.get(id(mention)),
                        entity_id=None if mention is None else self.entity_of(mention.entity),
                    )
                )
        return records


def _statement_order(statement: layers.Statement) -> tuple[int, int, int]:
    return (*statement.span, -1 if statement.cue is None else statement.cue.start)


def build_rows(analysis: Analysis) -> Rows:
    """Turns an Analysis into records, ordered by start in every table.

    Args:
        analysis: after all stages have run.
    """
    builder = _Builder(analysis)
    rows = Rows()

    def put(table: str, records: Iterable[schema.Record]) -> None:
        rows.tables[table].extend(records)

    put("articles", [builder.article_record()])
    put("entities", builder.entity_records())  # ids are minted on the way: what is pointed at comes first
    put("mentions", builder.mention_records())
    put("dates", builder.date_records())
    put("statements", builder.statement_records())
    put("statement_speakers", builder.speaker_records())
    put("events", builder.event_records())
    put("event_participants", builder.participant_records())
    return rows
