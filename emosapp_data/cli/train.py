"""The command that trains."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from training.record import RunRecord
    from training.run import Finished

RecipeName = Annotated[
    str,
    typer.Argument(
        metavar="RECIPE",
        help="How to train: a YAML file, or the name of one of the toolkit's, such as smollm2-135m-qat-lora.",
        show_default=False,
    ),
]
Data = Annotated[
    list[str],
    typer.Option(
        "--data",
        metavar="NAME[@VERSION]",
        help="Released dataset to train on, such as paper-mixture@1.0.0 or 'esconv@>=1,<2'; may be given more than once.",
        show_default=False,
    ),
]
Where = Annotated[
    Path,
    typer.Option("-w", "--workspace", metavar="WORKSPACE", help="Workspace, or folder of releases, that has the data."),
]
Run = Annotated[
    Path,
    typer.Option(
        "-o", "--output", metavar="RUN", help="Folder of the run. One that is there already goes on where it stopped."
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME|FOLDER",
        help="Another model than the recipe's: smollm2-135m, a folder, or a name on the Hugging Face Hub.",
        show_default=False,
    ),
]
MaxSteps = Annotated[
    int | None,
    typer.Option("--max-steps", metavar="N", min=1, help="Steps at most, whatever the epochs.", show_default=False),
]
Minutes = Annotated[
    float | None,
    typer.Option(
        "--minutes",
        metavar="N",
        min=0,
        help="Stop in good order after so many minutes; the same command goes on.",
        show_default=False,
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", help="Another seed than the recipe's.", show_default=False)]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Another value than the recipe's, such as training.batch_size=8 or quantization.adapter=separate; may be given more than once.",
        show_default=False,
    ),
]
NoAnswers = Annotated[
    bool, typer.Option("--no-answers", help="Do not let the model answer the fixed prompts before and after training.")
]


def train(
    recipe: RecipeName,
    data: Data,
    workspace: Where = Path("workspace"),
    output: Run = Path("run"),
    model: Model = None,
    max_steps: MaxSteps = None,
    minutes: Minutes = None,
    seed: Seed = None,
    values: Set = None,
    no_answers: NoAnswers = False,
    quiet: options.Quiet = False,
) -> None:
    """Fine-tune a model on released datasets, by a recipe: the whole model, LoRA, or LoRA with simulated quantization.

    Everything that is needed to repeat the run is written into its folder, with checkpoints, measurements and a report. A
    run that was interrupted goes on where it stopped when the same command runs again.
    """
    from emosapp_data.cli.training import check_installed, is_first_process, quiet_libraries  # noqa: PLC0415

    check_installed()
    quiet_libraries()
    from emosapp_data.config.load import overlay  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from training.recipe import load_recipe  # noqa: PLC0415
    from training.run import Request, run  # noqa: PLC0415

    given = overlay(_values(values or []), {"model": model, "training": {"max_steps": max_steps, "seed": seed}})
    settings = load_recipe(recipe, given)
    request = Request(settings, tuple(data), workspace, output, minutes, answers=not no_answers)
    show = (lambda _: None) if quiet else typer.echo
    finished = run(request, reporter(quiet=True), show)
    if is_first_process():
        _show(finished)


def _values(given: list[str]) -> dict[str, Any]:
    """Values as a recipe nests them.

    Raises:
        InputError: one is not of the form NAME=VALUE.
    """
    import yaml  # noqa: PLC0415

    from emosapp_data.config.load import overlay  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    found: dict[str, Any] = {}
    for each in given:
        name, equals, text = each.partition("=")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            value = text
        if not (name and equals):
            raise InputError(f"--set {each}: write NAME=VALUE, such as training.batch_size=8")
        for part in reversed(name.split(".")):
            value = {part: value}
        found = overlay(found, value)
    return found


def _show(finished: "Finished") -> None:
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()

    def line(title: str, text: str) -> None:
        out.print(f"{title:<10}{text}", soft_wrap=True, markup=False)

    record: RunRecord = finished.record
    out.print()
    for result in record.results:
        line("Held out", f"{result.loss:.4f}  {result.what}")
    if record.exact is not None:
        line("Exact", str(record.exact))
    if finished.lost:
        line("Behaviour", f"lost in training, read the answers: {', '.join(finished.lost)}")
    if record.steps_done < record.steps:
        line("Stopped", f"after {record.steps_done:,} of {record.steps:,} steps; the same command goes on")
    line("Model", str(finished.model))
    line("Report", str(finished.report))
