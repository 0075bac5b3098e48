"""`emosapp evaluate report`: one page with everything that was found about some models."""

from pathlib import Path
from typing import Annotated

import typer

Results = Annotated[
    list[Path],
    typer.Argument(metavar="RESULTS...", help="Folders of 'emosapp evaluate run', one a model.", show_default=False),
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page.")]
Bench = Annotated[
    list[str] | None,
    typer.Option(
        "--bench",
        metavar="NAME=FILE",
        help="What 'emosapp bench BUNDLE --json' wrote of the model of this name; may be given more than once.",
        show_default=False,
    ),
]
Judged = Annotated[
    list[Path] | None,
    typer.Option("--judged", metavar="FOLDER", help="Of 'emosapp evaluate judge'.", show_default=False),
]
Safety = Annotated[
    list[Path] | None,
    typer.Option("--safety", metavar="FOLDER", help="Of 'emosapp evaluate safety'.", show_default=False),
]
Same = Annotated[
    list[str] | None,
    typer.Option(
        "--same",
        metavar="RESULTS,RESULTS",
        help="Two computations of one model, such as before and after export, compared item by item.",
        show_default=False,
    ),
]


def report(
    results: Results,
    output: Output = Path("evaluation.html"),
    bench: Bench = None,
    judged: Judged = None,
    safety: Safety = None,
    same: Same = None,
) -> None:
    """Write a page: scores with intervals beside the paper's, differences and what can be concluded, answers, safety, costs."""
    from emosapp_data.cli.evaluate.installed import check_installed  # noqa: PLC0415

    check_installed()
    from evaluation.judge.section import section as judged_section  # noqa: PLC0415
    from evaluation.report.page import Sources, findings, write_report  # noqa: PLC0415
    from evaluation.safety import section as safety_section  # noqa: PLC0415

    sources = Sources(
        results=results,
        costs={name: Path(file) for name, file in (_halves(each, "=", "--bench NAME=FILE") for each in bench or ())},
        sections=[*map(judged_section, judged or ()), *map(safety_section, safety or ())],
        pairs=[(Path(one), Path(two)) for one, two in (_halves(each, ",", "--same A,B") for each in same or ())],
    )
    for line in findings(write_report(sources, output)):
        typer.echo(line)
    typer.echo(f"Report    {output}")


def _halves(told: str, mark: str, form: str) -> tuple[str, str]:
    from emosapp_data.errors import InputError  # noqa: PLC0415

    one, found, two = told.partition(mark)
    if not (one and found and two):
        raise InputError(f"{told!r}: to be given as {form}")
    return one, two
