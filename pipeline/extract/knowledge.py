"""A user's own knowledge base: names, aliases and ids, matched exactly."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pipeline.errors import ConfigError
from pipeline.extract.names import is_acronym_form, name_words, without_determiner
from pipeline.layers import Entity
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Label

COLUMNS = ("id", "name", "aliases", "label")
_NEEDED = ("id", "name")
_BETWEEN_ALIASES = "|"


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Ids by normalized name and label.

    Attributes:
        ids: the id of each name with a label, and of each name of a row without one; None where a name has several ids.
    """

    ids: Mapping[tuple[str, str], str | None]

    def find(self, name: str, label: Label) -> str | None:
        """The id of a name: that of a row with the label, else that of a row without one; None where there is no single one."""
        key = normal_name(name)
        if (key, label) in self.ids:
            return self.ids[key, label]
        return self.ids.get((key, ""))


class Knowledge:
    """Fills `kb_id` of entities.

    An entity has the id of its fullest name, or else the only id that its other names have. A single word counts only as the
    fullest name or as an acronym: a surname of the knowledge base does not tell which member of the family an article means.

    Args:
        knowledge_base: of the user.
    """

    name: ClassVar[str] = "knowledge"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.ENTITIES})
    provides: ClassVar[frozenset[Layer]] = frozenset()

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self._knowledge_base = knowledge_base

    def __call__(self, analysis: Analysis) -> None:
        """Reads `analysis.entities` and changes them."""
        for entity in analysis.entities:
            entity.kb_id = self._find(entity)

    def _find(self, entity: Entity) -> str | None:
        found = self._knowledge_base.find(entity.name, entity.label)
        if found is not None:
            return found
        telling = (alias for alias in entity.aliases if len(name_words(alias)) > 1 or is_acronym_form(alias))
        ids = {self._knowledge_base.find(alias, entity.label) for alias in telling} - {None}
        return ids.pop() if len(ids) == 1 else None


def normal_name(name: str) -> str:
    """The form in which names are compared: case, diacritics, full stops, apostrophes, hyphens and a leading article fall away."""
    return " ".join(without_determiner(name_words(name)))


def read_knowledge_base(path: Path) -> KnowledgeBase:
    """Reads a CSV file with the columns `id` and `name`, and where wanted `aliases` (with "|" between them) and `label`.

    Raises:
        ConfigError: it cannot be read, lacks a column, or a row has no id, no name or an unknown label.
    """
    ids: dict[tuple[str, str], str | None] = {}
    for line, row in _read_rows(path):
        number, label = row["id"].strip(), row.get("label", "").strip()
        if label and label not in Label.__members__:
            raise ConfigError(f"the knowledge base {path}, line {line}: unknown label {label!r}; known are {', '.join(Label)}")
        names = [row["name"], *row.get("aliases", "").split(_BETWEEN_ALIASES)]
        if not number or not normal_name(row["name"]):
            raise ConfigError(f"the knowledge base {path}, line {line}: every row needs an id and a name")
        for key in dict.fromkeys(normal_name(name) for name in names):
            if key:
                ids[key, label] = number if ids.get((key, label), number) == number else None
    if not ids:
        raise ConfigError(f"the knowledge base {path} has no rows")
    return KnowledgeBase(ids)


def _read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            missing = [name for name in _NEEDED if name not in header]
            if missing:
                raise ConfigError(
                    f"the knowledge base {path} has no column {missing[0]!r}; it needs {' and '.join(_NEEDED)}, "
                    f"and may have {', '.join(COLUMNS[len(_NEEDED) :])}"
                )
            for values in reader:
                if any(value.strip() for value in values):
                    if len(values) != len(header):
                        raise ConfigError(
                            f"the knowledge base {path}, line {reader.line_num}: {len(values)} values for {len(header)} columns"
                        )
                    yield reader.line_num, dict(zip(header, values, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(f"cannot read the knowledge base {path}: {error}") from error
