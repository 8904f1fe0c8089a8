"""Who does the shards of a run: processes of this machine, or actors of a Ray cluster. Both leave the same files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.config import Settings
from pipeline.engines.engine import Done, Engine
from pipeline.engines.local import Local

__all__ = ["Done", "Engine", "choose_engine"]


def choose_engine(inputs: Sequence[Path], settings: Settings, *, in_process: bool = False) -> Engine:
    """The engine that the settings name.

    Args:
        inputs: files and folders.
        settings: of the run.
        in_process: does the shards here, one after the other, whatever the settings say.

    Raises:
        UsageError: the inputs or settings cannot be used, or the engine is not installed.
    """
    if settings.engine == "ray" and not in_process:
        from pipeline.engines.ray_cluster import RayCluster  # only for those who ask for it

        return RayCluster(inputs, settings)
    return Local(inputs, settings, in_process=in_process)
