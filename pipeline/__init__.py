"""onrecord: who said what, who did what, and when, from English news articles.

`load` opens a finished run; `extract_text` and `extract_frame` extract a few articles here and now. Each is imported when it is
first used, so that reading tables never loads a language model.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.reading import Run, load
    from pipeline.texts import extract_frame, extract_text

__all__ = ["Run", "extract_frame", "extract_text", "load"]

_HOMES = {
    "Run": "pipeline.reading",
    "load": "pipeline.reading",
    "extract_frame": "pipeline.texts",
    "extract_text": "pipeline.texts",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
