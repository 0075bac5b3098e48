"""The command that looks at other people's pairs."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from emosapp_data.foreign.examined import Examination

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Pairs or dialogues as JSON, JSON Lines or CSV, or the folder that holds Knowledge_dataset.json.",
        show_default=False,
    ),
]
Folder = Annotated[
    Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder for the results; made if it does not exist.")
]
Kind = TypeVar("Kind", bound=StrEnum)
ASIDE_SHOWN = 3
"""Turns shown that are no part of a pair."""


def examine(
    file: File,
    output: Folder = Path("examined"),
    config: options.ConfigFile = None,
    against: options.Against = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Examine pairs made elsewhere, such as the paper's dataset: the same checks, exact and near duplicates.

    The layout is recognised by the content. What is no part of a pair is listed with its place and reason.
    """
    from emosapp_data.cli.settings import settings_from  # noqa: PLC0415
    from emosapp_data.foreign import read_pairs  # noqa: PLC0415
    from emosapp_data.foreign.examine import examine as run  # noqa: PLC0415
    from emosapp_data.foreign.examine import text_checks, write_examined  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415

    checks = text_checks(settings_from(config, {"checks": {"benchmarks": against or None}}).checks)
    examined = run(read_pairs(file), checks, reporter(quiet))
    write_examined(examined, output)
    if as_json:
        typer.echo(examined.summary.model_dump_json(indent=1))
        return
    _show(examined.summary, [f"{aside.place}: {aside.detail}" for aside in examined.set_aside], output)


def _show(summary: "Examination", aside: list[str], output: Path) -> None:
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()
    more = len(aside) - ASIDE_SHOWN
    number_aside = sum(summary.set_aside.values())
    read = [
        ("File", f"{summary.file}: {summary.form}"),
        ("Pairs", f"{summary.pairs:,}{_in_dialogues(summary)}, from {summary.turns:,} turns"),
        ("Set aside", f"{number_aside:,} turns{_behind(_counted(summary.set_aside))}"),
        *(("", line) for line in aside[:ASIDE_SHOWN]),
        *([("", f"and {more:,} more in {output / 'set_aside.jsonl'}")] if more > 0 else []),
    ]
    found = [
        ("Repeated", f"{summary.exact_duplicates:,} pairs say the same as an earlier one"),
        (
            "Alike",
            f"{summary.near_duplicates:,} pairs in {summary.near_duplicate_groups:,} groups of near duplicates"
            f"{_behind(_counted(summary.differences))}",
        ),
        ("Sound", f"{summary.sound:,} pairs passed every check and repeat no earlier one"),
        ("Results", str(output)),
    ]
    for name, line in read:
        out.print(f"{name:<10}{line}", soft_wrap=True, markup=False)
    out.print()
    out.print(_table(summary))
    out.print()
    for name, line in found:
        out.print(f"{name:<10}{line}", soft_wrap=True, markup=False)


def _table(summary: "Examination") -> "Table":
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("check", "passed", "rejected", "reasons", "flagged for a person"):
        table.add_column(column, justify="right" if column in ("passed", "rejected") else "left")
    for count in summary.checks:
        rejected = sum(count.rejected.values())
        table.add_row(
            count.check, f"{count.passed:,}", f"{rejected:,}", _counted(count.rejected), _counted(count.flags)
        )
    return table


def _in_dialogues(summary: "Examination") -> str:
    if not summary.dialogues:
        return ""
    lengths = summary.dialogue_lengths
    mean = sum(length * number for length, number in lengths.items()) / summary.dialogues
    if summary.dialogues == 1:
        return " in one dialogue"
    return f" in {summary.dialogues:,} dialogues of {min(lengths)} to {max(lengths)}, {mean:.1f} on average"


def _counted(counts: "Mapping[Kind, int]") -> str:
    return ", ".join(f"{kind.value} {number:,}" for kind, number in counts.items())


def _behind(text: str) -> str:
    return f": {text}" if text else ""
