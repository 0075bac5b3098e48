"""What is compared: the folded words of a question and its answer."""

from typing import NamedTuple, Self

from emosapp_data.checks.folding import fold


class PairText(NamedTuple):
    """A question and its answer, as they come in."""

    id: str
    """Identifies the pair."""
    question: str
    """The question."""
    answer: str
    """Its answer."""


class Folded(NamedTuple):
    """A pair without letter case, spaces and punctuation: words and numbers parted by single spaces."""

    question: str
    """The folded question."""
    answer: str
    """The folded answer."""

    @classmethod
    def of(cls, pair: PairText) -> Self:
        """Fold a pair as the check for exact duplicates does."""
        return cls(fold(pair.question), fold(pair.answer))

    @property
    def text(self) -> str:
        """What is compared: the question, a space, and the answer."""
        return f"{self.question} {self.answer}"


def in_order(text: str) -> str:
    """A folded text with its words in the order of the alphabet."""
    return " ".join(sorted(text.split()))
