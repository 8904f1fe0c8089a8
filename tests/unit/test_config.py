import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import Settings, build_settings
from pipeline.errors import ConfigError

NOTHING: dict[str, str] = {}


def toml(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "onrecord.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults() -> None:
    assert build_settings(environment=NOTHING) == Settings()


def test_later_sources_win(tmp_path: Path) -> None:
    file = toml(tmp_path, 'model = "file"\nworkers = 1\nbatch_size = 7\nshard_size = 5')
    found = build_settings(file, {"ONRECORD_MODEL": "environment", "ONRECORD_WORKERS": "2"}, model="option", shard_size=None)
    assert (found.model, found.workers, found.batch_size, found.shard_size) == ("option", 2, 7, 5)


def test_what_differs_from_a_manifest_is_named_where_it_can_change_rows() -> None:
    settings = Settings(workers=3, languages=("en", "de"), fields={"text": "maintext"}, encoding="auto")
    assert settings.differing(json.loads(json.dumps(settings.as_dict()))) == []
    assert settings.differing(Settings().as_dict()) == ["languages", "encoding", "fields"]
    assert settings.differing(None) == []


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("ONRECORD_WORKERS", "3", "workers", 3),
        ("ONRECORD_MAX_QUARANTINE", "0", "max_quarantine", 0),
        ("ONRECORD_LANGUAGES", "en, de fr", "languages", ("en", "de", "fr")),
        ("ONRECORD_MODEL", "en_core_web_sm", "model", "en_core_web_sm"),
        ("ONRECORD_OWN_NAMES", "no", "own_names", False),
        ("ONRECORD_OWN_NAMES", "True", "own_names", True),
        pytest.param("ONRECORD_WORKERS", "", "workers", 0, id="an empty variable is not given"),
        pytest.param("WORKERS", "3", "workers", 0, id="another variable"),
        pytest.param("ONRECORD_FIELDS", "x", "fields", {}, id="fields are not read from the environment"),
    ],
)
def test_environment(variable: str, value: str, name: str, expected: Any) -> None:
    assert getattr(build_settings(environment={variable: value}), name) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ('languages = ["en", "de"]', "languages", ("en", "de")),
        ('[fields]\ntext = "maintext"', "fields", {"text": "maintext"}),
        ("max_chars = 10", "max_chars", 10),
        ("own_names = false", "own_names", False),
    ],
)
def test_file(tmp_path: Path, text: str, name: str, expected: Any) -> None:
    assert getattr(build_settings(toml(tmp_path, text), NOTHING), name) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("shards = 3", "unknown setting 'shards'; known are"),
        ('workers = "many"', "workers cannot be 'many'"),
        ("workers = -1", "workers must be 0 or more"),
        ("batch_size = 0", "batch_size must be at least 1"),
        ("max_chars = 0", "max_chars must be at least 1"),
        ("languages = 5", "languages cannot be 5"),
        ('engine = "steam"', "there is no engine 'steam'; there are local and ray"),
        ('fields = "text"', "fields cannot be 'text'"),
        ("workers = ", "cannot read the configuration"),
    ],
)
def test_a_file_that_makes_no_sense(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        build_settings(toml(tmp_path, text), NOTHING)


def test_a_file_that_is_missing_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the configuration"):
        build_settings(tmp_path / "none.toml", NOTHING)
    path = tmp_path / "latin.toml"
    path.write_bytes(b'model = "\xe9"')
    with pytest.raises(ConfigError, match="cannot read the configuration"):
        build_settings(path, NOTHING)


@pytest.mark.parametrize("change", [{"engine": "ray"}, {"workers": 5}, {"max_quarantine": 3}, {"article_timeout": 9}])
def test_what_cannot_change_a_row_is_not_in_the_hash(change: dict[str, Any]) -> None:
    assert Settings(**change).row_hash() == Settings().row_hash()


@pytest.mark.parametrize(
    "change",
    [
        {"model": "x"},
        {"own_names": False},
        {"shard_size": 9},
        {"batch_size": 9},
        {"languages": ("de",)},
        {"max_chars": 9},
        {"max_word": 9},
        {"fields": {"text": "body"}},
    ],
)
def test_what_can_change_a_row_is_in_the_hash(change: dict[str, Any]) -> None:
    assert Settings(**change).row_hash() != Settings().row_hash()


def test_the_tables_above_name_every_setting() -> None:
    sizes = {"shard_size", "batch_size", "max_chars", "max_word", "workers", "max_quarantine", "article_timeout"}
    texts = {"encoding", "fix_mojibake"}
    others = {"engine", "model", "own_names", "languages", "kb", "fields"}
    assert {field.name for field in dataclasses.fields(Settings)} == sizes | texts | others


def test_settings_as_json() -> None:
    found = Settings(languages=("en", "de"), fields={"text": "body"}).as_dict()
    assert found["languages"] == ["en", "de"]
    assert found["fields"] == {"text": "body"}
    assert set(found) == {field.name for field in dataclasses.fields(Settings)}


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().workers = 3  # type: ignore[misc]


def test_the_knowledge_base_counts_by_content(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    one.write_text("id,name\n1,x\n")
    same.write_text("id,name\n1,x\n")
    other.write_text("id,name\n2,x\n")
    hashes = [Settings(kb=str(path)).row_hash() for path in (one, same, other)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert Settings().row_hash() not in hashes
    with pytest.raises(ConfigError, match="cannot read the knowledge base"):
        Settings(kb=str(tmp_path / "none.csv")).row_hash()
