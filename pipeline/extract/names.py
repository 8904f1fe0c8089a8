"""Names as strings: folding, keys, acronyms, and whether two strings can name the same thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

NICKNAME = re.compile(r" [\"“'‘(][^\"“”'‘’()\n]{2,24}[\"”'’)] ")
"""A nickname inside a name, with its marks and the spaces around it."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_SEPARATORS = str.maketrans({"-": " ", "–": " ", "‑": " ", "/": " ", ",": " ", "(": " ", ")": " ", '"': " ", "“": " ", "”": " "})
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_LINKS = frozenset({"of", "for", "and", "the", "&", "in", "de", "on", "to", "at", "du", "des", "del", "la", "von", "y"})


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """The text in lower case without diacritics, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)


@lru_cache(maxsize=1 << 15)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name: hyphens separate, full stops and apostrophes fall away, "&" is "and".

    Initials with spaces between them become one word, as they are without: "J. K. Rowling", "J.K. Rowling".
    """
    folded = fold(name).translate(_SEPARATORS).replace("&", " and ").replace(".", "").replace("'", "")
    words: list[str] = []
    in_initials = False
    for word in folded.split():
        if len(word) == 1 and in_initials and word.isalpha():
            words[-1] += word
            continue
        in_initials = len(word) == 1 and word.isalpha()
        words.append(word)
    return tuple(words)


def without_determiner(words: Sequence[str]) -> tuple[str, ...]:
    """The words without a leading article."""
    return tuple(words[1:]) if len(words) > 1 and words[0] in ("the", "a", "an") else tuple(words)


def without_suffixes(words: Sequence[str], suffixes: frozenset[str]) -> tuple[str, ...]:
    """The words without the legal forms at their end; one word always stays."""
    last = len(words)
    while last > 1 and words[last - 1] in suffixes:
        last -= 1
    if 1 < last < len(words) and words[last - 1] == "and":
        last -= 1
    return tuple(words[:last])


@lru_cache(maxsize=1 << 14)
def is_acronym_form(name: str) -> bool:
    """Whether a name looks like an acronym: two to eight capitals, with or without full stops, at most one of them small."""
    letters = name.replace(".", "").replace("&", "").replace("-", "")
    if not 2 <= len(letters) <= 8 or not letters.isalnum() or not letters[0].isupper():
        return False
    n_lower = sum(char.islower() for char in letters)
    n_upper = sum(char.isupper() for char in letters)
    return n_upper >= 2 and n_lower <= 1


@lru_cache(maxsize=1 << 13)
def acronyms(words: tuple[str, ...]) -> frozenset[str]:
    """The acronyms, lower case, that initials of the words can give: all words, and only those that carry meaning."""
    if len(words) < 2:
        return frozenset()
    every = "".join(word[0] for word in words)
    content = [word for word in words if word not in _LINKS]
    found = {every, "".join(word[0] for word in content)}
    if len(content) > 2:
        found.add("".join(word[0] for word in content[1:]))
    return frozenset(initials for initials in found if len(initials) > 1)


def is_acronym_of(acronym: str, words: tuple[str, ...]) -> bool:
    """Whether an acronym can stand for a name of several words.

    Args:
        acronym: as written: "DEA", "D.E.A.", "BoG".
        words: of the long name, without determiner.
    """
    short = fold(acronym).replace(".", "").replace("&", "").replace("-", "")
    return short in acronyms(words)


def spells(acronym: str, words: tuple[str, ...]) -> bool:
    """Whether the letters of an acronym occur in order in a name, starting with its first letter.

    Looser than `is_acronym_of`; for an acronym in brackets directly behind the name, where the place is evidence too.
    """
    short = fold(acronym).replace(".", "").replace("&", "").replace("-", "")
    if not short or not words or short[0] not in {word[0] for word in words}:
        return False
    letters = iter("".join(words))
    return all(char in letters for char in short)


def is_subsequence(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of one name occur in the other in the same order."""
    rest = iter(long)
    return all(word in rest for word in short)


def same_given_name(one: str, other: str, nicknames: dict[str, frozenset[str]]) -> bool:
    """Whether two folded given names can be of one person: equal, an initial, or a short form.

    Args:
        one: folded, without full stop.
        other: folded, without full stop.
        nicknames: the full forms of each short form.
    """
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return other in nicknames.get(one, ()) or one in nicknames.get(other, ())


def _are_initials(word: str, names: Sequence[str]) -> bool:
    """Whether a word is the initials of all given names: "kb" of "keshav", "baliram"."""
    return len(word) > 1 and word == "".join(name[0] for name in names)


def _initials_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each initial of one middle name begins a word of the other's: not "George W. Bush" and "George H.W. Bush"."""
    if not one or not other:
        return True
    return all(
        initial in {word[0] for word in others}
        for middle, others in ((one, other), (other, one))
        for initial in middle
        if len(initial) == 1
    )


def same_person(one: Sequence[str], other: Sequence[str], nicknames: dict[str, frozenset[str]]) -> bool:
    """Whether two full names can be of one person.

    The given names agree; and the last names are equal, or one name is the other with further names at its end
    ("Salvador Cienfuegos", "Salvador Cienfuegos Zepeda") or left out in the middle. The family name may come first in one.

    Args:
        one: folded words, at least two, without titles and suffixes.
        other: as `one`.
        nicknames: the full forms of each short form.
    """
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if sorted(short) == sorted(long):
        return True
    if short[-1] == long[-1] and _are_initials(short[0], long[:-1]):
        return True
    if not same_given_name(short[0], long[0], nicknames):
        return False
    if short[-1] == long[-1]:
        if not _initials_agree(short[1:-1], long[1:-1]):
            return False
        middle = [word for word in short[1:-1] if len(word) > 1]
        others = [word for word in long[1:-1] if len(word) > 1]
        return is_subsequence(middle, others) or not middle or not others
    return short[0] == long[0] and is_subsequence(short, long)
