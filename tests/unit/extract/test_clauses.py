import pytest

from pipeline.extract.clauses import is_passive, objects, subjects
from tests.analysis import parsed

# Peru accused the bank of hiding losses .
ACCUSED = [
    "Peru NNP 1 nsubj",
    "accused VBD 1 ROOT accuse",
    "the DT 3 det",
    "bank NN 1 dobj",
    "of IN 1 prep",
    "hiding VBG 4 pcomp hide",
    "losses NNS 5 dobj loss",
]
# She watched him fall .
WATCHED = ["She PRP 1 nsubj", "watched VBD 1 ROOT watch", "him PRP 1 dobj", "fall VB 1 ccomp"]
# Police held a man on suspicion of theft by hiding ; here the noun governs the verb
SUSPECTED = [
    "Police NNS 1 nsubj",
    "held VBD 1 ROOT hold",
    "a DT 3 det",
    "man NN 1 dobj",
    "on IN 1 prep",
    "suspicion NN 4 pobj",
    "of IN 5 prep",
    "stealing VBG 6 pcomp steal",
]
# Roads are empty : Go home
ORDERED = ["Roads NNS 1 nsubj road", "are VBP 1 ROOT be", "empty JJ 1 acomp", ": : 1 punct", "Go VB 1 xcomp go", "home RB 4 advmod"]
# A man shot at a firm was held : the firm stands behind a preposition that the parser left empty
STRANDED = [
    "A DT 1 det",
    "man NN 7 nsubjpass",
    "shot VBN 1 acl shoot",
    "at IN 2 prep",
    "a DT 5 det",
    "firm NN 7 nsubjpass",
    "was VBD 7 auxpass be",
    "held VBN 7 ROOT hold",
]
# Kwak said leaders were ill : the parser takes the subject for an object
MISTAKEN = ["Kwak NNP 1 nsubj", "said VBD 1 ROOT say", "leaders NNS 1 dobj leader", "were VBD 1 ccomp be", "ill JJ 3 acomp"]
# Kwak said is ill : a headline
HEADLINE = ["Kwak NNP 1 nsubj", "said VBD 1 ROOT say", "is VBZ 1 ccomp be", "ill JJ 2 acomp"]
# Kwak said : in Lima fell : whoever fell, it is not Kwak
SUBJECTLESS = ["Kwak NNP 1 nsubj", "said VBD 1 ROOT say", ": : 1 punct", "in IN 5 prep", "Lima NNP 3 pobj", "fell VBD 1 ccomp fall"]


@pytest.mark.parametrize(
    ("rows", "verb", "expected"),
    [
        pytest.param(MISTAKEN, 3, [2], id="an object by mistake"),
        pytest.param(HEADLINE, 2, [0], id="a subject left out"),
        pytest.param(SUBJECTLESS, 5, [], id="no subject of its own"),
        pytest.param(ACCUSED, 5, [3], id="of whom something is said"),
        pytest.param(WATCHED, 3, [2], id="who is watched"),
        pytest.param(SUSPECTED, 7, [3], id="the object of a verb of suspicion"),
        pytest.param(ORDERED, 4, [], id="an order behind a colon"),
        pytest.param(STRANDED, 7, [1], id="no noun behind a stranded preposition"),
    ],
)
def test_subjects(rows: list[str], verb: int, expected: list[int]) -> None:
    assert subjects(parsed(rows), verb) == expected


@pytest.mark.parametrize(
    ("joined", "expected"),
    [pytest.param([], True, id="a participle"), pytest.param(["and CC 1 cc"], False, id="coordinated")],
)
def test_a_finite_verb_without_a_subject_is_a_participle(joined: list[str], expected: bool) -> None:
    rows = ["He PRP 1 nsubj", "came VBD 1 ROOT come", *joined, "handcuffed VBD 1 advcl handcuff"]
    assert is_passive(parsed(rows), len(rows) - 1) is expected


#         0                   1                    2            3               4                 5            6
QUOTED = [
    "said VBD 0 ROOT",
    "a DT 2 det",
    "filing NN 0 nsubj",
    "“ `` 4 punct",
    "cartel NN 2 appos",
    "dealt VBN 4 acl",
    "and CC 5 cc",
]
QUOTED += ["committed VBD 5 conj", "crimes NNS 7 dobj"]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param(QUOTED[3], [4], id="what is quoted has verbs of its own"),
        pytest.param("the DT 4 det", [2], id="nothing is quoted"),
    ],
)
def test_a_finite_verb_joins_no_verb_outside_its_quotation(mark: str, expected: list[int]) -> None:
    assert subjects(parsed([*QUOTED[:3], mark, *QUOTED[4:]]), 7) == expected


@pytest.mark.parametrize(
    ("opener", "expected"),
    [
        pytest.param(["which WDT 6 dobj"], [2], id="a relative clause"),
        pytest.param(["so RB 6 advmod"], [], id="a clause of its own"),
    ],
)
def test_a_relative_clause_behind_a_comma_has_a_pronoun(opener: list[str], expected: list[int]) -> None:
    rows = [
        "Peru NNP 1 nsubj",
        "runs VBZ 1 ROOT run",
        "trips NNS 1 dobj trip",
        ", , 2 punct",
        *opener,
        "boats NNS 6 nsubj boat",
        "make VBP 2 relcl",
    ]
    assert objects(parsed(rows), 6) == expected
