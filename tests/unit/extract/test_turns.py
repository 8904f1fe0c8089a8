import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.extract.quote_map import QuoteMap
from pipeline.extract.quotes import find_quotations
from pipeline.extract.turns import CREDIT_WORDS, LABEL_CHARS, Turn, find_turns
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from tests.analysis import VOCAB

_TOKEN = re.compile(r"(?P<word>--|\w+(?:['’.-]\w+)*|\S)(?:/(?P<tag>[A-Z]+))?")


def article(*paragraphs: str) -> Parse:
    """Parses paragraphs flat: "Rain/NN" gives a tag, without one a word in capitals is a name and a mark is a mark."""
    rows: list[tuple[str, str, bool]] = []
    for place, paragraph in enumerate(paragraphs):
        if place:
            rows.append(("\n\n", "_SP", False))
        for match in _TOKEN.finditer(paragraph):
            word = match["word"]
            plain = ("NNP" if word[0].isupper() else "NN") if word[0].isalnum() else ":" if word in ":—–--" else "."
            rows.append((word, match["tag"] or plain, paragraph[match.end() : match.end() + 1] == " "))
    words, tags, spaces = zip(*rows, strict=True) if rows else ((), (), ())
    heads = [0] * len(words)
    return Parse(Doc(VOCAB, words=list(words), tags=list(tags), spaces=list(spaces), heads=heads, deps=["dep"] * len(words)))


def turns(parse: Parse) -> list[Turn]:
    paragraphs = find_paragraphs(parse.text)
    return find_turns(parse, paragraphs, QuoteMap(parse, paragraphs, find_quotations(parse.text, paragraphs)))


def found(*paragraphs: str) -> list[tuple[str, str]]:
    """The word of each turn's source, and its words with "|" between parts."""
    parse = article(*paragraphs)
    return [
        (parse.word(turn.source), " | ".join(parse.span(*item).text(parse.text) for item in turn.ranges)) for turn in turns(parse)
    ]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ["Q: When?", "A: Soon.", "Q: Why?", "A: Money."],
            [("Q", "When?"), ("A", "Soon."), ("Q", "Why?"), ("A", "Money.")],
            id="interview",
        ),
        pytest.param(
            ["JANE DOE: We start.", "TOM: No.", "JANE DOE: Yes."],
            [("DOE", "We start."), ("TOM", "No."), ("DOE", "Yes.")],
            id="debate",
        ),
        pytest.param(
            ["Jane Doe: We start.", "Tom Roe: No.", "Jane Doe: Yes."],
            [("Doe", "We start."), ("Roe", "No."), ("Doe", "Yes.")],
            id="names that are not in capitals",
        ),
        pytest.param(
            ["They met.", "TOM: One.", "More of it.", "And more.", "ANN: Two.", "TOM: Three.", "They left."],
            [("TOM", "One. | More of it. | And more."), ("ANN", "Two."), ("TOM", "Three.")],
            id="with the paragraphs that follow, but for the last",
        ),
        pytest.param(
            ["DR. O'NEILL-ROE: One.", "TOM: Two.", "TOM: Three."],
            [("O'NEILL-ROE", "One."), ("TOM", "Two."), ("TOM", "Three.")],
            id="marks in a name",
        ),
        pytest.param(["TOM: One.", "ANN: Two."], [], id="two are too few"),
        pytest.param(["TOM: One.", "TOM: Two.", "TOM: Three."], [], id="nobody answers"),
        pytest.param(["PLACE: Oslo.", "TIME: Noon.", "PRICE: Free."], [], id="a list: every label is another"),
        pytest.param(
            ["TOM: One.", "ANN: Two.", "TOM: Three.", "EVE: Four."],
            [("TOM", "One."), ("ANN", "Two."), ("TOM", "Three."), ("EVE", "Four.")],
            id="three names in four",
        ),
        pytest.param(["tom: One.", "ann: Two.", "tom: Three."], [], id="lower case"),
        pytest.param(["Tom: One.", "Ann: Two.", "Tom: Three."], [], id="one word that is not in capitals"),
        pytest.param(["TOM:One.", "ANN:Two.", "TOM:Three."], [], id="no space after the colon"),
        pytest.param(["so TOM: One.", "so ANN: Two.", "so TOM: Three."], [], id="not at the start"),
        pytest.param(["TOM:", "ANN:", "TOM:"], [], id="no words"),
        pytest.param([f"{letter * LABEL_CHARS}: One." for letter in "TAT"], [], id="too long for a label"),
    ],
)
def test_transcripts(paragraphs: list[str], expected: list[tuple[str, str]]) -> None:
    assert found(*paragraphs) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(["Jane Doe: “We start tomorrow.”"], [("Doe", "“We start tomorrow.”")], id="a name and a colon"),
        pytest.param(["JANE: “We start.”", "It rained/VBD."], [("JANE", "“We start.”")], id="in capitals"),
        pytest.param(["JANE: “One.", "“Two.”"], [("JANE", "“One. | “Two.”")], id="over two paragraphs"),
        pytest.param(["JANE: “One.” “Two.”"], [("JANE", "“One.”")], id="the first quotation only"),
        pytest.param(["Next/JJ Week/NN: “We start.”"], [], id="a label that is no name"),
        pytest.param(["JANE: that is, “We start.”"], [], id="words between"),
        pytest.param(["jane: “We start.”"], [], id="lower case"),
        pytest.param(["“We start.” — Jane Doe"], [("Doe", "“We start.”")], id="a dash and a name"),
        pytest.param(["“We start.” – Jane"], [("Jane", "“We start.”")], id="en dash"),
        pytest.param(["“We start.” -- Jane"], [("Jane", "“We start.”")], id="two hyphens"),
        pytest.param(["“We start.” - Jane"], [("Jane", "“We start.”")], id="hyphen"),
        pytest.param(["“We start.”—Jane"], [("Jane", "“We start.”")], id="no spaces"),
        pytest.param(['"We start." — Jane'], [("Jane", '"We start."')], id="straight marks"),
        pytest.param(["‘We start.’ — Jane"], [("Jane", "‘We start.’")], id="single marks"),
        pytest.param(["“We start.” — Jane Doe, mayor of/IN Oslo"], [("Doe", "“We start.”")], id="with a role"),
        pytest.param(["“We start.” — Mayor/NN Jane Doe"], [("Doe", "“We start.”")], id="with a title"),
        pytest.param(["“We start.” — Jane, speaking/VBG in/IN Oslo"], [("Jane", "“We start.”")], id="with a participle"),
        pytest.param(["“One.", "“Two.” — Jane"], [("Jane", "“One. | “Two.”")], id="after two paragraphs"),
        pytest.param(["“We start.” — Jane left/VBD"], [], id="a clause after the dash"),
        pytest.param(["“We start.” — jane"], [], id="lower case after the dash"),
        pytest.param(["“We start.”", "— Jane"], [], id="in the next paragraph"),
        pytest.param(["“We start.” And — Jane"], [], id="words before the dash"),
        pytest.param(["“We start.” —", "Jane"], [], id="nothing after the dash"),
        pytest.param(["“We start.” — And/CC so/RB it/PRP was/IN, Jane"], [], id="no noun soon"),
        pytest.param(
            [f"“We start.” — Jane {'a ' * (CREDIT_WORDS - 1)}"], [("Jane", "“We start.”")], id="as many words as a credit has"
        ),
        pytest.param([f"“We start.” — Jane {'a ' * CREDIT_WORDS}"], [], id="too many words"),
        pytest.param(["JANE: “One.” — Tom"], [("JANE", "“One.”")], id="a colon before a dash"),
        pytest.param(["“One.” — Jane", "“Two.” — Tom"], [("Jane", "“One.”"), ("Tom", "“Two.”")], id="two"),
        pytest.param(["It rained/VBD."], [], id="no quotation"),
    ],
)
def test_credits(paragraphs: list[str], expected: list[tuple[str, str]]) -> None:
    assert found(*paragraphs) == expected


@pytest.mark.parametrize(
    ("paragraph", "mark"), [("JANE: “One.”", ":"), ("“One.” — Jane", "—"), ("“One.” -- Jane", "--"), ("“One.” – Jane: a", "–")]
)
def test_the_cue_is_the_mark(paragraph: str, mark: str) -> None:
    parse = article(paragraph)
    (turn,) = turns(parse)
    assert parse.word(turn.cue) == mark


def test_a_colon_inside_a_quotation_credits_nobody() -> None:
    assert found("“Star Wars: A Hope” opened/VBD.") == []


def test_a_quoted_turn_of_a_transcript_is_found_once() -> None:
    assert [source for source, _ in found("TOM: “One.” He left/VBD.", "ANN: “Two.”", "TOM: “Three.”")] == ["TOM", "ANN", "TOM"]


PIECES = ["TOM: ", "ANN: ", "Jane Doe: ", "Q: ", "“", "”", '"', " — ", " -- ", "Tom ", "rain ", "left/VBD ", ". ", ":", "‘", "’"]


@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join), max_size=6))
def test_turns_lie_in_the_text_in_order(paragraphs: list[str]) -> None:
    parse = article(*[paragraph for paragraph in paragraphs if paragraph.strip()])
    found_turns = turns(parse)
    assert [turn.cue for turn in found_turns] == sorted(turn.cue for turn in found_turns)
    for turn in found_turns:
        assert parse.lower[turn.cue] in (":", "—", "--")
        assert parse.lower[turn.source][0].isalpha()
        assert turn.ranges
        assert all(0 <= first < last <= parse.n for first, last in turn.ranges)
        assert all(one[1] <= other[0] for one, other in zip(turn.ranges, turn.ranges[1:], strict=False))
