import tomllib

import pytest

from pipeline.lexicons import lexicon, models_dir, words

NAMES = sorted(path.stem for path in (models_dir() / "lexicons").glob("*.toml"))


def test_there_are_lexicons() -> None:
    assert {"sections", "cues", "speakers"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_lexicon_says_where_it_comes_from(name: str) -> None:
    text = (models_dir() / "lexicons" / f"{name}.toml").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert len(text.splitlines()[0]) > 20
    assert lexicon(name) == tomllib.loads(text)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_empty_or_has_outer_white_space(name: str) -> None:
    def strings(node: object) -> list[str]:
        if isinstance(node, str):
            return [node]
        if isinstance(node, dict):
            return [text for key, value in node.items() if "pattern" not in key and "example" not in key for text in strings(value)]
        return [text for value in node for text in strings(value)] if isinstance(node, list) else []

    assert [text for text in strings(lexicon(name)) if text != text.strip() or not text] == []


def test_words() -> None:
    found = words("cues", "negation", "subjects")
    assert isinstance(found, frozenset)
    assert "nobody" in found


def test_a_lexicon_is_read_once() -> None:
    assert lexicon("cues") is lexicon("cues")


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        lexicon("no-such-lexicon")
    with pytest.raises(KeyError):
        words("cues", "no such key")
