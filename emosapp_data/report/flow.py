"""The flow of items through the steps, drawn so that the sums can be seen to add up."""

from typing import NamedTuple

from emosapp_data.schema import StepCount

WIDTH, HEIGHT = 1080.0, 190.0
BAR = 12.0
"""Width of a bar, in units of the drawing."""
LAST_LABEL = 100.0
"""Room for the label of the last bar."""
TURN = 26.0
"""Radius of the turn of what leaves the flow."""
DROP = 30.0
"""How far below the flow it ends."""
LINE = 16.0
"""Height of a line of text."""


class Bar(NamedTuple):
    """All items that a step took in."""

    x: float
    height: float
    title: str
    number: int


class Kept(NamedTuple):
    """Items on their way from one bar to the next."""

    x: float
    width: float
    height: float
    title: str


class Out(NamedTuple):
    """Items that leave the flow, with their reasons."""

    path: str
    """Middle line of the ribbon."""
    width: float
    """Width of the ribbon."""
    x: float
    y: float
    lines: tuple[str, ...]


class Flow(NamedTuple):
    """A drawing."""

    width: float
    height: float
    bar: float
    line: float
    bars: list[Bar]
    kept: list[Kept]
    out: list[Out]


def draw_flow(steps: list[StepCount], titles: dict[str, str], last_title: str) -> Flow:
    """Draw steps in which each takes in what the step before it kept.

    Args:
        steps: the steps, in their order.
        titles: what the items of each step are called.
        last_title: what the items are called that the last step kept.
    """
    scale = HEIGHT / max(steps[0].items, 1)
    distance = (WIDTH - LAST_LABEL) / len(steps)
    bars, kept, out = [], [], []
    for index, step in enumerate(steps):
        x = index * distance
        height = step.kept * scale
        bars.append(Bar(x, max(step.items * scale, 1), titles[step.step], step.items))
        kept.append(Kept(x + BAR, distance - BAR, height, f"{step.kept:,} kept"))
        if leaving := step.items - step.kept:
            out.append(_leave(x + BAR, height, leaving * scale, distance, _reasons(step)))
    bars.append(Bar(WIDTH - LAST_LABEL, max(steps[-1].kept * scale, 1), last_title, steps[-1].kept))
    longest = max((len(ribbon.lines) for ribbon in out), default=0)
    return Flow(WIDTH, HEIGHT + (DROP + LINE * (longest + 1) if out else 8), BAR, LINE, bars, kept, out)


def _leave(x: float, top: float, width: float, distance: float, reasons: list[str]) -> Out:
    """A ribbon that turns downwards out of the flow, to where its reasons are written."""
    shown = max(width, 2.0)
    y = top + shown / 2
    turn = x + distance * 0.45
    radius = TURN + shown / 2
    bottom = max(HEIGHT + DROP, y + radius + 6)
    path = f"M{x:.1f},{y:.1f} H{turn - radius:.1f} Q{turn:.1f},{y:.1f} {turn:.1f},{y + radius:.1f} V{bottom:.1f}"
    return Out(path, shown, turn, bottom + LINE, tuple(reasons))


def _reasons(step: StepCount) -> list[str]:
    reasons = [f"{count:,} {reason.value.replace('_', ' ')}" for reason, count in step.rejected.items()]
    return [*reasons, f"{step.failed:,} failed"] if step.failed else reasons
