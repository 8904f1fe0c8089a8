from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
import zstandard

from pipeline.errors import InputError
from pipeline.ingest import files
from pipeline.ingest.files import Format, InputFile, Skipped, check_input, find_files, find_format, storable
from pipeline.ingest.streams import Compression

GZIP, ZSTD = Compression.GZIP, Compression.ZSTD


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(*inputs: Path) -> list[str]:
    return [found.name for found in find_files(inputs)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", (Format.TEXT, None)),
        ("a.TXT", (Format.TEXT, None)),
        ("a.txt.gz", (Format.TEXT, GZIP)),
        ("a.jsonl", (Format.JSON_LINES, None)),
        ("a.ndjson", (Format.JSON_LINES, None)),
        ("a.jsonl.gz", (Format.JSON_LINES, GZIP)),
        ("a.b.JSONL.zst", (Format.JSON_LINES, ZSTD)),
        ("a.json", (Format.JSON, None)),
        ("a.json.zst", (Format.JSON, ZSTD)),
        ("a.csv", (Format.CSV, None)),
        ("a.csv.gz", (Format.CSV, GZIP)),
        ("a.tsv", (Format.TSV, None)),
        ("a.parquet", (Format.PARQUET, None)),
        ("a.parquet.gz", None),
        ("a.gz", None),
        ("a", None),
        ("txt", None),
        ("a.html", (Format.HTML, None)),
        ("a.HTM.gz", (Format.HTML, GZIP)),
        ("a.warc", (Format.WARC, None)),
        ("CC-NEWS-2024.warc.gz", (Format.WARC, GZIP)),
        ("a.xml", (Format.NITF, None)),
        ("a.nitf", (Format.NITF, None)),
        ("a.zip", (Format.ZIP, None)),
        ("a.zip.gz", None),
        ("a.tar", (Format.TAR, None)),
        ("a.tar.gz", (Format.TAR, GZIP)),
        ("a.tar.zst", (Format.TAR, ZSTD)),
        ("a.tgz", (Format.TAR, GZIP)),
        ("a.pdf", None),
        (".txt", None),
    ],
)
def test_find_format(name: str, expected: tuple[Format, Compression | None] | None) -> None:
    assert find_format(name) == expected


def test_a_folder_is_walked_in_the_order_of_whole_names(tmp_path: Path) -> None:
    put(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "a-b.txt", "B.txt", "a b.txt", "ä.txt", "a0/x.txt")
    expected = ["B.txt", "a b.txt", "a-b.txt", "a.txt", "a/b/c.txt", "a/z.txt", "a0/x.txt", "b.txt", "ä.txt"]
    assert names(tmp_path) == expected == sorted(expected)


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, ".gitkeep", ".DS_Store", ".a.txt", ".git/a.txt", "a.txt")
    assert names(tmp_path) == ["a.txt"]
    assert names(tmp_path / ".git") == ["a.txt"]


def test_an_unknown_ending_in_a_folder_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.pdf", "README")
    found = list(find_files([tmp_path]))
    assert [type(each) for each in found] == [Skipped, InputFile, Skipped]
    assert found[0].name == "README"
    assert found[0].message.startswith("the format is not known; known are .txt, .jsonl")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"text": "a"}\n', (Format.JSON, None)),
        (b"\xef\xbb\xbf\n [", (Format.JSON, None)),
        (b"PAR1....", (Format.PARQUET, None)),
        (b"Some text", (Format.TEXT, None)),
        (b"", (Format.TEXT, None)),
        (b"\xff\xfe\x00", (Format.TEXT, None)),
        (gzip.compress(b'{"text": 1}', mtime=0), (Format.JSON, GZIP)),
        (gzip.compress(b"Some text", mtime=0), (Format.TEXT, GZIP)),
        (b"\x1f\x8bbroken", (Format.TEXT, GZIP)),
        (zstandard.ZstdCompressor().compress(b"[1]"), (Format.JSON, ZSTD)),
    ],
)
@pytest.mark.parametrize("name", ["dump", "dump.data", "dump.gz"])
def test_the_format_of_a_named_file_is_seen_in_its_bytes(
    name: str, data: bytes, expected: tuple[Format, Compression], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = find_files([path])
    assert found == InputFile(path, name, *expected)


def test_overlapping_inputs_give_each_file_once(tmp_path: Path) -> None:
    put(tmp_path, "a/x.txt", "b.txt")
    assert names(tmp_path / "a", tmp_path, tmp_path / "b.txt", tmp_path / "a" / "x.txt") == ["x.txt", "b.txt"]
    assert names(tmp_path / "b.txt", tmp_path) == ["b.txt", "a/x.txt"]


def test_inputs_keep_their_order(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    assert names(tmp_path / "b.txt", tmp_path / "a.txt") == ["b.txt", "a.txt"]


def test_links_are_followed_once(tmp_path: Path) -> None:
    put(tmp_path, "data/a.txt", "elsewhere/b.txt")
    (tmp_path / "data" / "loop").symlink_to(tmp_path / "data")
    (tmp_path / "data" / "up").symlink_to("..")
    (tmp_path / "data" / "self").symlink_to("self")
    (tmp_path / "data" / "self.txt").symlink_to("self.txt")
    (tmp_path / "data" / "gone.txt").symlink_to("nowhere")
    (tmp_path / "data" / "linked.txt").symlink_to(tmp_path / "elsewhere" / "b.txt")
    found = {each.name: each for each in find_files([tmp_path / "data"])}
    assert list(found) == ["a.txt", "gone.txt", "linked.txt", "self", "self.txt", "up/elsewhere/b.txt"]
    assert [name for name, each in found.items() if isinstance(each, InputFile)] == ["a.txt", "linked.txt", "up/elsewhere/b.txt"]


def test_folders_that_link_to_each_other_are_read_once(tmp_path: Path) -> None:
    for one in range(12):
        put(tmp_path, f"d{one:02}/a.txt")
        for other in range(12):
            (tmp_path / f"d{one:02}" / f"to{other:02}").symlink_to(tmp_path / f"d{other:02}")
    assert len(names(tmp_path)) == 12


def test_a_deep_folder_is_no_limit(tmp_path: Path) -> None:
    put(tmp_path, "d/" * 400 + "a.txt")
    assert [name.count("/") for name in names(tmp_path)] == [400]


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    found = list(find_files([tmp_path]))
    assert [(each.name, type(each)) for each in found] == [("a.txt", InputFile), ("pipe.txt", Skipped)]
    with pytest.raises(InputError, match="no regular file"):
        check_input(tmp_path / "pipe.txt")


def test_a_folder_that_cannot_be_read_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", "locked/b.txt", "z.txt")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(files.os, "scandir", refuse)
    found = list(find_files([tmp_path]))
    assert [each.name for each in found] == ["a.txt", "locked/", "z.txt"]
    assert found[1] == Skipped("locked/", "the folder cannot be read: Permission denied; check its permissions")


@pytest.mark.parametrize(
    "name", [b"with space.txt", b"with\nnewline.txt", b"\xff\xfe.txt", b"caf\xe9.txt", "日本.txt".encode(), b"a\\b.txt"]
)
def test_any_name_is_storable(name: bytes, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b"x")
    (found,) = find_files([tmp_path])
    assert isinstance(found, InputFile)
    assert found.path.read_bytes() == b"x"
    assert found.name.encode("utf-8") == name.decode("utf-8", "replace").encode("utf-8")


def test_storable() -> None:
    assert storable("a/b.txt") == "a/b.txt"
    assert storable("a\udcffb") == "a\ufffdb"


def test_check_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt")
    check_input(tmp_path)
    check_input(tmp_path / "a.txt")
    for bad in (tmp_path / "nope", tmp_path / "a.txt" / "x", Path("a\0b"), Path("x" * 5000)):
        with pytest.raises(InputError) as caught:
            check_input(bad)
        assert "\n" not in str(caught.value)
    monkeypatch.setattr(Path, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    with pytest.raises(InputError, match=r"a\.txt: Permission denied"):
        check_input(tmp_path / "a.txt")
