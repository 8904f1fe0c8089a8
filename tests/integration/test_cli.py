"""The command line: what it prints, and the status with which it exits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.manifest import code_version
from pipeline.schema import TABLES
from tests.conftest import Extract
from tests.runs import SAMPLES, command, files, finish, manifest, read_tables, sorted_rows, start, wait_until, worker_ids


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """A run of the samples as a user starts it; `args[-1]` is the output folder."""
    out = tmp_path_factory.mktemp("cli") / "out"
    return command("extract", SAMPLES, "--shard-size", "4", "--workers", "1", "--out", out)


def out_of(done: subprocess.CompletedProcess[str]) -> Path:
    return Path(done.args[-1])


def test_a_run_succeeds_and_sums_up(straight: subprocess.CompletedProcess[str]):
    out = out_of(straight)
    assert straight.returncode == 0
    first, *counts, quarantined, load = straight.stdout.splitlines()
    assert first.startswith("18 articles from 18 records in ")
    assert {line.split()[0]: int(line.split()[1].replace(",", "")) for line in counts} == manifest(out)["rows"]
    assert list(manifest(out)["rows"]) == list(TABLES)
    assert quarantined == "quarantined: none"
    assert f"pipeline.load({str(out)!r})" in load


def test_the_command_gives_what_the_function_gives(straight: subprocess.CompletedProcess[str], samples_run: Path):
    assert sorted_rows(out_of(straight)) == sorted_rows(samples_run)


def test_the_installed_command_is_the_module():
    onrecord = Path(sys.executable).with_name("onrecord")
    done = subprocess.run([onrecord, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == command("--version").stdout == f"onrecord {code_version()}\n"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with two good records, two faults, configurations that are wrong, and a file where a folder is wanted."""
    folder = tmp_path / "in"
    folder.mkdir()
    records = [{"id": "1", "text": "It rains."}, {"id": "2"}, {"id": "3", "text": ""}, {"id": "4", "text": "It snows."}]
    (folder / "dump.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    for name, text in CONFIGURATIONS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return folder


CONFIGURATIONS = {
    "broken.toml": "workers = ",
    "unknown.toml": "wrokers = 2\n",
    "type.toml": 'shard_size = "many"\n',
    "fields.toml": "[fields]\ntext = 5\n",
    "none.toml": "languages = []\n",
    "infinite.toml": "batch_size = inf\n",
}

MISTAKES: dict[str, tuple[list[str], str]] = {
    "missing input": (["extract", "missing.txt", "--out", "out"], "cannot read missing.txt: No such file or directory"),
    "no known format": (["extract", "empty-folder", "--out", "out"], "no file to read in empty-folder"),
    "unknown model": (["extract", "in", "--out", "out", "--model", "no_such"], "neither an installed spaCy pipeline nor a folder"),
    "model not installed": (["extract", "in", "--out", "out", "--model", "en_core_web_sm"], "install it with: pip install "),
    "field without equals": (["extract", "in", "--out", "out", "--field", "text"], "such as text=maintext"),
    "unknown field": (["extract", "in", "--out", "out", "--field", "body=x"], "an article has no field 'body'"),
    "no configuration": (
        ["extract", "in", "--out", "out", "--config", "missing.toml"],
        "cannot read the configuration missing.toml",
    ),
    "broken configuration": (
        ["extract", "in", "--out", "out", "--config", "broken.toml"],
        "cannot read the configuration broken.toml",
    ),
    "unknown setting": (["extract", "in", "--out", "out", "--config", "unknown.toml"], "unknown setting 'wrokers'"),
    "setting of a wrong type": (["extract", "in", "--out", "out", "--config", "type.toml"], "shard_size cannot be 'many'"),
    "field of a wrong type": (["extract", "in", "--out", "out", "--config", "fields.toml"], "fields cannot be"),
    "no language": (["extract", "in", "--out", "out", "--config", "none.toml"], "languages"),
    "no number": (["extract", "in", "--out", "out", "--config", "infinite.toml"], "batch_size cannot be inf"),
    "no records in a shard": (["extract", "in", "--out", "out", "--shard-size", "0"], "shard_size must be at least 1"),
    "output is a file": (["extract", "in", "--out", "a-file"], "cannot write a-file"),
    "output below a file": (["extract", "in", "--out", "a-file/out"], "cannot write a-file/out"),
    "output in the input": (["extract", "in", "--out", "in/out"], "lies inside of the input"),
    "overwrite and append": (["extract", "in", "--out", "out", "--overwrite", "--append"], "cannot both overwrite and append"),
    "status of nothing": (["status", "empty-folder"], "holds no run"),
    "no gold": (["evaluate", "missing.jsonl", "--run", "out"], "missing.jsonl"),
    "nothing to time": (["bench", "missing.txt"], "cannot read missing.txt"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_one_line(mistake: str, inputs: Path):
    arguments, message = MISTAKES[mistake]
    (inputs.parent / "empty-folder").mkdir()
    if mistake == "model not installed":
        pytest.importorskip("spacy")
        if subprocess.run([sys.executable, "-c", "import spacy_sm_pipeline, en_core_web_sm"], capture_output=True).returncode == 0:
            pytest.skip("it is installed")
    done = command(*arguments, cwd=inputs.parent)
    assert done.returncode == 2
    assert done.stdout == "" or mistake == "no gold"
    assert message in done.stderr + done.stdout
    assert len((done.stderr or done.stdout).splitlines()) == 1
    assert not (inputs.parent / "out").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(inputs: Path, tmp_path: Path):
    (tmp_path / "out").mkdir(mode=0o500)
    done = command("extract", inputs, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (2, f"onrecord: cannot write {tmp_path / 'out'}: permission denied\n")


@pytest.mark.parametrize(
    "arguments", [["extract"], ["extract", "in"], ["no-such-command"], ["extract", "in", "--out", "x", "--bad"]]
)
def test_wrong_usage_is_status_2(arguments: list[str], tmp_path: Path):
    done = command(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "onrecord" in done.stderr


def test_too_many_in_quarantine_is_status_1(inputs: Path, tmp_path: Path):
    done = command("extract", inputs, "--out", tmp_path / "out", "--max-quarantine", "1", "--workers", "1", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "onrecord: 2 records quarantined, more than 1\n")
    assert manifest(tmp_path / "out")["is_finished"] is True
    assert sorted(read_tables(tmp_path / "out")["articles"]["text"].to_pylist()) == ["It rains.", "It snows."]


def test_settings_come_from_file_environment_and_options(inputs: Path, tmp_path: Path):
    (tmp_path / "settings.toml").write_text("workers = 1\nshard_size = 3\nbatch_size = 5\nmax_word = 7000\n", encoding="utf-8")
    environment = {"ONRECORD_SHARD_SIZE": "2", "ONRECORD_BATCH_SIZE": "6", "ONRECORD_MAX_QUARANTINE": "2"}
    options = ["--config", "settings.toml", "--shard-size", "1", "--quiet"]
    done = command("extract", inputs, "--out", "out", *options, cwd=tmp_path, environment=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    config = manifest(tmp_path / "out")["config"]
    assert (config["shard_size"], config["batch_size"], config["max_word"], config["max_quarantine"]) == (1, 6, 7000, 2)


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGINT, "1"), (signal.SIGINT, "2"), (signal.SIGTERM, "1")])
def test_an_interrupt_keeps_what_is_finished(
    number: signal.Signals, workers: str, straight: subprocess.CompletedProcess[str], extract_here: Extract, tmp_path: Path
):
    out = tmp_path / "out"
    process = start("extract", SAMPLES, "--shard-size", "4", "--workers", workers, "--out", out)
    wait_until(lambda: (out / "run.json").exists(), "the run has begun")
    os.kill(process.pid, number)
    stopped = finish(process)
    assert stopped.returncode == 130
    assert stopped.stderr.splitlines()[-1] == "onrecord: interrupted; finished shards are kept, run the same command to go on"
    assert manifest(out)["is_finished"] is False
    n_done = len(list((out / "_shards").glob("*.json"))) if (out / "_shards").exists() else 0
    assert n_done < 5
    assert {len(list((out / table).iterdir())) for table in TABLES if (out / table).exists()} <= {n_done}
    again = extract_here([SAMPLES], out, Settings(shard_size=4))
    assert (again.n_skipped > 0) == (n_done > 0)
    assert files(out) == files(out_of(straight))


def test_ctrl_c_reaches_workers_and_shows_no_traceback(tmp_path: Path):
    """A terminal sends Ctrl-C to the whole group, also to workers that are still importing."""
    out = tmp_path / "out"
    process = start("extract", SAMPLES, "--shard-size", "1", "--workers", "2", "--out", out)
    wait_until(lambda: len(worker_ids(process.pid)) >= 2, "workers have started")
    os.killpg(process.pid, signal.SIGINT)
    stopped = finish(process)
    assert stopped.returncode == 130
    assert "died" not in stopped.stderr


def test_a_second_interrupt_ends_at_once(tmp_path: Path):
    out = tmp_path / "out"
    process = start("extract", SAMPLES, "--workers", "1", "--out", out)
    wait_until(lambda: (out / "run.json").exists(), "the run has begun")
    os.kill(process.pid, signal.SIGINT)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("stopping after the shards in hand")
    os.kill(process.pid, signal.SIGINT)
    stopped = finish(process)
    assert stopped.returncode == 130
    assert stopped.stderr.splitlines() == ["onrecord: stopped at once; finished shards are kept, run the same command to go on"]
    assert not (out / "articles").exists()


def test_logs_for_machines(inputs: Path, tmp_path: Path):
    done = command("extract", inputs, "--out", tmp_path / "out", "--workers", "1", "--shard-size", "2", "--json-logs")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 0
    assert [event["event"] for event in events if event["event"] != "progress"] == [
        "start",
        *("shard", "quarantine"),
        *("shard", "quarantine"),
        "end",
    ]
    assert [(event["record"], event["reason"]) for event in events if event["event"] == "quarantine"] == [
        (1, "missing_text"),
        (2, "empty"),
    ]
    assert events[-1]["rows"] == manifest(tmp_path / "out")["rows"]
    assert done.stdout.startswith("2 articles from 4 records in ")
    again = command("extract", inputs, "--out", tmp_path / "out", "--workers", "1", "--json-logs", "--quiet")
    (error,) = map(json.loads, again.stderr.splitlines())
    assert (again.returncode, again.stdout, error["event"], error["status"]) == (2, "", "error", 2)
    assert "holds a run with another config_hash" in error["message"]
