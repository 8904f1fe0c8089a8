"""Label Studio: `tasks.json` to import, and `labels.xml`, the labeling interface.

A task holds its article in `data` and the annotation as a prediction (https://labelstud.io/guide/predictions). What people
made of it comes back as an annotation of the same form, under Export, JSON (not JSON-MIN).

`start` and `end` count code points: the editor turns JavaScript's code units into them (`charsToCodePoints` in
`web/libs/editor/src/utils/selection-tools.js`; early versions did not, https://github.com/HumanSignal/label-studio/issues/1347,
and what they export is refused, for the words at the offsets are others). A line feed and a carriage return are one position
each (`RichText/view.jsx` makes a line break of either). The `text` of a region is what was seen: a line break is a backslash
with an n there, and white space may differ, so that it is compared without either.

A region has no gaps: further parts of a content are `Part` regions that a `part` relation leads to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.annotation.documents import Document
from pipeline.annotation.files import as_object, get_int, get_list, get_string, read_json_array
from pipeline.annotation.graph import Graph, Link, Mark, check_words, join_parts, make_mark, split_parts
from pipeline.annotation.marking import build_graph
from pipeline.annotation.resolving import read_graph
from pipeline.annotation.scheme import LINKS_WITH_PARTS, WITH_PARTS, all_labels, layer_labels, read_choice
from pipeline.annotation.sidecar import read_facts
from pipeline.errors import AnnotationError
from pipeline.store import write_text

TASKS, INTERFACE = "tasks.json", "labels.xml"

_UNSEEN = re.compile(r"\\n|\s")


def write_label_studio(documents: Iterable[Document], folder: Path) -> int:
    """Writes the tasks, one a line, and the labeling interface; returns the number of tasks."""
    tasks = [json.dumps(_task(document), ensure_ascii=False) for document in documents]
    write_text(folder / TASKS, "[\n" + ",\n".join(tasks) + "\n]\n")
    write_text(folder / INTERFACE, interface())
    return len(tasks)


def interface() -> str:
    """The labeling interface (https://labelstud.io/tags/): labels, relations, and what is asked of a chosen region."""
    lines = ["<View>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(link)}/>" for link in LINKS_WITH_PARTS]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in all_labels(WITH_PARTS)]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    for layer, known in WITH_PARTS.items():
        shown = f'visibleWhen="region-selected" whenTagName="label" whenLabelValue={quoteattr(",".join(layer_labels(layer)))}'
        for name, answers in known.choices.items():
            lines.append(f'  <Choices name="{name}" toName="text" perRegion="true" choice="single-radio" {shown}>')
            lines += [f"    <Choice value={quoteattr(answer)}/>" for answer in answers]
            lines.append("  </Choices>")
    hints = "; ".join(f"{layer}: {known.note}" for layer, known in WITH_PARTS.items() if known.note)
    lines.append(f'  <TextArea name="note" toName="text" perRegion="true" editable="true" placeholder={quoteattr(hints)}/>')
    return "".join(f"{line}\n" for line in [*lines, "</View>"])


def _task(document: Document) -> dict[str, Any]:
    facts = {"id": document.id, "path": document.path, "record": document.record, "published_at": document.published_at}
    graph = split_parts(build_graph(document.annotation))
    results = [result for mark in graph.marks for result in _results(mark, document.text)]
    results += [
        {"type": "relation", "from_id": link.source, "to_id": link.target, "direction": "right", "labels": [link.label]}
        for link in graph.links
    ]
    return {"data": {"text": document.text, **facts}, "predictions": [{"model_version": "onrecord", "result": results}]}


def _results(mark: Mark, text: str) -> Iterator[dict[str, Any]]:
    place = {"start": mark.span.start, "end": mark.span.end}

    def result(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
        return {"id": mark.id, "from_name": name, "to_name": "text", "type": kind, "value": {**place, **value}}

    yield result("label", "labels", {"text": mark.span.text(text), "labels": [mark.label]})
    for name, answer in mark.choices.items():
        yield result(name, "choices", {"choices": [answer]})
    if mark.note is not None:
        yield result("note", "textarea", {"text": [mark.note]})


def read_label_studio(file: Path, unreviewed: bool = False) -> Iterator[Document | None]:
    """Reads tasks.

    Args:
        file: JSON that Label Studio exported, or `tasks.json`.
        unreviewed: takes the prediction of a task that nobody has annotated.

    Yields:
        An article a task; None for one that nobody has annotated.

    Raises:
        AnnotationError: a task is not what the module's docstring says, or has the annotations of several people.
    """
    for where, task in read_json_array(file):
        if "data" not in task:
            raise AnnotationError(f"{where}: a task without 'data'; export as JSON, not as JSON-MIN")
        data = as_object(task["data"], where)
        text = get_string(data, "text", where)
        document = read_facts(data, where, text)
        chosen = _chosen(task, where, unreviewed)
        if chosen is None:
            yield None
        else:
            graph = join_parts(_graph(get_list(chosen, "result", where), where, text))
            yield replace(document, annotation=read_graph(graph, text))


def _chosen(task: dict[str, Any], where: str, unreviewed: bool) -> dict[str, Any] | None:
    done = [each for each in get_list(task, "annotations", where) if not each.get("was_cancelled")]
    if len(done) > 1:
        done = [each for each in done if each.get("ground_truth")] or done
    predicted = get_list(task, "predictions", where) if unreviewed and not done else []
    found = done or predicted
    if len(found) > 1:
        raise AnnotationError(f"{where}: {len(found)} people annotated the task; star the one annotation that counts")
    return found[0] if found else None


def _graph(results: list[dict[str, Any]], where: str, text: str) -> Graph:
    marks: dict[str, Mark] = {}
    links = []
    answers = []
    for result in results:
        kind = get_string(result, "type", where)
        if kind == "labels":
            mark = _mark(result, where, text)
            if mark.id in marks:
                raise mark.fault("has an id that another region has")
            marks[mark.id] = mark
        elif kind == "relation":
            links.append(_link(result, where))
        elif kind in ("choices", "textarea"):
            answers.append(result)
        else:
            raise AnnotationError(f"{where}: a result of the type {kind!r}; use the labels of {INTERFACE}")
    for result in answers:
        mark_id = get_string(result, "id", where)
        if mark_id not in marks:
            raise AnnotationError(f"{where}: an answer to the region {mark_id!r}, which is not there")
        marks[mark_id] = _answered(marks[mark_id], result, where)
    return Graph(tuple(marks.values()), tuple(links))


def _mark(result: dict[str, Any], where: str, text: str) -> Mark:
    value = as_object(result.get("value"), where)
    mark_id = get_string(result, "id", where)
    start, end = get_int(value, "start", where), get_int(value, "end", where)
    here = f"{where}: region {mark_id}"
    mark = make_mark(here, mark_id, _single(value, "labels", here), [(start, end)], text)
    if "text" in value:
        seen = get_string(value, "text", here)
        words = mark.span.text(text)
        if _UNSEEN.sub("", seen) != _UNSEEN.sub("", words):
            check_words(here, seen, words)
    return mark


def _link(result: dict[str, Any], where: str) -> Link:
    source, target = get_string(result, "from_id", where), get_string(result, "to_id", where)
    here = f"{where}: relation of {source} to {target}"
    label, direction = _single(result, "labels", here), result.get("direction", "right")
    if direction == "left":
        source, target = target, source
    elif direction != "right":
        raise AnnotationError(f"{here}: the direction is {direction!r}; turn it into one from left to right")
    return Link(label=label, source=source, target=target, where=here)


def _answered(mark: Mark, result: dict[str, Any], where: str) -> Mark:
    value = as_object(result.get("value"), where)
    if result["type"] == "textarea":
        notes = value.get("text")
        note = notes if isinstance(notes, str) else _single(value, "text", mark.where)
        return replace(mark, note=get_string({"note": note}, "note", mark.where) or None)
    name = get_string(result, "from_name", where)
    try:
        answer = read_choice(mark.layer, name, _single(value, "choices", mark.where))
    except ValueError as error:
        raise mark.fault(f"is wrong: {error}") from error
    return replace(mark, choices={**mark.choices, name: answer})


def _single(value: dict[str, Any], key: str, where: str) -> str:
    """The one string of a list."""
    found = value.get(key)
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], str):
        raise AnnotationError(f"{where}: {key!r} should hold one word, not {json.dumps(found)[:60]}")
    return found[0]
