"""Arithmetic of `timex`, numbers in words, feasts, and the nearest day, month and weekday."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import timex
from pipeline.extract.date_anchors import near_day, near_month, near_weekday, quoted
from pipeline.extract.date_numbers import read_number, read_year
from pipeline.extract.date_patterns import number_class
from pipeline.extract.feasts import easter_sunday, feast
from pipeline.lexicons import lexicon

FRIDAY = dt.date(2023, 11, 17)
NUMBERS, SCALES = lexicon("dates")["words"]["NUMBER"], lexicon("dates")["words"]["SCALE"]


@pytest.mark.parametrize(
    ("unit", "steps", "value", "first", "last"),
    [
        ("D", -1, "2023-11-16", "2023-11-16", "2023-11-16"),
        ("W", 0, "2023-W46", "2023-11-13", "2023-11-19"),
        ("W", 7, "2024-W01", "2024-01-01", "2024-01-07"),
        ("WE", 0, "2023-W46-WE", "2023-11-18", "2023-11-19"),
        ("M", 2, "2024-01", "2024-01-01", "2024-01-31"),
        ("Q", 1, "2024-Q1", "2024-01-01", "2024-03-31"),
        ("Y", -1, "2022", "2022-01-01", "2022-12-31"),
        ("WI", 0, "2023-WI", "2023-12-01", "2024-02-29"),
        ("DE", 0, "202", "2020-01-01", "2029-12-31"),
        ("CE", -1, "19", "1900-01-01", "1999-12-31"),
    ],
)
def test_periods(unit: str, steps: int, value: str, first: str, last: str) -> None:
    found = timex.period(FRIDAY, unit, steps)
    assert (found.value, str(found.first), str(found.last)) == (value, first, last)


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (2, "Y", "P2Y"),
        (2.5, "Y", "P2Y6M"),
        (0.5, "Y", "P6M"),
        (1.5, "H", "PT1H30M"),
        (1.5, "MIN", "PT1M30S"),
        (2, "DE", "P20Y"),
        (3, "Q", "P9M"),
        (1, "FN", "P2W"),
        (None, "Y", "PXY"),
        (None, "DE", "PXDE"),
        (None, "MIN", "PTXM"),
        (0.5, "M", "P0.5M"),
    ],
)
def test_durations(count: float | None, unit: str, value: str) -> None:
    assert timex.duration(count, unit).value == value


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert timex.moved(dt.date(2024, 1, 31), "M", 1) == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (timex.quarter(2022, 3), "2021-Q3"),
        (timex.day(dt.date(2024, 2, 29)), "2023-02-28"),
        (timex.month(2022, 1), "2021-01"),
        (timex.half(2022, 2), "2021-H2"),
        (timex.season(2022, "WI"), "2021-WI"),
        (timex.fiscal_quarter(2022, 1), "FY2021-Q1"),
        (timex.vague("PAST_REF"), None),
    ],
)
def test_a_year_before(value: timex.TimexValue, expected: str | None) -> None:
    found = timex.years_apart(value, -1)
    assert (found.value if found else None) == expected


@given(
    st.dates(dt.date(1000, 1, 1), dt.date(2199, 12, 31)),
    st.sampled_from(["D", "W", "WE", "FN", "M", "Q", "Y", "DE", "CE", "SP", "SU", "FA", "WI"]),
    st.integers(-3000, 3000),
)
def test_a_period_never_ends_before_it_begins(date: dt.date, unit: str, steps: int) -> None:
    found = timex.period(date, unit, steps)
    assert found.value
    assert found.first is None or found.last is None or found.first <= found.last


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("two", 2),
        ("twenty - four", 24),
        ("two and a half", 2.5),
        ("half an", 0.5),
        ("a hundred and fifty", 150),
        ("1,500", 1500),
        ("2 1/2", 2.5),
        ("three thousand", 3000),
        ("a", 1),
        ("two dozen", 24),
        ("several", None),
        ("9" * 40, None),
    ],
)
def test_numbers(words: str, number: float | None) -> None:
    assert read_number(words.split(), NUMBERS, SCALES) == number


@pytest.mark.parametrize(
    ("words", "year"), [("nineteen ninety - seven", 1997), ("two thousand and one", 2001), ("twenty ten", 2010), ("", None)]
)
def test_years_in_words(words: str, year: int | None) -> None:
    assert read_year(words.split(), NUMBERS) == year


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("12-25", 2023, "2023-12-25"),
        ("11-4#4", 2023, "2023-11-23"),
        ("05-1#-1", 2023, "2023-05-29"),
        ("easter-2", 2024, "2024-03-29"),
        ("easter+1", 2019, "2019-04-22"),
        ("02-29", 2023, "None"),
        ("orthodox+0", 2024, "2024-05-05"),
        ("orthodox-2", 2023, "2023-04-14"),
        ("passover", 2024, "2024-04-23"),
        ("rosh", 2023, "2023-09-16"),
        ("kippur", 2025, "2025-10-02"),
        ("hanukkah", 2023, "2023-12-08"),
        ("hanukkah", 2024, "2024-12-26"),
        ("lunar", 2024, "2024-02-10"),
        ("lunar", 1900, "None"),
        ("passover", 1500, "None"),
        ("unknown", 2024, "None"),
    ],
)
def test_feasts(rule: str, year: int, day: str) -> None:
    assert str(feast(rule, year)) == day


@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    easter = easter_sunday(year)
    assert easter is not None
    assert easter.isoweekday() == 7
    assert dt.date(year, 3, 22) <= easter <= dt.date(year, 4, 25)


@pytest.mark.parametrize(("weekday", "towards", "day"), [(5, -1, 17), (5, 1, 17), (2, -1, 14), (2, 1, 21), (2, 0, 14)])
def test_the_nearest_weekday(weekday: int, towards: int, day: int) -> None:
    assert near_weekday(FRIDAY, weekday, towards) == dt.date(2023, 11, day)


@pytest.mark.parametrize(
    ("month", "towards", "year"),
    [(10, -1, 2023), (10, 1, 2024), (11, -1, 2023), (12, 0, 2023), (1, 0, 2024), (6, 0, 2023), (12, -1, 2022)],
)
def test_the_nearest_month(month: int, towards: int, year: int) -> None:
    assert near_month(FRIDAY, month, towards) == year


@pytest.mark.parametrize(
    ("month", "day", "towards", "expected"),
    [
        (12, 1, 0, "2023-12-01"),
        (12, 1, -1, "2023-12-01"),
        (6, 1, -1, "2023-06-01"),
        (6, 1, 1, "2024-06-01"),
        (2, 29, 0, "2024-02-29"),
        (2, 30, 0, "None"),
        (5, 3, 0, "2023-05-03"),
    ],
)
def test_the_nearest_day(month: int, day: int, towards: int, expected: str) -> None:
    assert str(near_day(FRIDAY, month, day, towards)) == expected


def test_quotations_end_with_their_paragraph() -> None:
    text = 'A "b" c “d” e "f\n\ng" h'
    assert [text[start:end] for start, end in quoted(text)] == ['"b"', "“d”", '"f', '" h']


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("7", "DAY"),
        ("31", "TWO"),
        ("1999", "YEAR"),
        ("1990", "TENS"),
        ("0735", "HHMM"),
        ("1,500", "BIG"),
        ("2.5", "DECIMAL"),
        ("8:30", "CLOCK"),
        ("8.30", "DOTCLOCK"),
        ("1/2", "FRACTION"),
        ("2023/24", "SPLIT"),
        ("3/4/2021", "NUMERIC"),
        ("25:99", "OTHERNUMBER"),
    ],
)
def test_classes_of_numbers(word: str, name: str) -> None:
    assert name in number_class(word)
