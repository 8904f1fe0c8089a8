"""`run.json`: what a run was made of, and what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.catalog import identify_model
from pipeline.config import Settings
from pipeline.lexicons import models_dir
from pipeline.schema import SCHEMA_VERSION, TABLES, fingerprint
from pipeline.shards import ShardResult
from pipeline.storage import Found, find_objects, info_of, is_remote
from pipeline.store import MANIFEST, write_json

_CODE_SUFFIXES = frozenset({".py", ".toml", ".npz", ".json", ".bin", ".tsv"})


def code_version() -> str:
    """The version of the distribution, or "0" where it is not installed."""
    try:
        return version("onrecord")
    except PackageNotFoundError:
        return "0"


def code_hash() -> str:
    """A hash of the code, lexicons and weights: equal code gives equal rows."""
    package = Path(__file__).resolve().parent
    hashed = sha256()
    for root in (package, models_dir()):
        for path in sorted(root.rglob("*")):
            if path.suffix in _CODE_SUFFIXES and path.is_file():
                hashed.update(path.relative_to(root).as_posix().encode())
                hashed.update(path.read_bytes())
    return hashed.hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What must be equal for two runs to share an output folder."""

    schema_version: int
    schema_fingerprint: str
    code_version: str
    code_hash: str
    model: str
    model_version: str
    config_hash: str

    @classmethod
    def of(cls, settings: Settings) -> Identity:
        """The identity of a run with these settings.

        Raises:
            ModelError: the model is not installed.
        """
        model, model_version = identify_model(settings.model)
        return cls(
            schema_version=SCHEMA_VERSION,
            schema_fingerprint=fingerprint(),
            code_version=code_version(),
            code_hash=code_hash(),
            model=model,
            model_version=model_version,
            config_hash=settings.row_hash(),
        )

    def as_dict(self) -> dict[str, Any]:
        """Field name to value."""
        return {name: getattr(self, name) for name in self.__slots__}

    def metadata(self) -> dict[str, str]:
        """What stands in the metadata of every Parquet file."""
        return {name: str(value) for name, value in self.as_dict().items()}


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        out: the output folder.
        n_records: records read, faults included.
        n_skipped: of these, in shards that an earlier run had finished.
        n_shards: shards that are committed.
        n_done: records that are finished, also those of shards in hand.
        n_expected: records of the input; None while that is not known.
        n_missing: records of earlier runs that the input no longer has; their rows stay.
        generations: number of the first shard of the run, and of each run that appended to it.
        rows: rows by table.
        seconds: time by stage, added over workers.
        quarantined: faults by reason.
        elapsed: seconds from start to end.
        is_finished: False where the run was interrupted.
    """

    out: Path
    n_records: int = 0
    n_skipped: int = 0
    n_shards: int = 0
    n_done: int = 0
    n_expected: int | None = None
    n_missing: int = 0
    generations: list[int] = field(default_factory=lambda: [0])
    rows: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(TABLES, 0)))
    seconds: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    elapsed: float = 0.0
    is_finished: bool = False

    @property
    def n_quarantined(self) -> int:
        """All faults."""
        return sum(self.quarantined.values())

    def add(self, result: ShardResult, *, is_old: bool) -> None:
        """Counts a shard in.

        Args:
            result: of the shard.
            is_old: whether an earlier run finished it.
        """
        self.n_shards += 1
        self.n_records += result.n_records
        self.n_skipped += result.n_records if is_old else 0
        self.rows.update(result.rows)
        self.seconds.update(result.seconds)
        self.quarantined.update(fault.reason for fault in result.quarantine)


def write_manifest(summary: Summary, identity: Identity, settings: Settings, inputs: Sequence[dict[str, Any]]) -> None:
    """Writes `run.json`.

    Raises:
        OutputError: the folder cannot be written.
    """
    write_json(
        summary.out / MANIFEST,
        {
            **identity.as_dict(),
            "is_finished": summary.is_finished,
            "config": settings.as_dict(),
            "inputs": list(inputs),
            "generations": summary.generations,
            "n_shards": summary.n_shards,
            "n_records": summary.n_records,
            "n_skipped": summary.n_skipped,
            "n_done": summary.n_done,
            "n_expected": summary.n_expected,
            "n_missing": summary.n_missing,
            "rows": dict(summary.rows),
            "quarantined": dict(sorted(summary.quarantined.items())),
            "seconds_per_stage": {name: round(spent, 3) for name, spent in summary.seconds.items()},
            "elapsed_seconds": round(summary.elapsed, 3),
        },
    )


def hash_inputs(inputs: Iterable[Path]) -> list[dict[str, Any]]:
    """Path, size and SHA-256 of every file below the inputs, in order; of objects in a store the ETag, since each byte costs."""
    found: list[dict[str, Any]] = []
    for root in inputs:
        if is_remote(root):
            found += _objects(root)
            continue
        files = sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else [root]
        for path in files:
            name = path.relative_to(root).as_posix() if root.is_dir() else path.name
            if not path.name.startswith("."):
                found.append({"path": name.encode("utf-8", "replace").decode(), **_hash_file(path)})
    return found


def _objects(root: Path) -> list[dict[str, Any]]:
    objects = find_objects(root) if root.is_dir() else [Found(root.name, root, info_of(root))]
    return [{"path": each.name, "bytes": each.info.get("size"), "etag": each.info.get("ETag")} for each in objects]


def _hash_file(path: Path) -> dict[str, Any]:
    hashed = sha256()
    size = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                hashed.update(chunk)
                size += len(chunk)
    except OSError:
        return {"bytes": None, "sha256": None}
    return {"bytes": size, "sha256": hashed.hexdigest()}
