"""What a pair shares with an item of a benchmark."""

from enum import StrEnum
from typing import NamedTuple

from emosapp_data.contamination.item import BenchmarkItem


class OverlapKind(StrEnum):
    """How an item was found, the surest first."""

    EXACT = "same words"
    """The pair's question or answer is the item's text, case, punctuation and number formats aside."""
    CONTAINED = "contained"
    """The item's text stands word for word inside the pair's question or answer."""
    NGRAM = "n-gram"
    """Most of the item's words stand there in their order, or a run of words that is too long for chance."""


class Overlap(NamedTuple):
    """An item of a benchmark that was found in a pair."""

    item: BenchmarkItem
    """The item."""
    kind: OverlapKind
    """How it was found."""
    share: float
    """Share of the item that stands there, from 0 to 1; words without content count a quarter."""
    where: str
    """'question' or 'answer': the side of the pair on which it stands."""
    shared: str
    """The shared words, normalised, with ' … ' where others stand between them."""
