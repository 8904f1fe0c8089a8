"""The grammar of pronouns: gender, what a pronoun cannot refer to, and what a reflexive must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from pipeline.layers import Entity, Mention
from pipeline.parse import SUBJECTS, Parse
from pipeline.vocabulary import Label

GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "n"),
}
SECOND_PERSON = frozenset({"you", "your", "yours", "yourself"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
DIALOGUE = FIRST_PERSON | SECOND_PERSON
REFLEXIVES = frozenset({"himself", "herself", "itself"})
PRONOUNS = frozenset(GENDERS) | DIALOGUE | FIRST_PLURAL

CLAUSES = frozenset({"ccomp", "advcl", "xcomp", "relcl", "acl", "conj", "parataxis", "pcomp"})
"""Labels of clauses under a verb."""

_RELATIVES = frozenset({"who", "which", "that"})
_STRESSING = frozenset({"appos", "npadvmod", "advmod"})
MAX_STEPS = 20
"""Heads above a pronoun that are looked at."""

DESCRIBING = frozenset({"compound", "appos", "attr", "nmod", "amod"})
"""Labels of nouns that say what something is."""


def vote_genders(parse: Parse, mentions: Sequence[Mention], noun_genders: Mapping[str, str]) -> None:
    """Gives people without known gender that of the pronouns that follow them where no other person is near.

    A pronoun votes for the only person named in its sentence and the one before; most votes win, a tie leaves it open. It does
    not vote where a noun of its gender is spoken of there ("the girl"), unless that describes the person.

    Args:
        parse: the article.
        mentions: names in order; the `gender` of their entities is set.
        noun_genders: "m" or "f" of nouns for people.
    """
    people = [mention for mention in mentions if mention.label is Label.PERSON]
    votes: dict[Entity, int] = {}
    at = 0
    spoken: dict[str, int] = {}
    for token, lower in enumerate(parse.lower):
        if lower in noun_genders and parse.tag[token] == "NN" and parse.dep[token] not in DESCRIBING:
            spoken[noun_genders[lower]] = parse.sent[token]
        gender = GENDERS.get(lower)
        if gender is None or gender == "n":
            continue
        while at < len(people) and people[at].head < token:
            at += 1
        near = {mention.entity for mention in people[max(0, at - 4) : at] if parse.sent[mention.head] >= parse.sent[token] - 1}
        if len(near) == 1:
            entity = near.pop()
            is_other = spoken.get(gender, -2) >= parse.sent[token] - 1
            if entity is not None and entity.gender is None and not is_other:
                votes[entity] = votes.get(entity, 0) + (1 if gender == "m" else -1)
    for entity, vote in votes.items():
        if vote:
            entity.gender = "m" if vote > 0 else "f"


def is_generic(parse: Parse, pronoun: int) -> bool:
    """Whether a pronoun means anyone: "his or her", "he or she"."""
    for other, between in ((pronoun + 2, pronoun + 1), (pronoun - 2, pronoun - 1)):
        if 0 <= other < parse.n and parse.lower[between] in ("or", "/") and parse.lower[other] in GENDERS:
            return True
    return False


def is_bound(parse: Parse, pronoun: int, antecedent: int) -> bool:
    """Whether grammar forbids that a pronoun refers to a mention.

    A pronoun that is neither reflexive nor possessive cannot refer to an argument of its own verb ("Barr met him"); no
    pronoun can refer to the name that its own noun describes ("Mary, his wife").
    """
    if parse.sent[pronoun] != parse.sent[antecedent]:
        return False
    at = pronoun
    for _ in range(4):
        if parse.dep[at] == "appos" and parse.head[at] == antecedent:
            return True
        if parse.head[at] == at or parse.is_verb(at):
            break
        at = parse.head[at]
    if parse.tag[pronoun] == "PRP$" or parse.lower[pronoun] in REFLEXIVES:
        return False
    return governor(parse, pronoun) == governor(parse, antecedent)


def governor(parse: Parse, token: int) -> int:
    """The word that a phrase is an argument of, through prepositions and coordination."""
    is_found = False
    for at in islice(parse.ancestors(token), MAX_STEPS):
        if is_found or parse.dep[token] not in ("conj", "appos"):
            is_found = True
            if parse.dep[at] != "prep" and parse.tag[at] != "IN":
                return at
        token = at
    return token


def is_stressing(parse: Parse, reflexive: int) -> bool:
    """Whether a reflexive only stresses a noun or pronoun: "the mayor herself", "he did it himself"."""
    before = reflexive - 1
    if parse.dep[reflexive] in _STRESSING:
        return True
    return before >= 0 and parse.dep[before] in SUBJECTS and parse.head[before] == parse.head[reflexive]


def find_binder(parse: Parse, reflexive: int) -> int | None:
    """The head of what a reflexive must refer to: the subject of its clause, or the object that controls the clause.

    Args:
        parse: the article.
        reflexive: the token.

    Returns:
        None where there is none.
    """
    at = reflexive
    for _ in range(MAX_STEPS):
        head = parse.head[at]
        if head == at:
            return None
        if parse.is_verb(head):
            subject = parse.child(head, "nsubj", "nsubjpass")
            if subject is not None and subject != reflexive:
                if parse.lower[subject] in _RELATIVES and parse.dep[head] == "relcl":
                    subject = parse.head[head]
                return subject if subject < reflexive else None
            if parse.dep[head] in ("xcomp", "ccomp"):
                controller = _controller(parse, parse.head[head], head)
                if controller is not None:
                    return controller
            elif parse.dep[head] not in CLAUSES:
                return None
        at = head
    return None


def _controller(parse: Parse, verb: int, clause: int) -> int | None:
    """The object of a verb that is the subject of the clause below it: "urged Voss to defend himself"."""
    found = [child for child in parse.children[verb] if child < clause]
    for child in reversed(found):
        if parse.dep[child] == "dobj":
            return child
        if parse.dep[child] == "prep":
            return parse.child(child, "pobj")
    return None


def find_following_subject(parse: Parse, pronoun: int) -> int | None:
    """The subject that a pronoun in front of it may point ahead to: "In his speech, Voss said", "When she left, Lind said"."""
    at = pronoun
    for _ in range(MAX_STEPS):
        head = parse.head[at]
        if head == at:
            return None
        if parse.dep[at] in ("prep", "advcl") and parse.is_verb(head) and at < head:
            subject = parse.child(head, "nsubj", "nsubjpass")
            if subject is not None and pronoun < subject < head:
                return subject
        at = head
    return None
