import pytest
from spacy.tokens import Span

from pipeline.extract.exclusions import NAME_WORDS, is_name_of_person, is_of_the_author, only_names, says_nothing
from pipeline.extract.grammar import Grammar
from pipeline.extract.quote_map import Range
from pipeline.extract.rivals import Found
from tests.analysis import parsed, quote_map

#          0                  1                   2             3             4
CALLED = [
    "Anna NNP 1 nsubj",
    "calls VBZ 1 ROOT call",
    "him PRP 4 nsubj",
    "“ `` 4 punct",
    "Captain NNP 5 compound",
    "Cash NNP 1 oprd",
    "” '' 5 punct",
]


@pytest.mark.parametrize(
    ("rows", "cue", "content", "expected"),
    [
        pytest.param(CALLED, 1, (3, 7), True, id="a nickname"),
        pytest.param(CALLED, 1, (2, 7), True, id="with a pronoun before it"),
        pytest.param([CALLED[0], "praises VBZ 1 ROOT praise", *CALLED[2:]], 1, (3, 7), False, id="another verb"),
        pytest.param([*CALLED[:4], "captain NN 5 compound", *CALLED[5:]], 1, (3, 7), False, id="lower case"),
        pytest.param([*CALLED[:4], "of IN 5 prep", *CALLED[5:]], 1, (3, 7), True, id="a small word"),
        pytest.param(CALLED, 1, (2, 3), False, id="nothing in marks"),
        pytest.param(
            ["it PRP 1 nsubj", "titled VBN 1 ROOT title", "“ `` 1 punct", *["The DT 1 dep"] * NAME_WORDS, "” '' 1 punct"],
            1,
            (2, 4 + NAME_WORDS),
            True,
            id="as long as a title is",
        ),
        pytest.param(
            ["it PRP 1 nsubj", "titled VBN 1 ROOT title", "“ `` 1 punct", *["The DT 1 dep"] * (NAME_WORDS + 1), "” '' 1 punct"],
            1,
            (2, 5 + NAME_WORDS),
            False,
            id="too long for a title",
        ),
        pytest.param(
            ["we PRP 1 nsubj", "know VBP 1 ROOT", "“ `` 4 punct", "Emma NNP 5 nsubj", "” '' 4 punct", "ended VBD 1 ccomp"],
            1,
            (2, 6),
            False,
            id="a clause about a title",
        ),
    ],
)
def test_only_names(rows: list[str], cue: int, content: Range, expected: bool) -> None:
    parse = parsed(rows)
    assert only_names(parse, quote_map(parse), Found(cue, (content,), 0.9)) is expected


def says(rows: list[str], cue: int, content: Range) -> bool:
    return says_nothing(parsed(rows), Found(cue, (content,), 0.9))


@pytest.mark.parametrize(
    ("rows", "cue", "content", "expected"),
    [
        pytest.param(
            ["declined VBD 0 ROOT decline", "to TO 2 aux", "comment VB 0 xcomp"], 0, (1, 3), True, id="declined to comment"
        ),
        pytest.param(
            ["refused VBD 0 ROOT refuse", "to TO 2 aux", "say VB 0 xcomp", "why WRB 2 advmod"], 0, (1, 4), True, id="refused to say"
        ),
        pytest.param(
            ["refused VBD 0 ROOT refuse", "to TO 3 aux", "even RB 3 advmod", "say VB 0 xcomp"], 0, (1, 4), True, id="a word between"
        ),
        pytest.param(["refused VBD 0 ROOT refuse", "to TO 2 aux", "leave VB 0 xcomp"], 0, (1, 3), False, id="refused to leave"),
        pytest.param(["agreed VBD 0 ROOT agree", "to TO 2 aux", "comment VB 0 xcomp"], 0, (1, 3), False, id="agreed to comment"),
        pytest.param(["declined VBD 0 ROOT decline", "a DT 2 det", "comment NN 0 dobj"], 0, (1, 3), False, id="no infinitive"),
        pytest.param(["declined VBD 0 ROOT decline", "to IN 0 prep"], 0, (1, 2), False, id="nothing behind it"),
        pytest.param(
            ["declined VBD 0 ROOT decline", "to TO 2 aux", "say VB 0 xcomp", "why WRB 2 advmod"],
            2,
            (3, 4),
            True,
            id="the verb below",
        ),
        pytest.param(
            ["tried VBD 0 ROOT try", "to TO 2 aux", "say VB 0 xcomp", "why WRB 2 advmod"], 2, (3, 4), False, id="tried to say"
        ),
        pytest.param(
            ["declined VBD 0 ROOT decline", "and CC 0 cc", "said VBD 0 conj say", "no UH 2 intj"], 2, (3, 4), False, id="and said"
        ),
        pytest.param(
            ["declined VBD 0 ROOT decline", "to TO 2 aux", "stop VB 0 xcomp", "him PRP 2 dobj"], 2, (3, 4), False, id="another verb"
        ),
    ],
)
def test_what_says_nothing(rows: list[str], cue: int, content: Range, expected: bool) -> None:
    assert says(rows, cue, content) is expected


@pytest.mark.parametrize(
    ("tag", "label", "expected"),
    [
        pytest.param("NNP", "PERSON", True, id="a name"),
        pytest.param("VBD", "PERSON", False, id="a verb that the recognizer took for one"),
        pytest.param("NNP", "ORG", False, id="of an organization"),
    ],
)
def test_a_word_of_a_person_s_name_is_no_cue(tag: str, label: str, expected: bool) -> None:
    parse = parsed(["Tom NNP 1 compound", f"Marks {tag} 2 nsubj", "left VBD 2 ROOT"])
    parse.doc.set_ents([Span(parse.doc, 0, 2, label)])
    assert is_name_of_person(Grammar(parse, [0] * 4), 1) is expected
    assert not is_name_of_person(Grammar(parse, [0] * 4), -1)


@pytest.mark.parametrize(
    ("governor", "cue", "expected"),
    [
        pytest.param("worth IN 1 prep", "noting VBG 2 pcomp note", True, id="worth noting"),
        pytest.param("without IN 1 prep", "saying VBG 2 pcomp say", True, id="goes without saying"),
        pytest.param("bears VBZ 1 ROOT bear", "repeating VBG 2 xcomp repeat", True, id="bears repeating"),
        pytest.param("by IN 1 prep", "noting VBG 2 pcomp note", False, id="by noting"),
        pytest.param("worth IN 1 prep", "note NN 2 pobj note", False, id="a noun"),
    ],
)
def test_what_the_author_says(governor: str, cue: str, expected: bool) -> None:
    rows = ["it PRP 1 nsubj", "is VBZ 1 ROOT be", governor, cue, "that IN 6 mark", "it PRP 6 nsubj", "rained VBD 3 ccomp"]
    assert is_of_the_author(parsed(rows), Found(3, ((4, 7),), 0.9)) is expected
