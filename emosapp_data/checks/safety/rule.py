"""A rule of the lexicon: words that speak of a subject, and what makes them harmless."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from emosapp_data.schema import Flag

BEFORE = 60
"""Characters before a match in which what excuses it is looked for."""
SAME_CLAUSE = r"[^.?!;:,]*"
"""The rest of a clause: what may stand between an excuse and the words it excuses."""


class Rule(NamedTuple):
    """Words that speak of a subject. Patterns are matched against folded text (`folding.fold`)."""

    flag: Flag
    """The subject."""
    score: float
    """How sure it is that a person should look: 1 where someone speaks of themselves or is advised, 0.9 where the words have no other
    meaning, 0.7 where another one is rare, 0.5 and less where the words often mean something harmless. Set by judgement."""
    pattern: re.Pattern[str]
    """The words."""
    excuse: re.Pattern[str] | None
    """What, shortly before the words, takes their meaning away."""


class Finding(NamedTuple):
    """Words that speak of a subject."""

    flag: Flag
    """The subject."""
    score: float
    """How sure it is that a person should look, from 0 to 1."""
    words: str
    """The words as folded."""


class Subject(NamedTuple):
    """The rules of related flags, and the phrases that look like them but are harmless."""

    rules: Sequence[Rule]
    """The rules."""
    harmless: re.Pattern[str]
    """What is left out of the search for these rules alone."""

    def find(self, folded: str) -> Iterator[Finding]:
        """What a folded text says of the subject, in the order of the rules."""
        searched = self.harmless.sub(lambda match: "·" * len(match[0]), folded)
        for flag, score, pattern, excuse in self.rules:
            for match in pattern.finditer(searched):
                if not (excuse and excuse.search(searched[max(0, match.start() - BEFORE) : match.start()])):
                    yield Finding(flag, score, match[0])


def rule(flag: Flag, score: float, *alternatives: str, excuse: str = "") -> Rule:
    """A rule from words.

    Args:
        flag: the subject.
        score: how sure it is that a person should look, from 0 to 1.
        alternatives: regular expressions, any of which is to match from a word's start to a word's end.
        excuse: a regular expression of what takes the meaning away if it stands directly before the match (`SAME_CLAUSE` at its end: or
            earlier in the clause).
    """
    return Rule(flag, score, _whole_words(alternatives), re.compile(rf"(?:{excuse})$") if excuse else None)


def subject(rules: Sequence[Rule], harmless: Sequence[str]) -> Subject:
    """A subject from its rules and from regular expressions of harmless phrases."""
    return Subject(rules, _whole_words(harmless))


def _whole_words(alternatives: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")
