"""Accuracy and F1, of the answers as they are and of many samples drawn from them."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]
"""How often each item counts in each of many samples; shape (samples, items)."""
NONE = -1
"""Stands for a model's answer that names no choice."""


class Answers(NamedTuple):
    """What was right and what was chosen, item by item."""

    gold: NDArray[np.int64]
    """The right choices; shape (items,)."""
    chosen: NDArray[np.int64]
    """The model's; `NONE` where it named none."""

    @classmethod
    def of(cls, gold: Sequence[int], chosen: Sequence[int | None]) -> "Answers":
        """Answers from lists."""
        return cls(
            np.array(gold, dtype=np.int64), np.array([NONE if one is None else one for one in chosen], dtype=np.int64)
        )

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which answers are right."""
        same: NDArray[np.bool_] = self.gold == self.chosen
        return same


Metric = Callable[[Answers, Weights], NDArray[np.float64]]
"""A figure of each of many samples; shape (samples,)."""


def accuracy(answers: Answers, weights: Weights) -> NDArray[np.float64]:
    """Share of right answers."""
    shares: NDArray[np.float64] = weights @ answers.right / weights.sum(axis=1)
    return shares


def f1(answers: Answers, weights: Weights, positive: int = 1) -> NDArray[np.float64]:
    """F1 of one class: harmonic mean of precision and recall; 0 where there is neither (van Rijsbergen 1979)."""
    gold, chosen = answers.gold == positive, answers.chosen == positive
    both, either = weights @ (gold & chosen), weights @ gold + weights @ chosen
    found: NDArray[np.float64] = np.divide(2 * both, either, out=np.zeros_like(both), where=either > 0)
    return found


def f1_macro(answers: Answers, weights: Weights) -> NDArray[np.float64]:
    """Mean of F1 over both classes."""
    return (f1(answers, weights, 0) + f1(answers, weights, 1)) / 2


def f1_weighted(answers: Answers, weights: Weights) -> NDArray[np.float64]:
    """Mean of F1 over both classes, weighed by how often each is right."""
    positives = weights @ (answers.gold == 1) / weights.sum(axis=1)
    found: NDArray[np.float64] = f1(answers, weights, 0) * (1 - positives) + f1(answers, weights, 1) * positives
    return found


def metrics_of(benchmark: str) -> Mapping[str, Metric]:
    """The figures of a benchmark, the one by which models are compared first."""
    if benchmark == "dreaddit":
        return {"f1": f1, "f1_macro": f1_macro, "f1_weighted": f1_weighted, "accuracy": accuracy}
    return {"accuracy": accuracy}


def value(metric: Metric, answers: Answers) -> float:
    """A figure of the answers as they are."""
    return float(metric(answers, np.ones((1, len(answers.gold))))[0])
