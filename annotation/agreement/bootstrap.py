"""Drawing units with replacement, for intervals (Efron and Tibshirani 1993, "An Introduction to the Bootstrap")."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from annotation.agreement.interval import CONFIDENCE, Interval

RESAMPLES = 2000
"""Draws for an interval; another seed then moves its ends by about a fiftieth of its width."""
BATCH = 2_000_000
"""Numbers drawn at once, which bounds the memory to some tens of megabytes."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


def resampled(times: Numbers, statistic: Callable[[Numbers], Floats], resamples: int, seed: int) -> Floats:
    """A statistic of samples drawn with replacement.

    Args:
        times: how many units there are of each kind; units alike are drawn together.
        statistic: takes samples (samples by kinds: how often each kind was drawn) and gives a number for each.
        resamples: how many samples.
        seed: the same seed gives the same samples.
    """
    generator = np.random.default_rng(seed)
    units = int(times.sum())
    batch = max(1, BATCH // len(times))
    sizes = (min(batch, resamples - start) for start in range(0, resamples, batch))
    return np.concatenate([statistic(generator.multinomial(units, times / units, size)) for size in sizes])


def percentiles(drawn: Floats, confidence: float = CONFIDENCE) -> Interval:
    """The range in which the middle of what was drawn lies."""
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(float(low), float(high))


def mean_interval(values: Floats, seed: int) -> Interval | None:
    """The interval of a mean; none for fewer than two values."""
    if len(values) < 2:
        return None
    once = np.ones(len(values), dtype=np.int64)
    return percentiles(resampled(once, lambda times: times @ values / len(values), RESAMPLES, seed))
