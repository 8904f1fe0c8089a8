import pytest

from pipeline.extract.contents import QuoteMap, Range
from pipeline.extract.leftovers import Found, settle_leftovers
from pipeline.extract.quotes import find_quotations
from pipeline.extract.sections import find_paragraphs
from pipeline.parse import Parse
from tests.analysis import parsed, worded


def quote_map(parse: Parse) -> QuoteMap:
    paragraphs = find_paragraphs(parse.text)
    return QuoteMap(parse, paragraphs, find_quotations(parse.text, paragraphs))


def ranges_of(parse: Parse, *parts: str) -> tuple[Range, ...]:
    return tuple(parse.tokens_in(parse.text.index(part), parse.text.index(part) + len(part)) for part in parts)


@pytest.mark.parametrize(
    ("text", "claimed", "expected"),
    [
        pytest.param("It snowed_. “It rained_ all day long.”", [], ["“It rained all day long.”"], id="a sentence of its own"),
        pytest.param("It snowed_. “It rained_ all day long.”", ["all day"], [], id="claimed"),
        pytest.param("It was_ “a long and rainy day.”", [], [], id="no verb"),
        pytest.param("The “so called_ experts of rain.”", [], [], id="scare quotes"),
        pytest.param("Anna “Rainy” Ruiz left_.", [], [], id="nickname"),
        pytest.param("She wrote_ “When It Rained_ All Day” in Oslo.", [], [], id="title of a work"),
        pytest.param("It snowed_. “It rained_.”", [], [], id="too few words"),
        pytest.param("The sign: “We are_ not going home!”", [], ["“We are not going home!”"], id="after a colon"),
        pytest.param("It snowed_. “it rained_ all day long.”", [], [], id="lower case"),
        pytest.param("It snowed_. “It rained_ all day long” there.", [], [], id="does not end a sentence"),
        pytest.param("“It rained_ all day long?”", [], ["“It rained all day long?”"], id="first in the text"),
    ],
)
def test_quotations_that_stand_alone(text: str, claimed: list[str], expected: list[str]) -> None:
    parse = worded(text)
    held = [Found(0, ranges_of(parse, part), 0.9) for part in claimed]
    found = [item for item in settle_leftovers(parse, quote_map(parse), held) if item not in held]
    assert [parse.span(item.ranges[0][0], item.ranges[-1][1]).text(parse.text) for item in found] == expected
    assert all(item.cue == -1 and item.probability is None for item in found)


def spaced(*rows: str) -> Parse:
    """Rows with a space after all but opening marks and what stands before punctuation."""
    words = [row.split()[0] for row in rows]
    return parsed(rows, [word != "“" and after not in ",.”:" for word, after in zip(words, [*words[1:], "."], strict=True)])


def test_a_speech_verb_beside_a_quotation_claims_it() -> None:
    parse = spaced(
        "“ `` 1 punct", "No UH 4 intj", ", , 4 punct", "” '' 4 punct", "said VBD 4 ROOT say", "he PRP 4 nsubj", ". . 4 punct"
    )
    (found,) = settle_leftovers(parse, quote_map(parse), [])
    assert (found.cue, found.ranges, found.probability) == (4, ((0, 4),), None)


def test_a_speech_verb_before_a_colon_claims_it() -> None:
    parse = spaced(
        "He PRP 1 nsubj", "said VBD 1 ROOT say", ": : 1 punct", "“ `` 4 punct", "No UH 1 intj", ". . 1 punct", "” '' 1 punct"
    )
    (found,) = settle_leftovers(parse, quote_map(parse), [])
    assert (found.cue, found.ranges) == (1, ((3, 7),))


def test_a_verb_claims_one_quotation() -> None:
    rows = ["“ `` 1 punct", "No UH 4 intj", ", , 4 punct", "” '' 4 punct", "said VBD 4 ROOT say", "he PRP 4 nsubj", ". . 4 punct"]
    parse = spaced(*rows)
    held = [Found(4, ((5, 6),), 0.9)]
    assert settle_leftovers(parse, quote_map(parse), held) == held


SPLIT = [
    "“ `` 1 punct",
    "No UH 4 intj",
    ", , 4 punct",
    "” '' 4 punct",
    "said VBD 4 ROOT say",
    "he PRP 4 nsubj",
    ", , 4 punct",
    "“ `` 8 punct",
    "never RB 4 advmod",
    ". . 4 punct",
    "” '' 4 punct",
]


def test_a_quotation_goes_on_after_its_attribution() -> None:
    parse = spaced(*SPLIT)
    (found,) = settle_leftovers(parse, quote_map(parse), [Found(4, ((0, 4),), 0.9)])
    assert (found.cue, found.ranges, found.probability) == (4, ((0, 4), (7, 11)), 0.9)


def test_a_claimed_piece_is_not_joined() -> None:
    parse = spaced(*SPLIT)
    held = [Found(4, ((0, 4),), 0.9), Found(5, ((7, 11),), 0.8)]
    assert settle_leftovers(parse, quote_map(parse), held) == held


@pytest.mark.parametrize("text", ["“", "“”", "”", "“ ”", ":", "“a”", "said_ “a”", "“a” “b” “c”", "— “a"])
def test_degenerate_texts(text: str) -> None:
    parse = worded(text)
    for item in settle_leftovers(parse, quote_map(parse), []):
        assert all(0 <= first < last <= parse.n for first, last in item.ranges)
