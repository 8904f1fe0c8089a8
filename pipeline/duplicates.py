"""Near-duplicates: wire copy that many sites carry, found by MinHash and marked in `articles.duplicate_of`.

A pass over a finished run. The method is Broder's (On the resemblance and containment of documents, 1997): of each article the
running text is cut into shingles of `SHINGLE` words; the share of equal minima under `N_HASHES` hash functions estimates the share
of shingles that two articles have in common. Only articles whose minima agree in a whole band are compared (locality-sensitive
hashing). In the order of publication, an article joins the first one before it that it resembles and that is no duplicate itself,
so that chains of small changes do not tie together what differs.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipeline.errors import OutputError
from pipeline.lock import hold
from pipeline.schema import arrow_schema
from pipeline.storage import is_remote
from pipeline.store import open_part, read_run, rewrite_parts, table_parts
from pipeline.vocabulary import SectionKind

SIMILAR = 0.7
"""Share of shingles in common from which an article counts as a near-duplicate."""

SHINGLE = 5
"""Words in a shingle."""

N_BANDS, BAND = 25, 5
"""Bands, and minima in each: of pairs with 0.7 in common 99 in 100 agree in a band, of pairs with 0.3 in common 6."""

N_HASHES = N_BANDS * BAND

_CHUNK = 2048
"""Shingles that are hashed at once."""

_UNKNOWN = np.iinfo(np.int64).max
"""Stands for no publication time: after all that have one."""

_WORD = re.compile(r"\w+")
_TEXT_KINDS = frozenset({SectionKind.LEAD, SectionKind.BODY})

_Ints = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Marked:
    """What `mark_duplicates` did.

    Attributes:
        n_articles: articles of the run.
        n_duplicates: of these, near-duplicates of an earlier one.
    """

    n_articles: int
    n_duplicates: int


@dataclass(frozen=True, slots=True)
class _Articles:
    """What is held of each article of a run: 216 bytes, and the minima in a file.

    Attributes:
        ids: the article ids as numbers.
        published: seconds since 1970, or `_UNKNOWN`.
        bands: a hash of each band of minima.
        minima: the minima; those of an article without words are 0.
        has_words: whether an article has a shingle.
    """

    ids: _Ints
    published: npt.NDArray[np.int64]
    bands: _Ints
    minima: npt.NDArray[np.uint32]
    has_words: npt.NDArray[np.bool_]


def mark_duplicates(out: Path, similar: float = SIMILAR) -> Marked:
    """Marks the near-duplicates of a finished run. Run again, it gives the same.

    Args:
        out: the output folder.
        similar: share of shingles in common from which an article counts.

    Raises:
        OutputError: the folder holds no finished run of this version, or cannot be written or is in use.
    """
    run = read_run(out)
    if run.get("is_finished") is not True:
        raise OutputError(f"the run in {out} is not finished; run the same onrecord extract again first")
    with hold(out):
        return _mark(out, similar)


def _mark(out: Path, similar: float) -> Marked:
    parts = table_parts(out, "articles")
    if any(open_part(part).schema_arrow.names != arrow_schema("articles").names for part in parts):
        raise OutputError(f"{out} holds a run of another version; extract it again")
    try:
        with tempfile.TemporaryFile(dir=None if is_remote(out) else out) as file:
            articles = _read(parts, file)
            originals = find_originals(articles, similar)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}") from error
    names = {int(articles.ids[one]): f"{int(articles.ids[other]):016x}" for one, other in originals.items()}

    def mark(table: pa.Table) -> pa.Table:
        found = [names.get(int(each, 16)) for each in table["article_id"].to_pylist()]
        at = table.schema.get_field_index("duplicate_of")
        return table.set_column(at, table.schema.field(at), pa.array(found, pa.string()))

    rewrite_parts(out, "articles", mark)
    return Marked(len(articles.ids), len(names))


def _read(parts: Sequence[Path], file: Any) -> _Articles:
    n = sum(open_part(part).metadata.num_rows for part in parts)
    shape = (n, N_HASHES)
    minima = np.memmap(file, np.uint32, "w+", shape=shape) if n else np.zeros(shape, np.uint32)
    articles = _Articles(
        np.zeros(n, np.uint64), np.full(n, _UNKNOWN), np.zeros((n, N_BANDS), np.uint64), minima, np.zeros(n, np.bool_)
    )
    for at, row in enumerate(_rows(parts)):
        articles.ids[at] = int(row["article_id"], 16)
        if row["published_at"] is not None:
            articles.published[at] = int(row["published_at"].timestamp())
        found = find_minima(running_text(row["text"], row["sections"]))
        if found is not None:
            articles.has_words[at] = True
            articles.minima[at] = found
            articles.bands[at] = _hash_bands(found)
    return articles


def _rows(parts: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for part in parts:
        for batch in open_part(part).iter_batches(64, columns=["article_id", "published_at", "text", "sections"]):
            yield from batch.to_pylist()


def running_text(text: str, sections: Sequence[dict[str, Any]]) -> str:
    """The lead and body of an article, without what each site adds; the whole text where it has neither."""
    found = [text[section["start"] : section["end"]] for section in sections if section["kind"] in _TEXT_KINDS]
    return "\n".join(found) or text


def find_minima(text: str) -> npt.NDArray[np.uint32] | None:
    """The least value that each hash function gives for a shingle of a text; None where it has fewer words than a shingle.

    Case and signs are not looked at.
    """
    words = np.array([crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text.lower())], np.uint64)
    n = len(words) - SHINGLE + 1
    if n < 1:
        return None
    shingles = np.zeros(n, np.uint64)
    for place in range(SHINGLE):
        shingles = _mix(shingles + words[place : place + n])
    shingles = np.unique(shingles)
    minima = np.full(N_HASHES, np.iinfo(np.uint32).max, np.uint32)
    for start in range(0, len(shingles), _CHUNK):
        hashed = (shingles[start : start + _CHUNK, None] * _FACTORS[None, :] + _TERMS[None, :]) >> np.uint64(32)
        np.minimum(minima, hashed.min(axis=0).astype(np.uint32), out=minima)
    return minima


def _mix(values: _Ints) -> _Ints:
    """Spreads 64 bits: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _constants(name: str) -> _Ints:
    """A fixed number for each hash function, the same on every machine."""
    digests = [blake2b(f"{name} {number}".encode(), digest_size=8).digest() for number in range(N_HASHES)]
    return np.array([int.from_bytes(digest, "big") for digest in digests], np.uint64)


_FACTORS = _constants("factor") | np.uint64(1)
_TERMS = _constants("term")


def _hash_bands(minima: npt.NDArray[np.uint32]) -> _Ints:
    rows = minima.reshape(N_BANDS, BAND).astype(np.uint64)
    hashed = np.zeros(N_BANDS, np.uint64)
    for column in range(BAND):
        hashed = _mix(hashed + rows[:, column] + np.uint64(1))
    return hashed


def find_originals(articles: _Articles, similar: float) -> dict[int, int]:
    """For each near-duplicate the article that it is one of, both by their places in the run.

    The original is published before; of articles with the same time, or none, the one with the lesser id is.
    """
    shared = _shared_bands(articles)
    originals: dict[int, int] = {}
    held: dict[tuple[int, int], list[int]] = {}  # originals by band and its hash
    for one in np.lexsort((articles.ids, articles.published)).tolist():
        keys = [(int(band), int(articles.bands[one, band])) for band in np.flatnonzero(shared[one])]
        near = sorted({other for key in keys for other in held.get(key, ())})
        if near:
            common = (articles.minima[near] == articles.minima[one]).mean(axis=1)
            alike = [other for other, share in zip(near, common.tolist(), strict=True) if share >= similar]
            if alike:
                originals[one] = min(alike, key=lambda other: (articles.published[other], articles.ids[other]))
                continue
        for key in keys:
            held.setdefault(key, []).append(one)
    return originals


def _shared_bands(articles: _Articles) -> npt.NDArray[np.bool_]:
    """Whether a band of an article is that of another one, too."""
    shared = np.zeros(articles.bands.shape, np.bool_)
    places = np.flatnonzero(articles.has_words)
    for band in range(N_BANDS):
        _, index, counts = np.unique(articles.bands[places, band], return_inverse=True, return_counts=True)
        shared[places, band] = counts[index] > 1
    return shared
