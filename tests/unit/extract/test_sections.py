import datetime as dt
import itertools
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.sections import (
    Sections,
    classify,
    find_authors,
    find_run_in_credit,
    is_headline,
    is_same_title,
    read_dateline,
)
from pipeline.lexicons import lexicon
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import SectionKind
from tests.analysis import analysis_of, parsed

PROSE = "The river rose by two metres overnight and flooded the old quarter of the town."
EXAMPLES = [
    pytest.param(kind, entry["example"], id=f"{kind}: {entry['example']}")
    for kind in ("byline", "boilerplate", "caption", "credit")
    for entry in lexicon("sections")[kind]
]


def sectioned(text: str, title: str | None = None, published: str | None = None) -> Analysis:
    analysis = analysis_of(parsed(["x NN 0 ROOT"]), published)
    object.__setattr__(analysis.article, "text", text)
    object.__setattr__(analysis.article, "title", title)
    Sections()(analysis)
    return analysis


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    analysis = sectioned(text, title)
    return [(section.kind.value, section.span.text(text)) for section in analysis.sections]


@given(st.text(alphabet=st.sampled_from("AB ab.-–:/()\n\u2028“By,1"), max_size=300))
def test_sections_are_disjoint_in_order_and_lie_in_the_text(text: str) -> None:
    analysis = sectioned(text)
    spans = [section.span for section in analysis.sections]
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert sum(section.kind is SectionKind.LEAD for section in analysis.sections) <= 1


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_every_pattern_has_an_example_that_it_matches(kind: str, example: str) -> None:
    assert classify(example, Span(0, len(example)), 2, 5, None, has_lead=True).value == kind


def test_the_run_in_credit_example_is_one() -> None:
    text = lexicon("sections")["run_in_credit"]["example"]
    found = find_run_in_credit(text, Span(0, len(text)))
    assert found is not None
    assert found.text(text) == "Ana Ruiz / Coast Press file"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"Flood in Oslo\n\nBy Ana Ruiz\n\n{PROSE}\n\n{PROSE}",
            [("headline", "Flood in Oslo"), ("byline", "By Ana Ruiz"), ("lead", PROSE), ("body", PROSE)],
            id="headline, byline, lead, body",
        ),
        pytest.param(
            f"Flood in Oslo\nBy Ana Ruiz\n{PROSE}\n{PROSE}",
            [("headline", "Flood in Oslo"), ("byline", "By Ana Ruiz"), ("lead", PROSE), ("body", PROSE)],
            id="with single line breaks",
        ),
        pytest.param(
            f"Flood in Oslo\r\n\r\nOSLO, March 4 (Coast Press) — {PROSE}",
            [("headline", "Flood in Oslo"), ("dateline", "OSLO, March 4 (Coast Press) —"), ("lead", PROSE)],
            id="dateline",
        ),
        pytest.param(f"OSLO — {PROSE}", [("dateline", "OSLO —"), ("lead", PROSE)], id="dateline on the first line"),
        pytest.param(PROSE, [("lead", PROSE)], id="one paragraph"),
        pytest.param("Flood in Oslo", [("lead", "Flood in Oslo")], id="a line alone is no headline"),
        pytest.param(f"{PROSE}\n\n{PROSE}", [("lead", PROSE), ("body", PROSE)], id="no headline"),
        pytest.param(
            f"Flood\n\n{PROSE}\n\nThe bridge on Monday.Ana Ruiz / Coast Press\n\n{PROSE}",
            [
                ("lead", "Flood"),
                ("body", PROSE),
                ("caption", "The bridge on Monday."),
                ("credit", "Ana Ruiz / Coast Press"),
                ("body", PROSE),
            ],
            id="a caption that runs into its credit, and one word that is no headline",
        ),
        pytest.param(
            f"Flood in Oslo\n\n{PROSE}\n\nRead more: The dam that broke\n\nsource: coast.example",
            [
                ("headline", "Flood in Oslo"),
                ("lead", PROSE),
                ("boilerplate", "Read more: The dam that broke"),
                ("credit", "source: coast.example"),
            ],
            id="boilerplate and source line",
        ),
        pytest.param(
            f"Image caption The bridge on Monday\n\n{PROSE}",
            [("headline", "Image caption The bridge on Monday"), ("lead", PROSE)],
            id="what stands first is the headline",
        ),
    ],
)
def test_sections(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_the_record_s_title_is_the_headline_even_if_it_ends_a_sentence() -> None:
    assert kinds(f"“We lost.”\n\n{PROSE}", "We lost")[0] == ("headline", "“We lost.”")
    assert kinds(f"“We lost.”\n\n{PROSE}")[0] == ("lead", "“We lost.”")


def test_a_kicker_above_the_title() -> None:
    assert kinds(f"World news\n\nThe town is lost.\n\n{PROSE}", "The town is lost")[:2] == [
        ("headline", "World news"),
        ("headline", "The town is lost."),
    ]


def test_title_and_authors_come_from_the_text() -> None:
    analysis = sectioned(f"Flood in Oslo\n\nBy Ana Ruiz and Tom Hale\n\n{PROSE}")
    assert analysis.title == "Flood in Oslo"
    assert analysis.authors == ("Ana Ruiz", "Tom Hale")


def test_the_dateline_s_year_comes_from_the_publication() -> None:
    analysis = sectioned(f"OSLO, Dec. 30 (CP) - {PROSE}", published="2024-01-02")
    assert analysis.dateline is not None
    assert (analysis.dateline.place, analysis.dateline.date) == ("OSLO", dt.date(2023, 12, 30))


@pytest.mark.parametrize(
    ("paragraph", "title", "expected"),
    [
        pytest.param("Flood in Oslo", None, True, id="a line"),
        pytest.param("Flood", None, False, id="a word"),
        pytest.param("The river rose.", None, False, id="a sentence"),
        pytest.param("Why The River Rose So Quickly?", None, True, id="a question in title case"),
        pytest.param("Did the river rise so quickly?", None, False, id="a question in running text"),
        pytest.param("Flood " * 50, None, False, id="long"),
        pytest.param("OSLO — The river rose", None, False, id="a dateline"),
        pytest.param("COVID-19 cases rise in Oslo", None, True, id="a hyphen after capitals is no dateline"),
        pytest.param("The river rose.", "THE RIVER ROSE", True, id="the record's title"),
    ],
)
def test_is_headline(paragraph: str, title: str | None, expected: bool) -> None:
    assert is_headline(paragraph, title) is expected


@pytest.mark.parametrize(
    ("paragraph", "title", "expected"),
    [("“We lost,” she said", "'We Lost', She Said", True), ("We won", "We lost", False), ("…", "—", False), ("", "", False)],
)
def test_is_same_title(paragraph: str, title: str, expected: bool) -> None:
    assert is_same_title(paragraph, title) is expected


@pytest.mark.parametrize(
    ("date", "published", "expected"),
    [
        pytest.param("Nov. 17", "2020-11-18", dt.date(2020, 11, 17), id="this year"),
        pytest.param("17 November", "2020-11-16", dt.date(2020, 11, 17), id="a day ahead, in another time zone"),
        pytest.param("Nov. 17", "2020-11-15", dt.date(2019, 11, 17), id="not yet this year"),
        pytest.param("Feb. 29", "2023-03-01", dt.date(2020, 2, 29), id="the last leap year"),
        pytest.param("Sept. 3, 2019", "2023-03-01", dt.date(2019, 9, 3), id="its own year"),
        pytest.param("3 Sept 2019", None, dt.date(2019, 9, 3), id="its own year, nothing else known"),
        pytest.param("Nov. 17", None, None, id="no year"),
        pytest.param("Feb. 30, 2020", None, None, id="no such day"),
        pytest.param("Nov. 31", "2020-12-24", None, id="no such day in any year"),
        pytest.param("Nov. 0", "2020-12-24", None, id="no day"),
        pytest.param("17", "2020-12-24", None, id="no month"),
        pytest.param(None, "2020-12-24", None, id="no date"),
    ],
)
def test_read_dateline(date: str | None, published: str | None, expected: dt.date | None) -> None:
    at = dt.datetime.fromisoformat(published).replace(tzinfo=dt.UTC) if published else None
    found = read_dateline("OSLO", date, at)
    assert (found.place, found.date) == ("OSLO", expected)


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ana Ruiz", ("Ana Ruiz",)),
        ("BY ANA RUIZ", ("ANA RUIZ",)),
        ("By Ana Ruiz and Tom Hale", ("Ana Ruiz", "Tom Hale")),
        ("By Ana Ruiz, Tom Hale and J. R. O’Neil-Smith", ("Ana Ruiz", "Tom Hale", "J. R. O’Neil-Smith")),
        ("By Ana Ruiz & Tom Hale | Coast Press", ("Ana Ruiz", "Tom Hale")),
        ("Words by Ana Ruiz", ("Ana Ruiz",)),
        ("By AFP", ()),
        ("By the numbers", ()),
        ("", ()),
    ],
)
def test_authors(byline: str, expected: tuple[str, ...]) -> None:
    assert find_authors(byline) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge on Monday.Ana Ruiz / Coast Press", "Ana Ruiz / Coast Press"),
        ("The bridge on Monday. Photo: Ana Ruiz / Coast Press", "Photo: Ana Ruiz / Coast Press"),
        ("The bridge on Monday. Ana Ruiz / Coast Press", None),
        ("The bridge on Monday.(Photo by Ana Ruiz/Coast Press)", "(Photo by Ana Ruiz/Coast Press)"),
        ("“We lost.”Ana Ruiz/CP", "Ana Ruiz/CP"),
        ("The bridge on Monday and/or Tuesday.", None),
        ("The ratio was 3/4.", None),
        ("x" * 300 + ". Ana Ruiz / Coast Press", None),
    ],
)
def test_run_in_credit(text: str, expected: str | None) -> None:
    found = find_run_in_credit(text, Span(0, len(text)))
    assert (found and found.text(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "By " + "A" * 110 + " (x)",
        "By " + "A. " * 36 + "x",
        "By " + "Ann, " * 22 + "x",
        "A-" * 100_000,
        "A " * 100_000,
        "A/A, " * 40_000,
        "Aa." * 60_000,
        "x." + "Aa " * 60 + "/ " + "A" * 60,
        "Aaaaa" * 50 + "/" + "Aaaa" * 5 + "!",
        "\n" * 200_000,
        ("\n" + " " * 50) * 4_000,
        "By By\n" * 30_000,
        "OSLO, " * 30_000,
        "Read more " * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = process_time()
    sectioned(text, "A title")
    sectioned(f"{text}\n\n{text}")
    assert process_time() - started < 3
