"""HTML that cannot be broken out of: strings are escaped unless their type says that they are HTML.

Article text is hostile input. `Html` is a string that is markup already; only `element` and `join` make one, and both escape
every other string that they are given. So forgetting to escape is a type error or a visible "&lt;", never a hole. A template
engine would bring a language of its own and a dependency for the same promise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape as _escape
from typing import Any
from urllib.parse import urlsplit

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})

_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(55296, 57344), 65534, 65535), "�")
"""Characters that HTML does not allow, or that UTF-8 cannot hold. One becomes one, so that positions stay."""

_SPECIAL = re.compile(f"[&<>\"'{re.escape(''.join(map(chr, _CONTROL)))}]")


class Html(str):
    """A string that is HTML already."""

    __slots__ = ()


Child = str | None
Attribute = str | int | bool | None


def escape(text: str) -> Html:
    """Text as HTML shows it, safe between tags and within a quoted attribute."""
    if not _SPECIAL.search(text):  # most strings
        return Html(text)
    return Html(_escape(text.translate(_CONTROL)))


def join(children: Iterable[Child]) -> Html:
    """Puts pieces in a row; what is no `Html` is escaped, None is left out."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children if child is not None))


def element(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """One element.

    Args:
        name: of the tag; ours, never from data.
        children: text, which is escaped, `Html`, or None for nothing.
        attributes: names with "_" for "-" (a last one, as in `class_`, is dropped). True gives an attribute without a value, None
            and False none.
    """
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(opening) if name in VOID else Html(f"{opening}{join(children)}</{name}>")


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'


def web_address(url: str | None) -> str | None:
    """A URL that a link may lead to: http or https with a host. None for everything else, such as `javascript:`."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def script_data(value: Mapping[str, Any] | list[Any]) -> str:
    """JSON that is safe in a script, a file or inline: ASCII only, and no character that HTML knows."""
    dumped = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return dumped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
