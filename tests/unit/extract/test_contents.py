import numpy as np
import pytest

from pipeline.extract.contents import MAX_GAP, QuoteMap, content_features, find_candidates
from pipeline.extract.grammar import Grammar
from pipeline.extract.quotes import find_quotations
from pipeline.layers import Quotation
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from tests.analysis import parsed

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


def quote_map(parse: Parse) -> QuoteMap:
    paragraphs = find_paragraphs(parse.text)
    return QuoteMap(parse, paragraphs, find_quotations(parse.text, paragraphs))


def contents(parse: Parse, cue: int) -> dict[str, list[str]]:
    """For each kind of candidate, its parts."""
    return {
        candidate.kind: [parse.span(*item).text(parse.text) for item in candidate.ranges]
        for candidate in find_candidates(parse, quote_map(parse), cue)
    }


@pytest.mark.parametrize(
    ("rows", "cue", "kind", "expected"),
    [
        pytest.param(SAID, 1, "child:ccomp:R", ["that it rained"], id="clause"),
        pytest.param(SAID, 1, "after", ["that it rained."], id="the rest of the sentence"),
        pytest.param(
            ["the DT 1 det", "claim NN 1 ROOT", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 acl"],
            1,
            "child:acl:R",
            ["that it rained"],
            id="noun",
        ),
        pytest.param(
            ["It PRP 1 nsubj", "rained VBD 4 ccomp", ", , 4 punct", "Anna NNP 4 nsubj", "said VBD 4 ROOT"],
            4,
            "before",
            ["It rained,"],
            id="before the subject",
        ),
        pytest.param(
            ["According VBG 4 prep", "to IN 0 prep", "Anna NNP 1 pobj", "it PRP 4 nsubj", "rained VBD 4 ROOT", ". . 4 punct"],
            0,
            "around:prep",
            ["it rained."],
            id="the clause that a phrase hangs on",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "urged VBD 1 ROOT", "Tom NNP 1 dobj", "to TO 4 aux", "leave VB 1 xcomp"],
            1,
            "run:dobj:xcomp",
            ["Tom to leave"],
            id="a run of dependents",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "told VBD 1 ROOT", "of IN 1 prep", "the DT 4 det", "flood NN 2 pobj"],
            1,
            "inner:prep:pobj",
            ["the flood"],
            id="inside a preposition",
        ),
        pytest.param(
            ["Taxes NNS 2 nsubjpass", "are VBP 2 auxpass", "expected VBN 2 ROOT", "to TO 4 aux", "rise VB 2 xcomp"],
            2,
            "both:nsubjpass:xcomp",
            ["Taxes", "to rise"],
            id="subject and complement",
        ),
    ],
)
def test_candidates(rows: list[str], cue: int, kind: str, expected: list[str]) -> None:
    assert contents(parsed(rows), cue)[kind] == expected


@pytest.mark.parametrize("expected", [["“It rained,”"], ["“and snowed.”"], ["“It rained,”", "“and snowed.”"]])
def test_quotations_on_both_sides(expected: list[str]) -> None:
    assert expected in contents(parsed(QUOTED, QUOTED_SPACES), 5).values()


def test_the_quotation_around_a_cue() -> None:
    rows = ["“ `` 2 punct", "No UH 2 intj", "said VBD 2 ROOT", "Tom NNP 2 nsubj", "” '' 2 punct", "left VBD 5 ROOT"]
    assert ["“No said Tom”"] in contents(parsed(rows, [False, True, True, False, True, False]), 2).values()


def test_after_a_colon() -> None:
    parse = parsed(["Anna NNP 1 dep", ": : 3 punct", "it PRP 3 nsubj", "rained VBD 3 ROOT"])
    assert contents(parse, 1)["colon:paragraph"] == ["it rained"]


def test_a_colon_at_the_end_of_a_paragraph_takes_the_next_one() -> None:
    rows = ["Anna NNP 0 ROOT", ": : 0 punct", "\n\n _SP 1 dep", "It PRP 4 nsubj", "rained VBD 4 ROOT"]
    parse = parsed([row.replace("\n\n", "\\n") for row in rows], [False, False, False, True, False])
    text = parse.text.replace("\\n", "\n\n")
    parse = Parse(parse.doc, text)
    assert [span.text(text) for span in find_paragraphs(text)] == ["Anna:", "It rained"]
    assert contents(parse, 1)["colon:next"] == ["It rained"]


@pytest.mark.parametrize("rows", [SAID, QUOTED, ["said VBD 0 ROOT"], [": : 0 ROOT"], ["a DT 1 det", "— : 1 ROOT"]])
def test_candidates_are_distinct_ordered_and_in_the_text(rows: list[str]) -> None:
    parse = parsed(rows)
    for cue in range(parse.n):
        found = find_candidates(parse, quote_map(parse), cue)
        assert len({candidate.ranges for candidate in found}) == len(found)
        for candidate in found:
            assert 0 <= candidate.head < parse.n
            assert all(0 <= first < last <= parse.n for first, last in candidate.ranges)
            assert found == find_candidates(parse, quote_map(parse), cue)


def test_candidates_are_few_however_many_dependents_there_are() -> None:
    rows = ["said VBD 0 ROOT", *(f"w{n} NN 0 dobj" for n in range(300))]
    parse = parsed(rows)
    assert len(find_candidates(parse, quote_map(parse), 0)) < 300 * 6


def test_a_quote_map() -> None:
    parse = parsed(QUOTED, QUOTED_SPACES)
    quotes = quote_map(parse)
    assert quotes.ranges == [((0, 5),), ((8, 13),)]
    assert quotes.inside == [1] * 5 + [0] * 3 + [2] * 5 + [0]
    assert quotes.beside(parse, 5) == ([0], [1])
    assert quotes.paragraph(3) == (0, len(parse.text))
    assert quotes.after_paragraph(quotes.paragraph(3)) is None  # type: ignore[arg-type]


def test_a_quote_map_without_paragraphs() -> None:
    parse = parsed(["said VBD 0 ROOT"])
    quotes = QuoteMap(parse, [], [])
    assert quotes.paragraph(0) is None
    assert quotes.beside(parse, 0) == ([], [])
    assert [candidate.kind for candidate in find_candidates(parsed([": : 0 ROOT"]), quotes, 0)] == []


def test_features_have_a_row_for_no_content_in_each_group() -> None:
    parse = parsed(QUOTED, QUOTED_SPACES)
    quotes = quote_map(parse)
    cues = np.array([5, 10])
    options = [find_candidates(parse, quotes, cue) for cue in (5, 10)]
    rows, groups = content_features(Grammar(parse, quotes.inside), cues, np.zeros(2, dtype=np.float32), options)
    assert groups.tolist() == [0, len(options[0]) + 1, len(options[0]) + len(options[1]) + 2]
    assert rows.shape[0] == groups[-1]
    alone, _ = content_features(Grammar(parse, quotes.inside), cues[1:], np.zeros(1, dtype=np.float32), options[1:])
    assert (alone == rows[groups[1] :]).all()


def test_features_see_the_cue_s_score() -> None:
    parse = parsed(SAID)
    quotes = quote_map(parse)
    options = [find_candidates(parse, quotes, 1)]
    low, high = (
        content_features(Grammar(parse, quotes.inside), np.array([1]), np.array([score], dtype=np.float32), options)[0]
        for score in (-2.0, 3.0)
    )
    assert (low != high).any()


def test_features_of_a_cue_without_candidates() -> None:
    parse = parsed(SAID)
    grammar = Grammar(parse, quote_map(parse).inside)
    rows, groups = content_features(grammar, np.array([1]), np.zeros(1, dtype=np.float32), [[]])
    assert (rows.shape[0], groups.tolist()) == (1, [0, 1])


def test_features_see_other_cues_within_and_between() -> None:
    parse = parsed(QUOTED, QUOTED_SPACES)
    quotes = quote_map(parse)
    grammar = Grammar(parse, quotes.inside)
    cues = np.array([5, 10])
    options = [find_candidates(parse, quotes, cue) for cue in (5, 10)]
    alone, together = (
        content_features(grammar, cues, np.array([1.0, score], dtype=np.float32), options)[0][1 : len(options[0]) + 1]
        for score in (-2.0, 2.0)
    )
    holds = [any(first <= 10 < last for first, last in candidate.ranges) for candidate in options[0]]
    assert any(holds)
    assert not all(holds)
    assert ((alone != together).any(axis=1) >= np.array(holds)).all()


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


def test_the_rest_of_a_sentence_stands_for_its_first_root() -> None:
    rows = ["Rain NN 0 ROOT", ". . 0 punct", "Anna NNP 3 nsubj", "left VBD 3 ROOT", "after IN 3 prep", "saying VBG 4 pcomp"]
    parse = parsed([*rows, "so RB 5 advmod"])
    found = {candidate.kind: candidate for candidate in find_candidates(parse, quote_map(parse), 5)}
    assert parse.roots == [0, 3]
    assert (found["rest"].head, found["rest"].ranges) == (3, ((2, 5),))
