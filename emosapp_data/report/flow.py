"""The flow of items through the steps, drawn so that the sums can be seen to add up.

Heights are to scale: what flows on is a band, and what leaves fades away beside its bar, with its reasons. Where pairs come
from two sources, the first flows in from above and the second from below, and both are told apart all the way.
"""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from emosapp_data.schema import StepCount

WIDTH, HEIGHT = 1080.0, 190.0
"""Width of the drawing, and height of all items that come in, in units of the drawing."""
BAR = 12.0
"""Width of a bar."""
SOURCE_LABEL, LAST_LABEL = 122.0, 84.0
"""Room for the labels beside the first bars and of the last."""
FIRST_DISTANCE = 1.5
"""Distance of the first bars from the next, as a multiple of the other distances: two bands need room to join."""
GAP = 44.0
"""Least room between two sources."""
LEAVING, DROP = 60.0, 14.0
"""How far what leaves the flow is drawn, and how far it sinks."""
THINNEST = 2.0
"""What is there can be seen, however little it is."""
LINE = 16.0
"""Height of a line of text."""
LETTER = 6.4
"""Width of a letter, on average."""


class Stage(NamedTuple):
    """A step as it is drawn."""

    step: StepCount
    title: str
    kind: str = "own"
    """Whose pairs it takes in: 'own', 'model' or 'both'."""
    by_model: int = 0
    """Of what it kept, how much a model wrote."""


class Text(NamedTuple):
    """A line of text. A bold number may stand in front of it."""

    x: float
    y: float
    number: str
    words: str
    end: bool = False
    """Whether it ends at `x`, and does not begin there."""


class Bar(NamedTuple):
    """All items that a step took in."""

    x: float
    y: float
    height: float
    kind: str
    number: int


class Band(NamedTuple):
    """Items on their way from one bar to the next."""

    path: str
    height: float
    kind: str
    """Whose pairs they are: 'own' or 'model'."""
    title: str


class Out(NamedTuple):
    """Items that leave the flow."""

    path: str
    height: float
    title: str


class Flow(NamedTuple):
    """A drawing."""

    top: float
    """Upper edge of the drawing; the first bar begins at 0."""
    width: float
    height: float
    bar: float
    """Width of a bar."""
    bars: list[Bar]
    bands: list[Band]
    out: list[Out]
    texts: list[Text]


class Lane(NamedTuple):
    """Where a step is drawn."""

    x: float
    y: float
    """Upper edge of what it keeps."""
    room: float
    """Distance to the next bar."""
    scale: float
    """Height of an item."""
    upwards: bool = False
    """Whether what it leaves out lies above what it keeps, and not below."""


def draw_flow(sources: Sequence[Stage], steps: Sequence[Stage], last_title: str) -> Flow:
    """Draw one or two sources, and steps of which each takes in what was kept before it.

    Args:
        sources: where the items come from.
        steps: the steps that follow; the first takes in what all sources kept. There is at least one.
        last_title: what the items are called that the last step kept.
    """
    scale = HEIGHT / max(sum(source.step.items for source in sources), 1)
    distance = (WIDTH - SOURCE_LABEL - LAST_LABEL) / (FIRST_DISTANCE + len(steps))
    flow = Flow(0, WIDTH, 0, BAR, [], [], [], [])
    top = _draw_sources(flow, sources, scale, distance)
    x = SOURCE_LABEL + FIRST_DISTANCE * distance
    for stage in steps:
        _draw_stage(flow, stage, Lane(x, top, distance, scale))
        flow.texts.extend(_heading(stage.step.items, stage.title, x, top, distance))
        x += distance
    kept = steps[-1].step.kept
    flow.bars.append(Bar(x, top, max(kept * scale, 1), steps[-1].kind, kept))
    flow.texts.extend(_heading(kept, last_title, x, top, LAST_LABEL))
    upper = min([0.0, *(text.y - LINE for text in flow.texts)])
    lower = max([HEIGHT, *(text.y for text in flow.texts), *(bar.y + bar.height for bar in flow.bars)]) + 8
    return flow._replace(top=upper, height=lower - upper)


def _draw_sources(flow: Flow, sources: Sequence[Stage], scale: float, distance: float) -> float:
    """Draw the bars that the flow begins with; returns the upper edge of what follows."""
    room = FIRST_DISTANCE * distance
    if len(sources) == 1:
        _draw_source(flow, sources[0], Lane(SOURCE_LABEL, 0, room, scale), 0)
        return 0
    upper, lower = sources
    height = upper.step.items * scale
    gap = max(GAP, len(_label(upper)) * LINE + 12 - height)
    left = height - upper.step.kept * scale
    top = left + gap / 2
    _draw_source(flow, upper, Lane(SOURCE_LABEL, left, room, scale, upwards=True), top)
    _draw_source(flow, lower, Lane(SOURCE_LABEL, height + gap, room, scale), top + upper.step.kept * scale)
    return top


def _draw_source(flow: Flow, stage: Stage, lane: Lane, target: float) -> None:
    """Draw a bar with its label on the left, and the band to where it is to arrive."""
    _draw_stage(flow, stage, lane, target)
    y = flow.bars[-1].y
    for number, words in enumerate(_label(stage)):
        bold, rest = (words, "") if number == 0 else ("", words)
        flow.texts.append(Text(lane.x - 10, y + 12 + number * LINE, bold, rest, end=True))


def _draw_stage(flow: Flow, stage: Stage, lane: Lane, target: float | None = None) -> None:
    """Draw a bar, the bands of what it keeps, and what it leaves out."""
    count, scale = stage.step, lane.scale
    kept, leaving = count.kept * scale, (count.items - count.kept) * scale
    flow.bars.append(
        Bar(lane.x, lane.y - (leaving if lane.upwards else 0), max(kept + leaving, 1), stage.kind, count.items)
    )
    shift = 0 if target is None else target - lane.y
    y, right = lane.y, lane.x + lane.room
    for whose, number in (("own", count.kept - stage.by_model), ("model", stage.by_model)):
        if height := number * scale:
            path = _ribbon(lane.x + BAR, y, right, y + shift, height)
            flow.bands.append(Band(path, height, whose, f"{number:,} {NAMES[whose]} go on"))
            y += height
    if leaving:
        _draw_out(flow, stage, lane, max(leaving, THINNEST))


NAMES = {"own": "of the books' own", "model": "written by a model"}


def _draw_out(flow: Flow, stage: Stage, lane: Lane, height: float) -> None:
    """Draw what a step leaves out, and write its reasons beside it."""
    count = stage.step
    y = lane.y - height if lane.upwards else lane.y + count.kept * lane.scale
    sink = -DROP if lane.upwards else DROP
    end = lane.x + BAR + min(LEAVING, lane.room - BAR)
    title = f"{count.items - count.kept:,} left out"
    flow.out.append(Out(_ribbon(lane.x + BAR, y, end, y + sink, height), height, title))
    lines = [line for reason in _reasons(count) for line in _wrapped(*reason, lane.room - BAR - 8)]
    first = y - DROP - 6 - (len(lines) - 1) * LINE if lane.upwards else y + height + DROP + LINE
    flow.texts.extend(
        Text(lane.x + BAR + 4, first + index * LINE, number, words) for index, (number, words) in enumerate(lines)
    )


def _ribbon(left: float, y: float, right: float, other_y: float, height: float) -> str:
    """A ribbon of one height from one place to another, as a path."""
    middle = (left + right) / 2
    return (
        f"M{left:.1f},{y:.2f} C{middle:.1f},{y:.2f} {middle:.1f},{other_y:.2f} {right:.1f},{other_y:.2f}"
        f" V{other_y + height:.2f}"
        f" C{middle:.1f},{other_y + height:.2f} {middle:.1f},{y + height:.2f} {left:.1f},{y + height:.2f} Z"
    )


def _heading(number: int, title: str, x: float, top: float, room: float) -> list[Text]:
    """A number and a title above a bar."""
    lines = textwrap.wrap(title, int((room - 4) / LETTER))
    first = top - 8 - len(lines) * LINE
    return [
        Text(x, first, f"{number:,}", ""),
        *(Text(x, first + (index + 1) * LINE, "", line) for index, line in enumerate(lines)),
    ]


def _label(source: Stage) -> list[str]:
    return [f"{source.step.items:,}", *textwrap.wrap(source.title, int((SOURCE_LABEL - 12) / LETTER))]


def _reasons(count: StepCount) -> list[tuple[str, str]]:
    reasons = [(f"{number:,}", reason.value.replace("_", " ")) for reason, number in count.rejected.items()]
    return [*reasons, (f"{count.failed:,}", "failed")] if count.failed else reasons


def _wrapped(number: str, words: str, room: float) -> list[tuple[str, str]]:
    """A reason in lines that fit the room."""
    first, *more = textwrap.wrap(f"{number} {words}", max(int(room / LETTER), 8))
    return [(number, first.removeprefix(number).strip()), *(("", line) for line in more)]
