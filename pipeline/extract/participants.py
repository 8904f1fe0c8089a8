"""The stage `participants`: who takes part in an event, where, with what and when, and which events are the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from pipeline.extract.event_clusters import link_repeated
from pipeline.extract.event_lexicon import EventLexicon, event_lexicon
from pipeline.extract.event_places import find_places
from pipeline.extract.event_times import assign_dates
from pipeline.extract.event_weights import event_weights
from pipeline.extract.participant_lexicon import ParticipantLexicon, participant_lexicon
from pipeline.extract.participant_phrases import antecedents, participant_phrase
from pipeline.extract.participant_recipients import find_recipients
from pipeline.extract.participant_roles import find_actors, find_instruments
from pipeline.extract.participant_scene import Scene
from pipeline.layers import Event, Mention, Participant
from pipeline.spans import SpanIndex
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import MentionForm, Role, SectionKind


class Participants:
    """Finds the participants of each event within the event's own clause.

    Args:
        lexicon: prepositions and word lists; the project's own by default.
        events: which words are events; the project's own by default.
    """

    name: ClassVar[str] = "participants"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.EVENTS, Layer.MENTIONS, Layer.COREFERENCE})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.PARTICIPANTS})

    def __init__(self, lexicon: ParticipantLexicon | None = None, events: EventLexicon | None = None) -> None:
        self._lexicon = lexicon or participant_lexicon()
        self._events = events or event_lexicon()
        self._kinds = event_weights().nouns

    def __call__(self, analysis: Analysis) -> None:
        """Fills `participants`, `place`, `date` and `cluster` of each event."""
        parse = analysis.parse
        scene = Scene(
            parse=parse,
            mentions=mentions_by_token(analysis.mentions),
            dates={token for date in analysis.dates for token in range(*parse.tokens_in(*date.span))},
            triggers={event.token for event in analysis.events},
            lexicon=self._lexicon,
            events=self._events,
            kinds=self._kinds,
        )
        for event in analysis.events:
            event.participants = find_participants(scene, event)
            event.place = next(
                (p.mention.entity for p in event.participants if p.role is Role.PLACE and p.mention is not None), None
            )
        datelines = SpanIndex([section.span for section in analysis.sections if section.kind is SectionKind.DATELINE])
        assign_dates(parse, analysis.events, [date for date in analysis.dates if datelines.at(date.span.start) is None])
        link_repeated(parse, analysis.events)


def mentions_by_token(mentions: Iterable[Mention]) -> dict[int, Mention]:
    """The mention that covers each token; where mentions nest, a name wins over others and the longer over the shorter."""
    found: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: (m.form is MentionForm.NAME, m.last - m.first)):
        for token in range(mention.first, mention.last):
            found[token] = mention
    return found


def find_participants(scene: Scene, event: Event) -> list[Participant]:
    """The participants of one event, by role and then in the order of the text; one word has one role."""
    actors = find_actors(scene, event)
    by_role = (
        (Role.ACTOR, actors),
        (Role.RECIPIENT, find_recipients(scene, event, actors)),
        (Role.PLACE, find_places(scene, event)),
        (Role.INSTRUMENT, find_instruments(scene, event)),
    )
    taken = {event.token}
    found: list[Participant] = []
    for role, heads in by_role:
        for head in sorted(set(heads) - taken):
            taken.add(head)
            found.extend(build_participant(scene, role, named) for named in _named(scene, head))
    return found


def _named(scene: Scene, head: int) -> list[int]:
    """The head of a participant; for a pronoun that repeats the subject of a clause above, those of that subject."""
    return antecedents(scene.parse, scene.mentions, scene.events.classes["@person"], head) or [head]


def build_participant(scene: Scene, role: Role, head: int) -> Participant:
    """A participant by its head."""
    return Participant(role, participant_phrase(scene.parse, scene.mentions, head), head, _mention(scene, head))


def _mention(scene: Scene, head: int) -> Mention | None:
    """The mention that covers the head, else that of the name in apposition to it."""
    found = scene.mentions.get(head)
    if found is not None:
        return found
    parse = scene.parse
    names = (scene.mentions.get(child) for child in parse.children[head] if parse.dep[child] == "appos")
    return next((name for name in names if name is not None), None)
