import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.paragraphs import find_paragraphs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n ", [], id="only white space"),
        pytest.param("One.", ["One."], id="no line break"),
        pytest.param("  One.\n\n  Two.  \n", ["One.", "Two."], id="trimmed"),
        pytest.param("One.\r\n\r\nTwo.\r\n", ["One.", "Two."], id="CRLF"),
        pytest.param("One.\rTwo.", ["One.", "Two."], id="CR alone"),
        pytest.param("One.\n\n\n\nTwo.", ["One.", "Two."], id="several blank lines"),
        pytest.param("One.\n \u00a0\nTwo.", ["One.", "Two."], id="a blank line with spaces"),
        pytest.param("One.\nTwo.\nThree.\nFour.", ["One.", "Two.", "Three.", "Four."], id="single line breaks"),
        pytest.param("One.”\nTwo?”\n“Three!\nFour…", ["One.”", "Two?”", "“Three!", "Four…"], id="sentences that end in a mark"),
        pytest.param("One.\u2028Two.\u2029Three.\x85Four.", ["One.", "Two.", "Three.", "Four."], id="other line ends"),
        pytest.param(
            "The river\nrose by two\nmetres and\nflooded it.\n\nThe town was\nwithout power\nfor two days.",
            ["The river\nrose by two\nmetres and\nflooded it.", "The town was\nwithout power\nfor two days."],
            id="hard-wrapped",
        ),
        pytest.param(
            "The river\r\nrose by two\r\nmetres and\r\nflooded it.\r\n\r\nThe town.",
            ["The river\r\nrose by two\r\nmetres and\r\nflooded it.", "The town."],
            id="hard-wrapped with CRLF",
        ),
        pytest.param(
            "Flood in Oslo\nBy Ana Ruiz\nThe river rose by two metres overnight.\nThe town was without power.",
            4 * [None],
            id="short lines",
        ),
    ],
)
def test_paragraphs(text: str, expected: list[str | None]) -> None:
    found = [span.text(text) for span in find_paragraphs(text)]
    assert len(found) == len(expected)
    assert all(one == other for one, other in zip(found, expected, strict=True) if other is not None)


@given(st.text(alphabet=st.sampled_from("ab. \n\r\t\u2028\x85”"), max_size=200))
def test_paragraphs_are_trimmed_disjoint_and_hold_every_word(text: str) -> None:
    found = find_paragraphs(text)
    assert all(first.end < second.start for first, second in itertools.pairwise(found))
    assert all(span.text(text) == span.text(text).strip(" \t\r\n\f\v\u2028\u2029") != "" for span in found)
    inside = {position for span in found for position in range(*span)}
    assert not [position for position, char in enumerate(text) if char in "ab.”" and position not in inside]
