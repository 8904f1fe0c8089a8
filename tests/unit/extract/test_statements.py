import pytest
import spacy

from pipeline.extract.quotes import find_quotations
from pipeline.extract.ranking import Calibration, Weights
from pipeline.extract.statements import Statements, statement_weights
from pipeline.layers import Section
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import SectionKind, StatementKind
from tests.analysis import analysis_of, constant, only, parsed, prefer, scorers

DIRECT, INDIRECT, MIXED = StatementKind.DIRECT, StatementKind.INDIRECT, StatementKind.MIXED


SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


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


def test_the_stage_leaves_out_nicknames() -> None:
    told, called = analysed([CALLED[0], "told VBZ 1 ROOT tell", *CALLED[2:]]), analysed(CALLED)
    found = []
    for analysis in (told, called):
        stage(1)(analysis)
        found.append([statement.cue_lemma for statement in analysis.statements])
    assert found == [["tell"], []]


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


def test_a_content_that_runs_over_a_dateline_begins_behind_it() -> None:
    rows = ["OSLO NNP 3 nsubj", "— : 3 punct", "it PRP 3 nsubj", "rained VBD 6 ccomp", ", , 6 punct", "Anna NNP 6 nsubj"]
    analysis = analysed([*rows, "said VBD 6 ROOT say"])
    analysis.sections = [Section(SectionKind.DATELINE, analysis.parse.span(0, 2))]
    Statements(Weights(scorers(only(4), prefer(1)), Calibration()))(analysis)
    (statement,) = analysis.statements
    assert [part.text(analysis.text) for part in statement.parts] == ["it rained"]


def test_what_commas_tell_goes_before_what_the_scorers_say() -> None:
    rows = ["the DT 1 det", "plan NN 3 nsubj", ", , 3 punct", "said VBD 3 ROOT say", "the DT 5 det", "mayor NN 3 dobj"]
    analysis = analysed([*rows, ", , 3 punct", "is VBZ 3 ccomp be", "sound JJ 7 acomp"])
    Statements(Weights(scorers(only(1), prefer(1), source=1), Calibration()))(analysis)
    (statement,) = analysis.statements
    assert [part.text(analysis.text) for part in statement.parts] == ["the plan", "is sound"]
    assert statement.source_token == 5


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
