from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import GoldError
from pipeline.quality.annotations import Annotation, Date
from pipeline.quality.gold import GoldArticle, read_gold
from pipeline.spans import Span
from pipeline.vocabulary import Role
from tests.unit.quality.story import TEXT, gold_article, span, write_gold


def test_reads_every_layer(tmp_path: Path):
    gold = read_gold(write_gold(tmp_path / "gold.jsonl", gold_article()))
    (article,) = gold.articles
    assert article.id == "bridge"
    first, second = article.annotation.statements
    assert [part.text(TEXT) for part in first.parts] == ["We failed", "and we know it"]
    assert second.cue is not None
    assert second.cue.text(TEXT) == "denied"
    assert [date.value for date in article.annotation.dates] == ["XXXX-WXX-1", "XXXX-05"]
    assert [len(entity.mentions) for entity in article.annotation.entities] == [2, 1, 1]
    resigned, leave = article.annotation.events
    assert set(resigned.participants) == {Role.ACTOR}
    assert leave.type is None
    assert leave.participants[Role.PLACE][0].text(TEXT) == "Linz"
    article.check_text(TEXT)


def test_a_speaker_without_words_has_no_span(tmp_path: Path):
    item = gold_article()
    item["statements"][0]["speakers"] = [{"start": None, "end": None, "text": None, "form": "implicit", "name": "Ada Moss"}]
    (article,) = read_gold(write_gold(tmp_path / "gold.jsonl", item)).articles
    (speaker,) = article.annotation.statements[0].speakers
    assert (speaker.span, speaker.form, speaker.name) == (None, "implicit", "Ada Moss")


def test_the_hash_is_that_of_the_bytes(tmp_path: Path):
    one = read_gold(write_gold(tmp_path / "one.jsonl", gold_article())).sha256
    assert one == read_gold(write_gold(tmp_path / "same.jsonl", gold_article())).sha256
    changed = gold_article()
    changed["dates"].pop()
    assert one != read_gold(write_gold(tmp_path / "other.jsonl", changed)).sha256


SPOILED: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda a: a.pop("dates"), "'dates' is missing"),
    (lambda a: a.update(id=7), "gold.jsonl:1.id: expected a string"),
    (lambda a: a.update(events={}), "gold.jsonl:1.events: expected a list"),
    (lambda a: a["statements"][0].update(kind="quoted"), r"statements\[0\].kind: expected one of direct, indirect, mixed"),
    (lambda a: a["statements"][0].update(kind=[]), r"statements\[0\].kind: expected one of"),
    (lambda a: a["statements"][0].update(act=None), r"statements\[0\].act"),
    (lambda a: a["statements"][0].update(negated="no"), "expected true or false"),
    (lambda a: a["statements"][0].update(parts=[]), "at least one part"),
    (lambda a: a["statements"][0]["parts"].reverse(), "out of order"),
    (lambda a: a["statements"][0]["speakers"][0].update(form="alias"), r"speakers\[0\].form"),
    (lambda a: a["statements"][0]["speakers"].append("Moss"), r"speakers\[1\]: expected an object"),
    (lambda a: a["dates"][0].update(end=3), "is not a span"),
    (lambda a: a["dates"][0].update(start=True), "is not a span"),
    (lambda a: a["dates"][0].update(text="Mon"), "is not the length"),
    (lambda a: a["dates"][0].update(type="DAY"), "expected one of DATE"),
    (lambda a: a["entities"][0].update(mentions=[]), "at least one mention"),
    (lambda a: a["entities"][0].update(label="person"), "expected one of PERSON"),
    (lambda a: a["events"][0].pop("recipient"), "'recipient' is missing"),
    (lambda a: a["events"][0].update(factuality="true"), "expected one of actual"),
]


@pytest.mark.parametrize(("spoil", "message"), SPOILED)
def test_a_faulty_line_is_refused_with_its_place(tmp_path: Path, spoil: Callable[[dict[str, Any]], object], message: str):
    item = gold_article()
    spoil(item)
    with pytest.raises(GoldError, match=message):
        read_gold(write_gold(tmp_path / "gold.jsonl", item))


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"{", b"[]\n", b"null\n", b"\xff\xfe", b"[" * 100_000])
def test_unreadable_gold_is_refused(tmp_path: Path, raw: bytes):
    (tmp_path / "gold.jsonl").write_bytes(raw)
    with pytest.raises(GoldError):
        read_gold(tmp_path / "gold.jsonl")


def test_missing_gold_is_refused(tmp_path: Path):
    with pytest.raises(GoldError, match="cannot read the gold"):
        read_gold(tmp_path / "gold.jsonl")


def test_an_article_may_stand_there_once(tmp_path: Path):
    with pytest.raises(GoldError, match=r"gold.jsonl:2: the article 'bridge' is there twice"):
        read_gold(write_gold(tmp_path / "gold.jsonl", gold_article(), gold_article()))


def test_an_edited_text_is_noticed(tmp_path: Path):
    (article,) = read_gold(write_gold(tmp_path / "gold.jsonl", gold_article())).articles
    with pytest.raises(GoldError, match="'bridge' does not fit"):
        article.check_text(TEXT.replace("Monday", "Friday"))


def test_a_sketch_holds_the_quoted_words_in_place():
    may = span("May")
    date = Date(span=Span(may["start"], may["end"]), type="DATE", value="XXXX-05")
    sketch = GoldArticle("x", Annotation(dates=(date,)), ((date.span, "May"),)).sketch()
    assert date.span.text(sketch) == "May"
    assert sketch.strip() == "May"
    assert GoldArticle("x", Annotation(), ()).sketch() == ""
