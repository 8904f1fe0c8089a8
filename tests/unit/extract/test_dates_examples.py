"""Every rule of the lexicon `dates` has an example, and each of them is read as the lexicon says."""

from __future__ import annotations

import datetime as dt

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.extract.date_patterns import Grammar, Rule
from pipeline.extract.dates import Dates
from pipeline.lexicons import lexicon
from pipeline.parse import Parse
from tests.analysis import analysis_of, parsed

STAGE = Dates()
TAGS = {"summer": "NN", "die": "VBP", "annually": "RB"}
TOKENIZER = spacy.blank("en").tokenizer


PARSED = {
    "She hopes to return one day.": [
        "She PRP 1 nsubj",
        "hopes VBZ 1 ROOT",
        "to TO 3 aux",
        "return VB 1 xcomp",
        "one CD 5 nummod",
        "day NN 3 npadvmod",
        ". . 1 punct",
    ],
}


def untagged(text: str) -> Parse:
    """A parse that knows no more than what the checks of the examples ask for: every token is a root of its own."""
    if text in PARSED:
        return parsed(PARSED[text])
    words = TOKENIZER(text)
    return Parse(
        Doc(
            words.vocab,
            words=[word.text for word in words],
            spaces=[bool(word.whitespace_) for word in words],
            tags=[TAGS.get(word.text, "XX") for word in words],
            deps=["ROOT"] * len(words),
            heads=list(range(len(words))),
        )
    )


@pytest.mark.parametrize("rule", STAGE.grammar.rules, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_has_the_value_that_the_lexicon_says(rule: Rule) -> None:
    analysis = analysis_of(untagged(rule.example), "2023-11-17")
    STAGE(analysis)
    assert tuple(date.value for date in analysis.dates) == rule.value


@pytest.mark.parametrize("rule", STAGE.grammar.rules, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_is_matched_by_that_rule(rule: Rule) -> None:
    pieces = STAGE.grammar.cut(rule.example)
    assert rule.name in {match.rule.name for at in STAGE.grammar.starts(pieces) for match in STAGE.grammar.candidates(pieces, at)}


def test_the_names_of_rules_differ() -> None:
    names = [rule["name"] for rule in lexicon("dates")["rule"]]
    assert len(names) == len(set(names))


def test_no_pattern_repeats_without_bound() -> None:
    assert not [rule.name for rule in STAGE.grammar.rules if "*" in rule.pattern.pattern or "+" in rule.pattern.pattern]


def test_a_pattern_that_cannot_be_read_is_named() -> None:
    data = {
        "words": {},
        "macros": {},
        "holidays": {},
        "rule": [{"name": "x", "pattern": "a ~ b", "reading": "", "example": "", "value": ""}],
    }
    with pytest.raises(ValueError, match="a ~ b"):
        Grammar(data)


@pytest.mark.parametrize("rule", STAGE.grammar.rules, ids=lambda rule: rule.name)
def test_nothing_relative_is_resolved_without_an_anchor(rule: Rule) -> None:
    analysis = analysis_of(untagged(rule.example))
    STAGE(analysis)
    assert analysis.dates
    for date in analysis.dates:
        assert date.first_date is None or date.status == "explicit" or date.anchor == "context"
        assert date.anchor_date is None or isinstance(date.anchor_date, dt.date)
