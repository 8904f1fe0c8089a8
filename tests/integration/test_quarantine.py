"""A record that cannot be processed costs itself alone, and the quarantine says why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from pipeline import extractor as extractor_module
from pipeline.article import Quarantined, SourceArticle
from pipeline.config import Settings
from pipeline.errors import RecordFault
from pipeline.extractor import Extractor
from pipeline.rows import Rows
from pipeline.stages import Analysis, Layer, Stage
from pipeline.vocabulary import QuarantineReason, QuarantineStage
from tests.conftest import Extract
from tests.runs import command, files, manifest, quarantine, read_tables

GOOD = 'The mayor, Kari Lund, said on Friday that the toll would rise. "Nobody likes it," she said.'
GERMAN = (
    "Der Bürgermeister sagte am Freitag, die Gebühr werde im Juni steigen. „Das gefällt niemandem“, sagte er nach der Sitzung des "
    "Stadtrats. Die Opposition will dagegen klagen, weil die Brücke längst bezahlt sei und die Pendler keine andere Wahl hätten."
)
FIELDS = ["path", "record", "article_id", "stage", "reason", "message"]

FAULTS: dict[str, tuple[bytes, list[tuple[int | None, str, str]]]] = {
    "a-latin.txt": ("Café à Orléans".encode("latin-1"), [(None, "read", "encoding")]),
    "b-nul.txt": (b"It rains.\0It snows.", [(0, "ingest", "nul")]),
    "c-empty.txt": (b"", [(0, "ingest", "empty")]),
    "d-blank.txt": (b" \n\t\n", [(0, "ingest", "empty")]),
    "e-word.txt": (b"x" * 1_500_000, [(0, "ingest", "long_word")]),
    "f-word.txt": (b"x" * 5_000_000, [(0, "ingest", "too_long")]),
    "g-broken.jsonl": (b'{"text": "It rains."\n{"id": "g", "text": "It snows."}\n', [(0, "read", "malformed")]),
    "h-missing.jsonl": (b'{"id": 1, "words": "It rains."}\n', [(0, "ingest", "missing_text")]),
    "i-type.jsonl": (b'{"text": ["It rains."]}\n{"text": 7}\n', [(0, "ingest", "malformed"), (1, "ingest", "malformed")]),
    "j-twice.jsonl": (b'{"id": "j", "text": "It hails."}\n' * 3, [(1, "ingest", "duplicate"), (2, "ingest", "duplicate")]),
    "k-german.txt": (GERMAN.encode(), [(0, "ingest", "language")]),
    "l-long.txt": (b"It rains. " * 210_000, [(0, "ingest", "too_long")]),
    "m-torn.json": (b'[{"id": "m", "text": "It thaws."}, {"id": ', [(1, "read", "malformed")]),
    "n-torn.jsonl.gz": (b"\x1f\x8b\x08\x00", [(None, "read", "unreadable")]),
    "o-no.parquet": (b"PAR1", [(None, "read", "unreadable")]),
    "p-surrogate.jsonl": (b'{"text": "It \\ud800 rains."}\n', [(0, "ingest", "encoding")]),
    "q-empty.csv": (b"", [(None, "read", "empty")]),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    for name, (data, _) in FAULTS.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def hostile_run(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command's output on all the faults; it says nothing on standard error and succeeds."""
    out = tmp_path_factory.mktemp("hostile") / "out"
    done = command("extract", folder, "--out", out, "--workers", "1", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_a_row(name: str, hostile_run: Path):
    rows = [row for row in quarantine(hostile_run) if row["path"] == name]
    assert [(row["record"], row["stage"], row["reason"]) for row in rows] == FAULTS[name][1]
    for row in rows:
        assert list(row) == FIELDS
        assert row["message"]
        assert "\n" not in row["message"]
        assert row["reason"] in set(QuarantineReason)
        assert row["stage"] in set(QuarantineStage)


def test_the_good_articles_are_extracted(hostile_run: Path):
    texts = read_tables(hostile_run)["articles"]["text"].to_pylist()
    assert sorted(texts) == sorted([GOOD, "It snows.", "It hails.", "It thaws."])
    assert len(read_tables(hostile_run)["statements"]) >= 2


def test_the_rows_stand_in_the_order_of_the_input(hostile_run: Path):
    paths = [row["path"] for row in quarantine(hostile_run)]
    assert paths == sorted(paths)


def test_the_manifest_counts_them(hostile_run: Path):
    reasons = [row["reason"] for row in quarantine(hostile_run)]
    assert manifest(hostile_run)["quarantined"] == {reason: reasons.count(reason) for reason in sorted(set(reasons))}
    assert manifest(hostile_run)["n_records"] == len(reasons) + len(read_tables(hostile_run)["articles"])


def test_a_fault_with_an_article_names_it(hostile_run: Path):
    rows = {row["path"]: row["article_id"] for row in quarantine(hostile_run)}
    (kept,) = [row for row in read_tables(hostile_run)["articles"].to_pylist() if row["source_id"] == "j"]
    assert rows["j-twice.jsonl"] == kept["article_id"]
    assert len(rows["k-german.txt"]) == 16
    assert {name for name, article in rows.items() if article is None} == set(FAULTS) - {"j-twice.jsonl", "k-german.txt"}


def test_a_language_can_be_asked_for(extract_here: Extract, tmp_path: Path):
    (tmp_path / "german.txt").write_text(GERMAN, encoding="utf-8")
    extract_here([tmp_path / "german.txt"], tmp_path / "out", Settings(languages=("en", "de")))
    assert read_tables(tmp_path / "out")["articles"]["language"].to_pylist() == ["de"]


class Fails:
    """A stage that raises on the articles that hold a word."""

    name: ClassVar[str] = "fails"
    requires: ClassVar[frozenset[Layer]] = frozenset()
    provides: ClassVar[frozenset[Layer]] = frozenset()

    def __call__(self, analysis: Analysis) -> None:
        if "volcano" in analysis.text:
            raise LookupError("no such key:\n'x'")


ARTICLES = [
    SourceArticle(source_path="in", source_record=number, text=text)
    for number, text in enumerate([GOOD, "The volcano erupted on Monday.", "It rains.", "A volcano!", "It snows."])
]


@pytest.fixture
def with_stage(monkeypatch: pytest.MonkeyPatch, extractor: Extractor) -> Callable[[Stage], Extractor]:
    def make(stage: Stage) -> Extractor:
        stages = extractor_module.default_stages()
        monkeypatch.setattr(extractor_module, "default_stages", lambda: (*stages, stage))
        return Extractor(Settings(batch_size=3), extractor.model)

    return make


def outcome(found: Rows | Quarantined) -> str:
    return found.message if isinstance(found, Quarantined) else found.tables["articles"][0].text  # type: ignore[union-attr]


def test_a_stage_that_raises_costs_the_article_alone(with_stage: Callable[[Stage], Extractor]):
    found = list(with_stage(Fails()).run(ARTICLES))
    message = "fails: LookupError: no such key: 'x'"
    assert [outcome(each) for each in found] == [GOOD, message, "It rains.", message, "It snows."]
    fault = found[1]
    assert isinstance(fault, Quarantined)
    assert (fault.record, fault.article_id) == (1, ARTICLES[1].article_id)
    assert (fault.stage, fault.reason) == (QuarantineStage.EXTRACT, QuarantineReason.ERROR)


def test_the_others_have_the_rows_that_they_always_have(with_stage: Callable[[Stage], Extractor], extractor: Extractor):
    found = [each for each in with_stage(Fails()).run(ARTICLES) if isinstance(each, Rows)]
    expected = [each for each in extractor.run([ARTICLES[0], ARTICLES[2], ARTICLES[4]]) if isinstance(each, Rows)]
    assert found == expected


class RaisesOnce:
    """A batch of spaCy that fails as a whole: with `pipe`, or alone with texts that hold a word."""

    def __init__(self, nlp: Any, word: str) -> None:
        self.nlp, self.word, self.n_alone = nlp, word, 0

    def pipe(self, texts: list[str], batch_size: int) -> Iterator[Any]:
        done = list(self.nlp.pipe(texts, batch_size=batch_size))
        yield done[0]
        raise ValueError("[E999] the batch is lost")

    def memory_zone(self) -> Any:
        return self.nlp.memory_zone()

    def __call__(self, text: str) -> Any:
        self.n_alone += 1
        if self.word in text:
            raise ValueError("[E998] too much lava\nsecond line")
        return self.nlp(text)


def test_a_batch_that_fails_is_parsed_one_at_a_time(extractor: Extractor):
    model = extractor.model
    broken = RaisesOnce(model.nlp, "volcano")
    failing = Extractor(Settings(batch_size=4), type(model)(model.name, model.version, broken, model.lemmatize))  # type: ignore[arg-type]
    found = list(failing.run(ARTICLES))
    message = "ValueError: [E998] too much lava"
    assert [outcome(each) for each in found] == [GOOD, message, "It rains.", message, "It snows."]
    assert broken.n_alone == len(ARTICLES)
    assert {each.stage for each in found if isinstance(each, Quarantined)} == {QuarantineStage.PARSE}
    assert [each for each in found if isinstance(each, Rows)] == [
        each for each in extractor.run([ARTICLES[0], ARTICLES[2], ARTICLES[4]]) if isinstance(each, Rows)
    ]


def test_rows_that_cannot_be_built_cost_the_article_alone(monkeypatch: pytest.MonkeyPatch, extractor: Extractor):
    build = extractor_module.build_rows

    def fail(analysis: Analysis) -> Rows:
        if "volcano" in analysis.text:
            raise KeyError("section")
        return build(analysis)

    monkeypatch.setattr(extractor_module, "build_rows", fail)
    found = list(extractor.run(ARTICLES))
    message = "rows: KeyError: 'section'"
    assert [outcome(each) for each in found] == [GOOD, message, "It rains.", message, "It snows."]


def test_analysing_one_article_raises_its_fault(with_stage: Callable[[Stage], Extractor]):
    with pytest.raises(RecordFault, match="no such key"):
        with_stage(Fails()).analyse(ARTICLES[1])


def test_rows_of_a_batch_do_not_depend_on_its_size(extractor: Extractor):
    alone = [next(iter(extractor.run([article]))) for article in ARTICLES]
    assert list(Extractor(Settings(batch_size=2), extractor.model).run(ARTICLES)) == alone


def test_the_quarantine_is_written_again_for_shards_of_an_earlier_run(extract_here: Extract, tmp_path: Path):
    records: list[dict[str, Any]] = [{"id": "1", "text": "It rains."}, {"id": "2"}, {"id": "3", "text": ""}, {"id": "4"}]
    (tmp_path / "dump.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    settings = Settings(shard_size=1)
    asked = iter([False, False, True])
    first = extract_here([tmp_path / "dump.jsonl"], tmp_path / "out", settings, should_stop=lambda: next(asked))
    assert (first.is_finished, [row["record"] for row in quarantine(tmp_path / "out")]) == (False, [1])
    extract_here([tmp_path / "dump.jsonl"], tmp_path / "out", settings)
    extract_here([tmp_path / "dump.jsonl"], tmp_path / "straight", settings)
    assert [row["record"] for row in quarantine(tmp_path / "out")] == [1, 2, 3]
    assert files(tmp_path / "out") == files(tmp_path / "straight")
