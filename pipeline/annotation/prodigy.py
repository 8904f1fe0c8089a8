"""Prodigy: `tasks.jsonl`, a task a line with `text`, `tokens`, `spans` and `relations`.

The form is that of the `spans_manual` and `relations` interfaces (https://prodi.gy/docs/api-interfaces): `token_start` and
`token_end`, which is inclusive, name the tokens of a span; a relation has the last tokens of its two spans as `head` and
`child`, and copies of the spans as `head_span` and `child_span`. Characters are counted by Python, so that `start` and `end`
are code points. A span must begin and end with a token: the tokens here are words, signs and white space, cut at every
span's ends.

Prodigy shows of a span only its label; `id`, `choices` and `note` are ours (see `scheme`), and a span that comes back
without them has the default answers. `spans_manual` lets spans overlap and should be used for
contents; further parts of one are `Part` spans that a `part` relation leads to. `db-out` writes what comes back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.annotation.documents import Document
from pipeline.annotation.files import as_object, get_int, get_list, get_string, get_string_or_none, read_json_lines
from pipeline.annotation.graph import Graph, Link, Mark, check_words, join_parts, make_mark, split_parts
from pipeline.annotation.marking import build_graph
from pipeline.annotation.resolving import read_graph
from pipeline.annotation.scheme import read_choice
from pipeline.annotation.sidecar import read_facts
from pipeline.errors import AnnotationError
from pipeline.store import write_lines

TASKS = "tasks.jsonl"
FACTS = "onrecord"
"""Key of a task under which its article's facts are."""

_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


def write_prodigy(documents: Iterable[Document], folder: Path) -> int:
    """Writes the tasks; returns their number."""
    tasks = [build_task(document) for document in documents]
    write_lines(folder / TASKS, tasks)
    return len(tasks)


def build_task(document: Document) -> dict[str, Any]:
    """The task of an article."""
    graph = split_parts(build_graph(document.annotation))
    tokens = _tokens(document.text, graph.marks)
    starts = [token["start"] for token in tokens]
    spans = {mark.id: _span(mark, document.text, starts) for mark in graph.marks}
    facts = {"id": document.id, "path": document.path, "record": document.record, "published_at": document.published_at}
    return {
        "text": document.text,
        "meta": {"id": document.id},
        FACTS: facts,
        "tokens": tokens,
        "spans": list(spans.values()),
        "relations": [_relation(link, spans) for link in graph.links],
    }


def _tokens(text: str, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Words, signs and white space; a space between two tokens is the `ws` of the first, unless a span has its end there."""
    firsts, lasts = ({mark.span[end] for mark in marks} for end in (0, 1))
    tokens: list[dict[str, Any]] = []
    for start, end in pairwise(sorted({0, len(text), *firsts, *lasts})):
        for match in _TOKEN.finditer(text, start, end):
            is_between = match[0] == " " and match.start() not in firsts and match.end() not in lasts
            if is_between and tokens and not tokens[-1]["ws"] and not tokens[-1]["text"].isspace():
                tokens[-1]["ws"] = True
            else:
                token = {"text": match[0], "start": match.start(), "end": match.end(), "id": len(tokens), "ws": False}
                tokens.append(token)
    return tokens


def _span(mark: Mark, text: str, starts: list[int]) -> dict[str, Any]:
    """A span; the tokens that begin in it are its tokens."""
    span: dict[str, Any] = {
        "start": mark.span.start,
        "end": mark.span.end,
        "token_start": bisect_right(starts, mark.span.start) - 1,
        "token_end": bisect_right(starts, mark.span.end - 1) - 1,
        "label": mark.label,
        "text": mark.span.text(text),
        "id": mark.id,
    }
    if mark.choices:
        span["choices"] = dict(mark.choices)
    if mark.note is not None:
        span["note"] = mark.note
    return span


def _relation(link: Link, spans: dict[str, dict[str, Any]]) -> dict[str, Any]:
    keys = ("start", "end", "token_start", "token_end", "label", "id")
    head, child = ({key: spans[mark][key] for key in keys} for mark in (link.source, link.target))
    ends = {"head": head["token_end"], "child": child["token_end"]}
    return {**ends, "label": link.label, "head_span": head, "child_span": child}


def read_prodigy(file: Path, unreviewed: bool = False) -> Iterator[Document | None]:
    """Reads tasks.

    Args:
        file: what `db-out` wrote, or `tasks.jsonl`.
        unreviewed: takes tasks without an answer.

    Yields:
        An article a task; None for one that was not accepted.

    Raises:
        AnnotationError: a task is not what the module's docstring says.
    """
    for where, task in read_json_lines(file):
        text = get_string(task, "text", where)
        document = read_facts(as_object(task.get(FACTS), f"{where}: {FACTS!r}"), where, text)
        answer = get_string_or_none(task, "answer", where)
        if answer != "accept" and not (unreviewed and answer is None):
            yield None
            continue
        marks = _marks(get_list(task, "spans", where), where, text)
        links = [_link(relation, marks, where) for relation in get_list(task, "relations", where)]
        graph = join_parts(Graph(tuple(marks), tuple(links)))
        yield replace(document, annotation=read_graph(graph, text))


def _marks(spans: list[dict[str, Any]], where: str, text: str) -> list[Mark]:
    """The marks; a span without an id of ours, or with one that is taken, gets one."""
    taken: set[str] = set()
    marks = []
    for number, span in enumerate(spans):
        here = f"{where}: span {number}"
        start, end = get_int(span, "start", here), get_int(span, "end", here)
        mark_id = get_string_or_none(span, "id", here)
        if mark_id is None or mark_id in taken:
            mark_id = f"span {number}"
        taken.add(mark_id)
        mark = make_mark(here, mark_id, get_string(span, "label", here), [(start, end)], text)
        if "text" in span:
            check_words(here, get_string(span, "text", here), mark.span.text(text))
        marks.append(replace(mark, choices=_choices(mark, span), note=get_string_or_none(span, "note", here)))
    return marks


def _choices(mark: Mark, span: dict[str, Any]) -> dict[str, str]:
    choices = as_object(span.get("choices", {}), mark.where)
    try:
        return {name: read_choice(mark.layer, name, get_string(choices, name, mark.where)) for name in choices}
    except ValueError as error:
        raise mark.fault(f"is wrong: {error}") from error


def _link(relation: dict[str, Any], marks: list[Mark], where: str) -> Link:
    label = get_string(relation, "label", where)
    here = f"{where}: relation {label}"
    source, target = (_end(as_object(relation.get(key), f"{here}: {key!r}"), marks, here) for key in ("head_span", "child_span"))
    return Link(label=label, source=source, target=target, where=here)


def _end(span: dict[str, Any], marks: list[Mark], where: str) -> str:
    """The id of the mark that one end of a relation is: by its id, else by place and label."""
    place = (get_int(span, "start", where), get_int(span, "end", where), get_string_or_none(span, "label", where))
    same = [mark for mark in marks if (*mark.span, mark.label) == place]
    named = [mark for mark in same if mark.id == span.get("id")]
    found = named or same
    if len(found) != 1:
        raise AnnotationError(f"{where}: {len(found)} spans are {place[2]!r} at {place[0]}-{place[1]}, where one should be")
    return found[0].id
