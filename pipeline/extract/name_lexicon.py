"""The word lists that tell a name from what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipeline.extract.gazetteer import folded_set
from pipeline.lexicons import lexicon
from pipeline.vocabulary import Label

HYPHENS = frozenset({"-", "‑", "‐"})
"""What joins the parts of a given name; a dash does not."""


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word lists that tell a name from what stands around it. All folded but `letter_ranks`."""

    honorifics: frozenset[str]
    letter_ranks: frozenset[str]
    roles: frozenset[str]
    modifiers: frozenset[str]
    prefixes: frozenset[str]
    decorations: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    first_names: frozenset[str]
    openers: frozenset[str]
    determiners: frozenset[str]
    not_names: frozenset[str]
    heads: dict[str, Label]
    strong_heads: frozenset[str]
    starts: frozenset[str]
    kinds: frozenset[str]
    named_after_people: frozenset[str]

    def is_title_word(self, lower: str) -> bool:
        """Whether the word can be a part of a title."""
        if lower in self.honorifics or lower in self.roles or lower in self.modifiers:
            return True
        left, hyphen, right = lower.partition("-")
        return (
            bool(hyphen) and left in self.prefixes and (right in self.roles or right in self.modifiers or right in self.honorifics)
        )

    def ends_title(self, lower: str) -> bool:
        """Whether the word can be the last of a title."""
        if lower in self.honorifics or lower in self.roles or lower == "general":
            return True
        left, hyphen, right = lower.partition("-")
        return (
            bool(hyphen)
            and (left in self.prefixes or left in self.roles)
            and (right in self.roles or right in ("elect", "general"))
        )


@cache
def load_name_words() -> NameWords:
    """Reads the lexicons `titles`, `names`, `first_names` and `organizations`."""
    titles, names, given, table = lexicon("titles"), lexicon("names"), lexicon("first_names"), lexicon("organizations")
    heads = table["heads"]
    labels = {"org": Label.ORG, "fac": Label.FAC, "loc": Label.LOC, "gpe": Label.GPE, "event": Label.EVENT, "law": Label.LAW}
    labels["product"] = Label.PRODUCT
    return NameWords(
        honorifics=folded_set([word for kind in ("m", "f", "n") for word in titles["honorifics"][kind]]),
        letter_ranks=frozenset(titles["honorifics"]["letters"]),
        roles=folded_set([word for kind in ("m", "f", "n") for word in titles["roles"][kind]]),
        modifiers=folded_set(titles["modifiers"]["words"]),
        prefixes=folded_set(titles["modifiers"]["prefixes"]),
        decorations=folded_set(titles["suffixes"]["decorations"]),
        suffixes=folded_set(titles["suffixes"]["name"]),
        particles=folded_set(titles["suffixes"]["particles"]),
        first_names=folded_set(given["m"] + given["f"]),
        openers=folded_set(names["openers"]),
        determiners=folded_set(names["determiners"]),
        not_names=folded_set(names["not_names"]),
        heads={word: labels[kind] for kind in labels for word in heads[kind]},
        strong_heads=folded_set(heads["strong"]),
        starts=folded_set(names["organization_starts"]),
        kinds=folded_set([word for kind, group in table["nominals"].items() if kind != "place" for word in group]),
        named_after_people=folded_set(names["named_after_people"]),
    )


@cache
def context_words(name: str) -> frozenset[str]:
    """A list of the lexicon `names`, folded: words that stand beside names of one kind."""
    return folded_set(lexicon("names")[name])
