import io

import pytest
from rich.console import Console

from pipeline.progress import Bar, Lines


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(events: list[tuple[str, int, float]]) -> list[str]:
    """Plays (method, records, seconds before it) and gives the lines that were said."""
    said: list[str] = []
    clock = Clock()
    with Lines(said.append, clock) as lines:
        for method, n_records, seconds in events:
            clock.now += seconds
            getattr(lines, method)(n_records)
    return said


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
            [("quarantine", 2, 0), ("quarantine", 1, 1), ("advance", 10, 9)],
            ["10 articles, 1.0/s, 3 quarantined"],
            id="quarantined",
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
        bar.quarantine(1)
        bar.quarantine(1)
    assert "3/4" in out.getvalue()
    assert "2 quarantined" in out.getvalue()
