import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.entities import load_people_words
from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.names import (
    acronyms,
    fold,
    is_acronym_form,
    is_acronym_of,
    name_words,
    same_person,
    spells,
    without_suffixes,
)

SUFFIXES = frozenset({"inc", "co", "gmbh", "group"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Mazatlán", "mazatlan", id="accent"),
        pytest.param("Søren Kierkegård", "soren kierkegard", id="letters that are no accents"),
        pytest.param("Weißenfels", "weissenfels", id="sharp s"),
        pytest.param("O’Neill", "o'neill", id="curly apostrophe"),
        pytest.param("Łódź", "lodz", id="stroke"),
    ],
)
def test_fold(text, expected):
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("AT&T", ("at", "and", "t"), id="ampersand"),
        pytest.param("al-Sahra", ("al", "sahra"), id="hyphen"),
        pytest.param("J. K. Moss", ("jk", "moss"), id="initials with spaces"),
        pytest.param("J.K. Moss", ("jk", "moss"), id="initials without"),
        pytest.param("U. S.", ("us",), id="dotted country"),
        pytest.param("Dana R. Moss", ("dana", "r", "moss"), id="one initial stays"),
        pytest.param("", (), id="empty"),
    ],
)
def test_name_words(name, expected):
    assert name_words(name) == expected


@given(st.text())
def test_name_words_hold_no_separators(name):
    for word in name_words(name):
        assert word
        assert not set(word) & set(" -/,()\"'.&")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(("harbor", "inc"), ("harbor",), id="one"),
        pytest.param(("harbor", "group", "gmbh"), ("harbor",), id="two"),
        pytest.param(("voss", "and", "co"), ("voss",), id="and Co."),
        pytest.param(("group",), ("group",), id="one word always stays"),
    ],
)
def test_without_suffixes(name, expected):
    assert without_suffixes(name, SUFFIXES) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SHA", True),
        ("D.E.A.", True),
        ("BoG", True),
        ("G-20", False),
        ("Sha", False),
        ("S", False),
        ("SOUND HARBOR", False),
        ("20", False),
    ],
)
def test_is_acronym_form(name, expected):
    assert is_acronym_form(name) is expected


@pytest.mark.parametrize(
    ("acronym", "name", "expected"),
    [
        pytest.param("SHA", "Sound Harbor Authority", True, id="initials"),
        pytest.param("MoF", "Ministry of Fisheries", True, id="with the link"),
        pytest.param("MF", "Ministry of Fisheries", True, id="without the link"),
        pytest.param("FHS", "Sound Harbor Fund", False, id="wrong order"),
        pytest.param("SHA", "Sound", False, id="one word"),
    ],
)
def test_is_acronym_of(acronym, name, expected):
    assert is_acronym_of(acronym, name_words(name)) is expected


def test_acronym_in_brackets_may_take_letters_from_within():
    words = name_words("Korean Fishermen Cooperative")
    assert "kofico" not in acronyms(words)
    assert spells("KoFiCo", words)
    assert not spells("KXC", words)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("Carla Voss", "Carla Voss", True, id="equal"),
        pytest.param("Carla Voss Ibarra", "Carla Voss", True, id="second family name"),
        pytest.param("Carla M. Voss", "Carla Voss", True, id="initial in the middle"),
        pytest.param("C. Voss", "Carla Voss", True, id="initial for the given name"),
        pytest.param("Bill Tanner", "William Tanner", True, id="short form"),
        pytest.param("K.B. Voss", "Karl Beat Voss", True, id="initials of both given names"),
        pytest.param("Carla M. Voss", "Carla Maria Voss", True, id="initial of the middle name"),
        pytest.param("Carla M. Voss", "Carla B.T. Voss", False, id="other initials"),
        pytest.param("KB Voss", "Karl Voss", False, id="initials of one given name"),
        pytest.param("Mohamed Voss", "Muhammad Voss", True, id="spelling"),
        pytest.param("Tanaka Yuko", "Yuko Tanaka", True, id="family name first"),
        pytest.param("Carla Voss", "Maria Voss", False, id="namesakes"),
        pytest.param("Carla Voss", "Carla Ibarra", False, id="same given name"),
        pytest.param("Carla Anna Voss", "Carla Beth Voss", False, id="other middle name"),
    ],
)
def test_same_person(one, other, expected):
    nicknames = load_people_words().nicknames
    assert same_person(name_words(one), name_words(other), nicknames) is expected
    assert same_person(name_words(other), name_words(one), nicknames) is expected


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Mexico", "MX"),
        ("the U.S.", "US"),
        ("US", "US"),
        ("Us", None),
        ("United States", "US"),
        ("Côte d’Ivoire", "CI"),
        ("N.C.", "US"),
        ("Nayarit", "MX"),
        ("State of Qatar", "QA"),
        ("Republic of Congo", "CG"),
        ("Kyiv", "UA"),
        ("Atlantis", None),
    ],
)
def test_country_of_place(name, country):
    assert load_gazetteer().country_of_place(name) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [("Mexicans", "MX"), ("French", "FR"), ("Welsh", "GB"), ("Frenchmen", "FR"), ("Martian", None), ("Swiss", "CH")],
)
def test_country_of_people(name, country):
    assert load_gazetteer().country_of_people(name) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("U.S. Department of Justice", "US"),
        ("Kenyan Ministry of Fisheries", "KE"),
        ("Kremlin", "RU"),
        ("Ministry of Fisheries", None),
        ("Mexico Lines", None),
        ("France-Germany Council", None),
    ],
)
def test_country_of_government(name, country):
    heads = frozenset({"department", "ministry", "council"})
    assert load_gazetteer().country_of_government(name, heads) == country


def test_every_country_code_is_two_capitals_and_no_name_has_two_codes():
    gazetteer = load_gazetteer()
    assert all(len(code) == 2 and code.isupper() for code in gazetteer.countries.values())
    assert len(set(gazetteer.countries.values())) > 195
    assert not gazetteer.countries.keys() & gazetteer.demonyms.keys()
