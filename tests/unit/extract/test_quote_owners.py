import pytest

from pipeline.extract.quote_owners import settle_owners
from pipeline.extract.rivals import Found
from tests.analysis import quote_map, ranges_of, token_of, worded


def owners(text: str, *held: tuple[str, str]) -> list[tuple[str, str]]:
    """The cue and the parts, with "|" between, that each choice is left with; what it held is given in the same way."""
    parse = worded(text)
    found = [Found(token_of(parse, cue), ranges_of(parse, *content.split("|")), 0.9) for cue, content in held]
    return [
        (parse.word(item.cue), "|".join(parse.span(*part).text(parse.text) for part in item.ranges))
        for item in settle_owners(parse, quote_map(parse), found)
    ]


@pytest.mark.parametrize(
    ("text", "held", "expected"),
    [
        pytest.param(
            "“A,” she said_. “B,” he promised_.",
            [("said", "“A,”|“B,”"), ("promised", "“B,”")],
            [("said", "“A,”"), ("promised", "“B,”")],
            id="the nearer cue has it",
        ),
        pytest.param(
            "“A,” she said_. “B,” he promised_. “C.”",
            [("said", "“A,”|“B,”|“C.”"), ("promised", "“B,”|“C.”")],
            [("said", "“A,”"), ("promised", "“B,”|“C.”")],
            id="and what lies beyond it",
        ),
        pytest.param(
            "“A,” she said_. “B,” he ate_ and said_.",
            [("said", "“A,”|“B,”"), ("ate", "“B,”")],
            [("said", "“A,”"), ("ate", "“B,”")],
            id="whatever the other cue is",
        ),
        pytest.param(
            "“A,” she said_. “B,” he add_.",
            [("said", "“A,”|“B,”")],
            [("said", "“A,”")],
            id="an attribution of its own follows it",
        ),
        pytest.param("“A,” she said_. “B,” and ate_.", [("said", "“A,”|“B,”")], [("said", "“A,”|“B,”")], id="no verb of saying"),
        pytest.param("“A,” she said_. “B.”", [("said", "“A,”|“B.”")], [("said", "“A,”|“B.”")], id="it goes on"),
        pytest.param(
            "He said_: “A.” “B,” she promised_.",
            [("said", "“A.”|“B,”"), ("promised", "“A.”|“B,”")],
            [("said", "“A.”"), ("promised", "“B,”")],
            id="each keeps the one beside it",
        ),
        pytest.param(
            "He told_ us she said_ “B.”",
            [("told", "us she said “B.”"), ("said", "“B.”")],
            [("told", "us she said “B.”"), ("said", "“B.”")],
            id="one content holds the other's cue",
        ),
        pytest.param(
            "“A,” she said_. “B” at noon, he promised_.",
            [("said", "“A,”|“B”"), ("promised", "“B” at noon")],
            [("said", "“A,”"), ("promised", "“B” at noon")],
            id="the other holds more than the quotation",
        ),
        pytest.param(
            "“A” at noon, she said_. He promised_ “B.”",
            [("said", "“A” at noon"), ("promised", "“A” at noon")],
            [("said", "“A” at noon"), ("promised", "“A” at noon")],
            id="more than a quotation is not cut",
        ),
        pytest.param(
            "We said_ “A.” He promised_.", [("promised", "“A.”"), ("said", "“A.”")], [("said", "“A.”")], id="nothing is left"
        ),
        pytest.param("“She said_ it,” he promised_.", [("said", "“She said it,”")], [("said", "“She said it,”")], id="cue within"),
    ],
)
def test_a_quotation_has_one_owner(text: str, held: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    assert owners(text, *held) == expected
