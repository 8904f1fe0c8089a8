import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.article import Quarantined
from pipeline.config import Settings
from pipeline.journal import Death
from pipeline.manifest import Summary
from pipeline.progress import Bar, JsonLines, Lines, death_text
from pipeline.shards import ShardResult
from pipeline.vocabulary import QuarantineReason, QuarantineStage


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def shard(n_faults: int, number: int = 0, n_records: int = 5) -> ShardResult:
    fault = Quarantined(
        path="a",
        record=1,
        article_id=None,
        stage=QuarantineStage.INGEST,
        reason=QuarantineReason.EMPTY,
        message="the text is empty",
    )
    return ShardResult(
        number=number, digest="d", n_records=n_records, rows={"articles": 3}, seconds={"parse": 1.0}, quarantine=[fault] * n_faults
    )


def run(events: list[tuple[str, int, float]]) -> list[str]:
    """Plays (method, records, seconds before it) and gives the lines that were said."""
    said: list[str] = []
    clock = Clock()
    lines = Lines(said.append, clock)
    for method, n_records, seconds in events:
        clock.now += seconds
        play(lines, method, n_records)
    return said


def play(told: Lines | JsonLines, method: str, n: int) -> None:
    """Tells of one thing; `faults` stands for a shard with so many, `old` for one of an earlier run with so many records."""
    match method:
        case "faults":
            told.commit(shard(n), is_old=False)
        case "old":
            told.advance(n)
            told.commit(shard(0, n_records=n), is_old=True)
        case _:
            getattr(told, method)(n)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([("advance", 5, 9.9)], [], id="too soon"),
        pytest.param([("advance", 20, 10)], ["20 articles, 2.0/s, 0 quarantined"], id="total not known yet"),
        pytest.param(
            [("expect", 1500, 0), ("advance", 100, 10)],
            ["100 of 1,500 articles, 10.0/s, 0:02:20 left, 0 quarantined"],
            id="with the time left",
        ),
        pytest.param(
            [("expect", 100000, 0), ("advance", 10, 10)],
            ["10 of 100,000 articles, 1.0/s, 27:46:30 left, 0 quarantined"],
            id="more than a day left",
        ),
        pytest.param(
            [("faults", 2, 0), ("faults", 1, 1), ("advance", 10, 9)],
            ["10 articles, 1.0/s, 3 quarantined"],
            id="quarantined",
        ),
        pytest.param(
            [("expect", 100, 0), ("old", 60, 0), ("advance", 20, 10)],
            ["80 of 100 articles, 2.0/s, 0:00:10 left, 0 quarantined"],
            id="what an earlier run did does not count as speed",
        ),
        pytest.param([("expect", 9, 0), ("advance", 0, 20)], ["0 of 9 articles, 0.0/s, 0 quarantined"], id="nothing done"),
        pytest.param(
            [("expect", 10, 0), ("advance", 15, 10)], ["15 of 10 articles, 1.5/s, 0:00:00 left, 0 quarantined"], id="more than all"
        ),
        pytest.param(
            [("advance", 10, 10), ("advance", 10, 5), ("advance", 10, 5)],
            ["10 articles, 1.0/s, 0 quarantined", "30 articles, 1.5/s, 0 quarantined"],
            id="one line every ten seconds",
        ),
    ],
)
def test_lines(events: list[tuple[str, int, float]], expected: list[str]) -> None:
    assert run(events) == expected


def test_bar() -> None:
    out = io.StringIO()
    with Bar(Console(file=out, force_terminal=True, width=120)) as bar:
        bar.expect(4)
        bar.advance(3)
        bar.commit(shard(2), is_old=False)
        bar.replace(Death(7, 0, None, False))
    assert "3/4" in out.getvalue()
    assert "2 quarantined" in out.getvalue()
    assert "worker 7 died on shard 0" in out.getvalue()


def logged(*told: tuple[str, int, float]) -> list[dict[str, Any]]:
    lines: list[str] = []
    clock = Clock()
    logs = JsonLines(lines.append, clock)
    logs.start(Path("out"), Settings())
    for method, n, seconds in told:
        clock.now += seconds
        play(logs, method, n)
    logs.replace(Death(7, 3, "0123456789abcdef", True))
    logs.stop()
    logs.end(Summary(Path("out"), n_records=9, is_finished=True))
    assert all("\n" not in line for line in lines)
    return [json.loads(line) for line in lines]


def test_json_lines() -> None:
    events = logged(("expect", 50, 0), ("old", 10, 0), ("old", 10, 0), ("advance", 5, 10), ("faults", 1, 0))
    names = ["start", "resumed", "progress", "shard", "quarantine", "worker", "stopping", "end"]
    assert [event["event"] for event in events] == names
    told = {event["event"]: {key: value for key, value in event.items() if key not in ("event", "time")} for event in events}
    assert told["start"]["config"]["shard_size"] == 1000
    assert told["progress"] == {"n_done": 25, "n_expected": 50, "per_second": 0.5, "seconds_left": 50, "n_quarantined": 0}
    assert told["resumed"] == {"n_shards": 2, "n_records": 20}
    assert told["shard"] == {"number": 0, "n_records": 5, "rows": {"articles": 3}, "n_quarantined": 1}
    assert told["quarantine"]["reason"] == "empty"
    assert told["quarantine"]["path"] == "a"
    assert told["worker"] == {"what": "replaced", "pid": 7, "shard": 3, "article": "0123456789abcdef", "is_overdue": True}
    assert (told["end"]["is_finished"], told["end"]["n_records"]) == (True, 9)
    assert all(event["time"].endswith("+00:00") for event in events)


def test_what_earlier_runs_did_is_told_once_where_nothing_is_new() -> None:
    assert [event["event"] for event in logged(("old", 10, 0))] == ["start", "worker", "stopping", "resumed", "end"]


@pytest.mark.parametrize(("is_overdue", "how"), [(False, "died"), (True, "was silent for too long and was ended")])
def test_a_death_in_words(is_overdue: bool, how: str) -> None:
    assert death_text(Death(7, 3, None, is_overdue)) == f"worker 7 {how} on shard 3; another takes its place"
