import pytest

from pipeline.extract.turn_labels import TurnLabels
from pipeline.layers import Entity, Mention
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import Label, SpeakerKind
from tests.analysis import analysis_of, worded

INTERVIEW = "An interview with Anna Ruiz. ¶¶ Q: Where? ¶¶ A: There. ¶¶ Q: Why? ¶¶ AR: Rain."


def article(text: str, *names: tuple[str, Label]) -> Analysis:
    parse = worded(text)
    analysis = analysis_of(Parse(parse.doc, parse.text.replace("¶¶", "\n\n")))
    analysis.paragraphs = find_paragraphs(analysis.text)
    for name, label in names:
        start = analysis.text.index(name) if name in analysis.text else 0
        entity = Entity(name, label, name.lower())
        first, last = analysis.parse.tokens_in(start, start + len(name))
        analysis.mentions.append(Mention(Span(start, start + len(name)), first, last, last - 1, label, entity=entity))
        analysis.entities.append(entity)
    return analysis


@pytest.mark.parametrize(
    ("label", "names", "expected"),
    [
        pytest.param("A:", [("Anna Ruiz", Label.PERSON)], ("Anna Ruiz", SpeakerKind.PERSON), id="who answers"),
        pytest.param("Q:", [("Anna Ruiz", Label.PERSON)], (None, SpeakerKind.PERSON), id="who asks"),
        pytest.param("A:", [], (None, SpeakerKind.PERSON), id="nobody is named"),
        pytest.param("AR:", [("Anna Ruiz", Label.PERSON)], ("Anna Ruiz", SpeakerKind.PERSON), id="initials"),
        pytest.param("AR:", [("Alpine-Rail", Label.ORG)], ("Alpine-Rail", SpeakerKind.ORGANIZATION), id="of an organization"),
        pytest.param("AR:", [("Anna Ruiz", Label.PERSON), ("Alma Rossi", Label.PERSON)], None, id="of two people"),
        pytest.param("AR:", [("Anna Rio Ruiz", Label.PERSON)], None, id="other initials"),
        pytest.param("AR:", [("Andes Range", Label.LOC)], None, id="of a place"),
        pytest.param("Ruiz", [("Anna Ruiz", Label.PERSON)], None, id="a name"),
    ],
)
def test_labels(label: str, names: list[tuple[str, Label]], expected: tuple[str | None, SpeakerKind] | None) -> None:
    analysis = article(INTERVIEW, *names)
    found = TurnLabels(analysis).resolve(analysis.parse, analysis.parse.token_at(analysis.text.index(label)))
    assert (None if found is None else (found.name, found.kind)) == expected


def test_the_end_of_a_name_is_no_label() -> None:
    analysis = article("JANE DOE: It rained.", ("Department Of Energy", Label.ORG))
    assert TurnLabels(analysis).resolve(analysis.parse, 1) is None
