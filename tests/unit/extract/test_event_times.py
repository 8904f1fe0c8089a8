"""Which date an event has, on hand-built parses."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract.event_times import assign_dates
from pipeline.layers import Date, Event, Participant
from pipeline.parse import Parse
from pipeline.vocabulary import DateStatus, DateType, EventType, Role
from tests.analysis import parsed


def sentence(text: str) -> Parse:
    """Parses "word|tag|head|dep" items."""
    return parsed([" ".join(item.split("|")) for item in text.split()])


def times(parse: Parse, triggers: str, phrases: dict[str, DateType]) -> dict[str, str | None]:
    """The date of each trigger, as words."""
    text = parse.text
    tokens = [parse.lower.index(word) for word in triggers.split()]
    events = [Event(parse.span(token, token + 1), token, parse.lower[token]) for token in tokens]
    dates = []
    for phrase, kind in phrases.items():
        first = text.index(phrase)
        day = dt.date(2023, 11, 13) if kind is DateType.DATE else None
        span = parse.span(*parse.tokens_in(first, first + len(phrase)))
        dates.append(Date(span, kind, "2023-11-13", DateStatus.RELATIVE, first_date=day, last_date=day))
    assign_dates(parse, events, dates)
    return {word: event.date.span.text(text) if event.date else None for word, event in zip(triggers.split(), events, strict=True)}


DATE, LENGTH, SET = DateType.DATE, DateType.DURATION, DateType.SET

CASES = [
    (
        "a date in front governs what is coordinated",
        "On|IN|3|prep Monday|NNP|0|pobj police|NN|3|nsubj arrested|VBD|3|ROOT and|CC|3|cc charged|VBD|3|conj him|PRP|5|dobj",
        {"Monday": DATE},
        {"arrested": "Monday", "charged": "Monday"},
    ),
    (
        "a date behind belongs to its own verb",
        "They|PRP|1|nsubj arrested|VBD|1|ROOT him|PRP|1|dobj and|CC|1|cc charged|VBD|1|conj him|PRP|4|dobj Monday|NNP|4|npadvmod",
        {"Monday": DATE},
        {"arrested": None, "charged": "Monday"},
    ),
    (
        "of two dates each verb has its own",
        "It|PRP|1|nsubj doubled|VBD|1|ROOT Sunday|NNP|1|npadvmod but|CC|1|cc fell|VBD|1|conj Monday|NNP|4|npadvmod",
        {"Sunday": DATE, "Monday": DATE},
        {"doubled": "Sunday", "fell": "Monday"},
    ),
    (
        "a clause with as",
        "She|PRP|1|nsubj died|VBD|1|ROOT Monday|NNP|1|npadvmod as|IN|5|mark she|PRP|5|nsubj slept|VBD|1|advcl",
        {"Monday": DATE},
        {"died": "Monday", "slept": "Monday"},
    ),
    (
        "a clause with because",
        "She|PRP|1|nsubj resigned|VBD|1|ROOT Monday|NNP|1|npadvmod because|IN|5|mark he|PRP|5|nsubj lied|VBD|1|advcl",
        {"Monday": DATE},
        {"resigned": "Monday", "lied": None},
    ),
    (
        "a participle of the main verb",
        "They|PRP|1|nsubj arrived|VBD|1|ROOT Monday|NNP|1|npadvmod demanding|VBG|1|advcl pay|NN|3|dobj",
        {"Monday": DATE},
        {"arrived": "Monday", "demanding": "Monday"},
    ),
    (
        "what a verb brings about, not what it is about",
        "They|PRP|1|nsubj signed|VBD|1|ROOT an|DT|3|det accord|NN|1|dobj Monday|NNP|1|npadvmod",
        {"Monday": DATE},
        {"signed": "Monday", "accord": "Monday"},
    ),
    (
        "a definite object happened before",
        "They|PRP|1|nsubj reviewed|VBD|1|ROOT the|DT|3|det blast|NN|1|dobj Monday|NNP|1|npadvmod",
        {"Monday": DATE},
        {"reviewed": "Monday", "blast": None},
    ),
    (
        "an occasion gives its date",
        "He|PRP|1|nsubj spoke|VBD|1|ROOT at|IN|1|prep a|DT|4|det rally|NN|2|pobj Monday|NNP|4|npadvmod",
        {"Monday": DATE},
        {"spoke": "Monday", "rally": "Monday"},
    ),
    (
        "an occasion takes the date of its verb",
        "He|PRP|1|nsubj spoke|VBD|1|ROOT Monday|NNP|1|npadvmod at|IN|1|prep a|DT|5|det rally|NN|3|pobj",
        {"Monday": DATE},
        {"spoke": "Monday", "rally": "Monday"},
    ),
    (
        "a reduced clause",
        "the|DT|1|det pact|NN|1|ROOT ,|,|1|punct signed|VBN|1|acl on|IN|3|prep Monday|NNP|4|pobj",
        {"Monday": DATE},
        {"pact": "Monday", "signed": "Monday"},
    ),
    (
        "a verb without an event carries that of its subject",
        "The|DT|1|det blast|NN|2|nsubj was|VBD|2|ROOT on|IN|2|prep Monday|NNP|3|pobj",
        {"Monday": DATE},
        {"blast": "Monday"},
    ),
    (
        "the verb below one of beginning",
        "They|PRP|1|nsubj began|VBD|1|ROOT searching|VBG|1|xcomp Monday|NNP|2|npadvmod",
        {"Monday": DATE},
        {"began": "Monday", "searching": "Monday"},
    ),
    (
        "a date that tells which thing is meant",
        "They|PRP|1|nsubj sold|VBD|1|ROOT a|DT|4|det 1987|CD|4|nummod model|NN|1|dobj",
        {"1987": DATE},
        {"sold": None},
    ),
    (
        "a date that tells which figure fell",
        "Third-quarter|JJ|1|amod profit|NN|2|nsubj fell|VBD|2|ROOT",
        {"Third-quarter": DATE},
        {"fell": "Third-quarter"},
    ),
    (
        "the nearer date wins over one behind a noun",
        "A|DT|1|det model|NN|4|nsubj of|IN|1|prep 1987|CD|2|pobj sold|VBD|4|ROOT Monday|NNP|4|npadvmod",
        {"1987": DATE, "Monday": DATE},
        {"sold": "Monday"},
    ),
    (
        "not the day before which it happened",
        "They|PRP|1|nsubj left|VBD|1|ROOT before|IN|1|prep Monday|NNP|2|pobj",
        {"Monday": DATE},
        {"left": None},
    ),
    ("how long", "They|PRP|1|nsubj marched|VBD|1|ROOT for|IN|1|prep hours|NNS|2|pobj", {"hours": LENGTH}, {"marched": "hours"}),
    (
        "a date says more than a length",
        "They|PRP|1|nsubj marched|VBD|1|ROOT for|IN|1|prep hours|NNS|2|pobj on|IN|1|prep Monday|NNP|4|pobj",
        {"hours": LENGTH, "Monday": DATE},
        {"marched": "Monday"},
    ),
    (
        "a length that is a distance",
        "He|PRP|1|nsubj fled|VBD|1|ROOT days|NNS|4|npadvmod after|IN|1|prep it|PRP|3|pobj",
        {"days": LENGTH},
        {"fled": None},
    ),
    (
        "the term is not the time of the sentence",
        "He|PRP|2|nsubjpass was|VBD|2|auxpass jailed|VBN|2|ROOT to|IN|2|prep years|NNS|3|pobj",
        {"years": LENGTH},
        {"jailed": None},
    ),
    (
        "a bound that hangs on another noun",
        "They|PRP|1|nsubj met|VBD|1|ROOT rivals|NNS|1|dobj of|IN|2|prep ours|PRP|3|pobj since|IN|4|prep Monday|NNP|5|pobj",
        {"Monday": DATE},
        {"met": None},
    ),
    (
        "a period that has a noun of its own",
        "In|IN|4|prep the|DT|3|det 1988|CD|3|nummod quarter|NN|0|pobj sales|NNS|5|nsubj fell|VBD|5|ROOT",
        {"1988": DATE},
        {"fell": "1988"},
    ),
    (
        "since when is not when",
        "They|PRP|1|nsubj fought|VBD|1|ROOT since|IN|1|prep Monday|NNP|2|pobj",
        {"Monday": DATE},
        {"fought": None},
    ),
    (
        "a stretch before something else is when it happened",
        "They|PRP|1|nsubj met|VBD|1|ROOT in|IN|1|prep days|NNS|2|pobj before|IN|3|prep it|PRP|4|pobj",
        {"days": LENGTH},
        {"met": "days"},
    ),
    (
        "the date of a figure that a new one is compared with",
        "It|PRP|1|nsubj rose|VBD|1|ROOT from|IN|1|prep 40|CD|2|pobj Monday|NNP|5|amod ago|RB|3|advmod",
        {"Monday ago": DATE},
        {"rose": None},
    ),
    (
        "the same where the parser hangs it on the verb",
        "It|PRP|1|nsubj rose|VBD|1|ROOT from|IN|1|prep 40|CD|2|pobj Monday|NNP|5|npadvmod ago|RB|1|advmod",
        {"Monday ago": DATE},
        {"rose": None},
    ),
    (
        "what rose long ago",
        "It|PRP|1|nsubj rose|VBD|1|ROOT Monday|NNP|3|npadvmod ago|RB|1|advmod",
        {"Monday ago": DATE},
        {"rose": "Monday ago"},
    ),
    (
        "a date that opens the sentence, however it hangs",
        "Also|RB|4|advmod Monday|NNP|3|nmod ,|,|4|punct they|PRP|4|nsubj met|VBD|4|ROOT",
        {"Monday": DATE},
        {"met": "Monday"},
    ),
    (
        "when a thing is due",
        "They|PRP|1|nsubj sold|VBD|1|ROOT bonds|NNS|1|dobj due|JJ|2|amod Monday|NNP|3|npadvmod",
        {"Monday": DATE},
        {"sold": None},
    ),
    (
        "an occasion before the date of a verb without an event",
        "He|PRP|1|nsubj said|VBD|1|ROOT in|IN|1|prep a|DT|4|det call|NN|2|pobj Monday|NNP|1|npadvmod",
        {"Monday": DATE},
        {"call": "Monday"},
    ),
    (
        "what is planned happens later",
        "They|PRP|1|nsubj plan|VBP|1|ROOT to|TO|3|aux march|VB|1|xcomp Monday|NNP|3|npadvmod",
        {"Monday": DATE},
        {"plan": None, "march": "Monday"},
    ),
    (
        "a relative clause in the past tells of its noun",
        "the|DT|1|det blast|NN|1|ROOT that|WDT|3|nsubj killed|VBD|1|relcl two|CD|3|dobj Monday|NNP|3|npadvmod",
        {"Monday": DATE},
        {"blast": "Monday", "killed": "Monday"},
    ),
    (
        "when, after a date",
        "since|IN|0|ROOT Monday|NNP|0|pobj when|WRB|4|advmod he|PRP|4|nsubj died|VBD|1|relcl",
        {"Monday": DATE},
        {"died": "Monday"},
    ),
    (
        "what fills a stretch of time",
        "It|PRP|1|nsubj follows|VBZ|1|ROOT days|NNS|1|dobj of|IN|2|prep protests|NNS|3|pobj",
        {"days": LENGTH},
        {"protests": "days"},
    ),
    (
        "a date right behind an event, wherever it hangs",
        "They|PRP|1|nsubj left|VBD|1|ROOT after|IN|1|prep talks|NNS|2|pobj on|IN|1|prep Monday|NNP|4|pobj",
        {"Monday": DATE},
        {"left": "Monday", "talks": "Monday"},
    ),
    (
        "what is only spoken of",
        "On|IN|3|prep Monday|NNP|0|pobj they|PRP|3|nsubj condemn|VBP|3|ROOT attacks|NNS|3|dobj",
        {"Monday": DATE},
        {"condemn": "Monday", "attacks": None},
    ),
    (
        "what is expected has the date behind it",
        "Mills|NNS|1|nsubj expect|VBP|1|ROOT growth|NN|1|dobj in|IN|1|prep 2024|CD|3|pobj",
        {"2024": DATE},
        {"expect": "2024", "growth": "2024"},
    ),
    (
        "and not the date in front",
        "Monday|NNP|2|npadvmod mills|NNS|2|nsubj expect|VBP|2|ROOT growth|NN|2|dobj",
        {"Monday": DATE},
        {"expect": "Monday", "growth": None},
    ),
    (
        "who attends is there when it happens",
        "They|PRP|1|nsubj attend|VBP|1|ROOT Monday|NNP|3|poss rally|NN|1|dobj",
        {"Monday": DATE},
        {"attend": "Monday", "rally": "Monday"},
    ),
    (
        "a clause with when behind",
        "He|PRP|1|nsubj died|VBD|1|ROOT when|WRB|5|advmod the|DT|4|det boat|NN|5|nsubj sank|VBD|1|advcl Monday|NNP|5|npadvmod",
        {"Monday": DATE},
        {"died": "Monday", "sank": "Monday"},
    ),
    (
        "what begins on a day",
        "On|IN|3|prep Monday|NNP|0|pobj they|PRP|3|nsubj began|VBD|3|ROOT shipping|VBG|3|xcomp",
        {"Monday": DATE},
        {"began": "Monday", "shipping": "Monday"},
    ),
    ("what is faced", "He|PRP|1|nsubj faces|VBZ|1|ROOT years|NNS|1|dobj", {"years": LENGTH}, {"faces": None}),
    ("what is spent", "They|PRP|1|nsubj spent|VBD|1|ROOT hours|NNS|1|dobj", {"hours": LENGTH}, {"spent": "hours"}),
    ("what recurs", "They|PRP|1|nsubj meet|VBP|1|ROOT daily|RB|1|advmod", {"daily": SET}, {"meet": "daily"}),
]


@pytest.mark.parametrize(("text", "phrases", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_date_of_an_event(text: str, phrases: dict[str, DateType], expected: dict[str, str | None]) -> None:
    assert times(sentence(text), " ".join(expected), phrases) == expected


def test_an_article_without_dates_gives_none() -> None:
    assert times(sentence("It|PRP|1|nsubj rained|VBD|1|ROOT"), "rained", {}) == {"rained": None}


def test_an_event_that_kills_gives_its_date() -> None:
    parse = sentence("The|DT|2|det Monday|NNP|2|nmod raid|NN|3|nsubj killed|VBD|3|ROOT two|CD|3|dobj")
    raid = Event(parse.span(2, 3), 2, "raid")
    killed = Event(parse.span(3, 4), 3, "kill", EventType.ASSAULT)
    killed.participants = [Participant(Role.ACTOR, parse.span(0, 3), 2, None)]
    day = dt.date(2023, 11, 13)
    monday = Date(parse.span(1, 2), DATE, "2023-11-13", DateStatus.RELATIVE, first_date=day, last_date=day)
    assign_dates(parse, [raid, killed], [monday])
    assert (raid.date, killed.date) == (monday, monday)
