"""The stage `factuality`: whether an event happened, may happen or did not, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import ClassVar

import numpy as np

from pipeline import vocabulary
from pipeline.extract.classifier import Classifier, read_classifier
from pipeline.extract.factuality_features import CLASSES, factuality_features
from pipeline.extract.factuality_lexicon import FactualityLexicon, ScopeKind, factuality_lexicon
from pipeline.extract.factuality_scopes import Scope, find_scopes
from pipeline.layers import Event, Statement
from pipeline.lexicons import models_dir
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Act, Polarity

_BY_SCOPE = (
    (ScopeKind.CONDITIONAL, vocabulary.Factuality.CONDITIONAL),
    (ScopeKind.ALLEGED, vocabulary.Factuality.ALLEGED),
    (ScopeKind.DENIED, vocabulary.Factuality.DENIED),
    (ScopeKind.POSSIBLE, vocabulary.Factuality.POSSIBLE),
    (ScopeKind.FUTURE, vocabulary.Factuality.FUTURE),
)
"""Which scope decides where an event stands under several."""

_VETTED = (ScopeKind.NEGATIVE, ScopeKind.POSSIBLE, ScopeKind.FUTURE)
_UPHELD: Mapping[str, Sequence[ScopeKind]] = {
    "actual": (),
    "future": (ScopeKind.FUTURE,),
    "possible": (ScopeKind.POSSIBLE, ScopeKind.FUTURE),
    "negated": (ScopeKind.NEGATIVE, ScopeKind.FUTURE),
    "negated_possible": _VETTED,
}
"""Which scopes of its own clause an event keeps, by what the classifier says of that clause."""

_UPHOLDING = np.array([[kind in _UPHELD[name] for kind in _VETTED] for name in CLASSES], dtype=np.float32)

VETO = 0.05
"""A scope is left out where the classes that uphold it are less probable: it takes much to overrule a word in the text."""

_DOUBTING = frozenset({Act.ALLEGE, Act.ACCUSE})


class Factuality:
    """Decides polarity and factuality of each event, and ties it to the statement that asserts it.

    Args:
        lexicon: which words open a scope; the project's own by default.
        classifier: tells which of them reach the event; the project's own by default.
    """

    name: ClassVar[str] = "factuality"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.EVENTS, Layer.STATEMENTS, Layer.SPEAKERS, Layer.STANCE})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.FACTUALITY})

    def __init__(self, lexicon: FactualityLexicon | None = None, classifier: Classifier | None = None) -> None:
        self._lexicon = lexicon or factuality_lexicon()
        self._classifier = classifier or default_classifier()

    def __call__(self, analysis: Analysis) -> None:
        """Fills `statement`, `polarity`, `factuality` and `cue` of each event."""
        parse = analysis.parse
        for event, statement in zip(analysis.events, innermost_statements(analysis.events, analysis.statements), strict=True):
            event.statement = statement
        scopes = [find_scopes(parse, event.token, self._lexicon) for event in analysis.events]
        vet_scopes(parse, analysis.events, scopes, self._lexicon, self._classifier)
        for event, over in zip(analysis.events, scopes, strict=True):
            decide(parse, event, over, self._lexicon)


@cache
def default_classifier() -> Classifier:
    """The classifier that the project ships."""
    return read_classifier(models_dir() / "events" / "factuality.npz")


def vet_scopes(
    parse: Parse, events: Sequence[Event], scopes: list[list[Scope]], lexicon: FactualityLexicon, classifier: Classifier
) -> None:
    """Leaves out modals and negations that the classifier does not hold to reach the event.

    Only words of the event's own clause are vetted. What a governing word plans, asks for or doubts, what carries an event
    noun ("a trial could begin"), what stands under a condition and what is alleged or denied is a matter of the lexicon.

    Args:
        parse: the parsed text.
        events: of the article.
        scopes: over each of them; changed in place.
        lexicon: which verbs carry an event noun.
        classifier: over `CLASSES`.
    """
    doubtful = [
        index
        for index, over in enumerate(scopes)
        if over and n_vetted(over) and not _is_carried(parse, events[index].token, lexicon)
    ]
    if not doubtful:
        return
    rows = factuality_features(parse, [events[index] for index in doubtful], [scopes[index] for index in doubtful])
    for index, shares in zip(doubtful, (classifier(rows) @ _UPHOLDING).tolist(), strict=True):
        overruled = {kind for kind, share in zip(_VETTED, shares, strict=True) if share <= VETO}
        if overruled:
            over, near = scopes[index], n_vetted(scopes[index])
            scopes[index] = [scope for scope in over[:near] if scope.kind not in overruled] + over[near:]


def n_vetted(scopes: Sequence[Scope]) -> int:
    """How many of an event's scopes are words of its own clause: those before the first that governs or sets a condition."""
    for number, scope in enumerate(scopes):
        if scope.governs or scope.kind not in _VETTED:
            return number
    return len(scopes)


def _is_carried(parse: Parse, token: int, lexicon: FactualityLexicon) -> bool:
    """Whether an event noun happens or not as its verb says: "the talks may resume"."""
    head = parse.head[token]
    supporting = lexicon.occurrence_verbs if parse.dep[token] == "nsubj" else lexicon.supporting_verbs
    return parse.tag[token] in NOUN_TAGS and parse.is_verb(head) and parse.lemma(head) in supporting


def innermost_statements(events: Sequence[Event], statements: Sequence[Statement]) -> list[Statement | None]:
    """For each event the statement with the latest-starting part that holds the trigger.

    Args:
        events: in the order of the text.
        statements: in any order.

    Returns:
        One item an event; None where no content holds it.
    """
    parts = [(part.start, -part.end, order, statement) for order, statement in enumerate(statements) for part in statement.parts]
    parts.sort(key=lambda item: item[:3])
    found: list[Statement | None] = []
    open_parts: list[tuple[int, Statement]] = []
    at = 0
    for event in events:
        start, end = event.span
        while at < len(parts) and parts[at][0] <= start:
            open_parts.append((-parts[at][1], parts[at][3]))
            at += 1
        while open_parts and open_parts[-1][0] <= start:
            open_parts.pop()
        found.append(next((statement for stop, statement in reversed(open_parts[-4:]) if stop >= end), None))
    return found


def decide(parse: Parse, event: Event, scopes: Sequence[Scope], lexicon: FactualityLexicon) -> None:
    """Sets polarity, factuality and cue from the scopes over an event and from its statement."""
    first: dict[ScopeKind, int] = {}
    for scope in scopes:
        first.setdefault(scope.kind, scope.cue)
    negation = first.get(ScopeKind.NEGATIVE)
    event.polarity = Polarity.POSITIVE if negation is None else Polarity.NEGATIVE
    for kind, factuality in _BY_SCOPE:
        if kind in first:
            _set(parse, event, factuality, first[kind])
            return
    statement = event.statement
    if statement is not None and statement.act in _DOUBTING:
        _set(parse, event, vocabulary.Factuality.ALLEGED, statement.cue_token)
    elif statement is not None and statement.act is Act.DENY and _is_denied(parse, event, statement, lexicon):
        _set(parse, event, vocabulary.Factuality.DENIED, statement.cue_token)
    elif negation is not None:
        _set(parse, event, vocabulary.Factuality.DENIED, negation)
    elif statement is not None:
        _set(parse, event, vocabulary.Factuality.REPORTED, statement.cue_token)
    else:
        _set(parse, event, vocabulary.Factuality.ACTUAL, None)


def _set(parse: Parse, event: Event, factuality: vocabulary.Factuality, cue: int | None) -> None:
    event.factuality = factuality
    event.cue = None if cue is None else parse.span(cue, cue + 1)


def _is_denied(parse: Parse, event: Event, statement: Statement, lexicon: FactualityLexicon) -> bool:
    """Whether the event is what the cue itself denies: not something deeper in the content, nor what was said before."""
    above = parse.head[event.token]
    return above == statement.cue_token and not (parse.tag[event.token] in NOUN_TAGS and event.lemma in lexicon.told_nouns)
