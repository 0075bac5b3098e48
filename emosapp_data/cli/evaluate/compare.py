"""`emosapp evaluate compare`: whether models differ by more than chance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evaluation.agreement import Agreement
    from evaluation.compare import Comparison

Results = Annotated[
    list[Path],
    typer.Argument(metavar="RESULTS...", help="Folders of 'emosapp evaluate run', one a model.", show_default=False),
]
Out = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write all figures there too.", show_default=False)
]
Same = Annotated[
    bool,
    typer.Option(
        "--agreement",
        help="The two are computations of one model, such as before and after export: which choices differ?",
    ),
]
SHOWN = 10
"""Disagreements that are shown; the file has all."""


def compare(results: Results, out: Out = None, same: Same = False) -> None:
    """Compare models on the items that all were asked: differences with intervals, tests, and what can be concluded.

    p is adjusted for all tests of the table together, so that one below .05 is more than chance.
    """
    from emosapp_data.cli.evaluate.installed import check_installed  # noqa: PLC0415

    check_installed()
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.workspace import write_text  # noqa: PLC0415
    from evaluation.agreement import agreement  # noqa: PLC0415
    from evaluation.compare import compare as compared  # noqa: PLC0415

    if same and len(results) != 2:
        raise InputError(f"--agreement is of two computations of one model; {len(results)} folders were given")
    if same:
        both = agreement(*results)
        _show_agreement(both)
        text = both.model_dump_json(indent=1)
    else:
        found = compared(results)
        _show(found)
        text = found.model_dump_json(indent=1)
    if out is not None:
        write_text(out, text + "\n")
        typer.echo(f"Written   {out}")


def _show(found: "Comparison") -> None:
    width = max(len(each.benchmark) for each in found.standings)
    names = [f"{name[:20]:>22}" for name in found.models]
    typer.echo(f"{'':<{width}} {''.join(names)}  always the same answer")
    for benchmark in dict.fromkeys(each.benchmark for each in found.standings):
        row = [each for each in found.standings if each.benchmark == benchmark]
        cells = [f"{each.value:.1%} ({each.low:.0%}–{each.high:.0%})" for each in row]
        typer.echo(f"{benchmark:<{width}} {''.join(f'{cell:>22}' for cell in cells)}  {found.constants[benchmark]:.1%}")
    for name, number in found.left_out.items():
        if number:
            typer.echo(f"Left out  {number:,} answers of {name}, to questions that not all were asked")
    for one, other in dict.fromkeys((each.first, each.second) for each in found.contrasts):
        typer.echo(f"\n{one} against {other}")
        for each in found.contrasts:
            if (each.first, each.second) == (one, other):
                mark = "*" if each.found else " "
                typer.echo(
                    f"{mark} {each.benchmark:<{width}} {each.difference * 100:+6.1f}  ({each.low * 100:+.1f} to {each.high * 100:+.1f})"
                    f"  p {each.adjusted:.3f}  {each.conclusion}"
                )
    typer.echo(
        "\nIn percent, differences in points, each with its interval at 95 %; * is more than chance (p below .05 after Holm)"
    )


def _show_agreement(found: "Agreement") -> None:
    typer.echo(
        f"Same      {found.same:,} of {found.items:,} choices of {found.first} and {found.second} ({found.share:.1%})"
    )
    typer.echo(f"Scores    of a choice differ by {found.typical:.3f} nats (root mean square)")
    if found.disagreements:
        typer.echo(
            f"Differ    {len(found.disagreements):,}; at {found.explained:,} of them the lead is no larger than what the scores differ by"
        )
    for each in found.disagreements[:SHOWN]:
        typer.echo(
            f"  {each.benchmark} {each.wording} {each.item}: {each.first} or {each.second}, lead {each.margin:.3f}, scores differ by {each.shift:.3f}"
        )
    if len(found.disagreements) > SHOWN:
        typer.echo(f"  and {len(found.disagreements) - SHOWN:,} more; --json FILE has all")
