"""Descriptions that stand for a named person or organization: "the judge", "the company"."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

from pipeline.extract.discourse import Referent
from pipeline.extract.entities import organization_nouns, person_nouns
from pipeline.extract.gazetteer import Gazetteer, folded_set, load_gazetteer
from pipeline.extract.names import is_acronym_form, name_words
from pipeline.layers import Entity
from pipeline.lexicons import lexicon
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_DEFINITE = frozenset({"the", "this", "that"})
_FORMER = frozenset({"former", "ex", "then", "late", "outgoing", "ousted"})
_NATIONAL = frozenset({Label.GPE, Label.NORP})
_COMPANY = "company"
_NEAR = 2
"""Sentences that it looks back for someone of its kind."""
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "nummod"})


@dataclass(frozen=True, slots=True)
class NominalWords:
    """Nouns of descriptions and what they say. All folded.

    Attributes:
        people: nouns for a person.
        organizations: kinds of organization that a noun can stand for.
        kinds: kinds that a word of an organization's name tells.
        free: modifiers that need not have been used before.
        wider: for a noun such as "official" the nouns that it can take up: "minister", "mayor".
    """

    people: frozenset[str]
    organizations: dict[str, frozenset[str]]
    kinds: dict[str, frozenset[str]]
    free: frozenset[str]
    wider: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Nominal:
    """A description to be resolved.

    Attributes:
        noun: its head, lower case.
        added: the modifiers that must have been used of the same entity.
        nation: the country that a name in it tells ("the Ecuadorian president"), ISO 3166-1 alpha-2.
        is_former: whether it says that the office is no longer held.
        sent: its sentence.
        token: its head in the text.
    """

    noun: str
    added: Sequence[str]
    nation: str | None
    is_former: bool
    sent: int
    token: int


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
        wider={noun: folded_set(narrower) for noun, narrower in table["wider"].items()},
    )


def _kinds_with(word: str, table: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(kind for kind, words in table.items() if word in words)


class Descriptions:
    """What an article has said of its people and organizations, by the noun.

    Args:
        entities: in the order of their first mention.
        words: word lists.
    """

    __slots__ = ("_by_noun", "_gazetteer", "_home", "_nations", "_phrases", "_words", "kinds")

    def __init__(self, entities: list[Entity], words: NominalWords) -> None:
        self._words = words
        self._gazetteer: Gazetteer = load_gazetteer()
        self._home = main_country(entities)
        self._by_noun: dict[str, set[Entity]] = {}
        self._phrases: dict[Entity, frozenset[str]] = {}
        self._nations: dict[Entity, frozenset[str]] = {}
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
        nations = (self._gazetteer.demonyms.get(word) or self._gazetteer.countries.get(word) for word in used)
        self._nations[entity] = frozenset(nation for nation in nations if nation)
        for noun in dict.fromkeys(word for word in used if word in nouns):
            self._by_noun.setdefault(noun, set()).add(entity)

    def _kinds_of(self, entity: Entity) -> frozenset[str]:
        words = [word for name in (entity.name, *entity.aliases) for word in name_words(name)]
        kinds = {kind for word in words for kind in self._words.kinds.get(word, ())}
        roles = [word for role in entity.roles for word in name_words(role)]
        kinds.update(kind for word in roles for kind in self._words.organizations.get(word, ()))
        return frozenset(kinds)

    def resolve(self, nominal: Nominal, referents: Sequence[Referent]) -> Entity | None:
        """The entity that a description stands for.

        Who was described by the noun before; else the only one near whose description the noun covers ("official": a minister),
        or the only organization near of its kind.

        Args:
            nominal: the description.
            referents: what was spoken of in the sentences before, the latest first.
        """
        if nominal.nation is not None:
            said = self._said_to_be(nominal, nominal.nation)
            if said:
                return said[0] if len(said) == 1 else None
        recent = [(one.entity, one.sent) for one in referents if one.entity is not None]
        described: Set[Entity] = self._by_noun.get(nominal.noun, frozenset())
        fitting = [one for one, _ in recent if one in described and self._phrases[one].issuperset(nominal.added)]
        fitting = self._of_nation(fitting, nominal.nation)
        agreeing = [one for one in fitting if nominal.is_former is not _FORMER.isdisjoint(self._phrases[one])]
        fitting = agreeing or fitting
        if len(fitting) > 1:
            return None if nominal.added or nominal.nation else most_prominent(fitting)
        if fitting or nominal.added or nominal.nation:
            return fitting[0] if fitting else None
        near = [one for one, sent in recent if sent >= nominal.sent - _NEAR]
        fitting = self._covered(nominal.noun, near) or self._of_kind(nominal.noun, near)
        return fitting[0] if len(fitting) == 1 else None

    def _said_to_be(self, nominal: Nominal, nation: str) -> list[Entity]:
        """Those named so far whom the article describes by the noun and the nation, however long ago."""
        return [
            one
            for one in sorted(self._by_noun.get(nominal.noun, ()), key=lambda entity: entity.mentions[0].span)
            if nation in self._nations[one]
            and one.mentions[0].first < nominal.token
            and self._phrases[one].issuperset(nominal.added)
        ]

    def _of_nation(self, fitting: list[Entity], nation: str | None) -> list[Entity]:
        if nation is None:
            return fitting
        said = [one for one in fitting if nation in self._nations[one]]
        return said or [one for one in fitting if nation == self._home and not self._nations[one]]

    def _covered(self, noun: str, near: Sequence[Entity]) -> list[Entity]:
        narrower = self._words.wider.get(noun)
        if narrower is None:
            return []
        return [one for one in near if one.label is Label.PERSON and not narrower.isdisjoint(self._phrases[one])]

    def _of_kind(self, noun: str, near: Sequence[Entity]) -> list[Entity]:
        kinds = self._words.organizations.get(noun)
        if kinds is None:
            return []
        fitting = [one for one in near if one.label is Label.ORG]
        known = [one for one in fitting if kinds & self.kinds[one]]
        return known or [one for one in fitting if _COMPANY in kinds and self._may_be_company(one)]

    def _may_be_company(self, entity: Entity) -> bool:
        """Whether nothing says what an organization is, and it is named more than once by more than initials."""
        is_open = not self.kinds[entity] and entity.country is None
        return is_open and len(entity.mentions) > 1 and not is_acronym_form(entity.name)


def main_country(entities: Sequence[Entity]) -> str | None:
    """The country that an article names most, by its places and peoples; None where it names none."""
    counts: dict[str, int] = {}
    for entity in entities:
        if entity.country is not None and entity.label in _NATIONAL:
            counts[entity.country] = counts.get(entity.country, 0) + len(entity.mentions)
    return max(counts, key=lambda country: counts[country], default=None)


def most_prominent(fitting: Sequence[Entity]) -> Entity:
    """The one mentioned at least twice as often as any other; else the first."""
    ranked = sorted(fitting, key=lambda entity: -len(entity.mentions))
    return ranked[0] if len(ranked[0].mentions) >= 2 * len(ranked[1].mentions) else fitting[0]


def is_former(parse: Parse, noun: int) -> bool:
    """Whether the description says that its holder no longer holds the office."""
    return any(parse.lower[child] in _FORMER for child in parse.children[noun])


def is_definite(parse: Parse, noun: int) -> bool:
    """Whether the noun has a definite article or demonstrative of its own."""
    return any(parse.lower[child] in _DEFINITE and parse.dep[child] == "det" for child in parse.children[noun])


def modifiers(parse: Parse, noun: int, free: frozenset[str], named: frozenset[int] = frozenset()) -> list[str]:
    """What the description adds to its noun: adjectives, compounds, and the nouns behind "of", folded.

    Args:
        parse: the article.
        noun: head of the description.
        free: words that add nothing.
        named: modifiers that are names; they count elsewhere.
    """
    found: list[str] = []
    for child in parse.children[noun]:
        if child in named:
            continue
        if parse.dep[child] in _MODIFIERS and parse.lower[child] not in free:
            found.extend(name_words(parse.lower[child]))
        elif parse.dep[child] == "prep" and parse.lower[child] == "of":
            found.extend(parse.lower[below] for below in parse.children[child])
        elif parse.dep[child] in ("relcl", "acl") and child > noun:
            found.append("")
    return found
