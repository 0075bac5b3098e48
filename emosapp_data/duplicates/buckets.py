"""Which texts share a key in a band: sorted runs that grow by merging, so that adding a book costs what the book costs."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from emosapp_data.duplicates.signature import BANDS, Keys

AT_ONCE = 1 << 20
"""Candidates looked up at once, so that keys that very many texts share take time but little memory."""
DENSE = 16
"""If one text in so many is a candidate, they are marked on a map; otherwise they are sorted."""

Positions = NDArray[np.int64]


class Candidates(NamedTuple):
    """Pairs of positions to be looked at, each once."""

    earlier: Positions
    """Positions of the texts that came first."""
    later: Positions
    """Positions of the others."""


class _Run(NamedTuple):
    """Texts by their keys."""

    keys: Keys
    """Shape (bands, texts); each band is sorted."""
    positions: NDArray[np.int32]
    """The text of each key, likewise; texts of one key are in their order."""


class _Shared(NamedTuple):
    """Where in a band of a run the texts stand that share their key with a new one."""

    rows: Positions
    """The new texts, counted from the first of them, in their order."""
    starts: Positions
    """Where the texts of its key begin."""
    counts: Positions
    """How many there are."""
    positions: NDArray[np.int32]
    """The positions of the texts of the run's band."""


class Buckets:
    """The keys of all texts so far."""

    def __init__(self) -> None:
        """Begin without texts."""
        self._runs: list[_Run] = []
        self._texts = 0

    def add(self, keys: Keys) -> None:
        """Add texts at the next positions; their keys have shape (bands, texts)."""
        if not keys.shape[1]:
            return
        self._runs.append(_run(keys, self._texts))
        self._texts += keys.shape[1]
        # Each run is more than twice as long as the next, so that a text is moved no more than log2 of all texts times.
        while len(self._runs) > 1 and self._runs[-2].keys.shape[1] <= 2 * self._runs[-1].keys.shape[1]:
            newer, older = self._runs.pop(), self._runs.pop()
            joined = (np.concatenate(both, axis=1) for both in zip(older, newer, strict=True))
            self._runs.append(_sorted(*joined))

    def candidates(self, keys: Keys) -> Iterator[Candidates]:
        """For texts that are to be added next: all that share a key with an earlier one."""
        new = _run(keys, self._texts)
        shared = [
            found
            for band in range(BANDS)
            for run in (*self._runs, new)
            if len((found := _shared(new, self._texts, run, band)).rows)
        ]
        totals = np.zeros(keys.shape[1], np.int64)
        for found in shared:
            np.add.at(totals, found.rows, found.counts)
        for start, stop in _chunks(totals):
            yield self._distinct(shared, start, stop, int(totals[start:stop].sum()))

    def _distinct(self, shared: list[_Shared], start: int, stop: int, total: int) -> Candidates:
        """The candidates of some of the new texts, each once though it may share several keys."""
        expanded = [_expanded(found, start, stop) for found in shared]
        columns = self._texts + stop
        cells = np.concatenate([rows * columns + positions for rows, positions in expanded])
        if (stop - start) * columns <= DENSE * total:
            marks = np.zeros((stop - start) * columns, np.bool_)
            marks[cells] = True
            cells = np.flatnonzero(marks)
        else:
            cells.sort()  # faster here than np.unique, which hashes
            cells = cells[np.diff(cells, prepend=-1) > 0]
        rows, positions = np.divmod(cells, columns)
        return Candidates(positions, rows + (self._texts + start))


def _run(keys: Keys, first: int) -> _Run:
    """A run of texts at the positions from `first` on."""
    positions = np.arange(first, first + keys.shape[1], dtype=np.int32)
    return _sorted(keys, np.broadcast_to(positions, keys.shape))


def _sorted(keys: Keys, positions: NDArray[np.int32]) -> _Run:
    order = np.argsort(keys, axis=1, kind="stable")
    return _Run(np.take_along_axis(keys, order, axis=1), np.take_along_axis(positions, order, axis=1))


def _shared(new: _Run, first: int, run: _Run, band: int) -> _Shared:
    """What of a run shares a band's key with new texts; of the new texts themselves, what comes earlier."""
    wanted, there = new.keys[band], run.keys[band]
    starts = np.searchsorted(there, wanted, "left")
    if run is new:
        ends = np.arange(len(wanted))
        hits = np.flatnonzero(ends > starts)
        ends = ends[hits]
    else:
        hits = np.flatnonzero(there[np.minimum(starts, len(there) - 1)] == wanted)
        ends = np.searchsorted(there, wanted[hits], "right")
    rows = new.positions[band][hits].astype(np.int64) - first
    order = np.argsort(rows)
    return _Shared(rows[order], starts[hits][order], (ends - starts[hits])[order], run.positions[band])


def _chunks(totals: Positions) -> Iterator[tuple[int, int]]:
    """Stretches of texts with as many candidates as are looked up at once, or a single text with more."""
    ends = np.cumsum(totals)
    start = 0
    while start < len(totals):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + AT_ONCE, "right")))
        if ends[stop - 1] > before:
            yield start, stop
        start = stop


def _expanded(shared: _Shared, start: int, stop: int) -> tuple[Positions, Positions]:
    """Rows, counted from `start`, and the positions of their candidates."""
    part = slice(*np.searchsorted(shared.rows, (start, stop)))
    counts = shared.counts[part]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    positions = shared.positions[np.repeat(shared.starts[part], counts) + within]
    return np.repeat(shared.rows[part] - start, counts), positions.astype(np.int64)
