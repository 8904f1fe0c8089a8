"""Statements: which words report something, and what they report.

Three steps: every token that could be a cue is scored and most are dropped; for each one left, the candidate contents
and "none" are ranked; then the choices of an article are made to agree with each other. Quotations that no cue claims
are kept where they read as speech.

The task is that of PolNeAR (Newell, Margolin, Ruths 2018, "An attribution relations corpus for political news"); scoring
candidate spans of the parse instead of tagging words keeps a content whole however long it is.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import ClassVar

import numpy as np

from pipeline.extract.acceptance import Choice, choice_features
from pipeline.extract.contents import Candidate, QuoteMap, Range, content_features, find_candidates
from pipeline.extract.cues import cue_features, possible_cues
from pipeline.extract.ends import End, end_features, find_ends, with_end
from pipeline.extract.grammar import Grammar, Indexes
from pipeline.extract.leftovers import SMALL_TAGS, Found, is_capitalized, settle_leftovers
from pipeline.extract.ranking import Calibration, Floats, Scorer, Weights, read_weights
from pipeline.extract.sections import NOT_TOLD
from pipeline.extract.sources import rank_sources
from pipeline.extract.turns import find_turns
from pipeline.layers import Quotation, Statement
from pipeline.lexicons import models_dir, words
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.spans import Span, SpanIndex, merge, subtract, trim
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import StatementKind

CUE_FLOOR = -3.3
"""Logit below which a token is not looked at as a cue."""

CHOICE_FLOOR = 0.12
"""Probability that a token is a cue at all below which its content is not looked at further."""

MATCH = 0.8
"""Share of the words of two contents that both have from which they are taken for the same."""

MAX_COMPARED = 4
"""Candidates of a cue that are compared with each other."""

CONTENT_FLOOR = 0.5
"""Probability that a token is a cue with this content below which there is no statement."""

QUOTED_FLOOR = 0.45
"""The floor for what stands between marks from end to end."""

SURE = 0.97
"""Probability that a cue has a content from which only its extent is in doubt."""

SURE_FLOOR = 0.35
"""The floor for the content of such a cue."""

NOMINAL_FLOOR = 0.65
"""The same for a content that is a noun phrase: an attitude rather than words, and seldom one outside political news."""

NAME_WORDS = 6
"""Words that a nickname or a title has at most."""

SISTER_FLOOR = 0.7
"""Probability from which a coordinated verb counts as a cue of its own."""

_TIMES = frozenset({"npadvmod", "prep", "advmod"})
_CLEARLY = 0.02
_SURELY = 0.9
_SAME_SHARE = 0.6
_NAMED_WORDS = 3
"""Words of what bears the name that a content may hold beside it."""

_NOMINAL_TAGS = NOUN_TAGS | {"PRP", "DT", "CD", "WP", "WDT"}
_OUTER = " \t\r\n\u00a0,.;:—–―-"


@cache
def statement_weights() -> Weights:
    """The trained scorers, and the calibration of the statement's probability."""
    return read_weights(models_dir() / "statements" / "weights.npz")


class Statements:
    """Finds statements: content, cue, kind, parent, and the head of the source.

    Args:
        weights: with the scorers "cue", "content", "end", "choice" and "source"; the trained ones by default.
    """

    name: ClassVar[str] = "statements"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE, Layer.SECTIONS, Layer.QUOTES})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.STATEMENTS})

    def __init__(self, weights: Weights | None = None) -> None:
        self._scorers, self._calibration = statement_weights() if weights is None else weights

    def __call__(self, analysis: Analysis) -> None:
        """Fills the layer."""
        parse = analysis.parse
        if not parse.n:
            return
        quotes = QuoteMap(parse, analysis.paragraphs, analysis.quotes)
        grammar = Grammar(parse, quotes.inside)
        found = rank_contents(grammar, quotes, self._scorers)
        skipped = SpanIndex([section.span for section in analysis.sections if section.kind in NOT_TOLD])
        found = [
            item
            for item in found
            if not (says_nothing(parse, item) or only_names(parse, quotes, item) or is_title(parse, quotes, item))
            and skipped.at(parse.start[item.ranges[0][0]]) is None
        ]
        turns = [Found(turn.cue, turn.ranges, None, turn.source) for turn in find_turns(parse, analysis.paragraphs, quotes)]
        turned = sorted(turn.cue for turn in turns)
        found = [item for item in found if not _holds_turn(item, turned)]
        found = [_with_whole_quotes(_without_when(parse, item), quotes) for item in found]
        found = cut_at_next_cues(parse, [_only_quoted(parse, item, quotes) for item in found])
        chosen = choose([*turns, *found], parse.n)
        chosen = settle_leftovers(parse, quotes, chosen)
        statements = [build_statement(parse, quotes, item, self._calibration) for item in chosen]
        statements = [statement for statement in statements if statement.parts]
        statements.sort(key=lambda statement: (statement.span.start, -statement.span.end))
        link_parents(statements)
        cued = [item for item in statements if item.cue_token is not None and item.source_token is None]
        for statement, head in zip(cued, rank_sources(grammar, quotes, cued, self._scorers["source"]), strict=True):
            statement.source_token = head
        analysis.statements = statements


def _holds_turn(found: Found, cues: list[int]) -> bool:
    """Whether a choice has the mark of a turn as its cue or within its content.

    Args:
        found: the choice.
        cues: tokens of the marks, in order.
    """
    ranges = (*found.ranges, (found.cue, found.cue + 1))
    return any(bisect_left(cues, first) < bisect_left(cues, last) for first, last in ranges)


def says_nothing(parse: Parse, found: Found) -> bool:
    """Whether a cue only says that nothing was said: "declined to comment", "refused to say whether"."""
    silent, spoken = words("cues", "silence", "cues"), words("cues", "silence", "verbs")
    head = found.ranges[0][0]
    if parse.dep[found.cue] == "xcomp" and parse.lemma(found.cue) in spoken:
        return parse.lemma(parse.head[found.cue]) in silent
    if parse.lemma(found.cue) not in silent or parse.lower[head] != "to":
        return False
    return any(parse.lemma(token) in spoken for token in range(head + 1, min(head + 3, parse.n)))


def rank_contents(grammar: Grammar, quotes: QuoteMap, scorers: Mapping[str, Scorer]) -> list[Found]:
    """The statements that cues make, each cue with its most likely content.

    Args:
        grammar: of the article.
        quotes: its quotations.
        scorers: "cue" drops what is surely no cue, "content" ranks candidates and "none", "end" says where they stop,
            "choice" whether the cue with its content is a statement.

    Returns:
        At most one a cue, in the order of the text; those under their floor are left out.
    """
    cues = possible_cues(grammar)
    scores = scorers["cue"](cue_features(grammar, cues))
    choices = find_choices(grammar, quotes, cues, scores, scorers)
    if not choices:
        return []
    accepted = scorers["choice"](choice_features(grammar, quotes, choices))
    found = []
    for choice, score in zip(choices, accepted.tolist(), strict=True):
        probability = 1 / (1 + math.exp(-min(max(score, -50.0), 50.0)))
        if probability >= floor_of(grammar.parse, quotes, choice):
            found.append(Found(choice.cue, choice.ranges, probability))
    return found


def find_choices(grammar: Grammar, quotes: QuoteMap, cues: Indexes, scores: Floats, scorers: Mapping[str, Scorer]) -> list[Choice]:
    """The most likely content of every likely cue, with its end.

    Args:
        grammar: of the article.
        quotes: its quotations.
        cues: tokens that may be cues, in order.
        scores: their logits.
        scorers: "content" and "end".
    """
    kept = scores > CUE_FLOOR
    column = scores_by_token(grammar.n, cues, scores)
    cues, scores = cues[kept], scores[kept]
    if not len(cues):
        return []
    candidates = [find_candidates(grammar.parse, quotes, cue) for cue in cues.tolist()]
    rows, groups = content_features(grammar, cues, scores, candidates)
    ranked = scorers["content"](rows)
    choices = []
    bounds = zip(groups[:-1].tolist(), groups[1:].tolist(), strict=True)
    for cue, score, options, (first, last) in zip(cues.tolist(), scores.tolist(), candidates, bounds, strict=True):
        if not options:
            continue
        shares = np.exp(ranked[first:last] - ranked[first:last].max())
        shares /= shares.sum()
        likely = 1.0 - float(shares[0])
        if likely >= CHOICE_FLOOR:
            candidate, share = _best(options, shares[1:] / likely)
            choices.append(Choice(cue, candidate, candidate.ranges, score, likely, share, 1.0))
    return settle_ends(grammar, quotes, choices, column, scorers["end"])


def _best(options: list[Candidate], shares: Floats) -> tuple[Candidate, float]:
    """The candidate that most probably matches the content, which is likely one of those that share most words with it.

    Args:
        options: candidates.
        shares: their probabilities, of shape (len(options),).

    Returns:
        The likeliest one of the best group, and the group's probability.
    """
    top = np.argsort(-shares, kind="stable")[:MAX_COMPARED].tolist()
    if shares[top[0]] > _SURELY:
        return options[top[0]], float(shares[top[0]])
    sizes = {place: sum(stop - start for start, stop in options[place].ranges) for place in top}
    best, chance = top[0], 0.0
    for place in top:
        total = 0.0
        for other in top:
            shared = _n_shared(options[place].ranges, options[other].ranges)
            if shared >= MATCH * (sizes[place] + sizes[other] - shared):
                total += float(shares[other])
        if total > chance + _CLEARLY:
            best, chance = place, total
    return options[best], chance


def scores_by_token(n: int, cues: Indexes, scores: Floats) -> Floats:
    """Logits of the cues as a column over the tokens, and one more item; -9 for what cannot be a cue."""
    found = np.full(n + 1, -9.0, dtype=np.float32)
    found[cues] = scores
    return found


def settle_ends(grammar: Grammar, quotes: QuoteMap, choices: list[Choice], cue_scores: Floats, scorer: Scorer) -> list[Choice]:
    """Moves the end of each content to where it most likely is."""
    if not choices:
        return []
    ends = [find_ends(grammar.parse, quotes, choice.cue, choice.ranges) for choice in choices]
    rows, groups = end_features(
        grammar,
        np.array([choice.cue for choice in choices], dtype=np.int64),
        [choice.candidate.kind for choice in choices],
        [choice.ranges for choice in choices],
        ends,
        cue_scores,
    )
    scores = scorer(rows)
    settled = []
    for choice, options, first, last in zip(choices, ends, groups[:-1].tolist(), groups[1:].tolist(), strict=True):
        shares = np.exp(scores[first:last] - scores[first:last].max())
        best, share = _best_end(choice.ranges, options, shares / shares.sum())
        settled.append(choice._replace(ranges=with_end(choice.ranges, options[best]), ends=share))
    return settled


def _best_end(content: tuple[Range, ...], options: list[End], shares: Floats) -> tuple[int, float]:
    """The likeliest end of the group of nearly the same length that most probably matches, and how probably that does."""
    if len(options) == 1:
        return 0, 1.0
    before = sum(last - first for first, last in content[:-1]) - content[-1][0]
    length = np.array([before + end.stop for end in options], dtype=np.float32)
    match = np.minimum(length[:, None], length[None, :]) >= MATCH * np.maximum(length[:, None], length[None, :])
    chances = match @ shares
    group = np.flatnonzero(match[int(np.argmax(chances))])
    best = int(group[np.argmax(shares[group])])
    return best, float(chances[best])


def only_names(parse: Parse, quotes: QuoteMap, found: Found) -> bool:
    """Whether the quoted words are a nickname or a title: "whom colleagues call “Captain Cash”", "a film titled “The Wall”"."""
    if parse.lemma(found.cue) not in words("cues", "naming", "cues"):
        return False
    quoted = [token for first, last in found.ranges for token in range(first, last) if quotes.inside[token]]
    told = [token for first, last in found.ranges for token in range(first, last) if not quotes.inside[token]]
    if any(parse.is_verb(token) for token in told):
        return False  # a clause about what bears the name
    inner = [token for token in quoted if not parse.is_punct(token) and not parse.is_space(token)]
    n_words = sum(quotes.n_words(first, last) for first, last in found.ranges)
    if n_words - len(inner) > _NAMED_WORDS:
        return False
    return 0 < len(inner) <= NAME_WORDS and all(
        parse.word(token)[:1].isupper() or parse.tag[token] in SMALL_TAGS for token in inner
    )


def is_title(parse: Parse, quotes: QuoteMap, found: Found) -> bool:
    """Whether a content is the title of a work: capitalized words in marks, after "the book" or with no verb of saying."""
    first, last = found.ranges[0][0], found.ranges[-1][1]
    number = quotes.inside[first]
    if (
        not number
        or number == quotes.inside[found.cue]
        or quotes.inside[last - 1] != number
        or not is_capitalized(parse, quotes, number - 1)
    ):
        return False
    before = next((token for token in range(first - 1, max(-1, first - 4), -1) if not parse.is_punct(token)), -1)
    if before >= 0 and parse.lemma(before) in words("cues", "works", "nouns"):
        return True
    return parse.lemma(found.cue) not in words("cues", "speech", "verbs")


def floor_of(parse: Parse, quotes: QuoteMap, choice: Choice) -> float:
    """The probability that a choice needs.

    More where the content is a mere noun phrase without quoted words ("supports the bill"); less where it is a quotation, or
    where the cue surely reports something, so that only the extent of what it reports is in doubt.
    """
    first, last = choice.ranges[0][0], choice.ranges[-1][1]
    held = quotes.touched(first, last)
    if held and {quotes.inside[first], quotes.inside[last - 1]}.isdisjoint({0, quotes.inside[choice.cue]}):
        return QUOTED_FLOOR
    if parse.tag[choice.candidate.head] in _NOMINAL_TAGS and not held:
        return NOMINAL_FLOOR
    return SURE_FLOOR if choice.likely >= SURE else CONTENT_FLOOR


def _with_whole_quotes(found: Found, quotes: QuoteMap) -> Found:
    """Extends a content to the whole of every quotation that it holds a part of and that its cue stands outside."""
    touched = {index for first, last in found.ranges for index in quotes.touched(first, last)}
    touched.discard(quotes.inside[found.cue] if found.cue >= 0 else 0)
    if not touched:
        return found
    ranges = [*found.ranges, *(part for index in touched for part in quotes.ranges[index - 1])]
    joined = merge(ranges)
    if found.cue >= 0:
        joined = [
            piece
            for item in joined
            for piece in subtract(item, [(found.cue, found.cue + 1)] if item.start <= found.cue < item.end else [])
        ]
    return Found(found.cue, tuple((item.start, item.end) for item in joined), found.probability)


def _without_when(parse: Parse, found: Found) -> Found:
    """Leaves out the time of saying that stands between a cue and its "that" clause: "said Tuesday that"."""
    (first, last), *others = found.ranges
    if first <= found.cue:
        return found
    left, right = parse.edges
    for child in parse.children[found.cue]:
        is_clause = parse.dep[child] == "ccomp" and first < left[child] < last and parse.lower[left[child]] == "that"
        if is_clause and any(
            parse.dep[other] in _TIMES and left[other] == first and right[other] == left[child]
            for other in parse.children[found.cue]
        ):
            return replace(found, ranges=((left[child], last), *others))
    return found


def _only_quoted(parse: Parse, found: Found, quotes: QuoteMap) -> Found:
    """Leaves the subject of a passive verb out where all that is said of it is quoted: "he was described as “calm”"."""
    if len(found.ranges) != 2 or found.cue < 0 or found.ranges[0][1] > found.cue:
        return found
    (start, stop), (first, last) = found.ranges
    subject = parse.child(found.cue, "nsubjpass")
    opening = first + (parse.lower[first] == "as")
    number = quotes.inside[opening] if opening < last else 0
    if subject is None or not start <= subject < stop or quotes.touched(start, stop) or not number:
        return found
    quoted = quotes.ranges[number - 1]
    return replace(found, ranges=quoted) if quoted[0][0] == opening and quotes.n_words(quoted[-1][1], last) == 0 else found


def cut_at_next_cues(parse: Parse, found: list[Found]) -> list[Found]:
    """Ends a content before a coordinated verb that is the source's next cue: "said the talks were a waste and vowed to go".

    The parser hangs such a verb on the content's verb. It is the reporting cue's sister where it has no subject of its own,
    the tense of the first cue, and a content of its own.
    """
    sure = {item.cue for item in found if (item.probability or 0.0) > SISTER_FLOOR}
    return [_cut(parse, item, sure) for item in found]


def _cut(parse: Parse, item: Found, sure: set[int]) -> Found:
    first, last = item.ranges[-1]
    if first <= item.cue or parse.tag[item.cue] not in ("VBD", "VBZ", "VBP"):
        return item
    for token in range(first + 1, last):
        head = parse.head[token]
        if token not in sure or parse.dep[token] != "conj" or parse.tag[token] != parse.tag[item.cue] or not first <= head < token:
            continue
        joint = [child for child in parse.children[head] if parse.dep[child] == "cc" and child < token]
        if joint and parse.dep[head] == "ccomp" and parse.child(token, "nsubj", "nsubjpass", "expl") is None:
            return Found(item.cue, (*item.ranges[:-1], (first, joint[-1])), item.probability, item.source)
    return item


def choose(found: list[Found], n_tokens: int) -> list[Found]:
    """Keeps the likeliest of choices that exclude each other.

    Two contents exclude each other where they are nearly the same words, or overlap without one holding the other. Such a
    one reaches over an end of the other's parts or over its middle, so that only these few tokens are looked at.

    Args:
        found: choices of an article.
        n_tokens: its length.
    """
    covering: list[tuple[int, ...]] = [()] * n_tokens
    kept: list[Found] = []
    sizes: list[int] = []
    for item in sorted(found, key=lambda item: (-(1.0 if item.probability is None else item.probability), item.cue)):
        size = sum(last - first for first, last in item.ranges)
        near = {index for token in _landmarks(item.ranges, size) for index in covering[token]}
        if any(_exclude(_n_shared(item.ranges, kept[index].ranges), size, sizes[index]) for index in near):
            continue
        first, last = item.ranges[0][0], item.ranges[-1][1]
        covering[first:last] = [(*others, len(kept)) for others in covering[first:last]]
        kept.append(item)
        sizes.append(size)
    return kept


def _landmarks(ranges: tuple[Range, ...], size: int) -> list[int]:
    """First and last token of every part, and the middle one of all."""
    found = [token for first, last in ranges for token in (first, last - 1)]
    left = size // 2
    for first, last in ranges:
        if left < last - first:
            found.append(first + left)
            break
        left -= last - first
    return found


def _n_shared(ranges: tuple[Range, ...], others: tuple[Range, ...]) -> int:
    """Tokens that lie in both of two contents."""
    if len(ranges) == len(others) == 1:
        return max(0, min(ranges[0][1], others[0][1]) - max(ranges[0][0], others[0][0]))
    shared = index = 0
    for first, last in ranges:
        while index < len(others) and others[index][1] <= first:
            index += 1
        for start, stop in others[index:]:
            if start >= last:
                break
            shared += min(last, stop) - max(first, start)
    return shared


def _exclude(n_shared: int, size: int, other: int) -> bool:
    if not n_shared:
        return False
    if n_shared / (size + other - n_shared) > _SAME_SHARE:
        return True
    return n_shared < min(size, other)


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
