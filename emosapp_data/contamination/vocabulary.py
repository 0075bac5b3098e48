"""The words of benchmarks as numbers, with what each weighs."""

from collections.abc import Iterable
from typing import NamedTuple

from emosapp_data.contamination.empty_words import EMPTY
from emosapp_data.contamination.words import sentences, words

UNKNOWN = -1
"""Number of a word that no benchmark has: it matches nothing."""
EMPTY_WEIGHT = 0.25
"""Weight of a word without content; one with content weighs 1."""


class Side(NamedTuple):
    """The question or the answer of a pair."""

    name: str
    """'question' or 'answer'."""
    words: list[int]
    """Numbers of its words."""
    ends: list[int]
    """Where its sentences end: places behind their last word, in order."""
    weights: list[float]
    """Weights of its words."""

    def sentence_weight(self, first: int, last: int) -> float:
        """Weight of the sentences in which the words from `first` up to, not with, `last` stand."""
        start = max((end for end in self.ends if end <= first), default=0)
        stop = min((end for end in self.ends if end >= last), default=len(self.words))
        return sum(self.weights[start:stop])


class Vocabulary:
    """Numbers words in the order in which they come."""

    def __init__(self) -> None:
        """Start without words."""
        self._numbers: dict[str, int] = {}
        self._spellings: list[str] = []
        self._weights: list[float] = []

    def add(self, text: str) -> list[int]:
        """The words of a text as numbers; new words are added."""
        return [self._add(word) for word in words(text)]

    def side(self, name: str, text: str) -> Side:
        """One side of a pair; nothing is added."""
        side = Side(name, [], [], [])
        for sentence in sentences(text):
            side.words.extend(self._numbers.get(word, UNKNOWN) for word in sentence)
            side.weights.extend(map(_weight, sentence))
            side.ends.append(len(side.words))
        return side

    def weight(self, numbers: Iterable[int]) -> float:
        """What known words weigh together."""
        return sum(self._weights[number] for number in numbers)

    def content(self, numbers: Iterable[int]) -> int:
        """How many of known words have content."""
        return sum(self._weights[number] > EMPTY_WEIGHT for number in numbers)

    def spelled(self, numbers: Iterable[int]) -> str:
        """Known words as text."""
        return " ".join(self._spellings[number] for number in numbers)

    def _add(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self._numbers))
        if number == len(self._spellings):
            self._spellings.append(word)
            self._weights.append(_weight(word))
        return number


def _weight(word: str) -> float:
    return EMPTY_WEIGHT if word in EMPTY else 1.0
