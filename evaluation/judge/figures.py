"""What the judge says of the models: means, and differences on the same messages."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from emosapp_data.schema import ANSWER_SCALES, Record
from evaluation.judge.judgement import Rated
from evaluation.judge.measures import Estimate, estimate
from evaluation.statistics import holm

RESAMPLES = 9999
"""Draws of the test, so that the least p-value is 0.0001."""


class ModelMean(Record):
    """How the judge rates a model on a scale."""

    model: str
    """The model."""
    scale: str
    """The scale."""
    points: Estimate | None
    """Mean over messages; none where no rating could be read."""
    unread: int
    """Answers without a rating that can be read."""


class ModelDifference(Record):
    """How much better the judge rates one model than another on the same messages."""

    model: str
    """The model."""
    other: str
    """The other model."""
    scale: str
    """The scale."""
    points: Estimate
    """Points that `model` is above `other`, with the interval of a bootstrap over messages."""
    p: float
    """Of a permutation test that swaps both models message by message, two-sided."""
    p_holm: float
    """The same with Holm's correction for all differences of this judging."""


def model_means(rated: Sequence[Rated], seed: int = 0) -> tuple[ModelMean, ...]:
    """Means by model and scale, models in the order of their names."""
    models = sorted({each.by for each in rated if not each.control})
    unread = {
        model: sum(each.by == model and not each.control and not each.points for each in rated) for model in models
    }
    return tuple(
        ModelMean(
            model=model,
            scale=scale,
            points=estimate(list(_by_item(rated, model, scale).values()), seed),
            unread=unread[model],
        )
        for model in models
        for scale in ANSWER_SCALES
    )


def model_differences(rated: Sequence[Rated], seed: int = 0) -> tuple[ModelDifference, ...]:
    """Differences of each two models on each scale."""
    models = sorted({each.by for each in rated if not each.control})
    found: list[tuple[str, str, str, Estimate, float]] = []
    for model, other in combinations(models, 2):
        for scale in ANSWER_SCALES:
            one, two = _by_item(rated, model, scale), _by_item(rated, other, scale)
            apart = [one[item] - two[item] for item in sorted(one) if item in two]
            points = estimate(apart, seed)
            if points:
                found.append((model, other, scale, points, swapping_test(apart, seed)))
    corrected = holm([p for *_, p in found])
    return tuple(
        ModelDifference(model=model, other=other, scale=scale, points=points, p=p, p_holm=p_holm)
        for (model, other, scale, points, p), p_holm in zip(found, corrected, strict=True)
    )


def swapping_test(apart: Sequence[float], seed: int) -> float:
    """Two-sided p-value of differences under which both models might have been swapped at each message, by drawing signs."""
    values = np.asarray(apart, dtype=np.float64)
    signs = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), size=(RESAMPLES, len(values)))
    drawn = np.abs(signs @ values)
    return float((1 + (drawn >= abs(values.sum()) - 1e-9).sum()) / (1 + RESAMPLES))


def _by_item(rated: Sequence[Rated], model: str, scale: str) -> dict[str, float]:
    """A model's ratings on a scale, by message."""
    given: dict[str, list[int]] = defaultdict(list)
    for each in rated:
        if each.by == model and not each.control and each.points:
            given[each.item].append(each.points[scale])
    return {item: sum(points) / len(points) for item, points in sorted(given.items())}
