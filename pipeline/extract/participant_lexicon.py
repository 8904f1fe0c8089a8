"""The word lists that tell who takes part in an event, from `models/lexicons/events.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.lexicons import lexicon
from pipeline.vocabulary import EventType


@dataclass(frozen=True, slots=True)
class ParticipantLexicon:
    """Prepositions and words of participants; each field as the lexicon's comments say.

    Attributes:
        recipient_prepositions: by type, in the order of preference; None is for events without a type.
    """

    recipient_prepositions: Mapping[EventType | None, tuple[str, ...]]
    indirect_types: frozenset[str]
    patient_types: frozenset[str]
    agent_nouns: frozenset[str]
    patient_nouns: frozenset[str]
    bearing_verbs: frozenset[str]
    undergoing_verbs: frozenset[str]
    acting_countries: frozenset[str]
    acting_nouns: frozenset[str]
    outlaws: frozenset[str]
    staged_types: frozenset[str]
    unaccusative_verbs: frozenset[str]
    middle_verbs: frozenset[str]
    addressed_types: frozenset[str]
    complement_types: frozenset[str]
    impersonal_verbs: frozenset[str]
    part_nouns: frozenset[str]
    part_phrases: frozenset[str]
    blaming_phrases: frozenset[str]
    motion_verbs: frozenset[str]
    motion_nouns: frozenset[str]
    part_of_place_nouns: frozenset[str]
    goal_prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    path_prepositions: frozenset[str]
    places: frozenset[str]
    facing_verbs: frozenset[str]
    place_object_verbs: frozenset[str]
    blocking_verbs: frozenset[str]
    witnessing_verbs: frozenset[str]
    giving_verbs: frozenset[str]
    investing_words: frozenset[str]
    hitting_verbs: frozenset[str]
    occurring_verbs: frozenset[str]
    wielding_verbs: frozenset[str]
    demanding_verbs: frozenset[str]
    owned_types: frozenset[str]
    accusing_types: frozenset[str]
    sentencing_verbs: frozenset[str]
    disposed_participles: frozenset[str]
    personal_types: frozenset[str]
    figure_types: frozenset[str]
    fractions: frozenset[str]
    measures: frozenset[str]
    aspect_verbs: frozenset[str]
    other_adjectives: frozenset[str]
    instrument_types: frozenset[str]
    harming_types: frozenset[str]
    instruments: frozenset[str]


@cache
def participant_lexicon() -> ParticipantLexicon:
    """The lexicon of participants."""
    section = lexicon("events")["participants"]
    return ParticipantLexicon(
        recipient_prepositions={
            None if name == "NONE" else EventType(name): tuple(words) for name, words in section["recipient_prepositions"].items()
        },
        **{name: frozenset(words) for name, words in section["words"].items()},
    )
