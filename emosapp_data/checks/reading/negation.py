"""What a text negates: the words that stand behind 'not', 'no', 'hardly', 'instead of' and their like."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from emosapp_data.checks.reading.words import JOINTS, Reading, Word, keys

PLAIN = frozenset(
    "not no never neither nor none nothing nobody nowhere without hardly scarcely barely rarely seldom".split()
)
"""Words that negate, or nearly do."""
VERDICTS = frozenset("myth untrue false wrong mistaken misconception incorrect".split())
"""Words that deny the whole of their sentence."""
NEGATORS = PLAIN | VERDICTS | frozenset("little few unable unlikely lack lacks lacked lacking".split())
SOFT = frozenset(
    """stop cease fail avoid prevent lose refuse refrain forgo skip forget deny instead unable lack free less impair block
    inhibit hinder reduce hard difficult difficulty trouble look seem appear resemble pretend imagine disappear vanish miss
    cost steer without exclude ignore neglect overlook reject oppose counter decrease lower limit restrict stop end hold""".split()
)
"""Lemmas of words that turn what follows round: who says so in the answer need not say 'not'."""
FREQUENCY = frozenset("hardly scarcely barely rarely seldom".split())
PAIRED = frozenset({("rather", "than"), ("instead", "of"), ("far", "from"), ("anything", "but")})
"""Two words that negate what follows."""
NOT_NEGATING = frozenset(
    {
        ("not", "only"),
        ("not", "just"),
        ("not", "merely"),
        ("not", "simply"),
        ("a", "few"),
        ("a", "little"),
        ("no", "matter"),
        ("not", "least"),
        ("no", "doubt"),
    }
)
"""Two words that look like negation and are not, or are a change in time."""
FEWER = frozenset("less fewer least".split())
SCOPE = 6
"""Content words behind a negation that it negates, within its clause."""
PREFIX = re.compile(r"(?:un|in|im|ir|il|non|dis|mis)-?(?P<base>[a-z]{4,})|(?P<stem>[a-z]{4,})less(?:ly|ness)?")


CANCELLING = frozenset("fail forget neglect hesitate refuse omit".split())
"""Lemmas of words that, behind 'not' or 'never', make the two say yes: 'does not fail to answer'."""


class Negation(NamedTuple):
    """A negation and what it negates."""

    negator: Word
    """The word that negates."""
    scope: tuple[Word, ...]
    """The content words behind it, in their order; empty where it stands alone ('it does not')."""
    text: str
    """The negation as written, with the first words that it negates."""
    is_contrast: bool
    """Whether it only sets one thing against another ('rather than'), so that what stands before it holds."""


@lru_cache(maxsize=512)
def negations(reading: Reading) -> tuple[Negation, ...]:
    """All negations of a text."""
    found: list[Negation] = []
    words = reading.words
    for place, word in enumerate(words):
        following = words[place + 1].lower if place + 1 < len(words) else ""
        before = words[place - 1].lower if place else ""
        pair = (word.lower, following)
        contrast = pair in PAIRED
        if not contrast and (
            word.lower not in NEGATORS or pair in NOT_NEGATING or (before, word.lower) in NOT_NEGATING
        ):
            continue
        if is_cancelled(reading, place + 1) or _is_in_name(reading, place):
            continue
        behind = _reach(words, place + contrast)
        if word.lower == "no" and not behind and (not place or words[place - 1].sentence != word.sentence):
            continue
        behind = behind[1:] if pair == ("no", "longer") else behind
        scope = tuple(other for number, other in enumerate(behind) if _counts(other, number))[:SCOPE]
        last = scope[min(1, len(scope) - 1)].place if scope else place
        text = " ".join(other.text for other in words[place : last + 1])
        found.append(Negation(word, scope, text, contrast or word.lower == "without"))
    return tuple(found)


def is_cancelled(reading: Reading, place: int) -> bool:
    """Whether the word at a place turns what follows round and is itself negated right before."""
    if not 0 < place < len(reading.words) or reading.words[place].pause:
        return False
    return bool(reading.words[place].keys & CANCELLING) and reading.words[place - 1].lower in ("not", "never")


def _is_in_name(reading: Reading, place: int) -> bool:
    """Whether a word is part of a name, written with capitals within a sentence: 'a No Go trial'."""
    word = reading.words[place]
    if not word.text[0].isupper() or place + 1 == len(reading.words) or word is reading.sentence(word.sentence)[0]:
        return False
    return reading.words[place + 1].text[0].isupper() and not reading.words[place + 1].pause


def _counts(word: Word, number: int) -> bool:
    """Whether a word is part of what is negated: content words, comparisons, and 'all' and 'enough' right behind."""
    return word.is_content or word.lower in FEWER or (not number and word.lower in ("all", "enough"))


def _reach(words: Sequence[Word], place: int) -> list[Word]:
    """The words behind a place, up to the next pause or the end of the clause."""
    found: list[Word] = []
    for word in words[place + 1 :]:
        joins = word.lower in ("or", "nor") or not found
        if word.after_pause or (not joins and word.clause != words[place].clause and word.lower in JOINTS):
            break
        found.append(word)
    return found


@lru_cache(maxsize=65536)
def negated_base(word: str) -> frozenset[str]:
    """The keys of what a word with a negative prefix or ending negates: 'harmless' has no 'harm'."""
    match = PREFIX.fullmatch(word)
    if not match:
        return frozenset()
    base = match["base"] or match["stem"]
    return keys(base)
