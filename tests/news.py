"""Writes files of the formats that crawlers and agencies use."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping

PARAGRAPHS = (
    "The ferry was kept in port on Tuesday after a storm, the harbour master said in a statement.",
    "“Nobody was hurt,” she said. “We have been lucky this time, and we know it.”",
    "The crossing opens again on Friday if the wind allows it, according to the company.",
)

NAR = "http://iptc.org/std/nar/2006-10-01/"


def page(
    head: str = '<title>Ferry kept in port</title><link rel="canonical" href="https://www.example.com/ferry">',
    body: str | None = None,
) -> str:
    """A web page with an article."""
    if body is None:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><nav><a href='/'>Home</a></nav><article><h1>Ferry kept in port</h1>{body}"
        "</article><footer>All rights reserved</footer></body></html>"
    )


def warc_record(
    block: bytes, kind: str = "response", url: str = "https://www.example.com/a", length: int | str | None = None, content: str = ""
) -> bytes:
    """A record of a WARC file; `length` and `content` take the place of the right Content-Length and Content-Type."""
    content = content or {"response": "application/http; msgtype=response", "conversion": "text/plain"}.get(kind, "text/html")
    headers = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2024-03-05T10:00:00Z",
        "WARC-Record-ID": "<urn:uuid:0>",
        "Content-Type": content,
        "Content-Length": str(len(block) if length is None else length),
    }
    return (
        b"WARC/1.0\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode()
        + b"\r\n"
        + block
        + b"\r\n\r\n"
    )


def response(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A response of a web server."""
    headers = {"Content_Type": "text/html; charset=utf-8", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def nitf(body: str = "<p>The ferry was kept in port.</p>", head: str = "", title: str = "Ferry kept") -> str:
    """A NITF element."""
    return (
        f"<nitf><head>{head}</head><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def news_item(content: str, guid: str = "urn:example:1", meta: str = "") -> str:
    """A NewsML-G2 item."""
    return f'<newsItem xmlns="{NAR}" guid="{guid}">{meta}<contentSet>{content}</contentSet></newsItem>'


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def encrypted(archive: bytes) -> bytes:
    """A ZIP archive of one member whose headers say that it is encrypted."""
    data = bytearray(archive)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def tarred(*members: tuple[str, bytes], links: Mapping[str, str] | None = None, mode: str = "w") -> bytes:
    """A tar archive; `links` are symbolic links, name to target."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return buffer.getvalue()
