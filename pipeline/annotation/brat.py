r"""brat's standoff files: `NAME.txt`, `NAME.ann`, and `annotation.conf` for the folder.

    T1      Content-direct 10 25;40 52      “We know,” “he is here.”
    R1      cue Arg1:T1 Arg2:T2
    A1      act T1 deny
    #1      AnnotatorNotes T3       Ann Cole

Offsets count code points of the .txt as it is, line ends included: brat opens it with Python's codecs, which translate
nothing, and slices the string (`server/src/annotation.py`, https://brat.nlplab.org/standoff.html). An .ann line holds the
marked words, so that a mark cannot run over a line break: brat's answer, and ours, is a mark with several fragments
(https://github.com/nlplab/brat/issues/786). brat reads the lines with `str.splitlines`, for which U+2028, a form feed and
others break a line, too; all of these cut a mark. Read back, fragments that only white space with a line break divides are
one part again. Where a content would not come back so, a line `#2 Parts T1 10 25;26 52` says what its parts are; it counts
as long as the fragments are still those.

What is not in a file of brat is in `articles.jsonl`, see `sidecar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.annotation.documents import Document
from pipeline.annotation.files import FileNames, escape_line, read_text, unescape_line
from pipeline.annotation.graph import Graph, Link, Mark, check_words, make_mark, overlap
from pipeline.annotation.marking import build_graph
from pipeline.annotation.resolving import read_graph
from pipeline.annotation.scheme import LAYERS, LINKS, all_labels, layer_labels, read_choice
from pipeline.annotation.sidecar import read_sidecar, sidecar_row, write_sidecar
from pipeline.errors import AnnotationError
from pipeline.spans import Span
from pipeline.store import write_text

CONFIGURATION = "annotation.conf"

_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What `str.splitlines` takes for the end of a line."""

_MARK = re.compile(r"([^ \t]+) ([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)")
_LINK = re.compile(r"([^ \t]+) Arg1:(\S+) Arg2:(\S+)\s*")
_CHOICE = re.compile(r"([^ \t]+) (\S+)(?: (\S+))?\s*")
_NOTE = re.compile(r"([^ \t]+) (\S+)\s*")
_SPANS = re.compile(r"[0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*")

NOTE, PARTS = "AnnotatorNotes", "Parts"


def write_brat(documents: Iterable[Document], folder: Path) -> int:
    """Writes a folder for brat's data directory.

    Args:
        documents: to write.
        folder: where to.

    Returns:
        The number of articles.

    Raises:
        AnnotationError: an article has a mark that brat cannot hold: a line break and nothing else.
    """
    names, rows = FileNames(), []
    for document in documents:
        name = names.name(document.id)
        lines = list(_lines(document))
        write_text(folder / f"{name}.txt", document.text)
        write_text(folder / f"{name}.ann", "".join(f"{line}\n" for line in lines))
        rows.append(sidecar_row(name, document))
    write_text(folder / CONFIGURATION, configuration())
    write_sidecar(folder, rows)
    return len(rows)


def configuration() -> str:
    """`annotation.conf` (https://brat.nlplab.org/configuration.html): what can be marked, linked and answered."""
    lines = ["[entities]"]
    for layer in LAYERS:
        labels = layer_labels(layer)
        lines += labels if labels[0] == layer else [f"!{layer}", *(f"\t{label}" for label in labels)]
    lines += ["", "[relations]", "<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"]
    for link, ends in LINKS.items():
        one, other = ("|".join(layer_labels(layer)) for layer in ends)
        lines.append(f"{link} Arg1:{one}, Arg2:{other}")
    lines += ["", "[events]", "", "[attributes]"]
    for layer, known in LAYERS.items():
        for name, answers in known.choices.items():
            lines.append(f"{name} Arg:{'|'.join(all_labels([layer]))}, Value:{'|'.join(answers)}")
    return "".join(f"{line}\n" for line in lines)


def _lines(document: Document) -> Iterator[str]:
    text = document.text
    graph = build_graph(document.annotation)
    ids = {mark.id: f"T{number}" for number, mark in enumerate(graph.marks, start=1)}
    n_choices = n_notes = 0
    for mark in graph.marks:
        fragments = _fragments(text, mark.spans)
        if not fragments:
            raise AnnotationError(f"{document.id!r} cannot go to brat: {mark.label} at {mark.span.start} is but a line break")
        yield f"{ids[mark.id]}\t{mark.label} {_places(fragments)}\t{_words(text, fragments)}"
        for name, answer in mark.choices.items():
            n_choices += 1
            yield f"A{n_choices}\t{name} {ids[mark.id]} {answer}"
        notes = [] if mark.note is None else [(NOTE, escape_line(mark.note))]
        if _joined(text, fragments) != list(mark.spans):
            notes.append((PARTS, _places(mark.spans)))
        for kind, note in notes:
            n_notes += 1
            yield f"#{n_notes}\t{kind} {ids[mark.id]}\t{note}"
    for number, link in enumerate(graph.links, start=1):
        yield f"R{number}\t{link.label} Arg1:{ids[link.source]} Arg2:{ids[link.target]}"


def _fragments(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans cut at line breaks, which are left out."""
    fragments = []
    for span in spans:
        at = span.start
        for match in _BREAK.finditer(text, span.start, span.end):
            fragments.append(Span(at, match.start()))
            at = match.end()
        fragments.append(Span(at, span.end))
    return [fragment for fragment in fragments if fragment.start < fragment.end]


def _joined(text: str, fragments: Iterable[Span]) -> list[Span]:
    """Fragments with nothing but white space and a line break between them put together."""
    joined: list[Span] = []
    for fragment in fragments:
        gap = text[joined[-1].end : fragment.start] if joined else ""
        if gap and gap.isspace() and _BREAK.search(gap):
            joined[-1] = Span(joined[-1].start, fragment.end)
        else:
            joined.append(fragment)
    return joined


def _places(spans: Iterable[Span]) -> str:
    return ";".join(f"{span.start} {span.end}" for span in spans)


def _words(text: str, fragments: Iterable[Span]) -> str:
    return " ".join(fragment.text(text) for fragment in fragments)


def read_brat(file: Path, articles: Path | None = None) -> Document:
    """Reads an .ann file with the .txt beside it.

    Args:
        file: the .ann file.
        articles: `articles.jsonl` of the export; looked for beside the file where None.

    Raises:
        AnnotationError: a line is not what this module writes, or marked words are not those of the text.
    """
    text = read_text(file.with_suffix(".txt"))
    document = read_sidecar(file, articles).find(file, text)
    reading = _Reading(text)
    for number, line in enumerate(read_text(file).split("\n"), start=1):
        if line.strip():
            reading.add(f"{file}:{number}", line.removesuffix("\r"))
    return replace(document, annotation=read_graph(reading.graph(), text))


@dataclass(slots=True)
class _Reading:
    """What the lines of a file have given so far."""

    text: str
    marks: dict[str, Mark] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    choices: list[tuple[str, str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, where: str, line: str) -> None:
        """Takes a line."""
        line_id, _, rest = line.partition("\t")
        data, tab, tail = rest.partition("\t")
        if line_id.startswith("T") and (match := _MARK.fullmatch(data)) and tab:
            self._add_mark(where, line_id, match[1], _read_places(match[2]), tail)
        elif line_id.startswith("R") and (match := _LINK.fullmatch(data)):
            self.links.append(Link(label=match[1], source=match[2], target=match[3], where=where))
        elif line_id.startswith(("A", "M")) and (match := _CHOICE.fullmatch(data)):
            self.choices.append((where, match[2], match[1], match[3] or ""))
        elif line_id.startswith("#") and (match := _NOTE.fullmatch(data)):
            self.notes.append((where, match[2], match[1], tail))
        else:
            raise AnnotationError(f"{where}: not a line of a mark (T), link (R), answer (A) or note (#): {line[:60]!r}")

    def _add_mark(self, where: str, line_id: str, label: str, fragments: list[Span], words: str) -> None:
        if line_id in self.marks:
            raise AnnotationError(f"{where}: {line_id} is there twice")
        mark = make_mark(where, line_id, label, fragments, self.text)
        check_words(where, words, _words(self.text, mark.spans))
        self.marks[line_id] = mark

    def _target(self, where: str, mark_id: str) -> Mark:
        if mark_id not in self.marks:
            raise AnnotationError(f"{where}: there is no {mark_id}")
        return self.marks[mark_id]

    def graph(self) -> Graph:
        """All marks, with parts, answers and notes, and all links."""
        parts = {mark_id: tuple(_joined(self.text, mark.spans)) for mark_id, mark in self.marks.items()}
        for where, mark_id, kind, note in self.notes:
            mark = self._target(where, mark_id)
            if kind == NOTE:
                self.marks[mark_id] = replace(mark, note=unescape_line(note) or None)
            elif kind == PARTS and _SPANS.fullmatch(note):
                told = _read_places(note)
                if tuple(_fragments(self.text, told)) == mark.spans and not overlap(told):
                    parts[mark_id] = tuple(told)
        for where, mark_id, name, answer in self.choices:
            mark = self._target(where, mark_id)
            try:
                choices = {**mark.choices, name: read_choice(mark.layer, name, answer)}
            except ValueError as error:
                raise AnnotationError(f"{where}: {error}") from error
            self.marks[mark_id] = replace(mark, choices=choices)
        return Graph(tuple(replace(mark, spans=parts[mark.id]) for mark in self.marks.values()), tuple(self.links))


def _read_places(places: str) -> list[Span]:
    return [Span(*map(int, place.split(" "))) for place in places.split(";")]
