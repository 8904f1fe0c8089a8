"""Where an event happens, by the prepositions of its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.clauses import governor, is_passive, objects, prepositional_objects, subjects
from pipeline.extract.participant_scene import PLACES, Scene
from pipeline.layers import Event
from pipeline.lexicons import words
from pipeline.parse import NOUN_TAGS, OBJECTS, SUBJECTS, Parse
from pipeline.vocabulary import EventType, Label

_REACTIVE = words("clauses", "reactive")
_ORDINAL = frozenset({"the", "first", "second"})
_JOINING = words("clauses", "joining")
_TERMS = frozenset({"life", "year", "month", "week", "day", "term", "sentence"})
_CELLS = frozenset({"prison", "jail", "penitentiary", "office", "power"})
"""Where such a term is spent, which is not where anything else happens: "faces ten years in prison"."""
_SURFACES = frozenset({"on"})
_MODIFIERS = frozenset({"compound", "poss", "nmod"})
_WITHIN = frozenset({"in", "during", "at", "by", "of"})
"""Prepositions over which an event shares the place of another: "was killed in an attack in Oslo"."""
_NESTED = frozenset({"in", "at"})
_ADVERBS = frozenset({"here", "there"})
_DEEPEST = 2


def find_places(scene: Scene, event: Event) -> list[int]:
    """Heads of where it happens; empty where the clause does not say.

    A phrase on the trigger wins over one on its object or its light verb, and that over one on the subject; at one word a
    named place wins over a described one.
    """
    parse, token = scene.parse, event.token
    for site in _sites(scene, event):
        found = _at_site(scene, event, site, site == token and _leads(scene, event))
        if found:
            return found
    return (
        _around(scene, event)
        or _entered(scene, event)
        or _modifying(scene, token)
        or [child for child in parse.children[token] if parse.dep[child] == "advmod" and parse.lower[child] in _ADVERBS]
    )


def _told_below(scene: Scene, noun: int) -> Iterator[int]:
    """The verbs of clauses on an event noun that tell the same event: "attacks targeting trains", "the talks held in Oslo"."""
    parse, lexicon = scene.parse, scene.lexicon
    for child in parse.children[noun]:
        if parse.dep[child] in ("acl", "relcl") and parse.is_verb(child):
            lemma = parse.lemma(child)
            if lemma in scene.events.light_verbs or any(
                lemma in verbs for verbs in (lexicon.hitting_verbs, lexicon.bearing_verbs, lexicon.occurring_verbs)
            ):
                yield child


def _leads(scene: Scene, event: Event) -> bool:
    """Whether an event is a movement: "to" and "through" tell where it leads."""
    lexicon = scene.lexicon
    return event.lemma in (lexicon.motion_verbs if scene.parse.is_verb(event.token) else lexicon.motion_nouns)


def _modifying(scene: Scene, noun: int) -> list[int]:
    """The named place before a noun: "the Oslo talks", "Mali's north"."""
    parse = scene.parse
    return [
        child
        for child in parse.children[noun]
        if parse.dep[child] in _MODIFIERS and parse.tag[child] != "PRP$" and _is_named(scene, child)
    ]


def _at_site(scene: Scene, event: Event, site: int, leads: bool) -> list[int]:
    """The places that prepositions on one word bring.

    Args:
        scene: the article.
        event: whose place is asked for.
        site: the word.
        leads: whether "to", "through" and the like tell where it leads.
    """
    parse, lexicon = scene.parse, scene.lexicon
    described: list[int] = []
    for child in _prepositions(parse, site):
        word = parse.lower[child]
        if word not in lexicon.place_prepositions:
            continue
        if word in lexicon.path_prepositions and not leads and not (word == "from" and event.type is EventType.RETREAT):
            continue
        if (
            word in _SURFACES
            and site in scene.triggers
            and (parse.tag[site] in NOUN_TAGS or parse.lemma(site) in lexicon.facing_verbs)
        ):
            # "an attack on the market", "take on Wall Street": whom it hits
            continue
        found = [head for head in prepositional_objects(parse, child) if head not in scene.dates]
        named = [head for head in found if _is_named(scene, head) and not (word in _SURFACES and _is_land(scene, head))]
        if named:
            return named
        if event.type is EventType.SENTENCE:
            # "twenty years in prison" is what the sentence is, not where it was passed
            continue
        if parse.lemma(site) in _TERMS:
            found = [head for head in found if parse.lemma(head) not in _CELLS]
        if not described:
            described = [head for head in found if _is_described(scene, head)]
            inner = _named_below(scene, described)
            if inner:
                return inner
            if any(_names_its_place(scene, head) for head in described):
                return described
    return described


def _named_below(scene: Scene, heads: Sequence[int]) -> list[int]:
    """The place that a phrase names within another: "at his home in Milford"."""
    parse = scene.parse
    for head in heads:
        for child in () if head in scene.mentions else parse.children[head]:
            if parse.dep[child] == "prep" and parse.lower[child] in _NESTED:
                named = [
                    noun for noun in prepositional_objects(parse, child) if _is_named(scene, noun) or _names_its_place(scene, noun)
                ]
                if named:
                    return named
    return []


def _prepositions(parse: Parse, site: int) -> Iterator[int]:
    """Prepositions that hang on a word, also by an adverb of direction ("back to Oslo")."""
    for child in parse.children[site]:
        dep = parse.dep[child]
        if dep in ("prep", "prt"):
            yield child
        elif dep == "advmod":
            yield child
            yield from (inner for inner in parse.children[child] if parse.dep[inner] == "prep")


def _is_described(scene: Scene, head: int) -> bool:
    """Whether a noun is one for a place, or a part of one; not that of "is in place", "in the first place"."""
    parse = scene.parse
    if parse.lemma(head) == "place" and all(parse.lower[child] in _ORDINAL for child in parse.children[head]):
        return False
    return parse.lemma(head) in scene.lexicon.places or _is_part(scene, head)


def _is_part(scene: Scene, head: int) -> bool:
    """Whether a noun is a part of the place that it is "of": "the center of Jakarta"."""
    return scene.parse.lemma(head) in scene.lexicon.part_of_place_nouns and _names_its_place(scene, head)


def _is_named(scene: Scene, head: int) -> bool:
    mention = scene.mentions.get(head)
    return mention is not None and mention.label in PLACES


def _is_land(scene: Scene, head: int) -> bool:
    """Whether a name is that of a country, a region or a town: "sanctions on Mali" does not tell where."""
    return scene.mentions[head].label is Label.GPE


def _names_its_place(scene: Scene, head: int) -> bool:
    """Whether the name follows or precedes the noun: "the town of Cork", "a Cork street"."""
    parse = scene.parse
    for child in parse.children[head]:
        if parse.lower[child] == "of" and any(_is_named(scene, inner) for inner in prepositional_objects(parse, child)):
            return True
        if parse.dep[child] in _MODIFIERS and _is_named(scene, child):
            return True
    return False


def _sites(scene: Scene, event: Event) -> Iterator[int]:
    """Tokens of the clause on which a phrase of place may hang.

    First the trigger, then its objects and the nouns of its prepositional phrases, then the verb that it is an argument of,
    last the subject. What belongs to another event is left to that.
    """
    parse, token = scene.parse, event.token
    yield token
    level = [token]
    if parse.is_verb(token):
        shares = parse.lemma(token) in scene.lexicon.bearing_verbs or parse.lemma(token) in scene.events.transparent_verbs
        level.extend(noun for noun in objects(parse, token) if noun > token and (shares or noun not in scene.triggers))
        yield from level[1:]
    yield from _nouns_below(scene, level)
    yield from _dates_before(scene, token)
    if parse.tag[token] in NOUN_TAGS:
        verb, dep = governor(parse, token)
        if verb != token and parse.is_verb(verb) and _happens_at(scene, verb, dep):
            yield verb
            yield from _nouns_below(scene, [verb])
        for clause in _told_below(scene, token):
            yield clause
            yield from objects(parse, clause)
    else:
        subject = parse.child(token, *SUBJECTS)
        if subject is not None and (subject in scene.triggers or scene.lacks_will(subject) or event.type is EventType.CHANGE):
            yield subject


def _happens_at(scene: Scene, verb: int, dep: str) -> bool:
    """Whether what a verb says of an event, its object or subject, is said of where it happens, too.

    Not where the verb only speaks of it: "the raid was discussed in Lima", "in Lima, they condemned the raid".
    """
    if dep not in OBJECTS and dep not in ("nsubjpass", "nsubj"):
        return False
    return dep == "nsubj" or scene.parse.lemma(verb) not in _REACTIVE


def _dates_before(scene: Scene, verb: int) -> Iterator[int]:
    """Dates that open the clause, on which the parser hangs the place behind them: "On Friday in Oslo, he resigned"."""
    parse = scene.parse
    for child in parse.children[verb]:
        if child < verb and parse.dep[child] == "prep":
            at: int | None = parse.child(child, "pobj")
            for _ in range(_DEEPEST):
                if at is None or at not in scene.dates:
                    break
                yield at
                at = parse.child(at, "nummod", "npadvmod", "appos")


def _nouns_below(scene: Scene, level: list[int]) -> Iterator[int]:
    """Nouns of the prepositional phrases behind words, and of those behind these.

    What names another event is among them only where it shares its place.
    """
    parse = scene.parse
    for _ in range(_DEEPEST):
        below: list[int] = []
        for head in level:
            for child in parse.children[head]:
                if parse.dep[child] in ("prep", "agent") and child > head and not _joins(parse, child):
                    shares = parse.lower[child] in _WITHIN
                    below.extend(noun for noun in prepositional_objects(parse, child) if shares or noun not in scene.triggers)
        yield from below
        level = below


def _joins(parse: Parse, preposition: int) -> bool:
    """Whether a preposition begins one of several words: "in addition to the fair in Lima"."""
    noun = parse.child(preposition, "pobj")
    return noun is not None and noun == preposition + 1 and parse.lower[noun] in _JOINING


def _entered(scene: Scene, event: Event) -> list[int]:
    """The place that is the object of a verb of movement or blockade, or that sees an event: "left the court"."""
    parse, lexicon = scene.parse, scene.lexicon
    if event.lemma in lexicon.place_object_verbs or (event.type is EventType.PROTEST and event.lemma in lexicon.blocking_verbs):
        found = [] if is_passive(parse, event.token) else objects(parse, event.token)
    else:
        verb, dep = governor(parse, event.token)
        if dep not in OBJECTS or parse.lemma(verb) not in lexicon.witnessing_verbs:
            return []
        found = subjects(parse, verb)
    return [head for head in found if _is_named(scene, head) or parse.lemma(head) in lexicon.places]


def _around(scene: Scene, event: Event) -> list[int]:
    """The place that a clause with "where" hangs on: "the station where six people were killed"."""
    parse, token = scene.parse, event.token
    if parse.dep[token] != "relcl" or parse.has(token, ("where",), "advmod") is None:
        return []
    head = parse.head[token]
    return [head] if _is_named(scene, head) or parse.lemma(head) in scene.lexicon.places else []
