from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import SourceArticle
from pipeline.config import Settings
from pipeline.errors import ConfigError, RecordFault
from pipeline.ingest.fields import FieldMap, build_article, domain, folded, read_authors, read_name, read_outlet
from pipeline.ingest.raw import RawRecord
from pipeline.lexicons import lexicon
from pipeline.vocabulary import Precision, QuarantineReason, QuarantineStage

MARCH = dt.datetime(2024, 3, 5, tzinfo=dt.UTC)


def article(record: dict[str, Any], custom: dict[str, str] | None = None, **limits: int) -> SourceArticle:
    return build_article(RawRecord(0, record), "a.jsonl", FieldMap(custom), Settings(**limits))  # type: ignore[arg-type]


def fault(record: dict[str, Any], custom: dict[str, str] | None = None, **limits: int) -> RecordFault:
    with pytest.raises(RecordFault) as caught:
        article(record, custom, **limits)
    assert caught.value.stage is QuarantineStage.INGEST
    assert "\n" not in caught.value.message
    return caught.value


CANONICAL = {
    "id": "a1",
    "text": "Body.",
    "title": "Head",
    "url": "https://www.example.com/a",
    "published_at": "2024-03-05",
    "authors": ["Ann Lee", "Bo Ray"],
    "outlet": "Example News",
}
DUMPS = {
    "canonical": CANONICAL,
    "upper case": {name.upper(): value for name, value in CANONICAL.items()},
    "news-please": {
        "maintext": "Body.",
        "title": "Head",
        "url": "https://www.example.com/a",
        "date_publish": "2024-03-05 00:00:00",
        "date_download": "2025-01-01 10:00:00",
        "date_modify": None,
        "authors": ["Ann Lee", "Bo Ray"],
        "source_domain": "Example News",
        "description": "Short.",
        "filename": "a.html",
    },
    "CC-News": {
        "text": "Body.",
        "title": "Head",
        "url": "https://www.example.com/a",
        "date": "2024-03-05 00:00:00",
        "domain": "Example News",
        "description": "Short.",
        "image_url": None,
        "author": "Ann Lee and Bo Ray",
    },
    "RealNews": {
        "text": "Body.",
        "title": "Head",
        "url": "https://www.example.com/a",
        "publish_date": "2024-03-05",
        "warc_date": "2025-01-01T00:00:00Z",
        "authors": ["Ann Lee", "Bo Ray"],
        "domain": "Example News",
        "summary": None,
        "status": "success",
    },
    "Fundus": {
        "plaintext": "Body.",
        "body": {"summary": [], "sections": [{"headline": [], "paragraphs": ["Body."]}]},
        "title": "Head",
        "publishing_date": "2024-03-05T00:00:00",
        "authors": ["Ann Lee", "Bo Ray"],
        "publisher": "Example News",
        "url": "https://www.example.com/a",
        "topics": ["x"],
    },
    "All the News": {
        "": "17",
        "id": "a1",
        "title": "Head",
        "publication": "Example News",
        "author": "By Ann Lee, Bo Ray",
        "date": "2024-03-05",
        "year": "2024.0",
        "month": "3.0",
        "url": "https://www.example.com/a",
        "content": "Body.",
    },
    "NewsAPI": {
        "source": {"id": None, "name": "Example News"},
        "author": "Ann Lee; Bo Ray",
        "title": "Head",
        "description": "Short.",
        "url": "https://www.example.com/a",
        "publishedAt": "2024-03-05",
        "content": "Body.",
    },
    "schema.org": {
        "headline": "Head",
        "articleBody": "Body.",
        "datePublished": "2024-03-05",
        "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ray"}],
        "publisher": {"name": "Example News"},
        "url": "https://www.example.com/a",
    },
}


@pytest.mark.parametrize("dump", DUMPS)
def test_the_common_dumps_map_by_themselves(dump: str) -> None:
    found = article(DUMPS[dump])
    assert found.text == "Body."
    assert found.title == "Head"
    assert found.url == "https://www.example.com/a"
    assert (found.published_at, found.published_precision) == (MARCH, Precision.DAY)
    assert found.authors == ("Ann Lee", "Bo Ray")
    assert found.outlet == "Example News"


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"content": "two", "text": "one"}, "one"),
        ({"text": None, "content": "two"}, "two"),
        ({"text": " ", "content": "two"}, "two"),
        ({"text": 5, "content": "two"}, "two"),
        ({"text": float("nan"), "maintext": "two"}, "two"),
        ({"Text": "one", "text": "two"}, "one"),
        ({"text": b"bytes \xe2\x80\x94"}, "bytes —"),
        ({"text": "\ufeff kept \r\n"}, "\ufeff kept \r\n"),
    ],
)
def test_the_first_name_with_a_text_wins(record: dict[str, Any], text: str) -> None:
    assert article(record).text == text


@pytest.mark.parametrize(
    ("custom", "record", "name", "expected"),
    [
        ({"text": "lede"}, {"lede": "Mine.", "text": "Other."}, "text", "Mine."),
        ({"text": "article.body"}, {"article": {"body": "Mine."}, "text": "Other."}, "text", "Mine."),
        ({"text": "article.body"}, {"article.body": "Flat.", "article": {"body": "Mine."}}, "text", "Flat."),
        ({"title": "kicker"}, {"text": "T.", "title": "Other", "kicker": "Mine"}, "title", "Mine"),
        ({"title": "kicker"}, {"text": "T.", "title": "Other"}, "title", None),
        ({"id": "meta.key"}, {"text": "T.", "meta": {"key": 7}, "id": "x"}, "source_id", "7"),
        ({"outlet": "meta.site.name"}, {"text": "T.", "meta": {"site": {"name": "Mine"}}}, "outlet", "Mine"),
        ({"outlet": "meta.site.name"}, {"text": "T.", "meta": {"site": "x"}}, "outlet", None),
    ],
)
def test_a_named_field_wins_over_all(custom: dict[str, str], record: dict[str, Any], name: str, expected: str | None) -> None:
    assert getattr(article(record, custom), name) == expected


def test_an_unknown_field_of_an_article_is_told() -> None:
    with pytest.raises(ConfigError, match="no field 'body'; known are text"):
        FieldMap({"body": "text"})


@pytest.mark.parametrize(
    ("record", "reason", "message"),
    [
        ({}, QuarantineReason.MISSING_TEXT, "the record has no field"),
        (
            {"id": "1", "lede": "x"},
            QuarantineReason.MISSING_TEXT,
            "the record has id, lede; name the right one with --field text=NAME",
        ),
        ({"text": None}, QuarantineReason.MISSING_TEXT, "the record has text"),
        ({"a\nb" + "c" * 100: 1}, QuarantineReason.MISSING_TEXT, "the record has a?b" + "c" * 37 + ";"),
        ({"text": ""}, QuarantineReason.EMPTY, "the text is empty"),
        ({"text": " \n\t\u00a0"}, QuarantineReason.EMPTY, "the text is empty"),
        ({"text": 5}, QuarantineReason.MALFORMED, "the text is a number"),
        ({"text": True}, QuarantineReason.MALFORMED, "the text is true or false"),
        ({"text": ["a", "b"]}, QuarantineReason.MALFORMED, "the text is a list"),
        ({"text": {"a": "b"}}, QuarantineReason.MALFORMED, "the text is an object"),
        ({"text": dt.date(2024, 1, 1)}, QuarantineReason.MALFORMED, "the text is a date"),
        ({"text": "a\0b"}, QuarantineReason.NUL, "character 1 of the text is NUL"),
        ({"text": "a\ud800b"}, QuarantineReason.ENCODING, "character 1 of the text is not valid Unicode"),
        ({"text": b"a\xffb"}, QuarantineReason.ENCODING, "byte 1 of the text is not UTF-8"),
        ({"text": "T.", "id": ["x"]}, QuarantineReason.MALFORMED, "the id is a list"),
        ({"text": "T.", "id": True}, QuarantineReason.MALFORMED, "the id is true or false"),
    ],
)
def test_what_cannot_become_an_article(record: dict[str, Any], reason: QuarantineReason, message: str) -> None:
    found = fault(record)
    assert found.reason is reason
    assert message in found.message


def test_a_field_that_no_record_has_is_missing_text() -> None:
    found = fault({"id": "1", "text": "Long text."}, {"text": "nope"})
    assert found.reason is QuarantineReason.MISSING_TEXT
    assert found.message == "no text in the field nope; the record has id, text; name the right one with --field text=NAME"


def test_only_some_of_many_fields_are_shown() -> None:
    message = fault({f"f{number}": 1 for number in range(1000)}).message
    assert "f14, …;" in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("text", "limits", "reason"),
    [
        ("ab cd ef", {"max_chars": 8, "max_word": 2}, None),
        ("ab cd ef ", {"max_chars": 8}, QuarantineReason.TOO_LONG),
        ("ab cde fg", {"max_word": 2}, QuarantineReason.LONG_WORD),
        ("x" * 5_000_000, {"max_chars": 10_000_000}, QuarantineReason.LONG_WORD),
        ("x" * 5_000_000, {}, QuarantineReason.TOO_LONG),
        ("éé", {"max_chars": 2, "max_word": 2}, None),
    ],
)
def test_limits(text: str, limits: dict[str, int], reason: QuarantineReason | None) -> None:
    if reason is None:
        assert article({"text": text}, **limits).text == text
    else:
        assert fault({"text": text}, **limits).reason is reason


def test_a_message_holds_no_text_of_the_article() -> None:
    secret = "zebra"
    for text in (f"{secret}\0", f"{secret}\ud800", secret * 100_000, f"{secret} " * 1_000_000):
        assert secret not in fault({"text": text, "title": secret}).message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x1", "x1"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (0, "0"),
        ({"$oid": "65e7"}, "65e7"),
        ("", None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        pytest.param(10**5000, None, id="5000 digits"),
        ("a\ud800", "a\ufffd\ufffd\ufffd"),
        ("a\0b", "a\ufffdb"),
        (b"ab\xff", "ab\ufffd"),
    ],
)
def test_ids(value: object, expected: str | None) -> None:
    assert article({"text": "T.", "id": value}).source_id == expected


def test_ids_hang_on_the_source_and_the_text() -> None:
    one = article({"text": "T.", "id": 7})
    assert one.article_id == article({"text": "T.", "id": "7", "title": "x"}).article_id
    assert one.article_id != article({"text": "U.", "id": 7}).article_id


@pytest.mark.parametrize("value", [["a"], {"a": 1}, True, "", "  ", None, float("nan")])
def test_other_fields_that_cannot_be_used_are_not_known(value: object) -> None:
    found = article({"text": "T.", "title": value, "url": value, "published_at": value})
    assert (found.title, found.url, found.published_at, found.published_precision, found.outlet) == (None, None, None, None, None)


@pytest.mark.parametrize(
    ("record", "outlet"),
    [
        ({"outlet": "NBC News", "url": "https://x.com"}, "NBC News"),
        ({"outlet": "www.nbcnews.com"}, "nbcnews.com"),
        ({"source": "https://www.nbcnews.com/us"}, "nbcnews.com"),
        ({"url": "https://www.nbcnews.com/us?x#y"}, "nbcnews.com"),
        ({"url": "http://user@News.Example.co.uk:8080/a"}, "news.example.co.uk"),
        ({"url": "www.nbcnews.com/us"}, "nbcnews.com"),
        ({"url": "http://[::1"}, None),
        ({"url": "file:///tmp/a.txt"}, None),
        ({"url": "not a url"}, None),
        ({"source": {"id": "nbc", "name": None}}, "nbc"),
        ({"source": {"x": 1}, "url": "https://nbcnews.com"}, "nbcnews.com"),
        ({}, None),
    ],
)
def test_outlets(record: dict[str, Any], outlet: str | None) -> None:
    assert article({"text": "T.", **record}).outlet == outlet


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("BY ANN LEE AND BO RAY", ("ANN LEE", "BO RAY")),
        ("Ann Lee, Bo Ray, and Cy Poe", ("Ann Lee", "Bo Ray", "Cy Poe")),
        ("Ann Lee;Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee & Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Sandy Anderson", ("Sandy Anderson",)),
        ("Byron York", ("Byron York",)),
        ("Robert Lee, Jr., Bo Ray", ("Robert Lee, Jr.", "Bo Ray")),
        ("Ann Lee, Ann Lee", ("Ann Lee",)),
        (["By Ann Lee", " Bo Ray ", "", None, 5], ("Ann Lee", "Bo Ray", "5")),
        ([{"name": "Ann Lee"}, {"x": 1}], ("Ann Lee",)),
        ({"name": "Ann Lee"}, ("Ann Lee",)),
        ("['Ann Lee', \"Bo O'Ray\"]", ("Ann Lee", "Bo O'Ray")),
        ("[]", ()),
        ("", ()),
        (5, ()),
        (None, ()),
        ([], ()),
        (["a\ud800"], ("a\ufffd\ufffd\ufffd",)),
    ],
)
def test_authors(value: object, names: tuple[str, ...]) -> None:
    assert read_authors(value) == names


def test_a_hostile_byline_is_read_in_linear_time() -> None:
    assert read_authors(" " * 1_000_000 + "and" + " " * 1_000_000) == ()
    assert len(read_authors("a , " * 1_000_000)) == 1


@pytest.mark.parametrize(("given", "expected"), [(None, None), ("x", None), ("a.b", "a.b"), ("https://WWW.A.org", "a.org")])
def test_domain(given: str | None, expected: str | None) -> None:
    assert domain(given or "") == expected


def test_read_outlet_and_name_take_no_lists() -> None:
    assert read_outlet(["a"]) is None
    assert read_name(["a"]) is None


def test_no_name_means_two_fields() -> None:
    names = [folded(name) for field in lexicon("fields")["names"].values() for name in field]
    assert sorted(names) == sorted(set(names))


def test_crawl_times_are_no_publication_times() -> None:
    record = {
        "text": "T.",
        "timestamp": "2024-03-05",
        "date_download": "2024-03-05",
        "created_at": "2024-03-05",
        "warc_date": "2024-03-05",
    }
    assert article(record).published_at is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([name for field in lexicon("fields")["names"].values() for name in field]) | st.text(max_size=8)


@given(st.dictionaries(NAMES, JSON, max_size=6), st.sampled_from([{}, {"text": "body"}, {"text": "article.body", "title": "x.y"}]))
def test_any_record_is_an_article_or_a_fault(record: dict[str, Any], custom: dict[str, str]) -> None:
    try:
        found = article(record, custom)
    except RecordFault as caught:
        kept: tuple[str | None, ...] = (caught.message,)
    else:
        assert found.text.strip()
        kept = (found.text, found.title, found.url, found.outlet, found.source_id, *found.authors)
    for value in kept:
        assert value is None or value.encode("utf-8")
