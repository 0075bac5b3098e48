"""Intervals and shares: how far a figure that rests on a sample may be from the truth."""

from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
"""Confidence of every interval, unless another is asked for."""


@dataclass(frozen=True)
class Interval:
    """A range that holds the true figure with the confidence asked for."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """A share, always with the counts that it comes from."""

    hits: float
    """Cases that count; a fraction where a case counts in part."""
    of: int
    """All cases."""
    value: float | None
    """Hits of all cases, from 0 to 1; none where there are no cases."""
    interval: Interval | None
    """Wilson's interval at 95 %."""


def share(hits: float, of: int) -> Share:
    """The share of `hits` among `of` cases, with its interval."""
    return Share(hits, of, hits / of if of else None, wilson(hits, of))


def wilson(hits: float, of: int, confidence: float = CONFIDENCE) -> Interval | None:
    """The score interval of a share (Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference").

    It stays within 0 and 1 and holds for few cases and for shares near 0 and 1, where the textbook's interval fails (Brown,
    Cai and DasGupta 2001, "Interval Estimation for a Binomial Proportion"). A mean of cases that count in part varies no more
    than one of whole cases, so that for these the interval is on the safe side.

    Args:
        hits: cases that count, from 0 to `of`.
        of: all cases.
        confidence: from 0 to 1.
    """
    if not of:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    found = hits / of
    centre = (found + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * (found * (1 - found) / of + z * z / (4 * of * of)) ** 0.5
    return Interval(max(0.0, centre - half), min(1.0, centre + half))
