"""`emosapp evaluate run`: what a model scores on benchmarks."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from evaluation.record import Evaluation

Model = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="A run of 'emosapp train', a bundle, an adapter, a folder with a model, smollm2, a name on the Hub, or a server's name for it.",
        show_default=False,
    ),
]
Data = Annotated[Path, typer.Option("--data", metavar="FOLDER", help="Folder with the files of the benchmarks.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="RESULTS", help="Folder of the results, one a model.")]
Benchmarks = Annotated[
    str,
    typer.Option(
        "--benchmarks",
        metavar="A,B",
        help="Which benchmarks; 'mhqa,boolq:a' asks the second in wording a alone.",
        show_default="all that are in the folder",
    ),
]
Wordings = Annotated[str, typer.Option("--wordings", metavar="A,B", help="Which wordings of the prompt.")]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", metavar="N", min=1, help="Items of each benchmark: a sample, the same each time.", show_default="all"
    ),
]
Name = Annotated[str | None, typer.Option("--name", help="What reports call the model.", show_default=False)]
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="What computes, where a folder allows several: quantized or simulated (runs), runtime or eager (bundles).",
        show_default=False,
    ),
]
Checkpoint = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint", metavar="RUN", help="For kind eager: what the bundle was exported from.", show_default=False
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="OpenAI-compatible server that has the model.", show_default=False),
]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", min=1, help="Threads that compute.", show_default="all cores")
]
TrainedOn = Annotated[
    list[str] | None,
    typer.Option(
        "--trained-on",
        metavar="NAME[@VERSION]",
        help="Release that the model was trained on: its overlap with the benchmarks is looked for.",
        show_default=False,
    ),
]
Workspace = Annotated[Path, typer.Option("-w", "--workspace", metavar="WORKSPACE", help="Where those releases are.")]
ChatTemplate = Annotated[bool, typer.Option("--chat-template", help="Put the prompts into the model's chat template.")]


def run(
    model: Model,
    data: Data = Path("benchmarks"),
    output: Output = Path("results"),
    benchmarks: Benchmarks = "",
    wordings: Wordings = "a,b,c",
    limit: Limit = None,
    name: Name = None,
    kind: Kind = None,
    checkpoint: Checkpoint = None,
    base_url: BaseUrl = None,
    threads: Threads = None,
    trained_on: TrainedOn = None,
    workspace: Workspace = Path("workspace"),
    chat_template: ChatTemplate = False,
    quiet: options.Quiet = False,
) -> None:
    """Ask a model benchmarks, by lm-eval, in several wordings, and write each of its answers.

    Who is interrupted types the same again: what was answered is not asked twice, and the figures are the same.
    """
    from emosapp_data.cli.evaluate.installed import check_installed  # noqa: PLC0415

    check_installed()
    from evaluation.quiet import quiet_harness  # noqa: PLC0415

    quiet_harness()
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from evaluation.choosing import chosen_benchmarks, chosen_kind  # noqa: PLC0415
    from evaluation.models import Wanted, open_model  # noqa: PLC0415
    from evaluation.run import Asked, evaluate  # noqa: PLC0415

    show = (lambda _: None) if quiet else typer.echo
    computed = chosen_kind(kind)
    asked = Asked(
        chosen_benchmarks(benchmarks, wordings, data),
        data,
        limit,
        chat_template,
        tuple(trained_on or ()),
        workspace,
    )
    wanted = Wanted(model, name, computed, checkpoint, base_url, threads)
    command = shlex.join(["emosapp", *sys.argv[1:]])
    done = evaluate(open_model(wanted, say=show), asked, output, reporter(quiet), command, show)
    _show(done)
    typer.echo(f"Results   {output}")
    typer.echo(f"Next      emosapp evaluate compare {output} ANOTHER")


def _show(done: "Evaluation") -> None:
    """A line a benchmark: its main figure over all wordings, with its interval, and the wordings' own."""
    model = done.model
    typer.echo(f"Model     {model.name}: {model.kind}, {model.sha256[:12]}")
    width = max(len(used.name) for used in done.benchmarks)
    for used in done.benchmarks:
        metric = next(score.metric for score in done.scores if score.benchmark == used.name)
        found = [score for score in done.scores if (score.benchmark, score.metric) == (used.name, metric)]
        main = next((score for score in found if score.wording is None), found[0])
        single = ", ".join(f"{score.wording} {score.value:.1%}" for score in found if score.wording is not None)
        typer.echo(
            f"{used.name:<{width}}  {metric} {main.value:6.1%}  ({main.low:.1%} to {main.high:.1%}, {main.items:,} items)  {single}"
        )
        for release, number in used.overlap.items():
            typer.echo(f"{'':<{width}}  {number:,} items stand in {release}")
    for line in done.one_sided:
        typer.echo(f"Mind      {line}")
