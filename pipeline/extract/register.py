"""Finds the mention that a token or span belongs to."""

from __future__ import annotations

from bisect import bisect_left

from pipeline.layers import Mention
from pipeline.spans import Span
from pipeline.stages import Analysis
from pipeline.vocabulary import Label, MentionForm


class Register:
    """Finds the mention that a token or span belongs to.

    Args:
        analysis: with its mentions in order.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._mentions = analysis.mentions
        self._starts = [mention.span.start for mention in analysis.mentions]

    def within(self, span: Span) -> list[Mention]:
        """Mentions that lie within a span, in order."""
        index = bisect_left(self._starts, span.start)
        found = []
        while index < len(self._mentions) and self._mentions[index].span.start < span.end:
            if self._mentions[index].span.end <= span.end:
                found.append(self._mentions[index])
            index += 1
        return found

    def person_before(self, mention: Mention, most: int = 4) -> Mention | None:
        """The nearest of the last few mentions before one that names a person."""
        index = bisect_left(self._starts, mention.span.start)
        near = reversed(self._mentions[max(0, index - most) : index])
        return next((other for other in near if other.label is Label.PERSON and other.form is MentionForm.NAME), None)

    def covering(self, span: Span) -> Mention | None:
        """The mention that covers a token's characters, a name before a pronoun before a description."""
        index = bisect_left(self._starts, span.start + 1) - 1
        found = []
        for back in range(index, max(-1, index - 4), -1):
            mention = self._mentions[back]
            if mention.span.start < span.end and span.start < mention.span.end:
                found.append(mention)
        order = [MentionForm.NAME, MentionForm.PRONOUN, MentionForm.NOMINAL]
        return min(found, key=lambda mention: (order.index(mention.form), mention.span), default=None)
