"""What a name is in the end: a trained scorer weighs the label that the rules settled on against all that tells a name's kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.extract.gazetteer import Gazetteer, place_key
from pipeline.extract.label_features import label_rows
from pipeline.extract.name_lexicon import NameWords, context_words
from pipeline.extract.name_spans import NameSpan
from pipeline.extract.names import fold
from pipeline.extract.ranking import Floats, Scorer, read_weights
from pipeline.lexicons import models_dir
from pipeline.parse import Parse
from pipeline.vocabulary import Label

KINDS = ("PERSON", "ORG", "GPE", "FAC", "NORP", "other", "none")
"""What a name is taken for, in the order of the scorer's units. "other" is a work, an event, a law or a product; "none" no name."""

KIND_OF_LABEL = {
    Label.PERSON: 0,
    Label.ORG: 1,
    Label.GPE: 2,
    Label.LOC: 2,
    Label.FAC: 3,
    Label.NORP: 4,
    **dict.fromkeys((Label.EVENT, Label.PRODUCT, Label.WORK_OF_ART, Label.LAW), 5),
}
"""The kind that each label is of; regions and rivers count as places of one kind with cities."""

PERSON, ORG = KINDS.index("PERSON"), KINDS.index("ORG")
PLACE, FACILITY = KINDS.index("GPE"), KINDS.index("FAC")
NATION = KINDS.index("NORP")
OTHER, NONE = KINDS.index("other"), KINDS.index("none")
MARGIN = 0.7
"""By how much (in logits) "none" has to win before a name is left out."""

TRUST_IN_RULES, TRUST_IN_RECOGNISER = 1.0, 0.5
"""Logits that the settled label and the recogniser's label gain: a name changes its kind only where the scorer is sure."""

_BUILT = frozenset({"center", "centre", "complex", "hall", "headquarters"})
"""Last words of names of buildings or of who works in them, besides those that tell which of the two."""

_SURE = 6.0
_KNOWN = 2.0
"""What a name's place in the gazetteer adds to a nationality."""
_OF_A_PERSON = 3.0
"""What being a word of a person's full name adds to a person."""
_LABELS = (Label.PERSON, Label.ORG, Label.GPE, Label.FAC, Label.NORP)
_OPENING_QUOTES = frozenset("\"'“‘«")


@cache
def label_weights() -> Scorer:
    """The trained scorer of kinds: its units are the kinds."""
    return read_weights(models_dir() / "labels" / "weights.npz").scorers["labels"]


def choose_labels(parse: Parse, spans: list[NameSpan], scorer: Scorer, words: NameWords, gazetteer: Gazetteer) -> list[NameSpan]:
    """Gives all spans of one name one label and leaves out what is no name.

    Each span votes for each kind with what the scorer makes of it; the kind with the highest mean wins.

    Args:
        parse: the article.
        spans: in order and disjoint; their labels are changed.
        scorer: with a unit for each of `KINDS`.
        words: word lists.
        gazetteer: places.

    Returns:
        The spans that are names, in order.
    """
    if not spans:
        return spans
    rows, keys = label_rows(parse, spans, words, gazetteer)
    votes = count_votes(rows, keys, scorer, trust_of_labels(spans))
    sure = {key: KIND_OF_LABEL[span.label] for span, key in zip(spans, keys, strict=True) if span.weight > 1}
    for key, tally in zip(keys, votes, strict=True):
        if key in sure:
            tally[sure[key]] += _SURE
        elif gazetteer.is_people(key):
            tally[NATION] += _KNOWN
    bar_places_with_heads(keys, votes, words, gazetteer)
    agree_with_long_names(spans, keys, votes, words, gazetteer)
    kept = []
    groups: dict[str, list[NameSpan]] = defaultdict(list)
    for span, key, kind in zip(spans, keys, choose_kinds(votes), strict=True):
        label = choose_label(parse, span, kind, words)
        if label is not None:
            span.label = label
            kept.append(span)
            groups[key].append(span)
    for key, group in groups.items():
        _agree(group)
        if group[0].label is Label.PERSON and place_key(key) in gazetteer.unsure:
            _separate_places(parse, group)
    return kept


def bar_places_with_heads(keys: Sequence[str], votes: Floats, words: NameWords, gazetteer: Gazetteer) -> None:
    """Makes no town of a name whose last word says that it is an organization or a building: "Corwin Bay Medical Center".

    In Worldwide's training articles, 1,250 such names are organizations, 160 facilities and 80 places, half of those named by
    their hospital, museum or park. A union may be a state: "Soviet Union".

    Args:
        keys: the folded name of each span.
        votes: of shape (n_spans, n_kinds); changed.
        words: word lists.
        gazetteer: places.
    """
    for key, tally in zip(keys, votes, strict=True):
        before, _, last = key.rpartition(" ")
        head = words.heads.get(last) if last != "union" else None
        if not before or gazetteer.is_place(key):
            continue
        if head is Label.FAC:
            tally[FACILITY] = max(tally[FACILITY], tally[PLACE])
        if head in (Label.ORG, Label.FAC) or last in _BUILT:
            tally[PLACE] = -np.inf


def agree_with_long_names(
    spans: Sequence[NameSpan], keys: Sequence[str], votes: Floats, words: NameWords, gazetteer: Gazetteer
) -> None:
    """Makes a single word agree with the longer names of the article that it belongs to.

    A word of a person's name, of no other name and no known place is that person: so are 1,055 of 1,079 in Worldwide's
    training articles. The first word of an organization's name and of no person's is no person: 104 are organizations, 47
    places and 2 people ("Nordwerk" where there is "Nordwerk AG"). A title keeps it a person, and so does a last word as in
    "the Akufo-Addo government".

    Args:
        spans: of the article.
        keys: the folded name of each.
        votes: of shape (n_spans, n_kinds); changed.
        words: word lists.
        gazetteer: places.
    """
    of_people: set[str] = set()
    of_others: set[str] = set()
    of_organizations: set[str] = set()
    titled = {key for key, span in zip(keys, spans, strict=True) if span.title is not None}
    for key, kind in zip(keys, votes.argmax(axis=1).tolist(), strict=True):
        parts = key.split()
        if len(parts) < 2:
            continue
        (of_people if kind == PERSON else of_others).update(parts)
        if kind == ORG and parts[-1] not in words.named_after_people:
            of_organizations.add(parts[0])
    for key, tally in zip(keys, votes, strict=True):
        if key in of_organizations and key not in of_people and key not in titled:
            tally[PERSON] = -np.inf
        elif key in of_people and key not in of_others and not gazetteer.is_place(key) and not gazetteer.is_people(key):
            tally[PERSON] += _OF_A_PERSON


def trust_of_labels(spans: list[NameSpan]) -> Floats:
    """What each span adds to each kind for the labels that it has, of shape (n_spans, n_kinds)."""
    trust: Floats = np.zeros((len(spans), len(KINDS)), dtype=np.float32)
    for at, span in enumerate(spans):
        trust[at, KIND_OF_LABEL[span.label]] += TRUST_IN_RULES
        trust[at, KIND_OF_LABEL[span.found or span.label]] += TRUST_IN_RECOGNISER
    return trust


def count_votes(rows: npt.NDArray[np.int64], keys: list[str], scorer: Scorer, trust: Floats) -> Floats:
    """The mean over all spans of a name of the logits of each kind, for each span.

    Args:
        rows: features, of shape (n_spans, n_templates).
        keys: the folded name of each span.
        scorer: with a unit for each kind.
        trust: added to each span's logits, of shape (n_spans, n_kinds).

    Returns:
        Of shape (n_spans, n_kinds).
    """
    logits = scorer.table[scorer.index[rows]].sum(axis=1) + trust
    number: dict[str, int] = {}
    which = np.array([number.setdefault(key, len(number)) for key in keys], dtype=np.int64)
    sums: Floats = np.zeros((len(number), len(KINDS)), dtype=np.float32)
    np.add.at(sums, which, logits)
    sizes = np.bincount(which).astype(np.float32)
    means: Floats = (sums / sizes[:, None])[which]
    return means


def choose_kinds(votes: Floats) -> list[int]:
    """The kind with the most votes for each span; "none" has to win by a margin.

    Args:
        votes: of shape (n_spans, n_kinds).
    """
    bar = np.zeros(len(KINDS), dtype=np.float32)
    bar[NONE] = MARGIN
    kinds: list[int] = (votes - bar).argmax(axis=1).tolist()
    return kinds


def choose_label(parse: Parse, span: NameSpan, kind: int, words: NameWords) -> Label | None:
    """The label of a span by the kind that its name was voted for; None where it is no name.

    A place stays a region, a river or a street where the rules say so, and a last word such as "Street" or "Messenger"
    decides alone. Works, events, laws and products are told apart by the
    recogniser alone, and never left out where it found them.

    Args:
        parse: the article.
        span: with the recogniser's label.
        kind: place in `KINDS`.
        words: word lists.
    """
    before = KIND_OF_LABEL[span.label]
    if kind == before or (before == OTHER and kind == NONE) or (before == FACILITY and kind == PLACE):
        return span.label
    if span.last - span.first > 1 and fold(parse.word(span.last - 1)) in words.strong_heads:
        return span.label
    if kind == NONE:
        return None
    return _label_of_other(parse, span, words) if kind == OTHER else _LABELS[kind]


def _label_of_other(parse: Parse, span: NameSpan, words: NameWords) -> Label | None:
    """What a name is that is neither of a person, an organization nor a place; None where nothing tells it."""
    head = words.heads.get(parse.lower[span.last - 1]) if span.last - span.first > 1 else None
    if head in (Label.EVENT, Label.LAW, Label.PRODUCT):
        return head
    return Label.WORK_OF_ART if parse.text[span.start - 1 : span.start] in _OPENING_QUOTES and span.start else None


def _agree(group: list[NameSpan]) -> None:
    """Gives the spans of one name the label that most of them have; the first such one."""
    if len(group) == 1:
        return
    label = Counter(span.label for span in group).most_common(1)[0][0]
    for span in group:
        span.label = label


def _separate_places(parse: Parse, group: list[NameSpan]) -> None:
    """Makes places of the spans that a preposition marks as such, where the name is also a person's: "in Washington"."""
    for span in group:
        before = parse.lower[span.first - 1] if span.first else ""
        if span.title is None and (before in context_words("place_prepositions") or before in ("to", "from")):
            span.label = Label.GPE
