"""What the ranker of participants sees: candidates of each event, and their features."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.clauses import governor, is_passive
from pipeline.extract.event_places import find_places
from pipeline.extract.participant_candidates import Route, find_candidates
from pipeline.extract.participant_roles import Scene, find_actors, find_instruments, find_recipients, takes_part
from pipeline.extract.ranking import FeatureRows, Rows, symbols
from pipeline.layers import Event
from pipeline.parse import NOUN_TAGS
from pipeline.vocabulary import Role

_BY_RULE = Route("rule", "rule")
RANKED = (Role.ACTOR, Role.RECIPIENT, Role.PLACE)
NONE = "none"
CLASSES = (NONE, *(role.value for role in RANKED))
_NEAR = (1, 2, 3, 5, 8, 13, 21)


@dataclass(slots=True)
class Cast:
    """An event with the nouns that may take part in it.

    Attributes:
        heads: of the candidates, in the order of the text.
        routes: how each is reached.
        rules: heads by role, by the rules of syntax alone.
    """

    event: Event
    heads: list[int]
    routes: list[Route]
    rules: dict[Role, list[int]] = field(default_factory=dict)


def build_cast(scene: Scene, event: Event) -> Cast:
    """The candidates of an event: what its clause offers, and what the rules find."""
    actors = find_actors(scene, event)
    rules = {
        Role.ACTOR: actors,
        Role.RECIPIENT: find_recipients(scene, event, actors),
        Role.PLACE: find_places(scene, event),
        Role.INSTRUMENT: find_instruments(scene, event),
    }
    routes = {
        head: route for head, route in find_candidates(scene.parse, event.token).items() if takes_part(scene, head)
    }
    for role in RANKED:
        for head in rules[role][:1]:
            routes.setdefault(head, _BY_RULE)
    routes.pop(event.token, None)
    for head in rules[Role.INSTRUMENT]:
        routes.pop(head, None)
    heads = sorted(routes)
    return Cast(event, heads, [routes[head] for head in heads], rules)


_COLUMNS = 19


def cast_features(scene: Scene, casts: list[Cast]) -> Rows:
    """Features of all candidates, cast after cast: of shape (n_candidates, n_templates)."""
    columns: list[list[str]] = [[] for _ in range(_COLUMNS)]
    for cast in casts:
        _describe(scene, cast, columns)
    (
        path, shape, prep, label, form, word, tag, rule, given, distance, lemma, type_, voice, above, is_event, first, near, lower, objects,
    ) = (symbols(column) for column in columns)
    rows = FeatureRows(len(columns[0]))
    rows.add(path)
    rows.add(path, voice)
    rows.add(path, type_)
    rows.add(path, lemma)
    rows.add(path, label)
    rows.add(path, voice, label)
    rows.add(shape, type_, label)
    rows.add(shape, voice, label, objects)
    rows.add(label, type_)
    rows.add(word)
    rows.add(word, type_)
    rows.add(rule, given)
    rows.add(rule, path)
    rows.add(rule, type_)
    rows.add(rule, label, voice)
    rows.add(rule, given, shape)
    rows.add(rule, lemma)
    rows.add(prep, type_)
    rows.add(prep, label, shape)
    rows.add(prep, word)
    rows.add(prep, lemma)
    rows.add(distance, voice, rule)
    rows.add(tag, shape)
    rows.add(lemma, label)
    rows.add(above, shape)
    rows.add(is_event, rule)
    rows.add(form, rule, shape)
    rows.add(first, near, rule)
    rows.add(lower, shape)
    return rows.matrix()


def _describe(scene: Scene, cast: Cast, columns: list[list[str]]) -> None:
    parse, event = scene.parse, cast.event
    token = event.token
    if parse.is_verb(token):
        voice = "passive" if is_passive(parse, token) else parse.tag[token]
    else:
        voice = "noun" if parse.tag[token] in NOUN_TAGS else "adjective"
    type_ = event.type.value if event.type is not None else "-"
    above = parse.lemma(governor(parse, token)[0]) if voice == "noun" else parse.dep[token]
    given = "".join("1" if cast.rules[role] else "0" for role in RANKED)
    by_rule = {head: role.value for role in reversed(RANKED) for head in cast.rules[role]}
    has = "".join("1" if parse.child(token, name) is not None else "0" for name in ("nsubj", "dobj", "nsubjpass", "agent", "prep"))
    seen: set[str] = set()
    for head, route in zip(cast.heads, cast.routes, strict=True):
        mention = scene.mentions.get(head)
        word = parse.lemma(head)
        if mention is not None:
            label, form = mention.label.value, mention.form.value
        elif word in scene.events.classes["@person"]:
            label, form = "person", "noun"
        elif word in scene.lexicon.places:
            label, form = "place", "noun"
        else:
            label, form = ("pronoun" if parse.tag[head] in ("PRP", "PRP$", "WP") else "-"), "noun"
        gap = head - token
        near = sum(abs(gap) >= step for step in _NEAR)
        values = (
            route.path, route.shape, route.preposition, label, form, word, parse.tag[head], by_rule.get(head, "-"), given,
            f"{'+' if gap > 0 else '-'}{near}", event.lemma, type_, voice, above, "e" if head in scene.triggers else "-",
            "again" if route.shape in seen else "first", str(near), parse.lower[head], has,
        )
        seen.add(route.shape)
        for column, value in zip(columns, values, strict=True):
            column.append(value)
