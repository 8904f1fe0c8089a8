"""Files are what each tool expects, not only what we read back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from pipeline.annotation.brat import configuration
from pipeline.annotation.documents import Document
from pipeline.annotation.files import escape_line, unescape_line
from pipeline.annotation.label_studio import interface
from pipeline.annotation.prodigy import build_task
from pipeline.annotation.scheme import LAYERS, LINKS, all_labels
from pipeline.annotation.tools import Tool
from tests.annotated import HARD_TEXT, documents, hard_document, span, texts, write


def test_brat_accepts_every_line(tmp_path: Path):
    """What brat's `TextAnnotations` demands: a line a mark for `str.splitlines`, and fragments joined by a space as its text."""
    (file,) = write(Tool.BRAT, [hard_document()], tmp_path)
    text = file.with_suffix(".txt").read_bytes().decode("utf-8")
    assert text == HARD_TEXT
    lines = file.read_bytes().decode("utf-8").splitlines()
    assert "".join(f"{line}\n" for line in lines) == file.read_bytes().decode("utf-8")
    labels, attributes, links = set(), set(), set()
    for line in lines:
        line_id, data, *tail = line.split("\t", 2)
        assert re.fullmatch(r"[TRA#][1-9][0-9]*", line_id)
        if line_id.startswith("T"):
            label, places = data.split(" ", 1)
            spans = [tuple(map(int, place.split(" "))) for place in places.split(";")]
            assert tail == [" ".join(text[start:end] for start, end in spans)]
            labels.add(label)
        elif line_id.startswith("A"):
            attributes.add(tuple(data.split(" ")[::2]))
        elif line_id.startswith("R"):
            links.add(data.split(" ")[0])
    assert labels <= set(all_labels(LAYERS))
    assert {("act", "deny"), ("negated", "yes"), ("factuality", "future"), ("form", "pronoun")} <= attributes
    assert links == {"cue", "source", "same", "actor", "place", "instrument"}


def test_brat_marks_a_discontinuous_content_once(tmp_path: Path):
    (file,) = write(Tool.BRAT, [hard_document()], tmp_path)
    first, second = span("“and,”"), span("“come back.”")
    assert f"Content-direct {first.start} {first.end};{second.start} {second.end}\t“and,” “come back.”\n" in file.read_text("utf-8")


def test_the_configuration_of_brat_has_everything():
    sections = dict(re.findall(r"\[(\w+)\]\n(.*?)(?=\n\[|\Z)", configuration(), re.DOTALL))
    named = [line.strip() for line in sections["entities"].splitlines() if line and not line.startswith("!")]
    assert named == all_labels(LAYERS)
    relations = dict(line.split(" ", 1) for line in sections["relations"].splitlines() if line)
    assert relations.pop("<OVERLAP>") == "Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    assert set(relations) == set(LINKS)
    ends = {label for ends in relations.values() for end in ends.split(", ") for label in end.split(":")[1].split("|")}
    assert ends <= set(named)
    asked = {line.split(" ")[0] for line in sections["attributes"].splitlines() if line}
    assert asked == {question for layer in LAYERS.values() for question in layer.choices}


def test_label_studio_counts_code_points(tmp_path: Path):
    (file,) = write(Tool.LABEL_STUDIO, [hard_document()], tmp_path)
    (task,) = json.loads(file.read_text("utf-8"))
    assert task["data"]["text"] == HARD_TEXT
    (prediction,) = task["predictions"]
    regions = [result for result in prediction["result"] if result["type"] == "labels"]
    for result in regions:
        value = result["value"]
        assert HARD_TEXT[value["start"] : value["end"]] == value["text"]
    assert len({result["id"] for result in regions}) == len(regions)


def test_the_interface_of_label_studio_has_all_that_a_task_uses(tmp_path: Path):
    view = etree.fromstring(interface())
    offered = {tag: {item.get("value") for item in view.iter(tag)} for tag in ("Label", "Relation", "Choice")}
    controls = {item.get("name") for item in view.iter("Labels", "Choices", "TextArea")}
    (file,) = write(Tool.LABEL_STUDIO, [hard_document()], tmp_path)
    used: dict[str, set[str]] = {"labels": set(), "relation": set(), "choices": set(), "textarea": set()}
    for result in json.loads(file.read_text("utf-8"))[0]["predictions"][0]["result"]:
        kind = result["type"]
        used[kind].update(result["labels"] if kind == "relation" else result["value"].get(kind, ()))
        assert kind == "relation" or (result["from_name"] in controls and result["to_name"] == "text")
    assert used["labels"] <= offered["Label"]
    assert used["relation"] <= offered["Relation"]
    assert used["choices"] <= offered["Choice"]
    assert {"part", "cue"} <= used["relation"]
    questions = list(view.iter("Choices"))
    assert all(set(item.get("whenLabelValue").split(",")) <= offered["Label"] for item in questions)


@given(article=documents())
def test_prodigy_spans_begin_and_end_with_tokens(article: Document):
    task: dict[str, Any] = build_task(article)
    tokens, text = task["tokens"], task["text"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == text
    assert all(text[token["start"] : token["end"]] == token["text"] for token in tokens)
    for item in task["spans"]:
        assert tokens[item["token_start"]]["start"] == item["start"]
        assert tokens[item["token_end"]]["end"] == item["end"]
    for relation in task["relations"]:
        assert relation["head"] == relation["head_span"]["token_end"]
        assert relation["child"] == relation["child_span"]["token_end"]


def test_a_cas_counts_utf16(tmp_path: Path):
    pytest.importorskip("cassis")
    (file,) = write(Tool.INCEPTION, [hard_document()], tmp_path)
    tree = etree.parse(file)
    (sofa,) = tree.iter("{http:///uima/cas.ecore}Sofa")
    units = sofa.get("sofaString").encode("utf-16-le")
    words = {
        units[2 * int(item.get("begin")) : 2 * int(item.get("end"))].decode("utf-16-le")
        for item in tree.iter("{http:///onrecord.ecore}Name", "{http:///onrecord.ecore}Content")
    }
    assert {"Ann Cole", "Tom Reed", "she", "“and,”", "said\r\nshe"} <= words
    assert sofa.get("sofaString") == HARD_TEXT.translate({7: 0xFFFD, 0x0B: 0xFFFD, 0xFFFE: 0xFFFD})


def test_the_type_system_is_what_inception_takes_for_layers_and_slots(tmp_path: Path):
    """The conditions of INCEpTION's `TypeSystemAnalysis`, on the file itself."""
    pytest.importorskip("cassis")
    write(Tool.INCEPTION, [], tmp_path)
    tag = "{http://uima.apache.org/resourceSpecifier}"
    types = {item.findtext(f"{tag}name"): item for item in etree.parse(tmp_path / "TypeSystem.xml").iter(f"{tag}typeDescription")}
    layers = {name for name, item in types.items() if item.findtext(f"{tag}supertypeName") == "uima.tcas.Annotation"}
    assert layers == {f"onrecord.{layer}" for layer in (*LAYERS, "Part")}
    slots = 0
    for name in layers:
        for feature in types[name].iter(f"{tag}featureDescription"):
            kind = feature.findtext(f"{tag}rangeTypeName")
            assert kind in ("uima.cas.String", "uima.cas.FSArray")
            if kind == "uima.cas.FSArray":
                link = types[feature.findtext(f"{tag}elementType")]
                assert link.findtext(f"{tag}supertypeName") == "uima.cas.TOP"
                ranges = {
                    each.findtext(f"{tag}name"): each.findtext(f"{tag}rangeTypeName")
                    for each in link.iter(f"{tag}featureDescription")
                }
                assert ranges["role"] == "uima.cas.String"
                assert ranges["target"] in layers
                assert len(ranges) == 2
                slots += 1
    assert slots == len(LINKS) + 1


@given(text=texts)
def test_an_escaped_text_is_one_line_of_xml(text: str):
    line = escape_line(text)
    assert unescape_line(line) == text
    assert len(line.splitlines()) <= 1
    etree.Element("a").text = line


@pytest.mark.parametrize("typed", ["a \\ b", "C:\\dir", "\\u{d800}", "\\u{999999}", "\\"])
def test_a_backslash_that_means_nothing_stays(typed: str):
    assert unescape_line(typed) == typed
