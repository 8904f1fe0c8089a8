"""Countries, nationalities, regions and cities: which names are places, and of which country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.extract.names import fold, name_words, without_determiner
from pipeline.lexicons import lexicon

AMBIGUOUS_COUNTRIES = frozenset(
    {"chad", "georgia", "jordan", "jersey", "guinea", "kiwi", "pole", "dane", "finn", "turk", "scot", "brit"}
)
"""Names of countries and peoples that are as often something else; they never change a label."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of places and peoples, by folded words joined with a space, with the ISO 3166-1 alpha-2 code of the country.

    Attributes:
        countries: names of countries.
        demonyms: names of nationalities.
        peoples: names of peoples that live in one country and are not named after it.
        places: names of regions and cities that mean one place.
        unsure: names that give a country but no label.
        governments: names of governments, their head offices and agencies.
        capitals: names of capitals.
        abbreviations: normalized names of places by their abbreviations as written.
    """

    countries: dict[str, str]
    demonyms: dict[str, str]
    peoples: dict[str, str]
    places: dict[str, str]
    unsure: dict[str, str]
    governments: dict[str, str]
    capitals: dict[str, str]
    abbreviations: dict[str, str]

    def key_of_place(self, name: str) -> str:
        """The normalized name of a place, its abbreviation written out."""
        return self.abbreviations.get(name) or place_key(name)

    def country_of_place(self, name: str) -> str | None:
        """The country that a place's name is, or lies in."""
        key = self.key_of_place(name)
        return self.countries.get(key) or self.places.get(key) or self.capitals.get(key) or self.unsure.get(key)

    def country_of_people(self, name: str) -> str | None:
        """The country of a nationality or people: "Mexicans", "Welsh"."""
        key = place_key(name)
        return self.demonyms.get(key) or self.peoples.get(key) or self.countries.get(key)

    def country_of_government(self, name: str, heads: frozenset[str]) -> str | None:
        """The country of a public body: named in the gazetteer, or a country or nationality with a word such as "ministry"."""
        key = place_key(name)
        known = self.governments.get(key)
        if known:
            return known
        words = key.split()
        if len(words) < 2 or heads.isdisjoint(words):
            return None
        found = {code for code in self._codes_in(words) if code}
        return found.pop() if len(found) == 1 else None

    def _codes_in(self, words: list[str]) -> Iterator[str | None]:
        for size in (3, 2, 1):
            for at in range(len(words) - size + 1):
                part = " ".join(words[at : at + size])
                code = self.countries.get(part) or self.demonyms.get(part)
                if code:
                    yield code

    def is_place(self, name: str) -> bool:
        """Whether the name surely names a country, region or city."""
        key = self.key_of_place(name)
        if key in AMBIGUOUS_COUNTRIES:
            return False
        return key in self.countries or key in self.places or key in self.capitals

    def is_people(self, name: str) -> bool:
        """Whether the name surely names a nationality."""
        key = place_key(name)
        return (key in self.demonyms or key in self.peoples) and key not in AMBIGUOUS_COUNTRIES


@lru_cache(maxsize=1 << 15)
def place_key(name: str) -> str:
    """The form in which places are looked up: folded words without article; "U.S." is "us" only if written in capitals."""
    words = without_determiner(name_words(name))
    if words == ("us",) and not name.replace(" ", "").endswith(("US", "U.S.", "U.S", "u.s.")):
        return ""
    return " ".join(words)


@cache
def load_gazetteer() -> Gazetteer:
    """Reads the lexicons `countries` and `places`."""
    table: dict[str, Any] = lexicon("countries")
    places = lexicon("places")
    countries: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for code, row in table.items():
        countries.update((place_key(name), code) for name in row["names"])
        for name in row["demonyms"]:
            demonyms.update((form, code) for form in _plural_forms(place_key(name)))
        if "capital" in row:
            capitals[place_key(row["capital"])] = code
    return Gazetteer(
        countries=countries,
        demonyms={name: code for name, code in demonyms.items() if name not in countries},
        peoples={form: code for name, code in _by_name(places["peoples"]).items() for form in _plural_forms(name)},
        places={**_by_name(places["cities"]), **_by_name(places["regions"])},
        unsure=_by_name(places["ambiguous"]),
        governments=_by_name(places["governments"]),
        abbreviations={short: place_key(name) for short, name in places["abbreviations"].items()},
        capitals=capitals,
    )


def _by_name(table: dict[str, list[str]]) -> dict[str, str]:
    return {place_key(name): code for code, names in table.items() for name in names}


def _plural_forms(demonym: str) -> tuple[str, ...]:
    if demonym.endswith(("ese", "ish", "ss", "ch", "men")):
        return (demonym,)
    if demonym.endswith("man"):
        return (demonym, demonym[:-2] + "en")
    return (demonym, demonym + "s")


def folded_set(values: list[str]) -> frozenset[str]:
    """A word list, folded."""
    return frozenset(fold(value) for value in values)
