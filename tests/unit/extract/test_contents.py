import pytest

from pipeline.extract.contents import find_candidates
from pipeline.extract.quote_map import QuoteMap
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from tests.analysis import parsed, quote_map

SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]

CLAUSE = ["that IN 7 mark", "it PRP 7 nsubj", "rained VBD 4 acl", ". . 1 punct"]
"""A clause that the parser hangs on the token 4."""

#         0         1     2        3     4       5         6    7            8          9
QUOTED = [
    "“ `` 2 punct",
    "It PRP 2 nsubj",
    "rained VBD 5 ccomp",
    ", , 5 punct",
    "” '' 5 punct",
    "said VBD 5 ROOT say",
    "Anna NNP 5 nsubj",
    ", , 5 punct",
    "“ `` 10 punct",
    "and CC 10 cc",
    "snowed VBD 5 conj",
    ". . 5 punct",
    "” '' 5 punct",
]


QUOTED_SPACES = [False, True, False, False, True, True, False, True, False, True, False, False, False]


def contents(parse: Parse, cue: int) -> dict[str, list[str]]:
    """For each kind of candidate, its parts."""
    return {
        candidate.kind: [parse.span(*item).text(parse.text) for item in candidate.ranges]
        for candidate in find_candidates(parse, quote_map(parse), cue)
    }


@pytest.mark.parametrize(
    ("rows", "cue", "kind", "expected"),
    [
        pytest.param(SAID, 1, "child:ccomp:R", ["that it rained"], id="clause"),
        pytest.param(SAID, 1, "after", ["that it rained."], id="the rest of the sentence"),
        pytest.param(
            ["the DT 1 det", "claim NN 1 ROOT", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 acl"],
            1,
            "child:acl:R",
            ["that it rained"],
            id="noun",
        ),
        pytest.param(
            ["It PRP 1 nsubj", "rained VBD 4 ccomp", ", , 4 punct", "Anna NNP 4 nsubj", "said VBD 4 ROOT"],
            4,
            "before",
            ["It rained,"],
            id="before the subject",
        ),
        pytest.param(
            ["According VBG 4 prep", "to IN 0 prep", "Anna NNP 1 pobj", "it PRP 4 nsubj", "rained VBD 4 ROOT", ". . 4 punct"],
            0,
            "around:prep",
            ["it rained."],
            id="the clause that a phrase hangs on",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "urged VBD 1 ROOT", "Tom NNP 1 dobj", "to TO 4 aux", "leave VB 1 xcomp"],
            1,
            "run:dobj:xcomp",
            ["Tom to leave"],
            id="a run of dependents",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "told VBD 1 ROOT", "of IN 1 prep", "the DT 4 det", "flood NN 2 pobj"],
            1,
            "inner:prep:pobj",
            ["the flood"],
            id="inside a preposition",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "said VBD 1 ROOT", "in IN 1 prep", "a DT 4 det", "note NN 2 pobj", *CLAUSE],
            1,
            "deep:acl",
            ["that it rained"],
            id="behind the noun inside a preposition",
        ),
        pytest.param(
            ["Taxes NNS 2 nsubjpass", "are VBP 2 auxpass", "expected VBN 2 ROOT", "to TO 4 aux", "rise VB 2 xcomp"],
            2,
            "both:nsubjpass:xcomp",
            ["Taxes", "to rise"],
            id="subject and complement",
        ),
    ],
)
def test_candidates(rows: list[str], cue: int, kind: str, expected: list[str]) -> None:
    assert contents(parsed(rows), cue)[kind] == expected


@pytest.mark.parametrize("expected", [["“It rained,”"], ["“and snowed.”"], ["“It rained,”", "“and snowed.”"]])
def test_quotations_on_both_sides(expected: list[str]) -> None:
    assert expected in contents(parsed(QUOTED, QUOTED_SPACES), 5).values()


def test_the_quotation_around_a_cue() -> None:
    rows = ["“ `` 2 punct", "No UH 2 intj", "said VBD 2 ROOT", "Tom NNP 2 nsubj", "” '' 2 punct", "left VBD 5 ROOT"]
    assert ["“No said Tom”"] in contents(parsed(rows, [False, True, True, False, True, False]), 2).values()


def test_after_a_colon() -> None:
    parse = parsed(["Anna NNP 1 dep", ": : 3 punct", "it PRP 3 nsubj", "rained VBD 3 ROOT"])
    assert contents(parse, 1)["colon:paragraph"] == ["it rained"]


def test_a_colon_at_the_end_of_a_paragraph_takes_the_next_one() -> None:
    rows = ["Anna NNP 0 ROOT", ": : 0 punct", "\n\n _SP 1 dep", "It PRP 4 nsubj", "rained VBD 4 ROOT"]
    parse = parsed([row.replace("\n\n", "\\n") for row in rows], [False, False, False, True, False])
    text = parse.text.replace("\\n", "\n\n")
    parse = Parse(parse.doc, text)
    assert [span.text(text) for span in find_paragraphs(text)] == ["Anna:", "It rained"]
    assert contents(parse, 1)["colon:next"] == ["It rained"]


@pytest.mark.parametrize("rows", [SAID, QUOTED, ["said VBD 0 ROOT"], [": : 0 ROOT"], ["a DT 1 det", "— : 1 ROOT"]])
def test_candidates_are_distinct_ordered_and_in_the_text(rows: list[str]) -> None:
    parse = parsed(rows)
    for cue in range(parse.n):
        found = find_candidates(parse, quote_map(parse), cue)
        assert len({candidate.ranges for candidate in found}) == len(found)
        for candidate in found:
            assert 0 <= candidate.head < parse.n
            assert all(0 <= first < last <= parse.n for first, last in candidate.ranges)
            assert found == find_candidates(parse, quote_map(parse), cue)


def test_candidates_are_few_however_many_dependents_there_are() -> None:
    rows = ["said VBD 0 ROOT", *(f"w{n} NN 0 dobj" for n in range(300))]
    parse = parsed(rows)
    assert len(find_candidates(parse, quote_map(parse), 0)) < 300 * 6


def test_a_quote_map_without_paragraphs() -> None:
    parse = parsed(["said VBD 0 ROOT"])
    quotes = QuoteMap(parse, [], [])
    assert quotes.paragraph(0) is None
    assert quotes.beside(parse, 0) == ([], [])
    assert [candidate.kind for candidate in find_candidates(parsed([": : 0 ROOT"]), quotes, 0)] == []


def test_the_rest_of_a_sentence_stands_for_its_first_root() -> None:
    rows = ["Rain NN 0 ROOT", ". . 0 punct", "Anna NNP 3 nsubj", "left VBD 3 ROOT", "after IN 3 prep", "saying VBG 4 pcomp"]
    parse = parsed([*rows, "so RB 5 advmod"])
    found = {candidate.kind: candidate for candidate in find_candidates(parse, quote_map(parse), 5)}
    assert parse.roots == [0, 3]
    assert (found["rest"].head, found["rest"].ranges) == (3, ((2, 5),))
