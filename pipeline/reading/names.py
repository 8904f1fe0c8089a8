"""From a name that a reader has in mind to the entities of all articles that bear it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.reading.frames import read_arrow, read_frame, to_frame
from pipeline.reading.source import Source

_COLUMNS = ["entity_id", "article_id", "canonical_id", "name", "label"]


def resolve_entities(source: Source, wanted: object) -> pd.DataFrame:
    """Finds the entities of one thing, in every article.

    Args:
        source: the run.
        wanted: a name, a `canonical_id`, an `entity_id`, or a row with one of these. Case and spacing of a name do not matter. A
            full name wins over an alias: only where nothing has the name, aliases are asked, and then "Smith" may be several
            people, whom `canonical_id` tells apart.

    Returns:
        entity_id, article_id, canonical_id, name, label: all entities that share a canonical id with those that match. Empty where
        none does.
    """
    name = _name_of(wanted)
    canonical = _canonical_ids(source, name)
    return read_frame(source, "entities", _COLUMNS, {"canonical_id": sorted(canonical)})


def _name_of(wanted: object) -> str:
    if isinstance(wanted, str):
        return wanted
    for key in ("canonical_id", "entity_id", "name"):
        try:
            value = wanted[key]  # type: ignore[index]
        except (KeyError, TypeError, IndexError):
            continue
        if isinstance(value, str):
            return value
    return str(wanted)


def _canonical_ids(source: Source, wanted: str) -> set[str]:
    key = folded(wanted)
    by_id: set[str] = set()
    by_name: set[str] = set()
    by_alias: set[str] = set()
    for batch in _batches(source, ["entity_id", "canonical_id", "name", "aliases"]):
        canonical = batch.column("canonical_id")
        is_id = pc.or_(pc.equal(canonical, wanted), pc.equal(batch.column("entity_id"), wanted))
        by_id.update(canonical.filter(is_id).to_pylist())
        by_name.update(canonical.filter(pc.equal(_folded(batch.column("name")), key)).to_pylist())
        aliases = batch.column("aliases")
        parents = pc.list_parent_indices(aliases).filter(pc.equal(_folded(pc.list_flatten(aliases)), key))
        by_alias.update(canonical.take(parents).to_pylist())
    return by_id or by_name or by_alias


def _batches(source: Source, names: list[str]) -> Iterator[pa.RecordBatch]:
    yield from source.dataset("entities").to_batches(columns=names)


def folded(name: str) -> str:
    """A name without regard to case and spacing."""
    return " ".join(name.split()).lower()


def _folded(names: Any) -> Any:
    return pc.utf8_lower(pc.utf8_trim_whitespace(pc.replace_substring_regex(names, r"\s+", " ")))


def search_entities(source: Source, words: str = "", label: str | None = None) -> pd.DataFrame:
    """Lists what the run knows under names that hold the words, most named first.

    Args:
        source: the run.
        words: part of a name or an alias; "" for everything.
        label: only entities of this label.

    Returns:
        One row a canonical id: canonical_id, name (the most frequent), label, n_articles, n_mentions, aliases.
    """
    rows = read_arrow(
        source, "entities", ["canonical_id", "name", "label", "aliases", "n_mentions"], {"label": label} if label else None
    )
    if words:
        key = folded(words)
        aliases = rows.column("aliases").combine_chunks()
        parents = pc.list_parent_indices(aliases).filter(pc.match_substring(_folded(pc.list_flatten(aliases)), key))
        has_name = pc.match_substring(_folded(rows.column("name")), key)
        matching = pc.or_(has_name, pc.is_in(pa.array(range(rows.num_rows), pa.int64()), value_set=parents.cast(pa.int64())))
        found = set(rows.column("canonical_id").filter(matching).to_pylist())
        rows = rows.filter(pc.is_in(rows.column("canonical_id"), value_set=pa.array(sorted(found), pa.string())))
    frame = to_frame("entities", rows)
    counted = frame.groupby(["canonical_id", "name"], sort=False).size().rename("n").reset_index()
    first = counted.sort_values(["n", "name"], ascending=[False, True]).drop_duplicates("canonical_id")
    names = first.set_index("canonical_id")["name"]
    pairs = frame[["canonical_id", "aliases"]].explode("aliases").dropna().drop_duplicates().sort_values("aliases")
    aliases = pairs.groupby("canonical_id")["aliases"].agg(list)
    listed = frame.groupby("canonical_id", sort=False).agg(
        label=("label", "first"), n_articles=("name", "size"), n_mentions=("n_mentions", "sum")
    )
    listed.insert(0, "name", names)
    listed["aliases"] = [aliases.get(each, []) for each in listed.index]
    return listed.sort_values(["n_mentions", "name"], ascending=[False, True]).reset_index()
