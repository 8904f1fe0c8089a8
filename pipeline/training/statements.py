"""Trains the scorers of statements from an annotated corpus: cue, content and source.

The corpus is JSON Lines, one article a line: `text`, and `quotes`, each with `parts` ([[start, end], …]), `cue` ([start, end]
or null), `speaker` ([start, end] or null). Offsets are half-open code points of the text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.article import SourceArticle
from pipeline.errors import GoldError
from pipeline.extract.acceptance import choice_features
from pipeline.extract.choices import LEARNING_FLOORS, find_choices, scores_by_token
from pipeline.extract.content_features import content_features
from pipeline.extract.contents import Candidate, find_candidates
from pipeline.extract.cues import cue_features, possible_cues
from pipeline.extract.ends import end_features, find_ends
from pipeline.extract.grammar import Grammar, Indexes
from pipeline.extract.quote_map import QuoteMap, Range
from pipeline.extract.quotes import find_quotations
from pipeline.extract.ranking import Calibration, Floats, Rows, Scorer, Weights, write_weights
from pipeline.extract.sources import SourceRanker, find_sources, head_of, named_ranges, source_features
from pipeline.extract.statements import Statements
from pipeline.nlp import Model
from pipeline.paragraphs import find_paragraphs
from pipeline.parse import Parse
from pipeline.stages import Analysis
from pipeline.training.network import Plan, average, fit_platt, train_binary, train_ranking

Report = Callable[[str], None]

CUE_PLAN = Plan(width=16, epochs=3, rate=0.1, batch=64, dropout=0.0)
CONTENT_PLAN = Plan(width=16, epochs=3, rate=0.1, batch=128, dropout=0.0)
END_PLAN = Plan(width=16, epochs=3, rate=0.1, batch=64, dropout=0.0)
CHOICE_PLANS = [Plan(width=16, epochs=4, rate=0.1, batch=64, dropout=0.0, seed=seed) for seed in (7, 8, 9, 10)]
"""Their mean is the scorer of choices: it decides alone what is written, and one of them depends much on its seed."""
SOURCE_PLAN = Plan(width=16, epochs=3, rate=0.1, batch=64, dropout=0.0)

STORED = 0.02
"""Largest weight below which a feature is left out of the file."""

GOOD = 0.8
"""Intersection over union of words from which a candidate counts as the content."""

FAIR = 0.5
"""The least at which the best candidate stands in for a content that no candidate matches."""

GAIN_SHARPNESS = 8
"""The same for a candidate."""

END_SHARPNESS = 12
"""Power that an end's match is raised to: one that matches a little worse shall gain much less."""

SECOND = 0.95
"""How much of a match counts that a candidate has with another end."""

HEAD_BONUS = 0.15
"""What the syntactic head of a cue's words gains over its other words when the cue's token is picked."""


@dataclass(slots=True)
class Example:
    """An article of the corpus, parsed, with what the gold says of its tokens.

    Attributes:
        contents: by cue token, by candidate ranges, how well the candidate matches.
        gold: the words of every content.
        ends: by cue token and ranges of a candidate that matches, by stop, how well the content matches that ends there.
        sources: cue token, content ranges, and the speaker's token range or None.
    """

    grammar: Grammar
    quotes: QuoteMap
    cues: Indexes
    contents: dict[int, dict[tuple[Range, ...], float]] = field(default_factory=dict)
    gold: list[set[int]] = field(default_factory=list)
    ends: dict[tuple[int, tuple[Range, ...]], dict[int, float]] = field(default_factory=dict)
    sources: list[tuple[int, tuple[Range, ...], Range | None]] = field(default_factory=list)


def read_corpus(path: Path) -> list[dict[str, Any]]:
    """Reads an annotated corpus.

    Raises:
        GoldError: the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except (OSError, ValueError) as error:
        raise GoldError(f"cannot read the corpus {path}: {error}") from error


def read_examples(rows: Sequence[dict[str, Any]], model: Model) -> Iterator[Example]:
    """Parses the corpus and aligns its annotation with the candidates."""
    for row, doc in zip(rows, model.parse([row["text"] for row in rows]), strict=True):
        if isinstance(doc, Exception):
            raise GoldError(f"cannot parse {row.get('id')}: {doc}")
        yield build_example(Parse(doc, row["text"], model.lemmatize), row["quotes"])


def build_example(parse: Parse, quotes: Iterable[dict[str, Any]]) -> Example:
    """Aligns the annotation of one article."""
    paragraphs = find_paragraphs(parse.text)
    quote_map = QuoteMap(parse, paragraphs, find_quotations(parse.text, paragraphs))
    grammar = Grammar(parse, quote_map.inside)
    example = Example(grammar, quote_map, possible_cues(grammar))
    possible = set(example.cues.tolist())
    offered: dict[int, list[Candidate]] = {}
    for quote in quotes:
        gold = _words(parse, [parse.tokens_in(*part) for part in quote["parts"]])
        example.gold.append(gold)
        if quote["cue"] is None:
            continue
        first, last = parse.tokens_in(*quote["cue"])
        tokens = [token for token in range(first, min(last, first + 8)) if token in possible]
        for token in tokens:
            if token not in offered:
                offered[token] = find_candidates(parse, quote_map, token)
        _align_content(parse, example, gold, tokens, (first, last), offered)
        heads = [token for token in tokens if not first <= parse.head[token] < last or parse.head[token] == token] or tokens
        ranges = tuple(item for item in (parse.tokens_in(*part) for part in quote["parts"]) if item[0] < item[1])
        if heads and ranges:
            speaker = parse.tokens_in(*quote["speaker"]) if quote["speaker"] else None
            example.sources.append((heads[0], ranges, speaker))
    return example


def _align_content(
    parse: Parse, example: Example, gold: set[int], tokens: list[int], cue: Range, offered: dict[int, list[Candidate]]
) -> None:
    """Picks the cue's token, the one whose candidates match best, and notes how well each of them does.

    A candidate does as well as it does with the best of its ends, or nearly so.
    """
    mask = np.zeros(parse.n + 1, dtype=np.int64)
    mask[1:][sorted(gold)] = 1
    hits = np.cumsum(mask).tolist()
    best: tuple[float, int, dict[tuple[Range, ...], tuple[float, dict[int, float]]]] | None = None
    for token in tokens:
        matches = {
            candidate.ranges: _ends_overlap(parse, example.quotes, token, candidate.ranges, hits, len(gold))
            for candidate in offered[token]
        }
        is_head = not cue[0] <= parse.head[token] < cue[1] or parse.head[token] == token
        total = max((match for match, _ in matches.values()), default=0.0) + (HEAD_BONUS if is_head else 0.0)
        if best is None or total > best[0] + 1e-9:
            best = (total, token, matches)
    if best is None:
        return
    _, token, matches = best
    highest = max((match for match, _ in matches.values()), default=0.0)
    gains = example.contents.setdefault(token, {})
    for ranges, (match, ends) in matches.items():
        if match >= GOOD or (match == highest and match >= FAIR):
            gains[ranges] = max(gains.get(ranges, 0.0), match**GAIN_SHARPNESS)
            if match >= GOOD:
                example.ends.setdefault((token, ranges), ends)


def _ends_overlap(
    parse: Parse, quotes: QuoteMap, cue: int, ranges: tuple[Range, ...], hits: list[int], n_gold: int
) -> tuple[float, dict[int, float]]:
    """How well a candidate matches with the best of its ends, and how well with each."""
    inside = sum(hits[last] - hits[first] for first, last in ranges)
    n_words = quotes.n_words_of(ranges)
    last = ranges[-1][1]
    if not inside:
        return 0.0, {}
    found = {}
    for end in find_ends(parse, quotes, cue, ranges):
        shared = inside + hits[end.stop] - hits[last]
        size = n_words + (quotes.n_words(last, end.stop) if end.stop > last else -quotes.n_words(end.stop, last))
        found[end.stop] = shared / (size + n_gold - shared)
    whole, best = found[last], max(found.values())
    return max(whole, SECOND * best), found


def _words(parse: Parse, ranges: Iterable[Range]) -> set[int]:
    return {
        token for first, last in ranges for token in range(first, last) if not parse.is_punct(token) and not parse.is_space(token)
    }


def train_cues(examples: Sequence[Example], report: Report) -> tuple[Scorer, list[Floats]]:
    """Fits the cue scorer, and scores every article with one that has not seen it (two folds).

    Returns:
        The scorer of all articles, and the held-out logits of each article's possible cues.
    """
    rows = np.concatenate([cue_features(example.grammar, example.cues) for example in examples])
    labels = np.concatenate([np.isin(example.cues, list(example.contents)) for example in examples])
    owner = np.repeat(np.arange(len(examples)), [len(example.cues) for example in examples])
    held_out = np.zeros(len(rows), dtype=np.float32)
    for fold in (0, 1):
        inside = owner % 2 == fold
        held_out[inside] = train_binary(rows[~inside], labels[~inside], CUE_PLAN)(rows[inside])
    scorer = train_binary(rows, labels, CUE_PLAN, report)
    kept, n_gold = held_out > LEARNING_FLOORS.cue, max(1, labels.sum())
    report(f"cues above the floor: {(kept & labels).sum() / n_gold:.3f} of the gold, {kept.sum() / n_gold:.2f} times as many")
    return scorer, [held_out[owner == index] for index in range(len(examples))]


def train_contents(examples: Sequence[Example], scores: Sequence[Floats], report: Report) -> Scorer:
    """Fits the content scorer on the cues that the cue scorer lets through, and on all gold ones."""
    rows: list[Rows] = []
    groups: list[npt.NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
    gains: list[float] = []
    for example, logits in zip(examples, scores, strict=True):
        kept = (logits > LEARNING_FLOORS.cue) | np.isin(example.cues, list(example.contents))
        cues = example.cues[kept]
        if not len(cues):
            continue
        options = [find_candidates(example.grammar.parse, example.quotes, cue) for cue in cues.tolist()]
        found, bounds = content_features(example.grammar, cues, logits[kept], options)
        rows.append(found)
        groups.append(bounds[1:] + groups[-1][-1])
        for cue, candidates in zip(cues.tolist(), options, strict=True):
            gold = example.contents.get(cue)
            gains.append(1.0 if gold is None else 0.0)
            gains.extend(0.0 if gold is None else gold.get(candidate.ranges, 0.0) for candidate in candidates)
    return train_ranking(np.concatenate(rows), np.concatenate(groups), np.array(gains, dtype=np.float32), CONTENT_PLAN, report)


def train_ends(examples: Sequence[Example], scores: Sequence[Floats], report: Report) -> Scorer:
    """Fits the end scorer on the candidates that match a gold content with one of their ends."""
    rows: list[Rows] = []
    groups: list[npt.NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
    gains: list[float] = []
    for example, logits in zip(examples, scores, strict=True):
        grammar, quotes = example.grammar, example.quotes
        chosen = []
        for (cue, ranges), matches in example.ends.items():
            found_as = {item.ranges: item.kind for item in find_candidates(grammar.parse, quotes, cue)}
            options = find_ends(grammar.parse, quotes, cue, ranges)
            if len(options) > 1:
                chosen.append((cue, found_as[ranges], ranges, options, matches))
        if not chosen:
            continue
        cues, kinds, contents, ends, _ = zip(*chosen, strict=True)
        column = scores_by_token(grammar.n, example.cues, logits)
        found, bounds = end_features(grammar, np.array(cues), list(kinds), list(contents), list(ends), column)
        rows.append(found)
        groups.append(bounds[1:] + groups[-1][-1])
        gains.extend(matches[end.stop] ** END_SHARPNESS for *_, options, matches in chosen for end in options)
    if not rows:  # no content has a choice of ends: every one stays whole
        rows, groups, gains = [np.zeros((1, 1), dtype=np.int64)], [np.array([0, 1], dtype=np.int64)], [1.0]
    return train_ranking(np.concatenate(rows), np.concatenate(groups), np.array(gains, dtype=np.float32), END_PLAN, report)


def train_sources(examples: Sequence[Example], report: Report) -> Scorer:
    """Fits the source scorer on gold cues and contents."""
    rows: list[Rows] = []
    groups: list[npt.NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
    gains: list[float] = []
    for example in examples:
        if not example.sources:
            continue
        parse = example.grammar.parse
        names = named_ranges(parse)
        options = [find_sources(parse, example.quotes, names, cue, ranges) for cue, ranges, _ in example.sources]
        cues = np.array([cue for cue, _, _ in example.sources], dtype=np.int64)
        found, bounds = source_features(example.grammar, cues, [ranges for _, ranges, _ in example.sources], options)
        rows.append(found)
        groups.append(bounds[1:] + groups[-1][-1])
        for (_, _, speaker), sources in zip(example.sources, options, strict=True):
            gains.extend(_source_gain(parse, source.head, speaker) for source in sources)
    return train_ranking(np.concatenate(rows), np.concatenate(groups), np.array(gains, dtype=np.float32), SOURCE_PLAN, report)


def _source_gain(parse: Parse, head: int, speaker: Range | None) -> float:
    """How right a candidate is: its head word counts three times another word of the speaker's phrase."""
    if speaker is None:
        return 1.0 if head < 0 else 0.0
    if not speaker[0] <= head < speaker[1]:
        return 0.0
    return 3.0 if head == head_of(parse, *speaker) else 1.0


def train_choices(examples: Sequence[Example], scores: Sequence[Floats], report: Report, folds: int = 3) -> Scorer:
    """Fits the scorer of choices on those that content and end scorers make of articles that they have not seen."""
    rows: list[Rows] = []
    labels: list[bool] = []
    for fold in range(folds):
        others = [index for index in range(len(examples)) if index % folds != fold]
        seen, logits = [examples[index] for index in others], [scores[index] for index in others]
        scorers = {
            "content": train_contents(seen, logits, report),
            "end": train_ends(seen, logits, report),
            "source": train_sources(seen, report),
        }
        for index in range(fold, len(examples), folds):
            example = examples[index]
            grammar = example.grammar
            sources = SourceRanker(grammar, example.quotes, scorers["source"])
            choices = find_choices(grammar, example.quotes, example.cues, scores[index], scorers, sources, LEARNING_FLOORS)
            if choices:
                rows.append(choice_features(grammar, example.quotes, choices))
                labels.extend(is_gold(example, choice.ranges) for choice in choices)
    found, outcomes = np.concatenate(rows), np.array(labels)
    return average([train_binary(found, outcomes, plan, report) for plan in CHOICE_PLANS])


def is_gold(example: Example, ranges: tuple[Range, ...]) -> bool:
    """Whether a content matches one of the gold's by `GOOD`."""
    words = _words(example.grammar.parse, ranges)
    return any(len(words & gold) >= GOOD * len(words | gold) for gold in example.gold if gold & words)


def train(examples: Sequence[Example], report: Report = lambda line: None) -> dict[str, Scorer]:
    """Fits all scorers.

    Args:
        examples: of the training corpus.
        report: is told how it goes.
    """
    cue, logits = train_cues(examples, report)
    return {
        "cue": cue,
        "content": train_contents(examples, logits, report),
        "end": train_ends(examples, logits, report),
        "choice": train_choices(examples, logits, report),
        "source": train_sources(examples, report),
    }


def calibrate(parses: Iterable[tuple[Parse, list[dict[str, Any]]]], scorers: dict[str, Scorer]) -> Calibration:
    """Fits Platt's scaling on a corpus that the scorers have not seen.

    A statement comes true where its words match a gold content's by `GOOD`.

    Args:
        parses: articles with their gold quotes.
        scorers: the trained ones.
    """
    stage = Statements(Weights(scorers, Calibration()))
    said: list[float] = []
    true: list[bool] = []
    for parse, gold in parses:
        analysis = Analysis(article=SourceArticle(source_path="", source_record=0, text=parse.text), parse=parse)
        analysis.paragraphs = find_paragraphs(parse.text)
        analysis.quotes = find_quotations(parse.text, analysis.paragraphs)
        stage(analysis)
        wanted = [_words(parse, [parse.tokens_in(*part) for part in quote["parts"]]) for quote in gold]
        for statement in analysis.statements:
            if statement.confidence is None:
                continue
            words = _words(parse, [parse.tokens_in(*part) for part in statement.parts])
            said.append(statement.confidence)
            true.append(any(len(words & other) >= GOOD * len(words | other) for other in wanted))
    return fit_platt(np.array(said), np.array(true))


def train_file(corpus: Path, held_out: Path, out: Path, model: Model, report: Report) -> None:
    """Trains from a corpus file and writes the weights.

    Args:
        corpus: JSON Lines to learn from.
        held_out: JSON Lines to calibrate the confidence on.
        out: an .npz file.
        model: the spaCy pipeline that inference will use.
        report: is told how it goes.
    """
    scorers = train(list(read_examples(read_corpus(corpus), model)), report)
    rows = read_corpus(held_out)
    docs = model.parse([row["text"] for row in rows])
    parses = [
        (Parse(doc, row["text"], model.lemmatize), row["quotes"])
        for row, doc in zip(rows, docs, strict=True)
        if not isinstance(doc, Exception)
    ]
    write_weights(out, Weights(scorers, calibrate(parses, scorers)), STORED)
