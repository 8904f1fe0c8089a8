import pytest

from pipeline.datelines import FIRST_PARAGRAPHS, find_dateline, find_sentence_starts
from pipeline.lexicons import lexicon
from pipeline.paragraphs import find_paragraphs
from pipeline.spans import Span


@pytest.mark.parametrize("example", lexicon("sections")["dateline"]["examples"])
def test_every_dateline_example_is_one(example: str) -> None:
    text = f"{example} river rose."
    found = find_dateline(text, Span(0, len(text)))
    assert found is not None
    assert text[found.span.end :].strip() == "The river rose."


@pytest.mark.parametrize(
    ("text", "place", "date", "agency"),
    [
        ("WASHINGTON, Nov. 17 (Reuters) - The", "WASHINGTON", "Nov. 17", "Reuters"),
        ("MEXICO CITY, 4 March 2024 (CP) – The", "MEXICO CITY", "4 March 2024", "CP"),
        ("ST. LOUIS — The", "ST. LOUIS", None, None),
        ("RIO DE JANEIRO (AP) -- The", "RIO DE JANEIRO", None, "AP"),
        ("WASHINGTON, D.C. — The", "WASHINGTON, D.C.", None, None),
        ("SALEM, Ore. (AP) — The", "SALEM, Ore.", None, "AP"),
        ("WINSTON-SALEM — The", "WINSTON-SALEM", None, None),
        ("JERUSALEM/GAZA, May 3 - The", "JERUSALEM/GAZA", "May 3", None),
        ("Lima (Coast Press) -- The", "Lima", None, "Coast Press"),
        ("São Paulo (CP): The", "São Paulo", None, "CP"),
        ("LIMA, July 25: The", "LIMA", "July 25", None),
        ("New Delhi, 3 June (CP): The", "New Delhi", "3 June", "CP"),
        ("CAIRO – 25 July 2022: The", "CAIRO", "25 July 2022", None),
        ("KUALA LUMPUR: The", "KUALA LUMPUR", None, None),
        ("KUWAIT: The", "KUWAIT", None, None),
    ],
)
def test_datelines(text: str, place: str, date: str | None, agency: str | None) -> None:
    found = find_dateline(text, Span(0, len(text)))
    assert found is not None
    assert (found.place, found.date, found.agency) == (place, date, agency)


@pytest.mark.parametrize(
    "text",
    [
        "The river rose.",
        "OSLO —",
        "COVID-19 cases rose.",
        "GOP-led states sued.",
        "US–China talks began.",
        "WINSTON-SALEM officials met.",
        "NATO said it would act.",
        "A — the first letter.",
        "Jane Doe (left) and Tom Hale spoke.",
        "RAMOS: The bridge is closed.",
        "CORRECTION: The bridge is closed.",
        "QUITO:",
        "AUSTIN: The bridge is closed.\n\nAUSTIN: It is.",
        "July 25: The bridge is closed.",
        "",
    ],
)
def test_no_datelines(text: str) -> None:
    assert find_dateline(text, Span(0, len(text))) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The river rose.", ["The"]),
        ("OSLO — The river rose.", ["OSLO", "The"]),
        ("Flood in Oslo\n\nOSLO, May 3 (CP) - The river rose.\n\nIt fell.", ["Flood", "OSLO,", "The", "It"]),
        ("OSLO —\u00a0\u00a0The river rose.", ["OSLO", "The"]),
        ("", []),
    ],
)
def test_sentences_start_at_paragraphs_and_behind_datelines(text: str, expected: list[str]) -> None:
    starts = sorted(find_sentence_starts(text, find_paragraphs(text)))
    assert [text[start:].split(maxsplit=1)[0] for start in starts] == expected


def test_datelines_are_looked_for_among_the_first_paragraphs_only() -> None:
    text = "It rose.\n\n" * FIRST_PARAGRAPHS + "OSLO — The river rose."
    assert len(find_sentence_starts(text, find_paragraphs(text))) == FIRST_PARAGRAPHS + 1
