"""Whether models differ by more than chance, item by item."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from emosapp_data.errors import InputError
from emosapp_data.schema import Record
from evaluation.record import Evaluation, Prediction, read_evaluation, read_predictions
from evaluation.statistics import Answers, Metric, detectable, difference, holm, mcnemar, metrics_of, value
from evaluation.statistics.bootstrap import mean, percentiles, two_sided, weights
from evaluation.statistics.scores import answers_by_wording

LEVEL = 0.05
"""Chance of any false alarm in a comparison."""
ALL = "mean of all"
"""Stands for the mean over benchmarks."""


def constant(metric: Metric, several: Sequence[Answers]) -> float:
    """What the best of the answers that are always the same would have, in the mean of the wordings."""
    places = range(int(max(each.gold.max() for each in several)) + 1)
    return max(
        float(np.mean([value(metric, Answers(each.gold, np.full_like(each.gold, place))) for each in several]))
        for place in places
    )


class Standing(Record):
    """What a model scores on the items that all compared models were asked."""

    model: str
    """The model."""
    benchmark: str
    """The benchmark, or `ALL`."""
    metric: str
    """The figure."""
    value: float
    """Mean over wordings, from 0 to 1."""
    low: float
    """Lower end of its interval at 95 %."""
    high: float
    """Upper end."""
    lowest: float
    """In the wording in which it is lowest."""
    highest: float
    """In the wording in which it is highest."""


class Contrast(Record):
    """Two models on one benchmark."""

    first: str
    """One model."""
    second: str
    """The other."""
    benchmark: str
    """The benchmark, or `ALL`."""
    metric: str
    """The figure."""
    difference: float
    """First minus second, mean over wordings."""
    low: float
    """Lower end of its interval at 95 %."""
    high: float
    """Upper end."""
    p: float
    """By the paired bootstrap over items."""
    adjusted: float
    """The same, for all contrasts of the comparison together (Holm)."""
    mcnemar: dict[str, float]
    """Exact p of McNemar's test of which items are right, in each wording; not adjusted."""
    detectable: float
    """The smallest difference of accuracy in one wording that so many items show with a power of 80 %."""
    items: int
    """Items that both were asked."""
    best: float
    """The higher of the two figures."""
    constant: float
    """What the best of the answers that are always the same would have: always the first choice, or the second, and so on."""

    @property
    def found(self) -> bool:
        """Whether the difference is more than chance."""
        return self.adjusted < LEVEL

    @property
    def conclusion(self) -> str:
        """What can be said of it, and what cannot."""
        points = f"{abs(self.difference) * 100:.1f} points"
        if self.found:
            better, worse = (self.first, self.second) if self.difference > 0 else (self.second, self.first)
            return f"{better} is better than {worse} by {points}{self._below}"
        return (
            f"no difference found: {self.low * 100:+.1f} to {self.high * 100:+.1f} points are all possible"
            f"{f', and one below {self.detectable * 100:.1f} would hardly show on {self.items:,} items' if self.benchmark != ALL else ''}"
            f"{self._below}"
        )

    @property
    def _below(self) -> str:
        """What puts a figure into its place that no knowledge is needed for."""
        if self.best > self.constant:
            return ""
        return f"; yet neither is above the {self.constant * 100:.1f} of always the same answer"


class Comparison(Record):
    """Models on the same items."""

    models: tuple[str, ...]
    """The models, in the order in which they were given."""
    standings: tuple[Standing, ...]
    """What each scores."""
    contrasts: tuple[Contrast, ...]
    """Each pair on each benchmark."""
    constants: dict[str, float]
    """For each benchmark: what the best of the answers that are always the same would have."""
    left_out: dict[str, int]
    """For each model: predictions that are not compared, since not all models were asked the same."""


class Side(NamedTuple):
    """A model's results."""

    evaluation: Evaluation
    predictions: dict[tuple[str, str, str], Prediction]


def compare(folders: Sequence[Path]) -> Comparison:
    """Compare models on the items that all of them were asked.

    Args:
        folders: of their results, at least two

    Raises:
        InputError: there are fewer than two, a folder holds no results, two have the same name, benchmark files differ, or no
            item is shared.
    """
    sides = sides_of(folders)
    shared = set.intersection(*(set(side.predictions) for side in sides.values()))
    if not shared:
        raise InputError(
            "the models were asked no item in common; run them with the same --benchmarks, --wordings and --limit"
        )
    first = next(iter(sides.values()))
    keys = [key for key in first.predictions if key in shared]
    benchmarks = list(dict.fromkeys(benchmark for benchmark, _, _ in keys))
    answers = {
        benchmark: {
            name: _complete([side.predictions[key] for key in keys if key[0] == benchmark])
            for name, side in sides.items()
        }
        for benchmark in benchmarks
    }
    contrasts = tuple(_adjusted(list(_contrasts(answers, tuple(sides)))))
    return Comparison(
        models=tuple(sides),
        standings=tuple(_standings(answers)),
        contrasts=contrasts,
        constants={each.benchmark: each.constant for each in contrasts},
        left_out={name: len(side.predictions) - len(keys) for name, side in sides.items()},
    )


def sides_of(folders: Sequence[Path]) -> dict[str, Side]:
    if len(folders) < 2:
        raise InputError("one model cannot be compared; give the results of two or more")
    sides: dict[str, Side] = {}
    files: dict[str, tuple[str, str]] = {}
    for folder in folders:
        evaluation = read_evaluation(folder)
        name = evaluation.model.name
        if name in sides:
            raise InputError(
                f"{folder}: another model called {name!r}; give one of them a --name of its own and run it again"
            )
        for used in evaluation.benchmarks:
            known, other = files.setdefault(used.name, (used.sha256, name))
            if known != used.sha256:
                raise InputError(
                    f"{used.name}: {name} was asked another file than {other}; run one of them again with the other's"
                )
        found = {(each.benchmark, each.wording, each.item): each for each in read_predictions(folder)}
        sides[name] = Side(evaluation, found)
    return sides


def _complete(predictions: Sequence[Prediction]) -> list[Answers]:
    """The answers in each wording, of the items that were asked in all of them."""
    wordings = {each.wording for each in predictions}
    times: dict[str, int] = {}
    for each in predictions:
        times[each.item] = times.get(each.item, 0) + 1
    whole = [each for each in predictions if times[each.item] == len(wordings)]
    return list(answers_by_wording(whole or predictions).values())


Table = Mapping[str, Mapping[str, Sequence[Answers]]]
"""By benchmark and model, the answers in each wording."""


def _main(benchmark: str) -> tuple[str, Metric]:
    return next(iter(metrics_of(benchmark).items()))


def _standings(answers: Table) -> Iterator[Standing]:
    drawn = {name: weights(len(next(iter(models.values()))[0].gold)) for name, models in answers.items()}
    models = list(next(iter(answers.values())))
    for model in models:
        middles, samples = [], []
        for benchmark, all_of in answers.items():
            metric_name, metric = _main(benchmark)
            several = all_of[model]
            single = [value(metric, each) for each in several]
            sampled = mean(metric, several, drawn[benchmark])
            middles.append(float(np.mean(single)))
            samples.append(sampled)
            low, high = percentiles(sampled)
            yield Standing(
                model=model, benchmark=benchmark, metric=metric_name, value=middles[-1], low=low, high=high,
                lowest=min(single), highest=max(single),
            )  # fmt: skip
        low, high = percentiles(np.mean(samples, axis=0))
        middle = float(np.mean(middles))
        yield Standing(
            model=model, benchmark=ALL, metric="mean", value=middle, low=low, high=high, lowest=middle, highest=middle
        )


def _contrasts(answers: Table, models: Sequence[str]) -> Iterator[Contrast]:
    for one, other in combinations(models, 2):
        values: list[float] = []
        samples, constants, bests = [], [], []
        for number, (benchmark, all_of) in enumerate(answers.items()):
            metric_name, metric = _main(benchmark)
            first, second = all_of[one], all_of[other]
            found = difference(metric, first, second, seed=number)
            items = len(first[0].gold)
            drawn = weights(items, number)
            samples.append(mean(metric, first, drawn) - mean(metric, second, drawn))
            values.append(found.value)
            constants.append(constant(metric, first))
            bests.append([float(np.mean([value(metric, each) for each in side])) for side in (first, second)])
            apart = float(np.mean([np.mean(a.right != b.right) for a, b in zip(first, second, strict=True)]))
            tests = {
                str(place): mcnemar(a.right, b.right) for place, (a, b) in enumerate(zip(first, second, strict=True))
            }
            yield Contrast(
                first=one, second=other, benchmark=benchmark, metric=metric_name, difference=found.value,
                low=found.interval.low, high=found.interval.high, p=found.p, adjusted=1.0, mcnemar=tests,
                detectable=detectable(items, apart), items=items, constant=constants[-1], best=max(bests[-1]),
            )  # fmt: skip
        together = np.mean(samples, axis=0)
        low, high = percentiles(together)
        yield Contrast(
            first=one, second=other, benchmark=ALL, metric="mean", difference=float(np.mean(values)), low=low, high=high,
            p=two_sided(together), adjusted=1.0, mcnemar={}, detectable=1.0,
            items=sum(len(each[one][0].gold) for each in answers.values()),
            constant=float(np.mean(constants)), best=float(np.mean(bests, axis=0).max()),
        )  # fmt: skip


def _adjusted(contrasts: Sequence[Contrast]) -> Iterator[Contrast]:
    """The contrasts, their p-values adjusted for all of them together."""
    for contrast, adjusted in zip(contrasts, holm([each.p for each in contrasts]), strict=True):
        yield contrast.model_copy(update={"adjusted": adjusted})
