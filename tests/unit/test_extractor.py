from typing import ClassVar

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.article import Quarantined, SourceArticle, quarantined
from pipeline.config import Settings
from pipeline.errors import RecordFault
from pipeline.extractor import Extractor, batches
from pipeline.nlp import Model, build_lemmatizer
from pipeline.rows import Rows
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import QuarantineReason, QuarantineStage

FRENCH = "Le gouvernement a annoncé mardi que les travaux du nouveau pont commenceraient au printemps prochain. " * 5


@Language.component("test_extractor_refuses")
def refuse(doc: Doc) -> Doc:
    if "unparsable" in doc.text:
        raise ValueError("no parse")
    return doc


class Marks:
    """A stage that takes the first word as the title, and fails where it is told to."""

    name: ClassVar[str] = "marks"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE})
    provides: ClassVar[frozenset[Layer]] = frozenset()

    def __call__(self, analysis: Analysis) -> None:
        if "unmarkable" in analysis.text:
            raise KeyError("no mark")
        if "unbuildable" in analysis.text:
            analysis.sections = None  # type: ignore[assignment]
        analysis.title = analysis.parse.word(0) if analysis.parse.n else None


@pytest.fixture
def extractor(monkeypatch: pytest.MonkeyPatch) -> Extractor:
    monkeypatch.setattr("pipeline.extractor.default_stages", lambda: (Marks(),))
    nlp = spacy.blank("en")
    nlp.add_pipe("test_extractor_refuses")
    return Extractor(Settings(batch_size=2), Model("blank", "0", nlp, build_lemmatizer({})))


def articles(*texts: str) -> list[SourceArticle]:
    return [SourceArticle(source_path="a.txt", source_record=number, text=text) for number, text in enumerate(texts)]


def told(found: Rows | Quarantined) -> str:
    """The title, or stage and reason of the fault."""
    if isinstance(found, Quarantined):
        return f"{found.stage}/{found.reason}"
    return str(found.tables["articles"][0].title)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(["One", "Two", "Three"], ["One", "Two", "Three"], id="in order over batches"),
        pytest.param(["One", "unparsable", "Three"], ["One", "parse/error", "Three"], id="the parse fails"),
        pytest.param(["unmarkable", "Two"], ["extract/error", "Two"], id="a stage fails"),
        pytest.param(["One", "unbuildable"], ["One", "extract/error"], id="the rows fail"),
        pytest.param([FRENCH, "Two"], ["ingest/language", "Two"], id="another language"),
        pytest.param(["", "  \n"], ["None", "  \n"], id="nothing to read"),
    ],
)
def test_a_fault_costs_one_article(extractor: Extractor, texts: list[str], expected: list[str]) -> None:
    assert [told(found) for found in extractor.run(articles(*texts))] == expected


def test_a_fault_names_article_and_stage(extractor: Extractor) -> None:
    (article,) = articles("unmarkable")
    (found,) = extractor.run([article])
    assert isinstance(found, Quarantined)
    assert (found.path, found.record, found.article_id) == ("a.txt", 0, article.article_id)
    assert found.message == "marks: KeyError: 'no mark'"


@pytest.mark.parametrize("text", [FRENCH, "unparsable", "unmarkable"])
def test_one_article_alone_raises(extractor: Extractor, text: str) -> None:
    (article,) = articles(text)
    with pytest.raises(RecordFault):
        extractor.analyse(article)


def test_one_article_alone(extractor: Extractor) -> None:
    (article,) = articles("One two")
    analysis = extractor.analyse(article)
    assert (analysis.title, analysis.language, analysis.parse.n) == ("One", "en", 2)


def test_progress_counts_every_article(extractor: Extractor) -> None:
    done: list[int] = []
    list(extractor.run(articles("One", "unparsable", FRENCH, "Four", "Five"), done.append))
    assert done == [2, 2, 1]


def test_seconds_by_stage(extractor: Extractor) -> None:
    assert extractor.seconds == {"language": 0.0, "parse": 0.0, "marks": 0.0, "rows": 0.0}
    list(extractor.run(articles("One", "unmarkable")))
    assert set(extractor.seconds) == {"language", "parse", "marks", "rows"}
    assert all(spent > 0 for spent in extractor.seconds.values())


@pytest.mark.parametrize(
    ("lengths", "size", "chars", "expected"),
    [
        ([], 2, 10, []),
        ([1, 1, 1], 2, 10, [[1, 1], [1]]),
        ([4, 4, 4], 9, 10, [[4, 4], [4]]),
        ([40, 1, 40], 9, 10, [[40], [1], [40]]),
        ([5, 5, 5], 9, 10, [[5, 5], [5]]),
        ([0, 0, 0], 9, 10, [[0, 0, 0]]),
    ],
)
def test_batches(lengths: list[int], size: int, chars: int, expected: list[list[int]]) -> None:
    found = batches(articles(*("x" * length for length in lengths)), size, chars)
    assert [[len(article.text) for article in batch] for batch in found] == expected


def test_quarantined_row() -> None:
    (article,) = articles("One")
    found = quarantined(article, RecordFault(QuarantineStage.PARSE, QuarantineReason.ERROR, "m"))
    assert found == Quarantined(
        path="a.txt",
        record=0,
        article_id=article.article_id,
        stage=QuarantineStage.PARSE,
        reason=QuarantineReason.ERROR,
        message="m",
    )


@pytest.mark.parametrize("error", [RecursionError("too deep"), MemoryError(), KeyError("x"), AssertionError()], ids=repr)
def test_a_stage_may_fail_in_any_way(extractor: Extractor, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(self: Marks, analysis: Analysis) -> None:
        raise error

    monkeypatch.setattr(Marks, "__call__", fail)
    extractor.stages = (Marks(),)
    (found,) = extractor.run(articles("One"))
    assert told(found) == "extract/error"
