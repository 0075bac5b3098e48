"""Krippendorff's alpha: how far people agree beyond what chance would give, from 1 (always) over 0 (as by chance) downwards.

Computed as in Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", from the counts of values in every unit;
values may be missing. The interval is the percentile bootstrap over units: units are drawn with replacement, and alpha is
computed anew from each draw, expected disagreement included. Krippendorff's own bootstrap draws pairs of values instead, as
if those of one unit had nothing to do with each other, and holds expected disagreement fixed. In simulations the plain
bootstrap kept its promise (Zapf et al. 2016, "Measuring inter-rater reliability for nominal data", BMC Medical Research
Methodology 16:93).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from annotation.agreement.bootstrap import RESAMPLES, Floats, Numbers, percentiles, resampled
from annotation.agreement.interval import CONFIDENCE, Interval
from emosapp_data.errors import InputError

Level = Literal["nominal", "ordinal", "interval", "ratio"]
"""What differences between values mean: none (nominal), their order (ordinal), their distance, their proportion."""

DEFINED = 0.95
"""Least share of draws in which alpha is defined; with fewer, the units hold too little variation for an interval."""

Value = TypeVar("Value", bound=str | int | float)


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha, and what it rests on."""

    level: Level
    """What differences between values mean."""
    value: float | None
    """Alpha; none where it is undefined."""
    interval: Interval | None
    """Bootstrap interval at 95 %; none where the units do not allow one."""
    units: int
    """Units with two values or more; others say nothing of agreement."""
    raters: int
    """Raters of these units."""
    values: int
    """Values in these units."""
    note: str = ""
    """Why there is no alpha or no interval, in words."""


def alpha(
    units: Iterable[Mapping[str, Value]],
    domain: Sequence[Value],
    level: Level,
    *,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> Alpha:
    """Alpha of what raters said of units.

    Args:
        units: for each unit the values that raters gave it, by rater; raters who gave none are absent.
        domain: all values there can be, in their order; numbers for the levels interval and ratio.
        level: what differences between values mean.
        resamples: draws for the interval; 0 for none.
        confidence: of the interval, from 0 to 1.
        seed: of the draws; the same seed gives the same interval.

    Raises:
        InputError: a value is not in the domain.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    found = (len(pairable), len({rater for unit in pairable for rater in unit}), sum(map(len, pairable)))
    if not pairable:
        return Alpha(level, None, None, *found, note="nothing was judged by two people")
    counts, times = np.unique(_counts(pairable, domain), axis=0, return_counts=True)
    distances = None if level == "ordinal" else _distances(domain, level)
    value = float(_alphas(times[np.newaxis], counts, distances)[0])
    if np.isnan(value):
        return Alpha(level, None, None, *found, note="everybody always said the same, so alpha is undefined")
    if value == 1:
        return Alpha(level, value, None, *found, note="nobody disagreed, and draws from that have no width")
    if not resamples:
        return Alpha(level, value, None, *found)
    drawn = resampled(times, lambda drawn: _alphas(drawn, counts, distances), resamples, seed)
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < DEFINED * len(drawn):
        return Alpha(level, value, None, *found, note="too little variation for an interval")
    return Alpha(level, value, percentiles(defined, confidence), *found)


def specific_agreement(units: Iterable[Mapping[str, Value]], value: Value) -> float | None:
    """How often another rater says `value` where one does (positive agreement, Cicchetti and Feinstein 1990; for many
    raters as in Fleiss 1981, "Statistical Methods for Rates and Proportions"); none where nobody says it."""
    said = also = 0.0
    for unit in units:
        if len(unit) > 1 and (times := sum(given == value for given in unit.values())):
            said += times
            also += times * (times - 1) / (len(unit) - 1)
    return also / said if said else None


def _counts(units: Sequence[Mapping[str, Value]], domain: Sequence[Value]) -> Floats:
    """How often each unit was given each value: units by values."""
    place = {value: index for index, value in enumerate(domain)}
    counts = np.zeros((len(units), len(domain)))
    for row, unit in zip(counts, units, strict=True):
        for value in unit.values():
            if value not in place:
                raise InputError(
                    f"a reviewer said {value!r}, which is none of {', '.join(map(str, domain))}; mend the review"
                )
            row[place[value]] += 1
    return counts


def _alphas(times: Numbers, counts: Floats, distances: Floats | None) -> Floats:
    """Alpha of samples, not a number where nothing varies.

    Args:
        times: how often each row of `counts` stands in a sample: samples by rows.
        counts: how often each value was given: rows by values.
        distances: squared distances of values; none for ordinal ones, whose distances depend on the sample.
    """
    size = counts.shape[1]
    several = counts.sum(axis=1, keepdims=True) - 1
    both = counts[:, :, np.newaxis] * counts[:, np.newaxis] - counts[:, :, np.newaxis] * np.eye(size)
    pairs = both / several[:, :, np.newaxis]
    observed = (times @ pairs.reshape(len(counts), -1)).reshape(-1, size, size)
    given = times @ counts
    if distances is None:
        ranks = given.cumsum(axis=1) - given / 2
        distances = (ranks[:, :, np.newaxis] - ranks[:, np.newaxis]) ** 2
    disagreement = (observed * distances).sum(axis=(1, 2))
    expected = (given[:, :, np.newaxis] * given[:, np.newaxis] * distances).sum(axis=(1, 2)) / (given.sum(axis=1) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas: Floats = np.where(expected > 0, 1 - disagreement / expected, np.nan)
    return alphas


def _distances(domain: Sequence[Value], level: Level) -> Floats:
    """Squared distances of values."""
    if level == "nominal":
        return 1 - np.eye(len(domain))
    values = np.asarray(domain, dtype=np.float64)
    apart = values[:, np.newaxis] - values
    if level == "ratio":
        both = values[:, np.newaxis] + values
        apart = np.divide(apart, both, out=np.zeros_like(apart), where=both != 0)
    squared: Floats = apart**2
    return squared
