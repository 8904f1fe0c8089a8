"""Files that are wrong: one line with file and line, both texts where they differ, never another exception."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.annotation.tools import Tool
from pipeline.errors import AnnotationError
from pipeline.quality.annotations import Annotation, Date
from pipeline.spans import Span
from tests.annotated import document, hard_document, read, write

TEXT = "Ann Cole said on Monday:\n“We won.” Tom agreed."
TXT = "a.txt"


def refuse(tool: Tool, file: Path, expected: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        read(tool, [file])
    message = str(caught.value)
    assert re.search(expected, message), message
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("ann", "expected"),
    [
        ("T1\tCue 9 13\tsaid\nrubbish\n", r"a\.ann:2: not a line of a mark .* 'rubbish'"),
        ("T1\tCue 9 13\tsays\n", r"a\.ann:1: the file says that 'says' is marked, but the text there is 'said'"),
        ("\nT1\tCue 9 13\tsaid", r"a\.ann:2: Cue at 9-13 is linked to no Content"),
        ("T1\tVerb 9 13\tsaid\n", r"a\.ann:1: there is no label 'Verb'"),
        ("T1\tPart 9 13\tsaid\n", r"a\.ann:1: Part at 9-13 is no label for this tool"),
        ("T1\tName-CITY 9 13\tsaid\n", r"a\.ann:1: there is no label 'Name-CITY'"),
        ("T1\tName 0 8\tAnn Cole\n", r"a\.ann:1: there is no label 'Name'"),
        ("T1\tCue 9 9\t\n", r"a\.ann:1: 9-9 is no span of a text of 46 characters"),
        ("T1\tCue 40 90\tx\n", r"a\.ann:1: 40-90 is no span"),
        ("T1\tContent-direct 25 29;27 33\tx\n", r"a\.ann:1: the parts of a mark overlap"),
        ("T1\tName-PERSON 0 3;9 13\tAnn said\n", r"a\.ann:1: Name-PERSON at 0-13 has gaps"),
        ("T1\tEvent 9 13\tsaid\nT1\tEvent 9 13\tsaid\n", r"a\.ann:2: T1 is there twice"),
        ("T1\tEvent 9 13\tsaid\nA1\tfactuality T1 true\n", r"a\.ann:2: factuality is one of actual, .* not 'true'"),
        ("T1\tEvent 9 13\tsaid\nA1\tact T1 deny\n", r"a\.ann:2: Event has no 'act'"),
        ("T1\tEvent 9 13\tsaid\nA1\tpolarity T7 negative\n", r"a\.ann:2: there is no T7"),
        ("T1\tEvent 9 13\tsaid\nR1\tactor Arg1:T1 Arg2:T2\n", r"a\.ann:2: the actor link leads to 'T2'"),
        ("T1\tEvent 9 13\tsaid\nR1\tactor Arg1:T1 Arg2:T1\n", r"a\.ann:2: actor links Event to Participant, not Event to Event"),
        ("T1\tEvent 9 13\tsaid\nR1\tlike Arg1:T1 Arg2:T1\n", r"a\.ann:2: there is no link 'like'"),
        ("E1\tAttack:T1 Who:T2\n", r"a\.ann:1: not a line"),
        ("T1\tContent-direct 26 33\tWe won.\n#1\tAnnotatorNotes T1\tTom\n", r"a\.ann:1: .* a note 'Tom', which should name"),
        (
            "T1\tName-PERSON 0 8\tAnn Cole\nT2\tName-ORG 35 38\tTom\nR1\tsame Arg1:T1 Arg2:T2\n",
            r"a\.ann:2: Name-ORG at 35-38 is linked to Name-PERSON at 0-8; one thing has one label",
        ),
        ("T1\tName-PERSON 35 38\tTom\nA1\tform T1 pronoun\n", r"a\.ann:1: .* is linked to no name"),
        (
            "T1\tContent-mixed 35 38\tTom\nT2\tCue 39 45\tagreed\nT3\tCue 9 13\tsaid\n"
            "R1\tcue Arg1:T1 Arg2:T2\nR2\tcue Arg1:T1 Arg2:T3\n",
            r"a\.ann:1: Content-mixed at 35-38 has 2 cues",
        ),
    ],
)  # fmt: skip
def test_brat(ann: str, expected: str, tmp_path: Path):
    (tmp_path / TXT).write_text(TEXT, encoding="utf-8", newline="")
    file = tmp_path / "a.ann"
    file.write_text(ann, encoding="utf-8", newline="")
    refuse(Tool.BRAT, file, expected)


def test_brat_without_its_text(tmp_path: Path):
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    refuse(Tool.BRAT, tmp_path / "a.ann", r"cannot read .*a\.txt: No such file")


def test_brat_in_another_encoding(tmp_path: Path):
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    (tmp_path / TXT).write_bytes(b"one\ntwo \xe9\n")
    refuse(Tool.BRAT, tmp_path / "a.ann", r"a\.txt:2: not UTF-8")


@pytest.mark.parametrize("tool", [Tool.BRAT, Tool.INCEPTION])
def test_a_text_that_was_edited(tool: Tool, tmp_path: Path):
    if tool == Tool.INCEPTION:
        pytest.importorskip("cassis")
    (file,) = write(tool, [document(TEXT, Annotation())], tmp_path)
    edited = file.with_suffix(".txt") if tool == Tool.BRAT else file
    edited.write_text(edited.read_text("utf-8").replace("Monday", "Friday"), encoding="utf-8", newline="")
    refuse(
        tool,
        file,
        r"the text is not the one that was exported: it has 'Ann Cole said on Friday:.*', which was 'Ann Cole said on Monday",
    )


def test_two_articles_with_one_text_are_told_apart_by_the_file(tmp_path: Path):
    files = write(Tool.BRAT, [document(TEXT, Annotation(), name) for name in ("one", "two")], tmp_path)
    assert [article.id for article in read(Tool.BRAT, files) if article] == ["one", "two"]
    moved = tmp_path / "three.ann"
    files[0].rename(moved)
    files[0].with_suffix(".txt").rename(moved.with_suffix(".txt"))
    refuse(Tool.BRAT, moved, r"one, two all have this text")


def test_a_file_of_ones_own_is_named_by_its_stem(tmp_path: Path):
    (tmp_path / "mine.txt").write_text(TEXT, encoding="utf-8", newline="")
    (tmp_path / "mine.ann").write_text("T1\tDate-DATE 17 23\tMonday\n", encoding="utf-8")
    (article,) = read(Tool.BRAT, [tmp_path / "mine.ann"])
    assert article is not None
    assert (article.id, article.path, article.annotation.dates) == (
        "mine",
        None,
        (Date(span=Span(17, 23), type="DATE", value=None),),
    )


def test_brat_cannot_mark_a_line_break_alone(tmp_path: Path):
    annotation = Annotation(dates=(Date(span=Span(1, 3), type="DATE", value=None),))
    with pytest.raises(AnnotationError, match=r"'storm' cannot go to brat: Date-DATE at 1 is but a line break"):
        write(Tool.BRAT, [document("a\r\nb", annotation, "storm")], tmp_path)


Change = Callable[[Any], object]


def region(number: int, **value: Any) -> Change:
    return lambda task: task["predictions"][0]["result"][number]["value"].update(value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda task: task.pop("data"), r"tasks\.json:2: a task without 'data'; export as JSON, not as JSON-MIN"),
        (lambda task: task["data"].update(text=5), r"tasks\.json:2: 'text' should be a string, not 5"),
        (lambda task: task["data"].pop("id"), r"tasks\.json:2: 'id' should be a string, not null"),
        (lambda task: task["data"].update(text="\ud83d"), r"tasks\.json:2: a string holds half of a surrogate pair"),
        (lambda task: task.update(annotations=[{}, {}]), r"tasks\.json:2: 2 people annotated the task"),
        (lambda task: task.update(annotations=3), r"tasks\.json:2: 'annotations' should be a list, not 3"),
        (region(0, start=-1), r"tasks\.json:2: region m1: -1-\d+ is no span"),
        (region(0, start=0.5), r"tasks\.json:2: 'start' should be a number, not 0.5"),
        (region(0, labels=["Cue", "Event"]), r"tasks\.json:2: region m1: 'labels' should hold one word, not"),
        (region(0, labels=[]), r"tasks\.json:2: region m1: 'labels' should hold one word"),
        (region(0, labels=["Thing"]), r"tasks\.json:2: region m1: there is no label 'Thing'"),
        (region(0, text="other"), r"region m1: the file says that 'other' is marked, but the text there is '.+'"),
        (lambda task: task["predictions"][0]["result"].append({"type": "rating"}), r"a result of the type 'rating'"),
        (
            lambda task: task["predictions"][0]["result"][-1].update(from_id="m1", to_id="m2", direction="bi"),
            r"relation of m1 to m2: the direction is 'bi'",
        ),
        (
            lambda task: task["predictions"][0]["result"].append({"type": "relation", "from_id": "m1", "to_id": "m2"}),
            r"relation of m1 to m2: 'labels' should hold one word, not null",
        ),
    ],
)  # fmt: skip
def test_label_studio(change: Change, expected: str, tmp_path: Path):
    (file,) = write(Tool.LABEL_STUDIO, [hard_document()], tmp_path)
    tasks = json.loads(file.read_text("utf-8"))
    change(tasks[0])
    file.write_text("[\n" + ",\n".join(json.dumps(task) for task in tasks) + "\n]\n", encoding="utf-8")
    refuse(Tool.LABEL_STUDIO, file, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", r"x\.json:1: expected a JSON array of tasks"),
        ("", r"x\.json:1: expected a JSON array of tasks"),
        ("[\n\n{]", r"x\.json:3: not JSON"),
        ("[\n{}\n{}]", r"x\.json:2: a task without 'data'"),
        ('[{"data": {"text": "a", "id": "b"}}\n;]', r"x\.json:2: not JSON: expected a comma"),
        ("[" * 100_000, r"x\.json:1: not JSON"),
        ("[3]", r"x\.json:1: expected a JSON object, found 3"),
    ],
)
def test_json_that_is_none(text: str, expected: str, tmp_path: Path):
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    refuse(Tool.LABEL_STUDIO, tmp_path / "x.json", expected)


def test_offsets_in_utf16_are_refused_with_both_texts(tmp_path: Path):
    """As versions of Label Studio wrote them that counted JavaScript's units."""
    (file,) = write(Tool.LABEL_STUDIO, [hard_document()], tmp_path)
    tasks = json.loads(file.read_text("utf-8"))
    text = tasks[0]["data"]["text"]
    for result in tasks[0]["predictions"][0]["result"]:
        for end in ("start", "end") if result["type"] == "labels" else ():
            at = result["value"][end]
            result["value"][end] = len(text[:at].encode("utf-16-le")) // 2
    file.write_text(json.dumps(tasks), encoding="utf-8")
    refuse(Tool.LABEL_STUDIO, file, r"the file says that .* is marked, but the text there is")


def test_what_label_studio_shows_of_a_line_break_is_no_difference(tmp_path: Path):
    (file,) = write(Tool.LABEL_STUDIO, [hard_document()], tmp_path)
    tasks = json.loads(file.read_text("utf-8"))
    for result in tasks[0]["predictions"][0]["result"]:
        if result["type"] == "labels":
            value = result["value"]
            value["text"] = re.sub(r"[\n\r]", r"\\n", value["text"].replace("\u00a0", " "))
    file.write_text(json.dumps(tasks), encoding="utf-8")
    assert read(Tool.LABEL_STUDIO, [file]) == [hard_document()]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda task: task.pop("text"), r"tasks\.jsonl:1: 'text' should be a string, not null"),
        (lambda task: task.pop("onrecord"), r"tasks\.jsonl:1: 'onrecord': expected a JSON object, found null"),
        (lambda task: task["spans"][0].update(text="x"), r"tasks\.jsonl:1: span 0: .* 'x' is marked, but the text there is '.+'"),
        (lambda task: task["spans"][0].update(start="0"), r"tasks\.jsonl:1: span 0: 'start' should be a number, not \"0\""),
        (lambda task: task["spans"][0].update(label="GPE"), r"tasks\.jsonl:1: span 0: there is no label 'GPE'"),
        (lambda task: task["spans"][0].update(choices={"act": "sing"}), r"jsonl:1: span 0: Content-indirect at .* act is one of"),
        (lambda task: task["relations"][0].pop("head_span"), r"tasks\.jsonl:1: relation cue: 'head_span': expected a JSON object"),
        (lambda task: task["relations"][0]["child_span"].update(end=999), r"relation cue: 0 spans are 'Cue' at \d+-999"),
    ],
)  # fmt: skip
def test_prodigy(change: Change, expected: str, tmp_path: Path):
    (file,) = write(Tool.PRODIGY, [hard_document()], tmp_path)
    task = json.loads(file.read_text("utf-8"))
    change(task)
    file.write_text(json.dumps(task), encoding="utf-8")
    refuse(Tool.PRODIGY, file, expected)


def test_relations_of_prodigy_without_our_ids_are_found_by_place(tmp_path: Path):
    (file,) = write(Tool.PRODIGY, [hard_document()], tmp_path)
    task = json.loads(file.read_text("utf-8"))
    for item in (*task["spans"], *(relation[end] for relation in task["relations"] for end in ("head_span", "child_span"))):
        del item["id"]
    file.write_text(json.dumps(task), encoding="utf-8")
    assert read(Tool.PRODIGY, [file]) == [hard_document()]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("</xmi:XMI>", "", r"a\.xmi:\d+: not XML"),
        ('label="Cue"', 'label="Cause"', r"a\.xmi:\d+: there is no label 'Cause'"),
        ('label="Cue"', 'label="Event"', r"a\.xmi:\d+: Cue has the label 'Event' of another layer"),
        ('act="deny"', 'act="sing"', r"a\.xmi:\d+: Content-direct at .* act is one of .* not 'sing'"),
        ('sofaString="', 'sofaString="x', r"a\.xmi: the text is not the one that was exported"),
        ('end="', 'end="9', r"a\.xmi"),
        ('target="', 'target="9999', r"a\.xmi: not a CAS with the types of TypeSystem\.xml"),
        ('xmi:id="', 'xmi:id="x', r"a\.xmi: not a CAS with the types of TypeSystem\.xml"),
    ],
)  # fmt: skip
def test_inception(old: str, new: str, expected: str, tmp_path: Path):
    pytest.importorskip("cassis")
    (file,) = write(Tool.INCEPTION, [hard_document()], tmp_path)
    text = file.read_bytes().decode("utf-8")
    assert old in text
    file.write_bytes(text.replace(old, new).encode())
    refuse(Tool.INCEPTION, file, expected)


def test_the_line_of_an_annotation_in_a_cas(tmp_path: Path):
    pytest.importorskip("cassis")
    (file,) = write(Tool.INCEPTION, [hard_document()], tmp_path)
    lines = file.read_bytes().decode("utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, start=1) if 'factuality="future"' in line)
    file.write_bytes("\n".join(lines).replace('factuality="future"', 'factuality="past"').encode())
    refuse(Tool.INCEPTION, file, rf"a\.xmi:{number}: Event at .* factuality is one of")


@pytest.mark.parametrize("tool", list(Tool))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_gives_an_error_or_an_article(tool: Tool, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    """Bytes are cut out, repeated or replaced."""
    if tool == Tool.INCEPTION:
        pytest.importorskip("cassis")
    (file,) = write(tool, [hard_document()], tmp_path_factory.mktemp("damaged"))
    raw = file.read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(start + 40, len(raw))))
    pieces = [b"", raw[start:end] * 2, b"0", b'"', b"\t", b"\n", b"\xff", b"null", b"-1", b"99999999999999999999", b"<a/>", b"[]"]
    file.write_bytes(raw[:start] + data.draw(st.sampled_from(pieces)) + raw[end:])
    try:
        read(tool, [file])
    except AnnotationError as error:
        if file.name not in str(error):
            raise
