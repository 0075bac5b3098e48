"""The curve of a run as a drawing for the report."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 760, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 34


class Line(NamedTuple):
    """One line of the drawing."""

    label: str
    kind: str
    """Its class in the style sheet."""
    points: str
    """Places, as SVG's polyline takes them."""


class Tick(NamedTuple):
    """A number at an axis."""

    text: str
    x: float
    y: float


class Curve(NamedTuple):
    """A drawing of losses over steps."""

    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    switch: float | None
    """Where quantization was switched on; none where it was not."""


def curve(series: Sequence[tuple[str, str, Sequence[tuple[int, float]]]], switch: int | None) -> Curve:
    """Draw series of (label, kind, points), each point a step and a loss."""
    points = [point for _, _, each in series for point in each]
    last = max((step for step, _ in points), default=1) or 1
    low, high = _range([loss for _, loss in points])

    def x(step: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * step / last, 1)

    def y(loss: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - loss) / (high - low), 1)

    return Curve(
        tuple(Line(label, kind, " ".join(f"{x(s)},{y(v)}" for s, v in each)) for label, kind, each in series if each),
        tuple(Tick(f"{round(last * part / 4):,}", x(last * part / 4), HEIGHT - BOTTOM + 18) for part in range(5)),
        tuple(
            Tick(f"{low + (high - low) * part / 4:.2f}", LEFT - 8, y(low + (high - low) * part / 4))
            for part in range(5)
        ),
        x(switch) if switch is not None and switch <= last else None,
    )


def _range(losses: Sequence[float]) -> tuple[float, float]:
    """The losses that are shown; a little room around them."""
    if not losses:
        return 0.0, 1.0
    low, high = min(losses), max(losses)
    room = (high - low or 1.0) * 0.06
    return low - room, high + room
