"""A speaker's role and affiliation, as written beside the speaker's name or as the description itself."""

from __future__ import annotations

from pipeline.extract.register import Register
from pipeline.extract.sources import phrase
from pipeline.layers import Entity, Mention
from pipeline.lexicons import words as words_of
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.spans import Span
from pipeline.vocabulary import Label, MentionForm

_DETERMINER_TAGS = frozenset({"DT", "PDT", "PRP$", "CD", "PRP"})
_MODIFIER_TAGS = NOUN_TAGS | {"JJ", "VBN", "HYPH", "CC"}
_HYPHENS = "-‐‑"


def role_of(parse: Parse, register: Register, head: int, span: Span) -> str | None:
    """The title or role as written: before the name, in apposition, or the description itself.

    A mere form of address ("Mr") is none.

    Args:
        parse: of the article.
        register: its mentions.
        head: head token of the speaker.
        span: of the speaker's phrase.
    """
    names = [mention for mention in register.within(span) if mention.form is MentionForm.NAME and mention.label is Label.PERSON]
    if not names:
        return _words(parse, *parse.tokens_in(*span)) if parse.tag[head] in ("NN", "NNS") else None
    role = _before_name(parse, register, names[-1], span)
    if role is not None:
        return role
    for child in parse.children[head]:
        if parse.dep[child] == "appos" and parse.tag[child] in NOUN_TAGS and child > head:
            return _words(parse, *phrase(parse, child, head))
    return None


def _before_name(parse: Parse, register: Register, name: Mention, span: Span) -> str | None:
    """The title before a name with the words that belong to it: "campaign manager" where the title is "manager"."""
    first, last = parse.tokens_in(*span)[0], name.first
    if name.title is not None:
        first, last = parse.tokens_in(*name.title)
        earliest = min(first, parse.tokens_in(*span)[0])
        while first > earliest and parse.tag[first - 1] in _MODIFIER_TAGS - {"CC"} and not _is_named(parse, register, first - 1):
            first -= 1
    words = [token for token in range(first, last) if parse.lower[token].isalpha() or len(parse.lower[token]) > 1]
    if not words or all(parse.lower[token] in words_of("titles", "courtesies", "words") for token in words):
        return None
    if name.title is None and not any(parse.tag[token] in NOUN_TAGS | {"JJ"} for token in words):
        return None  # "Said Ellis"
    return _words(parse, first, last)


def _is_named(parse: Parse, register: Register, token: int) -> bool:
    mention = register.covering(parse.span(token, token + 1))
    return mention is not None and mention.form is MentionForm.NAME


def _words(parse: Parse, first: int, last: int) -> str | None:
    """A role's words without determiner, with the rest of a hyphenated word at either end, and without half a bracket."""
    while first < last and (parse.tag[first] in _DETERMINER_TAGS or parse.is_punct(first) or parse.is_space(first)):
        first += 1
    while last > first and (parse.is_punct(last - 1) or parse.is_space(last - 1) or parse.tag[last - 1] == "CC"):
        last -= 1
    if first >= last:
        return None
    start, end = whole_words(parse.text, *parse.span(first, last))
    text = " ".join(parse.text[start:end].split())
    if text.count("(") > text.count(")"):
        text = text[: text.rindex("(")].rstrip(" ,")
    return text or None


def whole_words(text: str, start: int, end: int) -> Span:
    """Extends a span over the rest of a hyphenated word at either end: "vice" of "vice-president"."""
    while end + 1 < len(text) and text[end] in _HYPHENS and text[end + 1].isalnum():
        end += 1
        while end < len(text) and text[end].isalnum():
            end += 1
    while start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum():
        start -= 1
        while start > 0 and text[start - 1].isalnum():
            start -= 1
    return Span(start, end)


def affiliation_of(parse: Parse, register: Register, head: int, span: Span, entity: Entity | None) -> str | None:
    """The organization or place that a person or group speaks for: in the phrase or in its apposition."""
    appositions = [child for child in parse.children[head] if parse.dep[child] == "appos" and child > head]
    spans = [span, *(parse.span(*phrase(parse, child, head)) for child in appositions)]
    for place in (Label.ORG, Label.GPE):
        for each in spans:
            for mention in register.within(each):
                if mention.label is place and mention.entity is not None and mention.entity is not entity:
                    return mention.entity.name
    return None
