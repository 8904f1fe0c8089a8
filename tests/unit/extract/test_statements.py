from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.acceptance import Choice
from pipeline.extract.contents import Candidate, QuoteMap, Range
from pipeline.extract.grammar import Grammar
from pipeline.extract.leftovers import Found
from pipeline.extract.quotes import find_quotations
from pipeline.extract.ranking import Calibration, Weights
from pipeline.extract.statements import (
    CONTENT_FLOOR,
    NAME_WORDS,
    NOMINAL_FLOOR,
    QUOTED_FLOOR,
    SISTER_FLOOR,
    Statements,
    build_statement,
    choose,
    cue_lemma,
    cue_span,
    cut_at_next_cues,
    floor_of,
    kind_of,
    link_parents,
    only_names,
    rank_contents,
    says_nothing,
    statement_weights,
)
from pipeline.layers import Section, Statement
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import SectionKind, StatementKind
from tests.analysis import analysis_of, parsed, worded

DIRECT, INDIRECT, MIXED = StatementKind.DIRECT, StatementKind.INDIRECT, StatementKind.MIXED


def quote_map(parse: Parse) -> QuoteMap:
    paragraphs = find_paragraphs(parse.text)
    return QuoteMap(parse, paragraphs, find_quotations(parse.text, paragraphs))


def ranges_of(parse: Parse, *parts: str) -> tuple[Range, ...]:
    found = []
    at = 0
    for part in parts:
        start = parse.text.index(part, at)
        at = start + len(part)
        found.append(parse.tokens_in(start, at))
    return tuple(found)


def token_of(parse: Parse, word: str | None) -> int:
    return -1 if word is None else parse.token_at(parse.text.index(word))


def built(text: str, cue: str | None, *parts: str) -> Statement:
    parse = worded(text)
    return build_statement(parse, quote_map(parse), Found(token_of(parse, cue), ranges_of(parse, *parts), 0.9), Calibration())


@pytest.mark.parametrize(
    ("text", "cue", "parts", "kind", "expected"),
    [
        pytest.param("“It rained_,” she said_.", "said", ["“It rained,”"], DIRECT, ["“It rained,”"], id="direct"),
        pytest.param("She said_ it rained_.", "said", ["it rained."], INDIRECT, ["it rained"], id="indirect, without the stop"),
        pytest.param("She said_, it rained_ —", "said", [", it rained —"], INDIRECT, ["it rained"], id="without outer marks"),
        pytest.param(
            "She said_ the flood was_ “the worst” yet.",
            "said",
            ["the flood was “the worst” yet"],
            MIXED,
            ["the flood was “the worst” yet"],
            id="mixed",
        ),
        pytest.param(
            "“It rained_,” she said_, “and snowed_.”",
            "said",
            ["“It rained,”", "“and snowed.”"],
            DIRECT,
            ["“It rained,”", "“and snowed.”"],
            id="two parts",
        ),
        pytest.param("“It rained_,” she said_.", "said", ["It rained"], DIRECT, ["“It rained,”"], id="the whole quotation"),
        pytest.param(
            "“He said_ it rained_,” she added_.",
            "said",
            ["it rained"],
            INDIRECT,
            ["it rained"],
            id="marks around the cue do not count",
        ),
        pytest.param("“It rained_ all day.”", None, ["“It rained all day.”"], DIRECT, ["“It rained all day.”"], id="no cue"),
        pytest.param("She said_ “no”.", "said", ["“no”."], DIRECT, ["“no”"], id="a stop behind the mark"),
        pytest.param("She said_ : — .", "said", [": — ."], INDIRECT, [], id="nothing but marks"),
    ],
)
def test_build_statement(text: str, cue: str | None, parts: list[str], kind: StatementKind, expected: list[str]) -> None:
    found = built(text, cue, *parts)
    plain = text.replace("_", "")
    assert [part.text(plain) for part in found.parts] == expected
    assert found.kind is kind
    assert (found.cue is None) == (cue is None)
    assert found.confidence == pytest.approx(0.9)


@pytest.mark.parametrize(("source", "expected"), [(None, INDIRECT), (0, DIRECT)])
def test_what_the_layout_credits_is_direct(source: int | None, expected: StatementKind) -> None:
    parse = worded("She said_ it rained_.")
    statement = build_statement(parse, quote_map(parse), Found(1, ((2, 4),), None, source), Calibration())
    assert (statement.kind, statement.is_turn) == (expected, source is not None)


def test_a_statement_knows_its_quotations() -> None:
    found = built("She said_ it was_ “bad” and “sad”.", "said", "it was “bad” and “sad”")
    assert [quotation.mark for quotation in found.quotations] == ["“", "“"]
    assert built("She said_ it rained_.", "said", "it rained").quotations == []


@pytest.mark.parametrize(("probability", "expected"), [(0.75, pytest.approx(0.9)), (0.5, pytest.approx(0.5)), (None, None)])
def test_the_confidence_is_calibrated(probability: float | None, expected: float | None) -> None:
    parse = worded("She said_ it rained_.")
    found = Found(1, ((2, 4),), probability, 0)
    statement = build_statement(parse, quote_map(parse), found, Calibration(2.0, 0.0))
    assert statement.confidence == expected
    assert statement.source_token == 0


@pytest.mark.parametrize(
    ("text", "part", "outer", "expected"),
    [
        ("“It rained_,” she said_.", "“It rained,”", {1}, DIRECT),
        ("“It rained_,” she said_.", "“It rained,” she", {1}, MIXED),
        ("“It rained_,” she said_.", "she", {1}, INDIRECT),
        ("“It rained_,” she said_.", "“It rained,”", set(), INDIRECT),
        ("“It rained_,” she said_.", ".", {1}, INDIRECT),
    ],
)
def test_kind_of(text: str, part: str, outer: set[int], expected: StatementKind) -> None:
    parse = worded(text)
    assert kind_of(parse, quote_map(parse), ranges_of(parse, part), outer) is expected


@pytest.mark.parametrize(
    ("rows", "cue", "parts", "expected", "lemma"),
    [
        pytest.param(["She PRP 1 nsubj", "said VBD 1 ROOT say", "no UH 1 intj"], 1, [], "said", "say", id="one word"),
        pytest.param(
            ["She PRP 1 nsubj", "pointed VBD 1 ROOT point", "out RP 1 prt", "that IN 1 mark"],
            1,
            [],
            "pointed out",
            "point out",
            id="particle",
        ),
        pytest.param(
            ["She PRP 1 nsubj", "pointed VBD 1 ROOT point", "it PRP 1 dobj", "out RP 1 prt"],
            1,
            [],
            "pointed",
            "point out",
            id="parted",
        ),
        pytest.param(
            ["According VBG 0 prep accord", "to IN 0 prep", "her PRP 1 pobj"], 0, [], "According to", "according", id="according to"
        ),
        pytest.param(
            ["She PRP 3 nsubj", "did VBD 3 aux", "not RB 3 neg", "say VB 3 ROOT", "so RB 3 advmod"],
            3,
            [],
            "did not say",
            "say",
            id="negation",
        ),
        pytest.param(["She PRP 2 nsubj", "never RB 2 neg", "said VBD 2 ROOT say"], 2, [], "never said", "say", id="never"),
        pytest.param(
            ["She PRP 2 nsubj", "has VBZ 2 aux", "said VBN 2 ROOT say"], 2, [], "said", "say", id="an auxiliary alone is left out"
        ),
        pytest.param(
            ["“ `` 3 punct", "No UH 3 intj", "not RB 3 neg", "said VBD 3 ROOT say"],
            3,
            [(1, 3)],
            "said",
            "say",
            id="never over the content",
        ),
    ],
)
def test_cue_span(rows: list[str], cue: int, parts: list[Range], expected: str, lemma: str) -> None:
    parse = parsed(rows)
    assert cue_span(parse, cue, [parse.span(*part) for part in parts]).text(parse.text) == expected
    assert cue_lemma(parse, cue) == lemma


def chosen(*items: tuple[int, tuple[Range, ...], float], n: int = 40) -> list[int]:
    return [item.cue for item in choose([Found(*item) for item in items], n)]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(0, ((1, 5),), 0.6), (9, ((10, 15),), 0.9)], [9, 0], id="apart: both, the likelier first"),
        pytest.param([(0, ((2, 10),), 0.6), (1, ((2, 10),), 0.9)], [1], id="the same words"),
        pytest.param([(0, ((2, 10),), 0.9), (1, ((2, 9),), 0.6)], [0], id="nearly the same words"),
        pytest.param([(0, ((2, 20),), 0.6), (5, ((6, 9),), 0.9)], [5, 0], id="one holds the other"),
        pytest.param([(0, ((2, 10),), 0.9), (1, ((8, 20),), 0.6)], [0], id="overlapping"),
        pytest.param([(0, ((2, 5), (8, 12)), 0.9), (6, ((6, 7),), 0.6)], [0, 6], id="in the gap of another"),
        pytest.param([(7, ((2, 5),), 0.9), (3, ((2, 5),), 0.9)], [3], id="equally likely: the first in the text"),
        pytest.param(
            [(0, ((0, 10),), 0.9), (1, ((8, 20),), 0.8), (2, ((15, 30),), 0.7)], [0, 2], id="what is dropped drops nothing"
        ),
    ],
)
def test_choose(items: list[tuple[int, tuple[Range, ...], float]], expected: list[int]) -> None:
    assert chosen(*items) == expected


RANGES = st.tuples(st.integers(0, 25), st.integers(1, 12)).map(lambda pair: ((pair[0], pair[0] + pair[1]),))
FOUND = st.lists(st.tuples(RANGES, st.floats(0.45, 1)), max_size=12).map(
    lambda items: [Found(cue, ranges, probability) for cue, (ranges, probability) in enumerate(items)]
)


@given(FOUND)
def test_choices_do_not_exclude_each_other(found: list[Found]) -> None:
    kept = choose(found, 40)
    sets = [{token for first, last in item.ranges for token in range(first, last)} for item in kept]
    for one, other in combinations(sets, 2):
        shared = len(one & other)
        assert shared in (0, len(one), len(other))
        assert shared <= 0.6 * len(one | other)


@given(FOUND)
def test_what_is_dropped_is_excluded_by_something_at_least_as_likely(found: list[Found]) -> None:
    kept = choose(found, 40)
    for item in found:
        if item not in kept:
            rivals = [other for other in kept if (other.probability or 0) >= (item.probability or 0)]
            assert any(len(choose([item, other], 40)) == 1 for other in rivals)
    assert choose(kept, 40) == kept


def stated(*parts: tuple[int, int], cue: tuple[int, int] | None = None) -> Statement:
    return Statement([Span(*part) for part in parts], INDIRECT, None if cue is None else Span(*cue))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([stated((0, 5), cue=(6, 8)), stated((10, 15), cue=(16, 18))], [None, None], id="apart"),
        pytest.param([stated((5, 30), cue=(0, 4)), stated((12, 30), cue=(8, 11))], [None, 0], id="nested"),
        pytest.param(
            [stated((5, 60), cue=(0, 4)), stated((12, 60), cue=(8, 11)), stated((20, 60), cue=(15, 19))],
            [None, 0, 1],
            id="nested twice",
        ),
        pytest.param([stated((5, 30), cue=(0, 4)), stated((12, 20), cue=(40, 44))], [None, None], id="the cue is outside"),
        pytest.param([stated((5, 30), cue=(0, 4)), stated((12, 20))], [None, 0], id="no cue"),
        pytest.param(
            [stated((0, 10), (30, 40), cue=(20, 24)), stated((12, 18), cue=(18, 20))],
            [None, None],
            id="in the gap between two parts",
        ),
        pytest.param(
            [stated((0, 10), (30, 60), cue=(20, 24)), stated((40, 50), cue=(35, 38))], [None, 0], id="in the second of two parts"
        ),
        pytest.param(
            [stated((0, 30), cue=(90, 94)), stated((2, 8), cue=(10, 12)), stated((14, 20), cue=(22, 24))],
            [None, 0, 0],
            id="two in one",
        ),
    ],
)
def test_link_parents(statements: list[Statement], expected: list[int | None]) -> None:
    link_parents(statements)
    assert [None if s.parent is None else statements.index(s.parent) for s in statements] == expected
    for statement in statements:
        statement.parent = None


SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


def constant(score: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rows: np.full(len(rows), score, dtype=np.float32)


def prefer(place: int, score: float = 6.0) -> Callable[[np.ndarray], np.ndarray]:
    """Scores one example of the article above all others."""
    return lambda rows: np.where(np.arange(len(rows)) == place, score, 0.0).astype(np.float32)


def only(place: int) -> Callable[[np.ndarray], np.ndarray]:
    """Lets one possible cue through: of Anna, said and rained."""
    return lambda rows: np.where(np.arange(len(rows)) == min(place, len(rows) - 1), 9.0, -9.0).astype(np.float32)


Score = Callable[[np.ndarray], np.ndarray]


def scorers(cue: Score, content: Score, *, end: int = 0, choice: float = 3.0, source: int = 0) -> dict[str, Any]:
    """Scorers of a stage: the end is the first, which is that of the candidate, unless another is asked for; no source is found."""
    return {"cue": cue, "content": content, "end": prefer(end), "choice": constant(choice), "source": prefer(source)}


def ranked(cue: Score, content: Score, rows: list[str] = SAID, *, end: int = 0, choice: float = 3.0) -> list[Found]:
    parse = parsed(rows)
    quotes = quote_map(parse)
    return rank_contents(Grammar(parse, quotes.inside), quotes, scorers(cue, content, end=end, choice=choice))


def test_nothing_is_ranked_below_the_cue_s_floor() -> None:
    assert ranked(constant(-9), constant(0)) == []


def test_the_likeliest_content_is_taken() -> None:
    (found,) = ranked(only(1), prefer(1))
    assert found.cue == 1
    assert found.ranges == ((2, 5),)
    assert found.probability is not None
    assert found.probability > CONTENT_FLOOR


def test_no_content_is_a_choice() -> None:
    assert ranked(only(1), prefer(0)) == []


@pytest.mark.parametrize(
    ("rows", "content", "expected"),
    [
        pytest.param(SAID, (2, 5), CONTENT_FLOOR, id="a clause"),
        pytest.param(["She PRP 1 nsubj", "backs VBZ 1 ROOT", "the DT 3 det", "bill NN 1 dobj"], (2, 4), NOMINAL_FLOOR, id="a noun"),
        pytest.param(["She PRP 1 nsubj", "backs VBZ 1 ROOT", "it PRP 1 dobj"], (2, 3), NOMINAL_FLOOR, id="a pronoun"),
        pytest.param(["She PRP 1 nsubj", "wants VBZ 1 ROOT", "two CD 1 dobj"], (2, 3), NOMINAL_FLOOR, id="a number"),
        pytest.param(
            ["She PRP 1 nsubj", "saw VBD 1 ROOT", "“ `` 3 punct", "chaos NN 1 dobj", "” '' 3 punct"],
            (2, 5),
            QUOTED_FLOOR,
            id="a noun in marks",
        ),
        pytest.param(
            ["She PRP 1 nsubj", "saw VBD 1 ROOT", "a DT 4 det", "“ `` 4 punct", "mess NN 1 dobj", "” '' 4 punct"],
            (2, 6),
            CONTENT_FLOOR,
            id="a noun with marked words",
        ),
    ],
)
def test_floor(rows: list[str], content: Range, expected: float) -> None:
    parse = parsed(rows)
    head = next(token for token in range(*content) if not content[0] <= parse.head[token] < content[1])
    assert (
        floor_of(parse, quote_map(parse), Choice(1, Candidate("child", head, (content,)), (content,), 1.0, 0.9, 0.9, 0.9))
        == expected
    )


BACKS = ["Anna NNP 1 nsubj", "backs VBZ 1 ROOT back", "the DT 3 det", "bill NN 1 dobj"]


@pytest.mark.parametrize(
    ("rows", "content", "choice", "expected"),
    [
        pytest.param(SAID, 6.0, 0.6, [((2, 5),)], id="a clause, accepted"),
        pytest.param(SAID, 6.0, -0.8, [], id="a clause, refused"),
        pytest.param(SAID, -6.0, 3.0, [], id="surely no cue"),
        pytest.param(BACKS, 6.0, 0.5, [], id="a noun, just accepted"),
        pytest.param(BACKS, 6.0, 1.5, [((2, 4),)], id="a noun, surely accepted"),
    ],
)
def test_a_choice_must_be_accepted(rows: list[str], content: float, choice: float, expected: list[tuple[Range, ...]]) -> None:
    def first_or_none(examples: np.ndarray) -> np.ndarray:
        place = np.arange(len(examples))
        return np.where(place == 0, 0.0, np.where(place == 1, content, -50.0)).astype(np.float32)

    assert [found.ranges for found in ranked(only(1), first_or_none, rows, choice=choice)] == expected


def test_the_likeliest_end_is_taken() -> None:
    rows = [*SAID[:5], "when WRB 6 advmod", "clouds NNS 4 advcl"]
    assert [found.ranges for found in ranked(only(1), prefer(1), rows)] == [((2, 7),)]
    assert [found.ranges for found in ranked(only(1), prefer(1), rows, end=1)] == [((2, 5),)]


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


def test_the_stage_leaves_out_nicknames() -> None:
    told, called = analysed([CALLED[0], "told VBZ 1 ROOT tell", *CALLED[2:]]), analysed(CALLED)
    found = []
    for analysis in (told, called):
        stage(1)(analysis)
        found.append([statement.cue_lemma for statement in analysis.statements])
    assert found == [["tell"], []]


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


#         0                  1                     2               3                4            5                     6
SISTERS = ["Tom NNP 1 nsubj", "said VBD 1 ROOT say", "it PRP 3 nsubj", "rained VBD 1 ccomp", "and CC 3 cc", "vowed VBD 3 conj vow"]
SISTERS += ["to TO 7 aux", "go VB 5 xcomp"]


def changed(place: int, row: str) -> list[str]:
    return [*SISTERS[:place], row, *SISTERS[place + 1 :]]


@pytest.mark.parametrize(
    ("rows", "others", "expected"),
    [
        pytest.param(SISTERS, [(5, 0.9)], (2, 4), id="cut"),
        pytest.param(SISTERS, [], (2, 8), id="no further cue"),
        pytest.param(SISTERS, [(5, SISTER_FLOOR)], (2, 8), id="a doubtful cue"),
        pytest.param(SISTERS, [(7, 0.9)], (2, 8), id="a cue that is not coordinated"),
        pytest.param(changed(5, "vows VBZ 3 conj vow"), [(5, 0.9)], (2, 8), id="another tense"),
        pytest.param(changed(4, "he PRP 5 nsubj"), [(5, 0.9)], (2, 8), id="a subject of its own"),
        pytest.param(changed(4, "then RB 5 advmod"), [(5, 0.9)], (2, 8), id="no conjunction"),
        pytest.param(changed(3, "rained VBD 1 advcl"), [(5, 0.9)], (2, 8), id="no complement"),
        pytest.param(changed(5, "vowed VBD 1 conj vow"), [(5, 0.9)], (2, 8), id="a sister already"),
        pytest.param(changed(1, "saying VBG 1 ROOT say"), [(5, 0.9)], (2, 8), id="a cue without tense"),
    ],
)
def test_a_content_ends_before_the_next_cue(rows: list[str], others: list[tuple[int, float]], expected: Range) -> None:
    items = [Found(1, ((2, 8),), 0.9, 0), *(Found(cue, ((6, 8),), probability) for cue, probability in others)]
    found = cut_at_next_cues(parsed(rows), items)
    assert found == [Found(1, (expected,), 0.9, 0), *items[1:]]


def test_only_the_last_part_is_cut() -> None:
    items = [Found(1, ((0, 1), (2, 8)), 0.9), Found(5, ((6, 8),), 0.9)]
    assert cut_at_next_cues(parsed(SISTERS), items)[0].ranges == ((0, 1), (2, 4))


def test_what_stands_before_its_cue_is_not_cut() -> None:
    items = [Found(7, ((2, 6),), 0.9), Found(5, ((6, 8),), 0.9)]
    assert cut_at_next_cues(parsed(SISTERS), items) == items


def stage(content_place: int) -> Statements:
    return Statements(Weights(scorers(only(1), prefer(content_place)), Calibration()))


def analysed(rows: list[str]) -> Analysis:
    analysis = analysis_of(parsed(rows))
    analysis.paragraphs = find_paragraphs(analysis.text)
    analysis.quotes = find_quotations(analysis.text, analysis.paragraphs)
    return analysis


def test_the_stage_fills_the_layer() -> None:
    analysis = analysed(SAID)
    stage(1)(analysis)
    (statement,) = analysis.statements
    assert [part.text(analysis.text) for part in statement.parts] == ["that it rained"]
    assert statement.cue is not None
    assert (statement.cue.text(analysis.text), statement.cue_token, statement.cue_lemma) == ("said", 1, "say")


@pytest.mark.parametrize(("place", "expected"), [(0, None), (1, 0)])
def test_the_stage_finds_the_source(place: int, expected: int | None) -> None:
    analysis = analysed(SAID)
    Statements(Weights(scorers(only(1), prefer(1), source=place), Calibration()))(analysis)
    (statement,) = analysis.statements
    assert (statement.source_token, statement.is_turn) == (expected, False)


def test_the_stage_calibrates() -> None:
    weights = Weights(scorers(only(1), prefer(1)), Calibration(0.0, 0.0))
    analysis = analysed(SAID)
    Statements(weights)(analysis)
    assert [statement.confidence for statement in analysis.statements] == [0.5]


def test_the_stage_takes_the_whole_of_a_quotation() -> None:
    rows = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "“ `` 4 punct", "it PRP 4 nsubj", "rained VBD 1 ccomp", "” '' 1 punct"]
    analysis = analysed([*rows, ". . 1 punct"])
    stage(1)(analysis)
    (statement,) = analysis.statements
    assert [part.text(analysis.text) for part in statement.parts] == ["“ it rained”"]
    assert statement.kind is DIRECT


def test_the_stage_leaves_out_what_says_nothing() -> None:
    rows = ["Anna NNP 1 nsubj", "declined VBD 1 ROOT decline", "to TO 3 aux", "comment VB 1 xcomp", ". . 1 punct"]
    spoken, silent = analysed([rows[0], rows[1].replace("decline", "promise"), *rows[2:]]), analysed(rows)
    stage(1)(spoken)
    assert [statement.cue_lemma for statement in spoken.statements] == ["promise"]
    stage(1)(silent)
    assert silent.statements == []


@pytest.mark.parametrize(
    ("rows", "cue", "source", "content"),
    [
        pytest.param(
            ["JANE NNP 4 dep", ": : 4 punct", "“ `` 4 punct", "It PRP 4 nsubj", "rained VBD 4 ROOT", "” '' 4 punct"],
            ":",
            "JANE",
            "“ It rained”",
            id="a label before a quotation",
        ),
        pytest.param(
            ["“ `` 2 punct", "It PRP 2 nsubj", "rained VBD 2 ROOT", "” '' 2 punct", "— : 2 punct", "Jane NNP 2 npadvmod"],
            "—",
            "Jane",
            "“ It rained”",
            id="a name behind a dash",
        ),
    ],
)
def test_the_stage_takes_turns_from_the_layout(rows: list[str], cue: str, source: str, content: str) -> None:
    analysis = analysed(rows)
    Statements(Weights(scorers(constant(-9), constant(0)), Calibration()))(analysis)
    (statement,) = analysis.statements
    assert statement.cue is not None
    assert statement.source_token is not None
    assert statement.cue.text(analysis.text) == cue
    assert analysis.parse.word(statement.source_token) == source
    assert [part.text(analysis.text) for part in statement.parts] == [content]
    assert (statement.kind, statement.confidence) == (DIRECT, None)


def test_a_turn_replaces_what_was_ranked_at_its_mark() -> None:
    rows = [
        "JANE NNP 4 dep",
        ": : 4 punct",
        "“ `` 4 punct",
        "It PRP 4 nsubj",
        "rained VBD 4 ROOT",
        "” '' 4 punct",
        "here RB 4 advmod",
    ]
    analysis = analysed(rows)
    stage(1)(analysis)  # ranks the colon with the rest of the paragraph
    assert [[part.text(analysis.text) for part in statement.parts] for statement in analysis.statements] == [["“ It rained”"]]


def test_the_trained_weights_have_all_scorers() -> None:
    weights = statement_weights()
    assert set(weights.scorers) == {"cue", "content", "end", "choice", "source"}
    assert weights.calibration.slope > 0


@pytest.mark.parametrize("kind", [SectionKind.BYLINE, SectionKind.DATELINE, SectionKind.CREDIT, SectionKind.BOILERPLATE])
def test_what_is_no_text_of_the_article_says_nothing(kind: SectionKind) -> None:
    analysis = analysed(SAID)
    analysis.sections = [Section(kind, Span(0, len(analysis.text)))]
    stage(1)(analysis)
    assert analysis.statements == []


@pytest.mark.parametrize("rows", [["said VBD 0 ROOT"], [". . 0 ROOT"], ["“ `` 0 ROOT"], ["\\n _SP 0 ROOT"], [": : 0 ROOT"]])
def test_degenerate_articles(rows: list[str]) -> None:
    for place in range(3):
        analysis = analysed(rows)
        stage(place)(analysis)
        assert all(statement.parts for statement in analysis.statements)


def test_an_empty_article() -> None:
    analysis = analysis_of(Parse(spacy.blank("en")("")))
    stage(1)(analysis)
    assert analysis.statements == []
