"""Candidate sources of a statement: who the parse says may have spoken.

Candidates are tokens that head a noun phrase: subjects of the cue or of the verbs above it, by-phrases, possessors,
what a relative clause hangs on, what stands before a colon or after a dash, and the nearest names. Which one it is, or
that it is none of them, is learned.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from pipeline.extract.contents import DASHES, Offer
from pipeline.extract.grammar import Grammar, Indexes
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.ranking import FeatureRows, Rows, Scorer, shares_of, symbols
from pipeline.layers import Statement
from pipeline.lexicons import words
from pipeline.parse import NOUN_TAGS, Parse

MAX_CLIMB = 5
"""Heads above the cue that are asked for a subject."""

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_NOMINAL_TAGS = NOUN_TAGS | {"PRP", "WP", "WDT", "DT", "CD", "JJ", "PRP$", "WP$", "EX", "JJS", "VBG"}
_OUTSIDE = frozenset({"appos", "relcl", "acl", "advcl", "parataxis", "punct", "cc", "conj", "dep", "ccomp", "mark", "preconj"})
_NAMED = frozenset({"PERSON", "ORG", "NORP", "GPE"})


class Source(NamedTuple):
    """A token that may head the source of a statement.

    Attributes:
        kind: how it is found, such as "subject:0:nsubj".
        head: the token; -1 for "none of them".
    """

    kind: str
    head: int


def named_ranges(parse: Parse) -> list[Range]:
    """Token ranges of the people, organizations, groups and places that the model names, in order."""
    return [(entity.start, entity.end) for entity in parse.doc.ents if entity.label_ in _NAMED]


def find_sources(parse: Parse, quotes: QuoteMap, names: list[Range], cue: int, content: tuple[Range, ...]) -> list[Source]:
    """Candidate sources of a statement; the first stands for "none of them".

    Args:
        parse: of the article.
        quotes: its quotations.
        names: token ranges of people, organizations, groups and places, in order.
        cue: the cue's token.
        content: token ranges of the content; what lies inside is no candidate.
    """
    found: dict[int, Source] = {-1: Source("none", -1)}

    def offer(kind: str, token: int | None) -> None:
        if token is None or token in found or parse.tag[token] not in _NOMINAL_TAGS:
            return
        if any(first <= token < last for first, last in content):
            return
        found[token] = Source(kind, token)

    if parse.lower[cue] in DASHES:
        _offer_around_mark(parse, quotes, cue, offer)
    _offer_arguments(parse, cue, offer)
    _offer_above(parse, cue, offer)
    _offer_nearby(parse, quotes, names, cue, offer)
    return list(found.values())


def _offer_arguments(parse: Parse, cue: int, offer: Offer) -> None:
    dep, children = parse.dep, parse.children
    for child in children[cue]:
        if dep[child] in _SUBJECTS:
            offer(f"subject:0:{dep[child]}", child)
        elif dep[child] == "agent":
            offer("agent", parse.child(child, "pobj"))
        elif dep[child] in ("poss", "dobj", "attr", "dative", "pobj", "compound", "amod", "nmod", "appos", "oprd"):
            offer(f"own:{dep[child]}", child)
        elif dep[child] in ("prep", "pcomp"):
            word = parse.lower[child]
            for inner in children[child]:
                if dep[inner] == "pobj":
                    offer(f"own:prep:{word}", inner)
                elif dep[inner] == "prep":
                    offer(f"own:prep:{word}:{parse.lower[inner]}", parse.child(inner, "pobj"))


def _offer_above(parse: Parse, cue: int, offer: Offer) -> None:
    dep, children, head = parse.dep, parse.children, parse.head
    token = cue
    path = ""
    for level in range(1, MAX_CLIMB + 1):
        if head[token] == token:
            break
        path = dep[token] if level == 1 else f"{path}>{dep[token]}" if level == 2 else path
        token = head[token]
        offer(f"head:{level}:{path}", token)
        for child in children[token]:
            if dep[child] in _SUBJECTS:
                offer(f"subject:{level}:{path}:{dep[child]}", child)
            elif dep[child] in ("dobj", "poss", "pobj") and level <= 2:
                offer(f"above:{level}:{path}:{dep[child]}", child)
            elif dep[child] == "agent":
                offer(f"above:{level}:agent", parse.child(child, "pobj"))


def _offer_around_mark(parse: Parse, quotes: QuoteMap, cue: int, offer: Offer) -> None:
    paragraph = quotes.paragraph(parse.start[cue])
    if paragraph is None:
        return
    first, last = parse.tokens_in(*paragraph)
    for token in range(max(first, cue - 12), cue):
        if parse.tag[token] in NOUN_TAGS and (token + 1 == cue or parse.dep[token] != "compound"):
            offer("mark:before", token)
    for token in range(cue + 1, min(last, cue + 12)):
        if parse.tag[token] in NOUN_TAGS and parse.dep[token] != "compound":
            offer("mark:after", token)


def _offer_nearby(parse: Parse, quotes: QuoteMap, names: list[Range], cue: int, offer: Offer) -> None:
    first, last = parse.sentences[parse.sent[cue]]
    subject = parse.child(parse.roots[parse.sent[cue]], *_SUBJECTS)
    offer("sentence:subject", subject)
    for token in range(cue - 1, max(first, cue - 6) - 1, -1):
        if parse.dep[token] in _SUBJECTS:
            offer("near:before", token)
            break
    for token in range(cue + 1, min(last, cue + 6)):
        if parse.dep[token] in (*_SUBJECTS, "dobj", "attr", "ROOT", "appos"):
            offer("near:after", token)
            break
    before = names_before(names, cue, 3)
    for rank, (start, stop) in enumerate(before):
        where = "same" if start >= first else "earlier"
        offer(f"name:before:{rank}:{where}", head_of(parse, start, stop))
    after = names_after(names, cue, 1)
    if after and after[0][0] < last:
        offer("name:after", head_of(parse, *after[0]))


def names_before(names: list[Range], token: int, most: int) -> list[Range]:
    """The last names that end before a token, nearest first."""
    index = _first_at(names, token)
    return names[max(0, index - most) : index][::-1]


def names_after(names: list[Range], token: int, most: int) -> list[Range]:
    """The first names that start after a token."""
    index = _first_at(names, token + 1)
    return names[index : index + most]


def _first_at(names: list[Range], token: int) -> int:
    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        if names[middle][0] < token:
            low = middle + 1
        else:
            high = middle
    return low


def head_of(parse: Parse, first: int, last: int) -> int:
    """The token of a range that hangs on something outside it; the last one where there are several."""
    return next((token for token in range(last - 1, first - 1, -1) if not first <= parse.head[token] < last), last - 1)


def phrase(parse: Parse, head: int, cue: int) -> Range:
    """The noun phrase of a head as written: with title, modifiers and of-phrases, without appositions and clauses.

    Args:
        parse: of the article.
        head: its head token.
        cue: never inside the phrase.
    """
    left, right = parse.edges
    first, last = head, head + 1
    for child in parse.children[head]:
        if parse.dep[child] in _OUTSIDE or parse.is_punct(child):
            if child > head:
                break
            continue
        if left[child] <= cue < right[child]:
            if child > head:
                break
            continue
        first, last = min(first, left[child]), max(last, right[child])
    while first < head and (parse.is_punct(first) or parse.is_space(first)):
        first += 1
    while last > head + 1 and (parse.is_punct(last - 1) or parse.is_space(last - 1) or parse.tag[last - 1] == "POS"):
        last -= 1
    return first, last


def medium_phrase(parse: Parse, head: int) -> int | None:
    """The preposition of the phrase that says in what document a source spoke, where the parser hung it on the source.

    "The club in its farewell statement said": the club said it, and the statement is where.
    """
    for child in parse.children[head]:
        if child > head and parse.dep[child] == "prep" and parse.lower[child] in ("in", "via"):
            noun = parse.child(child, "pobj")
            if noun is not None and parse.lemma(noun) in words("speakers", "document", "nouns"):
                return child
    return None


def source_features(
    grammar: Grammar, cues: Indexes, contents: list[tuple[Range, ...]], sources: list[list[Source]]
) -> tuple[Rows, Indexes]:
    """Features of candidate sources.

    Args:
        grammar: of the article.
        cues: token indexes, of shape (n_statements,).
        contents: token ranges of each statement's content.
        sources: candidates of each statement, "none" first.

    Returns:
        Rows of shape (n_examples, n_templates), and the first example of each group with the total at the end.
    """
    examples = _Examples(grammar, cues, contents, sources)
    rows = FeatureRows(len(examples.head))
    _add_grammar(rows, grammar, examples)
    _add_place(rows, grammar, examples)
    return rows.matrix(), examples.groups


class _Examples:
    """Columns of the candidate sources of an article's statements, one item an example."""

    def __init__(self, g: Grammar, cues: Indexes, contents: list[tuple[Range, ...]], sources: list[list[Source]]) -> None:
        self.groups = np.cumsum([0, *(len(options) for options in sources)])
        sizes = np.diff(self.groups)
        self.kind = symbols([source.kind for options in sources for source in options])
        self.head = head = np.array([source.head for options in sources for source in options], dtype=np.int64)
        self.cue = cue = np.repeat(cues, sizes)
        first = np.repeat(np.array([ranges[0][0] for ranges in contents], dtype=np.int64), sizes)
        last = np.repeat(np.array([ranges[-1][1] - 1 for ranges in contents], dtype=np.int64), sizes)
        self.lemma, self.tag, self.dep = g.lemma[cue], g.tag[cue], g.dep[cue]
        near = np.clip(head - cue, -20, 20) // 3
        self.distance = np.where(head < 0, 99, near).astype(np.uint64)
        self.same = ((g.sent[head] == g.sent[cue]) & (head >= 0)).astype(np.uint64)
        self.side = ((first > cue) * 2 + (last < cue)).astype(np.uint64)
        self.quoted = ((g.quoted[head] > 0) * 2 + (g.quoted[cue] > 0)).astype(np.uint64)
        self.direct = (g.quoted[first] > 0).astype(np.uint64)
        self.has_subject = ((g.child["nsubj"][cue] >= 0) * 2 + (g.child["nsubjpass"][cue] >= 0)).astype(np.uint64)


def _add_grammar(rows: FeatureRows, g: Grammar, e: _Examples) -> None:
    """How a candidate was found, what it is, and how it goes with the cue."""
    rows.add(e.kind)
    rows.add(e.kind, e.tag, e.dep)
    rows.add(e.kind, e.lemma)
    rows.add(e.kind, g.entity[e.head], g.tag[e.head])
    rows.add(e.kind, g.dep[e.head])
    rows.add(e.kind, e.has_subject, e.tag)
    rows.add(e.kind, g.lemma[e.head])
    rows.add(e.kind, e.distance, e.same)
    rows.add(e.kind, e.side, e.direct)
    rows.add(e.kind, e.quoted)
    rows.add(e.kind, e.dep, e.lemma)
    rows.add(g.lemma[e.head], g.tag[e.head])
    rows.add(g.lemma[e.head], e.lemma)
    rows.add(g.entity[e.head], e.lemma)


def _add_place(rows: FeatureRows, g: Grammar, e: _Examples) -> None:
    """Where it stands, and what stands beside it."""
    rows.add(g.entity[e.head], g.dep[e.head], e.tag)
    rows.add(e.distance, e.same, g.tag[e.head])
    rows.add(e.distance, e.side, e.direct, g.entity[e.head])
    rows.add(e.kind, g.lower[g.shifted(e.cue, -1)])
    rows.add(e.kind, g.lower[g.shifted(e.cue, 1)])
    rows.add(e.kind, g.lower[g.shifted(e.head, 1)])
    rows.add(e.kind, g.lemma[np.where(g.head[e.cue] == e.cue, -1, g.head[e.cue])])
    rows.add(g.dep[e.head], g.lemma[np.where(e.head < 0, -1, g.head[e.head])], e.side)
    rows.add(e.kind, e.side, g.entity[e.head], e.quoted)
    rows.add(g.shape[e.head], g.dep[e.head], e.same, e.side)


class RankedSource(NamedTuple):
    """The likeliest source of a content.

    Attributes:
        source: with head -1 where it is most likely none of the candidates.
        share: its probability among the candidates.
    """

    source: Source
    share: float


class SourceRanker:
    """The likeliest sources of the contents of one article; no content of a cue is ranked twice.

    Args:
        grammar: of the article.
        quotes: its quotations.
        scorer: of `source_features`.
    """

    def __init__(self, grammar: Grammar, quotes: QuoteMap, scorer: Scorer) -> None:
        self._grammar = grammar
        self._quotes = quotes
        self._scorer = scorer
        self._names = named_ranges(grammar.parse)
        self._ranked: dict[tuple[int, tuple[Range, ...]], RankedSource] = {}

    def heads(self, statements: list[Statement], told: Mapping[int, int]) -> list[int | None]:
        """The head token of each statement's source, or None where it is most likely none.

        Args:
            statements: each with a cue token.
            told: by cue, the head token of a source that the layout tells.
        """
        parse = self._grammar.parse
        contents = [tuple([parse.tokens_in(*part) for part in statement.parts]) for statement in statements]
        ranked = self.likeliest([statement.cue_token or 0 for statement in statements], contents)
        heads = [None if item.source.head < 0 else item.source.head for item in ranked]
        return [told.get(statement.cue_token or 0, head) for statement, head in zip(statements, heads, strict=True)]

    def likeliest(self, cues: list[int], contents: list[tuple[Range, ...]]) -> list[RankedSource]:
        """The likeliest source of each content.

        Args:
            cues: token of each.
            contents: token ranges of each.
        """
        asked = list(zip(cues, contents, strict=True))
        self._rank([item for item in dict.fromkeys(asked) if item not in self._ranked])
        return [self._ranked[item] for item in asked]

    def _rank(self, new: list[tuple[int, tuple[Range, ...]]]) -> None:
        if not new:
            return
        options = [find_sources(self._grammar.parse, self._quotes, self._names, cue, content) for cue, content in new]
        cues = np.array([cue for cue, _ in new], dtype=np.int64)
        rows, groups = source_features(self._grammar, cues, [content for _, content in new], options)
        for item, sources, shares in zip(new, options, shares_of(self._scorer(rows), groups), strict=True):
            share = max(shares)
            self._ranked[item] = RankedSource(sources[shares.index(share)], share)
