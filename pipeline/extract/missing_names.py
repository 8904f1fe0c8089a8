"""Names that the recogniser missed: given away by a neighbour, or found elsewhere in the article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.extract.gazetteer import Gazetteer
from pipeline.extract.name_lexicon import HYPHENS, NameWords, context_words
from pipeline.extract.name_spans import NameSpan, is_name, trim_name
from pipeline.extract.names import is_acronym_form
from pipeline.parse import NAME_TAGS, SUBJECTS, Parse
from pipeline.vocabulary import Label

_REPEATED = frozenset({Label.PERSON, Label.ORG, Label.GPE, Label.LOC, Label.FAC, Label.NORP})
_MAX_NAME_TOKENS = 10
_IN_COMPOUND = re.compile(r"(?<![\w.])(?:(U\.S\.|U\.K\.)|U\.N\.|E\.U\.)(?=[-–‑][a-zA-Z])")
_MAX_NAMESAKES = 50
"""How many names with the same first word are looked for; keeps the time linear in a text of namesakes."""


def add_missing(parse: Parse, spans: list[NameSpan], words: NameWords, gazetteer: Gazetteer) -> list[NameSpan]:
    """Adds names that the recogniser missed: after titles, before nouns such as "cartel", in brackets, and repeated names.

    Args:
        parse: the article.
        spans: the names found, in order and disjoint.
        words: word lists.
        gazetteer: places.

    Returns:
        All names, in order and disjoint.
    """
    covered = bytearray(parse.n)
    for span in spans:
        covered[span.first : span.last] = b"\1" * (span.last - span.first)
    found = [*spans, *_acronyms_in_brackets(parse, spans, covered, words), *_names_by_neighbours(parse, covered, words, gazetteer)]
    found.extend(_names_in_compounds(parse, covered))
    for span in found:
        covered[span.first : span.last] = b"\1" * (span.last - span.first)
    found.extend(_repeated_names(parse, found, covered, words))
    found.sort(key=lambda span: span.start)
    disjoint: list[NameSpan] = []
    for span in found:
        if not disjoint or span.start >= disjoint[-1].end:
            disjoint.append(span)
    return disjoint


def _acronyms_in_brackets(parse: Parse, spans: list[NameSpan], covered: bytearray, words: NameWords) -> list[NameSpan]:
    found = []
    for span in spans:
        at = span.last + 1
        if (
            span.last - span.first < 2
            or at + 1 >= parse.n
            or covered[at]
            or parse.lower[span.last] != "("
            or parse.lower[at + 1] != ")"
        ):
            continue
        if span.label in (Label.ORG, Label.FAC, Label.LAW, Label.EVENT) and is_acronym_form(parse.word(at)):
            acronym = build_span(parse, at, at + 1, span.label)
            if acronym is not None and is_name(parse, acronym, words):
                found.append(acronym)
    return found


def _names_in_compounds(parse: Parse, covered: bytearray) -> Iterator[NameSpan]:
    """Acronyms with stops that are a part of a token: "U.S." in "U.S.-backed", which the tokenizer does not cut."""
    for match in _IN_COMPOUND.finditer(parse.text):
        first = parse.token_at(match.start())
        if not covered[first] and parse.end[first] > match.end():
            yield NameSpan(first, first + 1, match.start(), match.end(), Label.GPE if match[1] else Label.ORG, weight=2.0)


def _names_by_neighbours(parse: Parse, covered: bytearray, words: NameWords, gazetteer: Gazetteer) -> list[NameSpan]:
    """Names that the word before ("Mr", "President") or behind ("cartel") gives away."""
    found: list[NameSpan] = []
    nouns = context_words("organization_nouns")
    lower = parse.lower
    for token in range(parse.n):
        word = lower[token]
        if word in nouns:
            span = _name_before_noun(parse, token, covered, words, gazetteer)
        elif word in words.honorifics or word in words.roles:
            span = _name_after_title(parse, token, covered, words, gazetteer)
        else:
            continue
        if span is not None and (not found or span.first >= found[-1].last):
            found.append(span)
    return found


def _name_before_noun(parse: Parse, noun: int, covered: bytearray, words: NameWords, gazetteer: Gazetteer) -> NameSpan | None:
    if covered[noun]:
        return None
    first = noun
    while first > 0 and noun - first < 4 and not covered[first - 1] and _is_capital(parse, first - 1, words):
        first -= 1
    last = noun + 1 if parse.word(noun)[0].isupper() else noun
    if first == noun or any(parse.lower[token] in words.determiners for token in range(first, noun)):
        return None
    span = build_span(parse, first, last, Label.ORG)
    if span is None or not is_name(parse, span, words) or gazetteer.is_people(parse.text[span.start : span.end]):
        return None
    return span


def _is_capital(parse: Parse, token: int, words: NameWords) -> bool:
    word = parse.word(token)
    if not word[0].isupper() or parse.lower[token] in words.openers:
        return False
    return parse.tag[token] in NAME_TAGS or any(char.isdigit() for char in word)


def _name_after_title(parse: Parse, title: int, covered: bytearray, words: NameWords, gazetteer: Gazetteer) -> NameSpan | None:
    first = title + 1
    if covered[title] or not parse.text[parse.start[title]].isupper():
        return None
    last = first
    while last < parse.n and last - first < 5 and not covered[last] and _continues_name(parse, last, words):
        last += 1
    if last == first or parse.lower[last - 1] in words.heads or (last < parse.n and covered[last] and parse.head[last - 1] == last):
        return None
    if parse.lower[title] not in words.honorifics and not first <= parse.head[title] < last:
        return None
    span = build_span(parse, first, last, Label.PERSON)
    if span is None or not is_name(parse, span, words) or gazetteer.is_place(parse.text[span.start : span.end]):
        return None
    return span


def _continues_name(parse: Parse, token: int, words: NameWords) -> bool:
    if parse.tag[token] != "NNP" or parse.text[parse.start[token] - 1] != " ":
        return False
    return (
        parse.word(token)[0].isupper() and not words.is_title_word(parse.lower[token]) and parse.lower[token] not in words.openers
    )


def build_span(parse: Parse, first: int, last: int, label: Label) -> NameSpan | None:
    """A span over tokens, without marks at its ends; None where nothing is left."""
    start, end = trim_name(parse.text, parse.start[first], parse.end[last - 1])
    return NameSpan(first, last, start, end, label) if start < end else None


def _repeated_names(parse: Parse, spans: list[NameSpan], covered: bytearray, words: NameWords) -> list[NameSpan]:
    """Names of the article at places where they were missed: the same words, capitalised, at word boundaries."""
    known = _known_names(parse, spans, words)
    starts = {span.first: span for span in spans}
    found = []
    lower = parse.lower
    for token in range(parse.n):
        if lower[token] not in known:
            continue
        if covered[token]:
            if token in starts:
                _lengthen(parse, starts[token], known[lower[token]], covered)
            continue
        for name, label in known[lower[token]]:
            last = token + len(name)
            if last <= parse.n and _is_repeated(parse, token, last, name, covered):
                span = build_span(parse, token, last, label)
                if span is not None and is_name(parse, span, words) and _stands_alone(parse, span, covered, words):
                    found.append(span)
                    covered[token:last] = b"\1" * len(name)
                    break
    return found


def _lengthen(parse: Parse, span: NameSpan, names: list[tuple[tuple[str, ...], Label]], covered: bytearray) -> None:
    """Completes a span that is the start of a longer name of the article, where the rest of that name follows."""
    size = span.last - span.first
    for name, label in names:
        last = span.first + len(name)
        if len(name) <= size or last > parse.n or any(covered[span.last : last]):
            continue
        if all(_same_word(parse.word(token), word) for token, word in zip(range(span.first, last), name, strict=True)):
            span.last, span.end, span.label = last, parse.end[last - 1], label
            covered[span.first : last] = b"\1" * len(name)
            return


def _known_names(parse: Parse, spans: list[NameSpan], words: NameWords) -> dict[str, list[tuple[tuple[str, ...], Label]]]:
    """Names by their first word, lower case; the longest first."""
    names: dict[tuple[str, ...], Label] = {}
    for span in spans:
        if span.label not in _REPEATED or span.last - span.first > _MAX_NAME_TOKENS:
            continue
        tokens = tuple(parse.word(token) for token in range(span.first, span.last))
        names.setdefault(tokens, span.label)
        is_surname = not words.is_title_word(tokens[-1].lower()) or tokens[0].lower() in words.first_names
        if span.label is Label.PERSON and len(tokens) > 1 and is_surname:
            names.setdefault(tokens[-1:], Label.PERSON)
    known: dict[str, list[tuple[tuple[str, ...], Label]]] = defaultdict(list)
    for tokens, label in names.items():
        word = tokens[0].lower()
        is_title = words.is_title_word(word) and label is not Label.PERSON
        if len(tokens) == 1 and (len(word) < 2 or is_title or word in words.openers or not tokens[0][0].isupper()):
            continue
        if len(known[word]) < _MAX_NAMESAKES:
            known[word].append((tokens, label))
    for group in known.values():
        group.sort(key=lambda entry: -len(entry[0]))
    return known


def _is_repeated(parse: Parse, first: int, last: int, name: tuple[str, ...], covered: bytearray) -> bool:
    if any(covered[first:last]):
        return False
    return all(_same_word(parse.word(token), word) for token, word in zip(range(first, last), name, strict=True))


def _same_word(word: str, known: str) -> bool:
    """Equal, or the same in a line of capitals."""
    return word == known or (len(word) > 3 and word.isupper() and word == known.upper())


def _stands_alone(parse: Parse, span: NameSpan, covered: bytearray, words: NameWords) -> bool:
    """Whether one word is a name here, and no part of a longer one that was not found.

    A person's name does not follow an article: "the Trump years" are no person, nor is a thing whose name was once taken for
    one.
    """
    if span.label is Label.PERSON and span.first and parse.lower[span.first - 1] in words.determiners:
        return False
    if span.last - span.first > 1:
        return True
    token = span.first
    is_name_like = (
        parse.tag[token] in NAME_TAGS
        or parse.dep[token] in SUBJECTS
        or any(char.isdigit() for char in parse.lower[token])
        or (token > 0 and parse.lower[token - 1] in HYPHENS)
    )
    if not is_name_like and not (span.label is Label.NORP and parse.tag[token] == "JJ"):
        return False
    after, before = token + 1, token - 1
    if (
        after < parse.n
        and _is_part_of_name(parse, after, covered)
        and parse.head[token] == after
        and parse.lower[after] not in words.roles
    ):
        return False
    return not (
        before >= 0
        and _is_part_of_name(parse, before, covered)
        and parse.head[before] == token
        and not words.ends_title(parse.lower[before])
        and parse.lower[before] not in words.openers
    )


def _is_part_of_name(parse: Parse, token: int, covered: bytearray) -> bool:
    return not covered[token] and parse.tag[token] == "NNP" and parse.word(token)[0].isupper()
