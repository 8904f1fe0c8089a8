import pytest

from pipeline.extract.content_edges import (
    SISTER_FLOOR,
    before_main_verb,
    before_next_act,
    cut_at_next_cues,
    without_stop,
    without_when,
)
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.rivals import Found
from pipeline.layers import Quotation
from tests.analysis import parsed

#         0                  1                     2               3                4            5                     6
SISTERS = ["Tom NNP 1 nsubj", "said VBD 1 ROOT say", "it PRP 3 nsubj", "rained VBD 1 ccomp", "and CC 3 cc", "vowed VBD 3 conj vow"]


SISTERS += ["to TO 7 aux", "go VB 5 xcomp"]


def changed(place: int, row: str) -> list[str]:
    return [*SISTERS[:place], row, *SISTERS[place + 1 :]]


@pytest.mark.parametrize(
    ("rows", "others", "expected"),
    [
        pytest.param(SISTERS, [(5, 0.9)], (2, 4), id="cut"),
        pytest.param(SISTERS, [], (2, 8), id="no further cue"),
        pytest.param(SISTERS, [(5, SISTER_FLOOR)], (2, 8), id="a doubtful cue"),
        pytest.param(SISTERS, [(7, 0.9)], (2, 8), id="a cue that is not coordinated"),
        pytest.param(changed(5, "vows VBZ 3 conj vow"), [(5, 0.9)], (2, 8), id="another tense"),
        pytest.param(changed(4, "he PRP 5 nsubj"), [(5, 0.9)], (2, 8), id="a subject of its own"),
        pytest.param(changed(4, "then RB 5 advmod"), [(5, 0.9)], (2, 8), id="no conjunction"),
        pytest.param(changed(3, "rained VBD 1 advcl"), [(5, 0.9)], (2, 8), id="no complement"),
        pytest.param(changed(5, "vowed VBD 1 conj vow"), [(5, 0.9)], (2, 8), id="a sister already"),
        pytest.param(changed(1, "saying VBG 1 ROOT say"), [(5, 0.9)], (2, 8), id="a cue without tense"),
    ],
)
def test_a_content_ends_before_the_next_cue(rows: list[str], others: list[tuple[int, float]], expected: Range) -> None:
    items = [Found(1, ((2, 8),), 0.9, 0), *(Found(cue, ((6, 8),), probability) for cue, probability in others)]
    found = cut_at_next_cues(parsed(rows), items)
    assert found == [Found(1, (expected,), 0.9, 0), *items[1:]]


#         0                  1                 2               3                4              5            6              7
DENIAL = [
    "Ada NNP 1 nsubj",
    "said VBD 1 ROOT",
    "it PRP 3 nsubj",
    "rained VBD 1 ccomp",
    ", , 3 punct",
    "but CC 3 cc",
    "he PRP 7 nsubj",
]
DENIAL += ["denied VBD 3 conj", "that IN 10 mark", "it PRP 10 nsubj", "snowed VBD 7 ccomp"]


@pytest.mark.parametrize(
    ("content", "other", "expected"),
    [
        pytest.param((2, 8), (7, (8, 11)), (2, 4), id="before the subject, the conjunction and the comma"),
        pytest.param((2, 11), (7, (8, 11)), (2, 11), id="a report within the content"),
        pytest.param((6, 8), (7, (8, 11)), (6, 8), id="nothing would be left"),
        pytest.param((2, 8), (9, (10, 11)), (2, 8), id="a cue outside"),
    ],
)
def test_a_content_ends_before_a_cue_whose_content_lies_behind(content: Range, other: tuple[int, Range], expected: Range) -> None:
    items = [Found(1, (content,), 0.9), Found(other[0], (other[1],), 0.6)]
    assert cut_at_next_cues(parsed(DENIAL), items) == [Found(1, (expected,), 0.9), items[1]]


def test_of_quoted_as_saying_the_second_verb_is_the_cue() -> None:
    rows = ["Ada NNP 2 nsubjpass", "was VBD 2 auxpass", "quoted VBN 2 ROOT", "as IN 2 prep", "saying VBG 3 pcomp", "it PRP 6 nsubj"]
    items = [Found(2, ((3, 7),), 0.9), Found(4, ((5, 7),), 0.6)]
    assert cut_at_next_cues(parsed([*rows, "rained VBD 4 ccomp"]), items) == items[1:]
    assert cut_at_next_cues(parsed([*rows, "rained VBD 4 ccomp"]), items[:1]) == items[:1]


def test_only_the_last_part_is_cut() -> None:
    items = [Found(1, ((0, 1), (2, 8)), 0.9), Found(5, ((6, 8),), 0.9)]
    assert cut_at_next_cues(parsed(SISTERS), items)[0].ranges == ((0, 1), (2, 4))


def test_what_stands_before_its_cue_is_not_cut() -> None:
    items = [Found(7, ((2, 6),), 0.9), Found(5, ((6, 8),), 0.9)]
    assert cut_at_next_cues(parsed(SISTERS), items) == items


#         0                  1                       2        3               4          5                      6
PLACARD = [
    "sign NN 1 nsubj",
    "reading VBG 1 ROOT read",
    "“ `` 1 punct",
    "Stop UH 1 dobj",
    "” '' 3 punct",
    "fell VBD 1 ccomp",
    "down RB 5 advmod",
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(PLACARD, (2, 5), id="the sentence's verb"),
        pytest.param([*PLACARD[:5], "quickly RB 1 advmod", PLACARD[6]], (2, 7), id="no verb"),
        pytest.param([PLACARD[0], "says VBZ 1 ROOT say", *PLACARD[2:]], (2, 7), id="a finite cue"),
        pytest.param(["was VBD 1 aux", *PLACARD[1:]], (2, 7), id="an auxiliary"),
    ],
)
def test_a_content_ends_before_the_main_verb(rows: list[str], expected: Range) -> None:
    parse = parsed(rows)
    quotes = QuoteMap(parse, [], [Quotation([parse.span(2, 5)], "“")])
    assert before_main_verb(parse, Found(1, ((2, 7),), 0.9), quotes) == Found(1, (expected,), 0.9)
    behind = (5, 7) if expected == (2, 7) else expected
    assert before_main_verb(parse, Found(1, ((5, 7),), 0.9), quotes) == Found(1, (behind,), 0.9)
    assert before_main_verb(parse, Found(1, ((6, 7),), 0.9), quotes) == Found(1, ((6, 7),), 0.9)


def test_a_content_ends_with_a_word_or_a_quotation() -> None:
    rows = ["Ada NNP 1 nsubj", "said VBD 1 ROOT", "it PRP 3 nsubj", "rained VBD 1 ccomp", "” '' 3 punct", ". . 1 punct"]
    parse = parsed(rows)
    plain, quoted = QuoteMap(parse, [], []), QuoteMap(parse, [], [Quotation([parse.span(2, 5)], "“")])
    assert without_stop(parse, Found(1, ((0, 1), (2, 6)), 0.9), plain) == Found(1, ((0, 1), (2, 4)), 0.9)
    assert without_stop(parse, Found(1, ((2, 6),), 0.9), quoted) == Found(1, ((2, 5),), 0.9)
    assert without_stop(parse, Found(1, ((4, 6),), 0.9), plain) == Found(1, ((4, 5),), 0.9)


#         0                  1                2               3             4             5            6              7
HANG_UP = ["Ada NNP 1 nsubj", "said VBD 1 ROOT", "“ `` 3 punct", "No UH 1 dobj", "” '' 3 punct", "and CC 1 cc", "hung VBD 1 conj"]


@pytest.mark.parametrize(
    ("place", "row", "expected"),
    [
        pytest.param(5, HANG_UP[5], (2, 5), id="what she did next"),
        pytest.param(5, "then RB 6 advmod", (2, 7), id="no conjunction"),
        pytest.param(6, "rain NN 1 conj", (2, 7), id="no verb"),
    ],
)
def test_a_content_ends_before_what_the_speaker_did_next(place: int, row: str, expected: Range) -> None:
    parse = parsed([*HANG_UP[:place], row, *HANG_UP[place + 1 :]])
    quotes = QuoteMap(parse, [], [Quotation([parse.span(2, 5)], "“")])
    assert before_next_act(parse, Found(1, ((2, 7),), 0.9), quotes) == Found(1, (expected,), 0.9)
    assert before_next_act(parse, Found(1, ((3, 7),), 0.9), quotes) == Found(1, ((3, 7),), 0.9)


#         0                  1                     2                        3                4              5
WEEKDAY = [
    "Navy NN 1 nsubj",
    "said VBD 1 ROOT say",
    "Saturday NNP 4 npadvmod",
    "it PRP 4 nsubj",
    "won VBD 1 ccomp",
    "twice RB 4 advmod",
]


@pytest.mark.parametrize(
    ("place", "row", "expected"),
    [
        pytest.param(4, WEEKDAY[4], (3, 6), id="a weekday"),
        pytest.param(2, "Saturday NNP 1 npadvmod", (3, 6), id="a weekday of the cue"),
        pytest.param(2, "Saturday NNP 4 nsubj", (2, 6), id="a weekday as the subject"),
        pytest.param(2, "twice RB 4 advmod", (2, 6), id="no weekday"),
        pytest.param(3, "not RB 4 neg", (2, 6), id="no subject"),
    ],
)
def test_a_content_begins_behind_the_weekday_of_saying(place: int, row: str, expected: Range) -> None:
    rows = [*WEEKDAY[:place], row, *WEEKDAY[place + 1 :]]
    assert without_when(parsed(rows), Found(1, ((2, 6),), 0.9)) == Found(1, (expected,), 0.9)
