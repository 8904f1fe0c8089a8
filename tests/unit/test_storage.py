"""Paths and URLs. What needs universal-pathlib is skipped without it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from pipeline.errors import InputError, OutputError, UsageError
from pipeline.ingest.files import find_files
from pipeline.ingest.streams import open_bytes
from pipeline.manifest import hash_inputs
from pipeline.storage import is_below, is_remote, locate, remove
from pipeline.store import read_manifest, write_json, write_lines


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("data/out", Path("data/out")),
        (Path("data/out"), Path("data/out")),
        ("-", Path("-")),
        ("file:///data/my%20out", Path("/data/my out")),
        ("odd:name", Path("odd:name")),
    ],
)
def test_what_is_on_this_machine_is_a_path(given: str | Path, expected: Path):
    assert locate(given) == expected
    assert not is_remote(locate(given))


def test_a_path_does_not_import_what_reads_urls(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "upath", None)
    assert locate("data/out") == Path("data/out")
    with pytest.raises(UsageError, match=r"s3:// needs packages that are not installed: pip install 'onrecord\[s3\]'"):
        locate("s3://bucket/out")


@pytest.mark.parametrize(
    ("path", "expected"), [("a", True), ("a/b/c", True), ("a/../a/b", True), ("ab", False), ("b", False), ("a/..", False)]
)
def test_below_on_this_machine(path: str, expected: bool, tmp_path: Path):
    assert is_below(tmp_path / path, tmp_path / "a") is expected


@pytest.fixture
def root() -> Any:
    """A fresh folder of the store in memory."""
    pytest.importorskip("upath")
    return locate(f"memory://{uuid4().hex}")


def test_a_scheme_that_nobody_knows():
    pytest.importorskip("upath")
    with pytest.raises(UsageError, match="cannot reach nonsense://x"):
        locate("nonsense://x")


def test_below_in_a_store(root: Any):
    assert is_remote(root)
    assert is_below(root / "a" / "b", root / "a")
    assert is_below(root / "a", root / "a")
    assert not is_below(root / "ab", root / "a")
    assert not is_below(Path("a"), root)


def test_files_are_found_in_the_order_of_a_disk(root: Any, tmp_path: Path):
    for name in ("b.txt", "a/c.jsonl", "a.txt", "a/.hidden/x.txt", "z.xyz", "a/b.txt.gz"):
        for folder in (root, tmp_path):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(b"x")
    there, here = list(find_files([root])), list(find_files([tmp_path]))
    assert [file.name for file in there] == [file.name for file in here] == ["a.txt", "a/b.txt.gz", "a/c.jsonl", "b.txt", "z.xyz"]
    assert [type(file) for file in there] == [type(file) for file in here]
    assert [(each["path"], each["bytes"]) for each in hash_inputs([root / "a"])] == [("b.txt.gz", 1), ("c.jsonl", 1)]
    assert [(each["path"], each["bytes"]) for each in hash_inputs([root / "a.txt"])] == [("a.txt", 1)]


def test_an_object_reads_as_a_file(root: Any):
    (root / "a.txt").write_bytes(b"one two")
    with open_bytes(root / "a.txt") as stream:
        assert stream.peek(3)[:3] == b"one"
        assert stream.read() == b"one two"
        stream.seek(4)
        assert (stream.tell(), stream.read()) == (4, b"two")


def test_a_store_that_fails_stops_the_run(root: Any):
    with pytest.raises(InputError, match=r"cannot read memory://.*a\.txt"):
        open_bytes(root / "a.txt")


def test_what_is_written_can_be_read_and_removed(root: Any):
    write_json(root / "run.json", {"a": 1})
    write_lines(root / "below" / "q.jsonl", [{"b": 2}])
    assert read_manifest(root) == {"a": 1}
    assert (root / "below" / "q.jsonl").read_text() == '{"b": 2}\n'
    remove(root / "below")
    remove(root / "below")
    assert [path.name for path in root.iterdir()] == ["run.json"]


def test_what_cannot_be_put_is_told(root: Any, monkeypatch: pytest.MonkeyPatch):
    def fail(file: Path, path: Path) -> None:
        raise KeyError("no such bucket")

    monkeypatch.setattr("pipeline.store.put", fail)
    with pytest.raises(OutputError, match=r"cannot write memory://.*run\.json: 'no such bucket'"):
        write_json(root / "run.json", {})
