"""Descriptions that stand for a named person or organization: "the judge", "the company"."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cache

from pipeline.extract.entities import organization_nouns, person_nouns
from pipeline.extract.gazetteer import folded_set
from pipeline.extract.names import name_words
from pipeline.layers import Entity
from pipeline.lexicons import lexicon
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_DEFINITE = frozenset({"the", "this", "that"})
_FORMER = frozenset({"former", "ex", "then", "late", "outgoing", "ousted"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod"})


@dataclass(frozen=True, slots=True)
class NominalWords:
    """Nouns of descriptions and what they say. All folded.

    Attributes:
        people: nouns for a person.
        organizations: kinds of organization that a noun can stand for.
        kinds: kinds that a word of an organization's name tells.
        free: modifiers that need not have been used before.
    """

    people: frozenset[str]
    organizations: dict[str, frozenset[str]]
    kinds: dict[str, frozenset[str]]
    free: frozenset[str]


@cache
def load_nominal_words() -> NominalWords:
    """Reads the lexicons `coreference` and `organizations`."""
    nominals = lexicon("organizations")["nominals"]
    table = lexicon("coreference")
    return NominalWords(
        people=person_nouns(),
        organizations={noun: _kinds_with(noun, nominals) for noun in sorted(organization_nouns())},
        kinds={word: _kinds_with(word, table["kinds"]) for words in table["kinds"].values() for word in words},
        free=folded_set(table["free_modifiers"]),
    )


def _kinds_with(word: str, table: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(kind for kind, words in table.items() if word in words)


class Descriptions:
    """What an article has said of its people and organizations, by the noun.

    Args:
        entities: in the order of their first mention.
        words: word lists.
    """

    __slots__ = ("_by_noun", "_phrases", "_words", "kinds")

    def __init__(self, entities: list[Entity], words: NominalWords) -> None:
        self._words = words
        self._by_noun: dict[str, set[Entity]] = {}
        self._phrases: dict[Entity, frozenset[str]] = {}
        self.kinds: dict[Entity, frozenset[str]] = {}
        for entity in entities:
            if entity.label is Label.PERSON:
                self._note(entity, entity.roles, self._words.people)
            elif entity.label is Label.ORG:
                self._note(entity, [*entity.roles, entity.name, *entity.aliases], frozenset(self._words.organizations))
                self.kinds[entity] = self._kinds_of(entity)

    def _note(self, entity: Entity, phrases: list[str], nouns: frozenset[str]) -> None:
        used = [word for phrase in phrases for word in name_words(phrase)]
        self._phrases[entity] = frozenset(used)
        for noun in dict.fromkeys(word for word in used if word in nouns):
            self._by_noun.setdefault(noun, set()).add(entity)

    def _kinds_of(self, entity: Entity) -> frozenset[str]:
        words = [word for name in (entity.name, *entity.aliases) for word in name_words(name)]
        kinds = {kind for word in words for kind in self._words.kinds.get(word, ())}
        roles = [word for role in entity.roles for word in name_words(role)]
        kinds.update(kind for word in roles for kind in self._words.organizations.get(word, ()))
        return frozenset(kinds)

    def described(self, noun: str) -> Set[Entity]:
        """Entities of which the article has used the noun."""
        return self._by_noun.get(noun, frozenset())

    def phrases(self, entity: Entity) -> frozenset[str]:
        """Folded words of the descriptions of an entity."""
        return self._phrases.get(entity, frozenset())

    def narrow(self, fitting: list[Entity], *, former: bool) -> list[Entity]:
        """Those whose description agrees with the noun's on being "former", or all where none does."""
        agreeing = [entity for entity in fitting if former is not _FORMER.isdisjoint(self.phrases(entity))]
        return agreeing or fitting


def is_former(parse: Parse, noun: int) -> bool:
    """Whether the description says that its holder no longer holds the office."""
    return any(parse.lower[child] in _FORMER for child in parse.children[noun])


def is_definite(parse: Parse, noun: int) -> bool:
    """Whether the noun has a definite article or demonstrative of its own."""
    return any(parse.lower[child] in _DEFINITE and parse.dep[child] == "det" for child in parse.children[noun])


def modifiers(parse: Parse, noun: int, free: frozenset[str]) -> list[str]:
    """What the description adds to its noun: adjectives, compounds, and the nouns behind "of", folded."""
    found: list[str] = []
    for child in parse.children[noun]:
        if parse.dep[child] in _MODIFIERS and parse.lower[child] not in free:
            found.extend(name_words(parse.lower[child]))
        elif parse.dep[child] == "prep" and parse.lower[child] == "of":
            found.extend(parse.lower[below] for below in parse.children[child])
        elif parse.dep[child] in ("relcl", "acl") and child > noun:
            found.append("")
    return found
