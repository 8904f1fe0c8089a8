"""Reads, checks and makes gold annotation: JSON Lines, one object an article.

    {"id", "path", "record", "published_at",
     "statements": [{"parts": [SPAN], "kind", "cue": SPAN | null, "act", "negated",
                     "speakers": [{"start", "end", "text", "form", "name"}]}],
     "dates": [{"start", "end", "text", "type", "value"}],
     "entities": [{"name", "label", "mentions": [SPAN]}],
     "events": [{"start", "end", "text", "type", "actor", "recipient", "place", "factuality", "polarity"}]}

`SPAN` is {"start", "end", "text"}; actor, recipient and place are a SPAN, a list of SPANs where several act, or null.
`id` is the record's own id, or the stem of its file where it has none; the `article_id` of a run is understood too.
Every field must be there; whatever else an object holds is left alone, but for what may be there and no score counts:
"instrument" and "is_main" of an event, and "others" of an entity, a list of {"start", "end", "text", "form"} for its nouns
and pronouns. The gold names each span's words, so that an edited text is noticed before it costs points.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.errors import GoldError
from pipeline.quality.annotations import Annotation, Date, Entity, Event, Mention, Speaker, Statement
from pipeline.spans import Span, check_span
from pipeline.vocabulary import Act, DateType, EventType, Factuality, Label, MentionForm, Polarity, Role, SpeakerForm, StatementKind

GOLD_ROLES = (Role.ACTOR, Role.RECIPIENT, Role.PLACE)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The gold of one article.

    Attributes:
        id: the record's own id, or the stem of its file.
        quoted: each span of the annotation with the words that the gold says it covers.
        path: the file that holds it, relative to the folder of the gold or to one above; None where the gold does not say.
    """

    id: str
    annotation: Annotation
    quoted: tuple[tuple[Span, str], ...]
    path: str | None = None

    def check_text(self, text: str) -> None:
        """Raises GoldError unless every span covers the words that the gold says it does."""
        for span, words in self.quoted:
            try:
                check_span(text, span.start, span.end, words)
            except ValueError as error:
                raise GoldError(f"the gold of {self.id!r} does not fit its article: {error}") from error

    def sketch(self) -> str:
        """The text as far as the gold quotes it, blank elsewhere: stands in where a run lacks the article."""
        letters = [" "] * max((span.end for span, _ in self.quoted), default=0)
        for span, words in self.quoted:
            letters[span.start : span.end] = words
        return "".join(letters)


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold file; `sha256` is the hash of its bytes."""

    articles: tuple[GoldArticle, ...]
    sha256: str


def read_gold(file: Path) -> Gold:
    """Reads a gold file.

    Raises:
        GoldError: it cannot be read, a line is not what the module's docstring says, or it holds no article.
    """
    try:
        raw = file.read_bytes()
        lines = raw.decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"cannot read the gold {file}: {error}") from error
    articles: dict[str, GoldArticle] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{file.name}:{number}"
        article = _read_article(_Object(_read_json(line, where), where, []))
        if article.id in articles:
            raise GoldError(f"{where}: the article {article.id!r} is there twice")
        articles[article.id] = article
    if not articles:
        raise GoldError(f"the gold {file} holds no article")
    return Gold(tuple(articles.values()), sha256(raw).hexdigest())


def find_articles(gold_file: Path) -> list[Path]:
    """The files that hold the articles of a gold file, each once, in its order.

    Raises:
        GoldError: the gold cannot be read, does not name a file, or the file is not there.
    """
    folders = [Path(), *gold_file.resolve().parents]
    found: dict[Path, None] = {}
    for article in read_gold(gold_file).articles:
        path = article.path or f"the article {article.id!r}"
        file = next((folder / path for folder in folders if (folder / path).is_file()), None)
        if file is None:
            raise GoldError(
                f"{path}, of the gold {gold_file}, is neither here nor in a folder above the gold; name a run with --run"
            )
        found[file] = None
    return list(found)


def _read_json(line: str, where: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where}: not JSON: {error}") from error


class _Object:
    """One JSON object of the gold, which knows where it stands and notes the spans that are read from it."""

    def __init__(self, value: Any, where: str, quoted: list[tuple[Span, str]]) -> None:
        if not isinstance(value, dict):
            raise GoldError(f"{where}: expected an object")
        self.value: dict[str, Any] = value
        self.where = where
        self.quoted = quoted

    def fault(self, key: str, expected: str) -> GoldError:
        return GoldError(f"{self.where}.{key}: expected {expected}, found {json.dumps(self.value.get(key))[:60]}")

    def get(self, key: str) -> Any:
        if key not in self.value:
            raise GoldError(f"{self.where}: {key!r} is missing")
        return self.value[key]

    def string(self, key: str) -> str:
        value = self.get(key)
        if not isinstance(value, str) or not value:
            raise self.fault(key, "a string")
        return value

    def string_or_none(self, key: str) -> str | None:
        return None if self.get(key) is None else self.string(key)

    def flag(self, key: str) -> bool:
        value = self.get(key)
        if not isinstance(value, bool):
            raise self.fault(key, "true or false")
        return value

    def word(self, key: str, vocabulary: type[StrEnum]) -> str:
        value = self.get(key)
        if value not in list(vocabulary):
            raise self.fault(key, f"one of {', '.join(vocabulary)}")
        return str(value)

    def word_or_none(self, key: str, vocabulary: type[StrEnum]) -> str | None:
        return None if self.get(key) is None else self.word(key, vocabulary)

    def objects(self, key: str) -> Iterator[_Object]:
        items = self.get(key)
        if not isinstance(items, list):
            raise self.fault(key, "a list")
        for position, item in enumerate(items):
            yield _Object(item, f"{self.where}.{key}[{position}]", self.quoted)

    def span_of(self, key: str) -> Span | None:
        value = self.get(key)
        return None if value is None else _Object(value, f"{self.where}.{key}", self.quoted).span()

    def spans_of(self, key: str) -> tuple[Span, ...]:
        if isinstance(self.get(key), list):
            return tuple(item.span() for item in self.objects(key))
        span = self.span_of(key)
        return () if span is None else (span,)

    def span_or_none(self) -> Span | None:
        if self.get("start") is None and self.get("end") is None and self.get("text") is None:
            return None
        return self.span()

    def span(self) -> Span:
        start, end, text = self.get("start"), self.get("end"), self.string("text")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            raise GoldError(f"{self.where}: {start!r} to {end!r} is not a span")
        if end - start != len(text):
            raise GoldError(f"{self.where}: {start} to {end} is not the length of {text[:40]!r}")
        span = Span(start, end)
        self.quoted.append((span, text))
        return span


def _read_article(item: _Object) -> GoldArticle:
    annotation = Annotation(
        statements=tuple(_read_statement(each) for each in item.objects("statements")),
        dates=tuple(_read_date(each) for each in item.objects("dates")),
        entities=tuple(_read_entity(each) for each in item.objects("entities")),
        events=tuple(_read_event(each) for each in item.objects("events")),
    )
    return GoldArticle(item.string("id"), annotation, tuple(item.quoted), item.value.get("path"))


def _read_statement(item: _Object) -> Statement:
    parts = tuple(part.span() for part in item.objects("parts"))
    if not parts:
        raise item.fault("parts", "at least one part")
    if any(first.end > second.start for first, second in pairwise(parts)):
        raise GoldError(f"{item.where}.parts: the parts overlap or are out of order")
    return Statement(
        parts=parts,
        kind=item.word("kind", StatementKind),
        cue=item.span_of("cue"),
        act=item.word("act", Act),
        negated=item.flag("negated"),
        speakers=tuple(_read_speaker(speaker) for speaker in item.objects("speakers")),
    )


def _read_speaker(item: _Object) -> Speaker:
    return Speaker(span=item.span_or_none(), form=item.word("form", SpeakerForm), name=item.string_or_none("name"))


def _read_date(item: _Object) -> Date:
    return Date(span=item.span(), type=item.word("type", DateType), value=item.string_or_none("value"))


def _read_entity(item: _Object) -> Entity:
    mentions = tuple(mention.span() for mention in item.objects("mentions"))
    if not mentions:
        raise item.fault("mentions", "at least one mention")
    others = item.objects("others") if "others" in item.value else ()
    return Entity(
        name=item.string("name"),
        label=item.word("label", Label),
        mentions=mentions,
        others=tuple(Mention(span=other.span(), form=other.word("form", MentionForm)) for other in others),
    )


def _read_event(item: _Object) -> Event:
    roles = [*GOLD_ROLES, *(role for role in Role if role not in GOLD_ROLES and role.value in item.value)]
    spans = {role: item.spans_of(role.value) for role in roles}
    return Event(
        span=item.span(),
        type=item.word_or_none("type", EventType),
        factuality=item.word("factuality", Factuality),
        polarity=item.word("polarity", Polarity),
        participants={role: found for role, found in spans.items() if found},
        is_main=item.flag("is_main") if "is_main" in item.value else False,
    )


def build_gold(annotation: Annotation, text: str) -> dict[str, list[dict[str, Any]]]:
    """The layers of a gold object, as `read_gold` takes them.

    Args:
        annotation: of one article; every entity has a mention.
        text: the article's.
    """

    def quote(span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": span.text(text)}

    return {
        "statements": [_build_statement(each, quote) for each in annotation.statements],
        "dates": [{**quote(date.span), "type": date.type, "value": date.value} for date in annotation.dates],
        "entities": [_build_entity(each, quote) for each in annotation.entities],
        "events": [_build_event(each, quote) for each in annotation.events],
    }


Quote = Callable[[Span], dict[str, Any]]


def _build_statement(statement: Statement, quote: Quote) -> dict[str, Any]:
    nowhere = {"start": None, "end": None, "text": None}
    return {
        "parts": [quote(part) for part in statement.parts],
        "kind": statement.kind,
        "cue": None if statement.cue is None else quote(statement.cue),
        "act": statement.act,
        "negated": statement.negated,
        "speakers": [
            {**(nowhere if each.span is None else quote(each.span)), "form": each.form, "name": each.name}
            for each in statement.speakers
        ],
    }


def _build_entity(entity: Entity, quote: Quote) -> dict[str, Any]:
    value: dict[str, Any] = {"name": entity.name, "label": entity.label, "mentions": [quote(each) for each in entity.mentions]}
    if entity.others:
        value["others"] = [{**quote(other.span), "form": other.form} for other in entity.others]
    return value


def _build_event(event: Event, quote: Quote) -> dict[str, Any]:
    value = {**quote(event.span), "type": event.type}
    for role in Role:
        spans = [quote(span) for span in event.participants.get(role, ())]
        if spans or role in GOLD_ROLES:
            value[role.value] = spans if len(spans) > 1 else spans[0] if spans else None
    return {**value, "factuality": event.factuality, "polarity": event.polarity, "is_main": event.is_main}
