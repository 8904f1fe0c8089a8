"""An article agrees with itself: one label for one name."""

from __future__ import annotations

from collections import defaultdict

from pipeline.extract.gazetteer import Gazetteer, place_key
from pipeline.extract.label_features import find_descriptions, is_age
from pipeline.extract.name_lexicon import NameWords, context_words
from pipeline.extract.name_spans import NameSpan
from pipeline.extract.names import fold, is_acronym_form
from pipeline.parse import NAME_TAGS, SUBJECTS, Parse
from pipeline.vocabulary import Label

_LIST_VOTE = 0.6


def settle_labels(parse: Parse, spans: list[NameSpan], words: NameWords, gazetteer: Gazetteer) -> None:
    """Gives all spans with the same characters one label.

    Each span votes with the recogniser's label; what is around it votes too; a surname or a given name alone takes the
    label of the full names in the article that it belongs to.

    Args:
        parse: the article.
        spans: in order; their labels are changed.
        words: word lists.
        gazetteer: places.
    """
    groups: dict[str, list[NameSpan]] = defaultdict(list)
    for span in spans:
        groups[_key(parse, span)].append(span)
    votes = {name: count_votes(parse, group, words, gazetteer) for name, group in groups.items()}
    _vote_in_lists(parse, spans, votes)
    surnames, given = _names_of_people(votes)
    companies = _first_words_of_organizations(votes)
    for name, group in groups.items():
        tally = votes[name]
        parts = name.split()
        if len(parts) == 1 and not gazetteer.is_place(name):
            unsure = 0.4 if place_key(name) in gazetteer.unsure else 1.0
            if name in companies and name not in surnames and name not in given:
                tally[Label.ORG] += 0.5 * len(group)
            tally[Label.PERSON] += unsure * (
                (0.5 + 1.1 * len(group)) * (name in surnames) + (0.3 + 0.6 * len(group)) * (name in given)
            )
        elif len(parts) > 1 and Label.PERSON not in tally and parts[-1] in surnames and parts[-1] not in words.heads:
            tally[Label.PERSON] += 0.6
        label = max(tally, key=lambda one: tally[one])
        for span in group:
            span.label = label
        if label is Label.PERSON and place_key(name) in gazetteer.unsure:
            _separate_places(parse, group)


def _separate_places(parse: Parse, group: list[NameSpan]) -> None:
    """Makes places of the spans that a preposition marks as such, where the name is also a person's: "in Washington"."""
    for span in group:
        before = parse.lower[span.first - 1] if span.first else ""
        if span.title is None and (before in context_words("place_prepositions") or before in ("to", "from")):
            span.label = Label.GPE


def _vote_in_lists(parse: Parse, spans: list[NameSpan], votes: dict[str, dict[Label, float]]) -> None:
    """Names that are coordinated ("Klong Tan, Bang Na and Chiang Rai") vote for each other's label."""
    by_token = {token: span for span in spans for token in range(span.first, span.last)}
    for span in spans:
        for token in range(span.first, span.last):
            other = by_token.get(parse.head[token])
            if parse.dep[token] == "conj" and other is not None and other is not span:
                votes[_key(parse, span)][other.label] += _LIST_VOTE
                votes[_key(parse, other)][span.label] += _LIST_VOTE


def _key(parse: Parse, span: NameSpan) -> str:
    return fold(parse.text[span.start : span.end])


def drop_common_words(parse: Parse, spans: list[NameSpan]) -> list[NameSpan]:
    """Leaves out single words that have their capital from the start of a sentence and stand in small letters elsewhere."""
    first_words: dict[str, bool] = {}
    for span in spans:
        if span.last - span.first == 1 and span.title is None:
            lower = parse.lower[span.first]
            first_words[lower] = first_words.get(lower, True) and _opens_sentence(parse, span.first)
    doubtful = {lower for lower, opens in first_words.items() if opens}
    if not doubtful:
        return spans
    common = {lower for token, lower in enumerate(parse.lower) if lower in doubtful and parse.text[parse.start[token]].islower()}
    return [span for span in spans if span.last - span.first > 1 or parse.lower[span.first] not in common]


def _opens_sentence(parse: Parse, token: int) -> bool:
    first = parse.sentences[parse.sent[token]][0]
    return all(parse.is_punct(before) or parse.is_space(before) for before in range(first, token))


def drop_bare_titles(parse: Parse, spans: list[NameSpan], words: NameWords) -> list[NameSpan]:
    """Leaves out titles that were taken for people ("Bishop"), but not surnames ("Baker", where "James Baker" was named)."""
    surnames = {parse.lower[span.last - 1] for span in spans if span.label is Label.PERSON and span.last - span.first > 1}
    kept = []
    for span in spans:
        lower = parse.lower[span.first]
        is_bare = span.label is Label.PERSON and span.last - span.first == 1 and words.is_title_word(lower)
        if not is_bare or lower in surnames or (lower in words.first_names and parse.tag[span.first] in NAME_TAGS):
            kept.append(span)
    return kept


def _names_of_people(votes: dict[str, dict[Label, float]]) -> tuple[set[str], set[str]]:
    """Later and first words of the names of several words that are mostly taken for people, folded."""
    surnames, given = set(), set()
    for name, tally in votes.items():
        parts = name.split()
        if len(parts) > 1 and max(tally, key=lambda one: tally[one]) is Label.PERSON:
            surnames.update(parts[1:])
            given.add(parts[0])
    return surnames, given


def _first_words_of_organizations(votes: dict[str, dict[Label, float]]) -> set[str]:
    """First words of the names of several words that are mostly taken for organizations, folded."""
    long_names = ((name.split(), tally) for name, tally in votes.items() if " " in name)
    return {parts[0] for parts, tally in long_names if max(tally, key=lambda one: tally[one]) is Label.ORG}


def count_votes(parse: Parse, group: list[NameSpan], words: NameWords, gazetteer: Gazetteer) -> dict[Label, float]:
    """The votes for each label of a name, from the recogniser and from what the name and its neighbours tell.

    Args:
        parse: the article.
        group: all spans with that name, whatever the case.
        words: word lists.
        gazetteer: places.
    """
    tally: dict[Label, float] = defaultdict(float)
    for span in group:
        tally[span.label] += span.weight
    name = parse.text[group[0].start : group[0].end]
    if gazetteer.is_people(name) and Label.PERSON not in tally:
        tally[Label.NORP] += len(group)
    elif gazetteer.is_place(name):
        tally[Label.GPE] += len(group) + 0.5
    parts = fold(name).split()
    if len(parts) > 1:
        head = words.heads.get(parts[-1])
        if head is not None:
            tally[head] += (1.2 if parts[-1] in words.strong_heads else 0.6) * len(group)
        elif parts[0] in words.starts:
            tally[Label.ORG] += 1.2 * len(group)
        elif parts[0] in words.first_names:
            tally[Label.PERSON] += 0.8 * len(group)
    elif is_acronym_form(name) and name.isupper() and "." not in name:
        tally[Label.ORG] += 0.6 * len(group)
    for span in group:
        _vote_of_neighbours(parse, span, tally, words, is_word=len(parts) == 1 and not name.isupper())
    return tally


def _vote_of_neighbours(parse: Parse, span: NameSpan, tally: dict[Label, float], words: NameWords, *, is_word: bool) -> None:
    """Votes by the words before and behind a name and by its place in the sentence."""
    if span.title is not None:
        tally[Label.PERSON] += 3
    lower = parse.lower
    before = lower[span.first - 1] if span.first else ""
    after = lower[span.last] if span.last < parse.n else ""
    behind = lower[span.last + 1] if span.last + 1 < parse.n else ""
    if before in context_words("place_prepositions"):
        tally[Label.GPE] += 0.3
    elif before in ("of", "called", "named") and span.first > 1 and lower[span.first - 2] in context_words("place_nouns"):
        tally[Label.GPE] += 1.5
    elif before in context_words("place_nouns") and parse.text[parse.start[span.first - 1]].islower():
        tally[Label.GPE] += 0.8
    if after in context_words("place_nouns") and parse.text[parse.start[span.last]].islower() and before not in ("'s", "’s"):
        tally[Label.GPE] += 0.8
    if after == "," and (behind == "who" or is_age(parse, span.last + 1)):
        tally[Label.PERSON] += 2
    elif after == "," and behind == "where":
        tally[Label.GPE] += 1.5
    elif after in ("'s", "’s") and behind in context_words("belongings"):
        tally[Label.PERSON] += 0.8
    if before in words.roles and parse.head[span.first - 1] < span.last and parse.head[span.first - 1] >= span.first:
        tally[Label.PERSON] += 1
    for noun in find_descriptions(parse, span):
        if lower[noun] in words.kinds:
            tally[Label.ORG] += 1.2
        elif lower[noun] in words.roles:
            tally[Label.PERSON] += 1.2
    head = span.last - 1
    if is_word and parse.dep[head] in SUBJECTS and parse.lemma(parse.head[head]) in context_words("saying"):
        tally[Label.PERSON] += 1.1
