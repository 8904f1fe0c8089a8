import pytest

from pipeline.extract.quote_map import Range
from pipeline.extract.ranking import Calibration
from pipeline.extract.rivals import Found
from pipeline.extract.statement_rows import build_statement, cue_lemma, cue_span, kind_of, link_parents
from pipeline.layers import Statement
from pipeline.spans import Span
from pipeline.vocabulary import StatementKind
from tests.analysis import parsed, quote_map, ranges_of, token_of, worded

DIRECT, INDIRECT, MIXED = StatementKind.DIRECT, StatementKind.INDIRECT, StatementKind.MIXED


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
