import itertools

import pytest
import spacy

from pipeline.extract.register import Register
from pipeline.extract.speaker_roles import whole_words
from pipeline.extract.speakers import (
    Speakers,
    build_speakers,
    carry_over,
    form_of,
    joint_heads,
    kind_of_noun,
)
from pipeline.layers import Entity, Mention, Quotation, Speaker, Statement
from pipeline.lexicons import lexicon
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import Label, MentionForm, SpeakerForm, SpeakerKind, StatementKind
from tests.analysis import VOCAB, analysis_of, parsed

PERSON, ORG, GPE, NORP = Label.PERSON, Label.ORG, Label.GPE, Label.NORP


def analysis_with(
    rows: list[str], *mentions: tuple[str, Label] | tuple[str, Label, MentionForm, str], titles: dict[str, str] | None = None
) -> Analysis:
    """An Analysis with mentions given by their words; a third and fourth item are form and the entity's name."""
    analysis = analysis_of(parsed(rows))
    analysis.paragraphs = find_paragraphs(analysis.text)
    entities: dict[str, Entity] = {}
    at = 0
    for words, label, *rest in mentions:
        form, name = (rest[0], str(rest[1])) if rest else (MentionForm.NAME, words)
        start = analysis.text.index(words, at)
        at = start + 1
        span = Span(start, start + len(words))
        entity = entities.setdefault(name, Entity(name, label, name.lower()))
        first, last = analysis.parse.tokens_in(*span)
        title = (titles or {}).get(words)
        title_start = 0 if title is None else analysis.text.index(title)
        mention = Mention(
            span,
            first,
            last,
            last - 1,
            label,
            MentionForm(form),
            entity,
            None if title is None else Span(title_start, title_start + len(title)),
        )
        entity.mentions.append(mention)
        analysis.mentions.append(mention)
    analysis.entities = list(entities.values())
    return analysis


def statement_of(
    analysis: Analysis, cue: str, content: tuple[int, int] = (0, 0), kind: StatementKind = StatementKind.INDIRECT
) -> Statement:
    token = analysis.parse.token_at(analysis.text.index(cue))
    parts = [analysis.parse.span(*content)] if content[0] < content[1] else [Span(len(analysis.text), len(analysis.text))]
    return Statement(parts, kind, analysis.parse.span(token, token + 1), token)


def speakers(analysis: Analysis, cue: str, head: str, content: tuple[int, int] = (0, 0)) -> list[Speaker]:
    token = analysis.parse.token_at(analysis.text.index(head))
    return build_speakers(analysis.parse, Register(analysis), statement_of(analysis, cue, content), token)


def words_of(analysis: Analysis, found: list[Speaker]) -> list[str | None]:
    return [None if speaker.span is None else speaker.span.text(analysis.text) for speaker in found]


JOINT = ["Anna NNP 3 nsubj", "and CC 0 cc", "Tom NNP 0 conj", "said VBD 3 ROOT", "so RB 3 advmod"]
MAYOR = ["Anna NNP 5 nsubj", ", , 0 punct", "the DT 3 det", "mayor NN 0 appos", ", , 0 punct", "said VBD 5 ROOT", "so RB 5 advmod"]
MINISTER = ["the DT 1 det", "minister NN 5 nsubj", ", , 1 punct", "Anna NNP 1 appos", ", , 1 punct", "said VBD 5 ROOT"]
WHO = ["Anna NNP 4 nsubj", ", , 0 punct", "who WP 3 nsubj", "said VBD 0 relcl", "left VBD 4 ROOT"]
A_MAN = ["a DT 1 det", "man NN 4 nsubj", "who WP 3 nsubj", "said VBD 1 relcl", "left VBD 4 ROOT"]


def test_joint_speakers_are_one_each() -> None:
    analysis = analysis_with(JOINT, ("Anna", PERSON), ("Tom", PERSON))
    found = speakers(analysis, "said", "Anna")
    assert words_of(analysis, found) == ["Anna", "Tom"]
    assert [speaker.name for speaker in found] == ["Anna", "Tom"]
    assert all(speaker.kind is SpeakerKind.PERSON and speaker.form is SpeakerForm.NAME for speaker in found)


def test_three_joint_speakers_in_order() -> None:
    rows = ["Anna NNP 5 nsubj", ", , 0 punct", "Tom NNP 0 conj", "and CC 2 cc", "police NNS 2 conj", "said VBD 5 ROOT"]
    analysis = analysis_with(rows, ("Anna", PERSON), ("Tom", PERSON))
    assert [speaker.name for speaker in speakers(analysis, "said", "Anna")] == ["Anna", "Tom", "police"]


#             0                1           2                    3                4                 5
MISPARSED = [
    "Anna NNP 5 npadvmod",
    "and CC 0 cc",
    "minister NN 3 compound",
    "Tom NNP 5 nsubj",
    "both DT 5 advmod",
    "said VBD 5 ROOT",
]


@pytest.mark.parametrize(
    ("rows", "head", "mentions", "expected"),
    [
        pytest.param(JOINT, 0, [], [0, 2], id="the first of two"),
        pytest.param(JOINT, 2, [], [0, 2], id="the second of two"),
        pytest.param(["Anna NNP 1 nsubj", "said VBD 1 ROOT"], 0, [("Anna", PERSON)], [0], id="one"),
        pytest.param(
            ["She PRP 3 nsubj", "and CC 0 cc", "police NNS 0 conj", "said VBD 3 ROOT"], 0, [], [0, 2], id="a pronoun and a noun"
        ),
        pytest.param(
            ["Anna NNP 3 nsubj", "and CC 0 cc", "smiled VBD 0 conj", "said VBD 3 ROOT"], 0, [], [0], id="no noun is joined"
        ),
        pytest.param(
            ["left VBD 0 ROOT", "and CC 0 cc", "Tom NNP 0 conj"], 2, [("Tom", PERSON)], [2], id="joined to what is no noun"
        ),
        pytest.param(MISPARSED, 3, [("Anna", PERSON), ("Tom", PERSON)], [0, 3], id="missed by the parser"),
        pytest.param(MISPARSED, 3, [("Anna", ORG), ("Tom", PERSON)], [3], id="missed: no person before"),
        pytest.param(MISPARSED, 3, [("Anna", PERSON), ("Tom", ORG)], [3], id="missed: no person"),
        pytest.param(MISPARSED, 3, [("Anna", PERSON, MentionForm.NOMINAL, "x"), ("Tom", PERSON)], [3], id="missed: no name"),
        pytest.param(MISPARSED, 3, [("Tom", PERSON)], [3], id="missed: nobody before"),
        pytest.param(MISPARSED, 0, [("Anna", PERSON), ("Tom", PERSON)], [0], id="missed: only what stands before is looked at"),
        pytest.param(
            [
                "Now RB 6 advmod",
                ", , 6 punct",
                "Anna NNP 6 dep",
                "and CC 6 dep",
                "Tom NNP 6 nsubj",
                ", , 6 punct",
                "said VBD 6 ROOT",
            ],
            4,
            [("Anna", PERSON), ("Tom", PERSON)],
            [2, 4],
            id="missed: after a comma",
        ),
        pytest.param(
            ["saw VBD 4 dep", "Anna NNP 0 dobj", "and CC 0 cc", "Tom NNP 4 nsubj", "said VBD 4 ROOT"],
            3,
            [("Anna", PERSON), ("Tom", PERSON)],
            [3],
            id="missed: the name before opens no clause",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "left VBD 1 ROOT", "and CC 1 cc", "Tom NNP 4 nsubj", "said VBD 1 conj"],
            3,
            [("Anna", PERSON), ("Tom", PERSON)],
            [3],
            id="missed: a verb between",
        ),
        pytest.param(
            ["Anna NNP 3 dep", "and CC 3 cc", "yet RB 3 advmod", "Tom NNP 4 nsubj", "said VBD 4 ROOT"],
            3,
            [("Anna", PERSON), ("Tom", PERSON)],
            [3],
            id="missed: no title between",
        ),
        pytest.param(
            ["Anna NNP 8 dep", "and CC 8 cc", *["long JJ 8 dep"] * 6, "Tom NNP 9 nsubj", "said VBD 9 ROOT"],
            8,
            [("Anna", PERSON), ("Tom", PERSON)],
            [8],
            id="missed: too far",
        ),
    ],
)
def test_joint_heads(rows: list[str], head: int, mentions: list[tuple[str, Label]], expected: list[int]) -> None:
    analysis = analysis_with(rows, *mentions)
    assert joint_heads(analysis.parse, Register(analysis), head) == expected


def test_a_title_opens_the_clause_of_a_joined_name() -> None:
    rows = ["Mayor NNP 1 compound", "Anna NNP 4 dep", "and CC 4 cc", "Tom NNP 4 nsubj", "said VBD 4 ROOT"]
    mentions = [("Anna", PERSON), ("Tom", PERSON)]
    titled, untitled = (analysis_with(rows, *mentions, titles=titles) for titles in ({"Anna": "Mayor"}, {}))
    assert joint_heads(titled.parse, Register(titled), 3) == [1, 3]
    assert joint_heads(untitled.parse, Register(untitled), 3) == [3]


def test_what_is_coordinated_inside_the_content_is_no_speaker() -> None:
    analysis = analysis_with(JOINT, ("Anna", PERSON))
    assert words_of(analysis, speakers(analysis, "said", "Anna", (1, 3))) == ["Anna"]


def test_a_coordinated_verb_is_no_speaker() -> None:
    rows = ["Anna NNP 3 nsubj", "and CC 0 cc", "smiled VBD 0 conj", "said VBD 3 ROOT"]
    analysis = analysis_with(rows)
    assert words_of(analysis, speakers(analysis, "said", "Anna")) == ["Anna"]


def test_a_name_with_a_role_in_apposition() -> None:
    analysis = analysis_with(MAYOR, ("Anna", PERSON))
    (found,) = speakers(analysis, "said", "Anna")
    assert words_of(analysis, [found]) == ["Anna"]
    assert (found.form, found.name, found.role) == (SpeakerForm.NAME, "Anna", "mayor")


def test_a_description_with_a_name_in_apposition() -> None:
    analysis = analysis_with(MINISTER, ("Anna", PERSON))
    (found,) = speakers(analysis, "said", "minister")
    assert words_of(analysis, [found]) == ["the minister"]
    assert (found.form, found.name, found.kind) == (SpeakerForm.NOMINAL, "Anna", SpeakerKind.PERSON)
    assert found.entity is analysis.entities[0]


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    analysis = analysis_with(WHO, ("Anna", PERSON))
    (found,) = speakers(analysis, "said", "who")
    assert words_of(analysis, [found]) == ["who"]
    assert (found.form, found.name, found.kind) == (SpeakerForm.PRONOUN, "Anna", SpeakerKind.PERSON)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [
                *["Anna NNP 9 nsubj", ", , 0 punct", "head NN 0 appos", "of IN 2 prep", "Fund NNP 3 pobj", ", , 4 punct"],
                *["who WP 7 nsubj", "said VBD 4 relcl", ", , 0 punct", "left VBD 9 ROOT"],
            ],
            "Anna",
            id="whom the organization belongs to",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "told VBD 1 ROOT", "Fund NNP 1 dobj", ", , 2 punct", "who WP 5 nsubj", "said VBD 2 relcl"],
            "Anna",
            id="who acts there",
        ),
        pytest.param(
            ["members NNS 5 nsubj", "of IN 0 prep", "Fund NNP 1 pobj", "who WP 4 nsubj", "said VBD 2 relcl", "left VBD 5 ROOT"],
            None,
            id="others of the organization",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "met VBD 1 ROOT", "those DT 1 dobj", "who WP 4 nsubj", "said VBD 2 relcl"],
            None,
            id="those",
        ),
        pytest.param(
            ["his PRP$ 1 poss", "sister NN 1 ROOT", "Anna NNP 1 appos", ", , 1 punct", "who WP 5 nsubj", "said VBD 1 relcl"],
            "Anna",
            id="whose name stands beside",
        ),
        pytest.param(
            ["Anna NNP 1 nsubj", "met VBD 1 ROOT", "Fund NNP 1 dobj", "which WDT 4 nsubj", "said VBD 2 relcl"],
            "Fund",
            id="which",
        ),
    ],
)
def test_who_is_a_person(rows: list[str], expected: str | None) -> None:
    analysis = analysis_with(rows, *[(name, label) for name, label in (("Anna", PERSON), ("Fund", ORG)) if name in " ".join(rows)])
    (found,) = speakers(analysis, "said", next(row.split()[0] for row in rows if " W" in row))
    assert (found.entity and found.entity.name) == expected


def test_a_relative_pronoun_of_someone_without_name() -> None:
    (found,) = speakers(analysis_with(A_MAN), "said", "who")
    assert (found.form, found.name, found.entity) == (SpeakerForm.PRONOUN, "man", None)


@pytest.mark.parametrize(
    ("rows", "mentions", "titles", "expected"),
    [
        pytest.param(
            ["Mayor NNP 1 compound", "Anna NNP 2 nsubj", "said VBD 2 ROOT"],
            [("Anna", PERSON)],
            {"Anna": "Mayor"},
            "Mayor",
            id="title of the mention",
        ),
        pytest.param(
            ["former JJ 2 amod", "minister NN 2 compound", "Anna NNP 3 nsubj", "said VBD 3 ROOT"],
            [("Anna", PERSON)],
            {},
            "former minister",
            id="words before the name",
        ),
        pytest.param(MAYOR, [("Anna", PERSON)], {}, "mayor", id="apposition"),
        pytest.param(["Anna NNP 1 nsubj", "said VBD 1 ROOT"], [("Anna", PERSON)], {}, None, id="none"),
        pytest.param(["The DT 1 det", "judge NN 2 nsubj", "said VBD 2 ROOT"], [], {}, "judge", id="the description itself"),
        pytest.param(["The DT 1 det", "company NN 2 nsubj", "said VBD 2 ROOT"], [], {}, None, id="no person"),
        pytest.param(["She PRP 1 nsubj", "said VBD 1 ROOT"], [], {}, None, id="a pronoun"),
        pytest.param(
            ["Mr. NNP 1 compound", "Anna NNP 2 nsubj", "said VBD 2 ROOT"],
            [("Anna", PERSON)],
            {"Anna": "Mr."},
            None,
            id="a courtesy",
        ),
        pytest.param(
            ["Mr. NNP 1 compound", "Anna NNP 5 nsubj", ", , 1 punct", "a DT 4 det", "mayor NN 1 appos", "said VBD 5 ROOT"],
            [("Anna", PERSON)],
            {"Anna": "Mr."},
            "mayor",
            id="apposition behind a courtesy",
        ),
        pytest.param(
            ["Volvo NNP 3 compound", "sales NNS 2 compound", "manager NN 3 compound", "Anna NNP 4 nsubj", "said VBD 4 ROOT"],
            [("Volvo", ORG), ("Anna", PERSON)],
            {"Anna": "manager"},
            "sales manager",
            id="the title with its words, not the name before",
        ),
        pytest.param(
            ["Noting VBG 1 amod", "Anna NNP 2 nsubj", "said VBD 2 ROOT"], [("Anna", PERSON)], {}, None, id="a verb before the name"
        ),
        pytest.param(["another DT 1 det", "resident NN 2 nsubj", "said VBD 2 ROOT"], [], {}, "resident", id="no determiner"),
    ],
)
def test_role(rows: list[str], mentions: list[tuple[str, Label]], titles: dict[str, str], expected: str | None) -> None:
    analysis = analysis_with(rows, *mentions, titles=titles)
    head = next(token for token in range(analysis.parse.n) if analysis.parse.dep[token] == "nsubj")
    (found,) = build_speakers(analysis.parse, Register(analysis), statement_of(analysis, "said"), head)
    assert found.role == expected


@pytest.mark.parametrize(
    ("rows", "head", "mentions", "expected"),
    [
        pytest.param(
            ["the DT 1 det", "mayor NN 4 nsubj", "of IN 1 prep", "Oslo NNP 2 pobj", "said VBD 4 ROOT"],
            "mayor",
            [("Oslo", GPE)],
            "Oslo",
            id="of",
        ),
        pytest.param(
            ["a DT 2 det", "Volvo NNP 2 compound", "spokesman NN 3 nsubj", "said VBD 3 ROOT"],
            "spokesman",
            [("Volvo", ORG)],
            "Volvo",
            id="compound",
        ),
        pytest.param(
            ["Anna NNP 5 nsubj", ", , 0 punct", "head NN 0 appos", "of IN 2 prep", "Volvo NNP 3 pobj", "said VBD 5 ROOT"],
            "Anna",
            [("Anna", PERSON), ("Volvo", ORG)],
            "Volvo",
            id="in apposition",
        ),
        pytest.param(["Volvo NNP 1 nsubj", "said VBD 1 ROOT"], "Volvo", [("Volvo", ORG)], None, id="the speaker itself"),
        pytest.param(
            ["Oslo NNP 2 compound", "Volvo NNP 2 compound", "staff NN 3 nsubj", "said VBD 3 ROOT"],
            "staff",
            [("Oslo", GPE), ("Volvo", ORG)],
            "Volvo",
            id="an organization before a place",
        ),
    ],
)
def test_affiliation(rows: list[str], head: str, mentions: list[tuple[str, Label]], expected: str | None) -> None:
    (found,) = speakers(analysis_with(rows, *mentions), "said", head)
    assert found.affiliation == expected


def test_a_person_s_spokesman_is_not_the_person() -> None:
    rows = ["a DT 2 det", "Moss NNP 2 compound", "spokesman NN 3 nsubj", "said VBD 3 ROOT"]
    (found,) = speakers(analysis_with(rows, ("Moss", PERSON)), "said", "spokesman")
    assert found.name != "Moss"


@pytest.mark.parametrize(
    ("row", "mention", "form", "kind", "name"),
    [
        ("Anna NNP 1 nsubj", ("Anna", PERSON), SpeakerForm.NAME, SpeakerKind.PERSON, "Anna"),
        ("Volvo NNP 1 nsubj", ("Volvo", ORG), SpeakerForm.NAME, SpeakerKind.ORGANIZATION, "Volvo"),
        ("Norway NNP 1 nsubj", ("Norway", GPE), SpeakerForm.NAME, SpeakerKind.PLACE, "Norway"),
        ("Norwegians NNPS 1 nsubj", ("Norwegians", NORP), SpeakerForm.NAME, SpeakerKind.GROUP, "Norwegians"),
        ("Zork NNP 1 nsubj", None, SpeakerForm.NAME, SpeakerKind.UNKNOWN, "Zork"),
        ("prosecutors NNS 1 nsubj prosecutor", None, SpeakerForm.NOMINAL, SpeakerKind.GROUP, "prosecutors"),
        ("police NNS 1 nsubj", None, SpeakerForm.NOMINAL, SpeakerKind.GROUP, "police"),
        ("companies NNS 1 nsubj company", None, SpeakerForm.NOMINAL, SpeakerKind.GROUP, "companies"),
        ("parliament NN 1 nsubj", None, SpeakerForm.NOMINAL, SpeakerKind.ORGANIZATION, "parliament"),
        ("reports NNS 1 nsubj report", None, SpeakerForm.NOMINAL, SpeakerKind.DOCUMENT, "reports"),
        ("witness NN 1 nsubj", None, SpeakerForm.NOMINAL, SpeakerKind.PERSON, "witness"),
        ("two CD 1 nsubj", None, SpeakerForm.NOMINAL, SpeakerKind.GROUP, "two"),
        ("she PRP 1 nsubj", ("she", PERSON, MentionForm.PRONOUN, "Anna"), SpeakerForm.PRONOUN, SpeakerKind.PERSON, "Anna"),
        ("she PRP 1 nsubj", None, SpeakerForm.PRONOUN, SpeakerKind.PERSON, None),
        ("they PRP 1 nsubj", None, SpeakerForm.PRONOUN, SpeakerKind.GROUP, None),
        ("it PRP 1 nsubj", None, SpeakerForm.PRONOUN, SpeakerKind.UNKNOWN, None),
        ("minister NN 1 nsubj", ("minister", PERSON, MentionForm.NOMINAL, "Anna"), SpeakerForm.NOMINAL, SpeakerKind.PERSON, "Anna"),
    ],
)
def test_form_kind_and_name(
    row: str, mention: tuple[str, Label] | None, form: SpeakerForm, kind: SpeakerKind, name: str | None
) -> None:
    analysis = analysis_with([row, "said VBD 1 ROOT"], *([] if mention is None else [mention]))
    (found,) = speakers(analysis, "said", row.split()[0])
    assert (found.form, found.kind, found.name) == (form, kind, name)


@pytest.mark.parametrize(
    ("kind", "noun"),
    [(kind, noun) for kind in ("document", "organization", "unknown") for noun in lexicon("speakers")[kind]["nouns"]],
)
def test_a_noun_of_the_lexicon_has_its_kind(kind: str, noun: str) -> None:
    groups = lexicon("speakers")["group"]["nouns"]
    expected = SpeakerKind.GROUP if noun in groups else SpeakerKind(kind)
    assert kind_of_noun(noun, noun, "NN") is expected


def test_form_follows_the_tag_where_no_mention_is() -> None:
    parse = parsed(["Zork NNP 0 ROOT", "which WDT 0 dep", "noun NN 0 dep"])
    assert [form_of(parse, token, None) for token in range(3)] == [SpeakerForm.NAME, SpeakerForm.PRONOUN, SpeakerForm.NOMINAL]


def test_a_register_finds_mentions() -> None:
    analysis = analysis_with(
        ["Anna NNP 1 compound", "Ruiz NNP 2 nsubj", "met VBD 2 ROOT", "Tom NNP 2 dobj"],
        ("Anna Ruiz", PERSON),
        ("Ruiz", PERSON, MentionForm.NOMINAL, "x"),
        ("Tom", PERSON),
    )
    register = Register(analysis)
    names = [mention.span.text(analysis.text) for mention in register.within(Span(0, 12))]
    assert names == ["Anna Ruiz", "Ruiz"]
    covering = register.covering(Span(5, 9))
    assert covering is not None
    assert covering.entity is analysis.entities[0]
    assert register.covering(Span(10, 13)) is None
    assert Register(analysis_with(["Rain NN 0 ROOT"])).covering(Span(0, 4)) is None


def lines(*items: tuple[str, str | None, StatementKind]) -> Analysis:
    """Paragraphs that are quotations as a whole, each a statement with a speaker or none."""
    words = []
    for text, _, _ in items:
        words += [*text.split(), "\n\n"]
    doc = spacy.tokens.Doc(
        VOCAB, words=words[:-1], spaces=[after != "\n\n" and word != "\n\n" for word, after in itertools.pairwise(words)]
    )
    analysis = analysis_of(Parse(doc))
    analysis.paragraphs = find_paragraphs(analysis.text)
    for (_, name, kind), span in zip(items, analysis.paragraphs, strict=True):
        statement = Statement([span], kind)
        if name is not None:
            statement.speakers = [Speaker(SpeakerForm.NAME, span, 0, name=name, kind=SpeakerKind.PERSON, role="mayor")]
        analysis.statements.append(statement)
    return analysis


D, I = StatementKind.DIRECT, StatementKind.INDIRECT  # noqa: E741


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([("a b", "Anna", D), ("c d", None, D)], ["Anna", "Anna"], id="the next paragraph"),
        pytest.param([("a b", "Anna", D), ("c d", "Tom", D), ("e f", None, D)], ["Anna", "Tom", "Tom"], id="the last speaker"),
        pytest.param([("a b", None, D), ("c d", "Anna", D)], [None, "Anna"], id="never backwards"),
        pytest.param([("a b", "Anna", D), ("c d", None, I)], ["Anna", None], id="only quotations"),
        pytest.param(
            [("a b", "Anna", D), ("c d", None, D), ("e f", None, D), ("g h", "Tom", I), ("i j", None, D)],
            ["Anna", "Anna", "Anna", "Tom", "Tom"],
            id="two paragraphs, and then after another",
        ),
        pytest.param(
            [("a b", "Anna", D), ("c d", None, I), ("e f", None, I), ("g h", None, I), ("i j", None, D)],
            ["Anna", None, None, None, None],
            id="not four paragraphs later",
        ),
    ],
)
def test_carry_over(items: list[tuple[str, str | None, StatementKind]], expected: list[str | None]) -> None:
    analysis = lines(*items)
    carry_over(analysis, Register(analysis))
    assert [statement.speakers[0].name if statement.speakers else None for statement in analysis.statements] == expected


def test_a_speaker_is_not_carried_over_three_paragraphs() -> None:
    analysis = lines(("a b", "Anna", D), ("c d", None, I), ("e f", None, I), ("g h", None, D))
    carry_over(analysis, Register(analysis))
    assert analysis.statements[3].speakers == []


def test_a_carried_speaker_is_implicit() -> None:
    analysis = lines(("a b", "Anna", D), ("c d", None, D))
    carry_over(analysis, Register(analysis))
    (found,) = analysis.statements[1].speakers
    assert (found.form, found.span, found.head) == (SpeakerForm.IMPLICIT, None, None)
    assert (found.kind, found.role) == (SpeakerKind.PERSON, "mayor")


def test_a_speaker_that_is_nobody_is_not_carried_over() -> None:
    analysis = lines(("a b", "Anna", D), ("c d", None, D))
    analysis.statements[0].speakers[0].name = None
    carry_over(analysis, Register(analysis))
    assert analysis.statements[1].speakers == []


def test_nested_statements_are_left_alone() -> None:
    analysis = lines(("a b", "Anna", D), ("c d", None, D))
    analysis.statements[1].parent = analysis.statements[0]
    carry_over(analysis, Register(analysis))
    assert analysis.statements[1].speakers == []


BEFORE = ["Tom NNP 1 nsubj", "left VBD 1 ROOT", ". . 1 punct", "“ `` 4 punct", "Rain NN 4 ROOT", ". . 4 punct", "” '' 4 punct"]


def test_the_subject_of_the_sentence_before() -> None:
    analysis = analysis_with(BEFORE, ("Tom", PERSON))
    analysis.statements = [Statement([analysis.parse.span(3, 7)], D)]
    carry_over(analysis, Register(analysis))
    (found,) = analysis.statements[0].speakers
    assert (found.name, found.form) == ("Tom", SpeakerForm.NAME)


def test_whom_a_quotation_speaks_of_does_not_say_the_next_one() -> None:
    analysis = analysis_with(BEFORE, ("Tom", PERSON))
    analysis.statements = [Statement([analysis.parse.span(3, 7)], D)]
    analysis.quotes = [Quotation([analysis.parse.span(0, 3)], "“", closed=False)]
    carry_over(analysis, Register(analysis))
    assert analysis.statements[0].speakers == []


def test_a_cue_that_has_no_source_is_left_alone() -> None:
    analysis = lines(("a b", "Anna", D), ("c d", None, D))
    analysis.statements[1].cue_token, analysis.statements[1].cue = 3, Span(5, 6)
    carry_over(analysis, Register(analysis))
    assert analysis.statements[1].speakers == []


def test_a_cue_of_two_words_that_has_no_source_is_left_alone() -> None:
    analysis = lines(("a b", "Anna", D), ("c d", None, D))
    analysis.statements[1].cue_token, analysis.statements[1].cue = 3, Span(5, 8)
    carry_over(analysis, Register(analysis))
    assert analysis.statements[1].speakers == []


def test_the_stage_resolves_the_source() -> None:
    analysis = analysis_with(JOINT, ("Anna", PERSON), ("Tom", PERSON))
    statement = statement_of(analysis, "said", (4, 5))
    statement.source_token = 0
    analysis.statements = [statement]
    Speakers()(analysis)
    assert [speaker.name for speaker in statement.speakers] == ["Anna", "Tom"]


def test_a_statement_without_a_source_has_no_speaker() -> None:
    analysis = analysis_with(JOINT, ("Anna", PERSON))
    analysis.statements = [statement_of(analysis, "said", (4, 5))]
    Speakers()(analysis)
    assert analysis.statements[0].speakers == []


def test_an_article_without_statements() -> None:
    analysis = analysis_of(Parse(spacy.blank("en")("")))
    Speakers()(analysis)
    assert analysis.statements == []


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("the vice-president said", "vice", "vice-president", id="the rest behind"),
        pytest.param("the vice-president said", "president", "vice-president", id="the rest before"),
        pytest.param("the vice president", "vice", "vice", id="a space"),
        pytest.param("vice- president", "vice", "vice", id="a hyphen and a space"),
        pytest.param("a well-to-do man", "well", "well-to-do", id="two hyphens"),
        pytest.param("the vice-", "vice", "vice", id="at the end"),
    ],
)
def test_whole_words(text: str, words: str, expected: str) -> None:
    start = text.index(words)
    assert whole_words(text, start, start + len(words)).text(text) == expected


def test_half_a_bracket_is_no_part_of_a_role() -> None:
    rows = ["Anna NNP 5 nsubj", ", , 0 punct", "head NN 0 appos", "of IN 2 prep", "Oslo(OO NNP 3 pobj", "said VBD 5 ROOT"]
    (found,) = speakers(analysis_with(rows, ("Anna", PERSON)), "said", "Anna")
    assert found.role == "head of Oslo"


def test_the_document_that_a_source_speaks_in_is_not_the_source() -> None:
    rows = [
        "the DT 1 det",
        "club NN 6 nsubj",
        "in IN 1 prep",
        "its PRP$ 5 poss",
        "last JJ 5 amod",
        "statement NN 2 pobj",
        "said VBD 6 ROOT",
    ]
    analysis = analysis_with(rows)
    assert words_of(analysis, speakers(analysis, "said", "club")) == ["the club"]


def test_a_plural_that_a_relative_pronoun_stands_for_is_a_group() -> None:
    rows = ["grandmothers NNS 2 nsubj grandmother", "who WP 2 nsubj", "say VBP 0 relcl", "left VBD 3 ROOT"]
    (found,) = speakers(analysis_with(rows), "say", "who")
    assert (found.name, found.kind) == ("grandmothers", SpeakerKind.GROUP)
