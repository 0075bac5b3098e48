"""Words that may stand for one another in a paraphrase of plain textbook English.

The groups are this project's own. They are loose on purpose: a word that is like one of the evidence is not news. Whether
two words are opposites is for `opposites` to say, and they are asked first.
"""

from collections import defaultdict
from functools import cache, lru_cache

from emosapp_data.checks.reading.vocabulary import lines
from emosapp_data.checks.reading.words import Word, keys, stem

GROUPS = lines("alike")
"""A group a line; a word may stand in several."""


@cache
def _groups_of() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(GROUPS):
        for word in line.split():
            found[word].add(number)
            found[stem(word)].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=65536)
def groups(word: str) -> frozenset[int]:
    """The groups in which a word stands, in any of its forms."""
    table = _groups_of()
    return frozenset().union(*(table.get(key, frozenset()) for key in keys(word)))


def are_alike(one: Word, other: Word) -> bool:
    """Whether two words are the same or may stand for one another."""
    return bool(one.keys & other.keys) or bool(groups(one.lower) & groups(other.lower))
