"""Figures with their intervals as a drawing: a row a benchmark and model."""

from collections.abc import Sequence
from typing import NamedTuple

from evaluation.compare import Comparison, Standing
from evaluation.record import Score

WIDTH, LEFT, RIGHT, ROW, GAP = 960, 330, 70, 20, 16
MARKS = ("circle", "square", "diamond", "triangle")
"""Shapes by which models are told apart, besides their colours and names."""


class Whisker(NamedTuple):
    """A model's figure on a benchmark."""

    label: str
    """The benchmark, on its first row."""
    model: str
    shape: str
    colour: int
    y: float
    x: float
    low: float
    high: float
    text: str
    wordings: tuple[float, ...]
    """Places of the single wordings."""


class Drawing(NamedTuple):
    """All of them."""

    rows: tuple[Whisker, ...]
    ticks: tuple[tuple[float, str], ...]
    height: float


def draw(comparison: Comparison, scores: Sequence[tuple[str, Score]]) -> Drawing:
    """Draw the standings.

    Args:
        comparison: of the models
        scores: of single wordings, each with its model's name
    """
    rows: list[Whisker] = []
    y = 30.0
    last = None
    for each in sorted(comparison.standings, key=lambda one: _order(comparison, one)):
        if each.benchmark != last and last is not None:
            y += GAP
        number = comparison.models.index(each.model)
        single = [
            _x(score.value)
            for model, score in scores
            if (model, score.benchmark, score.metric) == (each.model, each.benchmark, each.metric) and score.wording
        ]
        rows.append(
            Whisker(
                label=f"{each.benchmark} ({each.metric})" if each.benchmark != last else "",
                model=each.model,
                shape=MARKS[number % len(MARKS)],
                colour=number % len(MARKS),
                y=y,
                x=_x(each.value),
                low=_x(each.low),
                high=_x(each.high),
                text=f"{each.value:.1%}",
                wordings=tuple(single) if len(single) > 1 else (),
            )
        )
        last = each.benchmark
        y += ROW
    return Drawing(tuple(rows), tuple((_x(share / 100), f"{share}") for share in range(0, 101, 20)), y + 6)


def _order(comparison: Comparison, each: Standing) -> tuple[int, int]:
    benchmarks = list(dict.fromkeys(one.benchmark for one in comparison.standings))
    return benchmarks.index(each.benchmark), comparison.models.index(each.model)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)
