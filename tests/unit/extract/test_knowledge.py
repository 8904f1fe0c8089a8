from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.extract.knowledge import Knowledge, KnowledgeBase, normal_name, read_knowledge_base
from pipeline.layers import Entity
from pipeline.vocabulary import Label
from tests.analysis import analysis_of, parsed

CSV = """id,name,aliases,label
Q1,Harriet Osei,H. Osei|Osei,PERSON
Q2,Osei,,
Q3,Lagoon Star Ltd.,Lagoon Star|LSL,ORG
Q4,Lagoon,,GPE
Q5,The Lagoon,,GPE
"""


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return read_knowledge_base(written(tmp_path, CSV))


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "kb.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        pytest.param("Harriet Osei", Label.PERSON, "Q1", id="name"),
        pytest.param("HARRIET  OSEÍ", Label.PERSON, "Q1", id="case, spaces and diacritics"),
        pytest.param("H Osei", Label.PERSON, "Q1", id="full stop"),
        pytest.param("Harriet Osei", Label.ORG, None, id="another label"),
        pytest.param("Osei", Label.PERSON, "Q1", id="a row with the label goes first"),
        pytest.param("Osei", Label.ORG, "Q2", id="a row without a label"),
        pytest.param("Lagoon", Label.GPE, None, id="two ids"),
        pytest.param("the Lagoon Star", Label.ORG, "Q3", id="article"),
        pytest.param("Lagoon Stars", Label.ORG, None, id="another name"),
    ],
)
def test_find(base, name, label, expected):
    assert base.find(name, label) == expected


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        pytest.param(Entity("Harriet Osei", Label.PERSON, ""), "Q1", id="name"),
        pytest.param(Entity("Harriet Anne Osei", Label.PERSON, "", aliases=["Harriet Osei", "Osei"]), "Q1", id="longer alias"),
        pytest.param(Entity("Kwame Osei", Label.PERSON, "", aliases=["Osei"]), None, id="a surname does not tell"),
        pytest.param(Entity("Lagoon Star Shipping", Label.ORG, "", aliases=["LSL"]), "Q3", id="acronym"),
        pytest.param(Entity("Nobody", Label.PERSON, ""), None, id="unknown"),
    ],
)
def test_knowledge(base, entity, expected):
    analysis = analysis_of(parsed(["Rain NN 0 ROOT"]))
    analysis.entities.append(entity)
    Knowledge(base)(analysis)
    assert entity.kb_id == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("id,aliases\nQ1,x\n", "no column 'name'", id="column"),
        pytest.param("", "no column 'id'", id="empty"),
        pytest.param("id,name\n", "has no rows", id="no rows"),
        pytest.param("id,name\nQ1,\n", "line 2: every row needs", id="no name"),
        pytest.param("id,name\n\n,Osei\n", "line 3: every row needs", id="no id"),
        pytest.param("id,name,label\nQ1,Osei,person\n", "line 2: unknown label 'person'", id="label"),
        pytest.param("id,name\nQ1,Osei,x\n", "line 2: 3 values for 2 columns", id="values"),
        pytest.param('id,name\nQ1,"Osei\n', "cannot read", id="quotation mark"),
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path, text, message):
    with pytest.raises(ConfigError, match=r"kb\.csv") as caught:
        read_knowledge_base(written(tmp_path, text))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(ConfigError, match="cannot read the knowledge base"):
        read_knowledge_base(tmp_path / "none.csv")
    with pytest.raises(ConfigError, match="cannot read the knowledge base"):
        read_knowledge_base(written(tmp_path, "id,name\nQ1,Oseí\n", "latin-1"))


def test_a_byte_order_mark(tmp_path):
    assert read_knowledge_base(written(tmp_path, "\ufeffid,name\nQ1,Osei\n")).find("Osei", Label.PERSON) == "Q1"


def test_normal_name():
    assert normal_name("The U.S. Saint-Lô’s") == "us saint los"
