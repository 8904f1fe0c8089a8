"""Cue features: which tokens may report what someone said, wrote, thought or knew."""

from __future__ import annotations

import numpy as np

from pipeline.extract.contents import DASHES
from pipeline.extract.grammar import QUOTE_SHAPE, Grammar, Indexes
from pipeline.extract.ranking import FeatureRows, Rows

_CUE_TAGS = frozenset("VB VBD VBG VBN VBP VBZ NN NNS NNP JJ RB IN TO : HYPH NFP JJR RP".split())
_CUE_PREPOSITIONS = DASHES | frozenset("according per for against of to about with in as on over at behind toward towards".split())
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
    g = grammar
    rows = FeatureRows(len(cues))
    lemma, tag, dep, lower = g.lemma[cues], g.tag[cues], g.dep[cues], g.lower[cues]
    head = g.head[cues]
    head = np.where(head == cues, -1, head)
    child = {label: g.child[label][cues] for label in g.child}
    has = {label: (index >= 0).astype(np.uint64) for label, index in child.items()}
    pattern = np.zeros(len(cues), dtype=np.uint64)
    for label in ("nsubj", "nsubjpass", "dobj", "ccomp", "xcomp", "prep", "agent", "acl", "prt"):
        pattern = (pattern << np.uint64(1)) | has[label]
    quoted = (g.quoted[cues] > 0).astype(np.uint64)
    before, after = g.shifted(cues, -1), g.shifted(cues, 1)
    beside = (g.shape[before] == QUOTE_SHAPE).astype(np.uint64) * np.uint64(2) + (g.shape[after] == QUOTE_SHAPE).astype(np.uint64)
    rows.add(np.zeros(len(cues), dtype=np.uint64))
    rows.add(lemma)
    rows.add(lower, tag)
    rows.add(lemma, dep)
    rows.add(lemma, pattern)
    rows.add(lemma, g.lower[child["prep"]])
    rows.add(lemma, g.lower[child["mark"]])
    rows.add(tag, dep)
    rows.add(tag, pattern)
    rows.add(dep, g.lemma[head])
    rows.add(lemma, g.lower[after])
    rows.add(lemma, g.lower[before])
    rows.add(g.lemma[child["nsubj"]], tag)
    rows.add(g.entity[child["nsubj"]], g.tag[child["nsubj"]], pattern)
    rows.add(lemma, g.lemma[child["dobj"]])
    rows.add(g.tag[child["ccomp"]], g.lower[g.child["mark"][child["ccomp"]]], tag)
    rows.add(g.tag[child["xcomp"]], has["dobj"], tag)
    rows.add(lemma, g.tag[child["xcomp"]])
    rows.add(lemma, has["neg"], has["aux"])
    rows.add(g.lower[child["aux"]], tag, dep)
    rows.add(beside, tag, quoted)
    rows.add(lemma, beside, quoted)
    rows.add(g.lower[before], g.lower[after])
    rows.add(g.lower[before], tag)
    rows.add(g.lower[after], tag)
    rows.add(g.tag[head], dep, tag)
    rows.add(g.lemma[child["nsubjpass"]], lemma)
    rows.add(g.lemma[head], lemma)
    rows.add(g.tag[before], g.tag[after], tag)
    rows.add(has["poss"], g.entity[child["poss"]], lemma)
    act = g.act[cues]
    rows.add(act, tag, dep)
    rows.add(act, pattern)
    rows.add(act, tag, g.lower[after])
    return rows.matrix()
