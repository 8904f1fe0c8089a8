from __future__ import annotations

import gzip
import io
import random
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from pipeline.ingest import archives, streams
from pipeline.ingest.archives import MAX_NAME, Member, read_members
from pipeline.ingest.files import InputFile, Skipped, find_format
from pipeline.ingest.formats import Format
from pipeline.ingest.streams import READ_ERRORS
from tests.news import tarred, zipped


def read(path: Path, data: bytes) -> list[tuple[str, object]]:
    """Name and bytes of each member; the message where it cannot be read."""
    path.write_bytes(data)
    known = find_format(path.name)
    assert known is not None
    found: list[tuple[str, object]] = []
    for member in read_members(InputFile(path, path.name, *known)):
        name = member.name.removeprefix(f"{path.name}!/")
        if isinstance(member, Skipped):
            assert member.message.isprintable()
            assert "; " in member.message
            found.append((name, member.message))
            continue
        try:
            found.append((name, member.stream.read()))
        except READ_ERRORS as error:
            found.append((name, error))
    return found


def told(found: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """Of what cannot be read, only that."""
    return [(name, held if isinstance(held, bytes) else None) for name, held in found]


PACKERS = {
    "a.zip": zipped,
    "a.tar": lambda members: tarred(*members.items()),
    "a.tar.gz": lambda members: gzip.compress(tarred(*members.items())),
    "a.tgz": lambda members: gzip.compress(tarred(*members.items())),
}

NAMES: list[tuple[str, str | None]] = [
    ("a.txt", None),
    ("a/b c/é.txt", None),
    ("./a.txt", None),
    ("a..b.txt", None),
    ("../a.txt", "leads out of the archive"),
    ("/a.txt", "leads out of the archive"),
    ("a/../../b.txt", "leads out of the archive"),
    ("C:/a.txt", "leads out of the archive"),
    ("..\\a.txt", "leads out of the archive"),
    ("a\\..\\b.txt", "leads out of the archive"),
    ("\\\\host\\a.txt", "leads out of the archive"),
    ("a.zip", "an archive within an archive"),
    ("a.tar.gz", "an archive within an archive"),
    ("a.TGZ", "an archive within an archive"),
    ("a.pdf", "format of the member is not known"),
    ("a", "format of the member is not known"),
    ("a.zip.gz", "format of the member is not known"),
]


@pytest.mark.parametrize("archive", PACKERS)
@pytest.mark.parametrize(("name", "message"), NAMES)
def test_a_name_tells_whether_a_member_is_read(archive: str, name: str, message: str | None, tmp_path: Path) -> None:
    first, last = read(tmp_path / archive, PACKERS[archive]({name: b"It rains.", "z.txt": b"After."}))
    if message is None:
        assert first == (name.removeprefix("./"), b"It rains.")
    else:
        assert message in str(first[1])
    assert last == ("z.txt", b"After.")
    assert not [path for path in tmp_path.rglob("*") if path.name != archive]


@pytest.mark.parametrize("archive", PACKERS)
@pytest.mark.parametrize(
    "name", [".a.txt", ".git/a.txt", "a/.b/c.txt", "__MACOSX/a.txt", "a/__MACOSX/b.txt", "./.a.txt", "..a.txt", "a\\.b.txt"]
)
def test_hidden_members_are_left_out(archive: str, name: str, tmp_path: Path) -> None:
    assert read(tmp_path / archive, PACKERS[archive]({name: b"", "z.txt": b"After."})) == [("z.txt", b"After.")]


@pytest.mark.parametrize("archive", PACKERS)
def test_what_holds_nothing_is_told(archive: str, tmp_path: Path) -> None:
    ((name, message),) = read(tmp_path / archive, PACKERS[archive]({".a.txt": b"x"}))
    assert (name, message) == (archive, "the archive holds no file; leave it out")


def test_names_that_repeat_are_numbered(tmp_path: Path) -> None:
    n = 3000
    found = read(tmp_path / "a.tar", tarred(*[("a.txt", b"%d" % number) for number in range(n)]))
    assert found[:3] == [("a.txt", b"0"), ("a.txt (2)", b"1"), ("a.txt (3)", b"2")]
    assert len({name for name, _ in found}) == n
    assert found[-1] == (f"a.txt ({n})", b"%d" % (n - 1))


def test_names_that_are_no_unicode_are_storable(tmp_path: Path) -> None:
    ((name, data),) = read(tmp_path / "a.tar", tarred(("caf\udce9.txt", b"x")))
    assert (name, data) == ("caf\ufffd.txt", b"x")
    assert name.encode()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_what_is_no_file_is_not_followed(kind: bytes, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("b.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    ((name, message),) = read(tmp_path / "a.tar", buffer.getvalue())
    assert (name, message) == ("b.txt", "the member is no regular file; leave it out")


def test_a_sparse_member_is_not_blown_up(tmp_path: Path) -> None:
    info = tarfile.TarInfo("b.txt")
    info.size = 512
    properties = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "b.txt", "GNU.sparse.realsize": str(1 << 40)}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info.pax_headers = properties
        archive.addfile(info, io.BytesIO(b"1\n%d\n0\n".ljust(512, b"\0") % (1 << 40)))
    ((name, message),) = read(tmp_path / "a.tar", buffer.getvalue())
    assert (name, message) == ("b.txt", "the member is no regular file; leave it out")


def with_long_header(kind: bytes, size: int) -> bytes:
    """A tar archive with a member whose name or properties take so many bytes, and a file."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = kind, size
    padded = -size % tarfile.BLOCKSIZE
    return info.tobuf(tarfile.GNU_FORMAT) + b"a" * size + b"\0" * padded + tarred(("b.txt", b"x"))


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_name_as_long_as_the_memory_is_not_read(kind: bytes, tmp_path: Path) -> None:
    data = gzip.compress(with_long_header(kind, 50_000_000))
    tracemalloc.start()
    ((name, message),) = read(tmp_path / "a.tar.gz", data)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert name == "a.tar.gz"
    assert f"a name or property is longer than {MAX_NAME} bytes" in str(message)
    assert used < 5_000_000


def test_a_long_name_is_read(tmp_path: Path) -> None:
    name = "a" * 1000 + "/é.txt"
    for kind in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=kind) as archive:
            info = tarfile.TarInfo(name)
            info.size = 1
            archive.addfile(info, io.BytesIO(b"x"))
        assert read(tmp_path / "a.tar", buffer.getvalue()) == [(name, b"x")]


MEMBERS = [(f"{number}.txt", b"%d" % number * 600) for number in range(4)]
TAR = tarred(*MEMBERS)


@pytest.mark.parametrize("at", [1, 511, 512, 700, 1024, 1535, 1536, 1537, 2000, 2048, 3000, 4608, 5000])
@pytest.mark.parametrize("archive", ["a.tar", "a.tar.gz"])
def test_a_tar_archive_that_is_cut_says_so_wherever(archive: str, at: int, tmp_path: Path) -> None:
    data = TAR[:at] if archive == "a.tar" else gzip.compress(TAR[:at])
    found = read(tmp_path / archive, data)
    assert found[-1][0] == archive
    assert "the archive cannot be read from member" in str(found[-1][1])
    whole = [(name, data) for name, data in found if isinstance(data, bytes)]
    assert whole == MEMBERS[: len(whole)]
    assert len(whole) >= at // 1536


@pytest.mark.parametrize("at", [0, 1536, 3072])
def test_a_tar_header_that_is_broken_says_so(at: int, tmp_path: Path) -> None:
    data = TAR[:at] + b"x" * 512 + TAR[at + 512 :]
    found = read(tmp_path / "a.tar", data)
    assert [name for name, _ in found] == [*(name for name, _ in MEMBERS[: at // 1536]), "a.tar"]


@pytest.mark.parametrize("n_lost", [1, 4, 9, 30, 200])
def test_a_compressed_tar_archive_that_is_cut_says_so(n_lost: int, tmp_path: Path) -> None:
    noise = random.Random(3)
    members = [(f"{number}.txt", noise.randbytes(40)) for number in range(500)]
    found = read(tmp_path / "a.tar.gz", gzip.compress(tarred(*members))[:-n_lost])
    assert found[-1][0] == "a.tar.gz"
    assert [each for each in found if isinstance(each[1], bytes)] == members[: len(found) - 1]


@pytest.mark.parametrize("archive", ["a.tar", "a.tar.gz"])
def test_what_follows_the_end_of_a_tar_archive_is_told(archive: str, tmp_path: Path) -> None:
    data = TAR + b"\0" * 100_000 + tarred(("z.txt", b"x"))
    found = read(tmp_path / archive, data if archive == "a.tar" else gzip.compress(data))
    assert found[:-1] == MEMBERS
    assert found[-1][0] == archive
    assert "cannot be read from member 4 on: something follows the mark of its end" in str(found[-1][1])


def test_a_checksum_that_does_not_fit_is_told(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(TAR))
    data[-8] ^= 0xFF
    found = read(tmp_path / "a.tar.gz", bytes(data))
    assert found[:-1] == MEMBERS
    assert "CRC" in str(found[-1][1])


@pytest.mark.parametrize("n_lost", [1, 10, 22, 60, 100])
def test_a_zip_archive_that_is_cut_says_so(n_lost: int, tmp_path: Path) -> None:
    ((name, message),) = read(tmp_path / "a.zip", zipped({"a.txt": b"x" * 100, "b.txt": b"y"})[:-n_lost])
    assert name == "a.zip"
    assert "cannot be read from member 0 on" in str(message)


def test_a_zip_member_that_is_broken_costs_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"abc" * 1000, "b.txt": b"It rains."}))
    data[40] ^= 0xFF
    first, last = read(tmp_path / "a.zip", bytes(data))
    assert isinstance(first[1], Exception)
    assert last == ("b.txt", b"It rains.")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_method_of_python_is_read(method: int, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.txt", b"It rains. " * 1000)
    assert read(tmp_path / "a.zip", buffer.getvalue()) == [("a.txt", b"It rains. " * 1000)]


def test_a_method_that_is_not_known_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"x"}))
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 99
    ((name, message),) = read(tmp_path / "a.zip", bytes(data))
    assert name == "a.txt"
    assert "cannot be read" in str(message)


@pytest.mark.parametrize("archive", ["a.zip", "a.tar.gz"])
def test_a_bomb_is_not_read_on(archive: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SMALL", 1 << 20)
    found = read(tmp_path / archive, PACKERS[archive]({"a.txt": b"\0" * 20_000_000, "b.txt": b"x"}))
    assert "unpacks to more than 200 times its size" in str(found[0][1])
    assert all(not isinstance(held, bytes) or len(held) < 2_000_000 for _, held in found)


def test_a_list_of_members_that_fills_the_memory_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({f"{number}.txt": b"" for number in range(50)})
    assert len(read(tmp_path / "a.zip", data)) == 50
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 1000)
    ((name, message),) = read(tmp_path / "a.zip", data)
    assert name == "a.zip"
    assert "its list of members is longer than 1000 bytes; unpack it" in str(message)


def test_so_it_is_with_more_members_than_the_old_form_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    data = zipped({f"{number}.txt": b"" for number in range(50)})
    assert b"PK\x06\x06" in data
    size = archives._directory_size(io.BufferedReader(io.BytesIO(data)))  # type: ignore[arg-type]
    assert size == data.index(b"PK\x06\x06") - data.index(b"PK\x01\x02")
    assert len(read(tmp_path / "a.zip", data)) == 50


@pytest.mark.parametrize(
    "data", [b"", b"x", b"PK\x05\x06", b"x" * 100_000, b"PK\x06\x07" + b"\xff" * 16 + b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_zip_archive_is_told(data: bytes, tmp_path: Path) -> None:
    ((name, message),) = read(tmp_path / "a.zip", data)
    assert name == "a.zip"
    assert "cannot be read" in str(message)


def test_a_member_that_nobody_reads_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": b"x", "b.csv.gz": gzip.compress(b"y")}))
    members = read_members(InputFile(tmp_path / "a.zip", "in/a.zip", Format.ZIP))
    assert isinstance(next(members), Member)
    second = next(members)
    assert isinstance(second, Member)
    assert (second.name, second.format, second.stream.read()) == ("in/a.zip!/b.csv.gz", Format.CSV, b"y")
