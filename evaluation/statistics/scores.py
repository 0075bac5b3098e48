"""The figures of a benchmark, in each wording and over all."""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from evaluation.record import Prediction, Score
from evaluation.statistics.bootstrap import mean, percentiles, resampled
from evaluation.statistics.interval import Interval, wilson
from evaluation.statistics.metrics import Answers, Metric, accuracy, metrics_of, value


def scores_of(predictions: Sequence[Prediction]) -> Iterator[Score]:
    """All figures of one benchmark with their intervals: each wording's, and the mean over wordings where there are several.

    Shares have Wilson's interval, F1 and means that of the bootstrap over items: an item is drawn with all its wordings.
    """
    by_wording = answers_by_wording(predictions)
    benchmark = predictions[0].benchmark
    for name, metric in metrics_of(benchmark).items():
        for wording, answers in by_wording.items():
            low, high = _interval(metric, answers)
            yield _score(benchmark, wording, name, value(metric, answers), Interval(low, high), len(answers.gold))
        several = list(by_wording.values())
        if len(several) > 1:
            drawn = resampled(partial(mean, metric, several), len(several[0].gold))
            middle = float(np.mean([value(metric, answers) for answers in several]))
            yield _score(benchmark, None, name, middle, percentiles(drawn), len(several[0].gold))


def answers_by_wording(predictions: Sequence[Prediction]) -> dict[str, Answers]:
    """The answers to one benchmark, wording by wording, all in the order of the items of the first."""
    rows: dict[str, dict[str, Prediction]] = {}
    for each in predictions:
        rows.setdefault(each.wording, {})[each.item] = each
    order = list(next(iter(rows.values())))
    return {
        wording: Answers.of([found[item].gold for item in order], [found[item].chosen for item in order])
        for wording, found in rows.items()
    }


def _interval(metric: Metric, answers: Answers) -> Interval:
    if metric is accuracy:
        return wilson(int(answers.right.sum()), len(answers.right))
    return percentiles(resampled(partial(metric, answers), len(answers.gold)))


def _score(benchmark: str, wording: str | None, metric: str, found: float, interval: Interval, items: int) -> Score:
    return Score(
        benchmark=benchmark,
        wording=wording,
        metric=metric,
        value=found,
        low=interval.low,
        high=interval.high,
        items=items,
    )
