import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from pipeline.article import Quarantined, SourceArticle, quarantined
from pipeline.errors import OutputError, RecordFault
from pipeline.rows import Rows, build_rows
from pipeline.schema import TABLES
from pipeline.shards import MARKERS, Shard, finished, plan_shards, process_shard, read_marker
from pipeline.store import part_name, read_table
from pipeline.vocabulary import QuarantineReason, QuarantineStage
from tests.analysis import analysis_of, parsed


def article(number: int, text: str = "The river rose.", source_id: str | None = None) -> SourceArticle:
    return SourceArticle(source_path="a.jsonl", source_record=number, text=text, source_id=source_id)


def fault(number: int) -> Quarantined:
    return Quarantined(
        path="a.jsonl",
        record=number,
        article_id=None,
        stage=QuarantineStage.INGEST,
        reason=QuarantineReason.EMPTY,
        message="the text is empty",
    )


class FakeExtractor:
    """Stands in for an Extractor: one article row each, and a fault for what says "bad"."""

    def __init__(self) -> None:
        self.seconds = {"parse": 5.0, "rows": 0.0}
        self.seen: list[str] = []

    def run(self, articles: Sequence[SourceArticle], on_batch: Callable[[int], None]) -> Iterator[Rows | Quarantined]:
        for item in articles:
            self.seen.append(item.article_id)
            self.seconds["parse"] += 0.25
            if "bad" in item.text:
                yield quarantined(item, RecordFault(QuarantineStage.PARSE, QuarantineReason.ERROR, "failed"))
                continue
            analysis = analysis_of(parsed(["Rain NN 0 ROOT"]))
            analysis.article = item
            yield build_rows(analysis)
        on_batch(len(articles))


def process(shard: Shard, out: Path, extractor: FakeExtractor | None = None, batches: list[int] | None = None):  # type: ignore[no-untyped-def]
    done: list[int] = [] if batches is None else batches
    return process_shard(shard, out, extractor or FakeExtractor(), {"model": "x"}, done.append)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("n_records", "size", "expected"),
    [
        pytest.param(0, 3, [0], id="no records give a shard all the same"),
        pytest.param(1, 3, [1], id="one"),
        pytest.param(3, 3, [3], id="just full"),
        pytest.param(7, 3, [3, 3, 1], id="a rest"),
    ],
)
def test_shards_have_a_fixed_number_of_records(n_records: int, size: int, expected: list[int]) -> None:
    shards = list(plan_shards([article(n) for n in range(n_records)], size))
    assert [len(shard.items) for shard in shards] == expected
    assert [shard.number for shard in shards] == list(range(len(expected)))


def test_long_articles_make_shorter_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.shards.SHARD_CHARS", 10)
    texts = ["aaaa", "bbbb", "cccc", "d" * 30, "e"]
    shards = plan_shards([article(n, text) for n, text in enumerate(texts)], 100)
    assert [[item.text for item in shard.items] for shard in shards] == [["aaaa", "bbbb"], ["cccc"], ["d" * 30], ["e"]]


def test_faults_stay_in_their_place() -> None:
    items = [article(0), fault(1), article(2)]
    (shard,) = plan_shards(items, 10)
    assert shard.items == tuple(items)


def test_a_repeated_record_is_a_duplicate() -> None:
    items = [article(0, source_id="7"), article(1, source_id="8"), article(2, source_id="7"), article(3, "Other.", source_id="7")]
    (shard,) = plan_shards(items, 10)
    repeated = shard.items[2]
    assert isinstance(repeated, Quarantined)
    assert (repeated.reason, repeated.record, repeated.article_id) == ("duplicate", 2, items[0].article_id)
    assert [item for item in shard.items if isinstance(item, SourceArticle)] == [items[0], items[1], items[3]]


def test_duplicates_are_seen_across_shards() -> None:
    shards = list(plan_shards([article(0, source_id="7"), article(1), article(2, source_id="7")], 1))
    assert [type(shard.items[0]) for shard in shards] == [SourceArticle, SourceArticle, Quarantined]


def test_records_without_id_are_told_apart_by_their_place() -> None:
    (shard,) = plan_shards([article(0), article(1)], 10)
    assert all(isinstance(item, SourceArticle) for item in shard.items)


def test_digests_tell_inputs_apart() -> None:
    shards = [
        Shard(0, (article(0),)),
        Shard(0, (article(0, "Other."),)),
        Shard(0, (article(0), article(1))),
        Shard(0, (article(1), article(0))),
        Shard(0, (fault(0),)),
        Shard(0, (fault(1),)),
        Shard(0, ()),
    ]
    assert len({shard.digest() for shard in shards}) == len(shards)
    assert Shard(3, (article(0),), {"x": QuarantineReason.KILLED}).digest() == shards[0].digest()


def test_a_shard_is_committed(tmp_path: Path) -> None:
    shard = Shard(4, (article(0), fault(1), article(2, "bad"), article(3)))
    batches: list[int] = []
    result = process(shard, tmp_path, batches=batches)
    assert (result.number, result.n_records, result.rows["articles"], result.rows["dates"]) == (4, 4, 2, 0)
    assert [item.record for item in result.quarantine] == [1, 2]
    assert result.seconds == {"parse": 0.75, "rows": 0.0}
    assert sum(batches) == 4
    assert all((tmp_path / table / part_name(4)).is_file() for table in TABLES)
    assert read_table(tmp_path, "articles", ["source_record"]).to_pydict() == {"source_record": [0, 3]}


def test_an_article_that_kills_is_not_touched(tmp_path: Path) -> None:
    items = (article(0), article(1))
    extractor = FakeExtractor()
    result = process(Shard(0, items, {items[0].article_id: QuarantineReason.KILLED}), tmp_path, extractor)
    assert extractor.seen == [items[1].article_id]
    assert [(item.record, item.reason) for item in result.quarantine] == [(0, "killed")]


def test_a_marker_gives_the_result_back(tmp_path: Path) -> None:
    shard = Shard(4, (article(0), fault(1)))
    result = process(shard, tmp_path)
    assert read_marker(tmp_path, 4) == result == finished(tmp_path, shard)
    assert read_marker(tmp_path, 5) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"quarantine": []}', '{"quarantine": [{"path": "x"}]}'])
def test_a_broken_marker_counts_as_none(tmp_path: Path, text: str) -> None:
    process(Shard(0, (article(0),)), tmp_path)
    (tmp_path / MARKERS / "00000.json").write_text(text)
    assert read_marker(tmp_path, 0) is None


@pytest.mark.parametrize("table", TABLES)
def test_a_marker_without_all_parts_counts_as_none(tmp_path: Path, table: str) -> None:
    shard = Shard(0, (article(0),))
    process(shard, tmp_path)
    (tmp_path / table / part_name(0)).unlink()
    assert finished(tmp_path, shard) is None


def test_the_output_of_other_input_is_refused(tmp_path: Path) -> None:
    process(Shard(0, (article(0),)), tmp_path)
    with pytest.raises(OutputError, match=r"other input \(shard 0 differs\)"):
        finished(tmp_path, Shard(0, (article(0, "Other."),)))


def test_the_marker_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def fail_at_the_last_table(out: Path, table: str, *rest: object) -> None:
        written.append(table)
        if len(written) == len(TABLES):
            raise OutputError("disk full")

    monkeypatch.setattr("pipeline.shards.write_part", fail_at_the_last_table)
    with pytest.raises(OutputError):
        process(Shard(0, (article(0),)), tmp_path)
    assert read_marker(tmp_path, 0) is None
    assert not (tmp_path / MARKERS).exists()


def test_the_same_shard_gives_the_same_bytes(tmp_path: Path) -> None:
    shard = Shard(0, (article(0), fault(1)))
    for folder in ("one", "other"):
        process(shard, tmp_path / folder)
    for path in sorted((tmp_path / "one").rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "other" / path.relative_to(tmp_path / "one")).read_bytes()
    assert json.loads((tmp_path / "one" / MARKERS / "00000.json").read_text())["n_records"] == 2
