"""Public bodies that every country has: whose "Ministry of Health" an article means, by its neighbours and its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.gazetteer import Gazetteer, folded_set, load_gazetteer
from pipeline.extract.names import name_words
from pipeline.layers import Entity, Mention
from pipeline.lexicons import lexicon
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_NATIONAL_LABELS = frozenset({Label.GPE, Label.NORP})
_SMALL = frozenset({"of", "for", "and", "the", "in", "de", "s"})
_DOMINANT = 2
"""How many times as often as any other an article has to name a country for its public bodies to be that country's."""


@dataclass(frozen=True, slots=True)
class PublicBodyWords:
    """Words of public bodies. All folded.

    Attributes:
        bodies: nouns for public bodies, such as "ministry".
        national: those of which a country has one; alone, or with words such as "health".
        fields: what a body may be for, and words such as "national".
    """

    bodies: frozenset[str]
    national: frozenset[str]
    fields: frozenset[str]


@cache
def load_public_body_words() -> PublicBodyWords:
    """Reads the lexicons `organizations` and `titles`."""
    table = lexicon("organizations")
    return PublicBodyWords(
        bodies=folded_set(table["public_bodies"]),
        national=folded_set(table["national_bodies"]),
        fields=folded_set(lexicon("titles")["modifiers"]["words"]) | folded_set(table["fields"]),
    )


def settle_public_bodies(parse: Parse, entities: Sequence[Entity], words: PublicBodyWords, article: str) -> None:
    """Gives public bodies without a name of their own the key and the country of whose they are.

    A national body is that of the country named beside it ("Peru's Ministry of Health"), else of the country that the article
    names most by far. Where nothing tells it, and for a local body ("Police Department"), the key is the article's own, so
    that different bodies do not get one canonical id.

    Args:
        parse: the article.
        entities: all of the article's, places settled; `key` and `country` of organizations change.
        words: word lists.
        article: id of the article.
    """
    gazetteer = load_gazetteer()
    bodies = [entity for entity in entities if entity.label is Label.ORG and is_generic(entity, words, gazetteer)]
    if not bodies:
        return
    beside = _countries_before(parse, entities)
    home = dominant_country(entities)
    for entity in bodies:
        content = body_words(entity.name, gazetteer)
        country = entity.country or _named_beside(entity, beside)
        if country is None and not words.national.isdisjoint(content):
            country = home
        entity.country = country
        entity.key = f"{country or article}: {' '.join(sorted(content))}"


def is_generic(entity: Entity, words: PublicBodyWords, gazetteer: Gazetteer) -> bool:
    """Whether an organization's name, but for a country, says only what a body it is: "Ministry of Health", "Mexican Navy"."""
    content = body_words(entity.name, gazetteer)
    return bool(content) and not words.bodies.isdisjoint(content) and content <= words.bodies | words.fields


def body_words(name: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The words of a body's name without small words and without the country, wherever it stands."""
    words = name_words(name)
    found: list[str] = []
    at = 0
    while at < len(words):
        size = next((size for size in (3, 2, 1) if _is_country(" ".join(words[at : at + size]), gazetteer)), 0)
        if not size:
            found.append(words[at])
        at += size or 1
    return frozenset(found) - _SMALL


def _is_country(name: str, gazetteer: Gazetteer) -> bool:
    return name in gazetteer.countries or name in gazetteer.demonyms


def dominant_country(entities: Sequence[Entity]) -> str | None:
    """The country that an article's places and peoples name at least twice as often as any other; None where there is none."""
    counts: Counter[str] = Counter()
    for entity in entities:
        if entity.country is not None and entity.label in _NATIONAL_LABELS:
            counts[entity.country] += len(entity.mentions)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < _DOMINANT * ranked[1][1]):
        return None
    return ranked[0][0]


def _countries_before(parse: Parse, entities: Sequence[Entity]) -> Mapping[int, str]:
    """For a token the country whose name ends right before it, but for a possessive."""
    found = {}
    for entity in entities:
        if entity.country is not None and entity.label in _NATIONAL_LABELS:
            for mention in entity.mentions:
                after = mention.last
                while after < parse.n and parse.tag[after] == "POS":
                    after += 1
                found[after] = entity.country
    return found


def _named_beside(entity: Entity, beside: Mapping[int, str]) -> str | None:
    def country(mention: Mention) -> str | None:
        return beside.get(mention.first)

    found = {code for code in map(country, entity.mentions) if code is not None}
    return found.pop() if len(found) == 1 else None
