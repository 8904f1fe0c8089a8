"""Names, texts and JSON of the files that annotation tools exchange."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import AnnotationError

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r"\\(\\|n|r|t|u\{([0-9a-f]{1,6})\})")
_PLAIN = {escape[1]: char for char, escape in _ESCAPES.items()}

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""

_NOT_ONE_LINE = re.compile("[\\\\\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|" + NOT_XML.pattern)


class FileNames:
    """Gives articles the names of files: safe on every system, and each its own, also where case does not count."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def name(self, article_id: str) -> str:
        """A name without a suffix."""
        stem = _UNSAFE.sub("_", article_id)[:_LONGEST].strip("._-") or "article"
        name, number = stem, 1
        while name.lower() in self._used:
            number += 1
            name = f"{stem}-{number}"
        self._used.add(name.lower())
        return name


def escape_line(text: str) -> str:
    """A text as one line that an XML document may hold: what is not fit for one is written with a backslash."""
    return _NOT_ONE_LINE.sub(lambda match: _ESCAPES.get(match[0], f"\\u{{{ord(match[0]):x}}}"), text)


def unescape_line(line: str) -> str:
    """The opposite of `escape_line`; a backslash that begins nothing stays."""
    return _ESCAPED.sub(lambda match: _character(match[0], match[2]) if match[2] else _PLAIN[match[1]], line)


def _character(escape: str, code: str) -> str:
    number = int(code, 16)
    return chr(number) if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else escape


def read_text(file: Path) -> str:
    """A file in UTF-8, with its line ends as they are.

    Raises:
        AnnotationError: it cannot be read or is not UTF-8.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise AnnotationError(f"cannot read {file}: {error.strerror}") from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise AnnotationError(f"{file}:{line}: not UTF-8") from error


def read_json_lines(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file, each with file and line.

    Raises:
        AnnotationError: a line is no JSON object.
    """
    for number, line in enumerate(read_text(file).split("\n"), start=1):
        if line.strip():
            where = f"{file}:{number}"
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise AnnotationError(f"{where}: not JSON: {error}") from error
            yield where, as_object(value, where)


def read_json_array(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON file that holds an array of them, each with file and the line on which it begins.

    Raises:
        AnnotationError: the file holds no array of objects.
    """
    text = read_text(file)
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    line, counted = 1, 0

    def where() -> str:
        nonlocal line, counted
        line, counted = line + text.count("\n", counted, at), at
        return f"{file}:{line}"

    if text[at : at + 1] != "[":
        raise AnnotationError(f"{where()}: expected a JSON array of tasks")
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise AnnotationError(f"{file}:{error.lineno}: not JSON: {error.msg}") from error
        except (ValueError, RecursionError) as error:
            raise AnnotationError(f"{where()}: not JSON: {error}") from error
        here = where()
        yield here, as_object(value, here)
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise AnnotationError(f"{where()}: not JSON: expected a comma or the end of the array")


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at


def as_object(value: Any, where: str) -> dict[str, Any]:
    """The value, which must be a JSON object."""
    if not isinstance(value, dict):
        raise AnnotationError(f"{where}: expected a JSON object, found {_shown(value)}")
    return value


def get_list(item: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    """A list of objects; empty where the key is missing or null."""
    value = item.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise AnnotationError(f"{where}: {key!r} should be a list, not {_shown(value)}")
    return [as_object(each, where) for each in value]


def get_string(item: dict[str, Any], key: str, where: str) -> str:
    """A string that must be there, and that is a text: half of a surrogate pair is none."""
    value = item.get(key)
    if not isinstance(value, str):
        raise AnnotationError(f"{where}: {key!r} should be a string, not {_shown(value)}")
    return _whole(value, where)


def get_string_or_none(item: dict[str, Any], key: str, where: str) -> str | None:
    """A string, or None where it is missing, null or empty."""
    return None if item.get(key) in (None, "") else get_string(item, key, where)


def get_int(item: dict[str, Any], key: str, where: str) -> int:
    """A number that must be there."""
    value = item.get(key)
    if type(value) is not int:
        raise AnnotationError(f"{where}: {key!r} should be a number, not {_shown(value)}")
    return value


def get_int_or_none(item: dict[str, Any], key: str, where: str) -> int | None:
    """A number, or None where it is missing or null."""
    return None if item.get(key) is None else get_int(item, key, where)


def _whole(text: str, where: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise AnnotationError(f"{where}: a string holds half of a surrogate pair") from error
    return text


def _shown(value: Any) -> str:
    return json.dumps(value)[:40]
