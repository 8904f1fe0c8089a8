"""Titles before a person's name: where they start and end."""

from __future__ import annotations

from pipeline.extract.name_lexicon import HYPHENS, NameWords
from pipeline.parse import Parse

_MAX_TITLE_TOKENS = 8
_NO_START = frozenset({"his", "her", "late", "right", "then"})
_INITIALS = frozenset({"MS", "MR", "DR"})


def title_end(parse: Parse, first: int, last: int, words: NameWords) -> int:
    """Where the title at the start of a person's name ends; `first` where there is none, or where nothing would be left."""
    if _is_initials(parse, first, last):
        return first
    after = first
    token = first
    if parse.word(first) in words.letter_ranks and last - first > 2:  # one name behind it: "SP Rao" has initials
        after = token = first + 1
    while token < last and words.is_title_word(parse.lower[token]):
        token += 1
        if token + 1 < last and parse.lower[token] in HYPHENS and words.is_title_word(parse.lower[token + 1]):
            token += 1  # "Lt-General"
            continue
        if words.ends_title(parse.lower[token - 1]):
            after = token
    if after >= last:
        return last if after - first > 1 or parse.lower[first] not in words.first_names else first
    is_one = last - after == 1 or (_has_stop(parse, after) and len(parse.word(after)) == 2)
    if after - first == 1 and is_one and parse.lower[first] in words.first_names and not _has_stop(parse, first):
        return first
    return after


def _is_initials(parse: Parse, first: int, last: int) -> bool:
    """Whether what looks like a title in capitals is the initials of a name that is not in capitals: "MS Rao"."""
    return parse.word(first) in _INITIALS and first + 1 < last and not parse.word(first + 1).isupper()


def _has_stop(parse: Parse, token: int) -> bool:
    return parse.lower[token].endswith(".")


def title_before(parse: Parse, first: int, words: NameWords) -> tuple[int, int] | None:
    """The title that ends where a person's name starts, as a token range.

    Takes words such as "Attorney General" or "then-President" back to the first that is none; its last word has to be a
    title by itself.
    """
    at = title_start(parse, first, first, words)
    while at < first and parse.lower[at] in _NO_START and parse.word(at).islower() and parse.lower[at + 1] not in HYPHENS:
        at += 1
    if at == first or not words.ends_title(parse.lower[first - 1]):
        return None
    return at, first


def title_start(parse: Parse, at: int, first: int, words: NameWords) -> int:
    """Where a title starts that is known back to a token.

    Args:
        parse: the article.
        at: the token.
        first: where the name starts, or the part of the title that was found already.
        words: the word lists.
    """
    stop = max(0, first - _MAX_TITLE_TOKENS)
    while at > stop and parse.sent[at - 1] == parse.sent[first]:
        if words.is_title_word(parse.lower[at - 1]) and not (parse.lower[at - 1] == "under" and parse.lower[at] != "secretary"):
            at -= 1
        elif words.is_title_word(parse.lower[at]) and _joins_title(parse, at, words):
            at -= 2
        else:
            break
    return at


def _joins_title(parse: Parse, at: int, words: NameWords) -> bool:
    """Whether what stands before a title's word joins it to another one: "Secretary-Treasurer", "Youth and Sports Minister"."""
    if at < 2 or not words.is_title_word(parse.lower[at - 2]):
        return False
    if parse.lower[at - 1] in HYPHENS:
        return parse.start[at - 1] == parse.end[at - 2] and parse.end[at - 1] == parse.start[at]
    is_capital = parse.word(at - 2)[0].isupper() and parse.word(at)[0].isupper()
    return parse.lower[at - 1] in ("and", "&") and is_capital and parse.lower[at - 2] in words.modifiers - {"general"}
