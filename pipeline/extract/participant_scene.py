"""What the participants of an article's events are read from."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from pipeline.extract.event_lexicon import EventLexicon
from pipeline.extract.noun_kinds import NounKinds
from pipeline.extract.participant_lexicon import ParticipantLexicon
from pipeline.layers import Mention
from pipeline.parse import Parse
from pipeline.vocabulary import Label

PLACES = frozenset({Label.GPE, Label.LOC, Label.FAC})
_ACTORS = frozenset({Label.GPE, Label.NORP, Label.ORG, Label.PERSON})


@dataclass(frozen=True, slots=True)
class Scene:
    """What the roles of an article's events are read from.

    Attributes:
        mentions: the mention that covers each token.
        dates: tokens of dates, which take no part in anything.
        triggers: tokens of the article's events.
        kinds: what kind of thing a noun names.
    """

    parse: Parse
    mentions: Mapping[int, Mention]
    dates: Set[int]
    triggers: Set[int]
    lexicon: ParticipantLexicon
    events: EventLexicon
    kinds: NounKinds

    def is_actor(self, token: int) -> bool:
        """Whether a token stands for people, a group or a country."""
        mention = self.mentions.get(token)
        if mention is not None:
            return mention.label in _ACTORS
        if self.parse.tag[token] == "PRP":
            return True
        lemma = self.parse.lemma(token)
        return lemma in self.events.classes["@person"] or (self.parse.tag[token] in ("NN", "NNS") and self.kinds.is_personal(lemma))

    def lacks_will(self, token: int) -> bool:
        """Whether a common noun in the singular is that of a thing, or of an event."""
        return self.parse.tag[token] == "NN" and token not in self.mentions and not self.is_actor(token)
