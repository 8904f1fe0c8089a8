"""Quotation marks: one linear pass over each paragraph that pairs marks by type.

Straight, curly, low, guillemet and single marks; apostrophes, feet and inches are told apart from them by their
neighbours. A quotation whose mark is reopened at the start of the next paragraph runs on there; one that never closes
ends with its paragraph. The machine never raises and never looks back further than the open marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from pipeline.layers import Quotation
from pipeline.spans import Span, trim
from pipeline.stages import Analysis, Layer

MAX_DEPTH = 3
"""Quotations inside each other that are kept."""

MAX_OPEN = 8
"""Marks that can be open at once; a further opening mark is taken as a character."""

LOOK_AHEAD = 40
"""Single marks that are looked at to tell a plural possessive from a closing mark."""

_MARK = re.compile("``|''|‘‘|’’|[\"“”„‟«»‹›‘’‚‛'＂]")
_CLOSERS = {
    "“": "”“",
    "”": "”",
    "„": "“”‟",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "‚": "‘’",
    "‛": "’",
    "``": "''",
    "‘‘": "",
}
_SINGLE = frozenset("'‘’‚‛")
_STRAIGHT = frozenset(('"', "＂", "''"))
_MIXED = frozenset(
    {
        *(("“", '"'), ('"', "”"), ("‘", "'"), ("'", "’"), ("``", '"'), ("’", "’")),
        *(("“", "’’"), ('"', "’’"), ("``", "’’"), ("‘‘", "’’"), ("‘‘", "''")),
    }
)
"""Marks of two kinds that pair."""

_TWO_SINGLE = frozenset(("’’", "''"))
"""A closing mark that an agency's or a typesetter's software wrote as two single ones."""
_SAME = _STRAIGHT | {"'"}
_ELISIONS = re.compile(
    r"['‘’](?:em|tis|twas|til|till|cause|bout|round|n|cuz|ere|neath|tude|[0-9]0s|[0-9][0-9])(?!\w)", re.IGNORECASE
)
_FEET = re.compile(r"[0-9]['’′]\s?[0-9]{1,2}$")
_FEET_CHARS = 8
_OPENS_AFTER = frozenset(" \t\r\n([{—–-/\u00a0\u2009\u202f…:")
_STOPS = frozenset(".,!?…;:—-–)]")


class Quotes:
    """Finds quotations, outer and nested."""

    name: ClassVar[str] = "quotes"
    requires: ClassVar[frozenset[Layer]] = frozenset({Layer.SECTIONS})
    provides: ClassVar[frozenset[Layer]] = frozenset({Layer.QUOTES})

    def __call__(self, analysis: Analysis) -> None:
        """Fills the layer."""
        analysis.quotes = find_quotations(analysis.text, analysis.paragraphs)


@dataclass(slots=True)
class _Open:
    mark: str
    quotation: Quotation
    start: int


def find_quotations(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """Finds all quotations of a text.

    Args:
        text: the article's text.
        paragraphs: disjoint, in order.

    Returns:
        Quotations in the order of their opening marks, nested ones after the one that holds them. The parts of one
        quotation lie in consecutive paragraphs and include their marks. Time is linear in the text.
    """
    found: list[Quotation] = []
    running: Quotation | None = None
    for paragraph in paragraphs:
        running = _read_paragraph(text, paragraph, running, found)
    for quotation in found:
        quotation.parts = [part for part in quotation.parts if part.end - part.start > 1]
    return [quotation for quotation in found if quotation.parts]


def _read_paragraph(text: str, paragraph: Span, running: Quotation | None, found: list[Quotation]) -> Quotation | None:
    """Reads one paragraph; returns the quotation that is still open at its end."""
    marks = _doubled(text, [(m.start(), m[0]) for m in _MARK.finditer(text, paragraph.start, paragraph.end)])
    stack: list[_Open] = []
    if running is not None:
        if marks and marks[0][0] == paragraph.start and _reopens(running.mark, marks[0][1]):
            running.parts.append(Span(paragraph.start, paragraph.start))
            running.closed = True
            stack.append(_Open(running.mark, running, paragraph.start))
            marks = marks[1:]
        else:
            running.closed = False
    excess = {mark for mark in _CLOSERS if _is_excess(mark, marks)}
    for index, (at, mark) in enumerate(marks):
        role = _role(text, paragraph, marks, index, stack, excess)
        if role == "close":
            _close(stack, at + len(mark), mark)
            continue
        if role == "reopen":
            _abandon(text, stack, at, mark)
        if role != "none" and len(stack) < MAX_OPEN:
            quotation = Quotation([Span(at, at)], mark, depth=len(stack))
            if len(stack) < MAX_DEPTH:
                found.append(quotation)
            stack.append(_Open(mark, quotation, at))
    for item in stack:
        item.quotation.parts[-1] = trim(text, item.start, paragraph.end)
        item.quotation.closed = False
    return stack[0].quotation if stack else None


def _doubled(text: str, marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Settles whether two single marks are one double mark: where the paragraph lacks the other half of a double one.

    Returns:
        Marks in order. "’’" stands for a closing double mark written as two single ones, curly or straight.
    """
    written = [mark for _, mark in marks]
    if not (_TWO_SINGLE.intersection(written) or "‘‘" in written):
        return marks
    lacks = written.count("“") > written.count("”") or written.count('"') % 2 == 1
    is_pair = "‘‘" in written and not _TWO_SINGLE.isdisjoint(written)
    settled: list[tuple[int, str]] = []
    for at, mark in marks:
        if mark == "''" and lacks and at and not text[at - 1].isspace():
            settled.append((at, "’’"))
        elif (mark == "’’" and not (lacks or is_pair)) or (mark == "‘‘" and not is_pair):
            settled += [(at, mark[0]), (at + 1, mark[0])]
        else:
            settled.append((at, mark))
    return settled


def _reopens(mark: str, again: str) -> bool:
    return mark == again or {mark, again} <= {"“", "”", '"', "``"}


def _close(stack: list[_Open], end: int, mark: str) -> None:
    """Closes the innermost open mark that this one closes, and with it what was opened inside and never closed."""
    for depth in range(len(stack) - 1, -1, -1):
        if _pairs(stack[depth].mark, mark):
            for item in stack[depth:]:
                item.quotation.parts[-1] = Span(item.start, end if item is stack[depth] else end - len(mark))
                item.quotation.closed = item is stack[depth]
            del stack[depth:]
            return


def _abandon(text: str, stack: list[_Open], end: int, mark: str) -> None:
    """Ends what stands open under the same mark, and what was opened inside it, before a mark that clearly opens again."""
    depth = next(depth for depth, item in enumerate(stack) if item.mark == mark or _pairs(item.mark, mark))
    for item in stack[depth:]:
        item.quotation.parts[-1] = trim(text, item.start, end)
        item.quotation.closed = False
    del stack[depth:]


def _pairs(opening: str, closing: str) -> bool:
    if opening == closing and opening in _SAME:
        return True
    if closing in _CLOSERS.get(opening, ""):
        return True
    return (opening, closing) in _MIXED


def _role(text: str, paragraph: Span, marks: list[tuple[int, str]], index: int, stack: list[_Open], excess: set[str]) -> str:
    """Whether a mark opens, closes, or is no quotation mark ("none")."""
    at, mark = marks[index]
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + len(mark)] if at + len(mark) < paragraph.end else " "
    is_open = any(_pairs(item.mark, mark) for item in stack)
    if mark in _SINGLE:
        return _single_role(text, marks, index, before, after, is_open=is_open)
    if mark in _STRAIGHT:
        if is_open and _is_inches(text, paragraph, marks, index):
            return "none"
        return _straight_role(before, after, is_open=is_open)
    if mark == "’’":
        return "close" if is_open else "none"
    if mark in ("“", "„", "‟", "``", "‘‘"):
        if is_open and not (before in _OPENS_AFTER or before in "\"'“‘") and after in " \t.,;:!?":
            return "close"
        is_forgotten = mark in excess and text[max(paragraph.start, at - 3) : at].rstrip()[-1:] in (".", "!", "?", "…")
        return "reopen" if is_forgotten and any(item.mark == mark for item in stack) else "open"
    if mark in "«‹»›":
        if is_open:
            return "close"
        return "open" if after not in " \u00a0\u202f" or before in _OPENS_AFTER else "none"
    if is_open:
        return "close"
    return "open" if before in _OPENS_AFTER and not after.isspace() else "none"  # ” used on both sides


def _is_excess(mark: str, marks: list[tuple[int, str]]) -> bool:
    """Whether a paragraph has more of an opening mark than of the other ones that close it."""
    return sum(other == mark for _, other in marks) > sum(other != mark and other in _CLOSERS[mark] for _, other in marks)


def _is_inches(text: str, paragraph: Span, marks: list[tuple[int, str]], index: int) -> bool:
    """Whether a straight mark stands for inches after feet ("6'2" tall"), with another one left that can close."""
    at, _ = marks[index]
    if not _FEET.search(text, max(paragraph.start, at - _FEET_CHARS), at):
        return False
    later = marks[index + 1 : index + 1 + LOOK_AHEAD]
    return any(mark in _STRAIGHT and not text[other - 1].isspace() for other, mark in later)


def _straight_role(before: str, after: str, *, is_open: bool) -> str:
    opens = (before in _OPENS_AFTER or before in "'‘“") and not after.isspace()
    if is_open:
        return "reopen" if opens and before in " \t\n" and after not in ".,;:!?)" else "close"
    return "open" if opens else "none"


def _single_role(text: str, marks: list[tuple[int, str]], index: int, before: str, after: str, *, is_open: bool) -> str:
    at, mark = marks[index]
    if before.isalnum() and after.isalnum():
        return "none"
    if not before.isalnum() and after.isalnum() and (before in _OPENS_AFTER or before in '"“'):
        if mark in "'’‘" and _ELISIONS.match(text, at):
            return "none"
        if mark == "’":
            return "none"
        return "open" if not is_open or mark == "‘" else "none"
    if mark in "‘‚‛" and not is_open:
        return "open" if after in '"“[(…' else "none"
    if mark == "'" and not is_open and before in _OPENS_AFTER and after in '"“[(…$£€':
        return "open"
    if not is_open or after.isalnum():
        return "none"
    if before in _STOPS or not (before.isalnum()):
        return "close"
    if before in "sS" and after == " " and _closes_later(text, marks, index):
        return "none"
    return "close"


def _closes_later(text: str, marks: list[tuple[int, str]], index: int) -> bool:
    """Whether a later single mark closes with more right: after a stop, and before another one opens."""
    for at, mark in marks[index + 1 : index + 1 + LOOK_AHEAD]:
        if mark not in "'’":
            if mark == "‘":
                return False
            continue
        if text[at - 1] in ".,!?…":
            return True
        if mark == "'" and text[at - 1] == " ":
            return False
    return False
