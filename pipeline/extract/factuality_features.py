"""What the classifier of factuality sees of an event: the scopes over it and the clause that it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.factuality_scopes import Scope
from pipeline.extract.ranking import FeatureRows, Rows, symbols
from pipeline.layers import Event
from pipeline.parse import NOUN_TAGS, VERB_TAGS, Parse

CLASSES = ("actual", "future", "possible", "negated", "negated_possible")
"""How the words of its own clause present an event; the classes of TimeML's modality, tense and polarity."""

_N_COLUMNS = 16


def factuality_features(parse: Parse, events: Sequence[Event], scopes: Sequence[Sequence[Scope]]) -> Rows:
    """Features of events: of shape (n_events, n_templates).

    Args:
        parse: the parsed text.
        events: whose features are asked for.
        scopes: over each of them, the innermost first.
    """
    columns: list[list[str]] = [[] for _ in range(_N_COLUMNS)]
    for event, over in zip(events, scopes, strict=True):
        for column, value in zip(columns, _describe(parse, event, over), strict=True):
            column.append(value)
    (
        first,
        second,
        third,
        kinds,
        places,
        modals,
        mark,
        tag,
        dep,
        lemma,
        above,
        above_tag,
        negation,
        act,
        tense,
        type_,
    ) = (symbols(column) for column in columns)
    rows = FeatureRows(len(events))
    for scope in (first, second, third):
        rows.add(scope)
        rows.add(scope, tag)
    rows.add(first, second)
    rows.add(first, dep)
    rows.add(first, above_tag, tag)
    rows.add(kinds)
    rows.add(kinds, tag)
    rows.add(kinds, places)
    rows.add(kinds, dep)
    rows.add(places, modals)
    rows.add(modals)
    rows.add(modals, negation)
    rows.add(modals, mark)
    rows.add(mark, tag, dep)
    rows.add(tag, dep)
    rows.add(lemma)
    rows.add(above, dep)
    rows.add(negation, tag)
    rows.add(negation, kinds)
    rows.add(act, kinds)
    rows.add(tense, kinds)
    rows.add(type_, kinds)
    return rows.matrix()


def _describe(parse: Parse, event: Event, scopes: Sequence[Scope]) -> tuple[str, ...]:
    token = event.token
    head = parse.head[token]
    named = [f"{scope.kind.value}:{parse.lemma(scope.cue)}:{min(scope.depth, 2)}{'g' if scope.governs else ''}" for scope in scopes]
    named += [""] * 3
    helpers = [parse.lower[child] for child in parse.children[token] if parse.dep[child] in ("aux", "auxpass")]
    mark = parse.child(token, "mark")
    negation = next((parse.lower[scope.cue] for scope in scopes if scope.kind.value == "negative" and not scope.governs), "")
    tag = parse.tag[token]
    kind = "verb" if tag in VERB_TAGS else "noun" if tag in NOUN_TAGS else "adjective"
    return (
        named[0],
        named[1],
        named[2],
        " ".join(scope.kind.value for scope in scopes[:4]),
        "".join("g" if scope.governs else str(min(scope.depth, 2)) for scope in scopes[:4]),
        " ".join(helpers[:3]),
        "" if mark is None else parse.lower[mark],
        tag,
        parse.dep[token],
        event.lemma,
        parse.lemma(head),
        parse.tag[head],
        negation,
        "" if event.statement is None else event.statement.act.value,
        kind if head == token else f"{kind} {parse.tag[head]}",
        "" if event.type is None else event.type.value,
    )
