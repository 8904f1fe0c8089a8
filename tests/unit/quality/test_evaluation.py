from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import GoldError, OutputError
from pipeline.quality import evaluate
from pipeline.quality.evaluation import Evaluation, evaluate_tables
from pipeline.quality.gold import read_gold
from tests.unit.quality.story import TEXT, Row, Tables, arrow_tables, gold_article, perfect_rows, span, write_gold, write_run


@pytest.fixture
def score(tmp_path: Path) -> Callable[..., Evaluation]:
    def run(rows: Tables, *articles: Row) -> Evaluation:
        gold = read_gold(write_gold(tmp_path / "gold.jsonl", *(articles or (gold_article(),))))
        return evaluate_tables(gold, arrow_tables(rows))

    return run


def values(evaluation: Evaluation) -> dict[str, float | None]:
    return {metric: None if score.value is None else round(score.value, 1) for metric, score in evaluation.scores.items()}


def faults(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    return [(fault.metric, str(fault.kind), fault.text) for fault in evaluation.faults]


def test_perfect_rows_score_100(score):
    evaluation = score(perfect_rows())
    assert evaluation.faults == []
    assert set(values(evaluation).values()) == {100.0, None}
    assert [metric for metric, value in values(evaluation).items() if value is None] == [
        "events.recipient",
        "statements.content.mixed",
    ]
    assert {metric: each.n for metric, each in evaluation.scores.items() if metric.startswith("entities")} == {
        "entities.clusters": 4,
        "entities.lea": 4,
        "entities.mentions": 4,
        "entities.mentions.GPE": 1,
        "entities.mentions.PERSON": 3,
    }


def test_empty_tables_score_0_or_nothing(score):
    rows = {table: [] for table in perfect_rows()} | {"articles": perfect_rows()["articles"]}
    evaluation = score(rows)
    measured = {metric: value for metric, value in values(evaluation).items() if value is not None}
    assert set(measured.values()) == {0.0}
    assert {"statements.content", "dates.value", "entities.mentions", "events.trigger"} <= set(measured)
    assert {kind for _, kind, _ in faults(evaluation)} == {"miss"}


def test_half_a_quotation_is_not_whole(score):
    rows = perfect_rows()
    rows["statements"][0]["parts"].pop()
    evaluation = score(rows)
    assert values(evaluation)["statements.content"] == 50.0
    assert values(evaluation)["statements.content.direct"] == 0.0
    assert values(evaluation)["statements.content.indirect"] == 100.0
    assert values(evaluation)["statements.content_and_speakers"] == 50.0
    assert ("statements.content.direct", "wrong", "We failed,” she said, “and we know it") in faults(evaluation)


def test_one_word_too_many_is_whole_but_not_exact(score):
    rows = perfect_rows()
    rows["statements"][1]["parts"][0]["start"] -= len("denied ")
    evaluation = score(rows)
    assert values(evaluation)["statements.content"] == 100.0
    assert values(evaluation)["statements.exact"] == 50.0


def test_quotation_marks_do_not_matter(score):
    rows = perfect_rows()
    for part in rows["statements"][0]["parts"]:
        part["start"] -= 1
        part["end"] += 1
    assert values(score(rows))["statements.exact"] == 100.0


def test_an_extra_statement_costs_precision_of_its_own_kind(score):
    rows = perfect_rows()
    extra = {"start": span("Ada Moss resigned")["start"], "end": span("Ada Moss resigned")["end"]}
    rows["statements"].append({"statement_id": "s9", "parts": [extra], "kind": "mixed", "act": "say", "negated": False})
    evaluation = score(rows)
    content = evaluation.scores["statements.content"]
    assert (round(content.p or 0, 1), content.r, content.n) == (66.7, 100.0, 2)
    assert values(evaluation)["statements.content.direct"] == 100.0
    assert faults(evaluation) == [("statements.content.mixed", "extra", "Ada Moss resigned")]


def test_wrong_values_of_a_statement(score):
    rows = perfect_rows()
    rows["statements"][1] |= {"kind": "mixed", "act": "say", "negated": True, "cue_start": None, "cue_end": None}
    evaluation = score(rows)
    for figure in ("kind", "act", "negated", "cue"):
        assert values(evaluation)[f"statements.{figure}"] == 50.0
        assert f"statements.{figure}" in {fault.metric for fault in evaluation.faults}
    assert values(evaluation)["statements.content"] == 100.0


@pytest.mark.parametrize(
    ("speakers", "accuracy", "whole"),
    [
        ([{"form": "name", "name": "Moss", "start": None, "end": None, "text": None}], 100.0, 100.0),
        ([{"form": "pronoun", "name": None, **span("she")}], 100.0, 100.0),
        ([{"form": "name", "name": "Tom Reed", **span("Tom Reed")}], 50.0, 50.0),
        ([], 50.0, 50.0),
        ([{"form": "pronoun", "name": None, **span("she")}, {"form": "name", "name": "Tom Reed", **span("Tom Reed")}], 100.0, 50.0),
    ],
)
def test_speakers_agree_by_words_or_by_last_name(score, speakers: list[Row], accuracy: float, whole: float):
    rows = perfect_rows()
    rows["statement_speakers"] = [{"statement_id": "s0", **speaker} for speaker in speakers] + rows["statement_speakers"][1:]
    found = values(score(rows))
    assert found["statements.speaker"] == accuracy
    assert found["statements.content_and_speakers"] == whole


def test_joint_speakers_count_each(score):
    gold = gold_article()
    gold["statements"][0]["speakers"].append({"form": "implicit", "name": "Tom Reed", "start": None, "end": None, "text": None})
    evaluation = score(perfect_rows(), gold)
    assert evaluation.scores["statements.speaker"].n == evaluation.scores["speakers"].n == 3
    assert evaluation.scores["speakers"][2:4] == (100.0, pytest.approx(200 / 3))
    assert values(evaluation)["statements.speaker"] == 66.7
    assert values(evaluation)["statements.content_and_speakers"] == 50.0


def test_a_statement_without_a_speaker_wants_none(score):
    gold = gold_article()
    gold["statements"][0]["speakers"] = []
    evaluation = score(perfect_rows(), gold)
    assert values(evaluation)["statements.speaker"] == 100.0
    assert values(evaluation)["statements.content_and_speakers"] == 50.0


def test_a_statement_that_is_missed_costs_its_speaker(score):
    rows = perfect_rows()
    rows["statements"].pop()
    rows["statement_speakers"].pop()
    evaluation = score(rows)
    assert evaluation.scores["speakers"][2:4] == (100.0, 50.0)
    assert values(evaluation)["statements.speaker"] == 100.0


def test_dates(score):
    rows = perfect_rows()
    rows["dates"] = [
        {"type": "TIME", "value": "XXXX-WXX-1", **span("on Monday")},
        {"type": "DATE", "value": "2024-05", **span("May")},
        {"type": "DATE", "value": "2024", **span("will")},
    ]
    evaluation = score(rows)
    found = values(evaluation)
    assert found["dates.relaxed"] == 80.0  # 2 of 3 found, 2 of 2 gold
    assert found["dates.strict"] == 40.0
    assert found["dates.value"] == 40.0
    assert found["dates.type"] == 50.0
    assert sorted(faults(evaluation)) == [
        ("dates", "extra", "will"),
        ("dates.strict", "wrong", "Monday"),
        ("dates.type", "wrong", "Monday"),
        ("dates.value", "wrong", "May"),
    ]


def test_names(score):
    rows = perfect_rows()
    rows["entities"][2]["label"] = "LOC"
    rows["mentions"][0] |= span("Ada")
    rows["mentions"].append({"entity_id": "e0", "form": "pronoun", **span("she")})
    evaluation = score(rows)
    found = values(evaluation)
    assert found["entities.mentions"] == 50.0
    assert found["entities.mentions.GPE"] == 0.0
    assert found["entities.mentions.LOC"] is None
    assert found["entities.mentions.PERSON"] == 66.7
    assert sorted(faults(evaluation)) == [
        ("entities.mentions.GPE", "wrong", "Linz"),
        ("entities.mentions.PERSON", "extra", "Ada"),
        ("entities.mentions.PERSON", "miss", "Ada Moss"),
    ]


def test_clusters(score):
    rows = perfect_rows()
    rows["mentions"][1]["entity_id"] = "e1"  # "Moss" goes to Tom Reed
    evaluation = score(rows)
    # items: Ada Moss P 1 R 1/2, Moss P 1/2 R 1/2, Tom Reed P 1/2 R 1, Linz P 1 R 1
    assert values(evaluation)["entities.clusters"] == 75.0
    assert values(evaluation)["entities.lea"] == 25.0  # of four names only Linz has its link, on either side
    assert values(evaluation)["entities.mentions"] == 100.0
    assert [fault.detail for fault in evaluation.faults] == [
        "gold Ada Moss, split into Ada Moss, Tom Reed",
        "found Tom Reed, merges Ada Moss, Tom Reed",
    ]


def test_events(score):
    rows = perfect_rows()
    rows["events"][1] |= {"type": "CONSULT", "factuality": "actual", "polarity": "negative", **span("will leave")}
    rows["events"].append({"event_id": "v9", "type": None, "factuality": "actual", "polarity": "positive", **span("know")})
    rows["event_participants"] = [
        {"event_id": "v0", "role": "actor", **span("Moss", 0)},
        {"event_id": "v0", "role": "recipient", **span("Monday")},
        {"event_id": "v1", "role": "actor", **span("Tom Reed")},
        {"event_id": "v9", "role": "actor", **span("we")},
    ]
    evaluation = score(rows)
    found = values(evaluation)
    assert found["events.trigger"] == 80.0
    assert found["events.trigger_and_type"] == 40.0
    assert evaluation.scores["events.arguments"][1:4] == (3, 25.0, pytest.approx(100 / 3))  # of 4 found and 3 in the gold, 1
    assert found["events.type"] == found["events.factuality"] == found["events.polarity"] == 50.0
    assert found["events.actor"] == 50.0
    assert found["events.place"] == 0.0
    assert found["events.recipient"] is None
    assert {(metric, kind) for metric, kind, _ in faults(evaluation)} >= {
        ("events.trigger", "extra"),
        ("events.actor", "wrong"),
        ("events.place", "miss"),
        ("events.recipient", "extra"),
    }


def test_an_article_that_the_run_lacks_counts_as_missed(score):
    other = gold_article() | {"id": "lost"}
    evaluation = score(perfect_rows(), gold_article(), other)
    assert evaluation.absent == ["lost"]
    assert values(evaluation)["dates.strict"] == 66.7
    assert values(evaluation)["statements.content"] == 66.7
    assert {fault.article for fault in evaluation.faults} == {"lost"}


@pytest.mark.parametrize(
    "article",
    [
        {"source_id": "bridge", "source_path": "wire.jsonl"},
        {"source_id": None, "source_path": "deep/down/bridge.txt"},
        {"source_id": "bridge", "source_path": "bridge.txt"},
    ],
)
def test_an_article_is_found_by_its_id_or_its_file(score, article: Row):
    rows = perfect_rows()
    rows["articles"] = [{**article, "text": TEXT}]
    assert score(rows).absent == []


@pytest.mark.parametrize("article", [{"source_id": "other", "source_path": "wire.jsonl"}, {"source_path": "bridge.jsonl"}])
def test_a_run_of_other_articles_is_refused(score, article: Row):
    rows = perfect_rows()
    rows["articles"] = [{**article, "text": TEXT}]
    with pytest.raises(GoldError, match="none of the gold's articles"):
        score(rows)


def test_two_articles_of_one_id_are_refused(score):
    rows = perfect_rows()
    rows["articles"].append({**rows["articles"][0], "article_id": "b"})
    with pytest.raises(GoldError, match="2 articles with the id 'bridge'"):
        score(rows)


def test_gold_of_another_text_is_refused(score):
    rows = perfect_rows()
    rows["articles"][0]["text"] = TEXT.replace("\n\n", "\n")
    with pytest.raises(GoldError, match="does not fit"):
        score(rows)


def test_rows_of_another_article_do_not_count(score):
    rows = perfect_rows()
    rows["dates"].append({"article_id": "b", "type": "DATE", "value": "2024", **span("will")})
    assert values(score(rows))["dates.strict"] == 100.0


def test_evaluate_reads_a_run_folder(tmp_path: Path):
    gold = write_gold(tmp_path / "gold.jsonl", gold_article())
    evaluation = evaluate(write_run(tmp_path / "run", perfect_rows()), gold)
    assert values(evaluation)["statements.content"] == 100.0
    with pytest.raises(OutputError):
        evaluate(tmp_path / "nothing", gold)
