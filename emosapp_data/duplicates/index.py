"""An index of pairs that finds the near duplicates of each new book, among itself and among all before it."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from emosapp_data.duplicates.alike import SameAsked
from emosapp_data.duplicates.buckets import Buckets, Candidates
from emosapp_data.duplicates.compare import compare
from emosapp_data.duplicates.match import Match
from emosapp_data.duplicates.outline import Outlines
from emosapp_data.duplicates.signature import Keys, band_keys
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
        self._texts: list[str] = []
        self._in_order: list[str] = []
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
        matches: list[Match] = []
        for keys, same in self._take(list(pairs)):
            scores = dict(same)
            for candidates in self._buckets.candidates(keys):
                scores.update(self._scores(candidates))
            self._buckets.add(keys)
            matches += [self._match(*both, scores[both]) for both in sorted(scores, key=lambda both: both[::-1])]
        return matches

    def put(self, pairs: Iterable[PairText]) -> None:
        """Add a segment whose matches are known: it is not compared with what is there, only with what comes.

        Raises:
            InputError: an id is in the index already; nothing was added.
        """
        for keys, _ in self._take(list(pairs)):
            self._buckets.add(keys)

    def _take(self, pairs: list[PairText]) -> Iterator[tuple[Keys, Scores]]:
        """Keep the pairs; gives some by some their keys, and the scores of those that ask or answer the same."""
        new = [pair.id for pair in pairs]
        if len(set(new)) < len(new) or not self._known.isdisjoint(new):
            twice = next(pair for number, pair in enumerate(new) if pair in self._known or pair in new[:number])
            raise InputError(f"pair {twice} came in twice; give each pair once")
        self._known.update(new)
        for start in range(0, len(pairs), AT_ONCE):
            part = pairs[start : start + AT_ONCE]
            first = len(self)
            self._ids += [pair.id for pair in part]
            self._folded += map(Folded.of, part)
            texts = [folded.text for folded in self._folded[first:]]
            self._texts += texts
            self._in_order += map(in_order, texts)
            self._outlines.add(texts)
            yield band_keys(texts), dict(self._same(self._same_asked, first)) if self._same_asked else {}

    def _same(self, same_asked: SameAsked, start: int) -> Iterator[tuple[tuple[int, int], float]]:
        """Those from the start on that ask or answer the same as an earlier one."""
        for later, folded in enumerate(self._folded[start:], start):
            for earlier in same_asked.add(later, folded):
                yield (earlier, later), score(self._folded[earlier], folded)

    def _scores(self, candidates: Candidates) -> Scores:
        """The scores of those that reach the least."""
        may = self._outlines.may_match(*candidates)
        sides = candidates.earlier[may].tolist(), candidates.later[may].tolist()
        best = np.maximum(self._ratios(self._texts, *sides), self._ratios(self._in_order, *sides))
        return {(sides[0][at], sides[1][at]): float(best[at]) for at in np.flatnonzero(best >= self._least)}

    def _ratios(self, texts: list[str], ones: list[int], others: list[int]) -> NDArray[np.float64]:
        """The ratio of each text with the other beside it; 0 if it is below the least."""
        left, right = ([texts[position] for position in side] for side in (ones, others))
        return process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=self._least, dtype=np.float64)

    def _match(self, first: int, second: int, alike: float) -> Match:
        return Match(self._ids[first], self._ids[second], alike, *compare(self._folded[first], self._folded[second]))
