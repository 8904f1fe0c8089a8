"""Which city, state or country a place's name means: from what stands beside it and from the article's other places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.gazetteer import place_key
from pipeline.layers import Entity
from pipeline.lexicons import lexicon, models_dir
from pipeline.parse import SUBJECTS, Parse
from pipeline.vocabulary import Label

_PLACES = frozenset({Label.GPE, Label.LOC})
_EVIDENCE = frozenset({Label.GPE, Label.LOC, Label.NORP, Label.ORG})
_LOCATIVE = frozenset({"in", "at", "near", "around", "outside", "across", "within", "throughout", "inside", "into"})
_ARGUMENTS = SUBJECTS | {"poss", "conj", "pobj", "dobj", "nmod"}
_GEORGIA = "country:GE"
_AROUND_GEORGIA = ("RU", "AM", "AZ", "TR", "UA")
_WORLD_CITY = 1_000
"""Thousands of people from which a city far larger than its namesakes is meant even where nothing speaks for it."""
_KNOWN_CITY = 100
"""Thousands of people that the only city of a name needs, where no place of the article speaks for its country."""
_FAR_LARGER = 10
_LARGER = 5


class City(NamedTuple):
    """A city of the gazetteer.

    Attributes:
        country: ISO 3166-1 alpha-2.
        state: of the USA, as its postal code; elsewhere "".
        number: GeoNames id.
        population: in thousands.
    """

    country: str
    state: str
    number: int
    population: int


class State(NamedTuple):
    """A state of the USA: postal code and GeoNames id."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What is known of places.

    Attributes:
        cities: by normalized name, the largest first.
        states: US states by normalized name.
        cities_first: names of states that mean the city of that name.
        capitals: country by normalized name.
        acts: verbs (lemmas) of which a capital is the subject where it stands for its government.
    """

    cities: Mapping[str, tuple[City, ...]]
    states: Mapping[str, State]
    cities_first: frozenset[str]
    capitals: Mapping[str, str]
    acts: frozenset[str]


@cache
def load_place_words() -> PlaceWords:
    """Reads `models/gazetteer/cities.tsv` and the lexicons `places` and `countries`."""
    found: dict[str, list[City]] = {}
    for line in (models_dir() / "gazetteer" / "cities.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            key, country, state, number, population = line.split("\t")
            found.setdefault(key, []).append(City(country, state, int(number), int(population)))
    table = lexicon("places")
    capitals = {place_key(row["capital"]): code for code, row in lexicon("countries").items() if "capital" in row}
    seats = {place_key(name): code for code, name in table["seats"].items()}
    states = {place_key(name): State(code, row["id"]) for code, row in table["states"].items() for name in row["names"]}
    return PlaceWords(
        cities={key: tuple(cities) for key, cities in found.items()},
        states=states,
        cities_first=frozenset(map(place_key, table["cities_first"])),
        capitals={**capitals, **seats},
        acts=frozenset(table["acts"]),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often an article names each country (ISO 3166-1 alpha-2) and each US state (postal code)."""

    countries: Counter[str]
    states: Counter[str]


def settle_places(parse: Parse, entities: Sequence[Entity], words: PlaceWords) -> None:
    """Gives places the key and the country of what they mean, where the article leaves no doubt.

    Args:
        parse: the article.
        entities: all of the article's, with their mentions; `key` and `country` of places change.
        words: the gazetteer.
    """
    places = [entity for entity in entities if entity.label in _PLACES]
    evidence = count_evidence(entities, words)
    beside = dict(_places_beside(parse, places))
    cities: list[Entity] = []
    states: dict[Entity, State] = {}
    for entity in places:
        state = words.states.get("georgia us" if entity.key == _GEORGIA and is_us_georgia(evidence) else entity.key)
        if state is not None:
            states[entity] = state
        if entity.key in words.capitals and stands_for_government(parse, entity, words.acts):
            entity.country = words.capitals[entity.key]
            entity.key = f"country:{entity.country}"
        elif state is not None and entity.key not in words.cities_first:
            entity.key, entity.country = f"geonames:{state.number}", "US"
        elif entity.key in words.cities:
            cities.append(entity)
    for entity in cities:
        region = next((beside[mention.head] for mention in entity.mentions if mention.head in beside), None)
        country = entity.country or _country_of_capital(entity.key, evidence, words)
        city = choose_city(words.cities[entity.key], evidence, _filter_of(region, states), country)
        if city is not None:
            entity.key, entity.country = f"geonames:{city.number}", city.country


def count_evidence(entities: Sequence[Entity], words: PlaceWords) -> Evidence:
    """Counts the mentions of countries and US states, whatever names them."""
    countries: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for entity in entities:
        if entity.country is not None and entity.label in _EVIDENCE:
            countries[entity.country] += len(entity.mentions)
        if entity.label in _PLACES and entity.key in words.states:
            states[words.states[entity.key].code] += len(entity.mentions)
    return Evidence(countries, states)


def is_us_georgia(evidence: Evidence) -> bool:
    """Whether "Georgia" is the US state: the article names the USA or another state, and no neighbour of the country."""
    is_us = bool(evidence.countries["US"] or evidence.states)
    return is_us and not any(evidence.countries[country] for country in _AROUND_GEORGIA)


def _places_beside(parse: Parse, places: Sequence[Entity]) -> Iterator[tuple[int, Entity]]:
    """For the head of a place's name the place named right behind it: "Springfield, Illinois"."""
    named = sorted(((mention, entity) for entity in places for mention in entity.mentions), key=lambda pair: pair[0].span)
    for (mention, entity), (after, place) in pairwise(named):
        if place is not entity and parse.text[mention.span.end : after.span.start] in (", ", " (") and place.country is not None:
            yield mention.head, place


def _country_of_capital(key: str, evidence: Evidence, words: PlaceWords) -> str | None:
    """The country whose capital has the name, if the article names that country."""
    country = words.capitals.get(key)
    return country if country is not None and evidence.countries[country] else None


def _filter_of(region: Entity | None, states: Mapping[Entity, State]) -> tuple[str, str] | None:
    if region is None or region.country is None:
        return None
    return region.country, states[region].code if region in states else ""


def stands_for_government(parse: Parse, entity: Entity, acts: frozenset[str]) -> bool:
    """Whether a capital means the government that sits there: it says or does what governments do, and nothing is "in" it."""
    is_acting = False
    for mention in entity.mentions:
        head, dep = parse.head[mention.head], parse.dep[mention.head]
        if dep not in _ARGUMENTS or (dep == "pobj" and parse.lower[head] in _LOCATIVE):
            return False
        is_acting = is_acting or (dep in SUBJECTS and parse.is_verb(head) and parse.lemma(head) in acts)
    return is_acting


def choose_city(cities: Sequence[City], evidence: Evidence, beside: tuple[str, str] | None, country: str | None) -> City | None:
    """The city that a name means, or None where the article does not tell.

    Args:
        cities: of that name, the largest first.
        evidence: countries and states of the article.
        beside: country and US state named right behind the name ("Springfield, Illinois"); the state may be "".
        country: where the gazetteer knows the name's country.
    """
    if beside is not None:
        return _largest([city for city in cities if city.country == beside[0] and beside[1] in ("", city.state)])
    fitting = [city for city in cities if country in (None, city.country)]
    if not fitting:
        return None
    counts = evidence.countries
    most = max((counts[city.country] for city in fitting), default=0)
    near = [city for city in fitting if counts[city.country] == most]
    if _is_far_largest(fitting) and fitting[0].population >= _WORLD_CITY:
        is_doubtful = fitting[0] not in near and counts[fitting[0].country] == 0 and near[0].population >= _KNOWN_CITY
        return None if is_doubtful else fitting[0]
    if most:
        in_states = [city for city in near if evidence.states[city.state]]
        return _largest(in_states or near)
    return fitting[0] if len(fitting) == 1 and fitting[0].population >= _KNOWN_CITY else None


def _largest(cities: Sequence[City]) -> City | None:
    """The only city, or one much larger than the next."""
    if not cities:
        return None
    return cities[0] if len(cities) == 1 or cities[0].population >= _LARGER * cities[1].population else None


def _is_far_largest(cities: Sequence[City]) -> bool:
    return len(cities) == 1 or cities[0].population >= _FAR_LARGER * cities[1].population
