from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.sentences import sentence_around

TEXT = "It rained. Mr. A. Lee met Dr. Kim in St. Ives at 5.30 p.m. on Monday. “Go!” she said. Then?\n\nNext. End"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rained", "It rained."),
        ("Kim", "Mr. A. Lee met Dr. Kim in St. Ives at 5.30 p.m. on Monday."),
        ("she", "“Go!” she said."),
        ("Then", "Then?"),
        ("End", "End"),
        ("rained. Mr.", "It rained. Mr. A. Lee met Dr. Kim in St. Ives at 5.30 p.m. on Monday."),
        ("Then?\n\nNext", "Then?\n\nNext."),
    ],
)
def test_the_sentence_around(words: str, expected: str):
    start = TEXT.index(words)
    found = sentence_around(TEXT, start, start + len(words))
    assert TEXT[found.start : found.end] == expected


@given(st.text(alphabet="ab .!?\n“”A", max_size=60), st.data())
def test_it_holds_the_span(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = sentence_around(text, start, end)
    assert 0 <= found.start <= start <= end <= found.end <= len(text)


@pytest.mark.parametrize("unit", [".", "A. ", 'a." ', "!?…", "'"])
def test_a_long_text_takes_no_time(unit: str):
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    sentence_around(text, len(text) // 2, len(text) // 2 + 1)
    assert time.process_time() - started < 2
