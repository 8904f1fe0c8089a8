"""Readers of article dumps, one file an input format."""

from pipeline.ingest.records import read_records

__all__ = ["read_records"]
