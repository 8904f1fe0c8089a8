"""The annotation tools."""

from __future__ import annotations

from enum import StrEnum


class Tool(StrEnum):
    """An annotation tool, by the name of its format on the command line."""

    BRAT = "brat"
    INCEPTION = "inception"
    LABEL_STUDIO = "label-studio"
    PRODIGY = "prodigy"
