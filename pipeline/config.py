"""Settings of a run: defaults, then a TOML file, then the environment, then the command line."""

from __future__ import annotations

import dataclasses
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

from pipeline.errors import ConfigError

ENVIRONMENT_PREFIX = "ONRECORD_"

ENGINES = ("local", "ray")
"""What can do the shards of a run: processes of this machine, or a Ray cluster."""

_NOT_IN_ROWS = frozenset({"engine", "workers", "max_quarantine", "article_timeout"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a run can be told.

    Attributes:
        model: spaCy pipeline: a name of `models.toml`, an installed package or a folder.
        own_names: whether our entity recognizer is used where there is one for the model, instead of the model's own.
        engine: what does the shards, one of `ENGINES`.
        workers: worker processes, or actors of a Ray cluster; 0 takes one a processor, but never more than there are shards.
        shard_size: articles in one part of the output. Part of what makes two runs equal byte for byte.
        batch_size: articles that the model sees at once.
        languages: ISO 639-1 codes that are extracted; others go to quarantine.
        max_chars: longest text, in code points; a longer one goes to quarantine.
        max_word: longest run without white space, in code points.
        article_timeout: seconds that one article may take; one that takes longer goes to quarantine.
        max_quarantine: records that may be quarantined before the exit status is 1; None for any number.
        kb: CSV file with a knowledge base, whose ids fill `entities.kb_id`; None for none.
        encoding: of text, JSON, CSV and TSV: utf-8, a name such as cp1252, or auto, which guesses where bytes are not UTF-8.
        fix_mojibake: whether text that was once decoded wrongly is mended; in pages it always is.
        fields: field of an article to the field of the record that holds it, where the dump's names are not recognised.
    """

    model: str = "en_core_web_md"
    own_names: bool = True
    engine: str = "local"
    workers: int = 0
    shard_size: int = 1000
    batch_size: int = 256
    languages: tuple[str, ...] = ("en",)
    max_chars: int = 2_000_000
    max_word: int = 100_000
    article_timeout: int = 300
    max_quarantine: int | None = None
    kb: str | None = None
    encoding: str = "utf-8"
    fix_mojibake: bool = False
    fields: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("shard_size", "batch_size", "max_chars", "max_word", "article_timeout"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} must be at least 1")
        for name in ("workers", "max_quarantine"):
            if (getattr(self, name) or 0) < 0:
                raise ConfigError(f"{name} must be 0 or more")
        if self.engine not in ENGINES:
            raise ConfigError(f"there is no engine {self.engine!r}; there are {' and '.join(ENGINES)}")
        if not self.languages:
            raise ConfigError("languages must name at least one, such as en")

    @property
    def n_workers(self) -> int:
        """Worker processes at most."""
        return self.workers or os.cpu_count() or 1

    def as_dict(self) -> dict[str, Any]:
        """The settings as JSON holds them."""
        return {
            **{f.name: getattr(self, f.name) for f in dataclasses.fields(self)},
            "languages": list(self.languages),
            "fields": dict(self.fields),
        }

    def differing(self, others: Any) -> list[str]:
        """Names of the settings that can change a row and are others in a manifest, which holds them as `as_dict` gives them."""
        mine = self.as_dict()
        return [name for name in mine if name not in _NOT_IN_ROWS and isinstance(others, dict) and others.get(name) != mine[name]]

    def row_hash(self) -> str:
        """A hash of the settings that can change a row: equal for two runs that may share an output folder.

        Of the knowledge base the content counts, not the path.

        Raises:
            ConfigError: the knowledge base cannot be read.
        """
        relevant = {name: value for name, value in self.as_dict().items() if name not in _NOT_IN_ROWS}
        if self.kb is not None:
            relevant["kb"] = _hash_file(Path(self.kb))
        return sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()[:16]


def build_settings(file: Path | None = None, environment: Mapping[str, str] | None = None, **options: Any) -> Settings:
    """Puts settings together from every source; later ones win.

    Args:
        file: a TOML file whose keys are fields of `Settings`.
        environment: variables such as ONRECORD_WORKERS; the process's own by default.
        options: from the command line; None stands for not given.

    Raises:
        ConfigError: a file that cannot be read, an unknown key, or a value of the wrong type.
    """
    values = _from_file(file) if file else {}
    values |= _from_environment(os.environ if environment is None else environment)
    values |= {name: value for name, value in options.items() if value is not None}
    known = {f.name for f in dataclasses.fields(Settings)}
    for name in values:
        if name not in known:
            raise ConfigError(f"unknown setting {name!r}; known are {', '.join(sorted(known))}")
    return Settings(**{name: _typed(name, value) for name, value in values.items()})


def _hash_file(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ConfigError(f"cannot read the knowledge base {path}: {error.strerror or error}") from error


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot read the configuration {file}: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = [f.name for f in dataclasses.fields(Settings) if f.name != "fields"]
    found = {name: environment.get(ENVIRONMENT_PREFIX + name.upper()) for name in names}
    return {name: value for name, value in found.items() if value}


def _typed(name: str, value: Any) -> Any:
    """Turns a value of a file or of the environment into the field's type."""
    hint = get_type_hints(Settings)[name]
    try:
        if name == "languages":
            return tuple(map(_string, value.replace(",", " ").split() if isinstance(value, str) else value))
        if name == "fields":
            return {_string(key): _string(field) for key, field in dict(value).items()}
        if hint is str or name == "kb":
            return _string(value)
        if hint is bool:
            return _flag(value)
        return None if value is None else _whole(value)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"the setting {name} cannot be {value!r}") from error


def _flag(value: Any) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise TypeError


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool | float):
        raise TypeError
    return int(value)
