"""Who does an event, to whom it is done and with what, by the syntax of its clause."""

from __future__ import annotations

from pipeline.extract.clauses import MAX_CLIMB, agents, governor, is_passive, objects, possessors, prepositional_objects, subjects
from pipeline.extract.participant_scene import PLACES, Scene
from pipeline.extract.participant_subjects import doers
from pipeline.layers import Event
from pipeline.parse import NOUN_TAGS, OBJECTS, SUBJECTS, Parse
from pipeline.vocabulary import EventType, Label

_GROUPS = frozenset({Label.GPE, Label.NORP, Label.ORG})
NOUN_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
_TOLD = frozenset({"ROOT", "ccomp", "parataxis"})
"""Labels of a clause that stands for itself, or beside another one."""
_NEVER_ALONE = frozenset({EventType.COERCE, EventType.CHARGE, EventType.SENTENCE})
"""Types whose verbs always name whom they are done to."""
_ATTITUDES = frozenset({"of", "in", "for", "with", "about"})
"""Prepositions behind an adjective that tells what someone does or has in mind."""
_PARTICIPIAL = ("ed", "en", "stood", "wn", "ught")
"""How a participle ends that became an adjective."""
_LAWFUL = frozenset({EventType.ACCUSE, EventType.COERCE})
"""Types of what is done to those who break the law, not by them."""
_DEEPEST = 3
_UNINTENDED = frozenset({EventType.DISASTER, EventType.ACCIDENT})
"""Types in which a land that owns the event is where it happens."""
_EMPTY = frozenset({"there", "this", "that", "what", "which", "who", "such"})


def find_actors(scene: Scene, event: Event) -> list[int]:
    """Heads of who does it; empty where the clause does not say."""
    found = _doers(scene, event)
    return [head for head in found if takes_part(scene, head) and not is_means(scene, event, head)]


def is_place(scene: Scene, head: int) -> bool:
    """Whether a word names a place, or is a noun for one."""
    mention = scene.mentions.get(head)
    return scene.parse.lemma(head) in scene.lexicon.places if mention is None else mention.label in PLACES


def find_instruments(scene: Scene, event: Event) -> list[int]:
    """Heads of what it is done with: "with a knife", "using explosives", "set off a bomb", and what kills by itself ("bombs")."""
    if event.type not in scene.lexicon.instrument_types:
        return []
    parse = scene.parse
    found = [head for head in _doers(scene, event) if is_means(scene, event, head)] + handled(scene, event)
    for child in parse.children[event.token]:
        if parse.lower[child] in ("with", "by") and parse.dep[child] in ("prep", "agent"):
            found.extend(head for head in prepositional_objects(parse, child) if parse.lemma(head) in scene.lexicon.instruments)
        elif parse.lower[child] == "using":
            found.extend(objects(parse, child))
    return found


def handled(scene: Scene, event: Event) -> list[int]:
    """Weapons that are the object of a verb that uses them: "detonated a bomb"."""
    if event.lemma not in scene.lexicon.wielding_verbs:
        return []
    return [head for head in objects(scene.parse, event.token) if is_means(scene, event, head)]


def is_means(scene: Scene, event: Event, head: int) -> bool:
    """Whether the subject of a violent event is no one who acts but a weapon; an event that kills ("the flood") acts."""
    if event.type not in scene.lexicon.instrument_types or head in scene.mentions:
        return False
    return scene.parse.lemma(head) in scene.lexicon.instruments


def takes_part(scene: Scene, head: int) -> bool:
    """Whether a noun can take part in an event: no date, no expletive, and no "that" of which nobody knows what it stands for."""
    if head in scene.dates:
        return False
    lower = scene.parse.lower[head]
    if lower == "it":
        return not _is_expletive(scene, head)
    return lower not in _EMPTY or head in scene.mentions


def _is_expletive(scene: Scene, it: int) -> bool:
    """Whether "it" only holds the place of a clause: "it emerged that", "it was decided to"."""
    parse, verb = scene.parse, scene.parse.head[it]
    if parse.dep[it] == "expl" or parse.tag[verb] == "JJ" or parse.lemma(verb) in scene.lexicon.impersonal_verbs:
        return True
    if parse.lemma(verb) == "come" and parse.has(verb, ("when",), "advmod") is not None:
        return True  # "when it comes to taxes"
    if parse.lemma(verb) == "be":
        # "it is wrong to say so", "it is a shame that they left"
        if parse.child(verb, "acomp") is None:
            noun = parse.child(verb, "attr")
            if noun is None or parse.has(noun, ("a", "an"), "det") is None:
                return False
        return parse.child(verb, "ccomp", "xcomp") is not None
    return parse.dep[it] == "nsubjpass" and parse.child(verb, "ccomp", "csubj") is not None


def _doers(scene: Scene, event: Event) -> list[int]:
    parse, token = scene.parse, event.token
    if parse.is_verb(token):
        if is_disposed(scene, event):
            return subjects(parse, token)
        if is_passive(parse, token):
            return agents(parse, token)
        if is_undergone(scene, event):
            return agents(parse, token)
        above = _passive_above(scene, event)
        if above is not None:
            return agents(parse, above)
        return [] if _is_lent(scene, token) else doers(scene, event.type, token)
    if parse.tag[token] not in NOUN_TAGS:
        if is_attitude(scene, event):
            return subjects(parse, token)
        return agents(parse, token) or _made_so(scene, token)
    by = agents(parse, token) or _agents_below(scene, token)
    if by:
        return by
    return (
        _owners(scene, event)
        or _bearers(scene, event)
        or _bearers_below(scene, token)
        or after(parse, token, "between")
        or after(parse, token, "among")
        or ([] if event.type in scene.lexicon.accusing_types else involved(scene, token))
    )


def is_attitude(scene: Scene, event: Event) -> bool:
    """Whether an adjective tells how its subject, a person or a group, acts: "is willing to pay", "was involved in the sale".

    One that is formed like a participle does only with a complement: "was determined to go", but not "was traumatized".
    """
    parse, token = scene.parse, event.token
    if event.lemma in scene.events.adjectives or not all(map(scene.is_actor, subjects(parse, token))):
        return False
    if not is_participial(scene, event):
        return not any(parse.lower[head] == "it" for head in subjects(parse, token))
    return any(parse.dep[child] == "xcomp" or parse.lower[child] in _ATTITUDES for child in parse.children[token] if child > token)


def is_participial(scene: Scene, event: Event) -> bool:
    """Whether an adjective tells what was done to someone: "dead", "traumatized", "misunderstood"; "happy" and "fierce" do not."""
    return event.lemma in scene.events.adjectives or scene.parse.lower[event.token].endswith(_PARTICIPIAL)


def is_disposed(scene: Scene, event: Event) -> bool:
    """Whether a participle tells what its subject has in mind, and is no passive: "is prepared to lift the ban"."""
    parse, token = scene.parse, event.token
    if (
        parse.tag[token] != "VBN"
        or event.lemma not in scene.lexicon.disposed_participles
        or parse.child(token, "agent") is not None
    ):
        return False
    return parse.child(token, "xcomp") is not None or parse.has(token, ("to",), "prep") is not None


def _made_so(scene: Scene, adjective: int) -> list[int]:
    """Who makes someone what an adjective says: the doer of its verb, "was shot dead by police", "the blast left two dead"."""
    parse, verb = scene.parse, scene.parse.head[adjective]
    if parse.dep[adjective] not in ("oprd", "acomp", "advmod", "ccomp", "xcomp") or not parse.is_verb(verb):
        return []
    if is_passive(parse, verb):
        return agents(parse, verb)
    return subjects(parse, verb) if objects(parse, verb) or parse.lemma(verb) == "leave" else []


def _is_lent(scene: Scene, verb: int) -> bool:
    """Whether an infinitive has but the noun of a participle, a thing, for a subject: "roads leading north to press for aid"."""
    parse, above = scene.parse, scene.parse.head[verb]
    if parse.dep[verb] != "advcl" or parse.dep[above] != "acl" or parse.has(verb, ("to",), "aux") is None:
        return False
    noun = parse.head[above]
    return noun not in scene.mentions and scene.kinds.is_impersonal(parse.lemma(noun))


def _passive_above(scene: Scene, event: Event) -> int | None:
    """The passive that a participle tells the outcome of: who is done by is who does it, "was hit by a blast, killing two"."""
    parse, token = scene.parse, event.token
    if event.type not in scene.lexicon.instrument_types or parse.tag[token] != "VBG" or parse.child(token, *SUBJECTS) is not None:
        return None
    first = token
    for _ in range(MAX_CLIMB):
        if parse.dep[first] != "conj" or parse.tag[parse.head[first]] != "VBG":
            break
        first = parse.head[first]  # "killing two and injuring ten"
    above = parse.head[first]
    is_outcome = parse.dep[first] == "advcl" and above < first and parse.child(first, "mark", *SUBJECTS) is None
    return above if is_outcome and parse.is_verb(above) and is_passive(parse, above) else None


def involved(scene: Scene, noun: int, depth: int = 0) -> list[int]:
    """Who is said to have a part in an event: "was involved in the attack", "accused her of fraud", "convicted of murder"."""
    parse = scene.parse
    head, dep = governor(parse, noun)
    if dep != "pobj":
        return []
    above = parse.head[head]
    word = above if parse.tag[above] not in NOUN_TAGS else None
    if word is None:
        # "claimed responsibility for the attack", "faces charges of fraud"
        if parse.lemma(above) not in scene.lexicon.part_nouns:
            return []
        if parse.dep[above] in OBJECTS:
            return subjects(parse, parse.head[above])
        # "accused of a role in the attack"
        return possessors(parse, above) or (
            involved(scene, above, depth + 1) if parse.dep[above] == "pobj" and depth < _DEEPEST else []
        )
    phrase = f"{parse.lower[above] if parse.tag[above] == 'JJ' else parse.lemma(above)} {parse.lower[head]}"
    if phrase in scene.lexicon.part_phrases:
        return subjects(parse, above)
    return objects(parse, above) if phrase in scene.lexicon.blaming_phrases else []


def _agents_below(scene: Scene, noun: int) -> list[int]:
    """Who acts in an event noun by the participle of a light verb: "the protests called by the union"."""
    made = made_by(scene, noun)
    return [] if made is None else agents(scene.parse, made)


def _bearers_below(scene: Scene, noun: int) -> list[int]:
    """The subject of the light verb in a relative clause on an event: "the attack that rebels carried out"."""
    verb = borne_by(scene, noun)
    if verb is None:
        return []
    lemma = scene.parse.lemma(verb)
    return subjects(scene.parse, verb) if lemma in scene.events.light_verbs or lemma in scene.lexicon.bearing_verbs else []


def borne_by(scene: Scene, noun: int) -> int | None:
    """The verb of a relative clause of which an event noun is the object: "the injuries he suffered"."""
    for child in scene.parse.children[noun]:
        if scene.parse.dep[child] == "relcl" and scene.parse.is_verb(child) and objects(scene.parse, child) == [noun]:
            return child
    return None


def made_by(scene: Scene, noun: int) -> int | None:
    """The participle of a light verb on an event noun: "the protests called by the union", "threats made against the clerk"."""
    for child in scene.parse.children[noun]:
        if scene.parse.dep[child] == "acl" and scene.parse.tag[child] == "VBN":
            lemma = scene.parse.lemma(child)
            if lemma in scene.events.light_verbs or lemma in scene.lexicon.bearing_verbs:
                return child
    return None


def is_undergone(scene: Scene, event: Event) -> bool:
    """Whether the verb's subject suffers what happens: "two climbers died", "she suffered a stroke", "Driver arrested"."""
    if _is_bare_passive(scene, event):
        return True
    if event.lemma in scene.lexicon.undergoing_verbs and event.type is EventType.INJURE:
        return True
    if event.lemma in scene.lexicon.middle_verbs and scene.parse.child(event.token, *OBJECTS) is None:
        # "her picture sold for a million"
        return not any(map(scene.is_actor, subjects(scene.parse, event.token)))
    return (
        event.lemma in scene.lexicon.unaccusative_verbs
        and event.type in scene.lexicon.patient_types
        and scene.parse.child(event.token, *OBJECTS) is None
    )


def _is_bare_passive(scene: Scene, event: Event) -> bool:
    """Whether a headline leaves the auxiliary of a passive out: "Driver arrested"; nobody "arrested" without an object."""
    parse, token = scene.parse, event.token
    if event.type not in scene.lexicon.patient_types or parse.dep[token] not in _TOLD:
        return False
    if parse.child(token, "aux", "auxpass", *OBJECTS) is not None:
        return False
    return parse.tag[token] == "VBN" or (parse.tag[token] == "VBD" and event.type in _NEVER_ALONE)


def _owners(scene: Scene, event: Event) -> list[int]:
    """Who acts in an event noun by its possessor, its modifier or its of-phrase."""
    parse, token = scene.parse, event.token
    owners = [head for head in possessors(parse, token) if head not in scene.dates]
    if event.type in _UNINTENDED:
        # "Peru's worst earthquake"
        owners = [head for head in owners if not is_place(scene, head)]
    of = after(parse, token, "of")
    patient = owner_is_patient(scene, event)
    if owners and (not patient or of):
        # "mounted its offensive": the subject of the verb says who "its" is
        return (_bearers(scene, event) or owners) if parse.tag[owners[0]] == "PRP$" else owners
    modifiers = [
        child for child in parse.children[token] if parse.dep[child] in NOUN_MODIFIERS and _names_doer(scene, event, child)
    ]
    if modifiers and (not patient or of):
        return modifiers
    if event.type is EventType.CHANGE:
        grown = [head for head in of or after(parse, token, "in") if not _is_figure(scene, head)]
        return grown or [child for child in parse.children[token] if parse.dep[child] == "compound" and parse.tag[child] == "NN"]
    return of if event.lemma in scene.lexicon.agent_nouns else []


def _is_figure(scene: Scene, head: int) -> bool:
    """Whether a noun is a figure: "a rise of 12 percent"."""
    parse = scene.parse
    return parse.tag[head] in ("CD", "$") or parse.lemma(head) in scene.events.classes["@number"]


def _names_doer(scene: Scene, event: Event, modifier: int) -> bool:
    """Whether a name before an event noun says who acts, not where: "Russian troops", "the Acme merger"."""
    mention = scene.mentions.get(modifier)
    if mention is None and event.type in scene.lexicon.staged_types:
        lemma = scene.parse.lemma(modifier)
        if event.type in _LAWFUL and lemma in scene.lexicon.outlaws:
            return False  # "terrorist investigations" are into terrorists
        return lemma in scene.lexicon.acting_nouns
    if mention is None or mention.label not in _GROUPS:
        return False
    if mention.label is not Label.GPE or scene.parse.lower[modifier] in scene.lexicon.acting_countries:
        return True
    return event.type in scene.lexicon.addressed_types and event.type is not EventType.PROTEST


def owner_is_patient(scene: Scene, event: Event) -> bool:
    """Whether the possessor of an event noun suffers it: "his arrest"."""
    if event.lemma in scene.lexicon.patient_nouns:
        return True
    return event.type in scene.lexicon.patient_types and event.lemma not in scene.lexicon.agent_nouns


def _bearers(scene: Scene, event: Event) -> list[int]:
    """The subject of the light verb whose object is the event."""
    parse = scene.parse
    verb = bearing_verb(scene, event)
    if verb is None:
        return []
    return agents(parse, verb) if is_passive(parse, verb) else doers(scene, event.type, verb)


def bearing_verb(scene: Scene, event: Event) -> int | None:
    """The verb whose subject acts in the event that is its object: "held talks", "launched an attack"."""
    verb, dep = governor(scene.parse, event.token)
    if not scene.parse.is_verb(verb) or not (dep in OBJECTS or dep == "nsubjpass"):
        return None
    lemma = scene.parse.lemma(verb)
    if lemma not in scene.events.light_verbs and lemma not in scene.lexicon.bearing_verbs:
        return None
    # "called the attack a crime" says what it is called, "seeks a long sentence" not who passes it
    names = scene.parse.child(verb, "oprd", "ccomp") is not None
    if event.type is EventType.SENTENCE and lemma in scene.lexicon.sentencing_verbs:
        return verb
    return None if names or event.type in (EventType.SENTENCE, EventType.ELECT) else verb


def after(parse: Parse, token: int, word: str) -> list[int]:
    """Heads of the objects of a preposition that depends on a token."""
    for child in parse.children[token]:
        if parse.lower[child] == word and parse.dep[child] in ("prep", "agent", "dative"):
            return prepositional_objects(parse, child)
    return []
