"""Stance: what kind of saying a statement is, whether the saying is negated, where and when it was said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import ClassVar

from pipeline.extract.sources import medium_phrase
from pipeline.layers import Date, Statement
from pipeline.lexicons import lexicon, words
from pipeline.parse import Parse
from pipeline.spans import Span
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Act, DateType, SpeakerKind

_OF_DOCUMENTS = frozenset({Act.SAY, Act.PROPOSE})
_MAX_STEPS = 4
"""Heads between a date and the cue that it belongs to."""


class Stance:
    """Fills act, negation, medium and date of every statement."""

    name: ClassVar[str] = "stance"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.STATEMENTS, Layer.SPEAKERS, Layer.DATES})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.STANCE})

    def __call__(self, analysis: Analysis) -> None:
        """Fills the layer."""
        parse = analysis.parse
        anchors = [(date, *_tokens(parse, date)) for date in analysis.dates if date.type in (DateType.DATE, DateType.TIME)]
        for statement in analysis.statements:
            cue = statement.cue_token
            if cue is None:
                continue
            prepositions = [parse.lower[child] for child in parse.children[cue] if parse.dep[child] == "prep"]
            prepositions += ["to"] if parse.child(cue, "xcomp") is not None else []
            statement.act = act_of(statement.cue_lemma or "", prepositions)
            statement.act = _act_in_context(analysis.text, statement)
            statement.negated = is_negated(parse, cue)
            statement.medium = find_medium(parse, cue, statement)
        _attach_dates(parse, analysis.statements, anchors)


def _act_in_context(text: str, statement: Statement) -> Act:
    """The act, given who speaks and how: a document reports, and a turn that ends in a question mark asks."""
    if statement.is_turn and statement.span.text(text).rstrip("\"”’'»").endswith("?"):
        return Act.ASK
    is_document = any(speaker.kind is SpeakerKind.DOCUMENT for speaker in statement.speakers)
    return Act.REPORT if is_document and statement.act in _OF_DOCUMENTS else statement.act


@cache
def _acts() -> dict[str, Act]:
    return {lemma: Act(act) for act, lemmas in lexicon("cues")["acts"].items() for lemma in lemmas}


def act_of(lemma: str, prepositions: Sequence[str] = ()) -> Act:
    """What kind of saying a cue is; SAY where the lexicon has no other.

    Args:
        lemma: of the cue, with its particle.
        prepositions: that hang on it: "call for" is not "call".
    """
    acts = _acts()
    for preposition in prepositions:
        act = acts.get(f"{lemma} {preposition}")
        if act is not None:
            return act
    return acts.get(lemma) or acts.get(lemma.partition(" ")[0], Act.SAY)


def is_negated(parse: Parse, cue: int) -> bool:
    """Whether the reporting itself is negated: "did not say", "never said", "nobody said", "no suggestion that".

    "Neither confirmed nor denied" negates both: the second hangs on the first, and "nor" stands between them.
    """
    known, subjects = words("cues", "negation", "words"), words("cues", "negation", "subjects")
    for child in parse.children[cue]:
        if parse.dep[child] == "neg" or (child < cue and parse.lower[child] in known):
            return True
        if parse.dep[child] == "det" and parse.lower[child] in ("no", "neither"):
            return True
        if parse.dep[child] in ("nsubj", "nsubjpass"):
            if parse.lower[child] in subjects:
                return True
            if any(parse.lower[inner] in ("no", "neither") for inner in parse.children[child]):
                return True
    if parse.dep[cue] != "conj":
        return False
    return any(parse.lower[other] == "nor" and other < cue for other in parse.children[parse.head[cue]])


def find_medium(parse: Parse, cue: int, statement: Statement) -> str | None:
    """The words that say where or by what means it was said, without determiner: "joint statement", "Twitter".

    A prepositional phrase of the cue (or of its subject's verb chain) whose head noun the lexicon knows.
    """
    tokens = [cue]
    if parse.dep[cue] in ("xcomp", "advcl", "conj", "acl"):
        tokens.append(parse.head[cue])
    for token in tokens:
        for child in parse.children[token]:
            if parse.dep[child] != "prep" or parse.lower[child] not in words("cues", "medium", "prepositions"):
                continue
            noun = parse.child(child, "pobj")
            if noun is None or not _is_medium(parse, noun):
                continue
            span = _short_phrase(parse, noun)
            if not statement.covers(span):
                return span.text(parse.text)
    return _medium_of_source(parse, statement)


def _medium_of_source(parse: Parse, statement: Statement) -> str | None:
    """The same where the parser hung the phrase on the source: "the club in its farewell statement said"."""
    preposition = None if statement.source_token is None else medium_phrase(parse, statement.source_token)
    noun = None if preposition is None else parse.child(preposition, "pobj")
    return None if noun is None else _short_phrase(parse, noun).text(parse.text)


def _is_medium(parse: Parse, noun: int) -> bool:
    known = words("cues", "medium", "nouns")
    return parse.lemma(noun) in known or parse.lower[noun] in known


def _short_phrase(parse: Parse, noun: int) -> Span:
    """A noun with the modifiers before it, without determiner and possessor."""
    first = noun
    while first > 0 and parse.head[first - 1] == noun and parse.dep[first - 1] in ("compound", "amod", "nmod"):
        first -= 1
    return parse.span(first, noun + 1)


def _tokens(parse: Parse, date: Date) -> tuple[int, int]:
    return parse.tokens_in(*date.span)


def _attach_dates(parse: Parse, statements: list[Statement], dates: list[tuple[Date, int, int]]) -> None:
    """Gives each statement the date that hangs on its cue, outside its content."""
    by_cue: dict[int, list[Statement]] = {}
    for statement in statements:
        if statement.cue_token is not None:
            by_cue.setdefault(statement.cue_token, []).append(statement)
    if not by_cue:
        return
    for date, first, last in dates:
        if first >= last:
            continue
        token = next((t for t in range(first, last) if not first <= parse.head[t] < last), first)
        for _ in range(_MAX_STEPS):
            if token in by_cue:
                for statement in by_cue[token]:
                    if statement.date is None and not statement.covers(date.span):
                        statement.date = date
                break
            above = parse.head[token]
            if above == token or (parse.is_verb(token) and token not in by_cue):
                break
            token = above
