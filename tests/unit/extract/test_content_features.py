import numpy as np

from pipeline.extract.content_features import content_features
from pipeline.extract.contents import find_candidates
from pipeline.extract.grammar import Grammar
from tests.analysis import parsed, quote_map

SAID = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


#         0         1     2        3     4       5         6    7            8          9
QUOTED = [
    "“ `` 2 punct",
    "It PRP 2 nsubj",
    "rained VBD 5 ccomp",
    ", , 5 punct",
    "” '' 5 punct",
    "said VBD 5 ROOT say",
    "Anna NNP 5 nsubj",
    ", , 5 punct",
    "“ `` 10 punct",
    "and CC 10 cc",
    "snowed VBD 5 conj",
    ". . 5 punct",
    "” '' 5 punct",
]


QUOTED_SPACES = [False, True, False, False, True, True, False, True, False, True, False, False, False]


UNLIKELY = np.full(2, -9.0, dtype=np.float32)


def test_features_have_a_row_for_no_content_in_each_group() -> None:
    parse = parsed(QUOTED, QUOTED_SPACES)
    quotes = quote_map(parse)
    cues = np.array([5, 10])
    options = [find_candidates(parse, quotes, cue) for cue in (5, 10)]
    rows, groups = content_features(Grammar(parse, quotes.inside), cues, UNLIKELY, options)
    assert groups.tolist() == [0, len(options[0]) + 1, len(options[0]) + len(options[1]) + 2]
    assert rows.shape[0] == groups[-1]
    alone, _ = content_features(Grammar(parse, quotes.inside), cues[1:], UNLIKELY[1:], options[1:])
    assert (alone == rows[groups[1] :]).all()


def test_features_see_the_cue_s_score() -> None:
    parse = parsed(SAID)
    quotes = quote_map(parse)
    options = [find_candidates(parse, quotes, 1)]
    low, high = (
        content_features(Grammar(parse, quotes.inside), np.array([1]), np.array([score], dtype=np.float32), options)[0]
        for score in (-2.0, 3.0)
    )
    assert (low != high).any()


def test_features_of_a_cue_without_candidates() -> None:
    parse = parsed(SAID)
    grammar = Grammar(parse, quote_map(parse).inside)
    rows, groups = content_features(grammar, np.array([1]), np.zeros(1, dtype=np.float32), [[]])
    assert (rows.shape[0], groups.tolist()) == (1, [0, 1])


def test_features_see_other_cues_within_and_between() -> None:
    parse = parsed(QUOTED, QUOTED_SPACES)
    quotes = quote_map(parse)
    grammar = Grammar(parse, quotes.inside)
    cues = np.array([5, 10])
    options = [find_candidates(parse, quotes, cue) for cue in (5, 10)]
    alone, together = (
        content_features(grammar, cues, np.array([1.0, score], dtype=np.float32), options)[0][1 : len(options[0]) + 1]
        for score in (-2.0, 2.0)
    )
    holds = [any(first <= 10 < last for first, last in candidate.ranges) for candidate in options[0]]
    assert any(holds)
    assert not all(holds)
    assert ((alone != together).any(axis=1) >= np.array(holds)).all()


def test_features_see_another_likely_cue_beside_a_candidate() -> None:
    parse = parsed(QUOTED, QUOTED_SPACES)
    quotes = quote_map(parse)
    cues = np.array([5, 10])
    options = [find_candidates(parse, quotes, cue) for cue in (5, 10)]
    grammar = Grammar(parse, quotes.inside)
    none, groups = content_features(grammar, cues, UNLIKELY, options)
    likely, _ = content_features(grammar, cues, np.array([-9.0, 3.0], dtype=np.float32), options)
    assert (none[1 : groups[1]] != likely[1 : groups[1]]).any()
