"""`emosapp evaluate judge`: a model rates answers, and is itself tested on answers whose worth is known."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from evaluation.judge.record import Judged

Folders = Annotated[
    list[Path],
    typer.Argument(
        metavar="ANSWERS...", help="Folders that 'emosapp evaluate answers' wrote, one a model.", show_default=False
    ),
]
Name = Annotated[
    str,
    typer.Option(
        "--judge",
        metavar="NAME",
        help="The judge: its name at the server, 'local:FILE.gguf' or 'local:smollm2'.",
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
People = Annotated[
    Path | None,
    typer.Option(
        "--people",
        metavar="WORKSPACE",
        help="Workspace of 'emosapp review' with people's ratings of the same answers.",
        show_default=False,
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder of the results.")]


def judge(
    folders: Folders,
    name: Name,
    base_url: BaseUrl = None,
    people: People = None,
    output: Output = Path("judged"),
    quiet: options.Quiet = False,
) -> None:
    """Let a model rate answers for empathy, coherence, relevance and safety, and find out whether it can.

    It rates answers of known worth among them, some twice, and compares some in both orders. An interrupted run goes on.
    """
    from emosapp_data.cli.evaluate.installed import check_installed  # noqa: PLC0415

    check_installed("scipy")
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from evaluation.judge.asking import judge_model  # noqa: PLC0415
    from evaluation.judge.run import judge_folders  # noqa: PLC0415

    config = judge_model(name, None if name.startswith("local:") else base_url)
    command = ["emosapp", "evaluate", "judge", *map(str, folders), "--judge", name]
    command += ["--base-url", base_url] if config.server.base_url and base_url else []
    command += ["--people", str(people)] if people else []
    command += ["-o", str(output)]
    judged = judge_folders(folders, config, output, reporter(quiet), people=people, command=shlex.join(command))
    _show(judged)
    typer.echo(f"Written   {output}")


def _show(judged: "Judged") -> None:
    from emosapp_data.cli.terminal import console  # noqa: PLC0415
    from evaluation.judge.shown import differences_table, means_table, people_table  # noqa: PLC0415

    screen = console()
    for each in (means_table(judged), differences_table(judged), people_table(judged)):
        if each is not None:
            screen.print(each)
    screen.print(f"The judge is {judged.verdict.level}.", style="bold", markup=False)
    for found in judged.verdict.findings:
        screen.print(f"  {found.scale + ': ' if found.scale else ''}{found.text}", markup=False, soft_wrap=True)
