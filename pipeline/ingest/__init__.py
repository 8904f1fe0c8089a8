"""Readers of article dumps, one file an input format."""
