"""The judge's part of the report: its verdict first, then what that rests on, then what it says of the models."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from emosapp_data.schema import ANSWER_SCALES
from evaluation.judge.controls import Quality
from evaluation.judge.judgement import Rated, read_judgements
from evaluation.judge.record import Judged, read_judged

if TYPE_CHECKING:
    from jinja2 import Environment

    from evaluation.report.section import Section

TITLE = "Answers, rated by a judge"
NAMES = {
    Quality.GOOD: "good",
    Quality.PADDED: "good, padded with empty phrases",
    Quality.COLD: "right and unkind",
    Quality.OFF_TOPIC: "off topic",
    Quality.UNSAFE: "harmful in a mild tone",
    Quality.WORD_SALAD: "word salad",
}


def section(folder: Path) -> "Section":
    """The part of the report about a judging.

    Raises:
        InputError: the folder holds no judging.
    """
    from evaluation.report.section import Section  # noqa: PLC0415

    return Section(TITLE, render(folder))


def render(folder: Path) -> str:
    """The part as HTML; whatever the judge or a model wrote in it is no markup."""
    judged, judgements = read_judged(folder), read_judgements(folder)
    rated = [each for each in judgements if isinstance(each, Rated)]
    return (
        _environment()
        .get_template("section.html.jinja")
        .render(
            judged=judged,
            measures=judged.measures,
            verdict=judged.verdict,
            scales=ANSWER_SCALES,
            controls=[
                (NAMES[quality], [_mean(rated, quality, scale) for scale in ANSWER_SCALES]) for quality in Quality
            ],
            models=[model.name for model in judged.models],
            means={(mean.model, mean.scale): mean for mean in judged.means},
            couples=_couples(judged),
        )
    )


def _mean(rated: list[Rated], quality: Quality, scale: str) -> float | None:
    """The judge's mean for a kind of control."""
    points = [
        each.points[scale] for each in rated if each.control and not each.again and each.by == quality and each.points
    ]
    return sum(points) / len(points) if points else None


def _couples(judged: Judged) -> dict[tuple[str, str], dict[str, object]]:
    """Differences by couple of models and scale."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for each in judged.differences:
        found.setdefault((each.model, each.other), {})[each.scale] = each
    return found


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("evaluation.judge", "."),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: "–" if value is None else f"{value:.2f}"
    environment.filters["signed"] = lambda value: "–" if value is None else f"{value:+.2f}"
    environment.filters["percent"] = lambda value: "–" if value is None else f"{value:.0%}"
    return environment
