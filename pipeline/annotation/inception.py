"""INCEpTION: a UIMA CAS an article, as XMI, and `TypeSystem.xml`, from which a project's layers can be imported.

Offsets of a CAS count UTF-16 code units, as Java's strings do; dkpro-cassis converts them to code points and back
(`OffsetConverter`, https://github.com/dkpro/dkpro-cassis). Each layer of `scheme` is a type `onrecord.Content` and so on with
`label`, a string feature for each closed question and for the note, and a slot feature for each link, of the form that
INCEpTION takes for one: an array of a link type that is a `uima.cas.TOP` with a `role` and a `target`
(`TypeSystemAnalysis.isSlotFeature` in https://github.com/inception-project/inception). A span there has no gaps: further
parts of a content are `onrecord.Part` annotations in the slot `part`.

XML can hold no control characters and a few others, not even escaped. In the text, each is shown as U+FFFD, so that offsets
stay; `articles.jsonl` beside the files has the text as it is, and reading takes it from there (see `sidecar`).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.annotation.documents import Document
from pipeline.annotation.files import NOT_XML, FileNames, escape_line, unescape_line
from pipeline.annotation.graph import Graph, Link, Mark, join_parts, make_mark, split_parts
from pipeline.annotation.marking import build_graph
from pipeline.annotation.resolving import read_graph
from pipeline.annotation.scheme import LINKS_WITH_PARTS, WITH_PARTS, read_choice
from pipeline.annotation.sidecar import read_sidecar, sidecar_row, write_sidecar
from pipeline.errors import AnnotationError, UsageError
from pipeline.store import write_text

TYPES = "TypeSystem.xml"
NAMESPACE = "onrecord"

_STRING, _ARRAY = "uima.cas.String", "uima.cas.FSArray"
_XMI_ID = "{http://www.omg.org/XMI}id"
_MALFORMED = (etree.LxmlError, LookupError, ValueError, TypeError, AttributeError, RuntimeError)
"""What dkpro-cassis raises where a file is no CAS."""


def _cassis() -> Any:
    try:
        import cassis
    except ImportError as error:
        raise UsageError("INCEpTION needs dkpro-cassis; install it with: pip install dkpro-cassis") from error
    return cassis


def write_inception(documents: Iterable[Document], folder: Path) -> int:
    """Writes a CAS an article, the type system and `articles.jsonl`; returns the number of articles.

    Raises:
        UsageError: dkpro-cassis is not installed.
    """
    types = _type_system()
    names, rows = FileNames(), []
    for document in documents:
        name = names.name(document.id)
        write_text(folder / f"{name}.xmi", _cas(document, types).to_xmi(pretty_print=True))
        rows.append(sidecar_row(name, document))
    write_text(folder / TYPES, types.to_xml())
    write_sidecar(folder, rows)
    return len(rows)


def _type_name(layer: str) -> str:
    return f"{NAMESPACE}.{layer}"


def _link_type_name(layer: str, link: str) -> str:
    return f"{NAMESPACE}.{layer}{link.capitalize()}Link"


def _links_of(layer: str) -> list[str]:
    return [link for link, (source, _) in LINKS_WITH_PARTS.items() if source == layer]


def _type_system() -> Any:
    types = _cassis().TypeSystem()
    made = {layer: types.create_type(_type_name(layer), "uima.tcas.Annotation") for layer in WITH_PARTS}
    for layer, known in WITH_PARTS.items():
        features = ["label", *known.choices, *(["note"] if known.note else [])]
        for feature in features:
            types.create_feature(made[layer], feature, _STRING, description=known.note if feature == "note" else None)
        for link in _links_of(layer):
            slot = types.create_type(_link_type_name(layer, link), "uima.cas.TOP")
            types.create_feature(slot, "role", _STRING)
            types.create_feature(slot, "target", made[LINKS_WITH_PARTS[link][1]])
            types.create_feature(made[layer], link, _ARRAY, elementType=slot)
    return types


def _shown(text: str) -> str:
    """A text as XML can hold it, of the same length."""
    return NOT_XML.sub("\ufffd", text)


def _cas(document: Document, types: Any) -> Any:
    cas = _cassis().Cas(typesystem=types)
    cas.sofa_string = _shown(document.text)
    cas.sofa_mime = "text/plain"
    graph = split_parts(build_graph(document.annotation))
    made: dict[str, Any] = {}
    for mark in graph.marks:
        features = {"label": mark.label, **mark.choices}
        if mark.note is not None:
            features["note"] = escape_line(mark.note)
        made[mark.id] = types.get_type(_type_name(mark.layer))(begin=mark.span.start, end=mark.span.end, **features)
    slots: dict[tuple[str, str], list[Any]] = {}
    layers = {mark.id: mark.layer for mark in graph.marks}
    for link in graph.links:
        slot = types.get_type(_link_type_name(layers[link.source], link.label))(role=link.label, target=made[link.target])
        slots.setdefault((link.source, link.label), []).append(slot)
    for (source, label), found in slots.items():
        made[source][label] = types.get_type(_ARRAY)(elements=found)
    cas.add_all(made.values())
    return cas


def read_inception(file: Path, articles: Path | None = None) -> Document:
    """Reads a CAS.

    Args:
        file: XMI, as exported from here or from INCEpTION.
        articles: `articles.jsonl` of the export; looked for beside the file where None.

    Raises:
        AnnotationError: the file is no CAS, or an annotation is not what this module writes.
        UsageError: dkpro-cassis is not installed.
    """
    cas, lines = _load(file)
    shown = cas.sofa_string or ""
    document = read_sidecar(file, articles, _shown).find(file, shown)
    graph = join_parts(_graph(cas, file, lines, document.text))
    return replace(document, annotation=read_graph(graph, document.text))


def _load(file: Path) -> tuple[Any, dict[int, int]]:
    """A CAS, and the lines of its elements by their ids."""
    cassis = _cassis()
    try:
        tree = etree.parse(file, etree.XMLParser(resolve_entities=False))
        lines = {int(element.get(_XMI_ID)): element.sourceline for element in tree.iter("*") if element.get(_XMI_ID)}
        with warnings.catch_warnings():  # of types that are INCEpTION's own
            warnings.simplefilter("ignore")
            return cassis.load_cas_from_xmi(file, _type_system(), lenient=True), lines
    except etree.XMLSyntaxError as error:
        raise AnnotationError(f"{file}:{error.lineno}: not XML: {error.msg}") from error
    except OSError as error:
        raise AnnotationError(f"cannot read {file}: {error}") from error
    except _MALFORMED as error:
        raise AnnotationError(f"{file}: not a CAS with the types of {TYPES}: {type(error).__name__}: {error}") from error


def _graph(cas: Any, file: Path, lines: dict[int, int], text: str) -> Graph:
    found = [(layer, item, f"{file}:{lines.get(item.xmiID, 0)}") for layer in WITH_PARTS for item in cas.select(_type_name(layer))]
    marks = tuple(_mark(layer, item, where, text) for layer, item, where in found)
    return Graph(marks, tuple(link for layer, item, where in found for link in _links(layer, item, where)))


def _mark(layer: str, item: Any, where: str, text: str) -> Mark:
    if item.begin is None or item.end is None:
        raise AnnotationError(f"{where}: {layer} begins or ends outside of the text")
    mark = make_mark(where, str(item.xmiID), item.label or layer, [(item.begin, item.end)], text)
    if mark.layer != layer:
        raise AnnotationError(f"{where}: {layer} has the label {item.label!r} of another layer")
    known = WITH_PARTS[layer]
    told = {name: item[name] for name in known.choices if item[name]}
    try:
        choices = {name: read_choice(layer, name, answer) for name, answer in told.items()}
    except ValueError as error:
        raise mark.fault(f"is wrong: {error}") from error
    note = item.note if known.note else None
    return replace(mark, choices=choices, note=unescape_line(note) if note else None)


def _links(layer: str, item: Any, where: str) -> Iterator[Link]:
    for label in _links_of(layer):
        slot = item[label]
        for link in slot.elements if slot is not None else ():
            if link.target is None:
                raise AnnotationError(f"{where}: {label} leads nowhere")
            yield Link(label=label, source=str(item.xmiID), target=str(link.target.xmiID), where=where)
