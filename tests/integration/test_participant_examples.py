"""Who did what to whom where, in sentences parsed by the default model."""

from __future__ import annotations

import pytest

from pipeline.article import SourceArticle
from pipeline.extractor import Extractor

A, R, P, WITH = "actor", "recipient", "place", "instrument"

CASES = [
    ("Two men shot and killed a guard in Lima.", "shot", [(A, "Two men"), (R, "a guard")]),
    ("Ministers met and signed a pact in Oslo.", "met", [(A, "Ministers")]),
    ("Police told the driver to stop and arrested him in Leeds.", "arrested", [(A, "Police"), (P, "Leeds"), (R, "him")]),
    ("The roads are used to deliver timber to the mill.", "deliver", [(R, "the mill")]),
    ("The firm announced the date on which the strike begins.", "begins", [(A, "the strike")]),
    ("The crates were moved by rail to Antwerp.", "moved", [(P, "Antwerp"), (R, "The crates")]),
    ("Scores died when a ferry sank off Palawan.", "died", [(R, "Scores")]),
    ("The president made a visit to the plant on Monday.", "visit", [(A, "The president"), (P, "the plant")]),
    ("On Friday in Oslo, the minister resigned.", "resigned", [(A, "the minister"), (P, "Oslo")]),
    ("The attacks targeting trains in Madrid shocked the city.", "attacks", [(P, "Madrid"), (R, "trains")]),
    ("The explosion ripped through the center of Jakarta.", "explosion", [(R, "the center of Jakarta")]),
    ("The army overthrew the government in Bamako.", "overthrew", [(A, "The army"), (P, "Bamako"), (R, "the government")]),
    ("The union urged both sides to return to the table.", "urged", [(A, "The union"), (R, "both sides")]),
    ("Farmers protested against the tax in front of the parliament.", "protested", [(A, "Farmers"), (R, "the parliament")]),
    ("A truck crashed into a ditch near Leeds.", "crashed", [(A, "A truck"), (P, "a ditch")]),
    ("The crowd threw stones at the police in Lyon.", "threw", [(A, "The crowd"), (WITH, "stones"), (P, "Lyon")]),
    ("Prosecutors accused the mayor of taking bribes.", "accused", [(A, "Prosecutors"), (R, "the mayor")]),
    ("Prosecutors charged the mayor with killing a guard.", "killing", [(A, "the mayor"), (R, "a guard")]),
    ("The report described the firm as having bribed a judge.", "bribed", [(A, "the firm"), (R, "a judge")]),
    ("Troops were deployed to the border after the clashes in Goma.", "clashes", [(P, "Goma")]),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), CASES, ids=[f"{trigger}: {text[:40]}" for text, trigger, _ in CASES])
def test_participants(extractor: Extractor, text: str, trigger: str, expected: list[tuple[str, str]]) -> None:
    analysis = extractor.analyse(SourceArticle(source_path="x", source_record=0, text=text))
    (event,) = [event for event in analysis.events if event.span.text(text) == trigger]
    assert sorted((str(p.role), p.span.text(text)) for p in event.participants) == sorted(expected)
