import pytest

from pipeline.extract.leftovers import ATTRIBUTION_WORDS, settle_leftovers
from pipeline.extract.quote_map import Range
from pipeline.extract.rivals import Found
from pipeline.parse import Parse
from tests.analysis import parsed, quote_map, worded


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


def in_paragraphs(text: str) -> Parse:
    """Like `worded`, with a blank line where the text has "¶¶"."""
    parse = worded(text)
    return Parse(parse.doc, parse.text.replace("¶¶", "\n\n"))


def settled(text: str, *held: tuple[str, str]) -> list[tuple[str, str]]:
    """The cue and the parts, with "|" between, of each choice; what is held is given by cue and content."""
    parse = in_paragraphs(text)
    chosen = [Found(parse.token_at(parse.text.index(cue)), ranges_of(parse, part), 0.9) for cue, part in held]
    return [
        ("" if item.cue < 0 else parse.word(item.cue), "|".join(parse.span(*part).text(parse.text) for part in item.ranges))
        for item in settle_leftovers(parse, quote_map(parse), chosen)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“It rained_,” they say_.", [("say", "“It rained,”")], id="after it"),
        pytest.param("“It rained_,” the old men say_.", [("say", "“It rained,”")], id="after its subject"),
        pytest.param("They say_, “it rained_.”", [("say", "“it rained.”")], id="before it and a comma"),
        pytest.param("They say_: “it rained_.”", [("say", "“it rained.”")], id="before it and a colon"),
        pytest.param("They say_ “it rained_.”", [("say", "“it rained.”")], id="right before it"),
        pytest.param("They say_ that “it rained_.”", [], id="a word between"),
        pytest.param("They went_ “it rained_.”", [], id="another verb right before it"),
        pytest.param("“Rain”, they say_ “it rained_.”", [("say", "“Rain”")], id="taken by the quotation before"),
        pytest.param("They say_, and “it rained_.”", [], id="words behind the comma"),
        pytest.param("“It rained_,” they went_.", [], id="another verb"),
        pytest.param("“It rained_ all day,” sobbed_ they.", [("sobbed", "“It rained all day,”")], id="any verb before its subject"),
        pytest.param("“It rained_ all day”, sobbed_ they.", [("sobbed", "“It rained all day”")], id="the comma outside"),
        pytest.param("Cold. “It rained_ all day?” sobbed_ they.", [("sobbed", "“It rained all day?”")], id="a question"),
        pytest.param("“It rained_ all day” sobbed_ they.", [], id="a verb before its subject, no comma"),
        pytest.param("“It rained_ all,” sobbed_ they.", [], id="a verb before its subject, few words"),
        pytest.param("“The rain of the day,” sobbed_ they.", [], id="a verb before its subject, no clause"),
        pytest.param("A sign “it rained_ all day,” sobbed_ they.", [], id="a verb before its subject, within a sentence"),
        pytest.param("“It rained_ all day,” sobbed_.", [], id="a verb and no subject"),
        pytest.param("“It rained_ all day,” read_ the sign.", [("read", "“It rained all day,”")], id="a verb that is listed"),
        pytest.param("“It rained_ all day,” go_ the saws.", [], id="what a saw says"),
        pytest.param("“It rained_,” the say.", [], id="no verb"),
        pytest.param("“It rained_,” a, b c d e f g h, say_.", [("say", "“It rained,”")], id="behind a long subject"),
        pytest.param("“It rained_,” a b c went_ d e f g h say_.", [], id="behind a long subject with a verb"),
        pytest.param("“It rained_,” " + "a " * 24 + "say_.", [], id="too far after it"),
        pytest.param("They say_ a b c d e f g h: “it rained_.”", [], id="too far before it"),
        pytest.param("“It rained_,” we left_. They say_.", [], id="a stop between"),
        pytest.param("We say_. They left_: “it rained_.”", [], id="a stop between before it"),
        pytest.param("“It rained_,” ¶¶ they say_.", [], id="in the next paragraph"),
        pytest.param("They say_: ¶¶ “it rained_.”", [], id="in the paragraph before"),
        pytest.param("“It rained_,” “they say_.”", [], id="inside the next quotation"),
        pytest.param("“A,” they say_, “B.”", [("say", "“A,”|“B.”")], id="with what goes on"),
        pytest.param("The feast “Come To The Feast” we say_ now.", [], id="a slogan"),
        pytest.param("“Come To The Feast,” we say_ now.", [("say", "“Come To The Feast,”")], id="capitals, and a comma"),
        pytest.param(
            "The feast “Come to the feast” we say_ now.", [("say", "“Come to the feast”")], id="no comma, and no capitals"
        ),
        pytest.param("“It,” they say_ and add_.", [("say", "“It,”")], id="the nearer of two verbs"),
        pytest.param("They add_, we say_, “it.”", [("say", "“it.”")], id="the nearer of two verbs before it"),
        pytest.param("They say_, “it rained_,” and add_ no.", [("add", "“it rained,”")], id="after it rather than before it"),
    ],
)
def test_a_speech_verb_claims_the_quotation_beside_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert settled(text) == expected


def test_what_goes_on_is_not_claimed_again() -> None:
    assert settled("“A,” they say_. “B.” they add_.") == [("say", "“A,”|“B.”")]


def test_a_verb_that_ends_the_paragraph_before_claims_nothing() -> None:
    rows = ["much JJ 2 nsubj", "to TO 2 aux", "say VB 2 ROOT", "¶¶ _SP 2 dep", "“ `` 5 punct", "Rain NN 5 ROOT", "” '' 5 punct"]
    parse = parsed(rows, [True, True, False, False, False, False, False])
    parse = Parse(parse.doc, parse.text.replace("¶¶", "\n\n"))
    assert settle_leftovers(parse, quote_map(parse), []) == []


@pytest.mark.parametrize(
    ("rows", "cue", "source"),
    [
        pytest.param(["sign NN 0 ROOT", ": : 0 punct"], 1, None, id="a colon"),
        pytest.param(["Anna NNP 1 nsubj", "smiled VBD 1 ROOT", ": : 1 punct"], 2, 0, id="the subject before it is the source"),
        pytest.param(
            ["Anna NNP 2 nsubjpass", "was VBD 2 auxpass", "upset VBN 2 ROOT", ": : 2 punct"], 3, 0, id="a passive subject, too"
        ),
        pytest.param(["Tom NNP 1 nsubj", "left VBD 1 ROOT", ". . 1 punct"], -1, None, id="a stop"),
        pytest.param(["Tom NNP 1 nsubj", "left VBD 1 ROOT", "— : 1 punct"], -1, None, id="a dash"),
        pytest.param(
            ["Tom NNP 1 nsubj", "left VBD 1 ROOT", ": : 1 punct", "¶¶ _SP 1 dep"], -1, None, id="a colon that ends a paragraph"
        ),
        pytest.param([], -1, None, id="nothing before it"),
    ],
)
def test_what_introduces_a_quotation_that_stands_alone(rows: list[str], cue: int, source: int | None) -> None:
    n = len(rows)
    inner = [
        f"“ `` {n + 2} punct",
        f"We PRP {n + 2} nsubj",
        f"are VBP {n + 2} ROOT",
        f"not RB {n + 2} neg",
        f"home RB {n + 2} advmod",
    ]
    parse = parsed([*rows, *inner, f"! . {n + 2} punct", f"” '' {n + 2} punct"])
    parse = Parse(parse.doc, parse.text.replace("¶¶", "\n\n"))
    (found,) = settle_leftovers(parse, quote_map(parse), [])
    assert found == Found(cue, ((n, n + 7),), None, source)


def test_what_a_rule_claims_has_no_probability() -> None:
    parse = worded("“It rained_,” they say_.")
    (found,) = settle_leftovers(parse, quote_map(parse), [])
    assert (found.probability, found.source) == (None, None)


def test_a_verb_claims_one_quotation() -> None:
    held = ("say", "that it is")
    assert settled("“It rained_,” they say_ that it is.", held) == [held]


def test_a_speech_verb_of_the_next_sentence_claims_nothing() -> None:
    rows = [
        "“ `` 2 punct",
        "It PRP 2 nsubj",
        "rained VBD 2 ROOT",
        "all DT 4 det",
        "day NN 2 npadvmod",
        ". . 2 punct",
        "” '' 2 punct",
    ]
    rows += ["Tom NNP 8 nsubj", "said VBD 8 ROOT say", "no UH 8 intj", ". . 8 punct"]
    parse = parsed(rows, [False, True, True, True, False, False, True, True, True, False, False])
    (found,) = settle_leftovers(parse, quote_map(parse), [])
    assert found.cue == -1


LONG = " ".join(f"w{n}" for n in range(ATTRIBUTION_WORDS - 2))


@pytest.mark.parametrize(
    ("text", "held", "expected"),
    [
        pytest.param("“No,” they say_, “never.”", ("say", "“No,”"), "“No,”|“never.”", id="after a comma"),
        pytest.param("“No,” they say_. “Never.”", ("say", "“No,”"), "“No,”|“Never.”", id="after a stop"),
        pytest.param("“No,” they say_: “never.”", ("say", "“No,”"), "“No,”|“never.”", id="after a colon"),
        pytest.param("“No,” they say_ — “never.”", ("say", "“No,”"), "“No,”|“never.”", id="after a dash"),
        pytest.param("“No,” they say_ and “never.”", ("say", "“No,”"), "“No,”", id="after a word"),
        pytest.param("“No,” they say_. ¶¶ “Never.”", ("say", "“No,”"), "“No,”|“Never.”", id="a paragraph of its own"),
        pytest.param("“No,” say_. ¶¶ “One.” ¶¶ “Two.”", ("say", "“No,”"), "“No,”|“One.”|“Two.”", id="two paragraphs"),
        pytest.param("“No,” they say_. ¶¶ “Never” again.", ("say", "“No,”"), "“No,”", id="a paragraph that goes on"),
        pytest.param("“No,” they say_. ¶¶ Snow. ¶¶ “Never.”", ("say", "“No,”"), "“No,”", id="a paragraph between"),
        pytest.param("They say_ no. ¶¶ “Never.”", ("say", "no"), "no", id="after what is not quoted"),
        pytest.param("“No,” they say_. “One.” “Two.”", ("say", "“No,”"), "“No,”|“One.”|“Two.”", id="two more pieces"),
        pytest.param("They say_: “One.” “Two.” “Three.”", ("say", "“One.”"), "“One.”|“Two.”|“Three.”", id="nothing between"),
        pytest.param("They say_: “One,” and “two.”", ("say", "“One,”"), "“One,”", id="words between, the cue before"),
        pytest.param("“One.” “Two,” they say_.", ("say", "“One.”"), "“One.”", id="the cue after both"),
        pytest.param("They say_ it, “no.”", ("say", "it"), "it", id="no quotation goes on"),
        pytest.param("“No, they say_.” “Never.”", ("say", "“No,"), "“No,", id="the cue inside the marks"),
        pytest.param(f"“No,” say_ {LONG}, “never.”", ("say", "“No,”"), "“No,”|“never.”", id="a long attribution"),
        pytest.param(f"“No,” say_ {LONG} a b, “never.”", ("say", "“No,”"), "“No,”", id="too long an attribution"),
    ],
)
def test_a_quotation_goes_on(text: str, held: tuple[str, str], expected: str) -> None:
    assert settled(text, held)[0] == (held[0], expected)


def test_a_quotation_does_not_go_on_after_another_sentence() -> None:
    rows = ["“ `` 1 punct", "No UH 4 intj", ", , 4 punct", "” '' 4 punct", "said VBD 4 ROOT say", "he PRP 4 nsubj", ". . 4 punct"]
    end = ["“ `` 10 punct", "Never RB 10 ROOT", ". . 10 punct", "” '' 10 punct"]
    near = parsed([*rows, *(row.replace("10", "8") for row in end)])
    (found,) = settle_leftovers(near, quote_map(near), [Found(4, ((0, 4),), 0.9)])
    assert found.ranges == ((0, 4), (7, 11))
    far = parsed([*rows, "Silence NN 7 ROOT", ". . 7 punct", *end])
    held = [Found(4, ((0, 4),), 0.9)]
    assert settle_leftovers(far, quote_map(far), held) == held


def test_what_goes_on_keeps_probability_and_source() -> None:
    parse = worded("“No,” they say_, “never.”")
    held = Found(5, ranges_of(parse, "“No,”"), 0.9, 4)
    (found,) = settle_leftovers(parse, quote_map(parse), [held])
    assert (found.cue, found.probability, found.source) == (5, 0.9, 4)


def test_a_claimed_piece_is_not_joined() -> None:
    held = [("say", "“No,”"), ("they", "“never.”")]
    assert settled("“No,” they say_, “never.”", *held) == held


def test_a_piece_is_joined_once() -> None:
    assert settled("“No,” they say_, “never.”", ("say", "“No,”"), ("they", "“No,”")) == [
        ("say", "“No,”|“never.”"),
        ("they", "“No,”"),
    ]


@pytest.mark.parametrize("text", ["“", "“”", "”", "“ ”", ":", "“a”", "said_ “a”", "“a” “b” “c”", "— “a"])
def test_degenerate_texts(text: str) -> None:
    parse = worded(text)
    for item in settle_leftovers(parse, quote_map(parse), []):
        assert all(0 <= first < last <= parse.n for first, last in item.ranges)
