"""Two models on the same items."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evaluation.statistics.bootstrap import SAMPLES, mean, percentiles, resampled, two_sided
from evaluation.statistics.interval import Interval
from evaluation.statistics.metrics import Answers, Metric, Weights


class Difference(NamedTuple):
    """How much a figure differs between two models."""

    value: float
    """First minus second."""
    interval: Interval
    """At 95 %."""
    p: float
    """Probability of a difference as large, either way, if there were none."""


def difference(
    metric: Metric, first: Sequence[Answers], second: Sequence[Answers], seed: int = 0, samples: int = SAMPLES
) -> Difference:
    """The difference of a figure, its mean over wordings, by the paired bootstrap over items.

    (Koehn 2004, for systems that answer the same items.)

    Args:
        metric: the figure
        first: answers of one model, an entry a wording, the same items in the same order
        second: of the other
        seed: of the samples
        samples: how many; the smallest p-value is 2 / (samples + 1)
    """
    items = len(first[0].gold)

    def apart(drawn: Weights) -> NDArray[np.float64]:
        return mean(metric, first, drawn) - mean(metric, second, drawn)

    return from_samples(float(apart(np.ones((1, items)))[0]), resampled(apart, items, seed, samples))


def from_samples(found: float, samples: NDArray[np.float64]) -> Difference:
    """A difference from what it is in many samples."""
    return Difference(found, percentiles(samples), two_sided(samples))


def mcnemar(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """The exact p-value of McNemar's test (1947): of the items that one model alone has right, is it half each?

    Args:
        first: which items one model has right; shape (items,)
        second: which the other has right
    """
    from scipy.stats import binomtest  # noqa: PLC0415

    only_first, only_second = int(np.sum(first & ~second)), int(np.sum(~first & second))
    return float(binomtest(only_first, only_first + only_second).pvalue) if only_first + only_second else 1.0
