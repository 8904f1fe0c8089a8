"""Shards told by where their records are, for workers that read the input themselves.

A run on many machines reads its input twice, each time on all of them. First every file is measured: which article each record
is, and how long. From that the shards are cut exactly as one machine cuts them. Then each shard is sent as the places of its
records, and read where it is extracted. Reading costs about a hundredth of extracting, finding the article of a page more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.append import Base, Place, place_of
from pipeline.config import Settings
from pipeline.errors import InputError, UsageError
from pipeline.ingest.files import InputFile, Skipped
from pipeline.ingest.formats import Format
from pipeline.ingest.records import RecordReader, find_inputs
from pipeline.ingest.streams import STDIN
from pipeline.shards import Cutter, Item, Shard, duplicate, measure

STRETCH = 200
"""Files of one record each that are handed out together; a file that may hold many is handed out alone."""

_ONE_RECORD = frozenset({Format.TEXT, Format.HTML, Format.JSON, Format.NITF, Format.NEWSML})

Stretch = tuple[InputFile | Skipped, ...]
"""Files of the input that follow each other, and are read as one stream of records."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What the records of a stretch are, in order.

    Attributes:
        articles: shape (records,); the `article_id` as a number, 0 for a fault.
        n_chars: shape (records,); code points of the text, 0 for a fault.
        places: where each stands; only where a run is appended to, since faults are known by their places.
    """

    articles: npt.NDArray[np.uint64]
    n_chars: npt.NDArray[np.uint32]
    places: tuple[Place, ...] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Records of a stretch that follow each other.

    Attributes:
        stretch: the files.
        first: place of the first record in the stretch.
        n_records: how many.
    """

    stretch: Stretch
    first: int
    n_records: int


@dataclass(frozen=True, slots=True)
class Descriptor:
    """Where the records of a shard are.

    Attributes:
        number: of the shard.
        pieces: in the order of the input.
        duplicates: places in the shard of records that repeat an article.
    """

    number: int
    pieces: tuple[Piece, ...]
    duplicates: frozenset[int]


def find_stretches(inputs: Sequence[Path], settings: Settings) -> Iterator[Stretch]:
    """Cuts the files of the inputs into stretches, in order.

    Raises:
        UsageError: an input cannot be read, or is standard input, which is on one machine alone.
    """
    if STDIN in inputs:
        raise UsageError("standard input cannot be read on many machines; save it to a file that all of them see")
    held: list[InputFile | Skipped] = []
    for file in find_inputs(inputs, settings):
        is_small = isinstance(file, Skipped) or file.format in _ONE_RECORD
        if held and (not is_small or len(held) == STRETCH):
            yield tuple(held)
            held = []
        held.append(file)
        if not is_small:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def read_outline(stretch: Stretch, settings: Settings, *, has_places: bool = False) -> Outline:
    """Reads a stretch to see what is in it."""
    found: list[tuple[int, int]] = []
    places: list[Place] = []
    for item in RecordReader(stretch, settings):
        article, n_chars = measure(item)
        found.append((article or 0, n_chars))
        if has_places:
            places.append(place_of(item))
    return Outline(
        np.array([article for article, _ in found], np.uint64),
        np.array([n_chars for _, n_chars in found], np.uint32),
        tuple(places) if has_places else None,
    )


def plan_descriptors(outlines: Iterable[tuple[Stretch, Outline]], size: int, base: Base | None = None) -> Iterator[Descriptor]:
    """Cuts the input into the shards that `plan_shards` cuts it into.

    Args:
        outlines: of all stretches, in the order of the input; with places where there is a base.
        size: records in a shard.
        base: what the output holds and what is left out, as `only_new` does it; None for a run of its own.
    """
    cutter = Cutter(size)
    numbers = count(0 if base is None else base.next_number)
    pieces: list[Piece] = []
    duplicates: list[int] = []
    n_held = 0
    for found in _find_records(outlines, base):
        is_first, is_repeated = cutter.add(found.article, found.n_chars)
        if is_first:
            yield Descriptor(next(numbers), tuple(pieces), frozenset(duplicates))
            pieces, duplicates, n_held = [], [], 0
        if is_repeated or found.is_repeated:
            duplicates.append(n_held)
        n_held += 1
        last = pieces[-1] if pieces else None
        if last is not None and last.stretch is found.stretch and last.first + last.n_records == found.place:
            pieces[-1] = Piece(last.stretch, last.first, last.n_records + 1)
        else:
            pieces.append(Piece(found.stretch, found.place, 1))
    number = next(numbers)
    if pieces or number == 0:
        yield Descriptor(number, tuple(pieces), frozenset(duplicates))


class _Found(NamedTuple):
    """A record that belongs to a shard: the place in its stretch, and whether it repeats an article of an earlier run."""

    stretch: Stretch
    place: int
    article: int | None
    n_chars: int
    is_repeated: bool


def _find_records(outlines: Iterable[tuple[Stretch, Outline]], base: Base | None) -> Iterator[_Found]:
    for stretch, outline in outlines:
        for place, (number, n_chars) in enumerate(zip(outline.articles.tolist(), outline.n_chars.tolist(), strict=True)):
            article = number or None
            is_repeated = False
            if base is not None:
                assert outline.places is not None
                is_new, is_repeated = base.take(article, outline.places[place])
                if not is_new:
                    continue
            yield _Found(stretch, place, None, 0, True) if is_repeated else _Found(stretch, place, article, n_chars, False)


class ShardReader:
    """Reads shards from their descriptors. It stays where it is in a file, so that reading shards in order reads a file once.

    Args:
        settings: of the run.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stretch: Stretch | None = None
        self._records = RecordReader((), settings)
        self._place = 0

    def read(self, descriptor: Descriptor) -> Shard:
        """Reads the records of a shard.

        Raises:
            InputError: there are fewer than there were: the input changed meanwhile.
        """
        items = [item for piece in descriptor.pieces for item in self._read(piece)]
        for place in descriptor.duplicates:
            items[place] = duplicate(items[place])
        return Shard(descriptor.number, tuple(items))

    def _read(self, piece: Piece) -> list[Item]:
        if piece.stretch != self._stretch or piece.first < self._place:
            self._stretch, self._place = piece.stretch, 0
            self._records = RecordReader(piece.stretch, self._settings)
        self._records.skip(piece.first - self._place)
        items: list[Item] = list(islice(self._records, piece.n_records))
        self._place = piece.first + len(items)
        if len(items) < piece.n_records:
            raise InputError(f"{piece.stretch[0].name} changed while it was read; run the same command again")
        return items
