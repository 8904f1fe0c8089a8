"""The gold keeps to what docs/guidelines.md says of every row, and the guidelines speak of every word of its vocabularies."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.article import SourceArticle
from pipeline.config import Settings
from pipeline.ingest import read_records
from pipeline.quality.gold import GoldArticle, read_gold
from pipeline.spans import Span
from pipeline.vocabulary import Act, DateType, Factuality, Label, SpeakerForm, StatementKind
from tests.runs import ROOT, SAMPLES

HERE = Path(__file__).parent
GUIDELINES = ROOT / "docs" / "guidelines.md"
GOLD = {article.id: article for article in read_gold(HERE / "gold.jsonl").articles}
BY_ARTICLE = pytest.mark.parametrize("article", GOLD.values(), ids=GOLD.keys())


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = {}
    for item in read_records([SAMPLES, HERE / "articles"], Settings()):
        assert isinstance(item, SourceArticle)
        found[item.source_id or Path(item.source_path).stem] = item.text
    return found


def overlapping(spans: list[Span]) -> list[tuple[Span, Span]]:
    return [(one, other) for one, other in pairwise(sorted(spans)) if one.overlaps(other)]


def test_there_are_forty_articles_and_all_are_annotated(texts: dict[str, str]):
    assert len(GOLD) >= 40
    assert set(texts) == set(GOLD)


@BY_ARTICLE
def test_spans_fit_the_text_and_have_no_outer_space(article: GoldArticle, texts: dict[str, str]):
    article.check_text(texts[article.id])
    assert [words for _, words in article.quoted if words != words.strip()] == []


@BY_ARTICLE
def test_names_dates_and_triggers_are_marked_once(article: GoldArticle):
    annotation = article.annotation
    assert overlapping([span for entity in annotation.entities for span in entity.mentions]) == []
    assert overlapping([date.span for date in annotation.dates]) == []
    assert overlapping([event.span for event in annotation.events]) == []


@BY_ARTICLE
def test_a_trigger_is_one_word(article: GoldArticle):
    words = dict(article.quoted)
    assert [words[event.span] for event in article.annotation.events if len(words[event.span].split()) > 1] == []


@BY_ARTICLE
def test_a_cue_is_no_part_of_its_content(article: GoldArticle):
    for statement in article.annotation.statements:
        assert statement.cue is None or not any(statement.cue.overlaps(part) for part in statement.parts)


@BY_ARTICLE
def test_a_speaker_with_a_name_is_an_entity(article: GoldArticle):
    names = {entity.name for entity in article.annotation.entities}
    speakers = [speaker for statement in article.annotation.statements for speaker in statement.speakers]
    assert [speaker.name for speaker in speakers if speaker.form == SpeakerForm.NAME and speaker.name not in names] == []


@pytest.mark.parametrize("vocabulary", [Act, DateType, Factuality, Label, StatementKind], ids=lambda words: words.__name__)
def test_the_guidelines_define_every_word(vocabulary: type[StrEnum]):
    text = GUIDELINES.read_text(encoding="utf-8")
    assert [word for word in vocabulary if f"`{word}`" not in text] == []
