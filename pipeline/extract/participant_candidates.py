"""Which nouns of a trigger's clause may take part in the event, and by which path of the parse each is reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.extract.clauses import OBJECTS
from pipeline.parse import NOUN_TAGS, SUBJECTS, VERB_TAGS, Parse

MAX_CANDIDATES = 24
"""Candidates of one event at most, so that a hostile text stays linear."""

MAX_CHILDREN = 40
"""Dependents of a word that are looked at."""

_DEEPEST = 4
_HIGHEST = 2
_NOMINAL = NOUN_TAGS | {"PRP", "PRP$", "CD", "DT", "WP", "JJ", "JJR", "JJS", "NNP"}
_PREPOSITIONS = frozenset({"prep", "agent"})
_COMPLEMENTS = frozenset({"attr", "oprd", "dative"})
_MODIFIERS = frozenset({"poss", "compound", "nmod", "amod"})
_VERB_LINKS = frozenset({"xcomp", "advcl", "conj", "acl", "relcl", "pcomp", "ccomp", "oprd", "acomp", "dep"})


class Route(NamedTuple):
    """How a candidate is reached from the trigger.

    Attributes:
        path: labels of the arcs from the trigger, "^" for a step up, with the words of prepositions: "^dobj>prep:on".
        shape: the same without the words of prepositions.
        preposition: the last preposition on the way; empty where there is none.
    """

    path: str
    shape: str
    preposition: str = ""

    def down(self, label: str, word: str = "") -> Route:
        """One arc further, to a dependent."""
        step = f"{label}:{word}" if word else label
        return Route(f"{self.path}>{step}", f"{self.shape}>{label}", word or self.preposition)

    def up(self, label: str, word: str = "") -> Route:
        """One arc further, to the governing word."""
        step = f"{label}:{word}" if word else label
        return Route(f"{self.path}^{step}", f"{self.shape}^{label}", word)


def find_candidates(parse: Parse, token: int) -> dict[int, Route]:
    """The nouns, names and pronouns that the clause of a trigger offers, nearest first.

    Args:
        parse: the parsed text.
        token: the trigger.

    Returns:
        Route by head token; of coordinated nouns only the first.
    """
    found: dict[int, Route] = {}
    _collect(parse, token, Route("", ""), _DEEPEST, -1, found)
    at, route = token, Route("", "")
    for _ in range(_HIGHEST):
        head, label = parse.head[at], parse.dep[at]
        if head == at or len(found) >= MAX_CANDIDATES:
            break
        word = ""
        if label == "pobj" or label == "pcomp":
            label, word = "prep", parse.lower[head]
            at, head = head, parse.head[head]
            if head == at:
                break
        if not _climbs(parse, at, token, label):
            break
        route = route.up(label, word)
        if head not in found and parse.tag[head] in _NOMINAL:
            found[head] = route
        _collect(parse, head, route, 2, at, found)
        if parse.tag[head] in VERB_TAGS and parse.child(head, *SUBJECTS) is not None:
            break
        at = head
    found.pop(token, None)
    return found


def _climbs(parse: Parse, at: int, token: int, label: str) -> bool:
    """Whether what the word above says belongs to the clause of the trigger."""
    if parse.tag[at] in VERB_TAGS:
        if label == "relcl" or label == "prep":
            return True
        own = parse.child(at, *SUBJECTS) is not None
        return label in _VERB_LINKS and not own
    return label != "ccomp" and label != "parataxis"


def _collect(parse: Parse, site: int, route: Route, depth: int, source: int, found: dict[int, Route]) -> None:
    """Adds the nouns below a word, through prepositions and objects but into no other clause."""
    level = [(site, route)]
    for _ in range(depth):
        below: list[tuple[int, Route]] = []
        for head, way in level:
            for child in parse.children[head][:MAX_CHILDREN]:
                if child == source:
                    continue
                step = _step(parse, head, child, way)
                if step is None:
                    continue
                noun, route = step
                if noun not in found and parse.tag[noun] in _NOMINAL:
                    found[noun] = route
                    if len(found) >= MAX_CANDIDATES:
                        return
                below.append((noun, route))
        level = below


def _step(parse: Parse, head: int, child: int, way: Route) -> tuple[int, Route] | None:
    """The noun that a dependent leads to; None where it leads out of the clause or nowhere."""
    label = parse.dep[child]
    if label in _PREPOSITIONS or (label == "dative" and parse.tag[child] in ("IN", "TO")):
        return _through_preposition(parse, child, way)
    if label in SUBJECTS or label in OBJECTS or label in _COMPLEMENTS:
        return child, way.down(label)
    if label in _MODIFIERS:
        return child, way.down(label)
    if label == "xcomp" or (label == "acl" and parse.tag[child] == "VBN"):
        return child, way.down(label)
    if label == "ccomp" and parse.tag[child] == "VB":
        return child, way.down(label)
    if label == "appos":
        return child, way.down(label)
    return None


def _through_preposition(parse: Parse, preposition: int, way: Route) -> tuple[int, Route] | None:
    word = parse.lower[preposition]
    noun = parse.child(preposition, "pobj")
    if noun is None:
        inner = parse.child(preposition, "prep")
        noun = None if inner is None else parse.child(inner, "pobj")
        if inner is None or noun is None:
            return None
        word = f"{word}_{parse.lower[inner]}"
    return noun, way.down("prep", word)


def is_reached(routes: Mapping[int, Route], head: int) -> bool:
    """Whether a noun is among the candidates."""
    return head in routes
