from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.times import read_published
from pipeline.vocabulary import Precision

DAY, MINUTE, SECOND = Precision.DAY, Precision.MINUTE, Precision.SECOND


def utc(*fields: int) -> dt.datetime:
    return dt.datetime(*fields, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        # ISO 8601
        ("2024-03-05", utc(2024, 3, 5), DAY),
        ("20240305", utc(2024, 3, 5), DAY),
        (20240305, utc(2024, 3, 5), DAY),
        ("2024-W10-2", utc(2024, 3, 5), DAY),
        ("2024-03-05T14:30", utc(2024, 3, 5, 14, 30), MINUTE),
        ("2024-03-05 14:30", utc(2024, 3, 5, 14, 30), MINUTE),
        ("2024-03-05T14", utc(2024, 3, 5, 14), MINUTE),
        ("2024-03-05T14:30:15", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("2024-03-05T14:30:15.987654", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("2024-03-05T14:30:15Z", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("2024-03-05T14:30Z", utc(2024, 3, 5, 14, 30), MINUTE),
        ("2024-03-05T23:30:00-05:00", utc(2024, 3, 6, 4, 30), SECOND),
        ("2024-03-05T23:30-0500", utc(2024, 3, 6, 4, 30), MINUTE),
        ("2024-03-05T00:15:00+05:30", utc(2024, 3, 4, 18, 45), SECOND),
        ("20240305T143015Z", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("20240305T1430Z", utc(2024, 3, 5, 14, 30), MINUTE),
        ("20240305143015", utc(2024, 3, 5, 14, 30, 15), SECOND),
        (" 2024-03-05\n", utc(2024, 3, 5), DAY),
        ("2024-03-05 14:30:15 UTC", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("2024-03-05 14:30:15 +0000", utc(2024, 3, 5, 14, 30, 15), SECOND),
        # a midnight without an offset is how data frames write a day
        ("2024-03-05 00:00:00", utc(2024, 3, 5), DAY),
        ("2024-03-05T00:00:00Z", utc(2024, 3, 5), SECOND),
        # RFC 2822
        ("Tue, 05 Mar 2024 14:30:15 +0000", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("Tue, 05 Mar 2024 14:30:15 GMT", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("Tue, 5 Mar 2024 14:30 -0500", utc(2024, 3, 5, 19, 30), MINUTE),
        ("5 Mar 2024 14:30:15 -0000", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("Tue, 05 Mar 2024 14:30:15 EST", utc(2024, 3, 5, 19, 30, 15), SECOND),
        ("Tue, 05 Mar 2024 00:00:00 GMT", utc(2024, 3, 5), SECOND),
        # since 1970
        (1709649015, utc(2024, 3, 5, 14, 30, 15), SECOND),
        (1709649015.9, utc(2024, 3, 5, 14, 30, 15), SECOND),
        (1709649015987, utc(2024, 3, 5, 14, 30, 15), SECOND),
        (1709649015987654, utc(2024, 3, 5, 14, 30, 15), SECOND),
        (1709649015987654321, utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("1709649015", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("1709649015.0", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("1709649015987", utc(2024, 3, 5, 14, 30, 15), SECOND),
        (946684800, utc(2000, 1, 1), SECOND),
        (999999999000, utc(2001, 9, 9, 1, 46, 39), SECOND),
        # what Parquet holds
        (dt.date(2024, 3, 5), utc(2024, 3, 5), DAY),
        (dt.datetime(2024, 3, 5), utc(2024, 3, 5), DAY),
        (dt.datetime(2024, 3, 5, 14, 30, 15, 999), utc(2024, 3, 5, 14, 30, 15), SECOND),
        (dt.datetime(2024, 3, 5, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5))), utc(2024, 3, 6, 4, 30), SECOND),
        (pd.Timestamp("2024-03-05 14:30:15.123456789"), utc(2024, 3, 5, 14, 30, 15), SECOND),
        (pd.Timestamp("2024-03-05"), utc(2024, 3, 5), DAY),
        # words
        ("March 5, 2024", utc(2024, 3, 5), DAY),
        ("5 March 2024 14:30 GMT", utc(2024, 3, 5, 14, 30), MINUTE),
        ("Tue Mar 5 2024", utc(2024, 3, 5), DAY),
        ("Mar. 5, 2024, 9:30 a.m. ET", utc(2024, 3, 5, 14, 30), MINUTE),
        ("July 5, 2024, 9:30 p.m. ET", utc(2024, 7, 6, 1, 30), MINUTE),
        ("Tue Mar 05 14:30:15 +0000 2024", utc(2024, 3, 5, 14, 30, 15), SECOND),
        ("Published: March 5, 2024", utc(2024, 3, 5), DAY),
        ("Last updated on March 5, 2024", utc(2024, 3, 5), DAY),
        ("Last Updated March 5, 2024 2:30 pm", utc(2024, 3, 5, 14, 30), MINUTE),
        ("03/04/2024", utc(2024, 3, 4), DAY),
        ("2024/03/05", utc(2024, 3, 5), DAY),
        # containers
        (["2024-03-05"], utc(2024, 3, 5), DAY),
        ({"$date": "2024-03-05T14:30:15Z"}, utc(2024, 3, 5, 14, 30, 15), SECOND),
        ({"$date": {"$numberLong": "1709649015987"}}, utc(2024, 3, 5, 14, 30, 15), SECOND),
    ],
)
def test_read_published(value: object, at: dt.datetime, precision: Precision) -> None:
    found = read_published(value)
    assert found == (at, precision)
    assert type(found.at) is dt.datetime


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        " ",
        "N/A",
        "unknown",
        "yesterday",
        "today",
        "2 hours ago",
        "Tuesday",
        "10:30",
        "2024",
        2024,
        "2024-03",
        "March 2024",
        "March 5",
        "2024-02-30",
        "2024-13-01",
        "2024-03-05T25:00:00",
        "2024-03-05T23:59:61",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "1499-12-31",
        "2201-01-01",
        "9999-12-31T23:59:59-12:00",
        "Tue, 32 Mar 2024 14:30:15 +0000",
        "Tue, 05 Mar 2024 14:30:15 +9999",
        0,
        1,
        -1,
        -86400,
        12345,
        9999999999999999999,
        10**400,
        float("nan"),
        float("inf"),
        1e300,
        True,
        False,
        [],
        ["2024-03-05", "2024-03-06"],
        {},
        {"date": "2024-03-05"},
        {"$date": None},
        {"$date": {"$date": {"$date": 1}}},
        b"2024-03-05",
        dt.date(1, 1, 1),
        dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-12))),
        dt.time(14, 30),
        "2024-03-05" * 100,
        "1" * 5000,
        "٢٠٢٤-٠٣-٠٥",
        "\ud800",
        "\0" * 20,
    ],
)
def test_what_cannot_be_read_is_not_known(value: object) -> None:
    assert read_published(value) is None


@given(
    st.one_of(
        st.text(alphabet="0123456789-:TZ+., /WMarchJulypm", max_size=30),
        st.text(max_size=40),
        st.integers(),
        st.floats(),
        st.datetimes(timezones=st.just(dt.UTC) | st.none()),
        st.recursive(
            st.none() | st.text(max_size=12), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("$date"), inner)
        ),
    )
)
def test_any_value_gives_whole_seconds_in_utc_or_nothing(value: Any) -> None:
    found = read_published(value)
    if found is not None:
        assert found.at.tzinfo is dt.UTC
        assert found.at.microsecond == 0
        assert 1500 <= found.at.year <= 2200
        assert found.precision is not DAY or found.at.time() == dt.time()
