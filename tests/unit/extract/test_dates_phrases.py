"""Portions of named days, bounded periods, clock times of one instant, eras, feasts, and what tells the direction."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.vocabulary import DateAnchor, DateMod, DateStatus
from tests.date_sentences import read, shown


@pytest.mark.parametrize(
    ("sentence", "published", "expected"),
    [
        ("on the morning of 3 March 2021", "2023-11-17", [("the morning of 3 March 2021", "TIME", "2021-03-03TMO")]),
        ("the night of May 5, 2022", "2023-11-17", [("the night of May 5, 2022", "TIME", "2022-05-05TNI")]),
        ("the evening of last Tuesday", "2023-11-17", [("the evening of last Tuesday", "TIME", "2023-11-14TEV")]),
        ("the morning of 3 March", None, [("the morning of 3 March", "TIME", "XXXX-03-03TMO")]),
        (
            "the night of Friday , October 13 , 2023",
            "2023-11-17",
            [("the night of Friday, October 13, 2023", "TIME", "2023-10-13TNI")],
        ),
        ("on the night of the raid", "2023-11-17", []),
        ("the week of March 6 , 2023", "2023-11-17", [("the week of March 6, 2023", "DATE", "2023-W10")]),
        ("the weekend of November 11 , 2023", "2023-11-17", [("the weekend of November 11, 2023", "DATE", "2023-W45-WE")]),
        ("the week of March 6", None, [("the week of March 6", "DATE", "XXXX-WXX")]),
        ("the first Tuesday in May 2022", "2023-11-17", [("the first Tuesday in May 2022", "DATE", "2022-05-03")]),
        ("the last Friday of 2021", "2023-11-17", [("the last Friday of 2021", "DATE", "2021-12-31")]),
        ("the fifth Tuesday in February 2022", "2023-11-17", []),
        ("the first Monday in May", None, [("the first Monday in May", "DATE", "XXXX-WXX-1")]),
        ("the last day of June 2021", "2023-11-17", [("the last day of June 2021", "DATE", "2021-06-30")]),
        ("the first weekend in May 2022", "2023-11-17", [("the first weekend in May 2022", "DATE", "2022-W18-WE")]),
        ("the 12th and 13th centuries", "2023-11-17", [("the 12th", "DATE", "11"), ("13th centuries", "DATE", "12")]),
        ("in the 1800s and the 1990s", "2023-11-17", [("the 1800s", "DATE", "18"), ("the 1990s", "DATE", "199")]),
        (
            "the 5th century BC , 44 BC and AD 79",
            None,
            [
                ("the 5th century BC", "DATE", "BC04"),
                ("44 BC", "DATE", "BC0044"),
                ("AD 79", "DATE", "0079"),
            ],
        ),
        (
            "at 4 in the morning and at 10 at night",
            "2023-11-17",
            [
                ("4 in the morning", "TIME", "2023-11-17T04:00"),
                ("10 at night", "TIME", "2023-11-17T22:00"),
            ],
        ),
        (
            "at 0600 hours ; for 1500 hours",
            "2023-11-17",
            [
                ("0600 hours", "TIME", "2023-11-17T06:00"),
                ("1500 hours", "DURATION", "PT1500H"),
            ],
        ),
        (
            "on Friday and Saturday nights",
            "2023-11-17",
            [
                ("Friday", "SET", "XXXX-WXX-5TNI"),
                ("Saturday nights", "SET", "XXXX-WXX-6TNI"),
            ],
        ),
        (
            "a week-long strike , a yearslong war",
            "2023-11-17",
            [
                ("week-long", "DURATION", "P1W"),
                ("yearslong", "DURATION", "PXY"),
            ],
        ),
        (
            "a year or two ; a week or more",
            "2023-11-17",
            [
                ("a year or two", "DURATION", "PXY"),
                ("a week or more", "DURATION", "P1W"),
            ],
        ),
        (
            "six years and four months ; two hours 15 minutes",
            "2023-11-17",
            [
                ("six years and four months", "DURATION", "P6Y4M"),
                ("two hours 15 minutes", "DURATION", "PT2H15M"),
            ],
        ),
        ("two days and three weeks", "2023-11-17", [("two days", "DURATION", "P2D"), ("three weeks", "DURATION", "P3W")]),
        ("who lost the final three years ago", "2023-11-17", [("three years ago", "DATE", "2020")]),
        ("at half past six in the morning", "2023-11-17", [("half past six in the morning", "TIME", "2023-11-17T06:30")]),
        ("at a quarter to nine", "2023-11-17", [("a quarter to nine", "TIME", "2023-11-17T08:45")]),
        (
            "at 11pm on Monday , at dawn on Wednesday",
            "2023-11-17",
            [("11pm on Monday", "TIME", "2023-11-13T23:00"), ("dawn on Wednesday", "TIME", "2023-11-15TMO")],
        ),
        ("at 10:35 p.m. on 14 November 2022", "2023-11-17", [("10:35 p.m. on 14 November 2022", "TIME", "2022-11-14T22:35")]),
        (
            "He|PRP|1|nsubj left|VBD|1|ROOT in|IN|1|prep 1998|CD|2|pobj at|IN|1|prep half|NN|4|pobj past|IN|5|prep three|CD|6|pobj",
            "2023-11-17",
            [("1998", "DATE", "1998"), ("half past three", "TIME", "XXXX-XX-XXT03:30")],
        ),
        (
            "6,200 years ago , 400 years ago",
            "2023-11-17",
            [("6,200 years ago", "DATE", "PAST_REF"), ("400 years ago", "DATE", "1623")],
        ),
        (
            "rain|NN is|VBZ|2|auxpass forecast|VBN|2|ROOT for|IN|2|prep Sunday|NNP|3|pobj",
            "2023-11-17",
            [("Sunday", "DATE", "2023-11-19")],
        ),
        ("high noon comes at noon", "2023-11-17", [("noon", "TIME", "2023-11-17T12:00")]),
        ("at ten to one", "2023-11-17", [("ten to one", "TIME", "2023-11-17T12:50")]),
        ("a quarter to a third of the voters , half to one", "2023-11-17", []),
        ("in the early hours of Sunday", "2023-11-17", [("the early hours of Sunday", "TIME", "2023-11-12TMO")]),
        ("the small hours of 3 May 2021", "2023-11-17", [("the small hours of 3 May 2021", "TIME", "2021-05-03TMO")]),
        ("as Easter|NNP week began|VBD", "2024-03-25", [("Easter", "DATE", "2024-03-31")]),
        (
            "before Orthodox Easter , on Lunar New Year",
            "2024-03-17",
            [("Orthodox Easter", "DATE", "2024-05-05"), ("Lunar New Year", "DATE", "2024-02-10")],
        ),
        (
            "on Eid al - Fitr and Yom Kippur",
            "2023-11-17",
            [("Eid al - Fitr", "DATE", "XXXX-XX-XX"), ("Yom Kippur", "DATE", "2023-09-25")],
        ),
        ("on Boxing Day last year", "2023-11-17", [("Boxing Day last year", "DATE", "2022-12-26")]),
        ("Black Friday 2022", "2023-11-17", [("Black Friday 2022", "DATE", "2022-11-25")]),
        ("Americans voted on Election Day 2020", "2023-11-17", [("Election Day 2020", "DATE", "2020-11-03")]),
        ("Kenyans voted on Election Day", "2023-11-17", [("Election Day", "DATE", "XXXX-XX-XX")]),
        ("the U.S. marks Mexican Independence Day", "2023-11-17", [("Independence Day", "DATE", "XXXX-XX-XX")]),
        ("the U.S. and India 's Independence Day", "2023-11-17", [("Independence Day", "DATE", "XXXX-XX-XX")]),
        ("the last week of May", None, [("the last week of May", "DATE", "XXXX-05")]),
    ],
)
def test_phrases(sentence: str, published: str | None, expected: list[tuple[str, str, str | None]]) -> None:
    assert shown(sentence, published) == expected


@pytest.mark.parametrize(
    ("sentence", "value", "first", "last"),
    [
        ("the fiscal year ended June 30 , 2023", "P1Y", "2022-07-01", "2023-06-30"),
        ("the three months ended Sept. 30 , 2023", "P3M", "2023-07-01", "2023-09-30"),
        ("the three months to June 2023", "P3M", "2023-04-01", "2023-06-30"),
        ("the fiscal first quarter ended Aug. 31 , 2023", "FY2023-Q1", "2023-06-01", "2023-08-31"),
        ("the quarter ended Sept. 29 , 2023", "2023-Q3", "2023-06-30", "2023-09-29"),
        ("the week ended May 7 , 2023", "2023-W18", "2023-05-01", "2023-05-07"),
        ("the week beginning May 1 , 2023", "2023-W18", "2023-05-01", "2023-05-07"),
        ("the first nine months of 2021", "P9M", "2021-01-01", "2021-09-30"),
        ("the last two weeks of 2021", "P2W", "2021-12-18", "2021-12-31"),
        ("the last week of May 2021", "2021-05", "2021-05-25", "2021-05-31"),
        ("the second half of March 2021", "2021-03", "2021-03-16", "2021-03-31"),
        ("the final days of 2021", "2021", "2021-01-01", "2021-12-31"),
    ],
)
def test_the_days_of_bounded_periods(sentence: str, value: str, first: str, last: str) -> None:
    period = read(sentence)[0]
    assert (period.value, str(period.first_date), str(period.last_date)) == (value, first, last)


def test_an_edge_is_a_beginning_or_an_end() -> None:
    assert [date.mod for date in read("the first week of May 2021 , the last days of June 2021")] == [DateMod.START, DateMod.END]


def test_a_bound_without_a_year_bounds_nothing() -> None:
    assert read("the quarter ended Sept. 30", None)[0].first_date is None


def test_a_day_in_parentheses_settles_today() -> None:
    today, day = read("Police today ( July 26, 2022 ) left", None)
    assert (today.value, today.first_date, today.anchor) == ("2022-07-26", dt.date(2022, 7, 26), DateAnchor.CONTEXT)
    assert day.status is DateStatus.EXPLICIT


def test_a_local_time_beside_universal_time_has_an_offset() -> None:
    local, universal, _ = read("It|PRP|1|nsubj struck|VBD|1|ROOT at 10:35 a.m. ( 0735 GMT ) Friday|NNP|1|npadvmod")
    assert (local.value, local.utc_offset) == ("2023-11-17T10:35", "+03:00")
    assert (universal.value, universal.utc_offset) == ("2023-11-17T07:35Z", "+00:00")


def test_universal_time_may_be_of_the_next_day() -> None:
    local, universal, _ = read("It|PRP|1|nsubj struck|VBD|1|ROOT at 9 p.m. ( 0200 GMT ) Monday|NNP|1|npadvmod")
    assert (local.value, local.utc_offset, universal.value) == ("2023-11-13T21:00", "-05:00", "2023-11-14T02:00Z")


def test_a_time_without_an_anchor_keeps_its_weekday() -> None:
    assert [date.value for date in read("at about 8.45pm on Monday", None)] == ["XXXX-WXX-1T20:45"]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            "They|PRP|1|nsubj planned|VBD|1|ROOT a|DT|3|det march|NN|1|dobj on|IN|1|prep Monday|NNP|4|pobj",
            "2023-11-20",
        ),
        (
            "They|PRP|1|nsubj called|VBD|1|ROOT a|DT|3|det vote|NN|1|dobj for|IN|1|prep Monday|NNP|4|pobj",
            "2023-11-20",
        ),
        (
            "They|PRP|1|nsubj planned|VBD|1|ROOT a|DT|3|det march|NN|1|dobj on|IN|3|prep Monday|NNP|4|pobj",
            "2023-11-20",
        ),
        (
            "They|PRP|1|nsubj called|VBD|1|ROOT a|DT|3|det vote|NN|1|dobj on|IN|1|prep Monday|NNP|4|pobj",
            "2023-11-13",
        ),
        (
            "Neither|CC|1|preconj he|PRP|4|nsubj could|MD|4|aux be|VB|4|auxpass found|VBN|4|ROOT Wednesday|NNP|4|npadvmod",
            "2023-11-15",
        ),
        (
            "They|PRP|2|nsubj would|MD|2|aux buy|VB|2|ROOT when|WRB|5|advmod "
            "it|PRP|5|nsubj opened|VBD|2|advcl Monday|NNP|5|npadvmod",
            "2023-11-20",
        ),
        (
            "They|PRP|2|nsubj would|MD|2|aux sue|VB|2|ROOT because|IN|5|mark "
            "it|PRP|5|nsubj closed|VBD|2|advcl Monday|NNP|5|npadvmod",
            "2023-11-13",
        ),
        (
            "It|PRP|1|nsubj began|VBD|1|ROOT as|IN|3|mark planned|VBN|1|advcl Monday|NNP|3|npadvmod",
            "2023-11-13",
        ),
        (
            "It|PRP|1|nsubj warned|VBD|1|ROOT of|IN|1|prep rain|NN|2|pobj from|IN|3|prep Monday|NNP|4|pobj",
            "2023-11-20",
        ),
        (
            "that|IN|3|mark it|PRP|3|nsubjpass was|VBD|3|auxpass planned|VBN|3|ROOT for|IN|3|prep Monday|NNP|4|pobj",
            "2023-11-20",
        ),
        ("the|DT|1|det record|NN|1|ROOT set|VBN|1|acl on|IN|2|prep Monday|NNP|3|pobj", "2023-11-13"),
        ("the|DT|1|det vote|NN|1|ROOT set|VBN|1|acl for|IN|2|prep Monday|NNP|3|pobj", "2023-11-20"),
        (
            "It|PRP|2|nsubj would|MD|2|aux fly|VB|2|ROOT ,|,|2|punct leaving|VBG|2|advcl from|IN|4|prep Monday|NNP|5|pobj",
            "2023-11-20",
        ),
        ("It|PRP|1|nsubj plans|VBZ|1|ROOT to|TO|3|aux meet|VB|1|xcomp Monday|NNP|3|npadvmod", "2023-11-20"),
        ("On|IN|3|prep Monday|NNP|0|pobj it|PRP|3|nsubj plans|VBZ|3|ROOT to|TO|5|aux meet|VB|3|xcomp", "2023-11-20"),
        ("On|IN|3|prep Monday|NNP|0|pobj they|PRP|3|nsubj are|VBP|3|ROOT to|TO|5|aux meet|VB|3|xcomp", "2023-11-20"),
        ("It|PRP|1|nsubj is|VBZ|1|ROOT on|IN|1|prep Monday|NNP|2|pobj", "2023-11-20"),
        ("It|PRP|1|nsubj is|VBZ|1|ROOT Monday|NNP|1|attr", "2023-11-20"),
        ("It|PRP|1|nsubj fell|VBD|1|ROOT since|IN|1|prep year-end|NN|2|pobj", "2022"),
        ("It|PRP|2|nsubj may|MD|2|aux fall|VB|2|ROOT by|IN|2|prep year-end|NN|3|pobj", "2023"),
        ("It|PRP|1|nsubj is|VBZ|1|ROOT due|JJ|1|acomp to|IN|2|prep rain|NN|3|pobj from|IN|4|prep Monday|NNP|5|pobj", "2023-11-20"),
    ],
)
def test_what_was_planned_lies_ahead_and_what_was_not_lies_behind(sentence: str, value: str) -> None:
    assert [date.value for date in read(sentence)] == [value]


def test_a_figure_for_nine_months_is_compared_with_a_year_not_with_a_quarter() -> None:
    dates = read(
        "Q3 2022 . In|IN|6|prep nine|CD|5|nummod months|NNS|3|pobj net|NN|7|nsubj rose|VBD|7|ROOT from|IN|7|prep $8|CD|8|pobj "
        "a|DT|11|det year|NN|12|npadvmod earlier|RB|7|advmod"
    )
    assert [date.value for date in dates] == ["2022-Q3", "P9M", "2022"]
