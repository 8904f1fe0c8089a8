"""Quality floors: a committed file that a run must not fall below.

    {"gold_sha256": "…", "schema_version": 1, "margin": {"value": 0.5, "reason": "…"}, "floors": {"dates.value": 81.2, …}}

Beside it stands `faults.tsv`, the rows that cost points when the floors were written, so that a gate that fails can
tell the rows that moved from those that never were right, and a reviewer sees both in the difference of two commits.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import GoldError, OnrecordError
from pipeline.quality.evaluation import Evaluation, evaluate
from pipeline.quality.scores import Fault, Score
from pipeline.schema import SCHEMA_VERSION
from pipeline.store import write_json, write_text

MARGIN = 0.5
MARGIN_REASON = "a tie that breaks the other way on another processor, Python or spaCy build moves a figure by less than this"

FAULTS_FILE = "faults.tsv"
_COMBINES = {
    "entities.lea": ("entities.mentions", "entities.clusters"),
    "events.arguments": ("events.trigger", "events.actor", "events.recipient", "events.place"),
    "events.trigger_and_type": ("events.trigger", "events.type"),
    "speakers": ("statements.content", "statements.speaker"),
    "statements.content_and_speakers": ("statements.content", "statements.speaker"),
    "statements.exact": ("statements.content",),
}
"""Figures that a fault of another one moves, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What a run is held to.

    Attributes:
        gold_sha256: hash of the gold that the floors were measured on.
        margin: points below a floor that still pass.
        floors: lowest value by figure, in per cent.
    """

    gold_sha256: str
    schema_version: int = SCHEMA_VERSION
    margin: float = MARGIN
    margin_reason: str = MARGIN_REASON
    floors: Mapping[str, float] = field(default_factory=dict)


class Drop(NamedTuple):
    """A figure below its floor by more than the margin; `value` is None where it can no longer be measured."""

    metric: str
    floor: float
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What came out, for `summary.py` to show.

    Attributes:
        exit_code: 0 fine, 1 a figure dropped, 2 unreadable gold, floors or run.
        error: one line that says what cannot be read; then there is nothing else.
        evaluation: the figures; None after an error.
        floors: what the run was held to, or what was written; None where it was only scored.
        drops: figures below their floors.
        lost: rows that are wrong now and were not when the floors were set; all faults where those were not kept.
        n_won: rows that were wrong when the floors were set and are not now; None where those were not kept.
        notes: what an update did.
    """

    exit_code: int
    error: str | None = None
    evaluation: Evaluation | None = None
    floors: Floors | None = None
    drops: list[Drop] = field(default_factory=list)
    lost: list[Fault] = field(default_factory=list)
    n_won: int | None = None
    notes: list[str] = field(default_factory=list)


def read_floors(file: Path) -> Floors:
    """Reads the floors.

    Raises:
        GoldError: the file cannot be read, or is not what the module's docstring says.
    """
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
        return Floors(
            gold_sha256=str(value["gold_sha256"]),
            schema_version=int(value["schema_version"]),
            margin=_number(value["margin"]["value"]),
            margin_reason=str(value["margin"]["reason"]),
            floors={str(metric): _number(floor) for metric, floor in value["floors"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "Restore the file from version control" if file.exists() else _how_to_update(file)
        raise GoldError(f"cannot read the floors {file}: {type(error).__name__}: {error}. {hint}") from error


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def _how_to_update(file: Path) -> str:
    return f"Write them with: onrecord evaluate GOLD --run DIR --floors {file} --update"


def write_floors(file: Path, floors: Floors) -> None:
    """Writes the floors, atomically.

    Raises:
        OutputError: the file cannot be written.
    """
    value = {
        "gold_sha256": floors.gold_sha256,
        "schema_version": floors.schema_version,
        "margin": {"value": floors.margin, "reason": floors.margin_reason},
        "floors": dict(sorted(floors.floors.items())),
    }
    write_json(file, value)


def check_same_gold(gold_sha256: str, floors: Floors, file: Path) -> None:
    """Raises GoldError unless the floors were measured on this gold and with this schema, and there are any."""
    if not floors.floors:
        raise GoldError(f"the floors {file} hold no floor, so nothing would be checked. {_how_to_update(file)}")
    if gold_sha256 != floors.gold_sha256:
        raise GoldError(f"the gold is not the one that the floors {file} were measured on. {_how_to_update(file)}")
    if floors.schema_version != SCHEMA_VERSION:
        was = f"the floors {file} were measured with version {floors.schema_version} of the schema, this is {SCHEMA_VERSION}"
        raise GoldError(f"{was}. {_how_to_update(file)}")


def check_floors(scores: Mapping[str, Score], floors: Floors) -> list[Drop]:
    """The figures that are below their floors by more than the margin, in the order of their names.

    A figure that has a floor and is no longer there, or has nothing to measure, has dropped.
    """
    drops = []
    for metric in sorted(floors.floors):
        floor = floors.floors[metric]
        value = scores[metric].value if metric in scores else None
        if value is None or value < floor - floors.margin:
            drops.append(Drop(metric, floor, value))
    return drops


def update_floors(floors: Floors, evaluation: Evaluation, allow_lower: bool = False) -> tuple[Floors, list[Drop]]:
    """Raises floors to the figures of an evaluation, and takes over its gold.

    Args:
        floors: the old ones.
        evaluation: of the run that the new ones are measured on.
        allow_lower: whether a floor may be lowered or, where its figure is gone, dropped.

    Returns:
        The new floors, and the floors that the figures do not reach: lowered with `allow_lower`, else kept.
    """
    measured = {metric: _floor_of(score.value) for metric, score in evaluation.scores.items() if score.value is not None}
    below = [
        Drop(metric, floor, measured.get(metric))
        for metric, floor in sorted(floors.floors.items())
        if metric not in measured or measured[metric] < floor
    ]
    kept = {} if allow_lower else {drop.metric: drop.floor for drop in below}
    new = replace(floors, gold_sha256=evaluation.gold_sha256, schema_version=SCHEMA_VERSION, floors={**measured, **kept})
    return new, below


def _floor_of(value: float) -> float:
    """Two decimals, rounded down: a floor that the run that set it does not reach would be absurd."""
    return math.floor(value * 100 + 1e-6) / 100


def run_gate(gold: Path, run: Path, floors: Path | None, update: bool = False, allow_lower: bool = False) -> GateResult:
    """Scores a run against gold and holds it to the floors: what `onrecord evaluate` does.

    Args:
        gold: gold file.
        run: output folder of a run.
        floors: floors file; None only scores.
        update: writes the floors and the known faults instead of reading them as they are; creates the file.
        allow_lower: with `update`, lets floors fall.

    Returns:
        The figures and the exit status. Never 0 where gold, floors or run cannot be read.
    """
    try:
        evaluation = evaluate(run, gold)
        if floors is None:
            return GateResult(exit_code=0, evaluation=evaluation)
        if update:
            return _update(floors, evaluation, allow_lower)
        held_to = read_floors(floors)
        check_same_gold(evaluation.gold_sha256, held_to, floors)
        known = read_faults(floors.with_name(FAULTS_FILE))
    except (OnrecordError, OSError) as error:
        return GateResult(exit_code=2, error=str(error))
    drops = check_floors(evaluation.scores, held_to)
    lost, n_won = compare_faults(evaluation.faults, known)
    return GateResult(exit_code=1 if drops else 0, evaluation=evaluation, floors=held_to, drops=drops, lost=lost, n_won=n_won)


def _update(file: Path, evaluation: Evaluation, allow_lower: bool) -> GateResult:
    old = read_floors(file) if file.exists() else Floors(gold_sha256=evaluation.gold_sha256)
    new, below = update_floors(old, evaluation, allow_lower)
    drops = check_floors(evaluation.scores, new)
    lost, n_won = compare_faults(evaluation.faults, read_faults(file.with_name(FAULTS_FILE)))
    write_floors(file, new)
    notes = []
    for drop in below:
        verb = "lowered" if allow_lower else "kept, though the run does not reach it (--allow-lower lets it fall)"
        now = "not measured" if drop.value is None else f"{drop.value:.1f}"
        notes.append(f"{drop.metric}: the floor {drop.floor} was {verb}; now {now}")
    if not drops:  # rows lost by a drop that nobody allowed must go on showing as lost
        write_text(file.with_name(FAULTS_FILE), "".join(f"{line}\n" for line in fault_lines(evaluation.faults)))
    notes.append(f"wrote {len(new.floors)} floors to {file}")
    return GateResult(
        exit_code=1 if drops else 0, evaluation=evaluation, floors=new, drops=drops, lost=lost, n_won=n_won, notes=notes
    )


def compare_faults(faults: Sequence[Fault], known: frozenset[str] | None) -> tuple[list[Fault], int | None]:
    """The faults that are not among the known ones, and how many of those are gone; None where there are no known ones."""
    if known is None:
        return list(faults), None
    lines = fault_lines(faults)
    lost = [fault for fault, line in zip(faults, lines, strict=True) if line not in known]
    return lost, len(known - set(lines))


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    """A tab-separated line for each fault, without its context."""
    return ["\t".join(" ".join(str(value).split()) for value in fault[: Fault._fields.index("context")]) for fault in faults]


def read_faults(file: Path) -> frozenset[str] | None:
    """The lines of the known faults; None where there is no such file.

    Raises:
        GoldError: there is one and it cannot be read.
    """
    if not file.exists():
        return None
    try:
        return frozenset(filter(None, file.read_text(encoding="utf-8").split("\n")))
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"cannot read the known faults {file}: {error}") from error


def faults_of(drop: Drop, faults: Iterable[Fault]) -> list[Fault]:
    """The faults that can have made a figure drop."""
    return [fault for fault in faults if _moves(fault.metric, drop.metric)]


def _moves(of_fault: str, dropped: str) -> bool:
    """Whether a fault of one figure can have moved another: a finer or coarser one, or one that combines it."""
    for metric in (dropped, *_COMBINES.get(dropped, ())):
        if f"{of_fault}.".startswith(f"{metric}.") or f"{metric}.".startswith(f"{of_fault}."):
            return True
    return False
