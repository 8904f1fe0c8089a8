"""The token encoder of a spaCy pipeline for inference alone: the same vectors in a fraction of the time.

spaCy's pipelines spend most of their time in `spacy.MultiHashEmbed.v2` and `spacy.MaxoutWindowEncoder.v2`. The embedding
of a token depends on its own attributes only, so it is computed once for the tokens of a batch that are alike; the
window layers run over short pieces that stay in the processor's cache, by numpy's matrix product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vectors import Mode
from spacy.vocab import Vocab
from thinc.api import Model, NumpyOps

Floats = NDArray[np.float32]

CHUNK = 1024
"""Rows that the window layers see at once; their columns fit in the second-level cache."""

_MIX = 0x9E3779B97F4A7C15
"""Odd multiplier of the hash over a token's attributes (the golden ratio in 64 bits, after Knuth, TAOCP 6.4)."""

_EMBED_NODES = frozenset({"extract_features", "list2ragged", "ragged2list", "ints-getitem", "hashembed", "static_vectors"})
_LAYER_NODES = frozenset({"expand_window", "maxout", "layernorm", "dropout"})


class _Layer(NamedTuple):
    """Maxout with layer normalization, the pieces side by side.

    Attributes:
        weights: (nI, nP * nO).
        bias: (nP * nO,).
        n_pieces: nP.
        gain: (nO,).
        shift: (nO,).
    """

    weights: Floats
    bias: Floats
    n_pieces: int
    gain: Floats
    shift: Floats

    def __call__(self, inputs: Floats) -> Floats:
        """(n, nI) to (n, nO): max over pieces of Wx + b, normalized (Goodfellow et al. 2013; Ba et al. 2016)."""
        width = len(self.gain)
        pieces = inputs @ self.weights
        pieces += self.bias
        best = pieces[:, :width].copy()
        for piece in range(1, self.n_pieces):
            np.maximum(best, pieces[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / width + 1e-8  # the constant is thinc's
        best *= (1 / np.sqrt(variance))[:, None]
        best *= self.gain
        best += self.shift
        return best


class Encoder:
    """Computes what a tok2vec model of a known form computes.

    Args:
        model: a chain of embedding and window encoder; see `is_known`.
        vocab: with the word vectors.
    """

    def __init__(self, model: Model[Any, Any], vocab: Vocab) -> None:
        embed, encode = model.layers
        nodes = list(embed.walk())
        self._vocab = vocab
        self._columns = [ORTH, *next(node for node in nodes if node.name == "extract_features").attrs["columns"]]
        self._tables = [node for node in nodes if node.name == "ints-getitem>>hashembed"]
        static = next((node for node in nodes if node.name == "static_vectors"), None)
        self._static = None if static is None else np.ascontiguousarray(_param(static, "W").T)
        (self._mix,) = _layers(embed)
        self._windows = _layers(encode)
        self._pad: int = encode.attrs["pad"]

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """The vectors of each doc's tokens, (n_tokens, width)."""
        lengths = [len(doc) for doc in docs]
        vectors, which = self._embed(docs)
        padded = np.zeros((sum(lengths) + self._pad * (len(docs) + 1), vectors.shape[1]), dtype=np.float32)
        starts = []
        row = self._pad
        at = 0
        for length in lengths:  # zeros between the docs: no window sees another doc's tokens
            starts.append(row)
            padded[row : row + length] = vectors[which[at : at + length]]
            row += length + self._pad
            at += length
        encoded = self._encode(padded)
        return [encoded[start : start + length] for start, length in zip(starts, lengths, strict=True)]

    def _embed(self, docs: Sequence[Doc]) -> tuple[Floats, NDArray[np.intp]]:
        """The embeddings of the tokens that differ, (n, width), and for every token which of them is its."""
        attributes = np.concatenate([doc.to_array(self._columns) for doc in docs]).astype(np.uint64, copy=False)
        keys = attributes[:, 0].copy()
        for column in range(1, attributes.shape[1]):
            keys *= np.uint64(_MIX)
            keys += attributes[:, column]
        _, first, which = np.unique(keys, return_index=True, return_inverse=True)
        distinct = attributes[first]
        parts = [table.predict(distinct[:, 1:]) for table in self._tables]
        if self._static is not None:
            rows = self._vocab.vectors.find(keys=distinct[:, 0])
            static = self._vocab.vectors.data[rows] @ self._static
            static[rows < 0] = 0
            parts.append(static)
        return self._mix(np.concatenate(parts, axis=1)), which

    def _encode(self, rows: Floats) -> Floats:
        """The window layers over all rows, in chunks with as many rows more at each side as there are layers."""
        n_rows, width = rows.shape
        encoded = np.empty_like(rows)
        reach = len(self._windows)
        for start in range(0, n_rows, CHUNK):
            low, high = max(0, start - reach), min(n_rows, start + CHUNK + reach)
            chunk = rows[low:high].copy()
            windows = np.zeros((high - low, 3 * width), dtype=np.float32)
            for layer in self._windows:
                windows[1:, :width] = chunk[:-1]
                windows[:, width : 2 * width] = chunk
                windows[:-1, 2 * width :] = chunk[1:]
                chunk += layer(windows)
            encoded[start : start + CHUNK] = chunk[start - low : start - low + CHUNK]
        return encoded


def is_known(model: Model[Any, Any], vocab: Vocab) -> bool:
    """Whether `Encoder` computes what a model computes.

    It does for hash embeddings, with or without static vectors, mixed by one maxout layer, followed by residual maxout
    layers over a window of one token at each side.
    """
    if len(model.layers) != 2 or not model.layers[0].name.startswith("extract_features>>") or "pad" not in model.layers[1].attrs:
        return False
    embed, encode = ([node for node in part.walk() if not node.layers] for part in model.layers)
    return (
        {node.name for node in embed} <= _EMBED_NODES | _LAYER_NODES
        and {node.name for node in encode} == _LAYER_NODES
        and all(node.attrs["window_size"] == 1 for node in encode if node.name == "expand_window")
        and sum(node.name == "maxout" for node in embed) == 1
        and sum(node.name == "expand_window" for node in encode) == sum(node.name == "maxout" for node in encode)
        and sum(node.name == "ints-getitem" for node in embed) == sum(node.name == "hashembed" for node in embed)
        and vocab.vectors.mode == Mode.default
    )


def quicken(nlp: Language) -> None:
    """Puts an `Encoder` where a pipeline's components hold a token encoder of a known form. What it annotates is the same.

    Models of another form stay as they are, and training still runs the original layers.
    """
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if not isinstance(model, Model):
            continue
        nodes = list(model.walk())
        for node in nodes:
            node.ops = ops
        if is_known(model, nlp.vocab):
            cast(Any, pipe).model = _quick(model, nlp.vocab)
            continue
        for node in nodes:
            for index, layer in enumerate(node.layers):
                if is_known(layer, nlp.vocab):
                    node.layers[index] = _quick(layer, nlp.vocab)


def _quick(original: Model[Any, Any], vocab: Vocab) -> Model[Any, Any]:
    encoder = Encoder(original, vocab)

    def forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Any, Callable[..., Any]]:
        if is_train or not any(len(doc) for doc in docs):
            return original(docs, is_train)
        return encoder(docs), _no_backprop

    quick: Model[Any, Any] = Model("quick_tok2vec", forward, layers=[original], dims={"nO": original.get_dim("nO")})
    return quick


def _no_backprop(*_: Any) -> Any:
    raise RuntimeError("vectors of an inference pass have no gradient")


def _layers(part: Model[Any, Any]) -> list[_Layer]:
    """The maxout layers of a part, in order, each with its layer normalization."""
    nodes = list(part.walk(order="dfs_pre"))
    maxouts = [node for node in nodes if node.name == "maxout"]
    norms = [node for node in nodes if node.name == "layernorm"]
    return [_layer(maxout, norm) for maxout, norm in zip(maxouts, norms, strict=True)]


def _layer(maxout: Model[Any, Any], norm: Model[Any, Any]) -> _Layer:
    weights = _param(maxout, "W")
    n_out, n_pieces, n_in = weights.shape
    return _Layer(
        np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(n_in, n_pieces * n_out)),
        np.ascontiguousarray(_param(maxout, "b").T.reshape(-1)),
        n_pieces,
        _param(norm, "G"),
        _param(norm, "b"),
    )


def _param(node: Model[Any, Any], name: str) -> Floats:
    return cast(Floats, node.get_param(name))
