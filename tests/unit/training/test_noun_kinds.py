import numpy as np

from pipeline.extract.event_lexicon import event_lexicon
from pipeline.extract.event_weights import event_weights
from pipeline.extract.noun_kinds import NounKinds
from pipeline.extract.word_vectors import WordVectors
from pipeline.parse import symbol
from pipeline.training.noun_kinds import fit_line, fit_noun_kinds

INSIDE, OUTSIDE = ["bus", "lorry", "van"], ["cost", "price", "profit"]


def vectors() -> WordVectors:
    """Vectors whose first component alone parts the words."""
    words = [*INSIDE, *OUTSIDE]
    table = np.zeros((len(words) + 1, 3), dtype=np.float32)
    table[1:, 0] = [3, 4, 5, -3, -4, -5]
    table[1:, 1] = [1, -1, 1, -1, 1, -1]
    order = sorted(range(len(words)), key=lambda place: symbol(words[place]))
    symbols = np.array([symbol(words[place]) for place in order], dtype=np.uint64)
    return WordVectors(symbols, np.array([place + 1 for place in order], dtype=np.uint16), table)


def test_a_line_parts_the_words_it_was_fitted_to() -> None:
    line = fit_line(vectors(), INSIDE, OUTSIDE)
    kinds = NounKinds(vectors(), line, line, frozenset(), frozenset())
    assert [kinds.is_abstract(word) for word in (*INSIDE, *OUTSIDE)] == [False] * 3 + [True] * 3
    assert not kinds.is_abstract("unheard")


def test_a_known_noun_needs_no_score() -> None:
    line = fit_line(vectors(), INSIDE, OUTSIDE)
    kinds = NounKinds(vectors(), line, line, frozenset({"cost"}), frozenset({"price"}))
    assert [kinds.is_abstract(word) for word in OUTSIDE] == [False, False, True]
    assert [kinds.is_impersonal(word) for word in OUTSIDE] == [False, True, True]


def test_the_shipped_functions_are_those_of_the_lexicon() -> None:
    """They generalize to nouns that no list of the lexicon has."""
    shipped = event_weights().nouns
    fitted = fit_noun_kinds(shipped.vectors, event_lexicon())
    assert np.allclose(shipped.tangible, fitted.tangible, atol=0.02)
    assert np.allclose(shipped.personal, fitted.personal, atol=0.02)
    unseen = {"settler": False, "pothole": False, "headline": True, "recession": True}
    assert not set(unseen) & (event_lexicon().people | event_lexicon().things | event_lexicon().abstract_nouns)
    assert {word: shipped.is_abstract(word) for word in unseen} == unseen
