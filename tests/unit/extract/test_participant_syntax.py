"""Who takes part in an event, by the syntax of its clause; the trigger and its type are given."""

from __future__ import annotations

import pytest

from pipeline.extract.participants import Participants
from pipeline.layers import Date, Entity, Event, Mention
from pipeline.vocabulary import DateStatus, DateType, EventType, Label, Role
from tests.analysis import analysis_of, parsed
from tests.participant_sentences import CASES

NAMES = {"Oslo": Label.GPE, "Peru": Label.GPE, "Mary": Label.PERSON, "Bridge": Label.FAC}


@pytest.mark.parametrize(
    ("trigger", "type_", "expected", "rows"), [case[1:] for case in CASES], ids=[f"{case[1]}: {case[0][:50]}" for case in CASES]
)
def test_participants(trigger: str, type_: EventType | None, expected: list[tuple[Role, str]], rows: str) -> None:
    analysis = analysis_of(parsed(rows.split(" | ")))
    parse = analysis.parse
    for token in range(parse.n):
        word, span = parse.word(token), parse.span(token, token + 1)
        if word in NAMES:
            entity = Entity(word, NAMES[word], word.lower())
            analysis.mentions.append(Mention(span, token, token + 1, token, NAMES[word], entity=entity))
        if word == "Friday":
            analysis.dates.append(Date(span, DateType.DATE, "XXXX-WXX-5", DateStatus.PARTIAL))
    token = max(token for token in range(parse.n) if parse.word(token) == trigger)
    analysis.events = [Event(parse.span(token, token + 1), token, parse.lemma(token), type_)]
    Participants()(analysis)
    assert [(p.role, p.span.text(analysis.text)) for p in analysis.events[0].participants] == expected
