"""Reads what a run wrote, without the model: typed frames, joins, and articles to look at."""

from pipeline.reading.run import Run, load

__all__ = ["Run", "load"]
