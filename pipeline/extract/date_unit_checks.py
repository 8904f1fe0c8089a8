"""Whether a candidate that counts units of time is a time expression: not an age, a rate or a sum of money.

Each check takes the match and the scene and is named in the lexicon.
"""

from __future__ import annotations

from pipeline.extract.date_anchors import Scene
from pipeline.extract.date_patterns import Match
from pipeline.extract.date_tense import FUTURE
from pipeline.lexicons import words
from pipeline.parse import NOUN_TAGS

_AGES = words("dates", "cues", "ages")
_CURRENCY = words("dates", "cues", "currency")
_LASTING = words("dates", "cues", "lasting")
_BEFORE_ONE = words("dates", "cues", "before_one")
_BEFORE_BARE = words("dates", "cues", "before_bare")
_BEFORE_UNIT = words("dates", "cues", "not_before_unit")
_AFTER_UNIT = words("dates", "cues", "not_after_unit")
_BESIDE_BARE = words("dates", "cues", "not_before_bare")
_SEQUENCE = frozenset({"before", "after", "later", "earlier"})
_STATES = frozenset({"the", "these", "those"})


def begins(match: Match, scene: Scene) -> bool:
    """Whether the first word belongs to the expression: "over" and "around" may be prepositions, "following Monday's vote" too."""
    first = scene.pieces.lower[match.first]
    if first in ("following", "coming") and (match.has("weekday") or match.has("month")):
        return False
    if first not in ("over", "under", "around") or match.groups.get("approx") != (match.first, match.first + 1):
        return True
    if scene.pieces.lower[match.first + 1] in _STATES:
        return False
    token = scene.token(match.first)
    return scene.parse.dep[token] in ("quantmod", "advmod", "amod") or (first == "around" and scene.parse.dep[token] == "prep")


def duration(match: Match, scene: Scene) -> bool:
    """A length of time, not an age, a rate or a sum of money."""
    before, after, further = scene.before(match), scene.after(match), scene.after(match, 1)
    if after in _AGES or (after == "-" and further in _AGES) or (after == "of" and further == "age"):
        return False
    if after == "and" and scene.after(match, 3) in _AGES:
        return False
    if after == "ago" and not match.has("approx"):
        return False
    unit_piece = match.groups["unit"][0] if match.has("unit") else match.first
    if scene.is_capital(unit_piece) and not scene.parse.word(scene.token(unit_piece)).isupper():
        return False
    if after == "a" and further in scene.grammar.values["UNIT"]:
        return False
    if before in _AGES or before in _CURRENCY or (scene.touches_before(match) and before in "-/+"):
        return False
    count = match.word("count")
    if (len(count) == 4 and count[0] == "0") or (count == "some" and match.word("unit") in scene.grammar.values["UNIT"]):
        return False
    is_plain = "-" not in scene.pieces.lower[match.first : match.last] and not match.has("half")
    if count in ("a", "an", "one") and is_plain:
        return _one(match, scene, count)
    is_fraction = match.word("unit") in ("quarter", "quarters") and count not in scene.grammar.values["VAGUECOUNT"]
    return not (is_fraction and after == "of")


def _one(match: Match, scene: Scene, count: str) -> bool:
    """Whether "a year" is a length, not a rate: "$5 a year", "four flights a week"."""
    before, unit = scene.before(match), match.word("unit")
    if count == "one":
        return not (unit == "day" and scene.after(match) in ("he", "she", "it", "they"))
    if unit in ("quarter", "weekend"):
        return False
    if match.has("approx") or match.has("tail"):
        return True
    if unit == "minute" or (unit == "day" and before not in ("in", "for", "within", "than")):
        return False
    if scene.next_tag(match) in ("NN", "NNP", "NNS", "JJ"):
        return False
    if before in _BEFORE_ONE:
        return True
    previous = scene.parse.tag[scene.token(match.first - 1)] if match.first else ""
    return not before[:1].isdigit() and previous not in NOUN_TAGS and previous not in ("CD", "JJ", "``", "IN", "RB", "SYM", "$")


def some_day(match: Match, scene: Scene) -> bool:
    """A day in the future that nobody knows, not a length: "will one day rule", "hopes to return one day"."""
    token = scene.token(match.last - 1)
    verb = scene.parse.head[token]
    if (
        scene.parse.dep[token] not in ("npadvmod", "advmod")
        or not scene.parse.is_verb(verb)
        or scene.parse.lower[verb] in _LASTING - {"be"}
    ):
        return False
    is_length = scene.before(match) in _BEFORE_ONE or scene.after(match) in _SEQUENCE | {"of", "-", "a"}
    return not is_length and scene.direction(match) == FUTURE


def long_and_short(match: Match, scene: Scene) -> bool:
    """A length in two units, the second the shorter: "six years and four months", not "two days, three weeks"."""
    order = "CE DE Y M W D H MIN S".split()
    values = scene.grammar.values
    long, short = (
        str(values["UNIT"].get(match.word(group)) or values["UNITS"].get(match.word(group))) for group in ("unit", "rest")
    )
    return long in order and short in order and order.index(long) < order.index(short) and duration(match, scene)


def long_unit(match: Match, scene: Scene) -> bool:
    """An adjective, or one word."""
    return scene.before(match) != "-"


def rate(match: Match, scene: Scene) -> bool:
    """How often something happens: right after a verb in the present that does not itself mean lasting."""
    token = scene.token(match.first)
    if match.word("unit") == "quarter" and scene.after(match) == "of":
        return False
    if not token or scene.after(match) in _AGES or scene.next_tag(match) in NOUN_TAGS | {"JJ", "RBR"}:
        return False
    verb = token - 1
    return scene.parse.tag[verb] in ("VBP", "VBZ", "VB") and scene.parse.lower[verb] not in _LASTING


def reference_count(match: Match, scene: Scene) -> bool:
    """A stretch beside the anchor, such as "the past two years", not "that four days"."""
    return match.words("ref")[-1] not in ("that", "same") and duration(match, scene)


def bare_units(match: Match, scene: Scene) -> bool:
    """Units without a count that stand for a long time: "for years", "weeks or months", "decades-long"."""
    before, after = scene.before(match), scene.after(match)
    pieces = scene.pieces.lower[match.first : match.last]
    unit = match.word("unit")
    if "-" in pieces or "or" in pieces or pieces[-1] == "ahead":
        return True
    if after in _AGES or before in _BESIDE_BARE or before.isdecimal():
        return False
    if pieces[0] == "the" and not match.has("ref"):
        return after in ("before", "since") or (before == "over" and unit == "years")
    if unit in ("hours", "seconds", "minutes", "quarters", "weekends"):
        return before in ("for", "within") or after in _SEQUENCE
    return before in _BEFORE_BARE or after in _SEQUENCE


def the_unit(match: Match, scene: Scene) -> bool:
    """The unit refers to a time in the calendar, not to a rate or to what the sentence goes on to say of it."""
    unit, after = match.word("unit"), scene.after(match)
    if match.has("mod"):
        is_idiom = "at" in (scene.before(match), scene.before(match, 2))
        return unit != "day" or (after != "of" and not is_idiom)
    if unit not in ("week", "weekend", "quarter", "year"):
        return False
    if after in _AFTER_UNIT or scene.next_tag(match) in NOUN_TAGS | {"JJ"}:
        return False
    return scene.before(match) not in _BEFORE_UNIT


def reference_unit(match: Match, scene: Scene) -> bool:
    """A period that has a value: "this week", not "that minute", "the current day" or a programme named "This Week"."""
    unit, ref = match.word("unit"), match.words("ref")[-1]
    if unit in ("minute", "hour"):
        return ref in ("last", "past", "next", "coming")
    if scene.after(match) == "-" and scene.touches_after(match):
        return False
    if scene.after(match) == "after" and scene.after(match, 1) == unit:
        return False
    if ref != "same" and scene.is_capital(match.last - 1) and scene.is_capital(match.first):
        return False
    return not (unit == "day" and (ref == "last" or (ref == "this" and not match.has("mod"))))


def reference_quarter(match: Match, scene: Scene) -> bool:
    """A quarter; "period" is one only where the text compares figures."""
    return match.word("unit") != "period" or match.words("ref")[-1] in ("latest", "same", "previous", "prior")


def year_ago(match: Match, scene: Scene) -> bool:
    """A modifier: with a hyphen."""
    return "-" in scene.pieces.lower[match.first : match.last]


def ago(match: Match, scene: Scene) -> bool:
    """The past; "back" means it only after a count, at the end of a clause."""
    if not match.has("back"):
        return True
    return match.has("count") and scene.parse.tag[scene.token(match.last - 1)] == "RB" and scene.after(match) in (".", ",", "")


def clause_end(match: Match, scene: Scene) -> bool:
    """No noun or clause follows that the expression only introduces."""
    after, tag = scene.after(match), scene.next_tag(match)
    if match.has("sense"):
        return after in (".", ",", ";", ")", "") if match.word("sense") in ("before", "after") else after != "than"
    return after != "of" and tag not in NOUN_TAGS and tag not in ("CD", "JJ")


def part_alone(match: Match, scene: Scene) -> bool:
    """A part of the day under discussion, not of one that follows: "the morning of the attack"."""
    after = scene.after(match)
    if after in ("of", "after", "before") or after in scene.grammar.values["DAYWORD"]:
        return False
    return scene.next_tag(match) not in NOUN_TAGS or after in scene.grammar.values["WEEKDAY"]


def frequency(match: Match, scene: Scene) -> bool:
    """An adverb that no figure governs, or an adjective that belongs to no name."""
    token = scene.token(match.first)
    tag = scene.parse.tag[token]
    if tag == "JJ" and match.word("freq") in ("daily", "weekly", "hourly", "nightly"):
        return not scene.is_capital(match.first)
    before = scene.parse.tag[token - 1] if token else ""
    return (tag == "RB" or scene.parse.dep[token] == "advmod") and before not in NOUN_TAGS and before != "CD"


def vague(match: Match, scene: Scene) -> bool:
    """An adverb of time, not a conjunction or an interjection."""
    word, before, after = match.word("vague"), scene.before(match), scene.after(match)
    if word == "now":
        return not (after == "," and before in (".", "", '"', "“", "`"))
    if word == "soon":
        return before not in ("as", "how", "too") and after != "after"
    return word != "current" or scene.parse.tag[scene.token(match.first)] not in NOUN_TAGS
