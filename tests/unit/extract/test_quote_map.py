import pytest

from pipeline.extract.quote_map import MAX_GAP, QuoteMap
from pipeline.layers import Quotation
from pipeline.parse import Parse
from tests.analysis import parsed, quote_map

SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


#         0         1     2        3     4       5         6    7            8          9
QUOTED = [
    "“ `` 2 punct",
    "It PRP 2 nsubj",
    "rained VBD 5 ccomp",
    ", , 5 punct",
    "” '' 5 punct",
    "said VBD 5 ROOT say",
    "Anna NNP 5 nsubj",
    ", , 5 punct",
    "“ `` 10 punct",
    "and CC 10 cc",
    "snowed VBD 5 conj",
    ". . 5 punct",
    "” '' 5 punct",
]


QUOTED_SPACES = [False, True, False, False, True, True, False, True, False, True, False, False, False]


def test_a_quote_map() -> None:
    parse = parsed(QUOTED, QUOTED_SPACES)
    quotes = quote_map(parse)
    assert quotes.ranges == [((0, 5),), ((8, 13),)]
    assert quotes.inside == [1] * 5 + [0] * 3 + [2] * 5 + [0]
    assert quotes.beside(parse, 5) == ([0], [1])
    assert quotes.paragraph(3) == (0, len(parse.text))
    assert quotes.after_paragraph(quotes.paragraph(3)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "expected"), [(0, 3, [1]), (3, 4, [1]), (4, 6, []), (0, 11, [1, 2]), (10, 11, [2]), (5, 5, [])]
)
def test_quotations_that_a_range_touches(first: int, last: int, expected: list[int]) -> None:
    parse = parsed(["a NN 0 ROOT"] * 12)
    quotes = QuoteMap(parse, [], [Quotation([parse.span(2, 4)], "“"), Quotation([parse.span(8, 11)], "“")])
    assert quotes.touched(first, last) == expected


def test_quotations_of_a_long_paragraph_are_not_all_read_for_each_cue() -> None:
    n = 1500
    rows: list[str] = []
    for _ in range(n):
        at = len(rows)
        rows += [
            f"“ `` {at + 1} punct",
            f"No UH {at + 3} ccomp",
            f"” '' {at + 3} punct",
            f"said VBD {at + 3} ROOT",
            f"he PRP {at + 3} nsubj",
        ]
    parse = parsed(rows, [False, False, True, True, True] * n)
    quotes = quote_map(parse)
    assert len(quotes.outer) == n
    reads = 0

    class Counted(list):  # type: ignore[type-arg]
        def __getitem__(self, index):  # type: ignore[no-untyped-def]
            nonlocal reads
            reads += 1
            return super().__getitem__(index)

    for name, value in vars(quotes).items():
        if isinstance(value, list):
            setattr(quotes, name, Counted(value))
    assert quotes.beside(parse, 5 * (n - 1) + 3) == ([n - 1], [])
    assert 0 < reads < 60


def sentences(text: str) -> Parse:
    """Parses sentences parted by "|" flat: each hangs on its first word."""
    rows: list[str] = []
    for sentence in text.split(" | "):
        at = len(rows)
        for word in sentence.split():
            tag = {"“": "``", "”": "''"}.get(word, word if word in ".,:" else "NN")
            rows.append(f"{word} {tag} {at} {'ROOT' if len(rows) == at else 'dep'}")
    return parsed(rows)


FAR = " ".join(f"w{n}" for n in range(MAX_GAP))


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param("“ A , ” he said .", [0], [], id="before"),
        pytest.param("he said : “ A . ”", [], [0], id="after"),
        pytest.param("“ A , ” he said , “ B . ”", [0], [1], id="on both sides"),
        pytest.param("“ A . ” | “ B , ” he said .", [0, 1], [], id="two before with nothing between"),
        pytest.param("“ A ” and “ B , ” he said .", [1], [], id="a word between two before"),
        pytest.param("he said : “ A . ” | “ B . ”", [], [0, 1], id="two after with nothing between"),
        pytest.param("he said “ A ” and “ B . ”", [], [0], id="a word between two after"),
        pytest.param("“ A . ” | So , “ B , ” he said .", [1], [], id="a word between two of different sentences"),
        pytest.param("“ A . ” | he said so .", [0], [], id="the sentence before"),
        pytest.param("“ A . ” | Rain . | said he .", [], [], id="a sentence between"),
        pytest.param("he said . | “ A . ”", [], [0], id="the next sentence"),
        pytest.param("he said so . | Rain . | “ A . ”", [], [], id="a sentence between, after"),
        pytest.param(f"“ A ” {FAR} said .", [0], [], id="as far as it may be"),
        pytest.param(f"“ A ” {FAR} he said .", [], [], id="too far"),
        pytest.param(f"said {FAR} “ A ” .", [], [0], id="as far after as it may be"),
        pytest.param(f"said {FAR} so “ A ” .", [], [], id="too far after"),
        pytest.param("“ A . ” | “ B . ” | “ C . ” | “ D . ” said .", [1, 2, 3], [], id="three at most"),
        pytest.param("said : “ A . ” | “ B . ” | “ C . ” | “ D . ”", [], [0, 1, 2], id="three at most after"),
        pytest.param("“ A said B ”", [], [], id="the one around the cue"),
    ],
)
def test_quotations_beside_a_cue(text: str, before: list[int], after: list[int]) -> None:
    parse = sentences(text)
    assert quote_map(parse).beside(parse, parse.lower.index("said")) == (before, after)


def test_words_of_a_range() -> None:
    parse = sentences("“ A , ” he said .")
    quotes = quote_map(parse)
    assert [quotes.n_words(*item) for item in [(0, 7), (0, 4), (2, 4), (4, 4), (5, 4)]] == [3, 1, 0, 0, 0]
