"""What an evaluation comes to, as text for a terminal and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.quality.bootstrap import DRAWS, LEVEL, SEED
from pipeline.quality.gate import Drop, GateResult, faults_of
from pipeline.quality.scores import Fault, Score

SHOWN_FAULTS = 40
"""Rows that a failing gate prints for one figure."""


def text_lines(result: GateResult, with_slices: bool = False) -> list[str]:
    """Lines for a terminal.

    Args:
        result: of the gate.
        with_slices: whether to show the figures of each slice, too.
    """
    if result.evaluation is None:
        return [str(result.error)]
    lines = [f"not in the run: {article}" for article in result.evaluation.absent]
    lines += table_lines(result.evaluation.scores, result.floors.floors if result.floors else {})
    if with_slices:
        lines += slice_lines(result)
    for drop in result.drops:
        lines += drop_lines(drop, faults_of(drop, result.lost), result.floors.margin if result.floors else 0.0)
    return lines + result.notes


def table_lines(scores: Mapping[str, Score], floors: Mapping[str, float]) -> list[str]:
    """The figures as a table: name, gold items, precision, recall, value, interval, floor."""
    width = max(map(len, ["figure", *scores]))
    lines = [f"{'figure':{width}}  {'n':>5}  {'P':>6}  {'R':>6}  {'value':>6}  {f'{LEVEL:.0f} % interval':>15}  {'floor':>6}"]
    for metric, score in scores.items():
        cells = "  ".join(f"{figure(value):>6}" for value in (score.p, score.r, score.value))
        lines.append(f"{metric:{width}}  {score.n:>5}  {cells}  {interval(score):>15}  {figure(floors.get(metric)):>6}")
    return lines


def slice_lines(result: GateResult) -> Iterator[str]:
    """A table for each way to slice."""
    assert result.evaluation is not None
    dimension = ""
    for part, scores in result.evaluation.slices.items():
        if part.dimension != dimension:
            dimension = part.dimension
            yield ""
            yield f"by {dimension}"
        width = max(map(len, scores))
        for metric, score in scores.items():
            cells = "  ".join(f"{figure(value):>6}" for value in (score.p, score.r, score.value))
            yield f"  {part.name:28}  {metric:{width}}  {score.n:>5}  {cells}  {interval(score):>15}"


def figure(value: float | None) -> str:
    """A figure with one decimal; a dash where there is none."""
    return "-" if value is None else f"{value:.1f}"


def interval(score: Score) -> str:
    """The interval of a figure; a dash where there is none."""
    return "-" if score.low is None or score.high is None else f"{score.low:.1f} to {score.high:.1f}"


def drop_lines(drop: Drop, rows: list[Fault], margin: float) -> list[str]:
    """What to print of a figure that dropped: the rows that are wrong now and were not when the floor was set.

    Args:
        drop: as `check_floors` gives it.
        rows: those rows.
        margin: of the floors.
    """
    value = "cannot be measured" if drop.value is None else f"is {drop.value:.2f}"
    lines = [f"DROPPED {drop.metric} {value}, its floor is {drop.floor:.2f} less a margin of {margin}"]
    for fault in rows[:SHOWN_FAULTS]:
        lines.append(_fault_line(fault))
        if fault.context:
            lines.append(f"        {fault.context}")
    if len(rows) > SHOWN_FAULTS:
        lines.append(f"  … and {len(rows) - SHOWN_FAULTS} more")
    return lines


def _fault_line(fault: Fault) -> str:
    detail = f" ({fault.detail})" if fault.detail else ""
    return f"  {fault.kind:5} {fault.article} {fault.start}-{fault.end} {fault.text!r}{detail}"


def as_json(result: GateResult) -> dict[str, Any]:
    """Everything that is known, for a program; figures in per cent, None where there is nothing to measure.

    Returns:
        {"exit_code", "error"} after an error; else {"exit_code", "gold_sha256", "n_articles", "absent", "interval", "margin",
        "figures": {name: {"value", "n", "p", "r", "low", "high", "floor"}}, "slices": {dimension: {name: figures}},
        "drops": [{"metric", "floor", "value"}], "lost": [fault], "n_won", "n_faults", "notes"}.
    """
    evaluation = result.evaluation
    if evaluation is None:
        return {"exit_code": result.exit_code, "error": result.error}
    floors = result.floors.floors if result.floors else {}
    slices: dict[str, dict[str, Any]] = {}
    for part, scores in evaluation.slices.items():
        slices.setdefault(part.dimension, {})[part.name] = {metric: _rounded(score) for metric, score in scores.items()}
    return {
        "exit_code": result.exit_code,
        "gold_sha256": evaluation.gold_sha256,
        "n_articles": evaluation.n_articles,
        "absent": evaluation.absent,
        "interval": {"level": LEVEL, "method": "percentile bootstrap over articles", "draws": DRAWS, "seed": SEED},
        "margin": result.floors.margin if result.floors else None,
        "figures": {metric: {**_rounded(score), "floor": floors.get(metric)} for metric, score in evaluation.scores.items()},
        "slices": slices,
        "drops": [drop._asdict() for drop in result.drops],
        "lost": [fault._asdict() for fault in result.lost] if result.floors else None,
        "n_won": result.n_won,
        "n_faults": len(evaluation.faults),
        "notes": result.notes,
    }


def _rounded(score: Score) -> dict[str, float | int | None]:
    """A figure with four decimals: the last bits of a sum are those of the processor."""
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in score._asdict().items()}
