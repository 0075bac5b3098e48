"""The command that releases dialogues."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from emosapp_data.config.dialogues import DialogueReleaseConfig
    from emosapp_data.steps.dialogue_release import Released

SHOWN = 10
"""Dialogues shown that were left out."""


class Splits(StrEnum):
    """Whose splits are used."""

    SOURCE = "source"
    HASH = "hash"


class Failed(StrEnum):
    """What becomes of dialogues that failed."""

    MARK = "mark"
    LEAVE_OUT = "leave_out"


SourceName = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Dataset of dialogues to release, as 'emosapp dialogues' named it; without it all.",
        show_default=False,
    ),
]
Name = Annotated[
    str | None,
    typer.Option(
        "--name", help="Name of the released dataset; without it the source's in small letters.", show_default=False
    ),
]
SplitsOption = Annotated[
    Splits | None,
    typer.Option(
        "--splits",
        help="The source's own splits, or by hash. Without it the source's, if it has one for every dialogue.",
        show_default=False,
    ),
]
Share = typer.Option(min=0, max=0.9, help="Share of the dialogues in this split, where splits are by hash.")
System = Annotated[
    str | None,
    typer.Option(
        "--system",
        metavar="NAME|FILE",
        help="System prompt that comes first in every conversation, such as 'supporter'.",
        show_default=False,
    ),
]
Strategies = Annotated[
    bool, typer.Option("--strategies", help="Begin answers with their support strategy: '[Question] What happened?'")
]
FailedOption = Annotated[
    Failed, typer.Option("--failed", help="Mark dialogues that did not help the seeker, or leave them out.")
]
Hold = Annotated[
    list[str] | None,
    typer.Option(
        "--hold",
        metavar="FLAG",
        help="Leave out dialogues that speak of this, such as suicide; may be given more than once.",
        show_default=False,
    ),
]
Against = Annotated[
    list[Path] | None,
    typer.Option(
        "--against",
        metavar="FILE|FOLDER",
        help="Benchmark whose items no dialogue may hold; may be given more than once.",
        show_default=False,
    ),
]
Language = Annotated[str, typer.Option("--language", metavar="CODE", help="Language of the dialogues (ISO 639-1).")]


def release_dialogues(
    workspace: options.WorkspaceArgument,
    source: SourceName = None,
    name: Name = None,
    version: options.Version = None,
    bump: options.Bump = None,
    splits: SplitsOption = None,
    validation: Annotated[float, Share] = 0.1,
    test: Annotated[float, Share] = 0.1,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the splits by hash.")] = 0,
    system: System = None,
    strategies: Strategies = False,
    failed: FailedOption = Failed.MARK,
    hold: Hold = None,
    against: Against = None,
    language: Language = "en",
    jobs: options.Jobs = 0,
    quiet: options.Quiet = False,
) -> None:
    """Release the dialogues that were read, each source as a versioned dataset of its own.

    Dialogues that hold somebody's telephone number, address or the like stay out, and what speaks of suicide, abuse or
    medication is flagged. Dialogues that are much alike are in one split.
    """
    from emosapp_data.cli.settings import existing  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.processes import usable_cpus  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.release.build import Wanted  # noqa: PLC0415
    from emosapp_data.schema.release import Bump  # noqa: PLC0415
    from emosapp_data.steps import dialogue_release as step  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    given = {
        "splits": splits and splits.value,
        "validation": validation,
        "test": test,
        "seed": seed,
        "failed": failed.value,
        "hold": hold or (),
        "system": system,
        "strategies": strategies,
        "benchmarks": against or (),
        "language": language,
    }
    if bump and bump not in list(Bump):
        raise InputError(f"--bump {bump}: major, minor or patch")
    with existing(workspace) as ledger:
        chosen = _sources(ledger, source, workspace)
        if len(chosen) > 1 and (name or version):
            raise InputError(
                f"{'--name' if name else '--version'}: for one source; say with --source which of {', '.join(chosen)}"
            )
        wanted = Wanted(version, Bump(bump) if bump else None)
        for each in chosen:
            config = _config({"name": name or step.dataset_name(each), **given})
            released = step.release_dialogues(
                ledger, each, config, Workspace(workspace).releases, reporter(quiet), wanted, jobs or usable_cpus()
            )
            _show(released, each)


def _sources(ledger: Any, asked: list[str] | None, workspace: Path) -> list[str]:
    """The sources that are asked for, or all.

    Raises:
        InputError: one is not there, or there are none.
    """
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.steps.dialogues import outdated, sources  # noqa: PLC0415

    known, old = sources(ledger), outdated(ledger)
    if old and (not known or set(old) & set(asked or old)):
        raise InputError(
            f"{', '.join(old)}: read under earlier rules; read it again with 'emosapp dialogues FILE.json -o {workspace}'"
        )
    if not known:
        raise InputError(f"{workspace}: no dialogues here; 'emosapp dialogues FILE.json -o {workspace}' reads some")
    if unknown := [name for name in asked or () if name not in known]:
        raise InputError(f"--source {', '.join(unknown)}: not in {workspace}; there is {', '.join(known)}")
    return asked or known


def _config(given: dict[str, Any]) -> "DialogueReleaseConfig":
    from pydantic import ValidationError  # noqa: PLC0415

    from corpus.book import problems  # noqa: PLC0415
    from emosapp_data.config.dialogues import DialogueReleaseConfig  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    try:
        return DialogueReleaseConfig.model_validate(given)
    except ValidationError as error:
        raise InputError(f"options: {problems(error)}") from None


def _show(released: "Released", source: str) -> None:
    from collections import Counter  # noqa: PLC0415

    from emosapp_data.cli.show import show_release  # noqa: PLC0415
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()

    def line(title: str, text: str) -> None:
        out.print(f"{title:<10}{text}", soft_wrap=True, markup=False)

    made = released.made.release
    total = made.kind.rows(sum(made.rows.values()))
    line("Source", f"{source}: {total} with {sum(made.answers.values()):,} answers; splits: {_whose(released)}")
    reasons = Counter(reason for _, reason, _ in released.left_out)
    if reasons:
        line("Left out", ", ".join(f"{reason.value} {number:,}" for reason, number in reasons.most_common()))
    told = [entry for entry in released.left_out if entry[2] and entry[1].value != "awaits_review"]
    for name, reason, detail in told[:SHOWN]:
        line("", f"dialogue {name}: {reason.value}: {detail}")
    if len(told) > SHOWN:
        line("", f"and {len(told) - SHOWN:,} more")
    for note in released.notes:
        line("Note", note)
    if made.flags:
        flags = ", ".join(f"{flag.value.replace('_', ' ')} {number:,}" for flag, number in made.flags.items())
        line("Person", f"{made.kind.rows(made.flagged)} speak of what asks for a person's decision: {flags}")
    show_release(released.made)


def _whose(released: "Released") -> str:
    whose = released.made.release.configuration.get("splits")
    return "the source's own" if whose == "source" else "by hash"
