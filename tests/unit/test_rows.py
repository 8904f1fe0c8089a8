import datetime as dt

import pytest

from pipeline.ids import stable_id
from pipeline.layers import Date, Dateline, Entity, Event, Mention, Participant, Section, Speaker, Statement
from pipeline.rows import Rows, build_rows
from pipeline.schema import TABLES
from pipeline.spans import Span, check_span
from pipeline.stages import Analysis
from pipeline.store import to_arrow
from pipeline.vocabulary import (
    Act,
    DateStatus,
    DateType,
    Label,
    MentionForm,
    Role,
    SectionKind,
    SpeakerForm,
    SpeakerKind,
    StatementKind,
)
from tests.analysis import analysis_of, parsed

WORDS = [
    "Flood NN 0 ROOT",
    "Anna NNP 2 nsubj",
    "said VBD 2 ROOT say",
    "Tom NNP 4 nsubj",
    "left VBD 2 ccomp leave",
    "Oslo NNP 4 dobj",
    "Monday NNP 4 npadvmod",
    ". . 2 punct",
]


def span_of(analysis: Analysis, words: str) -> Span:
    start = analysis.text.index(words)
    return Span(start, start + len(words))


def story() -> Analysis:
    """ "Flood / Anna said Tom left Oslo Monday." with every layer filled by hand, out of order."""
    analysis = analysis_of(parsed(WORDS), "2024-03-05")
    at = {word: span_of(analysis, word) for word in ("Flood", "Anna", "said", "Tom", "left", "Oslo", "Monday")}
    analysis.sections = [
        Section(SectionKind.HEADLINE, at["Flood"]),
        Section(SectionKind.LEAD, Span(at["Anna"].start, len(analysis.text))),
    ]
    analysis.title, analysis.authors = "Flood", ("Ana Ruiz",)
    analysis.dateline = Dateline("OSLO", dt.date(2024, 3, 4))
    people = [Entity("Tom", Label.PERSON, "tom"), Entity("Anna", Label.PERSON, "anna"), Entity("Oslo", Label.GPE, "oslo")]
    unseen = Entity("Nobody", Label.PERSON, "nobody")
    analysis.entities = [people[0], unseen, people[1], people[2]]
    for entity in people:
        mention = Mention(at[entity.name], 0, 1, 0, entity.label, MentionForm.NAME, entity)
        entity.mentions.append(mention)
        analysis.mentions.insert(0, mention)
    date = Date(at["Monday"], DateType.DATE, "2024-03-04", DateStatus.RELATIVE, range_key=1)
    analysis.dates = [date]
    outer = Statement(
        [Span(at["Tom"].start, at["Monday"].end)],
        StatementKind.INDIRECT,
        at["said"],
        2,
        "say",
        act=Act.SAY,
        date=date,
        confidence=0.5,
    )
    outer.speakers = [
        Speaker(SpeakerForm.NAME, at["Anna"], 1, people[1], "Anna", SpeakerKind.PERSON),
        Speaker(SpeakerForm.IMPLICIT, name="aides", kind=SpeakerKind.GROUP),
    ]
    inner = Statement([at["left"], at["Monday"]], StatementKind.INDIRECT, parent=outer)
    analysis.statements = [inner, outer]
    event = Event(at["left"], 4, "leave", statement=outer, date=date, place=people[2])
    event.participants = [
        Participant(Role.ACTOR, at["Tom"], 3, people[0].mentions[0]),
        Participant(Role.PLACE, at["Oslo"], 5),
        Participant(Role.ACTOR, at["Anna"], 1),
    ]
    again = Event(at["Flood"], 0, "flood", cluster=event)
    analysis.events = [event, again]
    return analysis


@pytest.fixture
def rows() -> Rows:
    return build_rows(story())


def test_counts(rows: Rows) -> None:
    assert rows.counts() == {
        "articles": 1,
        "entities": 3,
        "mentions": 3,
        "dates": 1,
        "statements": 2,
        "statement_speakers": 2,
        "events": 2,
        "event_participants": 3,
    }


def test_every_text_is_that_of_its_span(rows: Rows) -> None:
    text = rows.tables["articles"][0].text
    for table in ("mentions", "dates", "statements", "events", "event_participants"):
        for record in rows.tables[table]:
            check_span(text, record.start, record.end, record.text)


@pytest.mark.parametrize("table", ["entities", "mentions", "dates", "statements", "events"])
def test_rows_are_ordered_by_start(rows: Rows, table: str) -> None:
    starts = [record.start for record in rows.tables[table]]
    assert starts == sorted(starts)


def test_every_key_resolves(rows: Rows) -> None:
    ids = {
        name: {getattr(record, key) for record in rows.tables[table]}
        for name, table, key in [
            ("entity_id", "entities", "entity_id"),
            ("mention_id", "mentions", "mention_id"),
            ("date_id", "dates", "date_id"),
            ("statement_id", "statements", "statement_id"),
            ("event_id", "events", "event_id"),
        ]
    }
    ids["place_entity_id"] = ids["entity_id"]
    ids["parent_statement_id"] = ids["statement_id"]
    n_links = 0
    for records in rows.tables.values():
        for record in records:
            for name, known in ids.items():
                value = getattr(record, name, None)
                n_links += value is not None
                assert value is None or value in known
    assert n_links > 15


def test_the_article(rows: Rows) -> None:
    (article,) = rows.tables["articles"]
    assert (article.title, article.authors) == ("Flood", ["Ana Ruiz"])
    assert (article.dateline_place, article.dateline_date) == ("OSLO", dt.date(2024, 3, 4))
    assert (article.n_tokens, article.n_sentences) == (8, 2)
    assert article.sections[0] == {"kind": "headline", "start": 0, "end": 5}


def test_a_statement(rows: Rows) -> None:
    outer, inner = rows.tables["statements"]
    assert outer.text == outer.content == "Tom left Oslo Monday"
    assert (outer.cue, outer.cue_lemma, outer.status) == ("said", "say", "attributed")
    assert outer.date_id == rows.tables["dates"][0].date_id
    assert (inner.text, inner.content) == ("left Oslo Monday", "left Monday")
    assert (inner.cue, inner.cue_start, inner.status) == (None, None, "unattributed")
    assert inner.parent_statement_id == outer.statement_id
    assert inner.section is SectionKind.LEAD


def test_speakers_have_positions(rows: Rows) -> None:
    named, implicit = rows.tables["statement_speakers"]
    assert (named.position, named.text, named.entity_id) == (0, "Anna", rows.tables["entities"][0].entity_id)
    assert (implicit.position, implicit.text, implicit.start, implicit.entity_id) == (1, None, None, None)


def test_positions_count_within_a_role(rows: Rows) -> None:
    found = [(record.role, record.position, record.text) for record in rows.tables["event_participants"]]
    assert found == [("actor", 0, "Tom"), ("place", 0, "Oslo"), ("actor", 1, "Anna")]


def test_mentions_of_one_event_share_a_cluster(rows: Rows) -> None:
    flood, left = rows.tables["events"]
    assert flood.cluster_id == left.cluster_id == stable_id(left.event_id, "cluster")


def test_an_entity_without_mention_has_no_row(rows: Rows) -> None:
    assert [record.name for record in rows.tables["entities"]] == ["Anna", "Tom", "Oslo"]


def test_ids_are_the_same_on_every_run(rows: Rows) -> None:
    assert build_rows(story()).tables == rows.tables


def test_ids_differ_within_a_table(rows: Rows) -> None:
    for table, key in [
        ("mentions", "mention_id"),
        ("entities", "entity_id"),
        ("statements", "statement_id"),
        ("events", "event_id"),
    ]:
        found = [getattr(record, key) for record in rows.tables[table]]
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("table", TABLES)
def test_records_fit_their_table(rows: Rows, table: str) -> None:
    assert to_arrow(table, rows.tables[table]).num_rows == rows.counts()[table]


def test_the_record_s_title_and_authors_win() -> None:
    analysis = story()
    object.__setattr__(analysis.article, "title", "As given")
    object.__setattr__(analysis.article, "authors", ("Tom Hale",))
    (article,) = build_rows(analysis).tables["articles"]
    assert (article.title, article.authors) == ("As given", ["Tom Hale"])


def test_an_empty_analysis_gives_an_article_alone() -> None:
    analysis = analysis_of(parsed(["Rain NN 0 ROOT"]))
    counts = build_rows(analysis).counts()
    assert counts.pop("articles") == 1
    assert set(counts.values()) == {0}


def test_rows_of_many_articles(rows: Rows) -> None:
    both = Rows()
    both.extend(rows)
    both.extend(build_rows(analysis_of(parsed(["Rain NN 0 ROOT"]))))
    assert both.counts()["articles"] == 2
    assert both.counts()["statements"] == 2
