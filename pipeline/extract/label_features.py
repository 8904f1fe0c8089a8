"""What tells the kind of a name: its words, the article's other names, the words around it, and what the recogniser says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.extract.gazetteer import Gazetteer, place_key
from pipeline.extract.name_lexicon import NameWords
from pipeline.extract.name_spans import NameSpan
from pipeline.extract.names import fold, is_acronym_form
from pipeline.extract.places import load_place_words
from pipeline.extract.ranking import FeatureRows, Rows, Symbols, symbols
from pipeline.parse import Parse

EDGE = "^"
"""Stands for a word before the first or behind the last."""

_NEAR = 6
"""Tokens between two names that still count as neighbours."""

_DIGITS = re.compile(r"\d+")
_CAPITALS = re.compile(r"[^\W\d_a-zà-ÿ]+")
_SMALL = re.compile(r"[a-zà-ÿ]+")
_LINKS = frozenset({"of", "and", "the", "for", "&", "de"})
_INNER = _LINKS | {"al", "bin", "la", "el", "no", "in", "at", "on"}

_NAME_COLUMNS = (
    *("key", "first", "last", "n_words", "first_suffix", "last_suffix", "last_ending", "first_prefix", "last_prefix"),
    *("shape", "tags", "common", "first_vector", "last_vector", "share", "inner", "lexicon", "town", "relation"),
)
_PLACE_COLUMNS = (
    *("label", "found", "before", "before2", "after", "after2", "before_tag", "after_tag"),
    *("dep", "head", "head_dep", "grandparent", "head_label", "name_before", "name_after"),
    *("noun", "noun_kind", "title", "age", "cut", "glue", "opens", "one"),
)
TEMPLATES = tuple(
    tuple(template.split())
    for template in (
        *("one", "label", "found", "label found", "label share", "label lexicon", "share", "last", "first", "last n_words"),
        *("last found", "first found", "key", "key found", "last_suffix n_words", "last_suffix found", "first_suffix n_words"),
        *("last_ending n_words found", "first_prefix n_words", "before", "after", "before found", "after found", "before2 before"),
        *("after after2", "before after", "dep head", "dep head found", "dep found", "head", "grandparent"),
        *("head_label dep found", "name_before found", "name_after found", "noun", "noun_kind found", "title found"),
        *("title age lexicon", "lexicon", "lexicon found", "lexicon share", "relation", "relation found", "relation share"),
        *("tags", "tags found", "common found", "common opens n_words", "cut found", "glue found", "opens shape found"),
        *("before_tag after_tag found", "before_tag before after_tag", "inner found", "share found lexicon", "shape found"),
        *("before lexicon n_words", "after lexicon n_words", "head_dep dep found"),
        *("first_vector n_words", "last_vector n_words", "last_vector found", "town n_words", "town share", "town before"),
    )
)


def label_rows(parse: Parse, spans: Sequence[NameSpan], words: NameWords, gazetteer: Gazetteer) -> tuple[Rows, list[str]]:
    """The features of names.

    Args:
        parse: the article.
        spans: in order and disjoint.
        words: word lists.
        gazetteer: places.

    Returns:
        Rows of the table, of shape (n_spans, n_templates), and the folded name of each span.
    """
    keys = [fold(parse.text[span.start : span.end]) for span in spans]
    groups: dict[str, list[NameSpan]] = defaultdict(list)
    for key, span in zip(keys, spans, strict=True):
        groups[key].append(span)
    number = {key: at for at, key in enumerate(groups)}
    which = np.array([number[key] for key in keys], dtype=np.int64)
    columns = {name: column[which] for name, column in _name_symbols(parse, groups, words, gazetteer).items()}
    columns |= _place_symbols(parse, spans, words)
    rows = FeatureRows(len(spans))
    for template in TEMPLATES:
        rows.add(*(columns[name] for name in template))
    return rows.matrix(), keys


def _name_symbols(parse: Parse, groups: dict[str, list[NameSpan]], words: NameWords, gazetteer: Gazetteer) -> dict[str, Symbols]:
    """Columns with one item a name, whatever the number of its spans."""
    shares = {key: _share(group) for key, group in groups.items()}
    kin = _Kin({key: str(group[0].label) for key, group in groups.items()})
    ends = {part for key in groups for part in (_parts(key)[0], _parts(key)[-1])}
    small = {lower for token, lower in enumerate(parse.lower) if lower in ends and parse.text[parse.start[token]].islower()}
    table = [
        (
            *_name_features(parse, key, group[0], small, words),
            shares[key],
            _inner(key),
            _lexicon(parse, key, group[0], words, gazetteer),
            _town(key),
            kin.relation(key),
        )
        for key, group in groups.items()
    ]
    return _columns(_NAME_COLUMNS, table)


def _columns(names: Sequence[str], table: Sequence[tuple[str, ...]]) -> dict[str, Symbols]:
    """The columns of a table of strings, as numbers."""
    flat = symbols([value for row in table for value in row]).reshape(len(table), len(names))
    return {name: np.ascontiguousarray(flat[:, at]) for at, name in enumerate(names)}


def _name_features(parse: Parse, key: str, span: NameSpan, small: set[str], words: NameWords) -> tuple[str, ...]:
    parts = _parts(key)
    first, last = parts[0], parts[-1]
    tags = " ".join(parse.tag[span.first : min(span.last, span.first + 5)])
    common = f"{first in small:d}{last in small:d}"
    shape = find_shape(parse.text[span.start : span.end])
    edges = (first[-3:], last[-3:], last[-2:], first[:3], last[:3])
    vectors = (vector_row(parse, span.first), vector_row(parse, span.last - 1))
    return (key, first, last, str(min(len(parts), 4)), *edges, shape, tags, common, *vectors)


def vector_row(parse: Parse, token: int) -> str:
    """The row of a word in the pipeline's table of vectors, "" where it has none.

    The table keeps one row for many words that are used alike ("Odesa", "Kherson"), so that its number is a class of words.
    """
    row = parse.doc.vocab.vectors.key2row.get(parse.doc[token].orth)
    return "" if row is None else str(row)


def _parts(key: str) -> list[str]:
    return key.split() or [key]


def find_shape(name: str) -> str:
    """The name with capitals as "X" or "XX", small letters as they are or as "x" where there are more than three, digits as "0"."""
    shape = _DIGITS.sub("0", name[:80])
    shape = _CAPITALS.sub(lambda run: "X" if len(run[0]) == 1 else "XX", shape)
    return _SMALL.sub(lambda run: "x" if len(run[0]) > 3 else run[0], shape)[:24]


def _share(group: list[NameSpan]) -> str:
    """The label that the recogniser gives most spans of a name, and how far it agrees with itself."""
    if len(group) == 1:
        return f"{group[0].found} all  1"
    counts = Counter(str(span.found) for span in group)
    (top, n_top), *others = counts.most_common(2)
    share = "all" if n_top == len(group) else "most" if n_top >= 0.7 * len(group) else "half"
    size = "1" if len(group) == 1 else "2" if len(group) == 2 else "4" if len(group) < 5 else "9"
    return f"{top} {share} {others[0][0] if others else ''} {size}"


def _inner(key: str) -> str:
    return " ".join(word for word in key.split() if word in _INNER) or "-"


def _lexicon(parse: Parse, key: str, span: NameSpan, words: NameWords, gazetteer: Gazetteer) -> str:
    """What the word lists know of a name."""
    name = parse.text[span.start : span.end]
    parts = _parts(key)
    place = "place" if gazetteer.is_place(name) else "people" if gazetteer.is_people(name) else ""
    place = place or ("unsure" if place_key(name) in gazetteer.unsure else "")
    head = words.heads.get(parts[-1]) if len(parts) > 1 else None
    strong = "!" if head is not None and parts[-1] in words.strong_heads else ""
    given = "given" if parts[0] in words.first_names else ""
    start = "start" if parts[0] in words.starts else ""
    return f"{place} {given} {head}{strong} {start} {is_acronym_form(name):d}"


def _town(key: str) -> str:
    """How large the largest town of the name is, in powers of ten; for several words also whether a town has the first."""
    towns = load_place_words().cities
    found = towns.get(place_key(key))
    size = "" if found is None else str(len(str(found[0].population)))
    return f"{size} {key.partition(' ')[0] in towns:d}" if " " in key else size


class _Kin:
    """How the names of an article are related by their words.

    Args:
        labels: the label of each folded name.
    """

    def __init__(self, labels: dict[str, str]) -> None:
        self._labels = labels
        self._first: dict[str, Counter[str]] = defaultdict(Counter)
        self._inside: dict[str, Counter[str]] = defaultdict(Counter)
        self._last: dict[str, Counter[str]] = defaultdict(Counter)
        self._acronyms: dict[str, str] = {}
        for key, label in labels.items():
            parts = key.split()
            if len(parts) < 2:
                continue
            self._first[parts[0]][label] += 1
            self._last[parts[-1]][label] += 1
            for part in parts[1:-1]:
                self._inside[part][label] += 1
            initials = "".join(part[0] for part in parts if part not in _LINKS)
            if len(initials) > 1:
                self._acronyms[initials] = label

    def relation(self, key: str) -> str:
        """The labels of the longer names that a single word belongs to, or of the words of a longer name by themselves."""
        parts = key.split()
        if len(parts) > 1:
            return f"long {self._labels.get(parts[0], '')} {self._labels.get(parts[-1], '')}"
        tops = [_top(counts.get(key)) for counts in (self._last, self._first, self._inside)]
        return f"{' '.join(tops)} {self._acronyms.get(key.replace('.', ''), '')}"


def _top(counts: Counter[str] | None) -> str:
    return counts.most_common(1)[0][0] if counts else ""


def _place_symbols(parse: Parse, spans: Sequence[NameSpan], words: NameWords) -> dict[str, Symbols]:
    """Columns with one item a span: what stands around it."""
    by_token = {token: at for at, span in enumerate(spans) for token in range(span.first, span.last)}
    table = [
        (
            *_words_around(parse, span),
            *_syntax(parse, spans, at, by_token),
            *_neighbours(spans, at),
            *_nouns(parse, span, words),
            *_edges(parse, span, by_token),
        )
        for at, span in enumerate(spans)
    ]
    return _columns(_PLACE_COLUMNS, table)


def _words_around(parse: Parse, span: NameSpan) -> tuple[str, ...]:
    lower, tag, first, last, n = parse.lower, parse.tag, span.first, span.last, parse.n
    return (
        str(span.label),
        "" if span.found is None else str(span.found),
        lower[first - 1] if first else EDGE,
        lower[first - 2] if first > 1 else EDGE,
        lower[last] if last < n else EDGE,
        lower[last + 1] if last + 1 < n else EDGE,
        tag[first - 1] if first else EDGE,
        tag[last] if last < n else EDGE,
    )


def _syntax(parse: Parse, spans: Sequence[NameSpan], at: int, by_token: dict[int, int]) -> tuple[str, ...]:
    span = spans[at]
    token = next(
        (token for token in range(span.last - 1, span.first - 1, -1) if not span.first <= parse.head[token] < span.last),
        span.last - 1,
    )
    head = parse.head[token]
    grandparent = parse.head[head]
    other = by_token.get(head)
    return (
        parse.dep[token],
        parse.lower[head] if head != token else EDGE,
        parse.dep[head],
        parse.lower[grandparent] if grandparent != head and parse.dep[token] == "pobj" else "",
        str(spans[other].label) if other is not None and other != at else "",
    )


def _neighbours(spans: Sequence[NameSpan], at: int) -> tuple[str, str]:
    span = spans[at]
    before = after = ""
    if at and span.first - spans[at - 1].last < _NEAR:
        before = f"{spans[at - 1].label} {min(span.first - spans[at - 1].last, 4)}"
    if at + 1 < len(spans) and spans[at + 1].first - span.last < _NEAR:
        after = f"{spans[at + 1].label} {min(spans[at + 1].first - span.last, 4)}"
    return before, after


def _nouns(parse: Parse, span: NameSpan, words: NameWords) -> tuple[str, str, str, str]:
    """The first noun that says what the name is, what kinds such nouns are of, whether a title or an age stands beside it."""
    nouns = [parse.lower[token] for token in find_descriptions(parse, span)]
    kind = f"{any(noun in words.kinds for noun in nouns):d}{any(noun in words.roles for noun in nouns):d}"
    title = "cut" if span.title is not None else ""
    if not title and span.first and words.is_title_word(parse.lower[span.first - 1]):
        title = "before"
    age = span.last < parse.n and parse.lower[span.last] == "," and is_age(parse, span.last + 1)
    return nouns[0] if nouns else "", kind, title, f"{age:d}"


def _edges(parse: Parse, span: NameSpan, by_token: dict[int, int]) -> tuple[str, str, str, str]:
    """Whether further capitalised words, or words without a space between, stand at the ends; whether a sentence opens."""
    first, last = span.first, span.last
    left = bool(first) and parse.tag[first - 1].startswith("NNP") and first - 1 not in by_token
    right = last < parse.n and parse.tag[last].startswith("NNP") and last not in by_token
    is_glued_left = bool(first) and not parse.text[parse.start[first] - 1].isspace()
    is_glued_right = last < parse.n and parse.start[last] == parse.end[last - 1]
    opens = parse.sentences[parse.sent[first]][0] >= first - 1
    return f"{left:d}{right:d}", f"{is_glued_left:d}{is_glued_right:d}", f"{opens:d}", ""


def find_descriptions(parse: Parse, span: NameSpan) -> list[int]:
    """The nouns that say what a name is: before it ("shipping company X"), in apposition, or behind "is a"."""
    head = span.last - 1
    found = [child for child in parse.children[head] if parse.dep[child] == "appos"]
    if parse.dep[head] == "appos":
        found.append(parse.head[head])
    if span.first and span.first <= parse.head[span.first - 1] < span.last and parse.dep[span.first - 1] in ("compound", "nmod"):
        found.append(span.first - 1)
    if parse.dep[head] == "nsubj" and parse.lower[parse.head[head]] in ("is", "was"):
        found.extend(child for child in parse.children[parse.head[head]] if parse.dep[child] == "attr")
    return [token for token in found if parse.text[parse.start[token]].islower()]


def is_age(parse: Parse, token: int) -> bool:
    """Whether a token is an age in apposition: "58" in "Carla Voss, 58,"."""
    if token >= parse.n:
        return False
    lower = parse.lower[token]
    if not (lower.isdigit() and len(lower) == 2):
        return False
    return token + 1 >= parse.n or parse.lower[token + 1] in (",", ".", ";", ")") or parse.is_space(token + 1)
