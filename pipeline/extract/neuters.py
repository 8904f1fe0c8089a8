"""The organization or country that "it" and "its" stand for, as far as grammar tells.

"It" stands for things without a name far more often than for one with a name, so no candidate is weighed against another: a
pronoun is resolved only where the subject of its clause, of a clause above or of the sentence before tells (Hobbs 1978; the
backward-looking centre of Grosz, Joshi and Weinstein 1995), or where only one thing was spoken of since.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from pipeline.extract.pronouns import CLAUSES, MAX_STEPS
from pipeline.layers import Entity
from pipeline.parse import Parse
from pipeline.vocabulary import Label

_MAIN = frozenset({"ROOT", "conj", "parataxis"})
_THINGS = frozenset({Label.ORG, Label.GPE})
_RELATIVES = frozenset({"which", "that"})
_OTHERS = frozenset({"PRP", "NNS", "NNPS", "WP", "EX"})
"""Tags of subjects that "it" cannot mean."""

_WITHIN = frozenset({"compound", "nmod", "amod", "npadvmod"})
_OBJECTS = ("dobj", "ccomp", "xcomp")
_SHORT_IS = frozenset({"'s", "’s"})
_SUBJECTS = ("nsubj", "nsubjpass")
_SOURCE_SENTENCES = 3
"""Sentences that "it said" may look back for who was said to say something."""


class Neuters:
    """Resolves "it", "its" and "itself" in one article.

    Args:
        parse: the article.
        at: entities by the heads of their mentions; grows as they are resolved.
        source_verbs: lemmas of verbs that report what an organization says.
        impersonal_verbs: lemmas of verbs whose "it" is mostly a fact or no one.
    """

    __slots__ = ("_at", "_impersonal_verbs", "_parse", "_source_verbs")

    def __init__(
        self, parse: Parse, at: Mapping[int, Entity], source_verbs: frozenset[str], impersonal_verbs: frozenset[str]
    ) -> None:
        self._parse = parse
        self._at = at
        self._source_verbs = source_verbs
        self._impersonal_verbs = impersonal_verbs

    def resolve(self, token: int) -> Entity | None:
        """Who a pronoun stands for, by the nearest verb above that has a subject of its own.

        "It" as an object is never that subject ("NATO never rescinded it"), so only "it" as a subject is resolved.
        """
        parse = self._parse
        if parse.lower[token] == "it" and not (parse.dep[token] in _SUBJECTS and parse.is_verb(parse.head[token])):
            return None
        below = token
        for verb in islice(parse.ancestors(token), MAX_STEPS):
            child, below = below, verb
            if not parse.is_verb(verb):
                continue
            subject = parse.child(verb, *_SUBJECTS)
            if subject is None:
                if parse.dep[verb] not in CLAUSES:
                    return None
            elif subject == token:
                if parse.dep[verb] not in ("ccomp", "advcl"):
                    return self._resolve_subject(token, verb)
            elif subject < token:
                return self._resolve_below(token, verb, subject)
            elif parse.lower[token] != "its":
                return None
            elif child != subject:
                return self._thing_at(subject)
            elif parse.dep[verb] == "ROOT":
                return self._main_subject(parse.sent[token] - 1)
        return None

    def _thing_at(self, token: int) -> Entity | None:
        entity = self._at.get(token)
        return entity if entity is not None and entity.label in _THINGS else None

    def _is_other(self, token: int) -> bool:
        """Whether a subject is a person or many, which "it" cannot mean."""
        entity = self._at.get(token)
        if entity is not None:
            return entity.label is Label.PERSON
        return self._parse.tag[token] in _OTHERS and self._parse.lower[token] != "it"

    def _resolve_below(self, token: int, verb: int, subject: int) -> Entity | None:
        """What a pronoun stands for whose clause has a subject before it: that one, or where it cannot be, what was named last."""
        parse = self._parse
        if parse.dep[verb] == "relcl" and parse.lower[subject] in _RELATIVES:
            return self._thing_at(parse.head[verb])
        if self._is_other(subject):
            return self._named_last(token, subject) if parse.lower[token] == "its" else None
        return self._thing_at(subject)

    def _named_last(self, token: int, after: int) -> Entity | None:
        """The thing named last before "its", unless one without a name comes between that is not its own.

        "She thanked the fund for its help", "he praised the fund's belief in its role"; not "she gave the fund a boat with its
        sails", nor "she joined the fund in the town for its help", where either may be meant.
        """
        parse = self._parse
        noun: int | None = None
        for other in range(token - 1, after, -1):
            if parse.dep[other] in _WITHIN:
                continue
            thing = self._thing_at(other)
            if thing is not None:
                is_own = noun is None or (parse.dep[other] == "poss" and parse.head[other] == noun)
                is_within = any(self._thing_at(above) for above in islice(parse.ancestors(other), 2))
                return thing if is_own and not is_within else None
            if parse.tag[other] in ("NN", "NNP") and other not in self._at:
                if noun is not None:
                    return None
                noun = other
        return None

    def _resolve_subject(self, token: int, verb: int) -> Entity | None:
        """Who "it" is as the subject of a main clause: who spoke last ("it said"), or whom the sentence before is about."""
        parse = self._parse
        lemma = parse.lemma(verb)
        if parse.dep[token] != "nsubj":
            return None
        if lemma in self._source_verbs and parse.dep[verb] in _MAIN:
            return self._last_source(token, verb)
        opens = token == parse.sentences[parse.sent[token]][0] and parse.dep[verb] == "ROOT"
        is_impersonal = lemma in self._impersonal_verbs or parse.lower[verb] in _SHORT_IS
        if not opens or is_impersonal or parse.child(verb, *_OBJECTS) is None:
            return None
        return self._main_subject(parse.sent[token] - 1)

    def _main_subject(self, sent: int) -> Entity | None:
        """The thing that a sentence is about."""
        if sent < 0:
            return None
        subject = self._parse.child(self._parse.roots[sent], *_SUBJECTS)
        return None if subject is None else self._thing_at(subject)

    def _last_source(self, token: int, verb: int) -> Entity | None:
        """Who spoke last in the sentences before, if a thing; behind a person or no one, whom the sentence before is about."""
        parse = self._parse
        sent = parse.sent[token]
        for other in range(token - 1, parse.sentences[max(0, sent - _SOURCE_SENTENCES)][0] - 1, -1):
            above = parse.head[other]
            if parse.dep[other] == "nsubj" and above != verb and parse.is_verb(above) and parse.lemma(above) in self._source_verbs:
                return self._main_subject(sent - 1) if self._is_other(other) else self._thing_at(other)
        return self._main_subject(sent - 1)
