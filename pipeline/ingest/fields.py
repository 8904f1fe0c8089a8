"""From the fields of a record to an article: which name holds what, and whether the text can be processed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from urllib.parse import urlsplit

from pipeline.article import SourceArticle
from pipeline.config import Settings
from pipeline.errors import ConfigError, RecordFault
from pipeline.ingest.bodies import join_body
from pipeline.ingest.encodings import fix_mojibake
from pipeline.ingest.formats import folded
from pipeline.ingest.json_lines import kind_of
from pipeline.ingest.raw import RawRecord
from pipeline.ingest.times import read_published
from pipeline.lexicons import lexicon
from pipeline.vocabulary import QuarantineReason, QuarantineStage

_BY = re.compile(r"by\b[:\s]+", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s+and\s+|\s*[,;|]\s*(?:and\s+)?|\s+&\s+", re.IGNORECASE)
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_LONGEST_AUTHORS = 5000
_SHOWN_NAMES, _SHOWN_LENGTH = 15, 40


class FieldMap:
    """Which field of a record holds which field of an article.

    Args:
        custom: field of an article to field of the record, dots between the levels of nested records. A field that is named here is
            taken from there and from nowhere else.

    Raises:
        ConfigError: a name on the left is no field of an article.
    """

    def __init__(self, custom: Mapping[str, str] | None = None) -> None:
        self.custom = dict(custom or {})
        names: Mapping[str, Sequence[str]] = lexicon("fields")["names"]
        for name in self.custom:
            if name not in names:
                raise ConfigError(f"an article has no field {name!r}; known are {', '.join(names)}")
        self.candidates = {
            name: tuple(each if "." in each else folded(each) for each in names[name]) for name in names if name not in self.custom
        }

    def is_wanted(self, column: str) -> bool:
        """Whether a column, or the first level of a nested one, can be a field of an article."""
        roots = {part for path in self.custom.values() for part in (path, path.split(".", 1)[0])}
        return column in roots or any(folded(column) in names for names in self.candidates.values())

    def has_text(self, record: Mapping[str, object]) -> bool:
        """Whether a record holds a string where its text is looked for."""
        return any(isinstance(value, str) for value in self.values(record, "text"))

    def values(self, record: Mapping[str, object], name: str) -> Iterator[object]:
        """What the record holds for a field of an article, best name first; nulls are left out."""
        for key in self.keys(record, name):
            value = record[key] if key in record else _nested(record, key)
            if value is not None and not (isinstance(value, float) and isnan(value)):  # data frames write NaN for null
                yield value

    def keys(self, record: Mapping[str, object], name: str) -> Iterator[str]:
        """The fields of the record that can hold a field of an article, best name first."""
        if name in self.custom:
            yield self.custom[name]
            return
        given: dict[str, str] = {}
        for key in record:
            given.setdefault(folded(key), key)
        for candidate in self.candidates[name]:
            if candidate in given:
                yield given[candidate]
            elif "." in candidate and candidate.split(".", 1)[0] in record:
                yield candidate


def _nested(record: object, path: str) -> object:
    for part in path.split("."):
        if not isinstance(record, Mapping):
            return None
        record = record.get(part)
    return record


def build_article(raw: RawRecord, source_path: str, fields: FieldMap, settings: Settings) -> SourceArticle:
    """Makes an article of a record.

    Only the text and the id must have the right type, since the article's id hangs on them; what other fields hold that cannot be
    used is not known.

    Args:
        raw: the record.
        source_path: its file below the input folder.
        fields: which field is which.
        settings: the limits.

    Raises:
        RecordFault: there is no text, or it cannot be processed.
    """
    record = raw.fields
    text = read_text(raw, fields)
    mend = fix_mojibake if settings.fix_mojibake else str
    text = mend(text)
    check_text(text, settings)
    url = next((found for found in map(read_name, fields.values(record, "url")) if found), None)
    outlet = next((found for found in map(read_outlet, fields.values(record, "outlet")) if found), None)
    published = next((found for found in map(read_published, fields.values(record, "published_at")) if found), None)
    return SourceArticle(
        source_path=source_path,
        source_record=raw.number,
        text=text,
        source_id=_read_id(record, fields),
        url=url,
        outlet=outlet or (domain(url) if url else None),
        title=next((mend(found) for found in map(read_name, fields.values(record, "title")) if found), None),
        authors=tuple(map(mend, next((found for found in map(read_authors, fields.values(record, "authors")) if found), ()))),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
    )


def read_text(raw: RawRecord, fields: FieldMap) -> str:
    """The text of a record: the first candidate that holds more than white space.

    Raises:
        RecordFault: there is none; the reason is that of the best candidate.
    """
    if raw.damaged.intersection(fields.keys(dict.fromkeys(raw.damaged), "text")):
        raise _fault(QuarantineReason.ENCODING, "the bytes of the text are not UTF-8; convert them to UTF-8")
    is_blank, wrong = False, None
    for value in fields.values(raw.fields, "text"):
        if isinstance(value, bytes):
            value = _decoded(value)
        if isinstance(value, Mapping):
            value = join_body(value) or value
        if not isinstance(value, str):
            wrong = wrong or kind_of(value)
        elif value and not value.isspace():
            return value
        else:
            is_blank = True
    if wrong:
        raise _fault(QuarantineReason.MALFORMED, f"the text is {wrong}; it must be a string")
    if is_blank:
        raise _fault(QuarantineReason.EMPTY, "the text is empty; leave the record out")
    message = "the record holds no text; leave it out" if raw.is_plain else _missing(raw.fields, fields)
    raise _fault(QuarantineReason.MISSING_TEXT, message)


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} of the text is not UTF-8; convert it to UTF-8"
        raise _fault(QuarantineReason.ENCODING, message) from error


def _missing(record: Mapping[str, object], fields: FieldMap) -> str:
    wanted = fields.custom.get("text")
    names = [_shown(name) for name in list(record)[:_SHOWN_NAMES]]
    more = ", …" if len(record) > _SHOWN_NAMES else ""
    has = f"the record has {', '.join(names)}{more}" if names else "the record has no field"
    what = f"no text in the field {_shown(wanted)}" if wanted else "no field that is known to hold the text"
    return f"{what}; {has}; name the right one with --field text=NAME"


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name[:_SHOWN_LENGTH])


def check_text(text: str, settings: Settings) -> None:
    """Checks that a text can be processed.

    Raises:
        RecordFault: it holds a NUL or a lone surrogate, or is longer than a limit.
    """
    if len(text) > settings.max_chars:
        message = f"the text has {len(text)} characters, more than max_chars ({settings.max_chars}); split it or raise max_chars"
        raise _fault(QuarantineReason.TOO_LONG, message)
    if "\0" in text:
        message = f"character {text.index(chr(0))} of the text is NUL; remove NUL characters"
        raise _fault(QuarantineReason.NUL, message)
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            message = f"character {error.start} of the text is not valid Unicode; write the text as UTF-8"
            raise _fault(QuarantineReason.ENCODING, message) from error
    if len(text) > settings.max_word:
        longest = max(map(len, text.split()))
        if longest > settings.max_word:
            message = f"a word has {longest} characters, more than max_word ({settings.max_word}); clean the text or raise max_word"
            raise _fault(QuarantineReason.LONG_WORD, message)


def _fault(reason: QuarantineReason, message: str) -> RecordFault:
    return RecordFault(QuarantineStage.INGEST, reason, message)


def _read_id(record: Mapping[str, object], fields: FieldMap) -> str | None:
    for value in fields.values(record, "id"):
        if isinstance(value, Mapping) and "$oid" in value:
            value = value["$oid"]
        if isinstance(value, bool | list | Mapping):
            raise _fault(QuarantineReason.MALFORMED, f"the id is {kind_of(value)}; it must be a string or a number")
        if found := read_name(value):
            return found
    return None


def read_name(value: object) -> str | None:
    """A short string: trimmed, storable as UTF-8; None where there is nothing, or something else than a string or a number."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    elif isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = str(int(value))  # a data frame turns whole numbers into floats where one is missing
    elif isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**100 else None
    if not isinstance(value, str):
        return None
    value = value.strip()
    if not value.isascii():
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return value.replace("\0", "\ufffd") or None


def read_outlet(value: object) -> str | None:
    """An outlet: a name as given, or the domain of an address; of an object, its name."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("id")
    name = read_name(value)
    if name is None:
        return None
    if "://" in name:
        return domain(name)
    return name.removeprefix("www.") if " " not in name else name


def domain(url: str) -> str | None:
    """The domain of a URL without "www."; None where it has none."""
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def read_authors(value: object) -> tuple[str, ...]:
    """Names of authors, each once, in order: a list of strings or of objects with a name, or one string with all of them."""
    if isinstance(value, Mapping):
        value = [value]
    if isinstance(value, str):
        text = " ".join(value[:_LONGEST_AUTHORS].split())
        if text.startswith("[") and text.endswith("]"):  # a list that a data frame wrote into a cell
            value = [first or second for first, second in _QUOTED.findall(text)]
        else:
            value = _split_authors(_BY.sub("", text, count=1) if _BY.match(text) else text)
    if not isinstance(value, list):
        return ()
    names: dict[str, None] = {}
    for each in value:
        name = read_name(each.get("name") if isinstance(each, Mapping) else each)
        name = _BY.sub("", name, count=1) if name and _BY.match(name) else name
        if name:
            names.setdefault(name)
    return tuple(names)


def _split_authors(text: str) -> list[object]:
    suffixes = frozenset(lexicon("fields")["authors"]["suffixes"])
    names: list[object] = []
    for part in _BETWEEN_AUTHORS.split(text):
        if names and part.casefold().replace(".", "") in suffixes:
            names[-1] = f"{names[-1]}, {part}"
        else:
            names.append(part)
    return names
