import pytest

from pipeline.extract.neuters import Neuters
from pipeline.layers import Entity
from pipeline.vocabulary import Label
from tests.analysis import parsed

LABELS = {"Fund": Label.ORG, "Toa": Label.GPE, "Voss": Label.PERSON}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["Fund NNP 1 nsubj", "said VBD 1 ROOT say", "its PRP$ 3 poss", "boats NNS 4 nsubj", "sank VBD 1 ccomp"],
            "Fund",
            id="in the subject of the clause below",
        ),
        pytest.param(
            ["Fund NNP 1 nsubj", "never RB 1 neg", "sold VBD 2 ROOT", "it PRP 2 dobj"],
            None,
            id="no object of its own verb",
        ),
        pytest.param(
            [
                *[
                    "She PRP 1 nsubj",
                    "joined VBD 1 ROOT",
                    "Fund NNP 1 dobj",
                    ", , 2 punct",
                    "which WDT 5 nsubj",
                    "sold VBD 2 relcl",
                ],
                *["its PRP$ 7 poss", "boats NNS 5 dobj"],
            ],
            "Fund",
            id="relative clause",
        ),
        pytest.param(
            ["Voss NNP 1 nsubj", "thanked VBD 1 ROOT", "Fund NNP 1 dobj", "for IN 1 prep", "its PRP$ 5 poss", "help NN 3 pobj"],
            "Fund",
            id="behind a person",
        ),
        pytest.param(
            [
                *["Voss NNP 1 nsubj", "praised VBD 1 ROOT", "Fund NNP 4 poss", "'s POS 2 case", "belief NN 1 dobj", "in IN 4 prep"],
                *["its PRP$ 7 poss", "role NN 5 pobj"],
            ],
            "Fund",
            id="behind what is its own",
        ),
        pytest.param(
            [
                *["Voss NNP 1 nsubj", "gave VBD 1 ROOT", "Fund NNP 1 dative", "a DT 4 det", "boat NN 1 dobj", "with IN 4 prep"],
                *["its PRP$ 7 poss", "sails NNS 5 pobj"],
            ],
            None,
            id="behind what has no name",
        ),
        pytest.param(
            [
                *["Voss NNP 1 nsubj", "joined VBD 1 ROOT", "Fund NNP 1 dobj", "in IN 2 prep", "Toa NNP 3 pobj", "for IN 1 prep"],
                *["its PRP$ 7 poss", "help NN 5 pobj"],
            ],
            None,
            id="behind two",
        ),
        pytest.param(
            ["In IN 5 prep", "its PRP$ 2 poss", "report NN 0 pobj", ", , 5 punct", "Fund NNP 5 nsubj", "complained VBD 5 ROOT"],
            "Fund",
            id="points ahead",
        ),
    ],
)
def test_within_a_sentence(rows, expected):
    assert resolved(rows) == expected


FUND_SPOKE = ["Fund NNP 1 nsubj", "spoke VBD 1 ROOT say", ". . 1 punct"]
VOSS_SPOKE = ["Voss NNP 1 nsubj", "spoke VBD 1 ROOT say", ". . 1 punct"]
A_PLAN_SPOKE = ["plan NN 1 nsubj", "spoke VBD 1 ROOT say", ". . 1 punct"]
FUND_GREW = ["Fund NNP 1 nsubj", "grew VBD 1 ROOT", ". . 1 punct"]
BOATS_SAIL = ["Boats NNS 1 nsubj", "sail VBP 1 ROOT", ". . 1 punct"]
IT_ADDED = ["it PRP 1 nsubj", "added VBD 1 ROOT say"]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        pytest.param([FUND_SPOKE, IT_ADDED], "Fund", id="it added"),
        pytest.param([FUND_SPOKE, BOATS_SAIL, IT_ADDED], "Fund", id="with a sentence between"),
        pytest.param([FUND_SPOKE, *[BOATS_SAIL] * 4, IT_ADDED], None, id="too long ago"),
        pytest.param([FUND_SPOKE, A_PLAN_SPOKE, IT_ADDED], None, id="a plan spoke last"),
        pytest.param([FUND_SPOKE, VOSS_SPOKE, IT_ADDED], None, id="a person spoke last"),
        pytest.param([FUND_GREW, IT_ADDED], "Fund", id="nobody spoke"),
        pytest.param([FUND_GREW, ["It PRP 1 nsubj", "owns VBZ 1 ROOT", "boats NNS 1 dobj"]], "Fund", id="it owns"),
        pytest.param([BOATS_SAIL, ["It PRP 1 nsubj", "owns VBZ 1 ROOT", "boats NNS 1 dobj"]], None, id="about no one with a name"),
        pytest.param([FUND_GREW, ["It PRP 1 nsubj", "rained VBD 1 ROOT"]], None, id="no object"),
        pytest.param([FUND_GREW, ["It PRP 1 nsubj", "means VBZ 1 ROOT mean", "money NN 1 dobj"]], None, id="impersonal"),
        pytest.param(
            [FUND_GREW, ["It PRP 1 nsubj", "’s VBZ 1 ROOT", "odd JJ 1 acomp", "to TO 4 aux", "go VB 1 xcomp"]], None, id="is"
        ),
        pytest.param([FUND_GREW, ["Its PRP$ 1 poss", "boats NNS 2 nsubj", "sank VBD 2 ROOT"]], "Fund", id="its boats"),
    ],
)
def test_from_the_sentence_before(sentences, expected):
    rows: list[str] = []
    for sentence in sentences:
        by = len(rows)
        for row in sentence:
            word, tag, head, *rest = row.split()
            rows.append(" ".join([word, tag, str(int(head) + by), *rest]))
    assert resolved(rows) == expected


def resolved(rows: list[str]) -> str | None:
    """The name that the last "it" or "its" is found to stand for."""
    parse = parsed(rows)
    entities = {name: Entity(name, label, name.lower()) for name, label in LABELS.items()}
    at = {token: entities[parse.word(token)] for token in range(parse.n) if parse.word(token) in entities}
    pronoun = max(token for token in range(parse.n) if parse.lower[token] in ("it", "its"))
    entity = Neuters(parse, at, frozenset({"say"}), frozenset({"mean"})).resolve(pronoun)
    return None if entity is None else entity.name
