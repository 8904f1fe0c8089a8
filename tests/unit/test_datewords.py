from __future__ import annotations

import calendar
import datetime as dt
from itertools import product
from typing import Any

import dateparser.date
import dateparser.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.datewords import LONGEST, ParsedDate, parse_absolute, zone_offset


def parts(text: str, base: dt.date | None = None) -> dict[str, Any] | None:
    parsed = parse_absolute(text, base)
    return (
        None if parsed is None else {name: found for name in ParsedDate.__slots__ if (found := getattr(parsed, name)) is not None}
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 5, 2024", {"year": 2024, "month": 3, "day": 5}),
        ("Mar. 5, 2024", {"year": 2024, "month": 3, "day": 5}),
        ("5 March 2024", {"year": 2024, "month": 3, "day": 5}),
        ("5th of March 2024", {"year": 2024, "month": 3, "day": 5}),
        ("the 5th of March, 2024", {"year": 2024, "month": 3, "day": 5}),
        ("Sept. 11, 2001", {"year": 2001, "month": 9, "day": 11}),
        ("March 5th, ’24", {"year": 2024, "month": 3, "day": 5}),
        ("Tue Mar 5 2024", {"year": 2024, "month": 3, "day": 5, "weekday": 1}),
        ("Thurs. March 7 2024", {"year": 2024, "month": 3, "day": 7, "weekday": 3}),
        ("Saturday, 1 August 2020", {"year": 2020, "month": 8, "day": 1, "weekday": 5}),
        ("2024-03-05", {"year": 2024, "month": 3, "day": 5}),
        ("2024/03/05", {"year": 2024, "month": 3, "day": 5}),
        ("  March 5, 2024\n", {"year": 2024, "month": 3, "day": 5}),
    ],
)
def test_whole_days(text: str, expected: dict[str, Any]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("03/04/2024", 3, 4),
        ("03-04-2024", 3, 4),
        ("13/04/2024", 4, 13),
        ("03.04.2024", 4, 3),
        ("12.5.2024", 5, 12),
    ],
)
def test_figures_are_month_first_but_for_dots(text: str, month: int, day: int) -> None:
    assert parts(text) == {"year": 2024, "month": month, "day": day}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 2024", {"year": 2024, "month": 3}),
        ("2020-05", {"year": 2020, "month": 5}),
        ("05/2024", {"year": 2024, "month": 5}),
        ("March 5", {"month": 3, "day": 5}),
        ("5 March", {"month": 3, "day": 5}),
        ("February 29", {"month": 2, "day": 29}),
        ("3/4", {"month": 3, "day": 4}),
        ("May", {"month": 5}),
        ("Friday, March 5", {"month": 3, "day": 5, "weekday": 4}),
        ("March 5 at 14:30", {"month": 3, "day": 5, "hour": 14, "minute": 30}),
        ("10:30", {"hour": 10, "minute": 30}),
        ("2 p.m.", {"hour": 14}),
        ("Friday at noon", {"weekday": 4, "hour": 12}),
        ("Friday 10:30", {"weekday": 4, "hour": 10, "minute": 30}),
    ],
)
def test_what_is_not_said_is_none(text: str, expected: dict[str, Any]) -> None:
    assert parts(text) == expected
    assert parse_absolute(text).date is None  # type: ignore[union-attr]


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


@pytest.mark.parametrize(
    ("text", "clock", "offset"),
    [
        ("5 March 2024 14:30", (14, 30, None), None),
        ("March 5, 2024, 2:30 p.m.", (14, 30, None), None),
        ("March 5, 2024 2:30pm", (14, 30, None), None),
        ("5 March 2024 14:30:15", (14, 30, 15), None),
        ("5 March 2024 14:30:15.250", (14, 30, 15), None),
        ("14:30 on 5 March 2024", (14, 30, None), None),
        ("March 5, 2024T14:30", (14, 30, None), None),
        ("2024-03-05 12:05 a.m.", (0, 5, None), None),
        ("12:05 pm, March 5 2024", (12, 5, None), None),
        ("March 5 2024 14:30 pm", (14, 30, None), None),
        ("12 noon on March 5, 2024", (12, None, None), None),
        ("noon March 5 2024", (12, None, None), None),
        ("March 5 2024 midnight", (0, None, None), None),
        ("5 March 2024 14:30 GMT", (14, 30, None), hours(0)),
        ("March 5, 2024 2:30 PM EST", (14, 30, None), hours(-5)),
        ("March 5, 2024 at 2:30 p.m. ET", (14, 30, None), hours(-5)),
        ("July 5, 2024 at 2:30 p.m. ET", (14, 30, None), hours(-4)),
        ("9:10 AM ET, Tue March 5, 2024", (9, 10, None), hours(-5)),
        ("5 March 2024 14:30:15 +0200", (14, 30, 15), hours(2)),
        ("5 March 2024 14:30-05:30", (14, 30, None), hours(-5.5)),
        ("Tue Mar 05 14:30:00 +0000 2024", (14, 30, 0), hours(0)),
        ("Tue Mar 05 2024 14:30:00 GMT+0100 (Central European Standard Time)", (14, 30, 0), hours(1)),
        ("Tuesday, 05-Mar-24 14:30:00 GMT", (14, 30, 0), hours(0)),
        ("5 March 2024 6:00pm (IST)", (18, 0, None), hours(5.5)),
    ],
)
def test_clock_times_and_zones(text: str, clock: tuple[int, int | None, int | None], offset: dt.timedelta | None) -> None:
    parsed = parse_absolute(text)
    assert parsed is not None
    assert parsed.date in (dt.date(2024, 3, 5), dt.date(2024, 7, 5))
    assert (parsed.hour, parsed.minute, parsed.second) == clock
    assert parsed.offset == offset


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2024",
        "1984",
        "72",
        "1,234",
        "20240305",
        "the 1990s",
        "1990s",
        "yesterday",
        "today",
        "now",
        "2 hours ago",
        "in 2 days",
        "2 hours 30 minutes",
        "last March",
        "next week",
        "Friday",
        "Sunday 5",
        "Sun",
        "three",
        "second",
        "Q1 2024",
        "spring 2024",
        "MCMXCIV",
        "the 5th",
        "10:30 11:30",
        "noon 11:30",
        "25 pm",
        "10:61",
        "10:3",
        "at on the",
        "12 2024",
        "March 5 24",
        "May 5, 10",
        "1.2.3.4",
        "10.0.0.1",
        "5 May 2020 +0200",
        "5 May 2020 14:30 +9999",
        "March 5, 2024 and March 6, 2024",
        "March 5, 2024, April 2024",
        "Published by Mar Vista Press",
        "5 " * 40,
        "a" * (LONGEST + 1),
        "March 5, 2024" + " " * LONGEST + "x",
    ],
)
def test_what_is_not_absolute_is_not_read(text: str) -> None:
    assert parse_absolute(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Feb 30, 2024",
        "Feb 29, 2023",
        "31 April",
        "99/99/2024",
        "0/0/0000",
        "25:00",
        "2024-13-01",
        "2024/13/1",
        "March 5 2024 25:61",
    ],
)
def test_what_the_calendar_lacks_is_not_read(text: str) -> None:
    assert parse_absolute(text) is None


@pytest.mark.parametrize(
    ("text", "base", "year"),
    [
        ("1/2/99", None, 1999),
        ("1/2/05", None, 2005),
        ("1/2/68", None, 2068),
        ("1/2/68", dt.date(2020, 1, 1), 1968),
        ("1/2/30", dt.date(2020, 1, 1), 2030),
        ("1/2/45", dt.date(2020, 1, 1), 1945),
        ("1/2/2068", dt.date(2020, 1, 1), 2068),
    ],
)
def test_a_base_settles_the_century_alone(text: str, base: dt.date | None, year: int) -> None:
    assert parts(text, base) == {"year": year, "month": 1, "day": 2}


def test_a_leap_day_moved_to_a_common_year_is_no_date() -> None:
    assert parse_absolute("2/29/00", dt.date(1880, 1, 1)) is None


@pytest.mark.parametrize(("month", "day"), list(product(range(1, 13), (1, 2, 10, 11, 18, 28))))
def test_every_month_reads_as_itself(month: int, day: int) -> None:
    for name in (calendar.month_name[month], calendar.month_abbr[month]):
        assert parts(f"{name} {day}") == {"month": month, "day": day}
        assert parts(f"{day} {name} 1999") == {"year": 1999, "month": month, "day": day}
        assert parts(f"{name} 1999") == {"year": 1999, "month": month}


@pytest.mark.parametrize(("index", "name"), list(enumerate(calendar.day_name)))
def test_a_weekday_is_kept_apart(index: int, name: str) -> None:
    assert parts(f"{name}, March 5, 2024") == {"year": 2024, "month": 3, "day": 5, "weekday": index}
    assert parts(f"{name[:3]} 14:30") == {"hour": 14, "minute": 30, "weekday": index}


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("GMT", None, hours(0)),
        ("EST", None, hours(-5)),
        ("IST", None, hours(5.5)),
        ("ET", None, None),
        ("XYZ", dt.date(2024, 1, 1), None),
        ("ET", dt.date(2024, 3, 9), hours(-5)),
        ("ET", dt.date(2024, 3, 10), hours(-4)),
        ("ET", dt.date(2024, 11, 2), hours(-4)),
        ("ET", dt.date(2024, 11, 3), hours(-5)),
        ("PT", dt.date(2000, 4, 2), hours(-7)),
        ("PT", dt.date(2000, 4, 1), hours(-8)),
        ("PT", dt.date(2000, 10, 28), hours(-7)),
        ("PT", dt.date(2000, 10, 29), hours(-8)),
        ("CT", dt.date(1980, 4, 26), hours(-6)),
        ("CT", dt.date(1980, 4, 27), hours(-5)),
        ("MT", dt.date(1950, 7, 1), hours(-7)),
    ],
)
def test_zone_offset(name: str, day: dt.date | None, expected: dt.timedelta | None) -> None:
    assert zone_offset(name, day) == expected


@pytest.mark.parametrize("today", [dt.datetime(1999, 12, 31, 23, 59), dt.datetime(2024, 2, 29), dt.datetime(2031, 7, 18, 4, 5)])
@pytest.mark.parametrize(
    "text", ["March 2024", "March 5", "10:30", "Friday 10:30", "May", "1/2/30", "Feb 29", "Friday", "yesterday", "2024", "3/4"]
)
def test_the_clock_does_not_matter(text: str, today: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = parse_absolute.__wrapped__(text)

    class Moved(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return today.replace(tzinfo=tz)

        @classmethod
        def utcnow(cls) -> dt.datetime:  # type: ignore[override]
            return today

        @classmethod
        def today(cls) -> dt.datetime:  # type: ignore[override]
            return today

    for module in (dateparser.date, dateparser.utils, dateparser.parser):
        monkeypatch.setattr(module, "datetime", Moved)
    assert parse_absolute.__wrapped__(text) == expected


def test_the_machines_zone_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "March 5, 2024 23:30"
    expected = parse_absolute.__wrapped__(text)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert parse_absolute.__wrapped__(text) == expected


WORDS = [
    "March",
    "5",
    "2024",
    "at",
    "10:30",
    "pm",
    "Friday",
    "the",
    "GMT",
    "-05:00",
    "/",
    ",",
    "'24",
    "29",
    "Feb",
    "ET",
    ".",
    "31st",
    "0",
]


@given(st.one_of(st.text(max_size=LONGEST), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)))
def test_nothing_raises_and_nothing_is_made_up(text: str) -> None:
    parsed = parse_absolute(text)
    if parsed is None:
        return
    assert parsed.date is None or dt.date(parsed.year or 0, parsed.month or 0, parsed.day or 0) == parsed.date
    for number in (parsed.day, parsed.minute, parsed.second):
        assert number is None or str(number) in text or any(char.isdigit() and not char.isascii() for char in text)
    assert parsed.year is None or f"{parsed.year % 100:02}" in text or any(char.isdigit() and not char.isascii() for char in text)
