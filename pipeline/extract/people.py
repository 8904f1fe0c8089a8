"""Which names of people in one article name the same person."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.extract.names import NICKNAME, is_acronym_form, name_words, same_person
from pipeline.layers import Mention
from pipeline.spans import Span

_MOST_NAMESAKES = 50
"""How many people that share a word are compared with a name; keeps the time linear in a text of namesakes."""

_SURNAMED = ("surnamed ", "surnamed, ")
"""Introduces someone whose given name is withheld, and so no one who was named in full: "a driver surnamed Lai"."""

_ALSO_KNOWN_CHARS = 140
_ALSO_KNOWN = re.compile(
    r"(?: of [A-Z][\w’'-]+)?"
    r"(?:[\s,–—-]*(?:\(|, |[–—] ?)(?:born|née|né|nee) "
    r"| \((?:[^\x00-\u02ff]+ )+"
    r"|(?: \([^()\n]{1,60}\)|[^()\n]{0,60}\))?,? (?:is|was) (?:a|the) (?:stage |pen |ring |screen )?(?:name|pseudonym|alias) of "
    r"(?:[\w-]+ ){0,3}?"
    r"|(?: \([^()\n]{1,60}\)|[^()\n]{0,60}\))?[\s,(–—-]*(?:who (?:is|was) )?"
    r"(?:(?:also|better|best|commonly|formerly|now|otherwise|popularly|professionally|widely) )?"
    r"(?:known (?:as|by (?:(?:her|his|the|their) )?(?:pseudonyms?|(?:(?:birth|code|nick|pen|ring|screen|stage) ?)?names?))"
    r"|self-(?:identified|styled)(?: as)?|alias|a\.?k\.?a\.?|nicknamed|(?:whose )?(?:birth|pen|real|stage) name(?: is| was)?))"
    r"[\s,:;]*(?:the )?[\"“‘'(]?",
    re.IGNORECASE,
)
"""What stands between two names of one person: "Ana Lind, better known as Ana Moss", "Ana Moss (born Ana Lind"."""

_FURTHER = frozenset({" and ", " or "})
"""Between names that the same words introduce: "known as Ana Moss and Nana Dee"."""


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """What is known about people's names. All folded.

    Attributes:
        genders: "m" or "f" of given names.
        title_genders: "m" or "f" of honorifics and roles.
        nicknames: full forms of short forms.
        suffixes: "jr", "iii".
    """

    genders: dict[str, str]
    title_genders: dict[str, str]
    nicknames: dict[str, frozenset[str]]
    suffixes: frozenset[str]


@dataclass(slots=True, eq=False)
class Person:
    """One person under construction.

    Attributes:
        words: of the fullest name, folded, without generational suffix.
        full: all full names.
        starts: where full names and single names with a title stand, in order.
        last_single: where a single name without a title was last put here; -1 where none was.
    """

    words: tuple[str, ...]
    full: list[tuple[str, ...]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    gender: str | None = None
    starts: list[int] = field(default_factory=list)
    last_single: int = -1

    def add(self, mention: Mention, words: tuple[str, ...], title: str, gender: str | None, *, is_titled: bool = False) -> None:
        """Takes a mention up."""
        self.mentions.append(mention)
        if len(words) > 1 and words not in self.full:
            self.full.append(words)
        if len(words) > 1 or is_titled:
            self.starts.append(mention.span.start)
        else:
            self.last_single = mention.span.start
        if len(words) > len(self.words):
            self.words = words
        if title:
            self.titles.add(title)
        self.gender = self.gender or gender

    def absorb(self, other: Person) -> None:
        """Takes all mentions of another person up, who is found to be the same; none are left there."""
        self.mentions = sorted([*self.mentions, *other.mentions], key=lambda mention: mention.span.start)
        self.starts = sorted([*self.starts, *other.starts])
        self.titles |= other.titles
        self.gender = self.gender or other.gender
        other.mentions = []


def group_people(text: str, mentions: Sequence[Mention], words: PeopleWords) -> list[Person]:
    """Groups the names of people in one article by person.

    Full names come first, wherever they stand; then single names with a title that tells the gender ("Mr. Obama"); then each
    other single name goes to whom it was used for before, or who was named most before. What fits no one stays apart.

    Args:
        text: the article's text.
        mentions: names of people, in order.
        words: word lists.
    """
    people: list[Person] = []
    by_word: dict[str, list[Person]] = {}
    linked: set[tuple[str, Person]] = set()
    singles: list[tuple[Mention, tuple[str, ...]]] = []
    for mention in mentions:
        name = person_words(mention.span.text(text), words.suffixes)
        if len(name) < 2:
            singles.append((mention, name))
            continue
        person = _find_full(by_word, name, words)
        if person is None:
            person = Person(name)
            people.append(person)
        title = _title(text, mention.title)
        person.add(mention, name, title, find_gender(title, name, words))
        for word in name:
            if (word, person) not in linked:
                linked.add((word, person))
                by_word.setdefault(word, []).append(person)
    _merge_partial(people, by_word)
    people = [person for person in people if person.mentions]
    found = [*people, *_place_singles(text, singles, people, by_word, words)]
    for person in found:
        person.mentions.sort(key=lambda mention: mention.span)
    _join_other_names(text, mentions, found)
    return [person for person in found if person.mentions]


def _join_other_names(text: str, mentions: Sequence[Mention], people: Sequence[Person]) -> None:
    """Makes one of two people of whom the article says that they are: "Ana Lind, better known as Ana Moss"."""
    owners = {mention.span: person for person in people for mention in person.mentions}
    is_introduced = False
    for before, after in pairwise(mentions):
        one, other = owners[before.span], owners[after.span]
        between = text[before.span.end : min(after.span.start, before.span.end + _ALSO_KNOWN_CHARS)]
        is_introduced = (is_introduced and between in _FURTHER) or _ALSO_KNOWN.fullmatch(between) is not None
        if one is other or {one.gender, other.gender} == {"m", "f"} or not is_introduced:
            continue
        rare, usual = sorted((one, other), key=lambda person: len(person.mentions))
        owners.update((mention.span, usual) for mention in rare.mentions)
        usual.absorb(rare)


def person_words(name: str, suffixes: frozenset[str]) -> tuple[str, ...]:
    """The folded words of a person's name without a nickname in quotation marks, "Jr." and the like."""
    parts = name_words(NICKNAME.sub(" ", name))
    while len(parts) > 1 and parts[-1] in suffixes:
        parts = parts[:-1]
    return parts


def _title(text: str, span: Span | None) -> str:
    return "" if span is None else " ".join(name_words(span.text(text)))


def find_gender(title: str, name: Sequence[str], words: PeopleWords) -> str | None:
    """The gender that a title or, for a full name, the given name tells."""
    for word in title.split():
        if word in words.title_genders:
            return words.title_genders[word]
    if not name:
        return None
    return words.genders.get(name[0])


def _find_full(by_word: dict[str, list[Person]], name: tuple[str, ...], words: PeopleWords) -> Person | None:
    seen: list[Person] = []
    for word in dict.fromkeys(name[1:]):
        seen.extend(person for person in by_word.get(word, [])[-_MOST_NAMESAKES:] if person not in seen)
    exact = [person for person in seen if name in person.full]
    if exact:
        return exact[-1]
    fitting = [person for person in seen if all(same_person(name, full, words.nicknames) for full in person.full)]
    return fitting[0] if len(fitting) == 1 else None


def _merge_partial(people: list[Person], by_word: dict[str, list[Person]]) -> None:
    """Gives "Gertz Manero" to "Alejandro Gertz Manero": two family names without the given name."""
    for person in people:
        if len(person.full) != 1:
            continue
        name = person.words
        longer = [
            other
            for other in by_word.get(name[-1], [])[-_MOST_NAMESAKES:]
            if other is not person and other.mentions and any(_is_within(name, full[1:]) for full in other.full)
        ]
        if len(longer) == 1:
            longer[0].absorb(person)


def _is_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _place_singles(
    text: str,
    singles: list[tuple[Mention, tuple[str, ...]]],
    people: Sequence[Person],
    by_word: dict[str, list[Person]],
    words: PeopleWords,
) -> list[Person]:
    """Gives single names to the people that they fit; returns the people who have no full name."""
    apart: dict[str, Person] = {}
    by_initials = _people_by_initials(people)
    late: list[tuple[Mention, str, str, list[Person]]] = []
    with_title = [_tells_gender(text, mention, words) for mention, _ in singles]
    ordered = sorted(zip(singles, with_title, strict=True), key=lambda single: not single[1])
    for (mention, name), is_titled in ordered:
        word = name[0] if name else mention.span.text(text)
        title = _title(text, mention.title)
        fitting = _fitting(by_word.get(word, [])[-_MOST_NAMESAKES:], word, title, mention.span.start, words)
        if not fitting and is_acronym_form(mention.span.text(text)):
            same = {person for person in by_initials.get(word, []) if person.mentions}
            fitting = list(same) if len(same) == 1 else []
        if word in apart and not (title and any(title in person.titles for person in fitting)):
            fitting = [*fitting, apart[word]]
        if text.endswith(_SURNAMED, 0, mention.span.start):
            fitting = []
        person = fitting[0] if len(fitting) == 1 else _choose_before(fitting, mention.span.start)
        if person is None and fitting:
            late.append((mention, word, title, fitting))
            continue
        _add_single(person or apart.setdefault(word, Person((word,))), mention, word, title, words, is_titled=is_titled)
    for mention, word, title, fitting in late:
        person = _choose_usual(fitting) or apart.setdefault(word, Person((word,)))
        _add_single(person, mention, word, title, words, is_titled=False)
    return list(apart.values())


def _people_by_initials(people: Sequence[Person]) -> dict[str, list[Person]]:
    """People by the initials of all words of a full name, as the label of a turn or a headline has them: "JL", "AOC"."""
    found: dict[str, list[Person]] = {}
    for person in people:
        for full in person.full:
            found.setdefault("".join(word[0] for word in full), []).append(person)
    return found


def _tells_gender(text: str, mention: Mention, words: PeopleWords) -> bool:
    return any(part in words.title_genders for part in _title(text, mention.title).split())


def _add_single(person: Person, mention: Mention, word: str, title: str, words: PeopleWords, *, is_titled: bool) -> None:
    has_full_name = len(person.words) > 1
    gender = find_gender(title, () if has_full_name else (word,), words)
    person.add(mention, (word,), title, gender, is_titled=is_titled)


def _fitting(people: Sequence[Person], word: str, title: str, at: int, words: PeopleWords) -> list[Person]:
    """The people that a single name can belong to: by its place in their full names, then by gender and title.

    A last name may stand before the full name (a headline does); a name from the middle only behind it.
    """
    living = [person for person in people if person.mentions]
    by_place = (
        [person for person in living if any(full[-1] == word for full in person.full)],
        [person for person in living if person.starts[0] < at and any(word in full[1:] for full in person.full)],
        [person for person in living if any(word == full[0] for full in person.full)],
    )
    gender = next((words.title_genders[part] for part in title.split() if part in words.title_genders), None)
    fitting = next((group for group in by_place if group), [])
    if gender is not None:
        fitting = [person for person in fitting if person.gender in (gender, None)]
    titled = [person for person in fitting if title and title in person.titles]
    return titled or fitting


def _choose_before(people: Sequence[Person], at: int) -> Person | None:
    """Who a shared name means at a place, from what stands before.

    Who was called by it without title; else who was named most often in full or with a title, the first of them where that
    is equal (a relative who is brought in once does not take the name over).
    """
    latest, found = -1, None
    for person in people:
        if latest < person.last_single < at:
            latest, found = person.last_single, person
    if found is not None:
        return found
    most = (0, 0)
    for person in people:
        before = bisect_left(person.starts, at)
        if before and (before, -person.starts[0]) > most:
            most, found = (before, -person.starts[0]), person
    return found


def _choose_usual(people: Sequence[Person]) -> Person | None:
    """Who a shared name means in a headline: whom the rest of the article calls by it, or names by far most."""
    called = [person for person in people if person.last_single >= 0]
    if len(called) == 1:
        return called[0]
    ranked = sorted(people, key=lambda person: -len(person.starts))
    return ranked[0] if len(ranked[0].starts) >= 2 * len(ranked[1].starts) else None
