"""The flow of items through the steps, drawn so that the sums can be seen to add up."""

from typing import NamedTuple

from emosapp_data.schema import StepCount

WIDTH, HEIGHT = 1080.0, 300.0
BAR = 14.0
"""Width of a bar, in units of the drawing."""
GAP = 16.0
"""Distance between what is kept and what is left out."""
LABEL_SPACE = 44.0
"""Room below the drawing for the names of what is left out."""


class Bar(NamedTuple):
    """All items that a step took in."""

    x: float
    y: float
    height: float
    title: str
    count: int


class Band(NamedTuple):
    """Items on their way from one bar to the next, or out."""

    path: str
    kept: bool
    title: str


class Exit(NamedTuple):
    """Items that were left out, with their reasons."""

    x: float
    y: float
    lines: tuple[str, ...]


class Flow(NamedTuple):
    """A drawing."""

    width: float
    height: float
    bar: float
    bars: list[Bar]
    bands: list[Band]
    exits: list[Exit]


def draw_flow(steps: list[StepCount], titles: dict[str, str], last_title: str) -> Flow:
    """Draw steps in which each takes in what the step before it kept.

    Args:
        steps: the steps, in their order.
        titles: what the items of each step are called.
        last_title: what the items are called that the last step kept.
    """
    most = max(steps[0].items, 1)
    scale = HEIGHT / most
    left, right = 4.0, WIDTH - 120.0
    distance = (right - left) / len(steps)
    deepest = max((len(_reasons(step)) for step in steps), default=0)
    bars, bands, exits = [], [], []
    for index, step in enumerate(steps):
        x = left + index * distance
        bars.append(Bar(x, 0, max(step.items * scale, 1), titles[step.step], step.items))
        kept = step.kept * scale
        bands.append(Band(_band(x + BAR, 0, kept, x + distance, 0), True, f"{step.kept:,} kept"))
        if out := step.items - step.kept:
            height = max(out * scale, 1.5)
            down = HEIGHT + GAP - (kept + height / 2)
            bands.append(Band(_leaving(x + BAR, kept, height, distance * 0.42, down), False, f"{out:,} left out"))
            exits.append(Exit(x + BAR + distance * 0.42, HEIGHT + GAP + 18, tuple(_reasons(step))))
    bars.append(Bar(right, 0, max(steps[-1].kept * scale, 1), last_title, steps[-1].kept))
    return Flow(WIDTH, HEIGHT + LABEL_SPACE + 15 * deepest, BAR, bars, bands, exits)


def _band(x0: float, y0: float, height: float, x1: float, y1: float) -> str:
    """A ribbon from one bar to the next."""
    middle = (x0 + x1) / 2
    return (
        f"M{x0:.1f},{y0:.1f} C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f} "
        f"L{x1:.1f},{y1 + height:.1f} C{middle:.1f},{y1 + height:.1f} {middle:.1f},{y0 + height:.1f} {x0:.1f},{y0 + height:.1f} Z"
    )


def _leaving(x: float, y: float, height: float, reach: float, down: float) -> str:
    """A ribbon that turns downwards out of the flow."""
    radius = min(reach, 60.0)
    inner = max(radius - height, 2.0)
    bottom = y + height / 2 + down
    return (
        f"M{x:.1f},{y:.1f} L{x + reach - radius:.1f},{y:.1f} Q{x + reach:.1f},{y:.1f} {x + reach:.1f},{y + radius:.1f} L{x + reach:.1f},{bottom:.1f} "
        f"L{x + reach - height:.1f},{bottom:.1f} L{x + reach - height:.1f},{y + height + inner:.1f} Q{x + reach - height:.1f},{y + height:.1f} "
        f"{x + reach - height - inner:.1f},{y + height:.1f} L{x:.1f},{y + height:.1f} Z"
    )


def _reasons(step: StepCount) -> list[str]:
    reasons = [f"{count:,} {reason.value.replace('_', ' ')}" for reason, count in step.rejected.items()]
    return [*reasons, f"{step.failed:,} failed"] if step.failed else reasons
