"""Where exactly a name starts and ends: what the recogniser marks, without titles, possessives, ages and credits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extract.gazetteer import load_gazetteer
from pipeline.extract.name_lexicon import HYPHENS, NameWords, context_words
from pipeline.extract.names import fold, is_acronym_form
from pipeline.extract.titles import title_end
from pipeline.parse import FINITE_TAGS, NAME_TAGS, Parse
from pipeline.spans import Span
from pipeline.vocabulary import Label

_OUTER = " \t\r\n\f\v\u00a0\u2028\u2029\u200b\ufeff\"'“”‘’`´«»‹›()[]{}<>,;:*|_…•·—–-/\\~=+#@!?"
_FUSED = re.compile(r"(?<=[a-zà-ÿ]{3})[.!?](?=[A-ZÀ-Þ][a-zà-ÿ]{2})")
_PARTY_PREFIX = re.compile(r"[RDI]-(?=[A-Z])")
"""The party before the state of a US politician: "Marco Rubio, R-Fla."."""
_MEASURE = re.compile(r"\d[\d.,]*(?:mm|cm|m|km|g|kg|mb|gb|°c|°f|%)")
_OPENING_MARKS = "\"'“‘«"
_CLOSING_MARKS = "\"'”’»"
_COMMON_TAGS = frozenset({"NN", "NNS", "VBD", "VBZ", "VBP", "VB", "VBG", "IN", "CC", "DT", "RB", "PRP", "TO", "MD"})
_TITLES_OF_WORKS = frozenset({Label.WORK_OF_ART, Label.EVENT, Label.PRODUCT, Label.LAW})
_PLACES = frozenset({Label.GPE, Label.LOC, Label.FAC})
_BEFORE_ACRONYM = {Label.ORG: frozenset("(,"), **dict.fromkeys((Label.FAC, Label.LAW, Label.EVENT), frozenset("("))}
"""What stands between a name and the acronym of it, or of another one, that the recogniser took into it."""
_SAINTS = frozenset({"saint", "st", "st."})
_POSSESSIVE = ("'s", "’s", "'S", "’S")
SURE = 3.0
"""Weight of a label that needs no vote."""

PREPOSITIONS = frozenset({"on", "in", "at", "for", "as", "over", "after", "and", "with", "to", "of", "by", "from", "against"})
_SCALES = frozenset({"million", "billion", "trillion", "percent", "per cent"})
_CUTS = frozenset({"$", "€", "£", "¥", "/", "|", "—", "–", "--", ";", "•", "·", ">", "…", "...", "=", ":", "\\"})
_DOTTED_ENDS = frozenset({"jr.", "sr.", "inc.", "corp.", "co.", "ltd.", "bros.", "st.", "esq.", "no.", "u.s.", "u.k.", "u.n."})


@dataclass(slots=True)
class NameSpan:
    """A name on its way to become a mention.

    Attributes:
        first, last: half-open token range.
        start, end: characters; may cut into the first and last token.
        title: token range of the title before it.
        weight: how much its label counts in a vote.
        found: the recogniser's label; None where the recogniser missed the name and a rule added it.
    """

    first: int
    last: int
    start: int
    end: int
    label: Label
    title: tuple[int, int] | None = None
    weight: float = 1.0
    found: Label | None = None


def clean_span(parse: Parse, first: int, last: int, label: Label, words: NameWords) -> list[NameSpan]:
    """The names in what the recogniser marked: mostly one, none if it is no name, two if names ran together.

    Args:
        parse: the article.
        first: first token of the marked span.
        last: one past its last token.
        label: what the recogniser takes it for.
        words: the word lists.

    Returns:
        Names in the order of the text, without articles, titles, possessives, quotation marks, ages and credits.
    """
    found: list[NameSpan] = []
    for part_first, part_last in _pieces(parse, first, last, label, words):
        if label is Label.PERSON and part_first > first and parse.lower[part_first - 1] == "/":
            label = Label.ORG
        span = _shrink(parse, part_first, part_last, label, words)
        if span is None:
            continue
        found.extend(piece for piece in _split_fused(parse, span) if is_name(parse, piece, words))
    return found


def _pieces(parse: Parse, first: int, last: int, label: Label, words: NameWords) -> list[tuple[int, int]]:
    """Cuts at line breaks, at dashes and slashes; a person also at commas, possessives and common words."""
    person = label is Label.PERSON
    pieces = []
    at = first
    for token in range(first, last):
        lower = parse.lower[token]
        cut = lower in _CUTS or (lower.isspace() and "\n" in lower)
        if person and not cut:
            cut = lower in (",", "(", ")", "&") or (lower in _POSSESSIVE and token + 1 < last)
            cut = cut or (lower == "of" and token - at > 1) or (parse.tag[token] in FINITE_TAGS and token > at)
            cut = cut or (
                parse.tag[token] in _COMMON_TAGS
                and parse.word(token).islower()
                and not _is_lower_name(lower, words)
                and not (token > at and _continues_person(parse, token, last))
            )
        cut = cut or (label is Label.GPE and _is_region_of(parse, token, last))
        cut = cut or (not person and at < token < last - 1 and _parts_names(parse, at, token, last, label))
        if cut:
            if token > at:
                pieces.append((at, token))
            at = token + 1
    if at < last:
        pieces.append((at, last))
    return pieces


def _parts_names(parse: Parse, at: int, token: int, last: int, label: Label) -> bool:
    """Whether a possessive, a bracket or a comma parts two names that are no people's.

    So they do in "Chiang Mai’s Muang", "Kingston, Jamaica", "Caribbean Community (CARICOM)" and "Ministry of Health, IMSS".

    Args:
        parse: the article.
        at: first token of the first name.
        token: the mark.
        last: one past the last token.
        label: of both.
    """
    lower = parse.lower[token]
    if label is Label.GPE and (lower in _POSSESSIVE or lower == ","):
        first, after = (at, token) if lower != "," else (token + 1, last)
        return load_gazetteer().is_place(parse.span(first, after).text(parse.text))
    closes = last - (parse.lower[last - 1] == ")")
    return lower in _BEFORE_ACRONYM.get(label, ()) and token + 2 == closes and is_acronym_form(parse.word(token + 1))


def _is_region_of(parse: Parse, token: int, last: int) -> bool:
    """Whether a word says what the place before it is, and of what it is a part: "taluk" in "Byndoor taluk of Udupi"."""
    is_noun = parse.lower[token] in context_words("place_nouns") and parse.word(token).islower()
    return is_noun and token + 1 < last and parse.lower[token + 1] == "of"


def _continues_person(parse: Parse, token: int, last: int) -> bool:
    """Whether a word in small letters belongs to a person: the end of "Min-jun", or "the" in "Ivan the Terrible"."""
    if parse.lower[token - 1] in HYPHENS:
        return parse.lower[token] not in context_words("person_compounds")
    return parse.lower[token] == "the" and token + 1 < last and parse.word(token + 1)[0].isupper()


def _is_lower_name(lower: str, words: NameWords) -> bool:
    """Whether a word in small letters can be a part of a person's name or title."""
    return lower in words.particles or words.is_title_word(lower)


def _shrink(parse: Parse, first: int, last: int, label: Label, words: NameWords) -> NameSpan | None:
    """Leaves out what stands before and after the name."""
    lower = parse.lower
    while first < last and _is_outside_left(parse, first, last, words):
        first += 1
    while first < last and _is_outside_right(parse, last - 1, label, words):
        last -= 1
    while label is Label.ORG and last - first > 1 and _starts_title(parse, first, last, words):
        last -= 1  # "White House" in "White House Press Secretary"
    if label is Label.ORG and last - first > 2 and lower[last - 1] in words.roles and lower[last - 2] in _POSSESSIVE:
        last -= 2  # "World Bank" in "World Bank's Representative"
    if first >= last:
        return None
    title = None
    has_head = lower[last - 1] in words.heads
    is_titled = lower[first] in words.honorifics and not _is_possessor(parse, first, last)
    if (label in _PLACES and lower[first] in _SAINTS) or (label is not Label.PERSON and _is_named_after(parse, first, last, words)):
        is_titled = False
    if (label is Label.PERSON and not has_head) or is_titled:
        after = title_end(parse, first, last, words)
        if after > first:
            title = (first, after)
            first = after
            label = Label.PERSON
    is_bare = label is Label.PERSON or label in _PLACES  # "southern Songkhla"
    while is_bare and first < last - 1 and parse.word(first)[:1].islower() and lower[first] not in words.particles:
        first += 1
    return _fit_marks(parse, NameSpan(first, last, 0, 0, label, title)) if first < last else None


def _fit_marks(parse: Parse, span: NameSpan) -> NameSpan | None:
    """Fits a name to its characters: no marks around it, but the bracket that closes one; no party before a state."""
    first, last, label = span.first, span.last, span.label
    start, end = trim_name(parse.text, parse.start[first], parse.end[last - 1])
    party = _PARTY_PREFIX.match(parse.text, start, end)
    if party is not None and parse.text[max(0, start - 2) : start].rstrip().endswith((",", "(")):
        start, label = party.end(), Label.GPE
        end += parse.text.startswith(".", end)
    if start >= end:
        return None
    if parse.text.startswith(")", end) and parse.text.rfind("(", start, end) > parse.text.rfind(")", start, end):
        last, end = max(last, parse.token_at(end) + 1), end + 1  # "JD(S)"
    while parse.end[first] <= start:
        first += 1
    while parse.start[last - 1] >= end:
        last -= 1
    return NameSpan(first, last, start, end, label, span.title, found=label)


def _is_named_after(parse: Parse, first: int, last: int, words: NameWords) -> bool:
    """Whether a building or an organization has a title and name before its kind: "Queen Elizabeth Central Hospital"."""
    return last - first > 2 and words.heads.get(parse.lower[last - 1]) in (Label.FAC, Label.ORG)


def _is_possessor(parse: Parse, first: int, last: int) -> bool:
    """Whether a possessive follows the first word: "King’s College London" names no person."""
    return first + 1 < last and (parse.lower[first + 1] in _POSSESSIVE or parse.tag[first + 1] == "POS")


def trim_name(text: str, start: int, end: int) -> Span:
    """The characters of a name without marks, possessives and the full stop of a sentence around them."""
    while start < end and (text[start] in _OUTER or text[start] == "."):
        start += 1
    while start < end:
        if text[end - 1] in _OUTER:
            if text[end - 1] == ")" and "(" in text[start:end]:
                break
            end -= 1
        elif text.endswith(_POSSESSIVE, start, end):
            end -= 2
        elif text[end - 1] == "." and not _keeps_stop(text[start:end]):
            end -= 1
        else:
            break
    return Span(start, end)


def _keeps_stop(name: str) -> bool:
    last = name.rsplit(None, 1)[-1]
    if name in load_gazetteer().abbreviations:
        return True
    if "." in last[:-1] or last.lower() in _DOTTED_ENDS:
        return True
    return (
        len(last) <= 5
        and last[:-1].isalpha()
        and (len(last) == 2 or (last[:1].isupper() and last[1:-1].islower() and len(last) <= 4))
    )


def _is_outside_left(parse: Parse, token: int, last: int, words: NameWords) -> bool:
    lower = parse.lower[token]
    if not any(char.isalnum() for char in lower) or lower in words.determiners or lower in _POSSESSIVE:
        return True
    if lower in words.openers and token + 1 < last:
        before = token - 1
        opens = parse.sentences[parse.sent[token]][0] == token or (before >= 0 and not parse.lower[before].isalnum())
        return opens or parse.word(token).islower()
    return False


def _is_outside_right(parse: Parse, token: int, label: Label, words: NameWords) -> bool:
    lower = parse.lower[token]
    if lower in _POSSESSIVE or parse.tag[token] == "POS":
        return True
    if not any(char.isalnum() for char in lower):
        return lower != ")" or label is Label.PERSON
    if _MEASURE.fullmatch(lower):
        return True
    if label is Label.PERSON:
        if lower in words.decorations or lower.isdigit() or lower in PREPOSITIONS:
            return True
        is_common = parse.word(token)[0].islower() and parse.tag[token] not in NAME_TAGS
        return is_common and (parse.lower[token - 1] not in HYPHENS or lower in context_words("person_compounds"))
    return parse.tag[token] in ("IN", "CC", "DT", "TO") and parse.word(token).islower()


def _split_fused(parse: Parse, span: NameSpan) -> list[NameSpan]:
    """Cuts where a full stop without space joins two names: "Zepeda.Daniel"."""
    text = parse.text[span.start : span.end]
    if "." not in text and "!" not in text and "?" not in text:
        return [span]
    pieces = []
    at = span.start
    for match in [*_FUSED.finditer(text), None]:
        stop = span.end if match is None else span.start + match.start()
        start, end = trim_name(parse.text, at, stop)
        if start < end:
            first, last = parse.tokens_in(start, end)
            pieces.append(replace(span, first=first, last=last, start=start, end=end))
        at = stop + 1
    return pieces


def is_name(parse: Parse, span: NameSpan, words: NameWords) -> bool:
    """Whether the span can be a name at all: it has a capital, and is no unit, drug, weekday, clipped word or bare title."""
    text = parse.text[span.start : span.end]
    if not any(char.isupper() for char in text) and not any(char >= "\u0590" for char in text):
        return False
    if text[0] in "@#" or text.startswith(("http", "www.")) or "<" in text or ">" in text:
        return False
    if parse.lower[span.last - 1] in _SCALES and any(char.isdigit() for char in text):
        return False
    folded = fold(text)
    if folded in words.not_names or len(text) == 1:
        return False
    if span.label is Label.PERSON and text[0].islower() and parse.lower[span.first] not in words.particles and "-" not in text:
        return False
    lowers = parse.lower[span.first : span.last]
    if span.label is Label.PERSON and len(lowers) > 1:
        return not all(words.is_title_word(lower) and lower not in words.first_names for lower in lowers)
    if span.label is Label.ORG and len(lowers) == 1 and words.is_title_word(lowers[0]) and lowers[0] not in words.heads:
        return lowers[0] not in words.roles and not _is_cut_title(parse, span.last, words)
    return span.label not in _TITLES_OF_WORKS or not (_is_sentence_part(parse, span) or _opens_quotation(parse, span))


def _starts_title(parse: Parse, first: int, last: int, words: NameWords) -> bool:
    """Whether the last word belongs to the title behind it: "Press Secretary", "Executive-President"."""
    if last + 1 < parse.n and parse.lower[last] in HYPHENS:
        is_title = words.is_title_word(parse.lower[last - 1]) or parse.lower[last - 1] == "executive"
        return is_title and parse.lower[last + 1] in words.roles and parse.start[last] == parse.end[last - 1]
    return last - first > 2 and parse.lower[last - 1] in words.modifiers and _is_cut_title(parse, last, words)


def _is_cut_title(parse: Parse, after: int, words: NameWords) -> bool:
    """Whether a capitalised role follows: "Integration" in "Integration Minister Caio Lacerda"."""
    return after < parse.n and parse.lower[after] in words.roles and parse.word(after)[0].isupper()


def _opens_quotation(parse: Parse, span: NameSpan) -> bool:
    """Whether a word that is taken for a title only opens what is quoted: "“Parallel to our progress, …”"."""
    opens = parse.text[span.start - 1 : span.start] in _OPENING_MARKS and span.start > 0
    is_word = span.label is Label.WORK_OF_ART and span.last - span.first == 1
    return is_word and opens and not any(mark in parse.text[span.end : span.end + 2] for mark in _CLOSING_MARKS)


def _is_sentence_part(parse: Parse, span: NameSpan) -> bool:
    """Whether what is taken for a title of a work holds a finite verb or pronoun, and is not what quotation marks enclose."""
    if not any(tag in ("VBD", "VBZ", "VBP", "MD", "PRP") for tag in parse.tag[span.first : span.last]):
        return False
    before, after = parse.text[max(0, span.start - 1) : span.start], parse.text[span.end : span.end + 2]
    return not (before in _OPENING_MARKS and before and any(mark in after for mark in _CLOSING_MARKS))
