"""An index of pairs that finds the near duplicates of each new book, among itself and among all before it."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from emosapp_data.duplicates.alike import SameAsked
from emosapp_data.duplicates.buckets import Buckets, Candidates
from emosapp_data.duplicates.compare import compare
from emosapp_data.duplicates.match import Match
from emosapp_data.duplicates.outline import Outlines
from emosapp_data.duplicates.prepared import Prepared, prepare
from emosapp_data.duplicates.text import Folded, PairText, in_order
from emosapp_data.errors import InputError

LEAST_SCORE = 92.0
"""From here on two pairs are near duplicates."""
AT_ONCE = 4096
"""Pairs added at once, so that a large segment takes little memory."""

Scores = dict[tuple[int, int], float]
"""Positions, the earlier first, and their score."""


def score(one: Folded, other: Folded) -> float:
    """How alike two pairs are, from 0 to 100: the higher of rapidfuzz's `ratio` and `token_sort_ratio`."""
    return max(fuzz.ratio(one.text, other.text), fuzz.ratio(in_order(one.text), in_order(other.text)))


class DuplicateIndex:
    """The pairs that came in so far, in their order.

    A match is two pairs whose score reaches the least score, or two that ask or answer the same in other words
    (`SameAsked`), whatever their score. The matches are the same however the pairs are cut into segments. Pairs that are
    equal after folding should be merged before: n of them give n (n - 1) / 2 matches.
    """

    def __init__(self, least_score: float = LEAST_SCORE, same_asked: bool = True) -> None:
        """Begin without pairs; `same_asked` is whether the same question or the same answer makes a match by itself."""
        self._least = least_score
        self._same_asked = SameAsked() if same_asked else None
        self._known: set[str] = set()
        self._ids: list[str] = []
        self._folded: list[Folded] = []
        self._ordered: list[str] = []
        self._buckets = Buckets()
        self._outlines = Outlines(least_score)

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self._ids)

    def add(self, pairs: Iterable[PairText]) -> list[Match]:
        """Add a segment; gives its matches among itself and with all before it, in the order of the later pair.

        Raises:
            InputError: an id is in the index already; nothing was added.
        """
        segment = list(pairs)
        self._see_once([pair.id for pair in segment])
        parts = (segment[start : start + AT_ONCE] for start in range(0, len(segment), AT_ONCE))
        return [match for part in parts for match in self._add(prepare(part))]

    def add_prepared(self, pairs: Prepared) -> list[Match]:
        """Add pairs that were made ready elsewhere, as `add` does; some thousand at a time take little memory.

        Raises:
            InputError: an id is in the index already; nothing was added.
        """
        self._see_once(pairs.ids)
        return self._add(pairs)

    def put(self, pairs: Iterable[PairText]) -> None:
        """Add a segment whose matches are known: it is not compared with what is there, only with what comes.

        Raises:
            InputError: an id is in the index already; nothing was added.
        """
        segment = list(pairs)
        self._see_once([pair.id for pair in segment])
        for start in range(0, len(segment), AT_ONCE):
            part = prepare(segment[start : start + AT_ONCE])
            self._keep(part)
            self._buckets.add(part.keys)

    def put_prepared(self, pairs: Prepared) -> None:
        """Add pairs that were made ready elsewhere, as `put` does.

        Raises:
            InputError: an id is in the index already; nothing was added.
        """
        self._see_once(pairs.ids)
        self._keep(pairs)
        self._buckets.add(pairs.keys)

    def _see_once(self, new: list[str]) -> None:
        if len(set(new)) < len(new) or not self._known.isdisjoint(new):
            twice = next(pair for number, pair in enumerate(new) if pair in self._known or pair in new[:number])
            raise InputError(f"pair {twice} came in twice; give each pair once")
        self._known.update(new)

    def _add(self, pairs: Prepared) -> list[Match]:
        scores = self._keep(pairs)
        for candidates in self._buckets.candidates(pairs.keys):
            scores.update(self._scores(candidates))
        self._buckets.add(pairs.keys)
        return [self._match(*both, scores[both]) for both in sorted(scores, key=lambda both: both[::-1])]

    def _keep(self, pairs: Prepared) -> Scores:
        """Keep the pairs; gives the scores of those that ask or answer the same as an earlier one."""
        first = len(self)
        self._ids += pairs.ids
        self._folded += pairs.folded
        self._ordered += pairs.ordered
        self._outlines.add(pairs.outline)
        scores: Scores = {}
        if self._same_asked:
            for later, (folded, about) in enumerate(zip(pairs.folded, pairs.topics, strict=True), first):
                for earlier in self._same_asked.add(later, folded, about):
                    scores[earlier, later] = score(self._folded[earlier], folded)
        return scores

    def _scores(self, candidates: Candidates) -> Scores:
        """The scores of those that reach the least."""
        may = self._outlines.may_match(*candidates)
        sides = candidates.earlier[may].tolist(), candidates.later[may].tolist()
        texts = [[self._folded[position].text for position in side] for side in sides]
        ordered = [[self._ordered[position] for position in side] for side in sides]
        best = np.maximum(self._ratios(*texts), self._ratios(*ordered))
        return {(sides[0][at], sides[1][at]): float(best[at]) for at in np.flatnonzero(best >= self._least)}

    def _ratios(self, left: list[str], right: list[str]) -> NDArray[np.float64]:
        """The ratio of each text with the other beside it; 0 if it is below the least."""
        return process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=self._least, dtype=np.float64)

    def _match(self, first: int, second: int, alike: float) -> Match:
        return Match(self._ids[first], self._ids[second], alike, *compare(self._folded[first], self._folded[second]))
