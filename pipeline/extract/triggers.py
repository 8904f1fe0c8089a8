"""Which words name an event: verbs, nouns, the nouns of light verbs, and a few adjectives."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pipeline.extract.clauses import OBJECTS, governor
from pipeline.extract.event_frames import first_frame
from pipeline.extract.event_lexicon import EventLexicon
from pipeline.parse import NAME_TAGS, NOUN_TAGS, SUBJECTS, VERB_TAGS, Parse

MAX_IN_SENTENCE = 100
"""Events that one sentence may tell; what holds more is no prose, and its words hang on one head in thousands."""

_AUXILIARY = frozenset(
    {"aux", "auxpass", "neg", "mark", "prep", "cc", "punct", "intj", "det", "compound", "nmod", "case", "predet"}
)
_EMPTY_VERBS = frozenset({"be", "have", "do", "’s", "'s", "’re", "'re", "’m", "'m", "’ve", "'ve", "’d", "'d", "’ll", "'ll"})
_CANDIDATE_TAGS = VERB_TAGS | NOUN_TAGS | {"JJ"}
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod"})
_TEMPORAL = frozenset({"during", "after", "amid", "following"})
_HOLDING = frozenset({"hold", "stage", "conduct", "make", "undergo"})
_ADJECTIVE_SLOTS = frozenset({"acomp", "oprd", "ccomp", "xcomp", "conj", "ROOT", "attr", "advcl", "advmod", "pcomp"})


def find_triggers(
    parse: Parse, lexicon: EventLexicon, blocked: Container[int] = (), names: Container[int] = ()
) -> Iterator[tuple[int, str]]:
    """Decides for each word whether it names an event.

    Args:
        parse: the parsed text.
        lexicon: word lists.
        blocked: tokens that are no event whatever they look like, such as cues of statements.
        names: tokens of names, which are no event either.

    Yields:
        Token and lemma, in the order of the text; at most `MAX_IN_SENTENCE` a sentence.
    """
    for first, last in parse.sentences:
        found = 0
        for token in range(first, last):
            tag = parse.tag[token]
            if tag not in _CANDIDATE_TAGS or token in blocked or token in names:
                continue
            lemma = _event_lemma(parse, token, tag, lexicon)
            if lemma is None:
                continue
            yield token, lemma
            found += 1
            if found == MAX_IN_SENTENCE:
                break


def _event_lemma(parse: Parse, token: int, tag: str, lexicon: EventLexicon) -> str | None:
    """The lemma of a word that names an event; None where it names none."""
    if tag in VERB_TAGS:
        if parse.dep[token] in _AUXILIARY:
            return None
        lemma = parse.lemma(token)
        return lemma if is_event_verb(parse, token, lemma, lexicon) else None
    if tag in NOUN_TAGS:
        lemma = _noun_lemma(parse, token)
        return lemma if is_event_noun(parse, token, lemma, lexicon) else None
    lower = parse.lower[token]
    return lower if lower in lexicon.adjectives and parse.dep[token] in _ADJECTIVE_SLOTS else None


def is_event_verb(parse: Parse, token: int, lemma: str, lexicon: EventLexicon) -> bool:
    """Whether a verb that is no auxiliary names an event."""
    if lemma in lexicon.stative_verbs or lemma in lexicon.reporting_verbs or lemma in _EMPTY_VERBS or not lemma.isalpha():
        return False
    dep, tag = parse.dep[token], parse.tag[token]
    if lemma in lexicon.reporting_with_clause and (
        parse.child(token, "ccomp") is not None or parse.child(token, *OBJECTS, "nsubjpass", "prep") is None
    ):
        return False
    if tag in ("VBG", "VBN"):
        if dep == "amod":
            return tag == "VBN" and lexicon.verbs.get(lemma) in lexicon.modifier_types
        if dep == "acl" and lemma in lexicon.modifier_only:
            return False
        if lemma == "go" and parse.child(token, "xcomp") is not None:
            return False
        if lemma in lexicon.function_participles and parse.child(token, *SUBJECTS, "aux", "auxpass") is None:
            return False
    if lemma in lexicon.light_verbs:
        return not carries_event(parse, token, lexicon)
    return True


def carries_event(parse: Parse, verb: int, lexicon: EventLexicon) -> bool:
    """Whether the object of a light verb, or the subject of its passive, is the event: "imposed sanctions"."""
    noun = parse.child(verb, *OBJECTS, "nsubjpass")
    if noun is None:
        return False
    return parse.tag[noun] in NOUN_TAGS and is_event_noun(parse, noun, _noun_lemma(parse, noun), lexicon)


def is_event_noun(parse: Parse, token: int, lemma: str, lexicon: EventLexicon) -> bool:
    """Whether a noun names an event where it stands."""
    if lemma not in lexicon.event_nouns:
        frame = first_frame(parse, token, lexicon.noun_frames.get(lemma, ()), lexicon, {})
        if frame is not None and frame.type is not None:
            return True
        if lemma in lexicon.weak_nouns:
            return is_used_as_event(parse, token, lexicon)
        return is_nominal_gerund(parse, token, lemma, lexicon)
    if parse.dep[token] in _BEFORE_NOUN:
        return lexicon.nouns.get(lemma) in lexicon.modifier_types and parse.lower[parse.head[token]] not in lexicon.institutions
    plural = parse.tag[token] == "NNS"
    if lemma in lexicon.things_in_plural if plural else lemma in lexicon.fields:
        return not _is_bare(parse, token, plural) or is_used_as_event(parse, token, lexicon)
    return True


def is_nominal_gerund(parse: Parse, token: int, lemma: str, lexicon: EventLexicon) -> bool:
    """Whether a noun in -ing that the lexicon does not know names an event: "the repaving of the road"."""
    if parse.tag[token] != "NN" or not lemma.endswith("ing") or len(lemma) <= 5 or lemma in lexicon.ing_things:
        return False
    return parse.dep[token] not in _BEFORE_NOUN


def is_used_as_event(parse: Parse, token: int, lexicon: EventLexicon) -> bool:
    """Whether the sentence treats a noun as something that happens."""
    head, dep = governor(parse, token)
    if head == token:
        return False
    if dep == "pobj":
        return parse.lower[head] in _TEMPORAL
    if dep in SUBJECTS:
        return parse.lemma(head) in lexicon.occurrence_verbs
    return dep in OBJECTS and parse.lemma(head) in _HOLDING


def _is_bare(parse: Parse, token: int, plural: bool) -> bool:
    """Whether a noun has no complement and, in the singular, neither determiner nor possessor."""
    for child in parse.children[token]:
        dep = parse.dep[child]
        if dep in ("prep", "acl", "relcl") or (not plural and dep in ("det", "poss", "nummod")):
            return False
    return True


def _noun_lemma(parse: Parse, token: int) -> str:
    """The lemma of a noun; a capitalised common noun is read as one."""
    if parse.tag[token] in NAME_TAGS:
        lower = parse.lower[token]
        return lower[:-1] if parse.tag[token] == "NNPS" and lower.endswith("s") else lower
    return parse.lemma(token)
