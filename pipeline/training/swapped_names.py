"""Copies of annotated texts with other names in them, so that a recognizer learns from what stands around a name.

A recognizer that knows few names of a region takes them for whatever is most frequent. A copy in which people, organizations
and towns have the names of others teaches that the context tells the kind (name substitution: Dai and Adel 2020, "An analysis
of simple data augmentation for named entity recognition").
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab

from pipeline.extract.places import load_place_words

SHARE = 0.6
"""Share of the names in a copy that are other ones."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names to swap in, as words, by OntoNotes label.

    Attributes:
        names: all of a label, in order.
    """

    names: Mapping[str, Sequence[Words]]

    def draw(self, label: str, n_words: int, rng: random.Random) -> Words | None:
        """A name of a label: one word for one word, several for several; None where the label has none."""
        names = self.names.get(label, ())
        fitting = [name for name in rng.sample(names, min(len(names), 20)) if (len(name) > 1) is (n_words > 1)]
        return fitting[0] if fitting else None


def swapped_copies(examples: Sequence[Example], seed: int) -> list[Example]:
    """A copy of each annotated text, with names of the others and of the gazetteer's towns in it."""
    towns = [tuple(key.title().split()) for key in load_place_words().cities]
    pool = collect_names(examples, towns)
    rng = random.Random(seed)
    return [swap_names(example, pool, rng) for example in examples]


def collect_names(examples: Iterable[Example], towns: Iterable[Words]) -> NamePool:
    """The names of people, organizations and countries in annotated texts; towns are those of the gazetteer, too."""
    names: dict[str, dict[Words, None]] = {"PERSON": {}, "ORG": {}, "GPE": {}}
    for example in examples:
        for entity in example.reference.ents:
            if entity.label_ in names and all(token.text[:1].isalnum() or token.text in "-'’." for token in entity):
                names[entity.label_][tuple(token.text for token in entity)] = None
    places = [*names["GPE"], *towns]
    return NamePool({**{label: tuple(found) for label, found in names.items()}, "GPE": tuple(places)})


def swap_names(example: Example, pool: NamePool, rng: random.Random) -> Example:
    """A copy of an annotated text with other names.

    A name is swapped at all its places alike, and so are the surname and the given name of a person.

    Args:
        example: its reference holds the names.
        pool: names to draw from.
        rng: of the training.
    """
    reference = example.reference
    new = _draw_names(reference, pool, rng)
    words: list[str] = []
    spaces: list[bool] = []
    spans: list[tuple[int, int, str]] = []
    missing: list[tuple[int, int]] = []
    at = 0
    for first, last, entity in _segments(reference):
        drawn = new.get(_words(entity)) if entity is not None else None
        start = len(words)
        if drawn is None:
            words.extend(token.text for token in reference[first:last])
            spaces.extend(bool(token.whitespace_) for token in reference[first:last])
        else:
            words.extend(drawn)
            spaces.extend([*(True for _ in drawn[1:]), bool(reference[last - 1].whitespace_)])
        if entity is not None:
            spans.append((start, len(words), entity.label_))
        elif reference[first].ent_iob_ == "":
            missing.append((start, len(words)))
        at = last
    assert at == len(reference)
    return _build_example(reference.vocab, words, spaces, spans, missing)


def _segments(doc: Doc) -> Iterator[tuple[int, int, Span | None]]:
    """The names of a text and the tokens between them, in order."""
    at = 0
    for entity in doc.ents:
        yield from ((token, token + 1, None) for token in range(at, entity.start))
        yield entity.start, entity.end, entity
        at = entity.end
    yield from ((token, token + 1, None) for token in range(at, len(doc)))


def _words(span: Span) -> Words:
    return tuple(token.text for token in span)


def _draw_names(doc: Doc, pool: NamePool, rng: random.Random) -> dict[Words, Words]:
    """What each name of a text becomes; names that stay are left out."""
    drawn: dict[Words, Words] = {}
    parts: dict[str, str] = {}
    for entity in sorted(doc.ents, key=lambda span: (-len(span), span.start)):
        name = _words(entity)
        if name in drawn or entity.label_ not in pool.names or rng.random() > SHARE:
            continue
        if entity.label_ == "PERSON" and len(name) == 1 and name[0] in parts:
            drawn[name] = (parts[name[0]],)
            continue
        other = pool.draw(entity.label_, len(name), rng)
        if other is None:
            continue
        drawn[name] = other
        if entity.label_ == "PERSON" and len(name) > 1:
            parts.setdefault(name[0], other[0])
            parts.setdefault(name[-1], other[-1])
    return drawn


def _build_example(
    vocab: Vocab, words: list[str], spaces: list[bool], spans: list[tuple[int, int, str]], missing: list[tuple[int, int]]
) -> Example:
    build: Callable[[], Doc] = lambda: Doc(vocab, words=words, spaces=spaces)  # noqa: E731
    reference = build()
    reference.set_ents(
        [Span(reference, first, last, label=label) for first, last, label in spans],
        missing=[reference[first:last] for first, last in missing],
        default="outside",
    )
    return Example(build(), reference)
