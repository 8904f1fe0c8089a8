from collections import Counter

import pytest

from pipeline.extract.entities import Entities
from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.places import City, Evidence, choose_city, is_us_georgia, load_place_words, settle_places
from pipeline.layers import Mention
from pipeline.vocabulary import Label
from tests.analysis import analysis_of, parsed

SPRINGFIELDS = (City("US", "MO", 1, 167), City("US", "MA", 2, 155), City("US", "IL", 3, 114))
PERTHS = (City("AU", "", 4, 2_000), City("GB", "", 5, 47))
CORDOBAS = (City("AR", "", 6, 1_428), City("ES", "", 7, 324), City("MX", "", 8, 204))
SALAMANCA = (City("ES", "", 9, 144),)
HAMLET = (City("US", "NC", 10, 35),)


@pytest.mark.parametrize(
    ("cities", "countries", "states", "beside", "country", "expected"),
    [
        pytest.param(SPRINGFIELDS, {"US": 3}, {}, None, None, None, id="which of them is not said"),
        pytest.param(SPRINGFIELDS, {"US": 3}, {"IL": 1}, None, None, 3, id="the state is named"),
        pytest.param(SPRINGFIELDS, {}, {}, ("US", "MA"), None, 2, id="the state stands beside"),
        pytest.param(SPRINGFIELDS, {}, {}, ("US", "OR"), None, None, id="a state that has none in the list"),
        pytest.param(PERTHS, {}, {}, None, None, 4, id="far larger than its namesake"),
        pytest.param(PERTHS, {}, {}, ("GB", ""), None, 5, id="the country stands beside"),
        pytest.param(CORDOBAS, {}, {}, None, None, None, id="nothing speaks for one"),
        pytest.param(CORDOBAS, {"ES": 2, "AR": 1}, {}, None, None, 7, id="the country named most"),
        pytest.param(CORDOBAS, {"ES": 1, "AR": 1}, {}, None, None, None, id="two countries as often"),
        pytest.param(CORDOBAS, {"AR": 5}, {}, None, "MX", 8, id="the gazetteer knows the country"),
        pytest.param(SALAMANCA, {"MX": 5}, {}, None, None, 9, id="the only one of some size"),
        pytest.param(HAMLET, {}, {}, None, None, None, id="small, and nothing speaks for it"),
        pytest.param(HAMLET, {"US": 1}, {}, None, None, 10, id="small, and its country is named"),
        pytest.param(SALAMANCA, {}, {}, None, "FR", None, id="none in the country"),
    ],
)
def test_choose_city(cities, countries, states, beside, country, expected):
    city = choose_city(cities, Evidence(Counter(countries), Counter(states)), beside, country)
    assert (city and city.number) == expected


@pytest.mark.parametrize(
    ("countries", "states", "expected"),
    [({"US": 1}, {}, True), ({}, {"FL": 1}, True), ({}, {}, False), ({"US": 2, "RU": 1}, {}, False)],
)
def test_georgia(countries, states, expected):
    assert is_us_georgia(Evidence(Counter(countries), Counter(states))) is expected


def entities_of(rows: list[str], **labels: Label) -> dict[str, tuple[str, str | None]]:
    analysis = analysis_of(parsed(rows))
    parse = analysis.parse
    for token in range(parse.n):
        label = labels.get(parse.word(token).replace(" ", "_"))
        if label is not None:
            analysis.mentions.append(Mention(parse.span(token, token + 1), token, token + 1, token, label))
    Entities()(analysis)
    return {entity.name: (entity.key, entity.country) for entity in analysis.entities}


IN_MOSCOW = ["Voss NNP 1 nsubj", "spoke VBD 1 ROOT", "in IN 1 prep", "Moscow NNP 2 pobj", ". . 1 punct"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(["Moscow NNP 1 nsubj", "denied VBD 1 ROOT deny", "it PRP 1 dobj"], ("country:RU", "RU"), id="government"),
        pytest.param(IN_MOSCOW, ("geonames:524901", "RU"), id="city"),
        pytest.param(
            [*IN_MOSCOW, "Moscow NNP 6 nsubj", "denied VBD 6 ROOT deny", "it PRP 6 dobj"], ("geonames:524901", "RU"), id="both"
        ),
        pytest.param(["Moscow NNP 1 nsubj", "froze VBD 1 ROOT freeze"], ("geonames:524901", "RU"), id="no act of a government"),
    ],
)
def test_capitals(rows, expected):
    assert entities_of(rows, Moscow=Label.GPE)["Moscow"] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["Ohio"], {"Ohio": ("geonames:5165418", "US")}, id="state"),
        pytest.param(["New_York"], {"New York": ("geonames:5128581", "US")}, id="state and city"),
        pytest.param(
            ["Atlanta", ",", "Georgia"], {"Atlanta": ("geonames:4180439", "US"), "Georgia": ("geonames:4197000", "US")}, id="beside"
        ),
        pytest.param(
            ["Georgia", "Florida"], {"Georgia": ("geonames:4197000", "US"), "Florida": ("geonames:4155751", "US")}, id="states"
        ),
        pytest.param(["Georgia"], {"Georgia": ("country:GE", "GE")}, id="country"),
        pytest.param(["Georgia", "Russia"], {"Georgia": ("country:GE", "GE"), "Russia": ("country:RU", "RU")}, id="countries"),
        pytest.param(["Nayarit"], {"Nayarit": ("nayarit", "MX")}, id="region"),
    ],
)
def test_places(words, expected):
    rows = [f"{word} {',' if word == ',' else 'NNP'} 0 {'dep' if at else 'ROOT'}" for at, word in enumerate(words)]
    assert entities_of(rows, **{word: Label.GPE for word in words if word != ","}) == expected


def test_a_person_is_no_place():
    assert entities_of(["Florida NNP 0 ROOT"], Florida=Label.PERSON) == {"Florida": ("florida", None)}


def test_the_gazetteer():
    words, gazetteer = load_place_words(), load_gazetteer()
    assert len(words.cities) > 10_000
    assert all([*cities] == sorted(cities, key=lambda city: -city.population) for cities in words.cities.values())
    assert not set(words.cities) & {""}
    codes = {city.country for cities in words.cities.values() for city in cities}
    assert len(codes - set(gazetteer.countries.values())) < 10, "overseas departments, and no more"


def test_no_entities():
    settle_places(parsed(["Rain NN 0 ROOT"]), [], load_place_words())
