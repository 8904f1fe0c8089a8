"""Scores of statements and their speakers.

Contents are compared as sets of words, so quotation marks, commas and outer white space never matter; a pair counts as
found from an overlap of `WHOLE` on. What else is said of a statement is measured on pairs from `MATCHED` on.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.quality.annotations import Annotation, Speaker, Statement
from pipeline.quality.matching import Pair, Words, last_word, match_words
from pipeline.quality.scores import FaultKind, Page
from pipeline.vocabulary import StatementKind

WHOLE = 0.8
MATCHED = 0.5

_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them"})


def score_statements(page: Page, gold: Annotation, found: Annotation) -> None:
    """Counts one article.

    Figures:
        statements.content: F1 of contents that overlap by `WHOLE`; `.direct`, `.indirect`, `.mixed` for the gold's kinds,
            where a found statement that matches none counts as its own kind.
        statements.exact: F1 of contents with the same words.
        statements.content_and_speakers: F1 of `content` with every speaker right.
        statements.kind, .act, .negated, .cue, .speaker: shares over matched pairs; a cue is right where it overlaps or
            both have none, a speaker counts once for each that the gold has.
        speakers: F1 of all speakers, those of statements that were missed or made up with them.
    """
    words = Words(page.text)
    gold_words = [words.within(statement.parts) for statement in gold.statements]
    found_words = [words.within(statement.parts) for statement in found.statements]
    pairs = match_words(gold_words, found_words)
    _count_contents(page, gold.statements, found.statements, pairs)
    wanted = set(range(len(gold.statements)))
    page.card.sets("statements.exact", wanted, _found_keys(pairs, len(found.statements), 1.0))
    whole = set()
    n_agreed = 0
    for pair in pairs:
        one, other = gold.statements[pair.gold], found.statements[pair.found]
        if pair.iou >= MATCHED:
            n_agreed += _compare(page, one, other)
        if pair.iou >= WHOLE and _all_right(one.speakers, other.speakers, page.text):
            whole.add(pair)
    page.card.sets("statements.content_and_speakers", wanted, _found_keys(sorted(whole), len(found.statements), WHOLE))
    n_found, n_gold = (sum(len(statement.speakers) for statement in side.statements) for side in (found, gold))
    page.card.ratios("speakers", n_agreed, n_found, n_agreed, n_gold)


def _found_keys(pairs: Sequence[Pair], n_found: int, threshold: float) -> set[int]:
    """A key for each found item: the gold index where it is right, a negative number of its own where it is not."""
    right = {pair.found: pair.gold for pair in pairs if pair.iou >= threshold}
    return {right.get(index, -1 - index) for index in range(n_found)}


def _count_contents(page: Page, gold: Sequence[Statement], found: Sequence[Statement], pairs: Sequence[Pair]) -> None:
    wanted = set(range(len(gold)))
    keys = _found_keys(pairs, len(found), WHOLE)
    page.card.sets("statements.content", wanted, keys)
    near = {pair.found: pair.gold for pair in pairs if pair.iou >= MATCHED}
    kinds = [gold[near[index]].kind if index in near else statement.kind for index, statement in enumerate(found)]
    right = {pair.found: pair.gold for pair in pairs if pair.iou >= WHOLE}
    for kind in StatementKind:
        one = {index for index in wanted if gold[index].kind == kind}
        other = {right.get(index, -1 - index) for index, its in enumerate(kinds) if its == kind}
        page.card.sets(f"statements.content.{kind}", one, other)
    _note_contents(page, gold, found, kinds, pairs)


def _note_contents(
    page: Page, gold: Sequence[Statement], found: Sequence[Statement], kinds: Sequence[str], pairs: Sequence[Pair]
) -> None:
    """Notes what is not whole: matched but cut wrongly, missed, or there for nothing."""
    gold_of = {pair.found: pair.gold for pair in pairs}
    for pair in pairs:
        if pair.iou < WHOLE:
            one, other = gold[pair.gold], found[pair.found]
            page.fault(f"statements.content.{one.kind}", FaultKind.WRONG, one.span, f"found {page.words(other.span)}")
    for index in sorted(set(range(len(gold))) - set(gold_of.values())):
        page.fault(f"statements.content.{gold[index].kind}", FaultKind.MISS, gold[index].span)
    for index, statement in enumerate(found):
        if index not in gold_of:
            page.fault(f"statements.content.{kinds[index]}", FaultKind.EXTRA, statement.span)


def _compare(page: Page, gold: Statement, found: Statement) -> int:
    """Compares what is said of a matched pair; returns the number of speakers that agree."""
    page.compare("statements.kind", gold.span, gold.kind, found.kind)
    page.compare("statements.act", gold.span, gold.act, found.act)
    page.compare("statements.negated", gold.span, gold.negated, found.negated)
    _compare_cues(page, gold, found)
    agreed = match_speakers(gold.speakers, found.speakers, page.text)
    for index, speaker in enumerate(gold.speakers):
        page.card.share("statements.speaker", index in agreed)
        if index not in agreed:
            others = "; ".join(_speaker_words(page, other) for other in found.speakers) or "nobody"
            page.fault("statements.speaker", FaultKind.WRONG, gold.span, f"gold {_speaker_words(page, speaker)}, found {others}")
    return len(agreed)


def _compare_cues(page: Page, gold: Statement, found: Statement) -> None:
    right = gold.cue.overlaps(found.cue) if gold.cue and found.cue else gold.cue is found.cue
    page.card.share("statements.cue", right)
    if not right:
        one, other = (page.words(cue) if cue else "nothing" for cue in (gold.cue, found.cue))
        page.fault("statements.cue", FaultKind.WRONG, gold.span, f"gold {one}, found {other}")


def _speaker_words(page: Page, speaker: Speaker) -> str:
    return speaker.name or (page.words(speaker.span) if speaker.span else "somebody")


def match_speakers(gold: Sequence[Speaker], found: Sequence[Speaker], text: str) -> set[int]:
    """The gold speakers that have a found one, each its own: spans that overlap first, then names that end alike."""
    agreed: set[int] = set()
    used: set[int] = set()
    for same in (_same_span, _same_name):
        for index, one in enumerate(gold):
            if index in agreed:
                continue
            other = next((j for j, speaker in enumerate(found) if j not in used and same(one, speaker, text)), None)
            if other is not None:
                agreed.add(index)
                used.add(other)
    return agreed


def _same_span(one: Speaker, other: Speaker, text: str) -> bool:
    return one.span is not None and other.span is not None and one.span.overlaps(other.span)


def _same_name(one: Speaker, other: Speaker, text: str) -> bool:
    first, second = (_last_word(speaker, text) for speaker in (one, other))
    return first is not None and first == second and first not in _PRONOUNS


def _last_word(speaker: Speaker, text: str) -> str | None:
    words = speaker.name or (speaker.span.text(text) if speaker.span else "")
    return last_word(words)


def _all_right(gold: Sequence[Speaker], found: Sequence[Speaker], text: str) -> bool:
    return len(found) == len(gold) == len(match_speakers(gold, found, text))
