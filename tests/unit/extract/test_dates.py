"""Golden cases of the stage `dates`: what a careful reader would say, in sentences of our own."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import layers
from pipeline.extract.date_anchors import date_line
from pipeline.vocabulary import DateAnchor, DateMod, DateStatus, DateType, Granularity
from tests.analysis import analysis_of, parsed
from tests.date_sentences import STAGE, parse, read, shown

PAST = "She|PRP|1|nsubj resigned|VBD|1|ROOT "
FUTURE = "Judges|NNS|2|nsubj will|MD|2|aux meet|VB|2|ROOT "

GOLDEN = [
    # without a publication date
    (
        "It said on Tuesday that two shops would shut next month .",
        None,
        [("Tuesday", "DATE", "XXXX-WXX-2"), ("next month", "DATE", "XXXX-XX")],
    ),
    ("They met in October .", None, [("October", "DATE", "XXXX-10")]),
    ("They met on October 3 .", None, [("October 3", "DATE", "XXXX-10-03")]),
    (
        "They left last winter , yesterday , in the third quarter .",
        None,
        [("last winter", "DATE", "XXXX-WI"), ("yesterday", "DATE", "XXXX-XX-XX"), ("the third quarter", "DATE", "XXXX-Q3")],
    ),
    # weekdays
    (
        PAST + "on|IN|1|prep Tuesday|NNP|2|pobj after weeks of unrest",
        "2023-11-17",
        [("Tuesday", "DATE", "2023-11-14"), ("weeks", "DURATION", "PXW")],
    ),
    (FUTURE + "on|IN|2|prep Tuesday|NNP|3|pobj .", "2023-11-17", [("Tuesday", "DATE", "2023-11-21")]),
    ("Earlier Tuesday , guards held two men", "2023-11-14", [("Earlier Tuesday", "DATE", "2023-11-14")]),
    (PAST + "on|IN|1|prep Friday|NNP|2|pobj .", "2023-11-17", [("Friday", "DATE", "2023-11-17")]),
    ("next Thursday 's session is off", "2023-11-17", [("next Thursday", "DATE", "2023-11-23")]),
    (
        "late Monday night and on Tuesday morning",
        "2023-11-17",
        [("late Monday night", "TIME", "2023-11-13TNI"), ("Tuesday morning", "TIME", "2023-11-14TMO")],
    ),
    (
        "The|DT|1|det shop|NN|3|nsubj had|VBD|3|aux been|VBN|3|ROOT due|JJ|3|acomp to|TO|6|aux reopen|VB|4|xcomp "
        "on|IN|6|prep Monday|NNP|7|pobj",
        "2023-11-17",
        [("Monday", "DATE", "2023-11-13")],
    ),
    # months, seasons, quarters, years
    ("Rents|NNS|1|nsubj peaked|VBD|1|ROOT in|IN|1|prep October|NNP|2|pobj", "2023-02-10", [("October", "DATE", "2022-10")]),
    (FUTURE + "in|IN|2|prep October|NNP|3|pobj", "2023-02-10", [("October", "DATE", "2023-10")]),
    ("signed last week", "2023-11-17", [("last week", "DATE", "2023-W45")]),
    ("cut earlier this year", "2023-11-17", [("earlier this year", "DATE", "2023")]),
    ("governed in the 1990s", "2023-11-17", [("the 1990s", "DATE", "199")]),
    ("from 2012 to 2018", "2023-11-17", [("2012", "DATE", "2012"), ("2018", "DATE", "2018")]),
    (
        "in the third quarter and in Q4 2022",
        "2023-11-17",
        [("the third quarter", "DATE", "2023-Q3"), ("Q4 2022", "DATE", "2022-Q4")],
    ),
    ("fourth-quarter profit rose", "2024-01-20", [("fourth-quarter", "DATE", "2023-Q4")]),
    ("should grow in fiscal 2024", "2023-11-17", [("fiscal 2024", "DATE", "FY2024")]),
    (
        "By mid-2019 and in the summer|NN of 2018 and by the end of last year",
        "2023-11-17",
        [("mid-2019", "DATE", "2019"), ("the summer of 2018", "DATE", "2018-SU"), ("the end of last year", "DATE", "2022")],
    ),
    ("passed three years ago", "2023-11-17", [("three years ago", "DATE", "2020")]),
    (
        "Over|IN|6|prep the|DT|4|det past|JJ|4|amod two|CD|4|nummod decades|NNS|0|pobj rents|NNS|6|nsubj rose|VBD",
        "2023-11-17",
        [("the past two decades", "DURATION", "P20Y")],
    ),
    ("for the last 18 months", "2023-11-17", [("the last 18 months", "DURATION", "P18M")]),
    (
        "fell in the third quarter from the same period last year",
        "2023-11-17",
        [("the third quarter", "DATE", "2023-Q3"), ("the same period last year", "DATE", "2022-Q3")],
    ),
    ("in the 21st century", "2023-11-17", [("the 21st century", "DATE", "20")]),
    (
        "Following Monday 's vote they met later Friday",
        "2023-11-17",
        [("Monday", "DATE", "2023-11-13"), ("later Friday", "DATE", "2023-11-17")],
    ),
    ("at three o'clock in the morning", "2023-11-17", [("three o'clock in the morning", "TIME", "2023-11-17T03:00")]),
    # durations, sets
    ("He fled two days after the raid", "2023-11-17", [("two days", "DURATION", "P2D")]),
    ("riders die|VBP a year and earn $9 an hour", "2023-11-17", [("a year", "SET", "P1Y")]),
    (
        "meets every Thursday , on Sundays and twice a month",
        "2023-11-17",
        [("every Thursday", "SET", "XXXX-WXX-4"), ("Sundays", "SET", "XXXX-WXX-7"), ("twice a month", "SET", "P1M")],
    ),
    (
        "for two and a half years and 2 1/2 hours",
        "2023-11-17",
        [("two and a half years", "DURATION", "P2Y6M"), ("2 1/2 hours", "DURATION", "PT2H30M")],
    ),
    # figures
    ("The entry at 2023-11-16T08:30:00Z shows it", "2023-11-17", [("2023-11-16T08:30:00Z", "TIME", "2023-11-16T08:30:00Z")]),
    (
        "Dated 03/04/2021 and changed on 4 May 2021",
        "2023-11-17",
        [("03/04/2021", "DATE", "2021-04-03"), ("4 May 2021", "DATE", "2021-05-04")],
    ),
    (
        "Dated 03/04/2021 and changed on May 4, 2021",
        "2023-11-17",
        [("03/04/2021", "DATE", "2021-03-04"), ("May 4, 2021", "DATE", "2021-05-04")],
    ),
    ("Dated 03/04/2021", "2023-11-17", [("03/04/2021", "DATE", "2021-XX-XX")]),
    ("since 9/11 and the Sept. 11 attacks", "2023-11-17", [("9/11", "DATE", "2001-09-11"), ("the Sept. 11", "DATE", "2001-09-11")]),
    ("on Sept. 11 in Boston", "2023-11-17", [("Sept. 11", "DATE", "2023-09-11")]),
    ("on Feb. 30 , then 31 April", "2023-11-17", []),
]


@pytest.mark.parametrize(("sentence", "published", "expected"), GOLDEN)
def test_golden(sentence: str, published: str | None, expected: list[tuple[str, str, str | None]]) -> None:
    assert shown(sentence, published) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Teresa|NNP|1|compound May|NNP|3|nsubj may|MD|3|aux quit|VB",
        "walkers in the March|NNP for Water began to march|VB",
        "Jane Roe , 72 , and her 12-year-old grandson , aged 9 , and a man 30 years old",
        "2000|CD|1|nummod riders|NNS and 1,500 guards on Flight 370 ; the index lost 12.5 points",
        "The Sun and the Mon people sat down in a second-hand shop in Second Avenue",
        "The Sunday Times and Bloody Sunday",
        "Call 555-2016 or 1-800-1999",
        "Call 555-2016-1999",
        "He read “ 1984 ” aloud",
        "He is 6 years and 4 months old",
        "women lead|VBP a quarter of the states",
        "it won year after year , that year after year",
        "It cost $1990 and 2000 pounds",
        "earned $15 an hour and 60 miles|NNS an hour",
        "The fall|NN of the wall , fall|VB behind , spring|VB up",
        "a woman in her 30s",
        "she told Africa Today so",
        "At the end of the day , it is a game",
        "won in the third quarter of the game and the quarter finals|NNS",
    ],
)
def test_not_a_date(sentence: str) -> None:
    assert shown(sentence) == []


def test_without_an_anchor_nothing_has_days() -> None:
    for date in read("It said on Tuesday that two shops would shut next month , on May 3 , at noon , this spring|NN .", None):
        assert (date.status, date.first_date, date.last_date, date.anchor) == (DateStatus.PARTIAL, None, None, DateAnchor.NONE)


def test_intervals_are_inclusive() -> None:
    week, year, quarter = read("last week , earlier this year , in the third quarter")
    assert (week.first_date, week.last_date) == (dt.date(2023, 11, 6), dt.date(2023, 11, 12))
    assert (year.first_date, year.last_date, year.granularity) == (dt.date(2023, 1, 1), dt.date(2023, 11, 17), Granularity.YEAR)
    assert (quarter.first_date, quarter.last_date) == (dt.date(2023, 7, 1), dt.date(2023, 9, 30))
    assert {date.anchor for date in (week, year, quarter)} == {DateAnchor.PUBLICATION}


def test_a_fiscal_year_has_no_days() -> None:
    (date,) = read("in fiscal 2024")
    assert (date.status, date.first_date) == (DateStatus.EXPLICIT, None)


def test_a_dateline_comes_before_the_publication_date() -> None:
    analysis = analysis_of(parse(PAST + "on|IN|1|prep Friday|NNP|2|pobj"), "2023-11-18")
    analysis.dateline = layers.Dateline("OSLO", dt.date(2023, 11, 17))
    STAGE(analysis)
    (date,) = analysis.dates
    assert (date.value, date.anchor, date.anchor_date) == ("2023-11-17", DateAnchor.DATELINE, dt.date(2023, 11, 17))


def test_a_date_far_from_the_publication_date_is_no_dateline() -> None:
    analysis = analysis_of(parse("yesterday"), "2023-11-18")
    analysis.dateline = layers.Dateline("OSLO", dt.date(1999, 1, 1))
    STAGE(analysis)
    assert [date.value for date in analysis.dates] == ["2023-11-17"]


QUOTED = (
    "On|IN|3|prep Monday|NNP|0|pobj she|PRP|3|nsubj told|VBD|3|ROOT aides|NNS|3|dobj :|:|3|punct "
    "“|``|3|punct We|PRP|9|nsubj will|MD|9|aux march|VB|3|ccomp tomorrow|NN|9|npadvmod .|.|3|punct ”|''|3|punct"
)


def test_tomorrow_in_a_quotation_counts_from_the_day_on_which_it_was_said() -> None:
    monday, tomorrow = read(QUOTED)
    assert (monday.value, tomorrow.value) == ("2023-11-13", "2023-11-14")
    assert (tomorrow.anchor, tomorrow.anchor_date) == (DateAnchor.CONTEXT, dt.date(2023, 11, 13))


def test_tomorrow_outside_a_quotation_counts_from_the_publication_date() -> None:
    assert [date.value for date in read("On Monday|NNP|2|x she|PRP told|VBD us . We march tomorrow .")][-1] == "2023-11-18"


def test_two_clock_times_of_one_instant_and_the_day_that_follows() -> None:
    first, second, day = read(
        "The|DT|1|det polls|NNS|3|nsubj will|MD|3|aux close|VB at 8 p.m. EST ( 0100 GMT ) on|IN|3|prep Saturday|NNP|12|pobj"
    )
    assert (first.value, first.utc_offset) == ("2023-11-18T20:00", "-05:00")
    assert (second.value, second.utc_offset) == ("2023-11-19T01:00Z", "+00:00")
    assert day.value == "2023-11-18"


@pytest.mark.parametrize(
    ("sentence", "ends"),
    [
        ("from 2012 to 2018", ["2012", "2018"]),
        ("between May 3 and May 9 , 2022", ["2022-05-03", "2022-05-09"]),
        ("May 3-5 , 2022", ["2022-05-03", "2022-05-05"]),
        ("in 2014-16", ["2014", "2016"]),
        ("the 1973-1989 rule", ["1973", "1989"]),
        ("from 9 a.m. to 5 p.m.", ["2023-11-17T09:00", "2023-11-17T17:00"]),
        ("between 9 and 11 p.m.", ["2023-11-17T21:00", "2023-11-17T23:00"]),
        ("9 to 5 p.m.", ["2023-11-17T09:00", "2023-11-17T17:00"]),
        ("11.30-1 p.m. Monday", ["2023-11-13T11:30", "2023-11-13T13:00"]),
        ("Monday through Friday", ["2023-11-13", "2023-11-17"]),
    ],
)
def test_the_ends_of_a_range_share_a_key(sentence: str, ends: list[str]) -> None:
    dates = read(sentence)
    assert [date.value for date in dates] == ends
    assert [date.range_key for date in dates] == [0, 0]


def test_two_dates_joined_by_and_are_no_range() -> None:
    assert [date.range_key for date in read("in 2012 and 2018")] == [None, None]


@pytest.mark.parametrize(
    ("sentence", "mod"),
    [
        ("early 2019", DateMod.START),
        ("mid-2019", DateMod.MID),
        ("the end of 2019", DateMod.END),
        ("more than two years", DateMod.MORE_THAN),
        ("nearly two years", DateMod.LESS_THAN),
        ("at least two years", DateMod.EQUAL_OR_MORE),
        ("no more than two years", DateMod.EQUAL_OR_LESS),
        ("up to two years", DateMod.EQUAL_OR_LESS),
        ("about two years", DateMod.APPROX),
        ("more than two years ago", DateMod.BEFORE),
        ("at least two years ago", DateMod.ON_OR_BEFORE),
        ("less than two years ago", DateMod.AFTER),
        ("at most a week ago", DateMod.ON_OR_AFTER),
        ("two years or more", DateMod.EQUAL_OR_MORE),
        ("two years or less", DateMod.EQUAL_OR_LESS),
        ("a week or so", DateMod.APPROX),
        ("some 20 years", DateMod.APPROX),
        ("two years", None),
    ],
)
def test_modifiers(sentence: str, mod: DateMod | None) -> None:
    (date,) = read(sentence)
    assert date.mod is mod


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("now", "PRESENT_REF"),
        ("currently", "PRESENT_REF"),
        ("recently", "PAST_REF"),
        ("soon", "FUTURE_REF"),
        ("in the future .", "FUTURE_REF"),
        ("a few years ago", "PAST_REF"),
    ],
)
def test_vague(sentence: str, value: str) -> None:
    (date,) = read(sentence)
    assert (date.value, date.status, date.first_date) == (value, DateStatus.VAGUE, None)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("He won in 1998 . The following year he lost", ["1998", "1999"]),
        ("On May 3, 2019 he fell . Three days later he died", ["2019-05-03", "2019-05-06"]),
        ("In the second quarter net was $5 , up from $4 a year earlier", ["2023-Q2", "2022-Q2"]),
        ("On May 3, 2019 he fell . That day it rained", ["2019-05-03", "2019-05-03"]),
    ],
)
def test_a_date_nearby_is_the_anchor(sentence: str, values: list[str]) -> None:
    dates = read(sentence)
    assert [date.value for date in dates] == values
    assert dates[-1].anchor is DateAnchor.CONTEXT


def test_that_day_without_a_day_before_it_is_not_invented() -> None:
    (date,) = read("They met that day")
    assert (date.value, date.status, date.first_date) == ("XXXX-XX-XX", DateStatus.PARTIAL, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flood in the valley\nMay 3, 2021\nIt rained.", dt.date(2021, 5, 3)),
        ("Flood in the valley\nMonday, 3 May 2021\nIt rained.", dt.date(2021, 5, 3)),
        ("It rained on\nMay 3, 2021, and again.", None),
        ("OSLO - 3 May 2021: It rained.", dt.date(2021, 5, 3)),
        ("OSLO, Norway (Monday, May 3, 2021) — It rained.", dt.date(2021, 5, 3)),
        ("It rained from May 3, 2021 on.", None),
        ("Flood\nMay 33, 2021\nIt rained.", None),
        ("Flood\nMaybe 3, 2021\nIt rained.", None),
        ("It rained.\n" * 60 + "May 3, 2021\n", None),
    ],
)
def test_a_date_on_a_line_of_its_own(text: str, expected: dt.date | None) -> None:
    assert date_line(text, STAGE.grammar.values["MONTH"]) == expected


def test_an_empty_text() -> None:
    analysis = analysis_of(parsed([], []))
    STAGE(analysis)
    assert analysis.dates == []


WORDS = [
    "the",
    "a",
    "last",
    "next",
    "this",
    "May",
    "3",
    "1999",
    "2/30/2021",
    "99/99/9999",
    "week",
    "years",
    "ago",
    "Monday",
    "noon",
    "EST",
    "to",
    "-",
    ",",
    "(",
    ")",
    "“",
    "”",
    "quarter",
    "third",
    "early",
    "FY",
    "Q",
    "4",
    "8:30",
    "p.m.",
    "century",
    "half",
    "second",
    "Easter",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31"]))
def test_rows_are_ordered_disjoint_and_consistent(words: list[str], published: str | None) -> None:
    sentence = " ".join(words)
    end = 0
    for date in read(sentence, published):
        assert end <= date.span.start < date.span.end
        end = date.span.end
        assert date.value
        assert (date.first_date is None) == (date.last_date is None)
        assert date.first_date is None or date.last_date is None or date.first_date <= date.last_date
        assert date.type is not DateType.SET or date.first_date is None
        if published is None and date.first_date:
            assert date.status is DateStatus.EXPLICIT or date.anchor is DateAnchor.CONTEXT


@pytest.mark.parametrize(
    "text", ["1 2 33 4 " * 22_000, "9" * 200_000, "1.2,3:4/" * 25_000, "May 3, " * 8_000, "“ tomorrow " * 8_000]
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    pieces = STAGE.grammar.cut(text)
    start = time.process_time()
    n_found = sum(len(STAGE.grammar.candidates(pieces, at)) for at in STAGE.grammar.starts(pieces))
    assert time.process_time() - start < 2
    assert n_found <= len(pieces.lower) * 4


@pytest.mark.parametrize(
    "words", ["1 2 33 4", "99999", "May 3 ,", "Election Day", "a year earlier", "the quarter ended", "8 p.m. ("]
)
def test_hostile_text_takes_linear_time_in_the_stage(words: str) -> None:
    analysis = analysis_of(parse(" ".join([words] * (20_000 // len(words.split())))), "2023-11-17")
    start = time.process_time()
    STAGE(analysis)
    assert time.process_time() - start < 5
