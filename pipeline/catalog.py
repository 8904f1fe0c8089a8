"""Which spaCy pipelines there are, told without loading spaCy."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.lexicons import models_dir


@cache
def known_models() -> dict[str, dict[str, str]]:
    """The pipelines of `models/models.toml`, by name."""
    with (models_dir() / "models.toml").open("rb") as file:
        return tomllib.load(file)


def identify_model(name: str) -> tuple[str, str]:
    """The name and version of an installed spaCy pipeline, read from its description without loading it.

    Args:
        name: as for `load_model`.

    Raises:
        ModelError: it is not installed.
    """
    known = known_models().get(name)
    folder = Path(name)
    if not folder.is_dir():
        spec = find_spec(known["package"] if known else name) if known or name.isidentifier() else None
        if spec is None or spec.origin is None:
            raise not_installed(name)
        folder = Path(spec.origin).parent
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return f"{meta['lang']}_{meta['name']}", str(meta["version"])
    except (OSError, ValueError, KeyError) as error:
        raise not_installed(name) from error


def not_installed(name: str) -> ModelError:
    """The error for a pipeline that is not there; says what to install."""
    known = known_models().get(name)
    if known:
        return ModelError(f"the spaCy pipeline {name!r} is not installed; install it with: pip install {known['requirement']}")
    names = ", ".join(known_models())
    return ModelError(f"{name!r} is neither an installed spaCy pipeline nor a folder with one; known by name are {names}")
