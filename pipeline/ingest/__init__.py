"""Readers of article dumps, one file an input format."""

from pipeline.ingest.records import count_records, read_records

__all__ = ["count_records", "read_records"]
