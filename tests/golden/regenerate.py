"""The golden rows: what the samples and `articles.jsonl` give, in a form that a person can review.

`make golden` runs this file: it extracts them, writes `rows/` again and prints what has changed.
"""

from __future__ import annotations

import difflib
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.run import extract
from pipeline.schema import TABLES
from pipeline.store import read_table

ROWS = Path(__file__).parent / "rows"
RARE = Path(__file__).parent / "articles.jsonl"
"""Articles for what no sample holds: rare words of the vocabularies, and what went wrong once."""

SAMPLES = Path(__file__).parents[2] / "data" / "raw" / "samples"

Row = dict[str, Any]


def golden_texts(out: Path) -> dict[str, str]:
    """The golden file of every article of a run: name to content. One line is one row of a table."""
    tables = {table: read_table(out, table).to_pylist() for table in TABLES}
    return {case_name(article): case_text(article, tables) for article in tables["articles"]}


def case_name(article: Row) -> str:
    """The name of an article's golden file."""
    return f"{article['source_id'] or Path(article['source_path']).stem}.json"


def case_text(article: Row, tables: Mapping[str, list[Row]]) -> str:
    """The rows of one article, as JSON with a row a line. Ids are replaced by the words that they stand for."""
    own = {table: [row for row in rows if row["article_id"] == article["article_id"]] for table, rows in tables.items()}
    names = {row["entity_id"]: row["name"] for row in own["entities"]}
    dates = {row["date_id"]: row["text"] for row in own["dates"]}
    contents = {row["statement_id"]: shortened(row["content"]) for row in own["statements"]}
    speakers = grouped(own["statement_speakers"], "statement_id", lambda row: speaker(row, names))
    participants = grouped(own["event_participants"], "event_id", lambda row: participant(row, names))
    layers: dict[str, list[Row]] = {
        "article": [pick(article, "title authors published_at published_precision dateline_place dateline_date n_sentences")],
        "sections": [section(each, article["text"]) for each in article["sections"]],
        "entities": [pick(row, "name label aliases roles country n_mentions") for row in own["entities"]],
        "nominals and pronouns": [
            {**pick(row, "text"), "entity": names[row["entity_id"]]} for row in own["mentions"] if row["form"] != "name"
        ],
        "dates": [
            pick(row, "text type value mod first_date last_date granularity utc_offset status anchor anchor_date")
            for row in own["dates"]
        ],
        "statements": [statement(row, speakers, contents, dates) for row in own["statements"]],
        "events": [event(row, participants, contents, dates, names) for row in own["events"]],
    }
    return dumped(layers)


def section(row: Row, text: str) -> Row:
    return {"kind": row["kind"], "text": shortened(text[row["start"] : row["end"]])}


def statement(row: Row, speakers: Mapping[str, list[str]], contents: Mapping[str, str], dates: Mapping[str, str]) -> Row:
    return clean(
        {
            **pick(row, "content kind cue cue_lemma act"),
            "negated": row["negated"] or None,
            "speakers": speakers.get(row["statement_id"], []),
            "inside": contents.get(row["parent_statement_id"]),
            "when": dates.get(row["date_id"]),
            **pick(row, "medium section"),
        }
    )


def speaker(row: Row, names: Mapping[str, str]) -> str:
    """A speaker in one line: words in the text = name (kind, form; role; affiliation)."""
    about = "; ".join(filter(None, [f"{row['kind']}, {row['form']}", row["role"], row["affiliation"]]))
    linked = "" if row["entity_id"] is None else f" → {names[row['entity_id']]}"
    return f"{row['text'] or '–'} = {row['name'] or '–'} ({about}){linked}"


def event(
    row: Row, participants: Mapping[str, list[str]], contents: Mapping[str, str], dates: Mapping[str, str], names: Mapping[str, str]
) -> Row:
    return clean(
        {
            **pick(row, "text lemma type factuality"),
            "polarity": None if row["polarity"] == "positive" else row["polarity"],
            "participants": participants.get(row["event_id"], []),
            "place": names.get(row["place_entity_id"]),
            "when": dates.get(row["date_id"]),
            "inside": contents.get(row["statement_id"]),
        }
    )


def participant(row: Row, names: Mapping[str, str]) -> str:
    linked = "" if row["entity_id"] is None else f" → {names[row['entity_id']]}"
    return f"{row['role']}: {row['text']}{linked}"


def grouped(rows: Iterable[Row], key: str, line: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(line(row))
    return found


def pick(row: Row, names: str) -> Row:
    return clean({name: row[name] for name in names.split()})


def clean(row: Row) -> Row:
    """The row without what is null or empty."""
    return {name: value for name, value in row.items() if value is not None and value != []}


def shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 20]} … {text[-17:]}"


def dumped(layers: Mapping[str, list[Row]]) -> str:
    blocks = []
    for name, rows in layers.items():
        lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False, default=str)}" for row in rows)
        blocks.append(f"  {json.dumps(name)}: [\n{lines}\n  ]" if rows else f"  {json.dumps(name)}: []")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def difference(expected: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """The lines that differ, file by file; none where all is equal."""
    lines: list[str] = []
    for name in sorted({*expected, *found}):
        before, after = expected.get(name, "").splitlines(), found.get(name, "").splitlines()
        lines += difflib.unified_diff(before, after, f"expected/{name}", f"found/{name}", n=0, lineterm="")
    return lines


def read_golden() -> dict[str, str]:
    """The committed rows: file name to content."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(ROWS.glob("*.json"))}


def main() -> None:
    """Writes the golden rows again and prints what has changed."""
    with tempfile.TemporaryDirectory() as folder:
        extract([SAMPLES, RARE], Path(folder) / "out")
        found = golden_texts(Path(folder) / "out")
    before = read_golden()
    ROWS.mkdir(exist_ok=True)
    for name in before.keys() - found.keys():
        (ROWS / name).unlink()
    for name, text in found.items():
        (ROWS / name).write_text(text, encoding="utf-8", newline="\n")
    changed = difference(before, found)
    sys.stdout.write("\n".join(changed or ["nothing has changed"]) + "\n")


if __name__ == "__main__":
    main()
