"""Finds the names of an article: the recogniser's spans, cleaned, completed and made consistent."""

from __future__ import annotations

from typing import ClassVar

from pipeline.extract.defined_names import complete_defined_names
from pipeline.extract.gazetteer import Gazetteer, load_gazetteer
from pipeline.extract.given_kinds import settle_given_kinds
from pipeline.extract.joined_people import join_cut_people, part_people
from pipeline.extract.known_names import settle_known_names
from pipeline.extract.label_choice import choose_labels, label_weights
from pipeline.extract.label_votes import drop_bare_titles, drop_common_words, settle_labels
from pipeline.extract.missing_names import add_missing
from pipeline.extract.name_lexicon import HYPHENS, NameWords, context_words, load_name_words
from pipeline.extract.name_spans import PREPOSITIONS, SURE, NameSpan, clean_span
from pipeline.extract.names import NICKNAME
from pipeline.extract.ranking import Scorer
from pipeline.extract.titles import title_before, title_start
from pipeline.extract.works import complete_titles
from pipeline.layers import Mention
from pipeline.parse import NAME_TAGS, NOUN_TAGS, Parse
from pipeline.spans import Span
from pipeline.stages import Analysis, Layer
from pipeline.vocabulary import Label, SectionKind

_PARTICLES = frozenset({"do", "da", "dos", "das", "de", "del", "di", "du"})
_PLACES = frozenset({Label.GPE, Label.LOC, Label.FAC})
_LABELS = {str(label): label for label in Label}
_IRISH = ("O’", "O'")
"""Starts of surnames that the tagger takes for common words: "O’Higgins"."""


class Mentions:
    """Fills `analysis.mentions` with the names of the article, in order, without overlaps.

    Args:
        words: word lists; by default those of `models/lexicons`.
        gazetteer: places; by default that of `models/lexicons`.
        labels: tells kinds of names apart; by default the trained one.
    """

    name: ClassVar[str] = "mentions"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.PARSE, Layer.SECTIONS})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.MENTIONS})

    def __init__(self, words: NameWords | None = None, gazetteer: Gazetteer | None = None, labels: Scorer | None = None) -> None:
        self._words = words or load_name_words()
        self._gazetteer = gazetteer or load_gazetteer()
        self._labels = labels or label_weights()

    def __call__(self, analysis: Analysis) -> None:
        """Reads the Doc's entities and writes mentions of the form `name`."""
        parse = analysis.parse
        spans = find_candidates(analysis, self._words, self._gazetteer)
        spans = join_cut_people(parse, choose_labels(parse, spans, self._labels, self._words, self._gazetteer))
        analysis.mentions = [build_mention(parse, span, self._words) for span in spans]


def find_candidates(analysis: Analysis, words: NameWords, gazetteer: Gazetteer) -> list[NameSpan]:
    """What may be a name: the recogniser's spans, cleaned, the dateline's, and those that the recogniser missed.

    Args:
        analysis: with sections.
        words: word lists.
        gazetteer: places.

    Returns:
        In order and disjoint, with the labels that the rules settle on.
    """
    parse = analysis.parse
    spans = drop_common_words(parse, part_people(parse, find_names(parse, words)))
    spans = complete_defined_names(parse, spans)
    spans = add_dateline(analysis, complete_titles(parse, settle_known_names(parse, spans)))
    settle_given_kinds(parse, spans, words)
    settle_labels(parse, spans, words, gazetteer)
    return add_missing(parse, drop_bare_titles(parse, spans, words), words, gazetteer)


def add_dateline(analysis: Analysis, spans: list[NameSpan]) -> list[NameSpan]:
    """Marks the place in the dateline as a place and what stands in brackets behind it as an organization.

    Args:
        analysis: with sections.
        spans: in order; labels and weights of those in the dateline are changed.

    Returns:
        The spans, with the dateline's place where it was missed.
    """
    section = next((section.span for section in analysis.sections if section.kind is SectionKind.DATELINE), None)
    if section is None or analysis.dateline is None:
        return spans
    parse = analysis.parse
    place = (analysis.dateline.place or "").split(",")[0].strip(" .")
    found = False
    for span in spans:
        if not (section.start <= span.start and span.end <= section.end):
            continue
        if place and parse.text[span.start : span.end].startswith(place):
            span.label, span.weight, found = Label.GPE, 3.0, True
        elif parse.text[span.start - 1 : span.start] == "(":
            span.label, span.weight = Label.ORG, 2.0
    start = parse.text.find(place, section.start, section.end) if place and not found else -1
    if start < 0:
        return spans
    end = start + len(place)
    first, last = parse.tokens_in(start, end)
    missed = NameSpan(first, last, start, end, Label.GPE, weight=SURE)
    kept = [span for span in spans if span.end <= start or span.start >= end]
    return sorted([*kept, missed], key=lambda span: span.start)


def find_names(parse: Parse, words: NameWords) -> list[NameSpan]:
    """The recogniser's entities that are names, cleaned and completed, in order and disjoint."""
    found: list[NameSpan] = []
    marked = [(ent.start, ent.end, _LABELS.get(ent.label_)) for ent in parse.doc.ents]
    for first, last, label in marked:
        if label is not None:
            found.extend(clean_span(parse, first, last, label, words))
    return join_people(parse, found, {token for first, last, _ in marked for token in range(first, last)}, words)


def join_people(parse: Parse, spans: list[NameSpan], marked: set[int], words: NameWords) -> list[NameSpan]:
    """Completes names of people that were cut: by a further name behind, by the next span, or by a given name before.

    Args:
        parse: the article.
        spans: in order; changed.
        marked: tokens that the recogniser has in any entity.
        words: the word lists.
    """
    joined: list[NameSpan] = []
    given = {parse.lower[span.first] for span in spans if span.label is Label.PERSON and span.last - span.first > 1}
    for span in spans:
        before = joined[-1] if joined else None
        if before is not None and span.start < before.end:
            continue
        if (
            before is not None
            and before.label is span.label is Label.PERSON
            and before.last == span.first
            and span.title is None
            and parse.text[before.end : span.start] == " "
            and _are_linked(parse, before.last - 1, span.first)
        ):
            before.last, before.end = span.last, span.end
            continue
        if before is not None and _are_joined(parse, before, span):
            before.last, before.end = span.last, span.end
            continue
        _extend_over_nickname(parse, span)
        if span.label in _PLACES:
            _extend_over_particle(parse, span, marked)
        if span.label is Label.PERSON:
            _extend_over_hyphens(parse, span, marked)
            _extend_right(parse, span, marked, words)
            if span.title is None:
                _extend_left(parse, span, marked, words, given)
        joined.append(span)
    return joined


def _are_joined(parse: Parse, left: NameSpan, right: NameSpan) -> bool:
    """Whether a foreign particle joins two spans to the name of one place: "Rio Claro do Sul"."""
    between = parse.text[left.end : right.start]
    if left.label in _PLACES:
        return right.last - right.first == 1 and between.strip() in _PARTICLES and len(between) < 6
    return False


def _extend_over_nickname(parse: Parse, span: NameSpan) -> None:
    """Takes in a nickname in quotation marks and the family name behind it: "Efua “The Broom” Darko"."""
    nickname = NICKNAME.match(parse.text, span.end)
    if nickname is None or span.end != parse.end[span.last - 1] or (span.label is not Label.PERSON and "(" in nickname[0]):
        return
    token = parse.token_at(nickname.end())
    if token >= parse.n or parse.start[token] != nickname.end():
        return
    if parse.tag[token] in NOUN_TAGS and parse.word(token)[0].isupper():
        span.last, span.end, span.label = token + 1, parse.end[token], Label.PERSON


def _extend_over_particle(parse: Parse, span: NameSpan, marked: set[int]) -> None:
    """Takes in a foreign particle and the word behind it that were left out of a place: "do Sul" in "Rio Claro do Sul"."""
    particle, word = span.last, span.last + 1
    if word >= parse.n or particle in marked or word in marked or span.end != parse.end[span.last - 1]:
        return
    is_joined = parse.word(particle) in _PARTICLES and parse.text[span.end : parse.start[word]] == f" {parse.word(particle)} "
    if is_joined and parse.word(word)[0].isupper() and parse.word(word).isalpha():
        span.last, span.end = word + 1, parse.end[word]


def _extend_over_hyphens(parse: Parse, span: NameSpan, marked: set[int]) -> None:
    """Takes in what hyphens join to a person's name: "Kim Min" in "Kim Min-jun", but not "Voss" in "Voss-era"."""
    while span.last + 1 < parse.n and span.end == parse.end[span.last - 1]:
        hyphen, part = span.last, span.last + 1
        is_glued = parse.start[hyphen] == span.end and parse.start[part] == parse.end[hyphen]
        if not is_glued or parse.lower[hyphen] not in HYPHENS or part in marked or not parse.lower[part].isalpha():
            return
        if parse.lower[part] in context_words("person_compounds") or (parse.word(part)[0].isupper() and span.last - span.first < 2):
            return
        span.last, span.end = part + 1, parse.end[part]


def _extend_right(parse: Parse, span: NameSpan, marked: set[int], words: NameWords) -> None:
    while span.last < parse.n and span.end == parse.end[span.last - 1]:
        token = span.last
        word = parse.word(token)
        if (
            token in marked
            or not (parse.tag[token] == "NNP" or word.startswith(_IRISH))
            or parse.text[span.end : parse.start[token]] != " "
            or not word[0].isupper()
            or words.is_title_word(parse.lower[token])
            or parse.lower[token] in words.heads
            or parse.lower[token] in words.decorations
            or parse.lower[token] in PREPOSITIONS
            or not _are_linked(parse, token - 1, token)
        ):
            return
        span.last = token + 1
        span.end = parse.end[token]


def _extend_left(parse: Parse, span: NameSpan, marked: set[int], words: NameWords, given: set[str]) -> None:
    """Takes in a given name before a person's name; before several words only one from the lists or from the article's names."""
    while span.first > 0 and span.start == parse.start[span.first]:
        token = span.first - 1
        lower = parse.lower[token]
        if (
            token in marked
            or parse.tag[token] != "NNP"
            or not (lower in given or _is_compound(parse, token, span))
            or parse.text[parse.end[token] : span.start] != " "
            or not parse.word(token)[0].isupper()
            or words.is_title_word(lower)
            or lower in words.openers
            or (span.last - span.first > 1 and lower not in words.first_names and lower not in given)
        ):
            return
        span.first = token
        span.start = parse.start[token]


def _is_compound(parse: Parse, token: int, span: NameSpan) -> bool:
    return parse.dep[token] == "compound" and span.first <= parse.head[token] < span.last


def _are_linked(parse: Parse, left: int, right: int) -> bool:
    """Whether two neighbours belong to one noun phrase: one governs the other, or both have the same governor as compounds."""
    if parse.head[left] == right or parse.head[right] == left:
        return True
    return parse.head[left] == parse.head[right] and parse.dep[left] == "compound"


def build_mention(parse: Parse, span: NameSpan, words: NameWords) -> Mention:
    """The mention of a name, with its head and, for a person, the title before it."""
    title = None
    if span.label is Label.PERSON:
        tokens = span.title or title_before(parse, span.first, words)
        if tokens:
            before = title_before(parse, tokens[0], words)
            first = before[0] if before else _capital_start(parse, tokens[0], words)
            title = Span(parse.start[first], parse.end[tokens[1] - 1])
    return Mention(
        Span(span.start, span.end), span.first, span.last, find_head(parse, span.first, span.last), span.label, title=title
    )


def _capital_start(parse: Parse, first: int, words: NameWords) -> int:
    """Where a title starts that the recogniser cut: "Deputy Youth and Sports Minister" where it marked "Sports Minister" alone."""
    start = title_start(parse, first, first, words)
    return start if parse.word(start)[0].isupper() else first


def find_head(parse: Parse, first: int, last: int) -> int:
    """The token of a span that is governed from outside; the last such one that is a noun, else the last."""
    outside = [token for token in range(first, last) if not first <= parse.head[token] < last or parse.head[token] == token]
    names = [token for token in outside if parse.tag[token] in NAME_TAGS]
    return (names or outside or [last - 1])[-1]
