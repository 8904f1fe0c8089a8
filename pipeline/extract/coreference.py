"""Ties pronouns and descriptions to the named person, organization or place that they stand for; where in doubt, to none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from pipeline.extract.antecedents import candidates, choose, subject_ahead
from pipeline.extract.discourse import Discourse, Referent, find_quote_subjects, quote_regions
from pipeline.extract.entities import load_people_words
from pipeline.extract.gazetteer import folded_set
from pipeline.extract.interviews import find_interview
from pipeline.extract.neuters import Neuters
from pipeline.extract.nominals import Descriptions, Nominal, NominalWords, is_definite, is_former, load_nominal_words, modifiers
from pipeline.extract.pronouns import (
    DESCRIBING,
    DIALOGUE,
    FIRST_PERSON,
    FIRST_PLURAL,
    GENDERS,
    PRONOUNS,
    REFLEXIVES,
    SECOND_PERSON,
    find_binder,
    is_bound,
    is_generic,
    is_stressing,
    vote_genders,
)
from pipeline.extract.speeches import Speeches
from pipeline.layers import Entity, Mention
from pipeline.lexicons import lexicon
from pipeline.parse import SUBJECTS, Parse
from pipeline.spans import Span, SpanIndex
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Label, MentionForm

_INDEFINITE = frozenset({"one", "another", "someone", "somebody", "anyone", "anybody", "everyone", "everybody"})
_WATCHED = PRONOUNS | _INDEFINITE
_NAMING = frozenset({"compound", "nmod", "amod"})
_NATIONAL = frozenset({Label.NORP, Label.GPE})
_SPEAKING_THINGS = frozenset({Label.ORG, Label.GPE})
_FAR = 12
"""Sentences that a description may look back."""
_LOOK_BACK = 4
"""Sentences that a pronoun may look back."""
_SURE = 0.8
"""How probable an entity without known gender has to be to be given the pronoun's."""


@dataclass(frozen=True, slots=True)
class CoreferenceWords:
    """What the resolver knows of words.

    Attributes:
        nominals: nouns of descriptions.
        title_genders: "m" or "f" of nouns for people, folded.
        speech_verbs: lemmas.
        source_verbs: lemmas of those whose "it" is who spoke before.
        impersonal_verbs: lemmas of verbs whose "it" is mostly no one.
    """

    nominals: NominalWords
    title_genders: Mapping[str, str]
    speech_verbs: frozenset[str]
    source_verbs: frozenset[str]
    impersonal_verbs: frozenset[str]


@cache
def load_coreference_words() -> CoreferenceWords:
    """Reads the lexicons `coreference`, `organizations` and `titles`."""
    table = lexicon("coreference")
    return CoreferenceWords(
        nominals=load_nominal_words(),
        title_genders=load_people_words().title_genders,
        speech_verbs=folded_set(table["speech_verbs"]),
        source_verbs=folded_set(table["source_verbs"]),
        impersonal_verbs=folded_set(table["impersonal_verbs"]),
    )


class Coreference:
    """Adds pronouns and definite descriptions to `analysis.mentions` and to their entities."""

    name: ClassVar[str] = "coreference"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.ENTITIES})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.COREFERENCE})

    def __init__(self) -> None:
        self._words = load_coreference_words()

    def __call__(self, analysis: Analysis) -> None:
        """Resolves first what stands outside quotations, then what stands within."""
        if not analysis.entities:
            return
        vote_genders(analysis.parse, analysis.mentions, self._words.title_genders)
        found = Resolver(analysis, self._words).resolve()
        for mention in found:
            assert mention.entity is not None
            mention.entity.mentions.append(mention)
        for entity in dict.fromkeys(mention.entity for mention in found if mention.entity):
            entity.mentions.sort(key=lambda mention: mention.span)
        analysis.mentions = sorted([*analysis.mentions, *found], key=lambda mention: mention.span)


class Resolver:
    """Resolves the pronouns and descriptions of one article.

    Args:
        analysis: with names and entities.
        words: word lists.
    """

    def __init__(self, analysis: Analysis, words: CoreferenceWords) -> None:
        self.parse = analysis.parse
        self.nominals = words.nominals
        self.title_genders = words.title_genders
        self.regions = quote_regions(self.parse)
        self.subjects = find_quote_subjects(self.parse, self.regions, words.speech_verbs) if self.regions else {}
        self.descriptions = Descriptions(analysis.entities, words.nominals)
        self.names = [mention for mention in analysis.mentions if mention.form is MentionForm.NAME]
        self.interview = find_interview(analysis.text, analysis.paragraphs, self.names)
        self.questions = SpanIndex(self.interview.questions) if self.interview else None
        self.speeches = Speeches(analysis.text, analysis.paragraphs, self.names)
        self.at: dict[int, Entity] = {}
        self.neuters = Neuters(self.parse, self.at, words.source_verbs, words.impersonal_verbs)
        self.covered = bytearray(self.parse.n)
        for mention in self.names:
            self.covered[mention.first : mention.last] = b"\1" * (mention.last - mention.first)
            if mention.entity is not None:
                self.at[mention.head] = mention.entity

    def resolve(self) -> list[Mention]:
        """The mentions that could be resolved, in no particular order."""
        parse = self.parse
        watched = self._find_watched()
        found = self._walk(watched, quoted=False)
        if self.regions and any(self.regions[token] for token in watched):
            found.extend(self._walk(watched, quoted=True))
        return [build_anaphor(parse, token, entity) for token, entity in found]

    def _find_watched(self) -> list[int]:
        """Pronouns, and nouns for people and organizations, that are no part of a name."""
        people, organizations = self.nominals.people, self.nominals.organizations
        return [
            token
            for token, lower in enumerate(self.parse.lower)
            if (lower in _WATCHED or lower in people or lower in organizations) and not self.covered[token]
        ]

    def _walk(self, watched: Sequence[int], *, quoted: bool) -> list[tuple[int, Entity]]:
        discourse = Discourse()
        found = []
        heads = sorted({*(mention.head for mention in self.names), *watched, *self.at})
        for token in heads:
            region = self.regions[token] if self.regions else 0
            entity = self.at.get(token)
            if entity is None and bool(region) is quoted:
                entity = self._resolve(token, region, discourse)
                if entity is not None:
                    self.at[token] = entity
                    found.append((token, entity))
            if entity is not None:
                if self.parse.lower[token] not in DIALOGUE:
                    discourse.mention(self.parse, entity, entity, entity.gender, token, region)
            elif self._is_person_noun(token):
                lower = self.parse.lower[token]
                discourse.mention(self.parse, lower, None, self.title_genders.get(lower), token, region)
        return found

    def _is_person_noun(self, token: int) -> bool:
        parse = self.parse
        if parse.lower[token] in _INDEFINITE:
            return parse.dep[token] in SUBJECTS
        return parse.lower[token] in self.nominals.people and parse.tag[token] == "NN" and parse.dep[token] not in DESCRIBING

    def _resolve(self, token: int, region: int, discourse: Discourse) -> Entity | None:
        lower = self.parse.lower[token]
        if lower in DIALOGUE or lower in FIRST_PLURAL:
            return self._resolve_dialogue(token, region) if self.parse.tag[token] in ("PRP", "PRP$") else None
        gender = GENDERS.get(lower)
        if gender is not None and (self.parse.tag[token] not in ("PRP", "PRP$") or is_generic(self.parse, token)):
            return None
        if gender == "n":
            return self.neuters.resolve(token)
        if gender is not None:
            return self._resolve_person(token, gender, region, discourse)
        if is_definite(self.parse, token):
            return self._resolve_noun(token, discourse)
        return None

    def _resolve_dialogue(self, token: int, region: int) -> Entity | None:
        """Who "I", "we" or "you" is: the speaker of the quotation, turn or speech, or the interviewee in answers and questions."""
        lower = self.parse.lower[token]
        if region in self.subjects:
            speaker = self._speaker(region)
            is_thing = speaker is not None and speaker.label in _SPEAKING_THINGS
            return speaker if lower in (FIRST_PLURAL if is_thing else FIRST_PERSON) else None
        if lower in FIRST_PLURAL:
            return None
        speech = self.speeches.speaker_at(self.parse.start[token])
        if speech is not None:
            speaker, start = speech
            # “LIND: I ran” is quoted as a whole: the mark opens before the label
            is_own = not region or region == self.regions[max(0, self.parse.token_at(start) - 1)]
            return speaker if lower in FIRST_PERSON and is_own else None
        if self.interview is None or self.questions is None or self.parse.start[token] < self.interview.start:
            return None
        in_question = self.questions.at(self.parse.start[token]) is not None
        return self.interview.interviewee if in_question is (lower in SECOND_PERSON) else None

    def _interviewee(self, token: int) -> Entity | None:
        """Who speaks or is spoken to at a place of an interview, and so is no third person there."""
        if self.interview is None or self.parse.start[token] < self.interview.start:
            return None
        return self.interview.interviewee

    def _speaker(self, region: int) -> Entity | None:
        subject = self.subjects.get(region)
        entity = None if subject is None else self.at.get(subject)
        return entity if entity is not None and (entity.label is Label.PERSON or entity.label in _SPEAKING_THINGS) else None

    def _resolve_person(self, token: int, gender: str, region: int, discourse: Discourse) -> Entity | None:
        parse = self.parse
        if parse.lower[token] in REFLEXIVES:
            binder = None if is_stressing(parse, token) else find_binder(parse, token)
            return None if binder is None else self._person_at(binder, gender)
        barred = self._speaker(region) if region else self._interviewee(token)
        referents = [
            referent
            for referent in discourse.since(parse.sent[token] - _LOOK_BACK)
            if referent.gender in (gender, None)
            and (referent.entity is None or referent.entity.label is Label.PERSON)
            and not (barred is not None and referent.entity is barred)
            and not is_bound(parse, token, referent.token)
        ]
        found = candidates(parse, token, region, referents, self._find_ahead(token, gender, region, discourse))
        if len(found) == 1:
            return None
        best, share = choose(found)
        if best is None or best.entity is None:
            return None
        if best.entity.gender is None and share > _SURE:
            best.entity.gender = gender
        return best.entity

    def _person_at(self, token: int, gender: str) -> Entity | None:
        entity = self.at.get(token)
        return entity if entity is not None and entity.label is Label.PERSON and entity.gender in (gender, None) else None

    def _find_ahead(self, token: int, gender: str, region: int, discourse: Discourse) -> Referent | None:
        subject = subject_ahead(self.parse, token)
        entity = None if subject is None else self._person_at(subject, gender)
        if subject is None or entity is None or bool(self.regions and self.regions[subject]) != bool(region):
            return None
        sent, dep = self.parse.sent[subject], self.parse.dep[subject]
        return discourse.find(entity) or Referent(entity, entity, entity.gender, subject, sent, dep, 0)

    def _resolve_noun(self, token: int, discourse: Discourse) -> Entity | None:
        parse = self.parse
        lower = parse.lower[token]
        if parse.tag[token] not in ("NN", "NNP") or parse.dep[token] in DESCRIBING or parse.child(token, "preconj") is not None:
            return None
        named = [child for child in parse.children[token] if self.covered[child] and parse.dep[child] in _NAMING]
        nation = self._nation(named)
        if named and nation is None:
            return None
        added = modifiers(parse, token, self.nominals.free, frozenset(named))
        nominal = Nominal(lower, added, nation, is_former(parse, token), parse.sent[token], token)
        return self.descriptions.resolve(nominal, list(discourse.since(nominal.sent - _FAR)))

    def _nation(self, named: Sequence[int]) -> str | None:
        """The country that the only name in a description tells."""
        entity = self.at.get(named[0]) if len(named) == 1 else None
        return entity.country if entity is not None and entity.label in _NATIONAL else None


def build_anaphor(parse: Parse, token: int, entity: Entity) -> Mention:
    """The mention of a resolved pronoun, or of a description from its determiner to its noun."""
    if parse.tag[token] in ("PRP", "PRP$") or parse.lower[token] in PRONOUNS:
        return Mention(parse.span(token, token + 1), token, token + 1, token, entity.label, MentionForm.PRONOUN, entity)
    first = min((child for child in parse.children[token] if child < token), default=token)
    span = Span(parse.start[first], parse.end[token])
    return Mention(span, first, token + 1, token, entity.label, MentionForm.NOMINAL, entity)
