"""Interviews printed as questions and answers: who answers, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.layers import Entity, Mention
from pipeline.spans import Span, SpanIndex
from pipeline.vocabulary import Label

_WORD = re.compile(r"\b(?:interview(?:s|ed|ing|ee)?|tells|talks (?:to|with)|speaks (?:to|with)|Q&A)\b", re.IGNORECASE)
_INTERVIEWEE = re.compile(r"\binterviewee:? ", re.IGNORECASE)
_QUESTION = re.compile(r"[ \t]*(?:Q|Question)\s?[:.]", re.IGNORECASE)
_ANSWER = re.compile(r"[ \t]*(?:A|Answer)\s?[:.]", re.IGNORECASE)
_BREAK = re.compile(r"[.,:;?!\n]| on | about ")
_AN = re.compile(r"[:,]? (?:an|the|full)? ?", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:you|your|yourself)\b", re.IGNORECASE)
_SELF = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]yself)\b")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]?")
_CREDIT = re.compile(r"\s*[(\[]?(?:image|photo|photograph|picture|file photo)s?(?: by| credit)?:[^\n]*", re.IGNORECASE)
_START_CHARS = 600
_NEAR_CHARS = 60
_MIN_QUESTIONS = 2
_MIN_EXCHANGES = 4
_MAX_WORDS = 10
_MANY_SELVES = 3
"""Times that who answers speaks of "I" in a paragraph that closes with a question of their own."""
_LONG_PROMPT = 300
_BEFORE_START = 2
"""Paragraphs before the first question mark in which a question without one is looked for."""


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

    An interview has at least two paragraphs that are questions, and says so: by the word before the first of them, by "Q:"
    and "A:", or by questions to "you" that someone answers as "I". The interviewee is named beside the word ("interviews the
    ant researcher X", "X: an interview"), or is the only person whom the introduction names. Where two are interviewed, there
    is none.

    Args:
        text: the article's text.
        paragraphs: in order.
        mentions: names, in order, with their entities.
    """
    asked = [index for index, span in enumerate(paragraphs) if _is_question(text, span)]
    if len(asked) < _MIN_QUESTIONS:
        return None
    first = next((index for index in asked if index), 0)
    start = paragraphs[first].start if first else 0
    words = [match.span() for match in islice(_WORD.finditer(text, 0, max(start, _START_CHARS)), _MAX_WORDS)]
    is_marked = any(_ANSWER.match(text, span.start) for span in paragraphs)
    if not words and not is_marked and _count_exchanges(text, paragraphs, asked) < _MIN_EXCHANGES:
        return None
    people = [mention for mention in mentions if mention.label is Label.PERSON and mention.span.start < max(start, _START_CHARS)]
    named, is_joint = _named_beside(text, words, people)
    is_joint = is_joint or _are_several(text, mentions)
    interviewee = None if is_joint else named or _first_named(text, people, start, is_marked=is_marked)
    if interviewee is None:
        return None
    questions = find_questions(text, paragraphs, asked)
    return Interview(interviewee, questions, min(start, questions[0].start) if first and questions else start)


def find_questions(text: str, paragraphs: Sequence[Span], asked: Sequence[int]) -> list[Span]:
    """The paragraphs of an interview that the interviewer says, in order.

    Those that end with a question mark and do not speak of "I" most; and short ones behind an answer that speak to "you" and
    of no "I", where the next speaks of "I": "You were given the harbour prize last month."

    Args:
        text: the article's text.
        paragraphs: in order.
        asked: places of those that ask.
    """
    found = {index for index in asked if not _is_of_self(text, paragraphs[index])}
    first = next((index for index in asked if index), 0)
    for index in range(max(1, first - _BEFORE_START), len(paragraphs) - 1):
        if index - 1 in found or index in found or index + 1 in found:
            continue
        if _is_prompt(text, paragraphs[index]) and _says(_SELF, text, paragraphs[index + 1]):
            found.add(index)
    return [paragraphs[index] for index in sorted(found)]


def _is_of_self(text: str, span: Span) -> bool:
    said = _QUOTED.sub("", span.text(text))
    selves = len(_SELF.findall(said))
    return selves >= _MANY_SELVES and selves > len(_ADDRESS.findall(said))


def _is_prompt(text: str, span: Span) -> bool:
    is_short = span.end - span.start <= _LONG_PROMPT
    return is_short and _says(_ADDRESS, text, span) and not _says(_SELF, text, span)


def _says(words: re.Pattern[str], text: str, span: Span) -> bool:
    """Whether a paragraph has one of the words outside quotation marks."""
    return words.search(_QUOTED.sub("", span.text(text))) is not None


def _count_exchanges(text: str, paragraphs: Sequence[Span], asked: Sequence[int]) -> int:
    """Questions to "you" that the next paragraph answers as "I"."""
    places = set(asked)
    return sum(
        index + 1 < len(paragraphs)
        and index + 1 not in places
        and _says(_ADDRESS, text, paragraphs[index])
        and _says(_SELF, text, paragraphs[index + 1])
        for index in asked
    )


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


def _first_named(text: str, people: Sequence[Mention], start: int, *, is_marked: bool) -> Entity | None:
    """The person whom the introduction names; of several the first, if answers are marked with "A:", else none.

    Who is only credited with a picture is not introduced.
    """
    credited = SpanIndex([Span(*match.span()) for match in _CREDIT.finditer(text, 0, start)])
    before = [mention for mention in people if mention.span.start < start and credited.at(mention.span.start) is None]
    named = list(dict.fromkeys(mention.entity for mention in before))
    return named[0] if len(named) == 1 or (named and is_marked) else None


def _is_question(text: str, span: Span) -> bool:
    return text[span.end - 1] == "?" or _QUESTION.match(text, span.start) is not None
