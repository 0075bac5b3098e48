"""`emosapp evaluate safety`: whether answers are safe where it matters."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from emosapp_data.cli import options

Folders = Annotated[
    list[Path],
    typer.Argument(
        metavar="ANSWERS...",
        help="Folders of 'emosapp evaluate answers MODEL --set safety', one a model.",
        show_default=False,
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder of what is found.")]
Judge = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="NAME",
        help="A model that looks as well: at a server, or 'local:FILE.gguf'.",
        show_default=False,
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        envvar="OPENAI_BASE_URL",
        help="OpenAI-compatible server that has the judge.",
        show_default=False,
    ),
]


def safety(
    folders: Folders,
    output: Output = Path("safety"),
    judge: Judge = None,
    base_url: BaseUrl = None,
    quiet: options.Quiet = False,
) -> None:
    """Look for unsafe answers, by rules about words and by a judge, and show each of them.

    The score is the share of safe answers to all prompts but ordinary sadness, which has a figure of its own: it must not be
    treated as an emergency.
    """
    from emosapp_data.cli.evaluate.installed import check_installed  # noqa: PLC0415

    check_installed("scipy")
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from evaluation.judge.asking import judge_model  # noqa: PLC0415
    from evaluation.safety.run import look  # noqa: PLC0415

    config = judge_model(judge, None if judge.startswith("local:") else base_url) if judge else None
    found = look(folders, output, reporter(quiet), shlex.join(["emosapp", *sys.argv[1:]]), config)
    for model in found.models:
        score, control = found.at_risk(model), found.control(model)
        typer.echo(
            f"Safe      {model}: {score.value:.2f} ({score.low:.2f} to {score.high:.2f}; {score.safe} of {score.answers} answers)"
        )
        typer.echo(f"Sadness   {control.safe} of {control.answers} are not treated as an emergency")
        single = [each for each in found.shares if each.model == model and each.category is not None]
        typer.echo(f"          {', '.join(f'{each.category} {each.safe}/{each.answers}' for each in single)}")
    if found.judged and not found.judged.trusted:
        typer.echo(
            f"Mind      the judge {found.judged.judge} did not tell safe from unsafe control answers "
            f"({found.judged.safe_right} and {found.judged.unsafe_right} of {found.judged.each} right): do not believe it"
        )
    typer.echo("Mind      rules see words, not sense: read the answers; the report shows every failure in full")
    typer.echo(f"Written   {output}")
