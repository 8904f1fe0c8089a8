"""What a file format yields: a record as it stands in the file, a page, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.vocabulary import QuarantineReason


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record of a file.

    Attributes:
        number: record in the file, from 0, counting those that cannot be read.
        fields: field to value, as the file gives them.
        damaged: fields whose bytes are not UTF-8; they are not in `fields`.
        is_plain: whether the fields have our names, which no option renames.
    """

    number: int
    fields: Mapping[str, object]
    damaged: frozenset[str] = field(default=frozenset())
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class RawPage:
    """One web page of a file. To find the article in it is a hundred times the work of reading it, so that comes later.

    Attributes:
        number: record in the file, from 0.
        data: the page's bytes.
        url: where it was found, if that is known.
        charset: the encoding that its server named.
    """

    number: int
    data: bytes
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that cannot be read, or a whole file.

    Attributes:
        number: record in the file, from 0; None for the file.
        message: one line that says what to do; holds no text of the record.
    """

    number: int | None
    reason: QuarantineReason
    message: str


Item = RawRecord | RawPage | Unread
