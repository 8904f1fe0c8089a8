import pytest

from pipeline.extract.parentheticals import MAX_REST, MAX_SOURCE, find_parentheticals
from pipeline.extract.quote_map import QuoteMap
from pipeline.layers import Quotation
from pipeline.paragraphs import find_paragraphs
from tests.analysis import parsed, quote_map

TAGS = {
    **dict.fromkeys(("said", "told", "wrote", "fell", "was", "had"), "VBD"),
    **dict.fromkeys(("is", "says"), "VBZ"),
    **dict.fromkeys(("Ada", "Oslo", "Monday"), "NNP"),
    "the": "DT",
    "a": "DT",
    "on": "IN",
    "they": "PRP",
    "But": "CC",
    "will": "MD",
    "fall": "VB",
    ",": ",",
    ".": ".",
}
LEMMAS = {"said": "say", "says": "say", "told": "tell", "wrote": "write", "is": "be", "was": "be"}


def rows_of(text: str) -> list[str]:
    """Flat rows of a sentence, every other word a noun; what follows "^" is the object of the word before."""
    rows: list[str] = []
    for place, word in enumerate(text.split()):
        bare = word.removeprefix("^")
        head, label = (place - 1, "dobj") if word != bare else (0, "dep" if place else "ROOT")
        rows.append(f"{bare} {TAGS.get(bare, 'NN')} {head} {label} {LEMMAS.get(bare, bare)}")
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the plan , said the mayor , is sound .", ("said", "the plan", "is sound.", "the mayor"), id="inverted"),
        pytest.param("the plan , the mayor said , is sound .", ("said", "the plan", "is sound.", "the mayor"), id="source first"),
        pytest.param(
            "But prices , they said , will fall .", ("said", "prices", "will fall.", "they"), id="without the conjunction"
        ),
        pytest.param(
            "Ada is , says the mayor , a fool .", ("says", "Ada is", "a fool.", "the mayor"), id="before what somebody is"
        ),
        pytest.param("prices , Ada said on Monday , fell .", ("said", "prices", "fell.", "Ada"), id="with a time"),
        pytest.param("the plan , Ada told ^Oslo , is sound .", ("told", "the plan", "is sound.", "Ada"), id="with a listener"),
        pytest.param(
            "on Monday , Ada said , prices fell .", ("said", "on Monday", "prices fell.", "Ada"), id="behind an adverbial"
        ),
        pytest.param("on Monday , Ada wrote ^letters , prices fell .", None, id="with an object"),
        pytest.param("prices fell , Ada said , a sign .", None, id="a whole sentence before"),
        pytest.param("prices fell , said Ada , a mayor .", None, id="an apposition behind"),
        pytest.param("the plan , said the mayor is sound .", None, id="no second comma"),
        pytest.param("the plan said the mayor , is sound .", None, id="no first comma"),
        pytest.param("the plan , fell the mayor , is sound .", None, id="no verb of saying"),
        pytest.param("said the mayor , is sound .", None, id="nothing before"),
        pytest.param("the plan , said the mayor ,", None, id="nothing behind"),
        pytest.param("the plan , said the mayor is , is sound .", None, id="a clause for a source"),
        pytest.param(f"the plan , said {'big ' * (MAX_SOURCE + 1)}mayor , is sound .", None, id="too long a source"),
        pytest.param(f"the plan , Ada said {'big ' * (MAX_REST + 1)}, is sound .", None, id="too much behind the verb"),
    ],
)
def test_parentheticals(text: str, expected: tuple[str, str, str, str] | None) -> None:
    parse = parsed(rows_of(text))
    found = [
        (parse.word(item.cue), *(parse.span(*part).text(parse.text) for part in item.ranges), parse.word(item.source))
        for item in find_parentheticals(parse, quote_map(parse))
    ]
    assert [(*item[:3], item[3].split()[-1]) for item in found] == (
        [] if expected is None else [(*expected[:3], expected[3].split()[-1])]
    )


def test_a_sentence_with_marks_is_left_to_them() -> None:
    parse = parsed(rows_of("the plan , said the mayor , is sound ."))
    quotes = QuoteMap(parse, find_paragraphs(parse.text), [Quotation([parse.span(8, 9)], "“")])
    assert list(find_parentheticals(parse, quotes)) == []
