"""Whether models differ by more than chance, item by item."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from emosapp_data.errors import InputError
from emosapp_data.schema import Record
from evaluation.record import Evaluation, Prediction, read_evaluation, read_predictions
from evaluation.statistics import Answers, Metric, detectable, from_samples, holm, mcnemar, metrics_of, value
from evaluation.statistics.bootstrap import mean, percentiles, resampled
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
    figures = _figures(answers, tuple(sides))
    contrasts = tuple(_adjusted(list(_contrasts(figures, tuple(sides)))))
    return Comparison(
        models=tuple(sides),
        standings=tuple(_standings(figures, tuple(sides))),
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
Figures = Mapping[str, Mapping[str, "Figure"]]
"""By benchmark and model."""


def _main(benchmark: str) -> tuple[str, Metric]:
    return next(iter(metrics_of(benchmark).items()))


class Figure(NamedTuple):
    """A model's figure on a benchmark."""

    several: Sequence[Answers]
    """Its answers in each wording."""
    single: list[float]
    """In each wording."""
    samples: NDArray[np.float64]
    """The mean over wordings in many samples of the items, which are the same samples for all models."""

    @property
    def value(self) -> float:
        """The mean over wordings."""
        return float(np.mean(self.single))


def _figures(answers: Table, models: Sequence[str]) -> Figures:
    """Figures by benchmark and model."""
    return {
        benchmark: {
            model: Figure(
                answers[benchmark][model],
                [value(metric, each) for each in answers[benchmark][model]],
                resampled(
                    partial(mean, metric, answers[benchmark][model]), len(answers[benchmark][model][0].gold), seed=place
                ),
            )
            for model in models
        }
        for place, (benchmark, metric) in enumerate((name, _main(name)[1]) for name in answers)
    }


def _standings(figures: Figures, models: Sequence[str]) -> Iterator[Standing]:
    for model in models:
        own = {benchmark: of_models[model] for benchmark, of_models in figures.items()}
        for benchmark, figure in own.items():
            low, high = percentiles(figure.samples)
            yield Standing(
                model=model, benchmark=benchmark, metric=_main(benchmark)[0], value=figure.value, low=low, high=high,
                lowest=min(figure.single), highest=max(figure.single),
            )  # fmt: skip
        low, high = percentiles(np.mean([figure.samples for figure in own.values()], axis=0))
        middle = float(np.mean([figure.value for figure in own.values()]))
        yield Standing(
            model=model, benchmark=ALL, metric="mean", value=middle, low=low, high=high, lowest=middle, highest=middle
        )


def _contrasts(figures: Figures, models: Sequence[str]) -> Iterator[Contrast]:
    constants = {name: constant(_main(name)[1], of_models[models[0]].several) for name, of_models in figures.items()}
    for one, other in combinations(models, 2):
        for benchmark, of_models in figures.items():
            first, second = of_models[one], of_models[other]
            found = from_samples(first.value - second.value, first.samples - second.samples)
            pairs = [(a.right, b.right) for a, b in zip(first.several, second.several, strict=True)]
            items = len(first.several[0].gold)
            yield Contrast(
                first=one, second=other, benchmark=benchmark, metric=_main(benchmark)[0], difference=found.value,
                low=found.interval.low, high=found.interval.high, p=found.p, adjusted=1.0,
                mcnemar={str(place): mcnemar(*pair) for place, pair in enumerate(pairs)},
                detectable=detectable(items, float(np.mean([np.mean(a != b) for a, b in pairs]))), items=items,
                constant=constants[benchmark], best=max(first.value, second.value),
            )  # fmt: skip
        sides = [[of_models[model] for of_models in figures.values()] for model in (one, other)]
        values = [float(np.mean([figure.value for figure in side])) for side in sides]
        samples = [np.mean([figure.samples for figure in side], axis=0) for side in sides]
        found = from_samples(values[0] - values[1], samples[0] - samples[1])
        yield Contrast(
            first=one, second=other, benchmark=ALL, metric="mean", difference=found.value, low=found.interval.low,
            high=found.interval.high, p=found.p, adjusted=1.0, mcnemar={}, detectable=1.0,
            items=sum(len(figure.several[0].gold) for figure in sides[0]),
            constant=float(np.mean(list(constants.values()))), best=max(values),
        )  # fmt: skip


def _adjusted(contrasts: Sequence[Contrast]) -> Iterator[Contrast]:
    """The contrasts, their p-values adjusted for all of them together."""
    for contrast, adjusted in zip(contrasts, holm([each.p for each in contrasts]), strict=True):
        yield contrast.model_copy(update={"adjusted": adjusted})
