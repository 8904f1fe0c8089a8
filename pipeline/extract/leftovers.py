"""Quotations that the ranker left: parts of a split quotation, quotations beside a speech verb, and ones that stand alone.

Marks are strong evidence, so what follows from the layout alone is settled by rule.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.exclusions import is_capitalized
from pipeline.extract.quote_map import NICKNAME_WORDS, QuoteMap
from pipeline.extract.rivals import Found
from pipeline.lexicons import words
from pipeline.parse import TENSED_TAGS, Parse
from pipeline.spans import Span

SPEECH_WORDS = 4
"""Words that a quotation without a cue must have to count as speech."""

ATTRIBUTION_WORDS = 30
"""Words of an attribution that may part two pieces of one quotation."""


_REACH = 8
"""Tokens beside a quotation in which its speech verb is looked for."""

_FAR = 24
"""The same behind it where no other verb stands before: "“Yes,” Ana Ruiz, a lawyer and long an aide to the mayor, told us"."""

_STOPS = frozenset({".", "!", "?", ":", "…", "”", '"', "''", "—", "–"})
"""What stands before the first word of a sentence."""

_OPENING_TAGS = frozenset({"DT", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "JJ", "CD"})
"""Tags of the words that a subject begins with."""

_NEVER_QUOTATIVE = frozenset({"be", "have", "do", "read", "go"})

_JOINTS = ",.;:—–-!?…"


def settle_leftovers(parse: Parse, quotes: QuoteMap, chosen: list[Found]) -> list[Found]:
    """Joins, claims or keeps the quotations that no chosen content holds.

    Args:
        parse: of the article.
        quotes: its quotations.
        chosen: choices of the ranker and of the layout.

    Returns:
        The choices, some longer, and new ones.
    """
    free = _free(parse, quotes, chosen)
    chosen = [_given_back(parse, quotes, item, free) for item in chosen]
    settled = [_with_continuation(parse, quotes, item, free) for item in chosen]
    cues = {item.cue for item in settled}
    for index in sorted(free):
        if index not in free:  # joined to another one meanwhile
            continue
        cue = None if _is_slogan(parse, quotes, index) else speech_verb(parse, quotes, index, cues)
        if cue is not None:
            cues.add(cue)
            free.discard(index)
            settled.append(_with_continuation(parse, quotes, Found(cue, quotes.ranges[index], None), free))
    settled = _carry_over(parse, quotes, settled, free)
    alone = [index for index in sorted(free) if _is_speech(parse, quotes, index)]
    return [*settled, *(_introduced(parse, quotes, index) for index in alone)]


def _is_slogan(parse: Parse, quotes: QuoteMap, index: int) -> bool:
    """Whether a quotation reads as a title or slogan: capitalized throughout, and no mark at its end that speech has."""
    n_words = quotes.n_words_of(quotes.ranges[index])
    end = quotes.outer[index].span.end
    return n_words > NICKNAME_WORDS and is_capitalized(parse, quotes, index) and parse.text[end - 2 : end - 1].isalnum()


def _carry_over(parse: Parse, quotes: QuoteMap, settled: list[Found], free: set[int]) -> list[Found]:
    """Joins a paragraph that is one quotation to the quoted statement with which the paragraph before ends; takes it out of `free`.

    In PolNeAR's training articles such a paragraph belongs to that statement in seven of eight cases.
    """
    last: dict[int, tuple[int, int]] = {}
    for place, item in enumerate(settled):
        end = max(item.ranges[-1][1], item.cue + 1)
        paragraph = quotes.paragraph(parse.start[end - 1])
        if paragraph is not None:
            last[paragraph.start] = max(last.get(paragraph.start, (0, 0)), (end, place))
    settled = list(settled)
    for index in sorted(free):
        paragraph = quotes.paragraph(quotes.outer[index].span.start)
        before = quotes.before_paragraph(paragraph) if paragraph and paragraph == quotes.outer[index].span else None
        if paragraph is None or before is None or before.start not in last:
            continue
        end, place = last[before.start]
        if _ends_paragraph(parse, quotes, settled[place], end, before):
            free.discard(index)
            settled[place] = replace(settled[place], ranges=(*settled[place].ranges, *quotes.ranges[index]))
            last[paragraph.start] = (quotes.ranges[index][-1][1], place)
    return settled


def _ends_paragraph(parse: Parse, quotes: QuoteMap, item: Found, end: int, paragraph: Span) -> bool:
    """Whether a statement quotes somebody and no other sentence follows it in its paragraph.

    Args:
        parse: of the article.
        quotes: its quotations.
        item: the last statement of the paragraph.
        end: the token after its content and its cue.
        paragraph: that it ends in.
    """
    if item.cue < 0 or item.source is not None or quotes.inside[item.cue]:
        return False
    stop = parse.sentences[parse.sent[end - 1]][1]
    return any(quotes.touched(*part) for part in item.ranges) and quotes.n_words(stop, parse.tokens_in(*paragraph)[1]) == 0


def _introduced(parse: Parse, quotes: QuoteMap, index: int) -> Found:
    """A quotation that stands alone; where a colon introduces it, the colon is its cue and the sentence's subject its source."""
    ranges = quotes.ranges[index]
    mark = next((token for token in range(ranges[0][0] - 1, -1, -1) if not parse.is_space(token)), -1)
    paragraph = quotes.paragraph(quotes.outer[index].span.start)
    if mark < 0 or parse.lower[mark] != ":" or paragraph is None or parse.start[mark] < paragraph.start:
        return Found(-1, ranges, None)
    root = parse.roots[parse.sent[mark]]
    return Found(mark, ranges, None, parse.child(root, "nsubj", "nsubjpass") if root < mark else None)


def _free(parse: Parse, quotes: QuoteMap, chosen: list[Found]) -> set[int]:
    claimed = [False] * parse.n
    for item in chosen:
        for first, last in item.ranges:
            claimed[first:last] = [True] * (last - first)
    return {
        index
        for index, ranges in enumerate(quotes.ranges)
        if ranges
        and index not in quotes.nicknames
        and not any(claimed[token] for first, last in ranges for token in range(first, last))
    }


def _given_back(parse: Parse, quotes: QuoteMap, item: Found, free: set[int]) -> Found:
    """Gives a cue the free quotation that it follows at once: in "“A,” stressed the head of B" the content is A.

    The quotations of the content that it had until then are free again.
    """
    before = next((token for token in range(item.cue - 1, -1, -1) if not parse.is_space(token)), -1) if item.cue >= 0 else -1
    index = quotes.inside[before] - 1 if before >= 0 else -1
    if index not in free or item.ranges[0][0] <= item.cue or parse.tag[item.cue] not in TENSED_TAGS | {"VBN"}:
        return item
    free.discard(index)
    free.update(number - 1 for first, last in item.ranges for number in quotes.touched(first, last))
    return replace(item, ranges=quotes.ranges[index], probability=None)


def _with_continuation(parse: Parse, quotes: QuoteMap, item: Found, free: set[int]) -> Found:
    """Adds the pieces that go on after the attribution: "“A,” she said, “and B.” “C.”"; takes them out of `free`."""
    while True:
        index = _next_piece(parse, quotes, item)
        if index is None or index not in free:
            return item
        free.discard(index)
        item = replace(item, ranges=(*item.ranges, *quotes.ranges[index]))


def _next_piece(parse: Parse, quotes: QuoteMap, item: Found) -> int | None:
    """The quotation after a direct content that may go on with it."""
    last = quotes.inside[item.ranges[-1][1] - 1]
    index = last  # numbers of quotations start at 1: the next one's index
    if item.cue < 0 or not last or index >= len(quotes.outer) or quotes.inside[item.cue]:
        return None
    stop, start = quotes.ranges[last - 1][-1][1], quotes.ranges[index][0][0]
    before = quotes.paragraph(quotes.outer[last - 1].span.end - 1)
    if before is None or before != quotes.paragraph(quotes.outer[index].span.start):
        return None
    gap = parse.text[quotes.outer[last - 1].span.end : quotes.outer[index].span.start].strip()
    if stop <= item.cue < start:
        ends = parse.sentences[parse.sent[item.cue]][1]
        is_near = quotes.n_words(stop, start) <= ATTRIBUTION_WORDS and quotes.n_words(ends, start) == 0
        return index if is_near and gap[-1:] in _JOINTS else None
    return index if not gap and item.cue < stop else None


def speech_verb(parse: Parse, quotes: QuoteMap, index: int, taken: set[int], *, before: bool = True) -> int | None:
    """A verb of saying that stands beside a quotation, within its sentence: after it, or before it and its comma or colon.

    Args:
        parse: of the article.
        quotes: its quotations.
        index: of the quotation.
        taken: cues that report something else.
        before: whether to look before it, too.
    """
    known = words("cues", "speech", "verbs")
    stop = quotes.ranges[index][-1][1]
    paragraph = quotes.paragraph(quotes.outer[index].span.end - 1)
    if paragraph is None:
        return None
    has_verb = False
    for token in range(stop, min(parse.n, stop + _FAR)):
        if parse.start[token] >= paragraph.end or quotes.inside[token] or parse.lower[token] in (".", "!", "?", ";"):
            break
        if token >= stop + _REACH and has_verb:
            break
        has_verb = has_verb or parse.is_verb(token)
        is_new = parse.sent[token] != parse.sent[stop - 1] and parse.text[quotes.outer[index].span.end - 2] == "."
        if is_new:  # the quotation ended its sentence: what follows is another
            break
        if parse.is_verb(token) and parse.lemma(token) in known and token not in taken:
            return token
    inverted = _inverted_verb(parse, quotes, index, taken)
    if inverted is not None:
        return inverted
    return _speech_verb_before(parse, quotes, index, taken) if before else None


def _inverted_verb(parse: Parse, quotes: QuoteMap, index: int, taken: set[int]) -> int | None:
    """Any verb that stands between a quoted clause with its comma and a noun phrase: "“We lost it,” sobbed the owner".

    Nothing but quotative inversion puts a verb and then its subject behind a clause (Collins 1997, "Quotative inversion"), so
    that the verb need not be known; of what is written, "read" and "go" say what it says and nobody says it.
    """
    tokens = [token for first, last in quotes.ranges[index] for token in range(first, last)]
    verb = tokens[-1] + 1
    ends = parse.text[max(0, parse.end[tokens[-1]] - 2) : parse.end[tokens[-1]]]
    if verb < parse.n and parse.lower[verb] == ",":
        verb += 1
    elif not any(mark in ends for mark in ",?!"):
        return None
    if verb + 1 >= parse.n or verb in taken or parse.tag[verb] not in TENSED_TAGS or parse.tag[verb + 1] not in _OPENING_TAGS:
        return None
    if parse.lemma(verb) in _NEVER_QUOTATIVE or "\n" in parse.text[parse.end[tokens[-1]] : parse.start[verb + 1]]:
        return None
    n_words = quotes.n_words_of(quotes.ranges[index])
    is_clause = any(parse.is_verb(token) or parse.tag[token] == "MD" for token in tokens)
    return verb if n_words >= SPEECH_WORDS and is_clause and _opens_sentence(parse, tokens[0]) else None


def _opens_sentence(parse: Parse, token: int) -> bool:
    """Whether nothing, or the end of a sentence or of a quotation, stands before a token."""
    return next((parse.lower[before] for before in range(token - 1, -1, -1) if not parse.is_space(before)), ".") in _STOPS


def _speech_verb_before(parse: Parse, quotes: QuoteMap, index: int, taken: set[int]) -> int | None:
    known = words("cues", "speech", "verbs")
    start, paragraph = quotes.ranges[index][0][0], quotes.paragraph(quotes.outer[index].span.end - 1)
    mark = next((token for token in range(start - 1, max(-1, start - 3), -1) if not parse.is_space(token)), -1)
    if paragraph is None or mark < 0 or "\n" in parse.text[parse.end[mark] : parse.start[start]]:
        return None
    is_verb = parse.is_verb(mark) and parse.lemma(mark) in known and mark not in taken and not quotes.inside[mark]
    if is_verb and not is_capitalized(parse, quotes, index):
        return mark
    if mark < 0 or parse.lower[mark] not in (",", ":"):
        return None
    for token in range(mark - 1, max(-1, mark - _REACH), -1):
        if parse.start[token] < paragraph.start or quotes.inside[token] or parse.lower[token] in (".", "!", "?", ";"):
            break
        if parse.is_verb(token) and parse.lemma(token) in known and token not in taken:
            return token
    return None


def _is_speech(parse: Parse, quotes: QuoteMap, index: int) -> bool:
    """Whether a quotation without a cue reads as speech: sentences of their own, with a verb and enough words."""
    tokens = [token for first, last in quotes.ranges[index] for token in range(first, last)]
    inner = [token for token in tokens if not parse.is_punct(token) and not parse.is_space(token)]
    if len(inner) < SPEECH_WORDS or not any(parse.is_verb(token) or parse.tag[token] == "MD" for token in inner):
        return False
    ending = parse.text[max(0, parse.end[tokens[-1]] - 2) : parse.end[tokens[-1]]]
    is_ended = any(stop in ending for stop in ".!?…") or not quotes.outer[index].closed
    if len(inner) > 1 and is_capitalized(parse, quotes, index):
        return False
    return is_ended and _opens_sentence(parse, tokens[0]) and parse.word(inner[0])[:1].isupper()
