"""Ratings of models' answers: means with what they rest on, differences between models, and agreement of raters.

Items (messages) are the units that could have been others: an item's answers are averaged over raters first, so that an
item rated by many counts as much as one rated by few, and errors and intervals are over items.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, stdev

import numpy as np

from annotation.agreement.alpha import Alpha, alpha
from annotation.agreement.bootstrap import mean_interval
from annotation.agreement.figures import POINTS
from annotation.agreement.interval import Interval
from emosapp_data.schema import ANSWER_SCALES, AnswerRating, ReviewStatus

EVERYBODY = "everybody"
"""All groups of raters together."""


@dataclass(frozen=True)
class Mean:
    """How one group of raters rates one model on one scale."""

    group: str
    model: str
    scale: str
    mean: float
    """Points, from 1 to 5, averaged over items."""
    error: float | None
    """Standard error over items; none for a single item."""
    interval: Interval | None
    """Bootstrap interval over items, at 95 %; none for a single item."""
    items: int
    ratings: int
    """Ratings given, by all raters of the group."""


@dataclass(frozen=True)
class Difference:
    """How much better one model is rated than another on the same items."""

    group: str
    model: str
    other: str
    scale: str
    mean: float
    """Points that `model` is above `other`, averaged over items."""
    interval: Interval | None
    """Bootstrap interval over items, at 95 %; none for a single item."""
    items: int
    """Items on which both were rated."""


@dataclass(frozen=True)
class ScaleAlpha:
    """Agreement of raters on one scale."""

    group: str
    scale: str
    alpha: Alpha


@dataclass(frozen=True)
class AnswerAgreement:
    """All ratings of answers in figures. Groups come in alphabetical order behind everybody together."""

    ratings: int
    """Submitted ratings."""
    raters: int
    answers: int
    items: int
    groups: tuple[str, ...]
    """Everybody, and each group where there are several."""
    models: tuple[str, ...]
    means: tuple[Mean, ...]
    differences: tuple[Difference, ...]
    alphas: tuple[ScaleAlpha, ...]


def answer_agreement(ratings: Sequence[AnswerRating], seed: int = 0) -> AnswerAgreement:
    """Put ratings of answers together.

    Args:
        ratings: of any status; only what was submitted counts.
        seed: of the intervals.
    """
    counted = [rating for rating in ratings if rating.status is ReviewStatus.SUBMITTED]
    models = tuple(sorted({rating.model for rating in counted}))
    named = sorted({rating.group for rating in counted})
    groups = {EVERYBODY: counted} if counted else {}
    if len(named) > 1:
        groups |= {group: [rating for rating in counted if rating.group == group] for group in named}
    return AnswerAgreement(
        ratings=len(counted),
        raters=len({rating.rater for rating in counted}),
        answers=len({rating.answer for rating in counted}),
        items=len({rating.item for rating in counted}),
        groups=tuple(groups),
        models=models,
        means=tuple(mean for group, given in groups.items() for mean in _means(group, given, models, seed)),
        differences=tuple(
            difference for group, given in groups.items() for difference in _differences(group, given, models, seed)
        ),
        alphas=tuple(
            ScaleAlpha(group, scale, _alpha(given, scale, seed))
            for group, given in groups.items()
            for scale in ANSWER_SCALES
        ),
    )


def _means(group: str, ratings: Sequence[AnswerRating], models: Sequence[str], seed: int) -> Iterable[Mean]:
    for model in models:
        for scale in ANSWER_SCALES:
            by_item = _by_item(ratings, model, scale)
            if not by_item:
                continue
            means = [fmean(points) for points in by_item.values()]
            error = stdev(means) / len(means) ** 0.5 if len(means) > 1 else None
            given = sum(map(len, by_item.values()))
            yield Mean(
                group, model, scale, fmean(means), error, mean_interval(np.asarray(means), seed), len(means), given
            )


def _differences(group: str, ratings: Sequence[AnswerRating], models: Sequence[str], seed: int) -> Iterable[Difference]:
    for model, other in combinations(models, 2):
        for scale in ANSWER_SCALES:
            one, two = (_by_item(ratings, name, scale) for name in (model, other))
            apart = [fmean(one[item]) - fmean(two[item]) for item in one if item in two]
            if apart:
                yield Difference(
                    group, model, other, scale, fmean(apart), mean_interval(np.asarray(apart), seed), len(apart)
                )


def _by_item(ratings: Sequence[AnswerRating], model: str, scale: str) -> dict[str, list[int]]:
    """A model's ratings on a scale, by item."""
    found: dict[str, list[int]] = {}
    for rating in ratings:
        if rating.model == model and scale in rating.ratings:
            found.setdefault(rating.item, []).append(rating.ratings[scale])
    return found


def _alpha(ratings: Sequence[AnswerRating], scale: str, seed: int) -> Alpha:
    answers: dict[str, dict[str, int]] = {}
    for rating in ratings:
        if scale in rating.ratings:
            answers.setdefault(rating.answer, {})[rating.rater] = rating.ratings[scale]
    units: Iterable[Mapping[str, int]] = answers.values()
    return alpha(units, POINTS, "ordinal", seed=seed)
