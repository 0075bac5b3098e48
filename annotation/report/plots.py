"""Dots on a line with their intervals, and stacked bars, as per cents that the templates draw."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotation.agreement import Interval


class Axis(NamedTuple):
    """A straight scale from left to right."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value stands, in per cent of the width; what lies outside stands at the edge."""
        return 100 * min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


class Dot(NamedTuple):
    """A value with its interval, in per cent of the width of its axis."""

    at: float
    left: float
    width: float


class Part(NamedTuple):
    """A part of a stacked bar."""

    name: str
    number: int
    width: float
    """In per cent of the bar."""


@dataclass(frozen=True)
class DotRow:
    """A line of a chart of dots."""

    label: str
    detail: str
    """What the label means, in a few words."""
    dot: Dot | None
    """None where there is no figure; then the text says why."""
    text: str
    """The figure in numbers, or why there is none."""


SHARES = Axis(0, 1, (0, 0.5, 1))
POINTS = Axis(1, 5, (1, 2, 3, 4, 5))
STEP = 0.2
"""Distance of the places at which an axis of alphas may begin."""


def alpha_axis(values: Iterable[float]) -> Axis:
    """An axis for alphas and their ends: from 0, or from as far below as they reach but not below -1, to 1."""
    least = min((0.0, *values))
    low = max(-1.0, math.floor(least / STEP) * STEP)
    ticks = [tick for tick in (-1.0, -0.5, 0.0, 0.5, 1.0) if tick >= low]
    return Axis(low, 1.0, tuple(ticks))


def dot(axis: Axis, value: float, interval: Interval | None) -> Dot:
    """Place a value and its interval."""
    left = axis.at(interval.low if interval else value)
    right = axis.at(interval.high if interval else value)
    return Dot(axis.at(value), left, right - left)


def stacked(parts: Sequence[tuple[str, int]]) -> list[Part]:
    """Parts of a bar, in the order given, without the empty ones."""
    total = sum(number for _, number in parts)
    return [Part(name, number, 100 * number / total) for name, number in parts if number]
