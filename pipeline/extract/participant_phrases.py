"""Which words of the text stand for a participant: the noun phrase with its name, and the name behind a pronoun."""

from __future__ import annotations

from collections.abc import Mapping, Set

from pipeline.extract.clauses import MAX_CLIMB, noun_phrase, possessors, subjects
from pipeline.layers import Mention
from pipeline.parse import SUBJECTS, VERB_TAGS, Parse
from pipeline.spans import Span
from pipeline.vocabulary import Label, MentionForm

_SINGULAR = frozenset({"he", "she", "him", "her", "his"})
_THING = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "them", "their"})
_GROUPS = frozenset({Label.ORG, Label.GPE, Label.NORP, Label.FAC})
_PRONOUN_TAGS = frozenset({"PRP", "PRP$"})
_SHARING = frozenset({"xcomp", "conj", "advcl", "acomp", "oprd", "attr"})
_OTHER_GENDER = {"he": "f", "him": "f", "his": "f", "she": "m", "her": "m"}
_LONGEST_NAME = 8
"""Tokens of the longest name in apposition that becomes part of a phrase."""


def participant_phrase(parse: Parse, mentions: Mapping[int, Mention], head: int) -> Span:
    """The characters of a participant: its noun phrase, and the name that follows in apposition ("the mayor, Ana Ruiz").

    Args:
        parse: the parsed text.
        mentions: the mention that covers each token.
        head: the participant's head.
    """
    phrase = noun_phrase(parse, head)
    name = _apposed(parse, mentions, head)
    if name is None or name.span.end <= phrase.end:
        return phrase
    first = name.first
    while first > 0 and parse.start[first] > phrase.end and parse.head[first - 1] == name.head:
        first -= 1
    between = parse.text[phrase.end : parse.start[first]]
    return Span(phrase.start, name.span.end) if between.strip() in ("", ",") else phrase


def _apposed(parse: Parse, mentions: Mapping[int, Mention], head: int) -> Mention | None:
    """The name in apposition right after a described participant."""
    own = mentions.get(head)
    if own is not None and own.form is MentionForm.NAME:
        return None
    for child in parse.children[head]:
        if child > head and parse.dep[child] == "appos":
            name = mentions.get(child)
            if name is None or name.form is not MentionForm.NAME or child - head > _LONGEST_NAME:
                return None
            return name
    return None


def antecedents(parse: Parse, mentions: Mapping[int, Mention], persons: Set[str], pronoun: int) -> list[int]:
    """The subject of the governing clause that a pronoun repeats: "the company said it would close".

    Only the next subject above is asked, and it must agree in number and kind; where both have an entity, it is the same.

    Args:
        parse: the parsed text.
        mentions: the mention that covers each token.
        persons: lemmas of nouns for people.
        pronoun: a personal or possessive pronoun.

    Returns:
        Heads of that subject, several where it is joint; none where it does not agree, or is a pronoun itself.
    """
    if parse.tag[pronoun] not in _PRONOUN_TAGS:
        return []
    verb = _verb_above(parse, pronoun)
    if verb is None:
        return []
    found = subjects(parse, verb)
    if parse.tag[pronoun] == "PRP$" and len(found) == 1 and parse.tag[found[0]] == "PRP" and found[0] < pronoun:
        # "they continued their effort": who "they" are
        return antecedents(parse, mentions, persons, found[0])
    if not found or found[0] >= pronoun or parse.tag[found[0]] in _PRONOUN_TAGS:
        return []
    if any(possessors(parse, head) for head in found) and parse.lower[pronoun] not in _THING:
        # "his lawyer said he would appeal": as likely the one whose lawyer it is
        return []
    return found if _agree(parse, mentions, persons, pronoun, found) else []


def _verb_above(parse: Parse, pronoun: int) -> int | None:
    """The verb whose subject may be the antecedent: that of the clause for "its", of the clause above for "it"."""
    at = pronoun
    if parse.tag[pronoun] == "PRP$":
        for above, _ in zip(parse.ancestors(pronoun), range(MAX_CLIMB), strict=False):
            if parse.tag[above] in VERB_TAGS:
                return above if parse.child(above, *SUBJECTS) is not None else None
        return None
    if parse.dep[pronoun] not in SUBJECTS:
        return None
    at = parse.head[pronoun]
    for _ in range(MAX_CLIMB):
        above, dep = parse.head[at], parse.dep[at]
        if above == at:
            return None
        if dep == "ccomp":
            return above if parse.tag[above] in VERB_TAGS else None
        if dep not in _SHARING:
            return None
        at = above
    return None


def _agree(parse: Parse, mentions: Mapping[int, Mention], persons: Set[str], pronoun: int, found: list[int]) -> bool:
    """Whether a pronoun and a subject can mean the same."""
    word, head = parse.lower[pronoun], found[0]
    one, other = mentions.get(pronoun), mentions.get(head)
    if one is not None and other is not None and one.entity is not None and other.entity is not None:
        return one.entity is other.entity
    label = None if other is None else other.label
    is_person = label is Label.PERSON or (label is None and parse.lemma(head) in persons)
    plural = len(found) > 1 or parse.tag[head] in ("NNS", "NNPS")
    if word in _PLURAL:
        return plural or label in _GROUPS or (label is None and not is_person)
    if word in _THING:
        return not plural and not is_person
    if word not in _SINGULAR or plural or not is_person:
        return False
    gender = None if other is None or other.entity is None else other.entity.gender
    return gender is None or gender != _OTHER_GENDER.get(word)
