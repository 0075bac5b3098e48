"""Which word of the evidence a word of the answer stands for: the one that stands among the same words."""

from collections.abc import Iterable
from functools import lru_cache

from emosapp_data.checks.reading.likeness import are_alike
from emosapp_data.checks.reading.words import Reading, Word
from emosapp_data.checks.support.case import is_general

REACH = 6
"""Content words on either side of a word that tell what it is about."""
SAME, LIKE, COMMON = 1.0, 0.6, 0.5
"""What a word counts that both have beside them, one that is only like another, and a general word's share of either."""
ELSEWHERE = 0.6
"""Share of that if the one stands in the clause of its word and the other does not."""
COORDINATED = 4
"""Words from one of two coordinated terms to the other at most."""


@lru_cache(maxsize=4096)
def company(word: Word, reading: Reading) -> tuple[Word, ...]:
    """The content words of the sentence around a word, the nearest on either side."""
    before = [one for one in reading.sentence(word.sentence) if one.is_content and one.place < word.place]
    behind = [one for one in reading.sentence(word.sentence) if one.is_content and one.place > word.place]
    return (*before[-REACH:], *behind[:REACH])


def likeness(word: Word, reading: Reading, other: Word, evidence: Reading) -> float:
    """How much two words have in common of what stands around them; words that are like the two themselves aside."""
    own = word.keys | other.keys
    theirs = [one for one in company(other, evidence) if not one.keys & own]
    total = 0.0
    for one in company(word, reading):
        if one.keys & own:
            continue
        near = one.clause == word.clause
        weight = max(
            (
                (SAME if one.keys & two.keys else LIKE if are_alike(one, two) else 0.0)
                * (1 if near == (two.clause == other.clause) else ELSEWHERE)
                for two in theirs
            ),
            default=0,
        )
        total += weight * (COMMON if is_general(one) else 1)
    return total + sum(_have_same_neighbour(word, reading, other, evidence, step) for step in (-1, 1))


def _have_same_neighbour(word: Word, reading: Reading, other: Word, evidence: Reading, step: int) -> bool:
    """Whether the same content word stands right beside two words."""
    places = word.place + step, other.place + step
    if not (0 <= places[0] < len(reading.words) and 0 <= places[1] < len(evidence.words)):
        return False
    one, two = reading.words[places[0]], evidence.words[places[1]]
    return one.is_content and two.is_content and bool(one.keys & two.keys)


def counterpart(
    word: Word, reading: Reading, candidates: Iterable[Word], evidence: Reading
) -> tuple[Word | None, float]:
    """The candidate of the evidence around which most is like what is around a word, and how much."""
    best, most = None, -1.0
    for other in candidates:
        if (near := likeness(word, reading, other, evidence)) > most:
            best, most = other, near
    return best, max(most, 0.0)


def are_coordinated(one: Word, other: Word, reading: Reading) -> bool:
    """Whether 'and' or 'or' joins two terms, as in 'physical trauma or psychological trauma', so that one may be told without the other."""
    ones, others = ([word.place for word in reading.words if word.keys & it.keys] for it in (one, other))
    return any(
        any(word.lower in ("and", "or") for word in reading.words[min(left, right) + 1 : max(left, right)])
        for left in ones
        for right in others
        if 1 < abs(left - right) <= COORDINATED
    )
