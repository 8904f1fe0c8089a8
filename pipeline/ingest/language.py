"""Which language a text is in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from pipeline.errors import RecordFault
from pipeline.vocabulary import QuarantineReason, QuarantineStage

SHORTEST = 200
"""Code points below which a text is too short to tell."""

READ = 1000
"""Code points that are read; on news a longer reading changed no answer."""

CLEAR = 0.8
"""Probability of the best language from which a text can be clearly in it."""

IMPLAUSIBLE = 0.02
"""Probability of the languages asked for, together, up to which a text is clearly in another one."""

ENGLISH = "en"
_NO_LANGUAGE = "zxx"


class Language(NamedTuple):
    """The likeliest language of a text: ISO 639-1 code where there is one, and its probability."""

    code: str
    probability: float


def identify(text: str) -> Language | None:
    """The likeliest language of a text, by the naive Bayes model of py3langid.

    Args:
        text: of which the beginning is read.

    Returns:
        None where the text is too short to tell, or holds no language, such as a table of figures.
    """
    if len(text) < SHORTEST:
        return None
    code, probability = _rank(text)[0]
    return None if code == _NO_LANGUAGE else Language(code, probability)


def check_language(text: str, languages: Sequence[str]) -> str:
    """The language of a text, where it is one that was asked for or is not clearly another.

    Args:
        text: of which the beginning is read.
        languages: ISO 639-1 codes that are extracted.

    Returns:
        The ISO 639-1 code. A text that is too short to tell counts as English, an unclear one as the likeliest language asked for.

    Raises:
        RecordFault: the text is clearly in another language.
    """
    if len(text) < SHORTEST:
        return ENGLISH
    ranked = _rank(text)
    code, probability = ranked[0]
    if code in languages:
        return code
    asked = [(language, share) for language, share in ranked if language in languages]
    if code != _NO_LANGUAGE and probability >= CLEAR and sum(share for _, share in asked) <= IMPLAUSIBLE:
        message = f"the text is in the language {code!r}; ask for it with --language {code}, or leave the record out"
        raise RecordFault(QuarantineStage.INGEST, QuarantineReason.LANGUAGE, message)
    return asked[0][0] if asked else ENGLISH


def _rank(text: str) -> list[tuple[str, float]]:
    return _identifier().rank(text[:READ])  # type: ignore[no-any-return]


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
