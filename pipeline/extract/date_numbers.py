"""Reads numbers that are written in digits or in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def read_number(words: Sequence[str], values: Mapping[str, int], scales: Mapping[str, int]) -> float | None:
    """The number that some pieces denote.

    Args:
        words: lower-case pieces, such as ["two", "and", "a", "half"] or ["1,500"].
        values: numerals of the lexicon.
        scales: "hundred", "thousand" …: what multiplies the number before it.

    Returns:
        The number; None where a piece is no part of a number.
    """
    total = 0.0
    current: float | None = None
    for word in words:
        if word in ("and", "-", "of"):
            continue
        if word in ("a", "an"):
            current = 1.0 if current is None else current
        elif word == "half":
            return 0.5 if total == 0 and current in (None, 1.0) and words[-1] != "half" else total + _halved(words, current)
        elif word in scales:
            current = (current or 1.0) * scales[word]
            if scales[word] >= 1000:
                total, current = total + current, 0.0
        elif word in values:
            current = (current or 0.0) + values[word]
        else:
            digits = _digits(word)
            if digits is None:
                return None
            current = (current or 0.0) + digits
    return None if current is None and not total else total + (current or 0.0)


def _halved(words: Sequence[str], current: float | None) -> float:
    """The number before "and a half", or the half alone of "half a" and "a half"."""
    return (current or 0.0) + 0.5 if "and" in words else 0.5


def _digits(word: str) -> float | None:
    if "/" in word:
        above, _, below = word.partition("/")
        is_fraction = above.isdecimal() and below.isdecimal() and len(word) < 8 and int(below) > 0
        return int(above) / int(below) if is_fraction else None
    try:
        return float(word.replace(",", "")) if len(word) < 16 else None
    except ValueError:
        return None


def read_year(words: Sequence[str], values: Mapping[str, int]) -> int | None:
    """The year that words denote: "nineteen ninety-seven", "two thousand and one"."""
    numbers = [values[word] for word in words if word in values]
    if not numbers:
        return None
    if 1000 in numbers:
        at = numbers.index(1000)
        return (numbers[at - 1] if at else 1) * 1000 + sum(numbers[at + 1 :])
    return numbers[0] * 100 + sum(numbers[1:])
