import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from spacy.tokens import Doc

from pipeline.errors import GoldError, RecordFault
from pipeline.extract.ranking import Calibration, read_weights
from pipeline.parse import Parse
from pipeline.training.statements import (
    Example,
    build_example,
    calibrate,
    read_corpus,
    read_examples,
    train,
    train_contents,
    train_cues,
    train_file,
    train_sources,
)
from pipeline.vocabulary import QuarantineReason, QuarantineStage
from tests.analysis import parsed

#        0                  1                  2                3                 4                       5
ROWS = ["Anna NNP 1 nsubj", "said VBD 1 ROOT say", "that IN 4 mark", "it PRP 4 nsubj", "rained VBD 1 ccomp rain", ". . 1 punct"]


def quote(parse: Parse, parts: list[str], cue: str | None, speaker: str | None) -> dict[str, object]:
    def span(words: str | None) -> list[int] | None:
        return None if words is None else [parse.text.index(words), parse.text.index(words) + len(words)]

    return {"parts": [span(part) for part in parts], "cue": span(cue), "speaker": span(speaker)}


def example(parts: list[str], cue: str | None = "said", speaker: str | None = "Anna", rows: list[str] = ROWS) -> Example:
    parse = parsed(rows)
    return build_example(parse, [quote(parse, parts, cue, speaker)])


def aligned(found: Example) -> dict[int, dict[tuple[str, ...], float]]:
    parse = found.grammar.parse
    return {
        cue: {tuple(parse.span(*item).text(parse.text) for item in ranges): round(gain, 3) for ranges, gain in gains.items()}
        for cue, gains in found.contents.items()
    }


def test_the_content_is_aligned_with_its_candidate() -> None:
    (gains,) = aligned(example(["that it rained"])).values()
    assert gains[("that it rained",)] == 1.0
    assert all(gain <= 1 for gain in gains.values())


def test_a_stop_more_or_less_does_not_count() -> None:
    assert aligned(example(["that it rained"]))[1][("that it rained.",)] == 1.0


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        pytest.param("it rained", {("that it rained",): 0.039, ("that it rained.",): 0.039}, id="the best one, if fair"),
        pytest.param("it", {}, id="nothing fair"),
    ],
)
def test_a_content_that_no_candidate_matches(part: str, expected: dict[tuple[str, ...], float]) -> None:
    assert aligned(example([part])).get(1) == expected


def test_the_speaker_is_kept_with_cue_and_content() -> None:
    assert example(["that it rained"]).sources == [(1, ((2, 5),), (0, 1))]
    assert example(["that it rained"], speaker=None).sources == [(1, ((2, 5),), None)]


def test_a_quote_without_cue_teaches_nothing() -> None:
    found = example(["that it rained"], cue=None)
    assert (found.contents, found.sources) == ({}, [])


def test_a_cue_that_cannot_be_one_teaches_nothing() -> None:
    found = example(["rained"], cue="it")
    assert (found.contents, found.sources) == ({}, [])


def test_the_head_of_a_cue_of_several_words_is_its_token() -> None:
    rows = ["He PRP 2 nsubj", "has VBZ 2 aux", "said VBN 2 ROOT say", "it PRP 4 nsubj", "rained VBD 2 ccomp rain"]
    found = example(["it rained"], cue="has said", speaker="He", rows=rows)
    assert list(found.contents) == [2]
    assert found.sources[0][0] == 2


def test_an_article_without_annotation() -> None:
    parse = parsed(ROWS)
    found = build_example(parse, [])
    assert (found.contents, found.sources) == ({}, [])
    assert found.cues.tolist() == [0, 1, 4]


def test_cues_are_learned_and_scored_by_what_has_not_seen_them() -> None:
    examples = [example(["that it rained"]) for _ in range(8)]
    scorer, held_out = train_cues(examples, lambda line: None)
    assert [len(logits) for logits in held_out] == [3] * 8
    assert all(logits.argmax() == 1 for logits in held_out)
    assert scorer is not None


def test_contents_are_learned() -> None:
    examples = [example(["that it rained"]) for _ in range(30)]
    told: list[str] = []
    train_contents(examples, [np.array([-9, 3, -9], dtype=np.float32)] * 30, told.append)
    losses = [float(line.rpartition(" ")[2]) for line in told]
    assert losses[-1] < losses[0]


def test_sources_are_learned() -> None:
    told: list[str] = []
    train_sources([example(["that it rained"]) for _ in range(30)], told.append)
    losses = [float(line.rpartition(" ")[2]) for line in told]
    assert losses[-1] < losses[0]


OTHER = ["Rain NN 1 nsubj", "fell VBD 1 ROOT fall", "hard RB 1 advmod", "in IN 1 prep", "Oslo NNP 3 pobj", ". . 1 punct"]
SILENT: list[dict[str, object]] = []


class StandIn:
    """A model that knows the parse of two texts and fails on any other."""

    parses: ClassVar = {parse.text: parse for parse in (parsed(ROWS), parsed(OTHER))}
    lemmas: ClassVar = {"said": "say", "rained": "rain", "fell": "fall"}

    def parse(self, texts: Sequence[str]) -> Iterator[Doc | RecordFault]:
        for text in texts:
            known = self.parses.get(text)
            yield RecordFault(QuarantineStage.PARSE, QuarantineReason.ERROR, "no") if known is None else known.doc

    def lemmatize(self, word: str, tag: str) -> str:
        return self.lemmas.get(word, word)


MODEL: Any = StandIn()


def write_corpus(path: Path, *texts: str, n: int = 1) -> Path:
    parse = parsed(ROWS)
    quotes = {parse.text: [quote(parse, ["that it rained"], "said", "Anna")]}
    rows = [{"id": text[:4], "text": text, "quotes": quotes.get(text, SILENT)} for text in texts] * n
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


SAID, FELL = parsed(ROWS).text, parsed(OTHER).text


def test_examples_are_parsed_with_the_model(tmp_path: Path) -> None:
    rows = read_corpus(write_corpus(tmp_path / "c.jsonl", SAID, FELL))
    said, fell = read_examples(rows, MODEL)
    assert aligned(said) == aligned(example(["that it rained"]))
    assert fell.contents == {}


def test_a_text_that_cannot_be_parsed_teaches_nothing(tmp_path: Path) -> None:
    rows = read_corpus(write_corpus(tmp_path / "c.jsonl", "Nope"))
    with pytest.raises(GoldError, match="cannot parse Nope: no"):
        list(read_examples(rows, MODEL))


@pytest.mark.parametrize(
    ("gold", "n_true"),
    [
        pytest.param([["that it rained"]], 1, id="right"),
        pytest.param([["that it rained."]], 1, id="a stop does not count"),
        pytest.param([["Anna"], ["that it rained"]], 1, id="one of several"),
        pytest.param([["it"]], 0, id="too few of the words"),
        pytest.param([["Anna said that it rained"]], 0, id="too many words"),
        pytest.param([], 0, id="no gold"),
    ],
)
def test_calibration_counts_what_came_true(gold: list[list[str]], n_true: int) -> None:
    scorers = train([example(["that it rained"]) for _ in range(60)])
    parse = parsed(ROWS)
    annotation = [quote(parse, parts, None, None) for parts in gold]
    quotes = [quote(parse, ["that it rained"], None, None)]
    right, found = ((calibrate([(parse, quotes)], scorers)), calibrate([(parse, annotation)], scorers))
    assert (found == right) == bool(n_true)
    assert (found(0.9) > 0.5) == bool(n_true)


def test_training_is_written_with_its_calibration(tmp_path: Path) -> None:
    told: list[str] = []
    corpus = write_corpus(tmp_path / "c.jsonl", SAID, SAID, FELL, FELL, n=20)
    held_out = write_corpus(tmp_path / "h.jsonl", SAID, "Nope", SAID)
    out = tmp_path / "new" / "w.npz"
    train_file(corpus, held_out, out, MODEL, told.append)
    weights = read_weights(out)
    assert list(weights.scorers) == ["choice", "content", "cue", "end", "source"]
    assert weights.calibration != Calibration()
    assert weights.calibration(0.9) > 0.5
    assert any(line.startswith("cues above the floor: 1.000") for line in told)
    train_file(corpus, held_out, out, MODEL, told.append)
    again = read_weights(out)
    assert again.calibration == weights.calibration
    assert all((again.scorers[name].table == weights.scorers[name].table).all() for name in weights.scorers)


def test_a_corpus_is_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"text": "a", "quotes": []}\n\n{"text": "b", "quotes": []}\n', encoding="utf-8")
    assert [row["text"] for row in read_corpus(path)] == ["a", "b"]


@pytest.mark.parametrize("content", [None, b"{", b"\xff"])
def test_a_corpus_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "corpus.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GoldError, match="cannot read the corpus"):
        read_corpus(path)
