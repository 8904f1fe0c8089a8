"""Generates `docs/events.md` from the vocabulary and from the examples of the lexicon.

Written anew with: python -m pipeline.report.event_types docs/events.md
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.lexicons import lexicon
from pipeline.report.tables import cell
from pipeline.store import write_text
from pipeline.vocabulary import EventType, Factuality, Polarity, Role, definitions

_HEAD = """\
<!-- Generated from pipeline/vocabulary.py and models/lexicons/events.toml. Write it anew with:
     python -m pipeline.report.event_types docs/events.md -->

# Events

One row of `events` is one mention of something that happens, may happen or does not happen. Mentions that the article
itself shows to be one event share a `cluster_id`.

## Trigger

The trigger is the one word that names the event: a verb ("arrested"), a noun ("the bombing", "his resignation"), or a
few adjectives ("dead", "guilty"). Of a particle verb it is the verb ("stepped" in "stepped down"). Where a light verb
has an event as its object, the object is the trigger: "sanctions" in "imposed sanctions".

No event is

- an auxiliary, a modal, a form of "be", "have" as a possession, or a verb of state ("belongs", "contains", "owns");
- the cue of a statement that only reports ("said", "according to"): that is a row of `statements`. A cue that does more
  ("threatened", "agreed", "hoped") is both;
- a noun that names a thing, a field or a figure where it stands ("sales rose", "heavy trading").

## Types

`type` is null where none of these fits; an untyped event stays in the table. The verb decides together with what
depends on it: "released two hostages" and "released an album" differ by their objects. The **word in bold** is the
trigger in question.

The type is that of the act, whether it happens or not: in "the minister said he will **release** the prisoners" it is
CONCEDE, and the factuality is future. PLOVER codes such a statement by what it announces. To count as PLOVER does, take a
future AID, CONCEDE, CONSULT, COOPERATE, RETREAT or SUPPORT for AGREE, and a future ASSAULT, COERCE, MOBILIZE, PROTEST or
SANCTION for THREATEN. Two further differences: a resignation is END_POSITION, and signing a treaty is AGREE.
"""

_PARTICIPANTS = """\
## Participants

All participants stand in the clause of the trigger; where the clause leaves a subject out, it is the one that the
syntax carries over ("ordered the banker *to pay*", "Gunmen who attacked *fled*", "met and *signed*"). A participant is
the shortest whole noun phrase: with what stands before the noun and what follows "of", without relative clauses and
without what stands between commas. Joint participants have a row each, with positions from 0.

- Who dies is a recipient. An event that kills acts ("the blast killed a boy"); a weapon
  that does is an instrument.
- The possessor of an event noun acts ("the army's attack") or undergoes it ("his arrest"), by the noun.
- Where someone is addressed through a thing, the recipient is who is named in it: "rejected an offer from Acme".
"""

_FACTUALITY = """\
## Factuality

`cue_start` and `cue_end` give the word that decided. Where several apply, the first of this order wins: conditional,
alleged, denied by a source, possible, future, negated, reported, actual. `polarity` is kept apart: "will not attack" is
future and negative; with nothing else in play, a negated event is denied.
"""

_FACTUALITY_EXAMPLES: Mapping[Factuality, str] = {
    Factuality.ACTUAL: "The rebels **attacked** the port.",
    Factuality.POSSIBLE: "The rebels *may* **attack** the port.",
    Factuality.FUTURE: "The rebels *plan* to **attack** the port.",
    Factuality.CONDITIONAL: "*If* the rebels **attack** the port, the army will retreat.",
    Factuality.ALLEGED: "The rebel was *accused* of **attacking** the port.",
    Factuality.DENIED: "The rebel *denied* **attacking** the port. They did *not* **attack**.",
    Factuality.REPORTED: "The police *believe* that he **attacked** the port.",
}

_LIMITS = """\
## Limits

- A trained scorer decides which words are events, and `confidence` is its probability. Words and syntax give the type.
- `is_main` follows the highest event of the headline, or of the lead: a headline of two stories has one.
- An event that is told in two sentences has the participants of each sentence in that row only.
- Two mentions are one cluster only where the words are of one family and an entity takes part in both, or the later is a
  definite noun; a death or a resignation of one person is one event, whatever the word.
- The purpose in "flew to Rome to meet the pope" counts as actual, as the sentence does not say otherwise.
"""


def events_markdown() -> str:
    """The whole of `docs/events.md`."""
    examples = lexicon("events")["types"]
    lines = [_HEAD, "| type | meaning | is | is not |", "| --- | --- | --- | --- |"]
    meaning = definitions(EventType)
    for type_ in EventType:
        shown = [_shown(examples[type_][key]) for key in ("positive", "negative")]
        lines.append(f"| `{type_}` | {cell(meaning[type_])} | {shown[0]} | {shown[1]} |")
    lines += ["", _PARTICIPANTS, *_vocabulary(Role), "", _FACTUALITY, *_vocabulary(Polarity), ""]
    lines += ["| factuality | meaning | example |", "| --- | --- | --- |"]
    meaning = definitions(Factuality)
    lines += [f"| `{value}` | {cell(meaning[value])} | {_FACTUALITY_EXAMPLES[value]} |" for value in Factuality]
    return "\n".join([*lines, "", _LIMITS])


def write_events(file: Path) -> None:
    """Writes the document.

    Raises:
        OutputError: the file cannot be written.
    """
    write_text(file, events_markdown())


def _shown(examples: Sequence[Mapping[str, Any]]) -> str:
    """Example sentences with their triggers in bold."""
    return " ".join(cell(example["text"]).replace(example["trigger"], f"**{example['trigger']}**", 1) for example in examples)


def _vocabulary(words: type[StrEnum]) -> list[str]:
    meaning = definitions(words)
    return [f"| {words.__name__.lower()} | meaning |", "| --- | --- |", *(f"| `{w}` | {cell(meaning[w])} |" for w in words)]


if __name__ == "__main__":
    write_events(Path(sys.argv[1]))
