"""What looks like a statement and is none: names and titles between marks, and silence."""

from __future__ import annotations

from pipeline.extract.grammar import Grammar
from pipeline.extract.quote_map import QuoteMap
from pipeline.extract.rivals import Found
from pipeline.lexicons import words
from pipeline.parse import NAME_TAGS, Parse, symbol

NAME_WORDS = 6
"""Words that a nickname or a title has at most."""

_NAMED_WORDS = 3
"""Words of what bears the name that a content may hold beside it."""

_PERSON = symbol("PERSON")

SMALL_TAGS = frozenset({"IN", "DT", "CC", "TO", "POS"})
"""Tags of the words that a title leaves uncapitalized."""


def says_nothing(parse: Parse, found: Found) -> bool:
    """Whether a cue only says that nothing was said: "declined to comment", "refused to say whether"."""
    silent, spoken = words("cues", "silence", "cues"), words("cues", "silence", "verbs")
    head = found.ranges[0][0]
    if parse.dep[found.cue] == "xcomp" and parse.lemma(found.cue) in spoken:
        return parse.lemma(parse.head[found.cue]) in silent
    if parse.lemma(found.cue) not in silent or parse.lower[head] != "to":
        return False
    return any(parse.lemma(token) in spoken for token in range(head + 1, min(head + 3, parse.n)))


def is_of_the_author(parse: Parse, found: Found) -> bool:
    """Whether a cue introduces the author's own words: "it is worth noting that", "it goes without saying that"."""
    head = parse.head[found.cue]
    return parse.tag[found.cue] == "VBG" and parse.lemma(head) in words("cues", "author", "governors") and head < found.cue


def is_excluded(grammar: Grammar, quotes: QuoteMap, found: Found) -> bool:
    """Whether a choice is none of a statement's, for any of the reasons below."""
    parse = grammar.parse
    return (
        is_name_of_person(grammar, found.cue)
        or says_nothing(parse, found)
        or is_of_the_author(parse, found)
        or only_names(parse, quotes, found)
        or is_title(parse, quotes, found)
    )


def is_name_of_person(grammar: Grammar, cue: int) -> bool:
    """Whether what was taken for a cue is a word of a person's name."""
    return cue >= 0 and grammar.parse.tag[cue] in NAME_TAGS and bool(grammar.entity[cue] == _PERSON)


def only_names(parse: Parse, quotes: QuoteMap, found: Found) -> bool:
    """Whether the quoted words are a nickname or a title: "whom colleagues call “Captain Cash”", "a film titled “The Wall”"."""
    if parse.lemma(found.cue) not in words("cues", "naming", "cues"):
        return False
    quoted = [token for first, last in found.ranges for token in range(first, last) if quotes.inside[token]]
    told = [token for first, last in found.ranges for token in range(first, last) if not quotes.inside[token]]
    if any(parse.is_verb(token) for token in told):
        return False  # a clause about what bears the name
    inner = [token for token in quoted if not parse.is_punct(token) and not parse.is_space(token)]
    n_words = quotes.n_words_of(found.ranges)
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


def is_capitalized(parse: Parse, quotes: QuoteMap, index: int) -> bool:
    """Whether a quotation has only capitalized words, but for small ones after the first, as names of songs and books do."""
    tokens = [token for first, last in quotes.ranges[index] for token in range(first, last)]
    inner = [token for token in tokens if not parse.is_punct(token) and not parse.is_space(token)]
    return all(
        not parse.word(token)[:1].islower() or (place > 0 and parse.tag[token] in SMALL_TAGS) for place, token in enumerate(inner)
    )
