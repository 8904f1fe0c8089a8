"""Reduces the word vectors of a spaCy pipeline to what the event scorers need."""

from __future__ import annotations

import numpy as np
from spacy.language import Language

from pipeline.errors import ModelError
from pipeline.extract.word_vectors import WordVectors
from pipeline.parse import symbol

WIDTH = 64
"""Principal components kept."""


def reduce_vectors(nlp: Language, width: int = WIDTH) -> WordVectors:
    """The principal components of a pipeline's vectors, for its lower-case ASCII words.

    Vectors are brought to length one first, so that frequency does not weigh, and the components to equal variance.

    Args:
        nlp: a pipeline with vectors.
        width: components kept.

    Raises:
        ModelError: the pipeline has no word vectors.
    """
    vectors = nlp.vocab.vectors
    if not len(vectors) or vectors.shape[1] < width:
        raise ModelError("the spaCy pipeline has no word vectors; events are trained with one that has, such as en_core_web_md")
    strings = nlp.vocab.strings
    places: dict[int, int] = {}
    for key, row in vectors.key2row.items():
        word = strings[key]
        if word.isascii() and word.islower() and word.replace("-", "").isalpha():
            places.setdefault(symbol(word), row + 1)
    words = np.array(sorted(places), dtype=np.uint32)
    data = np.asarray(vectors.data, dtype=np.float64)
    data = data / np.maximum(np.linalg.norm(data, axis=1, keepdims=True), 1e-9)
    data -= data.mean(axis=0)
    _, axes = np.linalg.eigh(data.T @ data / len(data))
    kept = data @ axes[:, ::-1][:, :width]
    kept /= kept.std(axis=0)
    # an eigenvector's sign is arbitrary: the largest component is made positive
    kept *= np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(width)])
    table = np.concatenate([np.zeros((1, width)), kept]).astype(np.float32)
    return WordVectors(words, np.array([places[word] for word in words.tolist()], dtype=np.uint16), table)
