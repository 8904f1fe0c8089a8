"""Ties pronouns and descriptions to the named person, organization or place that they stand for; where in doubt, to none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import ClassVar

from pipeline.extract.discourse import Discourse, Referent, find_quote_subjects, quote_regions, salience
from pipeline.extract.entities import load_people_words
from pipeline.extract.gazetteer import folded_set
from pipeline.extract.interviews import find_interview
from pipeline.extract.nominals import Descriptions, NominalWords, is_definite, is_former, load_nominal_words, modifiers
from pipeline.layers import Entity, Mention
from pipeline.lexicons import lexicon
from pipeline.parse import SUBJECTS, Parse
from pipeline.spans import Span, SpanIndex
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Label, MentionForm

GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "n"),
}
SECOND_PERSON = frozenset({"you", "your", "yours", "yourself"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
_INDEFINITE = frozenset({"one", "another", "someone", "somebody", "anyone", "anybody", "everyone", "everybody"})
_DIALOGUE = FIRST_PERSON | SECOND_PERSON
_REFLEXIVES = frozenset({"himself", "herself", "itself"})
_DESCRIBING = frozenset({"compound", "appos", "attr", "nmod", "amod"})
_CLAUSES = frozenset({"ccomp", "advcl", "xcomp", "relcl", "acl", "conj", "parataxis", "pcomp"})
_NAMED_THINGS = frozenset({Label.ORG, Label.GPE})

_MAX_STEPS = 20
_LOOK_BACK = 4
"""Sentences that a pronoun may look back."""
_SURE_MARGIN = 1.0
"""By how much it has to lead to give an entity without known gender the pronoun's."""
_MIN_MARGIN = 0.15
"""By how much the best candidate has to lead."""


class Coreference:
    """Adds pronouns and definite descriptions to `analysis.mentions` and to their entities."""

    name: ClassVar[str] = "coreference"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.ENTITIES})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.COREFERENCE})

    def __init__(self) -> None:
        self._nominals = load_nominal_words()
        self._title_genders = load_people_words().title_genders
        self._speech_verbs = folded_set(lexicon("coreference")["speech_verbs"])

    def __call__(self, analysis: Analysis) -> None:
        """Resolves first what stands outside quotations, then what stands within."""
        if not analysis.entities:
            return
        vote_genders(analysis.parse, analysis.mentions)
        resolver = _Resolver(analysis, self._nominals, self._title_genders, self._speech_verbs)
        found = resolver.resolve()
        for mention in found:
            assert mention.entity is not None
            mention.entity.mentions.append(mention)
        for entity in dict.fromkeys(mention.entity for mention in found if mention.entity):
            entity.mentions.sort(key=lambda mention: mention.span)
        analysis.mentions = sorted([*analysis.mentions, *found], key=lambda mention: mention.span)


def vote_genders(parse: Parse, mentions: Sequence[Mention]) -> None:
    """Gives people without known gender that of the pronouns that follow them where no other person is near.

    A pronoun votes for the only person named in its sentence and the one before; most votes win, a tie leaves it open.

    Args:
        parse: the article.
        mentions: names in order; the `gender` of their entities is set.
    """
    people = [mention for mention in mentions if mention.label is Label.PERSON]
    votes: dict[Entity, int] = {}
    at = 0
    for token, lower in enumerate(parse.lower):
        gender = GENDERS.get(lower)
        if gender is None or gender == "n":
            continue
        while at < len(people) and people[at].head < token:
            at += 1
        near = {mention.entity for mention in people[max(0, at - 4) : at] if parse.sent[mention.head] >= parse.sent[token] - 1}
        if len(near) == 1:
            entity = near.pop()
            if entity is not None and entity.gender is None:
                votes[entity] = votes.get(entity, 0) + (1 if gender == "m" else -1)
    for entity, vote in votes.items():
        if vote:
            entity.gender = "m" if vote > 0 else "f"


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(GENDERS) | FIRST_PERSON | SECOND_PERSON


class _Resolver:
    """Resolves the pronouns and descriptions of one article."""

    def __init__(
        self, analysis: Analysis, nominals: NominalWords, title_genders: dict[str, str], speech_verbs: frozenset[str]
    ) -> None:
        self.parse = analysis.parse
        self.nominals = nominals
        self.title_genders = title_genders
        self.regions = quote_regions(self.parse)
        self.subjects = find_quote_subjects(self.parse, self.regions, speech_verbs) if self.regions else {}
        self.descriptions = Descriptions(analysis.entities, nominals)
        self.names = [mention for mention in analysis.mentions if mention.form is MentionForm.NAME]
        self.interview = find_interview(analysis.text, analysis.paragraphs, self.names)
        self.questions = SpanIndex(self.interview.questions) if self.interview else None
        self.at: dict[int, Entity] = {}
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
        pronouns, people, organizations = _pronouns() | _INDEFINITE, self.nominals.people, self.nominals.organizations
        return [
            token
            for token, lower in enumerate(self.parse.lower)
            if (lower in pronouns or lower in people or lower in organizations) and not self.covered[token]
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
                if self.parse.lower[token] not in _DIALOGUE:
                    discourse.mention(self.parse, entity, entity, entity.gender, token, region)
            elif self._is_person_noun(token):
                lower = self.parse.lower[token]
                discourse.mention(self.parse, lower, None, self.title_genders.get(lower), token, region)
        return found

    def _is_person_noun(self, token: int) -> bool:
        parse = self.parse
        if parse.lower[token] in _INDEFINITE:
            return parse.dep[token] in SUBJECTS
        return parse.lower[token] in self.nominals.people and parse.tag[token] == "NN" and parse.dep[token] not in _DESCRIBING

    def _resolve(self, token: int, region: int, discourse: Discourse) -> Entity | None:
        lower = self.parse.lower[token]
        if lower in FIRST_PERSON or lower in SECOND_PERSON:
            return self._resolve_dialogue(token, region) if self.parse.tag[token] in ("PRP", "PRP$") else None
        gender = GENDERS.get(lower)
        if gender is not None and (self.parse.tag[token] not in ("PRP", "PRP$") or is_generic(self.parse, token)):
            return None
        if gender == "n":
            return resolve_it(self.parse, token, self.at)
        if gender is not None:
            return self._resolve_person(token, gender, region, discourse)
        if is_definite(self.parse, token):
            return self._resolve_noun(token, discourse)
        return None

    def _resolve_dialogue(self, token: int, region: int) -> Entity | None:
        """Who "I" or "you" is: the speaker of the quotation, or the interviewee in answers and questions."""
        is_first = self.parse.lower[token] in FIRST_PERSON
        if region in self.subjects:
            return self._speaker(region) if is_first else None
        if self.interview is None or self.questions is None or self.parse.start[token] < self.interview.start:
            return None
        in_question = self.questions.at(self.parse.start[token]) is not None
        return self.interview.interviewee if in_question is not is_first else None

    def _interviewee(self, token: int) -> Entity | None:
        """Who speaks or is spoken to at a place of an interview, and so is no third person there."""
        if self.interview is None or self.parse.start[token] < self.interview.start:
            return None
        return self.interview.interviewee

    def _speaker(self, region: int) -> Entity | None:
        subject = self.subjects.get(region)
        entity = None if subject is None else self.at.get(subject)
        return entity if entity is not None and entity.label is Label.PERSON else None

    def _resolve_person(self, token: int, gender: str, region: int, discourse: Discourse) -> Entity | None:
        parse = self.parse
        sent, lower = parse.sent[token], parse.lower[token]
        if lower in _REFLEXIVES and token - 1 in self.at:
            return self.at[token - 1]
        barred = self._speaker(region) if region else self._interviewee(token)
        scored: list[tuple[float, Referent]] = []
        for referent in discourse.since(sent - _LOOK_BACK):
            if referent.gender not in (gender, None) or (referent.entity is not None and referent.entity.label is not Label.PERSON):
                continue
            if (barred is not None and referent.entity is barred) or is_bound(parse, token, referent.token):
                continue
            scored.append((salience(parse, referent, token), referent))
        if not scored:
            return None
        scored.sort(key=lambda item: -item[0])
        best = scored[0][1]
        if len(scored) > 1 and scored[0][0] - scored[1][0] < _MIN_MARGIN:
            return None
        if (
            best.entity is not None
            and best.entity.gender is None
            and (len(scored) == 1 or scored[0][0] - scored[1][0] > _SURE_MARGIN)
        ):
            best.entity.gender = gender
        return best.entity

    def _resolve_noun(self, token: int, discourse: Discourse) -> Entity | None:
        parse = self.parse
        lower = parse.lower[token]
        if parse.tag[token] not in ("NN", "NNP") or parse.dep[token] in _DESCRIBING:
            return None
        if any(self.covered[child] and parse.dep[child] in ("compound", "nmod", "amod") for child in parse.children[token]):
            return None
        added = modifiers(parse, token, self.nominals.free)
        sent = parse.sent[token]
        recent = [referent.entity for referent in discourse.since(sent - 12) if referent.entity is not None]
        described = self.descriptions.described(lower)
        fitting = [one for one in recent if one in described and self.descriptions.phrases(one).issuperset(added)]
        fitting = self.descriptions.narrow(fitting, former=is_former(parse, token))
        if fitting:
            return fitting[0] if len(fitting) == 1 or not added else None
        kinds = self.nominals.organizations.get(lower)
        if kinds is None or added:
            return None
        near = [r.entity for r in discourse.since(sent - 2) if r.entity is not None and r.entity.label is Label.ORG]
        fitting = [one for one in near if kinds & self.descriptions.kinds[one]]
        return fitting[0] if len(fitting) == 1 else None


def resolve_it(parse: Parse, token: int, at: dict[int, Entity]) -> Entity | None:
    """The organization or country that "it" or "its" stands for: the subject of its clause, or of the clause above."""
    verb = token
    for _ in range(6):
        head = parse.head[verb]
        if head == verb:
            return None
        verb = head
        if not parse.is_verb(verb):
            continue
        subject = parse.child(verb, "nsubj", "nsubjpass")
        if subject == token:
            if parse.dep[verb] not in ("ccomp", "advcl"):
                return None
            continue
        if subject is None:
            if parse.dep[verb] in _CLAUSES:
                continue
            return None
        if subject > token and parse.lower[token] != "its":
            return None
        entity = at.get(subject)
        return entity if entity is not None and entity.label in _NAMED_THINGS and subject < token else None
    return None


def is_generic(parse: Parse, pronoun: int) -> bool:
    """Whether a pronoun means anyone: "his or her", "he or she"."""
    for other, between in ((pronoun + 2, pronoun + 1), (pronoun - 2, pronoun - 1)):
        if 0 <= other < parse.n and parse.lower[between] in ("or", "/") and parse.lower[other] in GENDERS:
            return True
    return False


def is_bound(parse: Parse, pronoun: int, antecedent: int) -> bool:
    """Whether grammar forbids that a pronoun refers to a mention.

    A pronoun that is neither reflexive nor possessive cannot refer to an argument of its own verb ("Barr met him"); no
    pronoun can refer to the name that its own noun describes ("Mary, his wife").
    """
    if parse.sent[pronoun] != parse.sent[antecedent]:
        return False
    at = pronoun
    for _ in range(4):
        if parse.dep[at] == "appos" and parse.head[at] == antecedent:
            return True
        if parse.head[at] == at or parse.is_verb(at):
            break
        at = parse.head[at]
    if parse.tag[pronoun] == "PRP$" or parse.lower[pronoun] in _REFLEXIVES:
        return False
    return governor(parse, pronoun) == governor(parse, antecedent)


def governor(parse: Parse, token: int) -> int:
    """The word that a phrase is an argument of, through prepositions and coordination."""
    is_found = False
    for at in islice(parse.ancestors(token), _MAX_STEPS):
        if is_found or parse.dep[token] not in ("conj", "appos"):
            is_found = True
            if parse.dep[at] != "prep" and parse.tag[at] != "IN":
                return at
        token = at
    return token


def build_anaphor(parse: Parse, token: int, entity: Entity) -> Mention:
    """The mention of a resolved pronoun, or of a description from its determiner to its noun."""
    if parse.tag[token] in ("PRP", "PRP$") or parse.lower[token] in _pronouns():
        return Mention(parse.span(token, token + 1), token, token + 1, token, entity.label, MentionForm.PRONOUN, entity)
    first = min((child for child in parse.children[token] if child < token), default=token)
    span = Span(parse.start[first], parse.end[token])
    return Mention(span, first, token + 1, token, entity.label, MentionForm.NOMINAL, entity)
