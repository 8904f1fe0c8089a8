"""Candidate contents of a cue: the spans that the parse and the quotation marks offer.

A statement's content is nearly always a clause or phrase that hangs on the cue, the clause that the cue stands in, or
a run of quotations beside it. The candidates are all of these; which one it is, if any, is learned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.parse import Parse

MAX_RUN = 5
"""Dependents that a run of neighbouring ones may join."""

_SKIPPED = frozenset(
    {"nsubj", "csubj", "aux", "auxpass", "neg", "punct", "mark", "cc", "expl", "predet", "det", "poss", "case", "prt"}
)

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})

_COMPLEMENTS = frozenset({"xcomp", "acomp", "oprd", "attr", "prep", "dobj"})
"""What a raising or passive verb says of its subject: "the talks seem to fail", "he was described as calm"."""

_OF_NOUNS = frozenset({"acl", "relcl", "amod", "compound", "nmod", "poss"})

_INNER = frozenset({"pobj", "pcomp", "ccomp", "xcomp", "acl", "relcl", "advcl"})

_CLAUSES = frozenset({"acl", "relcl", "ccomp"})

DASHES = frozenset(["—", "―", "–", "--", "-", ":"])

Offer = Callable[..., None]


class Candidate(NamedTuple):
    """A span that may be the content of a cue.

    Attributes:
        kind: how it is found, such as "child:ccomp".
        head: the token that stands for it: the head of the clause, the first word of a quotation.
        ranges: half-open token ranges of its parts, in order.
    """

    kind: str
    head: int
    ranges: tuple[Range, ...]


def find_candidates(parse: Parse, quotes: QuoteMap, cue: int) -> list[Candidate]:
    """All candidate contents of a cue.

    Args:
        parse: of the article.
        quotes: its quotations.
        cue: token that may be a cue.

    Returns:
        Candidates with distinct ranges, in a fixed order; at most about forty.
    """
    found: dict[tuple[Range, ...], Candidate] = {}

    def offer(kind: str, head: int, *ranges: Range) -> None:
        kept = tuple([item for item in ranges if item[0] < item[1]])
        if kept and kept not in found:
            found[kept] = Candidate(kind, head, kept)

    if parse.lower[cue] not in DASHES:
        _offer_dependents(parse, cue, offer)
        _offer_context(parse, cue, offer)
    else:
        _offer_after_colon(parse, quotes, cue, offer)
    _offer_quotes(parse, quotes, cue, offer)
    return list(found.values())


def _offer_dependents(parse: Parse, cue: int, offer: Offer) -> None:
    left, right = parse.edges
    dep, children = parse.dep, parse.children
    eligible = [child for child in children[cue] if dep[child] not in _SKIPPED]
    for child in eligible:
        side = "R" if child > cue else "L"
        offer(f"child:{dep[child]}:{side}", child, (left[child], right[child]))
    after = [child for child in eligible if child > cue]
    for first in range(len(after)):
        for last in range(first + 1, min(len(after), first + MAX_RUN)):
            offer(f"run:{dep[after[first]]}:{dep[after[last]]}", after[first], (left[after[first]], right[after[last]]))
    for child in eligible:
        for inner in children[child]:
            if dep[inner] in _INNER:
                offer(f"inner:{dep[child]}:{dep[inner]}", inner, (left[inner], right[inner]))
            if dep[inner] == "pobj":
                _offer_clauses(parse, inner, offer)
    for subject in children[cue]:
        if dep[subject] in _SUBJECTS:
            offer(f"subject:{dep[subject]}", subject, (left[subject], right[subject]))
            for child in after:
                if dep[child] not in _COMPLEMENTS:
                    continue
                offer(f"both:{dep[subject]}:{dep[child]}", child, (left[subject], right[subject]), (left[child], right[child]))


def _offer_clauses(parse: Parse, noun: int, offer: Offer) -> None:
    """The clauses behind the noun of a cue's prepositional phrase.

    In "said in a statement that it rained" the parser hangs the clause on "statement".
    """
    left, right = parse.edges
    for clause in parse.children[noun]:
        if clause > noun and parse.dep[clause] in _CLAUSES:
            offer(f"deep:{parse.dep[clause]}", clause, (left[clause], right[clause]))


def _offer_context(parse: Parse, cue: int, offer: Offer) -> None:
    left, right = parse.edges
    head = parse.head[cue]
    first, last = parse.sentences[parse.sent[cue]]
    own_first, own_last = left[cue], right[cue]
    if head != cue:
        relation = parse.dep[cue]
        offer(f"around:{relation}", head, (left[head], own_first), (own_last, right[head]))
        if relation in _OF_NOUNS:
            offer(f"noun:{relation}", head, (left[head], min(own_first, head + 1) if own_first > head else head + 1))
            offer(f"headword:{relation}", head, (head, head + 1))
    subject = next((child for child in parse.children[cue] if parse.dep[child] in _SUBJECTS and child < cue), None)
    root = parse.roots[parse.sent[cue]]
    offer("rest", root, (first, own_first), (own_last, last))
    offer("before", root, (first, left[subject] if subject is not None else cue))
    offer("after", min(cue + 1, last - 1), (cue + 1, last))


def _offer_after_colon(parse: Parse, quotes: QuoteMap, cue: int, offer: Offer) -> None:
    paragraph = quotes.paragraph(parse.start[cue])
    if paragraph is None:
        return
    last = parse.tokens_in(*paragraph)[1]
    offer("colon:paragraph", min(cue + 1, parse.n - 1), (cue + 1, last))
    end = parse.sentences[parse.sent[cue]][1]
    offer("colon:sentence", min(cue + 1, parse.n - 1), (cue + 1, min(end, last)))
    if cue + 1 >= last:
        following = quotes.after_paragraph(paragraph)
        if following is not None:
            first, stop = parse.tokens_in(*following)
            offer("colon:next", min(first, parse.n - 1), (first, stop))


def _offer_quotes(parse: Parse, quotes: QuoteMap, cue: int, offer: Offer) -> None:
    before, after = quotes.beside(parse, cue)
    ranges = quotes.ranges
    for n_before in range(len(before) + 1):
        for n_after in range(len(after) + 1):
            if n_before + n_after == 0:
                continue
            chosen = before[len(before) - n_before :] + after[:n_after]
            offer(f"quote:{n_before}:{n_after}", ranges[chosen[0]][0][0], *(part for index in chosen for part in ranges[index]))
    index = quotes.inside[cue]
    if index:
        parts = ranges[index - 1]
        offer("quote:around", parts[0][0], *parts)
