"""Whether a candidate that the calendar names is a date in its context: not a name, a verb, a count or an amount.

Each check takes the match and the scene and is named in the lexicon.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extract.date_anchors import Scene
from pipeline.extract.date_patterns import Match
from pipeline.lexicons import words
from pipeline.parse import NAME_TAGS, NOUN_TAGS

Check = Callable[[Match, Scene], bool]

_CURRENCY = words("dates", "cues", "currency")
_MEASURES = words("dates", "cues", "measures")
_OWNERS = words("dates", "cues", "owners")
_PAPERS = words("dates", "cues", "papers")
_BEFORE_MONTHS = words("dates", "cues", "before_months")
_BEFORE_YEARS = words("dates", "cues", "before_years")
_BESIDE_YEARS = words("dates", "cues", "beside_years")
_BEFORE_SEASONS = words("dates", "cues", "before_seasons")
_BEFORE_CLOCKS = words("dates", "cues", "before_clocks")
_WORD_MONTHS = words("dates", "cues", "word_months")
_NAME_MONTHS = words("dates", "cues", "name_months")
_NAME_DAYS = words("dates", "cues", "name_days")
_DASHES = frozenset("'-–—/")
_QUOTES = frozenset('"“”‘’`')
_ATTACKS = tuple(sorted(words("dates", "cues", "attacks")))
_AFTER_FEASTS = words("dates", "cues", "after_feasts")

_MODERN = range(1900, 2051)
"""Years that need no more than a weak hint in a news article."""


def isolated(match: Match, scene: Scene) -> bool:
    """Not part of a longer run of digits and marks, such as a telephone number."""
    before, after = scene.before(match), scene.after(match)
    if scene.touches_before(match) and (before in "-/.:+#$&=_@" or before.isalnum()):
        return False
    return not (scene.touches_after(match) and (after in "-/+=_@%" or after.isalnum()))


def day_number(match: Match, scene: Scene) -> bool:
    """The number after the month is a day: the month is capitalised and no count or share follows."""
    month_ = match.groups["month"][0]
    if not scene.is_capital(month_) and scene.pieces.lower[month_] in _WORD_MONTHS:
        return False
    if match.has("year"):
        return True
    after = scene.after(match)
    if after in _MEASURES or (scene.touches_after(match) and after in ("%", "/")):
        return False
    return not (match.has("join") and scene.next_tag(match) in ("NN", "NNS"))


def day_before_month(match: Match, scene: Scene) -> bool:
    """The number before the month is a day: nothing is paid in it, and the month is no verb."""
    month_ = match.groups["month"][0]
    before = scene.before(match)
    if not scene.is_capital(month_) or scene.parse.tag[scene.token(month_)] == "MD":
        return False
    return before not in _CURRENCY and not (scene.touches_before(match) and before in "-/.:")


def named_day(match: Match, scene: Scene) -> bool:
    """Month and weekday are capitalised, and no count follows the day of the month."""
    pieces = [match.groups[group][0] for group in ("month", "weekday") if match.has(group)]
    return all(scene.is_capital(piece) for piece in pieces) and scene.after(match) not in _MEASURES


def era(match: Match, scene: Scene) -> bool:
    """BC and AD are capitals."""
    text = scene.parse.text[match.span.start : match.span.end]
    return "".join(char for char in text if char.isalpha()).isupper() and isolated(match, scene)


def september_11(match: Match, scene: Scene) -> bool:
    """The attacks of 2001: "9/11", or 11 September followed by a word for the attacks and no other year."""
    if match.has("nine"):
        return not scene.touches_after(match) or scene.after(match) not in ("/", "-", "%")
    if match.words("month")[0] not in ("september", "sept", "sep") or match.word("day") != "11" or match.has("year"):
        return False
    return scene.after(match).startswith(_ATTACKS) or scene.after(match, 1).startswith(_ATTACKS)


def weekday(match: Match, scene: Scene) -> bool:
    """A day, not part of a name such as "Sunday Times" or "Bloody Sunday"."""
    piece = match.groups["weekday"][0]
    if not scene.is_capital(piece) or match.has("approx"):
        return False
    if scene.is_capital(match.last) and scene.after(match) in _PAPERS:
        return False
    return match.first < piece or scene.before(match) not in _NAME_DAYS


def day_word(match: Match, scene: Scene) -> bool:
    """Today, not part of a name such as "Africa Today"."""
    piece = match.groups["dayword"][0]
    is_written_large = match.first == piece and scene.is_capital(piece)
    return not (is_written_large and match.first and scene.is_capital(piece - 1) and scene.before(match) not in (".", "!", "?"))


def month(match: Match, scene: Scene) -> bool:
    """A month, not a name, a modal verb or a march."""
    piece = match.groups["month"][0]
    word, before = scene.pieces.lower[piece], scene.before(match)
    if not scene.is_capital(piece):
        return False
    if any(match.has(group) for group in ("year", "yref", "ref", "spelled")):
        return True
    if word in scene.grammar.values["SHORTMONTH"] and scene.pieces.lower[match.last - 1] != ".":
        return False
    parse, token = scene.parse, scene.token(piece)
    if word in _WORD_MONTHS:
        is_verb = parse.tag[token] == "MD" or parse.dep[token] in ("aux", "ROOT")
        is_march = scene.after(match) in ("for", "on") and scene.is_capital(match.last + 1)
        return not is_verb and not is_march and before in _BEFORE_MONTHS
    if word in _NAME_MONTHS and scene.next_tag(match) in NAME_TAGS and parse.head[token] == scene.token(match.last):
        return before in _BEFORE_MONTHS
    is_surname = token > 0 and match.first == piece and parse.head[token - 1] == token and parse.dep[token - 1] == "compound"
    return not (is_surname and parse.tag[token - 1] in NAME_TAGS)


def year(match: Match, scene: Scene) -> bool:
    """A year, not a count, an amount, a number in a name or in a street."""
    before, after = scene.before(match), scene.after(match)
    if match.last - match.first > 1:
        return isolated(match, scene) and not match.has("approx")
    if before in _QUOTES and after in _QUOTES:
        return False
    if not isolated(match, scene):
        return _is_end(match, scene)
    if before in _CURRENCY or before == "no" or after in _MEASURES:
        return False
    parse, token = scene.parse, scene.token(match.first)
    is_modern = int(match.word("year")) in _MODERN
    following = scene.next_tag(match)
    if following in ("NNS", "NNPS") and parse.dep[token] in ("nummod", "amod", "compound"):
        return is_modern and before in _OWNERS
    if before in _BEFORE_YEARS:
        return is_modern or before in ("in", "since")
    if not is_modern:
        return False
    if not before or before in _BESIDE_YEARS or (following in ("NN", "NNP", "JJ") and parse.dep[token] == "nummod"):
        return True
    is_named = token > 0 and parse.tag[token - 1] in NAME_TAGS
    return not is_named or parse.dep[token] in ("npadvmod", "appos", "pobj", "nsubj")


def _is_end(match: Match, scene: Scene) -> bool:
    """Whether a dash, and nothing more, joins a year to another one: 1973-1989."""
    before, after = scene.before(match), scene.after(match)
    joins_before = scene.touches_before(match) and before in _DASHES
    joins_after = scene.touches_after(match) and after in _DASHES
    if joins_before == joins_after or (scene.touches_before(match) and not joins_before and before not in "(["):
        return False
    other, outer = (
        (scene.before(match, 2), scene.before(match, 3)) if joins_before else (scene.after(match, 1), scene.after(match, 2))
    )
    is_year = other.isdecimal() and len(other) == 4 and int(other) in _MODERN
    return is_year and outer not in _DASHES and outer not in _CURRENCY


def spelled_year(match: Match, scene: Scene) -> bool:
    """A year in words, where a preposition or "the year" says so."""
    pieces = scene.pieces.lower[match.first : match.last]
    if "year" in pieces or (len(pieces) > 3 and pieces[0] in ("eighteen", "nineteen")):
        return True
    return scene.before(match) in _BEFORE_YEARS


def decade(match: Match, scene: Scene) -> bool:
    """A decade in digits, not somebody's thirties: nothing stands between the number and its s."""
    last = match.last - 1
    if scene.pieces.lower[last] == "s" and scene.pieces.end[last - 1] != scene.pieces.start[last]:
        return False
    return scene.before(match) not in _CURRENCY and scene.before(match) not in _OWNERS - {"the"}


def decade_word(match: Match, scene: Scene) -> bool:
    """A decade in words, not the name of a team."""
    return scene.after(match) != "of" and scene.next_tag(match) not in NAME_TAGS


def quarter(match: Match, scene: Scene) -> bool:
    """A quarter of a year, not of a match or of a city; a figure may follow: "the third quarter of $5 million"."""
    after, further = scene.after(match), scene.after(match, 1)
    is_part = after == "of" and not match.has("year") and further not in _CURRENCY and not further[:1].isdigit()
    return after not in ("final", "finals") and not is_part


def quarter_code(match: Match, scene: Scene) -> bool:
    """Q4: letter and digit touch."""
    first, last = match.groups["which"]
    end, start = scene.pieces.end, scene.pieces.start
    touches_letter = end[first - 1] == start[first] if match.first < first else end[first] == start[last]
    return touches_letter and not scene.touches_before(match)


def season(match: Match, scene: Scene) -> bool:
    """A season of the year, not a fall, a spring in a machine or a place's name."""
    if any(match.has(group) for group in ("year", "yref", "ref", "spelled")):
        return True
    piece = match.groups["season"][0]
    word, before, tag = scene.pieces.lower[piece], scene.before(match), scene.parse.tag[scene.token(piece)]
    if tag not in NOUN_TAGS or (word == "fall" and scene.after(match) in ("of", "in", "from")):
        return False
    if match.first == piece and scene.is_capital(piece) and scene.next_tag(match) in NAME_TAGS:
        return False
    has_the = scene.pieces.lower[match.first] == "the"
    if before not in _BEFORE_SEASONS and not (has_the and word in ("summer", "winter", "autumn")):
        return False
    return has_the or match.has("mod") or before in ("in", "by", "since", "until", "during")


def clock(match: Match, scene: Scene) -> bool:
    """A time of day: it has a.m. or p.m., a zone, o'clock, or a preposition before digits with a colon."""
    if match.has("ampm"):
        at = match.groups["ampm"][0]
        written = scene.parse.text[scene.pieces.start[at] : scene.pieces.end[at]]
        touches = scene.pieces.end[at - 1] == scene.pieces.start[at]
        return written != "am" or touches or scene.parse.tag[scene.token(at)] not in ("VBP", "VBZ")
    if match.has("tz"):
        return clock_zone(match, scene)
    if "clock" in scene.pieces.lower[match.first : match.last]:
        return True
    return ":" in match.word("time") and isolated(match, scene) and scene.before(match) in _BEFORE_CLOCKS


def clock_zone(match: Match, scene: Scene) -> bool:
    """The zone is written in capitals or followed by "time"."""
    first, last = match.groups["tz"]
    if scene.pieces.lower[last - 1] == "time":
        return True
    return scene.parse.text[scene.pieces.start[first] : scene.pieces.end[first]].isupper() and isolated(match, scene)


def hour_alone(match: Match, scene: Scene) -> bool:
    """A bare hour, as in "at 4 in the morning", "at 0600 hours"."""
    before = scene.before(match)
    return before == "at" or match.word("time").startswith("0") or (match.has("dpart") and before in _BEFORE_CLOCKS)


def noon(match: Match, scene: Scene) -> bool:
    """Midday or midnight, not the hour of a duel: "high noon"."""
    return scene.before(match) != "high"


def spoken_clock(match: Match, scene: Scene) -> bool:
    """A time told by the parts of an hour: "half past six", "at ten to nine in the morning", not "ten to twelve weeks"."""
    if scene.next_tag(match) in NOUN_TAGS and not match.has("weekday"):
        return False
    if match.word("minutes") == "half":
        return match.word("sense") == "past"
    if "quarter" in match.word("minutes"):
        return scene.after(match) != "of"
    return match.has("ampm") or match.has("dpart") or scene.before(match) in _BEFORE_CLOCKS


def clock_range(match: Match, scene: Scene) -> bool:
    """Two times of day; joined by "and" only after "between"."""
    return (
        (match.word("join") != "and" or scene.before(match) == "between")
        and clock(match, scene)
        and not scene.touches_before(match)
    )


def holiday(match: Match, scene: Scene) -> bool:
    """A feast, capitalised, not a tree, an island or a party's name."""
    if not scene.is_capital(match.groups["holiday"][0]) or scene.after(match) in _AFTER_FEASTS:
        return False
    return scene.next_tag(match) not in NAME_TAGS or " " in match.word("holiday")
