"""The breaks on purpose fit the code: each finds its text once, and the tests that it names are there."""

from __future__ import annotations

import ast

import pytest

from tests.breaks import BREAKS, Break
from tests.runs import ROOT


@pytest.mark.parametrize("each", BREAKS, ids=lambda each: each.name)
def test_a_break_fits_the_code(each: Break):
    text = (ROOT / each.file).read_text(encoding="utf-8")
    assert text.count(each.old) == 1, f"{each.file} has changed; change the break in tests/breaks.py with it"
    ast.parse(text.replace(each.old, each.new))  # else any test would notice
    assert [test for test in each.tests if not (ROOT / test).is_file()] == []
