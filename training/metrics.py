"""What a run measures on its way: one JSON line for each time that it logs or evaluates."""

import json
from pathlib import Path
from typing import NamedTuple

from emosapp_data.schema import Record

FILE = "metrics.jsonl"


class Point(Record):
    """What was measured at a step."""

    step: int
    """Steps done."""
    seconds: float
    """Seconds of training so far, earlier parts of a run that was interrupted included."""
    loss: float | None = None
    """Mean loss of the steps since the point before, for each learned token."""
    held_out: float | None = None
    """Loss on what is held out."""
    learning_rate: float | None = None
    gradient: float | None = None
    """Norm of the gradient before it was clipped."""
    tokens_per_second: float | None = None
    """Tokens trained on in a second, those included that are only read."""
    quantized: bool = False
    """Whether quantization was simulated."""


class Metrics(NamedTuple):
    """The points of a run."""

    points: tuple[Point, ...]

    @property
    def training(self) -> list[tuple[int, float]]:
        """Steps with their training loss."""
        return [(point.step, point.loss) for point in self.points if point.loss is not None]

    @property
    def held_out(self) -> list[tuple[int, float]]:
        """Steps with their loss on what is held out."""
        return [(point.step, point.held_out) for point in self.points if point.held_out is not None]


def append(run: Path, point: Point) -> None:
    """Add a point to the file."""
    with (run / FILE).open("a", encoding="utf-8") as file:
        file.write(point.model_dump_json(exclude_none=True) + "\n")


def read_metrics(run: Path) -> Metrics:
    """The points of a run; half a line at the end, which a killed process leaves, does not count."""
    path = run / FILE
    points = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            points.append(Point.model_validate(json.loads(line)))
        except ValueError:
            continue
    return Metrics(tuple(points))


def cut(run: Path, step: int) -> None:
    """Forget the points after a step: the run goes on from there, and measures them anew."""
    path = run / FILE
    kept = [point for point in read_metrics(run).points if point.step <= step]
    if path.exists():
        path.write_text("".join(point.model_dump_json(exclude_none=True) + "\n" for point in kept), encoding="utf-8")
