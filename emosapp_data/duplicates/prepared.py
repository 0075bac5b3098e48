"""Pairs made ready for the index: what depends on each pair alone, so that it can be worked out anywhere, and side by side."""

from collections.abc import Sequence
from typing import NamedTuple

from emosapp_data.duplicates.asking import topic
from emosapp_data.duplicates.outline import Outline, outline
from emosapp_data.duplicates.signature import Keys, band_keys
from emosapp_data.duplicates.text import Folded, PairText, in_order


class Prepared(NamedTuple):
    """Pairs, and what the index compares them by."""

    ids: list[str]
    """Ids of the pairs."""
    folded: list[Folded]
    """Their folded texts."""
    ordered: list[str]
    """The same with their words in the order of the alphabet."""
    topics: list[str]
    """What their questions are about."""
    keys: Keys
    """Keys of their bands, of shape (bands, pairs)."""
    outline: Outline
    """Lengths and letters of their texts."""


def prepare(pairs: Sequence[PairText]) -> Prepared:
    """Make pairs ready."""
    folded = [Folded.of(pair) for pair in pairs]
    texts = [one.text for one in folded]
    return Prepared(
        [pair.id for pair in pairs],
        folded,
        [in_order(text) for text in texts],
        [topic(one.question) for one in folded],
        band_keys(texts),
        outline(texts),
    )
