"""Closed vocabularies of the tables.

The docstring below each member is its definition in `docs/tables.md`.
"""

from __future__ import annotations

import ast
import inspect
from enum import StrEnum
from functools import cache


class QuarantineStage(StrEnum):
    """Where a record or an article failed."""

    READ = "read"
    """Opening or decoding a file, or splitting it into records."""
    INGEST = "ingest"
    """Turning a record into an article."""
    PARSE = "parse"
    """The spaCy pipeline."""
    EXTRACT = "extract"
    """A stage after the spaCy pipeline."""


class QuarantineReason(StrEnum):
    """Why a record or an article could not be processed."""

    UNREADABLE = "unreadable"
    """The file could not be opened or decompressed, or the record or page is cut."""
    ENCODING = "encoding"
    """The bytes are in no encoding that was asked for or declared, or the text holds a lone surrogate."""
    NUL = "nul"
    """The text holds NUL characters."""
    MALFORMED = "malformed"
    """What stands there is not valid in its format, or a field has the wrong type."""
    MISSING_TEXT = "missing_text"
    """The record has no text field, or no article is found in the page."""
    EMPTY = "empty"
    """The text is empty or only white space."""
    TOO_LONG = "too_long"
    """The text is longer than `max_chars`, or the record or page longer than one may be."""
    LONG_WORD = "long_word"
    """A run without white space is longer than `max_word`."""
    LANGUAGE = "language"
    """The text is clearly in a language that was not asked for."""
    DUPLICATE = "duplicate"
    """The same id with the same text was read before."""
    ERROR = "error"
    """A stage failed; the message names the error."""
    KILLED = "killed"
    """The worker process died on this article, twice."""
    TIMEOUT = "timeout"
    """The article took longer than `article_timeout`."""


class Precision(StrEnum):
    """How precisely the record says when the article was published."""

    DAY = "day"
    """A calendar day."""
    MINUTE = "minute"
    """A day with hour and minute."""
    SECOND = "second"
    """A day with hour, minute and second."""


class SectionKind(StrEnum):
    """What a part of the text is."""

    HEADLINE = "headline"
    """The title of the article."""
    BYLINE = "byline"
    """Who wrote it."""
    DATELINE = "dateline"
    """Place, date and agency before the first sentence."""
    LEAD = "lead"
    """The first paragraph of running text."""
    BODY = "body"
    """Every other paragraph of running text."""
    CAPTION = "caption"
    """The description of a picture."""
    CREDIT = "credit"
    """Who made the picture, or where the article comes from."""
    BOILERPLATE = "boilerplate"
    """Text that belongs to the page and not to the article."""


class Label(StrEnum):
    """What kind of thing a name names; the names of OntoNotes 5."""

    PERSON = "PERSON"
    """People, including fictional ones."""
    ORG = "ORG"
    """Companies, agencies, institutions, teams, parties, gangs."""
    GPE = "GPE"
    """Countries, cities, states: places with a government."""
    LOC = "LOC"
    """Places without a government: seas, mountains, regions."""
    FAC = "FAC"
    """Buildings, airports, roads, bridges."""
    NORP = "NORP"
    """Nationalities, religious and political groups."""
    EVENT = "EVENT"
    """Named storms, wars, tournaments, elections."""
    PRODUCT = "PRODUCT"
    """Vehicles, devices, foods: things made, not services."""
    WORK_OF_ART = "WORK_OF_ART"
    """Titles of books, songs, films, programmes."""
    LAW = "LAW"
    """Named documents made into law, treaties."""


class MentionForm(StrEnum):
    """How a mention refers to its entity."""

    NAME = "name"
    """A proper name."""
    NOMINAL = "nominal"
    """A description that stands for a named entity: "the judge"."""
    PRONOUN = "pronoun"
    """A personal or possessive pronoun tied to an entity that has a name."""


class DateType(StrEnum):
    """The TIMEX3 type (ISO-TimeML)."""

    DATE = "DATE"
    """A calendar date or a longer period."""
    TIME = "TIME"
    """A time of day."""
    DURATION = "DURATION"
    """A length of time."""
    SET = "SET"
    """A recurring time."""


class DateMod(StrEnum):
    """The TIMEX3 modifier (ISO-TimeML)."""

    BEFORE = "BEFORE"
    """More than a month ago."""
    AFTER = "AFTER"
    """Less than a month ago, after a point."""
    ON_OR_BEFORE = "ON_OR_BEFORE"
    """No later than."""
    ON_OR_AFTER = "ON_OR_AFTER"
    """No earlier than."""
    LESS_THAN = "LESS_THAN"
    """Nearly two years."""
    MORE_THAN = "MORE_THAN"
    """More than two years."""
    EQUAL_OR_LESS = "EQUAL_OR_LESS"
    """At most two years."""
    EQUAL_OR_MORE = "EQUAL_OR_MORE"
    """At least two years."""
    START = "START"
    """Early 2019, the dawn of."""
    MID = "MID"
    """Mid-2019, the middle of."""
    END = "END"
    """Late 2019, the end of."""
    APPROX = "APPROX"
    """About 2019, around noon."""


class Granularity(StrEnum):
    """The unit of a date value."""

    SECOND = "second"
    """A second."""
    MINUTE = "minute"
    """A minute."""
    HOUR = "hour"
    """An hour."""
    DAYPART = "daypart"
    """Morning, afternoon, evening, night."""
    DAY = "day"
    """A day."""
    WEEKEND = "weekend"
    """A Saturday and the Sunday after it."""
    WEEK = "week"
    """An ISO week."""
    MONTH = "month"
    """A calendar month."""
    QUARTER = "quarter"
    """Three months of a calendar or fiscal year."""
    SEASON = "season"
    """Spring, summer, autumn, winter."""
    HALF = "half"
    """Half of a year."""
    YEAR = "year"
    """A calendar or fiscal year."""
    DECADE = "decade"
    """Ten years."""
    CENTURY = "century"
    """A hundred years."""


class DateStatus(StrEnum):
    """How a date expression could be read."""

    EXPLICIT = "explicit"
    """It names its own year, or more."""
    RELATIVE = "relative"
    """It was resolved against an anchor."""
    PARTIAL = "partial"
    """It needs an anchor that the article does not give."""
    VAGUE = "vague"
    """It refers to a time that has no calendar value: "recently"."""
    DURATION = "duration"
    """It is a length of time or a recurring time."""


class DateAnchor(StrEnum):
    """What a relative date was resolved against."""

    NONE = "none"
    """Nothing: it needs no anchor, or there is none."""
    PUBLICATION = "publication"
    """The publication date that the record gives."""
    DATELINE = "dateline"
    """The date in the dateline."""
    CONTEXT = "context"
    """Another date in the text."""


class StatementKind(StrEnum):
    """How the content is reported."""

    DIRECT = "direct"
    """The words stand between quotation marks."""
    INDIRECT = "indirect"
    """The words are the writer's own."""
    MIXED = "mixed"
    """An indirect report that contains quoted words."""


class Act(StrEnum):
    """What kind of saying it is."""

    SAY = "say"
    """Says, tells, adds, notes: no more than saying."""
    ALLEGE = "allege"
    """Asserts something that the article does not vouch for: claims, alleges."""
    DENY = "deny"
    """Denies, rejects, disputes."""
    CONFIRM = "confirm"
    """Confirms, admits, acknowledges, agrees."""
    PROMISE = "promise"
    """Vows, pledges, commits to, plans."""
    DEMAND = "demand"
    """Demands, orders, urges, calls for."""
    ASK = "ask"
    """Asks, wonders, questions."""
    WARN = "warn"
    """Warns, threatens, cautions."""
    BELIEVE = "believe"
    """Thinks, believes, expects, hopes, fears, knows."""
    REPORT = "report"
    """Reports, shows, reveals, finds: also of documents and studies."""
    ACCUSE = "accuse"
    """Accuses, blames, criticizes."""
    PRAISE = "praise"
    """Praises, thanks, welcomes."""
    PREDICT = "predict"
    """Forecasts, predicts, projects."""
    PROPOSE = "propose"
    """Suggests, proposes, recommends."""
    ARGUE = "argue"
    """Argues, insists, maintains, explains."""
    RULE = "rule"
    """Rules, finds, decides: of courts and authorities."""


class StatementStatus(StrEnum):
    """Whether the article says who speaks."""

    ATTRIBUTED = "attributed"
    """At least one speaker is known."""
    UNATTRIBUTED = "unattributed"
    """No speaker could be found."""


class SpeakerForm(StrEnum):
    """How the speaker is referred to."""

    NAME = "name"
    """A proper name, with or without a title."""
    NOMINAL = "nominal"
    """A description: "two officials"."""
    PRONOUN = "pronoun"
    """A pronoun."""
    IMPLICIT = "implicit"
    """Not mentioned with this statement; carried over from a neighbour."""


class SpeakerKind(StrEnum):
    """What the speaker is."""

    PERSON = "person"
    """One person."""
    ORGANIZATION = "organization"
    """A company, an agency, an institution."""
    PLACE = "place"
    """A place that stands for its government."""
    GROUP = "group"
    """Several people: "prosecutors", "critics"."""
    DOCUMENT = "document"
    """A text: a filing, a report, a statement, a sign."""
    UNKNOWN = "unknown"
    """None of these could be told."""


class EventType(StrEnum):
    """What happens: the sixteen of PLOVER, and ours for the rest of the news."""

    AGREE = "AGREE"
    """Actors agree to do something, or promise it: a deal is signed."""
    CONSULT = "CONSULT"
    """Actors meet, visit, call or negotiate: ministers hold talks."""
    SUPPORT = "SUPPORT"
    """An actor backs, praises or recognises another: a party endorses a candidate."""
    CONCEDE = "CONCEDE"
    """An actor yields or eases: a ban is lifted, prisoners are released, an apology is made."""
    COOPERATE = "COOPERATE"
    """Actors work together: joint exercises, shared intelligence, extradition."""
    AID = "AID"
    """An actor gives help: money, food, shelter, rescue."""
    RETREAT = "RETREAT"
    """Armed or political forces withdraw, surrender or cease fire."""
    REQUEST = "REQUEST"
    """An actor asks or demands that another act: a motion, an appeal, a call for."""
    ACCUSE = "ACCUSE"
    """An actor blames, criticizes, sues or investigates another."""
    REJECT = "REJECT"
    """An actor refuses or vetoes: an offer is turned down."""
    THREATEN = "THREATEN"
    """An actor warns of harm, or of a measure against another."""
    PROTEST = "PROTEST"
    """People demonstrate, strike, boycott or riot."""
    SANCTION = "SANCTION"
    """An actor cuts relations, imposes embargoes or fines, bans, expels."""
    MOBILIZE = "MOBILIZE"
    """Forces are raised, moved or put on alert."""
    COERCE = "COERCE"
    """Authorities arrest, seize, censor, evict or impose a curfew."""
    ASSAULT = "ASSAULT"
    """Violence is used: shooting, bombing, stabbing, kidnapping, torture."""
    DIE = "DIE"
    """Someone dies or is killed."""
    INJURE = "INJURE"
    """Someone is wounded or falls ill."""
    DISASTER = "DISASTER"
    """Nature strikes: earthquake, flood, storm, wildfire, outbreak."""
    ACCIDENT = "ACCIDENT"
    """Something crashes, collapses, explodes or burns without intent."""
    TRANSACT = "TRANSACT"
    """Money, goods or companies change hands: buy, sell, invest, merge, pay."""
    START_POSITION = "START_POSITION"
    """Someone takes up a post: appoint, hire, swear in."""
    END_POSITION = "END_POSITION"
    """Someone leaves a post: resign, retire, dismiss."""
    CHARGE = "CHARGE"
    """Someone is charged or indicted."""
    TRY = "TRY"
    """A court hears: trial, hearing, testimony, plea."""
    SENTENCE = "SENTENCE"
    """A court decides: verdict, conviction, acquittal, sentence, dismissal."""
    LEGISLATE = "LEGISLATE"
    """A law or a rule is proposed, passed, signed, repealed."""
    ELECT = "ELECT"
    """People vote, a candidate wins or loses an election."""
    LAUNCH = "LAUNCH"
    """Something starts or opens: a product, a service, a factory, a rocket, a company."""
    PUBLISH = "PUBLISH"
    """Something is made public: a report, a study, a book, a figure."""
    COMPETE = "COMPETE"
    """Sport and prizes: a match is won, lost, drawn; a medal or an award is taken."""
    CHANGE = "CHANGE"
    """A figure rises, falls or stays: prices, profits, cases."""


class Polarity(StrEnum):
    """Whether the event is affirmed or negated."""

    POSITIVE = "positive"
    """Affirmed."""
    NEGATIVE = "negative"
    """Negated."""


class Factuality(StrEnum):
    """How the article presents the event."""

    ACTUAL = "actual"
    """Happened or is happening, on the article's word."""
    POSSIBLE = "possible"
    """May happen or may have happened."""
    FUTURE = "future"
    """Is planned or expected."""
    CONDITIONAL = "conditional"
    """Depends on a condition."""
    ALLEGED = "alleged"
    """A source asserts it and the article casts doubt."""
    DENIED = "denied"
    """A source denies it, or the article negates it."""
    REPORTED = "reported"
    """Only a source asserts it; no doubt is cast."""


class Role(StrEnum):
    """What a participant does in an event."""

    ACTOR = "actor"
    """Who does it."""
    RECIPIENT = "recipient"
    """Whom or what it is done to."""
    PLACE = "place"
    """Where."""
    INSTRUMENT = "instrument"
    """With what."""


@cache
def definitions(vocabulary: type[StrEnum]) -> dict[str, str]:
    """The definition of each member: the string literal that follows it in the class body.

    Args:
        vocabulary: a StrEnum of this module.

    Returns:
        Member value to definition, in the order of the class body. Members without one are left out.
    """
    body = ast.parse(inspect.getsource(vocabulary)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for node, after in zip(body.body, body.body[1:], strict=False):
        if not (isinstance(node, ast.Assign) and isinstance(after, ast.Expr)):
            continue
        value, text = node.value, after.value
        if isinstance(value, ast.Constant) and isinstance(text, ast.Constant) and isinstance(text.value, str):
            found[str(value.value)] = text.value
    return found
