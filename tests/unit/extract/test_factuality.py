import pytest

from pipeline.extract.events import Events
from pipeline.extract.factuality import Factuality as FactualityStage
from pipeline.extract.factuality import innermost_statements
from pipeline.extract.factuality_lexicon import factuality_lexicon
from pipeline.layers import Event, Statement
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import Act, Factuality, Polarity, StatementKind
from tests.analysis import analysis_of, parsed
from tests.event_sentences import SENTENCES

YES, NO = Polarity.POSITIVE, Polarity.NEGATIVE


def judged(analysis: Analysis, trigger: str) -> tuple[Factuality, Polarity, str | None]:
    Events()(analysis)
    FactualityStage()(analysis)
    event = next(event for event in analysis.events if event.span.text(analysis.text) == trigger)
    return event.factuality, event.polarity, None if event.cue is None else event.cue.text(analysis.text)


@pytest.mark.parametrize(
    ("sentence", "trigger", "expected"),
    [
        ("arrest", "arrested", (Factuality.ACTUAL, YES, None)),
        ("will", "attack", (Factuality.FUTURE, YES, "will")),
        ("may", "attack", (Factuality.POSSIBLE, YES, "may")),
        ("did_not", "attack", (Factuality.DENIED, NO, "not")),
        ("no_shots", "fired", (Factuality.DENIED, NO, "No")),
        ("condition", "attack", (Factuality.CONDITIONAL, YES, "If")),
        ("condition", "retreat", (Factuality.CONDITIONAL, YES, "If")),
        ("allegedly", "attacked", (Factuality.ALLEGED, YES, "allegedly")),
        ("accused_of", "attacking", (Factuality.ALLEGED, YES, "accused")),
        ("accused_of", "accused", (Factuality.ACTUAL, YES, None)),
        ("passive", "fraud", (Factuality.ALLEGED, YES, "charged")),
        ("denied", "attacking", (Factuality.DENIED, YES, "denied")),
        ("failed", "attack", (Factuality.DENIED, NO, "failed")),
        ("without", "attacking", (Factuality.DENIED, NO, "without")),
        ("without", "left", (Factuality.ACTUAL, YES, None)),
        ("did_not_fail", "attack", (Factuality.ACTUAL, YES, None)),
        ("plan", "attack", (Factuality.FUTURE, YES, "plan")),
        ("raising", "fired", (Factuality.FUTURE, YES, "expected")),
        ("may_launch", "attack", (Factuality.POSSIBLE, YES, "may")),
        ("will_meet", "sign", (Factuality.FUTURE, YES, "will")),
        ("not_only", "attacked", (Factuality.ACTUAL, YES, None)),
        ("not_only", "burned", (Factuality.ACTUAL, YES, None)),
        ("prevented", "attack", (Factuality.DENIED, NO, "prevented")),
        ("prevented", "prevented", (Factuality.ACTUAL, YES, None)),
        ("called_for", "talks", (Factuality.POSSIBLE, YES, "called")),
        ("demand", "withdraw", (Factuality.POSSIBLE, YES, "demanded")),
        ("reporting", "resigned", (Factuality.ACTUAL, YES, None)),
        ("allowed", "protest", (Factuality.ACTUAL, YES, None)),
        ("will_allow", "protest", (Factuality.POSSIBLE, YES, "allow")),
        ("in_order_to", "protest", (Factuality.ACTUAL, YES, None)),
        ("attack_will_cause", "attack", (Factuality.ACTUAL, YES, None)),
        ("talks_may_resume", "talks", (Factuality.POSSIBLE, YES, "may")),
        ("blocked_bid", "bid", (Factuality.ACTUAL, YES, None)),
        ("denied_accusations", "accusations", (Factuality.ACTUAL, YES, None)),
    ],
)
def test_words_decide(sentence: str, trigger: str, expected: tuple[Factuality, Polarity, str | None]) -> None:
    assert judged(analysis_of(parsed(SENTENCES[sentence])), trigger) == expected


def said(sentence: str, content: str, cue: int, act: Act = Act.SAY) -> Analysis:
    """The sentence with one statement whose content is the given words."""
    analysis = analysis_of(parsed(SENTENCES[sentence]))
    start = analysis.text.index(content)
    part = Span(start, start + len(content))
    analysis.statements = [Statement([part], StatementKind.INDIRECT, cue_token=cue, act=act)]
    return analysis


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act.SAY, (Factuality.REPORTED, YES, "believe")),
        (Act.ALLEGE, (Factuality.ALLEGED, YES, "believe")),
        (Act.ACCUSE, (Factuality.ALLEGED, YES, "believe")),
        (Act.DENY, (Factuality.DENIED, YES, "believe")),
    ],
)
def test_the_act_of_the_statement_decides(act: Act, expected: tuple[Factuality, Polarity, str]) -> None:
    assert judged(said("believe", "he attacked the port", 2, act), "attacked") == expected


def test_what_a_source_negates_is_denied() -> None:
    assert judged(said("was_not", "the rebel wasn't arrested", 1), "arrested") == (Factuality.DENIED, NO, "n't")


def test_an_event_belongs_to_the_innermost_statement() -> None:
    outer = Statement([Span(0, 50)], StatementKind.INDIRECT)
    inner = Statement([Span(10, 20), Span(30, 40)], StatementKind.DIRECT, parent=outer)
    spans = [Span(2, 5), Span(12, 15), Span(22, 25), Span(32, 35), Span(60, 65)]
    events = [Event(span, token, "act") for token, span in enumerate(spans)]
    assert innermost_statements(events, [outer, inner]) == [outer, inner, outer, inner, None]
    assert innermost_statements(events, [inner, outer]) == [outer, inner, outer, inner, None]
    assert innermost_statements(events, []) == [None] * 5


def test_no_word_of_one_list_has_two_kinds() -> None:
    lexicon = factuality_lexicon()
    assert lexicon.governors["fail"] == "negative"
    assert lexicon.phrases["accuse of"] == "alleged"
    assert all(" " in phrase for phrase in lexicon.phrases)
