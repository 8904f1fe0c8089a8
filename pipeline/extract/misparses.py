"""Clauses that the parser hangs where their subject or object is not, told by their form."""

from __future__ import annotations

from pipeline.lexicons import words
from pipeline.parse import OBJECTS, RELATIVE_PRONOUNS, SUBJECTS, VERB_TAGS, Parse

_HELD = words("clauses", "held")


def is_held(parse: Parse, participle: int) -> bool:
    """Whether a participle tells what the object before it is taken for: "found two bodies, believed to be those of the boys"."""
    head, dep = parse.head[participle], parse.dep[participle]
    if parse.tag[participle] not in ("VBN", "VBD") or head > participle or parse.lemma(participle) not in _HELD:
        return False
    if parse.child(participle, "mark", "aux", "auxpass", "ccomp", *OBJECTS, *SUBJECTS) is not None:
        return False
    return dep == "advcl" or (dep == "conj" and parse.child(participle, "xcomp") is not None and parse.child(head, "cc") is None)


def has_to_do(parse: Parse, verb: int, infinitive: int) -> bool:
    """Whether "have" shares its subject with an infinitive behind its object: "had room to choose", not "had him leave"."""
    return parse.lemma(verb) == "have" and parse.has(infinitive, ("to",), "aux") is not None


def spares_them(parse: Parse, verb: int) -> bool:
    """Whether "them" are those of a relative clause, so that the verb stands outside it: "find those who did it and fine them"."""
    relative = parse.head[verb]
    own, noun = parse.child(verb, *OBJECTS), parse.head[relative]
    if own is None or parse.lower[own] != "them" or parse.tag[verb] != "VB" or parse.tag[parse.head[noun]] not in VERB_TAGS:
        return False
    subject = parse.child(relative, *SUBJECTS)
    return subject is not None and parse.lower[subject] in RELATIVE_PRONOUNS


def opens_quote(parse: Parse, verb: int) -> bool:
    """Whether a participle begins what is quoted behind a comma."""
    if parse.tag[verb] != "VBG":
        return False
    first = parse.subtree(verb)[0]
    return first > 1 and parse.tag[first - 1] == "``" and parse.lower[first - 2] in (",", ":") and parse.head[verb] < first - 1


def is_spliced(parse: Parse, verb: int, subject: int) -> bool:
    """Whether a clause behind a comma is no relative one, as it lacks the pronoun: "there are trips, boats leave, too"."""
    first = parse.subtree(verb)[0]
    if parse.tag[verb] == "VBN" or "," not in (parse.lower[first], parse.lower[first - 1]):
        return False
    low, high = parse.subtree(subject)
    before = (token for token in range(first, verb) if not low <= token < high)
    return not any(parse.lower[token] in RELATIVE_PRONOUNS and parse.dep[token] != "det" for token in before)
