"""Who says "I" in a transcript and in a speech that is printed whole."""

from __future__ import annotations

import re

import pytest

from pipeline.extract.speeches import Speeches
from pipeline.layers import Entity, Mention
from pipeline.spans import Span
from pipeline.vocabulary import Label

TRANSCRIPT = "A debate\n\nANA LIND: I sail.\n\nBO VOSS: I row.\n\nANA LIND: Fine.\n\nI mean it.\n\nBO VOSS: Good."


def speakers(text: str) -> list[str | None]:
    """The speaker at each "I" of a text in which Ana Lind and Bo Voss are named."""
    paragraphs = [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    entities = {"lind": Entity("Lind", Label.PERSON, "lind"), "voss": Entity("Voss", Label.PERSON, "voss")}
    mentions = [
        Mention(Span(*match.span()), 0, 1, 0, Label.PERSON, entity=entities[match[1].lower()])
        for match in re.finditer(r"(?:Ana |Bo )?(Lind|Voss)", text, re.IGNORECASE)
    ]
    speeches = Speeches(text, paragraphs, mentions)
    found = [speeches.speaker_at(match.start()) for match in re.finditer(r"\bI\b", text)]
    return [None if one is None else one[0].name for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TRANSCRIPT, ["Lind", "Voss", "Lind"], id="turns"),
        pytest.param("Remarks by President Ana Lind\n\nI sail.", ["Lind"], id="a speech"),
        pytest.param("Statement of Bo Voss on boats\n\nI row.", ["Voss"], id="a statement"),
        pytest.param("Remarks by Ana Lind and Bo Voss\n\nI sail.", [None], id="a joint one"),
        pytest.param("Remarks by the harbour board on Ana Lind\n\nI row.", [None], id="no one's"),
        pytest.param("Harbour\n\nBo Voss today issued the following statement:\n\nI row.", ["Voss"], id="a release"),
        pytest.param("Harbour\n\nBo Voss today bought the following boats:\n\nI row.", [None], id="no release"),
        pytest.param("Ana Lind sails\n\nI row.", [None], id="neither"),
    ],
)
def test_speaker(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected
