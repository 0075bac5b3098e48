"""Whether ratings go with the length of answers: rank correlation, within messages where there are several answers to each."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotation.agreement.bootstrap import RESAMPLES, percentiles
from evaluation.judge.judgement import Rated

FEWEST = 8
"""Messages below which a correlation says nothing."""

Floats = NDArray[np.float64]


class Correlation(NamedTuple):
    """A correlation with its bootstrap interval over messages."""

    value: float
    low: float | None
    high: float | None
    number: int


def by_length(rated: Sequence[Rated], seed: int) -> tuple[Correlation | None, bool]:
    """Spearman's correlation of mean rating and length, and whether it is within messages.

    Within messages, ranks are taken among the answers to the same message and centred there: what the message itself does to length
    and rating is taken out, as in a partial correlation.

    Args:
        rated: ratings of models' answers.
        seed: of the interval.
    """
    by_item: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for each in rated:
        if each.points:
            by_item[each.item].append((float(each.length), fmean(each.points.values())))
    several = [np.asarray(points) for points in by_item.values() if len(points) > 1]
    within = len(several) >= FEWEST
    units = [_centred(points) for points in several] if within else _ranked([*by_item.values()])
    if len(units) < FEWEST:
        return None, within
    value = _pearson(np.concatenate(units))
    if value is None:
        return None, within
    generator = np.random.default_rng(seed)
    draws = (generator.integers(len(units), size=len(units)) for _ in range(RESAMPLES))
    drawn = [found for draw in draws if (found := _pearson(np.concatenate([units[at] for at in draw]))) is not None]
    interval = percentiles(np.asarray(drawn))
    return Correlation(value, interval.low, interval.high, len(units)), within


def _centred(points: Floats) -> Floats:
    """Ranks within a message, around 0."""
    ranks = _ranks(points)
    centred: Floats = ranks - ranks.mean(axis=0)
    return centred


def _ranked(by_item: list[list[tuple[float, float]]]) -> list[Floats]:
    """Ranks among all answers, by message."""
    if not by_item:
        return []
    ranks = _ranks(np.asarray([point for points in by_item for point in points]))
    return np.split(ranks, np.cumsum([len(points) for points in by_item])[:-1])


def _ranks(points: Floats) -> Floats:
    from scipy.stats import rankdata  # noqa: PLC0415

    ranks: Floats = np.asarray(rankdata(points, axis=0), dtype=np.float64)
    return ranks


def _pearson(points: Floats) -> float | None:
    """Correlation of both columns; none where one does not vary."""
    apart = points - points.mean(axis=0)
    spread = float(np.sqrt((apart**2).sum(axis=0)).prod())
    return float(apart.prod(axis=1).sum()) / spread if spread > 0 else None
