"""Makes one entity of all names that one person, organization or place has in an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import ClassVar

from pipeline.extract.gazetteer import Gazetteer, folded_set, load_gazetteer
from pipeline.extract.given_kinds import storm_key
from pipeline.extract.names import acronyms, fold, is_acronym_form, name_words, without_determiner
from pipeline.extract.organizations import OrganizationWords, group_organizations
from pipeline.extract.people import PeopleWords, group_people
from pipeline.extract.places import load_place_words, settle_places
from pipeline.extract.public_bodies import load_public_body_words, settle_public_bodies
from pipeline.extract.roles import find_roles, find_title, wants_roles
from pipeline.layers import Entity, Mention
from pipeline.lexicons import lexicon
from pipeline.parse import Parse
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Label

_JOINED_PLACES = frozenset({Label.GPE, Label.LOC})
_MAX_ROLES = 8


class Entities:
    """Fills `analysis.entities`, in the order of their first mention, and gives each mention its entity.

    Args:
        gazetteer: places; by default that of `models/lexicons`.
    """

    name: ClassVar[str] = "entities"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.MENTIONS})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.ENTITIES})

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or load_gazetteer()
        self._places = load_place_words()
        self._people = load_people_words()
        self._organizations = load_organization_words()
        self._public_body_words = load_public_body_words()
        self._nouns = {Label.PERSON: person_nouns(), Label.ORG: organization_nouns()}

    def __call__(self, analysis: Analysis) -> None:
        """Reads `analysis.mentions` and writes `analysis.entities`."""
        by_label: dict[Label, list[Mention]] = {}
        for mention in analysis.mentions:
            by_label.setdefault(mention.label, []).append(mention)
        entities: list[Entity] = []
        for label, mentions in by_label.items():
            if label is Label.PERSON:
                entities.extend(self._people_of(analysis, mentions))
            elif label is Label.ORG:
                entities.extend(self._organizations_of(analysis, mentions))
            else:
                entities.extend(self._things_of(analysis, label, mentions))
        settle_places(analysis.parse, entities, self._places)
        entities = join_places(analysis.text, entities)
        settle_public_bodies(analysis.parse, entities, self._public_body_words, analysis.article.article_id)
        named = bytearray(analysis.parse.n)
        for mention in analysis.mentions:
            named[mention.first : mention.last] = b"\1" * (mention.last - mention.first)
        for entity in entities:
            if wants_roles(entity.label):
                entity.roles = list_roles(analysis.parse, entity, self._nouns[entity.label], named)
            for mention in entity.mentions:
                mention.entity = entity
        entities.sort(key=lambda entity: entity.mentions[0].span)
        analysis.entities = entities

    def _people_of(self, analysis: Analysis, mentions: list[Mention]) -> list[Entity]:
        people = group_people(analysis.text, mentions, self._people)
        return [
            build_entity(analysis.text, Label.PERSON, " ".join(person.words), person.mentions, gender=person.gender)
            for person in people
        ]

    def _organizations_of(self, analysis: Analysis, mentions: list[Mention]) -> list[Entity]:
        found = []
        for organization in group_organizations(analysis.text, mentions, self._organizations, self._gazetteer):
            entity = build_entity(analysis.text, Label.ORG, " ".join(organization.words), organization.mentions, gender="n")
            names = [entity.name, *entity.aliases]
            countries = (self._gazetteer.country_of_government(name, self._public_body_words.bodies) for name in names)
            entity.country = next((country for country in countries if country), None)
            found.append(entity)
        return found

    def _things_of(self, analysis: Analysis, label: Label, mentions: list[Mention]) -> list[Entity]:
        groups: dict[str, list[Mention]] = {}
        countries: dict[str, str | None] = {}
        for mention in mentions:
            name = mention.span.text(analysis.text)
            key, country = self._key_of(label, name)
            groups.setdefault(key, []).append(mention)
            countries[key] = country
        join_acronyms(analysis.text, label, groups)
        return [build_entity(analysis.text, label, key, group, country=countries[key], gender="n") for key, group in groups.items()]

    def _key_of(self, label: Label, name: str) -> tuple[str, str | None]:
        key = self._gazetteer.key_of_place(name) or fold(name)
        if label in (Label.GPE, Label.LOC):
            country = self._gazetteer.country_of_place(name)
            return (f"country:{country}" if key in self._gazetteer.countries else key), country
        if label is Label.NORP:
            country = self._gazetteer.country_of_people(name)
            if key in self._gazetteer.demonyms or key in self._gazetteer.countries:
                return f"country:{country}", country
            return (key[:-1] if len(key) > 4 and key.endswith("s") and not key.endswith("ss") else key), country
        if label is Label.WORK_OF_ART:
            return " ".join(without_determiner(key.split())), None
        return (storm_key(key) if label is Label.EVENT else key), None


def join_places(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """Makes one of places that are found to be the same: "Calcutta" and "Kolkata", a strip of land and the territory.

    A capital that stands for its government has the country's key, and stays apart.

    Args:
        text: of the article.
        entities: with their keys settled.
    """
    by_key: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.label in _JOINED_PLACES and not entity.key.startswith("country:"):
            by_key.setdefault(entity.key, []).append(entity)
    joined: dict[Entity, Entity | None] = {}
    for key, same in by_key.items():
        if len(same) > 1:
            usual = max(same, key=lambda entity: len(entity.mentions))
            mentions = sorted((mention for entity in same for mention in entity.mentions), key=lambda mention: mention.span)
            for mention in mentions:
                mention.label = usual.label
            joined.update(dict.fromkeys(same))
            joined[usual] = build_entity(text, usual.label, key, mentions, usual.country, usual.gender)
    return [kept for entity in entities if (kept := joined.get(entity, entity)) is not None]


def join_acronyms(text: str, label: Label, groups: dict[str, list[Mention]]) -> None:
    """Joins the acronym of a law, an event, a facility or a product to the one long name of the article that it abbreviates.

    Args:
        text: of the article.
        label: of all mentions.
        groups: mentions by the name's key; changed.
    """
    if label in (Label.GPE, Label.LOC, Label.NORP):
        return
    long_names: dict[str, list[str]] = {}
    for key in groups:
        for initials in acronyms(without_determiner(name_words(key))):
            long_names.setdefault(initials, []).append(key)
    for key in [key for key in groups if key in long_names and " " not in key]:
        if len(long_names[key]) == 1 and is_acronym_form(groups[key][0].span.text(text)):
            mentions = groups[long_names[key][0]]
            mentions.extend(groups.pop(key))
            mentions.sort(key=lambda mention: mention.span)


@cache
def load_people_words() -> PeopleWords:
    """Reads the lexicons `first_names` and `titles`."""
    given, titles = lexicon("first_names"), lexicon("titles")
    title_genders = {fold(word).rstrip("."): gender for gender in ("m", "f") for word in titles["honorifics"][gender]}
    title_genders.update({fold(word): gender for gender in ("m", "f") for word in titles["roles"][gender]})
    return PeopleWords(
        genders={fold(name): gender for gender in ("m", "f") for name in given[gender]},
        title_genders=title_genders,
        nicknames={fold(short): folded_set(full) for short, full in given["nicknames"].items()},
        suffixes=frozenset(word.rstrip(".") for word in folded_set(titles["suffixes"]["name"])),
    )


@cache
def load_organization_words() -> OrganizationWords:
    """Reads the lexicon `organizations`."""
    table = lexicon("organizations")
    return OrganizationWords(suffixes=folded_set(table["suffixes"]), droppable=folded_set(table["droppable"]))


@cache
def person_nouns() -> frozenset[str]:
    """Nouns for people by office, rank, occupation or kin, lower case."""
    roles = lexicon("titles")["roles"]
    return folded_set([word for kind in ("m", "f", "n") for word in roles[kind]]) | {"general"}


@cache
def forms_of_address() -> frozenset[str]:
    """Forms of address that are no role: "Mr", "Sir"."""
    return folded_set(lexicon("titles")["address"]["words"])


@cache
def organization_nouns() -> frozenset[str]:
    """Nouns for organizations, lower case."""
    table = lexicon("organizations")
    return folded_set([word for kind, group in table["nominals"].items() if kind != "place" for word in group])


def build_entity(
    text: str, label: Label, key: str, mentions: Sequence[Mention], country: str | None = None, gender: str | None = None
) -> Entity:
    """An entity with its fullest name and its other names, most frequent first."""
    counts = Counter(mention.span.text(text) for mention in mentions)
    name = max(counts, key=lambda surface: fullness(surface))
    aliases = [surface for surface, _ in counts.most_common() if surface != name]
    return Entity(name, label, key, list(mentions), aliases, country=country, gender=gender)


def fullness(name: str) -> tuple[int, bool, bool, int]:
    """How full a name is: by words, then without stray marks ("Ana # Lind"), then not all in capitals, then letters."""
    words = without_determiner(name_words(name))
    letters = [word for word in words if any(map(str.isalnum, word))]
    return len(letters), len(letters) == len(words), not name.isupper(), sum(map(len, letters))


def list_roles(parse: Parse, entity: Entity, nouns: frozenset[str], named: bytearray) -> list[str]:
    """The titles and roles that the article gives the entity, as worded, each once, in order."""
    roles: dict[str, str] = {}
    for mention in entity.mentions:
        title = find_title(parse, mention, named, forms_of_address())
        spans = [] if title is None else [title]
        spans.extend(parse.span(first, last) for first, last in find_roles(parse, mention, nouns, named))
        for span in spans:
            role = " ".join(span.text(parse.text).split())
            roles.setdefault(fold(role), role)
        if len(roles) >= _MAX_ROLES:
            break
    return list(roles.values())[:_MAX_ROLES]
