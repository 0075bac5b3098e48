"""Writing the page that tells of a run."""

from collections.abc import Sequence
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from emosapp_data.workspace import write_text
from training.behaviour.answering import Answered
from training.callbacks import duration
from training.curve import HEIGHT, WIDTH, curve
from training.metrics import read_metrics
from training.record import RunRecord

REPORT = "report.html"


def write_report(run: Path, record: RunRecord, before: Sequence[Answered], after: Sequence[Answered]) -> Path:
    """Write the report of a run.

    Args:
        run: the folder of the run.
        record: what the run is, and what came out.
        before: answers to the fixed prompts before training; none where they were not asked.
        after: those after it.
    """
    metrics = read_metrics(run)
    environment = Environment(
        loader=PackageLoader("training.report", "."),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.filters["loss"] = lambda value: "–" if value is None else f"{value:.4f}"
    environment.filters["duration"] = duration
    switch = next((point.step for point in metrics.points if point.quantized), None)
    path = run / REPORT
    write_text(
        path,
        environment.get_template("report.html.jinja").render(
            css=(files("emosapp_data.report") / "report.css").read_text(encoding="utf-8"),
            record=record,
            curve=curve(
                [("training", "train", metrics.training), ("held out", "held", metrics.held_out)],
                record.recipe.get("quantization", {}).get("from_step") if switch is not None else None,
            ),
            width=WIDTH,
            height=HEIGHT,
            points=metrics.points,
            seconds=metrics.points[-1].seconds if metrics.points else 0,
            answers=list(zip_longest(before, after)),
            lost=[new.prompt.name for old, new in zip(before, after, strict=False) if old.holds and new.holds is False],
        ),
    )
    return path
