from __future__ import annotations

import codecs
import io
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.ingest import encodings
from pipeline.ingest.encodings import check_encoding, decode_page, find_mark, fix_mojibake, guess_encoding, to_utf_8
from pipeline.ingest.streams import CHUNK

TEXT = "The café’s owner, Zoë, said it was naïve. “No,” she wrote – twice – in a résumé of the façade’s history."
RUSSIAN = "Мэр города сказал в пятницу, что паром останется в порту до конца недели из-за шторма."
JAPANESE = "市長は金曜日、嵐のためフェリーは週末まで港にとどまると述べた。乗客は電車を使うように求められた。"


def recoded(data: bytes, encoding: str, buffer_size: int = CHUNK) -> bytes:
    return to_utf_8(io.BufferedReader(io.BytesIO(data), buffer_size), encoding).read()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("auto", "auto"), ("UTF8", "utf-8"), ("latin1", "iso8859-1"), ("Windows-1252", "cp1252"), ("utf_16", "utf-16")],
)
def test_an_encoding_has_one_name(name: str, expected: str) -> None:
    assert check_encoding(name) == expected


@pytest.mark.parametrize("name", ["", "utf-9", "hex", "rot13", "base64", "zip", "undefined", "a b", "é", "\0", "x" * 1000])
def test_what_is_no_encoding_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="is not known; give utf-8, auto or one such as cp1252"):
        check_encoding(name)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (b"\xef\xbb", None),
        (b"\xff", None),
        (b"", None),
        (b"abcd", None),
    ],
)
def test_find_mark(start: bytes, expected: str | None) -> None:
    assert find_mark(start) == expected


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "nonsense", "utf-16", "punycode", "hex", "x" * 40])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_page_is_read_whatever_it_declares(encoding: str, declared: str | None) -> None:
    assert decode_page(TEXT.encode(encoding), declared) == TEXT


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        pytest.param("naïve".encode("latin-1"), "latin-1", "naïve", id="declared"),
        pytest.param(b"\x93No\x94", "iso-8859-1", "“No”", id="Latin-1 is Windows-1252"),
        pytest.param(b"\x93No\x94", "us-ascii", "“No”", id="ASCII is Windows-1252"),
        pytest.param(RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, id="declared and not guessed"),
        pytest.param(RUSSIAN.encode("cp1251"), None, RUSSIAN, id="guessed"),
        pytest.param(JAPANESE.encode("shift_jis"), None, JAPANESE, id="guessed, two bytes"),
        pytest.param(JAPANESE.encode("shift_jis"), "euc-jp", JAPANESE, id="declared wrongly"),
        pytest.param("It rains.".encode("utf-16-le"), "utf-16-le", "It rains.", id="wide, no mark"),
        pytest.param("It rains.".encode("utf-16-be"), "UTF-16BE", "It rains.", id="wide, no mark, other order"),
        pytest.param(b"It rains.", "utf-16", "It rains.", id="declared wide and is not"),
        pytest.param(b"caf\xe9 on the \x93square\x94", "utf-16", "café on the “square”", id="so with other letters"),
        pytest.param(b"It \0rains.", None, "It \0rains.", id="a NUL is no wide text"),
        pytest.param(b"a+AGE-", "utf-7", "a+AGE-", id="no encoding of the web"),
        pytest.param(b"", "utf-8", "", id="nothing"),
    ],
)
def test_decode_page(data: bytes, declared: str | None, text: str) -> None:
    assert decode_page(data, declared) == text


@pytest.mark.parametrize("data", [bytes(range(256)) * 50, random.Random(5).randbytes(5000)])
def test_what_is_no_text_is_none(data: bytes) -> None:
    assert decode_page(data, "utf-8") is None


@pytest.mark.parametrize("declared", ["punycode", "idna", "unicode_escape", "raw_unicode_escape"])
def test_a_page_cannot_choose_a_slow_decoder(declared: str) -> None:
    started = time.monotonic()
    decode_page(b"<p>caf\xe9 \\u0041 " + b"a" * 300_000 + b"-" + b"9" * 300_000, declared)
    assert time.monotonic() - started < 5


def test_a_guess_looks_where_the_other_letters_are() -> None:
    assert guess_encoding(b"It rains. " * 20_000 + 200 * RUSSIAN.encode("cp1251")) == "cp1251"
    assert guess_encoding(TEXT.encode("cp1252") + b" It rains." * 20_000) == "cp1252"
    assert guess_encoding(b"It rains.") is not None


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("â€œNoâ€\x9d, said ZoÃ«", "“No”, said Zoë"),
        ("\x93No\x94, said Zo\xeb", "“No”, said Zoë"),
        ("It was \x91over\x92 \x96 he said", "It was ‘over’ – he said"),
        ("doesnâ€™t", "doesn’t"),
        ("cafÃ©", "café"),
        (TEXT, TEXT),
        ("It rains.", "It rains."),
        (RUSSIAN, RUSSIAN),
        (JAPANESE, JAPANESE),
        ("“No” &amp; ﬁne\u00a0\r\n", "“No” &amp; ﬁne\u00a0\r\n"),
        ("a\x00b\x1b[0m\ud800", "a\x00b\x1b[0m\ud800"),
        ("", ""),
    ],
)
def test_fix_mojibake(text: str, mended: str) -> None:
    assert fix_mojibake(text) == mended
    assert fix_mojibake(mended) == mended


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32", "latin-1", "cp1251", "shift_jis"])
@pytest.mark.parametrize("buffer_size", [1, 3, CHUNK])
def test_an_encoding_that_is_asked_for_is_read(encoding: str, buffer_size: int) -> None:
    text = {"cp1251": RUSSIAN, "shift_jis": JAPANESE, "latin-1": "naïve"}.get(encoding, TEXT) + "\n"
    long = text * 2000 if buffer_size == CHUNK else text
    assert recoded(long.encode(encoding), encoding, buffer_size).decode("utf-8-sig") == long


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "cp1251", "shift_jis"])
@pytest.mark.parametrize("n_lines", [1, 4000])
def test_auto_finds_it(encoding: str, n_lines: int) -> None:
    text = {"cp1251": RUSSIAN, "shift_jis": JAPANESE}.get(encoding, TEXT) + "\r\n"
    assert recoded((text * n_lines).encode(encoding), "auto").decode("utf-8-sig") == text * n_lines


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("shift", range(4))
def test_auto_reads_a_line_that_is_longer_than_what_is_read_at_once(encoding: str, shift: int) -> None:
    line = "x" * shift + TEXT * (3 * CHUNK // len(TEXT))
    assert recoded(line.encode(encoding), "auto").decode() == line


def test_auto_reads_each_line_as_what_it_is() -> None:
    lines = [TEXT.encode("utf-8"), TEXT.encode("cp1252"), b"It rains.", b"", TEXT.encode("utf-8")] * 500
    assert recoded(b"\n".join(lines), "auto").decode().split("\n") == [TEXT, TEXT, "It rains.", "", TEXT] * 500


def test_auto_leaves_what_it_cannot_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "guess_encoding", lambda data: None)
    data = b"It rains.\n\xff\xfa\n" + TEXT.encode()
    assert recoded(data, "auto") == data


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"caf\xe9", "ascii"),
        (b"caf\x9d", "cp1252"),
        (b"ab\xff", "utf-8-sig"),
        (b"a\0b", "utf-16"),
        (b"\xff\xfea\0b", "utf-16"),
        (b"\xff\xfe\0\xd8a\0", "utf-16"),
        (b"\x82", "shift_jis"),
    ],
)
def test_bytes_that_the_encoding_does_not_know_raise(data: bytes, encoding: str) -> None:
    with pytest.raises(OSError, match=f"^the bytes are not {encoding}$"):
        recoded(data, encoding)


def test_what_is_utf_8_by_name_is_passed_on() -> None:
    stream = io.BufferedReader(io.BytesIO(b"\xff"))  # type: ignore[arg-type]
    assert to_utf_8(stream, "utf-8") is stream


@given(st.text(), st.integers(1, 9))
def test_auto_changes_no_utf_8(text: str, buffer_size: int) -> None:
    data = text.encode("utf-8", "surrogatepass").decode("utf-8", "ignore").encode()
    if find_mark(data) is None:
        assert recoded(data, "auto", buffer_size) == data
