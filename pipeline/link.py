"""A pass over a finished run: joins names that other articles explain, surnames and acronyms, to what they mean there.

Only `canonical_id` changes. Which names are joined follows from full names alone, which the pass never changes; so it may
be killed and run again at any time, and a second pass changes nothing. Parts are read one at a time: what is kept are the ids
of full names by surname and acronym.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.errors import OutputError
from pipeline.extract.names import is_acronym_form, name_words
from pipeline.lock import hold
from pipeline.schema import Entity
from pipeline.store import MANIFEST, open_part, read_manifest, rewrite_parts, table_parts, write_json
from pipeline.vocabulary import Label

MIN_ARTICLES = 2
"""Articles that have to name the one who is meant in full."""
MIN_SHARE = 0.95
"""Of the articles that name someone in full whom the short name fits, how many have to name that one."""

_COLUMNS = ["name", "label", "aliases", "canonical_id"]

Key = tuple[str, str]


class Linked(NamedTuple):
    """What a pass did: short names in the run, and those of them that were joined."""

    n_short: int
    n_joined: int


def link(out: Path) -> Linked:
    """Joins surname-only people and acronym-only organizations of a run across its articles.

    Args:
        out: the folder of a finished run.

    Raises:
        OutputError: there is no finished run, or it cannot be written or is in use.
    """
    manifest = read_manifest(out)
    if manifest is None or not manifest.get("is_finished"):
        raise OutputError(f"{out} holds no finished run; run extract to its end first")
    with hold(out):
        return _link(out, manifest)


def _link(out: Path, manifest: dict[str, Any]) -> Linked:
    meant = choose_meant(counts_of(table_parts(out, Entity.table)))
    n_short = n_joined = 0

    def join(table: pa.Table) -> pa.Table:
        nonlocal n_short, n_joined
        ids: list[str] = table.column("canonical_id").to_pylist()
        for row, key in enumerate(_short_keys(table)):
            if key is not None:
                n_short += 1
                n_joined += key in meant
                ids[row] = meant.get(key, ids[row])
        column = table.schema.get_field_index("canonical_id")
        return table.set_column(column, table.schema.field(column), pa.array(ids, pa.string()))

    rewrite_parts(out, Entity.table, join)
    write_json(out / MANIFEST, {**manifest, "linked": {"n_short": n_short, "n_joined": n_joined}})
    return Linked(n_short, n_joined)


def counts_of(parts: Sequence[Path]) -> dict[Key, Counter[str]]:
    """For each short name the articles in which each full name stands that it fits, by canonical id."""
    counts: dict[Key, Counter[str]] = {}
    for part in parts:
        table = open_part(part).read(columns=_COLUMNS)
        for name, label, aliases, number in zip(*(table.column(column).to_pylist() for column in _COLUMNS), strict=True):
            for key in dict.fromkeys(full_keys(name, label, aliases)):
                counts.setdefault(key, Counter())[number] += 1
    return counts


def choose_meant(counts: dict[Key, Counter[str]]) -> dict[Key, str]:
    """The canonical id of each short name that the run makes unambiguous."""
    meant = {}
    for key, found in counts.items():
        number, most = found.most_common(1)[0]
        if most >= MIN_ARTICLES and most >= MIN_SHARE * found.total():
            meant[key] = number
    return meant


def short_key(name: str, label: str) -> Key | None:
    """The key of a name that is short: one word of a person's, an organization's acronym; None for any other."""
    words = name_words(name)
    if label == Label.PERSON and len(words) == 1 and len(words[0]) > 1:
        return label, words[0]
    if label == Label.ORG and is_acronym_form(name):
        return label, "".join(words)
    return None


def full_keys(name: str, label: str, aliases: Sequence[str]) -> Iterator[Key]:
    """The keys of the short names that fit a full name: its last word, and the acronyms that its article uses for it."""
    words = name_words(name)
    if label == Label.PERSON and len(words) > 1:
        yield label, words[-1]
    elif label == Label.ORG and len(words) > 1 and not is_acronym_form(name):
        for alias in aliases:
            if is_acronym_form(alias):
                yield label, "".join(name_words(alias))


def _short_keys(table: pa.Table) -> Iterator[Key | None]:
    names, labels = table.column("name").to_pylist(), table.column("label").to_pylist()
    for name, label in zip(names, labels, strict=True):
        yield short_key(name, label)
