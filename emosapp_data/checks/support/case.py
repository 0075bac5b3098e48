"""An answer and what it has to rest on, read once for all that look at it."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from emosapp_data.checks.reading.likeness import are_alike, groups
from emosapp_data.checks.reading.questions import is_polar
from emosapp_data.checks.reading.vocabulary import GENERAL, REWORDING
from emosapp_data.checks.reading.words import Reading, Word, read, stem
from emosapp_data.schema import EvidenceRole, Passage, QAPair

AMOUNTS = frozenset("more less most least all few many fewer".split())
"""Function words that say how much."""
BINDING = frozenset("at or no not once any ever".split())
"""Words behind which those are part of a set phrase."""

SOURCE = re.compile(
    r"\s?\((?:see |see also |e\.g\.,? |cf\. |adapted from )?[A-Z][^()]*?,\s*(?:\d{4}[a-z]?|n\.d\.|in press)(?:[,;][^()]*)?\)"
)
"""A reference to the literature, whose names and years say nothing of the matter: '(Chance, 2009)'."""


class Finding(NamedTuple):
    """What was found to speak against an answer."""

    detail: str
    """What the answer says, and what the evidence says."""
    support: float
    """How well the answer is supported as far as this goes, from 0 to 1."""


class Case(NamedTuple):
    """An answer and its evidence."""

    question: Reading
    answer: Reading
    quote: Reading
    """All quotes of the pair."""
    around: Reading
    """The passages that they stand in, with their headings."""
    is_prose: bool
    """Whether all quotes are prose that the answer rests on, not a question and a key that the book prints."""


def case_of(pair: QAPair, passages: Mapping[str, Passage]) -> Case:
    """Read a pair and its passages."""
    quotes = "\n".join(dict.fromkeys(_ended(evidence.quote) for evidence in pair.evidence))
    named = [passages[key] for key in dict.fromkeys(evidence.passage for evidence in pair.evidence) if key in passages]
    around = "\n".join(f"{_ended(passage.text)} {'. '.join(passage.citation.section)}." for passage in named)
    is_prose = all(evidence.role is EvidenceRole.ANSWER for evidence in pair.evidence)
    return Case(
        read(pair.question), read(SOURCE.sub("", pair.answer)), read(SOURCE.sub("", quotes)), read(around), is_prose
    )


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def says_yes(case: Case) -> bool:
    """Whether an answer agrees to a question of yes or no."""
    return bool(case.answer.words) and case.answer.words[0].lower in ("yes", "true") and is_polar(case.question)


@lru_cache(maxsize=512)
def meanings(reading: Reading) -> frozenset[int]:
    """The groups of like words of which a text has one."""
    return frozenset().union(*(groups(word.lower) for word in reading.words if word.is_content))


def stands_in(word: Word, reading: Reading) -> bool:
    """Whether a word stands in a text, in any form."""
    return bool(word.keys & reading.keys)


def is_echoed(word: Word, reading: Reading) -> bool:
    """Whether a word, or one that may stand for it, stands in a text."""
    return stands_in(word, reading) or bool(groups(word.lower) & meanings(reading))


@cache
def _all_forms(words: frozenset[str]) -> frozenset[str]:
    return words | {stem(word) for word in words}


def is_general(word: Word) -> bool:
    """Whether a word carries little of a claim."""
    return bool(word.keys & _all_forms(GENERAL))


def is_rewording(word: Word) -> bool:
    """Whether a paraphrase may well bring the word in."""
    return bool(word.keys & _all_forms(REWORDING))


def shared(some: tuple[Word, ...], others: tuple[Word, ...], *, but: frozenset[str] = frozenset()) -> int:
    """How many content words of some are like one of the others, those with a key in `but` aside."""
    return sum(
        1
        for word in some
        if word.is_content
        and not word.keys & but
        and any(are_alike(word, other) for other in others if other.is_content)
    )


def is_bound(word: Word, reading: Reading) -> bool:
    """Whether a word is part of 'at least', 'or more', 'no more' and the like, and compares nothing by itself."""
    return word.lower in AMOUNTS and word.place > 0 and reading.words[word.place - 1].lower in BINDING
