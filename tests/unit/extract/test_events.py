import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.extract import event_lexicon
from pipeline.extract.clauses import noun_phrase
from pipeline.extract.event_frames import find_type
from pipeline.extract.event_lexicon import EventLexicon
from pipeline.extract.event_weights import event_weights
from pipeline.extract.events import Events, build_events
from pipeline.extract.factuality import Factuality
from pipeline.extract.participants import Participants
from pipeline.extract.triggers import MAX_IN_SENTENCE, Trigger, choose_triggers, find_candidates, lemma_classes
from pipeline.extract.word_vectors import WordVectors
from pipeline.layers import Date, Mention, Section, Statement
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import DateStatus, DateType, EventType, Label, SectionKind, StatementKind
from tests.analysis import analysis_of, parsed
from tests.event_sentences import SENTENCES

VECTORS = WordVectors(np.array([7], dtype=np.uint32), np.array([1], dtype=np.uint16), np.zeros((2, 4), dtype=np.float32))
LEXICON = event_lexicon.event_lexicon()


def typed(analysis: Analysis, *words: str) -> list[tuple[str, EventType | None]]:
    """The events that the words of a text make, where each of them is a trigger."""
    parse = analysis.parse
    triggers = [Trigger(token, parse.lemma(token), 1.0) for token in range(parse.n) if not words or parse.word(token) in words]
    events = build_events(analysis, triggers, LEXICON, event_weights())
    return [(event.span.text(analysis.text), event.type) for event in events]


def scored(analysis: Analysis, *words: str) -> list[str]:
    """The triggers that are chosen where the words of a text score high."""
    candidates = find_candidates(analysis, lemma_classes(LEXICON), VECTORS)
    tokens = candidates.tokens.tolist()
    scores = np.array([1.0 if analysis.parse.word(token) in words else -1.0 for token in tokens], dtype=np.float32)
    return [analysis.parse.word(trigger.token) for trigger in choose_triggers(analysis.parse, candidates, scores, 0.0, LEXICON)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("arrest", [("arrested", EventType.COERCE)], id="verb"),
        pytest.param("slashed_drivers", [("slashed", EventType.ASSAULT)], id="people are assaulted"),
        pytest.param("attacked_freedom", [("attacked", None)], id="freedom is not, but by a figure of speech"),
        pytest.param("promoted_profits", [("promoted", None)], id="only people are promoted"),
        pytest.param("light_verb", [("sanctions", EventType.SANCTION)], id="the noun of a light verb"),
        pytest.param("reporting", [("resigned", EventType.END_POSITION)], id="a reporting verb is a statement"),
        pytest.param("open_wing", [("opened", EventType.LAUNCH)], id="a frame by its subject"),
        pytest.param("open_window", [("opened", None)], id="no frame applies"),
        pytest.param(
            "compounds",
            [("murder", EventType.DIE), ("trial", EventType.TRY), ("hurt", None), ("battle", None)],
            id="before a noun only grave events count, a takeover battle is no assault, and what cannot be touched is not injured",
        ),
        pytest.param(
            "investigation",
            [("launched", EventType.ACCUSE), ("investigation", EventType.ACCUSE)],
            id="a verb of beginning shares the type of its object",
        ),
        pytest.param("particle", [("stepped", EventType.END_POSITION), ("game", EventType.COMPETE)], id="particle verb"),
        pytest.param("dead", [("injured", EventType.INJURE), ("dead", EventType.DIE)], id="adjective"),
        pytest.param("passive", [("charged", EventType.CHARGE), ("fraud", None)], id="passive"),
        pytest.param("called_for", [("called", EventType.REQUEST), ("talks", EventType.CONSULT)], id="preposition"),
        pytest.param("institution", [("blamed", EventType.ACCUSE), ("protests", EventType.PROTEST)], id="a fire chief is no fire"),
        pytest.param("plead", [("pleaded", EventType.TRY), ("guilty", None)], id="a plea is no verdict"),
        pytest.param("gunmen_killed", [("killed", EventType.ASSAULT)], id="who kills assaults"),
        pytest.param("fog_killed", [("killed", EventType.DIE)], id="what kills by itself does not"),
        pytest.param("vowed_to_retaliate", [("vowed", EventType.THREATEN)], id="a vow of harm is a threat"),
        pytest.param("gave_in_rome", [("gave", None)], id="a preposition with an object is no particle"),
        pytest.param("gave_in", [("gave", EventType.CONCEDE)], id="a preposition without an object is one"),
        pytest.param("called_for_him", [("called", EventType.REQUEST)], id="a clause behind a preposition"),
        pytest.param("committed_to_opening", [("committed", EventType.AGREE)], id="a gerund behind a preposition"),
        pytest.param("series", [("attacks", EventType.ASSAULT), ("hit", None)], id="noun of quantity"),
    ],
)
def test_types(sentence: str, expected: list[tuple[str, EventType | None]]) -> None:
    assert typed(analysis_of(parsed(SENTENCES[sentence])), *(word for word, _ in expected)) == expected


@pytest.mark.parametrize(
    ("sentence", "high", "expected"),
    [
        pytest.param("light_verb", ["imposed", "sanctions"], ["sanctions"], id="the noun of a light verb"),
        pytest.param("light_verb", ["imposed"], ["imposed"], id="a light verb without an event as its object"),
        pytest.param("arrest", ["arrested", "in", "three"], ["arrested"], id="prepositions and numbers are no candidates"),
        pytest.param("reporting", ["had", "resigned"], ["resigned"], id="auxiliaries are no candidates"),
    ],
)
def test_triggers_are_what_scores_high(sentence: str, high: list[str], expected: list[str]) -> None:
    assert scored(analysis_of(parsed(SENTENCES[sentence])), *high) == expected


@pytest.mark.parametrize(("sentence", "expected"), [("arrest", ["arrested"]), ("light_verb", ["sanctions"])])
def test_the_weights_find_plain_events(sentence: str, expected: list[str]) -> None:
    analysis = analysis_of(parsed(SENTENCES[sentence]))
    Events()(analysis)
    assert [event.span.text(analysis.text) for event in analysis.events] == expected
    assert all(0.5 < event.confidence <= 1 for event in analysis.events if event.confidence is not None)


@pytest.mark.parametrize(
    ("sentence", "cue", "kept"),
    [("demand", 2, True), ("reporting", 2, False)],
)
def test_the_cue_of_a_statement_is_an_event_where_it_does_more_than_report(sentence: str, cue: int, kept: bool) -> None:
    analysis = analysis_of(parsed(SENTENCES[sentence]))
    analysis.statements = [Statement([Span(len(analysis.text) - 1, len(analysis.text))], StatementKind.INDIRECT, cue_token=cue)]
    assert bool(typed(analysis, analysis.parse.word(cue))) is kept


def test_a_reporting_verb_is_no_event_where_no_statement_was_found() -> None:
    assert typed(analysis_of(parsed(SENTENCES["reporting"])), "said", "resigned") == [("resigned", EventType.END_POSITION)]


def test_the_words_of_a_date_are_no_event() -> None:
    analysis = analysis_of(parsed(SENTENCES["compounds"]))
    analysis.dates = [Date(Span(22, 41), DateType.DATE, None, DateStatus.VAGUE)]
    assert scored(analysis, "trial", "hurt", "battle") == ["trial", "hurt"]


def test_a_person_as_object_decides_between_two_readings() -> None:
    rows = ["Acme NNP 1 nsubj", "released VBD 1 ROOT release", "Lopez NNP 1 dobj", ". . 1 punct"]
    analysis = analysis_of(parsed(rows))
    assert typed(analysis, "released") == [("released", None)]
    analysis.mentions = [Mention(Span(14, 19), 2, 3, 2, Label.PERSON)]
    assert typed(analysis, "released") == [("released", EventType.CONCEDE)]


@pytest.mark.parametrize(
    ("kind", "expected"), [(SectionKind.BYLINE, []), (SectionKind.BODY, ["arrested"]), (SectionKind.CREDIT, [])]
)
def test_bylines_and_credits_tell_nothing(kind: SectionKind, expected: list[str]) -> None:
    analysis = analysis_of(parsed(SENTENCES["arrest"]))
    analysis.sections = [Section(kind, Span(0, len(analysis.text)))]
    assert scored(analysis, "arrested") == expected


def test_a_sentence_of_thousands_of_verbs_is_cut() -> None:
    rows = [f"attacked VBD {max(0, index - 1)} {'conj' if index else 'ROOT'} attack" for index in range(3 * MAX_IN_SENTENCE)]
    assert len(scored(analysis_of(parsed(rows)), "attacked")) == MAX_IN_SENTENCE


def test_every_type_has_an_example_and_a_counterexample() -> None:
    examples = event_lexicon.event_lexicon().examples
    assert {example.type for example in examples if example.holds} == set(EventType)
    assert {example.type for example in examples if not example.holds} == set(EventType)
    assert all(example.trigger in example.text for example in examples)


def test_weak_nouns_are_not_listed_as_events() -> None:
    lexicon = event_lexicon.event_lexicon()
    assert not lexicon.weak_nouns & lexicon.event_nouns
    assert not lexicon.stative_verbs & set(lexicon.verbs)
    assert not lexicon.reporting_verbs & set(lexicon.verbs)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"types": {"AID": {"verbs": ["rescue"]}, "DIE": {"verbs": ["rescue"]}}}, "'rescue' under both"),
        ({"types": {"HELP": {}}}, "'HELP'"),
        ({"types": {"AID": {"frames": ["rescue obj"]}}}, "'obj' in the frame"),
    ],
)
def test_a_faulty_lexicon_is_refused(monkeypatch: pytest.MonkeyPatch, change: dict, message: str) -> None:
    monkeypatch.setattr(event_lexicon, "lexicon", lambda name: {"trigger": {"nouns": []}, "untyped": {}, "kinds": {}, **change})
    with pytest.raises(ConfigError, match=message):
        event_lexicon.event_lexicon.__wrapped__()


WORDS = st.sampled_from(
    ["attack", "talks", "killed", "sanctions", "Paris", "of", "by", "with", "not", "if", "will", "who", "said", "the"]
)
TAGS = st.sampled_from(["VBD", "VBN", "VB", "NN", "NNS", "NNP", "IN", "DT", "JJ", "RB", "MD", "PRP", "_SP"])
LABELS = st.sampled_from(
    ["nsubj", "nsubjpass", "dobj", "pobj", "prep", "agent", "conj", "relcl", "acl", "xcomp", "ccomp", "advcl", "poss", "compound"]
)


@st.composite
def any_rows(draw: st.DrawFn) -> list[str]:
    """Rows whose heads make a tree, with labels that need not make sense."""
    n = draw(st.integers(min_value=1, max_value=24))
    rows = []
    for token in range(n):
        head = draw(st.integers(min_value=0, max_value=max(0, token - 1)))
        rows.append(f"{draw(WORDS)} {draw(TAGS)} {head} {draw(LABELS) if token else 'ROOT'}")
    return rows


@given(any_rows())
def test_any_parse_gives_spans_of_its_text(rows: list[str]) -> None:
    analysis = analysis_of(parsed(rows))
    for stage in (Events(), Participants(), Factuality()):
        stage(analysis)
    starts = [event.span.start for event in analysis.events]
    assert starts == sorted(set(starts))
    for event in analysis.events:
        assert event.span.text(analysis.text) == analysis.parse.word(event.token)
        assert event.cue is None or event.cue in Span(0, len(analysis.text))
        heads = [participant.head for participant in event.participants]
        assert len(heads) == len(set(heads))
        for participant in event.participants:
            head = analysis.parse.span(participant.head, participant.head + 1)
            assert head in participant.span
            assert participant.span == noun_phrase(analysis.parse, participant.head)


def test_the_lexicon_is_read_once() -> None:
    assert isinstance(event_lexicon.event_lexicon(), EventLexicon)
    assert event_lexicon.event_lexicon() is event_lexicon.event_lexicon()


@pytest.mark.parametrize(
    ("rows", "trigger", "expected"),
    [
        pytest.param(
            "They PRP 3 nsubj | do VBP 3 aux | not RB 3 neg | agree VB 3 ROOT | with IN 3 prep | him PRP 4 pobj",
            "agree",
            None,
            id="an opinion",
        ),
        pytest.param(
            "They PRP 1 nsubj | agreed VBD 1 ROOT agree | with IN 1 prep | Peru NNP 2 pobj | on IN 1 prep | prices NNS 4 pobj",
            "agreed",
            EventType.AGREE,
            id="a deal",
        ),
        pytest.param(
            "They PRP 1 nsubj | called VBD 1 ROOT call | it PRP 1 dobj | off RP 1 prt | on IN 1 prep | Monday NNP 4 pobj",
            "called",
            None,
            id="a day",
        ),
        pytest.param(
            "They PRP 1 nsubj | called VBD 1 ROOT call | for IN 1 prep | aid NN 2 pobj | on IN 1 prep | Monday NNP 4 pobj",
            "called",
            EventType.REQUEST,
            id="a call on a day",
        ),
        pytest.param(
            "He PRP 2 nsubjpass | is VBZ 2 auxpass be | committed VBN 2 ROOT commit | to IN 2 prep | opening VBG 3 pcomp open",
            "committed",
            EventType.AGREE,
            id="to an act",
        ),
        pytest.param(
            "He PRP 2 nsubjpass | is VBZ 2 auxpass be | committed VBN 2 ROOT commit | to IN 2 prep | justice NN 3 pobj",
            "committed",
            None,
            id="to an idea",
        ),
        pytest.param(
            "a DT 1 det | man NN 1 ROOT | captured VBN 1 acl capture | in IN 2 prep | photos NNS 3 pobj photo",
            "captured",
            None,
            id="in a photo",
        ),
        pytest.param(
            "He PRP 1 nsubj | beat VBD 1 ROOT | her PRP 1 dobj | in IN 1 prep | the DT 5 det | primary NN 3 pobj",
            "beat",
            EventType.ELECT,
            id="at the polls",
        ),
        pytest.param("Lee NNP 1 nsubj | shot VBD 1 ROOT shoot | back RP 1 prt", "shot", None, id="a retort"),
        pytest.param("They PRP 1 nsubj | promote VBP 1 ROOT | growth NN 1 dobj", "promote", None, id="no one is promoted"),
        pytest.param(
            "They PRP 1 nsubj | promote VBP 1 ROOT | clerks NNS 1 dobj clerk", "promote", EventType.START_POSITION, id="a clerk"
        ),
        pytest.param("her PRP$ 1 poss | judgment NN 2 nsubj | fell VBD 2 ROOT fall", "judgment", None, id="good sense"),
        pytest.param(
            "The DT 1 det | court NN 2 compound | judgment NN 2 ROOT", "judgment", EventType.SENTENCE, id="a court's judgment"
        ),
        pytest.param(
            "drone NN 1 compound | strikes NNS 2 nsubj strike | ended VBD 2 ROOT end",
            "strikes",
            EventType.ASSAULT,
            id="from the air",
        ),
        pytest.param(
            "He PRP 1 nsubj | charged VBD 1 ROOT charge | that IN 4 mark | they PRP 4 nsubj | lied VBD 1 ccomp lie",
            "charged",
            EventType.ACCUSE,
            id="that",
        ),
        pytest.param(
            "The DT 1 det | driver NN 2 nsubj | slowed VBD 2 ROOT slow | down RP 2 prt", "slowed", None, id="no figure slows"
        ),
    ],
)
def test_frames_tell_the_senses_of_a_word_apart(rows: str, trigger: str, expected: EventType | None) -> None:
    parse = parsed(rows.split(" | "))
    token = next(token for token in range(parse.n) if parse.word(token) == trigger)
    assert find_type(parse, token, parse.lemma(token), LEXICON, {}, event_weights().nouns) is expected


@pytest.mark.parametrize(("label", "expected"), [(Label.GPE, None), (Label.PERSON, EventType.INJURE)])
def test_a_country_is_hurt_by_a_figure_of_speech(label: Label, expected: EventType | None) -> None:
    parse = parsed("It PRP 1 nsubj | hurt VBD 1 ROOT | Lee NNP 1 dobj".split(" | "))
    assert find_type(parse, 1, "hurt", LEXICON, {2: label}, event_weights().nouns) is expected


def test_a_man_named_so_is_not_appointed() -> None:
    parse = parsed("a DT 1 det | man NN 1 ROOT | named VBN 1 acl name | Lee NNP 2 oprd".split(" | "))
    assert find_type(parse, 2, "name", LEXICON, {3: Label.PERSON}, event_weights().nouns) is None
