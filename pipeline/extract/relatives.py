"""Whom a relative pronoun stands for."""

from __future__ import annotations

from itertools import islice

from pipeline.extract.register import Register
from pipeline.layers import Entity
from pipeline.parse import Parse
from pipeline.vocabulary import Label, MentionForm

_PEOPLE = frozenset({Label.PERSON, Label.NORP})
_LINKS = frozenset({"IN", "TO"})
_MAX_STEPS = 5


def relative_noun(parse: Parse, head: int) -> int | None:
    """The noun that a relative pronoun stands for; None for another word."""
    is_relative = parse.tag[head] in ("WP", "WDT") and parse.dep[parse.head[head]] == "relcl"
    return parse.head[parse.head[head]] if is_relative else None


def relative_entity(parse: Parse, register: Register, head: int) -> Entity | None:
    """The entity that a relative pronoun stands for.

    "Who" is a person. Where the parser hangs its clause on an organization or a place, it is the person whom that belongs to or
    who acts there: "Ana Lind, head of the Sound Fund, who", "Ana Lind told the Herald, who".

    Args:
        parse: the article.
        register: its mentions.
        head: the pronoun.
    """
    noun = relative_noun(parse, head)
    if noun is None:
        return None
    if parse.lower[head] != "who":
        return _entity_at(parse, register, noun)
    for token in (noun, *islice(parse.ancestors(noun), _MAX_STEPS)):
        if parse.is_verb(token):
            subject = parse.child(token, "nsubj")
            return None if subject is None or subject > head else _person_at(parse, register, subject)
        found = _person_at(parse, register, token)
        is_common = parse.tag[token] not in _LINKS and parse.dep[token] != "appos" and _entity_at(parse, register, token) is None
        if found is not None or is_common:
            return found
    return None


def _entity_at(parse: Parse, register: Register, token: int) -> Entity | None:
    mention = register.covering(parse.span(token, token + 1))
    return None if mention is None else mention.entity


def _person_at(parse: Parse, register: Register, token: int) -> Entity | None:
    """The person or people that a word names, or that the name beside it does: "his daughter Ana Lind"."""
    entity = _entity_at(parse, register, token)
    if entity is not None:
        return entity if entity.label in _PEOPLE else None
    for child in parse.children[token]:
        if parse.dep[child] == "appos":
            mention = register.covering(parse.span(child, child + 1))
            if mention is not None and mention.label is Label.PERSON and mention.form is MentionForm.NAME:
                return mention.entity
    return None
