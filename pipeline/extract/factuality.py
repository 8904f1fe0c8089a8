"""The stage `factuality`: whether an event happened, may happen or did not, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pipeline import vocabulary
from pipeline.extract.factuality_lexicon import FactualityLexicon, ScopeKind, factuality_lexicon
from pipeline.extract.factuality_scopes import Scope, find_scopes
from pipeline.layers import Event, Statement
from pipeline.parse import Parse
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

_DOUBTING = frozenset({Act.ALLEGE, Act.ACCUSE})


class Factuality:
    """Decides polarity and factuality of each event, and ties it to the statement that asserts it.

    Args:
        lexicon: which words open a scope; the project's own by default.
    """

    name: ClassVar[str] = "factuality"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.EVENTS, Layer.STATEMENTS, Layer.SPEAKERS, Layer.STANCE})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.FACTUALITY})

    def __init__(self, lexicon: FactualityLexicon | None = None) -> None:
        self._lexicon = lexicon or factuality_lexicon()

    def __call__(self, analysis: Analysis) -> None:
        """Fills `statement`, `polarity`, `factuality` and `cue` of each event."""
        parse = analysis.parse
        for event, statement in zip(analysis.events, innermost_statements(analysis.events, analysis.statements), strict=True):
            event.statement = statement
            decide(parse, event, find_scopes(parse, event.token, self._lexicon))


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


def decide(parse: Parse, event: Event, scopes: Sequence[Scope]) -> None:
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
    elif statement is not None and statement.act is Act.DENY and _is_main(parse, event, statement):
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


def _is_main(parse: Parse, event: Event, statement: Statement) -> bool:
    """Whether the event is what the cue itself is said of, not something deeper in the content."""
    return statement.cue_token is not None and parse.head[event.token] == statement.cue_token
