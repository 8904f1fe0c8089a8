"""A run that is killed again and again ends as one that nobody disturbed. `tests/kills.py` does the same at any size."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kills import VICTIMS, compare, parse_options, plan_kills


def test_two_thousand_articles_and_three_kills(tmp_path: Path):
    options = parse_options(["--articles", "2000", "--kills", "3", "--paragraphs", "1", "--shard-size", "100"])
    told = list(compare(tmp_path, options))
    assert [line.split(" killed")[0] for line in told if " killed with " in line] == [kill.victim for kill in plan_kills(3, 0)]
    assert told[-1].startswith("equal: ")


@pytest.mark.parametrize("n", [1, 3, 7])
def test_kills_follow_from_the_seed(n: int):
    kills = plan_kills(n, seed=4)
    assert kills == plan_kills(n, seed=4) != plan_kills(n, seed=5)
    assert [kill.after for kill in kills] == sorted(kill.after for kill in kills)
    assert {kill.victim for kill in plan_kills(3, seed=4)} == set(VICTIMS)
