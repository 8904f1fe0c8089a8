"""What an evaluation comes to, as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.quality.gate import GateResult, faults_of
from pipeline.quality.scores import Fault, Score
from pipeline.quality.slices import DIMENSIONS
from pipeline.quality.summary import figure, interval

HEADLINES = (
    "statements.content",
    "statements.content.direct",
    "statements.content.indirect",
    "statements.content_and_speakers",
    "speakers",
    "dates.value",
    "entities.mentions",
    "entities.lea",
    "events.trigger",
    "events.trigger_and_type",
    "events.arguments",
    "events.factuality",
)
"""Figures that stand in the open; the others are folded."""

SHOWN_FAULTS = 30
"""Rows that are listed for one figure that dropped, and of all that were lost."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&])")


def markdown(result: GateResult) -> str:
    """The comment: verdict, headline figures with their distance to the floors, rows lost, everything else folded."""
    evaluation = result.evaluation
    if evaluation is None:
        return f"### Quality: could not be measured\n\n{_plain(str(result.error))}\n"
    blocks = [f"### Quality: {_verdict(result)}", _about(result)]
    if evaluation.absent:
        blocks.append(f"Not in the run: {', '.join(map(_plain, evaluation.absent))}.")
    known = [metric for metric in HEADLINES if metric in evaluation.scores]
    blocks.append(_table(result, [*known, *(drop.metric for drop in result.drops if drop.metric not in known)]))
    blocks += _drops(result)
    rest = [metric for metric in evaluation.scores if metric not in HEADLINES]
    blocks.append(_folded("All other figures", _table(result, rest)))
    blocks += _slices(result)
    if result.floors is not None:
        blocks.append(_lost(result))
    blocks += [f"- {_plain(note)}" for note in result.notes]
    return "\n\n".join(blocks) + "\n"


def _verdict(result: GateResult) -> str:
    if result.floors is None:
        return "scored, held to no floors"
    if not result.drops:
        return "no figure fell below its floor"
    n = len(result.drops)
    return f"{n} {'figure' if n == 1 else 'figures'} fell below {'its floor' if n == 1 else 'their floors'}"


def _about(result: GateResult) -> str:
    assert result.evaluation is not None
    n = result.evaluation.n_articles
    articles = f"{n} annotated {'article' if n == 1 else 'articles'}; intervals by bootstrap over articles."
    if result.floors is None:
        return articles
    return f"{articles} Margin {result.floors.margin}: {_plain(result.floors.margin_reason)}."


def _table(result: GateResult, metrics: Sequence[str]) -> str:
    assert result.evaluation is not None
    floors = result.floors.floors if result.floors else {}
    dropped = {drop.metric for drop in result.drops}
    lines = ["| figure | gold | P | R | value | 95 % | floor | difference |", "| --- | --: | --: | --: | --: | --: | --: | --: |"]
    for metric in metrics:
        score = result.evaluation.scores.get(metric, Score(None, 0))
        name = f"**`{metric}`** ❌" if metric in dropped else f"`{metric}`"
        floor = floors.get(metric)
        difference = "-" if floor is None or score.value is None else f"{score.value - floor:+.1f}"
        cells = [str(score.n), *map(figure, (score.p, score.r, score.value)), interval(score), figure(floor), difference]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _drops(result: GateResult) -> Iterator[str]:
    for drop in result.drops:
        rows = faults_of(drop, result.lost)
        yield f"**`{drop.metric}`** {figure(drop.value)}, floor {figure(drop.floor)}: {_counted(rows)} lost"
        yield from _fault_list(rows)


def _lost(result: GateResult) -> str:
    won = "" if result.n_won is None else f", {result.n_won} won"
    title = f"Rows against those when the floors were set: {len(result.lost)} lost{won}"
    return _folded(title, *_fault_list(result.lost)) if result.lost else f"{title}."


def _counted(rows: Sequence[Fault]) -> str:
    return f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}"


def _fault_list(rows: Sequence[Fault]) -> Iterator[str]:
    """One block: an item a row, its words in bold within those around."""
    if not rows:
        return
    lines = []
    for fault in rows[:SHOWN_FAULTS]:
        detail = f" ({_plain(fault.detail)})" if fault.detail else ""
        where = f"{_plain(fault.article)} {fault.start}–{fault.end}"
        lines.append(f"- {fault.kind} `{fault.metric}` {where}: {_plain(fault.context or fault.text)}{detail}")
    if len(rows) > SHOWN_FAULTS:
        lines.append(f"- … and {len(rows) - SHOWN_FAULTS} more")
    yield "\n".join(lines)


def _slices(result: GateResult) -> Iterator[str]:
    """A folded table for each way to slice: a line a slice, with value, interval and gold items of each figure."""
    assert result.evaluation is not None
    for dimension, parts in groupby(result.evaluation.slices.items(), key=lambda item: item[0].dimension):
        metrics = DIMENSIONS[dimension]
        lines = [f"| | {' | '.join(f'`{metric}`' for metric in metrics)} |", f"| --- |{' --: |' * len(metrics)}"]
        lines += [f"| {_plain(part.name)} | {' | '.join(_cell(scores.get(each)) for each in metrics)} |" for part, scores in parts]
        yield _folded(f"By {dimension}: value (interval) n", "\n".join(lines))


def _cell(score: Score | None) -> str:
    if score is None:
        return "-"
    return f"{figure(score.value)} {'' if score.low is None else f'({interval(score)}) '}{score.n}"


def _folded(title: str, *blocks: str) -> str:
    return "\n\n".join([f"<details><summary>{title}</summary>", *blocks, "</details>"])


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line: the text of an article is not ours."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
