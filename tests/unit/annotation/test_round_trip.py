"""What is exported comes back as it was, through every tool."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from pipeline.annotation.documents import Document
from pipeline.annotation.graph import join_parts, split_parts
from pipeline.annotation.marking import build_graph, in_order, read_absent, write_absent
from pipeline.annotation.resolving import read_graph
from pipeline.annotation.tools import Tool
from pipeline.errors import AnnotationError
from pipeline.quality.annotations import Annotation
from pipeline.quality.gold import read_gold
from tests.annotated import document, documents, hard_document, round_trip, write

LAYERS = ("statements", "dates", "entities", "events")


@pytest.fixture(params=list(Tool))
def tool(request: pytest.FixtureRequest) -> Tool:
    if request.param == Tool.INCEPTION:
        pytest.importorskip("cassis")
    return Tool(request.param)


def test_everything_hard_at_once(tool: Tool):
    assert round_trip(tool, [hard_document()]) == [hard_document()]


@pytest.mark.parametrize("text", ["", " ", "\r\n", "No annotation 🚨.\r\n"])
def test_articles_without_annotation(tool: Tool, text: str):
    empty = document(text, Annotation())
    assert round_trip(tool, [empty]) == [empty]


@pytest.mark.parametrize(
    "ids",
    [
        ["storm", "storm-2", "Storm", "storm-2-2"],
        ["https://example.org/a/1?x=2", "https://example.org/a/1?x=3", "https://example.org/a/1_x=2"],
        ["x" * 200 + "1", "x" * 200 + "2"],
        ["日本", "中国", "..", ".hidden"],
    ],
)
def test_ids_that_are_alike_stay_apart(tool: Tool, ids: list[str]):
    articles = [replace(hard_document(article_id), record=number) for number, article_id in enumerate(ids)]
    found = round_trip(tool, articles)
    assert sorted(found, key=lambda article: ids.index(article.id if article else "")) == articles


def test_facts_that_are_unknown_stay_unknown(tool: Tool):
    article = replace(hard_document(), path=None, record=None, published_at=None)
    assert round_trip(tool, [article]) == [article]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(article=documents())
def test_any_annotation_of_any_text(tool: Tool, article: Document):
    try:
        found = round_trip(tool, [article])
    except AnnotationError as error:
        assume("is but a line break" not in str(error))
        raise
    assert found == [article]


@given(article=documents())
def test_the_graph_loses_nothing(article: Document):
    graph = build_graph(article.annotation)
    assert read_graph(graph, article.text) == article.annotation
    assert read_graph(join_parts(split_parts(graph)), article.text) == article.annotation
    assert all(len(mark.spans) == 1 for mark in split_parts(graph).marks)


@given(article=documents())
def test_gold_reads_what_is_made_for_it(article: Document, tmp_path_factory: pytest.TempPathFactory):
    file = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    file.write_text(json.dumps(article.gold()) + "\n", encoding="utf-8")
    (gold,) = read_gold(file).articles
    gold.check_text(article.text)
    assert in_order(gold.annotation) == article.annotation


@given(article=documents())
def test_order_does_not_depend_on_who_made_it(article: Document):
    layers = {layer: tuple(reversed(getattr(article.annotation, layer))) for layer in LAYERS}
    turned = Annotation(**layers)
    assert in_order(turned) == article.annotation


@given(article=documents())
def test_absent_speakers_as_a_note(article: Document):
    for statement in article.annotation.statements:
        absent = [speaker for speaker in statement.speakers if speaker.span is None]
        assert read_absent(write_absent(absent) or "") == absent


def test_the_same_export_twice_is_equal(tool: Tool, tmp_path: Path):
    one, other = (write(tool, [hard_document()], tmp_path / name) for name in "ab")
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in other]
