"""Reads the word lists and patterns under `models/lexicons/`.

Each file is TOML with a header comment that says where its entries come from.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def models_dir() -> Path:
    """The folder with lexicons, trained weights and `models.toml`: beside the package, or inside it in a wheel."""
    here = Path(__file__).resolve().parent
    packaged = here / "_models"
    return packaged if packaged.is_dir() else here.parent / "models"


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The parsed lexicon of a name.

    Args:
        name: file name without the ending, such as "cues".

    Returns:
        The TOML document. Shared: callers must not change it.
    """
    with (models_dir() / "lexicons" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def words(name: str, *path: str) -> frozenset[str]:
    """A word list of a lexicon as a set.

    Args:
        name: the lexicon.
        path: keys down to the list.
    """
    node: Any = lexicon(name)
    for key in path:
        node = node[key]
    return frozenset(node)
