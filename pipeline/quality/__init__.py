"""Scores a run against gold annotation and holds it to committed floors."""

from pipeline.quality.evaluation import Evaluation, evaluate
from pipeline.quality.gate import GateResult, check_floors, run_gate, update_floors

__all__ = ["Evaluation", "GateResult", "check_floors", "evaluate", "run_gate", "update_floors"]
