"""Hard cases of who said what, each in a text of its own, through the whole pipeline."""

from __future__ import annotations

import pytest

from pipeline.article import SourceArticle
from pipeline.extractor import Extractor

Expected = list[tuple[str, str | None, list[str]]]

CASES: dict[str, tuple[str, Expected]] = {
    "curly marks": (
        "The harbour master was in no doubt. “The pier will stay shut until the storm is over,” Greta Holm said on Sunday.",
        [("direct", "Greta Holm", ["“The pier will stay shut until the storm is over,”"])],
    ),
    "over two paragraphs": (
        '"The hail ruined every vine we own," said Paolo Neri, a winemaker. "We have nothing left to sell.\n\n'
        '"Nobody from the insurer has come to look."\n\nThe insurer refused to comment.',
        [
            (
                "direct",
                "Paolo Neri",
                [
                    '"The hail ruined every vine we own,"',
                    '"We have nothing left to sell.',
                    '"Nobody from the insurer has come to look."',
                ],
            )
        ],
    ),
    "inches before a quotation": (
        'The pipe was 4" wide. "We measured it three times on Friday," plumber Nils Berg said.',
        [("direct", "Nils Berg", ['"We measured it three times on Friday,"'])],
    ),
    "scare quotes": (
        'The so-called "green and growing budget for everyone" was voted down by the council, Radio Velden reported.',
        [("mixed", "Radio Velden", ['The so-called "green and growing budget for everyone" was voted down by the council'])],
    ),
    "a title": (
        'He played the lead in "The Last Ferry Out Of Town" and said he was proud.',
        [("indirect", None, ["he was proud"])],
    ),
    "nested marks": (
        "\"She told us, 'Leave the boats where they are,' and then went home,\" Jon Aske told the inquiry.",
        [("direct", "Jon Aske", ["\"She told us, 'Leave the boats where they are,' and then went home,\""])],
    ),
    "single marks": (
        "'We shall not sell the ground to anyone,' Mrs Platt said on Monday.",
        [("direct", "Platt", ["'We shall not sell the ground to anyone,'"])],
    ),
    "split by its attribution": (
        '"We counted the ballots twice," said Dr. Mira Sand, "and the result did not change."',
        [("direct", "Mira Sand", ['"We counted the ballots twice,"', '"and the result did not change."'])],
    ),
    "according to a filing": (
        'The brewery "sees no way to repay its lenders this winter," according to a filing with the stock exchange.',
        [("mixed", "filing with the stock exchange", ['The brewery "sees no way to repay its lenders this winter,"'])],
    ),
    "a filing speaks": (
        "The letter said the brewery sees no way to repay its lenders this winter.",
        [("indirect", "letter", ["the brewery sees no way to repay its lenders this winter"])],
    ),
    "joint speakers": (
        '"We have settled the dispute over the well," Hale and Moreno said in a joint letter.',
        [("direct", "Hale and Moreno", ['"We have settled the dispute over the well,"'])],
    ),
    "a pronoun": (
        'Education Minister Ruth Oba met teachers on Friday. "No school will close this autumn," she said.',
        [("direct", "Ruth Oba", ['"No school will close this autumn,"'])],
    ),
    "no cue at all": (
        'Ruth Oba, the education minister, arrived late. "There was a great deal of snow on the road."',
        [("direct", "Ruth Oba", ['"There was a great deal of snow on the road."'])],
    ),
    "a name and a colon": (
        'Ruth Oba: "We are going to build two schools a year."',
        [("direct", "Ruth Oba", ['"We are going to build two schools a year."'])],
    ),
    "indirect without that": (
        "Engineers said the tunnel would open in March.",
        [("indirect", "Engineers", ["the tunnel would open in March"])],
    ),
    "the attribution last": (
        "The tunnel will open in March, engineers said.",
        [("indirect", "engineers", ["The tunnel will open in March"])],
    ),
    "the attribution within": (
        "The tunnel, engineers said, will open in March.",
        [("indirect", "engineers", ["The tunnel", "will open in March"])],
    ),
    "mixed, and a second cue": (
        'Moreno said the offer was "an insult to every nurse" and promised to strike.',
        [
            ("mixed", "Moreno", ['the offer was "an insult to every nurse"']),
            ("indirect", "Moreno", ["to strike"]),
        ],
    ),
    "passive": (
        'The driver was described by witnesses as "calm and very polite to everyone."',
        [("direct", "witnesses", ['"calm and very polite to everyone."'])],
    ),
    "told somebody": (
        '"The pump broke on the second night," Aske told Mira Sand of the Herald.',
        [("direct", "Aske", ['"The pump broke on the second night,"'])],
    ),
    "an apposition behind the speaker": (
        '"Prices are rising in every port," said Ines Roth, an analyst at Lund Shipping, which runs 12 ferries.',
        [("direct", "Ines Roth", ['"Prices are rising in every port,"'])],
    ),
    "two speakers in turn": (
        '"It was raining," Lena Fox said. "It was not," Otto Kern answered. "We had the windows open."',
        [
            ("direct", "Lena Fox", ['"It was raining,"']),
            ("direct", "Otto Kern", ['"It was not,"', '"We had the windows open."']),
        ],
    ),
    "tweeted": (
        '"So proud of this team and all of our fans tonight!" Moreno tweeted.',
        [("direct", "Moreno", ['"So proud of this team and all of our fans tonight!"'])],
    ),
    "one word": ('"Never," Lena Fox said.', [("direct", "Lena Fox", ['"Never,"'])]),
    "a nickname": (
        "“Three shots. Then it was quiet. Awful,” said a night porter who goes by the name “Duke.”",
        [("direct", "night porter", ["“Three shots. Then it was quiet. Awful,”"])],
    ),
    "a credit behind a dash": (
        "“Ines knows every reef on this coast and will serve us well.” — Harbour Commissioner Paul Stern",
        [("direct", "Paul Stern", ["“Ines knows every reef on this coast and will serve us well.”"])],
    ),
    "said nothing": ("The bank refused to say whether it would appeal.", []),
    "a sign": (
        'A placard reading "No swimming beyond the second buoy" leaned against the wall of the boathouse.',
        [("direct", "placard", ['"No swimming beyond the second buoy"'])],
    ),
    "according to, in front": (
        "According to the ministry, no country has banned the paint.",
        [("indirect", "ministry", ["no country has banned the paint"])],
    ),
    "a cue within a quotation": (
        "“For six years,” says the filing, “the clerk treated an office as a cash register, and he punished whoever asked.”",
        [
            (
                "direct",
                "filing",
                ["“For six years,”", "“the clerk treated an office as a cash register, and he punished whoever asked.”"],
            )
        ],
    ),
    "a day behind the verb": (
        "Officials said Tuesday that the ferry had been found.",
        [("indirect", "Officials", ["that the ferry had been found"])],
    ),
    "a day behind the verb, without that": (
        "The Coast Guard said Saturday it had found the ferry.",
        [("indirect", "Coast Guard", ["it had found the ferry"])],
    ),
    "the writer's objection": (
        "The company said the leak was small, although divers found oil two miles away.",
        [("indirect", "company", ["the leak was small"])],
    ),
    "a nickname within a name": (
        "“We won,” said Marta “Kit” Doyle, the captain, on the bus.",
        [("direct", "Marta “Kit” Doyle", ["“We won,”"])],
    ),
}

FAILING: dict[str, str] = {"a nickname": "a name behind “the name” is joined to what the cue reports"}


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[pytest.mark.xfail(strict=True, reason=FAILING[case])] if case in FAILING else [])
             for case in CASES]
)  # fmt: skip
def test_case(case: str, extractor: Extractor) -> None:
    text, expected = CASES[case]
    assert statements_of(extractor, text) == expected


def statements_of(extractor: Extractor, text: str) -> Expected:
    """Kind, joined names and parts of every statement."""
    analysis = extractor.analyse(SourceArticle(source_path="", source_record=0, text=text))
    found: Expected = []
    for statement in analysis.statements:
        names = [speaker.name for speaker in statement.speakers if speaker.name is not None]
        parts = [part.text(text) for part in statement.parts]
        found.append((statement.kind.value, " and ".join(names) or None, parts))
    return found
