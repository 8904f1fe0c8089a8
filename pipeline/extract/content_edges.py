"""Edges of a content that follow from marks and grammar alone: whole quotations, the time of saying, the next cue."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.quote_map import QuoteMap
from pipeline.extract.rivals import Found
from pipeline.lexicons import words
from pipeline.parse import FINITE_TAGS, Parse
from pipeline.spans import merge, subtract

SISTER_FLOOR = 0.7
"""Probability from which a coordinated verb counts as a cue of its own."""

_TAIL = 8
"""Tokens at the end of a content among which another one's cue may stand with its subject."""

_DAY_LABELS = frozenset({"npadvmod", "pobj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_TIMES = frozenset({"npadvmod", "prep", "advmod"})


def with_whole_quotes(found: Found, quotes: QuoteMap) -> Found:
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


def without_when(parse: Parse, found: Found) -> Found:
    """Leaves out the time of saying that stands between a cue and its clause: "said Tuesday that", "said on Friday it".

    Before "that" it can be any phrase of time; before a clause without it a weekday, which no subject follows otherwise.
    """
    (first, last), *others = found.ranges
    if first <= found.cue:
        return found
    start = _behind_weekday(parse, found.cue, first, last)
    if start is not None:
        return replace(found, ranges=((start, last), *others))
    left, right = parse.edges
    for child in parse.children[found.cue]:
        is_clause = parse.dep[child] == "ccomp" and first < left[child] < last and parse.lower[left[child]] == "that"
        if is_clause and any(
            parse.dep[other] in _TIMES and left[other] == first and right[other] == left[child]
            for other in parse.children[found.cue]
        ):
            return replace(found, ranges=((left[child], last), *others))
    return found


def _behind_weekday(parse: Parse, cue: int, first: int, last: int) -> int | None:
    """The token behind a weekday that a content begins with right after its cue, if a subject begins there."""
    day = first + (parse.lower[first] == "on")
    if (
        first != cue + 1
        or day + 1 >= last
        or parse.lower[day] not in words("dates", "words", "WEEKDAY")
        or parse.dep[day] not in _DAY_LABELS
    ):
        return None
    left, _ = parse.edges
    subjects = (token for token in range(day + 1, last) if parse.dep[token] in _SUBJECTS)
    return day + 1 if any(left[token] == day + 1 for token in subjects) else None


def without_stop(parse: Parse, found: Found, quotes: QuoteMap) -> Found:
    """Leaves out the marks behind the last word that are none of a quotation's.

    Whether a content has its sentence's full stop depends on how it was found; two of one sentence must not differ by that.
    """
    first, last = found.ranges[-1]
    stop = last
    while stop - 1 > first and parse.is_punct(stop - 1) and not quotes.inside[stop - 1]:
        stop -= 1
    return found if stop == last else replace(found, ranges=(*found.ranges[:-1], (first, stop)))


def only_quoted(parse: Parse, found: Found, quotes: QuoteMap) -> Found:
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


def before_main_verb(parse: Parse, found: Found, quotes: QuoteMap) -> Found:
    """Takes the quotation for the content, if the sentence's own verb follows it: "a placard reading “No” leaned on it".

    The parser takes a participle that a quotation follows for the main verb; without an auxiliary it cannot be one.
    """
    opening = found.cue + 1
    if found.cue < 0 or opening >= parse.n or parse.tag[found.cue] != "VBG" or parse.child(found.cue, "aux") is not None:
        return found
    number = quotes.inside[opening]
    if not number or number == quotes.inside[found.cue]:
        return found
    quoted = quotes.ranges[number - 1]
    after = quoted[-1][1]
    first, last = found.ranges[0][0], found.ranges[-1][1]
    is_verb = after < last and parse.tag[after] in FINITE_TAGS
    return replace(found, ranges=quoted) if is_verb and quoted[0][0] == opening and first in (opening, after) else found


def before_next_act(parse: Parse, found: Found, quotes: QuoteMap) -> Found:
    """Ends a content with its quotation, if what the speaker did next follows: "said, “No,” and hung up"."""
    number = quotes.inside[found.ranges[0][0]]
    if len(found.ranges) != 1 or found.ranges[0][0] <= found.cue or not number or number == quotes.inside[found.cue]:
        return found
    quoted = quotes.ranges[number - 1]
    after, last = quoted[-1][1], found.ranges[-1][1]
    is_next = after + 1 < last and parse.tag[after] == "CC" and parse.tag[after + 1] in FINITE_TAGS
    return replace(found, ranges=quoted) if is_next and quoted[0][0] == found.ranges[0][0] else found


def cut_at_next_cues(parse: Parse, found: list[Found]) -> list[Found]:
    """Ends a content before the next cue that is none of its words; of "was quoted as saying" the second verb is the cue.

    A coordinated verb may be the source's next cue: "said the talks were a waste and vowed to go". The parser hangs such a verb
    on the content's verb. It is the reporting cue's sister where it has no subject of its own, the tense of the first cue, and
    a content of its own.
    """
    sure = {item.cue for item in found if (item.probability or 0.0) > SISTER_FLOOR}
    begins = {item.cue: item.ranges[0][0] for item in found}
    found = [item for item in found if not (parse.lower[item.ranges[0][0]] == "as" and item.ranges[0][0] + 1 in begins)]
    return [_cut(parse, _without_foreign_cue(parse, item, begins), sure) for item in found]


def _without_foreign_cue(parse: Parse, item: Found, begins: dict[int, int]) -> Found:
    """Ends a content before a cue that reports what stands behind the content: "said it rained, but he denied | that …".

    Args:
        parse: of the article.
        item: the choice.
        begins: the first token of every choice's content, by its cue.
    """
    first, last = item.ranges[-1]
    if first <= item.cue:
        return item
    left, _ = parse.edges
    for token in range(max(first + 1, last - _TAIL), last):
        stop = left[token]
        if begins.get(token, -1) < last or not first < stop:
            continue
        while stop - 1 > first and (parse.dep[stop - 1] == "cc" or parse.is_punct(stop - 1)):
            stop -= 1
        return replace(item, ranges=(*item.ranges[:-1], (first, stop)))
    return item


def _cut(parse: Parse, item: Found, sure: set[int]) -> Found:
    first, last = item.ranges[-1]
    if first <= item.cue or parse.tag[item.cue] not in FINITE_TAGS:
        return item
    for token in range(first + 1, last):
        head = parse.head[token]
        if token not in sure or parse.dep[token] != "conj" or parse.tag[token] != parse.tag[item.cue] or not first <= head < token:
            continue
        joint = [child for child in parse.children[head] if parse.dep[child] == "cc" and child < token]
        if joint and parse.dep[head] == "ccomp" and parse.child(token, *_SUBJECTS) is None:
            return Found(item.cue, (*item.ranges[:-1], (first, joint[-1])), item.probability, item.source)
    return item
