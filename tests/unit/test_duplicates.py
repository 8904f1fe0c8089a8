from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import numpy as np
import pytest

from pipeline.duplicates import N_HASHES, Marked, find_minima, mark_duplicates, running_text
from pipeline.errors import OutputError
from pipeline.ids import article_id
from pipeline.schema import TABLES, Article
from pipeline.store import read_table, rewrite_parts, table_parts, write_part

NOISE = random.Random()
WORDS = [f"w{number}" for number in range(3000)]


@pytest.fixture(autouse=True)
def same_noise() -> None:
    """The words of a test are the same whichever tests ran before it in the process."""
    NOISE.seed(11)


def story(n_words: int = 300) -> list[str]:
    return NOISE.choices(WORDS, k=n_words)


def article(name: str, text: str, published: str | None = None, sections: list[dict[str, object]] | None = None) -> Article:
    at = dt.datetime.fromisoformat(published).replace(tzinfo=dt.UTC) if published else None
    return Article(
        article_id=article_id(name, text),
        source_path=name,
        source_record=0,
        source_id=name,
        url=None,
        outlet=None,
        title=None,
        authors=[],
        published_at=at,
        published_precision=None,
        dateline_place=None,
        dateline_date=None,
        language="en",
        text=text,
        sections=sections or [],
        n_tokens=0,
        n_sentences=0,
    )


def write_run(out: Path, *parts: list[Article], is_finished: bool = True) -> None:
    for number, part in enumerate(parts):
        write_part(out, "articles", number, part, {"code_version": "7"})
    (out / "run.json").write_text(json.dumps({"is_finished": is_finished}))


def marks(out: Path) -> dict[str, str | None]:
    """Name of an article to the name of the one that it is a duplicate of."""
    rows = read_table(out, "articles").to_pylist()
    names = {row["article_id"]: row["source_path"] for row in rows}
    return {row["source_path"]: names[row["duplicate_of"]] if row["duplicate_of"] else None for row in rows}


def changed(words: list[str], share: float) -> list[str]:
    """A story with one run of words replaced."""
    n = round(len(words) * share)
    return [*words[: len(words) - n], *NOISE.choices(WORDS, k=n)]


@pytest.mark.parametrize("common", [1.0, 0.9, 0.7, 0.5, 0.2, 0.0])
def test_equal_minima_estimate_the_common_share(common: float) -> None:
    n = 2000
    first = [f"a{number}" for number in range(n)]
    n_same = round(n * 2 * common / (1 + common))
    second = [*first[:n_same], *(f"b{number}" for number in range(n - n_same))]
    one, other = find_minima(" ".join(first)), find_minima(" ".join(second))
    assert one is not None
    assert other is not None
    assert len(one) == N_HASHES
    assert abs(float((one == other).mean()) - common) < 0.15


@pytest.mark.parametrize("text", ["", "four words of text", "… — !", "a b c d"])
def test_a_text_without_a_shingle_has_no_minima(text: str) -> None:
    assert find_minima(text) is None


def test_case_signs_and_spaces_do_not_count() -> None:
    one = find_minima("The mayor, Kari Lund, said on Friday.")
    other = find_minima("the  MAYOR “Kari\nLund” said: on friday")
    assert one is not None
    assert np.array_equal(one, other)


def test_many_shingles_are_hashed_like_few() -> None:
    words = story(9000)
    found = find_minima(" ".join(words))
    pieces = [find_minima(" ".join(words[start : start + 3004])) for start in range(0, 9000, 3000)]
    assert found is not None
    assert np.array_equal(found, np.minimum.reduce([piece for piece in pieces if piece is not None]))


def test_the_minima_are_the_same_on_every_machine() -> None:
    found = find_minima("The ferry was kept in port on Friday.")
    assert found is not None
    assert found[:3].tolist() == MINIMA


MINIMA = [151355529, 812198211, 109968888]


def test_what_a_site_adds_is_not_compared() -> None:
    text = "By Ann Lee\nIt rained.\nIt snowed.\nSubscribe now"
    kinds = {"byline": (0, 10), "lead": (11, 21), "body": (22, 32), "boilerplate": (33, 46)}
    sections = [{"kind": kind, "start": start, "end": end} for kind, (start, end) in kinds.items()]
    assert running_text(text, sections) == "It rained.\nIt snowed."
    assert running_text(text, sections[:1]) == text
    assert running_text(text, []) == text


def test_wire_copy_is_marked_with_the_earliest(tmp_path: Path) -> None:
    wire, other = story(), story()
    copies = [article(f"copy{n}", " ".join([*wire, f"site{n} adds this"]), f"2024-03-0{9 - n}") for n in range(1, 6)]
    alone = [article(f"alone{n}", " ".join(story())) for n in range(5)]
    later = article("other", " ".join(other), "2024-01-01")
    write_run(tmp_path, [*copies[:3], alone[0], later], [*copies[3:], *alone[1:], article("other copy", " ".join(other))])
    assert mark_duplicates(tmp_path) == Marked(12, 5)
    expected = {f"copy{n}": "copy5" for n in range(1, 5)} | {"other copy": "other"}
    assert {name: original for name, original in marks(tmp_path).items() if original} == expected


def test_of_copies_without_a_time_the_least_id_is_the_original(tmp_path: Path) -> None:
    wire = " ".join(story())
    copies = [article(f"copy{n}", wire) for n in range(4)]
    write_run(tmp_path, copies)
    first = min(copies, key=lambda copy: copy.article_id)
    mark_duplicates(tmp_path)
    assert {original for original in marks(tmp_path).values() if original} == {first.source_path}
    assert marks(tmp_path)[first.source_path] is None


def test_a_chain_of_changes_does_not_tie_its_ends(tmp_path: Path) -> None:
    noise = random.Random(12)
    versions = [noise.choices(WORDS, k=600)]
    for step in range(1, 8):
        words = list(versions[-1])
        words[step * 75 - 75 : step * 75] = noise.choices(WORDS, k=75)
        versions.append(words)
    write_run(tmp_path, [article(f"v{n}", " ".join(words), f"2024-03-0{n + 1}") for n, words in enumerate(versions)])
    mark_duplicates(tmp_path)
    found = marks(tmp_path)
    assert found["v1"] == "v0"
    assert found["v7"] not in ("v0", None)
    assert all(found[original] is None for original in found.values() if original)


@pytest.mark.parametrize(("share", "is_marked"), [(0.0, True), (0.05, True), (0.1, True), (0.4, False), (0.7, False), (1.0, False)])
def test_what_counts_as_near(share: float, is_marked: bool, tmp_path: Path) -> None:
    n_pairs = 40
    parts = []
    for pair in range(n_pairs):
        words = story(400)
        parts += [article(f"{pair}a", " ".join(words)), article(f"{pair}b", " ".join(changed(words, share)))]
    write_run(tmp_path, parts)
    n_marked = mark_duplicates(tmp_path).n_duplicates
    assert n_marked == (n_pairs if is_marked else 0)


def test_again_gives_the_same_and_another_bound_another(tmp_path: Path) -> None:
    words = story()
    write_run(tmp_path, [article("a", " ".join(words))], [article("b", " ".join(changed(words, 0.1)))])  # four fifths in common
    assert mark_duplicates(tmp_path, 0.5).n_duplicates == 1
    before = [part.read_bytes() for part in table_parts(tmp_path, "articles")]
    assert mark_duplicates(tmp_path, 0.5).n_duplicates == 1
    assert [part.read_bytes() for part in table_parts(tmp_path, "articles")] == before
    assert mark_duplicates(tmp_path, 0.97).n_duplicates == 0
    assert set(marks(tmp_path).values()) == {None}


def test_the_parts_in_another_cut_give_the_same(tmp_path: Path) -> None:
    words = [story() for _ in range(4)]
    articles = [article(f"{n}", " ".join(changed(words[n % 4], 0.02))) for n in range(12)]
    write_run(tmp_path / "one", articles)
    write_run(tmp_path / "many", *[[each] for each in reversed(articles)])
    mark_duplicates(tmp_path / "one")
    mark_duplicates(tmp_path / "many")
    assert marks(tmp_path / "one") == marks(tmp_path / "many")
    assert sum(each is not None for each in marks(tmp_path / "one").values()) == 8


def test_nothing_else_changes(tmp_path: Path) -> None:
    text = " ".join(story())
    write_run(tmp_path, [article("a", text), article("b", text), article("c", "short")], [])
    before = read_table(tmp_path, "articles").drop_columns("duplicate_of")
    mark_duplicates(tmp_path)
    after = read_table(tmp_path, "articles").drop_columns("duplicate_of")
    assert after.equals(before)
    assert after.schema.metadata == before.schema.metadata
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "part-00000.parquet",
        "part-00001.parquet",
        "run.json",
    ]


def test_a_run_without_articles(tmp_path: Path) -> None:
    write_run(tmp_path, [])
    assert mark_duplicates(tmp_path) == Marked(0, 0)


def test_what_is_no_finished_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds no run"):
        mark_duplicates(tmp_path)
    write_run(tmp_path, [article("a", "x")], is_finished=False)
    with pytest.raises(OutputError, match="not finished"):
        mark_duplicates(tmp_path)


def test_a_rewrite_that_fails_leaves_every_part_as_it_was(tmp_path: Path) -> None:
    write_run(tmp_path, [article("a", "one")], [article("b", "two")])
    before = [part.read_bytes() for part in table_parts(tmp_path, "articles")]

    def change(table: object) -> object:
        if table["text"][0].as_py() == "two":  # type: ignore[index]
            raise OSError(28, "No space left on device")
        at = table.schema.get_field_index("outlet")  # type: ignore[attr-defined]
        return table.set_column(at, table.schema.field(at), [["new"]])  # type: ignore[attr-defined]

    with pytest.raises(OutputError, match="No space left"):
        rewrite_parts(tmp_path, "articles", change)  # type: ignore[arg-type]
    assert [part.read_bytes() for part in table_parts(tmp_path, "articles")] == before
    assert list(tmp_path.rglob(".*")) == []


def test_a_rewrite_keeps_metadata_and_counts_the_changed_parts(tmp_path: Path) -> None:
    write_run(tmp_path, [article("a", "one")], [article("b", "two")])

    def change(table: object) -> object:
        if table["text"][0].as_py() == "two":  # type: ignore[index]
            return table
        at = table.schema.get_field_index("outlet")  # type: ignore[attr-defined]
        return table.set_column(at, table.schema.field(at), [["new"]])  # type: ignore[attr-defined]

    assert rewrite_parts(tmp_path, "articles", change) == 1  # type: ignore[arg-type]
    assert read_table(tmp_path, "articles")["outlet"].to_pylist() == ["new", None]
    with pytest.raises(OutputError, match="no parts of events"):
        rewrite_parts(tmp_path, "events", change)  # type: ignore[arg-type]
    assert "articles" in TABLES
