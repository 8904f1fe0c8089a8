"""Which names of organizations in one article name the same organization."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.names import is_acronym_form, is_acronym_of, name_words, spells, without_determiner, without_suffixes
from pipeline.layers import Mention

_MAX_SUFFIXES = 6
_TRANSLATED_WORDS = 3
_LINKS = frozenset({"of", "for", "and", "the", "in", "de"})
_WHOLE = frozenset({"bank", "university", "church", "republic", "bar", "kingdom"})
"""A name of one of these "of" something is whole: the Agricultural Bank of China is not the Bank of China."""


@dataclass(frozen=True, slots=True)
class OrganizationWords:
    """Words of organizations' names. All folded.

    Attributes:
        suffixes: legal forms: "inc", "gmbh".
        droppable: what may be left out when the name is used again: "group", "airlines".
    """

    suffixes: frozenset[str]
    droppable: frozenset[str]


@dataclass(slots=True)
class Organization:
    """One organization under construction.

    Attributes:
        words: of the fullest name, without determiner and legal form.
    """

    words: tuple[str, ...]
    mentions: list[Mention]


def group_organizations(
    text: str, mentions: Sequence[Mention], words: OrganizationWords, gazetteer: Gazetteer
) -> list[Organization]:
    """Groups the names of organizations in one article by organization.

    Names are the same where they are equal without determiner, legal form and word order ("Department of Justice", "Justice
    Department"), where one is the acronym of the other, or where one is the other without words such as "Group" at its end.

    Args:
        text: the article's text.
        mentions: names of organizations, in order.
        words: word lists.
        gazetteer: countries, whose names in front of a public body may be left out.
    """
    groups: dict[tuple[str, ...], Organization] = {}
    surface: dict[tuple[str, ...], str] = {}
    for mention in mentions:
        name = mention.span.text(text)
        key = organization_words(name, words)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Organization(key, [])
            surface[key] = name
        group.mentions.append(mention)
    into = _find_aliases(text, groups, surface, words, gazetteer)
    for short, long in into.items():
        while long in into:
            long = into[long]
        groups[long].mentions.extend(groups[short].mentions)
        groups[short].mentions = []
    kept = [group for group in groups.values() if group.mentions]
    for group in kept:
        group.mentions.sort(key=lambda mention: mention.span.start)
    return kept


def organization_words(name: str, words: OrganizationWords) -> tuple[str, ...]:
    """The folded words of an organization's name without determiner and legal form."""
    return without_suffixes(without_determiner(name_words(name)), words.suffixes)


def _find_aliases(
    text: str,
    groups: dict[tuple[str, ...], Organization],
    surface: dict[tuple[str, ...], str],
    words: OrganizationWords,
    gazetteer: Gazetteer,
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each short name the one longer name that it stands for. Links always go from fewer letters to more."""
    by_initials: dict[str, list[tuple[str, ...]]] = {}
    by_start: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    by_content: dict[frozenset[str], list[tuple[str, ...]]] = {}
    by_edge: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for key in groups:
        by_content.setdefault(content_words(key, gazetteer), []).append(key)
        if len(key) > 1:
            by_initials.setdefault(key[0][0], []).append(key)
            for edge in dict.fromkeys((key[:1], key[-1:], *(key[at:] for at in range(1, min(len(key) - 1, _MAX_SUFFIXES))))):
                by_edge.setdefault(edge, []).append(key)
            for end in range(1, len(key)):
                if all(word in words.droppable or word in words.suffixes for word in key[end:]):
                    by_start.setdefault(key[:end], []).append(key)
    aliases = {}
    starts = {key: group.mentions[0].span.start for key, group in groups.items()}
    for key in groups:
        found = _in_brackets(text, groups[key], surface[key], groups, words) if len(key) == 1 else []
        if not found and len(key) == 1 and is_acronym_form(surface[key]):
            nearby = [name for initial in sorted(_first_letters(key[0])) for name in by_initials.get(initial, ())[:200]]
            found = [name for name in nearby if is_acronym_of(surface[key], name)]
        if not found and is_acronym_form(surface[key]):
            found = _in_brackets(text, groups[key], None, groups, words)
        if not found:
            found = by_start.get(key, [])
        if not found:
            same = by_content[content_words(key, gazetteer)]
            found = [name for name in same if _is_longer(name, key)][-1:]
        if not found and " ".join(key) not in gazetteer.demonyms:
            found = [name for name in by_edge.get(key, []) if not _is_whole(key, name)]
            offices = [name for name in found if name[: len(key)] == key and name[len(key)] in ("of", "for")]
            found = offices if len(offices) == 1 else found
            before = [name for name in found if starts[name] < starts[key]]
            found = before if len(before) == 1 else found
        found = [name for name in dict.fromkeys(found) if name != key and _is_longer(name, key)]
        if len(found) == 1:
            aliases[key] = found[0]
    return aliases


def _is_whole(key: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether the end of a longer name is the name of another organization."""
    return len(key) > 2 and key[1] == "of" and key[0] in _WHOLE and name[: len(key)] != key


def _first_letters(acronym: str) -> set[str]:
    return set(acronym[:2])


def _is_longer(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return (sum(map(len, one)), one) > (sum(map(len, other)), other)


def content_words(key: tuple[str, ...], gazetteer: Gazetteer) -> frozenset[str]:
    """The words of a name that carry its meaning: no links, and no country in front of a public body."""
    return frozenset(word for word in key[_after_country(key, gazetteer) :] if word not in _LINKS)


def _after_country(key: tuple[str, ...], gazetteer: Gazetteer) -> int:
    """Where a name goes on after the country that it starts with; 0 where there is none, or nothing behind it."""
    for size in (2, 1):
        if len(key) > size:
            start = " ".join(key[:size])
            if start in gazetteer.countries or start in gazetteer.demonyms:
                return size
    return 0


def _in_brackets(
    text: str, group: Organization, acronym: str | None, groups: dict[tuple[str, ...], Organization], words: OrganizationWords
) -> list[tuple[str, ...]]:
    """The long name directly before "(ACRONYM)"; where no acronym is given one of at least three words, spelled or not.

    A body of another country often has its name translated and its acronym not: "State Office of Statistics (ONEI)".
    """
    found: Counter[tuple[str, ...]] = Counter()
    for mention in group.mentions[:3]:
        start = mention.span.start
        if start < 2 or text[start - 1] != "(":
            continue
        for key in _names_ending_at(text, start - 1, groups, words):
            if spells(acronym, key) if acronym else len(key) >= _TRANSLATED_WORDS:
                found[key] += 1
    return [key for key, _ in found.most_common(1)]


def _names_ending_at(
    text: str, end: int, groups: dict[tuple[str, ...], Organization], words: OrganizationWords
) -> list[tuple[str, ...]]:
    """Known names of which one ends at a position, but for white space."""
    piece = organization_words(text[max(0, end - 120) : end].rpartition("\n")[2], words)
    return [piece[at:] for at in range(len(piece) - 1) if piece[at:] in groups]
