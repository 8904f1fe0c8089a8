"""Cue features: which tokens may report what someone said, wrote, thought or knew."""

from __future__ import annotations

import numpy as np

from pipeline.extract.contents import DASHES
from pipeline.extract.grammar import QUOTE_SHAPE, Grammar, Indexes
from pipeline.extract.ranking import FeatureRows, Rows

_CUE_TAGS = frozenset("VB VBD VBG VBN VBP VBZ NN NNS NNP JJ RB IN TO : HYPH NFP JJR RP".split())
_CUE_PREPOSITIONS = DASHES | frozenset("according per for against of to about with in as on over at behind toward towards".split())
_PATTERN = ("nsubj", "nsubjpass", "dobj", "ccomp", "xcomp", "prep", "agent", "acl", "prt")
_CLOSED_TAGS = frozenset(("IN", "TO", ":", "HYPH", "NFP", "RP"))


def possible_cues(grammar: Grammar) -> Indexes:
    """Tokens whose tag and word allow them to be a cue, in order."""
    parse = grammar.parse
    chosen = [
        token
        for token, (tag, lower) in enumerate(zip(parse.tag, parse.lower, strict=True))
        if tag in _CUE_TAGS and (tag not in _CLOSED_TAGS or lower in _CUE_PREPOSITIONS)
    ]
    return np.array(chosen, dtype=np.int64)


def cue_features(grammar: Grammar, cues: Indexes) -> Rows:
    """Features of tokens as cues.

    Args:
        grammar: of the article.
        cues: token indexes.

    Returns:
        Of shape (len(cues), n_templates).
    """
    columns = _Columns(grammar, cues)
    rows = FeatureRows(len(cues))
    _add_words(rows, grammar, columns)
    _add_arguments(rows, grammar, columns)
    return rows.matrix()


class _Columns:
    """Columns of the tokens that may be cues."""

    def __init__(self, g: Grammar, cues: Indexes) -> None:
        self.lemma, self.tag, self.dep, self.lower, self.act = (column[cues] for column in (g.lemma, g.tag, g.dep, g.lower, g.act))
        head = g.head[cues]
        self.head = np.where(head == cues, -1, head)
        self.child = {label: g.child[label][cues] for label in g.child}
        self.has = {label: (index >= 0).astype(np.uint64) for label, index in self.child.items()}
        self.pattern = np.zeros(len(cues), dtype=np.uint64)
        for label in _PATTERN:
            self.pattern = (self.pattern << np.uint64(1)) | self.has[label]
        self.quoted = (g.quoted[cues] > 0).astype(np.uint64)
        self.before, self.after = g.shifted(cues, -1), g.shifted(cues, 1)
        opens, closes = g.shape[self.before] == QUOTE_SHAPE, g.shape[self.after] == QUOTE_SHAPE
        self.beside = opens.astype(np.uint64) * np.uint64(2) + closes.astype(np.uint64)


def _add_words(rows: FeatureRows, g: Grammar, c: _Columns) -> None:
    """The word, its neighbours, and what it governs."""
    rows.add(np.zeros(len(c.lemma), dtype=np.uint64))
    rows.add(c.lemma)
    rows.add(c.lower, c.tag)
    rows.add(c.lemma, c.dep)
    rows.add(c.lemma, c.pattern)
    rows.add(c.lemma, g.lower[c.child["prep"]])
    rows.add(c.lemma, g.lower[c.child["mark"]])
    rows.add(c.tag, c.dep)
    rows.add(c.tag, c.pattern)
    rows.add(c.dep, g.lemma[c.head])
    rows.add(c.lemma, g.lower[c.after])
    rows.add(c.lemma, g.lower[c.before])
    rows.add(g.lemma[c.child["nsubj"]], c.tag)
    rows.add(g.entity[c.child["nsubj"]], g.tag[c.child["nsubj"]], c.pattern)
    rows.add(c.lemma, g.lemma[c.child["dobj"]])


def _add_arguments(rows: FeatureRows, g: Grammar, c: _Columns) -> None:
    """Clauses, auxiliaries, marks, and what governs the word."""
    rows.add(g.tag[c.child["ccomp"]], g.lower[g.child["mark"][c.child["ccomp"]]], c.tag)
    rows.add(g.tag[c.child["xcomp"]], c.has["dobj"], c.tag)
    rows.add(c.lemma, g.tag[c.child["xcomp"]])
    rows.add(c.lemma, c.has["neg"], c.has["aux"])
    rows.add(g.lower[c.child["aux"]], c.tag, c.dep)
    rows.add(c.beside, c.tag, c.quoted)
    rows.add(c.lemma, c.beside, c.quoted)
    rows.add(g.lower[c.before], g.lower[c.after])
    rows.add(g.lower[c.before], c.tag)
    rows.add(g.lower[c.after], c.tag)
    rows.add(g.tag[c.head], c.dep, c.tag)
    rows.add(g.lemma[c.child["nsubjpass"]], c.lemma)
    rows.add(g.lemma[c.head], c.lemma)
    rows.add(g.tag[c.before], g.tag[c.after], c.tag)
    rows.add(c.has["poss"], g.entity[c.child["poss"]], c.lemma)
    rows.add(c.act, c.tag, c.dep)
    rows.add(c.act, c.pattern)
    rows.add(c.act, c.tag, g.lower[c.after])
