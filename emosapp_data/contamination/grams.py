"""A table of n-grams that says in which items, and where in them, an n-gram stands."""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from emosapp_data.contamination.vocabulary import Vocabulary

GRAM = 3
"""Words of an n-gram. Of 8 words with one changed, at least one run of 3 is left."""
BITS = 21
"""Bits of a word in a key of three. Beyond two million words keys collide, which costs time and nothing else."""
PLACE_BITS = 16
"""Bits of a place in an item; what stands behind the 65,536th word is not looked up."""


class GramTable:
    """Sorted keys and places in arrays: 16 bytes an n-gram, where a dictionary would take ten times as much."""

    def __init__(self, vocabulary: Vocabulary, items: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Take in items, each with its number. N-grams without content, such as 'which of the', are left out."""
        self._vocabulary = vocabulary
        grams = sorted(
            (key, number << PLACE_BITS | place)
            for number, words in items
            for place, key in self._keyed(words[: 1 << PLACE_BITS])
        )
        self._keys = array("Q", (key for key, _ in grams))
        self._places = array("Q", (place for _, place in grams))

    def shifts(self, words: Sequence[int]) -> dict[int, dict[int, int]]:
        """Items that share n-grams with a text: by how many words their places are shifted there, and how many share it.

        Items and shifts come in ascending order.
        """
        found: dict[int, Counter[int]] = defaultdict(Counter)
        for place, key in self._keyed(words):
            at = bisect_left(self._keys, key)
            while at < len(self._keys) and self._keys[at] == key:
                number, within = divmod(self._places[at], 1 << PLACE_BITS)
                found[number][place - within] += 1
                at += 1
        return {number: dict(sorted(found[number].items())) for number in sorted(found)}

    def _keyed(self, words: Sequence[int]) -> Iterator[tuple[int, int]]:
        mask = (1 << BITS) - 1
        for place in range(len(words) - GRAM + 1):
            first, second, third = gram = words[place : place + GRAM]
            if min(gram) >= 0 and self._vocabulary.content(gram):
                yield place, (first & mask) << 2 * BITS | (second & mask) << BITS | third & mask
