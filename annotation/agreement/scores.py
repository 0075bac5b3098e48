"""How often people reject pairs, by the score that a check gave them."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from annotation.agreement.interval import Share, share

EDGES = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Where a bin of scores ends and the next begins; a full score has a bin of its own."""
NAMES = ("below 0.2", "0.2 to 0.4", "0.4 to 0.6", "0.6 to 0.8", "0.8 to 1", "1")


@dataclass(frozen=True)
class ScoreBin:
    """Pairs whose scores are alike."""

    name: str
    """The scores, from the first (included) to the second (not included)."""
    rejected: Share
    """How many of the judged pairs people reject."""


def reject_rates(scored: Iterable[tuple[float, bool]]) -> tuple[ScoreBin, ...]:
    """People's reject rate by score.

    Args:
        scored: for each judged pair its score, from 0 to 1, and whether people reject it.
    """
    pairs = [0] * len(NAMES)
    rejected = [0] * len(NAMES)
    for score, is_rejected in scored:
        place = bisect_right(EDGES, score)
        pairs[place] += 1
        rejected[place] += is_rejected
    return tuple(ScoreBin(name, share(hits, of)) for name, hits, of in zip(NAMES, rejected, pairs, strict=True))
