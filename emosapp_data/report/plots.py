"""Figures of the report: histograms and bars, as numbers that the template draws."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Bin(NamedTuple):
    """One bar of a histogram."""

    first: int
    last: int
    number: int
    share: float
    """Height, as a share of the highest bar."""


class Row(NamedTuple):
    """One bar of a bar chart."""

    label: str
    number: int
    share: float
    """Length, as a share of the longest bar."""


def histogram(values: Sequence[int], bins: int = 16) -> list[Bin]:
    """Count values in bins of a round width."""
    if not values:
        return []
    width = _round_width((max(values) + 1) / bins)
    counts = [0] * (max(values) // width + 1)
    for value in values:
        counts[value // width] += 1
    highest = max(counts)
    return [Bin(index * width, (index + 1) * width - 1, count, count / highest) for index, count in enumerate(counts)]


def bars(counts: Iterable[tuple[str, int]]) -> list[Row]:
    """Bars, in the order given."""
    rows = list(counts)
    longest = max((count for _, count in rows), default=1)
    return [Row(label, count, count / longest) for label, count in rows]


def _round_width(width: float) -> int:
    """The next of 1, 2, 5, 10, 20, 50 ..."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if step * size >= width:
                return step * size
        size *= 10
