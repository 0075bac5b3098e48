"""Whether a figure is more than chance: intervals, paired tests, and corrections for many tests."""

from evaluation.statistics.holm import holm
from evaluation.statistics.interval import Interval, wilson
from evaluation.statistics.metrics import Answers, Metric, metrics_of, value
from evaluation.statistics.paired import Difference, difference, from_samples, mcnemar
from evaluation.statistics.power import detectable
from evaluation.statistics.scores import scores_of

__all__ = [
    "Answers",
    "Difference",
    "Interval",
    "Metric",
    "detectable",
    "difference",
    "from_samples",
    "holm",
    "mcnemar",
    "metrics_of",
    "scores_of",
    "value",
    "wilson",
]
