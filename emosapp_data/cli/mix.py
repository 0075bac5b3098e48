"""The command that mixes released datasets."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from rich.table import Table

    from emosapp_data.release.mixture.mix import Mixed
    from emosapp_data.schema import Component

Recipe = Annotated[
    Path,
    typer.Argument(
        metavar="RECIPE.yaml",
        help="What is mixed, and how much of it, such as recipes/paper-mixture.yaml.",
        show_default=False,
    ),
]
Where = Annotated[
    Path,
    typer.Option(
        "-w",
        "--workspace",
        metavar="WORKSPACE",
        help="Where the mixture is released, and where datasets are of which the recipe says nothing else.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="NAME",
        help="Dataset of the recipe to go without; may be given more than once.",
        show_default=False,
    ),
]


def mix(
    recipe: Recipe,
    workspace: Where = Path("workspace"),
    without: Without = None,
    version: options.Version = None,
    bump: options.Bump = None,
    quiet: options.Quiet = False,
) -> None:
    """Mix released datasets into one for training, by a recipe, and release it with a version of its own.

    Every dataset keeps its splits; weights and caps are about training alone. What is trained on is not much like anything
    that another dataset of the mixture holds out. The same recipe and the same datasets give the same mixture.
    """
    from emosapp_data.config.mixture import load_mixture  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.release.build import Wanted  # noqa: PLC0415
    from emosapp_data.release.mixture.mix import mix as make  # noqa: PLC0415
    from emosapp_data.schema.release import Bump  # noqa: PLC0415

    if bump and bump not in list(Bump):
        raise InputError(f"--bump {bump}: major, minor or patch")
    settings = load_mixture(recipe, without or ())
    mixed = make(settings, workspace, Wanted(version, Bump(bump) if bump else None), reporter(quiet))
    _show(mixed, workspace, settings.without)


def _show(mixed: "Mixed", workspace: Path, without: tuple[str, ...]) -> None:
    from rich.text import Text  # noqa: PLC0415

    from emosapp_data.cli.show import show_release  # noqa: PLC0415
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()
    release = mixed.made.release
    out.print(_components(mixed))
    out.print()
    if mixed.left_out:
        out.print(_left_out(mixed))
        out.print(f"{'':<10}all of them: {mixed.listed}", soft_wrap=True, markup=False)
        out.print()
    if without:
        out.print(Text(f"Without   {', '.join(without)}", style="yellow"), soft_wrap=True)
    if release.flagged:
        flags = ", ".join(f"{flag.value.replace('_', ' ')} {number:,}" for flag, number in release.flags.items())
        asks = "asks" if release.flagged == 1 else "ask"
        line = f"Person    {release.kind.rows(release.flagged)} {asks} for a person's decision: {flags}"
        out.print(line, soft_wrap=True, markup=False)
    show_release(mixed.made)
    out.print(f'Load      emosapp_data.load("{release.name}", root="{workspace}")', soft_wrap=True, markup=False)


def _components(mixed: "Mixed") -> "Table":
    """What each dataset gives: drawn of those that there are, and how much of what a model learns from is theirs."""
    columns = {
        "dataset": "left",
        "version": "left",
        "licence": "left",
        "train drawn": "right",
        "of": "right",
        "with copies": "right",
        "answers": "right",
        "share": "right",
        "validation": "right",
        "test": "right",
    }
    table = _table(columns)
    components = mixed.made.release.components
    everyone = sum(component.answers.get("train", 0) for component in components)
    dropped = Counter(each.dataset for each in mixed.left_out if each.split == "train")
    for component in components:
        answers = component.answers.get("train", 0)
        available = component.available.get("train", 0)
        table.add_row(
            _called(component),
            component.version,
            component.licence or "unknown",
            f"{available - dropped[component.name]:,}",
            f"{available:,}",
            f"{component.conversations.get('train', 0):,}",
            f"{answers:,}",
            f"{answers / everyone:.1%}" if everyone else "",
            f"{component.conversations.get('validation', 0):,}",
            f"{component.conversations.get('test', 0):,}",
        )
    return table


def _called(component: "Component") -> str:
    return component.name if component.configuration == "default" else f"{component.name} ({component.configuration})"


def _left_out(mixed: "Mixed") -> "Table":
    table = _table({"left out": "right", "dataset": "left", "reason": "left", "in words": "left"})
    for number, dataset, reason, words in _counted(mixed):
        table.add_row(f"{number:,}", dataset, reason, words)
    return table


def _counted(mixed: "Mixed") -> Iterator[tuple[int, str, str, str]]:
    order = [component.name for component in mixed.made.release.components]
    counts = Counter((each.dataset, each.reason) for each in mixed.left_out)
    for (dataset, reason), number in sorted(counts.items(), key=lambda entry: (order.index(entry[0][0]), -entry[1])):
        yield number, dataset, reason.value, reason.explanation


def _table(columns: dict[str, str]) -> "Table":
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, side in columns.items():
        table.add_column(name, justify="right" if side == "right" else "left")
    return table
