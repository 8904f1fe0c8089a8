"""Bodies that a record gives in parts, as Fundus does: summary, then sections with headline and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_PARTS = ("summary", "headline", "paragraphs")


def join_body(body: Mapping[str, object]) -> str | None:
    """The text of a body in parts, a blank line between paragraphs; None where the object is no such body.

    Args:
        body: {"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}, ...]}, each part a list of strings.
    """
    sections = body.get("sections")
    if not isinstance(sections, list):
        return None
    paragraphs = [*_strings(body), *(text for section in sections if isinstance(section, Mapping) for text in _strings(section))]
    return "\n\n".join(paragraphs) or None


def _strings(part: Mapping[str, object]) -> Iterator[str]:
    for name in _PARTS:
        held = part.get(name)
        for text in [held] if isinstance(held, str) else held if isinstance(held, list) else []:
            if isinstance(text, str) and text and not text.isspace():
                yield text
