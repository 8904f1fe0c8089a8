from collections import Counter

import pytest
import spacy

from pipeline.extract.stance import Stance, act_of, find_medium, is_negated
from pipeline.layers import Date, Speaker, Statement
from pipeline.lexicons import lexicon
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import Act, DateStatus, DateType, SpeakerForm, SpeakerKind, StatementKind
from tests.analysis import analysis_of, parsed

ACTS = [(act, lemma) for act, lemmas in lexicon("cues")["acts"].items() for lemma in lemmas]


def stated(parse: Parse, cue: int, content: tuple[int, int], lemma: str | None = None) -> Statement:
    return Statement(
        [parse.span(*content)], StatementKind.INDIRECT, parse.span(cue, cue + 1), cue, parse.lemma(cue) if lemma is None else lemma
    )


@pytest.mark.parametrize(("act", "lemma"), ACTS)
def test_every_lemma_of_the_lexicon_has_its_act(act: str, lemma: str) -> None:
    assert act_of(lemma) is Act(act)


def test_a_lemma_has_one_act() -> None:
    counts = Counter(lemma for _, lemma in ACTS)
    assert [lemma for lemma, n in counts.items() if n > 1] == []


def test_the_lexicon_names_every_act_but_say() -> None:
    assert set(lexicon("cues")["acts"]) == {act.value for act in Act} - {"say"}


@pytest.mark.parametrize(
    ("lemma", "prepositions", "expected"),
    [
        ("say", [], Act.SAY),
        ("blurt", [], Act.SAY),
        ("", [], Act.SAY),
        ("", ["for"], Act.SAY),
        ("say out", [], Act.SAY),
        ("rule out", [], Act.DENY),
        ("rule", [], Act.RULE),
        ("deny outright", [], Act.DENY),
        ("call", [], Act.SAY),
        ("call", ["for"], Act.DEMAND),
        ("call", ["in", "on"], Act.DEMAND),
        ("insist", ["in"], Act.ARGUE),
        ("agree", ["to"], Act.PROMISE),
        ("agree", ["with"], Act.CONFIRM),
        ("say", ["for"], Act.SAY),
    ],
)
def test_act_of(lemma: str, prepositions: list[str], expected: Act) -> None:
    assert act_of(lemma, prepositions) is expected


@pytest.mark.parametrize(
    ("rows", "cue", "expected"),
    [
        pytest.param(["He PRP 1 nsubj", "said VBD 1 ROOT"], 1, False, id="no"),
        pytest.param(["He PRP 3 nsubj", "did VBD 3 aux", "not RB 3 neg", "say VB 3 ROOT"], 3, True, id="not"),
        pytest.param(["He PRP 3 nsubj", "did VBD 3 aux", "n't RB 3 neg", "say VB 3 ROOT"], 3, True, id="n't"),
        pytest.param(["He PRP 2 nsubj", "never RB 2 advmod", "said VBD 2 ROOT"], 2, True, id="never, as an adverb"),
        pytest.param(["Nobody NN 1 nsubj", "said VBD 1 ROOT"], 1, True, id="nobody"),
        pytest.param(["No DT 1 det", "one NN 2 nsubj", "said VBD 2 ROOT"], 2, True, id="no one"),
        pytest.param(["No DT 1 det", "witness NN 2 nsubj", "said VBD 2 ROOT"], 2, True, id="no witness"),
        pytest.param(["Neither DT 1 det", "side NN 2 nsubj", "spoke VBD 2 ROOT"], 2, True, id="neither side"),
        pytest.param(
            ["He PRP 1 nsubj", "said VBD 1 ROOT", "it PRP 5 nsubj", "did VBD 5 aux", "not RB 5 neg", "rain VB 1 ccomp"],
            1,
            False,
            id="in the content",
        ),
        pytest.param(["He PRP 1 nsubj", "denied VBD 1 ROOT", "it PRP 1 dobj"], 1, False, id="a denial is no negation"),
    ],
)
def test_negation(rows: list[str], cue: int, expected: bool) -> None:
    assert is_negated(parsed(rows), cue) is expected


def test_neither_nor() -> None:
    parse = parsed(
        ["He PRP 2 nsubj", "neither CC 2 preconj", "confirmed VBD 2 ROOT", "nor CC 2 cc", "denied VBD 2 conj", "it PRP 4 dobj"]
    )
    assert is_negated(parse, 2)
    assert is_negated(parse, 4)


def test_nor_negates_what_follows_it_alone() -> None:
    parse = parsed(["He PRP 1 nsubj", "said VBD 1 ROOT", "so RB 1 advmod", "nor CC 1 cc", "denied VBD 1 conj", "it PRP 4 dobj"])
    assert not is_negated(parse, 1)
    assert is_negated(parse, 4)


def test_no_as_the_determiner_of_a_noun() -> None:
    parse = parsed(["There EX 1 expl", "was VBD 1 ROOT", "no DT 3 det", "suggestion NN 1 attr", "that IN 5 mark", "left VBD 3 acl"])
    assert is_negated(parse, 3)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(["called VBD 1 ROOT call", "for IN 1 prep", "peace NN 2 pobj"], Act.DEMAND, id="call for"),
        pytest.param(["called VBD 1 ROOT call", "Tom NNP 1 dobj", "late RB 1 advmod"], Act.SAY, id="call"),
        pytest.param(["insisted VBD 1 ROOT insist", "on IN 1 prep", "peace NN 2 pobj"], Act.DEMAND, id="insist on"),
        pytest.param(["insisted VBD 1 ROOT insist", "it PRP 3 nsubj", "rained VBD 1 ccomp"], Act.ARGUE, id="insist"),
        pytest.param(["pushed VBD 1 ROOT push", "hard RB 1 advmod", "for IN 1 prep"], Act.DEMAND, id="apart from the verb"),
        pytest.param(["called VBD 1 ROOT call", "peace NN 1 dobj", "for IN 2 prep"], Act.SAY, id="of another word"),
        pytest.param(["agreed VBD 1 ROOT agree", "it PRP 3 nsubj", "rained VBD 1 ccomp"], Act.CONFIRM, id="agree"),
        pytest.param(
            ["agreed VBD 1 ROOT agree", "to TO 3 aux", "leave VB 1 xcomp"],
            Act.PROMISE,
            id="agree to",
        ),
    ],
)
def test_a_preposition_that_makes_the_act(rows: list[str], expected: Act) -> None:
    analysis = with_dates(["He PRP 1 nsubj", *rows], [(1, (2, 3))])
    assert analysis.statements[0].act is expected


@pytest.mark.parametrize(
    ("rows", "cue", "content", "expected"),
    [
        pytest.param(
            ["He PRP 1 nsubj", "said VBD 1 ROOT", "in IN 1 prep", "a DT 5 det", "joint JJ 5 amod", "statement NN 2 pobj"],
            1,
            (0, 0),
            "joint statement",
            id="in",
        ),
        pytest.param(["He PRP 1 nsubj", "wrote VBD 1 ROOT", "on IN 1 prep", "Twitter NNP 2 pobj"], 1, (0, 0), "Twitter", id="on"),
        pytest.param(
            ["She PRP 1 nsubj", "told VBD 1 ROOT", "during IN 1 prep", "a DT 5 det", "CNN NNP 5 compound", "interview NN 2 pobj"],
            1,
            (0, 0),
            "CNN interview",
            id="with a name before it",
        ),
        pytest.param(["He PRP 1 nsubj", "said VBD 1 ROOT", "in IN 1 prep", "Oslo NNP 2 pobj"], 1, (0, 0), None, id="a place"),
        pytest.param(
            ["He PRP 1 nsubj", "said VBD 1 ROOT", "about IN 1 prep", "it PRP 2 pobj"], 1, (0, 0), None, id="another preposition"
        ),
        pytest.param(
            ["He PRP 1 nsubj", "said VBD 1 ROOT", "on IN 1 prep", "Twitter NNP 2 pobj"], 1, (2, 4), None, id="inside the content"
        ),
        pytest.param(
            ["He PRP 1 nsubj", "spoke VBD 1 ROOT", "on IN 1 prep", "radio NN 2 pobj", "saying VBG 1 advcl"],
            4,
            (0, 0),
            "radio",
            id="of the verb above",
        ),
        pytest.param(["He PRP 1 nsubj", "said VBD 1 ROOT", "in IN 1 prep"], 1, (0, 0), None, id="no noun"),
    ],
)
def test_medium(rows: list[str], cue: int, content: tuple[int, int], expected: str | None) -> None:
    parse = parsed(rows)
    parts = [parse.span(*content)] if content[1] else [Span(len(parse.text), len(parse.text))]
    assert find_medium(parse, cue, Statement(parts, StatementKind.INDIRECT)) == expected


def with_dates(rows: list[str], statements: list[tuple[int, tuple[int, int]]], *dates: tuple[int, int]) -> Analysis:
    analysis = analysis_of(parsed(rows))
    analysis.statements = [stated(analysis.parse, *item) for item in statements]
    analysis.dates = [Date(analysis.parse.span(*date), DateType.DATE, None, DateStatus.VAGUE) for date in dates]
    Stance()(analysis)
    return analysis


#       0                1                 2               3                4                    5                   6
RAIN = [
    "He PRP 1 nsubj",
    "said VBD 1 ROOT",
    "Monday NNP 1 npadvmod",
    "it PRP 4 nsubj",
    "rained VBD 1 ccomp",
    "on IN 4 prep",
    "Sunday NNP 5 pobj",
]


@pytest.mark.parametrize(
    ("rows", "cue", "content", "dates", "expected"),
    [
        pytest.param(RAIN, 1, (3, 7), [(2, 3)], 0, id="of the cue"),
        pytest.param(RAIN, 1, (3, 7), [(6, 7)], None, id="of the content"),
        pytest.param(RAIN, 1, (3, 7), [(2, 3), (6, 7)], 0, id="both"),
        pytest.param(RAIN, 1, (3, 5), [(6, 7)], None, id="of a verb that is no cue"),
        pytest.param(RAIN, 1, (2, 7), [(2, 3)], None, id="held by the content"),
        pytest.param(
            [
                "He PRP 1 nsubj",
                "said VBD 1 ROOT",
                "on IN 1 prep",
                "the DT 4 det",
                "morning NN 2 pobj",
                "of IN 4 prep",
                "Monday NNP 5 pobj",
            ],
            1,
            (0, 1),
            [(3, 7)],
            0,
            id="through a preposition",
        ),
        pytest.param(
            ["He PRP 1 nsubj", "said VBD 1 ROOT", "a DT 3 det", "day NN 4 npadvmod", "later RB 1 advmod", "Monday NNP 1 npadvmod"],
            1,
            (0, 1),
            [(2, 5), (5, 6)],
            0,
            id="the first one",
        ),
        pytest.param(RAIN, 1, (3, 7), [], None, id="none"),
    ],
)
def test_date(rows: list[str], cue: int, content: tuple[int, int], dates: list[tuple[int, int]], expected: int | None) -> None:
    analysis = with_dates(rows, [(cue, content)], *dates)
    assert analysis.statements[0].date is (None if expected is None else analysis.dates[expected])


def test_the_nearest_cue_has_the_date() -> None:
    rows = [
        "He PRP 1 nsubj",
        "said VBD 1 ROOT",
        "she PRP 3 nsubj",
        "warned VBD 1 ccomp",
        "Monday NNP 3 npadvmod",
        "of IN 3 prep",
        "rain NN 5 pobj",
    ]
    analysis = with_dates(rows, [(1, (2, 7)), (3, (6, 7))], (4, 5))
    assert analysis.statements[0].date is None
    assert analysis.statements[1].date is analysis.dates[0]


def test_a_statement_without_cue_is_left_alone() -> None:
    analysis = analysis_of(parsed(RAIN))
    analysis.statements = [Statement([analysis.parse.span(3, 7)], StatementKind.DIRECT)]
    Stance()(analysis)
    (statement,) = analysis.statements
    assert (statement.act, statement.negated, statement.medium, statement.date) == (Act.SAY, False, None, None)


def test_the_stage_fills_act_and_negation() -> None:
    analysis = with_dates(["He PRP 3 nsubj", "did VBD 3 aux", "not RB 3 neg", "deny VB 3 ROOT", "it PRP 3 dobj"], [(3, (4, 5))])
    (statement,) = analysis.statements
    assert (statement.act, statement.negated) == (Act.DENY, True)


@pytest.mark.parametrize(
    ("lemma", "kind", "source", "content", "expected"),
    [
        pytest.param("say", SpeakerKind.DOCUMENT, None, (2, 4), Act.REPORT, id="a document says"),
        pytest.param("suggest", SpeakerKind.DOCUMENT, None, (2, 4), Act.REPORT, id="a document suggests"),
        pytest.param("warn", SpeakerKind.DOCUMENT, None, (2, 4), Act.WARN, id="a document warns"),
        pytest.param("suggest", SpeakerKind.PERSON, None, (2, 4), Act.PROPOSE, id="a person suggests"),
        pytest.param("say", SpeakerKind.PERSON, None, (2, 5), Act.SAY, id="a question that is not the layout's"),
        pytest.param("say", SpeakerKind.PERSON, 0, (2, 5), Act.ASK, id="a question in a turn"),
        pytest.param("say", SpeakerKind.DOCUMENT, 0, (2, 5), Act.ASK, id="a question in a document's turn"),
        pytest.param("say", SpeakerKind.PERSON, 0, (2, 4), Act.SAY, id="a turn"),
        pytest.param(
            "say",
            SpeakerKind.PERSON,
            0,
            (2, 6),
            Act.ASK,
            id="a quoted question in a turn",
        ),
    ],
)
def test_the_act_depends_on_who_speaks_and_how(
    lemma: str, kind: SpeakerKind, source: int | None, content: tuple[int, int], expected: Act
) -> None:
    parse = parsed(
        ["It PRP 1 nsubj", f"said VBD 1 ROOT {lemma}", "it PRP 3 nsubj", "rained VBD 1 ccomp", "? . 1 punct", "” '' 1 punct"]
    )
    analysis = analysis_of(parse)
    statement = stated(parse, 1, content)
    statement.is_turn = source is not None
    statement.speakers = [Speaker(SpeakerForm.NOMINAL, parse.span(0, 1), 0, kind=kind)]
    analysis.statements = [statement]
    Stance()(analysis)
    assert statement.act is expected


def test_an_empty_article() -> None:
    analysis = analysis_of(Parse(spacy.blank("en")("")))
    analysis.dates = [Date(Span(0, 0), DateType.DATE, None, DateStatus.VAGUE)]
    Stance()(analysis)
    assert analysis.statements == []


def test_a_medium_that_the_parser_hung_on_the_source() -> None:
    rows = ["the DT 1 det", "club NN 5 nsubj", "in IN 1 prep", "its PRP$ 4 poss", "statement NN 2 pobj", "said VBD 5 ROOT"]
    parse = parsed(rows)
    statement = Statement([Span(len(parse.text), len(parse.text))], StatementKind.INDIRECT, source_token=1)
    assert find_medium(parse, 5, statement) == "statement"
    statement.source_token = None
    assert find_medium(parse, 5, statement) is None


@pytest.mark.parametrize(("prepositions", "expected"), [(["for"], Act.DEMAND), (["with"], Act.DEMAND), ([], Act.SAY)])
def test_pleading_is_for_something(prepositions: list[str], expected: Act) -> None:
    assert act_of("plead", prepositions) is expected
