"""Finds candidates for time expressions: patterns over classes of words, compiled from the lexicon `dates`.

The text is cut into pieces (words, numbers, marks). Each piece becomes one character that stands for the set of classes it
belongs to, so that a pattern such as `month=MONTH .? day={day}` is an ordinary regular expression over a string with one
character a piece. Patterns have no unbounded repetition: the cost is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.spans import Span

OTHER = " "
"""The class of a piece that no pattern names."""

_PIECE = re.compile(
    r"[AaPp]\.[Mm]\b\.?"
    r"|\d+(?:[.,:/]\d+)*"
    r"|[^\W\d_]+"
    r"|\n[^\S\n]*\n"
    r"|[^\w\s]"
)
_ITEM = re.compile(r"([a-z]\w*=)|([A-Z][A-Z0-9]*)|([a-z]+)|([()|?])|(\d+/\d+|[.,'\-:/+])|(\s+)")
_ALIASES = {"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "(": "LPAR", ")": "RPAR", "[": "LPAR", "]": "RPAR"}


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut into words, numbers and marks.

    Attributes:
        lower: each piece in lower case; a blank line is a piece of its own.
        start, end: its character offsets.
        classes: one character a piece.
    """

    lower: list[str]
    start: list[int]
    end: list[int]
    classes: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of the lexicon.

    Attributes:
        name: unique in the lexicon.
        first: the class characters that a match can begin with.
        reading: the function of `date_readings` that gives it a value.
        check: the condition of `date_checks` that its context must meet; "" for none.
        example, value: a text and the TIMEX3 values expected of it.
    """

    name: str
    pattern: re.Pattern[str]
    first: frozenset[str]
    reading: str
    check: str
    example: str
    value: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of pieces that a rule describes.

    Attributes:
        first, last: half-open range of pieces.
        groups: named parts of the rule that took part, as half-open ranges of pieces.
    """

    rule: Rule
    pieces: Pieces
    first: int
    last: int
    groups: Mapping[str, tuple[int, int]]

    @property
    def span(self) -> Span:
        """The characters that it covers."""
        return Span(self.pieces.start[self.first], self.pieces.end[self.last - 1])

    def words(self, group: str) -> list[str]:
        """The pieces of a group, lower case; empty where it took no part."""
        bounds = self.groups.get(group)
        return self.pieces.lower[bounds[0] : bounds[1]] if bounds else []

    def word(self, group: str) -> str:
        """The pieces of a group joined by spaces."""
        return " ".join(self.words(group))

    def has(self, group: str) -> bool:
        """Whether the group took part."""
        return group in self.groups


class _Start:
    """Rules that can begin with one code.

    Args:
        rules: in the lexicon's order.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    @cached_property
    def union(self) -> re.Pattern[str]:
        """One pattern that tells whether any of them matches. Compiled at its first use: all of them together take a second."""
        return re.compile("|".join(f"(?:{re.sub(r'[?]P<[^>]*>', '?:', rule.pattern.pattern)})" for rule in self.rules))


class Grammar:
    """The compiled lexicon.

    Args:
        data: `words` (class to words, or to words with their values), `macros`, `holidays`, and `rule`.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.values: dict[str, Mapping[str, Any]] = {
            name: entries if isinstance(entries, dict) else dict.fromkeys(entries, True) for name, entries in data["words"].items()
        }
        holidays = sorted(data["holidays"], key=lambda name: (-len(name), name))
        macros = {**data["macros"], "holiday": " | ".join(holidays)}
        sources = [{**rule, "pattern": _expand(rule["pattern"], macros)} for rule in data["rule"]]
        self.values["HOLIDAY"] = data["holidays"]
        classes = self._classes(sources)
        sets = sorted({tuple(sorted(names)) for names in classes.values()} | set(_number_classes()))
        codes = {names: chr(0x100 + index) for index, names in enumerate(sets)}
        self._code = {word: codes[tuple(sorted(names))] for word, names in classes.items()}
        self._number = {names: codes[names] for names in _number_classes()}
        members: dict[str, list[str]] = {}
        for names, code in codes.items():
            for name in names:
                members.setdefault(name, []).append(code)
        self.rules = tuple(_rule(source, members) for source in sources)
        self._by_first = self._index(codes.values())

    def _classes(self, sources: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
        """The names of the classes of each word: the word itself where a pattern spells it, and the lists that hold it."""
        found: dict[str, set[str]] = {}
        for source in sources:
            for match in _ITEM.finditer(source["pattern"]):
                literal = match[3] or match[5]
                if literal:
                    found.setdefault(literal, set()).add(literal)
        for name, entries in self.values.items():
            for word in entries:
                found.setdefault(word, set()).add(name)
        for mark, meaning in _ALIASES.items():
            found.setdefault(mark, set()).add(meaning)
        return found

    def _index(self, codes: Iterable[str]) -> dict[str, _Start]:
        """The rules that can begin with each code; codes with the same rules share a `_Start`."""
        starts: dict[tuple[str, ...], _Start] = {}
        index = {}
        for code in codes:
            rules = tuple(rule for rule in self.rules if code in rule.first)
            if rules:
                index[code] = starts.setdefault(tuple(rule.name for rule in rules), _Start(rules))
        return index

    def cut(self, text: str) -> Pieces:
        """Cuts a text into classified pieces."""
        lower: list[str] = []
        start: list[int] = []
        end: list[int] = []
        codes: list[str] = []
        code_of, number = self._code.get, self._number
        for match in _PIECE.finditer(text):
            word = match[0]
            code = code_of(word)
            if code is None:
                word = word.lower()
                code = code_of(word)
                if code is None:
                    code = number[number_class(word)] if word[0].isdecimal() else "\n" if word[0] == "\n" else OTHER
            lower.append(word)
            start.append(match.start())
            end.append(match.end())
            codes.append(code)
        return Pieces(lower, start, end, "".join(codes))

    def candidates(self, pieces: Pieces, first: int) -> list[Match]:
        """All rules that match at a piece, longest first, in the lexicon's order where equal."""
        start = self._by_first.get(pieces.classes[first])
        if start is None or not start.union.match(pieces.classes, first):
            return []
        found = []
        for rule in start.rules:
            match = rule.pattern.match(pieces.classes, first)
            if match and match.end() > first:
                found.append(Match(rule, pieces, first, match.end(), _groups(match)))
        found.sort(key=lambda match: -match.last)
        return found

    def starts(self, pieces: Pieces) -> Iterator[int]:
        """The pieces at which a rule may begin, in order."""
        index = self._by_first
        return (at for at, code in enumerate(pieces.classes) if code in index)


def _groups(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The groups that took part; a name that the pattern uses more than once is numbered in the expression."""
    found: dict[str, tuple[int, int]] = {}
    for name in match.re.groupindex:
        if match.end(name) > match.start(name):
            found.setdefault(name.split("_")[0], match.span(name))
    return found


def number_class(word: str) -> tuple[str, ...]:
    """The classes of a piece that begins with a digit, sorted.

    INT: digits; DAY: 1 to 31; HOUR: 0 to 24; QDIGIT: 1 to 4; TWO: two digits; TWOTENS: two digits that end with 0;
    YEAR: four digits from 1000 to 2199; TENS: such a year that ends with 0; HHMM: four digits of a clock; BIG: 1,500;
    DECIMAL: 2.5; DOTCLOCK: 8.30; CLOCK: 8:30; FRACTION: 1/2; SPLIT: 2023/24; NUMERIC: 3/4/2021.
    """
    if word.isdecimal() and word.isascii():
        return _integer_class(word)
    parts = re.split(r"[.,:/]", word)
    marks = {mark for mark in word if not mark.isalnum()}
    if len(marks) != 1 or not word.isascii():
        return ("OTHERNUMBER",)
    mark = marks.pop()
    numbers = [int(part) if len(part) <= 6 else 10**6 for part in parts]
    if mark == ",":
        return ("BIG",) if all(len(part) == 3 for part in parts[1:]) else ("OTHERNUMBER",)
    if mark == ":":
        good = len(parts) <= 3 and numbers[0] <= 24 and all(len(part) == 2 and int(part) < 60 for part in parts[1:])
        return ("CLOCK",) if good else ("OTHERNUMBER",)
    if len(parts) == 3:
        return ("NUMERIC",)
    if mark == "." and len(parts) == 2:
        is_clock = numbers[0] <= 24 and len(parts[1]) == 2 and numbers[1] < 60
        return ("DECIMAL", "DOTCLOCK") if is_clock else ("DECIMAL",)
    if mark == "/" and len(parts) == 2:
        is_split = len(parts[0]) == 4 and len(parts[1]) in (2, 4)
        return (
            ("SPLIT",) if is_split else ("FRACTION",) if numbers[1] in (2, 3, 4) and numbers[0] < numbers[1] else ("OTHERNUMBER",)
        )
    return ("OTHERNUMBER",)


def _integer_class(word: str) -> tuple[str, ...]:
    names = ["INT"]
    number = int(word) if len(word) <= 6 else 10**6
    if len(word) <= 2:
        names += ["DAY"] if 1 <= number <= 31 else []
        names += ["HOUR"] if number <= 24 else []
        names += ["TWO"] if len(word) == 2 else ["QDIGIT"] if 1 <= number <= 4 else []
        names += ["TWOTENS"] if len(word) == 2 and number % 10 == 0 else []
    elif len(word) == 4:
        names += ["YEAR"] if 1000 <= number < 2200 else []
        names += ["TENS"] if 1000 <= number < 2200 and number % 10 == 0 else []
        names += ["HHMM"] if number < 2400 and number % 100 < 60 else []
    return tuple(sorted(names))


def _number_classes() -> list[tuple[str, ...]]:
    """Every value of `number_class`."""
    samples = [f"{number:0{width}d}" for width in (1, 2, 3, 4) for number in range(10**width)]
    samples += ["1,500", "2.5", "2.75", "8.30", "8:30", "1/2", "2023/24", "3/4/2021", "1.2,3", "99999"]
    return sorted({number_class(sample) for sample in samples})


def _expand(pattern: str, macros: Mapping[str, str]) -> str:
    """Puts macros in place, also those within macros."""
    while "{" in pattern:
        pattern = re.sub(r"\{(\w+)\}", lambda found: f"( {macros[found[1]]} )", pattern)
    return pattern


def _rule(source: Mapping[str, Any], members: Mapping[str, Sequence[str]]) -> Rule:
    value = source["value"]
    expression = _Reader(source["pattern"], members).alternatives()
    return Rule(
        name=source["name"],
        pattern=re.compile(expression.regex),
        first=expression.first,
        reading=source["reading"],
        check=source.get("check", ""),
        example=source["example"],
        value=(value,) if isinstance(value, str) else tuple(value),
    )


@dataclass(frozen=True, slots=True)
class _Expression:
    """Part of a pattern as a regular expression, with the codes that it can begin with and whether it can be empty."""

    regex: str
    first: frozenset[str]
    empty: bool


class _Reader:
    """Reads a pattern of the lexicon from left to right."""

    def __init__(self, pattern: str, members: Mapping[str, Sequence[str]]) -> None:
        self._members = members
        self._items: list[re.Match[str]] = []
        at = 0
        while at < len(pattern):
            item = _ITEM.match(pattern, at)
            if item is None:
                raise ValueError(f"cannot read {pattern[at:]!r} in the pattern {pattern!r}")
            at = item.end()
            if not item[6]:
                self._items.append(item)
        self._at = 0
        self._names: set[str] = set()

    def alternatives(self) -> _Expression:
        """Reads sequences separated by bars, up to a closing parenthesis or the end."""
        options = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            options.append(self._sequence())
        if len(options) == 1:
            return options[0]
        first = frozenset().union(*(option.first for option in options))
        return _Expression("(?:" + "|".join(o.regex for o in options) + ")", first, any(option.empty for option in options))

    def _peek(self) -> str:
        return self._items[self._at][0] if self._at < len(self._items) else ""

    def _sequence(self) -> _Expression:
        whole = _Expression("", frozenset(), True)
        while self._peek() not in ("", "|", ")"):
            part = self._item()
            first = whole.first | part.first if whole.empty else whole.first
            whole = _Expression(whole.regex + part.regex, first, whole.empty and part.empty)
        return whole

    def _item(self) -> _Expression:
        item = self._items[self._at]
        self._at += 1
        group = ""
        if item[1]:
            group = self._unique(item[1][:-1])
            item = self._items[self._at]
            self._at += 1
        if item[0] == "(":
            inside = self.alternatives()
            self._at += 1
        else:
            codes = self._members[item[0]]
            inside = _Expression(f"[{''.join(sorted(codes))}]", frozenset(codes), False)
        regex = f"(?P<{group}>{inside.regex})" if group else f"(?:{inside.regex})"
        if self._peek() == "?":
            self._at += 1
            return _Expression(regex + "?", inside.first, True)
        return _Expression(regex, inside.first, inside.empty)

    def _unique(self, name: str) -> str:
        """A group name that the expression does not have yet."""
        number = 1
        unique = name
        while unique in self._names:
            number += 1
            unique = f"{name}_{number}"
        self._names.add(unique)
        return unique
