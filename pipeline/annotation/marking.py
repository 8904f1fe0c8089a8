"""From an article's annotation to marks and links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipeline.annotation.graph import Graph, Link, Mark
from pipeline.annotation.scheme import (
    CONTENT,
    CUE,
    CUE_LINK,
    DATE,
    EVENT,
    LAYERS,
    NAME,
    NO,
    PARTICIPANT,
    SAME_LINK,
    SOURCE,
    SOURCE_LINK,
    YES,
)
from pipeline.quality.annotations import Annotation, Entity, Event, Mention, Speaker, Statement
from pipeline.spans import Span
from pipeline.vocabulary import MentionForm, Role

_SPECIAL = re.compile(r"([\\;])")


def in_order(annotation: Annotation) -> Annotation:
    """The annotation in the one order that does not depend on who made it: that of the text.

    Speakers without words come behind the others.
    """
    statements = [replace(each, speakers=tuple(sorted(each.speakers, key=_speaker_key))) for each in annotation.statements]
    entities = [
        replace(
            entity,
            mentions=tuple(sorted(entity.mentions)),
            others=tuple(sorted(entity.others, key=lambda other: (other.span, other.form))),
        )
        for entity in annotation.entities
    ]
    events = [replace(event, participants=_sorted_roles(event)) for event in annotation.events]
    return Annotation(
        statements=tuple(sorted(statements, key=_statement_key)),
        dates=tuple(sorted(annotation.dates, key=lambda date: (date.span, date.type, date.value or ""))),
        entities=tuple(sorted(entities, key=lambda entity: (mentions_of(entity)[0].span, repr(entity)))),
        events=tuple(sorted(events, key=lambda event: (event.span, repr(event)))),
    )


def _sorted_roles(event: Event) -> dict[Role, tuple[Span, ...]]:
    return {role: tuple(sorted(event.participants[role])) for role in Role if event.participants.get(role)}


def _speaker_key(speaker: Speaker) -> tuple[bool, Span, str, str]:
    return speaker.span is None, speaker.span or Span(0, 0), speaker.form, speaker.name or ""


def _statement_key(statement: Statement) -> tuple[tuple[Span, ...], str]:
    return statement.parts, repr(statement)


def mentions_of(entity: Entity) -> list[Mention]:
    """All mentions of an entity, names and others, in the order of the text."""
    names = [Mention(span=span, form=MentionForm.NAME) for span in entity.mentions]
    return sorted([*names, *entity.others], key=lambda mention: (mention.span, mention.form != MentionForm.NAME, mention.form))


def build_graph(annotation: Annotation) -> Graph:
    """The marks and links of an annotation.

    Cues, sources and participants that several statements or events share are marked once.
    """
    builder = _Builder()
    for statement in annotation.statements:
        builder.add_statement(statement)
    for date in annotation.dates:
        builder.add(DATE, date.type, (date.span,), note=date.value)
    for entity in annotation.entities:
        builder.add_entity(entity)
    for event in annotation.events:
        builder.add_event(event)
    return Graph(tuple(builder.marks), tuple(builder.links))


class _Builder:
    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        self.shared: dict[tuple[object, ...], str] = {}

    def add(
        self,
        layer: str,
        value: str | None,
        spans: tuple[Span, ...],
        choices: Mapping[str, str] | None = None,
        note: str | None = None,
    ) -> str:
        mark_id = f"m{len(self.marks) + 1}"
        default = {name: answers[0] for name, answers in LAYERS[layer].choices.items()}
        told = {name: str(answer) for name, answer in (choices or {}).items() if answer != default[name]}
        named = None if value is None else str(value)
        self.marks.append(Mark(id=mark_id, layer=layer, value=named, spans=spans, choices=told, note=note))
        return mark_id

    def share(self, layer: str, value: str | None, span: Span, note: str | None = None) -> str:
        key = (layer, value, span, note)
        if key not in self.shared:
            self.shared[key] = self.add(layer, value, (span,), note=note)
        return self.shared[key]

    def link(self, label: str, source: str, target: str) -> None:
        self.links.append(Link(label=label, source=source, target=target))

    def add_statement(self, statement: Statement) -> None:
        choices = {"act": statement.act, "negated": YES if statement.negated else NO}
        absent = [speaker for speaker in statement.speakers if speaker.span is None]
        content = self.add(CONTENT, statement.kind, statement.parts, choices, write_absent(absent))
        if statement.cue is not None:
            self.link(CUE_LINK, content, self.share(CUE, None, statement.cue))
        for speaker in statement.speakers:
            if speaker.span is not None:
                self.link(SOURCE_LINK, content, self.share(SOURCE, speaker.form, speaker.span, speaker.name))

    def add_entity(self, entity: Entity) -> None:
        first = None
        for mention in mentions_of(entity):
            note = entity.name if first is None else None
            mark = self.add(NAME, entity.label, (mention.span,), {"form": mention.form}, note)
            if first is None:
                first = mark
            else:
                self.link(SAME_LINK, mark, first)

    def add_event(self, event: Event) -> None:
        choices = {"factuality": event.factuality, "polarity": event.polarity, "main": YES if event.is_main else NO}
        trigger = self.add(EVENT, event.type, (event.span,), choices)
        for role, spans in event.participants.items():
            for span in spans:
                self.link(role.value, trigger, self.share(PARTICIPANT, None, span))


def write_absent(speakers: list[Speaker]) -> str | None:
    """Speakers that have no words in the text, as a note: form and name of each, separated by semicolons."""
    items = [speaker.form if speaker.name is None else f"{speaker.form}: {speaker.name}" for speaker in speakers]
    return "; ".join(_SPECIAL.sub(r"\\\1", item) for item in items) or None


def read_absent(note: str) -> list[Speaker]:
    """The opposite of `write_absent`; the forms are not checked."""
    speakers: list[Speaker] = []
    for item in re.findall(r"(?:\\.|[^\\;])+", note, re.DOTALL):
        plain = re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL)
        form, colon, name = (plain.removeprefix(" ") if speakers else plain).partition(": ")
        speakers.append(Speaker(span=None, form=form, name=name if colon else None))
    return speakers
