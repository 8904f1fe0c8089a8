import pytest

from pipeline.extract.main_event import MainEvent, causes, find_main, find_retold
from pipeline.layers import Event, Section
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import EventType, Factuality, SectionKind
from tests.analysis import analysis_of, parsed

# Mayor quits after fire . The mayor resigned as the fire spread .
ROWS = [
    "Mayor NN 1 nsubj",
    "quits VBZ 1 ROOT quit",
    "after IN 1 prep",
    "fire NN 2 pobj",
    ". . 1 punct",
    "The DT 6 det",
    "mayor NN 7 nsubj",
    "resigned VBD 7 ROOT resign",
    "as IN 11 mark",
    "the DT 10 det",
    "fire NN 11 nsubj",
    "spread VBD 7 advcl",
    ". . 7 punct",
]
END, ACCIDENT = EventType.END_POSITION, EventType.ACCIDENT
TYPES = {1: END, 3: ACCIDENT, 7: END, 10: ACCIDENT, 11: None}


def analysis_with(kinds: tuple[SectionKind, ...]) -> Analysis:
    analysis = analysis_of(parsed(ROWS))
    parse = analysis.parse
    spans = (parse.span(0, 5), parse.span(5, 13))
    analysis.sections = [Section(kind, span) for kind, span in zip(kinds, spans, strict=True)]
    analysis.events = [Event(parse.span(t, t + 1), t, parse.lemma(t), type_) for t, type_ in TYPES.items()]
    return analysis


def main_tokens(analysis: Analysis) -> list[int]:
    MainEvent()(analysis)
    return [event.token for event in analysis.events if event.is_main]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        pytest.param((SectionKind.HEADLINE, SectionKind.LEAD), [1, 7], id="the headline's event and its mention in the lead"),
        pytest.param((SectionKind.BYLINE, SectionKind.LEAD), [7], id="the lead's event where there is no headline"),
        pytest.param((SectionKind.BODY, SectionKind.BODY), [], id="neither"),
    ],
)
def test_the_highest_event_of_headline_or_lead(kinds: tuple[SectionKind, ...], expected: list[int]) -> None:
    assert main_tokens(analysis_with(kinds)) == expected


def test_what_is_denied_is_not_the_story_where_something_else_is() -> None:
    analysis = analysis_with((SectionKind.HEADLINE, SectionKind.LEAD))
    analysis.events[0].factuality = Factuality.DENIED
    assert main_tokens(analysis) == [3, 10]


def test_a_mention_of_the_same_cluster_is_one_too() -> None:
    analysis = analysis_with((SectionKind.HEADLINE, SectionKind.BODY))
    analysis.events[4].cluster = analysis.events[0]
    assert main_tokens(analysis) == [1, 11]


def test_a_text_without_events_has_none() -> None:
    analysis = analysis_of(parsed(ROWS))
    analysis.sections = [Section(SectionKind.LEAD, Span(0, len(analysis.text)))]
    assert main_tokens(analysis) == []


# Crash kills five . Ministers failed to agree .
HARM = [
    "Crash NN 1 nsubj",
    "kills VBZ 1 ROOT kill",
    "five CD 1 dobj",
    ". . 1 punct",
    "Ministers NNS 5 nsubj minister",
    "failed VBD 5 ROOT fail",
    "to TO 7 aux",
    "agree VB 5 xcomp",
    ". . 5 punct",
]


def events_of(rows: list[str], types: dict[int, EventType | None]) -> tuple[Analysis, list[Event]]:
    analysis = analysis_of(parsed(rows))
    parse = analysis.parse
    return analysis, [Event(parse.span(t, t + 1), t, parse.lemma(t), type_) for t, type_ in types.items()]


def test_the_happening_that_kills_is_the_story_too() -> None:
    analysis, events = events_of(HARM, {0: ACCIDENT, 1: EventType.DIE, 5: None})
    assert [cause.token for cause in causes(analysis.parse, events[1], events)] == [0]
    assert causes(analysis.parse, events[2], events) == []


def test_what_is_tried_is_the_story() -> None:
    analysis, events = events_of(HARM, {5: None, 7: EventType.AGREE})
    chosen = find_main(analysis.parse, events)
    assert chosen is not None
    assert chosen.token == 7


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        pytest.param({1: END, 7: END, 11: END}, 7, id="a word of the type, the highest"),
        pytest.param({1: None, 7: END}, 7, id="the lead's highest event"),
        pytest.param({1: ACCIDENT, 7: END}, None, id="another type is another event"),
    ],
)
def test_the_lead_tells_the_headline_again(types: dict[int, EventType | None], expected: int | None) -> None:
    analysis, (first, *lead) = events_of(ROWS, types)
    found = find_retold(analysis.parse, first, lead)
    assert (None if found is None else found.token) == expected
