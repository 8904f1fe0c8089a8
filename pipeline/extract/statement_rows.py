"""From choices to statements: exact characters, kind, cue, parent."""

from __future__ import annotations

from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.ranking import Calibration
from pipeline.extract.rivals import Found
from pipeline.layers import Quotation, Statement
from pipeline.parse import Parse
from pipeline.spans import Span, merge, trim
from pipeline.vocabulary import StatementKind

_OUTER = " \t\r\n\u00a0,.;:—–―-"


def build_statement(parse: Parse, quotes: QuoteMap, found: Found, calibration: Calibration) -> Statement:
    """Turns a choice into a statement: exact characters, kind and cue.

    Direct parts keep their marks; other parts lose outer punctuation.
    """
    held = sorted({index for first, last in found.ranges for index in quotes.touched(first, last)})
    outer = [index for index in held if found.cue < 0 or quotes.inside[found.cue] != index]
    quotations = [quotes.outer[index - 1] for index in outer]
    parts = _parts(parse, quotations, found.ranges)
    is_turn = found.source is not None  # what a transcript or a credit gives is the speaker's own words, marked or not
    kind = StatementKind.DIRECT if is_turn else kind_of(parse, quotes, found.ranges, set(outer))
    cue = None if found.cue < 0 else cue_span(parse, found.cue, parts)
    return Statement(
        parts=parts,
        kind=kind,
        cue=cue,
        cue_token=None if found.cue < 0 else found.cue,
        cue_lemma=None if found.cue < 0 else cue_lemma(parse, found.cue),
        source_token=found.source,
        is_turn=is_turn,
        quotations=quotations,
        confidence=None if found.probability is None else calibration(found.probability),
    )


def _parts(parse: Parse, quotations: list[Quotation], ranges: tuple[Range, ...]) -> list[Span]:
    text = parse.text
    spans = [parse.span(first, last) for first, last in ranges if first < last]
    marked = [part for quotation in quotations for part in quotation.parts]
    joined = []
    for span in merge([*spans, *marked]):
        start, end = trim(text, span.start, span.end)
        starts_marked = any(part.start == start for part in marked)
        ends_marked = any(part.end == end for part in marked)
        trimmed = trim(text, start, end, _OUTER)
        start, end = (start if starts_marked else trimmed.start), (end if ends_marked else trimmed.end)
        if start < end and any(char.isalnum() for char in text[start:end]):
            joined.append(Span(start, end))
    return joined


def kind_of(parse: Parse, quotes: QuoteMap, ranges: tuple[Range, ...], outer: set[int]) -> StatementKind:
    """Direct where all words stand between marks, mixed where some do; marks around the cue itself do not count."""
    words = [
        token for first, last in ranges for token in range(first, last) if not parse.is_punct(token) and not parse.is_space(token)
    ]
    n_quoted = sum(quotes.inside[token] in outer for token in words)
    if not n_quoted:
        return StatementKind.INDIRECT
    return StatementKind.DIRECT if n_quoted == len(words) else StatementKind.MIXED


def cue_span(parse: Parse, cue: int, parts: list[Span]) -> Span:
    """The words of a cue: its token, with particle, "to" of "according to", and a negation with its auxiliaries."""
    first, last = cue, cue + 1
    for child in parse.children[cue]:
        if (child == cue + 1 and parse.dep[child] in ("prt",)) or (parse.lower[cue] == "according" and child == cue + 1):
            last = child + 1
    if any(parse.dep[child] == "neg" and child < cue for child in parse.children[cue]):
        while first > 0 and parse.head[first - 1] == cue and parse.dep[first - 1] in ("neg", "aux", "auxpass"):
            first -= 1
    span = parse.span(first, last)
    if any(part.start < span.end and span.start < part.end for part in parts):
        return parse.span(cue, cue + 1)
    return span


def cue_lemma(parse: Parse, cue: int) -> str:
    """The lemma of a cue, with its particle: "point out"."""
    if parse.lower[cue] == "according":  # the lemmatizer takes it for a verb
        return "according"
    particle = parse.child(cue, "prt")
    lemma = parse.lemma(cue)
    return lemma if particle is None else f"{lemma} {parse.lower[particle]}"


def link_parents(statements: list[Statement]) -> None:
    """Points every statement at the innermost other one whose content holds it, cue and content.

    Args:
        statements: ordered by start, longer ones first.
    """
    stack: list[Statement] = []
    for statement in statements:
        while stack and stack[-1].span.end <= statement.span.start:
            stack.pop()
        for outer in reversed(stack):
            is_cue_inside = statement.cue is None or outer.covers(statement.cue)
            if is_cue_inside and all(outer.covers(part) for part in statement.parts):
                statement.parent = outer
                break
        stack.append(statement)
