"""A run whose every free string attacks the page that shows it."""

from __future__ import annotations

import pyarrow as pa

from pipeline.reading import Run
from pipeline.reading.source import Memory
from pipeline.schema import TABLES, arrow_schema, columns

PAYLOAD = '"\'><script>window.hacked=1</script><img src=x onerror="window.hacked=1"></p>]]>\u2028\x1b[31m'
OFFSETS_STAY = (("the ", "<b> "), ("said", "<i>&"), ("The ", "\"'> "), (" of", "\x1b[m"), ("with", "</p>"))
"""Replacements one for one, so that the spans of the rows still fit."""


def hostile_run(run: Run) -> Run:
    """The same run, attacking through text, titles, names, paths, outlets and faults."""
    tables = {}
    for table in TABLES:
        rows = run.arrow(table).to_pylist()
        free = [c.name for c in columns(table) if c.type == pa.string() and c.vocabulary is None and not c.name.endswith("_id")]
        for row in rows:
            for name in free:
                if row[name] is not None and name != "language":
                    row[name] = harmed(row[name]) if name in ("text", "content") else f"{row[name]} {PAYLOAD}"
            if table == "articles":
                row |= {"url": "javascript:window.hacked=1", "authors": [PAYLOAD], "source_id": PAYLOAD, "outlet": PAYLOAD}
            if table == "entities":
                row |= {"aliases": [PAYLOAD], "roles": [PAYLOAD]}
        tables[table] = pa.Table.from_pylist(rows, schema=arrow_schema(table))
    fault = {"path": PAYLOAD, "record": 3, "article_id": None, "stage": PAYLOAD, "reason": PAYLOAD, "message": PAYLOAD}
    manifest = {**run.manifest, "model": PAYLOAD, "code_version": PAYLOAD, "is_finished": False}
    return Run(Memory(tables), manifest, [fault])


def harmed(text: str) -> str:
    """A text of the same length that is full of markup."""
    for old, new in OFFSETS_STAY:
        assert len(old) == len(new)
        text = text.replace(old, new)
    return text
