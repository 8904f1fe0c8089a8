"""Texts that break readers of news: what a dump of a million articles holds sooner or later."""

from __future__ import annotations

import random

_SENTENCE = "The mayor, Kari Lund, said on Friday that the toll would rise. "
_QUOTED = "“Nobody likes it,” she said. "


def _shuffled(alphabet: str, n: int, seed: int) -> str:
    return "".join(random.Random(seed).choices(alphabet, k=n))


TEXTS: dict[str, str] = {
    # what makes a tokenizer, a parser or a pattern slow
    "commas": "," * 20_000,
    "colons": "a:" * 16_000,
    "digits": "7" * 20_000,
    "digits and spaces": "7 " * 20_000,
    "clock times": "10:35 " * 10_000,
    "dates": "May 3, " * 5_000,
    "dots": "." * 20_000,
    "initials": "A. B. C. " * 5_000,
    "hyphens": "-".join(["well"] * 10_000),
    "apostrophes": "'" * 20_000,
    "contractions": "n't" * 10_000,
    "slashes": "and/or/" * 5_000,
    "brackets": "(" * 5_000 + "no" + ")" * 5_000,
    "square brackets": "[he] " * 4_000,
    "one long word": "x" * 40_000,
    "one long link": "https://example.org/" + "a/b?c=d&" * 4_000,
    "links": "see https://example.org/a?b=c#d or mail ann@example.org " * 500,
    "no stop": "the cat and " * 6_000,
    "no space": "Thecatsatonthemat." * 2_000,
    "one sentence of commas": "Ann, Bo, " * 4_000 + "left.",
    "conjunctions": "she said that " * 2_500,
    "blank lines": "\n" * 50_000 + _SENTENCE,
    "lines of a word": "word\n" * 8_000,
    "paragraphs": (_SENTENCE + "\n\n") * 800,
    "tabs": "\t".join(["Price", "7", "rose"] * 2_000),
    "long article": (_SENTENCE + _QUOTED) * 1_200,
    # marks
    "open mark": "“" + _SENTENCE * 600,
    "open marks": "“" * 10_000,
    "closing marks": "”" * 10_000,
    "straight marks": '"' * 10_001,
    "nested marks": "“‘" * 2_000 + "no" + "’”" * 2_000,
    "quoted words": "“no” " * 4_000,
    "quotations": _QUOTED * 800,
    "inches": 'a 7" pipe and a 6\'2" man ' * 1_000,
    "backquotes": "``no'' " * 2_000,
    "guillemets": "«" * 5_000,
    # letters
    "controls": "".join(map(chr, range(1, 32))) + _SENTENCE,
    "delete and C1": "".join(map(chr, range(127, 160))) + _SENTENCE,
    "byte order mark": "\ufeff" + _SENTENCE,
    "zero width": "\u200b".join(_SENTENCE),
    "right to left": "\u202e" + _SENTENCE + "\u202c",
    "soft hyphens": "\u00ad".join(_SENTENCE),
    "no-break spaces": _SENTENCE.replace(" ", "\u00a0"),
    "odd spaces": _SENTENCE.replace(" ", "\u2003") + _SENTENCE.replace(" ", "\u3000"),
    "carriage returns": _SENTENCE.replace(" ", "\r") * 20,
    "CRLF": (_SENTENCE + "\r\n\r\n" + _QUOTED + "\r\n") * 20,
    "line separators": _SENTENCE + "\u2028" + _SENTENCE + "\u2029" + _SENTENCE + "\x85" + _SENTENCE,
    "form feeds": _SENTENCE + "\f\v" + _SENTENCE,
    "combining": "e" + "\u0301" * 10_000 + " " + _SENTENCE,
    "decomposed": "Jose\u0301 Nun\u0303ez said on Friday that it was over. " * 20,
    "astral": "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 " * 2_000 + _SENTENCE,
    "private use": "\ue000\uf8ff\U000f0000" * 2_000 + _SENTENCE,
    "noncharacters": "\ufffe\uffff\ufdd0 " + _SENTENCE,
    "replacement": "\ufffd" * 5_000 + " " + _SENTENCE,
    "mathematical": "𝐓𝐡𝐞 𝐦𝐚𝐲𝐨𝐫 𝐬𝐚𝐢𝐝 𝐧𝐨. " * 200 + _SENTENCE,
    "ligatures": "The ﬁrst oﬃcer said ﬂatly that it was ﬁne. " * 50,
    "fullwidth": "Ｔｈｅ ｍａｙｏｒ ｓａｉｄ ｎｏ． " * 100 + _SENTENCE,
    "Turkish i": "İstanbul’s mayor said İİİ ıııı on Friday. " * 50,
    "sharp s": "STRAẞE straße said. " * 200,
    "mojibake": "â€œNobody likes it,â€\x9d she said. " * 100,
    # layout
    "markup": "<p>She <b>said</b> &ldquo;no&rdquo; <script>alert('x')</script></p>" * 300,
    "JSON": '{"text": "She said no", "n": [1, 2, 3]} ' * 200,
    "CSV": "1,Ann,said,no\n" * 800,
    "code": "for (i = 0; i < n; i++) { a[i] = b[i]; }\n" * 200,
    "a transcript": "Q: Why?\nA: Because.\n" * 600,
    "a table of results": "Lund 6 4 7, Berg 3 6 5; " * 600,
    "capitals": (_SENTENCE + _QUOTED).upper() * 50,
    "lower case": (_SENTENCE + _QUOTED).lower() * 50,
    "only a quotation": "“No.”",
    "only a name": "Kari Lund",
    "only a mark": "”",
    "one letter": "a",
    "a stop": ".",
    # noise
    "noise of letters": _shuffled("abcdefghijklmnopqrstuvwxyz ", 20_000, 1),
    "noise of marks": _shuffled("“”‘’\"'()[]—–-,.;:!? \n", 5_000, 2),
    "noise of everything": _shuffled("".join(map(chr, [*range(32, 127), *range(160, 592), 0x2019, 0x201C, 0x201D])), 20_000, 3),
    "noise of digits": _shuffled("0123456789:/-., ", 20_000, 4),
}
"""Hostile texts by name; none holds a NUL or a surrogate, which never reach a stage."""
