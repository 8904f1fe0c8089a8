"""Titles before names, and the roles that follow from them."""

from __future__ import annotations

import pytest

from pipeline.extract.entities import forms_of_address
from pipeline.extract.name_lexicon import load_name_words
from pipeline.extract.roles import find_title
from pipeline.extract.titles import title_before, title_end
from pipeline.layers import Mention
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.vocabulary import Label
from tests.analysis import parsed


def compound(text: str) -> Parse:
    """A name with the words before it, all of which depend on its last word, before "left"; hyphens stand glued."""
    words = [*text.replace("-", " - ").split(), "left"]
    head = len(words) - 2
    rows = [f"{word} {'HYPH' if word == '-' else 'NNP'} {head} compound" for word in words[:head]]
    rows += [f"{words[head]} NNP {head + 1} nsubj", f"left VBD {head + 1} ROOT"]
    spaces = [word != "-" and after != "-" for word, after in zip(words, [*words[1:], "."], strict=True)]
    return parsed(rows, spaces)


def title_of(parse: Parse, n_words: int) -> Span | None:
    first = parse.n - 1 - n_words
    found = title_before(parse, first, load_name_words())
    return None if found is None else parse.span(*found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Prime Minister Ana Lind", "Prime Minister", id="two words"),
        pytest.param("Secretary-Treasurer Ana Lind", "Secretary-Treasurer", id="over a hyphen"),
        pytest.param("Deputy Youth and Sports Minister Ana Lind", "Deputy Youth and Sports Minister", id="over and"),
        pytest.param("Harbour and President Ana Lind", "President", id="and before a name"),
        pytest.param("then-President Ana Lind", "then-President", id="what was then"),
        pytest.param("secretary under President Ana Lind", "President", id="another's superior"),
        pytest.param("Harbour Ana Lind", None, id="none"),
    ],
)
def test_title_before(text: str, expected: str | None) -> None:
    parse = compound(text)
    span = title_of(parse, 2)
    assert (None if span is None else span.text(parse.text)) == expected


@pytest.mark.parametrize(
    ("text", "n_named", "expected"),
    [
        pytest.param("Sir Ana Lind", 0, None, id="a form of address"),
        pytest.param("President Ana Lind", 0, "President", id="a title"),
        pytest.param("Foreign Ministry spokesperson Ana Lind", 2, "Foreign Ministry spokesperson", id="whose it is"),
        pytest.param("presidential secretary Ana Lind", 0, "presidential secretary", id="what it is"),
        pytest.param("front-runner Ana Lind", 0, "front-runner", id="the first part of a word"),
        pytest.param("54-year-old teacher Ana Lind", 0, "teacher", id="no age"),
    ],
)
def test_find_title(text: str, n_named: int, expected: str | None) -> None:
    parse = compound(text)
    first = parse.n - 3
    named = bytearray([1] * n_named + [0] * (parse.n - n_named))
    mention = Mention(parse.span(first, first + 2), first, first + 2, first + 1, Label.PERSON, title=title_of(parse, 2))
    found = find_title(parse, mention, named, forms_of_address())
    assert (None if found is None else found.text(parse.text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("SP Ana Lind", "Ana Lind", id="a rank of letters before a full name"),
        pytest.param("SP Lind", "SP Lind", id="initials before one name"),
        pytest.param("MS Lind", "MS Lind", id="initials that look like a form of address"),
        pytest.param("MS LIND", "LIND", id="a form of address in a line of capitals"),
        pytest.param("Ms Lind", "Lind", id="a form of address"),
        pytest.param("Dean A. Lind", "Dean A. Lind", id="a given name before an initial"),
        pytest.param("Dean Ana Lind", "Ana Lind", id="an office before a full name"),
        pytest.param("Pol Lt-General Ana Lind", "Ana Lind", id="a rank with a hyphen"),
        pytest.param("Pol Lind", "Pol Lind", id="a given name"),
    ],
)
def test_where_a_name_starts_behind_its_title(text: str, expected: str) -> None:
    parse = compound(text)
    first = title_end(parse, 0, parse.n - 1, load_name_words())
    assert parse.span(first, parse.n - 1).text(parse.text) == expected
