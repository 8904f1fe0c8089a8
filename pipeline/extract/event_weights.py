"""Reads and writes the trained weights of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extract.event_lexicon import event_lexicon
from pipeline.extract.event_network import Classifier
from pipeline.extract.noun_kinds import NounKinds
from pipeline.extract.ranking import BITS, Calibration, Floats
from pipeline.extract.word_vectors import WordVectors
from pipeline.lexicons import models_dir

TRIGGER = "trigger"

_VECTORS = "vectors"
_NOUNS = "nouns"
_FLOOR = 0.02


class Part(NamedTuple):
    """One classifier as it is trained and stored.

    Attributes:
        table: of shape (2 ** BITS, width), a row for each hashed feature.
        maps: for each place of a word, of shape (vector width, width).
        bias, output, offsets: as in `Classifier`.
        calibration: of the probability that it gives.
    """

    table: Floats
    maps: tuple[Floats, ...]
    bias: Floats
    output: Floats
    offsets: Floats
    calibration: Calibration = Calibration()

    def classifier(self, vectors: WordVectors) -> Classifier:
        """The classifier, with its maps applied to the vectors."""
        used = np.flatnonzero(self.table.any(axis=1))
        return _classifier(used, self.table[used], self.maps, vectors, (self.bias, self.output, self.offsets))


_Layers = tuple[Floats, Floats, Floats]


def _classifier(
    used: npt.NDArray[np.integer], values: Floats, maps: Sequence[Floats], vectors: WordVectors, layers: _Layers
) -> Classifier:
    """A classifier from the rows of its table that are not zero.

    Args:
        used: numbers of the rows.
        values: of shape (n_used, width).
        maps: as in `Part`.
        vectors: of words.
        layers: bias, output and offsets, as in `Part`.
    """
    index = np.zeros(1 << BITS, dtype=np.int32)
    index[used] = np.arange(1, len(used) + 1, dtype=np.int32)
    table = np.concatenate([np.zeros((1, values.shape[1]), dtype=np.float32), values])
    return Classifier(table, index, [vectors.table @ weights for weights in maps], *layers)


class EventWeights(NamedTuple):
    """What the stage `events` scores with.

    Attributes:
        vectors: of words.
        trigger: whether a word names an event; one class.
        calibration: of the trigger's probability.
        nouns: what kind of thing a noun names.
    """

    vectors: WordVectors
    trigger: Classifier
    calibration: Calibration
    nouns: NounKinds


@cache
def event_weights() -> EventWeights:
    """The project's own weights, read once."""
    return read_event_weights(models_dir() / "events" / "weights.npz")


def read_event_weights(path: Path) -> EventWeights:
    """Reads a file that `write_event_weights` wrote."""
    with np.load(path) as file:
        vectors = _read_vectors(file)
        classifier = _read_classifier(file, TRIGGER, vectors)
        slope, shift = file[f"{TRIGGER}.calibration"].tolist()
        lines = file[f"{_NOUNS}.tangible"], file[f"{_NOUNS}.personal"]
    nouns = NounKinds(vectors, *lines, event_lexicon().people, event_lexicon().things)
    return EventWeights(vectors, classifier, Calibration(slope, shift), nouns)


def write_event_weights(path: Path, vectors: WordVectors, parts: Mapping[str, Part], nouns: NounKinds) -> None:
    """Writes vectors and classifiers in eight bits: the vectors with a scale a column, the tables with a scale a row.

    Args:
        path: an .npz file.
        vectors: of words.
        parts: classifiers by name.
        nouns: what kind of thing a noun names.
    """
    values, scale = _in_bytes(vectors.table[1:], axis=0)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        f"{_VECTORS}.words": vectors.words,
        f"{_VECTORS}.places": vectors.places,
        f"{_VECTORS}.values": values,
        f"{_VECTORS}.scale": scale,
        f"{_NOUNS}.tangible": nouns.tangible,
        f"{_NOUNS}.personal": nouns.personal,
    }
    for name, part in parts.items():
        rows = np.flatnonzero(np.abs(part.table).max(axis=1) > _FLOOR)
        values, scale = _in_bytes(part.table[rows], axis=1)
        arrays |= {f"{name}.rows": rows.astype(np.int32), f"{name}.values": values, f"{name}.scale": scale}
        arrays |= {f"{name}.map{place}": weights.astype(np.float16) for place, weights in enumerate(part.maps)}
        arrays |= {f"{name}.bias": part.bias, f"{name}.output": part.output, f"{name}.offsets": part.offsets}
        arrays[f"{name}.calibration"] = np.array(part.calibration, dtype=np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _in_bytes(values: Floats, axis: int) -> tuple[npt.NDArray[np.int8], Floats]:
    scale = np.abs(values).max(axis=axis, keepdims=True) / np.float32(127)
    return np.rint(values / np.maximum(scale, np.float32(1e-12))).astype(np.int8), scale.astype(np.float32)


def _read_vectors(file: np.lib.npyio.NpzFile) -> WordVectors:
    values = file[f"{_VECTORS}.values"].astype(np.float32) * file[f"{_VECTORS}.scale"]
    table = np.concatenate([np.zeros((1, values.shape[1]), dtype=np.float32), values])
    return WordVectors(file[f"{_VECTORS}.words"], file[f"{_VECTORS}.places"], table)


def _read_classifier(file: np.lib.npyio.NpzFile, name: str, vectors: WordVectors) -> Classifier:
    """The classifier of a part, without making its whole table, which has a million rows and few that are used."""
    values = file[f"{name}.values"].astype(np.float32) * file[f"{name}.scale"]
    places = sorted(key for key in file.files if key.startswith(f"{name}.map"))
    maps = [file[key].astype(np.float32) for key in places]
    layers = (file[f"{name}.bias"], file[f"{name}.output"], file[f"{name}.offsets"])
    return _classifier(file[f"{name}.rows"], values, maps, vectors, layers)
