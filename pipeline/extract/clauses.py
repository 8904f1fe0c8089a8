"""Who is the subject and who the object of a verb, through passives, relative clauses, control, raising and coordination.

The labels are those of ClearNLP, which spaCy's English pipelines give.
"""

from __future__ import annotations

from pipeline.extract.misparses import has_to_do, is_held, is_spliced, opens_quote, spares_them
from pipeline.lexicons import words
from pipeline.parse import FINITE_TAGS, NAME_TAGS, NOUN_TAGS, OBJECTS, RELATIVE_PRONOUNS, SUBJECTS, VERB_TAGS, Parse
from pipeline.spans import Span

_SHORT_HAS = frozenset({"'s", "’s"})
_WITH_PARTICIPLE = frozenset({"have", "get", "see", "want", "need", "keep", "find", "leave", "watch", "order"})
MAX_CLIMB = 12
"""Steps up the tree that a search takes at most, so that a hostile text stays linear."""

OBJECT_CONTROL = words("clauses", "object_control")
_SUSPICIONS = words("clauses", "suspicions")
_LEFT_OF_NOUN = words("clauses", "left_of_noun")
QUANTITIES = words("clauses", "quantities")
REST = words("clauses", "rest")
_MEANS = words("clauses", "means")
_CALLS = words("clauses", "calls")
_UNTENSED = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl", "amod"})
"""Labels of clauses that may have no tense."""
_TENSED = frozenset({"VBD", "VBZ"})
_CIRCUMSTANCES = words("clauses", "circumstances")
_WAYS = words("clauses", "ways")
_RELATIVE_ADVERBS = frozenset({"where", "when", "why", "how"})


_OPENERS = frozenset({"``", ":"})
"""Tags of what stands before direct speech."""

_QUOTE_TAGS = frozenset({"``", "''"})

_OBJECT_GERUND = frozenset({"of", "from", "into", "with", "as"})
"""Prepositions before a verb in -ing whose subject is the object above: "charged the man with taking bribes"."""

_THIRD_PERSON = frozenset({"it", "he", "she"})


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb is a passive or a participle that modifies what it is done to."""
    for child in parse.children[verb]:
        if parse.dep[child] in ("nsubjpass", "csubjpass", "agent"):
            return True
        if parse.dep[child] == "auxpass":
            # "it's added jobs": the parser takes a short "has" for "is"
            return parse.lower[child] not in _SHORT_HAS or parse.child(verb, *OBJECTS) is None
    dep = parse.dep[verb]
    if _is_gapped(parse, verb):
        return True
    if parse.tag[verb] == "VBD" and dep == "advcl":
        # "was brought in handcuffed": a finite verb would have a subject of its own, or share one by "and"
        above = parse.head[verb]
        is_joined = any(parse.dep[child] == "cc" and above < child < verb for child in parse.children[above])
        return not is_joined and parse.child(verb, "aux", "mark", "advmod", *OBJECTS, *SUBJECTS) is None
    if parse.tag[verb] != "VBN":
        return False
    if dep == "amod" or (dep == "ccomp" and _is_had_done(parse, verb)):
        return True
    if dep in ("acl", "advcl", "xcomp", "oprd", "acomp", "pcomp"):
        return not any(parse.dep[child] in ("aux", "dobj", "nsubj") for child in parse.children[verb])
    if dep == "conj":
        head = parse.head[verb]
        if any(parse.dep[child] in ("aux", "nsubj") for child in parse.children[verb]):
            return False
        return parse.tag[head] == "VBN" and any(parse.dep[child] == "auxpass" for child in parse.children[head])
    return False


def _is_gapped(parse: Parse, verb: int) -> bool:
    """Whether a passive leaves out the auxiliary of the one it is joined with: "two were killed and six others wounded"."""
    head = parse.head[verb]
    if parse.dep[verb] != "conj" or parse.tag[verb] not in ("VBN", "VBD") or parse.tag[head] != "VBN":
        return False
    subject = parse.child(verb, "nsubj")
    if subject is None or parse.child(head, "auxpass") is None:
        return False
    if parse.tag[verb] == "VBD" and parse.tag[subject] != "CD" and parse.lower[subject] not in REST:
        # "both came back" is no passive
        return False
    return parse.child(verb, "aux", "prt", "ccomp", "xcomp", *OBJECTS) is None


def _is_had_done(parse: Parse, participle: int) -> bool:
    """Whether a participle tells what is done to its own subject: "had my car stolen", "saw him arrested"."""
    if parse.lemma(parse.head[participle]) not in _WITH_PARTICIPLE:
        return False
    return parse.child(participle, "nsubj") is not None and parse.child(participle, "aux", "dobj", "mark") is None


def subjects(parse: Parse, verb: int) -> list[int]:
    """Heads of the verb's surface subject: of a passive, what it is done to.

    A subject that the clause leaves out is that of the clause it hangs on: coordination, control, raising, participles.

    Returns:
        Nouns and pronouns in the order of the text, coordinated ones apart; empty where there is none.
    """
    at = verb
    for _ in range(MAX_CLIMB):
        own = _own_subject(parse, at)
        if own is not None:
            # "it was founded … to help firms invest": a verb in the plural is not that of "it", whatever it is coordinated with
            is_other = at != verb and parse.tag[verb] == "VBP" and parse.lower[own] in _THIRD_PERSON
            return [] if is_other else _nominal_heads(parse, _antecedent(parse, own, at))
        head, dep = parse.head[at], parse.dep[at]
        if head == at:
            return []
        if dep == "conj" and parse.dep[head] == "relcl" and spares_them(parse, at):
            at = parse.head[parse.head[head]]
            continue
        finite = _finite_conjunct(parse, at)
        if finite is not None:
            at = finite
            continue
        if dep == "acl" or (dep == "amod" and at == verb):
            if parse.tag[at] in ("VBG", "VBN"):
                return [head]
            return _possessors(parse, head)
        if dep == "relcl" and parse.dep[head] in OBJECTS and has_to_do(parse, parse.head[head], at):
            at = parse.head[head]
            continue
        if dep == "relcl":
            is_subject = at == verb and parse.child(at, *OBJECTS) is not None and parse.lower[head] not in _CIRCUMSTANCES
            return [head] if is_subject else []
        if opens_quote(parse, at):
            return []  # he told the paper, "keeping rates at this level": who keeps them stands in the quotation
        if is_held(parse, at):
            return objects(parse, head)
        if dep == "advcl" and parse.tag[at] == "VB" and parse.child(at, "aux", "mark") is None:
            return []  # an order before a dash: "Let's face it – most of it is sold"
        if dep in ("ccomp", "xcomp") and parse.tag[at] == "VB" and parse.has(at, ("to",), "aux") is None:
            # "watched him fall"; an order in direct speech has no subject: "“Stop it,” he said"
            watched = parse.child(head, *OBJECTS)
            if watched is not None and head < watched < at:
                return _nominal_heads(parse, watched)
            if dep == "ccomp" or any(parse.tag[token] in _OPENERS for token in range(head + 1, at)):
                return []
        if dep in ("xcomp", "advcl") and parse.lower[head] in _MEANS and is_passive(parse, head):
            # "the roads are used to deliver timber", "the wire needed by the men to trigger it": not the roads, not the wire
            return agents(parse, head)
        if dep == "ccomp" and is_finite(parse, at) and parse.subtree(at)[0] != head + 1:
            # but for "he said will leave", a finite clause has its own: "said the leaders were ill", with an object by mistake
            mistaken = parse.child(head, *OBJECTS)
            return [] if mistaken is None or not head < mistaken < at else _nominal_heads(parse, mistaken)
        if dep == "xcomp" or dep == "ccomp":
            controlled = None if has_to_do(parse, head, at) else _controlled(parse, head)
            if controlled is not None:
                return _nominal_heads(parse, controlled)
        elif dep == "pcomp" or dep == "prep":
            above = parse.head[head]
            if parse.tag[above] in NOUN_TAGS and dep == "pcomp":
                return _possessors(parse, above) or _suspects(parse, above)
            if dep == "pcomp" and parse.lower[head] == "for" and parse.lemma(above) in _CALLS:
                return []  # "called for jailing them": others are to do it
            if dep == "pcomp" and parse.lower[head] in _OBJECT_GERUND and parse.tag[above] in VERB_TAGS:
                blamed = objects(parse, above)
                if blamed:
                    return blamed
            at = head
            continue
        elif dep not in ("conj", "advcl", "dep", "oprd", "acomp", "attr"):
            return []
        if parse.tag[head] not in VERB_TAGS and parse.tag[head] not in ("MD", "IN", "TO", "JJ"):
            return []
        at = head
    return []


def _finite_conjunct(parse: Parse, verb: int) -> int | None:
    """The verb that a finite one is joined with, where the parser hangs it on one without a tense: "told him to leave and fled".

    Returns:
        The finite verb above; None where the parse may be right.
    """
    head = parse.head[verb]
    if parse.dep[verb] != "conj" or parse.dep[head] not in _UNTENSED or not is_finite(parse, verb):
        return None
    if is_finite(parse, head):
        # "said it could not be found and hoped for help": an active past joins no passive with "could"
        outer = parse.head[head]
        is_past = parse.tag[verb] == parse.tag[outer] == "VBD" and parse.dep[head] == "ccomp"
        is_other = parse.child(head, "auxpass") is not None and any(parse.tag[child] == "MD" for child in parse.children[head])
        return outer if is_past and is_other else None
    if parse.tag[head] not in ("VB", "VBG") and (parse.tag[head] != "VBN" or parse.child(head, *SUBJECTS) is not None):
        return None
    if not any(parse.dep[child] == "cc" and head < child < verb for child in parse.children[head]):
        return None
    above = (token for token, _ in zip(parse.ancestors(head), range(MAX_CLIMB), strict=False) if is_finite(parse, token))
    found = next(above, None)
    between = () if found is None else range(min(found, verb), max(found, verb))
    return None if any(parse.tag[token] in _QUOTE_TAGS for token in between) else found  # what is quoted has verbs of its own


def is_finite(parse: Parse, verb: int) -> bool:
    """Whether a verb has a tense, by its own form or by that of its auxiliary."""
    if parse.tag[verb] in _TENSED:
        return True
    return any(parse.dep[child] in ("aux", "auxpass") and parse.tag[child] in FINITE_TAGS for child in parse.children[verb])


def _own_subject(parse: Parse, verb: int) -> int | None:
    """The subject that depends on the verb; of two the nearer, as a dateline before the sentence is often parsed as another."""
    found: int | None = None
    for child in parse.children[verb]:
        is_subject = parse.dep[child] in SUBJECTS or parse.dep[child] == "expl"
        if is_subject and (found is None or (child < verb and not _is_stranded(parse, child))):
            found = child
    return found


def _is_stranded(parse: Parse, noun: int) -> bool:
    """Whether a noun stands behind a preposition without an object, which the parser should have given it."""
    before = parse.subtree(noun)[0] - 1
    return before >= 0 and parse.dep[before] == "prep" and not parse.children[before]


def objects(parse: Parse, verb: int) -> list[int]:
    """Heads of what the verb is done to: its object, the subject of a passive, the noun that a participle modifies.

    Returns:
        Nouns and pronouns in the order of the text, coordinated ones apart.
    """
    if is_passive(parse, verb):
        if parse.dep[verb] in ("acl", "amod") and parse.child(verb, "nsubjpass") is None:
            return [parse.head[verb]]
        return subjects(parse, verb)
    own = parse.child(verb, *OBJECTS)
    if own is not None:
        return _nominal_heads(parse, _antecedent(parse, own, verb))
    dep, head = parse.dep[verb], parse.head[verb]
    if dep == "relcl":
        subject = parse.child(verb, "nsubj")
        if subject is not None and parse.lower[subject] not in RELATIVE_PRONOUNS and parse.tag[head] in NOUN_TAGS:
            return [] if _is_circumstance(parse, verb) or is_spliced(parse, verb, subject) else [head]
    if dep == "conj" and parse.tag[verb] == parse.tag[head]:
        shared = parse.child(head, *OBJECTS)
        if shared is not None and shared > verb:
            return _nominal_heads(parse, shared)
    below = parse.child(verb, "ccomp")
    if below is not None and parse.tag[below] == "VB":
        # "asked him to leave" is parsed with "him" as the subject of the infinitive
        inner = parse.child(below, "nsubj", "nsubjpass")
        if inner is not None and inner > verb and parse.has(below, ("to",), "aux") is not None:
            return _nominal_heads(parse, inner)
    return []


def _is_circumstance(parse: Parse, verb: int) -> bool:
    """Whether the noun of a relative clause tells when, where, how or why: "the date on which it begins", "the way he looks"."""
    if parse.lower[parse.head[verb]] in _CIRCUMSTANCES:
        return True
    for child in parse.children[verb]:
        if parse.lower[child] in _RELATIVE_ADVERBS and parse.dep[child] == "advmod":
            return True
        inner = parse.child(child, "pobj") if parse.dep[child] == "prep" else None
        if inner is not None and parse.lower[inner] in RELATIVE_PRONOUNS and child < inner < verb:
            return True
    return False


def _is_way(parse: Parse, noun: int) -> bool:
    """Whether a bare noun behind "by" tells how, not who: "moved by rail", "reached by phone"."""
    return parse.lower[noun] in _WAYS and parse.child(noun, "det", "poss", "nummod") is None


def agents(parse: Parse, token: int) -> list[int]:
    """Heads of the by-phrase of a passive or of a noun: who does it."""
    nested: list[int] = []
    for child in parse.children[token]:
        if parse.lower[child] == "by" and parse.dep[child] in ("agent", "prep"):
            found = [head for head in prepositional_objects(parse, child) if not _is_way(parse, head)]
            if found:
                return found
        if parse.dep[child] == "prep" and parse.tag[token] == "VBN":
            nested.extend(prepositional_objects(parse, child))
    # "charged with fraud by prosecutors": the phrase is often hung on the noun before it
    by = (parse.has(noun, ("by",), "prep") for noun in nested)
    return next((prepositional_objects(parse, preposition) for preposition in by if preposition is not None), [])


def prepositional_objects(parse: Parse, preposition: int) -> list[int]:
    """Heads of the objects of a preposition, coordinated ones apart."""
    found = parse.child(preposition, "pobj")
    if found is None:
        # "out of the treaty", "from inside the house"
        inner = parse.child(preposition, "prep")
        found = None if inner is None else parse.child(inner, "pobj")
    return [] if found is None else _nominal_heads(parse, found)


def possessors(parse: Parse, noun: int) -> list[int]:
    """Heads of the noun's possessors: "the cartel's shipment", "his arrest"."""
    owner = parse.child(noun, "poss")
    return [] if owner is None else _nominal_heads(parse, owner)


def noun_phrase(parse: Parse, head: int) -> Span:
    """The characters of the noun with what stands before it, its of-phrase, and the name right after it ("the daily El Faro").

    Clauses and appositions between commas are left out.
    """
    first, last = head, head + 1
    for child in reversed(parse.children[head]):
        if child > head:
            continue
        if parse.dep[child] not in _LEFT_OF_NOUN:
            break
        first = min(first, parse.subtree(child)[0])
    name = next((child for child in parse.children[head] if child > head and parse.dep[child] == "appos"), None)
    if name is not None and parse.subtree(name)[0] == last and parse.tag[name] in NAME_TAGS:
        last = name + 1
    at = head
    for _ in range(MAX_CLIMB):
        of = next((child for child in parse.children[at] if child >= last and parse.lower[child] == "of"), None)
        inner = None if of is None or of != last else parse.child(of, "pobj")
        if inner is None:
            break
        at, last = inner, inner + 1
    while first < head and parse.is_punct(first) and parse.lower[first] not in "$#":
        first += 1
    return parse.span(first, last)


def governor(parse: Parse, noun: int) -> tuple[int, str]:
    """What a noun is an argument of, over coordination and nouns of quantity ("a series of attacks").

    Returns:
        The verb, preposition or noun above, and the label by which it is reached.
    """
    at = noun
    for _ in range(MAX_CLIMB):
        if parse.dep[at] == "conj":
            at = parse.head[at]
        elif parse.dep[at] == "pobj" and parse.lower[parse.head[at]] == "of" and _is_quantity(parse, parse.head[parse.head[at]]):
            at = parse.head[parse.head[at]]
        else:
            break
    return parse.head[at], parse.dep[at]


def counted(parse: Parse, noun: int) -> list[int]:
    """What a noun of quantity counts: "half of its debt"; empty where it counts nothing."""
    if parse.lower[noun] not in QUANTITIES:
        return []
    of = parse.has(noun, ("of",), "prep")
    return [] if of is None else prepositional_objects(parse, of)


def _is_quantity(parse: Parse, noun: int) -> bool:
    return parse.tag[noun] in NOUN_TAGS and parse.lower[noun] in QUANTITIES


def is_nominal(parse: Parse, token: int) -> bool:
    """Whether the token can be a participant: a noun, a name, a pronoun or a number that stands for people."""
    return parse.tag[token] in NOUN_TAGS or parse.tag[token] in ("PRP", "CD", "DT", "WP", "PRP$", "JJ", "JJR", "JJS")


def _nominal_heads(parse: Parse, token: int) -> list[int]:
    found = [t for t in parse.conjuncts(token) if is_nominal(parse, t)]
    return sorted(found)


def _antecedent(parse: Parse, pronoun: int, verb: int) -> int:
    """The noun that a relative pronoun stands for; the token itself where it is none."""
    if parse.lower[pronoun] not in RELATIVE_PRONOUNS or pronoun > verb:
        return pronoun
    at = verb
    for _ in range(MAX_CLIMB):
        if parse.dep[at] == "relcl":
            return parse.head[at]
        if parse.dep[at] not in ("conj", "xcomp", "ccomp"):
            break
        at = parse.head[at]
    return pronoun


def _controlled(parse: Parse, verb: int) -> int | None:
    """The object that is the subject of an infinitive below the verb: "ordered them to leave"."""
    own = parse.child(verb, *OBJECTS, "dative")
    if own is None or parse.lower[own] == "to" or parse.lemma(verb) not in OBJECT_CONTROL:
        return None
    return own


def _possessors(parse: Parse, noun: int) -> list[int]:
    """Who acts in what a noun says: its possessor, else the subject of the verb whose object it is ("made a plan to leave")."""
    owners = possessors(parse, noun)
    if owners:
        return owners
    verb, dep = governor(parse, noun)
    if dep in OBJECTS and parse.tag[verb] in VERB_TAGS and not is_passive(parse, verb):
        own = parse.child(verb, *SUBJECTS)
        return [] if own is None else _nominal_heads(parse, _antecedent(parse, own, verb))
    return []


def _suspects(parse: Parse, noun: int) -> list[int]:
    """Who is said to act by a noun of suspicion: the object of its verb, "arrested a man on suspicion of selling"."""
    preposition = parse.head[noun]
    verb = parse.head[preposition]
    if parse.dep[noun] != "pobj" or parse.lemma(noun) not in _SUSPICIONS or parse.tag[verb] not in VERB_TAGS:
        return []
    return objects(parse, verb)
