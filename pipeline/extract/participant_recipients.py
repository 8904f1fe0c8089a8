"""Whom or what an event is done to, by the syntax of its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.extract.clauses import (
    MAX_CLIMB,
    OBJECT_CONTROL,
    governor,
    is_passive,
    objects,
    possessors,
    prepositional_objects,
    subjects,
)
from pipeline.extract.participant_roles import (
    NOUN_MODIFIERS,
    after,
    bearing_verb,
    borne_by,
    handled,
    involved,
    is_attitude,
    is_disposed,
    is_participial,
    is_place,
    is_undergone,
    made_by,
    owner_is_patient,
    takes_part,
)
from pipeline.extract.participant_scene import Scene
from pipeline.layers import Event
from pipeline.parse import NOUN_TAGS, OBJECTS, SUBJECTS, Parse
from pipeline.vocabulary import EventType, Label

_DEEPEST = 4
_STATES: Mapping[EventType | None, frozenset[str]] = {
    EventType.INJURE: frozenset({"with", "from", "of"}),
    EventType.COERCE: frozenset({"in", "into", "under", "from"}),
}
"""Prepositions before a noun of the type that tell in which state someone is."""


def find_recipients(scene: Scene, event: Event, actors: list[int]) -> list[int]:
    """Heads of whom or what it is done to; empty where the clause does not say."""
    parse = scene.parse
    if parse.is_verb(event.token):
        found = _of_verb(scene, event)
    elif parse.tag[event.token] in NOUN_TAGS:
        found = _of_noun(scene, event, actors)
    else:
        found = _described(parse, event.token) if is_participial(scene, event) and not is_attitude(scene, event) else []
    return [head for head in found if takes_part(scene, head) and head not in handled(scene, event)]


def _of_verb(scene: Scene, event: Event) -> list[int]:
    parse, lexicon, token = scene.parse, scene.lexicon, event.token
    if is_undergone(scene, event):
        return subjects(parse, token)
    if is_disposed(scene, event):
        return _named_within(scene, event, []) if event.type in lexicon.addressed_types else []
    given = parse.child(token, "dative")
    if given is not None:
        receivers = prepositional_objects(parse, given) if parse.tag[given] in ("IN", "TO") else [given]
        if receivers:
            return receivers
    direct = [head for head in objects(parse, token) if head not in scene.dates and not _is_measure(scene, event, head)]
    if event.lemma in lexicon.place_object_verbs and event.type in (None, EventType.CONSULT):
        direct = [head for head in direct if not _is_site(scene, event, head)]
    if not direct:
        direct = _renamed(scene, token) or _shared_object(scene, event)
    left = _left_behind(scene, event, direct)
    if left:
        return left
    if any(scene.is_actor(head) for head in direct):
        return direct
    if direct and event.lemma in lexicon.giving_verbs:
        receivers = [head for head in after(parse, token, "to") if head not in scene.dates]
        if event.lemma in lexicon.motion_verbs:
            # "brought a bomb to Leeds High School" says where
            receivers = [head for head in receivers if not _is_institution(scene, head)]
        if any(scene.is_actor(head) for head in receivers):
            return receivers
    if not direct or event.type in lexicon.indirect_types:
        for word in lexicon.recipient_prepositions.get(event.type, ()):
            if word in lexicon.goal_prepositions and event.lemma in lexicon.motion_verbs and event.type is not EventType.ACCIDENT:
                continue
            found = after(parse, token, word) or [head for obj in direct if word != "of" for head in after(parse, obj, word)]
            found = [head for head in found if head > token or is_passive(parse, token)]
            if word == "with" and event.type is None and _is_late(parse, token):
                # "living in tents with no plan"
                found = [head for head in found if scene.is_actor(head)]
            found = [head for head in found if head not in scene.dates and not _is_visited(scene, event, word, head)]
            found = [head for head in found if not _is_measure(scene, event, head)]
            if event.type is EventType.PROTEST:
                found = _unplaced(scene, found)
            elif event.type is EventType.ACCIDENT or (word == "in" and event.lemma not in lexicon.investing_words):
                # "crashed into a ditch" and "was sold in Peru" tell where
                found = [head for head in found if not is_place(scene, head)]
            if found and not direct and event.type in lexicon.addressed_types and not any(scene.is_actor(head) for head in found):
                # "reneged on his promise to the voters"
                return list(_actors_below(scene, found))[:1] or found
            if found and (not direct or any(scene.is_actor(head) for head in found)):
                return found
    if event.type is EventType.REQUEST and direct and event.lemma in OBJECT_CONTROL and parse.child(token, "xcomp") is not None:
        # "urged both sides to return": whoever is the subject of what is asked
        return direct
    if not direct and event.lemma in lexicon.hitting_verbs:
        return after(parse, token, "through") or after(parse, token, "into")
    if event.type is EventType.PROTEST:
        return _named_within(scene, event, direct) or _demanded_of(scene, token) or _unplaced(scene, direct)
    if event.type in lexicon.addressed_types:
        return _named_within(scene, event, direct) or ([] if event.type in lexicon.personal_types else direct)
    if event.type is EventType.END_POSITION:
        # "overthrew the government"; but not the post that is left
        return [head for head in direct if parse.lemma(head) in scene.kinds.people]
    return [] if event.type in lexicon.personal_types else direct


def _is_institution(scene: Scene, head: int) -> bool:
    """Whether a name is that of a place, or ends in a noun for one: "Leeds High School"."""
    mention = scene.mentions.get(head)
    return is_place(scene, head) or (mention is not None and scene.parse.lower[head] in scene.lexicon.places)


def _is_late(parse: Parse, verb: int) -> bool:
    """Whether another phrase stands between a verb and its "with", which then tells how."""
    first = next((child for child in parse.children[verb] if child > verb and parse.dep[child] == "prep"), None)
    return first is not None and parse.lower[first] != "with"


def _unplaced(scene: Scene, heads: Iterable[int]) -> list[int]:
    """What is not only where a protest takes place: "blocked the road"."""
    return [
        head
        for head in heads
        if (
            scene.mentions[head].label is not Label.FAC
            if head in scene.mentions
            else scene.parse.lemma(head) not in scene.lexicon.places
        )
    ]


def _is_site(scene: Scene, event: Event, head: int) -> bool:
    """Whether the object of "leave" or "visit" tells where; a visit to a country is one to those who speak for it."""
    mention = scene.mentions.get(head)
    return is_place(scene, head) and (event.type is None or mention is None or mention.label is not Label.GPE)


def _is_visited(scene: Scene, event: Event, word: str, head: int) -> bool:
    """Whether "to" leads to where someone goes, not to whom something is done: "made a visit to the plant"."""
    if word != "to":
        return False
    moves = event.lemma in scene.lexicon.motion_nouns or event.lemma in scene.lexicon.motion_verbs
    return moves or is_place(scene, head) if event.type is EventType.CONSULT else moves and is_place(scene, head)


def _renamed(scene: Scene, verb: int) -> list[int]:
    """The person who is parsed as what someone is called: "named Ana Ruiz as director"."""
    parse = scene.parse
    called = parse.child(verb, "oprd")
    if called is None or called < verb or is_passive(parse, verb) or parse.has(verb, ("as",), "prep") is None:
        return []
    return [called] if scene.is_actor(called) and parse.tag[called] in NOUN_TAGS else []


def _shared_object(scene: Scene, event: Event) -> list[int]:
    """The object of the verb that follows by "and", which the first verb shares: "shot and killed a man"; not "met and signed"."""
    parse, token = scene.parse, event.token
    second = parse.child(token, "conj")
    if second is None or is_passive(parse, token) or parse.tag[second] != parse.tag[token]:
        return []
    if (
        event.type is EventType.CONSULT
        or event.lemma in scene.lexicon.motion_verbs
        or event.lemma in scene.lexicon.unaccusative_verbs
    ):
        return []
    between = [child for child in parse.children[token] if token < child < second]
    if any(parse.dep[child] not in ("cc", "punct", "conj") for child in between) or parse.child(second, *SUBJECTS) is not None:
        return []
    return [head for head in objects(parse, second) if head > second and head not in scene.dates]


def _demanded_of(scene: Scene, verb: int) -> list[int]:
    """Who is named in what a protest is for: "to demand the resignation of the premier", "calling for aid from Brussels"."""
    parse = scene.parse
    for child in parse.children[verb]:
        if parse.dep[child] not in ("xcomp", "advcl") or parse.child(child, *SUBJECTS) is not None:
            continue
        if parse.tag[child] == "VB" or (parse.tag[child] == "VBG" and parse.lemma(child) in scene.lexicon.demanding_verbs):
            found = list(_actors_below(scene, [child, *objects(parse, child)]))[:1]
            if found:
                return found
    return []


def _is_measure(scene: Scene, event: Event, head: int) -> bool:
    """Whether a noun is a sum or a figure: "paid 40 million", "lost a fifth", "slumped 14 percent"."""
    parse = scene.parse
    if head in scene.mentions:
        return False
    if parse.tag[head] in ("CD", "$"):
        # "killed nine": a bare number stands for people, but where figures are what the event is about
        if event.type in scene.lexicon.figure_types and parse.lower[head][0].isdigit() and parse.has(head, ("of",)) is None:
            return True
        if parse.lower[head] in ("one", "two") and parse.has(head, ("of",)) is not None:
            # "fined one of the captains $45,000"
            return False
        return any(parse.tag[child] in ("CD", "$") or parse.lower[child] == "per" for child in parse.children[head])
    lemma = parse.lemma(head)
    if lemma in scene.lexicon.fractions:
        return event.type in scene.lexicon.figure_types
    return lemma in scene.events.classes["@money"] or lemma in scene.events.classes["@number"] or lemma in scene.lexicon.measures


def _left_behind(scene: Scene, event: Event, direct: list[int]) -> list[int]:
    """Whom those leave who withdraw what is their own: "pulled its troops out of Chad"."""
    parse = scene.parse
    if event.type not in scene.lexicon.owned_types or (
        direct and not any(parse.child(head, "poss") is not None for head in direct)
    ):
        return []
    found = after(parse, event.token, "from") or after(parse, event.token, "of")
    found = found or [head for owned in direct for head in after(parse, owned, "from")]
    return [head for head in found if scene.is_actor(head)]


def _named_within(scene: Scene, event: Event, direct: list[int]) -> list[int]:
    """Who is named inside the object or the complement of a verb that is addressed to someone."""
    parse = scene.parse
    if event.type in scene.lexicon.complement_types:
        for child in parse.children[event.token]:
            if parse.dep[child] == "ccomp" and event.type is EventType.REQUEST:
                own = [head for head in subjects(parse, child) if head > event.token and parse.head[head] == child]
                if own and not (is_passive(parse, child) and not any(map(scene.is_actor, own))):
                    return own
            elif parse.dep[child] == "xcomp":
                inner = objects(parse, child)
                inner = [h for h in inner if scene.is_actor(h)] or list(_actors_below(scene, [child, *inner]))[:1]
                if inner:
                    return inner
    return list(_actors_below(scene, direct))[:1]


def _actors_below(scene: Scene, heads: Iterable[int]) -> Iterator[int]:
    """Tokens of names below nouns or verbs, through prepositions and modifiers but into no clause, nearest first."""
    parse = scene.parse
    level = list(heads)
    for _ in range(_DEEPEST):
        below: list[int] = []
        for head in level:
            for child in parse.children[head]:
                if child < head and parse.dep[child] not in NOUN_MODIFIERS:
                    continue
                if parse.dep[child] == "prep":
                    below.extend(prepositional_objects(parse, child))
                elif parse.dep[child] in NOUN_MODIFIERS and parse.tag[child] != "PRP$":
                    below.append(child)
        for token in below:
            if scene.is_actor(token) and (parse.tag[token] in NOUN_TAGS or token in scene.mentions or parse.tag[token] == "PRP"):
                yield _modified(parse, token)
        level = below


def _modified(parse: Parse, token: int) -> int:
    """The noun that a name only modifies: "his Miami relatives"; the token itself where it stands alone or owns."""
    at = token
    for _ in range(MAX_CLIMB):
        if parse.dep[at] not in ("amod", "compound", "nmod") or parse.tag[parse.head[at]] not in NOUN_TAGS:
            break
        at = parse.head[at]
    return at


def _of_noun(scene: Scene, event: Event, actors: list[int]) -> list[int]:
    parse, lexicon, token = scene.parse, scene.lexicon, event.token
    bearing = bearing_verb(scene, event)
    made, borne = made_by(scene, token), borne_by(scene, token)
    for word in lexicon.recipient_prepositions.get(event.type, ()):
        found = [head for head in after(parse, token, word) if head not in actors]
        if not found and bearing is not None:
            found = [head for head in after(parse, bearing, word) if head not in actors]
        for below in (made, borne):
            if not found and below is not None and word != "of":
                found = [head for head in after(parse, below, word) if head not in actors]
        found = [head for head in found if head not in scene.dates and not _is_visited(scene, event, word, head)]
        if word == "with":
            found = [head for head in found if not _is_attribute(scene, event, head)]
        if word == "at" and event.type in lexicon.instrument_types:
            # "a shooting at the station" tells where
            found = [head for head in found if not is_place(scene, head)]
        if found:
            within = event.type in lexicon.addressed_types and not any(scene.is_actor(head) for head in found)
            return (list(_actors_below(scene, found))[:1] or found) if within else found
    if event.type is EventType.REQUEST:
        asked = _asked(scene, token)
        if asked:
            return asked
    if event.type in lexicon.instrument_types or event.type is EventType.ACCIDENT:
        targets = [head for head in _targets(scene, token) if head not in actors]
        if targets:
            return targets
    if event.type is EventType.PROTEST and bearing is not None:
        return _demanded_of(scene, bearing)
    if event.type in lexicon.accusing_types:
        accused = involved(scene, token)
        if accused:
            return accused
    if owner_is_patient(scene, event):
        owners = [head for head in possessors(parse, token) if head not in actors]
        if owners:
            return owners
    verb, dep = governor(parse, token)
    if parse.is_verb(verb) and dep in OBJECTS and parse.lemma(verb) in lexicon.undergoing_verbs:
        return subjects(parse, verb)
    if dep == "pobj" and parse.lower[verb] == "under" and parse.lemma(parse.head[verb]) == "come":
        # "the post came under attack"
        return subjects(parse, parse.head[verb])
    if dep == "pobj" and parse.lower[verb] in _STATES.get(event.type, ()):
        return _in_state(scene, parse.head[verb])
    if borne is not None and parse.lemma(borne) in lexicon.undergoing_verbs:
        return subjects(parse, borne)
    if bearing is not None:
        given = parse.child(bearing, "dative")
        if given is None and dep in OBJECTS and is_passive(parse, bearing):
            # "the staff were given an ultimatum"
            return [head for head in subjects(parse, bearing) if head not in actors]
        return [] if given is None or given in actors else [given]
    return []


def _is_attribute(scene: Scene, event: Event, head: int) -> bool:
    """Whether what is "with" an event is a thing that it has or brings: "a movement with a slogan", "a war with many deaths"."""
    if scene.is_actor(head) or event.type not in (None, EventType.ASSAULT):
        return False
    lemma = scene.parse.lemma(head)
    is_thing = lemma in scene.events.event_nouns or lemma in scene.lexicon.instruments or scene.kinds.is_impersonal(lemma)
    return event.type is None or is_thing


def _in_state(scene: Scene, above: int) -> list[int]:
    """Who is in the state that a noun behind a preposition names: "took him into custody", "a man under arrest"."""
    parse = scene.parse
    if parse.is_verb(above):
        return objects(parse, above) or subjects(parse, above)
    return [above] if parse.tag[above] in NOUN_TAGS and scene.is_actor(above) else []


def _asked(scene: Scene, noun: int) -> list[int]:
    """Of whom a demand wants something: the subject of its clause, "its demand that Peru withdraw"."""
    parse = scene.parse
    verb, dep = governor(parse, noun)
    clauses = [*parse.children[noun], *(parse.children[verb] if dep in OBJECTS else ())]
    for child in clauses:
        if child > noun and parse.dep[child] in ("acl", "ccomp", "relcl") and parse.has(child, ("that",), "mark") is not None:
            return [head for head in subjects(parse, child) if head > noun and scene.is_actor(head)]
    return []


def _targets(scene: Scene, noun: int) -> list[int]:
    """What an attack or an accident hits, where a verb says so: "attacks targeting trains", "the blast hit a bakery"."""
    parse = scene.parse
    verb, dep = governor(parse, noun)
    verbs = [verb] if dep == "nsubj" else []
    if dep == "pobj" and parse.lower[verb] == "by" and parse.lemma(parse.head[verb]) in scene.lexicon.hitting_verbs:
        return objects(parse, parse.head[verb])
    verbs += [child for child in parse.children[noun] if parse.dep[child] in ("acl", "relcl")]
    for verb in verbs:
        if parse.is_verb(verb) and parse.lemma(verb) in scene.lexicon.hitting_verbs:
            if parse.tag[verb] == "VBN" and is_passive(parse, verb):
                return after(parse, verb, "at")
            found = objects(parse, verb) or after(parse, verb, "through") or after(parse, verb, "into")
            return [head for head in found if head != noun]
    return []


def _described(parse: Parse, adjective: int) -> list[int]:
    """Whom an adjective is said of: the subject of "is dead", the object of "left two dead" and of "were shot dead"."""
    number = parse.child(adjective, "nummod")
    if number is not None:
        # "left at least 20 dead"
        return [number]
    if parse.child(adjective, *SUBJECTS) is not None:
        return subjects(parse, adjective)
    dep, above = parse.dep[adjective], parse.head[adjective]
    if dep in SUBJECTS or dep in OBJECTS or (dep == "pobj" and parse.lower[above] != "among"):
        return []  # "the dead" are themselves the people
    for above, _ in zip(parse.ancestors(adjective), range(MAX_CLIMB), strict=False):
        if parse.is_verb(above):
            return objects(parse, above) or subjects(parse, above)
        if parse.tag[above] in NOUN_TAGS:
            return [above]
    return subjects(parse, adjective)
