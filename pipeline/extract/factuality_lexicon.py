"""The words that tell how an event is presented, from `models/lexicons/factuality.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pipeline.lexicons import lexicon


class ScopeKind(StrEnum):
    """What a word does to the event below it."""

    NEGATIVE = "negative"
    """It does not happen."""
    POSSIBLE = "possible"
    """It may happen."""
    FUTURE = "future"
    """It is planned or expected."""
    CONDITIONAL = "conditional"
    """It depends on a condition."""
    ALLEGED = "alleged"
    """Someone is accused of it."""
    DENIED = "denied"
    """Someone denies it."""


Kinds = Mapping[str, ScopeKind]


@dataclass(frozen=True, slots=True)
class FactualityLexicon:
    """Kind by word; each field as the lexicon's comments say.

    Attributes:
        auxiliaries, adverbs, adjectives, subjects, determiners, marks: words on the trigger's clause, lower case.
        governors: lemmas of verbs and adjectives with a clause.
        objects: lemmas of verbs with an object.
        phrases: lemma and preposition.
        nouns: lemmas of nouns above the trigger.
        prepositions: prepositions above the trigger.
        supporting_verbs: lemmas of verbs that share their factuality with the event that is their argument.
        occurrence_verbs: lemmas of verbs that say of their subject no more than that it happens.
        mandative_verbs: lemmas of verbs whose that-clause has a bare verb.
        implicative_verbs: lemmas of verbs that, once past, tell that what they govern came about.
        told_nouns: lemmas of nouns for what was said, which neither a denial nor a block undoes.
    """

    auxiliaries: Kinds
    adverbs: Kinds
    adjectives: Kinds
    subjects: Kinds
    determiners: Kinds
    marks: Kinds
    governors: Kinds
    objects: Kinds
    phrases: Kinds
    nouns: Kinds
    prepositions: Kinds
    supporting_verbs: frozenset[str]
    occurrence_verbs: frozenset[str]
    mandative_verbs: frozenset[str]
    implicative_verbs: frozenset[str]
    told_nouns: frozenset[str]


@cache
def factuality_lexicon() -> FactualityLexicon:
    """The lexicon of factuality. Where a word has two kinds, the first of the file counts."""
    data = lexicon("factuality")
    near = {name: dict(_kinds(section)) for name, section in data["local"].items()}
    above = {name: dict(_kinds(data[name])) for name in ("governors", "objects", "phrases", "nouns", "prepositions")}
    return FactualityLexicon(
        auxiliaries=near["auxiliaries"],
        adverbs=near["adverbs"],
        adjectives=near["adjectives"],
        subjects=near["subjects"],
        determiners=near["determiners"],
        marks=near["marks"],
        governors=above["governors"],
        objects=above["objects"],
        phrases=above["phrases"],
        nouns=above["nouns"],
        prepositions=above["prepositions"],
        supporting_verbs=frozenset(data["supporting_verbs"]),
        occurrence_verbs=frozenset(data["occurrence_verbs"]),
        mandative_verbs=frozenset(data["mandative_verbs"]),
        implicative_verbs=frozenset(data["implicative_verbs"]),
        told_nouns=frozenset(data["told_nouns"]),
    )


def _kinds(section: Mapping[str, Any]) -> Iterator[tuple[str, ScopeKind]]:
    seen: set[str] = set()
    for kind, words in section.items():
        for word in words:
            if word not in seen:
                seen.add(word)
                yield word, ScopeKind(kind)
