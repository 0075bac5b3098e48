"""Places of records in the order of review, such that few of them change when the order does.

If a record's place were its number, one new pair at the top would change the places of all others, and every push would
send everything again. So places are far apart, a record keeps its place as long as it is in order with the others that
keep theirs, and only what is new or has moved gets a place between its neighbours.
"""

from bisect import bisect_left
from collections.abc import Sequence

GAP = 1024
"""Distance of two places when they are given anew."""


def places(present: Sequence[int | None]) -> list[int]:
    """Increasing places for records in their order.

    Args:
        present: the place that each record has already, or none for a new one.
    """
    kept = _longest_increasing(present)
    result = [place if index in kept else None for index, place in enumerate(present)]
    start = 0
    while start < len(result):
        if result[start] is not None:
            start += 1
            continue
        end = next((index for index in range(start, len(result)) if result[index] is not None), len(result))
        new = _between(result[start - 1] if start else None, result[end] if end < len(result) else None, end - start)
        if new is None:  # no room: all of them move apart
            return [GAP * (index + 1) for index in range(len(result))]
        result[start:end] = new
        start = end
    return [place for place in result if place is not None]


def _between(before: int | None, after: int | None, number: int) -> list[int] | None:
    """So many places between two; none where there is no room."""
    if before is None:
        before = 0 if after is None else after - GAP * (number + 1)
    if after is None:
        return [before + GAP * (index + 1) for index in range(number)]
    if after - before <= number:
        return None
    return [before + (after - before) * (index + 1) // (number + 1) for index in range(number)]


def _longest_increasing(present: Sequence[int | None]) -> set[int]:
    """Indexes of a longest increasing run of places, not necessarily neighbours (patience sorting, Fredman 1975)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = [None] * len(present)
    for index, place in enumerate(present):
        if place is None:
            continue
        pile = bisect_left(ends, place)
        before[index] = last[pile - 1] if pile else None
        ends[pile : pile + 1] = [place]
        last[pile : pile + 1] = [index]
    chosen: set[int] = set()
    at: int | None = last[-1] if last else None
    while at is not None:
        chosen.add(at)
        at = before[at]
    return chosen
