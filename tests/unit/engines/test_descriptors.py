"""Shards that are read from descriptors are those that one machine cuts from the stream."""

from __future__ import annotations

import json
import pickle
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.append import Base, only_new, place_of
from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.engines.descriptors import Descriptor, ShardReader, find_stretches, plan_descriptors, read_outline
from pipeline.errors import InputError, UsageError
from pipeline.ingest import read_records
from pipeline.ingest.files import InputFile, Skipped
from pipeline.ingest.pages import build_record
from pipeline.ingest.raw import RawPage, RawRecord
from pipeline.ingest.records import RecordReader
from pipeline.ingest.streams import STDIN
from pipeline.shards import Shard, ShardResult, plan_shards
from pipeline.vocabulary import QuarantineReason

PAGE = "<html><body><article><p>{}</p></article></body></html>"


def lines(numbers: Sequence[int]) -> str:
    return "".join(json.dumps({"id": str(number), "text": f"The river {number} rose."}) + "\n" for number in numbers)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Files of one record and of many, an archive, pages, repeated records, and what cannot be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text(lines(range(7)) + "{broken\n" + lines([3, 7]))
    for name in ("b", "c", "d"):
        (folder / f"{name}.txt").write_text(f"Nothing happened in {name}.")
    (folder / "e.html").write_text(PAGE.format("The mayor of the town resigned. " * 20))
    (folder / "f.xyz").write_text("?")
    (folder / "g.txt").write_bytes(b"\0")
    with zipfile.ZipFile(folder / "h.zip", "w") as archive:
        archive.writestr("one.jsonl", lines([1, 8, 9]))
        archive.writestr("two.txt", "An end.")
    (folder / "i.jsonl").write_text("")
    (folder / "j.jsonl").write_text(lines(range(6, 12)))
    return folder


def descriptors(inputs: Path, settings: Settings) -> list[Descriptor]:
    stretches = list(find_stretches([inputs], settings))
    return list(plan_descriptors([(each, read_outline(each, settings)) for each in stretches], settings.shard_size))


def base_of(inputs: Path, settings: Settings) -> Base:
    """What a run over the inputs leaves, apart from its rows."""
    base = Base([])
    for shard in cut(inputs, settings):
        for item in shard.items:
            if isinstance(item, Quarantined):
                base.faults.add(place_of(item))
            if item.article_id:
                base.ids.add(int(item.article_id, 16))
        result = ShardResult(number=shard.number, digest="", n_records=len(shard.items), rows={}, seconds={})
        base.results.append(result)
    return base


def cut(inputs: Path, settings: Settings) -> list[Shard]:
    return list(plan_shards(read_records([inputs], settings), settings.shard_size))


@pytest.mark.parametrize("size", [1, 2, 3, 5, 9, 1000])
def test_the_shards_are_those_of_one_machine(inputs: Path, size: int):
    settings = Settings(shard_size=size)
    reader = ShardReader(settings)
    found = [reader.read(each) for each in descriptors(inputs, settings)]
    assert found == cut(inputs, settings)
    reasons = [item.reason for shard in found for item in shard.items if not hasattr(item, "text")]
    assert reasons.count(QuarantineReason.DUPLICATE) == 6


def test_so_they_are_where_articles_are_long(inputs: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.shards.SHARD_CHARS", 50)
    settings = Settings()
    reader = ShardReader(settings)
    expected = cut(inputs, settings)
    assert len(expected) > 5
    assert [reader.read(each) for each in descriptors(inputs, settings)] == expected


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_what_is_new_in_a_dump_that_grew_is_that_of_one_machine(inputs: Path, size: int):
    settings = Settings(shard_size=size)
    mine, theirs = base_of(inputs, settings), base_of(inputs, settings)
    (inputs / "a.jsonl").write_text(lines([20]) + lines(range(7)) + "{broken\n" + lines([3, 7, 21]) + "{broken\n" + lines([5]))
    (inputs / "b.txt").unlink()
    (inputs / "bb.txt").write_text("Nothing new.")
    (inputs / "k.jsonl").write_text(lines([22, 20, 9, 23]))
    outlines = [(each, read_outline(each, settings, has_places=True)) for each in find_stretches([inputs], settings)]
    planned = pickle.loads(pickle.dumps(list(plan_descriptors(outlines, size, mine))))
    expected = list(plan_shards(only_new(read_records([inputs], settings), theirs), size, theirs.next_number))
    reader = ShardReader(settings)
    assert [reader.read(each) for each in planned] == expected
    assert mine.n_missing == theirs.n_missing > 0
    assert sum(isinstance(item, SourceArticle) for shard in expected for item in shard.items) == 5
    assert expected[0].number == theirs.next_number > 0


def test_nothing_new_is_no_shard(inputs: Path):
    settings = Settings(shard_size=3)
    outlines = [(each, read_outline(each, settings, has_places=True)) for each in find_stretches([inputs], settings)]
    assert list(plan_descriptors(outlines, 3, base_of(inputs, settings))) == []


def test_they_can_be_read_in_any_order_on_any_machine(inputs: Path):
    settings = Settings(shard_size=2)
    sent = pickle.loads(pickle.dumps(descriptors(inputs, settings)))
    expected = cut(inputs, settings)
    reader = ShardReader(settings)
    assert [reader.read(each) for each in reversed(sent)] == expected[::-1]
    assert [ShardReader(settings).read(each) for each in sent] == expected


def test_a_file_is_opened_once_while_shards_come_in_order(inputs: Path, monkeypatch: pytest.MonkeyPatch):
    settings = Settings(shard_size=1)
    found = descriptors(inputs / "j.jsonl", settings)
    opened: list[object] = []

    def make(files: Sequence[InputFile | Skipped], settings: Settings) -> RecordReader:
        opened.append(files)
        return RecordReader(files, settings)

    monkeypatch.setattr("pipeline.engines.descriptors.RecordReader", make)
    reader = ShardReader(settings)
    opened.clear()
    assert [reader.read(each).number for each in found[::2]] == [0, 2, 4]
    assert len(opened) == 1


def test_pages_that_are_passed_over_are_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(PAGE.format(f"The mayor of town {number} resigned. " * 20))
    settings = Settings(shard_size=1)
    last = descriptors(tmp_path, settings)[-1]
    looked: list[RawPage] = []

    def build(page: RawPage) -> RawRecord:
        looked.append(page)
        return build_record(page)

    monkeypatch.setattr("pipeline.ingest.records.build_record", build)
    (item,) = ShardReader(settings).read(last).items
    assert item.source_path == "2.html"  # type: ignore[union-attr]
    assert len(looked) == 1


def test_small_files_go_together_and_large_ones_alone(inputs: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.engines.descriptors.STRETCH", 2)
    found = [[file.name for file in stretch] for stretch in find_stretches([inputs], Settings())]
    assert found == [["a.jsonl"], ["b.txt", "c.txt"], ["d.txt", "e.html"], ["f.xyz", "g.txt"], ["h.zip"], ["i.jsonl"], ["j.jsonl"]]


def test_no_records_give_a_shard_all_the_same():
    assert list(plan_descriptors([], 3)) == [Descriptor(0, (), frozenset())]
    assert ShardReader(Settings()).read(Descriptor(0, (), frozenset())) == Shard(0, ())


def test_an_input_that_shrinks_is_told(inputs: Path):
    settings = Settings()
    found = descriptors(inputs, settings)
    (inputs / "j.jsonl").write_text(lines([6]))
    with pytest.raises(InputError, match=r"j\.jsonl changed while it was read"):
        ShardReader(settings).read(found[-1])


def test_standard_input_is_refused():
    with pytest.raises(UsageError, match="standard input cannot be read on many machines"):
        list(find_stretches([STDIN], Settings()))
