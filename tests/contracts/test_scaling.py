"""What docs/scaling.md says of costs follows from its assumptions, and the options that it shows exist."""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest

from pipeline.config import Settings
from pipeline.schema import TABLES
from tests.contracts.test_commands import COMMANDS
from tests.runs import ROOT

TEXT = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
SHELL = [line for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL) for line in block.splitlines()]
OURS = [line.partition("onrecord ")[2] for line in SHELL if re.match(r"(\w+=\S+ )?onrecord ", line)]


def rows_below(header: str) -> list[list[str]]:
    """The cells of the table whose header begins like this."""
    table = TEXT[TEXT.index(header) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in table]


@pytest.fixture
def assumed() -> dict[str, float]:
    return {row[0]: float(row[1]) for row in rows_below("| assumption |")}


def test_the_costs_follow_from_the_assumptions(assumed: dict[str, float]):
    rows = rows_below("| articles | core-hours |")
    assert [row[0] for row in rows] == ["10,000,000", "1,000,000,000"]
    for articles, *shown in rows:
        n = int(articles.replace(",", ""))
        words = n * assumed["words_per_article"]
        hours = words / assumed["words_per_second"] / 3600 * (1 + assumed["overhead"])
        size = words * assumed["bytes_per_word"] / 1e9
        puts = n / assumed["shard_size"] * assumed["puts_per_shard"]
        expected = [
            f"{hours:,.0f}",
            f"{hours / 16:,.1f}",
            f"{hours / 1000:,.1f}",
            f"{hours * assumed['processor_hour']:,.0f}",
            f"{size:,.0f}",
            f"{size * assumed['gigabyte_month']:,.2f}",
            f"{puts / 1000 * assumed['thousand_puts']:,.2f}",
        ]
        assert shown == expected


def test_what_is_ours_to_know_is_right(assumed: dict[str, float]):
    assert assumed["shard_size"] == Settings().shard_size
    assert assumed["puts_per_shard"] == len(TABLES) + 1


@pytest.mark.parametrize("line", OURS)
def test_the_options_shown_exist(line: str):
    name, *words = shlex.split(line)
    known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert [word for word in words if word.startswith("--") and word not in known] == []


def test_there_are_commands_to_check():
    assert len(OURS) >= 4


def test_the_versions_tested_are_those_of_the_extras():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    pins = dict(each.split("==") for name in ("ray", "s3") for each in extras[name])
    for name, words in (("ray", "Ray {}"), ("s3fs", "s3fs {}"), ("universal-pathlib", "universal-pathlib {}")):
        assert words.format(pins[name]) in " ".join(TEXT.split())
