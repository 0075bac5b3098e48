"""The bootstrap: many samples of the same items (Efron 1979)."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.statistics.interval import Interval
from evaluation.statistics.metrics import Answers, Metric, Weights

SAMPLES = 20_000
"""The smallest p-value is then 0.0001, which Holm's correction leaves below .05 for up to 500 tests."""
PIECE = 1000
"""Samples that are in memory at a time."""


def weights(items: int, seed: int = 0, samples: int = PIECE) -> Weights:
    """How often each item is drawn in each sample, with replacement; the same for the same number of items and seed."""
    return _drawn(np.random.default_rng(seed), items, samples)


def resampled(
    figure: Callable[[Weights], NDArray[np.float64]], items: int, seed: int = 0, samples: int = SAMPLES
) -> NDArray[np.float64]:
    """A figure of each of many samples; the samples are the same for the same number of items and seed.

    Args:
        figure: gives the figure of some samples; from (samples, items) to (samples,)
        items: that are drawn from
        seed: of the samples
        samples: how many
    """
    random = np.random.default_rng(seed)
    pieces = [min(PIECE, samples - start) for start in range(0, samples, PIECE)]
    return np.concatenate([figure(_drawn(random, items, piece)) for piece in pieces])


def _drawn(random: np.random.Generator, items: int, samples: int) -> Weights:
    return random.multinomial(items, np.full(items, 1 / items), size=samples).astype(np.float64)


def percentiles(values: NDArray[np.float64], confidence: float = 0.95) -> Interval:
    """The percentile interval (Efron and Tibshirani 1993, chapter 13)."""
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(values, [tail, 100 - tail])
    return Interval(float(low), float(high))


def mean(metric: Metric, several: Sequence[Answers], drawn: Weights) -> NDArray[np.float64]:
    """A figure's mean over several wordings of the same items, in each sample; an item is drawn with all its wordings."""
    values: NDArray[np.float64] = np.mean([metric(answers, drawn) for answers in several], axis=0)
    return values


def two_sided(differences: NDArray[np.float64]) -> float:
    """The p-value of a difference: twice the share of samples on the other side of zero.

    One is added to both counts, so that it is never 0 (Davison and Hinkley 1997, section 4.2.5).
    """
    total = len(differences) + 1
    below, above = (np.sum(differences <= 0) + 1) / total, (np.sum(differences >= 0) + 1) / total
    return float(min(1.0, 2 * min(below, above)))
