"""Where an event happens, by the prepositions of its clause."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.clauses import OBJECTS, governor, objects, prepositional_objects
from pipeline.extract.participant_roles import Scene
from pipeline.layers import Event
from pipeline.parse import NOUN_TAGS, Parse
from pipeline.vocabulary import Label

_PLACES = frozenset({Label.GPE, Label.LOC, Label.FAC})
_DEEPEST = 3


def find_places(scene: Scene, event: Event) -> list[int]:
    """Heads of where it happens; empty where the clause does not say.

    A named place wins over a described one, and a phrase on the trigger over one on its object or its light verb.
    """
    parse, lexicon = scene.parse, scene.lexicon
    moving = event.lemma in lexicon.motion_verbs
    described: list[int] = []
    for site in _sites(parse, event.token):
        for child in parse.children[site]:
            word = parse.lower[child]
            if word not in lexicon.place_prepositions or parse.dep[child] not in ("prep", "advmod", "prt"):
                continue
            if word in lexicon.path_prepositions and not (moving and site == event.token and word in lexicon.goal_prepositions):
                continue
            found = prepositional_objects(parse, child)
            named = [head for head in found if head in scene.mentions and scene.mentions[head].label in _PLACES]
            if named:
                return named
            if not described and any(parse.lemma(head) in lexicon.places for head in found):
                described = found
    return described or [
        child
        for child in parse.children[event.token]
        if parse.dep[child] in ("compound", "poss", "nmod") and child in scene.mentions and scene.mentions[child].label in _PLACES
    ]


def _sites(parse: Parse, token: int) -> Iterator[int]:
    """Tokens of the clause on which a phrase of place may hang.

    First the trigger, then its objects and the nouns of its prepositional phrases, then the verb that it is an argument of.
    """
    yield token
    level = [token]
    for depth in range(_DEEPEST):
        below: list[int] = []
        for head in level:
            if depth == 0 and parse.is_verb(head):
                below.extend(noun for noun in objects(parse, head) if noun > head)
            for child in parse.children[head]:
                if parse.dep[child] in ("prep", "agent") and child > head:
                    below.extend(prepositional_objects(parse, child))
        yield from below
        level = below
    if parse.tag[token] in NOUN_TAGS:
        verb, dep = governor(parse, token)
        if verb != token and parse.is_verb(verb) and (dep in OBJECTS or dep in ("nsubjpass", "nsubj")):
            yield verb
