"""Stable ids: 16 hex digits of a BLAKE2b hash, the same on every run and machine."""

from __future__ import annotations

from hashlib import blake2b

_SEPARATOR = "\x1f"


def stable_id(*parts: str | int) -> str:
    """Hashes the parts into an id.

    Args:
        parts: what the id stands for, in a fixed order. The unit separator keeps ("a", "bc") and ("ab", "c") apart.

    Returns:
        16 lower-case hex digits (64 bits: at a billion rows a collision within one article is out of reach).
    """
    joined = _SEPARATOR.join(str(part) for part in parts)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def article_id(source_key: str, text: str) -> str:
    """The id of an article: the source's own id or URL, or else path and record number, together with the text.

    Args:
        source_key: id or URL where the source has one, else path and record number.
        text: the article's text.
    """
    return stable_id("article", source_key, text)


def row_id(article: str, kind: str, start: int, end: int, *extra: str) -> str:
    """The id of a row of an article.

    Args:
        article: the article's id.
        kind: the table's word for a row, such as "statement".
        start: first code point.
        end: one past the last code point.
        extra: what tells apart two rows of the kind on one span, such as the label.
    """
    return stable_id(article, kind, start, end, *extra)
