"""What holds of every row, whatever the text."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.article import Quarantined, SourceArticle
from pipeline.extractor import Extractor
from pipeline.rows import Rows
from pipeline.schema import TABLES, arrow_schema, columns
from pipeline.spans import Span
from pipeline.store import to_arrow
from pipeline.vocabulary import Precision, QuarantineReason

KEYS = {
    "articles": ("article_id",),
    "entities": ("entity_id",),
    "mentions": ("mention_id",),
    "dates": ("date_id",),
    "statements": ("statement_id",),
    "statement_speakers": ("statement_id", "position"),
    "events": ("event_id",),
    "event_participants": ("event_id", "role", "position"),
}
"""What no two rows of a table share."""

TARGETS = {
    "entity_id": "entities",
    "place_entity_id": "entities",
    "mention_id": "mentions",
    "date_id": "dates",
    "statement_id": "statements",
    "parent_statement_id": "statements",
    "event_id": "events",
}
"""Column to the table that its ids point into."""

FRAGMENTS = (
    "PARIS, Nov. 17 (Reuters) -|By Ann Lee|The Example Times",
    "source: example.com|Photo: Bo Ray / Agency|(AP)",
    "President Kari Lund|Lund|she|the minister|Mr. Ray",
    "two officials|Dr. Bo Ray, 61,|the United Nations (UN)|the U.N.|Café Ørsted A/S",
    "said|said that|told reporters|according to|denied|warned that",
    "did not say|asked whether|wrote on Twitter:|, who said|added|alleged",
    """“Nobody likes it,”|"We won|‘never’|'tis|«Non»|„Nein“|``Yes''|'|"|“|”|’|…|—|–""",
    """-|:|;|.|,|?|!|(|)|[|]|5'11"|rock 'n' roll|the '90s""",
    "on Tuesday|two days after|last May|3 p.m. EDT|from 2012 to 2018|May 3-5|72",
    "1997|the 1990s|a year earlier|Sept. 31|2024-02-30|12/13/14",
    "0|007|3.5|$400,000|31 per cent|1/2|½|٣",
    "五月|H-2|1,000,000,000|9999-12-31|the 0th century|500 years ago|in 10000 years|Feb. 29",
    "attacked|was arrested|the bombing of|resigned|may strike",
    "if it rains|imposed sanctions on|died|will sign|was killed in a crash",
    "in Paris|at the port|of the company|with a knife|and|but|that|to|not|never",
    "Q: Why?|A: Because.|Q.|ANN LEE:|* |1.|###|<b>|</p>|&amp;",
    "😀|👩‍👩‍👧|é|e\u0301|\u202eabc\u202c|שלום|مرحبا|ごめん|\u00a0|\u200b|\ufeff|\u2028|\t",
    "\r\n|\r|\n|\n\n|\n\n\n| |\x0b|\x85|\u0000|ß|ﬁ|İ|\ud7ff",
)

WORDS = [fragment for line in FRAGMENTS for fragment in line.split("|")]
BREAKS = [" ", " ", " ", "", "\n", "\n\n", "\r\n\r\n", "\u00a0", "\t"]

SENTENCES = (
    "{who} {said} {what} {when}.",
    "{what}, {who} {said} {when}.",
    "{who}, who {said} {what}, {said} {who} {said} {what}.",
    "“{what},” {who} {said} {when}. “{what}.",
    '"{what}," {said} {who}, "{what}."',
    "‘{what},’ {said} {who} and {who}. ‘‘{what}’’",
    "{what} {when}, according to {who}, {who} and {who}.",
    "{who}: {what}? {what}!",
    "{what} — {who}",
    "{when} {what} ({who} did not say {when}).",
)
SLOTS = {
    "who": [
        "Kari Lund",
        "Dr. Bo Ray, 61,",
        "the minister",
        "she",
        "two officials",
        "the UN",
        "a 2019 report",
        "it",
        "Ray’s lawyer",
    ],
    "said": [
        "said",
        "denied that",
        "told reporters",
        "wrote on Twitter",
        "asked",
        "has not said",
        "alleged",
        ", smiling, said",
        "believes",
    ],
    "what": [
        *("it rains", "police arrested three men in Oslo", "he “never” hit her", "the “so-called deal” died", "Lee’d resign", "😀"),
        *(
            "if it falls, troops will leave",
            "they were not killed",
            "shares rose 3%",
            "that “no”",
            "to attack Mali with tanks",
            "“yes”",
        ),
    ],
    "when": [
        "on Tuesday",
        "two days after the attack",
        "last May",
        "from 2012 to 2018",
        "at 3 p.m. EST",
        "in the 1990s",
        "",
        "daily",
    ],
}

mash = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(BREAKS)), max_size=40).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@st.composite
def sentence(draw: st.DrawFn) -> str:
    """A sentence as news has it, and what stands before the next one."""
    pieces = draw(st.sampled_from(SENTENCES)).replace("{", "|{").replace("}", "|").split("|")
    words = [draw(st.sampled_from(SLOTS[piece[1:]])) if piece.startswith("{") else piece for piece in pieces]
    return "".join(words) + draw(st.sampled_from(BREAKS))


story = st.lists(sentence(), max_size=12).map("".join)
anything = st.text(max_size=100)
texts = st.lists(st.one_of(story, story, mash, anything), max_size=5).map("".join)
published = st.one_of(st.none(), st.datetimes(min_value=dt.datetime(1, 1, 1), max_value=dt.datetime(9999, 12, 31)))


def rows_of(extractor: Extractor, text: str, at: dt.datetime | None = None) -> Rows:
    article = SourceArticle(
        source_path="any.txt",
        source_record=0,
        text=text,
        published_at=at.replace(tzinfo=dt.UTC, microsecond=0) if at else None,
        published_precision=Precision.SECOND if at else None,
    )
    (found,) = extractor.run([article])
    if isinstance(found, Quarantined):
        assert found.reason is QuarantineReason.LANGUAGE, found.message
        found = Rows()
    else:
        assert found.tables["articles"][0].text == text  # type: ignore[union-attr]
    return found


def dicts(rows: Rows, table: str) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in arrow_schema(table).names} for row in rows.tables[table]]


def check(rows: Rows, text: str) -> None:
    """Holds every invariant of the tables."""
    tables = {table: dicts(rows, table) for table in TABLES}
    ids = {table: {row[KEYS[table][0]] for row in found} for table, found in tables.items()}
    for table, found in tables.items():
        keys = [tuple(row[name] for name in KEYS[table]) for row in found]
        assert len(set(keys)) == len(keys), f"{table}: a key stands twice"
        for row in found:
            check_row(table, row, text)
            for column, target in TARGETS.items():
                if row.get(column) is not None:
                    assert row[column] in ids[target], f"{table}.{column} leads nowhere"
            assert row["article_id"] in ids["articles"]
        to_arrow(table, rows.tables[table]).validate(full=True)
    check_order(tables)
    check_articles(tables, text)
    check_statements(tables["statements"], tables["statement_speakers"], text)
    check_entities(tables["entities"], tables["mentions"])
    check_dates(tables["dates"])
    check_events(tables["events"], tables["statements"])


def check_row(table: str, row: dict[str, Any], text: str) -> None:
    spans = [("start", "end", "text"), ("cue_start", "cue_end", "cue")]
    for start, end, words in spans:
        if row.get(start) is None or end not in row:
            assert row.get(end) is None
            continue
        assert 0 <= row[start] < row[end] <= len(text), f"{table}: {row[start]}:{row[end]}"
        if words in row:
            assert text[row[start] : row[end]] == row[words]
    for column in columns(table):
        value = row[column.name]
        assert column.nullable or value is not None, f"{table}.{column.name} is null"
        if column.vocabulary and value is not None:
            assert value in set(column.vocabulary)
        if isinstance(value, str) and column.name not in ("text", "content"):
            assert value.strip(), f"{table}.{column.name} is blank"
    assert 0 <= (row.get("confidence") or 0) <= 1


def check_order(tables: dict[str, list[dict[str, Any]]]) -> None:
    for table in ("entities", "mentions", "dates", "statements", "events"):
        starts = [row["start"] for row in tables[table]]
        assert starts == sorted(starts), table
    for table, parent, key in (
        ("statement_speakers", "statements", "statement_id"),
        ("event_participants", "events", "event_id"),
    ):
        rank = {row[key]: number for number, row in enumerate(tables[parent])}
        order = [rank[row[key]] for row in tables[table]]
        assert order == sorted(order), table
    for row in tables["statement_speakers"]:
        same = [other["position"] for other in tables["statement_speakers"] if other["statement_id"] == row["statement_id"]]
        assert same == list(range(len(same)))


def check_articles(tables: dict[str, list[dict[str, Any]]], text: str) -> None:
    for article in tables["articles"]:
        for table in ("mentions", "dates", "statements", "events"):
            for row in tables[table]:
                kinds = [each["kind"] for each in article["sections"] if each["start"] <= row["start"] < each["end"]]
                assert [row["section"]] == (kinds or [None]), f"{table}: not the section that holds it"
        spans = [Span(section["start"], section["end"]) for section in article["sections"]]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))


def check_statements(statements: list[dict[str, Any]], speakers: list[dict[str, Any]], text: str) -> None:
    by_id = {row["statement_id"]: row for row in statements}
    spoken = {row["statement_id"] for row in speakers}
    for row in statements:
        parts = [Span(part["start"], part["end"]) for part in row["parts"]]
        assert parts
        assert (parts[0].start, parts[-1].end) == (row["start"], row["end"])
        assert all(part.start < part.end for part in parts)
        assert all(before.end <= after.start for before, after in pairwise(parts))
        assert row["content"] == " ".join(part.text(text) for part in parts)
        assert (row["status"] == "attributed") == (row["statement_id"] in spoken)
        assert (row["cue"] is None) == (row["cue_start"] is None)
        if row["parent_statement_id"] is not None:
            parent = by_id[row["parent_statement_id"]]
            assert parent["start"] <= row["start"] < parent["end"], "a statement begins outside of the one that holds it"
        seen, at = set(), row
        while at["parent_statement_id"] is not None:
            assert at["statement_id"] not in seen, "statements are each other's parents"
            seen.add(at["statement_id"])
            at = by_id[at["parent_statement_id"]]


def check_entities(entities: list[dict[str, Any]], mentions: list[dict[str, Any]]) -> None:
    labels = {row["entity_id"]: row["label"] for row in entities}
    counts = dict.fromkeys(labels, 0)
    for row in mentions:
        counts[row["entity_id"]] += 1
        assert row["label"] == labels[row["entity_id"]]
    assert counts == {row["entity_id"]: row["n_mentions"] for row in entities}
    first = {entity: min(row["start"] for row in mentions if row["entity_id"] == entity) for entity in labels}
    assert first == {row["entity_id"]: row["start"] for row in entities}


def check_dates(dates: list[dict[str, Any]]) -> None:
    for row in dates:
        assert (row["first_date"] is None) == (row["last_date"] is None)
        assert row["first_date"] is None or row["first_date"] <= row["last_date"]
        assert (row["anchor"] == "none") == (row["anchor_date"] is None)


def check_events(events: list[dict[str, Any]], statements: list[dict[str, Any]]) -> None:
    for row in events:
        holding = [
            each
            for each in statements
            if any(part["start"] <= row["start"] and row["end"] <= part["end"] for part in each["parts"])
        ]
        own = next((each for each in holding if each["statement_id"] == row["statement_id"]), None)
        assert (own is None) == (not holding), "an event is no event of the statement that holds it"


@settings(deadline=None, max_examples=30, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=texts, at=published)
@example(text="", at=None)
@example(text=" ", at=None)
@example(text="“", at=None)
@example(text="0À,", at=None)
@example(text='"""""""""""""""', at=None)
@example(text="“A,” “b,” ‘c ‘d’ e’ she said", at=None)
@example(text="He said " * 300, at=None)
@example(text="Q: Why?\n\nA: Because.\n\n" * 40, at=dt.datetime(2024, 5, 3))
@example(text="\r\n".join(["PARIS -", "“Yes,” Ann Lee said.", "“No.", "“Never,” she said."]), at=dt.datetime(1, 1, 1))
@example(text="two years ago, last century, in 10000 years, Monday, next decade, 9999-12-31", at=dt.datetime(1, 1, 1))
@example(text="in two years, next century, in 10000 years, Monday, next decade, Q4", at=dt.datetime(9999, 12, 31))
@example(text="👩‍👩‍👧 “e\u0301 😀,” said Zoe\u0308 \u202eLee\u202c on Tuesday\u00a03\u00a0May.", at=None)
def test_every_row_keeps_its_invariants(extractor: Extractor, text: str, at: dt.datetime | None):
    check(rows_of(extractor, text, at), text)


def test_the_samples_keep_them(extractor: Extractor, samples: list[SourceArticle]):
    for article in samples:
        (found,) = extractor.run([article])
        assert isinstance(found, Rows)
        check(found, article.text)


HOSTILE = {
    "digits": "1" * 90_000,
    "many digits": "1 " * 5_000,
    "commas": "," * 20_000 + " he said",
    "colons": "a:" * 16_000,
    "open marks": "“ " * 5_000,
    "straight marks": '"a ' * 5_000,
    "single marks": "'a " * 5_000,
    "line ends": "\n" * 100_000,
    "carriage returns": "\r\n" * 50_000,
    "blanks": " " * 100_000,
    "brackets": "(" * 20_000,
    "said": "said " * 20_000,
    "names": "Ann Lee " * 3_000,
    "years": "1997-" * 15_000,
    "quoted paragraphs": "“Never,” she said.\n\n" * 800,
    "one long sentence": "and he said that " * 1_500,
    "combining marks": "e" + "\u0301" * 50_000,
    "surrogate pairs": "😀" * 50_000,
    "pieces": ("It rains in Oslo, Kari Lund said on Tuesday. " * 40 + "\n\n") * 30,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_processed(name: str, extractor: Extractor):
    text = HOSTILE[name]
    check(rows_of(extractor, text), text)


def test_a_long_article_is_read_in_pieces_with_true_offsets(extractor: Extractor, monkeypatch: pytest.MonkeyPatch):
    paragraph = "“It rains in Oslo 😀,” Kari Lund said on Tuesday, May 3, 2022. Police arrested two men.\r\n\r\n"
    text = paragraph * 12
    whole = rows_of(extractor, text)
    monkeypatch.setattr("pipeline.nlp.split_text.__defaults__", (3 * len(paragraph),))
    pieces = rows_of(extractor, text)
    check(pieces, text)
    assert [row.text for row in pieces.tables["statements"]] == [row.text for row in whole.tables["statements"]]  # type: ignore[union-attr]
    assert [row.start for row in pieces.tables["dates"]] == [row.start for row in whole.tables["dates"]]  # type: ignore[union-attr]


def test_a_text_of_cues_costs_what_its_length_says(extractor: Extractor):
    def cost(n_words: int) -> float:
        before = extractor.seconds["statements"]
        rows_of(extractor, "said " * n_words)
        return extractor.seconds["statements"] - before

    cost(1_000)
    assert min(cost(16_000) for _ in range(2)) < 10 * min(cost(4_000) for _ in range(2))  # a square would be sixteen times
