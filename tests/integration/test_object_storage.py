"""A run whose inputs and output are in an object store: moto's server, which speaks S3. Skipped where it is not installed."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

import pipeline
from pipeline import store
from pipeline.config import Settings
from pipeline.duplicates import mark_duplicates
from pipeline.errors import OutputError, UsageError
from pipeline.link import link
from pipeline.schema import TABLES
from pipeline.storage import find_objects, locate
from pipeline.store import read_manifest
from tests.conftest import Extract
from tests.runs import SAMPLES, command, files, finish, manifest, read_tables, start, wait_until

SHARD_SIZE = 4
SETTINGS = Settings(shard_size=SHARD_SIZE)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server on this machine, and the environment that leads to it."""
    pytest.importorskip("s3fs")
    pytest.importorskip("upath")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def bucket(endpoint: str) -> str:
    """URL of a bucket."""
    import s3fs

    s3fs.S3FileSystem().mkdir("articles")
    return "s3://articles"


@pytest.fixture
def out(bucket: str) -> Any:
    """A place for a run, fresh for each test."""
    return locate(f"{bucket}/{uuid4().hex}")


@pytest.fixture(scope="module")
def straight(extract_here: Extract, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same run on a disk."""
    out = tmp_path_factory.mktemp("straight") / "out"
    extract_here([SAMPLES], out, SETTINGS)
    return out


def objects(out: Any) -> dict[str, bytes]:
    """What a run leaves for its reader, as `tests.runs.files` gives it for a disk."""
    found = {each.name: each.path for each in find_objects(out) if each.name != "run.json" and "_shards" not in each.name}
    return {name: path.read_bytes() for name, path in found.items()}


def markers(out: Any) -> list[str]:
    return [each.name for each in find_objects(out / "_shards")]


def arguments(out: Any) -> list[str]:
    return ["extract", str(SAMPLES), "--out", str(out), "--workers", "2", "--shard-size", str(SHARD_SIZE), "--quiet"]


def test_a_run_that_is_killed_and_resumed_is_that_of_a_disk(out: Any, straight: Path):
    process = start(*arguments(out))
    wait_until(lambda: len(markers(out)) >= 1, "the first shard is finished")
    process.kill()
    assert finish(process).returncode == -signal.SIGKILL
    assert (read_manifest(out) or {})["is_finished"] is False
    n_done = len(markers(out))
    again = command(*[each for each in arguments(out) if each != "--quiet"])
    assert again.returncode == 0, again.stderr
    skipped = [line for line in again.stdout.splitlines() if "done by an earlier run" in line]
    assert len(skipped) == 1
    assert int(skipped[0].split()[0]) >= SHARD_SIZE * n_done - 2
    assert objects(out) == files(straight)
    assert (read_manifest(out) or {})["rows"] == manifest(straight)["rows"]


def test_a_marker_is_put_after_all_that_it_stands_for(
    out: Any, straight: Path, extract_here: Extract, monkeypatch: pytest.MonkeyPatch
):
    names: list[str] = []
    put = store.put

    def tell(file: Path, path: Path) -> None:
        if len(names) == 1 + (len(TABLES) + 1) + 3:  # run.json, a shard with its marker, three parts
            raise ConnectionError("the network is gone")
        put(file, path)
        names.append(path.relative_to(out).as_posix())

    with monkeypatch.context() as patch:
        patch.setattr(store, "put", tell)
        with pytest.raises(OutputError, match=r"cannot write s3://.*the network is gone"):
            extract_here([SAMPLES], out, SETTINGS)
    assert names[1 : len(TABLES) + 2] == [*(f"{table}/part-00000.parquet" for table in TABLES), "_shards/00000.json"]
    assert len(markers(out)) == 1
    assert extract_here([SAMPLES], out, SETTINGS).n_skipped == SHARD_SIZE
    assert objects(out) == files(straight)


def test_inputs_may_be_there_too(bucket: str, out: Any, straight: Path, extract_here: Extract):
    for path in SAMPLES.iterdir():
        (out / "in" / path.name).write_bytes(path.read_bytes())
    extract_here([out / "in"], out / "out", SETTINGS)
    assert objects(out / "out") == files(straight)
    inputs = (read_manifest(out / "out") or {})["inputs"]
    assert [each["path"] for each in inputs] == sorted(each["path"] for each in manifest(straight)["inputs"])
    assert all(each["etag"] and each["bytes"] for each in inputs)


def test_it_is_read_as_a_folder_is(out: Any, straight: Path, extract_here: Extract):
    extract_here([SAMPLES], out, SETTINGS)
    run, local = pipeline.load(str(out)), pipeline.load(straight)
    for table in TABLES:
        assert run.arrow(table).equals(local.arrow(table))
    assert run.statements_by("Lyle").equals(local.statements_by("Lyle"))
    assert run.article("museum-director").rows == local.article("museum-director").rows
    assert run.duckdb().sql("select count(*) from events").fetchall() == [(len(local.events),)]
    shown = command("show", "museum-director", "--run", str(out))
    assert shown.stdout == command("show", "museum-director", "--run", str(straight)).stdout


def test_passes_over_it_do_what_they_do_on_a_disk(out: Any, extract_here: Extract, tmp_path: Path):
    for place in (out, tmp_path / "out"):
        extract_here([SAMPLES], place, SETTINGS)
    assert link(out) == link(tmp_path / "out")
    assert mark_duplicates(out, 0.1) == mark_duplicates(tmp_path / "out", 0.1)
    assert read_tables(out) == read_tables(tmp_path / "out")


def test_another_run_is_refused_and_overwritten_on_demand(out: Any, extract_here: Extract):
    wire = SAMPLES / "wire.jsonl"
    extract_here([SAMPLES], out, SETTINGS)
    with pytest.raises(OutputError, match="holds a run with another config_hash"):
        extract_here([wire], out, Settings())
    with pytest.raises(OutputError, match="holds the output of other input"):
        extract_here([wire], out, SETTINGS)
    summary = extract_here([wire], out, Settings(), overwrite=True)
    assert len(markers(out)) == 1
    assert read_tables(out)["articles"].num_rows == summary.rows["articles"]


def test_an_output_below_its_input_is_refused(out: Any, extract_here: Extract):
    (out / "in" / "a.txt").write_text("It rains.")
    with pytest.raises(UsageError, match="lies inside of the input"):
        extract_here([out / "in"], out / "in" / "out")


@pytest.mark.parametrize("name", ["extract", "show", "link"])
def test_a_bucket_that_is_not_there_is_told_in_a_line(name: str, bucket: str):
    given = {"extract": [str(SAMPLES), "--out"], "show": ["a", "--run"], "link": []}
    done = command(name, *given[name], "s3://no-such-bucket/out")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "s3://no-such-bucket/out" in done.stderr
