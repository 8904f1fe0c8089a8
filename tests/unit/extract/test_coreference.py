import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.extract.coreference import Coreference
from pipeline.extract.discourse import find_quote_subjects, quote_regions
from pipeline.extract.interviews import find_interview, find_questions
from pipeline.extract.pronouns import find_binder, is_bound, is_generic, vote_genders
from pipeline.layers import Entity, Mention
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import Label, MentionForm
from tests.analysis import VOCAB, analysis_of, parsed

VOSS, LIND, FUND = "Voss", "Lind", "Fund"


def prepared(rows: list[str], **entities: tuple[Label, str | None, list[str]]) -> Analysis:
    """The Analysis of a parse with an entity for each word that is given with label, gender and roles."""
    analysis = analysis_of(parsed(rows))
    parse = analysis.parse
    for name, (label, gender, roles) in entities.items():
        entity = Entity(name, label, name.lower(), gender=gender, roles=roles)
        for token in range(parse.n):
            if parse.word(token) == name:
                mention = Mention(parse.span(token, token + 1), token, token + 1, token, label, entity=entity)
                entity.mentions.append(mention)
        if entity.mentions:
            analysis.entities.append(entity)
    analysis.mentions = sorted((m for e in analysis.entities for m in e.mentions), key=lambda m: m.span)
    return analysis


def links(analysis: Analysis) -> list[tuple[str, str, str]]:
    Coreference()(analysis)
    return [
        (mention.span.text(analysis.text), str(mention.form), mention.entity.name)
        for mention in analysis.mentions
        if mention.form is not MentionForm.NAME and mention.entity is not None
    ]


WOMAN = (Label.PERSON, "f", [])
MAN = (Label.PERSON, "m", [])
ORG = (Label.ORG, "n", [])

SAID_SHE_LEFT = ["Voss NNP 1 nsubj", "said VBD 1 ROOT say", "she PRP 3 nsubj", "left VBD 1 ccomp", ". . 1 punct"]


@pytest.mark.parametrize(
    ("rows", "entities", "expected"),
    [
        pytest.param(SAID_SHE_LEFT, {VOSS: WOMAN}, [("she", "pronoun", VOSS)], id="subject of the clause above"),
        pytest.param(SAID_SHE_LEFT, {VOSS: MAN}, [], id="gender"),
        pytest.param(SAID_SHE_LEFT, {VOSS: ORG}, [], id="an organization is no she"),
        pytest.param(
            ["Voss NNP 1 nsubj", "met VBD 1 ROOT meet", "him PRP 1 dobj", ". . 1 punct"], {VOSS: MAN}, [], id="not of its own verb"
        ),
        pytest.param(
            ["Voss NNP 1 nsubj", "hurt VBD 1 ROOT", "himself PRP 1 dobj", ". . 1 punct"],
            {VOSS: MAN},
            [("himself", "pronoun", VOSS)],
            id="reflexive",
        ),
        pytest.param(
            ["Voss NNP 1 nsubj", "sold VBD 1 ROOT sell", "his PRP$ 3 poss", "boat NN 1 dobj", ". . 1 punct"],
            {VOSS: MAN},
            [("his", "pronoun", VOSS)],
            id="possessive",
        ),
        pytest.param(
            ["Voss NNP 5 nsubj", ", , 0 punct", "his PRP$ 3 poss", "wife NN 0 appos", ", , 0 punct", "left VBD 5 ROOT"],
            {VOSS: MAN},
            [],
            id="not the one that it describes",
        ),
        pytest.param(
            [
                "Voss NNP 1 nsubj",
                "stayed VBD 1 ROOT",
                ". . 1 punct",
                "A DT 4 det",
                "witness NN 5 nsubj",
                "spoke VBD 5 ROOT",
                ". . 5 punct",
                "He PRP 8 nsubj",
                "left VBD 8 ROOT",
            ],
            {VOSS: MAN},
            [],
            id="someone without a name comes first",
        ),
        pytest.param(
            ["He PRP 1 nsubj", "left VBD 1 ROOT", ". . 1 punct", "Voss NNP 4 nsubj", "stayed VBD 4 ROOT"],
            {VOSS: MAN},
            [],
            id="not forward",
        ),
        pytest.param(
            [
                "Voss NNP 1 nsubj",
                "met VBD 1 ROOT",
                "voters NNS 1 dobj",
                "who WP 4 nsubj",
                "sold VBD 2 relcl",
                "his PRP$ 8 poss",
                "or CC 5 cc",
                "her PRP$ 5 conj",
                "boat NN 4 dobj",
            ],
            {VOSS: MAN},
            [],
            id="his or her",
        ),
        pytest.param(
            ["Fund NNP 1 nsubj", "said VBD 1 ROOT say", "it PRP 3 nsubj", "lost VBD 1 ccomp", "its PRP$ 5 poss", "boat NN 3 dobj"],
            {FUND: ORG},
            [("it", "pronoun", FUND), ("its", "pronoun", FUND)],
            id="it",
        ),
        pytest.param(
            ["Fund NNP 1 nsubj", "sold VBD 1 ROOT", "its PRP$ 3 poss", "boat NN 1 dobj"],
            {FUND: ORG},
            [("its", "pronoun", FUND)],
            id="its",
        ),
        pytest.param(
            ["Voss NNP 1 nsubj", "said VBD 1 ROOT say", "it PRP 3 nsubj", "rained VBD 1 ccomp"],
            {VOSS: WOMAN},
            [],
            id="a person is no it",
        ),
    ],
)
def test_pronouns(rows, entities, expected):
    assert links(prepared(rows, **entities)) == expected


QUOTED = [
    "“ `` 4 punct",
    "{} PRP 2 nsubj",
    "lied VBD 5 ccomp",
    ", , 5 punct",
    "” '' 5 punct",
    "said VBD 5 ROOT say",
    "Voss NNP 5 nsubj",
    ". . 5 punct",
]


@pytest.mark.parametrize(
    ("pronoun", "expected"),
    [
        pytest.param("I", [("I", "pronoun", VOSS)], id="the speaker is I"),
        pytest.param("he", [("he", "pronoun", LIND)], id="the speaker is not he"),
    ],
)
def test_quotations(pronoun, expected):
    before = ["Lind NNP 1 nsubj", "met VBD 1 ROOT", "Voss NNP 1 dobj", ". . 1 punct"]
    rows = [*before]
    for row in QUOTED:
        word, tag, head, dep, *lemma = row.format(pronoun).split()
        rows.append(" ".join([word, tag, str(int(head) + len(before)), dep, *lemma]))
    assert links(prepared(rows, Voss=MAN, Lind=MAN)) == expected


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        pytest.param("“ VOSS : I left . ¶ LIND : So . ¶ VOSS : Yes .", True, id="the mark stands before the label"),
        pytest.param("VOSS : She said “ I left . ¶ LIND : So . ¶ VOSS : Yes .", False, id="someone else is quoted"),
        pytest.param("VOSS : I left . ¶ LIND : So . ¶ VOSS : Yes .", True, id="no mark"),
    ],
)
def test_turns_in_marks(opened, expected):
    words = ["\n\n" if word == "¶" else word for word in opened.split()]
    tags = [{"\n\n": "_SP", "I": "PRP"}.get(word, "NN") for word in words]
    spaces = [word not in ("\n\n", "“") and after != ":" for word, after in zip(words, [*words[1:], ""], strict=True)]
    parse = Parse(Doc(VOCAB, words=words, tags=tags, spaces=spaces, heads=list(range(len(words))), deps=["ROOT"] * len(words)))
    analysis = analysis_of(parse)
    analysis.paragraphs = find_paragraphs(analysis.text)
    for name in ("VOSS", "LIND"):
        entity = Entity(name, Label.PERSON, name.lower())
        for token in range(parse.n):
            if parse.word(token) == name:
                entity.mentions.append(Mention(parse.span(token, token + 1), token, token + 1, token, Label.PERSON, entity=entity))
        analysis.entities.append(entity)
    analysis.mentions = sorted((m for e in analysis.entities for m in e.mentions), key=lambda m: m.span)
    assert links(analysis) == ([("I", "pronoun", "VOSS")] if expected else [])


THE_JUDGE = [
    "Voss NNP 1 nsubj",
    "spoke VBD 1 ROOT",
    ". . 1 punct",
    "The DT 4 det",
    "{} NN 5 nsubj",
    "left VBD 5 ROOT",
    ". . 5 punct",
]


@pytest.mark.parametrize(
    ("noun", "entity", "expected"),
    [
        pytest.param(
            "judge", (Label.PERSON, None, ["District Judge"]), [("The judge", "nominal", VOSS)], id="a role that was named"
        ),
        pytest.param("minister", (Label.PERSON, None, ["District Judge"]), [], id="another role"),
        pytest.param("company", (Label.ORG, "n", ["dredging company"]), [("The company", "nominal", VOSS)], id="company"),
        pytest.param("company", (Label.ORG, "n", ["federal agency"]), [], id="an agency is no company"),
        pytest.param("company", (Label.ORG, "n", []), [], id="of an unknown kind, named once"),
        pytest.param("official", (Label.PERSON, None, ["deputy minister"]), [("The official", "nominal", VOSS)], id="a wider noun"),
        pytest.param("official", (Label.PERSON, None, ["painter"]), [], id="a wider noun of others"),
    ],
)
def test_descriptions(noun, entity, expected):
    rows = [row.format(noun) for row in THE_JUDGE]
    assert links(prepared(rows, Voss=entity)) == expected


def test_two_branches_are_no_person():
    rows = ["Voss NNP 1 nsubj", "spoke VBD 1 ROOT", ". . 1 punct", "Both CC 5 preconj", "the DT 5 det", "executive NN 6 nsubj"]
    rows += ["left VBD 6 ROOT"]
    assert links(prepared(rows, Voss=(Label.PERSON, None, ["executive"]))) == []


@pytest.mark.parametrize(
    ("modifier", "expected"),
    [
        pytest.param("former JJ", [("The former mayor", "nominal", LIND)], id="the former one"),
        pytest.param("Kenyan JJ", [], id="a modifier that no one had"),
    ],
)
def test_modifiers_of_descriptions(modifier, expected):
    rows = [
        "Lind NNP 1 nsubj",
        "met VBD 1 ROOT",
        "Voss NNP 1 dobj",
        ". . 1 punct",
        "The DT 6 det",
        f"{modifier} 6 amod",
        "mayor NN 7 nsubj",
        "left VBD 7 ROOT",
    ]
    entities = {LIND: (Label.PERSON, None, ["former mayor"]), VOSS: (Label.PERSON, None, ["mayor"])}
    assert links(prepared(rows, **entities)) == expected


def test_a_company_named_twice():
    rows = ["Voss NNP 1 nsubj", "grew VBD 1 ROOT", ". . 1 punct", *(shifted(row.format("company"), 3) for row in THE_JUDGE)]
    assert links(prepared(rows, Voss=ORG)) == [("The company", "nominal", VOSS)]
    assert links(prepared([row.replace("company", "ministry") for row in rows], Voss=ORG)) == []


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        pytest.param(["Danish president"], [("The Kenyan president", "nominal", LIND)], id="only one of the nation"),
        pytest.param(["president"], [("The Kenyan president", "nominal", LIND)], id="the other's nation is not said"),
    ],
)
def test_a_nation_in_a_description(roles, expected):
    rows = [
        "Lind NNP 1 nsubj",
        "met VBD 1 ROOT",
        "Voss NNP 1 dobj",
        ". . 1 punct",
        "The DT 6 det",
        "Kenyan JJ 6 amod",
        "president NN 7 nsubj",
        "left VBD 7 ROOT",
    ]
    entities = {LIND: (Label.PERSON, None, ["Kenyan president"]), VOSS: (Label.PERSON, None, roles)}
    analysis = prepared(rows, **entities, Kenyan=(Label.NORP, "n", []))
    next(entity for entity in analysis.entities if entity.name == "Kenyan").country = "KE"
    assert links(analysis) == expected


def shifted(row: str, by: int) -> str:
    """A row of a hand parse whose head lies further on."""
    word, tag, head, dep, *lemma = row.split()
    return " ".join([word, tag, str(int(head) + by), dep, *lemma])


@pytest.mark.parametrize(
    ("rows", "reflexive", "expected"),
    [
        pytest.param(["Voss NNP 1 nsubj", "hurt VBD 1 ROOT", "himself PRP 1 dobj"], 2, 0, id="subject"),
        pytest.param(
            ["Voss NNP 1 nsubj", "urged VBD 1 ROOT", "Lind NNP 1 dobj", "to TO 4 aux", "hurt VB 1 xcomp", "himself PRP 4 dobj"],
            5,
            2,
            id="object that controls",
        ),
        pytest.param(
            ["Voss NNP 4 nsubj", "who WP 2 nsubj", "hurt VBD 0 relcl", "himself PRP 2 dobj", "left VBD 4 ROOT"], 3, 0, id="relative"
        ),
        pytest.param(["hurt VB 0 ROOT", "himself PRP 0 dobj"], 1, None, id="none"),
    ],
)
def test_find_binder(rows, reflexive, expected):
    assert find_binder(parsed(rows), reflexive) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["In IN 4 prep", "his PRP$ 2 poss", "speech NN 0 pobj", "Voss NNP 4 nsubj", "said VBD 4 ROOT"],
            [("his", "pronoun", VOSS)],
            id="in front of the subject",
        ),
        pytest.param(["He PRP 1 nsubj", "met VBD 1 ROOT", "Voss NNP 1 dobj"], [], id="subject of the main clause"),
    ],
)
def test_pronouns_that_point_ahead(rows, expected):
    assert links(prepared(rows, Voss=MAN)) == expected


def test_an_organization_quoted_says_we():
    rows = [row.format("we") for row in QUOTED]
    assert links(prepared(rows, Voss=ORG)) == [("we", "pronoun", VOSS)]
    assert links(prepared(rows, Voss=WOMAN)) == []


def test_a_description_belongs_to_its_entity():
    analysis = prepared([row.format("judge") for row in THE_JUDGE], Voss=(Label.PERSON, None, ["judge"]))
    Coreference()(analysis)
    (entity,) = analysis.entities
    assert entity.mentions == analysis.mentions
    assert [mention.label for mention in analysis.mentions] == [Label.PERSON, Label.PERSON]


@pytest.mark.parametrize(
    ("pronouns", "gender"), [(["he"], "m"), (["she"], "f"), (["he", "she"], None), (["he", "she", "she"], "f"), (["it"], None)]
)
def test_vote_genders(pronouns, gender):
    rows = ["Voss NNP 1 nsubj", "left VBD 1 ROOT", *(f"{word} PRP 1 dobj" for word in pronouns)]
    analysis = prepared(rows, Voss=(Label.PERSON, None, []))
    vote_genders(analysis.parse, analysis.mentions, {})
    assert analysis.entities[0].gender == gender


@pytest.mark.parametrize(("dep", "gender"), [("dobj", None), ("appos", "f")])
def test_a_pronoun_may_be_of_someone_without_name(dep, gender):
    rows = ["Voss NNP 1 nsubj", "caught VBD 1 ROOT", f"girl NN {0 if dep == 'appos' else 1} {dep}", "she PRP 1 dobj"]
    analysis = prepared(rows, Voss=(Label.PERSON, None, []))
    vote_genders(analysis.parse, analysis.mentions, {"girl": "f"})
    assert analysis.entities[0].gender == gender


@pytest.mark.parametrize(("pronoun", "antecedent", "expected"), [(2, 0, True), (5, 0, False), (5, 3, False)])
def test_is_bound(pronoun, antecedent, expected):
    parse = parsed(
        [
            "Voss NNP 1 nsubj",
            "told VBD 1 ROOT",
            "him PRP 1 dobj",
            "Lind NNP 1 npadvmod",
            "that IN 6 mark",
            "he PRP 6 nsubj",
            "won VBD 1 ccomp",
        ]
    )
    assert is_bound(parse, pronoun, antecedent) is expected


def test_is_generic():
    parse = parsed(["he PRP 3 nsubj", "or CC 0 cc", "she PRP 0 conj", "left VBD 3 ROOT", "him PRP 3 dobj"])
    assert [is_generic(parse, token) for token in (0, 2, 4)] == [True, True, False]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(["“", "a", "”", "b"], [1, 1, 0, 0], id="curly"),
        pytest.param(['"', "a", '"', "b", '"', "c", '"'], [1, 1, 0, 0, 2, 2, 0], id="straight"),
        pytest.param(["“", "a", "\n\n", "b"], [1, 1, 0, 0], id="ends with the paragraph"),
        pytest.param(["a", "”", "b"], [0, 0, 0], id="never opened"),
        pytest.param(['"', "a", "'", "b", "'", "c", '"', "d"], [1, 1, 1, 1, 1, 1, 0, 0], id="single marks within double ones"),
        pytest.param(["'", "a", "'", "b"], [], id="single marks alone"),
        pytest.param(["''", "a", "''", "b", "''", "c", "''"], [1, 1, 0, 0, 2, 2, 0], id="typed as two single ones"),
        pytest.param(["a", "b"], [], id="none"),
    ],
)
def test_quote_regions(words, expected):
    tags = ["_SP" if word.isspace() else "``" if word == "'" else "NN" for word in words]
    assert quote_regions(Parse(Doc(VOCAB, words=words, tags=tags))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“ a ” said Voss . “ b ”", ["Voss", "Voss"], id="in the same paragraph"),
        pytest.param("“ a ” said Voss . ¶ “ b ”", ["Voss", "Voss"], id="the whole next paragraph"),
        pytest.param("“ a ” said Voss . ¶ “ b ” was cheered", ["Voss", None], id="a part of the next paragraph"),
        pytest.param("“ a ” said Voss . ¶ x y . ¶ “ b ”", ["Voss", None], id="two paragraphs on"),
        pytest.param("“ a ” said Voss . “ b ¶ “ c ” was cheered", ["Voss", "Voss", "Voss"], id="not closed"),
        pytest.param("“ a ¶ “ b ” said Voss", ["Voss", "Voss"], id="not closed, the speaker behind"),
        pytest.param("x said Voss : ¶ “ a ”", ["Voss"], id="behind a colon"),
        pytest.param("x said Voss . ¶ “ a ”", [None], id="behind a sentence"),
    ],
)
def test_find_quote_subjects(text, expected):
    words = ["\n\n" if word == "¶" else word for word in text.split()]
    said = next(at for at, word in enumerate(words) if word == "said")
    heads = [said if word == "Voss" else at for at, word in enumerate(words)]
    tags = [{"\n\n": "_SP", "said": "VBD", "Voss": "NNP"}.get(word, "NN") for word in words]
    deps = ["nsubj" if word == "Voss" else "ROOT" for word in words]
    lemmas = ["say" if word == "said" else word for word in words]
    parse = Parse(Doc(VOCAB, words=words, tags=tags, heads=heads, deps=deps, lemmas=lemmas))
    regions = quote_regions(parse)
    found = find_quote_subjects(parse, regions, frozenset({"say"}))
    assert [found.get(region) and words[found[region]] for region in sorted({*regions} - {0})] == expected


def interviewee(text: str, *people: str) -> str | None:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Span(at, at + len(line)))
        at += len(line) + 1
    mentions = []
    for name in people:
        entity = Entity(name, Label.PERSON, name.lower())
        start = text.find(name)
        while start >= 0:
            mentions.append(Mention(Span(start, start + len(name)), 0, 1, 0, Label.PERSON, entity=entity))
            start = text.find(name, start + 1)
    mentions.sort(key=lambda mention: mention.span)
    found = find_interview(text, paragraphs, mentions)
    return None if found is None else found.interviewee.name


QUESTIONS = "\nWhy boats?\nI like them.\nAnd sails?\nI make them."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Harbor Weekly interviews sailor Ana Lind" + QUESTIONS, "Ana Lind", id="behind the word"),
        pytest.param("Ana Lind: an interview" + QUESTIONS, "Ana Lind", id="before the word"),
        pytest.param("An interview\nAna Lind sails. Ana Lind wins." + QUESTIONS, "Ana Lind", id="the only one"),
        pytest.param("An interview\nAna Lind sails. Bo Voss wins." + QUESTIONS, None, id="two"),
        pytest.param("Harbor Weekly interviews Ana Lind and Bo Voss" + QUESTIONS, None, id="together"),
        pytest.param(
            "Interviewee Ana Lind" + QUESTIONS + "\nPhoto of interviewee Bo Voss" + QUESTIONS, None, id="named in captions"
        ),
        pytest.param("Harbor Weekly on Ana Lind" + QUESTIONS, None, id="no interview"),
        pytest.param("Harbor Weekly interviews Ana Lind\nWhy boats?\nI like them.", None, id="one question"),
        pytest.param("Ana Lind sails\nQ: Why?\nA: I like boats.\nQ: Really?\nA: Yes.", "Ana Lind", id="marked"),
        pytest.param("Ana Lind sails" + "\nDo you sail?\nI do." * 4, "Ana Lind", id="asked as you, answered as I"),
        pytest.param("Ana Lind sails" + "\nDo you sail?\nI do." * 3, None, id="too few to tell"),
        pytest.param("Ana Lind sails" + "\nDo you sail?\nHere is how." * 4, None, id="advice to the reader"),
        pytest.param(
            "Harbor Weekly: an interview\nAna Lind sails. Image: Bo Voss." + QUESTIONS, "Ana Lind", id="beside a picture's credit"
        ),
    ],
)
def test_find_interview(text, expected):
    assert interviewee(text, "Ana Lind", "Bo Voss") == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(["Title", "Why boats?", "I like them.", "And sails?", "I make them."], [1, 3], id="question marks"),
        pytest.param(["Title", "Why?", "So.", "You sail far.", "I do, with my crew.", "Where?", "There."], [1, 3, 5], id="told"),
        pytest.param(["Title", "Why?", "So.", "You see boats.", "They go by.", "Where?", "There."], [1, 5], id="no one answers"),
        pytest.param(["Title", "You sail.", "I do.", "Why?", "So.", "Where?", "There."], [1, 3, 5], id="told first"),
        pytest.param(
            ["Title", "Why?", "I ask myself. I lost my boat, and who would sell you another?", "Where?", "There."],
            [1, 3],
            id="an answer that ends with a question",
        ),
    ],
)
def test_find_questions(paragraphs, expected):
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 1
    asked = [index for index, paragraph in enumerate(paragraphs) if paragraph.endswith("?")]
    assert find_questions("\n".join(paragraphs), spans, asked) == [spans[index] for index in expected]


WORDS = st.sampled_from(
    ["Voss", "he", "his", "it", "“", "”", "said", "the", "judge", "company", "I", "\n\n", ".", "and", "himself"]
)


@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["PRP", "PRP$", "NN", "NNP", "VBD", "DT", "."])), min_size=1, max_size=30), st.data()
)
def test_added_mentions_keep_order_and_have_an_entity(tokens, data):
    heads = [data.draw(st.integers(0, max(0, at - 1))) for at in range(len(tokens))]
    deps = ["ROOT", *(data.draw(st.sampled_from(["nsubj", "dobj", "poss", "conj", "prep", "ccomp"])) for _ in tokens[1:])]
    doc = Doc(VOCAB, words=[word for word, _ in tokens], tags=[tag for _, tag in tokens], heads=heads, deps=deps)
    analysis = analysis_of(Parse(doc))
    entity = Entity("Voss", Label.PERSON, "voss", roles=["judge"])
    for token, (word, _) in enumerate(tokens):
        if word == "Voss":
            entity.mentions.append(
                Mention(analysis.parse.span(token, token + 1), token, token + 1, token, Label.PERSON, entity=entity)
            )
    analysis.mentions = list(entity.mentions)
    analysis.entities = [entity] if entity.mentions else []
    Coreference()(analysis)
    spans = [mention.span for mention in analysis.mentions]
    assert spans == sorted(set(spans))
    assert all(mention.entity is entity for mention in analysis.mentions)
    assert len(entity.mentions) == len(analysis.mentions)
