from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from pipeline.extract.label_choice import KINDS
from pipeline.extract.mentions import Mentions
from pipeline.extract.name_spans import trim_name
from pipeline.extract.ranking import BITS, Scorer
from pipeline.extract.sections import Sections
from pipeline.layers import Mention
from pipeline.parse import Parse
from pipeline.stages import Analysis
from pipeline.vocabulary import Label
from tests.analysis import VOCAB, analysis_of, parsed


def marked(rows, *entities, spaces=None) -> Analysis:
    """The Analysis of a parse in which a recogniser has marked (first, last, label)."""
    parse = parsed(rows, spaces)
    parse.doc.ents = [DocSpan(parse.doc, first, last, label=label) for first, last, label in entities]
    return analysis_of(parse)


NEUTRAL = Scorer(
    np.zeros((1, len(KINDS)), np.float32),
    np.zeros(1 << BITS, np.int32),
    np.zeros(len(KINDS), np.float32),
    np.ones(len(KINDS), np.float32),
    0.0,
)
"""Knows nothing: the label that the rules settle on stands."""


def names(analysis: Analysis) -> list[tuple[str, str]]:
    Mentions(labels=NEUTRAL)(analysis)
    return [(mention.span.text(analysis.text), str(mention.label)) for mention in analysis.mentions]


def one(analysis: Analysis) -> Mention:
    Mentions(labels=NEUTRAL)(analysis)
    (mention,) = analysis.mentions
    return mention


HYPHENATED = ["Oh NNP 3 compound", "Da NNP 3 compound", "- HYPH 3 punct", "reum NN 4 nsubj", "sang VBD 4 ROOT"]


@pytest.mark.parametrize("last", [2, 4])
def test_the_parts_of_a_given_name(last: int) -> None:
    analysis = marked(HYPHENATED, (0, last, "PERSON"), spaces=[True, False, False, True, False])
    assert names(analysis) == [("Oh Da-reum", "PERSON")]


@pytest.mark.parametrize("last", [2, 4])
def test_a_word_made_with_a_name_is_no_part_of_it(last: int) -> None:
    rows = ["Ana NNP 1 compound", "Obi NNP 3 npadvmod", "- HYPH 3 punct", "era NN 4 compound", "laws NNS 4 ROOT"]
    assert names(marked(rows, (0, last, "PERSON"), spaces=[True, False, False, True, False])) == [("Ana Obi", "PERSON")]


@pytest.mark.parametrize(("mark", "expected"), [("”", [("Parallel", "WORK_OF_ART")]), (",", [])])
def test_a_word_that_opens_a_quotation_is_no_title(mark: str, expected: list[tuple[str, str]]) -> None:
    rows = ["“ `` 1 punct", "Parallel NNP 3 nsubj", f"{mark} '' 1 punct", "grew VBD 3 ROOT"]
    assert names(marked(rows, (1, 2, "WORK_OF_ART"), spaces=[False, False, True, False])) == expected


MET = ["met VBD 4 ROOT", "him PRP 4 dobj", ". . 4 punct"]


@pytest.mark.parametrize(
    ("rows", "entities", "expected"),
    [
        pytest.param(
            ["The DT 2 det", "Harbor NNP 2 compound", "Fund NNP 3 nsubj", "closed VBD 3 ROOT"],
            [(0, 3, "ORG")],
            [("Harbor Fund", "ORG")],
            id="no determiner",
        ),
        pytest.param(
            ["Voss NNP 2 poss", "’s POS 0 case", "boat NN 3 nsubj", "sank VBD 3 ROOT"],
            [(0, 2, "PERSON")],
            [("Voss", "PERSON")],
            id="no possessive",
        ),
        pytest.param(
            ["Carla NNP 1 compound", "Voss NNP 4 nsubj", ", , 1 punct", "58 CD 1 appos", "left VBD 4 ROOT"],
            [(0, 4, "PERSON")],
            [("Carla Voss", "PERSON")],
            id="no age",
        ),
        pytest.param(
            ["“ `` 1 punct", "Stakes NNP 3 nsubj", "” '' 1 punct", "sold VBD 3 ROOT"],
            [(0, 3, "WORK_OF_ART")],
            [("Stakes", "WORK_OF_ART")],
            id="no quotation marks",
        ),
        pytest.param(
            ["Saint NNP 1 compound", "Orlan NNP 2 nsubj", "voted VBD 2 ROOT"],
            [(0, 2, "GPE")],
            [("Saint Orlan", "GPE")],
            id="a saint's town",
        ),
        pytest.param(
            ["Rio NNP 1 compound", "Claro NNP 4 nsubj", "do VBP 1 nmod", "Sul NNP 2 dobj", "flooded VBD 4 ROOT"],
            [(0, 2, "GPE")],
            [("Rio Claro do Sul", "GPE")],
            id="a particle and the word behind it",
        ),
        pytest.param(
            ["Byndoor NNP 1 compound", "taluk NN 4 nsubj", "of IN 1 prep", "Udupi NNP 2 pobj", "flooded VBD 4 ROOT"],
            [(0, 4, "GPE")],
            [("Byndoor", "GPE"), ("Udupi", "GPE")],
            id="a place and what it is a part of",
        ),
        pytest.param(
            ["China NNP 2 poss", "’s POS 0 case", "Orlan NNP 3 nsubj", "flooded VBD 3 ROOT"],
            [(0, 3, "GPE")],
            [("China", "GPE"), ("Orlan", "GPE")],
            id="a country and a place in it",
        ),
        pytest.param(
            ["Orlan NNP 3 nsubj", ", , 0 punct", "Jamaica NNP 0 appos", "flooded VBD 3 ROOT"],
            [(0, 3, "GPE")],
            [("Orlan", "GPE"), ("Jamaica", "GPE")],
            id="a town and its country",
        ),
        pytest.param(
            ["Orlan NNP 2 poss", "’s POS 0 case", "Bay NNP 3 nsubj", "flooded VBD 3 ROOT"],
            [(0, 3, "LOC")],
            [("Orlan’s Bay", "LOC")],
            id="a possessive in a place's name",
        ),
        pytest.param(
            [
                "Harbor NNP 1 compound",
                "Fund NNP 5 nsubj",
                "( -LRB- 1 punct",
                "HAF NNP 1 appos",
                ") -RRB- 1 punct",
                "won VBD 5 ROOT",
            ],
            [(0, 4, "ORG")],
            [("Harbor Fund", "ORG"), ("HAF", "ORG")],
            id="a name and its acronym",
        ),
        pytest.param(
            ["Harbor NNP 1 compound", "Fund NNP 4 nsubj", ", , 1 punct", "IMSS NNP 1 conj", "won VBD 4 ROOT"],
            [(0, 4, "ORG")],
            [("Harbor Fund", "ORG"), ("IMSS", "ORG")],
            id="a name and another's acronym",
        ),
        pytest.param(
            ["Tropical NNP 1 compound", "storm NN 2 compound", "Mira NNP 3 nsubj", "hit VBD 3 ROOT"],
            [(2, 3, "PERSON")],
            [("Mira", "EVENT")],
            id="a storm",
        ),
        pytest.param(
            [
                "Hurricane NNP 1 compound",
                "Mira NNP 2 nsubj",
                "hit VBD 2 ROOT",
                "as IN 5 mark",
                "Mira NNP 5 nsubj",
                "grew VBD 2 advcl",
            ],
            [(1, 2, "GPE"), (4, 5, "PERSON")],
            [("Hurricane Mira", "EVENT"), ("Mira", "EVENT")],
            id="a storm in capitals, and its name alone",
        ),
        pytest.param(
            ["Hurricane NNP 2 compound", "Relief NNP 2 compound", "Fund NNP 3 nsubj", "paid VBD 3 ROOT"],
            [(0, 3, "ORG")],
            [("Hurricane Relief Fund", "ORG")],
            id="a fund is no storm",
        ),
        pytest.param(
            ["They PRP 1 nsubj", "flew VBD 1 ROOT", "Orlan-3 NNP 1 dobj"], [(2, 3, "GPE")], [("Orlan-3", "PRODUCT")], id="a code"
        ),
        pytest.param(
            ["They PRP 1 nsubj", "left VBD 1 ROOT", "Orlan-3 NNP 1 dobj"], [(2, 3, "ORG")], [("Orlan-3", "ORG")], id="a unit's code"
        ),
        pytest.param(
            ["Adam NNP 2 compound", "Air NNP 2 compound", "Flight NNP 4 nsubj", "574 CD 2 nummod", "sank VBD 4 ROOT"],
            [(0, 3, "PERSON")],
            [("Adam Air Flight 574", "PRODUCT")],
            id="a flight",
        ),
        pytest.param(
            ["It PRP 1 nsubj", "reached VBD 1 ROOT", "Terminal NNP 1 dobj", "3 CD 2 nummod"],
            [(2, 4, "PRODUCT")],
            [("Terminal 3", "FAC")],
            id="a terminal",
        ),
        pytest.param(
            ["Ana NNP 1 compound", "Lind NNP 2 compound", "street NN 3 nsubj", "flooded VBD 3 ROOT"],
            [(0, 2, "PERSON")],
            [("Ana Lind", "FAC")],
            id="a street",
        ),
        pytest.param(
            ["southern JJ 1 amod", "Orlan NNP 2 nsubj", "flooded VBD 2 ROOT"],
            [(0, 2, "GPE")],
            [("Orlan", "GPE")],
            id="no direction",
        ),
        pytest.param(
            ["Orlan NNP 2 nsubj", "4.4mm NN 0 npadvmod", "fell VBD 2 ROOT"], [(0, 2, "GPE")], [("Orlan", "GPE")], id="no measure"
        ),
        pytest.param(
            ["Orlan NNP 4 nsubj", ", , 0 punct", "Mich. NNP 0 appos", ", , 0 punct", "flooded VBD 4 ROOT"],
            [(0, 1, "ORG"), (2, 3, "GPE")],
            [("Orlan", "GPE"), ("Mich.", "GPE")],
            id="a town before its state",
        ),
        pytest.param(
            ["the DT 3 det", "Harbor NNP 3 compound", "Safety NNP 3 compound", "Act NNP 4 nsubj", "and CC 3 cc", "HSA NNP 3 conj"],
            [(1, 4, "LAW"), (5, 6, "ORG")],
            [("Harbor Safety Act", "LAW"), ("HSA", "LAW")],
            id="the acronym of a law",
        ),
        pytest.param(
            ["U.S.-backed JJ 1 amod", "troops NNS 2 nsubj", "left VBD 2 ROOT"], [], [("U.S.", "GPE")], id="a country in a compound"
        ),
        pytest.param(
            ["JD(S NNP 2 nsubj", ") -RRB- 0 punct", "won VBD 2 ROOT"], [(0, 1, "ORG")], [("JD(S)", "ORG")], id="a closing bracket"
        ),
        pytest.param(
            ["Lind NNP 4 nsubj", ", , 0 punct", "R-Fla NNP 0 appos", ", , 0 punct", "won VBD 4 ROOT"],
            [(0, 1, "PERSON"), (2, 3, "ORG")],
            [("Lind", "PERSON"), ("Fla", "GPE")],
            id="the state of a politician",
        ),
        pytest.param(
            ["Ana NNP 1 compound", "Lind NNP 3 nsubj", "On NNP 1 nmod", "Boats NNPS 3 ROOT"],
            [(0, 3, "PERSON")],
            [("Ana Lind", "PERSON")],
            id="no preposition of a headline",
        ),
        pytest.param(
            ["It PRP 1 nsubj", "made VBD 1 ROOT", "LE NNP 4 quantmod", "545 CD 4 compound", "million CD 1 dobj"],
            [(2, 5, "PRODUCT")],
            [],
            id="no amount",
        ),
        pytest.param(
            ["White NNP 1 compound", "House NNP 3 compound", "Press NNP 3 compound", "Secretary NNP 4 compound", "Lind NNP 4 ROOT"],
            [(0, 3, "ORG"), (4, 5, "PERSON")],
            [("White House", "ORG"), ("Lind", "PERSON")],
            id="no part of a title",
        ),
        pytest.param(["It PRP 1 nsubj", "hurt VBD 1 ROOT", "heroin NN 1 dobj"], [(2, 3, "PERSON")], [], id="no drug"),
        pytest.param(["It PRP 1 nsubj", "does VBZ 1 ROOT", "n't RB 1 neg"], [(2, 3, "ORG")], [], id="no clipped word"),
        pytest.param(["He PRP 1 nsubj", "left VBD 1 ROOT", "Tuesday NNP 1 npadvmod"], [(2, 3, "PERSON")], [], id="no weekday"),
        pytest.param(["He PRP 1 nsubj", "got VBD 1 ROOT", "Covid-19 NNP 1 dobj"], [(2, 3, "PERSON")], [], id="no disease"),
        pytest.param(["She PRP 1 nsubj", "paid VBD 1 ROOT", "50 CD 1 dobj"], [(2, 3, "CARDINAL")], [], id="no number"),
        pytest.param(["a DT 1 det", "mosque NN 2 nsubj", "burned VBD 2 ROOT"], [(1, 2, "FAC")], [], id="no small letters"),
        pytest.param(["The DT 1 det", "President NNP 2 nsubj", "left VBD 2 ROOT"], [(1, 2, "PERSON")], [], id="no bare title"),
        pytest.param(
            ["Especially RB 2 advmod", "Foss NNP 2 compound", "Street NNP 3 nsubj", "flooded VBD 3 ROOT"],
            [(0, 3, "FAC")],
            [("Foss Street", "FAC")],
            id="no adverb that opens the sentence",
        ),
        pytest.param(
            ["Lena NNP 1 compound", "Ortiz NNP 1 ROOT", "/ SYM 1 punct", "Coastline NNP 4 compound", "Press NNP 1 appos"],
            [(0, 5, "PERSON")],
            [("Lena Ortiz", "PERSON"), ("Coastline Press", "ORG")],
            id="a credit is two names",
        ),
        pytest.param(
            ["Ivan NNP 4 nsubj", "the DT 2 det", "Baker NNP 0 appos", "himself PRP 0 appos", "left VBD 4 ROOT"],
            [(0, 3, "PERSON")],
            [("Ivan the Baker", "PERSON")],
            id="a byname",
        ),
        pytest.param(
            ["Queen NNP 2 poss", "’s POS 0 case", "College NNP 3 nsubj", "won VBD 3 ROOT"],
            [(0, 3, "ORG")],
            [("Queen’s College", "ORG")],
            id="a queen's college is no queen",
        ),
        pytest.param(
            ["Amara NNP 2 compound", "Diallo NNP 2 compound", "Keita NNP 3 nsubj", "left VBD 3 ROOT"],
            [(0, 2, "PERSON")],
            [("Amara Diallo Keita", "PERSON")],
            id="a name cut short",
        ),
        pytest.param(
            ["Amara NNP 2 compound", "Diallo NNP 2 compound", "Keita NNP 3 nsubj", "left VBD 3 ROOT"],
            [(0, 2, "PERSON"), (2, 3, "PERSON")],
            [("Amara Diallo Keita", "PERSON")],
            id="a name in two pieces",
        ),
        pytest.param(
            ["the DT 2 det", "K-9 JJ 2 amod", "cartel NN 3 nsubj", "fled VBD 3 ROOT", "K-9 NN 3 dobj"],
            [],
            [("K-9", "ORG"), ("K-9", "ORG")],
            id="a noun tells a name, and it is found again",
        ),
        pytest.param(
            ["Shipping NN 1 compound", "company NN 2 compound", "Norlin NNP 3 nsubj", "sank VBD 3 ROOT"],
            [(2, 3, "PERSON")],
            [("Norlin", "ORG")],
            id="a company is no person",
        ),
        pytest.param(
            ["Norlin NNP 4 nsubj", ", , 0 punct", "who WP 3 nsubj", "sang VBD 0 relcl", "left VBD 4 ROOT"],
            [(0, 1, "GPE")],
            [("Norlin", "PERSON")],
            id="who is a person",
        ),
        pytest.param(
            ["the DT 1 det", "town NN 4 nsubj", "of IN 1 prep", "Norlin NNP 2 pobj", "burned VBD 4 ROOT"],
            [(3, 4, "PERSON")],
            [("Norlin", "GPE")],
            id="a town is a place",
        ),
        pytest.param(
            ["Glaciers NNS 1 nsubj", "melt VBP 1 ROOT", ". . 1 punct", "Few JJ 4 amod", "glaciers NNS 5 nsubj", "grow VBP 5 ROOT"],
            [(0, 1, "PERSON")],
            [],
            id="a common word at the start of a sentence",
        ),
        pytest.param(
            ["Mr. NNP 1 compound", "Obi NNP 2 nsubj", "left VBD 2 ROOT"], [], [("Obi", "PERSON")], id="a title tells a name"
        ),
        pytest.param(
            [
                "Harbor NNP 1 compound",
                "Authority NNP 5 nsubj",
                "( -LRB- 1 punct",
                "HA NNP 1 appos",
                ") -RRB- 1 punct",
                "left VBD 5 ROOT",
            ],
            [(0, 2, "ORG")],
            [("Harbor Authority", "ORG"), ("HA", "ORG")],
            id="an acronym in brackets",
        ),
        pytest.param(
            ["Obi NNP 1 nsubj", "lives VBZ 1 ROOT", "in IN 1 prep", "Mexico NNP 2 pobj"],
            [(0, 1, "PERSON"), (3, 4, "ORG")],
            [("Obi", "PERSON"), ("Mexico", "GPE")],
            id="a country is a place",
        ),
        pytest.param(
            ["Queen NNP 3 compound", "Ana NNP 3 compound", "Central NNP 3 compound", "Hospital NNP 4 nsubj", "opened VBD 4 ROOT"],
            [(0, 4, "FAC")],
            [("Queen Ana Central Hospital", "FAC")],
            id="a building named after a queen",
        ),
        pytest.param(
            ["World NNP 1 compound", "Bank NNP 3 poss", "'s POS 1 case", "Representative NNP 4 nsubj", "spoke VBD 4 ROOT"],
            [(0, 4, "ORG")],
            [("World Bank", "ORG")],
            id="whose representative speaks",
        ),
        pytest.param(
            ["Bernardo NNP 1 compound", "O’Rourke NNS 2 nsubj", "spoke VBD 2 ROOT"],
            [(0, 1, "PERSON")],
            [("Bernardo O’Rourke", "PERSON")],
            id="a surname that the tagger takes for a noun",
        ),
        pytest.param(
            ["Carmaker NNP 1 compound", "Volvaro NNP 2 nsubj", "rose VBD 2 ROOT"],
            [(0, 2, "ORG")],
            [("Volvaro", "ORG")],
            id="what the company is opens the sentence",
        ),
    ],
)
def test_spans(rows, entities, expected):
    assert names(marked(rows, *entities)) == expected


def test_a_double_title_behind_an_organization_is_no_part_of_it():
    rows = ["EsFund NNP 3 compound", "Executive NNP 3 compound", "- HYPH 3 punct", "President NNP 4 nsubj", "left VBD 4 ROOT"]
    assert names(marked(rows, (0, 2, "ORG"), spaces=[True, False, False, True, False])) == [("EsFund", "ORG")]


def test_a_full_stop_without_space_ends_a_name_inside_a_token():
    rows = ["Gen. NNP 2 compound", "Carla NNP 2 compound", "Ibarra.Lena NNP 2 ROOT", "Ortiz NNP 2 appos"]
    analysis = marked(rows, (1, 4, "PERSON"))
    assert names(analysis) == [("Carla Ibarra", "PERSON"), ("Lena Ortiz", "PERSON")]
    first = analysis.mentions[0]
    assert first.title is not None
    assert first.title.text(analysis.text) == "Gen."


@pytest.mark.parametrize(
    ("rows", "entity", "title", "name"),
    [
        pytest.param(
            ["Attorney NNP 1 compound", "General NNP 2 compound", "Moss NNP 3 nsubj", "left VBD 3 ROOT"],
            (2, 3),
            "Attorney General",
            "Moss",
            id="before the span",
        ),
        pytest.param(
            ["Attorney NNP 1 compound", "General NNP 2 compound", "Moss NNP 3 nsubj", "left VBD 3 ROOT"],
            (0, 3),
            "Attorney General",
            "Moss",
            id="inside the span",
        ),
        pytest.param(
            ["then-President NNP 2 compound", "Amara NNP 2 compound", "Moss NNP 3 nsubj", "left VBD 3 ROOT"],
            (1, 3),
            "then-President",
            "Amara Moss",
            id="hyphen",
        ),
        pytest.param(["Dean NNP 1 compound", "Moss NNP 2 nsubj", "left VBD 2 ROOT"], (0, 2), None, "Dean Moss", id="a given name"),
    ],
)
def test_titles_are_outside_the_name(rows, entity, title, name):
    analysis = marked(rows, (*entity, "PERSON"))
    mention = one(analysis)
    assert mention.span.text(analysis.text) == name
    assert (mention.title and mention.title.text(analysis.text)) == title


def test_an_article_agrees_with_itself():
    rows = [
        "Carla NNP 1 compound",
        "Okonjo NNP 2 nsubj",
        "won VBD 2 ROOT",
        ". . 2 punct",
        "Okonjo NNP 5 nsubj",
        "smiled VBD 5 ROOT",
        ". . 5 punct",
        "They PRP 8 nsubj",
        "praised VBD 8 ROOT",
        "Okonjo NNP 8 dobj",
        ". . 8 punct",
    ]
    analysis = marked(rows, (0, 2, "PERSON"), (4, 5, "ORG"))
    assert names(analysis) == [("Carla Okonjo", "PERSON"), ("Okonjo", "PERSON"), ("Okonjo", "PERSON")]


def test_a_surname_inside_another_name_is_not_cut_out():
    rows = ["Carla NNP 1 compound", "Foss NNP 2 nsubj", "left VBD 2 ROOT", "Foss NNP 4 compound", "Holdings NNP 2 dobj"]
    assert names(marked(rows, (0, 2, "PERSON"))) == [("Carla Foss", "PERSON")]


def test_the_place_of_the_dateline_is_a_place():
    rows = [
        "LEEDS NNP 0 ROOT",
        ", , 0 punct",
        "March NNP 0 npadvmod",
        "3 CD 2 nummod",
        "( -LRB- 0 punct",
        "Reuters NNP 0 appos",
        ") -RRB- 0 punct",
        "- HYPH 0 punct",
        "It PRP 9 nsubj",
        "rained VBD 9 ROOT",
        ". . 9 punct",
    ]
    spaces = [False, True, True, True, False, False, True, True, True, False, False]
    analysis = marked(rows, (0, 1, "ORG"), spaces=spaces)
    Sections()(analysis)
    assert names(analysis)[0] == ("LEEDS", "GPE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Voss”", "Voss"),
        ("Voss's", "Voss"),
        ("Okafor Inc.", "Okafor Inc."),
        ("U.S.", "U.S."),
        ("Martin Jr.", "Martin Jr."),
        ("Okafor.", "Okafor"),
        ("Plaza (", "Plaza"),
        ("Fund (East)", "Fund (East)"),
        ("...", ""),
    ],
)
def test_trim_name(text, expected):
    assert trim_name(text, 0, len(text)).text(text) == expected


WORDS = st.sampled_from(
    ["Voss", "Mr.", "the", "U.S.", "’s", "“", ")", "\n\n", "Bank", "President", "of", "in", "K-9", "cartel", "3", "."]
)
TAGS = st.sampled_from(["NNP", "NN", "DT", "IN", "POS", ".", "VBD", "_SP"])


@given(st.lists(st.tuples(WORDS, TAGS, st.sampled_from(["", "PERSON", "ORG", "GPE", "DATE"])), min_size=1, max_size=25), st.data())
def test_names_are_ordered_disjoint_and_inside_the_text(tokens, data):
    heads = [data.draw(st.integers(0, len(tokens) - 1)) for _ in tokens]
    heads = [0] * len(heads) if len(set(heads)) else heads
    deps = ["ROOT", *["compound"] * (len(tokens) - 1)]
    doc = Doc(VOCAB, words=[word for word, _, _ in tokens], tags=[tag for _, tag, _ in tokens], heads=heads, deps=deps)
    doc.ents = [DocSpan(doc, at, at + 1, label=label) for at, (_, _, label) in enumerate(tokens) if label]
    analysis = analysis_of(Parse(doc))
    Mentions(labels=NEUTRAL)(analysis)
    spans = [mention.span for mention in analysis.mentions]
    assert all(0 <= span.start < span.end <= len(analysis.text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(mention.label in Label for mention in analysis.mentions)
    assert all(not mention.title or mention.title.end <= mention.span.start for mention in analysis.mentions)


@pytest.mark.parametrize("words", [[], [" "], ["\n\n"], ["."]])
def test_no_text_gives_no_names(words):
    analysis = analysis_of(Parse(Doc(VOCAB, words=words)))
    assert names(analysis) == []


def test_a_nickname_inside_a_name_belongs_to_it():
    rows = ["Efua NNP 4 compound", "“ `` 2 punct", "Broom NNP 4 nmod", "” '' 2 punct", "Darko NNP 5 nsubj", "won VBD 5 ROOT"]
    spaces = [True, False, False, True, True, False]
    analysis = marked(rows, (0, 1, "PERSON"), (2, 5, "WORK_OF_ART"), spaces=spaces)
    assert names(analysis) == [("Efua “Broom” Darko", "PERSON")]


def test_the_words_of_an_article_are_no_person() -> None:
    rows = [
        "Ana NNP 1 compound",
        "Trump NNP 2 nsubj",
        "left VBD 2 ROOT",
        "the DT 5 det",
        "Trump NNP 5 compound",
        "years NNS 2 dobj",
    ]
    assert names(marked(rows, (0, 2, "PERSON"))) == [("Ana Trump", "PERSON")]


def test_a_given_name_of_the_article_is_taken_in() -> None:
    rows = ["Efua NNP 1 compound", "Darko NNP 2 nsubj", "won VBD 2 ROOT", "Efua NNP 6 dep", "Nyarko NNP 5 compound"]
    rows += ["Darko NNP 6 nsubj", "sang VBD 6 ROOT"]
    assert names(marked(rows, (0, 2, "PERSON"), (4, 6, "PERSON"))) == [("Efua Darko", "PERSON"), ("Efua Nyarko Darko", "PERSON")]
