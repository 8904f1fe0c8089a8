"""Times a run beside raw spaCy on the same articles, in one process after the other."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from pipeline.article import SourceArticle
from pipeline.config import Settings
from pipeline.errors import InputError
from pipeline.extractor import Extractor
from pipeline.ingest import read_records
from pipeline.nlp import load_plain, readable
from pipeline.shards import Shard, process_shard


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What a benchmark measured, in seconds.

    Attributes:
        raw: `nlp.pipe` of the plain pipeline with all its components, start-up left out.
        run: reading, parsing, stages and writing, start-up left out.
        command: the whole command in a process of its own, with start-up.
        stages: parts of `run`.
    """

    n_articles: int
    n_tokens: int
    raw: float
    run: float
    command: float
    stages: dict[str, float]

    @property
    def ratio(self) -> float:
        """The run's time over raw spaCy's."""
        return self.run / self.raw

    def lines(self) -> list[str]:
        """The figures as text."""
        per_token = 1e6 / max(1, self.n_tokens)
        lines = [
            f"{self.n_articles} articles, {self.n_tokens} tokens",
            f"raw spaCy  {self.raw:8.2f} s  {self.raw * per_token:7.1f} µs/token",
            f"run        {self.run:8.2f} s  {self.run * per_token:7.1f} µs/token  {self.ratio:.2f} times raw",
            f"command    {self.command:8.2f} s  with start-up",
        ]
        for name, spent in self.stages.items():
            lines.append(f"  {name:<14} {spent:8.2f} s  {spent * per_token:7.2f} µs/token  {100 * spent / self.raw:5.1f} % of raw")
        return lines


def measure(inputs: Sequence[Path], settings: Settings, n_articles: int, repeats: int = 3) -> Timing:
    """Times raw spaCy and a run on the same articles, in turn.

    Args:
        inputs: files and folders; their articles are repeated until there are `n_articles`.
        settings: of the run; one process is used.
        n_articles: how many.
        repeats: times each is measured; the least counts, since noise only adds.

    Raises:
        InputError: there is no article in the inputs.
    """
    articles = list(islice(_repeated(inputs, settings), n_articles))
    extractor = Extractor(settings)
    plain = load_plain(settings.model)
    texts = [readable(article.text) for article in articles]
    raw: list[float] = []
    run: list[float] = []
    best: dict[str, float] = {}
    n_tokens = 0
    for _ in range(repeats):
        started = perf_counter()
        n_tokens = sum(len(doc) for doc in plain.pipe(texts, batch_size=settings.batch_size))
        raw.append(perf_counter() - started)
        spent, stages = _time_run(articles, extractor)
        best = stages if not run or spent < min(run) else best
        run.append(spent)
    return Timing(
        n_articles=len(articles),
        n_tokens=n_tokens,
        raw=min(raw),
        run=min(run),
        command=_time_command(articles, settings),
        stages=best,
    )


def _repeated(inputs: Sequence[Path], settings: Settings) -> Iterator[SourceArticle]:
    articles = [item for item in read_records(inputs, settings) if isinstance(item, SourceArticle)]
    if not articles:
        raise InputError("no article in the inputs")
    for number, article in enumerate(cycle(articles)):
        yield SourceArticle(
            source_path=article.source_path,
            source_record=number,
            source_id=f"{article.article_id}-{number}",
            text=article.text,
            published_at=article.published_at,
            published_precision=article.published_precision,
        )


def _time_run(articles: Sequence[SourceArticle], extractor: Extractor) -> tuple[float, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        started = perf_counter()
        result = process_shard(Shard(0, tuple(articles)), Path(folder), extractor, {})
        spent = perf_counter() - started
    stages = dict(result.seconds)
    stages["write"] = spent - sum(stages.values())
    return spent, stages


def _time_command(articles: Sequence[SourceArticle], settings: Settings) -> float:
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "articles.jsonl"
        with dump.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": item.source_id, "text": item.text}) + "\n" for item in articles)
        command = [sys.executable, "-m", "pipeline", "extract", str(dump), "--out", str(Path(folder) / "out"), "--quiet"]
        started = perf_counter()
        subprocess.run([*command, "--workers", "1", "--model", settings.model], check=True)
        return perf_counter() - started
