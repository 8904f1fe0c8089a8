from __future__ import annotations

import pytest

from pipeline.ingest.bodies import join_body


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {
                "summary": ["In short."],
                "sections": [
                    {"headline": [], "paragraphs": ["One.", "Two."]},
                    {"headline": ["Later"], "paragraphs": ["Three."]},
                ],
            },
            "In short.\n\nOne.\n\nTwo.\n\nLater\n\nThree.",
        ),
        ({"sections": [{"paragraphs": ["One."], "headline": ["Head"]}]}, "Head\n\nOne."),
        ({"sections": [{"paragraphs": "One."}], "summary": "In short."}, "In short.\n\nOne."),
        ({"sections": [{"paragraphs": ["  One.\n", "", " \t", "Two."]}]}, "  One.\n\n\nTwo."),
        ({"sections": [{"paragraphs": [None, 7, ["x"], {"text": "x"}, "One."]}, None, "x", []]}, "One."),
        ({"sections": [], "summary": ["In short."]}, "In short."),
        ({"sections": [], "summary": []}, None),
        ({"sections": [{"headline": [""], "paragraphs": ["\n"]}]}, None),
        ({"sections": "One."}, None),
        ({"sections": {"paragraphs": ["One."]}}, None),
        ({"summary": ["In short."]}, None),
        ({"text": "One."}, None),
        ({}, None),
    ],
)
def test_join_body(body: dict[str, object], text: str | None) -> None:
    assert join_body(body) == text
