"""The workflow runs what there is: its commands are targets of make and commands of ours, its actions are pinned."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import srsly

from tests.contracts.test_commands import COMMANDS, targets
from tests.runs import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SHELL = {"command", "sudo", "apt-get", "git", "echo", "head", "if", "then", "fi", "exit", "status", "{", "}", "||", "&&"}
"""Words that a step may begin with, besides make and onrecord."""


def parsed(name: str) -> dict[str, Any]:
    found = srsly.yaml_loads((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    return dict(found)


CHECK = parsed("check.yml")
STEPS: list[dict[str, Any]] = [dict(step) for job in CHECK["jobs"].values() for step in job["steps"]]


def commands() -> Iterator[list[str]]:
    """Every call of make or onrecord, as words without the shell's own."""
    for step in STEPS:
        for line in step.get("run", "").splitlines():
            words = shlex.split(line, comments=True)
            for at, word in enumerate(words):
                if word == "make" or word.endswith("/onrecord"):
                    end = next(
                        (number for number, each in enumerate(words) if number > at and each in (">", ">>", "||", "&&")), None
                    )
                    yield words[at:end]


def test_the_workflow_calls_make_and_onrecord():
    called = {" ".join(words[:2]).split("/")[-1] for words in commands()}
    assert called == {"make check", "make extract", "make -C", "onrecord evaluate", "onrecord diff"}


def test_every_target_of_make_exists():
    for words in commands():
        if words[0] == "make":
            named = [word for word in words[1:] if "=" not in word and word not in ("-C", "build/base")]
            assert len(named) == 1
            assert set(named) <= set(targets())


def test_every_command_and_option_of_onrecord_exists():
    for words in commands():
        if words[0].endswith("/onrecord"):
            command = COMMANDS[words[1]]
            known = {option for each in command.params for option in each.opts}
            assert [word for word in words[2:] if word.startswith("--") and word not in known] == []
            for word in words[2:]:
                if word.startswith("tests/"):
                    assert (ROOT / word).exists(), word


def test_no_step_calls_anything_else():
    for step in STEPS:
        for line in step.get("run", "").splitlines():
            first = re.split(r"[\s=(]", line.strip().lstrip("("))[0]
            assert first in SHELL or first == "make" or first.endswith("/onrecord") or first.startswith("--"), line


def test_what_an_action_is_cannot_change_under_us():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) >= 5
    assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each)] == []


def test_every_supported_python_is_checked_at_its_ends():
    assert list(CHECK["jobs"]["check"]["strategy"]["matrix"]["python"]) == ["3.11", "3.13"]
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_workflow_may_only_read():
    assert dict(CHECK["permissions"]) == {"contents": "read"}
    assert all(
        step.get("with", {}).get("persist-credentials") is False for step in STEPS if "actions/checkout" in step.get("uses", "")
    )


def test_nothing_of_a_pull_request_is_pasted_into_a_shell():
    """A branch may be named `$(…)`: what comes from the event goes through the environment."""
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_the_summary_and_the_pages_are_kept():
    runs = "\n".join(step.get("run", "") for step in STEPS)
    assert runs.count("$GITHUB_STEP_SUMMARY") == 2
    (upload,) = [step for step in STEPS if "upload-artifact" in step.get("uses", "")]
    assert "build/diff\n" in upload["with"]["path"]


@pytest.mark.parametrize("status", [0, 1, 2])
def test_rows_that_differ_are_no_failure_but_an_unreadable_run_is(status: int):
    """The guard of the step, tried in a shell with each exit status of `onrecord diff`."""
    (step,) = [step for step in STEPS if "onrecord diff" in step.get("run", "")]
    guard = [line for line in step["run"].splitlines() if line.startswith(("status=0", "if "))]
    script = "\n".join(["set -e", guard[0], f"(exit {status}) || status=$?", guard[1]])
    assert subprocess.run(["bash", "-c", script]).returncode == (2 if status == 2 else 0)


def test_the_workflow_is_the_only_one():
    """Another one needs tests like these."""
    assert [path.name for path in WORKFLOWS] == ["check.yml"]
