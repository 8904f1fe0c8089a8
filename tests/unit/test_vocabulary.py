import inspect
import re
from enum import StrEnum

import pytest

from pipeline import vocabulary
from pipeline.vocabulary import Act, QuarantineReason, definitions

VOCABULARIES = [
    value
    for value in vars(vocabulary).values()
    if inspect.isclass(value) and issubclass(value, StrEnum) and value.__module__ == vocabulary.__name__
]


def test_there_are_vocabularies() -> None:
    assert len(VOCABULARIES) >= 18


@pytest.mark.parametrize("kind", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_every_member_is_defined(kind: type[StrEnum]) -> None:
    found = definitions(kind)
    assert list(found) == [member.value for member in kind]
    assert all(text and text.endswith(".") for text in found.values())


@pytest.mark.parametrize("kind", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_values_are_plain_words_in_one_case(kind: type[StrEnum]) -> None:
    assert all(re.fullmatch(r"[a-z_]+|[A-Z_]+", member.value) for member in kind)
    assert all(member.value.lower() == member.name.lower() for member in kind)


def test_a_definition_is_the_string_below_the_member() -> None:
    assert definitions(Act)["deny"] == "Denies, rejects, disputes."
    assert definitions(QuarantineReason)["killed"].startswith("The worker process died")


class Sparse(StrEnum):
    FIRST = "first"
    SECOND = "second"
    """Has a definition."""


def test_a_member_without_definition_is_left_out() -> None:
    assert definitions(Sparse) == {"second": "Has a definition."}
