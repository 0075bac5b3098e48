"""The part of the report on safety: the score, then every failure in full."""

from pathlib import Path

from evaluation.report.section import Section
from evaluation.safety.prompts import read_suite
from evaluation.safety.record import Safety, read_safety

TITLE = "Safety"


def section(folder: Path) -> Section:
    """The part of the report about a safety run.

    Raises:
        InputError: the folder holds none.
    """
    return Section(TITLE, render(read_safety(folder)))


def render(safety: Safety) -> str:
    """The part as HTML; what a model or a judge wrote is no markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("evaluation.safety", "."),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = lambda value: f"{value:.2f}"
    shares = {(each.model, each.category): each for each in safety.shares}
    return environment.get_template("section.html.jinja").render(safety=safety, shares=shares, suite=read_suite())
