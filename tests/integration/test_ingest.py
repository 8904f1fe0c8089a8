"""Reading whole inputs: every format gives the same articles, and hostile files cost themselves alone."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import io
import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.errors import ConfigError, InputError
from pipeline.ingest import read_records
from pipeline.vocabulary import Precision, QuarantineReason, QuarantineStage

RECORDS: list[dict[str, Any]] = [
    {
        "id": f"a{number}",
        "title": f"Ferry {number} kept in port",
        "text": f'Ferry {number} kept in port\r\n\r\n“Nobody, ‘nobody’ was hurt,” she said. 😀\n\nThe end, "really";\t{number}',
        "url": f"https://www.example.com/{number}",
        "published_at": "2024-03-05T14:30:00Z",
        "authors": "Ann Lee; Bo Ray",
        "outlet": "The Example",
    }
    for number in range(5)
]


def as_lines(records: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def as_array(records: list[dict[str, Any]]) -> bytes:
    return json.dumps(records, indent=2).encode()


def as_csv(records: list[dict[str, Any]], **dialect: Any) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(records[0]), **dialect)
    writer.writeheader()
    writer.writerows(records)
    return buffer.getvalue().encode()


def as_parquet(records: list[dict[str, Any]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), buffer, row_group_size=2)
    return buffer.getvalue()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


BOM = b"\xef\xbb\xbf"
FORMATS = {
    "a.jsonl": as_lines(RECORDS),
    "a.ndjson": BOM + as_lines(RECORDS).replace(b"\n", b"\r\n"),
    "a.jsonl.gz": gzip.compress(as_lines(RECORDS)),
    "a.jsonl.zst": zstd(as_lines(RECORDS)),
    "a.json": as_array(RECORDS),
    "b.json": as_lines(RECORDS),
    "c.json": json.dumps({"articles": RECORDS}).encode(),
    "a.json.gz": gzip.compress(BOM + as_array(RECORDS)),
    "a.csv": as_csv(RECORDS),
    "b.csv": BOM + as_csv(RECORDS, delimiter=";", quoting=csv.QUOTE_ALL),
    "a.tsv": as_csv(RECORDS, delimiter="\t"),
    "a.csv.gz": gzip.compress(as_csv(RECORDS)),
    "a.csv.zst": zstd(as_csv(RECORDS)),
    "a.parquet": as_parquet(RECORDS),
    "dump": as_lines(RECORDS),
    "dump.bin": gzip.compress(as_array(RECORDS)),
}


def read(*inputs: Path, **settings: Any) -> list[SourceArticle | Quarantined]:
    return list(read_records(inputs, Settings(**settings)))


def faults(items: list[SourceArticle | Quarantined]) -> list[tuple[str, int | None, str]]:
    return [(item.path, item.record, item.reason.value) for item in items if isinstance(item, Quarantined)]


def texts(items: list[SourceArticle | Quarantined]) -> list[str]:
    return [item.text for item in items if isinstance(item, SourceArticle)]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_articles(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FORMATS[name])
    items = read(path)
    assert faults(items) == []
    for number, (item, record) in enumerate(zip(items, RECORDS, strict=True)):
        assert isinstance(item, SourceArticle)
        assert (item.source_path, item.source_record) == (name, number)
        assert (item.source_id, item.text, item.title, item.url) == (record["id"], record["text"], record["title"], record["url"])
        assert (item.outlet, item.authors) == ("The Example", ("Ann Lee", "Bo Ray"))
        assert item.published_at is not None
        assert (item.published_at.isoformat(), item.published_precision) == ("2024-03-05T14:30:00+00:00", Precision.SECOND)
    assert [item.article_id for item in items] == [item.article_id for item in read_records([path], Settings())]


def test_a_text_file_is_one_article_character_for_character(tmp_path: Path) -> None:
    text = "Head\r\n\r\nBody “é”.\r\n\r\nsource: nbcnews.com"
    (tmp_path / "a.txt").write_bytes(BOM + text.encode())
    (item,) = read(tmp_path)
    assert isinstance(item, SourceArticle)
    assert (item.text, item.outlet, item.title, item.source_id, item.published_at) == (text, "nbcnews.com", None, None, None)


def test_a_named_field_does_not_touch_text_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Plain.")
    (tmp_path / "b.jsonl").write_text('{"lede": "Mine.", "text": "Other."}\n{"text": "Other."}\n')
    (tmp_path / "c.csv").write_text("lede,text\nMine too.,Other\n")
    pq.write_table(pa.table({"x": [{"lede": "Deep."}], "text": ["Other"]}), tmp_path / "d.parquet")
    items = read(tmp_path, fields={"text": "lede"})
    assert texts(items) == ["Plain.", "Mine.", "Mine too."]
    assert faults(items) == [("b.jsonl", 1, "missing_text"), ("d.parquet", 0, "missing_text")]
    assert "the record has x, text;" in items[-1].message  # type: ignore[union-attr]
    assert texts(read(tmp_path / "d.parquet", fields={"text": "x.lede"})) == ["Deep."]


GOOD = b'{"text": "good"}\n'
WHOLE_GZIP = gzip.compress(b"".join(b'{"text": "%d %s"}\n' % (n, os.urandom(30).hex().encode()) for n in range(5000)))
HOSTILE: dict[str, tuple[bytes, int, list[tuple[int | None, str]]]] = {
    # name: (bytes, articles, (record, reason) of the faults)
    "empty.txt": (b"", 0, [(0, "empty")]),
    "blank.txt": (b" \r\n\t\n", 0, [(0, "empty")]),
    "bom.txt": (BOM, 0, [(0, "empty")]),
    "latin.txt": ("naïve café".encode("latin-1"), 0, [(None, "encoding")]),
    "wide.txt": ("naïve".encode("utf-16"), 0, [(None, "encoding")]),
    "binary.txt": (bytes(range(256)), 0, [(None, "encoding")]),
    "nul.txt": (b"a\0b", 0, [(0, "nul")]),
    "word.txt": (b"x" * 1_500_000, 0, [(0, "long_word")]),
    "huge word.txt": (b"x" * 5_000_000, 0, [(0, "too_long")]),
    "huge.txt": (b"x " * 5_000_000, 0, [(0, "too_long")]),
    "not.txt.gz": (b"plain text", 0, [(None, "unreadable")]),
    "empty.jsonl": (b"", 0, [(None, "empty")]),
    "blank.jsonl": (b"\n\n", 0, [(None, "empty")]),
    "bad.jsonl": (
        GOOD + b"{\n" + GOOD + b'{"text": "\xff"}\n' + GOOD + b'{"text": "cut',
        3,
        [(1, "malformed"), (3, "encoding"), (5, "malformed")],
    ),
    "wide.jsonl": (GOOD.decode().encode("utf-16"), 0, [(None, "encoding")]),
    "types.jsonl": (
        b'{"text": 5}\n{"text": ["a"]}\n{"text": null}\n{"text": {"a": 1}}\n{"text": NaN}\n{"t": 1}\n{}\n[]\n"x"\n' + GOOD,
        1,
        list(enumerate(["malformed"] * 2 + ["missing_text", "malformed"] + ["missing_text"] * 3 + ["malformed"] * 2)),
    ),
    "text.jsonl": (
        b'{"text": "\\ud83d"}\n{"text": "a\\u0000b"}\n{"text": ""}\n{"text": " "}\n{"text": "\\ud83d\\ude00"}\n',
        1,
        [(0, "encoding"), (1, "nul"), (2, "empty"), (3, "empty")],
    ),
    "deep.jsonl": (b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n" + GOOD, 1, [(0, "malformed")]),
    "digits.jsonl": (b'{"text": "a", "id": ' + b"7" * 10_000 + b"}\n" + GOOD, 1, [(0, "malformed")]),
    "number.jsonl": (b'{"text": "a", "id": 1e400, "published_at": -1e999, "title": NaN}\n', 1, []),
    "twice.jsonl": (b'{"text": "a", "text": "b"}\n', 1, []),
    "cut.jsonl.gz": (WHOLE_GZIP[: len(WHOLE_GZIP) // 2], -1, [(-1, "unreadable")]),
    "not.jsonl.gz": (GOOD, 0, [(None, "unreadable")]),
    "tail.jsonl.gz": (gzip.compress(GOOD) + b"garbage", 1, [(1, "unreadable")]),
    "not.jsonl.zst": (GOOD, 0, [(None, "unreadable")]),
    "cut.jsonl.zst": (zstd(GOOD * 10)[:-3], 0, [(None, "unreadable")]),
    "cut.json": (b'[{"text": "a"}, {"text": "b"},', 2, [(2, "unreadable")]),
    "bad.json": (b'[{"text": "a"}, {"text": b}, {"text": "c"}]', 2, [(1, "malformed")]),
    "empty.json": (b"[]", 0, [(None, "empty")]),
    "deep.json": (b"[" * 1_000_000, 0, [(0, "malformed")]),
    "empty.csv": (b"", 0, [(None, "empty")]),
    "header.csv": (b"id,text\n", 0, [(None, "empty")]),
    "bad.csv": (
        b'id,text\n1,"a\nb"\n2\n3,"c"d\n4,e\0\n5,f\xff\n6,\n7,g\n',
        2,
        [(1, "malformed"), (2, "malformed"), (3, "nul"), (4, "encoding"), (5, "empty")],
    ),
    "open.csv": (b'id,text\n1,a\n2,"b\n3,c\n', 1, [(1, "malformed")]),
    "no text.csv": (b"id,lede\n1,a\n", 0, [(0, "missing_text")]),
    "not.parquet": (b"not parquet at all", 0, [(None, "unreadable")]),
    "empty.parquet": (b"", 0, [(None, "unreadable")]),
    "cut.parquet": (as_parquet(RECORDS)[:-20], 0, [(None, "unreadable")]),
    "numbers.parquet": (as_parquet([{"text": 5}, {"text": None}]), 0, [(0, "malformed"), (1, "missing_text")]),
    "lists.parquet": (as_parquet([{"text": ["a"]}]), 0, [(0, "malformed")]),
    "page.pdf": (b"%PDF-1.7", 0, [(None, "unreadable")]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_itself_alone(name: str, tmp_path: Path) -> None:
    data, n_articles, expected = HOSTILE[name]
    (tmp_path / "0.txt").write_text("Before.")
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz.txt").write_text("After.")
    items = read(tmp_path)
    assert texts(items)[0] == "Before."
    assert texts(items)[-1] == "After."
    if n_articles < 0:  # cut somewhere
        n_articles = len(texts(items)) - 2
        assert n_articles > 500
        expected = [(n_articles, reason) for _, reason in expected]
    assert faults(items) == [(name, record, reason) for record, reason in expected]
    assert len(texts(items)) == n_articles + 2
    for item in items:
        if isinstance(item, Quarantined):
            assert "\n" not in item.message
            assert len(item.message) < 400
            assert json.dumps(dataclasses.asdict(item))


def test_stages_tell_reading_from_ingest(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{\n{"text": 5}\n')
    assert [item.stage for item in read(tmp_path)] == [QuarantineStage.READ, QuarantineStage.INGEST]  # type: ignore[union-attr]


def test_hostile_names_are_storable(tmp_path: Path) -> None:
    names = [b"a b.txt", b"a\nb.txt", b"a\xff.txt", "é/日.txt".encode()]
    for name in names:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.parent.mkdir(exist_ok=True)
        path.write_text(repr(name))
    items = read(tmp_path)
    assert sorted(texts(items)) == sorted(map(repr, names))
    for item in items:
        assert isinstance(item, SourceArticle)
        assert item.source_path.encode("utf-8")
    assert {item.source_path for item in items} == {"a b.txt", "a\nb.txt", "a\ufffd.txt", "é/日.txt"}  # type: ignore[union-attr]


def test_a_missing_input_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match=r"cannot read .*nope: No such file"):
        read_records([tmp_path, tmp_path / "nope"], Settings())


@pytest.mark.parametrize("name", [None, ".gitkeep", "page.pdf", "sub/.hidden.txt"])
def test_inputs_without_a_readable_file_are_told_at_once(name: str | None, tmp_path: Path) -> None:
    if name:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    with pytest.raises(InputError, match=r"no file to read in .*known formats are \.txt, \.jsonl") as caught:
        read_records([tmp_path], Settings())
    assert "\n" not in str(caught.value)


def test_no_input_is_told() -> None:
    with pytest.raises(InputError, match="no input"):
        read_records([], Settings())


def test_an_unknown_field_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(ConfigError, match="no field 'txt'"):
        read_records([tmp_path], Settings(fields={"txt": "maintext"}))


WRITERS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "a.jsonl": as_lines,
    "a.jsonl.gz": lambda records: gzip.compress(as_lines(records)),
    "a.jsonl.zst": lambda records: zstd(as_lines(records)),
    "a.json": as_array,
    "a.csv": as_csv,
    "a.parquet": as_parquet,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_memory_does_not_depend_on_the_size_of_the_file(kind: str, tmp_path: Path) -> None:
    def peak(n_records: int) -> int:
        (tmp_path / kind).write_bytes(WRITERS[kind]([{"id": str(n), "text": f"{n} " + "word " * 400} for n in range(n_records)]))
        items: Iterator[object] = read_records([tmp_path / kind], Settings())
        next(items)
        tracemalloc.start()
        n_read = 1 + sum(1 for _ in items)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert n_read == n_records
        return used

    assert peak(4000) < peak(400) + 1_500_000


def test_a_long_line_is_not_held(tmp_path: Path) -> None:
    settings = Settings(max_chars=1000)
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(GOOD)
        file.write(b'{"text": "')
        for _ in range(60):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + GOOD)
    items = list(read_records([path], settings))
    assert texts(items) == ["good", "good"]
    assert faults(items) == [("a.jsonl", 1, QuarantineReason.TOO_LONG.value)]
