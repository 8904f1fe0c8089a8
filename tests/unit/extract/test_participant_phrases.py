import pytest

from pipeline.extract.participant_phrases import antecedents, participant_phrase
from pipeline.layers import Entity, Mention
from pipeline.parse import Parse
from pipeline.vocabulary import Label
from tests.analysis import parsed

# The firm said it would close.
FIRM = [
    "The DT 1 det",
    "firm NN 2 nsubj",
    "said VBD 2 ROOT say",
    "it PRP 5 nsubj",
    "would MD 5 aux",
    "close VB 2 ccomp",
    ". . 2 punct",
]

# The mayor, Ana Ruiz, resigned.
MAYOR = [
    "The DT 1 det",
    "mayor NN 6 nsubj",
    ", , 1 punct",
    "Ana NNP 4 compound",
    "Ruiz NNP 1 appos",
    ", , 1 punct",
    "resigned VBD 6 ROOT resign",
    ". . 6 punct",
]


def with_word(rows: list[str], token: int, row: str) -> Parse:
    return parsed([*rows[:token], row, *rows[token + 1 :]])


def named(parse: Parse, first: int, last: int, label: Label = Label.PERSON, gender: str | None = None) -> dict[int, Mention]:
    entity = Entity(parse.text[parse.start[first] : parse.end[last - 1]], label, "key", gender=gender)
    mention = Mention(parse.span(first, last), first, last, last - 1, label, entity=entity)
    return dict.fromkeys(range(first, last), mention)


@pytest.mark.parametrize(
    ("subject", "pronoun", "expected"),
    [
        pytest.param("firm NN 2 nsubj", "it PRP 5 nsubj", 1, id="a thing"),
        pytest.param("firms NNS 2 nsubj", "it PRP 5 nsubj", None, id="the number differs"),
        pytest.param("firms NNS 2 nsubj", "they PRP 5 nsubj", 1, id="many"),
        pytest.param("boss NN 2 nsubj", "she PRP 5 nsubj", 1, id="a person"),
        pytest.param("firm NN 2 nsubj", "he PRP 5 nsubj", None, id="a thing is no person"),
        pytest.param("boss NN 2 nsubj", "it PRP 5 nsubj", None, id="a person is no thing"),
        pytest.param("he PRP 2 nsubj", "he PRP 5 nsubj", None, id="a pronoun says no more"),
        pytest.param("firm NN 2 nsubj", "Acme NNP 5 nsubj", None, id="a name stands for itself"),
    ],
)
def test_a_pronoun_repeats_the_subject_above(subject: str, pronoun: str, expected: int | None) -> None:
    parse = parsed([FIRM[0], subject, FIRM[2], pronoun, *FIRM[4:]])
    assert antecedents(parse, {}, frozenset({"boss"}), 3) == ([] if expected is None else [expected])


def test_a_pronoun_tied_to_another_entity_does_not_repeat_the_subject() -> None:
    parse = parsed(FIRM)
    mentions = named(parse, 1, 2, Label.ORG) | named(parse, 3, 4, Label.ORG)
    assert antecedents(parse, mentions, frozenset(), 3) == []


@pytest.mark.parametrize(("gender", "expected"), [("f", None), ("m", 1), (None, 1)])
def test_gender_must_agree(gender: str | None, expected: int | None) -> None:
    parse = parsed([FIRM[0], "Lee NNP 2 nsubj", FIRM[2], "he PRP 5 nsubj", *FIRM[4:]])
    assert antecedents(parse, named(parse, 1, 2, gender=gender), frozenset(), 3) == ([] if expected is None else [expected])


def test_a_phrase_holds_the_name_in_apposition() -> None:
    parse = parsed(MAYOR)
    assert participant_phrase(parse, {}, 1).text(parse.text) == "The mayor"
    assert participant_phrase(parse, named(parse, 3, 5), 1).text(parse.text) == "The mayor, Ana Ruiz"
