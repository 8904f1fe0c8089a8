import pytest

from pipeline.extract.clauses import noun_phrase
from pipeline.extract.event_clusters import link_repeated
from pipeline.extract.events import Events
from pipeline.extract.participants import Participants
from pipeline.layers import Date, Entity, Event, Mention, Section
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import DateStatus, DateType, EventType, Label, MentionForm, Role, SectionKind
from tests.analysis import analysis_of, parsed
from tests.event_sentences import SENTENCES

NAMES = {
    "Brussels": Label.GPE,
    "Leeds": Label.GPE,
    "Lima": Label.GPE,
    "Mali": Label.GPE,
    "Peru": Label.GPE,
    "Greece": Label.GPE,
    "Oslo": Label.GPE,
    "Acme": Label.ORG,
    "Mary": Label.PERSON,
    "John": Label.PERSON,
    "Prensa": Label.ORG,
}


def prepared(sentence: str) -> Analysis:
    """The sentence with a mention for each of its names and a date for "Monday"."""
    analysis = analysis_of(parsed(SENTENCES[sentence]))
    parse = analysis.parse
    for token in range(parse.n):
        word = parse.word(token)
        if word in NAMES:
            entity = Entity(word, NAMES[word], word.lower())
            analysis.mentions.append(Mention(parse.span(token, token + 1), token, token + 1, token, NAMES[word], entity=entity))
        if word == "Monday":
            analysis.dates.append(Date(parse.span(token, token + 1), DateType.DATE, "XXXX-WXX-1", DateStatus.PARTIAL))
    Events()(analysis)
    Participants()(analysis)
    return analysis


def event(analysis: Analysis, trigger: str) -> Event:
    return next(event for event in analysis.events if event.span.text(analysis.text) == trigger)


def roles(analysis: Analysis, trigger: str) -> list[tuple[Role, str]]:
    return [(p.role, p.span.text(analysis.text)) for p in event(analysis, trigger).participants]


A, R, P, WITH = Role.ACTOR, Role.RECIPIENT, Role.PLACE, Role.INSTRUMENT


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("arrest", "arrested", [(A, "Police"), (R, "three men"), (P, "Leeds")]),
        ("passive", "charged", [(A, "prosecutors"), (R, "The driver")]),
        ("relative", "attacked", [(A, "Gunmen"), (R, "the convoy")]),
        ("relative", "fled", [(A, "Gunmen")]),
        pytest.param("reduced", "killed", [(A, "the blast"), (R, "Soldiers")], id="an event that kills acts"),
        ("control", "pay", [(A, "the banker"), (R, "a fine")]),
        ("asked_him", "leave", [(A, "him")]),
        ("raising", "fired", [(R, "He")]),
        ("coordination", "met", [(A, "Ministers")]),
        ("coordination", "signed", [(A, "Ministers"), (R, "a pact")]),
        ("joint", "visited", [(A, "Mary"), (A, "John"), (R, "Oslo")]),
        ("nominal_by", "killing", [(A, "smugglers"), (R, "the guard")]),
        ("possessor", "attack", [(A, "The army"), (R, "the village")]),
        ("sanctions", "sanctions", [(A, "Greece"), (R, "Mali")]),
        ("light_verb", "sanctions", [(A, "Brussels"), (R, "the firm")]),
        ("dative", "gave", [(A, "The bank"), (R, "the city")]),
        ("protest_for", "protested", [(A, "Workers"), (R, "Brussels")]),
        ("detonated", "detonated", [(A, "Rebels"), (WITH, "a bomb")]),
        ("his_arrest", "arrest", [(R, "His"), (P, "Lima")]),
        ("instrument", "stabbed", [(A, "He"), (R, "the guard"), (P, "the station"), (WITH, "a knife")]),
        ("blast", "killed", [(A, "The blast"), (R, "a boy")]),
        ("died", "died", [(R, "Two climbers")]),
        ("dead", "dead", [(R, "two climbers")]),
        ("demand", "demanded", [(A, "The council"), (R, "Peru")]),
        ("rejected_offer", "rejected", [(A, "The union"), (R, "Acme")]),
        ("called_by", "protests", [(A, "the union")]),
        pytest.param("dateline", "apologised", [(A, "The minister")], id="a dateline is no subject"),
        pytest.param("institution", "protests", [(P, "Lima")], id="a city before an event noun says where"),
        ("investigation", "investigation", [(A, "Regulators"), (R, "the bank")]),
    ],
)
def test_roles(sentence: str, trigger: str, expected: list[tuple[Role, str]]) -> None:
    assert roles(prepared(sentence), trigger) == expected


@pytest.mark.parametrize(
    ("sentence", "head", "expected"),
    [
        ("series", 1, "A series of attacks"),
        ("apposition", 2, "The opposition newspaper La Prensa"),
        ("relative", 0, "Gunmen"),
        ("possessor", 3, "The army's attack"),
        ("possessor", 6, "the village"),
        ("coordination", 0, "Ministers"),
        ("nominal_by", 1, "The killing of the guard"),
    ],
)
def test_noun_phrases_end_before_clauses(sentence: str, head: int, expected: str) -> None:
    parse = parsed(SENTENCES[sentence])
    assert noun_phrase(parse, head).text(parse.text) == expected


def test_participants_and_place_lead_to_entities() -> None:
    analysis = prepared("his_arrest")
    arrest = event(analysis, "arrest")
    assert arrest.place is not None
    assert arrest.place.name == "Lima"
    assert [p.mention is not None for p in arrest.participants] == [False, True]


def test_a_name_in_apposition_is_the_mention_of_a_described_participant() -> None:
    analysis = prepared("apposition")
    closed = event(analysis, "closed")
    assert closed.participants[0].mention is not None
    assert closed.participants[0].mention.label is Label.ORG


def test_a_name_wins_over_a_pronoun_that_covers_the_same_token() -> None:
    analysis = analysis_of(parsed(SENTENCES["joint"]))
    name = Mention(Span(0, 4), 0, 1, 0, Label.PERSON)
    group = Mention(Span(0, 13), 0, 3, 0, Label.PERSON, form=MentionForm.NOMINAL)
    analysis.mentions = [name, group]
    Events()(analysis)
    Participants()(analysis)
    assert event(analysis, "visited").participants[0].mention is name


@pytest.mark.parametrize(
    ("sentence", "trigger", "dated"),
    [("instrument", "stabbed", True), ("died", "died", True), ("arrest", "arrested", False)],
)
def test_dates_by_syntax(sentence: str, trigger: str, dated: bool) -> None:
    assert (event(prepared(sentence), trigger).date is not None) is dated


def test_a_duration_is_no_date_of_an_event() -> None:
    analysis = analysis_of(parsed(SENTENCES["died"]))
    analysis.dates = [Date(analysis.parse.span(4, 5), DateType.DURATION, "P1D", DateStatus.DURATION)]
    Events()(analysis)
    Participants()(analysis)
    assert event(analysis, "died").date is None


def twice(first: str, second: str) -> tuple[Event, Event]:
    """Two sentences "X attacked Oslo.", each with one actor."""
    rows = []
    for base, actor in ((0, first), (4, second)):
        rows += [
            f"{actor} NNP {base + 1} nsubj",
            f"attacked VBD {base + 1} ROOT attack",
            f"Oslo NNP {base + 1} dobj",
            f". . {base + 1} punct",
        ]
    analysis = analysis_of(parsed(rows))
    parse = analysis.parse
    entities = {name: Entity(name, Label.GPE, name.lower()) for name in ("Mali", "Peru", "Oslo")}
    for token in range(parse.n):
        name = parse.word(token)
        if name in entities:
            analysis.mentions.append(
                Mention(parse.span(token, token + 1), token, token + 1, token, Label.GPE, entity=entities[name])
            )
    Events()(analysis)
    Participants()(analysis)
    one, other = analysis.events
    return one, other


def test_an_event_told_twice_is_one_cluster() -> None:
    one, other = twice("Mali", "Mali")
    assert one.cluster is None
    assert other.cluster is one


def test_a_definite_noun_repeats_the_event_before() -> None:
    analysis = prepared("blasts")
    first, *_, second = [event for event in analysis.events if event.lemma == "explosion"]
    assert second.cluster is first


def test_dates_of_a_dateline_date_no_event() -> None:
    analysis = prepared("instrument")
    analysis.sections = [Section(SectionKind.DATELINE, Span(0, len(analysis.text)))]
    event(analysis, "stabbed").date = None
    Participants()(analysis)
    assert event(analysis, "stabbed").date is None


def test_other_actors_make_another_event() -> None:
    one, other = twice("Mali", "Peru")
    assert one.cluster is None
    assert other.cluster is None


def of_rows(rows: list[str], trigger: str) -> list[tuple[Role, str]]:
    """The participants of a trigger in a sentence of rows, its names marked."""
    analysis = analysis_of(parsed(rows))
    parse = analysis.parse
    for token in range(parse.n):
        label = NAMES.get(parse.word(token))
        if label is not None:
            entity = Entity(parse.word(token), label, parse.lower[token])
            analysis.mentions.append(Mention(parse.span(token, token + 1), token, token + 1, token, label, entity=entity))
    Events()(analysis)
    Participants()(analysis)
    return roles(analysis, trigger)


def test_a_headline_leaves_the_auxiliary_out() -> None:
    rows = ["Driver NN 1 nsubj", "arrested VBN 1 ROOT arrest", "in IN 1 prep", "Leeds NNP 2 pobj"]
    assert of_rows(rows, "arrested") == [(R, "Driver"), (P, "Leeds")]


def test_the_place_named_within_a_place() -> None:
    rows = [
        "He PRP 2 nsubjpass",
        "was VBD 2 auxpass be",
        "arrested VBN 2 ROOT arrest",
        "at IN 2 prep",
        "his PRP$ 5 poss",
        "home NN 3 pobj",
        "in IN 5 prep",
        "Leeds NNP 6 pobj",
    ]
    assert of_rows(rows, "arrested") == [(R, "He"), (P, "Leeds")]


def test_a_movement_happens_on_its_way() -> None:
    rows = ["Workers NNS 1 nsubj worker", "marched VBD 1 ROOT march", "through IN 1 prep", "Oslo NNP 2 pobj"]
    assert of_rows(rows, "marched") == [(A, "Workers"), (P, "Oslo")]


def test_the_client_of_a_lawyer_is_not_the_lawyer() -> None:
    rows = [
        "His PRP$ 1 poss",
        "lawyer NN 2 nsubj",
        "said VBD 2 ROOT say",
        "he PRP 5 nsubj",
        "had VBD 5 aux have",
        "attacked VBN 2 ccomp attack",
        "nobody NN 5 dobj",
    ]
    assert of_rows(rows, "attacked")[0] == (A, "he")


def test_nephews_and_companies_are_not_one() -> None:
    rows = []
    for base, noun in ((0, "company"), (4, "nephew")):
        rows += [
            f"The DT {base + 1} det",
            f"{noun} NN {base + 2} nsubj",
            f"attacked VBD {base + 2} ROOT attack",
            f"Oslo NNP {base + 2} dobj",
        ]
    analysis = analysis_of(parsed(rows))
    parse = analysis.parse
    entity = Entity("Oslo", Label.GPE, "oslo")
    analysis.mentions = [Mention(parse.span(t, t + 1), t, t + 1, t, Label.GPE, entity=entity) for t in (3, 7)]
    Events()(analysis)
    Participants()(analysis)
    assert [event.cluster for event in analysis.events] == [None, None]


def test_the_last_strike_is_another_one() -> None:
    rows = [
        "A DT 1 det",
        "strike NN 2 nsubj",
        "began VBD 2 ROOT begin",
        "The DT 5 det",
        "last JJ 5 amod",
        "strike NN 6 nsubj",
        "ended VBD 6 ROOT end",
    ]
    analysis = analysis_of(parsed(rows))
    parse = analysis.parse
    analysis.events = [Event(parse.span(t, t + 1), t, "strike", EventType.PROTEST) for t in (1, 5)]
    link_repeated(parse, analysis.events)
    assert analysis.events[1].cluster is None
