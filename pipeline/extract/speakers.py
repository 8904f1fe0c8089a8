"""Speakers: who says each statement, as written and as resolved."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import ClassVar

from pipeline.extract.quote_map import Range
from pipeline.extract.register import Register
from pipeline.extract.relatives import relative_entity, relative_noun
from pipeline.extract.sources import medium_phrase, phrase
from pipeline.extract.speaker_roles import affiliation_of, role_of
from pipeline.extract.turn_labels import TurnLabels
from pipeline.layers import Entity, Mention, Speaker, Statement
from pipeline.lexicons import lexicon, words
from pipeline.parse import NAME_TAGS, NOUN_TAGS, Parse
from pipeline.spans import Span, SpanIndex
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Label, MentionForm, SpeakerForm, SpeakerKind, StatementKind

_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})
_KIND_OF_LABEL = {
    Label.PERSON: SpeakerKind.PERSON,
    Label.ORG: SpeakerKind.ORGANIZATION,
    Label.GPE: SpeakerKind.PLACE,
    Label.LOC: SpeakerKind.PLACE,
    Label.FAC: SpeakerKind.PLACE,
    Label.NORP: SpeakerKind.GROUP,
    Label.LAW: SpeakerKind.DOCUMENT,
    Label.WORK_OF_ART: SpeakerKind.DOCUMENT,
}
_DETERMINERS = ("the ", "a ", "an ", "The ", "A ", "An ")
_JOINED_TAGS = NOUN_TAGS | {"PRP"}
_TITLE_TOKENS = 6
"""Words of a title between two joined names."""

_TURN_PARAGRAPHS = 2
"""Paragraphs that a quotation without a source may lie after the statement that it carries on."""


class Speakers:
    """Resolves the sources of statements to entities, joint ones each on its own."""

    name: ClassVar[str] = "speakers"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.STATEMENTS, Layer.MENTIONS, Layer.ENTITIES, Layer.COREFERENCE})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.SPEAKERS})

    def __call__(self, analysis: Analysis) -> None:
        """Fills the layer."""
        register, labels = Register(analysis), TurnLabels(analysis)
        for statement in analysis.statements:
            if statement.source_token is None:
                continue
            label = labels.resolve(analysis.parse, statement.source_token) if statement.is_turn else None
            statement.speakers = [label] if label else build_speakers(analysis.parse, register, statement, statement.source_token)
        carry_over(analysis, register)


def build_speakers(parse: Parse, register: Register, statement: Statement, head: int) -> list[Speaker]:
    """The speakers that a head stands for: itself and what is coordinated with it, each resolved."""
    cue = statement.cue_token if statement.cue_token is not None else -1
    speakers = []
    for token in joint_heads(parse, register, head):
        first, last = phrase(parse, token, cue)
        medium = medium_phrase(parse, token)
        if medium is not None and token < parse.edges[0][medium] < last:
            last = parse.edges[0][medium]
        if token == head or not statement.covers(parse.span(first, last)):
            speakers.append(build_speaker(parse, register, token, (first, last)))
    return speakers


def joint_heads(parse: Parse, register: Register, head: int) -> list[int]:
    """The heads that speak together with one, itself included, in the order of the text.

    Coordination is read off the parse; where two names with an "and" between them start a clause and the parser missed
    it, off the names.
    """
    first = head
    while parse.dep[first] == "conj" and parse.tag[parse.head[first]] in _JOINED_TAGS:
        first = parse.head[first]
    joined = [token for token in parse.conjuncts(first) if parse.tag[token] in _JOINED_TAGS]
    heads = joined if head in joined else [head]
    before = _name_joined_before(parse, register, heads[0]) if len(heads) == 1 else None
    return sorted({*heads, before} if before is not None else heads)


def _name_joined_before(parse: Parse, register: Register, head: int) -> int | None:
    """The head of a person's name that opens the clause and that only "and" and a title part from this name."""
    name = register.covering(parse.span(head, head + 1))
    other = register.person_before(name) if name is not None else None
    if name is None or other is None or name.label is not Label.PERSON:
        return None
    between = range(other.last, name.first)
    if len(between) > _TITLE_TOKENS or not between or parse.lower[other.last] != "and":
        return None
    if any(parse.tag[token] not in ("CC", "NNP", "NN", "JJ", "DT") for token in between):
        return None
    opens = parse.tokens_in(*(other.title or other.span))[0]
    is_open = opens == parse.sentences[parse.sent[opens]][0] or parse.is_punct(opens - 1) or parse.is_space(opens - 1)
    return other.head if is_open else None


def build_speaker(parse: Parse, register: Register, head: int, words_of: Range) -> Speaker:
    """One speaker from the head and the token range of its phrase.

    A description with a name in apposition ("the minister, Jane Doe,") is that name's entity; a relative pronoun stands
    for the noun that its clause hangs on.
    """
    span = parse.span(*words_of)
    form = form_of(parse, head, register.covering(parse.span(head, head + 1)))
    entity = resolve_entity(parse, register, head, span)
    if form is SpeakerForm.NOMINAL and entity is not None and _holds_name(register, span, entity):
        form = SpeakerForm.NAME
    name = entity.name if entity is not None else _description(parse, head, span, form)
    kind = _kind(parse, head, form, entity)
    role = role_of(parse, register, head, span) if kind is SpeakerKind.PERSON else None
    has_affiliation = kind in (SpeakerKind.PERSON, SpeakerKind.GROUP)
    affiliation = affiliation_of(parse, register, head, span, entity) if has_affiliation else None
    return Speaker(form, span, head, entity, name, kind, role, affiliation)


def form_of(parse: Parse, head: int, mention: Mention | None) -> SpeakerForm:
    """Name, description or pronoun, by the head's tag and the mention that covers it."""
    if parse.tag[head] in _PRONOUN_TAGS:
        return SpeakerForm.PRONOUN
    if mention is not None and mention.form is MentionForm.NAME:
        return SpeakerForm.NAME
    return SpeakerForm.NAME if parse.tag[head] in NAME_TAGS else SpeakerForm.NOMINAL


def resolve_entity(parse: Parse, register: Register, head: int, span: Span) -> Entity | None:
    """The entity of a source: of its head's mention, of the name in apposition, or of the noun a relative clause hangs on."""
    mention = register.covering(parse.span(head, head + 1))
    if mention is not None:
        return mention.entity
    for child in parse.children[head]:
        if parse.dep[child] == "appos" or (parse.dep[child] in ("compound", "nmod") and parse.tag[head] in NAME_TAGS):
            other = register.covering(parse.span(child, child + 1))
            if other is not None and other.label is Label.PERSON and other.form is MentionForm.NAME:
                return other.entity
    if relative_noun(parse, head) is not None:
        return relative_entity(parse, register, head)
    people = [mention for mention in register.within(span) if mention.label is Label.PERSON and mention.form is MentionForm.NAME]
    ends = people[-1] if people and people[-1].span.end == span.end else None
    return None if ends is None or parse.tag[head] not in NAME_TAGS else ends.entity


def _holds_name(register: Register, span: Span, entity: Entity) -> bool:
    return any(mention.entity is entity and mention.form is MentionForm.NAME for mention in register.within(span))


def _description(parse: Parse, head: int, span: Span, form: SpeakerForm) -> str | None:
    if form is SpeakerForm.PRONOUN:
        noun = relative_noun(parse, head)
        return None if noun is None else _bare(parse.span(*phrase(parse, noun, parse.head[head])).text(parse.text))
    return _bare(span.text(parse.text))


def _bare(text: str) -> str:
    text = " ".join(text.split())
    for determiner in _DETERMINERS:
        if text.startswith(determiner) and len(text) > len(determiner):
            return text[len(determiner) :]
    return text


def _kind(parse: Parse, head: int, form: SpeakerForm, entity: Entity | None) -> SpeakerKind:
    if entity is not None:
        return _KIND_OF_LABEL.get(entity.label, SpeakerKind.UNKNOWN)
    if form is SpeakerForm.PRONOUN:
        lower = parse.lower[head]
        if lower in ("he", "she", "him", "her", "i", "me", "his", "my"):
            return SpeakerKind.PERSON
        if lower in ("they", "we", "them", "us", "their", "our"):
            return SpeakerKind.GROUP
        noun = relative_noun(parse, head)
        return SpeakerKind.UNKNOWN if noun is None else kind_of_noun(parse.lemma(noun), parse.lower[noun], parse.tag[noun])
    return kind_of_noun(parse.lemma(head), parse.lower[head], parse.tag[head])


def kind_of_noun(lemma: str, lower: str, tag: str) -> SpeakerKind:
    """What a description's head noun stands for, by lexicon and number."""
    for kind in (SpeakerKind.GROUP, SpeakerKind.DOCUMENT, SpeakerKind.ORGANIZATION, SpeakerKind.UNKNOWN):
        if lemma in words("speakers", kind.value, "nouns") or lower in words("speakers", kind.value, "nouns"):
            is_plural = tag == "NNS" and kind is SpeakerKind.ORGANIZATION
            return SpeakerKind.GROUP if is_plural else kind
    if tag == "NNS" or tag == "CD":
        return SpeakerKind.GROUP
    is_person = lemma in words("speakers", "person", "nouns") or lemma.endswith(_person_suffixes())
    return SpeakerKind.PERSON if tag == "NN" and is_person else SpeakerKind.UNKNOWN


@cache
def _person_suffixes() -> tuple[str, ...]:
    return tuple(lexicon("speakers")["person"]["suffixes"])


def carry_over(analysis: Analysis, register: Register) -> None:
    """Gives quotations without a source the speakers of the statement that they follow.

    Only where that statement lies in the same paragraph or within the `_TURN_PARAGRAPHS` before, with no other speaker
    between; a quotation without a cue that follows a sentence about a person in its paragraph is that person's.
    """
    starts = [paragraph.start for paragraph in analysis.paragraphs]
    quoted = SpanIndex([part for quote in analysis.quotes if quote.depth == 0 for part in quote.parts])
    last: Statement | None = None
    for statement in analysis.statements:
        if statement.parent is not None:
            continue
        if statement.speakers:
            last = statement
            continue
        if statement.kind is not StatementKind.DIRECT or (statement.cue_token is not None and not _is_mark(analysis, statement)):
            continue
        is_quoted = quoted.at(max(0, statement.span.start - 2)) is not None  # "“A. “B.”": what comes before is speech, too
        subject = None if is_quoted else _subject_before(analysis.parse, register, statement, starts, last)
        if subject is not None:
            statement.speakers = [subject]
        elif last is not None and _n_starts(starts, last.span.end, statement.span.start) <= _TURN_PARAGRAPHS:
            statement.speakers = [
                Speaker(SpeakerForm.IMPLICIT, entity=s.entity, name=s.name, kind=s.kind, role=s.role, affiliation=s.affiliation)
                for s in last.speakers
                if s.name is not None or s.entity is not None
            ]


def _is_mark(analysis: Analysis, statement: Statement) -> bool:
    return statement.cue is not None and not any(char.isalnum() for char in statement.cue.text(analysis.text))


def _n_starts(starts: list[int], after: int, until: int) -> int:
    """Paragraphs that start between two characters, the second included."""
    return bisect_right(starts, until) - bisect_right(starts, after)


def _subject_before(
    parse: Parse, register: Register, statement: Statement, starts: list[int], last: Statement | None
) -> Speaker | None:
    """The named subject of the sentence before, in the same paragraph: "Jane Doe rejected the claim. “It is not true.”"."""
    first = parse.token_at(statement.span.start)
    if first >= parse.n or first == 0 or _n_starts(starts, parse.start[first - 1], statement.span.start):
        return None
    start, stop = parse.sentences[parse.sent[first - 1]]
    if last is not None and last.kind is StatementKind.DIRECT and last.span.end > parse.start[start]:
        return None
    for token in range(start, stop):
        if parse.dep[token] in ("nsubj", "nsubjpass") and parse.head[parse.head[token]] == parse.head[token]:
            speaker = build_speaker(parse, register, token, phrase(parse, token, -1))
            if speaker.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION) and speaker.name is not None:
                return speaker
    return None
