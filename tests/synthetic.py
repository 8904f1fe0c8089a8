"""News that a small grammar makes up: as many articles as a test wants, each with people, quotes, dates and events of its own.

Nothing in it happened. Names of people and firms are put together from syllables, so that the vocabulary keeps growing as it
does in real dumps; towns are real, since places are looked up. Article `i` is the same whatever `n` is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

ONSETS = "B Br C Ch D Dr F G Gr H J K L M N P R S St T Tr V W Z".split()
VOWELS = "a e i o u ai ea o a e".split()
MIDDLES = "l r n m nd rt st v ll rr d b lk nt sh th".split()
ENDS = "er en son man ez ini ov ski ay ard well ton ley mere sen ano ick ua is ora".split()
WOMEN = "Alice Amara Beatriz Carmen Clara Dina Elena Esther Fatima Grace Hana Ines Joan Kavita Laura Maria Nadia Olga Priya".split()
MEN = "Ahmed Andrew Carlos Daniel David Emeka Felix George Hassan Ivan James Kofi Liam Martin Omar Paul Rahul Samuel Thomas".split()
TOWNS = (
    "Leeds Hamburg Lagos Boston Nairobi Lyon Osaka Toronto Glasgow Chicago Accra Denver Bristol Madrid Manila Perth Houston Milan "
    "Warsaw Atlanta Karachi Dublin Oslo Quito Tampa Sheffield Utrecht Mumbai Seattle Cardiff"
).split()
OUTLETS = "ridingsherald.example savannaagency.example harbourpost.example thecourier.example eveningledger.example".split()
OFFICES = (
    "mayor,police chief,finance minister,health secretary,governor,union leader,chief executive,prosecutor,spokesperson".split(",")
)
TRADES = "Foods,Shipping,Steel,Motors,Airlines,Energy,Textiles,Pharma,Bank,Logistics,Mining,Software".split(",")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
SAID = "said,told reporters,told a news conference,said in a statement,wrote in a letter,said at a hearing".split(",")
THAT = "said,added,warned,denied,insisted,claimed,promised,acknowledged,predicted,argued".split(",")
THINGS = (
    "the tunnel,the old mill,the ferry,the contract,the reservoir,the stadium,the archive,the hospital wing,the pension plan".split(
        ","
    )
)
VERDICTS = (
    "a mess that we inherited,the right thing to do,long overdue,a bad day for {town},nobody's fault but ours,only the beginning,"
    "too little and too late,a promise and not a threat"
).split(",")


class _Story:
    """The people, places and figures of one article, and the sentences that can be made of them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.town, self.other_town = random.sample(TOWNS, 2)
        self.people = [self._person() for _ in range(3)]
        self.firm = f"{self._surname()} {random.choice(TRADES)}"
        self.thing, self.other_thing = random.sample(THINGS, 2)
        self.published = dt.datetime(2019, 1, 1, 5, tzinfo=dt.UTC) + dt.timedelta(minutes=random.randrange(6 * 365 * 24 * 60))
        self.introduced: set[int] = set()
        self.used: set[Callable[[], str]] = set()

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def _surname(self) -> str:
        pick = self.random.choice
        return (
            pick(ONSETS)
            + pick(VOWELS)
            + pick(MIDDLES)
            + (pick(VOWELS) + pick(MIDDLES) if self.random.random() < 0.3 else "")
            + pick(ENDS)
        )

    def _person(self) -> tuple[str, str, str, str]:
        """First name, surname, office, pronoun."""
        is_woman = self.random.random() < 0.5
        return (
            self.random.choice(WOMEN if is_woman else MEN),
            self._surname(),
            self.random.choice(OFFICES),
            "she" if is_woman else "he",
        )

    def number(self, low: int, high: int) -> str:
        return f"{self.random.randint(low, high):,}"

    def day(self) -> str:
        return self.pick(
            f"on {self.random.choice(DAYS)}",
            f"on {self.random.choice(MONTHS)} {self.random.randint(1, 28)}",
            f"in {self.random.choice(MONTHS)} {self.random.randint(1998, 2018)}",
            "last week",
            "last year",
            f"{self.random.randint(2, 9)} years ago",
        )

    def claim(self) -> str:
        """What somebody may say that, as a clause."""
        return self.pick(
            f"{self.firm} had paid {self.number(2, 900)} million dollars for {self.thing}",
            f"the council would sell {self.other_thing} to {self.firm}",
            f"{self.number(2, 60)} people were injured when {self.thing} collapsed {self.day()}",
            f"police had arrested {self.number(2, 40)} protesters in {self.other_town}",
            f"the vote in {self.other_town} was rigged",
            f"prices rose by {self.number(2, 30)} percent {self.day()}",
            f"a court in {self.other_town} rejected the appeal {self.day()}",
        )

    def quote(self) -> str:
        """What somebody may say in so many words, without marks and without a stop."""
        return self.pick(
            f"We will not close {self.thing}",
            f"This is {self.random.choice(VERDICTS).format(town=self.town)}",
            f"Nobody in {self.town} was asked about {self.other_thing}",
            f"I have seen {self.number(3, 90)} of these cases since {self.random.randint(1999, 2018)}",
            f"They promised us {self.number(2, 80)} million and sent {self.number(2, 80)} thousand",
            "You cannot run a city on apologies",
            f"If {self.firm} leaves, {self.town} pays",
        )

    def full(self, index: int) -> str:
        first, last, office, _ = self.people[index]
        self.introduced.add(index)
        place = self.pick(
            f"{self.town} {office} {first} {last}", f"{first} {last}, the {office} of {self.town},", f"{office} {first} {last}"
        )
        return place[0].upper() + place[1:]

    def short(self, index: int) -> str:
        """The surname or a pronoun, for who has been named in full."""
        if index not in self.introduced:
            return self.full(index)
        _, last, _, pronoun = self.people[index]
        return self.pick(last, last, pronoun.capitalize())

    def lead(self) -> str:
        if self.random.random() < 0.15:
            return f"{self.full(0)} resigned {self.day()} after a report on {self.thing}."
        return self.pick(
            f"{self.firm} agreed {self.day()} to buy {self.thing} in {self.town} for {self.number(3, 950)} million dollars.",
            f"Police arrested {self.number(2, 70)} people in {self.town} {self.day()} after protests over {self.thing}.",
            f"A fire destroyed {self.thing} in {self.town} {self.day()}, killing {self.number(2, 20)} people.",
            f"Workers at {self.firm} went on strike in {self.town} {self.day()} over pay.",
            f"The parliament in {self.town} passed a law on {self.thing} {self.day()}.",
        )

    def direct(self) -> str:
        who = self.random.randrange(3)
        marks = self.pick("“”", "“”", '""')
        said = f"{self.full(who)} {self.random.choice(SAID)}".replace(", said", " said")
        if self.random.random() < 0.4:
            return f"{marks[0]}{self.quote()},{marks[1]} {said}. {marks[0]}{self.quote()}.{marks[1]}"
        return f"{marks[0]}{self.quote()},{marks[1]} {said} {self.day()}."

    def indirect(self) -> str:
        return f"{self.short(self.random.randrange(3))} {self.random.choice(THAT)} that {self.claim()}."

    def mixed(self) -> str:
        verdict = self.random.choice(VERDICTS).format(town=self.town)
        return f"{self.full(self.random.randrange(3))} called the decision on {self.thing} “{verdict}.”"

    def sourced(self) -> str:
        return f"According to {self.pick('court filings', 'a report', self.firm, 'two officials', 'the union')}, {self.claim()}."

    def fact(self) -> str:
        fact = self.claim().replace("had paid", "paid").replace("would sell", "sold").replace("had arrested", "arrested")
        return f"{fact[0].upper()}{fact[1:]}."

    def paragraph(self) -> str:
        """One or two sentences, of a form that the article has used as rarely as possible."""
        makers = [self.direct, self.indirect, self.mixed, self.sourced, self.fact]
        fresh = [maker for maker in makers if maker not in self.used] or makers
        maker = self.random.choice(fresh)
        self.used.add(maker)
        return " ".join([maker(), *([self.fact()] if self.random.random() < 0.4 else [])])

    def title(self) -> str:
        last = self.people[0][1]
        return self.pick(
            f"{self.firm} and {self.town} at odds over {self.thing}",
            f"{last} under fire as {self.town} counts the cost",
            f"{self.town}: {last} defends plan for {self.thing}",
            f"“{self.quote()}”: {last} speaks out",
        )


def articles(n: int, seed: int = 0, paragraphs: int = 6) -> Iterator[dict[str, Any]]:
    """Makes articles up; no two of them are equal.

    Args:
        n: how many.
        seed: another seed gives other articles.
        paragraphs: in each article, about 35 words each.

    Yields:
        Records as a line of JSON Lines holds them: id, text, title, published_at (ISO 8601), outlet, authors.
    """
    for number in range(n):
        story = _Story(Random(f"{seed}:{number}"))
        body = [story.lead(), *(story.paragraph() for _ in range(paragraphs - 1))]
        if story.random.random() < 0.5:
            body[0] = (
                f"{story.town.upper()}, {MONTHS[story.published.month - 1]} {story.published.day} (Savanna Agency) - {body[0]}"
            )
        author = f"{story.random.choice(WOMEN + MEN)} {story._surname()}"
        yield {
            "id": f"synthetic-{seed}-{number:06d}",
            "text": "\n\n".join(body),
            "title": story.title(),
            "published_at": story.published.isoformat(),
            "outlet": story.random.choice(OUTLETS),
            "authors": [author],
        }
