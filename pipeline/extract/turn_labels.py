"""Labels of turns that are no names: "Q" and "A" of an interview, and a speaker's initials."""

from __future__ import annotations

from functools import cached_property

from pipeline.extract.interviews import Interview, find_interview
from pipeline.layers import Entity, Speaker
from pipeline.parse import Parse
from pipeline.stages import Analysis
from pipeline.vocabulary import Label, MentionForm, SpeakerForm, SpeakerKind

_QUESTION = frozenset({"Q", "QUESTION"})
_ANSWER = frozenset({"A", "ANSWER"})
_INITIALS = range(2, 5)
"""Letters that a label of initials may have."""

_LOOK_BACK = 10
_IN_NAMES = frozenset(".'’")

_KINDS = {Label.PERSON: SpeakerKind.PERSON, Label.ORG: SpeakerKind.ORGANIZATION}


class TurnLabels:
    """Who the labels of an article's turns stand for.

    Args:
        analysis: with its mentions and entities.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis

    def resolve(self, parse: Parse, head: int) -> Speaker | None:
        """The speaker that a label which is no name stands for; None where it is to be read as any other words.

        Who answers is the interviewee; who asks is not named. Initials are those of the one person or organization of the
        article that has them.

        Args:
            parse: of the article.
            head: the label's last token.
        """
        span = parse.span(head, head + 1)
        before = parse.text[max(0, span.start - _LOOK_BACK) : span.start].rstrip(" \t\u00a0")[-1:]
        if before.isalnum() or before in _IN_NAMES:
            return None  # the end of a name
        label = span.text(self._analysis.text).upper()
        if label in _QUESTION or label in _ANSWER:
            answers = self._interview is not None and label in _ANSWER
            entity = self._interview.interviewee if answers and self._interview is not None else None
            return Speaker(SpeakerForm.NOMINAL, span, head, entity, entity.name if entity else None, SpeakerKind.PERSON)
        named = self._initials.get(label, []) if len(label) in _INITIALS else []
        if len(named) != 1:
            return None
        return Speaker(SpeakerForm.NOMINAL, span, head, named[0], named[0].name, _KINDS[named[0].label])

    @cached_property
    def _interview(self) -> Interview | None:
        names = [mention for mention in self._analysis.mentions if mention.form is MentionForm.NAME]
        return find_interview(self._analysis.text, self._analysis.paragraphs, names)

    @cached_property
    def _initials(self) -> dict[str, list[Entity]]:
        """People and organizations with names of several words, by their initials."""
        found: dict[str, list[Entity]] = {}
        for entity in self._analysis.entities:
            words = entity.name.replace("-", " ").split()
            if entity.label in _KINDS and len(words) in _INITIALS:
                found.setdefault("".join(word[0] for word in words).upper(), []).append(entity)
        return found
