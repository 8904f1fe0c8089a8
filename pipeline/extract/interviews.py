"""Interviews printed as questions and answers: who answers, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.layers import Entity, Mention
from pipeline.spans import Span
from pipeline.vocabulary import Label

_WORD = re.compile(r"\b(?:interview(?:s|ed|ing|ee)?|tells|talks (?:to|with)|speaks (?:to|with)|Q&A)\b", re.IGNORECASE)
_INTERVIEWEE = re.compile(r"\binterviewee:? ", re.IGNORECASE)
_QUESTION = re.compile(r"[ \t]*(?:Q|Question)\s?[:.]", re.IGNORECASE)
_ANSWER = re.compile(r"[ \t]*(?:A|Answer)\s?[:.]", re.IGNORECASE)
_BREAK = re.compile(r"[.,:;?!\n]| on | about ")
_AN = re.compile(r"[:,]? (?:an|the|full)? ?", re.IGNORECASE)
_START_CHARS = 600
_NEAR_CHARS = 60
_MIN_QUESTIONS = 2
_MAX_WORDS = 10


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview with one person.

    Attributes:
        interviewee: who answers.
        questions: paragraphs that ask, in order.
        start: where the first question starts; what stands before is the introduction.
    """

    interviewee: Entity
    questions: list[Span]
    start: int


def find_interview(text: str, paragraphs: Sequence[Span], mentions: Sequence[Mention]) -> Interview | None:
    """Recognises an interview and who answers in it.

    An interview has at least two paragraphs that are questions, and says so: by the word before the first of them, or by "Q:"
    and "A:". The interviewee is named beside the word ("interviews the ant researcher X", "X: an interview"), or is
    the only person whom the introduction names. Where two are interviewed, there is none.

    Args:
        text: the article's text.
        paragraphs: in order.
        mentions: names, in order, with their entities.
    """
    questions = [span for span in paragraphs if _is_question(text, span)]
    if len(questions) < _MIN_QUESTIONS:
        return None
    start = next((span.start for span in questions if span.start > paragraphs[0].start), 0)
    words = [match.span() for match in islice(_WORD.finditer(text, 0, max(start, _START_CHARS)), _MAX_WORDS)]
    is_marked = any(_ANSWER.match(text, span.start) for span in paragraphs)
    if not words and not is_marked:
        return None
    people = [mention for mention in mentions if mention.label is Label.PERSON and mention.span.start < max(start, _START_CHARS)]
    named, is_joint = _named_beside(text, words, people)
    is_joint = is_joint or _are_several(text, mentions)
    interviewee = None if is_joint else named or _first_named(people, start, is_marked=is_marked)
    return None if interviewee is None else Interview(interviewee, questions, start)


def _are_several(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether captions or lists name several people as interviewees: "File photo of interviewee Ana Lind"."""
    at = {match.end() for match in _INTERVIEWEE.finditer(text)}
    return len({mention.entity for mention in mentions if mention.label is Label.PERSON and mention.span.start in at}) > 1


def _named_beside(text: str, words: Sequence[tuple[int, int]], people: Sequence[Mention]) -> tuple[Entity | None, bool]:
    """The person named just behind or before the word "interview", and whether a second one is named together with them."""
    full = [mention for mention in people if " " in mention.span.text(text)]
    for first, last in words:
        for index, mention in enumerate(full):
            if _is_beside(text, first, last, mention.span):
                after = full[index + 1] if index + 1 < len(full) else None
                is_joint = after is not None and text[mention.span.end : after.span.start].strip() == "and"
                return mention.entity, is_joint
    return None, False


def _is_beside(text: str, first: int, last: int, name: Span) -> bool:
    """Whether a name stands where an interviewee's does: "interviews X", "X: an interview", "X, a founder, interviewed by"."""
    if last <= name.start <= last + _NEAR_CHARS:
        return not _BREAK.search(text, last, name.start)
    if not first - _NEAR_CHARS <= name.end <= first:
        return False
    is_passive = text.startswith("ed by", last - 2) and "." not in text[name.end : first] and "\n" not in text[name.end : first]
    return is_passive or _AN.fullmatch(text, name.end, first) is not None


def _first_named(people: Sequence[Mention], start: int, *, is_marked: bool) -> Entity | None:
    """The person whom the introduction names; of several the first, if answers are marked with "A:", else none."""
    named = list(dict.fromkeys(mention.entity for mention in people if mention.span.start < start))
    return named[0] if len(named) == 1 or (named and is_marked) else None


def _is_question(text: str, span: Span) -> bool:
    return text[span.end - 1] == "?" or _QUESTION.match(text, span.start) is not None
