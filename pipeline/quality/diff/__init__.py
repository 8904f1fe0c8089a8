"""What changed between two runs, row by row."""

from pipeline.quality.diff.runs import compare_runs

__all__ = ["compare_runs"]
