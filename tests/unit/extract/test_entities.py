import re

import pytest
from spacy.tokens import Doc

from pipeline.extract.entities import Entities, build_entity, fullness, join_places, load_organization_words, load_people_words
from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.organizations import group_organizations
from pipeline.extract.people import group_people
from pipeline.layers import Entity, Mention
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import Label
from tests.analysis import VOCAB, analysis_of, parsed

BRACKETED = re.compile(r"\[(?:([^\]|]*)\|)?([^\]]*)\]")


def marked(text: str, label: Label = Label.PERSON) -> tuple[str, list[Mention]]:
    """Takes "[title|name]" and "[name]" out of a text as mentions."""
    mentions: list[Mention] = []
    plain = ""
    at = 0
    for match in BRACKETED.finditer(text):
        plain += text[at : match.start()]
        at = match.end()
        title = None
        if match[1]:
            title = Span(len(plain), len(plain) + len(match[1]))
            plain += match[1] + " "
        span = Span(len(plain), len(plain) + len(match[2]))
        plain += match[2]
        mentions.append(Mention(span, len(mentions), len(mentions) + 1, len(mentions), label, title=title))
    return plain + text[at:], mentions


def people(text: str) -> list[list[str]]:
    plain, mentions = marked(text)
    groups = group_people(plain, mentions, load_people_words())
    return [[mention.span.text(plain) for mention in group.mentions] for group in groups]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[Carla Voss] won. [Voss] smiled.", [["Carla Voss", "Voss"]], id="surname"),
        pytest.param("[Voss] wins: [Carla Voss] beat him.", [["Voss", "Carla Voss"]], id="surname in a headline"),
        pytest.param("[Carla Voss] won. [Carla] smiled.", [["Carla Voss", "Carla"]], id="given name"),
        pytest.param(
            "[Gen.|Luis Ibarra Montes] fell. [Ibarra] fled.", [["Luis Ibarra Montes", "Ibarra"]], id="first of two family names"
        ),
        pytest.param(
            "[Ibarra] spoke. [Ana Ibarra Montes] came.",
            [["Ana Ibarra Montes"], ["Ibarra"]],
            id="a middle name needs the full one first",
        ),
        pytest.param(
            "[Luis Ibarra Montes] fell. [Ibarra Montes] fled.", [["Luis Ibarra Montes", "Ibarra Montes"]], id="both family names"
        ),
        pytest.param("[William Tanner] won. [Bill Tanner] smiled.", [["William Tanner", "Bill Tanner"]], id="nickname"),
        pytest.param("[José Núñez] won. [Nunez] smiled.", [["José Núñez", "Nunez"]], id="diacritics"),
        pytest.param("[CARLA VOSS] won. [Voss] smiled.", [["CARLA VOSS", "Voss"]], id="capitals"),
        pytest.param(
            "[Efua “Broom” Darko] won. [Darko] smiled.", [["Efua “Broom” Darko", "Darko"]], id="nickname in quotation marks"
        ),
        pytest.param("[Martin Moss Jr.] won. [Moss] smiled.", [["Martin Moss Jr.", "Moss"]], id="junior"),
        pytest.param(
            "[Carla Voss] met [Peter Voss]. [Mrs.|Voss] left. [Mr.|Voss] stayed.",
            [["Carla Voss", "Voss"], ["Peter Voss", "Voss"]],
            id="the title tells which",
        ),
        pytest.param(
            "[Carla Voss] won. [Carla Voss] spoke. Her brother, [Peter Voss], cheered. [Voss] smiled.",
            [["Carla Voss", "Carla Voss", "Voss"], ["Peter Voss"]],
            id="a relative named once does not take the name over",
        ),
        pytest.param(
            "[President|Moss] spoke. [Mr.|Moss] left. [Mr.|Moss] slept. His wife, [Anna Moss], stayed.",
            [["Anna Moss"], ["Moss", "Moss", "Moss"]],
            id="a man is not his wife",
        ),
        pytest.param("[Carla Voss] met [Anna Moss]. [Lind] left.", [["Carla Voss"], ["Anna Moss"], ["Lind"]], id="strangers"),
        pytest.param(
            "[Carla Voss] met [Carla Moss]. [Moss] left.", [["Carla Voss"], ["Carla Moss", "Moss"]], id="shared given name"
        ),
        pytest.param(
            "[Carla Voss], better known as [Nana Dee], sang. [Voss] smiled. [Nana Dee] left.",
            [["Carla Voss", "Nana Dee", "Voss", "Nana Dee"]],
            id="better known as",
        ),
        pytest.param(
            "[Carla Voss] (born May 3, 1986), known by her pseudonym [Nana Dee], sang.",
            [["Carla Voss", "Nana Dee"]],
            id="dates between",
        ),
        pytest.param(
            "[Carla Voss] fled. A driver surnamed [Voss] died.", [["Carla Voss"], ["Voss"]], id="another one of the surname"
        ),
        pytest.param("[Nana Dee] (born [Carla Voss]) sang.", [["Nana Dee", "Carla Voss"]], id="born"),
        pytest.param("[Carla Voss], alias “[Fox]”, fled. [Fox] hid.", [["Carla Voss", "Fox", "Fox"]], id="alias"),
        pytest.param(
            "[Carla Voss] (May 3), self-identified as [Ana Moss] abroad, sang.", [["Carla Voss", "Ana Moss"]], id="self-identified"
        ),
        pytest.param(
            "[Carla Voss], known as [Nana Dee] and [Fox], met [Ana Moss].",
            [["Carla Voss", "Nana Dee", "Fox"], ["Ana Moss"]],
            id="two other names",
        ),
        pytest.param(
            "[Ana Voss] (Greek: [Dora Lee], May 2), known as [Fox], and [Moss] of Toa, alias [Nan].",
            [["Ana Voss"], ["Dora Lee", "Fox"], ["Moss", "Nan"]],
            id="more between",
        ),
        pytest.param("[Carla Voss] sings. [CV]: I sing. [CW]: No.", [["Carla Voss", "CV"], ["CW"]], id="initials"),
        pytest.param("[Carla Voss] and [Cora Vega] sing. [CV]: I sing.", [["Carla Voss"], ["Cora Vega"], ["CV"]], id="of two"),
        pytest.param("[Nana Dee] was the pen name of the writer [Carla Voss].", [["Nana Dee", "Carla Voss"]], id="pen name of"),
        pytest.param("[Carla Voss] (樋口 一葉 [Nana Dee]) sang.", [["Carla Voss", "Nana Dee"]], id="in another script"),
        pytest.param("[Carla Voss] ([Nana Dee]) sang.", [["Carla Voss"], ["Nana Dee"]], id="in brackets alone"),
        pytest.param("[Carla Voss] was born when [Ana Moss] ruled.", [["Carla Voss"], ["Ana Moss"]], id="born under another"),
        pytest.param("[Mr.|Voss], also known as [Ms.|Moss], sang.", [["Voss"], ["Moss"]], id="a man is not a woman"),
    ],
)
def test_people(text, expected):
    assert people(text) == expected


def organizations(text: str) -> list[list[str]]:
    plain, mentions = marked(text, Label.ORG)
    groups = group_organizations(plain, mentions, load_organization_words(), load_gazetteer())
    return [[mention.span.text(plain) for mention in group.mentions] for group in groups]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[Okafor Inc.] sued. [Okafor] lost.", [["Okafor Inc.", "Okafor"]], id="legal form"),
        pytest.param("[Lindqvist GmbH] and [Lindqvist] agree.", [["Lindqvist GmbH", "Lindqvist"]], id="foreign legal form"),
        pytest.param(
            "[Sound Harbor Authority] ([SHA]) said. [SHA] left.", [["Sound Harbor Authority", "SHA", "SHA"]], id="acronym"
        ),
        pytest.param("[SHA] said. [Sound Harbor Authority] agreed.", [["SHA", "Sound Harbor Authority"]], id="acronym first"),
        pytest.param(
            "[Korean Fishermen Cooperative] ([KOFICO]) said.",
            [["Korean Fishermen Cooperative", "KOFICO"]],
            id="letters in brackets",
        ),
        pytest.param(
            "[U.S. Department of Fisheries] said. The [Fisheries Department] left.",
            [["U.S. Department of Fisheries", "Fisheries Department"]],
            id="word order and country",
        ),
        pytest.param("The [Ridings Herald] said. The [Herald] left.", [["Ridings Herald", "Herald"]], id="last word"),
        pytest.param("[K-9 Cartel] fled. [K-9] hid.", [["K-9 Cartel", "K-9"]], id="kind left out"),
        pytest.param(
            "[North Herald] and [South Herald] met the [Herald].",
            [["North Herald"], ["South Herald"], ["Herald"]],
            id="in doubt apart",
        ),
        pytest.param(
            "[Trade Bank of Orlan] and [Bank of Orlan] met.", [["Trade Bank of Orlan"], ["Bank of Orlan"]], id="a bank of its own"
        ),
        pytest.param("[Sound Bank] and [Harbor Bank] met.", [["Sound Bank"], ["Harbor Bank"]], id="strangers"),
    ],
)
def test_organizations(text, expected):
    assert organizations(text) == expected


def stage(text: str, label: Label) -> list[Entity]:
    plain, mentions = marked(text, label)
    words = plain.split(" ")
    analysis = analysis_of(Parse(Doc(VOCAB, words=words, spaces=[True] * (len(words) - 1) + [False])))
    assert analysis.text == plain
    for mention in mentions:
        mention.first, mention.last = analysis.parse.tokens_in(*mention.span)
        mention.head = mention.last - 1
    analysis.mentions = mentions
    Entities()(analysis)
    return analysis.entities


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        pytest.param("the [U.S.] and [United States]", Label.GPE, [("United States", "country:US", "US")], id="country"),
        pytest.param(
            "[Raleigh] and [N.C.] and [North Carolina]",
            Label.GPE,
            [("Raleigh", "geonames:4487042", "US"), ("North Carolina", "geonames:4482348", "US")],
            id="state",
        ),
        pytest.param("[Americans] and [American]", Label.NORP, [("Americans", "country:US", "US")], id="nationality"),
        pytest.param("[Democrats] and a [Democrat]", Label.NORP, [("Democrats", "democrat", None)], id="party"),
        pytest.param("[Kenyan Navy] left", Label.ORG, [("Kenyan Navy", "KE: navy", "KE")], id="public body"),
        pytest.param("[Okafor Inc.] left", Label.ORG, [("Okafor Inc.", "okafor", None)], id="company"),
        pytest.param("[Mr.|Núñez] left", Label.PERSON, [("Núñez", "nunez", None)], id="person"),
    ],
)
def test_keys_and_countries(text, label, expected):
    assert [(entity.name, entity.key, entity.country) for entity in stage(text, label)] == expected


def test_entities_are_in_the_order_of_their_first_mention_and_own_their_mentions():
    entities = stage("[Voss] met [Lind] and [Voss] left", Label.PERSON)
    assert [entity.name for entity in entities] == ["Voss", "Lind"]
    assert all(mention.entity is entity for entity in entities for mention in entity.mentions)
    assert [len(entity.mentions) for entity in entities] == [2, 1]


def test_gender_comes_from_title_or_given_name():
    genders = {entity.name: entity.gender for entity in stage("[Mrs.|Voss] met [Peter Lind] and [Ngu Tan]", Label.PERSON)}
    assert genders == {"Voss": "f", "Peter Lind": "m", "Ngu Tan": None}


def test_aliases_are_most_frequent_first():
    plain, mentions = marked("[Voss] [Carla] [Carla] [Carla Voss]")
    entity = build_entity(plain, Label.PERSON, "carla voss", mentions)
    assert (entity.name, entity.aliases) == ("Carla Voss", ["Carla", "Voss"])


@pytest.mark.parametrize(("fuller", "name"), [("Carla Voss", "Voss"), ("Carla Voss", "CARLA VOSS"), ("Okafor Group", "The Okafor")])
def test_fullness(fuller, name):
    assert fullness(fuller) > fullness(name)


def roles(rows: list[str], first: int, last: int, label: Label = Label.PERSON, title: Span | None = None) -> list[str]:
    analysis: Analysis = analysis_of(parsed(rows))
    analysis.mentions = [Mention(analysis.parse.span(first, last), first, last, last - 1, label, title=title)]
    Entities()(analysis)
    return analysis.entities[0].roles


@pytest.mark.parametrize(
    ("rows", "name", "expected"),
    [
        pytest.param(
            [
                "Ana NNP 1 compound",
                "Lind NNP 8 nsubj",
                ", , 1 punct",
                "the DT 5 det",
                "acting JJ 5 amod",
                "mayor NN 1 appos",
                "of IN 5 prep",
                "Hull NNP 6 pobj",
                "left VBD 8 ROOT",
            ],
            (0, 2),
            ["acting mayor of Hull"],
            id="apposition behind",
        ),
        pytest.param(
            ["the DT 1 det", "judge NN 5 nsubj", ", , 1 punct", "Ana NNP 4 compound", "Lind NNP 1 appos", "left VBD 5 ROOT"],
            (3, 5),
            ["judge"],
            id="apposition before",
        ),
        pytest.param(
            [
                "the DT 2 det",
                "acting JJ 2 amod",
                "attorney NN 8 nsubj",
                "in IN 2 prep",
                "Hull NNP 3 pobj",
                ", , 4 punct",
                "Ana NNP 7 compound",
                "Lind NNP 4 appos",
                "left VBD 8 ROOT",
            ],
            (6, 8),
            ["acting attorney in Hull"],
            id="the parser hung the name to the place",
        ),
        pytest.param(
            ["Lind NNP 1 nsubj", "is VBZ 1 ROOT", "a DT 3 det", "poet NN 1 attr", "from IN 3 prep", "Hull NNP 4 pobj"],
            (0, 1),
            ["poet from Hull"],
            id="predicate",
        ),
        pytest.param(
            ["Lind NNP 2 nsubj", ", , 0 punct", "left VBD 2 ROOT", "the DT 4 det", "judge NN 2 dobj"],
            (0, 1),
            [],
            id="another's role",
        ),
        pytest.param(
            ["Lind NNP 1 nsubj", "is VBZ 1 ROOT", "not RB 1 neg", "a DT 4 det", "poet NN 1 attr"], (0, 1), [], id="negated"
        ),
        pytest.param(
            [
                "Lind NNP 5 nsubj",
                ", , 0 punct",
                "who WP 3 nsubj",
                "served VBD 0 relcl serve",
                "as IN 3 prep",
                "left VBD 5 ROOT",
                "mayor NN 4 pobj",
            ],
            (0, 1),
            ["mayor"],
            id="served as",
        ),
    ],
)
def test_roles(rows, name, expected):
    assert roles(rows, *name) == expected


def test_a_title_is_a_role():
    assert roles(["Attorney NNP 2 compound", "General NNP 2 compound", "Moss NNP 2 ROOT"], 2, 3, title=Span(0, 16)) == [
        "Attorney General"
    ]


def test_a_work_with_and_without_its_article_is_one() -> None:
    parse = parsed(["The DT 1 det", "Pier NNP 2 nsubj", "sold VBD 2 ROOT", "as IN 2 prep", "Pier NNP 3 pobj", "sold VBD 2 conj"])
    analysis = analysis_of(parse)
    analysis.mentions = [
        Mention(parse.span(first, last), first, last, last - 1, Label.WORK_OF_ART) for first, last in ((0, 2), (4, 5))
    ]
    Entities()(analysis)
    assert [entity.name for entity in analysis.entities] == ["The Pier"]


def entity_of(key: str, label: Label, *names: str) -> Entity:
    entity = Entity(names[0], label, key)
    for at, name in enumerate(names):
        entity.mentions.append(Mention(Span(at, at + len(name)), at, at + 1, at, label, entity=entity))
    return entity


def test_places_that_are_the_same_are_one():
    text = "Toa"
    entities = [
        entity_of("geonames:1", Label.LOC, "T"),
        entity_of("geonames:1", Label.GPE, "To", "o"),
        entity_of("geonames:2", Label.GPE, "a"),
        entity_of("country:TO", Label.GPE, "T"),
        entity_of("country:TO", Label.GPE, "o"),
        entity_of("geonames:1", Label.ORG, "T"),
    ]
    joined = join_places(text, entities)
    assert [(entity.key, entity.label, len(entity.mentions)) for entity in joined] == [
        ("geonames:1", Label.GPE, 3),
        ("geonames:2", Label.GPE, 1),
        ("country:TO", Label.GPE, 1),
        ("country:TO", Label.GPE, 1),
        ("geonames:1", Label.ORG, 1),
    ]
    assert {mention.label for mention in joined[0].mentions} == {Label.GPE}


def test_the_gaza_strip_is_gaza():
    found = stage("[Gaza] and the [Gaza Strip]", Label.GPE)
    assert [(entity.name, entity.country) for entity in found] == [("Gaza Strip", "PS")]


def test_a_name_with_a_stray_mark_is_not_the_fullest():
    assert fullness("Ana Lind") > fullness("Ana # Lind")
    assert fullness("Ana Maria Lind") > fullness("Ana # Lind")
