import dataclasses
import json
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.article import Quarantined
from pipeline.config import Settings
from pipeline.errors import ModelError, OutputError
from pipeline.manifest import Identity, Summary, code_hash, hash_inputs, write_manifest
from pipeline.schema import SCHEMA_VERSION, TABLES, fingerprint
from pipeline.shards import ShardResult
from pipeline.store import MANIFEST, read_manifest
from pipeline.vocabulary import QuarantineReason, QuarantineStage


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> Identity:
    monkeypatch.setattr("pipeline.manifest.identify_model", lambda name: (f"en_{name}", "1.0"))
    return Identity.of(Settings(model="tiny"))


def result(n_records: int, *reasons: QuarantineReason, **changes: object) -> ShardResult:
    faults = [
        Quarantined(path="a", record=0, article_id=None, stage=QuarantineStage.INGEST, reason=reason, message="m")
        for reason in reasons
    ]
    values = {"number": 0, "digest": "d", "n_records": n_records, "rows": {"articles": 2}, "seconds": {"parse": 0.5}}
    return ShardResult(**{**values, **changes, "quarantine": faults})  # type: ignore[arg-type]


def test_an_identity_names_code_model_and_settings(identity: Identity) -> None:
    assert (identity.model, identity.model_version) == ("en_tiny", "1.0")
    assert (identity.schema_version, identity.schema_fingerprint) == (SCHEMA_VERSION, fingerprint())
    assert identity.config_hash == Settings(model="tiny").row_hash()
    assert identity.code_hash == code_hash()
    assert set(identity.as_dict()) == {field.name for field in dataclasses.fields(Identity)}
    assert all(isinstance(value, str) for value in identity.metadata().values())
    assert identity.metadata()["schema_version"] == str(SCHEMA_VERSION)


def test_an_identity_needs_the_model() -> None:
    with pytest.raises(ModelError):
        Identity.of(Settings(model="no_such_package_here"))


def test_code_hash_follows_lexicons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.manifest.models_dir", lambda: tmp_path)
    hashes = [code_hash()]
    for name, text in [("cues.toml", "a"), ("cues.toml", "b"), ("other.toml", "b"), ("notes.md", "x")]:
        (tmp_path / name).write_text(text)
        hashes.append(code_hash())
    assert len(set(hashes[:4])) == 4
    assert hashes[4] == hashes[3]


def test_a_summary_adds_shards() -> None:
    summary = Summary(Path("out"))
    summary.add(result(5, QuarantineReason.EMPTY, QuarantineReason.LANGUAGE), is_old=False)
    summary.add(result(3, QuarantineReason.EMPTY), is_old=True)
    assert (summary.n_records, summary.n_skipped, summary.n_quarantined) == (8, 3, 3)
    assert summary.rows["articles"] == 4
    assert summary.rows["events"] == 0
    assert summary.seconds["parse"] == 1.0
    assert summary.quarantined == {"empty": 2, "language": 1}


def test_a_manifest_round_trips(tmp_path: Path, identity: Identity) -> None:
    summary = Summary(tmp_path, elapsed=1.23456, is_finished=True)
    summary.add(result(5, QuarantineReason.LANGUAGE, QuarantineReason.EMPTY), is_old=False)
    write_manifest(summary, identity, Settings(model="tiny", workers=3), [{"path": "a", "bytes": 1, "sha256": "x"}])
    found = read_manifest(tmp_path)
    assert found is not None
    assert {name: found[name] for name in identity.as_dict()} == identity.as_dict()
    assert found["is_finished"] is True
    assert found["rows"] == {**dict.fromkeys(TABLES, 0), "articles": 2}
    assert list(found["rows"]) == list(TABLES)
    assert found["quarantined"] == {"empty": 1, "language": 1}
    assert found["seconds_per_stage"] == {"parse": 0.5}
    assert found["elapsed_seconds"] == 1.235
    assert found["config"]["workers"] == 3
    assert found["inputs"] == [{"path": "a", "bytes": 1, "sha256": "x"}]


def test_a_folder_without_manifest(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "none") is None
    (tmp_path / "file").write_text("")
    assert read_manifest(tmp_path / "file") is None


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe"])
def test_a_manifest_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(OutputError, match="cannot read"):
        read_manifest(tmp_path)


def test_inputs_are_hashed_in_order(tmp_path: Path) -> None:
    for name, content in [("b/x.txt", b"two"), ("a.jsonl", b"one"), (".hidden", b"no")]:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    alone = tmp_path / "alone.csv"
    alone.write_bytes(b"")
    found = hash_inputs([tmp_path / "in", alone])
    assert [(item["path"], item["bytes"]) for item in found] == [("a.jsonl", 3), ("b/x.txt", 3), ("alone.csv", 0)]
    assert found[0]["sha256"] == sha256(b"one").hexdigest()
    json.dumps(found)


def test_an_input_that_cannot_be_read_has_no_hash(tmp_path: Path) -> None:
    assert hash_inputs([tmp_path / "gone.txt"]) == [{"path": "gone.txt", "bytes": None, "sha256": None}]
