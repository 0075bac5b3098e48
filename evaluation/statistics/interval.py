"""Intervals around shares."""

from typing import NamedTuple


class Interval(NamedTuple):
    """A confidence interval."""

    low: float
    """Lower end."""
    high: float
    """Upper end."""


def wilson(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a share (Wilson 1927, JASA 22:209), which holds its level for few trials and extreme shares."""
    from scipy.stats import binomtest  # noqa: PLC0415

    found = binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    return Interval(float(found.low), float(found.high))
