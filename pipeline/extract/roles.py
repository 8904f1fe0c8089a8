"""Titles and roles of a named person or organization, as the article words them."""

from __future__ import annotations

from pipeline.extract.name_lexicon import HYPHENS
from pipeline.layers import Mention
from pipeline.parse import NOUN_TAGS, SUBJECTS, Parse
from pipeline.spans import Span
from pipeline.vocabulary import Label

_ENDS = frozenset({"relcl", "acl", "appos", "conj", "cc", "punct", "advcl", "parataxis", "ccomp"})
_ROLE_VERBS = frozenset({"serve", "work", "act"})
_MAX_TOKENS = 12
_MAX_HOLDER = 8


def find_roles(parse: Parse, mention: Mention, nouns: frozenset[str], named: bytearray) -> list[tuple[int, int]]:
    """The phrases that say what a named person or organization is, as token ranges without determiner.

    An apposition on either side ("Seth DuCharme, the acting U.S. attorney in Brooklyn"), a predicate noun ("is the chairman
    of …") or "served as …". The title before the name is not among them.

    Args:
        parse: the article.
        mention: a name.
        nouns: what the phrase's head may be, lower case.
        named: for each token whether it is part of a name; names are no roles.
    """
    heads = [*_appositions(parse, mention, nouns), *_predicates(parse, mention)]
    phrases = []
    for head in heads:
        if named[head] or parse.tag[head] not in ("NN", "NNP", "NNS"):
            continue
        if parse.lower[head] in nouns or parse.lower[head].rpartition("-")[2] in nouns:
            phrases.append(role_phrase(parse, head, mention))
    return [(first, last) for first, last in phrases if first < last]


def find_title(parse: Parse, mention: Mention, named: bytearray, address: frozenset[str]) -> Span | None:
    """The title before a person's name with whose it is ("Foreign Ministry spokesperson"); None for a mere "Sir".

    Args:
        parse: the article.
        mention: a name.
        named: for each token whether it is part of a name.
        address: forms of address, lower case.
    """
    if mention.title is None:
        return None
    first, last = parse.tokens_in(*mention.title)
    if all(parse.lower[token] in address for token in range(first, last)):
        return None
    first = _before_hyphen(parse, first)
    stop = max(first - _MAX_HOLDER, parse.sentences[parse.sent[first]][0])
    while first > stop and parse.text[parse.end[first - 1] : parse.start[first]] in ("", " "):
        before = _before_hyphen(parse, first - 1)
        if not (named[first - 1] or _describes(parse, first - 1, mention.last)) or parse.lower[before][0].isdigit():
            break
        first = before
    return Span(parse.start[first], mention.title.end)


def _describes(parse: Parse, token: int, last: int) -> bool:
    """Whether a word before a title belongs to it: "presidential" in "presidential nominee Carla Voss"."""
    return parse.dep[token] in ("compound", "amod", "nmod") and token < parse.head[token] < last


def _before_hyphen(parse: Parse, first: int) -> int:
    """The start of a word that hyphens join to a token: "front" for "runner" in "front-runner"."""
    while first > 1 and parse.lower[first - 1] in HYPHENS and parse.end[first - 2] == parse.start[first - 1]:
        first -= 2
    return first


def _appositions(parse: Parse, mention: Mention, nouns: frozenset[str]) -> list[int]:
    found = [child for child in parse.children[mention.head] if parse.dep[child] == "appos"]
    if parse.dep[mention.head] == "appos":
        found.append(_described(parse, parse.head[mention.head], nouns))
    return found


def _described(parse: Parse, noun: int, nouns: frozenset[str]) -> int:
    """The noun that a name behind it describes; out of the phrase that the parser hung the name to ("attorney in Brooklyn, X")."""
    at = noun
    for _ in range(2):
        if parse.lower[at] in nouns:
            return at
        preposition = parse.head[at]
        if parse.dep[at] != "pobj" or parse.dep[preposition] != "prep" or parse.tag[parse.head[preposition]] not in NOUN_TAGS:
            break
        at = parse.head[preposition]
    return at if parse.lower[at] in nouns else noun


def _predicates(parse: Parse, mention: Mention) -> list[int]:
    if parse.dep[mention.head] not in SUBJECTS:
        return []
    verb = parse.head[mention.head]
    verbs = [verb, *(child for child in parse.children[mention.head] if parse.dep[child] == "relcl")]
    if parse.has(verb, ("not", "n't", "never")) is not None:
        return []
    found = [
        child for child in parse.children[verb] if parse.dep[child] == "attr" and parse.lower[verb] in ("is", "was", "became", "'s")
    ]
    for one in verbs:
        if parse.lemma(one) in _ROLE_VERBS:
            preposition = parse.has(one, ("as",), "prep")
            noun = None if preposition is None else parse.child(preposition, "pobj")
            if noun is not None:
                found.append(noun)
    return found


def role_phrase(parse: Parse, head: int, mention: Mention) -> tuple[int, int]:
    """The noun phrase of a role: up to a clause, a comma or the name itself."""
    first, last = parse.subtree(head)
    if mention.first < head:
        first = max(first, mention.last)
    else:
        last = min(last, mention.first)
    for child in parse.children[head]:
        if child > head and parse.dep[child] in _ENDS:
            last = min(last, parse.subtree(child)[0])
        if child < head and parse.dep[child] in ("det", "predet", "poss", "punct", "advmod"):
            first = max(first, child + 1)
            if parse.dep[child] == "poss":
                first = max(first, parse.subtree(child)[1])
    for token in range(head, max(first, head - _MAX_TOKENS) - 1, -1):
        if "\n" in parse.lower[token]:
            first = token + 1
            break
    first = _before_hyphen(parse, first)
    while first < last and (parse.tag[first] in ("DT", "PDT", "PRP$", "POS") or parse.is_punct(first) or parse.is_space(first)):
        first += 1
    for token in range(max(head, first), last):
        if token > head and (parse.lower[token] in (",", ";", "(", "–", "—") or "\n" in parse.lower[token]):
            last = token
            break
    while last > first and (parse.is_punct(last - 1) or parse.is_space(last - 1)):
        last -= 1
    return (first, last) if last - first <= _MAX_TOKENS and first <= head < last else (head, head + 1)


def wants_roles(label: Label) -> bool:
    """Whether things of this kind have roles."""
    return label is Label.PERSON or label is Label.ORG
